"""Any sentence-transformers model, by name or folder."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from chatbot.errors import ModelMissingError
from chatbot.llm.encodable import encodable

_BATCH = 64


class SentenceEncoder:
    """A sentence-transformers model, one of a folder or of the Hub (downloaded by that library on first use)."""

    def __init__(self, name: str) -> None:
        """Load the model.

        Raises:
            ModelMissingError: the library is not installed, or there is no such model.
        """
        if _names_a_folder(name) and not Path(name).is_dir():
            raise ModelMissingError(
                f"The encoder folder {name} does not exist. Set CHATBOT_EMBEDDER to a model's folder, or to minilm."
            )
        self._model = _load(name)
        self.name = name
        self.dimensions = int(self._model.get_embedding_dimension())

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        vectors = self._model.encode(
            [encodable(text) for text in texts],
            batch_size=_BATCH,
            normalize_embeddings=True,
            show_progress_bar=False,
            convert_to_numpy=True,
        )
        return np.asarray(vectors, dtype=np.float32)


def _names_a_folder(name: str) -> bool:
    return name.startswith((".", "/", "~")) or "\\" in name or name.count("/") > 1


def _load(name: str) -> Any:
    try:
        library = import_module("sentence_transformers")
    except ImportError as error:
        raise ModelMissingError(
            f"The encoder {name} needs sentence-transformers. Run: pip install 'conversational-recommender[embedders]'"
        ) from error
    # Its bar for reading weights goes to the terminal otherwise.
    import_module("transformers").utils.logging.disable_progress_bar()
    try:
        # What is on this machine is used without a look at the network, which may be slow or absent.
        return library.SentenceTransformer(name, device="cpu", local_files_only=True)
    except (OSError, ValueError):
        return _download(library, name)


def _download(library: Any, name: str) -> Any:
    try:
        return library.SentenceTransformer(name, device="cpu")
    except (OSError, ValueError) as error:
        reason = (str(error).strip().splitlines() or [type(error).__name__])[0].rstrip(".")
        raise ModelMissingError(f"The encoder {name} cannot be loaded: {reason}. Check CHATBOT_EMBEDDER.") from error
