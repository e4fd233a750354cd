"""What is taken, what else is wanted beside it, what goes with it, and what is said of it the next time."""

import pytest

from chatbot import Chatbot
from chatbot.dialogue.choices import CHOSEN_STRENGTH
from chatbot.dialogue.parser import Parser
from chatbot.records import Intent, Polarity
from tests.dialogue.talking import seeing, talk


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("the first. do you also have a fan?", "fans"), ("number one please. And a case for it", "cases"),
        ("i'll have the first one and a kettle", "kettles"), ("the first one. I also need a phone", "phones"),
        ("第一个吧，另外还想买个充电器", "chargers"), ("就第一个。再要个手机壳", "cases"),
    ],
)  # fmt: skip
def test_one_is_taken_and_something_else_looked_for(shop: Chatbot, text: str, kind: str) -> None:
    turn = talk(shop, text)
    first = turn("headphones" if text.isascii() else "想买耳机").recommendations[0].item_id
    trace = turn(text).trace
    assert {Intent.ACCEPT, Intent.REQUEST} <= {*trace.understanding.intents}
    assert (first, kind) == (
        trace.understanding.references[0],
        next(f.value for f in trace.facts.added if f.facet == "category"),
    )
    assert [f.value for f in trace.facts.added if f.facet == "item"] == [first]


