"""What labelled messages teach the classifiers: each message as it was heard, and what is right to make of it."""

from collections.abc import Callable, Collection, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from chatbot.assembly import tuned
from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.classifiers import Classifiers
from chatbot.dialogue.learned_stance import NONE, Named
from chatbot.dialogue.purposes import Heard, Intents
from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import clean
from chatbot.dialogue.understand import Understander
from chatbot.errors import ConfigurationError
from chatbot.evaluation.labels import Labelled, claims_of, gold_claims, matches, read_labelled
from chatbot.evaluation.opening import opener
from chatbot.evaluation.understanding import situation
from chatbot.records import Intent, Polarity, Statement
from chatbot.settings import Settings

_FIRST = 0.75
"""Weight of the intent that comes first, where a message has several."""


class Lesson(NamedTuple):
    """One message as it was heard, and what it is for. stances: how each thing named is meant; None: not labelled."""

    heard: Heard
    intents: Intents
    named: tuple[Named, ...] = ()
    stances: tuple[str, ...] | None = None


def shares(intents: Intents) -> list[tuple[str, float]]:
    """What each intent of a message counts in what is learnt: the first most, the others share the rest."""
    others = len(intents) - 1
    parts = [_FIRST if others else 1.0, *([(1 - _FIRST) / others] * others if others else [])]
    return [(intent.value, part) for intent, part in zip(intents, parts, strict=True)]


def read_lessons(
    settings: Settings,
    files: Sequence[Path],
    problems: list[str],
    tick: Callable[[int, int], None],
    unaided: Collection[Path] = (),
) -> list[list[Lesson]]:
    """The lessons of each file. Every message is read once by the embedded model, but those of files in `unaided`.

    Domains that are not installed are looked for beside the files and one folder above them. Lines that cannot be read
    are added to `problems`. Raises ConfigurationError, InputError, UnknownDomainError or ModelMissingError.
    """
    if not tuned(settings):
        raise ConfigurationError(
            "The classifiers learn from what the embedded model says with its adapter. Unset CHATBOT_LLM and "
            "CHATBOT_ADAPTER=none."
        )
    read = [list(read_labelled(file, problems)) for file in files]
    total, done = sum(map(len, read)), 0
    folders = dict.fromkeys(folder for file in files for folder in (file.parent, file.parent.parent))
    listener = Listener()
    lessons: list[list[Lesson]] = []
    heeded = Classifiers(listener.purpose, listener.stances, lambda phrases, _: [*phrases])
    alone = settings.model_copy(update={"llm": "none"})
    with opener(settings, folders, "both", heeded) as aided, opener(alone, folders, "both", heeded) as bare:
        for line in chain.from_iterable(read):
            aided(line.domain)  # one that is not known is better found before an hour of reading
        for file, lines in zip(files, read, strict=True):
            opened = bare if file in unaided else aided
            lessons.append([])
            for line in lines:
                lessons[-1].extend(listener.lesson(line, *opened(line.domain)))
                done += 1
                tick(done, total)
    return lessons


class Listener:
    """Stands in the classifiers' place while messages are read, and keeps what it was told of the last one."""

    def __init__(self) -> None:
        self._heard: Heard | None = None
        self._named: Sequence[Named] = ()

    def purpose(self, heard: Heard) -> Intents:
        self._heard = heard
        return heard.model or heard.parsed.intents

    def stances(self, named: Sequence[Named], heard: Heard) -> list[Statement]:
        self._named = named
        return [each.statement for each in named]

    def lesson(self, line: Labelled, catalogue: Catalogue, understander: Understander) -> list[Lesson]:
        """What one message teaches: nothing where the parser settles it, or where an intent does not exist."""
        self._heard, self._named = None, ()
        understander(clean(line.text), situation(line, catalogue), Stopwatch())
        if self._heard is None or not set(line.purposes) <= set(Intent):
            return []
        intents = tuple(Intent(name) for name in line.purposes)
        labelled = "facts" in line.model_fields_set
        stances = tuple(meant(each.statement, line, catalogue) for each in self._named) if labelled else None
        return [Lesson(self._heard, intents, tuple(self._named), stances)]


def meant(statement: Statement, line: Labelled, catalogue: Catalogue) -> str:
    """How a statement is meant, by the labels: as it is, the other way round, or not as a preference."""
    facets = catalogue.pack.facets
    labels = gold_claims(line, facets)
    for claim in claims_of([statement], catalogue):
        yearly = claim.facet in facets and facets[claim.facet].unit == "year"
        for label in labels:
            if matches(claim, label, yearly, "value"):
                return label.polarity.value
            half = claim.bounded and claim.facet == label.facet and label.bounded
            if half and ((claim.min, claim.max) in ((label.min, None), (None, label.max))):
                return Polarity.LIKE.value  # one end of a range that is said in two parts
    return NONE
