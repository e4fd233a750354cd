"""Critiques ("cheaper", "newer") as conditions relative to what was shown."""

from collections.abc import Sequence
from statistics import median

import numpy as np

from chatbot.catalogue.catalogue import Catalogue
from chatbot.records import Critique, SessionState, Statement

_STRENGTH = 0.75


def placed(critiques: Sequence[Critique], state: SessionState, catalogue: Catalogue) -> tuple[Statement, ...]:
    """Each critique as a bound just beyond the item it speaks of, or beyond the middle of what was shown.

    Before anything was shown it means little or much in the whole catalogue's range.
    """
    return tuple(_placed(c, state, catalogue) for c in critiques)


def _placed(critique: Critique, state: SessionState, catalogue: Catalogue) -> Statement:
    ids = [critique.item_id] if critique.item_id else list(state.on_screen)
    items = [item for item in map(catalogue.item, ids) if item is not None]
    shown = [float(v) for item in items for v in item.values(critique.facet)]
    if not shown:
        level = "low" if critique.direction == "less" else "high"
        return Statement(facet=critique.facet, value=level, strength=0.9, words=critique.words)
    reference = median(shown)
    numbers = catalogue.table.numbers(critique.facet)
    known = np.unique(numbers[~np.isnan(numbers)])
    beyond = known[known < reference] if critique.direction == "less" else known[known > reference]
    limit = float(beyond[-1] if critique.direction == "less" else beyond[0]) if beyond.size else reference
    low, high = (None, limit) if critique.direction == "less" else (limit, None)
    return Statement(facet=critique.facet, min=low, max=high, hard=True, strength=_STRENGTH, words=critique.words)
