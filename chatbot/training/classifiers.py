"""Trains the classifiers of messages: what `chatbot/dialogue/purposes.py` and `learned_stance.py` use."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from chatbot.dialogue.classifiers import INTENTS, INTENTS_TUNED, STANCES, STANCES_TUNED
from chatbot.dialogue.learned_stance import LearnedStances, SpanEncoder, in_place
from chatbot.dialogue.learned_stance import features as features_of_named
from chatbot.dialogue.linear import LinearClassifier
from chatbot.dialogue.purposes import ENCODER, Heard, LearnedPurpose, Purpose, features, meaning
from chatbot.llm.base import Encoder
from chatbot.llm.encoders import load_encoder
from chatbot.llm.minilm import load_minilm
from chatbot.records import Record
from chatbot.settings import Settings
from chatbot.training.lessons import Lesson, read_lessons, shares
from chatbot.training.linear import fit_linear, needs_sklearn
from chatbot.training.tuning import tune_purposes, tune_stances

_PURPOSE_STRENGTH, _STANCE_STRENGTH = 0.5, 0.25
"""Inverse of the regularisation."""
_UNAIDED = 0.3
"""Weight of each message as it is heard without a model, so that both do well."""


class Trained(Record):
    """What a training came to. Of messages kept out of it, None without any:

    intents: accuracy of the first intent; unaided: the same without a model;
    stances: share of the things named that are taken as they are meant; stated: the same before the classifier.
    """

    folder: Path
    messages: int
    named: int
    held_out: int
    intents: float | None = None
    unaided: float | None = None
    stances: float | None = None
    stated: float | None = None


def train_classifiers(
    settings: Settings,
    learnt: Sequence[Path],
    kept: Sequence[Path],
    out: Path,
    problems: list[str],
    tick: Callable[[int, int], None],
    unaided: Sequence[Path] = (),
) -> Trained:
    """Learn from the files `learnt`, measure on the files `kept`, write the weights to the folder `out`.

    tick: told (done, all) of three rounds: the messages read, and the steps of the two encoders that are tuned.
    unaided: more to learn from, that the language model has learnt from itself: what it says of it is left out.
    Raises as `read_lessons` and `fit_linear` do.
    """
    needs_sklearn()
    files = (*learnt, *unaided, *kept)
    read, first = read_lessons(settings, files, problems, tick, unaided), len(files) - len(kept)
    taught, held_out = ([lesson for lessons in some for lesson in lessons] for some in (read[:first], read[first:]))
    purpose, stances = fit_purpose(taught, load_encoder(ENCODER)), fit_stances(taught, load_minilm())
    purpose.save(out / INTENTS)
    stances.save(out / STANCES)
    tuned_purpose, tuned_stances = (tune(taught, load_minilm(), tick) for tune in (tune_purposes, tune_stances))
    tuned_purpose.save(out / INTENTS_TUNED)
    tuned_stances.save(out / STANCES_TUNED)
    trained = Trained(
        folder=out,
        messages=len(taught),
        named=sum(len(lesson.named) for lesson in taught if lesson.stances is not None),
        held_out=len(held_out),
    )
    if not held_out:
        return trained
    learned_purpose = LearnedPurpose(load_encoder(ENCODER), purpose, tuned_purpose)
    learned_stances = LearnedStances(load_minilm(), stances, tuned_stances)
    return trained.model_copy(update=measured(learned_purpose, learned_stances, held_out))


def fit_purpose(taught: Sequence[Lesson], encoder: Encoder) -> LinearClassifier:
    """The classifier of intents. Raises as `fit_linear` does."""
    vectors = meaning(encoder, [lesson.heard.parsed.text for lesson in taught])
    rows: list[int] = []
    found, classes = [], []
    for row, lesson in enumerate(taught):
        for heard, share in _hearings(lesson):
            rows.append(row)
            found.append(features(heard))
            classes.append([(name, share * part) for name, part in shares(lesson.intents)])
    return fit_linear(found, vectors[rows], classes, _PURPOSE_STRENGTH)


def fit_stances(taught: Sequence[Lesson], encoder: SpanEncoder) -> LinearClassifier:
    """The classifier of stances. Raises as `fit_linear` does."""
    found, vectors, classes = [], [np.zeros((0, 0), np.float32)], []
    for lesson in (lesson for lesson in taught if lesson.stances and lesson.named):
        for heard, share in _hearings(lesson):
            found += [features_of_named(lesson.named, at, heard) for at in range(len(lesson.named))]
            vectors.append(in_place(encoder, lesson.named, heard.parsed.text))
            classes += [[(stance, share)] for stance in lesson.stances or ()]
    return fit_linear(found, np.vstack(vectors[1:] or vectors), classes, _STANCE_STRENGTH)


def measured(purpose: Purpose, stances: LearnedStances, held_out: Sequence[Lesson]) -> dict[str, float]:
    """The figures of `Trained` on messages that were not learnt from."""
    first = [lesson.intents[0] for lesson in held_out]
    aided = [purpose(lesson.heard)[0] for lesson in held_out]
    bare = [purpose(_unaided(lesson).heard)[0] for lesson in held_out]
    figures = {"intents": _share(a is b for a, b in zip(aided, first, strict=True))}
    figures["unaided"] = _share(a is b for a, b in zip(bare, first, strict=True))
    named = [lesson for lesson in held_out if lesson.stances]
    meant = [stance for lesson in named for stance in lesson.stances or ()]
    stated = [each.statement.polarity.value for lesson in named for each in lesson.named]
    taken = [stance for lesson in named for stance in stances.taken(lesson.named, lesson.heard)]
    if meant:
        figures["stated"] = _share(a == b for a, b in zip(stated, meant, strict=True))
        figures["stances"] = _share(a == b for a, b in zip(taken, meant, strict=True))
    return figures


def _share(right: Iterable[bool]) -> float:
    answers = list(right)
    return round(sum(answers) / len(answers), 4)


def _hearings(lesson: Lesson) -> list[tuple[Heard, float]]:
    """The lesson as it is heard with a model, where it was, and without one; and what each weighs."""
    aided = [(lesson.heard, 1.0)] if lesson.heard.model else []
    return [*aided, (_unaided(lesson).heard, _UNAIDED)]


def _unaided(lesson: Lesson) -> Lesson:
    """The lesson as it is heard where there is no model."""
    return lesson._replace(heard=lesson.heard._replace(model=()))
