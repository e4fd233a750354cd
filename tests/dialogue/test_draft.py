"""What the model is told beside a message: the parser's reading, and what the catalogue has under which name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.dialogue.draft import drafted, linked
from chatbot.dialogue.frame import LINES
from chatbot.dialogue.parser import Parser
from chatbot.records import SessionState

NEW = SessionState(session_id="s", user_id="u")


def draft(parser: Parser, text: str, state: SessionState = NEW) -> str:
    return drafted(parser.parse(text, state), parser.linker.mentions(text), state)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a tense thriller, no zombies", "request; +moods tense; +genre thriller; -themes zombies"),
        ("I love westerns", "inform; *genre westerns"),
        ("hello there", "greet"),
        ("a comedy under two hours", "request; +genre comedy; +runtime< under two hours"),
    ],
)
def test_it_says_what_the_parser_made_of_it(films: Parser, text: str, expected: str) -> None:
    assert draft(films, text) == expected


def test_what_is_named_and_not_asked_for_is_noted_without_a_sign(films: Parser) -> None:
    assert draft(films, "is Parasite a comedy?") == "ask_item; item? Parasite; genre comedy"


def test_shown_items_are_pointed_at_by_their_place(movies: Chatbot, films: Parser) -> None:
    shown = tuple(item.id for item in movies.catalogue.items[:3])
    state = NEW.model_copy(update={"shown": (shown,)})
    assert draft(films, "why the second one?", state) == "why; #2"


def test_the_names_alone_say_nothing_of_what_is_wanted(films: Parser) -> None:
    for text, expected in (("no horror please", "genre horror"), ("hmm", "")):
        assert linked(text, films.linker.mentions(text)) == expected


def test_what_the_model_does_not_read_is_not_noted(films: Parser) -> None:
    assert draft(films, "a western " + "and so on " * 60 + "and no horror").endswith("; +genre western")


def test_a_flag_named_by_its_opposite_is_noted_as_it_is_said(goods: Parser) -> None:
    assert draft(goods, "wired headphones") == "request; +wireless wired; +category headphones"


WORDS = st.sampled_from(
    ["horror", "no", "Parasite", "western", "tense", "under 90 minutes", "the 90s", "Tom Hanks", ";"]
)


@given(words=st.lists(WORDS, max_size=40))
def test_a_draft_is_one_short_line_whatever_is_named(films: Parser, words: list[str]) -> None:
    made = draft(films, " ".join(words))
    assert "\n" not in made
    assert len(made.split("; ")) <= 1 + LINES
