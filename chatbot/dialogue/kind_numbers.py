"""Numbers of which only the kind of thing spoken of tells what they are of: "65" of televisions, "32 GB" of laptops."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.pack import Pack
from chatbot.catalogue.table import FacetTable
from chatbot.dialogue.numbers import Bound, NumberReader
from chatbot.dialogue.quantities import Quantity

_LEAST = 10
"""Least number that may be a size: a smaller one counts things, or is a place."""


class KindNumbers:
    """Finds the facet of such numbers. `rows` are those of all things of the kind."""

    def __init__(self, numbers: NumberReader, pack: Pack, table: FacetTable) -> None:
        self._numbers = numbers
        self._table = table
        self._facets = [name for name, facet in pack.facets.items() if facet.kind == "number"]

    def fitted(self, bound: Bound, text: str, rows: Sequence[int]) -> Bound:
        """A bound on what the things of the kind have so much of: on no money that is less than any of them costs, and
        of the facets that have its unit on the one that has just that number.
        """
        quantities = [q for q in self._numbers.quantities(text) if bound.start <= q.start < bound.end]
        if len(quantities) != 1 or not rows:
            return bound
        quantity = quantities[0]
        if bound.facet != self._numbers.money:
            return self._of_unit(bound, quantity, text, rows)
        named = self._numbers.named_beside(text, quantity, [bound.facet]) is not None
        size = None if named else self.of_size(quantity, rows)
        if size is None:
            return bound
        open_ended = bound.open_ended and self._numbers.is_cued(text, bound)
        return bound._replace(facet=size.facet) if open_ended else size._replace(start=bound.start, end=bound.end)

    def of_size(self, q: Quantity, rows: Sequence[int]) -> Bound | None:
        """What a bare number is of, if things of the kind have just that number of one facet, and cost more."""
        money = self._numbers.money
        if q.unit or q.decade or q.counting or q.value < _LEAST or not rows or money is None:
            return None
        others = [name for name in self._facets if name not in (money, self._numbers.year)]
        facets = [name for name in others if (self._of(name, rows) == q.value).any()]
        priced = self._of(money, rows)
        cheapest = np.nanmin(priced) if (~np.isnan(priced)).any() else np.inf
        if len(facets) != 1 or q.value >= cheapest:
            return None
        return Bound(q.start, q.end, facets[0], q.value, q.value)

    def _of_unit(self, bound: Bound, quantity: Quantity, text: str, rows: Sequence[int]) -> Bound:
        candidates = self._numbers.measured_in(quantity.unit) if quantity.unit else []
        if len(candidates) < 2 or self._numbers.named_beside(text, quantity, candidates) is not None:
            return bound
        having = {c: np.count_nonzero(self._of(c, rows) == self._numbers.in_unit(c, quantity)) for c in candidates}
        best = max(candidates, key=lambda c: having[c])
        more = having[best] > having.get(bound.facet, 0)
        return bound._replace(facet=best) if more else bound

    def _of(self, facet: str, rows: Sequence[int]) -> NDArray[np.float64]:
        return self._table.numbers(facet)[rows]
