"""Finds the catalogue's values and titles in a message: exactly, by alias, then fuzzily."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from chatbot.catalogue.catalogue import Shelf
from chatbot.catalogue.forms import compared_forms, number_forms, sequel_forms, short_titles
from chatbot.dialogue.by_ear import ByEar
from chatbot.dialogue.language import phrases
from chatbot.dialogue.ordinary_words import common_words, cue_words
from chatbot.dialogue.text import CJK, Word, key_of, undotted, words_of
from chatbot.llm.words import english_words
from chatbot.records import ITEM, Polarity, Value

_LONGEST = 10
"""Words in the longest phrase that is looked up."""
_LONGEST_CJK = 14
_LEAD = 8
"""Characters within which a name in Chinese that begins with others goes on in Chinese."""
_TITLE_ALIKE = 90
"""Likeness, of 100, from which words with one that is none stand for a title."""
_TELLING_CJK = 4
"""Characters from which on a part of a Chinese title names it."""
_COLON = re.compile(r": |：")
_SIZES = 4
"""Items of one name at most that differ by their size ("Pixelar Lumen"): of them the best known is meant."""
_BEARERS = 4
"""People who may share a surname for it to be asked which of them is meant."""
_NAMESAKES = 3
"""People who are called by the same first name for it to be known as one."""
_NOUN = "noun"
"""Pseudo-facet of the words for an item ("product"); never a fact."""


_QUOTED = re.compile(r"[\"“《「『]([^\"”》」』]{2,80})[\"”》」』]")
_NEXT_CAPITALISED = re.compile(r" ([A-Z][a-z'’]{2,})\b")
_NUMBERED = re.compile(r"(?:part|chapter|volume|vol\.?|episode) \w+", re.IGNORECASE)
_COUNTED = {"times", "weeks", "days", "years", "months", "hours", "films", "movies", "stars", "more", "or", "out"}
"""Before these a number counts them, and is no part of a name."""
_PLAIN_WORD = re.compile(r"\b[a-z]+\b")


class Entry(NamedTuple):
    """What a phrase may stand for. A weak one needs a cue beside it (a common word that is also a title)."""

    facet: str
    value: Value
    weak: bool = False


class Mention(NamedTuple):
    """A place in the message that names something of the catalogue."""

    start: int
    end: int
    words: str
    entries: tuple[Entry, ...]
    certainty: float = 1.0

    @property
    def facet(self) -> str:
        return self.entries[0].facet

    @property
    def is_item(self) -> bool:
        return self.facet == ITEM

    @property
    def is_noun(self) -> bool:
        return self.facet == _NOUN


def affirmed(value: Value, polarity: Polarity) -> tuple[Value, Polarity]:
    """A flag denied, as the flag taken the other way round: to want it wired is not to want it wireless."""
    if value is not False:
        return value, polarity
    return True, Polarity.LIKE if polarity is Polarity.DISLIKE else Polarity.DISLIKE


class Linker:
    """The vocabulary of one catalogue, built once: phrase -> entries."""

    def __init__(
        self, catalogue: Shelf, stop: Iterable[str], short_names: Mapping[str, Iterable[str]] | None = None
    ) -> None:
        """short_names: what people with a first name are called for short."""
        self._entries: dict[str, list[Entry]] = defaultdict(list)
        self._denials: set[str] = set()
        self._shuns: set[str] = set()
        stop = frozenset(stop)
        self._stop = {key_of(w) for w in stop}
        self._long_stops = [w for w in self._stop if len(w) >= 5 and w.isascii()]
        self._stop_cjk = phrases(w for w in stop if CJK.search(w) and len(w) > 1)
        self._every_stop_cjk = phrases(w for w in stop if CJK.search(w))
        self._common = common_words(catalogue)
        self._cues = cue_words(catalogue)
        self._main = catalogue.pack.main
        self._conditions = {n for n, f in catalogue.pack.facets.items() if f.kind == "category" and f.strict}
        self._leanings = {n for n, f in catalogue.pack.facets.items() if f.kind == "category" and not f.strict}
        self._persons = {n for n, f in catalogue.pack.facets.items() if f.kind == "entity"}
        self._forms: list[tuple[str, Entry]] = []
        self._sequels: set[str] = set()
        self._describing: set[str] = set()
        self._first_names: set[str] = set()
        self._add_values(catalogue)
        self._add_nouns(catalogue)
        self._add_other_forms()
        self._add_surnames(catalogue)
        self._add_short_names(catalogue, short_names or {})
        self._values = {k for k in self._entries if len(k) >= 5 and not CJK.search(k)}
        self._short = {k for k in self._entries if len(k) == 4 and self._names_kind(k)}
        self._add_titles(catalogue)
        self._add_models(catalogue)
        self._names: dict[str, list[str]] = defaultdict(list)
        for phrase in self._entries:
            if not CJK.search(phrase) and len(phrase) >= 4:
                self._names[phrase[0]].append(phrase)
        # No word is a misspelt superlative ("backrest", of black).
        compared = {form for phrase in self._entries for form in compared_forms(phrase)} - self._written
        self._single = sorted(k for k in self._values - compared if " " not in k)
        self._joined = {k.replace(" ", ""): k for k in self._values if k.count(" ") == 1}
        """Values of two words as people also write them ("mindbending")."""
        self._pairs: dict[str, list[str]] = defaultdict(list)
        """Values of two words by their first letter."""
        for key in sorted(k for k in self._values if k.count(" ") == 1):
            self._pairs[key[0]].append(key)
        self._by_ear = ByEar(k for k in {*self._values - compared, *self._short} if k.count(" ") <= 1)

    def mentions(self, text: str) -> list[Mention]:
        """What the message names, in order of place, the longest reading of each stretch. Weak ones included."""
        words = words_of(text)
        found = [*self._in_words(text, words), *self._in_characters(text)]
        chosen = _longest_first(found)
        covered = [(m.start, m.end) for m in chosen if not all(e.weak for e in m.entries)]
        free = [w for w in words if not any(s < w.end and w.start < e for s, e in covered)]
        names = list(self._misspelt_names(text, words, [m for m in chosen if (m.start, m.end) in covered]))
        free = [w for w in free if not any(m.start <= w.start < m.end for m in names)]
        return sorted(_longest_first([*chosen, *names, *self._misspelt(free), *self._misspelt_pairs(text, free)]))

    def parts(self, mention: Mention) -> Iterator[Mention]:
        """A "gaming mouse" is a mouse, and for gaming: what the first word of a kind of thing says by itself."""
        first, _, rest = mention.words.partition(" ")
        kind = {str(e.value) for e in mention.entries if e.facet == self._main}
        leads = [e for e in self.lookup(first) if e.facet in self._leanings] if kind and rest else []
        if not leads or any(key_of(first) in key_of(value).split() for value in kind):  # "office chairs" say no more
            yield mention
            return
        yield Mention(mention.start, mention.start + len(first), first, tuple(leads), mention.certainty)
        yield mention._replace(start=mention.end - len(rest), words=rest)

    def named(self, phrase: str, facets: Iterable[str] | None = None, cutoff: float = 88) -> Mention | None:
        """The entry a whole phrase stands for, fuzzily if need be (a title after "like", a name after "by")."""
        key = key_of(phrase)
        wanted = None if facets is None else set(facets)
        if len(key) < 4:
            return None
        hit = process.extractOne(key, self._names.get(key[0], []), scorer=fuzz.ratio, score_cutoff=cutoff)
        if hit is None:
            return None
        entries = tuple(e for e in self._entries[hit[0]] if wanted is None or e.facet in wanted)
        return Mention(0, len(phrase), phrase, entries, hit[1] / 100) if entries else None

    def lookup(self, phrase: str) -> tuple[Entry, ...]:
        """What exactly this phrase stands for."""
        return tuple(self._entries.get(key_of(phrase), ()))

    def bearers(self, entry: Entry, entries: Iterable[Entry]) -> tuple[Entry, ...]:
        """Of the `entries` of a name, those of the facet of `entry`: more than one when people share the name."""
        named = {*self._persons, self._main}
        return tuple(e for e in entries if e.facet == entry.facet and e.facet in named) or (entry,)

    def knows(self, word: str) -> bool:
        """Whether a word is ordinary here: a stop word, or a word of the catalogue's texts."""
        return word in self._stop or word in self._common or word in self._cues

    def in_name(self, mention: Mention, text: str, mentions: Sequence[Mention]) -> bool:
        """Whether a value is but a word of a name that the catalogue does not know ("Horror Express", 《恐怖》)."""
        for m in _QUOTED.finditer(text):
            if m.start(1) <= mention.start and mention.end <= m.end(1):
                return text[m.start()] == "《" or m.group(1)[0].isupper()
        capital = mention.words[0].isupper() and not mention.words.isupper() and str(mention.entries[0].value).islower()
        following = _NEXT_CAPITALISED.match(text, mention.end)
        if not capital or following is None or not _PLAIN_WORD.search(text):
            return False
        start, end = following.span(1)
        return key_of(following.group(1)) not in self._stop and all(m.end <= start or end <= m.start for m in mentions)

    def is_first_name(self, word: str) -> bool:
        """Whether several people of the catalogue are called so."""
        return word in self._first_names

    def is_stop(self, phrase: str) -> bool:
        """Whether a phrase is but a function word ("it", "her"), though it may be a title too."""
        return key_of(phrase) in self._stop

    def tells(self, words: str) -> bool:
        """Whether words in Chinese say something beside function words, which stand unseparated (我们, 这个)."""
        return len(self._every_stop_cjk.sub("", words)) > 1

    def denies(self, mention: Mention) -> bool:
        """Whether its words rule the value out ("foreign": not in English)."""
        return key_of(mention.words) in self._denials or self.shuns(mention)

    def shuns(self, mention: Mention) -> bool:
        """Whether its words speak for the value only where they are ruled out ("subtitles": in English)."""
        return key_of(mention.words) in self._shuns

    def names_kind(self, mention: Mention) -> bool:
        """Whether a mention is of the kind of thing that is looked for ("piano")."""
        return mention.facet == self._main

    def _names_kind(self, phrase: str) -> bool:
        return any(e.facet in self._conditions for e in self._entries[phrase])

    def _add(self, phrase: str, entry: Entry) -> None:
        key = key_of(phrase)
        # 汤姆·汉克斯 is written 汤姆汉克斯, and J.J. Abrams JJ Abrams.
        for form in {key, key.replace(" ", "") if CJK.search(key) else key_of(undotted(phrase))}:
            if form and entry not in self._entries[form]:
                self._entries[form].append(entry)

    def _add_values(self, catalogue: Shelf) -> None:
        for name, facet in catalogue.pack.facets.items():
            if facet.kind == "flag":
                for phrase in _all(facet.cues.values()):
                    self._add_forms(phrase, Entry(name, True))
                for phrase in _all(facet.opposites.values()):
                    self._add_forms(phrase, Entry(name, False))
            if facet.kind not in ("category", "entity"):
                continue
            if facet.kind == "entity":
                self._first_names |= _first_names(catalogue.table.values(name)) - self._stop
            for value in catalogue.table.values(name):
                if facet.kind == "entity":
                    key = key_of(str(value))
                    # "Tom Cruise" is a name, though a tom cat goes on a cruise
                    weak = self._is_common(key) and key.partition(" ")[0] not in self._first_names
                    self._add(key, Entry(name, value, weak=weak))
                else:
                    self._add_forms(str(value), Entry(name, value, weak=key_of(str(value)) in self._stop))
            for value, synonyms in facet.values.items():
                for phrase in _all(synonyms.values()):
                    self._add_forms(phrase, Entry(name, value))
            for value, phrase in ((v, p) for v, words in facet.denials.items() for p in _all(words.values())):
                self._denials.add(key_of(phrase))
                self._add(phrase, Entry(name, value))
            for value, phrase in ((v, p) for v, words in facet.shuns.items() for p in _all(words.values())):
                self._shuns.add(key_of(phrase))
                self._add(phrase, Entry(name, value))

    def _add_surnames(self, catalogue: Shelf) -> None:
        owners: dict[str, dict[tuple[str, Value], int]] = defaultdict(dict)
        for name, facet in catalogue.pack.facets.items():
            if facet.kind != "entity":
                continue
            for value, count in catalogue.table.values(name).items():
                parts = key_of(str(value)).split()
                if len(parts) >= 2 and len(parts[-1]) >= 4:
                    owners[parts[-1]][name, value] = count
        for surname, counts in owners.items():
            ranked = sorted(counts.items(), key=lambda pair: -pair[1])
            # A surname stands for its best known bearer if nobody else comes near, else for the few who share it.
            first = ranked[0]
            ranked = [each for each in ranked if 2 * each[1] >= first[1]]
            people = {value for (_, value), _ in ranked}
            rest = max((n for (_, value), n in ranked if value != first[0][1]), default=0)
            known = first[1] >= 2 and (len(people) == 1 or first[1] >= 2 * rest)
            shared = len(people) <= _BEARERS and not self._is_common(surname)
            if surname in self._entries or first[1] < 2 or not (known or shared):
                continue
            self._entries[surname] += [
                Entry(name, value, weak=True) for (name, value), _ in ranked if not known or value == first[0][1]
            ]

    def _add_short_names(self, catalogue: Shelf, short_names: Mapping[str, Iterable[str]]) -> None:
        """Names as people say them: with a short form of the first, and without initials ("Sam Jackson")."""
        written = set(self._entries)
        for name in self._persons:
            for value in catalogue.table.values(name):
                first, *rest = key_of(str(value)).split()
                last = " ".join(part for part in rest if len(part) > 1)
                for said in (first, *short_names.get(first, ())) if last else ():
                    form = f"{said} {last}"
                    if form not in written:
                        self._add(form, Entry(name, value, weak=self._is_common(form)))

    def _add_nouns(self, catalogue: Shelf) -> None:
        for phrase in _all(catalogue.pack.noun.values()):
            self._add_forms(phrase, Entry(_NOUN, phrase))

    def _add_titles(self, catalogue: Shelf) -> None:
        kinds = {name: facet.kind for name, facet in catalogue.pack.facets.items()}
        sequels: list[tuple[str, Entry]] = []
        for item in catalogue.items:
            for title in (item.title, *item.aliases):
                key = key_of(title)
                short = key.removeprefix("the ").removeprefix("a ")
                parts = {key_of(part) for part in _COLON.split(title) if _is_name_part(part, title)}
                first = title.partition(" ")[0]
                led = {key_of(undotted(first))} if undotted(first) != first else set()  # "E.T."
                for form in {key, short, *parts, *led, key_of(undotted(title))}:
                    trait, _, noun = form.rpartition(" ")
                    if trait in self._entries and any(e.facet == _NOUN for e in self._entries.get(noun, ())):
                        self._describing.add(form)
                    short_word = " " not in form and len(form) < 4 and not CJK.search(form)
                    weak = (
                        short_word
                        or (self._is_common(form) and not self._is_telling(form))
                        or any(
                            kinds.get(e.facet) in ("category", "flag") or e.facet == _NOUN
                            for e in self._entries.get(form, ())
                        )
                    )
                    if weak and form not in (key, short, *led) and " " not in form:
                        continue
                    self._add(form, Entry(ITEM, item.id, weak))
                    sequels += [(other, Entry(ITEM, item.id)) for other in sequel_forms(form)]
        written = set(self._entries)
        for form, entry in sequels:
            if form not in written:
                self._add(form, entry)
                self._sequels.add(form)
        shorts: dict[str, set[str]] = defaultdict(set)
        for item in catalogue.items if not self._main else ():
            for form in short_titles(item.title, self._stop):
                shorts[key_of(form)].add(item.id)
        for form, ids in shorts.items():
            weak = self._is_common(form)
            says = weak and any(e.facet != ITEM for word in form.split() for e in self._entries.get(word, ()))
            if len(ids) == 1 and form not in self._entries and not says:  # "a christmas vacation" is at christmas
                self._add(form, Entry(ITEM, ids.pop(), weak))

    def _add_models(self, catalogue: Shelf) -> None:
        """Goods whose title begins with a maker, as people say them: "the Sonara Drift", or the model alone.

        Not for things of one kind: films and books are called by their whole titles.
        """
        named: dict[str, set[str]] = defaultdict(set)
        for item in catalogue.items if self._main else ():
            makers = {key_of(str(v)) for name in self._persons for v in item.values(name)}
            words = words_of(item.title)
            starts = [key_of(item.title[: word.end]) for word in words]
            lead = next((n for n, start in enumerate(starts, 1) if start in makers), len(starts))
            if lead == len(starts):
                continue
            for n, start in enumerate(starts[lead:], lead):
                if all(word.key in self._entries for word in words[lead : n + 1]):
                    continue  # "Kestrel gaming" is no model: the word says what the thing is or does
                named[start].add(item.id)
                named[start.removeprefix(starts[lead - 1]).strip()].add(item.id)
        titles = {item.id: item.title for item in catalogue.items}
        ordinary = {word for value in self._values for word in value.split()}  # "HDMI" is what many things have
        for form, ids in named.items():
            known = form in self._entries or form in ordinary
            # "The Nova 8" is that one rather than the Nova 8 Mini.
            plain = sorted(ids, key=lambda item_id: (titles[item_id].count(" "), item_id))
            whole = " " in form or _begins_all([titles[item_id] for item_id in plain])
            if len(ids) <= (_SIZES if whole else 1) and len(form) >= 4 and not known:
                weak = " " not in form or self._is_common(form)
                self._entries[form] = [Entry(ITEM, item_id, weak) for item_id in plain]

    def _add_forms(self, phrase: str, entry: Entry) -> None:
        """The phrase, and later its last word in the other number, or one that describes as it compares."""
        key = key_of(phrase)
        self._add(key, entry)
        if not key or CJK.search(key) or len(key) < 3:
            return
        # "cans" are headphones, "can you" is no request for any
        self._forms += [(form, entry) for form in {*number_forms(key), *compared_forms(key)} - self._stop]

    def _add_other_forms(self) -> None:
        """Singulars, plurals, comparatives; not "blues" as the plural of "blue" where it is a genre."""
        self._written = {form for form, _ in self._forms if form in self._entries}
        for form, entry in self._forms:
            if form not in self._written:
                self._add(form, entry)

    def _is_telling(self, form: str) -> bool:
        """Whether a title of ordinary words is hardly said by chance ("crazy stupid love", "death on the nile")."""
        words = form.split()
        return len(words) >= 3 and sum(len(w) >= 3 and w not in self._stop for w in words) >= 2

    def _is_common(self, key: str) -> bool:
        if CJK.search(key):
            return len(key) < 3
        return all(w in self._stop or w in self._common or len(w) < 3 or w.isdigit() for w in key.split())

    def _in_words(self, text: str, words: Sequence[Word]) -> list[Mention]:
        found = []
        for i in range(len(words)):
            if CJK.search(words[i].text):
                continue
            key = ""
            for j in range(i, min(i + _LONGEST, len(words))):
                key = f"{key} {words[j].key}".strip() if words[j].key.isalnum() or " " in words[j].key else key
                entries = self._entries.get(key_of(key))
                if key in self._describing and not text[words[i].start : words[j].end].istitle():
                    continue  # "a scary movie" is no "Scary Movie"
                if key in self._sequels and j + 1 < len(words) and words[j + 1].key in _COUNTED:
                    continue  # "saw Frozen 2 weeks ago"
                if entries and words[i].key[:1].isalnum() and words[j].key[:1].isalnum():
                    start, end = words[i].start, words[j].end
                    found.append(Mention(start, end, text[start:end], tuple(entries)))
        return found

    def _in_characters(self, text: str) -> list[Mention]:
        found = []
        stopped = [m.span() for m in self._stop_cjk.finditer(text)]
        for i, c in enumerate(text):
            if not (CJK.match(c) or _begins_mixed(text, i)):
                continue
            for length in range(1, min(_LONGEST_CJK, len(text) - i) + 1):
                piece = text[i : i + length]
                entries = self._entries.get(key_of(piece)) if piece[-1].isalnum() else None
                # no value is read out of a longer ordinary word (朋友 in 女朋友)
                if entries and not any(s <= i and i + length <= e and length < e - s for s, e in stopped):
                    found.append(Mention(i, i + length, piece, tuple(entries)))
        return found

    def _misspelt_names(self, text: str, words: Sequence[Word], known: Sequence[Mention]) -> Iterator[Mention]:
        """Names of two or three words that are spelt wrongly, of which one may be known ("Christoper Nolan")."""
        for size in (2, 3):
            for window in (words[i : i + size] for i in range(len(words) - size + 1)):
                start, end = window[0].start, window[-1].end
                phrase = text[start:end]
                capitalised = phrase.istitle()
                if phrase.split() != [w.text for w in window] or any(
                    w.key in self._stop for w in (window[0], window[-1])
                ):
                    continue
                strange = any(map(self._is_strange, window))
                if not (capitalised or strange or self._is_called(window)):
                    continue
                hit = self.named(phrase, None if capitalised and size == 2 else self._persons)
                if hit is None and strange:  # "forest gump"
                    hit = self.named(phrase, [ITEM], _TITLE_ALIKE)
                inside = [m for m in known if m.start < end and start < m.end]
                if hit is not None and all(set(m.entries) & set(hit.entries) for m in inside):
                    yield hit._replace(start=start, end=end)

    def _is_called(self, window: Sequence[Word]) -> bool:
        """Whether words begin with a first name that is no other word ("brad pit", of ordinary words)."""
        first = window[0].key
        return first in self._first_names and first not in self._common

    def _misspelt(self, words: Sequence[Word]) -> list[Mention]:
        found: list[Mention] = []
        for word in words:
            if len(word.key) < 4 or not self._is_strange(word):
                continue
            if (heard := self._by_ear(word.key)) is not None:  # "fone"
                found.append(Mention(word.start, word.end, word.text, tuple(self._entries[heard]), 0.8))
                continue
            if len(word.key) < 5:
                continue
            if process.extractOne(word.key, self._long_stops, scorer=OSA.distance, score_cutoff=1):
                continue  # "somthing" is something, and not soothing
            if word.key in self._joined:
                entries = tuple(self._entries[self._joined[word.key]])
                found.append(Mention(word.start, word.end, word.text, entries))
                continue
            # The first letter is rarely the wrong one; asking for it keeps this fast and sober.
            slips = 1 if len(word.key) < 8 else 2
            near = [k for k in self._single if k[0] == word.key[0] and abs(len(k) - len(word.key)) <= slips]
            hits = process.extract(word.key, near, scorer=OSA.distance, score_cutoff=slips, limit=4)
            if hits:  # of two words as near, the kind of thing ("horror") before a loose value ("honor")
                key, distance, _ = min(hits, key=lambda hit: (hit[1], not self._names_kind(hit[0])))
                entries = tuple(self._entries[key])
                found.append(Mention(word.start, word.end, word.text, entries, 1 - distance / len(word.key)))
        return found

    def _misspelt_pairs(self, text: str, words: Sequence[Word]) -> Iterator[Mention]:
        """Values of two words of which one is spelt wrongly ("coffe machine")."""
        for one, other in pairwise(words):
            if text[one.end : other.start] != " " or self._is_strange(one) == self._is_strange(other):
                continue
            strange = one if self._is_strange(one) else other
            if len(strange.key) < 4 or {one.key, other.key} & self._stop:
                continue  # "and Bergman" is no Andy Bergman
            phrase = f"{one.key} {other.key}"
            near = [k for k in self._pairs.get(phrase[0], ()) if abs(len(k) - len(phrase)) <= 1]
            hit = process.extractOne(phrase, near, scorer=OSA.distance, score_cutoff=1)
            if (meant := hit[0] if hit is not None else self._by_ear(phrase)) is not None:
                words_said = text[one.start : other.end]
                yield Mention(one.start, other.end, words_said, tuple(self._entries[meant]), 1 - 1 / len(phrase))

    def _is_strange(self, word: Word) -> bool:
        """Whether it is no word of the catalogue or the language (whose lists have names capitalised)."""
        bare = key_of(re.split("['’]", word.text)[0])
        ordinary = self.knows(bare) or self.knows(word.key) or word.key.isdigit() or CJK.search(word.text)
        return not ordinary and english_words().isdisjoint({word.text, *number_forms(word.text)})


