"""What was said before and cannot be met by what is wanted now ends, and it is said."""

import pytest

from chatbot.assembly import Chatbot
from tests.dialogue.talking import talk


@pytest.mark.parametrize("then", ["a comedy", "show me a western", "来部喜剧片"])
def test_a_limit_that_nothing_meets_ends_with_a_new_search(movies: Chatbot, then: str) -> None:
    turn = talk(movies, f"under 3 minutes {then}")
    turn("films under 3 minutes")
    reply = turn(then)
    assert not [f for f in reply.trace.facts.active if f.facet == "runtime"]
    assert not reply.trace.relaxed
    assert "3" in reply.text


def test_such_a_limit_is_relaxed_and_named_while_the_search_goes_on(shop: Chatbot) -> None:
    turn = talk(shop, "under 5 dollars")
    turn("headphones under 5 dollars")
    reply = turn("with noise cancelling")
    assert [f.max for f in reply.trace.facts.active if f.facet == "price"] == [5]
    assert [r.constraint.facet for r in reply.trace.relaxed]


@pytest.mark.parametrize("then", ["a comedy", "I'd like a musical"])
def test_a_limit_that_something_meets_stays(movies: Chatbot, then: str) -> None:
    turn = talk(movies, f"under 100 minutes {then}")
    turn("films under 100 minutes")
    assert [f.max for f in turn(then).trace.facts.active if f.facet == "runtime"] == [100]


def test_all_that_nothing_new_goes_with_ends(movies: Chatbot) -> None:
    turn = talk(movies, "spies after westerns")
    for said in ("westerns", "from the 60s", "with Clint Eastwood"):
        turn(said)
    reply = turn("one more: a good spy film")
    assert {f.value for f in reply.trace.facts.active} == {"spy", None}
    assert reply.recommendations
    assert all("spy" in str(r.attributes["themes"]) for r in reply.recommendations)


@pytest.mark.parametrize(("then", "stays"), [("now show me a western", False), ("now show me an action film", True)])
def test_what_counted_before_ends_where_nothing_wanted_now_has_it(movies: Chatbot, then: str, stays: bool) -> None:
    turn = talk(movies, f"robots {then}")
    turn("sci-fi from the 80s with robots")
    assert any(f.value == "robots" for f in turn(then).trace.facts.active) is stays


@pytest.mark.parametrize(
    ("then", "ends"),
    [
        ("one more: a good spy film", True),
        ("ok, next: something with robots", True),
        ("new search: spy films", True),
        ("再来一个：间谍片", True),
        ("one more with spies", False),
        ("another one, a bit scarier", False),
    ],
)
def test_one_more_request_is_another_search(movies: Chatbot, then: str, ends: bool) -> None:
    turn = talk(movies, f"one more {then}")
    turn("westerns")
    assert any(f.value == "western" for f in turn(then).trace.facts.active) is not ends
