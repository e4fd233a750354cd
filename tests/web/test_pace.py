"""Streams are calmed, not lost."""

import time
from collections.abc import Iterator

import pytest

from chatbot.web.pace import paced


def test_many_quick_events_become_few_updates_and_none_is_lost_or_reordered() -> None:
    def quick() -> Iterator[int]:
        for n in range(300):
            time.sleep(0.001)
            yield n

    began = time.monotonic()
    batches = list(paced(quick(), per_second=15))
    assert [n for batch in batches for n in batch] == list(range(300))
    assert len(batches) <= 15 * (time.monotonic() - began) + 2


def test_no_event_waits_for_the_next_one() -> None:
    def slow() -> Iterator[float]:
        yield time.monotonic()
        yield time.monotonic()
        time.sleep(0.5)
        yield time.monotonic()

    delays = [time.monotonic() - batch[0] for batch in paced(slow(), per_second=15)]
    assert max(delays) < 0.3


def test_what_the_events_raise_is_raised_after_what_came_before() -> None:
    def broken() -> Iterator[int]:
        yield 1
        raise ValueError("stop")

    batches = paced(broken(), per_second=100)
    assert next(batches) == [1]
    with pytest.raises(ValueError, match="stop"):
        next(batches)


def test_events_are_drawn_to_the_end_though_nobody_listens_any_more() -> None:
    drawn: list[int] = []

    def events() -> Iterator[int]:
        for n in range(5):
            time.sleep(0.01)
            drawn.append(n)
            yield n

    next(iter(paced(events(), per_second=100)))
    deadline = time.monotonic() + 2
    while len(drawn) < 5 and time.monotonic() < deadline:
        time.sleep(0.01)
    assert drawn == [0, 1, 2, 3, 4]
