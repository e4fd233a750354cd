"""One sentence read without a language model: what it is for, what it states, and what it points at."""

import re
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import NamedTuple

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.ages_told import ages_told, with_ages
from chatbot.dialogue.degrees import Degree, DegreeReader
from chatbot.dialogue.intents import Findings, IntentReader
from chatbot.dialogue.items_named import NamedItem, NamedItems, known_item
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.linking import Entry, Linker, Mention, affirmed
from chatbot.dialogue.numbers import Bound, NumberReader
from chatbot.dialogue.recall import asks_for_any, asks_why_not, recalls
from chatbot.dialogue.references import UNKNOWN, UNSEEN, Pointer, Screen, passes_over, pointing
from chatbot.dialogue.shifts import Shift, ShiftReader
from chatbot.dialogue.stance import Stance, Stances
from chatbot.dialogue.text import key_of
from chatbot.dialogue.wishes import WishReader
from chatbot.records import ITEM, WISH, Critique, Intent, Polarity, Scope, SessionState, Statement, Value

_ARTICLE = re.compile(r"\s+(?:(?:a|an|the)\s+)?$", re.IGNORECASE)
_BESIDE = 6
"""Characters between a kind of thing and the bound that narrows it."""
_STEM = 6
"""Letters by which a word is found in other forms."""
_TALK = {
    Intent.WHY,
    Intent.WHAT_IF,
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


class Sentence(NamedTuple):
    """What one sentence says."""

    intents: list[Intent]
    statements: list[Statement]
    critiques: list[Critique]
    references: tuple[str, ...]
    wish: str
    beyond: int = 0
    described: tuple[str, ...] = ()
    settled: bool = False
    """Whether its words alone say what it is for."""
    lacking: Sequence[Statement] = ()
    """What describes an item that is not there, and may be looked for."""
    lifted: Sequence[Statement] = ()
    """What need not be limited any more."""


class SentenceReader:
    """Reads sentences in one language about one catalogue."""

    def __init__(self, language: Language, catalogue: Shelf, linker: Linker) -> None:
        self.language = language
        self._catalogue = catalogue
        self._linker = linker
        self._facets = catalogue.pack.facets
        self.intents = IntentReader(language, catalogue.pack)
        self.numbers = NumberReader(language, self._facets, catalogue.table, datetime.now(UTC).year)
        self.degrees = DegreeReader(language, self._facets, catalogue.table)
        self._shifts = ShiftReader(language, self.numbers)
        self._wishes = WishReader(language, catalogue.pack, linker)
        self._items = NamedItems(catalogue, linker)
        self._titles = {item.id: item.title for item in catalogue.items}
        self._cues = {n: phrases(w for words in f.cues.values() for w in words) for n, f in self._facets.items()}
        self._labels = {
            # The cues of a number name it too ("forget the budget"); those of a name are "by" and "from".
            name: phrases(
                [
                    name.replace("_", " "),
                    *facet.label.values(),
                    *(language.spending if name == self.numbers.money else ()),
                    *(cue for cues in facet.cues.values() for cue in cues if facet.kind == "number"),
                ]
            )
            for name, facet in self._facets.items()
        }

    def __call__(self, text: str, state: SessionState, intents: Sequence[Intent] = ()) -> Sentence:
        """intents: what the sentence is for, where that is known before it is read."""
        language = self.language
        mentions = with_ages(text, self._linker.mentions(text), language, self._linker)
        ages = [(start, end) for start, end, _ in ages_told(text, language)]
        degrees = [d for d in self.degrees.read(text) if not _overlaps(d, ages)]  # "9 year old" is not old
        stances = Stances(text, language, mentions, self._describing(mentions, degrees))
        items = self._items.read(text, mentions, stances, language)
        taken = [(i.start, i.end) for i in items]
        bounds = self.numbers.bounds(text, [(m.start, m.end) for m in mentions], state.open_question)
        bounds = [b for b in bounds if not _inside_name(b, mentions) and not _within(b, taken)]
        bounds = [b for b in bounds if not self._grades(b, text, taken)]
        wrong = self._taken_back(text, bounds)
        bounds = [b for b in bounds if b not in wrong]
        # Of "niece turns 10 on sunday" and 今年八十二岁 only the age is meant.
        bounds = [b for b in bounds if not any(s < end and start - 1 < e for s, e in b.spans for start, end in ages)]
        shifts = [s for s in self._shifts.read(text, degrees) if not _overlaps(s, taken)]
        shifted = [(s.start, s.end) for s in shifts]
        bounds = [b for b in bounds if not any(_overlaps(s, b.spans) for s in shifts)]
        degrees = [d for d in degrees if not _overlaps(d, shifted)]
        bounded = [*(span for b in (*bounds, *wrong) for span in b.spans), *shifted]
        bounded += [m.span() for m in language.spends.finditer(text)] if shifts else []
        mentions = [m for m in mentions if not _overlaps(m, bounded)]
        values = [m for m in mentions if not m.is_noun and not m.is_item and not _overlaps(m, taken)]
        idle = [(m.start, m.end) for m in values if stances.indifferent(m.start, m.end)]
        had = [m.span() for m in language.possessed.finditer(text)]
        owned = [m for m in values if self._linker.names_kind(m) and _overlaps(m, had)]
        kept = language.keeps(text)
        idle += [*((m.start, m.end) for m in owned), *kept]
        idle += [(m.start, m.end) for m in values if self._is_person(m, text)]
        values = [m for m in values if self._cued(m, stances) and not _overlaps(m, idle)]
        values = [m for m in values if not self._linker.in_name(m, text, mentions)]
        alike = [c.span() for c in language.similar_to.finditer(text)]  # "in the spirit of" is no wish for spirits
        values = [m for m in values if not any(s <= m.start and m.end <= e for s, e in alike)]
        extremes = [*degrees, *self.degrees.extremes(text)]
        pointed_at = pointing(text, language, self._screen(state), mentions, extremes, bounds)
        pointers, described = pointed_at.pointers, pointed_at.described
        stretches = tuple(text[start:end] for start, end in described)
        values = [m for m in values if not _overlaps(m, described)]
        # "no gaming mouse" rules out mice, and nothing else that is for gaming
        denied = [m for m in values if stances.negation(m.start, m.end) is not None]
        values = [part for m in values for part in ([m] if m in denied else self._linker.parts(m))]
        degrees = [d for d in degrees if not _overlaps(d, described)]
        bounds = [b for b in bounds if not any(s < b.end and b.start < e for s, e in described)]
        # "cheaper than 50", "27 inch or bigger" are bounds, no critiques
        degrees = [d for d in degrees if not _overlaps(d, [*bounded, *taken])]
        # "my biggest budget is 200" is a bound and no wish for much of it
        numbered = {b.facet for b in bounds}
        degrees = [d for d in degrees if not (d.superlative and d.facet in numbered)]
        # nor is "about a metre tall", for something tall
        measured = {(b.facet, b.end) for b in bounds}
        degrees = [d for d in degrees if not {(d.facet, d.start - 1), (d.facet, d.start)} & measured]

        statements = self._values(values, stances, text, bounds)
        statements += [self._bound(b, text, stances, mentions) for b in bounds]
        asked, critiques = self.degrees.meant(degrees, stances, bool(state.on_screen))
        lifted = [] if statements or asked else self.degrees.lifted(degrees, stances)
        lifted += self._unlimited(text, state)
        statements += [*asked, *self._owned(owned, state)]
        critiques = [*(s.critique(text) for s in shifts), *critiques]
        spans = [*taken, *bounded, *idle, *((d.start, d.end) for d in degrees), *((m.start, m.end) for m in values)]
        same, told = self._same(text, state)
        statements += [*same, *self._modelled(text, pointers)]
        spans += [*(p[:2] for p in pointers), *described, pointed_at.beyond_span, *told, *language.persons(text)]
        spans += [
            m.span()
            for cue in (
                language.dismissed,
                language.set_aside,
                language.conceded,
                language.indifferent_after,
                *language.impatient,
                *language.unlimited,
            )
            for m in cue.finditer(text)
        ]
        wish, unwished = self._wishes.read(text, mentions, spans, stances) if not kept else ("", "")

        model = [i for i in items if i.model]
        ruled_out = [p.item_id for p in pointers if stances.negation(p.start, p.end)]
        meant = [p.item_id for p in pointers if p.item_id not in ruled_out] or ruled_out
        pointed = tuple(dict.fromkeys([*meant, *(i.item_id for i in items)]))
        first = min([*(m.start for m in values), *(b.start for b in bounds)], default=len(text))
        found = Findings(
            likes=any(s.scope is Scope.LASTING for s in [*statements, *(i.statement for i in items if i.statement)]),
            wants=any(
                s.polarity is Polarity.LIKE and s.scope is Scope.SESSION and s.min is None and s.max is None
                for s in statements
            ),
            limits=any(s.polarity is Polarity.DISLIKE or s.min is not None or s.max is not None for s in statements),
            items=bool(pointed),
            model=bool(model),
            model_leads=bool(model) and model[0].start < first,
            unwanted=meant == ruled_out != []
            or any(i.statement is not None and i.statement.polarity is Polarity.DISLIKE for i in items),
            critiques=bool(critiques),
            lifts=bool(lifted),
            wish=bool(wish),
        )
        intents = [*intents] or self.intents.read(text, found, bool(state.on_screen), state.open_question is not None)
        if recalls(text, language, pointed_at):
            lacking = [s for s in statements if s.facet != ITEM] if pointed_at.beyond == UNSEEN else []
            return Sentence([Intent.ASK_ITEM], [], [], pointed, "", pointed_at.beyond, stretches, True, lacking)
        named_at = [(i.start, i.end) for i in items] + [p[:2] for p in pointers]
        if asks_why_not(text, language, named_at):
            return Sentence([Intent.WHY], [], [], pointed, "", settled=True)
        any_such = bool(state.on_screen) and asks_for_any(text, language, pointed_at, intents)
        named = found.wants or found.limits
        if any_such and named:
            intents = [Intent.REQUEST]
        elif any_such and (untold := self._untold(text, wish)):
            return Sentence([Intent.ASK_ITEM], [], [], (), untold, UNKNOWN, settled=True)
        if Intent.WHAT_IF in intents:
            intents = [Intent.WHAT_IF]  # whatever it mentions is supposed, and nothing of it said
        if Intent.FORGET in intents:
            return Sentence(intents, [*statements, *self._whole_facets(text, statements)], [], pointed, "")
        if set(intents) <= _TALK | {Intent.THANK, Intent.GREET, Intent.GOODBYE, Intent.OUT_OF_SCOPE}:
            return Sentence(intents, [], [], pointed, "", pointed_at.beyond, stretches)
        known = bool(language.seen.search(text))
        about = pointed if set(intents) & {Intent.REJECT, Intent.SIMILAR, Intent.CRITIQUE} else ()
        if len(pointed) > 1 and passes_over(pointed, state) and not known:
            about, ruled_out = (), []  # set aside together: none of them is disliked for itself
        statements += self._about_items(items, about, ruled_out, intents, known)
        statements += [
            Statement(facet=WISH, value=w, polarity=p, words=text[:200], confidence=0.7)
            for w, p in ((wish, Polarity.LIKE), (unwished, Polarity.DISLIKE))
            if w
        ]
        if critiques and pointed:
            critiques = [c.model_copy(update={"item_id": pointed[0]}) for c in critiques]
        settled = any_such and named
        return Sentence(
            intents, statements, critiques, pointed, wish, pointed_at.beyond, stretches, settled, lifted=lifted
        )

    def _untold(self, text: str, wish: str) -> str:
        """What things are asked to be that no item is said to be ("are there refurbished ones?"), "" for nothing."""
        such = self.language.such.search(text)
        word = key_of(such["such"]) if such is not None else ""
        if such is None or not set(word.split()) & set(key_of(wish).split()):
            return ""
        word = word if " " in word else word[:_STEM]
        told = any(word in key_of(item.text or item.title) for item in self._catalogue.items)
        return "" if told else such["such"]

    def questioned(self, named: Mention, text: str) -> tuple[Entry, ...]:
        """The values, likeliest first, of which a message asks if something has them ("is it in English?")."""
        lead = text[: named.start].rstrip()
        entries = [e for e in named.entries if e.facet in self._facets and not e.weak]
        cued = [e for e in entries if any(m.end() == len(lead) for m in self._cues[e.facet].finditer(lead))]
        return tuple(dict.fromkeys([*cued, *entries])) if cued or self.language.whether.search(text) else ()

    def _screen(self, state: SessionState) -> Screen:
        return Screen(state, self._titles, self._has, self._number, self._names_things)

    def _names_things(self, mention: Mention) -> bool:
        facet = self._facets.get(mention.facet)
        return facet is None or facet.kind == "entity" or self._linker.names_kind(mention)

    def _has(self, item_id: str, entry: Entry) -> bool:
        item = self._catalogue.item(item_id)
        return item is not None and entry.value in item.values(entry.facet)

    def _number(self, item_id: str, facet: str) -> float | None:
        item = self._catalogue.item(item_id)
        values = item.values(facet) if item is not None else ()
        return float(values[0]) if values else None

    def _same(self, text: str, state: SessionState) -> tuple[list[Statement], list[tuple[int, int]]]:
        """ "the same director": the values that the item spoken of, else the first on screen, has of that facet."""
        item = self._catalogue.item((*state.focus, *state.on_screen)[0]) if state.on_screen else None
        made: list[Statement] = []
        spans: list[tuple[int, int]] = []
        if item is not None and (m := self.language.same_but.search(text)) is not None:
            return [Statement(facet=ITEM, value=item.id, words=m.group())], [m.span()]
        for name, label in self._labels.items() if item is not None else ():
            facet = self._facets[name]
            m = re.search(rf"(?:{self.language.same.pattern})\s*(?:{label.pattern})", text, re.IGNORECASE)
            if m is None or facet.kind not in ("category", "entity") or item is None:
                continue
            spans.append(m.span())
            made += [
                Statement(
                    facet=name, value=value, hard=facet.strict, words=m.group(), alternative=len(item.values(name)) > 1
                )
                for value in item.values(name)
            ]
        return made, spans

    def _owned(self, mentions: Sequence[Mention], state: SessionState) -> list[Statement]:
        """ "He already has a backpack": of a list of several kinds of things, that kind is not wanted."""
        items = [item for item in map(self._catalogue.item, state.on_screen) if item is not None]
        main = self._catalogue.pack.main
        kinds = {kind for item in items for kind in item.values(main)} if main else set()
        return [
            Statement(facet=e.facet, value=e.value, polarity=Polarity.DISLIKE, hard=True, words=m.words)
            for m in mentions
            for e in m.entries
            if e.facet == main and e.value in kinds and len(kinds) > 1
        ]

    def _modelled(self, text: str, pointers: Sequence[Pointer]) -> list[Statement]:
        """ "like the second but …": the items pointed at are models for the search."""
        return [
            Statement(facet=ITEM, value=p.item_id, words=self._titles[p.item_id])
            for p in pointers
            if any(p.start - m.end() in (0, 1) for m in self.language.similar_to.finditer(text))
        ]

    def _describing(self, mentions: Sequence[Mention], degrees: Sequence[Degree]) -> list[tuple[int, int]]:
        """Where words stand that describe a thing ("scary", "cheap") and do not name it ("horror", "headphones")."""
        facets = [(m, self._facets[m.facet]) for m in mentions if m.facet in self._facets]
        loose = [m for m, facet in facets if facet.kind == "flag" or not facet.strict]
        return [*((m.start, m.end) for m in loose), *((d.start, d.end) for d in degrees)]

    def _is_person(self, mention: Mention, text: str) -> bool:
        """Whether a leaning ("siblings") is read out of somebody who is spoken of ("my sister")."""
        facet = self._facets[mention.facet]
        if facet.kind != "category" or facet.strict:
            return False
        people = [m for m in self.language.people.finditer(text) if m.start() <= mention.start < m.end()]
        return any(not self._cues[mention.facet].search(text[max(0, m.start() - 40) : m.start()]) for m in people)

    def _cued(self, mention: Mention, stances: Stances) -> bool:
        """A weak value (a surname, a common word) counts only beside a cue of its facet, or capitalised."""
        if not all(e.weak for e in mention.entries):
            return True
        lead = stances.lead(mention.start)
        if any(self._cues[e.facet].search(lead) for e in mention.entries if e.facet in self._facets):
            return True
        whole = mention.words.istitle() and " " in mention.words and stances.text.strip(" .!?") == mention.words
        return whole or (
            mention.words[:1].isupper()
            and mention.start > 0
            and len(mention.words) >= 4
            and not mention.words.isupper()
            and not self._linker.is_stop(mention.words)  # weekdays always are
        )

    def _values(
        self, mentions: Sequence[Mention], stances: Stances, text: str, bounds: Sequence[Bound]
    ) -> list[Statement]:
        made: list[Statement] = []
        before: Mention | None = None
        for mention in mentions:
            entry = self._entry(mention, stances)
            facet = self._facets[entry.facet]
            stance = stances.of(mention.start, mention.end, facet.strict)
            narrowed = stances.modified(mention.start) or any(0 <= b.start - mention.end <= _BESIDE for b in bounds)
            if stance.polarity is Polarity.DISLIKE and self._is_kind(entry) and narrowed:
                continue  # "no black headphones", "no laptops over $900": the kind is not what is ruled out
            joined = before is not None and stances.joined(before, mention)
            joined = joined and bool(made) and made[-1].polarity is stance.polarity
            alternative = joined or (before is None and bool(stances._language.also.match(text)))
            if joined and made[-1].facet == entry.facet:
                made[-1] = made[-1].model_copy(update={"alternative": True})
            # A lasting taste is written down for one person, never for all who bear the name.
            bearers = self._linker.bearers(entry, mention.entries if stance.scope is Scope.SESSION else ())
            alternative = alternative or len(bearers) > 1
            made += [_statement(e.facet, e.value, stance, mention, alternative) for e in bearers]
            before = mention
        # "headphones but not over-ear": a shape of a kind that is asked for does not rule out the kind
        asked = {s.value for s in made if s.polarity is Polarity.LIKE and s.facet == self._catalogue.pack.main}
        return [s for s in made if s.polarity is Polarity.LIKE or s.value not in asked]

    def _is_kind(self, entry: Entry) -> bool:
        return entry.facet == self._catalogue.pack.main

    def _entry(self, mention: Mention, stances: Stances) -> Entry:
        """The reading of an ambiguous name that its cue asks for ("directed by"), else the most frequent one."""
        if len(mention.entries) == 1:
            return mention.entries[0]
        values = [e for e in mention.entries if e.facet in self._facets]
        kinds = {self._facets[e.facet].kind for e in values}
        lead = stances.lead(mention.start)
        for entry in values:
            if self._facets[entry.facet].kind == "entity" and self._cues[entry.facet].search(lead):
                return entry
        lead = _ARTICLE.sub("", lead)
        for entry in values:
            if kinds == {"category"} and any(m.end() == len(lead) for m in self._cues[entry.facet].finditer(lead)):
                return entry  # "in Korean" is the language, "Korean" alone the country
        return max(values, key=self._standing)

    def _standing(self, entry: Entry) -> tuple[bool, bool, bool, int]:
        """A flag or condition before a mere leaning, a kind before a name, then the frequent before the rare."""
        facet = self._facets[entry.facet]
        count = self._catalogue.table.values(entry.facet).get(str(entry.value), 0) if facet.kind == "entity" else 0
        return not entry.weak, facet.kind == "flag" or facet.strict, facet.kind != "entity", count

    def _taken_back(self, text: str, bounds: Sequence[Bound]) -> list[Bound]:
        """Those that are but the wrong one of two bare numbers ("1000, sorry, not 100")."""
        quantities = [q for q in self.numbers.quantities(text) if not q.decade]
        plain = [b for b in bounds if [q.start for q in quantities if b.start <= q.start < b.end] == [b.start]]
        negated = [m.end() for m in self.language.negator.finditer(text)]
        denied = [b for b in plain if any(0 <= b.start - end <= 1 for end in negated)]
        meant = {b.facet for b in plain if b not in denied} - {b.facet for b in bounds if b not in plain}
        return [b for b in denied if b.facet in meant]

    def _bound(self, bound: Bound, text: str, stances: Stances, mentions: Sequence[Mention]) -> Statement:
        soft = bool(stances._language.soft.search(stances.lead(bound.start)))
        low, high = bound.min, bound.max
        zone = stances.negation(bound.start, bound.end)
        if zone is not None and (
            stances.describes_between(zone.start, bound.start)
            or any(
                zone.start <= start and end <= bound.start and not _covers(mentions, start)
                for start, end, _ in self._wishes.content(text)
            )
        ):
            zone = None  # "nothing bloody from the nineties", "no cables under $80": what is ruled out stands before
        if zone is not None and bound.open_ended:
            turned = self.numbers.turned(bound)
            low, high, zone = turned.min, turned.max, None
        return Statement(
            facet=bound.facet,
            min=low,
            max=high,
            # "not from the 90s" leaves two stretches open, which no one condition says: it counts in the score
            polarity=Polarity.DISLIKE if zone else Polarity.LIKE,
            hard=not soft and zone is None,
            strength=0.7 if not bound.firm or soft else 1.0,
            words=text[bound.start : bound.end],
        )

    def _grades(self, bound: Bound, text: str, items: Sequence[tuple[int, int]]) -> bool:
        """Whether a number is what somebody gave an item ("I'd rate it 2 stars"), and no limit."""
        if bound.facet != self.numbers.scale or bound.start not in {q.start for q in self.numbers.quantities(text)}:
            return False
        named = next((start for start, end in items if not text[end : bound.start].strip()), None)
        lead = text[: bound.start] if named is None else f"{text[:named]}it "
        return self.language.grades.search(lead) is not None

    def _unlimited(self, text: str, state: SessionState) -> list[Statement]:
        """ "no budget limit": numbers that need not be limited, but for one that is asked about, which it answers."""
        if self.language.asks(text):
            return []
        named = [m["what"] for pattern in self.language.unlimited for m in pattern.finditer(text)]
        facets = [n for n, label in self._labels.items() if any(label.search(what) for what in named)]
        return [Statement(facet=n, words=text[:200]) for n in facets if n != state.open_question]

    def _about_items(
        self,
        items: Sequence[NamedItem],
        pointed: Sequence[str],
        ruled_out: Sequence[str],
        intents: Sequence[Intent],
        known: bool,
    ) -> list[Statement]:
        """known: whether the items are turned down as they are known, or owned, already."""
        made = [item.statement for item in items if item.statement is not None]
        named = {item.item_id for item in items}
        against = bool(ruled_out) or any(s.polarity is Polarity.DISLIKE for s in made)
        for item_id in dict.fromkeys([*pointed, *ruled_out]):
            if item_id in named:
                continue
            if known and item_id not in ruled_out:
                made.append(known_item(item_id, self._titles[item_id]))
            elif item_id in ruled_out or (Intent.REJECT in intents and not against):
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
    value, polarity = affirmed(value, stance.polarity)
    return Statement(
        facet=facet,
        value=value,
        polarity=polarity,
        hard=stance.hard,
        scope=stance.scope,
        strength=stance.strength,
        words=mention.words,
        confidence=mention.certainty,
        alternative=alternative,
    )


def _overlaps(mention: Mention | Degree | Shift, spans: Sequence[tuple[int, int]]) -> bool:
    return any(s < mention.end and mention.start < e for s, e in spans)


def _covers(mentions: Sequence[Mention], at: int) -> bool:
    return any(m.start <= at < m.end for m in mentions)


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
