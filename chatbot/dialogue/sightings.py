"""What stands where in a sentence: items, values, numbers, words of degree, and what it points at.

Several readers see the same words. Each stretch is left to the one whose reading is the likeliest.
"""

import re
from collections.abc import Collection, Sequence
from typing import NamedTuple

import numpy as np

from chatbot.catalogue.catalogue import Shelf
from chatbot.catalogue.forms import number_forms
from chatbot.dialogue.ages_told import ages_told, with_ages
from chatbot.dialogue.bounds_said import BoundReader
from chatbot.dialogue.circumstances import without_loads
from chatbot.dialogue.complaints import holds, reasons
from chatbot.dialogue.degrees import Degree, DegreeReader
from chatbot.dialogue.goes_with import goes_with
from chatbot.dialogue.items_named import NamedItem, NamedItems
from chatbot.dialogue.language import Language
from chatbot.dialogue.linking import Entry, Linker, Mention
from chatbot.dialogue.numbers import Bound, NumberReader
from chatbot.dialogue.parts import PartReader
from chatbot.dialogue.persons import PersonReader
from chatbot.dialogue.references import Pointing, Screen, entire, pointing
from chatbot.dialogue.script import simplified
from chatbot.dialogue.shifts import Shift, ShiftReader
from chatbot.dialogue.stance import Stances
from chatbot.dialogue.strangers import without_strangers
from chatbot.dialogue.text import blanked, has_words, key_of, overlaps, spans_of
from chatbot.dialogue.values_said import ValueReader
from chatbot.records import ITEM, SessionState

_NOUN_AFTER = re.compile(r" ([a-z]{3,}s)\b")
"""A word in the plural right after one of degree."""
_TITLED = re.compile(r"\b(?:mr|mrs|ms|miss|dr)\.? $", re.IGNORECASE)
"""Before a surname that is no director's or actor's ("Mr. Bean")."""


class Sightings(NamedTuple):
    """What one sentence has, each in order of place."""

    stances: Stances
    mentions: list[Mention]
    """All names of the catalogue but those inside numbers, whether or not they state something."""
    items: list[NamedItem]
    values: list[Mention]
    """The mentions that state something."""
    owned: list[Mention]
    """The kinds of things that somebody is said to have."""
    bounds: list[Bound]
    shifts: list[Shift]
    degrees: list[Degree]
    pointed: Pointing
    kept: bool
    """Whether it says that something said before is kept."""
    told: list[tuple[int, int]]
    """All that is read, and so is no wish."""

    @property
    def text(self) -> str:
        return self.stances.text

    @property
    def described(self) -> tuple[str, ...]:
        """The words that describe an item ("the red one")."""
        return tuple(self.text[start:end] for start, end in self.pointed.described)


class _Values(NamedTuple):
    """`idle`: where values stand that state nothing; `served`: those of them that what is wanted is to go with."""

    values: list[Mention]
    owned: list[Mention]
    idle: list[tuple[int, int]]
    served: list[tuple[int, int]]


