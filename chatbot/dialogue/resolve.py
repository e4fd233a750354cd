"""From a frame to statements: each phrase is linked to the catalogue, each number read by code."""

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.pack import Facet
from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.dialogue.frame import KNOWN, STANCES, Frame, FrameLine, Stance
from chatbot.dialogue.items_named import known_item
from chatbot.dialogue.linking import Entry, Linker, Mention, affirmed
from chatbot.dialogue.nearest import NearestValue
from chatbot.dialogue.numbers import Bound
from chatbot.dialogue.sentences import SentenceReader
from chatbot.dialogue.signs import Span, signed
from chatbot.dialogue.stance import GRADED, Stances
from chatbot.dialogue.text import CJK, key_of
from chatbot.records import ITEM, WISH, Critique, Intent, Polarity, Scope, SessionState, Statement

_OPPOSITE = {LOW: HIGH, HIGH: LOW}
EXACT = 1.0
"""Confidence of a phrase that is a value's name or synonym to the letter."""
_INSIDE = 0.9
_STATING = {Intent.INFORM, Intent.REQUEST, Intent.CONSTRAIN}
_LIST = re.compile(
    r"[\s,，、/]*(?:(?:and|or|and/or|alternatively|&|\+|plus|和|或|或者|还是|以及|跟|与|都行|也行)[\s,，]*){0,2}(?:(?:a|an|the|maybe|even|else)\s+)?",
    re.IGNORECASE,
)
"""What stands between two values of a list."""


class Placed(NamedTuple):
    """A statement or a critique, and where its words stand in the message."""

    start: int
    end: int
    said: Statement | Critique


class Resolved(NamedTuple):
    """What a frame says, in terms of the catalogue.

    references: ids of items pointed at or named. read: where the phrases stand of which the model made anything.
    """

    placed: tuple[Placed, ...] = ()
    references: tuple[str, ...] = ()
    read: tuple[Span, ...] = ()

    @property
    def statements(self) -> tuple[Statement, ...]:
        return tuple(p.said for p in self.placed if isinstance(p.said, Statement))

    @property
    def critiques(self) -> tuple[Critique, ...]:
        return tuple(p.said for p in self.placed if isinstance(p.said, Critique))


