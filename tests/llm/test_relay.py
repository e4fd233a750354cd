"""Work in another thread: items come in order, errors come back, and waiting ends in time."""

import threading
import time

import pytest

from chatbot.errors import ModelTimeoutError
from chatbot.llm.relay import Put, for_each, in_all, relayed, within


def test_items_come_in_order() -> None:
    assert list(relayed(lambda put: [put(number) for number in range(100)], in_all(5), "work")) == list(range(100))


def test_an_error_is_raised_where_the_items_are_read() -> None:
    def produce(put: Put[int]) -> None:
        put(1)
        raise ZeroDivisionError("in the other thread")

    items = relayed(produce, in_all(5), "work")
    assert next(items) == 1
    with pytest.raises(ZeroDivisionError, match="in the other thread"):
        next(items)


def test_a_call_that_hangs_ends_in_a_timeout_that_names_it() -> None:
    started = time.monotonic()
    with pytest.raises(ModelTimeoutError, match=r"slow-model gave no answer in time.*CHATBOT_LLM_TIMEOUT"):
        within(0.1, lambda: time.sleep(5), "slow-model")
    assert time.monotonic() - started < 1


def test_patience_in_all_runs_out_even_while_items_come() -> None:
    def produce(put: Put[int]) -> None:
        while not put(0):
            time.sleep(0.02)

    with pytest.raises(ModelTimeoutError):
        list(relayed(produce, in_all(0.2), "work"))


def test_patience_for_each_lasts_as_long_as_items_come() -> None:
    def produce(put: Put[int]) -> None:
        for number in range(10):
            time.sleep(0.05)
            put(number)

    assert len(list(relayed(produce, for_each(0.3), "work"))) == 10


def test_closing_tells_the_work_to_stop() -> None:
    stopped = threading.Event()

    def produce(put: Put[int]) -> None:
        while not put(0):
            time.sleep(0.01)
        stopped.set()

    items = relayed(produce, in_all(5), "work")
    next(items)
    items.close()
    assert stopped.wait(2)
