"""Any sentence-transformers model, by name or folder."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from chatbot.errors import ModelMissingError

_BATCH = 64


class SentenceEncoder:
    """A sentence-transformers model; one from the Hub is downloaded by that library on first use.

    Raises:
        ModelMissingError: the library is not installed, or there is no such model.
    """

    def __init__(self, name: str) -> None:
        if _names_a_folder(name) and not Path(name).is_dir():
            raise ModelMissingError(f"The encoder folder {name} does not exist. Set CHATBOT_EMBEDDER to minilm or to a model's folder.")
        try:
            library = import_module("sentence_transformers")
        except ImportError as error:
            raise ModelMissingError(
                f"The encoder {name} needs sentence-transformers. Run: pip install sentence-transformers, or set CHATBOT_EMBEDDER=minilm."
            ) from error
        try:
            self._model = library.SentenceTransformer(name, device="cpu")
        except (OSError, ValueError) as error:
            raise ModelMissingError(f"The encoder {name} cannot be loaded: {_first_line(error)}. Check CHATBOT_EMBEDDER.") from error
        self.name = name
        self.dimensions = int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = self._model.encode(
            list(texts), batch_size=_BATCH, normalize_embeddings=True, show_progress_bar=False, convert_to_numpy=True
        )
        return np.asarray(vectors, dtype=np.float32)


def _names_a_folder(name: str) -> bool:
    return name.startswith((".", "/", "~")) or "\\" in name or name.count("/") > 1


def _first_line(error: Exception) -> str:
    return (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
