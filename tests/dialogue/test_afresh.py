"""Something completely different is asked for: what was looked for goes, limits and dislikes stay."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import Reply, SessionState


def talk(bot: Chatbot) -> Callable[[str], Reply]:
    name = uuid4().hex
    return lambda text: bot.respond(text, user=name, session=name)


@pytest.mark.parametrize(
    ("opening", "text"),
    [
        ("a dark thriller after 2000, no horror", "show me something completely different"),
        ("a dark thriller after 2000, no horror", "something else entirely please"),
        ("2000年以后的惊悚片，不要恐怖片", "换个完全不一样的"),
    ],
)
def test_what_was_looked_for_makes_way(movies: Chatbot, opening: str, text: str) -> None:
    say = talk(movies)
    shown = {r.item_id for r in say(opening).recommendations}
    reply = say(text)
    assert not shown & {r.item_id for r in reply.recommendations}
    facts = {(f.facet, f.value, f.polarity.value) for f in reply.trace.facts.active}
    assert facts == {("year", None, "like"), ("genre", "horror", "dislike")}


def test_what_is_said_with_it_is_looked_for(movies: Chatbot) -> None:
    say = talk(movies)
    say("a thriller")
    active = say("something completely different, a western").trace.facts.active
    assert [(f.facet, f.value) for f in active] == [("genre", "western")]


def test_the_kind_of_thing_stays(shop: Chatbot) -> None:
    say = talk(shop)
    say("headphones for travel")
    assert {r.attributes["category"] for r in say("something totally different").recommendations} == {"headphones"}


@pytest.mark.parametrize(
    "text",
    ["is the second one completely different from the first?", "a film with a totally new idea", "something slightly different", "完全不同吗？"],
)  # fmt: skip
def test_a_little_or_a_question_gives_nothing_up(films: Parser, movies: Chatbot, text: str) -> None:
    shown = tuple(item.id for item in movies.catalogue.items[:5])
    assert not films.parse(text, SessionState(session_id="s", user_id="u", turn=1, shown=(shown,))).afresh


@pytest.mark.parametrize(
    "text",
    ["romance, not older than me, im 35", "nothing older than me please, I'm 35", "爱情片，不要比我老的，我35岁"],
)
def test_what_is_not_older_than_the_speaker_goes_by_their_age(films: Parser, text: str) -> None:
    read = films.parse(text, SessionState(session_id="s", user_id="u"))
    years = [s for s in read.statements if s.facet == "year"]
    assert [(s.min is not None and 1985 < s.min < 2010, s.max) for s in years] == [(True, None)]


@pytest.mark.parametrize(
    ("text", "who"),
    [
        ("i want a film my grandma would enjoy", "grandma"), ("something my little sister might like", "little sister"),
        ("找一部我奶奶会喜欢的电影", "奶奶"), ("a film that my grandma would never watch", None), ("my wife would like the second one", None),
        ("something my mum hates", None),
    ],
)  # fmt: skip
def test_what_somebody_would_enjoy_is_for_them(films: Parser, text: str, who: str | None) -> None:
    assert films.parse(text, SessionState(session_id="s", user_id="u")).guest == who
