"""How close an item is to those the user liked or named, and how far from those set aside."""

from collections.abc import Sequence

import numpy as np

from chatbot.prompts import Wording
from chatbot.recommend.phrasing import shared_phrase
from chatbot.recommend.signals.base import Rows, Values
from chatbot.recommend.view import View, wants_now

_AWAY = 0.5
"""An item set aside counts half as much as one liked: rejecting one is not disliking its kind."""
_AWAY_BESIDE = 0.25
"""And half of that beside what is wanted: those that fit it are all like the one that was turned down."""
_SHARED = 0.35
"""Part of the value that comes from shared facet values; the rest from the texts."""
_UNLIKE, _ALIKE = 0.1, 0.6
"""Closeness at which items count as having nothing in common, and as close as can be."""
_WORTH_SAYING = 0.4
_COMPARED = 3
"""Liked items, the closest by text, among which the one to name is looked for."""


class Similar:
    """Closeness in embedding space and in shared values to the items liked, minus that to those disliked."""

    name = "similar"

    def values(self, view: View, rows: Rows) -> Values:
        total = np.zeros(len(rows))
        if view.liked:
            total += self._closeness(view, view.liked, rows)
        if view.disliked:
            away = _AWAY_BESIDE if wants_now(view.heeded) else _AWAY
            total -= away * self._closeness(view, view.disliked, rows) ** 2
        return np.clip(total, -1, 1)

    def avoided(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        return ()

    def reasons(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        if not view.liked:
            return ()
        vectors, own = view.catalogue.dense.vectors, view.catalogue.dense.vectors[row]
        closest = sorted(view.liked, key=lambda pair: -float(vectors[pair[0]] @ own) * pair[1])[:_COMPARED]
        near = self._each(view, [liked for liked, _ in closest], np.array([row]))[:, 0]
        value, liked = max((n * strength, liked) for n, (liked, strength) in zip(near, closest, strict=True))
        phrase = shared_phrase(view, liked, row, wording) if value >= _WORTH_SAYING else ""
        return (phrase,) if phrase else ()

    def _closeness(self, view: View, items: tuple[tuple[int, float], ...], rows: Rows) -> Values:
        """(len(rows),) half the best and half the mean over the items, by strength; all of it weak if they are."""
        each = self._each(view, [row for row, _ in items], rows)
        weights = np.array([strength for _, strength in items])[:, None]
        return np.asarray(
            0.5 * (each * weights).max(axis=0) + 0.5 * (each * weights).sum(axis=0) / max(1.0, weights.sum())
        )

    def _each(self, view: View, liked: Sequence[int], rows: Rows) -> Values:
        """(len(liked), len(rows)) how close each row is to each liked item."""
        vectors = view.catalogue.dense.vectors
        cosines = np.clip(vectors[list(liked)] @ vectors[rows].T, 0, 1)
        near = (1 - _SHARED) * cosines + _SHARED * view.catalogue.overlap.between(liked, rows)
        return np.clip((np.asarray(near, dtype=np.float64) - _UNLIKE) / (_ALIKE - _UNLIKE), 0, 1)
