"""Fits linear classifiers to examples of named features and a vector each."""

from collections import Counter
from collections.abc import Mapping, Sequence
from importlib.util import find_spec

import numpy as np
from numpy.typing import NDArray

from chatbot.dialogue.linear import LinearClassifier
from chatbot.errors import InputError, ModelMissingError

_TWICE = 3
"""Times that a feature must occur to be given a weight, where each message is learnt from with and without a model."""


def fit_linear(
    features: Sequence[Mapping[str, float]],
    vectors: NDArray[np.float32],
    classes: Sequence[Sequence[tuple[str, float]]],
    strength: float,
) -> LinearClassifier:
    """vectors: (examples, dimensions); classes: those of each example, with the share that each of them has in it;
    strength: the inverse of the regularisation, as scikit-learn has it.

    Raises InputError when there are fewer than two classes, ModelMissingError when scikit-learn is not installed.
    """
    needs_sklearn()
    from scipy.sparse import hstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    if len({named for each in classes for named, _ in each}) < 2:
        raise InputError("These messages leave nothing to tell apart. Give messages with different labels.")
    counts = Counter(name for one in features for name in one)
    known = [{name: value for name, value in one.items() if counts[name] >= _TWICE} for one in features]
    vectorizer = DictVectorizer(dtype=np.float32)
    sparse = vectorizer.fit_transform(known)
    taught = [(row, name, share) for row, each in enumerate(classes) for name, share in each]
    rows, labels, shares = zip(*taught, strict=True)
    table = hstack([sparse, vectors]).tocsr()[list(rows)]
    model = LogisticRegression(C=strength, max_iter=500).fit(table, labels, sample_weight=shares)
    # Of two classes only the second has weights: half of them each way give the same chances.
    share = np.array([[-0.5], [0.5]]) if len(model.classes_) == 2 else np.eye(len(model.classes_))
    weights = (share @ model.coef_).T.astype(np.float32)
    names = [str(name) for name in vectorizer.feature_names_]
    return LinearClassifier(
        [str(name) for name in model.classes_],
        names,
        weights[: len(names)],
        weights[len(names) :],
        (share @ model.intercept_).astype(np.float32),
    )


def needs_sklearn() -> None:
    """Raises ModelMissingError when scikit-learn is not installed."""
    if find_spec("sklearn") is None:
        raise ModelMissingError("Training needs scikit-learn. Run: pip install 'conversational-recommender[training]'")
