"""A list that was shown before comes back, with what was wanted then."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.records import Reply
from tests.dialogue.talking import talk


def _said(bot: Chatbot, name: str, *messages: str) -> list[Reply]:
    turn = talk(bot, f"going back: {name}")
    return [turn(message) for message in messages]


def _titles(reply: Reply) -> list[str]:
    return [r.item_id for r in reply.recommendations]


@pytest.mark.parametrize(
    "said",
    [
        "back to the laptops",
        "let's go back to the laptops you showed me",
        "what were the first ones again?",
        "ok, show me the first list again please",
        "can I see the laptops from before?",
        "回到刚才的笔记本电脑",
        "再看看之前的笔记本电脑",
        "最开始那几款是什么来着",
    ],
)
def test_an_earlier_list_and_its_limits_come_back(shop: Chatbot, said: str) -> None:
    first, _, back = _said(shop, f"back {said}", "laptops under 900", "wireless headphones under 200", said)
    assert _titles(back) == _titles(first)
    facts = {(f.facet, f.value, f.max) for f in back.trace.facts.active}
    assert ("category", "laptops", None) in facts
    assert ("price", None, 900.0) in facts
    assert not any(value == "headphones" or limit == 200 for _, value, limit in facts)


def test_with_more_that_is_said_the_search_goes_on_from_there(shop: Chatbot) -> None:
    said = ("laptops under 900", "wireless headphones", "back to the laptops, but cheaper")
    first, _, back = _said(shop, "back but cheaper", *said)
    price = float(str(first.recommendations[0].attributes["price"]))
    assert back.recommendations
    assert all("laptops" in str(r.attributes["category"]) for r in back.recommendations)
    assert all(float(str(r.attributes["price"])) < price for r in back.recommendations)


def test_the_list_before_is_the_latest_other_one(movies: Chatbot) -> None:
    *_, comedies, _, back = _said(movies, "back other", "westerns", "comedies", "horror", "show me the earlier list")
    assert _titles(back) == _titles(comedies)


@pytest.mark.parametrize(
    "said",
    [
        "show me laptops",
        "how do I send it back to the shop?",
        "what is the first one again?",
        "what was the very first product you showed me?",
        "back to the laptop",
        "back to the cameras",  # none was shown
        "what was the price of the first ones",
        "再看看",
        "之前的耳机防水吗",
    ],
)
def test_what_goes_back_to_no_list_shows_none_again(shop: Chatbot, said: str) -> None:
    *_, reply = _said(shop, f"no way back {said}", "laptops under 900", "wireless headphones", said)
    assert not reply.trace.understanding.back_to


def test_a_title_is_no_way_back(movies: Chatbot) -> None:
    *_, reply = _said(movies, "back title", "comedies", "westerns", "take me back to the future")
    assert not reply.trace.understanding.back_to


def test_what_was_ruled_out_since_stays_ruled_out(movies: Chatbot) -> None:
    turn = talk(movies, "back with a ban")
    first = turn("crime films").recommendations
    director = movies.catalogue.item(first[0].item_id)
    assert director is not None
    (name, *_) = director.values("director")
    turn("comedies instead")
    turn(f"nothing by {name}")
    reply = turn("back to the first list")
    items = [movies.catalogue.item(r.item_id) for r in reply.recommendations]
    assert first[0].item_id not in {r.item_id for r in reply.recommendations}
    assert all(item is not None and name not in item.values("director") for item in items)
    assert ("director", name) in {(f.facet, f.value) for f in reply.trace.facts.active}
