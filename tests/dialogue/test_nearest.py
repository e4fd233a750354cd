"""Values linked by meaning: the nearest one of its facet, and none where two are as near."""

import numpy as np
import pytest
from numpy.typing import NDArray

from chatbot.assembly import Chatbot
from chatbot.dialogue.nearest import NearestValue
from chatbot.llm.encoders import load_encoder


class Apart:
    """An encoder for which every text is at right angles to every other."""

    name, dimensions = "apart", 1024

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        places = [self._places.setdefault(text, len(self._places)) for text in texts]
        return np.eye(self.dimensions, dtype=np.float32)[places]


def test_a_values_own_name_is_nearest_to_itself(movies: Chatbot) -> None:
    nearest = NearestValue(movies.catalogue, Apart())  # type: ignore[arg-type]
    for genre in movies.catalogue.table.values("genre"):
        value, likeness = nearest(genre, "genre") or (None, 0.0)
        assert value == genre
        assert likeness == pytest.approx(1.0, abs=1e-5)
        assert likeness <= 1.0  # a confidence, though rounding may carry a cosine beyond


@pytest.mark.parametrize("facet", ["year", "director", "item", "wish", "no such facet"])
def test_names_numbers_and_unknown_facets_have_no_meaning(movies: Chatbot, facet: str) -> None:
    assert NearestValue(movies.catalogue, load_encoder("hash"))("horror", facet) is None


class Flat:
    """An encoder for which all texts are the same."""

    name, dimensions = "flat", 2

    def encode(self, texts: list[str]) -> NDArray[np.float32]:
        return np.tile(np.array([1.0, 0.0], dtype=np.float32), (len(texts), 1))


def test_of_values_as_near_none_is_taken(movies: Chatbot) -> None:
    assert NearestValue(movies.catalogue, Flat())("horror", "genre") is None  # type: ignore[arg-type]


@pytest.mark.slow
def test_the_real_encoder_knows_what_is_meant(shop: Chatbot, movies: Chatbot) -> None:
    encoder = load_encoder("minilm")
    assert (NearestValue(shop.catalogue, encoder)("my old grandmother", "use") or [None])[0] == "seniors"
    assert (NearestValue(movies.catalogue, encoder)("ghosts and demons that frighten me", "genre") or [None])[
        0
    ] == "horror"
    assert NearestValue(movies.catalogue, encoder)("the invoice number", "genre") is None
