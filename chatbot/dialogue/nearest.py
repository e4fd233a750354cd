"""Links a phrase by its meaning: the value of a facet that lies nearest to it in the encoder's space."""

from threading import Lock
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.text import CJK
from chatbot.llm.base import Encoder
from chatbot.records import Value

NEAR = 0.50
"""Cosine from which a phrase is taken to mean a value; calibrated on tests/understanding/dev.jsonl."""
MARGIN = 0.04
"""By how much the nearest value must come before the next one."""
_MOST = 2_000
"""Values of a facet beyond which meaning says little: such facets are names."""


class _Space(NamedTuple):
    """`vectors`: (forms, d) of unit length; `owners`: (forms,) which of `values` each form stands for."""

    values: tuple[str, ...]
    owners: NDArray[np.intp]
    vectors: NDArray[np.float32]


class NearestValue:
    """The values of one catalogue's category facets, embedded on first use. Safe to share between threads."""

    def __init__(self, catalogue: Catalogue, encoder: Encoder) -> None:
        self._catalogue = catalogue
        self._encoder = encoder
        self._spaces: dict[tuple[str, bool], _Space | None] = {}
        self._lock = Lock()

    def __call__(self, phrase: str, facet: str) -> tuple[Value, float] | None:
        """(value, cosine), or None when no value is near, or two are equally so."""
        space = self._space(facet, bool(CJK.search(phrase)))
        if space is None:
            return None
        likeness = space.vectors @ self._encoder.encode([phrase])[0]
        best = np.full(len(space.values), -1.0)
        np.maximum.at(best, space.owners, likeness)
        order = np.argsort(-best)
        first, second = best[order[0]], best[order[1]] if len(order) > 1 else -1.0
        if first < NEAR or first - second < MARGIN:
            return None
        return space.values[order[0]], min(float(first), 1.0)  # rounding may carry it beyond

    def _space(self, facet: str, chinese: bool) -> _Space | None:
        with self._lock:
            if (facet, chinese) not in self._spaces:
                self._spaces[facet, chinese] = self._embedded(facet, chinese)
            return self._spaces[facet, chinese]

    def _embedded(self, name: str, chinese: bool) -> _Space | None:
        facet = self._catalogue.pack.facets.get(name)
        values = list(self._catalogue.table.values(name)) if facet is not None else []
        if facet is None or facet.kind != "category" or not 1 < len(values) <= _MOST:
            return None
        forms = [
            (n, form)
            for n, value in enumerate(values)
            for form in dict.fromkeys([value, *(f for group in facet.values.get(value, {}).values() for f in group)])
            if bool(CJK.search(form)) == chinese
        ]
        if not forms:
            return None
        vectors = self._encoder.encode([form for _, form in forms])
        return _Space(tuple(values), np.array([n for n, _ in forms], dtype=np.intp), vectors)
