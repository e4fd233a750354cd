"""Trains the classifiers of free wishes: what `chatbot/dialogue/learned_wish.py` uses."""

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path

import numpy as np

from chatbot.dialogue.classifiers import WISHES, WISHES_TUNED
from chatbot.dialogue.learned_stance import SpanEncoder
from chatbot.dialogue.learned_wish import TALK, WISHED, LearnedWishes, features, in_place
from chatbot.dialogue.linear import LinearClassifier
from chatbot.evaluation.metrics.f1 import F1
from chatbot.llm.minilm import load_minilm
from chatbot.records import Record
from chatbot.settings import Settings
from chatbot.training.linear import fit_linear, needs_sklearn
from chatbot.training.tuning import tune_wishes
from chatbot.training.wish_lessons import WishLesson, read_wishes

_STRENGTH = 0.5
"""Inverse of the regularisation."""


class WishesTrained(Record):
    """What a training came to. f1, precision and recall of wishes among the phrases of messages kept out, if any."""

    folder: Path
    messages: int
    phrases: int
    held_out: int = 0
    f1: float | None = None
    precision: float | None = None
    recall: float | None = None


def train_wishes(
    settings: Settings,
    learnt: Sequence[Path],
    kept: Sequence[Path],
    out: Path,
    problems: list[str],
    tick: Callable[[int, int], None],
) -> WishesTrained:
    """Learn from the files `learnt`, measure on the files `kept`, write the weights to the folder `out`.

    tick: told (done, all) of two rounds: the messages read, and the steps of the encoder that is tuned.
    Raises as `read_wishes` and `fit_linear` do.
    """
    needs_sklearn()
    encoder = load_minilm()
    lessons = read_wishes(settings, (*learnt, *kept), problems, tick)
    taught = [*chain.from_iterable(lessons[: len(learnt)])]
    held_out = [*chain.from_iterable(lessons[len(learnt) :])]
    classifier = fit_wishes(taught, encoder)
    classifier.save(out / WISHES)
    tuned = tune_wishes(taught, encoder, tick)
    tuned.save(out / WISHES_TUNED)
    trained = WishesTrained(folder=out, messages=len(taught), phrases=sum(len(lesson.phrases) for lesson in taught))
    return (
        trained.model_copy(update=_measured(LearnedWishes(encoder, classifier, tuned), held_out))
        if held_out
        else trained
    )


def fit_wishes(taught: Sequence[WishLesson], encoder: SpanEncoder) -> LinearClassifier:
    """Raises as `fit_linear` does."""
    found, vectors, classes = [], [np.zeros((0, 0), np.float32)], []
    for phrases_of in taught:
        parsed, phrases, wished = phrases_of
        found += [features(phrases, at, parsed) for at in range(len(phrases))]
        vectors.append(in_place(encoder, phrases, parsed.text))
        classes += [[(WISHED if each else TALK, 1.0)] for each in wished]
    return fit_linear(found, np.vstack(vectors[1:] or vectors), classes, _STRENGTH)


def _measured(wishes: LearnedWishes, held_out: Sequence[WishLesson]) -> dict[str, float | int]:
    total = F1()
    for lesson in held_out:
        kept = wishes(lesson.phrases, lesson.parsed)
        for phrase, wished in zip(lesson.phrases, lesson.wished, strict=True):
            taken = phrase in kept
            total += F1(
                right=int(taken and wished), superfluous=int(taken and not wished), missed=int(wished and not taken)
            )
    figures = {"f1": total.f1, "precision": total.precision, "recall": total.recall}
    return {"held_out": len(held_out)} | {name: round(figure, 4) for name, figure in figures.items()}
