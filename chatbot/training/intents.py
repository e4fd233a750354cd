"""Trains the intent classifier on labelled messages: what `chatbot/dialogue/purposes.py` uses."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from safetensors.numpy import save_file

from chatbot.assembly import tuned
from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.purposes import ENCODER, Heard, Intents, LearnedPurpose, features, meaning
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import clean
from chatbot.dialogue.understand import Understander
from chatbot.errors import ConfigurationError, InputError, ModelMissingError
from chatbot.evaluation.labels import Labelled, read_labelled
from chatbot.evaluation.opening import opener
from chatbot.evaluation.understanding import situation
from chatbot.llm.base import Encoder
from chatbot.llm.encoders import load_encoder
from chatbot.records import Intent, Record
from chatbot.settings import Settings

_RARE = 2
"""Messages that a feature must occur in to be given a weight."""
_STRENGTH = 0.5
"""Inverse of the regularisation, as scikit-learn has it."""
_FIRST = 0.75
"""Weight of the intent that comes first, where a message has several; the others share the rest."""


class Lesson(NamedTuple):
    """One message as it was heard, and what it is for."""

    heard: Heard
    intents: Intents


class TrainedIntents(Record):
    """What a training came to. accuracy: of the first intent, on messages kept out of training; None without any."""

    weights: Path
    messages: int
    held_out: int
    accuracy: float | None


def train_intents(
    settings: Settings,
    learnt: Sequence[Path],
    kept: Sequence[Path],
    out: Path,
    problems: list[str],
    tick: Callable[[int, int], None],
) -> TrainedIntents:
    """Learn from the files `learnt`, measure on the files `kept`, write `out`.

    Domains that are not installed are looked for beside the files and one folder above them. Lines that cannot be read
    are added to `problems`. Raises ConfigurationError, InputError, UnknownDomainError or ModelMissingError.
    """
    if not tuned(settings):
        raise ConfigurationError(
            "The classifier learns from what the embedded model says with its adapter. Unset CHATBOT_LLM and "
            "CHATBOT_ADAPTER=none."
        )
    _installed()
    files = [list(read_labelled(file, problems)) for file in (*learnt, *kept)]
    total = sum(map(len, files))
    folders = dict.fromkeys(folder for file in (*learnt, *kept) for folder in (file.parent, file.parent.parent))
    listener = Listener()
    taught: list[Lesson] = []
    held_out: list[Lesson] = []
    done = 0
    with opener(settings, folders, "both", listener) as opened:
        for line in chain.from_iterable(files):
            opened(line.domain)  # one that is not known is better found before an hour of reading
        for number, lines in enumerate(files):
            for line in lines:
                (taught if number < len(learnt) else held_out).extend(listener.lesson(line, *opened(line.domain)))
                done += 1
                tick(done, total)
    purpose, save = fit(taught, load_encoder(ENCODER))
    save(out)
    return TrainedIntents(
        weights=out,
        messages=len(taught),
        held_out=len(held_out),
        accuracy=round(accuracy(purpose, held_out), 4) if held_out else None,
    )


class Listener:
    """Stands in the classifier's place while messages are read, and keeps what it was told of the last one."""

    def __init__(self) -> None:
        self._heard: Heard | None = None

    def __call__(self, heard: Heard) -> Intents:
        self._heard = heard
        return heard.model

    def lesson(self, line: Labelled, catalogue: Catalogue, understander: Understander) -> list[Lesson]:
        """What one message teaches: nothing where the parser settles it, or where an intent does not exist."""
        self._heard = None
        understander(clean(line.text), situation(line, catalogue), Stopwatch())
        if self._heard is None or not set(line.purposes) <= set(Intent):
            return []
        return [Lesson(self._heard, tuple(Intent(name) for name in line.purposes))]


def fit(taught: Sequence[Lesson], encoder: Encoder) -> tuple[LearnedPurpose, Callable[[Path], None]]:
    """The classifier, and what writes it to a file.

    Raises InputError when the messages have but one intent, ModelMissingError when scikit-learn is not installed.
    """
    _installed()
    from scipy.sparse import hstack
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression

    if len({lesson.intents[0] for lesson in taught}) < 2:
        raise InputError("These messages have fewer than two intents to tell apart. Give messages with different ones.")
    found = [features(lesson.heard) for lesson in taught]
    counts = Counter(name for one in found for name in one)
    known = [{name: value for name, value in one.items() if counts[name] >= _RARE} for one in found]
    vectorizer = DictVectorizer(dtype=np.float32)
    sparse = vectorizer.fit_transform(known)
    dense = meaning(encoder, [lesson.heard.parsed.text for lesson in taught])
    rows, labels, shares = [], [], []
    for row, lesson in enumerate(taught):
        others = len(lesson.intents) - 1
        for place, intent in enumerate(lesson.intents):
            rows.append(row)
            labels.append(intent.value)
            shares.append(1.0 if not others else _FIRST if place == 0 else (1 - _FIRST) / others)
    table = hstack([sparse, dense]).tocsr()[rows]
    model = LogisticRegression(C=_STRENGTH, max_iter=500).fit(table, labels, sample_weight=shares)
    # Of two classes only the second has weights: half of them each way give the same chances.
    share = np.array([[-0.5], [0.5]]) if len(model.classes_) == 2 else np.eye(len(model.classes_))
    weights = (share @ model.coef_).T.astype(np.float32)
    names = [str(name) for name in vectorizer.feature_names_]
    intents = tuple(Intent(str(name)) for name in model.classes_)
    tensors = {
        "weights": weights[: len(names)],
        "dense": weights[len(names) :],
        "bias": (share @ model.intercept_).astype(np.float32),
    }
    purpose = LearnedPurpose(encoder, intents, {name: row for row, name in enumerate(names)}, **tensors)

    def save(path: Path) -> None:
        path.parent.mkdir(parents=True, exist_ok=True)
        halves = {name: np.ascontiguousarray(tensor.astype(np.float16)) for name, tensor in tensors.items()}
        notes = {"features": json.dumps(names, ensure_ascii=False), "intents": json.dumps([i.value for i in intents])}
        partial = path.with_suffix(".part")
        save_file(halves, str(partial), notes)
        partial.replace(path)

    return purpose, save


def _installed() -> None:
    """Raises ModelMissingError when scikit-learn is not installed."""
    if find_spec("sklearn") is None:
        raise ModelMissingError("Training needs scikit-learn. Run: pip install 'conversational-recommender[training]'")


def accuracy(purpose: LearnedPurpose, held_out: Sequence[Lesson]) -> float:
    """Share of the messages whose first intent is right."""
    right = sum(purpose(lesson.heard)[0] is lesson.intents[0] for lesson in held_out)
    return right / max(1, len(held_out))