class Resolver:
    """Resolves frames about one catalogue. A phrase that is not in the message is dropped, never guessed at."""

    def __init__(
        self,
        catalogue: Catalogue,
        linker: Linker,
        readers: Mapping[str, SentenceReader],
        nearest: NearestValue | None,
        small: bool = False,
    ) -> None:
        """readers: of numbers, degrees and negations, by language. nearest: links by meaning what nothing else links;
        None: such a phrase stays a wish. small: the model is, so its signs are put right by the negations of the
        message, and a direction is not believed without a word for it.
        """
        self._catalogue = catalogue
        self._facets = catalogue.pack.facets
        self._linker = linker
        self._readers = readers
        self._nearest = nearest
        self._small = small

    def __call__(self, frame: Frame, text: str, state: SessionState, language: str) -> Resolved:
        lines = _placed(frame.lines, text)
        if self._small:
            stances = self._readers[language].stances(text)
            named_here = self._linker.mentions(text)
            lines = signed([self._widened(line, span, named_here) for line, span in lines], stances)
            lines = [(self._refaceted(line, span, stances, language), span) for line, span in lines]
        placed = [
            Placed(*span, said) for line, span in lines for said in self._said(line, text, span, frame, state, language)
        ]
        named = [item for line, _ in lines if line.facet == ITEM and (item := self._item(line.phrase))]
        placed = _alternatives(placed, text)
        shown = state.on_screen
        places = [n - 1 if n > 0 else n for n in frame.references]
        pointed = [shown[n] for n in places if -len(shown) <= n < len(shown)]
        return Resolved(tuple(placed), tuple(dict.fromkeys([*pointed, *named])), tuple(span for _, span in lines))

    @property
    def main(self) -> str | None:
        """The facet that says what kind of thing an item is, where the pack has one."""
        return self._catalogue.pack.main

    def facet(self, name: str) -> Facet | None:
        return self._facets.get(name)

    def leans(self, statement: Statement) -> bool:
        """Whether it is a value that only counts in the score, not a condition."""
        facet = self._facets.get(statement.facet)
        return facet is not None and not facet.strict and not statement.hard and statement.value is not None

    def title(self, item_id: str) -> str:
        item = self._catalogue.item(item_id)
        return item.title if item else item_id

    def _said(
        self, line: FrameLine, text: str, span: Span, frame: Frame, state: SessionState, language: str
    ) -> Sequence[Statement | Critique]:
        if not line.sign:
            return self._critique(line, language)
        if (names := self._linker.lookup(line.phrase)) and all(self._is_chance(e, line.phrase) for e in names):
            return ()
        if line.facet == ITEM:
            return self._about_item(line, frame)
        facet = self._facets.get(line.facet)
        stance = STANCES.get(line.sign)
        if stance is None:
            return ()
        if facet is not None and facet.kind == "number":
            return self._about_number(line, stance, text, span, state, language)
        linked = self._linked(line, state)
        if not linked:
            return (
                self._measured(stance, text, span, language, line.phrase)
                or self._degree(line, stance, language)
                or self._alike(line, stance)
                or _wish(line, stance)
            )
        if len(linked) > 1:
            return [_valued(entry, self._facets[entry.facet], stance, line.phrase, sure) for entry, sure in linked]
        ((entry, sure),) = linked
        bearers = self._linker.bearers(entry, self._linker.lookup(line.phrase) if stance.scope is Scope.SESSION else ())
        said = [_valued(each, self._facets[each.facet], stance, line.phrase, sure) for each in bearers]
        return [s.model_copy(update={"alternative": True}) for s in said] if len(said) > 1 else said

    def _widened(self, line: FrameLine, span: Span, named: Sequence[Mention]) -> tuple[FrameLine, Span]:
        """The line with the whole of a name of which its phrase is a part ("usb-c | cable")."""
        for mention in named:
            inside = mention.start <= span[0] and span[1] <= mention.end and len(line.phrase) < len(mention.words)
            if inside and any(e.facet == line.facet and not e.weak for e in mention.entries):
                return line.model_copy(update={"phrase": mention.words}), (mention.start, mention.end)
        return line, span

    def _refaceted(self, line: FrameLine, span: Span, stances: Stances, language: str) -> FrameLine:
        """The line with the facet that the words before its phrase ask for, where it is a name in several."""
        entries = tuple(e for e in self._linker.lookup(line.phrase) if e.facet in self._facets and not e.weak)
        if len({e.facet for e in entries}) < 2:
            return line
        mention = Mention(*span, line.phrase, entries)
        return line.model_copy(update={"facet": self._readers[language].values.entry(mention, stances).facet})

    def _linked(self, line: FrameLine, state: SessionState) -> list[tuple[Entry, float]]:
        """The values a phrase stands for, and how sure that is: exactly, inside the phrase, then fuzzily.

        The facet of the line comes first. By meaning it is linked last of all, in `_alike`.
        """
        facet = self._facets.get(line.facet)
        exact = [e for e in self._meant(line.phrase) if e.facet in self._facets]
        chosen = _of_facet(exact, line.facet) or next((e for e in exact if not e.weak), None)
        if chosen is not None:
            return [(chosen, EXACT)]
        mentions = self._linker.mentions(line.phrase)
        named = sum(m.end - m.start for m in mentions if not m.is_item)
        inside: list[tuple[Entry, float]] = []
        for mention in mentions:
            entries = [e for e in mention.entries if e.facet in self._facets and not self._is_chance(e, mention.words)]
            own = _of_facet(entries, line.facet)
            # Values of other facets count only where the phrase says little else.
            any_other = next((e for e in entries if not e.weak), None) if 2 * named >= len(line.phrase) else None
            if (chosen := own or any_other) is not None:
                inside.append((chosen, mention.certainty * _INSIDE))
        if inside or facet is None:
            return inside
        if facet.kind == "flag":
            return [(Entry(line.facet, value=True), EXACT)] if state.open_question == line.facet else []
        near = self._linker.named(line.phrase, [line.facet])
        return [(near.entries[0], near.certainty * _INSIDE)] if near is not None else []

    def _alike(self, line: FrameLine, stance: Stance) -> Sequence[Statement]:
        """The value that the phrase means without naming it: a guess, and so never a hard condition."""
        found = self._nearest(line.phrase, line.facet) if self._nearest is not None else None
        if found is None:
            return ()
        value, likeness = found
        return (
            Statement(
                facet=line.facet,
                value=value,
                polarity=stance.polarity,
                scope=stance.scope,
                strength=stance.strength * likeness,
                words=line.phrase,
                confidence=likeness,
            ),
        )

    def _about_number(
        self,
        line: FrameLine,
        stance: Stance,
        text: str,
        span: Span,
        state: SessionState,
        language: str,
    ) -> Sequence[Statement | Critique]:
        against = stance.polarity is Polarity.DISLIKE
        bound = self._readers[language].numbers.bound(
            line.facet, line.operator, text, span, against, state.open_question
        )
        if bound is None:
            known = self._degree(line, stance, language)
            return known or (() if self._small else self._level(line, line.facet, _sort(line), stance))
        if against and bound.open_ended:  # the other side is wanted
            stance = stance.model_copy(update={"polarity": Polarity.LIKE, "hard": None})
        return _bounded(bound, stance, line.phrase)

    def _measured(self, stance: Stance, text: str, span: Span, language: str, words: str) -> Sequence[Statement]:
        """A number with its unit, whichever facet the line says."""
        bound = self._readers[language].numbers.measured(text, span)
        return _bounded(bound, stance, words) if bound is not None else ()

    def _degree(self, line: FrameLine, stance: Stance, language: str) -> Sequence[Statement | Critique]:
        """A word of degree of the pack ("cheap", "lighter"), whichever facet the line says."""
        found = self._readers[language].degrees.read(line.phrase)
        found = [d for d in found if 2 * (d.end - d.start) >= len(line.phrase)]
        if not found:
            return ()
        first = next((d for d in found if d.facet == line.facet), found[0])
        if first.is_level:
            return self._level(line, first.facet, first.sort, stance)
        return (Critique(facet=first.facet, direction="less" if first.sort == "less" else "more", words=line.phrase),)

    def _level(self, line: FrameLine, facet: str, sort: str, stance: Stance) -> Sequence[Statement | Critique]:
        if not sort:
            return ()
        liked = stance.polarity is Polarity.LIKE
        value = sort if liked else _OPPOSITE[sort]
        strength = stance.strength if liked else GRADED
        return (Statement(facet=facet, value=value, strength=strength, scope=stance.scope, words=line.phrase),)

    def _critique(self, line: FrameLine, language: str) -> Sequence[Statement | Critique]:
        known = self._readers[language].degrees.read(line.phrase)
        facet = line.facet if any(d.facet == line.facet for d in known) or not known else known[0].facet
        if facet not in self._facets or self._facets[facet].kind != "number":
            return ()
        return (Critique(facet=facet, direction="less" if line.operator == "<" else "more", words=line.phrase),)

    def _about_item(self, line: FrameLine, frame: Frame) -> Sequence[Statement]:
        item = self._item(line.phrase)
        if line.sign == KNOWN:
            if item is None or not set(frame.intents[:1]) & _STATING:
                return ()  # "is Alien good?" names it and says nothing of one's own
            return (known_item(item, line.phrase),)
        stance = STANCES[line.sign]
        if item is None:
            return _wish(line, stance)
        return (
            Statement(
                facet=ITEM,
                value=item,
                polarity=stance.polarity,
                scope=stance.scope,
                strength=stance.strength if stance.polarity is Polarity.LIKE else 1.0,
                words=line.phrase,
            ),
        )

    def _item(self, phrase: str) -> str | None:
        ids = [str(e.value) for e in self._meant(phrase) if e.facet == ITEM]
        if not ids and (near := self._linker.named(phrase, [ITEM])) is not None:
            ids = [str(e.value) for e in near.entries]
        return self._best_known(ids) if ids else None

    def _meant(self, phrase: str) -> list[Entry]:
        """What a phrase stands for by name, but for names that it is only by chance."""
        return [e for e in self._linker.lookup(phrase) if not self._is_chance(e, phrase)]

    def _is_chance(self, entry: Entry, words: str) -> bool:
        """Whether an ordinary word is a name too ("it", "long"), and is not written as one."""
        return entry.weak and words.islower() and (self._linker.is_stop(words) or self._linker.knows(words))

    def _best_known(self, ids: Sequence[str]) -> str:
        fame = self._catalogue.pack.prior.fame
        if fame is None:
            return ids[0]
        numbers = self._catalogue.table.numbers(fame)
        return max(ids, key=lambda i: float(numbers[row]) if (row := self._catalogue.row(i)) is not None else 0.0)


