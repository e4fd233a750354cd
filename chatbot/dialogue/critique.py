"""Critiques ("cheaper", "a bit newer", "much lighter") as conditions relative to what was shown."""

from collections.abc import Sequence
from math import ceil
from statistics import median

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.catalogue import Catalogue
from chatbot.records import Critique, Item, SessionState, Statement

_STRENGTH = 0.75
_NEAR = 1 / 3
"""Share of the numbers beyond what was shown, nearest first: "a bit cheaper" stays in it, "much cheaper" leaves it."""


def placed(critiques: Sequence[Critique], state: SessionState, catalogue: Catalogue) -> tuple[Statement, ...]:
    """Each critique as a bound beyond the item it speaks of, or beyond the middle of what was shown.

    How far beyond goes by the numbers of the same kind of thing. Before anything was shown a critique means little or
    much in the whole catalogue's range.
    """
    return tuple(_placed(c, state, catalogue) for c in critiques)


def _placed(critique: Critique, state: SessionState, catalogue: Catalogue) -> Statement:
    ids = [critique.item_id] if critique.item_id else list(state.on_screen)
    items = [item for item in map(catalogue.item, ids) if item is not None]
    shown = [float(v) for item in items for v in item.values(critique.facet)]
    less = critique.direction == "less"
    if not shown:
        return Statement(facet=critique.facet, value="low" if less else "high", strength=0.9, words=critique.words)
    reference = float(median(shown))
    of_kind, of_all = _numbers(items, critique.facet, catalogue)
    # Where nothing of its kind is beyond, the bound is the next number of anything: it is then relaxed, and named.
    beyond = next((b for b in (_beyond(of_kind, reference, less), _beyond(of_all, reference, less)) if b.size), None)
    near, far = reference, None
    if beyond is not None:
        edge = ceil(_NEAR * beyond.size)
        near = float(beyond[min(edge, beyond.size - 1) if critique.extent == "much" else 0])
        far = float(beyond[edge - 1]) if critique.extent == "little" else None
    low, high = (far, near) if less else (near, far)
    return Statement(facet=critique.facet, min=low, max=high, hard=True, strength=_STRENGTH, words=critique.words)


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
