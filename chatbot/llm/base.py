"""What the rest of the package asks of a sentence encoder."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """Turns texts into vectors whose dot product says how alike the texts are. Safe to share between threads."""

    name: str
    """Stored with an index; vectors of another name do not compare."""
    dimensions: int

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row of unit length a text, in order, shape (n, dimensions); n may be 0."""
        ...
