"""Who asks if a title is here hears that it is, and what it is; how well known it is, only who asks for that."""

import pytest

from chatbot import Chatbot
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    ("question", "title"),
    [
        ("do you have Paddington?", "Paddington"),
        ("have you got Jaws?", "Jaws"),
        ("is Heat in your catalogue?", "Heat"),
        ("Do you have the new Dune?", "Dune: Part Two"),
        ("有《龙猫》吗？", "龙猫"),
    ],
)
def test_a_title_that_is_here_is_said_to_be(movies: Chatbot, question: str, title: str) -> None:
    told = talk(movies, f"held {question}")(question).text
    assert told.startswith((f"Yes, it is here. {title}: ", f"有的。{title}："))


def test_and_so_is_the_next_one_asked_after(movies: Chatbot) -> None:
    turn = talk(movies, "held, and the next")
    turn("do you have Paddington?")
    assert turn("and Train to Busan?").text.startswith("Yes, it is here. Train to Busan: ")


@pytest.mark.parametrize(
    "question",
    [
        "is Jaws scary?",
        "how long is Jaws?",
        "do you have anything like Jaws?",
        "do you have sad films?",
        "Jaws, is it gory?",
    ],
)
def test_what_asks_for_something_else_is_not_answered_so(movies: Chatbot, question: str) -> None:
    assert "it is here" not in talk(movies, f"not held {question}")(question).text


@pytest.mark.parametrize(
    ("question", "tells"),
    [
        ("how popular is Heat?", True),
        ("is Heat well known?", True),
        ("have you seen Heat?", False),
        ("do you know Heat?", False),
    ],
)
def test_popularity_is_told_only_where_it_is_asked_for(movies: Chatbot, question: str, tells: bool) -> None:
    assert ("popularity" in talk(movies, f"popular {question}")(question).text) == tells
