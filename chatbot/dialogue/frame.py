"""The compact frame in which the language model writes down a message, and the state it is shown for it.

One line says what the message is for, one line each thing it says, every phrase copied from the message:

    request,support
    +genre: thriller
    -mood: gloomy
    +runtime<: two hours
    #2
"""

import json
import re
from collections.abc import Mapping, Sequence
from typing import Literal

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.pack import Pack
from chatbot.catalogue.table import FacetTable
from chatbot.dialogue.stance import GRADED
from chatbot.dialogue.text import CJK
from chatbot.records import ITEM, WISH, Fact, Intent, Polarity, Record, Scope, SessionState

READ = 480
"""Bytes of a message that the model reads, as its tokens go by bytes; the parser reads it all."""
LINES = 12
"""Statements the model may write; the parser finds those of a longer list."""
_END = "<|im_end|>"
"""Must be named: llama.cpp lets no answer end where its grammar could go on."""
_TITLE = 24
"""Characters of a shown title that the model sees: enough to tell it from the others."""
_EXAMPLES = 3
_RECALLED = 4
"""Facts that the model is reminded of, the newest."""
_BRIEF = 20
"""Characters of a fact's words."""


class Stance(Record):
    """What one sign of the frame means for a statement."""

    polarity: Polarity = Polarity.LIKE
    hard: bool | None = None
    """None: as the facet has it."""
    scope: Scope = Scope.SESSION
    strength: float = 0.9


STANCES: Mapping[str, Stance] = {
    "+": Stance(),
    "?": Stance(hard=False, strength=0.5),
    "!": Stance(hard=True, strength=1.0),
    "*": Stance(hard=False, scope=Scope.LASTING),
    "-": Stance(polarity=Polarity.DISLIKE, hard=True, strength=1.0),
    "~": Stance(polarity=Polarity.DISLIKE, hard=False, strength=GRADED),
    "x": Stance(polarity=Polarity.DISLIKE, hard=True, scope=Scope.LASTING, strength=1.0),
}
"""want, would be nice, must, lasting taste, avoid, not too much, lasting dislike"""
WRITTEN = tuple(intent for intent in Intent if intent is not Intent.WHAT_IF)
"""The intents that the tuned model writes; the parser knows the others by their words."""
KNOWN = "."
"""Sign of an item that the user has or knows already."""

Operator = Literal["<", ">", "=", "~", ""]


class FrameLine(Record):
    """One thing said. `sign`: one of STANCES, KNOWN, or "" for a critique; `operator`: of a number or a critique."""

    sign: str
    facet: str
    operator: Operator = ""
    phrase: str = ""


class Frame(Record):
    """What the model wrote, read back. `references`: places of shown items, 1 the first, -1 the last."""

    intents: tuple[Intent, ...] = ()
    lines: tuple[FrameLine, ...] = ()
    references: tuple[int, ...] = ()


_LINE = re.compile(r"([+?!*\-~x.])([a-z0-9_-]+)([<>=~]?): (.*)")
_CRITIQUE = re.compile(r"([<>])([a-z0-9_-]+): (.*)")
_REFERENCE = re.compile(r"#(-?\d)")


def written(frame: Frame) -> str:
    """The frame as text: what the model is trained to write."""
    rows = [",".join(frame.intents)]
    for line in frame.lines:
        head = f"{line.sign}{line.facet}{line.operator}" if line.sign else f"{line.operator}{line.facet}"
        rows.append(f"{head}: {line.phrase}")
    return "\n".join([*rows, *(f"#{place}" for place in frame.references)])


def read(text: str) -> Frame:
    """The frame in a text; lines that are none are passed over, so an answer cut short still says what it says."""
    head, *rows = text.lstrip().split("\n")
    known = {intent.value: intent for intent in Intent}
    intents = tuple(dict.fromkeys(known[name] for name in head.strip().split(",") if name in known))
    lines: list[FrameLine] = []
    references: list[int] = []
    for row in rows:
        if match := _LINE.fullmatch(row):
            sign, facet, operator, phrase = match.groups()
            lines.append(
                FrameLine.model_validate({"sign": sign, "facet": facet, "operator": operator, "phrase": phrase})
            )
        elif match := _CRITIQUE.fullmatch(row):
            operator, facet, phrase = match.groups()
            lines.append(FrameLine.model_validate({"sign": "", "facet": facet, "operator": operator, "phrase": phrase}))
        elif match := _REFERENCE.fullmatch(row):
            references.append(int(match.group(1)))
    return Frame(intents=intents, lines=tuple(lines), references=tuple(references))


