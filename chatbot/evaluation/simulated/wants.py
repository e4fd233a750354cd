"""What can be said of a target item without naming it: its attributes, each in a few plain words."""

from collections.abc import Iterator
from random import Random

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.pack import Facet
from chatbot.dialogue.text import key_of
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import amount
from chatbot.records import Item, Record, Value

_ROOM = 1.25
"""How much dearer, longer or heavier than the target a limit is set."""


class Want(Record):
    """One attribute of the target. `text`: as it is said; `value`: None for a number's limit."""

    facet: str
    text: str
    value: Value | None = None


def wants_of(item: Item, catalogue: Catalogue, wording: Wording, rng: Random) -> list[Want]:
    """All that a user may say about an item, in random order, the kind of thing it is first.

    A value with a word of the title in it is left out, so that the title is never given away. So are quality, fame and
    facets that are neither shown, asked for nor conditions.
    """
    pack = catalogue.pack
    hidden = {pack.prior.quality, pack.prior.fame}
    title = set(key_of(item.title).split())
    found: list[Want] = []
    for name, facet in pack.facets.items():
        if name in hidden or not (facet.ask or facet.card or facet.strict):
            continue
        found += [w for w in _said(name, facet, item, wording) if not title & set(key_of(w.text).split())]
    rng.shuffle(found)
    return sorted(found, key=lambda want: want.facet != pack.main)


def _said(name: str, facet: Facet, item: Item, wording: Wording) -> Iterator[Want]:
    values = item.values(name)
    if facet.kind == "flag":
        if values == (True,):
            yield Want(facet=name, text=facet.name("en", name), value=True)
        return
    if facet.kind == "number":
        if values and (facet.card or facet.ask) and isinstance(values[0], int | float):
            yield Want(facet=name, text=_limit(name, facet, float(values[0]), wording))
        return
    for value in values:
        yield Want(facet=name, text=facet.written(str(value), "en"), value=value)


def _limit(name: str, facet: Facet, value: float, wording: Wording) -> str:
    """A limit that the target keeps to, as round as people set one."""
    if facet.unit == "year":
        return f"from the {int(value) // 10 * 10}s"
    least = facet.default_bound == "min"
    bound = _rounded(value / _ROOM if least else value * _ROOM, up=not least)
    return wording.say(
        "number_gte" if least else "number_lte", label=facet.name("en", name), value=amount(facet, bound, "en")
    )


def _rounded(value: float, up: bool) -> float:
    """To two figures that count."""
    step = 10.0 ** max(0, len(str(int(abs(value)))) - 2)
    return (value // step + (1 if up else 0)) * step
