"""What is wanted instead takes the place of what is of its own facet, or goes ill with it, and of nothing else."""

import pytest

from chatbot import Chatbot
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    ("before", "then", "wanted"),
    [
        ("I want a scary film", "what about something from Japan or Korea instead", "scary"),
        ("a sad film", "something from France instead", "sad"),
        ("a film about friendship", "make it a western instead", "friendship"),
        ("一部吓人的电影", "换成韩国的吧", "scary"),
    ],
)
def test_the_main_wish_stays(movies: Chatbot, before: str, then: str, wanted: str) -> None:
    turn = talk(movies, f"stays: {then}")
    turn(before)
    assert wanted in {f.value for f in turn(then).trace.facts.active}


@pytest.mark.parametrize(
    ("before", "then", "gone"),
    [
        ("a scary film", "actually let's do a comedy instead", "scary"),
        ("a scary film", "something funny instead", "scary"),
        ("a Korean film", "something from France instead", "South Korea"),
    ],
)
def test_what_it_takes_the_place_of_goes(movies: Chatbot, before: str, then: str, gone: str) -> None:
    turn = talk(movies, f"goes: {then}")
    turn(before)
    assert gone not in {f.value for f in turn(then).trace.facts.active}


def test_of_what_nothing_has_beside_it_that_is_said(movies: Chatbot) -> None:
    turn = talk(movies, "food in Italian")
    turn("a film about food")
    assert "Nothing of this kind meets “food”" in turn("hmm I fancy something in Italian").text
