"""Milliseconds by stage."""

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """`with watch("retrieve"): …`; times of one stage add up."""

    def __init__(self) -> None:
        self._spent: dict[str, float] = defaultdict(float)
        self._started = perf_counter()

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        started = perf_counter()
        try:
            yield
        finally:
            self._spent[stage] += perf_counter() - started

    def mark(self, stage: str) -> None:
        """Note how long after the start of the turn something happened."""
        self._spent[stage] = perf_counter() - self._started

    def milliseconds(self) -> dict[str, float]:
        return {
            stage: round(1000 * spent, 2)
            for stage, spent in {**self._spent, "total": perf_counter() - self._started}.items()
        }
