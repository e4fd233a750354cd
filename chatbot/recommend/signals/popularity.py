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
        if quality is None or _place(view.catalogue.table.numbers(quality))[row] < _WORTH_SAYING:
            return ()
        return (standing_phrase(view, quality, row, wording),)


def prior_of(catalogue: Catalogue) -> NDArray[np.float64]:
    """(n,) in 0-1: a weighted mean of the places of quality and fame; a middling 0.5 where nothing is known."""
    prior = catalogue.pack.prior
    parts = [
        (w, _place(catalogue.table.numbers(f))) for f, w in ((prior.quality, _QUALITY), (prior.fame, 1 - _QUALITY)) if f
    ]
    if not parts:
        return np.full(len(catalogue.items), 0.5)
    return np.asarray(sum(w * p for w, p in parts) / sum(w for w, _ in parts), dtype=np.float64)


def _place(numbers: Values) -> Values:
    """Where each number stands among all, 0 lowest to 1 highest; 0.5 where missing."""
    known = np.sort(numbers[~np.isnan(numbers)])
    if not known.size:
        return np.full(len(numbers), 0.5)
    place = (np.searchsorted(known, numbers, side="left") + np.searchsorted(known, numbers, side="right")) / (
        2 * known.size
    )
    return np.where(np.isnan(numbers), 0.5, place)