class Spotter:
    """Finds what sentences in one language have of one catalogue."""

    def __init__(
        self,
        language: Language,
        catalogue: Shelf,
        linker: Linker,
        *,
        numbers: NumberReader,
        degrees: DegreeReader,
        values: ValueReader,
        bounds: BoundReader,
    ) -> None:
        self._language = language
        self._catalogue = catalogue
        self._linker = linker
        self._degrees = degrees
        self._values = values
        self._bounds = bounds
        self._shifts = ShiftReader(language, numbers)
        self._parts = PartReader(language, catalogue)
        self._items = NamedItems(catalogue, linker)
        self._persons = PersonReader(language, catalogue)
        self._titles = {item.id: item.title for item in catalogue.items}

    def __call__(self, text: str, state: SessionState, named_before: Collection[str] = ()) -> Sightings:
        """state: what was shown, for what the sentence points at, and what was asked, for what it answers.

        named_before: the kinds of things that earlier sentences of the message name.
        """
        language = self._language
        mentions = with_ages(text, self._linker.mentions(text), language, self._linker)
        phrases = [m.span() for m in language.not_negator.finditer(text) if m.group().islower()]
        mentions = [m for m in mentions if not (overlaps(m, phrases) and _is_mere_name(m))]
        chance = [m.span() for m in language.chance_names.finditer(text)]
        mentions = [m for m in mentions if not (m.is_item and any(s <= m.start and m.end <= e for s, e in chance))]
        mentions = [m for m in mentions if m.is_item or not (_is_mere_name(m) and _TITLED.search(text[: m.start]))]
        mentions = without_strangers(mentions, text, self._linker)
        mentions = [m for m in mentions if not self._in_shown_title(m, text, state)]
        mentions = [self._further(m, text, state) for m in mentions]
        verbs = [m.span(str(m.lastgroup)) for m in language.as_verb.finditer(text)]
        mentions = [m for m in mentions if (m.start, m.end) not in verbs]
        pronouns = self._persons.mentions(text, state, mentions)
        mentions = sorted([*(m for m in mentions if not overlaps(m, spans_of(pronouns))), *pronouns])
        if state.on_screen or state.open_question:
            mentions = [m for m in mentions if not _answers(m, text, language)]
        mentions = _told_apart(mentions)
        ages = [(start, end) for start, end, _ in ages_told(text, language)]
        bodies = [m.span() for m in language.body.finditer(text)]  # "I'm 1.92 m" is no size of anything
        own_ways = [m.span() for m in language.unbothered.finditer(text)]  # "I'm not squeamish" asks for no violence
        idle = [*ages, *bodies, *own_ways, *(m.span() for m in language.whiles.finditer(text))]
        degrees = [d for d in self._degrees.read(text) if not overlaps(d, idle)]  # "9 year old" is not old
        levels = [d for d in degrees if d.is_level and not language.excess.match(d.words)]
        others = [(m.start(), d.end) for d in levels if (m := language.of_others.search(text[: d.start]))]
        degrees = [d for d in degrees if not overlaps(d, others)]  # "my neighbour is noisy" asks for no noise
        degrees = self._of_kind(degrees, mentions, state)
        degrees = [d for d in degrees if not self._of_a_part(d, text, mentions)]
        degrees = [d for d in degrees if not any(m.start < d.start < m.end for m in mentions)]  # 清新|点
        facets = self._catalogue.pack.facets
        kinds = [m for m in mentions if any(e.facet in facets and facets[e.facet].kind != "entity" for e in m.entries)]
        stances = Stances(text, language, mentions, self._values.describing(mentions, degrees), spans_of(kinds))
        items = self._items.read(text, mentions, stances, language, state)
        items = [i for i in items if not overlaps(i, phrases)]  # "no rush" is no film
        named = spans_of(items)
        ended = [language.shrugged_off.match(text, item.end) for item in items]
        remarks = self._remarks(text, mentions)
        rows = self._rows_of_kind(mentions, state)
        bounds, wrong = self._bounds.read(text, mentions, named, rows, state)
        bounds = without_loads(bounds, text, language, facets)
        # Of "niece turns 10 on sunday" and 今年八十二岁 only the age is meant.
        told_of = [*ages, *bodies]
        bounds = [b for b in bounds if not any(s < end and start - 1 < e for s, e in b.spans for start, end in told_of)]
        shifts = [s for s in self._shifts.read(text, degrees) if not overlaps(s, named)]
        bounds = [b for b in bounds if not any(overlaps(s, b.spans) for s in shifts)]
        degrees = [d for d in degrees if not overlaps(d, spans_of(shifts))]
        numbers = [*(span for b in (*bounds, *wrong) for span in b.spans), *spans_of(shifts)]
        numbers += [m.span() for m in language.spends.finditer(text)] if shifts else []
        mentions = [m for m in mentions if not overlaps(m, numbers)]
        kept = language.keeps(text)
        mentions = [m for m in mentions if not self._is_feature(m, text, state)]
        before = bool(state.on_screen or named_before)
        values, owned, idle, served = self._stating(text, mentions, stances, named, kept, before)
        idle = [*idle, *remarks, *(m.span() for m in ended if m is not None)]  # "Heat is too sad" asks for nothing sad
        values = [m for m in values if not overlaps(m, idle)]
        bounds = [b for b in bounds if not self._is_of_served(b, values, served, state)]
        parts = self._parts(values, text, state, named_before)
        values = [m for m in values if m not in parts]
        extremes = [*degrees, *self._degrees.extremes(text)]
        spoken_of = [*named, *self._ruled_out(mentions, degrees, stances)]
        aimed = blanked(text, language.persons(text))  # "back to me" is no "Back to the Future"
        pointed = pointing(aimed, language, self._screen(state), mentions, extremes, bounds, spoken_of, named)
        if any(stances.negation(p.start, p.end) for p in pointed.pointers):  # "…, Carrey overdoes it there" is why
            idle = [*idle, *reasons(text, language, [s for s in spans_of(values) if not stances.negation(*s)])]
            values = [m for m in values if not overlaps(m, idle)]
        values = [m for m in values if not overlaps(m, [*pointed.described, *self._called(text, pointed)])]
        values = self._split(values, stances)
        bounds = [b for b in bounds if not overlaps(b, pointed.described)]
        degrees = _loose(degrees, [*numbers, *named, *remarks, *pointed.described], bounds)
        told = [*bodies, *own_ways, *others, *(m.span() for m in language.possessed.finditer(text))]
        told += [*named, *numbers, *kept, *idle, *spans_of(degrees), *spans_of(values)]
        told += [*spans_of(pointed.pointers), *pointed.described, pointed.beyond_span]
        told += [(start, end) for start, end in phrases if text[start:end].isascii()]  # Chinese words stand in a run
        return Sightings(stances, mentions, items, values, owned, bounds, shifts, degrees, pointed, bool(kept), told)

    def _of_kind(self, degrees: Sequence[Degree], mentions: Sequence[Mention], state: SessionState) -> list[Degree]:
        """Of a word for two numbers the one that the kind of thing spoken of has: a big backpack has no screen."""
        table, rows = self._catalogue.table, self._rows_of_kind(mentions, state)
        numbered = {d for d in degrees if (~np.isnan(table.numbers(d.facet)[rows])).any()}
        unclear = {a[:2] for a in degrees for b in degrees if a[:2] == b[:2] and a.facet != b.facet} if rows else set()
        return [d for d in degrees if d in numbered or d[:2] not in unclear]

    def _of_a_part(self, degree: Degree, text: str, mentions: Sequence[Mention]) -> bool:
        """Whether it says something of a part that no number is of ("bigger buttons", of phones)."""
        after = _NOUN_AFTER.match(text, degree.end)
        if after is None or " " in degree.words or after[1].casefold() in self._language.stop:
            return False
        facets = self._catalogue.pack.facets
        name = facets[degree.facet].name(self._language.code, degree.facet)
        own = key_of(" ".join((name, *facets[degree.facet].cues.get(self._language.code, ())))).split()
        named = any(m.start <= after.start(1) < m.end for m in mentions)
        return not named and not {after[1].casefold(), *number_forms(after[1].casefold())} & {*own}

    def _is_feature(self, mention: Mention, text: str, state: SessionState) -> bool:
        """Whether a kind of one character is but the end of what is asked for in those on screen (有RGB灯的吗)."""
        kind = bool(state.on_screen) and len(mention.words) == 1 and self._linker.names_kind(mention)
        such = self._language.such.search(text) if kind else None
        return such is not None and such.start("such") < mention.start and such.end("such") == mention.end

    def _rows_of_kind(self, mentions: Sequence[Mention], state: SessionState) -> list[int]:
        """The rows of all things of the kinds that are named, or else on screen."""
        main, table = self._catalogue.pack.main, self._catalogue.table
        kinds = {str(e.value) for m in mentions for e in m.entries if e.facet == main}
        items = [item for item in map(self._catalogue.item, state.on_screen) if item is not None]
        kinds = kinds or {str(kind) for item in items for kind in (item.values(main) if main else ())}
        return sorted({int(row) for kind in kinds for row in table.rows_with(str(main), kind)})

    def _is_of_served(
        self, bound: Bound, values: Sequence[Mention], served: Sequence[tuple[int, int]], state: SessionState
    ) -> bool:
        """Whether it measures what a wanted thing that has no such number is to go with ("for a 15 inch laptop")."""
        rows = self._rows_of_kind([m for m in values if self._linker.names_kind(m)], state)
        return overlaps(bound, served) and bool(np.isnan(self._catalogue.table.numbers(bound.facet)[rows]).all())

    def _stating(
        self,
        text: str,
        mentions: Sequence[Mention],
        stances: Stances,
        items: Sequence[tuple[int, int]],
        kept: Sequence[tuple[int, int]],
        spoken_of: bool,
    ) -> _Values:
        """The mentions that state something. items: where items are named. kept: where what stays as it was is.
        spoken_of: whether a kind of thing was named before.
        """
        language = self._language
        values = [m for m in mentions if not m.is_noun and not m.is_item and not overlaps(m, items)]
        had = [m.span() for m in language.possessed.finditer(text)]
        own = [m.span("what") for p in language.of_own for m in p.finditer(text)]
        values = [m for m in values if not overlaps(m, own)]
        aimless = [m for m in values if self._linker.shuns(m) and stances.negation(m.start, m.end) is None]
        values = self._values.whole_kinds([m for m in values if m not in aimless], text)
        owned = [m for m in values if self._linker.names_kind(m) and overlaps(m, had)]
        idle = spans_of(m for m in values if stances.indifferent(m.start, m.end) or self._values.is_person(m, text))
        idle += spans_of(m for m in aimless if stances.let_pass(m.start, m.end))
        idle += spans_of(owned)
        # Whoever has one of a maker does not ask for that maker ("he already has a Pixelar one").
        facets = self._catalogue.pack.facets
        idle += spans_of(
            m
            for m in values
            if overlaps(m, [(start + 1, end) for start, end in had if start != m.start])
            and all(facets[e.facet].kind == "entity" for e in m.entries if e.facet in facets)
        )
        kinds = [m for m in values if self._linker.names_kind(m) and m not in owned]
        served = goes_with(text, kinds, language, spoken_of)
        idle += served
        held = holds(text, language)
        idle += [held.span] if held is not None and not held.against else []
        values = [m for m in values if self._values.is_certain(m, stances) and not overlaps(m, [*idle, *kept])]
        values = [m for m in values if not self._linker.in_name(m, text, mentions)]
        alike = [c.span() for c in language.similar_to.finditer(text)]  # "in the spirit of" is no wish for spirits
        values = [m for m in values if not any(s <= m.start and m.end <= e for s, e in alike)]
        return _Values(values, owned, idle, served)

    def _split(self, values: Sequence[Mention], stances: Stances) -> list[Mention]:
        """With those that say two things as both, but "no gaming mouse" rules out nothing else that is for gaming."""
        denied = [m for m in values if stances.negation(m.start, m.end) is not None]
        return [part for m in values for part in ([m] if m in denied else self._linker.parts(m))]

    def _ruled_out(
        self, mentions: Sequence[Mention], degrees: Sequence[Degree], stances: Stances
    ) -> list[tuple[int, int]]:
        """Where things are named that are not wanted; words that only describe ("not scary") name none."""
        describing = self._values.describing(mentions, degrees)
        named = [m for m in mentions if not m.is_noun and not overlaps(m, describing)]
        zones = [(m, stances.negation(m.start, m.end)) for m in named]
        return [(m.start, m.end) for m, zone in zones if zone is not None and not zone.excess]

    def _in_shown_title(self, mention: Mention, text: str, state: SessionState) -> bool:
        """Whether a title is but the beginning of what a shown item is called ("Rocky", of "no Rocky Horror")."""
        if not any(entry.facet == ITEM for entry in mention.entries):
            return False
        titles = (self._titles[item] for showing in state.shown for item in showing if item in self._titles)
        others = (title for title in titles if key_of(title) != key_of(mention.words))
        stretches = (entire(text, mention.start, mention.end, t) for t in others if has_words(t, mention.words))
        return any(stretch != (mention.start, mention.end) for stretch in stretches)

    def _remarks(self, text: str, mentions: Sequence[Mention]) -> list[tuple[int, int]]:
        """What is told of titles, and so asked of nothing ("saw is def gory lol")."""
        titles = [m for m in mentions if any(entry.facet == ITEM for entry in m.entries)]
        titles = [m for m in titles if not self._language.pronoun.fullmatch(m.words)]  # "It"
        found = ((m.start, self._language.remark.match(text, m.end)) for m in titles)
        return [(start, said.end()) for start, said in found if said is not None and "?" not in text]

    def _further(self, mention: Mention, text: str, state: SessionState) -> Mention:
        """Of "two more cameras", where security cameras are on screen, those."""
        main = self._catalogue.pack.main
        if main is None or mention.facet != main or not self._language.further.search(text[: mention.start]):
            return mention
        said = mention.words.casefold()
        items = [item for item in map(self._catalogue.item, state.on_screen) if item is not None]
        kinds = dict.fromkeys(str(kind) for item in items for kind in item.values(main))
        same = [kind for kind in kinds if kind.casefold().endswith((said, *number_forms(said)))]
        return mention._replace(entries=(Entry(main, same[0], weak=False),)) if same else mention

    def _called(self, text: str, pointed: Pointing) -> list[tuple[int, int]]:
        """Where several words of a shown title stand ("no Rocky Horror" rules out no horror)."""
        said = [(p, text[p.start : p.end]) for p in pointed.pointers]
        return [(p.start, p.end) for p, words in said if " " in words and has_words(self._titles[p.item_id], words)]

    def _screen(self, state: SessionState) -> Screen:
        names, main = self._values.names_things, self._catalogue.pack.main
        return Screen(state, self._titles, self._has, self._number, names, self._figures, self._titled, main)

    def _has(self, item_id: str, entry: Entry) -> bool:
        item = self._catalogue.item(item_id)
        return item is not None and entry.value in item.values(entry.facet)

    def _titled(self, item_id: str) -> str:
        item = self._catalogue.item(item_id)
        return simplified(" ".join((item.title, *item.titles.values()))) if item is not None else ""

    def _figures(self, item_id: str) -> set[float]:
        item, facets = self._catalogue.item(item_id), self._catalogue.pack.facets
        numbers = [n for n, facet in facets.items() if facet.kind == "number" and item is not None and item.values(n)]
        titled = {float(digits) for digits in re.findall(r"(?<![\d.])\d+(?![\d.])", self._titles.get(item_id, ""))}
        return titled | {n for name in numbers if (n := self._number(item_id, name)) is not None}

    def _number(self, item_id: str, facet: str) -> float | None:
        item = self._catalogue.item(item_id)
        values = item.values(facet) if item is not None else ()
        return float(values[0]) if values else None


