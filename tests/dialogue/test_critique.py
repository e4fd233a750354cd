"""What a critique asks for: beyond what was shown, near it or far from it, by the numbers of the same kind of thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.dialogue.critique import placed
from chatbot.dialogue.parser import Parser
from chatbot.records import Critique, Extent, SessionState, Statement


def showing(bot: Chatbot, *rows: int) -> SessionState:
    ids = tuple(bot.catalogue.items[row].id for row in rows)
    return SessionState(session_id="s", user_id="u", shown=(ids,))


@pytest.mark.parametrize(
    ("text", "extents"),
    [
        ("cheaper", {"price": "some"}), ("a bit cheaper please", {"price": "little"}), ("slightly cheaper", {"price": "little"}),
        ("much cheaper", {"price": "much"}), ("way, way cheaper", {"price": "much"}), ("something a lot lighter", {"weight_g": "much"}),
        ("cheaper, and much lighter", {"price": "some", "weight_g": "much"}), ("quite a bit cheaper", {"price": "much"}),
        ("便宜一点", {"price": "some"}), ("稍微便宜一点", {"price": "little"}), ("便宜得多的", {"price": "much"}), ("便宜很多", {"price": "much"}),
    ],
)  # fmt: skip
def test_by_how_much_is_read(goods: Parser, shop: Chatbot, text: str, extents: dict[str, Extent]) -> None:
    read = goods.parse(text, showing(shop, 0, 1, 2))
    assert {c.facet: c.extent for c in read.critiques} == extents
    assert not [s for s in read.statements if s.facet == "wish"]


def bound(bot: Chatbot, row: int, extent: Extent, direction: str) -> Statement:
    critique = Critique.model_validate({"facet": "price", "direction": direction, "extent": extent})
    return placed([critique], showing(bot, row), (), bot.catalogue)[0]


@given(row=st.integers(0, 99), less=st.booleans())
def test_a_little_stays_near_and_much_goes_far(shop: Chatbot, row: int, less: bool) -> None:
    direction = "less" if less else "more"
    little, some, much = (bound(shop, row, extent, direction) for extent in ("little", "some", "much"))
    if less:
        assert little.max == some.max
        assert (some.min, much.min) == (None, None)
        assert (much.max or 0) <= (some.max or 0)
        assert (little.min or 0) <= (little.max or 0)
    else:
        assert little.min == some.min
        assert (some.max, much.max) == (None, None)
        assert (much.min or 0) >= (some.min or 0)
        assert little.max is None or (little.min or 0) <= little.max


def test_the_numbers_of_the_same_kind_count(shop: Chatbot) -> None:
    """A little cheaper than a laptop is the price of a laptop, though a thousand cheaper things are sold."""
    laptops = [r for r, item in enumerate(shop.catalogue.items) if "laptops" in item.values("category")]
    dearest = max(laptops, key=lambda r: float(shop.catalogue.items[r].values("price")[0]))
    prices = sorted({float(shop.catalogue.items[r].values("price")[0]) for r in laptops})
    assert bound(shop, dearest, "little", "less").max == prices[-2]
    assert bound(shop, dearest, "little", "less").min in prices
    much = bound(shop, dearest, "much", "less").max
    assert much is not None
    assert much < (bound(shop, dearest, "little", "less").min or 0)


def test_where_nothing_of_the_kind_is_beyond_the_bound_still_excludes_it(shop: Chatbot) -> None:
    laptops = [r for r, item in enumerate(shop.catalogue.items) if "laptops" in item.values("category")]
    cheapest = min(laptops, key=lambda r: float(shop.catalogue.items[r].values("price")[0]))
    limit = bound(shop, cheapest, "some", "less").max
    assert limit is not None
    assert limit < float(shop.catalogue.items[cheapest].values("price")[0])
