"""Work in a thread of its own, so that the caller can stop waiting for it."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextvars import copy_context
from time import monotonic
from types import TracebackType
from typing import Generic, TypeVar

from chatbot.errors import ModelTimeoutError

T = TypeVar("T")

Put = Callable[[T], bool]
"""Hands one item to the caller; True when nobody waits any longer and the work should stop."""
Patience = Callable[[], float]
"""How many seconds the caller still waits for the next item."""


def in_all(seconds: float) -> Patience:
    """Patience for the whole work, from now on."""
    end = monotonic() + seconds
    return lambda: end - monotonic()


def for_each(seconds: float) -> Patience:
    """Patience for every single item."""
    return lambda: seconds


def relayed(produce: Callable[[Put[T]], object], patience: Patience, who: str) -> Iterator[T]:
    """The items that `produce` puts, as they come; what it raises is raised here.

    Closing the iterator, or running out of patience, makes the next `put` return True. Work that never puts anything
    cannot be stopped: its thread is a daemon and is left behind.

    Raises:
        ModelTimeoutError: the next item did not come in time; `who` is named in it.
    """
    items: queue.SimpleQueue[T | _End] = queue.SimpleQueue()
    abandoned = threading.Event()

    def put(item: T) -> bool:
        items.put(item)
        return abandoned.is_set()

    def work() -> None:
        with _Outcome(items):
            produce(put)

    threading.Thread(target=copy_context().run, args=(work,), name=f"relay-{who}", daemon=True).start()
    try:
        while not isinstance(item := _next(items, patience, who), _End):
            yield item
        if item.error is not None:
            raise item.error
    finally:
        abandoned.set()


def within(seconds: float, call: Callable[[], T], who: str) -> T:
    """The call's result, if it comes in time.

    Raises:
        ModelTimeoutError: it did not; the call goes on in a thread that nobody waits for.
    """

    def produce(put: Put[T]) -> None:
        put(call())

    return next(relayed(produce, in_all(seconds), who))


def _next(items: "queue.SimpleQueue[T | _End]", patience: Patience, who: str) -> "T | _End":
    try:
        return items.get(timeout=max(0.0, patience()))
    except queue.Empty:
        raise ModelTimeoutError(
            f"{who} gave no answer in time. Raise CHATBOT_LLM_TIMEOUT (seconds), or choose a faster model."
        ) from None


class _End:
    """The last item: the work is over, by itself or with an error."""

    def __init__(self, error: BaseException | None) -> None:
        self.error = error


class _Outcome(Generic[T]):
    """Carries the way the work ended, an error of any kind included, to the thread that waits for it."""

    def __init__(self, items: "queue.SimpleQueue[T | _End]") -> None:
        self._items = items

    def __enter__(self) -> None:
        return None

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> bool:
        self._items.put(_End(error))
        return True
