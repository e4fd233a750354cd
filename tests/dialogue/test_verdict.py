"""Who asks which one to take hears one of them by name, why, and what speaks for the next: all of it true."""

import pytest

from chatbot import Chatbot
from chatbot.records import Intent
from tests.dialogue.talking import talk

VERDICTS = (
    "For what you asked, ",
    "I would take ",
    "You have not told me ",
    "按您的要求",
    "我会选",
    "您还没说看重什么",
)


@pytest.mark.parametrize(
    ("asked", "question"),
    [
        ("show me headphones", "which one is better?"),
        ("show me headphones", "which is better, the first or the second?"),
        ("show me headphones", "is the second worth the extra money?"),
        ("show me headphones", "is the second one worth it?"),
        ("show me headphones", "is it worth paying more?"),
        ("show me headphones", "which is the better deal?"),
        ("show me headphones", "which should I buy?"),
        ("show me headphones", "what's your recommendation?"),
        ("推荐一款耳机", "哪款更值"),
        ("推荐一款耳机", "前两个哪个好"),
        ("推荐一款耳机", "选哪个好"),
    ],
)
def test_one_is_named_with_what_speaks_for_another(shop: Chatbot, asked: str, question: str) -> None:
    turn = talk(shop, f"verdict {question}")
    shown = [shop.catalogue.item(r.item_id) for r in turn(asked).recommendations]
    reply = turn(question).text
    said = reply.split("\n\n")[0]
    assert said.startswith(VERDICTS)
    assert sum(item.named("en") in said or item.named("zh") in said for item in shown if item) == 2


@pytest.mark.parametrize(
    "question",
    ["what's your return policy?", "is the second wireless?", "which one is cheaper?", "which has the best bass?"],
)
def test_what_asks_something_else_gets_no_verdict(shop: Chatbot, question: str) -> None:
    turn = talk(shop, f"no verdict {question}")
    turn("show me headphones")
    assert not any(verdict in turn(question).text for verdict in VERDICTS)


def test_who_asks_twice_hears_the_same_and_of_two_compared_one_of_them(shop: Chatbot) -> None:
    turn = talk(shop, "verdict twice")
    turn("show me headphones")
    compared = turn("compare the second and the fourth").trace.understanding.references
    names = [item.named("en") for item in map(shop.catalogue.item, compared) if item is not None]
    said = turn("which would you take?").text
    assert said.startswith(tuple(f"I would take {name}" for name in names))
    assert turn("which one should I get?").text == said


def test_the_verdict_is_that_of_the_scorer(shop: Chatbot) -> None:
    turn = talk(shop, "verdict scorer")
    shown = turn("wireless noise cancelling headphones under $200").recommendations
    two = sorted(shown[:2], key=lambda r: -r.score)
    said = turn("compare the first two").text.split("\n\n")[0]
    assert said.startswith(f"For what you asked, {two[0].name}")
    cheaper = min(shown[:2], key=lambda r: float(str(r.attributes["price"])))
    speaks = said.partition(f"What speaks for {two[1].name}: ")[2]
    assert ("price: " in speaks) == (cheaper is two[1])


def test_of_what_is_compared_and_what_is_asked_beside_both_are_answered(shop: Chatbot) -> None:
    turn = talk(shop, "verdict beside")
    turn("show me headphones")
    intents = turn("is the second any better than the first? tell me about the third").trace.understanding.intents
    assert {Intent.COMPARE, Intent.ASK_ITEM} <= {*intents}
