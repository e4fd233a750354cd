"""A linear classifier over named features and one vector: multinomial logistic regression, so that scores are sums."""

import json
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors import SafetensorError, safe_open
from safetensors.numpy import save_file

from chatbot.errors import ModelMissingError


class LinearClassifier:
    """For each class, a weight of every feature and of every dimension of the vector. Read-only."""

    def __init__(
        self,
        classes: Sequence[str],
        features: Sequence[str],
        weights: NDArray[np.float32],
        dense: NDArray[np.float32],
        bias: NDArray[np.float32],
    ) -> None:
        """weights: (features, classes); dense: (dimensions, classes); bias: (classes,)."""
        self.classes = tuple(classes)
        self._features = tuple(features)
        self._rows = {name: row for row, name in enumerate(features)}
        self._weights, self._dense, self._bias = weights, dense, bias

    @classmethod
    def load(cls, path: Path, of: str, known: Collection[str]) -> "LinearClassifier":
        """of: what it classifies, for the error; known: the classes that it may have.

        Raises ModelMissingError when the file is not there or is no such classifier.
        """
        try:
            with safe_open(str(path), framework="numpy") as file:
                notes = file.metadata()
                features, classes = (json.loads(notes[key]) for key in ("features", "classes"))
                weights, dense, bias = (file.get_tensor(key).astype(np.float32) for key in ("weights", "dense", "bias"))
            if not set(classes) <= set(known):
                raise ValueError("it has other classes")
            if not len(classes) == weights.shape[1] == dense.shape[1] == len(bias) or len(features) != len(weights):
                raise ValueError("its parts do not fit together")
        except (OSError, SafetensorError, TypeError, KeyError, ValueError, IndexError) as error:
            raise ModelMissingError(
                f"Cannot read the classifier of {of} {path}: {error}. Install the project again, or train it anew: "
                "chatbot train classifiers --help"
            ) from error
        return cls(classes, features, weights, dense, bias)

    def save(self, path: Path) -> None:
        """Write it in half precision, all of it or nothing."""
        tensors = {"weights": self._weights, "dense": self._dense, "bias": self._bias}
        halves = {name: np.ascontiguousarray(tensor.astype(np.float16)) for name, tensor in tensors.items()}
        notes = {"features": json.dumps(self._features, ensure_ascii=False), "classes": json.dumps(self.classes)}
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_suffix(".part")
        save_file(halves, str(partial), notes)
        partial.replace(path)

    def chances(self, features: Mapping[str, float], vector: NDArray[np.float32]) -> dict[str, float]:
        """The probability of each class."""
        scores = self._bias + vector @ self._dense
        for name, value in features.items():
            row = self._rows.get(name)
            if row is not None:
                scores = scores + value * self._weights[row]
        odds = np.exp(scores - scores.max())
        return dict(zip(self.classes, (odds / odds.sum()).tolist(), strict=True))