def _begins_all(titles: Sequence[str]) -> bool:
    """Whether the others only add words to the first title ("Mattina Machine", "Mattina Plus Machine with Milk")."""
    others = [iter(key_of(title).split()) for title in titles[1:]]
    return all(all(word in words for word in key_of(titles[0]).split()) for words in others)


def _is_name_part(part: str, title: str) -> bool:
    """Whether what stands before or after a colon names an item: "Part Two" may be of any."""
    told = len(part) >= _TELLING_CJK if CJK.search(part) else (" " in part or len(title) > 24)
    return told and not _NUMBERED.fullmatch(part)


def _all(groups: Iterable[Iterable[str]]) -> Iterable[str]:
    return (phrase for group in groups for phrase in group)


def _first_names(values: Iterable[Value]) -> set[str]:
    """The words that several names of two words begin with."""
    firsts = Counter(parts[0] for value in values if len(parts := key_of(str(value)).split()) == 2)
    return {first for first, count in firsts.items() if count >= _NAMESAKES}


def _begins_mixed(text: str, at: int) -> bool:
    """Whether a name in Chinese may begin here with figures or Latin letters (007之金手指)."""
    plain = text[at].isascii() and text[at].isalnum() and CJK.search(text, at, at + _LEAD) is not None
    return plain and (at == 0 or not (text[at - 1].isascii() and text[at - 1].isalnum()))


def _longest_first(found: list[Mention]) -> list[Mention]:
    """The mentions that survive when longer ones win over those they overlap."""
    chosen: list[Mention] = []
    for mention in sorted(found, key=lambda m: (m.start - m.end, all(e.weak for e in m.entries))):
        if all(mention.end <= other.start or other.end <= mention.start for other in chosen):
            chosen.append(mention)
    return chosen
