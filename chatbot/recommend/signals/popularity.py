"""How well regarded and how well known an item is, damped; and whether it can be had."""

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.catalogue import Catalogue
from chatbot.prompts import Wording
from chatbot.recommend.phrasing import lacking, standing_phrase
from chatbot.recommend.signals.base import Rows, Values
from chatbot.recommend.view import View

_QUALITY = 0.55
_WORTH_SAYING = 0.85
_GONE = 0.5
"""Share of it that is left to what cannot be had."""


class Popularity:
    """A prior, the same for every user: quality and fame as places in the catalogue's own order."""

    name = "popularity"

    def values(self, view: View, rows: Rows) -> Values:
        return view.prior[rows]

    def avoided(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        flag = view.catalogue.pack.prior.available
        if flag is None or False not in view.catalogue.items[row].values(flag):
            return ()
        facet = view.catalogue.pack.facets[flag]
        return (lacking(facet, facet.name(view.language, flag), view.language, wording, "reason_no_flag"),)

    def reasons(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        quality = view.catalogue.pack.prior.quality
        if quality is None or not view.catalogue.table.places(quality)[row] >= _WORTH_SAYING:
            return ()
        return (standing_phrase(view, quality, row, wording),)


def prior_of(catalogue: Catalogue) -> NDArray[np.float64]:
    """(n,) in 0-1: a weighted mean of the places of quality and fame; a middling 0.5 where nothing is known."""
    prior, count = catalogue.pack.prior, len(catalogue.items)
    gone = [n for n, item in enumerate(catalogue.items) if prior.available and False in item.values(prior.available)]
    weighed = ((prior.quality, _QUALITY), (prior.fame, 1 - _QUALITY))
    parts = [(w, np.nan_to_num(catalogue.table.places(f), nan=0.5)) for f, w in weighed if f]
    if not parts:
        parts = [(1.0, np.full(count, 0.5))]
    found = np.asarray(sum(w * p for w, p in parts) / sum(w for w, _ in parts), dtype=np.float64)
    found[gone] *= _GONE
    return found
