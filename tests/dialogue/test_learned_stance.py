"""How what a message names is meant: wanted, not wanted, or only mentioned."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.dialogue.classifiers import FOLDER, STANCES, STANCES_TUNED
from chatbot.dialogue.learned_stance import LearnedStances, Named
from chatbot.dialogue.purposes import Heard
from chatbot.errors import ModelMissingError
from chatbot.llm.minilm import load_minilm
from chatbot.records import Intent, Polarity, Statement, Understanding


@pytest.fixture(scope="module")
def stances() -> LearnedStances:
    return LearnedStances.load(load_minilm(), FOLDER / STANCES, FOLDER / STANCES_TUNED)


def heard(text: str) -> Heard:
    return Heard((), Understanding(text=text, intent=Intent.INFORM, intents=(Intent.INFORM,)))


def named(text: str, word: str, kind: str = "category", polarity: Polarity = Polarity.LIKE) -> Named:
    start = text.find(word)
    statement = Statement(facet="genre", value=word, polarity=polarity, words=word, hard=True, strength=0.8)
    return Named(statement, kind, True, (start, start + len(word)) if start >= 0 else None)


@pytest.mark.parametrize(
    ("text", "word", "meant"),
    [
        ("I'd love a good western tonight", "western", "like"),
        ("a thriller, please", "thriller", "like"),
        ("My neighbour thinks horror is the only genre worth anybody's time.", "horror", "none"),
        ("my ex loved musicals, we broke up anyway. something funny please", "musicals", "none"),
    ],
)
def test_the_words_around_a_thing_say_how_it_is_meant(
    stances: LearnedStances, text: str, word: str, meant: str
) -> None:
    chances = stances.chances([named(text, word)], heard(text))[0]
    assert max(chances, key=lambda name: chances[name]) == meant
    assert sum(chances.values()) == pytest.approx(1, abs=1e-4)


def test_a_mere_mention_states_nothing_and_a_wish_is_left_as_it_is(stances: LearnedStances) -> None:
    text = "The poster said 'a hilarious musical'. The poster lied."
    wish = named("a thriller, please", "thriller")
    assert stances([named(text, "musical")], heard(text)) == []
    assert stances([wish], heard("a thriller, please")) == [wish.statement]
    assert stances([], heard(text)) == []


def test_what_is_denied_is_never_lost(stances: LearnedStances) -> None:
    text = "The poster said 'a hilarious musical'. The poster lied."
    assert stances.chances([named(text, "musical", polarity=Polarity.DISLIKE)], heard(text))[0]["like"] < 0.6
    assert stances([named(text, "musical", polarity=Polarity.DISLIKE)], heard(text))


@settings(deadline=None, max_examples=40)
@given(
    text=st.text(max_size=300),
    word=st.text(max_size=20),
    kind=st.sampled_from(["category", "entity", "number", "flag", "item"]),
    polarity=st.sampled_from(Polarity),
)
def test_nothing_is_invented_and_no_number_is_turned_round(
    stances: LearnedStances, text: str, word: str, kind: str, polarity: Polarity
) -> None:
    one = named(text, word, kind, polarity)
    for said in stances([one, one], heard(text)):
        assert (said.facet, said.value, said.words) == ("genre", word, word)
        assert kind != "number" or said.polarity is polarity


@pytest.mark.parametrize("text", ["", "x", "horror " * 900, "\x00", "שלום", "🎬"])
def test_any_stretch_has_a_vector_of_unit_length(text: str) -> None:
    spans = [None, (0, len(text)), (max(0, len(text) - 3), len(text)), (5, 5)]
    vectors = load_minilm().encode_spans(text, spans)
    assert vectors.shape == (4, 384)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx(1, abs=1e-4)


def test_a_word_has_another_vector_in_another_place() -> None:
    encoder = load_minilm()
    loved, hated = "I love horror films", "I hate horror films"
    first, second = (encoder.encode_spans(text, [(7, 13)])[0] for text in (loved, hated))
    assert first @ second < 0.995


def test_weights_of_another_classifier_are_named(tmp_path: Path) -> None:
    with pytest.raises(ModelMissingError, match="intents"):
        LearnedStances.load(load_minilm(), FOLDER / "intents.safetensors", FOLDER / STANCES_TUNED)
    with pytest.raises(ModelMissingError, match="nowhere"):
        LearnedStances.load(load_minilm(), tmp_path / "nowhere.safetensors", FOLDER / STANCES_TUNED)
    with pytest.raises(ModelMissingError, match="stances"):
        LearnedStances.load(load_minilm(), FOLDER / STANCES, FOLDER / STANCES)


@pytest.mark.parametrize(
    "text",
    [
        "The poster said 'a hilarious musical'. The poster lied.",
        "My brother-in-law thinks horror is the only genre worth anybody's time.",
    ],
)
def test_a_story_in_which_nothing_is_meant_leaves_nothing_behind(movies: Chatbot, text: str) -> None:
    reply = movies.respond(text, user=text, session=text)
    assert reply.trace.facts.added == ()
    assert reply.trace.understanding.wish == ""


@pytest.mark.parametrize(
    ("text", "facet"),
    [
        ("nothing over two hours", "runtime"),
        ("ok but not over 100 minutes", "runtime"),
        ("for my kids", "audience"),
        ("a film by Nolan, not too long", "director"),
        ("under 2 hours and not violent", "violence"),
    ],
)
def test_a_plain_condition_is_never_lost(movies: Chatbot, text: str, facet: str) -> None:
    reply = movies.respond(text, user=f"plain {text}", session=f"plain {text}")
    assert facet in {fact.facet for fact in reply.trace.facts.added}


@pytest.mark.parametrize(
    ("text", "word", "stance"),
    [
        ("Harry Potter is done to death", "Harry Potter", "dislike"), ("romance? ugh no, spare me", "romance", "dislike"),
        ("that one was not nearly funny enough", "funny", "like"), ("more horror, I can never get enough of it", "horror", "like"),
    ],
)  # fmt: skip
def test_what_is_meant_indirectly_is_understood(stances: LearnedStances, text: str, word: str, stance: str) -> None:
    assert stances.taken([named(text, word, "entity" if word[0].isupper() else "category")], heard(text)) == [stance]


def test_what_is_hated_stays_so(shop: Chatbot) -> None:
    for text in ("我讨厌粉色", "I hate pink", "I can't stand pink"):
        added = shop.respond(text, user=text, session=text).trace.facts.added
        assert [(fact.value, fact.polarity) for fact in added] == [("pink", Polarity.DISLIKE)]


def test_what_is_said_both_ways_stays_as_it_is_said(stances: LearnedStances) -> None:
    text = "I want horror but no horror"
    first, second = named(text, "horror"), named(text, "horror", polarity=Polarity.DISLIKE)
    assert stances.taken([first, second._replace(span=(21, 27))], heard(text)) == ["like", "dislike"]
