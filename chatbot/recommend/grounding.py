"""Checks prose about an item against its record and the profile: what cannot be verified must not be shown."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence

from chatbot.catalogue.pack import Pack
from chatbot.recommend.phrasing import written
from chatbot.records import Item, Profile

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
_NEGATION = re.compile(
    r"\b(?:no|not|never|without|none|nothing|neither|nor|isn't|doesn't|don't|lacks?|un\w+ly)\b", re.IGNORECASE
)
_SUFFIXES = ("ings", "ing", "edly", "ed", "ies", "es", "s", "ly", "er", "ers")


class Grounding:
    """What may be said about one item: the words and numbers of its record, of its reasons and of the profile."""

    def __init__(
        self, pack: Pack, item: Item, reasons: Sequence[str], profile: Profile, language: str, glue: Iterable[str]
    ) -> None:
        values = {name: [written(pack, name, v, language) for v in item.values(name)] for name in item.attributes}
        labels = [pack.facets[name].name(language, name) for name in values if name in pack.facets]
        said = [f.words for f in profile.facts]
        sources = [item.title, item.summary, *reasons, *labels, *pack.noun.get(language, ()), *said]
        sources += [text for texts in values.values() for text in texts]
        sources += [str(v) for name in item.attributes for v in item.values(name)]
        self._title = item.title
        self._stems = {_stem(w) for text in [*sources, *glue] for w in _WORD.findall(_plain(text))}
        self._numbers = {
            _number(n)
            for text in [item.title, item.summary, *reasons, *values_of(values)]
            for n in _NUMBER.findall(text)
        }
        self._negates = any(_NEGATION.search(text) for text in [item.summary, *reasons])
        self._roles = _roles(pack, values, language)

    def faults(self, text: str) -> tuple[str, ...]:
        """What in the text cannot be verified; () when all can."""
        found = [w for w in _WORD.findall(_plain(text)) if _stem(w) not in self._stems]
        found += [n for n in _NUMBER.findall(text) if _number(n) not in self._numbers]
        if not self._negates:
            found += [m.group() for m in _NEGATION.finditer(text)]
        found += self._misattributed(text)
        if _plain(self._title).casefold() not in _plain(text).casefold():
            found.append(f"title missing: {self._title}")
        return tuple(dict.fromkeys(found))

    def _misattributed(self, text: str) -> list[str]:
        """A name given the wrong role ("directed by" one of the cast)."""
        wrong = []
        for cue, names in self._roles:
            for m in cue.finditer(text):
                follows = text[m.end() :].lstrip()
                if follows[:1].isupper() and not any(follows.startswith(name) for name in names):
                    wrong.append(f"{m.group()} {follows[:30]}")
        return wrong


def values_of(values: Mapping[str, Sequence[str]]) -> list[str]:
    return [text for texts in values.values() for text in texts]


def _roles(
    pack: Pack, values: Mapping[str, Sequence[str]], language: str
) -> list[tuple[re.Pattern[str], Sequence[str]]]:
    roles = []
    for name, facet in pack.facets.items():
        cues = [c for c in facet.cues.get(language, ()) if facet.kind == "entity"]
        if cues:
            pattern = "|".join(re.escape(c) for c in sorted(cues, key=len, reverse=True))
            roles.append((re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), values.get(name, ())))
    return roles


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
