"""What code makes of the frames of the embedded model when it is the only reader: it copies well and judges poorly."""

from functools import cache

import pytest

from chatbot import Chatbot
from chatbot.assembly import build_understander
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.reading import CompactReader
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.llm.encoders import load_encoder
from chatbot.llm.scripted import ScriptedChat
from chatbot.prompts import Prompts
from chatbot.records import SessionState
from chatbot.settings import Settings, bundled
from tests.dialogue.talking import seeing

PROMPTS = Prompts(bundled("prompts"))


@cache
def _parser(bot: Chatbot) -> Parser:
    return Parser(bot.catalogue, PROMPTS)


def read(bot: Chatbot, text: str, frame: str, state: SessionState | None = None) -> list[tuple[object, ...]]:
    """(facet, value or bounds, polarity) of each statement, when the model writes that frame."""
    reader = CompactReader(ScriptedChat(frame), bot.catalogue)
    understand = build_understander(
        Settings(llm="none"), bot.catalogue, _parser(bot), PROMPTS, None, load_encoder("hash"), "llm", reader=reader
    )
    said = understand(text, state or seeing(), Stopwatch()).understanding.statements
    return [(s.facet, (s.min, s.max) if s.is_bound else s.value, s.polarity.value) for s in said]


@pytest.mark.parametrize(
    ("text", "frame", "said"),
    [
        ("a zombie film, not a comedy", "request\n+genre: comedy", [("genre", "comedy", "dislike")]),
        ("robots, but no trains", "request\n-themes: robots\n-themes: trains", [("themes", "robots", "like"), ("themes", "trains", "dislike")]),
        ("a western that isn't too bloody", "request\n+violence>: bloody", [("violence", "low", "like")]),
        ("I'm done with horror", "inform\nxgenre: horror", [("genre", "horror", "dislike")]),
    ],
)  # fmt: skip
def test_signs_are_put_right_by_the_negations(
    movies: Chatbot, text: str, frame: str, said: list[tuple[object, ...]]
) -> None:
    assert read(movies, text, frame) == said


@pytest.mark.parametrize(
    ("text", "frame"),
    [
        ("something with robots in it", "request\n+series: it"), ("find us an adventure", "request\n+item: us"),
        ("give me the saddest thing", "request\n+item: thing"), ("a long train ride", "inform\n+cast: long"),
        ("both leads alive at the end", "request\n+year<: both leads alive at the end"),
        ("they are 6 and 9", "inform\n+runtime<: 6"),
    ],
)  # fmt: skip
def test_chance_names_and_numbers_of_nothing_are_dropped(movies: Chatbot, text: str, frame: str) -> None:
    assert read(movies, text, frame) == []


@pytest.mark.parametrize(
    ("text", "frame", "said"),
    [
        ("films directed by Greta Gerwig", "request\n+cast: Greta Gerwig", ("director", "Greta Gerwig", "like")),
        ("it has to be in french", "constrain\n+country: french", ("language", "French", "like")),
    ],
)
def test_a_name_is_of_the_facet_that_the_words_before_it_ask_for(
    movies: Chatbot, text: str, frame: str, said: tuple[object, ...]
) -> None:
    assert read(movies, text, frame) == [said]


@pytest.mark.parametrize(
    ("text", "frame", "said"),
    [
        ("a soundbar, seven hundred at the very most", "request\n+capacity_l>: seven hundred", ("price", (None, 700), "like")),
        ("a warranty of three years or longer", "request\n+battery_hours>: three years", ("warranty_years", (3, None), "like")),
        ("any usb-c cable", "request\n+category: usb-c", ("category", "cables", "like")),
    ],
)  # fmt: skip
def test_a_phrase_is_read_with_the_words_around_it(
    shop: Chatbot, text: str, frame: str, said: tuple[object, ...]
) -> None:
    assert read(shop, text, frame) == [said]


def test_a_range_answers_the_open_question(shop: Chatbot) -> None:
    asked = seeing().model_copy(update={"open_question": "screen_inches"})
    frame = "constrain\n+screen_inches<: 13\n+screen_inches<: 14"
    assert set(read(shop, "between 13 and 14", frame, asked)) == {("screen_inches", (13, 14), "like")}
