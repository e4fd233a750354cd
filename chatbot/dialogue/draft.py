"""What code makes of a message, as notes for the model that reads it: `{request; +genre thriller; +runtime< 2 h}`.

The model sees what the catalogue has under which name, and what the parser took each thing for, and is trained to
say where that is wrong.
"""

from collections.abc import Iterable, Sequence

from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.frame import KNOWN, LINES, readable
from chatbot.dialogue.items_named import KNOWN_STRENGTH
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.text import span_of
from chatbot.records import ITEM, WISH, Polarity, Scope, SessionState, Statement, Understanding

_SIGNS = {
    (Polarity.LIKE, Scope.SESSION): "+",
    (Polarity.LIKE, Scope.LASTING): "*",
    (Polarity.DISLIKE, Scope.SESSION): "-",
    (Polarity.DISLIKE, Scope.LASTING): "x",
}
_BRIEF = 28
"""Characters of a phrase: the message itself has the rest."""
_READINGS = 2
"""Facets that a phrase is noted with, where it is a value of several."""

Note = tuple[int, str]
"""Where the words stand, and what is noted of them."""


def drafted(parsed: Understanding, mentions: Sequence[Mention], state: SessionState) -> str:
    """All that the parser made of a message, and what it names besides; what it is for comes first."""
    notes: list[Note] = []
    spans: list[tuple[int, int]] = []
    for statement in parsed.statements:
        span = span_of(parsed.text, statement.words)
        if span is None or statement.facet == WISH:
            continue
        spans.append(span)
        notes.append((span[0], _said(statement, _denied(statement, mentions))))
    for critique in parsed.critiques:
        span = span_of(parsed.text, critique.words)
        if span is not None:
            spans.append(span)
            notes.append(
                (span[0], f"{'<' if critique.direction == 'less' else '>'}{critique.facet} {critique.words[:_BRIEF]}")
            )
    notes += _named(m for m in mentions if not any(m.start < end and start < m.end for start, end in spans))
    shown = state.on_screen
    places = [f"#{shown.index(item) + 1}" for item in parsed.references if item in shown[:9]]
    return "; ".join([",".join(parsed.intents[:2]), *_in_order(notes, parsed.text), *places])


def linked(text: str, mentions: Sequence[Mention]) -> str:
    """What a message names of the catalogue, and nothing of what it says of that."""
    return "; ".join(_in_order(_named(mentions), text))


def _denied(statement: Statement, mentions: Iterable[Mention]) -> bool:
    """Whether the words name a flag's opposite: "wired" is wanted, and noted so, where wireless is not."""
    entries = (e for m in mentions if m.words == statement.words for e in m.entries if e.facet == statement.facet)
    return isinstance(statement.value, bool) and any(entry.value is False for entry in entries)


def _said(statement: Statement, denied: bool) -> str:
    polarity = statement.polarity
    if denied:
        polarity = Polarity.LIKE if polarity is Polarity.DISLIKE else Polarity.DISLIKE
    sign = _SIGNS[polarity, statement.scope]
    if statement.facet == ITEM and statement.strength == KNOWN_STRENGTH:
        sign = KNOWN
    return f"{sign}{statement.facet}{_operator(statement)} {statement.words[:_BRIEF]}"


def _operator(statement: Statement) -> str:
    if statement.min is not None and statement.max is not None:
        return "="
    if statement.max is not None or statement.value == LOW:
        return "<"
    return ">" if statement.min is not None or statement.value == HIGH else ""


def _named(mentions: Iterable[Mention]) -> list[Note]:
    notes: list[Note] = []
    for mention in mentions:
        facets = list(dict.fromkeys(entry.facet for entry in mention.entries))[:_READINGS]
        doubt = "?" if all(entry.weak for entry in mention.entries) else ""
        if not mention.is_noun:
            notes.append((mention.start, f"{'/'.join(facets)}{doubt} {mention.words[:_BRIEF]}"))
    return notes


def _in_order(notes: Iterable[Note], text: str) -> list[str]:
    """The notes of what the model reads of the text."""
    end = len(readable(text))
    return list(dict.fromkeys(note for start, note in sorted(notes) if start < end))[:LINES]
