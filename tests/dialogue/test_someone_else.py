"""Whom was spoken of is not wanted again: "by someone else", "not him again", "not the same brand"."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.records import Polarity
from tests.dialogue.talking import talk


@pytest.mark.parametrize(
    ("asked", "then", "facet", "value"),
    [
        ("something by Christopher Nolan", "something by someone else", "director", "Christopher Nolan"),
        ("something by Christopher Nolan", "ok, by somebody else please", "director", "Christopher Nolan"),
        ("something by Christopher Nolan", "not the same director", "director", "Christopher Nolan"),
        ("films with Tom Hanks", "not the same actor again", "cast", "Tom Hanks"),
        ("films with Tom Hanks", "not him again please", "cast", "Tom Hanks"),
        ("films with Tom Hanks", "no more of his please", "cast", "Tom Hanks"),
        ("films with Tom Hanks", "a comedy with somebody else", "cast", "Tom Hanks"),
        ("诺兰的电影", "别人拍的", "director", "Christopher Nolan"),
        ("汤姆·汉克斯的电影", "不要再是他了", "cast", "Tom Hanks"),
        ("诺兰的电影", "不要同一个导演的", "director", "Christopher Nolan"),
    ],
)
def test_whom_was_named_last_is_left_out(movies: Chatbot, asked: str, then: str, facet: str, value: str) -> None:
    turn = talk(movies, f"someone else {asked} {then}")
    turn(asked)
    reply = turn(then)
    assert {(f.value, f.polarity) for f in reply.trace.facts.active if f.facet == facet} == {(value, Polarity.DISLIKE)}
    assert reply.recommendations
    assert all(value not in str(r.attributes[facet]) for r in reply.recommendations)


@pytest.mark.parametrize("then", ["something by someone else", "not the same brand again", "from somebody else please"])
def test_the_maker_of_all_that_is_shown_is_left_out(shop: Chatbot, then: str) -> None:
    turn = talk(shop, f"someone else {then}")
    turn("Sonara headphones")
    reply = turn(then)
    brands = {(f.value, f.polarity) for f in reply.trace.facts.active if f.facet == "brand"}
    assert brands == {("Sonara", Polarity.DISLIKE)}


@pytest.mark.parametrize(
    "then",
    ["anything to watch with someone else?", "is it by someone else?", "more with him", "something like it by him"],
)
def test_other_words_of_people_leave_nobody_out(movies: Chatbot, then: str) -> None:
    turn = talk(movies, f"nobody else {then}")
    turn("films with Tom Hanks")
    assert not any(f.polarity is Polarity.DISLIKE for f in turn(then).trace.facts.active)
