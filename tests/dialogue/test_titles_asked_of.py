"""Questions that name a title: they are answered of it, shown or not, and never of another one."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.dialogue.references import UNTITLED
from chatbot.records import Intent
from tests.dialogue.talking import seeing, talk

ON_SCREEN = ("m81385", "m79062")


def called(bot: Chatbot, title: str) -> str:
    return next(item.id for item in bot.catalogue.items if item.title == title)


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("wats get out about", "Get Out"),
        ("Tell me more about 8½", "8½"),
        ("tell me about get out please", "Get Out"),
        ("What We Do in the Shadows, is it gory?", "What We Do in the Shadows"),
        ("Heat, how long is it?", "Heat"),
        ("is the How to Train Your Dragon one just her voice?", "How to Train Your Dragon"),
        ("介绍一下千与千寻", "Spirited Away"),
    ],
)
def test_a_question_that_names_a_title_is_asked_of_it(films: Parser, movies: Chatbot, text: str, title: str) -> None:
    read = films.parse(text, seeing(*ON_SCREEN))
    assert read.intents == (Intent.ASK_ITEM,)
    assert read.references == (called(movies, title),)


def test_it_is_then_the_one_that_was_named(movies: Chatbot) -> None:
    turn = talk(movies, "named, then it")
    turn("a comedy")
    turn("What We Do in the Shadows, is it gory?")
    told = turn("how long is it and who is in it")
    assert told.text.count("What We Do in the Shadows") == 2


def test_what_is_left_of_all_that_was_seen_is_meant_by_it(movies: Chatbot) -> None:
    turn = talk(movies, "left of all seen")
    shown = turn("a crime thriller").recommendations
    left = shown[2].name
    told = turn(f"I've seen all of these except {left}. Is it very violent?").text
    assert f"violence of {left}" in told


@pytest.mark.parametrize(
    "text",
    [
        "Ad Astra, who is in it?",
        "Ad Astra",
        "tell me about Ad Astra",
        "Do you have Ad Astra?",
        "Do you have Harvey, with James Stewart?",
        "Is Harvey among your films?",
        "有《星际探索》吗",
    ],
)
def test_a_title_that_is_not_here_is_said_not_to_be(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    turn("a thriller" if text.isascii() else "想看惊悚片")
    reply = turn(text)
    assert reply.trace.understanding.beyond == UNTITLED
    assert not reply.recommendations
    name = next(n for n in ("Ad Astra", "Harvey", "星际探索") if n in text)
    assert name in reply.text


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, is it long?",
        "Sounds good, is it scary?",
        "Hmmm, is it sad?",
        "I don't mind",
        "Good Morning",
        "Do you have Japanese films?",
        "Tell me about the first one",
        "Tell me about it",
        "Tom Hanks",
        "Is Tom Hanks in the first one?",
        "Nothing Scary",
        "What about the second one?",
    ],
)
def test_what_is_no_title_is_not_missed(films: Parser, text: str) -> None:
    assert films.parse(text, seeing(*ON_SCREEN)).beyond != UNTITLED
