"""Who wants a shown item ordered hears that it is noted, and that nothing can be ordered from here."""

import pytest

from chatbot import Chatbot
from chatbot.records import ITEM
from tests.dialogue.talking import talk

NO_ORDERS = ("I can neither order it", "我在这里不能替您下单")


@pytest.mark.parametrize(
    ("asked", "then", "place"),
    [
        ("i need headphones", "add the first to my basket", 0),
        ("i need headphones", "ok, put the second one in my cart please", 1),
        ("i need headphones", "buy the second", 1),
        ("i need headphones", "I want to order the third one", 2),
        ("推荐一款耳机", "把第一个加入购物车", 0),
        ("推荐一款耳机", "买第二个吧", 1),
    ],
)
def test_the_item_is_picked_and_no_order_pretended(shop: Chatbot, asked: str, then: str, place: int) -> None:
    turn = talk(shop, f"orders {then}")
    shown = [r.item_id for r in turn(asked).recommendations]
    reply = turn(then)
    assert any(said in reply.text for said in NO_ORDERS)
    assert [f.value for f in reply.trace.facts.added if f.facet == ITEM] == [shown[place]]


@pytest.mark.parametrize("question", ["can I buy it here?", "how do I order the third?", "怎么下单"])
def test_who_asks_if_that_can_be_done_picks_nothing(shop: Chatbot, question: str) -> None:
    turn = talk(shop, f"may order {question}")
    turn("推荐一款耳机" if question == "怎么下单" else "i need headphones")
    reply = turn(question)
    assert reply.text.startswith(NO_ORDERS)
    assert not reply.trace.facts.added


@pytest.mark.parametrize(
    "text", ["i want to buy a laptop", "where is my order", "can i pay by card?", "can I add something to my order?", "buy me some time", "我要买笔记本"]
)  # fmt: skip
def test_what_asks_for_something_else_is_no_order(shop: Chatbot, text: str) -> None:
    turn = talk(shop, f"no order {text}")
    turn("i need headphones")
    assert not turn(text).trace.understanding.orders
