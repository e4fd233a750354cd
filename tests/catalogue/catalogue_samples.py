"""Samples for the catalogue's tests: facets of every kind, rows, and an encoder that counts what it is asked."""

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.items import LoadedItems
from chatbot.catalogue.pack import Facet
from chatbot.llm.hash_encoder import HashEncoder

Load = Callable[[Iterable[dict[str, object]]], LoadedItems]

FACETS = {
    "kind": Facet(kind="category"),
    "tags": Facet(kind="category", multi=True),
    "maker": Facet(kind="entity", multi=True),
    "size": Facet(kind="number"),
    "fresh": Facet(kind="flag"),
}


class CountingEncoder:
    """The hashing encoder, with a list of the texts it has encoded; before more than `stops_after` it is interrupted."""

    def __init__(self, name: str = "counting", stops_after: int | None = None) -> None:
        self.name = name
        self.dimensions = HashEncoder.dimensions
        self.texts: list[str] = []
        self.stops_after = stops_after

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if self.stops_after is not None and len(self.texts) + len(texts) > self.stops_after:
            raise KeyboardInterrupt
        self.texts += texts
        return HashEncoder().encode(texts)


def thing(number: int, **fields: object) -> dict[str, object]:
    """One row; its words differ from those of every other number."""
    return {
        "id": f"t{number}",
        "title": f"Thing {number}",
        "summary": f"word{number} colour{number % 7} shape{number % 5}",
        "kind": f"kind{number % 3}",
        "tags": [f"tag{number % 2}", f"tag{number % 4}"],
        "size": number % 10,
        "fresh": number % 2 == 0,
        **fields,
    }
