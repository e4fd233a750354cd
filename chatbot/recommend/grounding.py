"""Checks prose about an item against its record and the reasons for it: what cannot be verified must not be shown."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from chatbot.catalogue.pack import Pack
from chatbot.recommend.phrasing import written
from chatbot.records import Item

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_QUOTED = re.compile(r"“[^”]+”")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NEGATION = re.compile(
    r"\b(?:no|not|never|without|none|nothing|neither|nor|isn't|doesn't|don't|lacks?|un\w+ly)\b", re.IGNORECASE
)
_SUFFIXES = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "er", "ers")


class Vocabulary:
    """The words for facet values that a pack declares in one language: saying one claims the value."""

    def __init__(self, pack: Pack, language: str) -> None:
        self._owners: dict[str, set[tuple[str, str]]] = defaultdict(set)
        for name, facet in pack.facets.items():
            for value, synonyms in facet.values.items():
                for phrase in (value, *synonyms.get(language, ())):
                    self._owners[phrase.casefold()].add((name, value))
        ordered = sorted(map(re.escape, self._owners), key=len, reverse=True)
        self._pattern = re.compile(rf"\b(?:{'|'.join(ordered) or '(?!)'})\b", re.IGNORECASE)

    def claimed(self, text: str) -> list[tuple[str, set[tuple[str, str]]]]:
        """(phrase, the (facet, value) pairs it may stand for) of each value named in the text."""
        return [(m.group(), self._owners[m.group().casefold()]) for m in self._pattern.finditer(text)]


class Grounding:
    """What may be said about one item: the words and numbers of its record and of the reasons for it.

    reasons: what the item has; what it is without is left to code, since a model that drops a "no" says the opposite.
    Only their numbers may be said: a number of the record without its facet could be taken for another's.
    """

    def __init__(
        self, pack: Pack, vocabulary: Vocabulary, item: Item, reasons: Sequence[str], language: str, glue: Iterable[str]
    ) -> None:
        values = {name: [written(pack, name, v, language) for v in item.values(name)] for name in item.attributes}
        labels = [pack.facets[name].name(language, name) for name in values if name in pack.facets]
        shown = [text for texts in values.values() for text in texts]
        plain = [str(v) for name in item.attributes for v in item.values(name)]
        self._title = item.title
        self._vocabulary = vocabulary
        self._values = {(name, str(v)) for name in item.attributes for v in item.values(name)}
        self._reasons = " ".join(reasons)
        self._said = f"{item.title} {self._reasons}".casefold()
        sources = [item.title, item.summary, *reasons, *labels, *pack.noun.get(language, ()), *shown, *plain, *glue]
        self._stems = {_stem(w) for text in sources for w in _WORD.findall(_plain(text))}
        self._glue = {_stem(w) for text in (*glue, *pack.noun.get(language, ())) for w in _WORD.findall(_plain(text))}
        self._numbers = {_number(n) for text in [item.title, *reasons] for n in _NUMBER.findall(text)}
        self._roles = _roles(pack, values, language)
        self._shown = [text.casefold() for text in shown]
        self._common = {text.casefold() for facet in values.keys() - _entities(pack) for text in values[facet]}

    def faults(self, text: str) -> tuple[str, ...]:
        """What in the text cannot be verified; () when all can."""
        spoken = self._untitled(text)
        found = [w for w in _WORD.findall(_plain(text)) if _stem(w) not in self._stems]
        found += [n for n in _NUMBER.findall(text) if _number(n) not in self._numbers]
        found += [m.group() for m in _NEGATION.finditer(spoken)]
        found += self._misplaced(spoken)
        found += self._repeated(spoken)
        for phrase, owners in self._vocabulary.claimed(spoken):
            if not owners & self._values and phrase.casefold() not in self._said:
                found.append(phrase)
        if _plain(self._title).casefold() not in _plain(text).casefold():
            found.append(f"title missing: {self._title}")
        return tuple(dict.fromkeys(found))

    def _untitled(self, text: str) -> str:
        """Without the item's title and the titles that reasons quote: a name in a title says nothing of the item."""
        for title in (self._title, *_QUOTED.findall(self._reasons)):
            text = text.replace(title, "")
        return text

    def _repeated(self, text: str) -> list[str]:
        """Words that say something, and say it more often than the reasons do."""
        words = [w for w in _WORD.findall(_plain(text)) if _stem(w) not in self._glue]
        spoken, told = Counter(map(_stem, words)), Counter(map(_stem, _WORD.findall(_plain(self._said))))
        return [f"repeated: {w}" for w in dict.fromkeys(words) if spoken[_stem(w)] > max(1, told[_stem(w)])]

    def _misplaced(self, text: str) -> list[str]:
        """Names that stand without their role ("it is Ana Ruiz") or in another's ("directed by" one of the cast)."""
        wrong = []
        for name, leads in self._roles.items():
            # the series "It" is not meant by "and it is", nor "Cars" by "about cars"
            ordinary = _stem(name) in self._glue or name.casefold() in self._common
            for m in re.finditer(rf"\b{re.escape(name)}\b", text, 0 if ordinary else re.IGNORECASE):
                if self._is_part(m, text.casefold()):
                    continue
                before = text[: m.start()].casefold()
                # "with Ana Ruiz and Bo Lindt": a name may also follow another of the same role
                followed = any(
                    before.rstrip(" ,").removesuffix(" and").rstrip(" ,").endswith(other) for other in leads.peers
                )
                if not followed and not any(before.endswith(lead) for lead in leads.words):
                    wrong.append(f"{before[-20:]}{m.group()}")
        return wrong

    def _is_part(self, name: re.Match[str], text: str) -> bool:
        """Whether a name stands inside another value of the item: "pairing with *orbita* phones"."""
        wider = [v for v in self._shown if len(v) > len(name.group()) and name.group().casefold() in v]
        return any(
            at <= name.start() and name.end() <= at + len(value)
            for value in wider
            for at in (m.start() for m in re.finditer(re.escape(value), text))
        )


class _Role(NamedTuple):
    """What may stand before a name, and the names that share its role; lower case."""

    words: tuple[str, ...]
    peers: tuple[str, ...]


def _entities(pack: Pack) -> set[str]:
    """The facets whose values are names."""
    return {name for name, facet in pack.facets.items() if facet.kind == "entity"}


def _roles(pack: Pack, values: Mapping[str, Sequence[str]], language: str) -> dict[str, _Role]:
    """For each name of the item, how its role is said. Where the title has the name too, nothing is asked."""
    words: dict[str, list[str]] = defaultdict(list)
    peers: dict[str, list[str]] = defaultdict(list)
    for facet_name in _entities(pack) & values.keys():
        facet, names = pack.facets[facet_name], values[facet_name]
        lead, _, _ = facet.phrase.get(language, f"{facet.name(language, facet_name)} $value").partition("$value")
        for name in names:
            words[name] += [f"{cue} ".casefold() for cue in (lead.strip(), *facet.cues.get(language, ())) if cue]
            peers[name] += [other.casefold() for other in names if other != name]
    return {name: _Role(tuple(leads), tuple(peers[name])) for name, leads in words.items()}


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.replace("’", "'")) if not unicodedata.combining(c))


def _stem(word: str) -> str:
    word = word.casefold()
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 4:
            return word[: -len(suffix)].rstrip("e")
    return word.rstrip("e") if len(word) > 4 else word


def _number(text: str) -> float:
    return float(text.replace(",", ""))
