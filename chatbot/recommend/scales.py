"""Short scales (violence from 0 to 3): numbers that mean nothing to a reader who does not know where they end."""

from typing import NamedTuple

import numpy as np

from chatbot.catalogue.pack import Facet
from chatbot.catalogue.table import FacetTable

_SHORT = 5


class Scale(NamedTuple):
    """The lowest and the highest number of a facet."""

    low: float
    high: float

    @property
    def none(self) -> float:
        """The number up to which something still has "none" of it: the first third."""
        return self.low + (self.high - self.low) / 3

    @property
    def much(self) -> float:
        """The number above which something has much of it: the last third."""
        return self.high - (self.high - self.low) / 3


def short_scale(facet: Facet, name: str, table: FacetTable) -> Scale | None:
    """The scale of a number that has a short one, None for any other."""
    if facet.kind != "number" or np.isnan(table.numbers(name)).all():
        return None
    scale = Scale(float(np.nanmin(table.numbers(name))), float(np.nanmax(table.numbers(name))))
    return scale if 0 < scale.high - scale.low <= _SHORT else None
