"""Values that a sentence names: which of them it means, which reading of an ambiguous name, and for or against."""

import re
from collections.abc import Iterable, Sequence

from chatbot.catalogue.catalogue import Shelf
from chatbot.dialogue.degrees import Degree
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.linking import Entry, Linker, Mention, affirmed
from chatbot.dialogue.numbers import Bound
from chatbot.dialogue.stance import CONCEDED, Stance, Stances
from chatbot.dialogue.text import has_words, key_of
from chatbot.records import WISH, Polarity, Scope, SessionState, Statement, Value

_ARTICLE = re.compile(r"\s+(?:(?:a|an|the)\s+)?$", re.IGNORECASE)
_INDEFINITE = re.compile(r"\b(?:an?|the)\s+$", re.IGNORECASE)
_NEXT_WORD = re.compile(r" ([a-z]+)\b")
_SOME = 0.6
"""Share of the things of a kind that are called by a name which tells them from the others."""
_TOGETHER = 2
"""Values of one facet at most that one word says together."""
_BESIDE = 6
"""Characters between a kind of thing and the bound that narrows it."""


class ValueReader:
    """Reads the values of one catalogue in one language."""

    def __init__(self, language: Language, catalogue: Shelf, linker: Linker) -> None:
        self._language = language
        self._catalogue = catalogue
        self._linker = linker
        self._facets = catalogue.pack.facets
        self._sorts: dict[tuple[str, str], bool] = {}
        self._cues = {n: phrases(w for words in f.cues.values() for w in words) for n, f in self._facets.items()}

    def names_things(self, mention: Mention) -> bool:
        """Whether it names things (a maker, a kind), rather than what they are like."""
        facet = self._facets.get(mention.facet)
        return facet is None or facet.kind == "entity" or self._linker.names_kind(mention)

    def describing(self, mentions: Sequence[Mention], degrees: Sequence[Degree]) -> list[tuple[int, int]]:
        """Where words stand that describe a thing ("scary", "cheap") and do not name it ("horror", "headphones")."""
        facets = [(m, self._facets[m.facet]) for m in mentions if m.facet in self._facets]
        loose = [m for m, facet in facets if facet.kind == "flag" or not facet.strict]
        return [*((m.start, m.end) for m in loose), *((d.start, d.end) for d in degrees)]

    def is_person(self, mention: Mention, text: str) -> bool:
        """Whether a leaning ("siblings") is read out of somebody who is spoken of ("my sister")."""
        facet = self._facets[mention.facet]
        if facet.kind != "category" or facet.strict:
            return False
        people = [m for m in self._language.people.finditer(text) if m.start() <= mention.start < m.end()]
        return any(not self._cues[mention.facet].search(text[max(0, m.start() - 40) : m.start()]) for m in people)

    def is_certain(self, mention: Mention, stances: Stances) -> bool:
        """Whether it is meant: a weak one (a surname, a common word) only beside a cue of its facet, or capitalised."""
        if not all(e.weak for e in mention.entries):
            return True
        if self._describes(mention, stances.text):
            return False
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

    def _describes(self, mention: Mention, text: str) -> bool:
        """Whether a surname is an ordinary word for what follows ("with a strong woman", "with strong characters")."""
        if not mention.words.islower() or " " in mention.words or not self._linker.knows(mention.words):
            return False
        after = _NEXT_WORD.match(text, mention.end)
        thing = after is not None and self._linker.knows(after[1]) and not self._linker.is_stop(after[1])
        return thing or _INDEFINITE.search(text[: mention.start]) is not None

    def questioned(self, named: Mention, text: str) -> tuple[Entry, ...]:
        """The values, likeliest first, of which a message asks if something has them ("is it in English?")."""
        if self._linker.denies(named):
            return ()
        lead = text[: named.start].rstrip()
        entries = [e for e in named.entries if e.facet in self._facets and not e.weak]
        cued = [e for e in entries if any(m.end() == len(lead) for m in self._cues[e.facet].finditer(lead))]
        return tuple(dict.fromkeys([*cued, *entries])) if cued or self._language.whether.search(text) else ()

    def owned(self, mentions: Sequence[Mention], state: SessionState) -> list[Statement]:
        """ "He already has a backpack": of a list of several kinds of things, that kind is not wanted."""
        items = [item for item in map(self._catalogue.item, state.on_screen) if item is not None]
        main = self._catalogue.pack.main
        kinds = {kind for item in items for kind in item.values(main)} if main else set()
        return [
            Statement(facet=e.facet, value=e.value, polarity=Polarity.DISLIKE, hard=True, words=m.words, certain=True)
            for m in mentions
            for e in m.entries
            if e.facet == main and e.value in kinds and len(kinds) > 1
        ]

    def statements(self, mentions: Sequence[Mention], stances: Stances, bounds: Sequence[Bound]) -> list[Statement]:
        """What the values state, in order. bounds: the number bounds beside them, which may narrow a kind."""
        made: list[Statement] = []
        sorts: list[Statement] = []
        before: Mention | None = None
        for mention in mentions:
            entry = self.entry(mention, stances)
            facet = self._facets[entry.facet]
            stance = stances.of(mention.start, mention.end, facet.strict)
            if self._linker.denies(mention):
                if stance.strength <= CONCEDED:  # "I don't mind foreign films" rules nothing out
                    continue
                wanted = stance.polarity is Polarity.DISLIKE  # "nothing foreign"
                polarity = Polarity.LIKE if wanted else Polarity.DISLIKE
                stance = stance._replace(polarity=polarity, hard=True, certain=True)
            narrowed = stances.modified(mention.start) or any(0 <= b.start - mention.end <= _BESIDE for b in bounds)
            if self._is_kind(entry) and self._is_sort(mention.words, str(entry.value)):
                wanted = stance.polarity is Polarity.LIKE
                if wanted and self._language.shrugged_off.match(stances.text, mention.end):
                    if any(m is not mention and self._linker.names_kind(m) for m in mentions):
                        continue  # "over-ear ones are too big, I'd like earbuds"
                else:
                    sorts.append(_of_sort(stance, mention))
                if stance.polarity is Polarity.DISLIKE:
                    continue  # "no robot vacuums" leaves the others
            if stance.polarity is Polarity.DISLIKE and self._is_kind(entry) and narrowed:
                continue  # "no black headphones", "no laptops over $900": the kind is not what is ruled out
            joined = before is not None and stances.joined(before, mention)
            joined = joined and bool(made) and made[-1].polarity is stance.polarity
            # "Also a desk chair" is another search; "also comedies" are further ones.
            further = before is None and not self._is_kind(entry) and self._language.also.match(stances.text)
            # "Hong Kong is fine too": of either.
            too = stance.strength <= CONCEDED and self._language.adds.search(stances.text)
            alternative = joined or bool(further or too)
            if joined and made[-1].facet == entry.facet:
                made[-1] = made[-1].model_copy(update={"alternative": True})
            # A lasting taste is written down for one person, never for all who bear the name.
            bearers = self._linker.bearers(entry, mention.entries if stance.scope is Scope.SESSION else ())
            alternative = alternative or len(bearers) > 1
            parts = self._parts(entry, mention)
            group = len(parts) > _TOGETHER  # "European" is any of many, "rom-com" both of two
            alternative = alternative or group
            if 1 < len(parts) <= _TOGETHER and stance.polarity is Polarity.DISLIKE:
                stance = stance._replace(hard=False)  # who wants no rom-coms rules out neither romances nor comedies,
                owners = self._catalogue.table.values(entry.facet)
                named = {e.value for m in mentions if m is not mention for e in m.entries if e.facet == entry.facet}
                rest = [part for part in parts if part.value not in named] or parts
                parts = sorted(rest, key=lambda e: owners.get(str(e.value), 0))[:1]  # and has less of the rarer
                bearers = tuple(parts)
            if self._is_kind(entry) and stance.polarity is Polarity.LIKE and stance.scope is Scope.SESSION:
                stance = stance._replace(hard=True)  # "maybe a kettle?" asks for kettles
            made += [_statement(e.facet, e.value, stance, mention, alternative) for e in (*bearers, *parts[1:])]
            before = mention
        # "headphones but not over-ear": a shape of a kind that is asked for does not rule out the kind
        asked = {s.value for s in made if s.polarity is Polarity.LIKE and s.facet == self._catalogue.pack.main}
        return [*(s for s in made if s.polarity is Polarity.LIKE or s.value not in asked), *sorts]

    def whole_kinds(self, mentions: Sequence[Mention], text: str) -> list[Mention]:
        """With a wider kind that only ends the name of the one before it as a part of that: 入耳式的那种小耳机."""
        whole: list[Mention] = []
        for mention in mentions:
            before = whole[-1] if whole else mention
            gap = text[before.end : mention.start]
            together = self._linker.lookup(before.words + mention.words)
            ends = len(gap) <= _BESIDE and self._language.attributive_end.match(gap) is not None
            if ends and any(self._is_kind(e) and e in together for e in before.entries):
                whole[-1] = before._replace(end=mention.end)
            else:
                whole.append(mention)
        return whole

    def _is_sort(self, words: str, kind: str) -> bool:
        """Whether only some things of a kind are called so in their titles ("robot vacuum", of vacuum cleaners)."""
        if (words, kind) not in self._sorts:
            main = str(self._catalogue.pack.main)
            items = [item for item in self._catalogue.items if kind in item.values(main)]
            called = sum(any(has_words(title, words) for title in (item.title, *item.aliases)) for item in items)
            names = (kind, *(own[0] for own in self._main_names(kind) if own))
            plain = any(has_words(name, words) for name in names)  # "coffee machine" is any of them
            self._sorts[words, kind] = not plain and 0 < called <= _SOME * len(items)
        return self._sorts[words, kind]

    def _main_names(self, kind: str) -> Iterable[Sequence[str]]:
        """What a kind is called, by language, its usual name first."""
        return self._facets[str(self._catalogue.pack.main)].values.get(kind, {}).values()

    def _parts(self, entry: Entry, mention: Mention) -> list[Entry]:
        """The reading and, of a word that the pack gives to several values of one facet ("rom-com"), the others."""
        facet, said = self._facets[entry.facet], key_of(mention.words)
        if facet.kind != "category" or not facet.multi or any(key_of(str(e.value)) == said for e in mention.entries):
            return [entry]  # two spellings of one value are no two
        return [
            entry,
            *(e for e in mention.entries if e.facet == entry.facet and e.value != entry.value and not e.weak),
        ]

    def _is_kind(self, entry: Entry) -> bool:
        return entry.facet == self._catalogue.pack.main

    def entry(self, mention: Mention, stances: Stances) -> Entry:
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


def _of_sort(stance: Stance, mention: Mention) -> Statement:
    return Statement(
        facet=WISH, value=mention.words, polarity=stance.polarity, strength=0.8, words=mention.words, certain=True
    )


def _statement(facet: str, value: Value, stance: Stance, mention: Mention, alternative: bool) -> Statement:
    value, polarity = affirmed(value, stance.polarity)
    return Statement(
        facet=facet,
        value=value,
        polarity=polarity,
        hard=stance.hard,
        scope=stance.scope,
        strength=stance.strength,
        certain=stance.certain,
        words=mention.words,
        confidence=mention.certainty,
        alternative=alternative,
    )