def _told_apart(mentions: Sequence[Mention]) -> list[Mention]:
    """The mentions; a name that begins another which is said too stands for what that one does not ("the Mattina or
    the Mattina Plus").
    """
    named = {id(m): {e.value for e in m.entries if e.facet == ITEM} for m in mentions}
    apart = []
    for mention in mentions:
        longer = (m for m in mentions if key_of(m.words).startswith(f"{key_of(mention.words)} "))
        others = {item for m in longer for item in named[id(m)]}
        left = tuple(e for e in mention.entries if e.facet != ITEM or e.value not in others)
        apart.append(mention._replace(entries=left) if named[id(mention)] - others else mention)
    return apart


def _is_mere_name(mention: Mention) -> bool:
    """Whether a word is but a title or a surname."""
    return all(e.weak or e.facet == ITEM for e in mention.entries)


def _answers(mention: Mention, text: str, language: Language) -> bool:
    """Whether a title is but a yes or no at the beginning ("nope, something darker")."""
    said = language.yes.fullmatch(mention.words) or language.no.fullmatch(mention.words)
    alone = not mention.start and text[mention.end : mention.end + 1] in {"", *",.!，。！"}
    return mention.is_item and alone and said is not None


def _loose(degrees: Sequence[Degree], taken: Sequence[tuple[int, int]], bounds: Sequence[Bound]) -> list[Degree]:
    """The words of degree that are no part of a bound ("cheaper than 50", "27 inch or bigger") or a name."""
    free = [d for d in degrees if not overlaps(d, taken)]
    # "my biggest budget is 200" is a bound and no wish for much of it
    numbered = {b.facet for b in bounds}
    free = [d for d in free if not (d.superlative and d.facet in numbered)]
    # nor is "about a metre tall", for something tall
    measured = {(b.facet, b.end) for b in bounds}
    return [d for d in free if not {(d.facet, d.start - 1), (d.facet, d.start)} & measured]
