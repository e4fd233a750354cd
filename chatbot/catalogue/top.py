"""The best of many scores."""

from typing import Any

import numpy as np
from numpy.typing import NDArray


def best_rows(scores: NDArray[np.floating[Any]], n: int) -> NDArray[np.intp]:
    """Positions of the n highest scores, best first; among equals the first come first."""
    if n >= len(scores):
        return np.argsort(-scores, kind="stable")
    if n < 1:
        return np.empty(0, np.intp)
    least = scores[np.argpartition(-scores, n - 1)[n - 1]]
    above = np.flatnonzero(scores > least)
    level = np.flatnonzero(scores == least)[: n - len(above)]
    chosen = np.concatenate([above, level])
    return chosen[np.lexsort((chosen, -scores[chosen]))]
