"""A condition is loosened no further than the nearest items need."""

from chatbot.assembly import Chatbot
from chatbot.recommend.relax import relax
from chatbot.records import Constraint


def prices(bot: Chatbot, kind: str, least_hz: float) -> list[float]:
    items = [i for i in bot.catalogue.items if i.values("category") == (kind,) and i.values("refresh_hz")]
    return sorted(float(i.values("price")[0]) for i in items if float(i.values("refresh_hz")[0]) >= least_hz)


def test_a_bound_is_loosened_to_the_nearest_item_and_not_far_beyond(shop: Chatbot) -> None:
    wanted = [
        Constraint(facet="category", op="in", value=("televisions",)),
        Constraint(facet="refresh_hz", op="gte", value=120),
        Constraint(facet="price", op="lte", value=500, strength=0.7),
    ]
    nearest, *others = prices(shop, "televisions", 120)
    assert others
    _, [relaxed] = relax(shop.catalogue.table, wanted, shop.catalogue.pack.main)
    assert relaxed.now is not None
    assert nearest <= relaxed.now <= 500 + 1.5 * (nearest - 500)


def test_a_few_items_hardly_farther_are_let_in(shop: Chatbot) -> None:
    wanted = [
        Constraint(facet="category", op="in", value=("headphones",)),
        Constraint(facet="price", op="lte", value=5),
    ]
    cheapest = sorted(
        float(i.values("price")[0]) for i in shop.catalogue.items if i.values("category") == ("headphones",)
    )
    _, [relaxed] = relax(shop.catalogue.table, wanted, shop.catalogue.pack.main)
    within = [p for p in cheapest if p - 5 <= 1.5 * (cheapest[0] - 5)][:3]
    assert relaxed.now == within[-1]
