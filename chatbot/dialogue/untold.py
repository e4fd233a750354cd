"""What is asked about of which nothing in the catalogue tells: "do you sell air conditioners?", "hp or dell?"."""

import re
from collections.abc import Sequence
from functools import cached_property

from chatbot.catalogue.catalogue import Shelf
from chatbot.catalogue.forms import number_forms
from chatbot.dialogue.intents import IntentReader
from chatbot.dialogue.language import Language, phrases
from chatbot.dialogue.linking import Mention
from chatbot.dialogue.references import UNKNOWN, UNSOLD
from chatbot.dialogue.sightings import Sightings
from chatbot.dialogue.text import CJK, Placed, key_of, overlaps, spans_of
from chatbot.llm.words import english_words
from chatbot.records import Intent, Item

_LEAST = 5
"""Letters of a name that nothing before it announces."""
_STEM = 6
"""Letters by which a word is found in other forms."""
_COMPOUND = re.compile(r"\b\w+(?:-\w+){2,}\b")
_SEEKING = {Intent.REQUEST, Intent.CONSTRAIN, Intent.INFORM, Intent.OUT_OF_SCOPE, Intent.GREET, Intent.THANK}
"""What a question is read as that asks for a kind of thing that is not known."""


class Untold:
    """Finds in questions what the catalogue says nothing about."""

    def __init__(self, language: Language, catalogue: Shelf, intents: IntentReader) -> None:
        self._language = language
        self._catalogue = catalogue
        self._intents = intents
        self._not_here = phrases(catalogue.pack.not_here.get(language.code, ()))

    def __call__(self, seen: Sightings, wish: str, such: bool, intents: Sequence[Intent]) -> tuple[str, int]:
        """The words for it, "" where there is nothing of the sort; and UNSOLD for a kind of thing, else UNKNOWN.

        wish: the free words of the question; such: whether it asks for any of the things that are shown;
        intents: what it is otherwise read as.
        """
        text, bare = seen.text, not seen.pointed.pointers
        neither = self._neither(text, wish) if bare and not seen.mentions else ""
        silent = not (seen.values or seen.degrees or seen.bounds)
        seeking = set(intents) <= (_SEEKING if bare else {*_SEEKING, Intent.ASK_ITEM})
        unsold = self._unsold(text, spans_of(seen.pointed.pointers)) if silent and seeking else ""
        unheard = self._unheard(seen) if bare else ""
        if unsold and not neither and self._catalogue.pack.main is not None:
            return unsold, UNSOLD
        other = self._not_here.search(text) if silent and seeking and not seen.items else None
        films = [m for m in seen.mentions if m.is_noun and seen.stances.negation(m.start, m.end) is None]
        if other is not None and not (films or self._language.similar_to.search(text)):  # "a film about a tv series"
            return other.group(), UNSOLD
        return neither or unsold or unheard or (self._unlike(text, wish) if such else ""), UNKNOWN

    def _unsold(self, text: str, pointers: Sequence[tuple[int, int]]) -> str:
        """The kind of thing that is asked for ("do you sell air conditioners?", "a spare strap for it?").

        pointers: where items are pointed at.
        """
        asked = self._language.sells.fullmatch(text.strip())
        if asked is None and self._catalogue.pack.main is not None:  # "i need a toaster"
            asked = self._language.wants_thing.fullmatch(text.strip())
        if asked is None or self._intents.serves(text):
            return ""
        such = next(group for group in asked.groups() if group)
        if self._is_no_thing(such):
            return ""
        start = text.find(such)
        if any(s < start + len(such) and start < e for s, e in pointers):
            return ""
        return "" if self._is_sold(such) else such

    def thing(self, seen: Sightings, intents: Sequence[Intent]) -> str:
        """The kind of thing that is asked for in further ways, or that is broken, where nothing is called so; else "".

        What stands within its own words ("are there smart locks too?") says nothing of another thing.
        """
        text, main = seen.text.strip(), self._catalogue.pack.main
        if main is None or not set(intents) <= {*_SEEKING, Intent.ASK_ITEM, Intent.REJECT, Intent.ACCEPT}:
            return ""
        asked = next((m for p in self._language.things_asked if (m := p.fullmatch(text)) is not None), None)
        found = asked or self._language.thing_gone.fullmatch(text)
        if found is None or (self._intents.serves(text) if asked else self._is_somebody(found["such"])):
            return ""
        start, end = (at + seen.text.find(text) for at in found.span("such"))
        facets = self._catalogue.pack.facets
        firm = [m for m in seen.values if any(e.facet in facets and facets[e.facet].strict for e in m.entries)]
        named: list[Placed] = [
            *firm,
            *seen.degrees,
            *seen.bounds,
        ]  # a "slow cooker" is no use of a thing, though cooking is one
        kinds = [m for m in seen.values if any(e.facet == main for e in m.entries)]
        beside: list[Placed] = [*seen.values, *seen.degrees, *seen.bounds] if asked else [*kinds]
        if any(overlaps(each, [(end - 1, end)]) for each in named):
            return found["such"] if asked and self._is_no_sort(seen.values, start, end) else ""
        if any(not overlaps(each, [(start, end)]) for each in beside):
            return ""
        things = [part for part in self._language.joint.split(found["such"]) if part.strip()]
        heads = {f" {form} " for form in _forms(key_of(things[-1]).split()[-1])}
        if found.groupdict().get("part") and self._told(heads):
            return ""  # "I need stiff poles", which tents have
        return "" if any(self._is_no_thing(part) or self._is_sold(part) for part in things) else found["such"]

    def _is_no_sort(self, values: Sequence[Mention], start: int, end: int) -> bool:
        """Whether a word for several kinds stands after one for what none of them has ("sleeping bags")."""
        table, main = self._catalogue.table, str(self._catalogue.pack.main)
        kinds = {str(e.value) for m in values if m.end == end for e in m.entries if e.facet == main}
        before = [e for m in values if start <= m.start and m.end < end for e in m.entries]
        rows = {int(row) for kind in kinds for row in table.rows_with(main, kind)}
        had = any(rows.intersection(table.rows_with(e.facet, e.value).tolist()) for e in before)
        return len(kinds) > 1 and bool(before) and not had

    def _is_somebody(self, words: str) -> bool:
        """Whether words name a person ("my gran died")."""
        people = (self._language.people, self._language.relation, *self._language.kin.values())
        return any(pattern.search(f"my {words}") for pattern in people)

    def _is_sold(self, words: str) -> bool:
        """Whether anything is called so, or by the last of the words; to be a "washing machine" it must have both."""
        whole, own = key_of(words), key_of(words).split()
        if len(own) > 1 and (tail := _forms(own[-1])) & self._tails and not self._sold(_forms(whole)):
            before = _forms(own[-2])
            named = (self._named(item).split() for item in self._catalogue.items)
            return any(tail & {*name} and before & {*name} for name in named)
        return self._sold(_forms(whole)) or self._sold(_forms(own[-1]))

    def _is_no_thing(self, words: str) -> bool:
        """Whether words name nothing that may be sold ("some help", 结实的)."""
        if CJK.search(words):
            return words.endswith("的") or any(word in words for word in self._language.no_thing)
        return any(self._language.no_thing & _forms(word) for word in key_of(words).split())

    def wants(self, seen: Sightings) -> bool:
        """Whether one thing is wanted that no value names ("do you have a stand for it?")."""
        silent = not (seen.values or seen.degrees or seen.bounds or seen.items)
        goods = self._catalogue.pack.main is not None and not self._intents.serves(seen.text)
        asked = self._language.wants_thing.fullmatch(seen.text.strip()) if silent and goods else None
        return asked is not None and not self._is_no_thing(next(group for group in asked.groups() if group))

    def _unheard(self, seen: Sightings) -> str:
        """The name of an item that is not here ("how long is death on the nile?")."""
        asked = self._language.asks_of.fullmatch(seen.text.strip())
        if asked is None or self._intents.serves(seen.text) or " " not in asked["such"].strip():
            return ""
        known = seen.items or seen.values or any(m.is_noun for m in seen.mentions)
        return "" if known else asked["such"].strip()

    def title(self, seen: Sightings) -> str:
        """The name of an item that is not here, where it alone is asked about ("Is Harvey among your films?").

        What nothing before it announces must have a word that is none of the language ("Ad Astra").
        """
        asked = self._language.asks_title.fullmatch(seen.text)
        group = asked.lastgroup if asked is not None else None
        if asked is None or group is None or self._intents.serves(seen.text):
            return ""
        name, (start, end) = asked[group], asked.span(group)
        named = any(m.start < end and start < m.end for m in seen.mentions)
        if named or not self._is_titled(name) or self._language.pronoun.fullmatch(name):
            return ""
        if self._catalogue.pack.main is not None and self._told({f" {key_of(name)} "}):
            return ""
        words = [key_of(word) for word in name.split() if word.isalpha() and word.casefold() not in self._language.stop]
        strange = not english_words().issuperset(words) and len(name) >= _LEAST
        loose = group == "alone" or (group == "told" and " " not in name)
        social = loose and any(self._language.intends(intent, name) for intent in Intent)
        return "" if loose and (social or not strange or (group == "alone" and " " not in name)) else name

    def _is_titled(self, name: str) -> bool:
        """Whether words are capitalised as those of a title are, or are Chinese."""
        if CJK.search(name):
            return True
        first, *rest = name.split()
        last = rest[-1] if rest else first
        large = first[0].isupper() and all(
            word[0].isupper() or word[0].isdigit() or word in self._language.stop for word in rest
        )
        return large and not name.isupper() and (last[0].isupper() or last[0].isdigit())

    def _unlike(self, text: str, wish: str) -> str:
        """What things are asked to be ("are there refurbished ones?")."""
        such = self._language.such.search(text)
        word = key_of(such["such"]) if such is not None else ""
        if such is None or not any(said in word for said in key_of(wish).split()):
            return ""
        return "" if self._told({word if " " in word else word[:_STEM]}) else such["such"]

    def _neither(self, text: str, wish: str) -> str:
        """Which of two things ("hp or dell?")."""
        either = self._language.either.fullmatch(text)
        words = {key_of(word) for word in either.group("a", "b")} if either is not None else set()
        if either is None or not words & {wish, *wish.split()} or self._intents.serves(text):
            return ""
        return "" if self._told({f" {word} " for word in words}) else either["such"]

    def _sold(self, forms: set[str]) -> bool:
        """Whether anything is one: where there are kinds of things, what a description speaks of need not be sold."""
        if self._catalogue.pack.main is None:
            return self._told(forms)
        names = self._names if any(" " in form for form in forms) else self._plain_names
        return any((form if CJK.search(form) else f" {form} ") in names for form in forms)

    @cached_property
    def _tails(self) -> frozenset[str]:
        """The last words of names of kinds that name no kind by themselves ("machine", of "coffee machine")."""
        pack = self._catalogue.pack
        kinds = pack.facets[pack.main].values if pack.main else {}
        names = {key_of(word) for said in kinds.values() for words in said.values() for word in words}
        names |= {key_of(kind) for kind in kinds}
        return frozenset(last for name in names if " " in name and (last := name.split()[-1]) not in names)

    @cached_property
    def _names(self) -> str:
        """What all items are called, and what they are."""
        return "|".join({self._named(item) for item in self._catalogue.items})

    @cached_property
    def _plain_names(self) -> str:
        """The same but for what is within a compound: a "Bean-to-Cup Machine" is no bean."""
        items = self._catalogue.items
        return "|".join({self._named(i.model_copy(update={"title": _COMPOUND.sub(" ", i.title)})) for i in items})

    def _named(self, item: Item) -> str:
        """What an item is called, and what it is."""
        pack = self._catalogue.pack
        names = (item.title, *item.titles.values(), *item.aliases)
        kinds = [str(kind) for kind in (item.values(pack.main) if pack.main else ())]
        said = (words for kind in kinds for words in pack.facets[str(pack.main)].values.get(kind, {}).values())
        return f" {key_of(' '.join((*names, *kinds, *(w for words in said for w in words))))} "

    def _told(self, forms: set[str]) -> bool:
        """Whether what is told of any item has one of these in it."""
        return any(form in _all_told(item) for item in self._catalogue.items for form in forms)


def _forms(word: str) -> set[str]:
    """A word in both numbers."""
    return {word, *number_forms(word)}


def _all_told(item: Item) -> str:
    return f" {key_of(' '.join((item.title, *item.aliases, item.text)))} "
