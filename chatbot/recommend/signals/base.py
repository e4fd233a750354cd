"""The contract of a signal."""

from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from chatbot.prompts import Wording
from chatbot.recommend.view import View

Rows = NDArray[np.intp]
Values = NDArray[np.float64]


class Signal(Protocol):
    """One named reason why an item may suit a user."""

    name: str

    def values(self, view: View, rows: Rows) -> Values:
        """(len(rows),) values in -1..1, 0 where the signal has nothing to say."""
        ...

    def reasons(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        """Plain, true phrases that state what this signal saw in one item, the weightiest first."""
        ...

    def avoided(self, view: View, row: int, wording: Wording) -> tuple[str, ...]:
        """The same for what the item is without."""
        ...
