"""What labelled messages teach the classifiers of wishes: their free phrases, and which of them are wishes."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

from pydantic import ValidationError

from chatbot.dialogue.stopwatch import Stopwatch
from chatbot.dialogue.text import clean, span_of
from chatbot.errors import InputError
from chatbot.evaluation.labels import Said
from chatbot.evaluation.opening import opener
from chatbot.evaluation.understanding import situation
from chatbot.records import WISH, Statement, Understanding
from chatbot.settings import Settings


class WishLine(Said):
    """One line of a file: a message, and what it wishes for beyond the catalogue's values, as its words say it."""

    wishes: tuple[str, ...] = ()


class WishLesson(NamedTuple):
    """A message as the parser read it, its free phrases, and which of them are wishes."""

    parsed: Understanding
    phrases: tuple[Statement, ...]
    wished: tuple[bool, ...]


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
