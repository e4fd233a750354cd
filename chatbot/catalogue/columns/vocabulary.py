"""The words that column headers and item nouns are known by: `columns.yaml` of the knowledge folder, read once."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

import yaml
from pydantic import Field, ValidationError

from chatbot.catalogue.columns.headers import CJK, words_of
from chatbot.catalogue.pack import Kind, Wording, Words
from chatbot.errors import ConfigurationError
from chatbot.records import Record
from chatbot.settings import bundled

Role = Literal["id", "title", "alias", "summary", "text", "link", "image", "drop"]
GUESSED = 1000
"""Rank from which a meaning comes from a part of the header only ("average rating", "price per unit")."""

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The safe loader written in C where there is one: it saves a third of a second."""


class StandardFacet(Record):
    """A facet that many catalogues have, with the headers it goes by and the wording a pack gets for it."""

    words: tuple[str, ...]
    kind: Kind
    dims: tuple[str, ...] = ()
    unit: str = ""
    head: bool = False
    multi: bool = False
    people: bool = False
    whole: bool = False
    main: bool = False
    card: int = 0
    prior: Literal["quality", "fame"] | None = None
    default_bound: Literal["min", "max"] | None = None
    label: Wording
    ask: Wording | None = None
    cues: Words = Field(default_factory=dict)
    units: Mapping[str, float] = Field(default_factory=dict)
    values: Mapping[str, Words] = Field(default_factory=dict)
    less: Words = Field(default_factory=dict)
    more: Words = Field(default_factory=dict)
    low: Words = Field(default_factory=dict)
    high: Words = Field(default_factory=dict)


class Meaning(NamedTuple):
    """What a header may mean, 0 being the surest rank."""

    rank: int
    name: str


class _File(Record):
    roles: Mapping[Role, tuple[str, ...]]
    facets: Mapping[str, StandardFacet]
    nouns: Mapping[str, Words]
    tells: Mapping[str, tuple[tuple[str, ...], ...]]
    hints: Mapping[str, tuple[tuple[str, ...], ...]]
    singulars: Mapping[str, str]


class Vocabulary:
    """`columns.yaml`, indexed by word. Plural and accents do not matter, but an exact word wins over its singular."""

    def __init__(self, read: _File) -> None:
        self.facets = read.facets
        self.nouns = read.nouns
        self.tells = read.tells
        self.hints = read.hints
        self.singulars = read.singulars
        self._roles = {role: _index((word, role) for word in words) for role, words in read.roles.items()}
        self._facets = _index((word, name) for name, facet in read.facets.items() for word in facet.words)
        self._nouns = {
            form: noun for noun, words in reversed(list(read.nouns.items())) for form in (noun, *words["en"][:2])
        }

    def role(self, role: Role, words: tuple[str, ...]) -> int | None:
        """How surely a header names that part of an item (0 is surest); None when it does not."""
        found = _look_up(self._roles[role], words)
        return found[0].rank if found else None

    def noun(self, word: str) -> str | None:
        """The known noun of which a word is a form ("items" is "item")."""
        return self._nouns.get(word)

    def meanings(self, words: tuple[str, ...]) -> list[Meaning]:
        """The standard facets a header may mean, surest first."""
        exact = _look_up(self._facets, words)
        if exact:
            return exact
        for part in _parts(words):
            found = [m for m in _look_up(self._facets, part) if self.facets[m.name].head]
            if found:
                return [Meaning(GUESSED + m.rank, m.name) for m in found]
        return []


@lru_cache(maxsize=1)
def read_vocabulary() -> Vocabulary:
    """The bundled vocabulary. Raises ConfigurationError when its file is missing or broken."""
    path = vocabulary_file()
    try:
        read = _File(**yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER))
    except (OSError, yaml.YAMLError, ValidationError, TypeError) as error:
        raise ConfigurationError(f"Cannot read the column words in {path}: {error}. Reinstall the package.") from error
    return Vocabulary(read)


def vocabulary_file() -> Path:
    return bundled("knowledge") / "columns.yaml"


def singular(word: str) -> str:
    """A word without its plural s, roughly; only for comparing."""
    if CJK.search(word) or len(word) <= 3 or word.endswith("ss") or not word.endswith("s"):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(("xes", "ches", "shes", "sses")) else word[:-1]


_Index = Mapping[str, list[Meaning]]


def _index(pairs: Iterable[tuple[str, str]]) -> _Index:
    index: dict[str, list[Meaning]] = defaultdict(list)
    ranks: dict[str, int] = defaultdict(int)
    for word, name in pairs:
        words = words_of(word)
        for key in {" ".join(words), "~" + " ".join(map(singular, words))}:
            index[key].append(Meaning(ranks[name], name))
        ranks[name] += 1
    return {key: sorted({m.name: m for m in sorted(found, reverse=True)}.values()) for key, found in index.items()}


def _look_up(index: _Index, words: tuple[str, ...]) -> list[Meaning]:
    return index.get(" ".join(words)) or index.get("~" + " ".join(map(singular, words))) or []


def _parts(words: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Shorter and shorter ends of a header, then its first word; of a Chinese one, its last characters."""
    for start in range(1, len(words)):
        yield words[start:]
    if len(words) > 1:
        yield words[:1]
    if words and CJK.search(words[-1]):
        for start in range(1, len(words[-1]) - 1):
            yield (words[-1][start:],)
