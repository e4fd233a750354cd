"""A varied list: maximal marginal relevance (Carbonell and Goldstein, SIGIR 1998)."""

import numpy as np
from numpy.typing import NDArray

_RELEVANCE = 0.85


def diversify(vectors: NDArray[np.float32], scores: NDArray[np.float64], count: int) -> list[int]:
    """Indices of `count` rows, each chosen for its score and its distance to those chosen before.

    vectors: (n, d) unit length; scores: (n,), best first. The first row is always chosen.
    """
    n = len(scores)
    if n <= count:
        return list(range(n))
    spread = float(scores.max() - scores.min()) or 1.0
    relevance = (scores - scores.min()) / spread
    nearest = np.full(n, -1.0)
    chosen: list[int] = []
    for _ in range(count):
        value = _RELEVANCE * relevance - (1 - _RELEVANCE) * np.clip(nearest, 0, 1)
        value[chosen] = -np.inf
        best = int(np.argmax(value))
        chosen.append(best)
        nearest = np.maximum(nearest, vectors @ vectors[best])
    return chosen
