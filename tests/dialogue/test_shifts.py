"""Numbers that say by how much: they move the limit that was set, or compare with what is shown, and set none."""

from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.dialogue.critique import placed
from chatbot.dialogue.parser import Parser
from chatbot.records import Critique, SessionState, Statement


def showing(bot: Chatbot) -> SessionState:
    return SessionState(session_id="s", user_id="u", shown=(tuple(item.id for item in bot.catalogue.items[:3]),))


@pytest.mark.parametrize(
    ("text", "facet", "direction", "amount", "factor", "limit"),
    [
        ("I could go 50 higher", "price", "more", 50, None, True),
        ("raise the limit by 30", "price", "more", 30, None, True),
        ("ok, up my budget by another 75 dollars", "price", "more", 75, None, True),
        ("I can pay 20 bucks more", "price", "more", 20, None, True),
        ("make it 20 dollars less", "price", "less", 20, None, True),
        ("take $15 off my budget", "price", "less", 15, None, True),
        ("double my budget", "price", "more", None, 2, True),
        ("I could spend twice as much", "price", "more", None, 2, True),
        ("let's halve the budget", "price", "less", None, 0.5, True),
        ("lower the limit by 10%", "price", "less", None, 0.9, True),
        ("20 dollars cheaper", "price", "less", 20, None, False),
        ("something about 200 grams lighter", "weight_g", "less", 200, None, False),
        ("half the price", "price", "less", None, 0.5, False),
        ("预算再加50", "price", "more", 50, None, True),
        ("再便宜20块的", "price", "less", 20, None, True),
        ("预算翻倍", "price", "more", None, 2, True),
        ("半价的有吗", "price", "less", None, 0.5, False),
    ],
)
def test_by_how_much_is_read_and_sets_no_limit(
    goods: Parser, shop: Chatbot, text: str, facet: str, direction: str, amount: float, factor: float, limit: bool
) -> None:
    read = goods.parse(text, showing(shop))
    (critique,) = read.critiques
    assert (critique.facet, critique.direction, critique.limit) == (facet, direction, limit)
    assert critique.amount == (None if amount is None else pytest.approx(amount))
    assert critique.factor == (None if factor is None else pytest.approx(factor))
    assert not [s for s in read.statements if s.min is not None or s.max is not None or s.facet == "wish"]


@pytest.mark.parametrize(
    ("text", "most"),
    [
        ("50 or less", 50), ("raise it to 150", 150), ("no more than 80", 80), ("cheaper than 50", 50), ("最多100", 100),
        ("I can spend 200", 200), ("最贵50块", 50),
    ],
)  # fmt: skip
def test_a_limit_that_is_named_is_set(goods: Parser, shop: Chatbot, text: str, most: float) -> None:
    read = goods.parse(text, showing(shop))
    assert [s.max for s in read.statements if s.facet == "price"] == [most]


@pytest.mark.parametrize(
    "text", ["show me 5 more", "2 more options please", "give me three others", "add 2 more", "一个更轻的"]
)
def test_more_items_are_no_more_money(goods: Parser, shop: Chatbot, text: str) -> None:
    read = goods.parse(text, showing(shop))
    assert all(c.amount is None and c.factor is None for c in read.critiques)


def test_lengths_and_years_are_moved_in_their_own_units(films: Parser, movies: Chatbot) -> None:
    for text, facet, amount in (("half an hour longer", "runtime", 30), ("10 years older", "year", 10)):
        (critique,) = films.parse(text, showing(movies)).critiques
        assert (critique.facet, critique.amount, critique.limit) == (facet, amount, False)


def limits(bot: Chatbot, session: str, *messages: str) -> list[tuple[float | None, float | None]]:
    for message in messages:
        reply = bot.respond(message, user=session, session=session)
    return [(f.min, f.max) for f in reply.trace.facts.active if f.facet == "price"]


def test_the_limit_that_was_set_moves(shop: Chatbot) -> None:
    assert limits(shop, "up", "headphones under $100", "I could go 50 higher") == [(None, 150)]
    assert limits(shop, "down", "headphones under $100", "make it 20 dollars less") == [(None, 80)]
    assert limits(shop, "twice", "headphones under $100", "double my budget", "raise the limit by 25") == [(None, 225)]
    assert limits(shop, "range", "headphones between 50 and 100 dollars", "I can pay 30 dollars more") == [(50, 130)]
    assert limits(shop, "least", "headphones for at least $100", "I can pay 30 dollars more") == [(130, None)]


def test_a_comparison_is_with_what_is_shown_and_not_with_the_limit(shop: Chatbot) -> None:
    shown = shop.respond("headphones under $500", user="c", session="c").recommendations
    prices = [float(item.values("price")[0]) for r in shown if (item := shop.catalogue.item(r.item_id))]
    (added,) = shop.respond("10 dollars cheaper", user="c", session="c").trace.facts.added
    assert added.max == pytest.approx(median(prices) - 10)


def test_a_limit_cannot_be_moved_below_nothing(shop: Chatbot) -> None:
    assert (None, 50) in limits(shop, "nothing", "headphones under $50", "reduce my budget by 100")


def test_without_a_limit_and_with_nothing_shown_nothing_is_said(shop: Chatbot) -> None:
    critique = Critique(facet="price", direction="more", amount=50, limit=True)
    assert placed([critique], SessionState(session_id="s", user_id="u"), (), shop.catalogue) == ()


@given(amount=st.floats(1, 10_000), less=st.booleans())
def test_more_only_widens_and_less_only_narrows(shop: Chatbot, amount: float, less: bool) -> None:
    critique = Critique(facet="price", direction="less" if less else "more", amount=amount)
    (moved,) = placed([critique], showing(shop), (), shop.catalogue)
    middle = sorted(float(item.values("price")[0]) for item in shop.catalogue.items[:3])[1]
    assert isinstance(moved, Statement)
    assert moved.value == "low" or (moved.max is not None and (moved.max < middle) == less)
