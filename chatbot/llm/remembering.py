"""A wrapper around an encoder that remembers the vectors of short requests: wishes come back turn after turn."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from chatbot.llm.base import Encoder

REMEMBERED = 4096
"""Vectors kept, the latest used: 6 MiB of 384 numbers each."""
_FEW = 16
"""Requests of more texts come from indexing, which asks for each text once."""


class RememberingEncoder:
    """The encoder inside, asked only for texts it was not asked for lately."""

    def __init__(self, inner: Encoder) -> None:
        self.name = inner.name
        self.dimensions = inner.dimensions
        self._inner = inner
        self._known: OrderedDict[str, NDArray[np.float32]] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not 0 < len(texts) <= _FEW:
            return self._inner.encode(texts)
        found = {text: vector for text in dict.fromkeys(texts) if (vector := self._recall(text)) is not None}
        new = [text for text in dict.fromkeys(texts) if text not in found]
        if new:
            made = dict(zip(new, self._inner.encode(new), strict=True))
            self._remember(made)
            found |= made
        return np.stack([found[text] for text in texts])

    def forget(self) -> None:
        """Begin afresh, as a benchmark must that says the same thing twice."""
        with self._lock:
            self._known.clear()

    def _recall(self, text: str) -> NDArray[np.float32] | None:
        with self._lock:
            if text in self._known:
                self._known.move_to_end(text)
            return self._known.get(text)

    def _remember(self, made: dict[str, NDArray[np.float32]]) -> None:
        with self._lock:
            self._known |= made
            while len(self._known) > REMEMBERED:
                self._known.popitem(last=False)
