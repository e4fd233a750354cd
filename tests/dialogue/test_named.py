"""What the model is told beside a message: what the catalogue has under which name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.dialogue.frame import LINES
from chatbot.dialogue.named import named
from chatbot.dialogue.parser import Parser


def noted(parser: Parser, text: str) -> str:
    return named(text, parser.linker.mentions(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a tense thriller, no zombies", "moods tense; genre thriller; themes zombies"),
        ("is Parasite a comedy?", "item? Parasite; genre comedy"),
        ("no horror, really no horror", "genre horror"),
        ("hello there", ""),
        ("hmm", ""),
    ],
)
def test_it_says_what_is_named_and_nothing_of_what_is_wanted(films: Parser, text: str, expected: str) -> None:
    assert noted(films, text) == expected


def test_what_the_model_does_not_read_is_not_noted(films: Parser) -> None:
    assert noted(films, "a western " + "and so on " * 60 + "and no horror") == "genre western"


WORDS = st.sampled_from(
    ["horror", "no", "Parasite", "western", "tense", "under 90 minutes", "the 90s", "Tom Hanks", ";"]
)


@given(words=st.lists(WORDS, max_size=40))
def test_the_notes_are_one_short_line_whatever_is_named(films: Parser, words: list[str]) -> None:
    made = noted(films, " ".join(words))
    assert "\n" not in made
    assert len(made.split("; ")) <= LINES
