"""How well regarded and how well known an item is, damped."""

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.catalogue import Catalogue
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import standing_phrase
from chatbot.recommend.signals.base import Rows, Values
from chatbot.recommend.view import View

_QUALITY = 0.55
_WORTH_SAYING = 0.85


class Popularity:
    """A prior, the same for every user: quality and fame as places in the catalogue's own order."""

    name = "popularity"

    def values(self, view: View, rows: Rows) -> Values:
        return view.prior[rows]

    def avoided(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        return ()

    def reasons(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        quality = view.catalogue.pack.prior.quality
        if quality is None or not view.catalogue.table.places(quality)[row] >= _WORTH_SAYING:
            return ()
        return (standing_phrase(view, quality, row, wording),)


def prior_of(catalogue: Catalogue) -> NDArray[np.float64]:
    """(n,) in 0-1: a weighted mean of the places of quality and fame; a middling 0.5 where nothing is known."""
    prior = catalogue.pack.prior
    weighed = ((prior.quality, _QUALITY), (prior.fame, 1 - _QUALITY))
    parts = [(w, np.nan_to_num(catalogue.table.places(f), nan=0.5)) for f, w in weighed if f]
    if not parts:
        return np.full(len(catalogue.items), 0.5)
    return np.asarray(sum(w * p for w, p in parts) / sum(w for w, _ in parts), dtype=np.float64)