def _valued(entry: Entry, facet: Facet, stance: Stance, words: str, confidence: float) -> Statement:
    hard = facet.strict if stance.hard is None else stance.hard
    value, polarity = affirmed(entry.value, stance.polarity)
    return Statement(
        facet=entry.facet,
        value=value,
        polarity=polarity,
        hard=hard,
        scope=stance.scope,
        strength=0.8 if hard and stance.hard is None else stance.strength,
        words=words,
        confidence=confidence,
    )


def _bounded(bound: Bound, stance: Stance, words: str) -> Sequence[Statement]:
    hoped = stance.hard is False and stance.polarity is Polarity.LIKE and stance.scope is Scope.SESSION
    return (
        Statement(
            facet=bound.facet,
            min=bound.min,
            max=bound.max,
            polarity=stance.polarity,
            hard=stance.hard is not False and stance.polarity is Polarity.LIKE,
            scope=stance.scope,
            strength=stance.strength if hoped else 1.0 if bound.firm else 0.7,
            words=words,
        ),
    )


def _alternatives(placed: Sequence[Placed], text: str) -> list[Placed]:
    """Wanted values of one facet that stand in a list ("comedy or romance") are marked as such."""
    marked = list(placed)
    for n, (one, other) in enumerate(pairwise(placed)):
        a, b = one.said, other.said
        if not isinstance(a, Statement) or not isinstance(b, Statement) or a.value is None or b.value is None:
            continue
        alike = a.facet == b.facet and a.polarity is b.polarity is Polarity.LIKE and a.facet not in (ITEM, WISH)
        if alike and _LIST.fullmatch(text[one.end : other.start]):
            for at, said in ((n, a), (n + 1, b)):
                marked[at] = marked[at]._replace(said=said.model_copy(update={"alternative": True}))
    return marked


