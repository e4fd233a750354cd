"""Corrections inside a message: in "a thriller, no wait, a comedy" only the comedy counts."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from chatbot.dialogue.language import Language
from chatbot.dialogue.stance import CONCEDED
from chatbot.dialogue.text import span_of
from chatbot.records import ITEM, WISH, Fact, Intent, Polarity, Scope, Statement

_LEFT = 0.5
"""Strength of a wish whose opposite is let pass."""
_ASKS = ("?", "？")
_OPENING = re.compile(
    r"(?:h+m+|well|oh|ah|ok(?:ay)?|actually|嗯|呃|哦)?[ ,，.…]*(?P<answer>[^,，.。;；!！…]+)", re.IGNORECASE
)
"""The first words of an answer, after a sound of thought."""


class Part(NamedTuple):
    """A stretch of a message. `corrects`: it takes back what was said before it about the same things."""

    text: str
    corrects: bool = False


def parts_of(text: str, language: Language, split: re.Pattern[str]) -> list[Part]:
    """The sentences of a message, cut at corrections too."""
    parts: list[Part] = []
    at, corrects = 0, False
    for cue in language.correction.finditer(text):
        if not any(c.isalnum() for c in text[cue.end() :]):
            continue
        if any(c.isalnum() for c in text[at : cue.start()]):
            parts += _sentences(text[at : cue.start()], corrects, split)
        elif language.intends(Intent.UNDO, cue.group()):
            parts.append(Part(cue.group().strip()))  # "scratch that, a comedy" takes back an earlier message
        else:
            corrects = True  # "make that a comedy": of an earlier message
            continue
        at, corrects = cue.end(), True
    return [*parts, *_sentences(text[at:], corrects, split)]


def corrected(said: Sequence[tuple[Part, Sequence[Statement]]], replaced: re.Pattern[str]) -> list[Statement]:
    """What remains of the statements of a message's parts.

    replaced: what stands before that which a correction puts something else in the place of, and rules out nothing.
    """
    kept: list[Statement] = []
    for part, statements in said:
        if part.corrects:
            gone = {m["was"] for m in replaced.finditer(part.text)}
            statements = [s for s in statements if _is_wanted(s) or not any(s.words and s.words in was for was in gone)]
            for facet in {s.facet for s in statements if _is_wanted(s)} - {WISH}:
                # Of a number the stretch that was ruled out is taken back too: "not the 80s, I meant the 70s".
                before = [s for s in kept if s.facet == facet and (_is_wanted(s) or s.is_bound)]
                # A taste told along the way ("I love comedies, but tonight …") was not what is corrected.
                kept = [s for s in kept if s not in before or s.scope is not before[-1].scope]
        kept += statements
    return kept


def without_rejected(said: Sequence[tuple[Part, Sequence[Statement]]], no: re.Pattern[str]) -> list[list[Statement]]:
    """The statements of each part, but for what is wondered about, turned down and replaced ("A tablet? No, he has
    poor eyes. Show me speakers").

    no: a whole message that denies.
    """
    kept = [list(statements) for _, statements in said]
    for at, (part, _) in enumerate(said[:-1]):
        answer = _OPENING.match(said[at + 1][0].text)
        if not part.text.endswith(_ASKS) or answer is None or not no.fullmatch(answer["answer"]):
            continue
        later = {s.facet for _, statements in said[at + 1 :] for s in statements if _is_wanted(s)} - {ITEM, WISH}
        if any(_is_wanted(s) and s.facet in later for s in kept[at]):
            kept[at] = [s for s in kept[at] if not _is_wanted(s) or s.scope is not Scope.SESSION]
    return kept


def amended(statements: Sequence[Statement], text: str, language: Language) -> list[Statement]:
    """What remains where a slip is owned up to: "sorry, the bathroom, not the bedroom" rules out no bedroom."""
    if not language.mistaken.search(text):
        return list(statements)
    given = {s.facet for s in statements if _is_wanted(s)} - {ITEM, WISH}
    slips = [s for s in statements if not _is_wanted(s) and s.facet in given and s.scope is Scope.SESSION]
    spans = [(s, span) for s in slips if (span := span_of(text, s.words)) is not None]
    wrong = [s for s, (start, _) in spans if language.denied.search(text[:start])]
    return [s for s in statements if s not in wrong]


def conceded(statements: Sequence[Statement], facts: Sequence[Fact] = ()) -> list[Statement]:
    """With what is let pass taken for that, where it was ruled out in the message or in the `facts` before it.

    Of "no horror, well, horror is fine" only the second counts, and weighs nothing; of "wireless, but wired is fine"
    the first is left as a leaning. A lasting taste told along the way stays what it is.
    """
    kept: list[Statement] = []
    for statement in statements:
        if statement.strength == CONCEDED and statement.facet not in (ITEM, WISH):
            before = [s for s in kept if _is_contrary(s, statement)]
            passing = [s for s in before if s.scope is Scope.SESSION]
            if before or any(_is_contrary(fact, statement) for fact in facts):
                statement = statement.model_copy(update={"hard": False, "strength": 0.0})
            kept = [s for s in kept if s not in passing]
            if any(_is_wanted(s) for s in passing):
                statement = passing[-1].model_copy(update={"hard": False, "strength": _LEFT})
        kept.append(statement)
    return kept


def tempered(statements: Sequence[Statement]) -> list[Statement]:
    """Without what is not to be too much of where it is wanted: "something scary, but not TOO scary" is scary."""
    wanted = {(s.facet, s.value) for s in statements if _is_wanted(s)}
    return [s for s in statements if _is_wanted(s) or s.hard or (s.facet, s.value) not in wanted]


def distinct(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements without repeats, in order."""
    return tuple({(s.facet, s.value, s.min, s.max, s.polarity): s for s in statements}.values())


def _is_contrary(one: Statement | Fact, other: Statement) -> bool:
    return (one.facet, one.value) == (other.facet, other.value) and one.polarity is not other.polarity


def _sentences(text: str, corrects: bool, split: re.Pattern[str]) -> list[Part]:
    pieces = [piece.strip() for piece in split.split(text) if piece and piece.strip()]
    return [Part(piece, corrects and n == 0) for n, piece in enumerate(pieces)]


def _is_wanted(statement: Statement) -> bool:
    return statement.polarity is Polarity.LIKE
