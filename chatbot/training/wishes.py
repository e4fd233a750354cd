"""Trains the classifier of free wishes: what `chatbot/dialogue/learned_wish.py` uses."""

from collections.abc import Callable, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

import numpy as np
from pydantic import ValidationError

from chatbot.dialogue.classifiers import WISHES
from chatbot.dialogue.learned_stance import SpanEncoder
from chatbot.dialogue.learned_wish import TALK, WISHED, LearnedWishes, features, in_place
from chatbot.dialogue.linear import LinearClassifier
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import clean, span_of
from chatbot.errors import InputError
from chatbot.evaluation.labels import Said
from chatbot.evaluation.metrics.f1 import F1
from chatbot.evaluation.opening import opener
from chatbot.evaluation.understanding import situation
from chatbot.llm.minilm import load_minilm
from chatbot.records import WISH, Record, Statement, Understanding
from chatbot.settings import Settings
from chatbot.training.linear import fit_linear, needs_sklearn

_STRENGTH = 0.5
"""Inverse of the regularisation."""


class WishLine(Said):
    """One line of a file: a message, and what it wishes for beyond the catalogue's values, as its words say it."""

    wishes: tuple[str, ...] = ()


class WishLesson(NamedTuple):
    """A message as the parser read it, its free phrases, and which of them are wishes."""

    parsed: Understanding
    phrases: tuple[Statement, ...]
    wished: tuple[bool, ...]


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

    Raises as `read_wishes` and `fit_linear` do.
    """
    needs_sklearn()
    encoder = load_minilm()
    lessons = read_wishes(settings, (*learnt, *kept), problems, tick)
    taught = [*chain.from_iterable(lessons[: len(learnt)])]
    held_out = [*chain.from_iterable(lessons[len(learnt) :])]
    classifier = fit_wishes(taught, encoder)
    classifier.save(out / WISHES)
    trained = WishesTrained(folder=out, messages=len(taught), phrases=sum(len(lesson.phrases) for lesson in taught))
    return trained.model_copy(update=_measured(LearnedWishes(encoder, classifier), held_out)) if held_out else trained


def read_wishes(
    settings: Settings, files: Sequence[Path], problems: list[str], tick: Callable[[int, int], None]
) -> list[list[WishLesson]]:
    """The lessons of each file, of messages in which the parser finds free phrases.

    Domains that are not installed are looked for beside the files and one folder above them. Lines that cannot be read
    are added to `problems`. Raises InputError or UnknownDomainError.
    """
    read = [_lines(file, problems) for file in files]
    total, done = sum(map(len, read)), 0
    folders = dict.fromkeys(folder for file in files for folder in (file.parent, file.parent.parent))
    lessons: list[list[WishLesson]] = []
    with opener(settings.model_copy(update={"llm": "none"}), folders, "parser") as opened:
        for lines in read:
            lessons.append([])
            for line in lines:
                catalogue, understander = opened(line.domain)
                parsed = understander(clean(line.text), situation(line, catalogue), Stopwatch()).understanding
                phrases = tuple(s for s in parsed.statements if s.facet == WISH)
                if phrases:
                    wished = tuple(_is_wished(phrase, parsed.text, line.wishes) for phrase in phrases)
                    lessons[-1].append(WishLesson(parsed, phrases, wished))
                done += 1
                tick(done, total)
    return lessons


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


def _is_wished(phrase: Statement, text: str, wishes: Sequence[str]) -> bool:
    """Whether the phrase shares words with one of the wishes that the message is labelled with."""
    place = span_of(text, phrase.words)
    spans = [span for wish in wishes if (span := span_of(text, wish)) is not None]
    return place is not None and any(start < place[1] and place[0] < end for start, end in spans)


def _lines(file: Path, problems: list[str]) -> list[WishLine]:
    try:
        texts = file.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(f"Cannot read messages from {file}: {error}. See `chatbot train wishes --help`.") from error
    lines = []
    for number, text in enumerate(texts, 1):
        try:
            lines += [WishLine.model_validate_json(text)] if text.strip() else []
        except ValidationError as error:
            problems.append(f"{file.name}:{number}: {str(error).splitlines()[0]}")
    return lines
