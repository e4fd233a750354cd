"""What items have in common: the words and names they share, the rarer the more."""

from collections.abc import Collection, Sequence

import numpy as np
from numpy.typing import NDArray

_EACH = 0.3
"""What sharing a word counts that one other item alone has."""


class Overlap:
    """The values of each item, side by side; built once. Memory: eight bytes for each value of each item."""

    def __init__(self, postings: Sequence[NDArray[np.intp]], items: int) -> None:
        """postings: for each value, the rows that have it."""
        owners = np.array([len(rows) for rows in postings], np.int64)
        # From 0, all items have it, to 1, one alone has.
        rarity = np.log(items / np.maximum(owners, 1)) / max(1.0, float(np.log(max(items, 1))))
        self._weights = _EACH * rarity
        rows = np.concatenate([*postings, np.empty(0, np.intp)]).astype(np.intp)
        order = np.argsort(rows, kind="stable")
        self._values = np.repeat(np.arange(len(postings)), owners)[order].astype(np.intp)
        self._starts = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=items))]).astype(np.intp)

    def between(self, some: Collection[int], rows: NDArray[np.intp]) -> NDArray[np.float64]:
        """(len(some), len(rows)) the weight of what each of some items shares with each row; 1 at most."""
        counts = self._starts[rows + 1] - self._starts[rows]
        at = np.repeat(np.arange(len(rows)), counts)
        begun = np.cumsum(counts) - counts
        values = self._values[np.arange(len(at)) - begun[at] + self._starts[rows][at]]
        weights = np.zeros(len(self._weights))
        shared = np.zeros((len(some), len(rows)))
        for place, row in enumerate(some):
            own = self._values[self._starts[row] : self._starts[row + 1]]
            weights[own] = self._weights[own]
            shared[place] = np.bincount(at, weights[values], minlength=len(rows))
            weights[own] = 0.0
        return np.minimum(shared, 1.0)
