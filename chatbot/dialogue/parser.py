"""The deterministic parser: a message and the dialogue state in, an Understanding out. Needs no language model."""

import re
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple

import numpy as np

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.intents import SPLIT, Findings, IntentReader, main_intent
from chatbot.dialogue.items_named import NamedItem, NamedItems
from chatbot.dialogue.language import Language, load_language, phrases
from chatbot.dialogue.linking import Entry, Linker, Mention
from chatbot.dialogue.numbers import Bound, NumberReader
from chatbot.dialogue.references import references
from chatbot.dialogue.stance import Stance, Stances
from chatbot.dialogue.text import key_of, language_of
from chatbot.dialogue.wishes import WishReader
from chatbot.prompts import Prompts
from chatbot.records import ITEM, WISH, Critique, Intent, Polarity, Scope, SessionState, Statement, Understanding, Value

LOW, HIGH = "low", "high"
"""Values of a number facet in words ("cheap", "recent"): where in the catalogue's range, not a bound."""

_TALK = {
    Intent.WHY,
    Intent.COMPARE,
    Intent.ASK_ITEM,
    Intent.PROFILE,
    Intent.SUPPORT,
    Intent.HANDOFF,
    Intent.ACCEPT,
    Intent.UNDO,
    Intent.RESET,
}
"""Intents whose sentences state no preference, whatever they mention."""


class _Sentence(NamedTuple):
    intents: list[Intent]
    statements: list[Statement]
    critiques: list[Critique]
    references: tuple[str, ...]
    wish: str


class _Tools(NamedTuple):
    """What depends on the language."""

    language: Language
    intents: IntentReader
    numbers: NumberReader
    wishes: WishReader


