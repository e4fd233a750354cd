"""An exact title is meant before one with an article more, and a title that is not here is no other film."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.references import UNTITLED
from chatbot.records import Intent
from tests.dialogue.talking import seeing, talk


def called(bot: Chatbot, title: str) -> str:
    return next(item.id for item in bot.catalogue.items if item.title == title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("more like Heat", "Heat"),
        ("is Heat any good?", "Heat"),
        ("is The Heat any good?", "The Heat"),
        ("something similar to The Heat please", "The Heat"),
        ("is Lighthouse worth watching?", "The Lighthouse"),
    ],
)
def test_the_one_called_exactly_so_is_meant(films: Parser, movies: Chatbot, text: str, title: str) -> None:
    shown = [called(movies, name) for name in ("The Heat", "The Lighthouse")]
    read = films.parse(text, seeing(*shown))
    assert {*read.references, *(s.value for s in read.statements)} == {called(movies, title)}


@pytest.mark.parametrize(
    "text",
    [
        "is Four Lions any good?",
        "Is Four Lions really worth watching?",
        "is Ad Astra great?",
        "I asked about Four Lions, not Palm Springs",
        "no, I was asking about Four Lions",
    ],
)
def test_a_title_that_is_not_here_is_said_not_to_be(films: Parser, movies: Chatbot, text: str) -> None:
    read = films.parse(text, seeing(called(movies, "Palm Springs"), called(movies, "Heat")))
    assert (read.intents, read.beyond, read.statements) == ((Intent.ASK_ITEM,), UNTITLED, ())


@pytest.mark.parametrize(
    "text",
    [
        "is it any good?",
        "is the first any good?",
        "Is Palm Springs any good?",
        "is this one worth it?",
        "Is Tom Hanks good?",
    ],
)
def test_what_is_here_or_pointed_at_is_not(films: Parser, movies: Chatbot, text: str) -> None:
    assert films.parse(text, seeing(called(movies, "Palm Springs"), called(movies, "Heat"))).beyond != UNTITLED


def test_who_asked_of_one_and_not_of_another_dislikes_neither(movies: Chatbot) -> None:
    turn = talk(movies, "asked of one, not of another")
    turn("a funny romance")
    told = turn("I asked about Heat, not Palm Springs")
    assert told.text.startswith("Heat: ")
    assert not told.trace.facts.added
