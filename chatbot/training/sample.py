"""One training message: what is written, in which situation, and the frame that a reader should make of it."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chatbot.dialogue.frame import Frame, FrameLine
from chatbot.records import Intent, Record


class Sample(Record):
    """A message about one domain with its frame. `titles`: what is on screen; `asked`: the open question's facet."""

    domain: str
    language: str
    text: str
    frame: Frame
    titles: tuple[str, ...] = ()
    asked: str | None = None
    said: tuple[str, ...] = ()
    """What was said before, in brief."""


class Piece(NamedTuple):
    """A stretch of a message. `line`: what it says, if anything; its phrase is the stretch as it finally stands."""

    text: str
    line: FrameLine | None = None


class Clause(NamedTuple):
    """A part of a message with what it is for and what it points at."""

    pieces: tuple[Piece, ...]
    intents: tuple[Intent, ...] = ()
    references: tuple[int, ...] = ()


def plain(text: str, *intents: Intent) -> Clause:
    return Clause((Piece(text),), intents)


def joined(clauses: Iterable[Clause]) -> Clause:
    clauses = tuple(clauses)
    return Clause(
        tuple(piece for clause in clauses for piece in clause.pieces),
        tuple(dict.fromkeys(intent for clause in clauses for intent in clause.intents)),
        tuple(dict.fromkeys(place for clause in clauses for place in clause.references)),
    )


def text_of(pieces: Sequence[Piece]) -> str:
    return "".join(piece.text for piece in pieces)


def frame_of(clause: Clause) -> Frame:
    """The frame of a message whose pieces are final."""
    lines = [p.line.model_copy(update={"phrase": p.text.strip()}) for p in clause.pieces if p.line is not None]
    return Frame(intents=clause.intents, lines=tuple(lines), references=clause.references)