def grammar(pack: Pack, message: str) -> str:
    """An llguidance grammar for frames about one message: facets of this pack, phrases copied from the message."""
    by_kind = {kind: [n for n, f in pack.facets.items() if f.kind == kind] for kind in ("number", "flag")}
    words = [n for n, f in pack.facets.items() if f.kind in ("category", "entity")]
    plain = [*words, *by_kind["flag"], WISH, ITEM]
    copied = readable(message)
    unit = "substring_chars" if CJK.search(copied) else "substring_words"
    rules = [
        "%llguidance {}",
        f'start: INTENT ("," INTENT){{0,2}} ("\\n" line){{0,{LINES}}} {_END}',
        f"INTENT: {_any(WRITTEN)}",
        "line: said | critique | REFERENCE" if by_kind["number"] else "line: said | REFERENCE",
        'said: SIGN PLAIN ": " phrase' + (' | SIGN NUMBER OPERATOR ": " phrase' if by_kind["number"] else ""),
        f"SIGN: {_any([*STANCES, KNOWN])}",
        f"PLAIN: {_any(plain)}",
        'REFERENCE: "#" ("-1" | /[1-9]/)',
        f"phrase: %regex {json.dumps({unit: copied})}",
    ]
    if by_kind["number"]:
        rules += [
            f"NUMBER: {_any(by_kind['number'])}",
            'OPERATOR: "<" | ">" | "=" | "~"',
            'critique: DIRECTION NUMBER ": " phrase',
            'DIRECTION: "<" | ">"',
        ]
    return "\n".join(rules)


def _any(words: Sequence[str]) -> str:
    return " | ".join(json.dumps(str(word)) for word in words)


def schema(pack: Pack, table: FacetTable) -> str:
    """What the model is told of a catalogue: its noun and its facets, with a few values each. The same every turn."""
    rows = [pack.nouns("en")]
    for name, facet in pack.facets.items():
        match facet.kind:
            case "number":
                rows.append(f"{name} #{facet.unit}")
            case "flag":
                rows.append(f"{name}?")
            case "entity":
                rows.append(f"{name} @")
            case _:
                rows.append(f"{name}: {', '.join(_spread(list(table.values(name)) or list(facet.values)))}")
    return "\n".join(rows)


def _spread(values: Sequence[str]) -> list[str]:
    """A few values, the most frequent first."""
    return [value for value in values[: 2 * _EXAMPLES] if len(value) <= _TITLE][:_EXAMPLES]


def shown(message: str, state: SessionState, catalogue: Catalogue, facts: Sequence[Fact] = (), names: str = "") -> str:
    """The message with what it may speak of: what was said, what is on screen, what was asked, what it names."""
    items = [item for item in map(catalogue.item, state.on_screen[:5]) if item is not None]
    said = [
        brief(fact.facet, fact.words, fact.polarity is Polarity.DISLIKE)
        for fact in facts
        if fact.words and fact.facet not in (ITEM, WISH)
    ]
    return situated(message, [item.title for item in items], state.open_question, said[-_RECALLED:], names)


def brief(facet: str, words: str, disliked: bool = False) -> str:
    """A fact as the model is reminded of it."""
    return f"{'-' if disliked else ''}{facet} {readable(words)[:_BRIEF].strip()}"


def situated(message: str, titles: Sequence[str], asked: str | None, said: Sequence[str] = (), names: str = "") -> str:
    notes = []
    if said:
        notes.append("; ".join(said))
    if titles:
        notes.append("; ".join(f"{n} {title[:_TITLE].strip()}" for n, title in enumerate(titles, 1)))
    if asked:
        notes.append(f"{asked}?")
    return "".join(f"[{note}]\n" for note in notes) + (f"{{{names}}}\n" if names else "") + readable(message)


def readable(message: str) -> str:
    """The part of a message that the model reads, on one line."""
    return message.encode("utf-8", "ignore")[:READ].decode("utf-8", "ignore").replace("\n", " ")
