"""Normalised discounted cumulative gain with binary relevance (Järvelin and Kekäläinen 2002)."""

from collections.abc import Sequence
from math import log2


def ndcg(ranks: Sequence[int | None], k: int) -> float:
    """NDCG@k of one list whose relevant items stand at `ranks`; 0 for no relevant items."""
    if not ranks:
        return 0.0
    gain = sum(1 / log2(rank + 1) for rank in ranks if rank is not None and rank <= k)
    ideal = sum(1 / log2(place + 1) for place in range(1, min(len(ranks), k) + 1))
    return gain / ideal
