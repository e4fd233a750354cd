"""Recall at k: the share of relevant items among the first k."""

from collections.abc import Sequence


def recall(ranks: Sequence[int | None], k: int) -> float:
    """Share of `ranks` that are at most k; 0 for no relevant items."""
    return sum(1 for rank in ranks if rank is not None and rank <= k) / len(ranks) if ranks else 0.0
