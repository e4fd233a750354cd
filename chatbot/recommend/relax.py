"""When nothing meets every condition: which to loosen, one at a time, softest first, and by how little."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.table import FacetTable, numbers_among
from chatbot.records import Constraint, Relaxation

_ENOUGH = 3
"""Items a loosened bound should let in, where so many exist hardly farther than the nearest."""
_FARTHER = 1.5
"""How much farther from the bound than the nearest item the others may be."""


def relax(
    table: FacetTable, constraints: Sequence[Constraint], main: str | None = None, out: Collection[int] = ()
) -> tuple[tuple[Constraint, ...], tuple[Relaxation, ...]]:
    """The conditions to search with, and what was loosened (nothing, when some item meets them all).

    out: rows that may not be shown, whatever they meet.
    A bound is widened to the nearest items; any other condition is dropped. Conditions said less firmly go first, the
    one on `main`, the kind of thing looked for, when nothing else is left: a laptop beyond the budget, not blue and not
    light, is nearer than a cable that is all of it.
    """
    kept = list(constraints)
    relaxed: list[Relaxation] = []
    while kept and not _meeting(table, kept, out).any():
        weakest_first = sorted(kept, key=lambda c: (c.facet == main, c.strength, c.op == "not_in"))
        enough = [c for c in weakest_first if c.facet != main and _meeting(table, _without(kept, c), out).any()]
        chosen = (enough or weakest_first)[0]
        rest = _without(kept, chosen)
        now = _nearest(table.numbers(chosen.facet), _meeting(table, rest, out), chosen) if enough else None
        relaxed.append(Relaxation(constraint=chosen, now=now))
        kept = rest if now is None else [*rest, chosen.model_copy(update={"value": now})]
    return tuple(kept), tuple(relaxed)


def _meeting(table: FacetTable, constraints: Sequence[Constraint], out: Collection[int]) -> NDArray[np.bool_]:
    """(items,) which may be shown and meet the conditions."""
    mask = table.mask(constraints)
    mask[list(out)] = False
    return mask


def _without(constraints: Sequence[Constraint], one: Constraint) -> list[Constraint]:
    return [c for c in constraints if c is not one]


def _nearest(numbers: NDArray[np.float64], others: NDArray[np.bool_], bound: Constraint) -> float | None:
    """The tightest value of a bound that lets a few items in; None for what is not a bound.

    numbers: (items,); others: (items,) which meet the other conditions.
    """
    if bound.op not in ("gte", "lte"):
        return None
    known = np.sort(numbers[others & ~np.isnan(numbers)])
    if not known.size:
        return None
    nearest = (known if bound.op == "lte" else known[::-1])[:_ENOUGH]
    gaps = np.abs(nearest - float(numbers_among(bound.value)[0]))
    return float(nearest[gaps <= _FARTHER * gaps[0]][-1])