@pytest.mark.parametrize("text", ["the first. is it waterproof?", "the first and second, compare them"])
def test_what_asks_on_about_it_takes_nothing(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("headphones")
    assert Intent.ACCEPT not in turn(text).trace.understanding.intents


@pytest.mark.parametrize(
    "said",
    [
        ("i need a phone", "the first one please, and a case"), ("i need a phone", "what case fits the first one?"),
        ("i need a phone", "tell me about the first one", "do you have a case for it?"),
        ("推荐个手机", "给第一个配个壳子"),
    ],
)  # fmt: skip
def test_what_is_made_for_it_comes_first(shop: Chatbot, said: tuple[str, ...]) -> None:
    turn = talk(shop, " ".join(said))
    phone = turn(said[0]).recommendations[0]
    for text in said[1:]:
        reply = turn(text)
    best = reply.recommendations[0]
    links = {
        shop.catalogue.items[link.subject].id
        for link in shop.catalogue.graph.towards(shop.catalogue.row(phone.item_id) or 0)
    }
    assert best.item_id in links
    assert any(phone.name in reason for reason in best.reasons)
    assert best.contributions["graph"] > 0


@pytest.mark.parametrize("text", ["what accessories are there for the first one?", "第一个有什么配件"])
def test_accessories_are_of_the_kinds_that_are_linked_to_it(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    laptop = turn("show me laptops" if text.isascii() else "看看笔记本").recommendations[0]
    reply = turn(text)
    kinds = {f.value for f in reply.trace.facts.active if f.facet == "category"}
    links = shop.catalogue.graph.towards(shop.catalogue.row(laptop.item_id) or 0)
    assert kinds == {kind for link in links for kind in shop.catalogue.items[link.subject].values("category")}
    assert laptop.name in " ".join(reply.recommendations[0].reasons)


def test_what_was_bought_before_still_says_what_fits(shop: Chatbot) -> None:
    turn = talk(shop, "owner")
    turn("i have an orbita nova 8, need a charger")
    later = shop.respond("a case please", user="owner", session="owner later")
    assert "Nova 8" in later.recommendations[0].name
    assert "you know" not in later.text


def test_either_of_two_kinds_takes_the_place_of_the_one_before(shop: Chatbot) -> None:
    turn = talk(shop, "either kind")
    turn("show me laptops")
    active = turn("actually a phone or a tablet").trace.facts.active
    assert {f.value for f in active} == {"phones", "tablets"}


@pytest.mark.parametrize(
    "text", ["the one i picked was boring", "that film wasn't very good. something else", "上次选的那部太无聊了"]
)
def test_what_was_taken_last_time_may_turn_out_bad(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"regret {text}")
    taken = turn("a good drama").recommendations[1].item_id
    turn("great, the second one it is")
    movies.respond(text, user=f"regret {text}", session=f"regret {text} later")
    after = movies.respond("a good drama", user=f"regret {text}", session=f"regret {text} last")
    known = [(f.value, f.polarity) for f in after.trace.facts.active if f.facet == "item"]
    assert known == [(taken, Polarity.DISLIKE)]
    assert taken not in {r.item_id for r in after.recommendations}


@pytest.mark.parametrize("text", ["loved it, more like that", "it was great, something similar please"])
def test_more_like_what_was_taken_last_time(movies: Chatbot, text: str) -> None:
    turn = talk(movies, text)
    taken = turn("a good drama").recommendations[1]
    turn("great, the second one it is")
    later = movies.respond(text, user=text, session=f"{text} later")
    assert taken.title in later.text
    assert any(taken.title in reason for r in later.recommendations for reason in r.reasons)


@pytest.mark.parametrize(
    "text",
    [
        "the first one. it looks like a tablet", "show me the first one and a tablet", "the first one? my bag is small",
        "the second one. can I return it?", "no extras please",
    ],
)  # fmt: skip
def test_what_is_said_beside_a_kind_takes_nothing(shop: Chatbot, text: str) -> None:
    turn = talk(shop, text)
    turn("headphones")
    trace = turn(text).trace
    assert not [f for f in trace.facts.added if f.facet == "item" and f.strength == CHOSEN_STRENGTH]
    assert "chargers" not in {f.value for f in trace.facts.active}


@pytest.mark.parametrize(
    "text",
    [
        "It was really bad weather today, I want something cosy",
        "昨天太无聊了，推荐部电影",
        "it was a bad day, cheer me up",
    ],
)
def test_another_thing_that_was_bad_is_not_what_was_taken(movies: Chatbot, text: str) -> None:
    turn = talk(movies, f"weather {text}")
    turn("a good drama")
    turn("great, the second one it is")
    later = movies.respond(text, user=f"weather {text}", session=f"weather {text} later")
    assert not [f for f in later.trace.facts.added if f.facet == "item"]


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("a stand for my tablet", []), ("i need a screen protector for my phone", []), ("looking for my first laptop", ["laptops"]),
        ("best deals for my new laptop", ["laptops"]), ("headphones for my daughter", ["headphones"]),
        ("she'll write papers and watch netflix", []), ("phone with wireless charging and a good camera", ["phones"]),
    ],
)  # fmt: skip
def test_what_is_there_already_or_done_is_not_looked_for(goods: Parser, text: str, kinds: list[str]) -> None:
    assert [s.value for s in goods.parse(text, seeing()).statements if s.facet == "category"] == kinds


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("12 Angry Men is my favourite film", Intent.INFORM), ("最喜欢的是《盗梦空间》", Intent.INFORM),
        ("is the first one too long for a weeknight?", Intent.ASK_ITEM), ("ok we'll watch the first, thanks!", Intent.ACCEPT),
        ("the second one looks good, more like that", Intent.SIMILAR),
    ],
)  # fmt: skip
def test_what_a_message_is_for(movies: Chatbot, text: str, intent: Intent) -> None:
    turn = talk(movies, text)
    turn("a thriller")
    read = turn(text).trace.understanding
    assert read.intent is intent
    assert (Intent.ACCEPT in read.intents) == (intent is Intent.ACCEPT)


def test_the_next_is_for_somebody_else(shop: Chatbot) -> None:
    turn = talk(shop, "for me now")
    turn("My mother is 78 and needs a simple phone with big buttons, no more than 100")
    turn("great, I'll take the first")
    active = turn("now something for me: a tablet for drawing").trace.facts.active
    assert {f.value for f in active if f.facet in ("category", "use")} == {"tablets"}
    assert not [f for f in active if f.facet == "price"]


def test_now_for_my_budget_is_no_other_search(shop: Chatbot) -> None:
    turn = talk(shop, "now my budget")
    turn("show me phones under 800")
    active = turn("now for my budget, 500 is the limit").trace.facts.active
    assert {f.value for f in active if f.facet == "category"} == {"phones"}
    assert [f.max for f in active if f.facet == "price"] == [500]


def test_not_bad_is_no_dislike(movies: Chatbot) -> None:
    turn = talk(movies, "not bad")
    turn("a comedy")
    turn("I'll watch the first one")
    later = movies.respond("the one I picked was not bad", user="not bad", session="not bad later")
    assert not [f for f in later.trace.facts.active if f.polarity is Polarity.DISLIKE]
