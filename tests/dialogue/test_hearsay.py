"""Somebody else's taste counts for now; the user's own, however briefly said, is kept."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import WISH, Polarity, Scope, SessionState

NEW = SessionState(session_id="s", user_id="u")
LASTING, SESSION = Scope.LASTING, Scope.SESSION


@pytest.mark.parametrize(
    ("text", "value", "polarity", "scope"),
    [
        ("she likes romances, I don't", "romance", "dislike", LASTING), ("my girlfriend loves romances but I can't stand them", "romance", "dislike", LASTING),
        ("my girlfriend hates horror but I love it", "horror", "like", LASTING), ("they love westerns and so do I", "western", "like", LASTING),
        ("my boyfriend is really into horror", "horror", "like", SESSION), ("my husband doesn't like horror", "horror", "dislike", SESSION),
        ("her favourite is horror, I love westerns", "western", "like", LASTING), ("I love horror, my wife doesn't", "horror", "like", LASTING),
        ("她喜欢爱情片，我不喜欢", "romance", "dislike", LASTING), ("我老婆喜欢恐怖片，但我受不了", "horror", "dislike", LASTING), ("我女儿很喜欢动画片", "animation", "like", SESSION),
    ],
)  # fmt: skip
def test_whose_taste_it_is(films: Parser, text: str, value: str, polarity: Polarity, scope: Scope) -> None:
    statements = films.parse(text, NEW).statements
    said = [(s.polarity, s.scope) for s in statements if s.value == value]
    assert said == [(polarity, scope)]
    assert WISH not in {s.facet for s in statements}


def test_the_own_stance_speaks_of_no_item_on_the_screen(films: Parser, movies: Chatbot) -> None:
    shown = NEW.model_copy(update={"turn": 1, "shown": (tuple(i.id for i in movies.catalogue.items[:3]),)})
    read = films.parse("my girlfriend loves romances but I can't stand them", shown)
    assert (read.references, [s.facet for s in read.statements]) == ((), ["genre"])


def test_a_value_that_the_user_names_stays_theirs(goods: Parser) -> None:
    read = goods.parse("my wife wants a kettle but I hate plastic", NEW)
    assert {s.value: s.scope for s in read.statements} == {"kettles": SESSION, "plastic": LASTING}


@pytest.mark.parametrize(
    ("text", "hard"),
    [
        ("present for my boyfriend, he's into photography", True), ("送男朋友的礼物，他喜欢摄影", True),
        ("my boyfriend is into photography, I need a laptop", False), ("I'm into photography, a present for my boyfriend", False),
    ],
)  # fmt: skip
def test_what_they_like_is_a_condition_where_it_is_for_them(goods: Parser, text: str, hard: bool) -> None:
    read = goods.parse(text, SessionState(session_id="s", user_id="u"))
    assert [s.hard for s in read.statements if s.value == "photography"] == [hard]


def test_the_money_gives_way_before_what_they_like(shop: Chatbot) -> None:
    reply = shop.respond(
        "present for my boyfriend, he's into photography, around $10", user="interest", session="interest"
    )
    assert reply.recommendations
    assert all("photography" in (r.attributes["use"] or ()) for r in reply.recommendations)  # type: ignore[operator]
    assert [r.constraint.facet for r in reply.trace.relaxed] == ["price"]
