"""An encoder that remembers: the same vectors, fewer questions."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
from numpy.typing import NDArray

from chatbot.llm import remembering
from chatbot.llm.hash_encoder import HashEncoder
from chatbot.llm.remembering import RememberingEncoder


class Counting(HashEncoder):
    """Notes every text it is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        return super().encode(texts)


def test_vectors_are_those_of_the_encoder_inside() -> None:
    texts = ["a quiet film", "a loud film", "a quiet film"]
    assert np.array_equal(RememberingEncoder(HashEncoder()).encode(texts), HashEncoder().encode(texts))


def test_a_text_is_asked_for_once() -> None:
    inner = Counting()
    encoder = RememberingEncoder(inner)
    encoder.encode(["tense", "clever", "tense"])
    encoder.encode(["clever", "warm"])
    assert inner.asked == ["tense", "clever", "warm"]


def test_forgotten_texts_are_asked_for_again() -> None:
    inner = Counting()
    encoder = RememberingEncoder(inner)
    encoder.encode(["tense"])
    encoder.forget()
    encoder.encode(["tense"])
    assert inner.asked == ["tense", "tense"]


def test_no_more_is_kept_than_allowed() -> None:
    inner = Counting()
    encoder = RememberingEncoder(inner)
    for number in range(remembering.REMEMBERED + 1):
        encoder.encode([f"text {number}"])
    encoder.encode(["text 0"])
    assert inner.asked.count("text 0") == 2


def test_many_threads_get_the_right_vectors() -> None:
    encoder = RememberingEncoder(HashEncoder())
    texts = [f"text {n % 7}" for n in range(200)]
    with ThreadPoolExecutor(8) as pool:
        got = list(pool.map(lambda text: encoder.encode([text])[0], texts))
    assert np.array_equal(np.stack(got), HashEncoder().encode(texts))


def test_indexing_passes_by_the_memory() -> None:
    inner = Counting()
    encoder = RememberingEncoder(inner)
    many = [f"item {n}" for n in range(40)]
    encoder.encode(many)
    encoder.encode(many)
    assert len(inner.asked) == 80
    assert encoder.encode([]).shape == (0, inner.dimensions)
