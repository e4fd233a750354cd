"""Critiques ("cheaper", "a bit newer", "much lighter") as conditions relative to what was shown."""

from collections.abc import Sequence
from math import ceil
from statistics import median

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.catalogue import Catalogue
from chatbot.profile.resolution import RELATIVE
from chatbot.records import Critique, Fact, Item, SessionState, Statement

_FEW = 3
"""Different numbers that must lie between, for "a bit cheaper" to have an end at all."""
_NEWER = 1 / 3
"""Part of the way to the newest of all from which on something is newer."""
_NEAR = 1 / 3
"""Share of the numbers beyond what was shown, nearest first: "a bit cheaper" stays in it, "much cheaper" leaves it."""


def placed(
    critiques: Sequence[Critique], state: SessionState, facts: Sequence[Fact], catalogue: Catalogue
) -> tuple[Statement, ...]:
    """Each critique as a bound beyond the item it speaks of or that was spoken of last, or beyond all that is shown if
    it speaks of that, or else beyond both the first and the middle of what was shown.

    How far beyond goes by the numbers of the same kind of thing. Before anything was shown a critique means little or
    much in the whole catalogue's range. One that says by how much moves the limit among the `facts`, where there is
    one; without a limit and with nothing shown it says nothing.
    """
    said = (_placed(c, state, facts, catalogue) for c in critiques)
    return tuple(statement for statement in said if statement is not None)


def _placed(critique: Critique, state: SessionState, facts: Sequence[Fact], catalogue: Catalogue) -> Statement | None:
    focus = [i for i in state.focus[:1] if i in state.on_screen and _has(i, critique.facet, catalogue)]
    ids = [critique.item_id] if critique.item_id else focus or state.on_screen
    items = [item for item in map(catalogue.item, ids) if item is not None]
    shown = [float(v) for item in items for v in item.values(critique.facet)]
    less = critique.direction == "less"
    if critique.amount is not None or critique.factor is not None:
        return _shifted(critique, shown, facts, catalogue)
    if not shown:
        return Statement(facet=critique.facet, value="low" if less else "high", strength=0.9, words=critique.words)
    furthest = min if less else max
    # Beyond the first pick in any case: what is cheaper than the middle may be dearer than that.
    reference = furthest(float(median(shown)), shown[0])
    of_kind, of_any = _numbers(items, critique.facet, catalogue)
    if critique.of_all and _beyond(of_kind, furthest(shown), less).size:
        reference = furthest(shown)
    # Where nothing of its kind is beyond, the bound is the next number of anything: it is then relaxed, and named.
    beyond = next((b for b in (_beyond(of_kind, reference, less), _beyond(of_any, reference, less)) if b.size), None)
    near, far = reference, None
    if beyond is not None:
        edge = ceil(_NEAR * beyond.size)
        first = _a_step(beyond, reference, critique, catalogue)
        near = float(beyond[min(edge, beyond.size - 1) if critique.extent == "much" else first])
        within = beyond[:edge] if critique.extent == "little" else beyond[:0]
        far = float(within[-1]) if within.size >= _FEW else None
    low, high = (far, near) if less else (near, far)
    return Statement(facet=critique.facet, min=low, max=high, hard=True, strength=RELATIVE, words=critique.words)


def _a_step(beyond: NDArray[np.float64], reference: float, critique: Critique, catalogue: Catalogue) -> int:
    """Where what is newer begins: newer than a film of 1972 is none of 1973, but of a good part of the way to now."""
    if (
        catalogue.pack.facets[critique.facet].unit != "year"
        or critique.direction == "less"
        or critique.extent == "little"
    ):
        return 0
    return int(np.searchsorted(beyond, reference + _NEWER * (beyond[-1] - reference)))


def _has(item_id: str, facet: str, catalogue: Catalogue) -> bool:
    item = catalogue.item(item_id)
    return item is not None and bool(item.values(facet))


def _shifted(
    critique: Critique, shown: Sequence[float], facts: Sequence[Fact], catalogue: Catalogue
) -> Statement | None:
    """By so much, or to so many times as much, from the limit that was set or from where the shown items are."""
    less = critique.direction == "less"
    limits = [f for f in facts if f.facet == critique.facet and (f.min is not None or f.max is not None)]
    limit = limits[-1] if limits and (critique.limit or not shown) else None
    if limit is None and not shown:
        return None
    low, high = (limit.min, limit.max) if limit else (None, None)
    if limit is None and (less or catalogue.pack.facets[critique.facet].default_bound == "max"):
        high = float(median(shown))
    elif limit is None:
        low = float(median(shown))
    # Of a range the far end moves: "50 more" widens what may be paid.
    if high is not None:
        high = _moved(high, critique)
    elif low is not None:
        low = _moved(low, critique)
    if low is not None and high is not None and low > high:
        low = None
    if any(end is not None and end <= 0 for end in (low, high)):
        return Statement(facet=critique.facet, value="low", strength=0.9, words=critique.words)
    strength = 1.0 if critique.limit else RELATIVE
    return Statement(facet=critique.facet, min=low, max=high, hard=True, strength=strength, words=critique.words)


def _moved(number: float, critique: Critique) -> float:
    by = -(critique.amount or 0) if critique.direction == "less" else critique.amount or 0
    return round(number * (critique.factor or 1) + by, 2)


def _beyond(numbers: NDArray[np.float64], reference: float, less: bool) -> NDArray[np.float64]:
    """The different numbers beyond the reference, the nearest first."""
    known = np.unique(numbers[~np.isnan(numbers)])
    return known[known < reference][::-1] if less else known[known > reference]


def _numbers(
    items: Sequence[Item], facet: str, catalogue: Catalogue
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The numbers of a facet among the things of the same kinds as these, and among all."""
    numbers, main = catalogue.table.numbers(facet), catalogue.pack.main
    rows = [catalogue.table.rows_with(main, kind) for item in items for kind in item.values(main)] if main else []
    return (numbers[np.unique(np.concatenate(rows))] if rows else numbers), numbers
