"""Which of the words that no facet value stands for are wishes, and which are talk."""

from pathlib import Path

import pytest
from talking import talk

from chatbot.assembly import Chatbot
from chatbot.dialogue.classifiers import FOLDER, INTENTS, STANCES, WISHES, WISHES_TUNED, load_classifiers
from chatbot.dialogue.learned_wish import LearnedWishes
from chatbot.dialogue.parser import Parser
from chatbot.errors import ModelMissingError
from chatbot.llm.minilm import load_minilm
from chatbot.records import WISH, Polarity, SessionState

NEW = SessionState(session_id="s", user_id="u")


@pytest.fixture(scope="module")
def wishes() -> LearnedWishes:
    return LearnedWishes.load(load_minilm(), FOLDER / WISHES, FOLDER / WISHES_TUNED)


def told(wishes: LearnedWishes, parser: Parser, text: str) -> list[str]:
    parsed = parser.parse(text, NEW)
    return [s.words for s in wishes([s for s in parsed.statements if s.facet == WISH], parsed)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("strong female lead", ["strong female lead"]),
        ("something with a strong female lead, my mum picks the snacks", ["strong female lead"]),
        ("a film about chess, we just finished dinner", ["chess"]),
        ("no jump scares, my sister hates them", ["jump scares"]),
        ("My girlfriend and I are having a movie night. I'm more of a sci-fi guy. Ideas?", []),
    ],
)
def test_of_a_film_what_it_should_be_is_a_wish_and_the_story_is_not(
    wishes: LearnedWishes, films: Parser, text: str, expected: list[str]
) -> None:
    assert told(wishes, films, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("my dog ate my last pair of headphones, need new ones", []),
        ("左撇子用的鼠标", ["左撇子"]),
        ("a toaster", ["toaster"]),
        ("a kettle please, my old one broke yesterday", []),
    ],
)
def test_of_goods_too(wishes: LearnedWishes, goods: Parser, text: str, expected: list[str]) -> None:
    assert told(wishes, goods, text) == expected


def test_a_wish_is_kept_as_it_was_said_and_a_header_says_where_nothing_tells_of_it(shop: Chatbot) -> None:
    turn = talk(shop, "wish")
    reply = turn("a toaster, mine broke")
    assert [(f.facet, f.value, f.polarity) for f in reply.trace.facts.added] == [(WISH, "toaster", Polarity.LIKE)]
    assert "as near as I came to “toaster”" in reply.text
    assert "\n- “toaster”" in turn("what do you know about me?").text


def test_a_wish_was_for_the_kind_of_thing_that_it_was_said_of(shop: Chatbot) -> None:
    turn = talk(shop, "wish of a kind")
    turn("headphones for a left-handed drummer")
    assert [fact.value for fact in turn("and a keyboard?").trace.facts.active if fact.facet == WISH] == []


def test_of_a_folder_with_some_weights_the_others_are_those_that_ship(tmp_path: Path) -> None:
    (tmp_path / STANCES).write_bytes((FOLDER / STANCES).read_bytes())
    assert load_classifiers(tmp_path).wishes is not None
    with pytest.raises(ModelMissingError, match=INTENTS):
        load_classifiers(tmp_path / "none")