def _of_facet(entries: Sequence[Entry], facet: str) -> Entry | None:
    return next((e for e in entries if e.facet == facet), None)


def _wish(line: FrameLine, stance: Stance) -> Sequence[Statement]:
    if len(key_of(line.phrase)) < (2 if CJK.search(line.phrase) else 3):
        return ()
    return (
        Statement(
            facet=WISH,
            value=line.phrase[:160],
            polarity=stance.polarity,
            strength=stance.strength,
            words=line.phrase,
            confidence=0.7,
        ),
    )


def _sort(line: FrameLine) -> str:
    return {"<": LOW, ">": HIGH}.get(line.operator, "")


def _placed(lines: Iterable[FrameLine], text: str) -> list[tuple[FrameLine, Span]]:
    """The lines whose phrases stand in the text, with their places."""
    found, at = [], 0
    for line in lines:
        start = _find(text, line.phrase, at)
        if start is None:
            continue
        end = start + len(line.phrase)
        found.append((line, (start, end)))
        at = end if start >= at else at
    return found


def _find(text: str, phrase: str, at: int) -> int | None:
    """Where a phrase stands, from `at` on, else anywhere; None when it is not in the text (or empty)."""
    if not phrase.strip():
        return None
    for start in (text.find(phrase, at), text.find(phrase)):
        if start >= 0:
            return start
    found = text.casefold().find(phrase.casefold())
    return found if found >= 0 else None