class Parser:
    """Parses messages about one catalogue."""

    def __init__(self, catalogue: Catalogue, prompts: Prompts) -> None:
        self._catalogue = catalogue
        self._facets = catalogue.pack.facets
        self._languages = {code: load_language(prompts, code) for code in prompts.languages()}
        stop = frozenset(w for language in self._languages.values() for w in language.stop)
        self.linker = Linker(catalogue, stop)
        self._items = NamedItems(catalogue, self.linker)
        self._titles = {item.id: item.title for item in catalogue.items}
        self._tools = {code: self._tools_for(language) for code, language in self._languages.items()}
        self._cues = {n: phrases(w for words in f.cues.values() for w in words) for n, f in self._facets.items()}
        self._labels = {
            name: phrases([name.replace("_", " "), *facet.label.values()]) for name, facet in self._facets.items()
        }

    def parse(self, text: str, state: SessionState) -> Understanding:
        """Understand one clean message. Never raises for what a person may type."""
        code = language_of(text, state.language)
        tools = self._tools.get(code) or self._tools["en"]
        if tools.intents.manipulates(text):
            return Understanding(text=text, intent=Intent.OUT_OF_SCOPE, intents=(Intent.OUT_OF_SCOPE,), language=code)
        read = [self._sentence(part.strip(), tools, state) for part in SPLIT.split(text) if part and part.strip()]
        intents = list(dict.fromkeys(intent for sentence in read for intent in sentence.intents)) or [
            Intent.OUT_OF_SCOPE
        ]
        if len(intents) > 1 and Intent.OUT_OF_SCOPE in intents:
            intents.remove(Intent.OUT_OF_SCOPE)
        pointed = tuple(dict.fromkeys(item for sentence in read for item in sentence.references))
        return Understanding(
            text=text,
            intent=main_intent(intents),
            intents=tuple(intents),
            statements=_consistent(s for sentence in read for s in sentence.statements),
            critiques=tuple(c for sentence in read for c in sentence.critiques),
            references=pointed,
            wish=" ".join(sentence.wish for sentence in read if sentence.wish),
            language=code,
        )

    def manipulates(self, understanding: Understanding) -> bool:
        """Whether the message tries to give the assistant orders about itself."""
        return self._tools[understanding.language].intents.manipulates(understanding.text)

    def _tools_for(self, language: Language) -> _Tools:
        pack = self._catalogue.pack
        numbers = NumberReader(language, self._facets, self._catalogue.table, datetime.now(UTC).year)
        return _Tools(language, IntentReader(language, pack), numbers, WishReader(language, pack, self.linker))

    def _sentence(self, text: str, tools: _Tools, state: SessionState) -> _Sentence:
        language = tools.language
        mentions = self.linker.mentions(text)
        stances = Stances(text, language, mentions)
        items = self._items.read(text, mentions, stances, language)
        taken = [(i.start, i.end) for i in items]
        bounds = [b for b in tools.numbers.bounds(text) if not _inside_name(b, mentions) and not _within(b, taken)]
        mentions = [m for m in mentions if not any(b.start < m.end and m.start < b.end for b in bounds)]
        values = [m for m in mentions if not m.is_noun and not m.is_item and not _overlaps(m, taken)]
        values = [m for m in values if self._cued(m, stances)]

        statements = self._values(values, stances, text)
        statements += [self._bound(b, text, stances) for b in bounds]
        critiques, critical = self._critiques(text, tools, stances, [(b.start, b.end) for b in bounds])
        levels, leveled = self._levels(text, tools, stances, [*taken, *critical, *((b.start, b.end) for b in bounds)])
        statements += levels
        spans = [*taken, *critical, *leveled, *((b.start, b.end) for b in bounds), *((m.start, m.end) for m in values)]
        wish, unwished = tools.wishes.read(text, mentions, spans, stances)

        model = [i for i in items if i.model]
        named = {w for m in mentions if not m.is_item for w in key_of(m.words).split()}
        pointed = references(text, language, state.on_screen, self._titles, named)
        pointed = tuple(dict.fromkeys([*pointed, *(i.item_id for i in items)]))
        found = Findings(
            likes=any(s.scope is Scope.LASTING for s in [*statements, *(i.statement for i in items if i.statement)]),
            wants=any(
                s.polarity is Polarity.LIKE and s.scope is Scope.SESSION and s.min is None and s.max is None
                for s in statements
            ),
            limits=any(s.polarity is Polarity.DISLIKE or s.min is not None or s.max is not None for s in statements),
            items=bool(pointed),
            model=bool(model),
            unwanted=any(i.statement is not None and i.statement.polarity is Polarity.DISLIKE for i in items),
            critiques=bool(critiques),
            wish=bool(wish),
        )
        intents = tools.intents.read(text, found, bool(state.on_screen))
        if Intent.FORGET in intents:
            return _Sentence(intents, [*statements, *self._whole_facets(text, statements)], [], pointed, "")
        if set(intents) <= _TALK | {Intent.THANK, Intent.GREET, Intent.GOODBYE, Intent.OUT_OF_SCOPE}:
            return _Sentence(intents, [], [], pointed, "")
        talks_of_shown = bool(set(intents) & {Intent.REJECT, Intent.SIMILAR, Intent.CRITIQUE})
        statements += self._about_items(items, pointed if talks_of_shown else (), intents)
        statements += [
            Statement(facet=WISH, value=w, polarity=p, words=text[:200], confidence=0.7)
            for w, p in ((wish, Polarity.LIKE), (unwished, Polarity.DISLIKE))
            if w
        ]
        if critiques and pointed:
            critiques = [c.model_copy(update={"item_id": pointed[0]}) for c in critiques]
        return _Sentence(intents, statements, critiques, pointed, wish)

    def _cued(self, mention: Mention, stances: Stances) -> bool:
        """A weak value (a surname, a common word) counts only beside a cue of its facet, or capitalised."""
        if not all(e.weak for e in mention.entries):
            return True
        lead = stances.lead(mention.start)
        if any(self._facet_cue(e.facet).search(lead) for e in mention.entries if e.facet in self._facets):
            return True
        return (
            mention.words[:1].isupper()
            and mention.start > 0
            and len(mention.words) >= 4
            and not mention.words.isupper()
        )

    def _facet_cue(self, facet: str) -> re.Pattern[str]:
        return self._cues[facet]

    def _values(self, mentions: Sequence[Mention], stances: Stances, text: str) -> list[Statement]:
        made: list[Statement] = []
        before: Mention | None = None
        for mention in mentions:
            entry = self._entry(mention, stances)
            facet = self._facets[entry.facet]
            stance = stances.of(mention.start, mention.end, facet.strict)
            joined = before is not None and stances.joined(before, mention)
            alternative = joined or (before is None and bool(stances._language.also.match(text)))
            if joined and made and made[-1].facet == entry.facet:
                made[-1] = made[-1].model_copy(update={"alternative": True})
            made.append(_statement(entry.facet, entry.value, stance, mention, alternative))
            before = mention
        return made

    def _entry(self, mention: Mention, stances: Stances) -> Entry:
        """The reading of an ambiguous name that its cue asks for ("directed by"), else the most frequent one."""
        if len(mention.entries) == 1:
            return mention.entries[0]
        values = [e for e in mention.entries if e.facet in self._facets]
        lead = stances.lead(mention.start)
        for entry in values:
            if self._facets[entry.facet].kind == "entity" and self._facet_cue(entry.facet).search(lead):
                return entry
        return max(values, key=self._standing)

    def _standing(self, entry: Entry) -> tuple[bool, bool, bool, int]:
        """A flag or condition before a mere leaning, a kind before a name, then the frequent before the rare."""
        facet = self._facets[entry.facet]
        count = self._catalogue.table.values(entry.facet).get(str(entry.value), 0) if facet.kind == "entity" else 0
        return not entry.weak, facet.kind == "flag" or facet.strict, facet.kind != "entity", count

    def _bound(self, bound: Bound, text: str, stances: Stances) -> Statement:
        soft = bool(stances._language.soft.search(stances.lead(bound.start)))
        low, high = bound.min, bound.max
        zone = stances.negation(bound.start, bound.end)
        if zone is not None and (low is None) != (high is None):  # "nothing under 50", "not before 1990"
            # A year ends before the next begins; any other limit may be met.
            step = 1 if self._facets[bound.facet].unit == "year" else 0
            low, high = (high + step, None) if high is not None else (None, (low or 0) - step)
        return Statement(
            facet=bound.facet,
            min=low,
            max=high,
            hard=not soft,
            strength=0.7 if not bound.firm or soft else 1.0,
            words=text[bound.start : bound.end],
        )

    def _critiques(
        self, text: str, tools: _Tools, stances: Stances, taken: Sequence[tuple[int, int]]
    ) -> tuple[list[Critique], list[tuple[int, int]]]:
        found, spans = [], []
        code = tools.language.code
        for name, facet in self._facets.items():
            for direction, groups in (("less", facet.less), ("more", facet.more)):
                for m in phrases(groups.get(code, ())).finditer(text):
                    if any(s < m.end() and m.start() < e for s, e in taken):
                        continue  # "cheaper than 50", "27 inch or bigger" are bounds
                    flipped = stances.negation(m.start(), m.end()) is not None
                    way = direction if not flipped else "more" if direction == "less" else "less"
                    found.append(Critique(facet=name, direction="less" if way == "less" else "more", words=m.group()))
                    spans.append(m.span())
        return found, spans

    def _levels(
        self, text: str, tools: _Tools, stances: Stances, taken: Sequence[tuple[int, int]]
    ) -> tuple[list[Statement], list[tuple[int, int]]]:
        """ "cheap", "recent", "not too long": a wish for little or much of a number facet."""
        made: list[Statement] = []
        spans: list[tuple[int, int]] = []
        for name, facet in self._facets.items():
            for level, groups in ((HIGH, facet.high), (LOW, facet.low)):
                for m in phrases(groups.get(tools.language.code, ())).finditer(text):
                    if any(s < m.end() and m.start() < e for s, e in (*taken, *spans)):
                        continue
                    spans.append(m.span())
                    zone = stances.negation(m.start(), m.end())
                    if zone and not zone.mild and (ceiling := self._floor_of(name)) is not None and level == HIGH:
                        made.append(Statement(facet=name, max=ceiling, hard=True, words=m.group()))
                        continue
                    wanted = level if zone is None else (HIGH if level == LOW else LOW)
                    made.append(Statement(facet=name, value=wanted, strength=0.6 if zone else 0.8, words=m.group()))
        return made, spans

    def _floor_of(self, facet: str) -> float | None:
        """For a short scale (0-3, 1-5), the value up to which something still has "none" of it: the first third."""
        numbers = self._catalogue.table.numbers(facet)
        low, high = float(np.nanmin(numbers)), float(np.nanmax(numbers))
        return low + (high - low) / 3 if 0 < high - low <= 5 else None

    def _about_items(
        self, items: Sequence[NamedItem], pointed: Sequence[str], intents: Sequence[Intent]
    ) -> list[Statement]:
        made = [item.statement for item in items if item.statement is not None]
        named = {item.item_id for item in items}
        for item_id in pointed:
            if item_id in named:
                continue
            if Intent.REJECT in intents:
                made.append(
                    Statement(facet=ITEM, value=item_id, polarity=Polarity.DISLIKE, words=self._titles[item_id])
                )
            elif Intent.SIMILAR in intents:
                made.append(Statement(facet=ITEM, value=item_id, words=self._titles[item_id]))
        return made

    def _whole_facets(self, text: str, stated: Sequence[Statement]) -> list[Statement]:
        """ "forget the budget": facets named without a value."""
        named = {s.facet for s in stated}
        return [
            Statement(facet=n, words=text[:200])
            for n, label in self._labels.items()
            if n not in named and label.search(text)
        ]


def _statement(facet: str, value: Value, stance: Stance, mention: Mention, alternative: bool) -> Statement:
    return Statement(
        facet=facet,
        value=value,
        polarity=stance.polarity,
        hard=stance.hard,
        scope=stance.scope,
        strength=stance.strength,
        words=mention.words,
        confidence=mention.certainty,
        alternative=alternative,
    )


def _consistent(statements: Iterable[Statement]) -> tuple[Statement, ...]:
    """The statements without repeats, in order."""
    return tuple({(s.facet, s.value, s.min, s.max, s.polarity): s for s in statements}.values())


def _overlaps(mention: Mention, spans: Sequence[tuple[int, int]]) -> bool:
    return any(s < mention.end and mention.start < e for s, e in spans)


def _within(bound: Bound, spans: Sequence[tuple[int, int]]) -> bool:
    return any(s <= bound.start and bound.end <= e for s, e in spans)


def _inside_name(bound: Bound, mentions: Sequence[Mention]) -> bool:
    """Whether a number is part of a name that goes on beyond it ("Ocean's 11", "Drift 2")."""
    return any(
        m.start <= bound.start
        and bound.end <= m.end
        and (m.end - m.start) > (bound.end - bound.start)
        and not m.is_noun
        for m in mentions
    )
