"""Turns a quick stream of events into a calm one."""

import time
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from queue import Empty, SimpleQueue
from typing import TypeVar

T = TypeVar("T")


def paced(events: Iterable[T], per_second: float) -> Iterator[list[T]]:
    """What has arrived, in batches, at most so many a second; no event waits longer than one interval.

    The events are drawn in one thread of their own, to the end even if nobody listens any more, so that a turn that was
    begun is also stored. What they raise is raised here.
    """
    interval = 1 / per_second
    arrived: SimpleQueue[list[T]] = SimpleQueue()
    runner = ThreadPoolExecutor(max_workers=1, thread_name_prefix="turn")
    drawn = runner.submit(_draw, events, arrived)
    runner.shutdown(wait=False)
    while batch := _all_of(arrived):
        sent = time.monotonic()
        yield batch
        time.sleep(max(0.0, sent + interval - time.monotonic()))
    drawn.result()


def _draw(events: Iterable[T], arrived: SimpleQueue[list[T]]) -> None:
    try:
        for event in events:
            arrived.put([event])
    finally:
        arrived.put([])


def _all_of(arrived: SimpleQueue[list[T]]) -> list[T]:
    """Waits for an event, then takes all that are there. An empty list is the end; it stays for the next call."""
    batch = list(arrived.get())
    while batch:
        try:
            more = arrived.get_nowait()
        except Empty:
            break
        if not more:
            arrived.put([])
            break
        batch += more
    return batch
