"""Mean reciprocal rank, cut at k."""

from collections.abc import Sequence


def mrr(ranks: Sequence[int | None], k: int) -> float:
    """Mean of 1/rank over relevant items, 0 beyond k (each relevant item counts by itself)."""
    return sum(1 / rank for rank in ranks if rank is not None and rank <= k) / len(ranks) if ranks else 0.0
