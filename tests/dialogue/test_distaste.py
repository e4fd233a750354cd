"""What is ruled out for good, and what only for now."""

import pytest

from chatbot.dialogue.parser import Parser
from chatbot.records import Polarity, Scope, SessionState

NEW = SessionState(session_id="s", user_id="u")


@pytest.mark.parametrize(
    ("text", "scope"),
    [
        ("nothing with tom hanks please, i'm sick of him", Scope.LASTING),
        ("no horror, I really can't stand it", Scope.LASTING),
        ("不要恐怖片，我受不了", Scope.LASTING),
        ("i'm sick of tom hanks", Scope.LASTING),
        ("i hate horror, something for tonight please", Scope.LASTING),
        ("no tom hanks please", Scope.SESSION),
        ("no comedies tonight, i'm tired of them", Scope.SESSION),
        ("i'm sick of comedies at the moment", Scope.SESSION),
        ("今晚不要恐怖片，我看腻了", Scope.SESSION),
        ("no horror, i don't like it when people die", Scope.SESSION),
        ("no horror, my wife hates it", Scope.SESSION),
    ],
)
def test_a_ban_lasts_where_its_reason_is_a_taste(films: Parser, text: str, scope: Scope) -> None:
    bans = [s for s in films.parse(text, NEW).statements if s.polarity is Polarity.DISLIKE and s.facet != "wish"]
    assert [s.scope for s in bans] == [scope]


@pytest.mark.parametrize(
    "text", ["the little one gets scared easily", "I get nightmares, so something gentle", "女儿容易做噩梦"]
)
def test_who_is_scared_easily_wants_nothing_scary(films: Parser, text: str) -> None:
    said = films.parse(text, NEW).statements
    assert [(s.value, s.polarity) for s in said if s.facet == "moods"] == [("scary", Polarity.DISLIKE)]
