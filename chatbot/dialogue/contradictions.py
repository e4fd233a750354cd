"""What a message says both ways ("no musicals, I want a musical"): the last counts, and the reply says so."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.linking import Linker
from chatbot.dialogue.stance import CONCEDED
from chatbot.records import ITEM, WISH, Polarity, Statement

_OUTRIGHT = 0.8
"""Strength from which a level is meant as said: "neither cheap nor expensive" only leans away from both."""


class Overruled(NamedTuple):
    """A statement, and what was said after it to the contrary."""

    before: Statement
    after: Statement


def overruled(statements: Sequence[Statement]) -> tuple[Overruled, ...]:
    """What later words of the same message speak against, in order."""
    found = []
    for n, statement in enumerate(statements):
        after = next((s for s in statements[n + 1 :] if _contrary(statement, s)), None)
        if after is not None:
            found.append(Overruled(statement, after))
    return tuple(found)


def with_words_of(statements: Sequence[Statement], linker: Linker, nouns: Iterable[str]) -> list[Statement]:
    """With the value that was ruled out before, where words for another facet are words for it too.

    After "no romance" a "romantic musical" is wanted to be a romance after all: a "romantic film" is one.
    """
    said: list[Statement] = []
    for statement in statements:
        said.append(statement)
        if statement.polarity is not Polarity.LIKE or not isinstance(statement.value, str):
            continue
        out = [s for s in said if s.polarity is Polarity.DISLIKE and s.facet != statement.facet]
        named = {(e.facet, e.value) for n in nouns if out for e in linker.lookup(f"{statement.words} {n}")}
        out = [s for s in out if (s.facet, s.value) in named and s.scope is statement.scope]
        said += [s.model_copy(update={"polarity": Polarity.LIKE, "words": statement.words}) for s in out]
    return said


def _contrary(one: Statement, other: Statement) -> bool:
    if one.facet != other.facet or one.facet in (ITEM, WISH) or one.scope is not other.scope:
        return False
    if one.alternative or other.alternative or other.strength <= CONCEDED:
        return False
    if one.value in (LOW, HIGH) and other.value in (LOW, HIGH):
        return one.value != other.value and min(one.strength, other.strength) >= _OUTRIGHT
    if isinstance(one.value, bool) and isinstance(other.value, bool):
        return (one.value == other.value) != (one.polarity is other.polarity)
    return one.value is not None and one.value == other.value and one.polarity is not other.polarity
