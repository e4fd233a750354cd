"""What is told in passing: what somebody owns already, and what counts most."""

import pytest

from chatbot.assembly import Chatbot
from chatbot.dialogue.parser import Parser
from chatbot.records import ITEM, WISH, Polarity, SessionState


def told(parser: Parser, text: str, shown: tuple[str, ...] = ()) -> list[tuple[str, object, Polarity]]:
    state = SessionState(session_id="s", user_id="u", shown=(shown,) if shown else ())
    statements = parser.parse(text, state).statements
    return [(s.facet, s.value, s.polarity) for s in statements if s.facet not in (ITEM, WISH)]


def of_kinds(bot: Chatbot, *kinds: str) -> tuple[str, ...]:
    return tuple(next(i.id for i in bot.catalogue.items if kind in i.values("category")) for kind in kinds)


@pytest.mark.parametrize(
    "text", ["actually he already has a backpack", "my dad already owns a backpack", "I already have a backpack"]
)
def test_of_a_mixed_list_the_kind_that_is_owned_is_ruled_out(goods: Parser, shop: Chatbot, text: str) -> None:
    mixed = of_kinds(shop, "backpacks", "lamps")
    assert told(goods, text, mixed) == [("category", "backpacks", Polarity.DISLIKE)]
    assert told(goods, text, of_kinds(shop, "backpacks")) == []  # whoever looks for backpacks may want another
    assert told(goods, text) == []


@pytest.mark.parametrize(
    ("text", "facet", "level"),
    [
        ("battery is what matters", "battery_hours", "high"), ("what matters most is the weight", "weight_g", "low"),
        ("I care most about the rating", "rating", "high"), ("price matters a lot", "price", "low"),
        ("battery life is super important", "battery_hours", "high"), ("最看重续航", "battery_hours", "high"),
        ("价格最重要", "price", "low"),
    ],
)  # fmt: skip
def test_what_counts_is_wanted_much_or_little_as_its_numbers_go(
    goods: Parser, text: str, facet: str, level: str
) -> None:
    assert told(goods, text) == [(facet, level, Polarity.LIKE)]


@pytest.mark.parametrize("text", ["what is the battery like?", "is the price important to you?", "the weight is 2 kg"])
def test_a_question_about_a_number_asks_for_none(goods: Parser, text: str) -> None:
    assert not [one for one in told(goods, text) if one[1] in ("low", "high")]
