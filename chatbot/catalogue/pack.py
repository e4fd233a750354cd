"""A domain pack: what the items are called, which facets they have, and the words for them by language."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Literal

import yaml
from pydantic import Field, ValidationError, field_validator, model_validator

from chatbot.errors import ConfigurationError, UnknownDomainError
from chatbot.records import Record

_SafeLoader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The C reader takes a sixth of the time, but not every build of PyYAML has it."""

Kind = Literal["category", "entity", "number", "flag"]
Wording = Mapping[str, str]
"""One text by language code; `en` is the fall-back."""
Words = Mapping[str, tuple[str, ...]]
"""Several words by language code."""


def in_language(wording: Mapping[str, str], language: str, default: str = "") -> str:
    return wording.get(language) or wording.get("en") or default


class Facet(Record):
    """One property of the items.

    category: a word from a small set; entity: a name; number: with `unit`; flag: yes or no.
    """

    kind: Kind
    label: Wording = Field(default_factory=dict)
    multi: bool = False
    in_text: bool = False
    """Whether an item counts as having a value that is no condition, though less, if its text has the value's words."""
    strict: bool = True
    """Whether a request for a value is a condition ("a western") or only counts in the score ("something tense")."""
    ask: Wording | None = None
    """How to ask for it; a facet without it is never asked for."""
    values: Mapping[str, Words] = Field(default_factory=dict)
    """Synonyms of a value by language; the first of a language is how the value is written in it."""
    denials: Mapping[str, Words] = Field(default_factory=dict)
    """Words by language that rule a value out ("English": "foreign")."""
    shuns: Mapping[str, Words] = Field(default_factory=dict)
    """Words by language that ask for a value only where they are ruled out ("English": "subtitles")."""
    against: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Values that go ill with one that is wanted and is no condition ("feel-good": "bleak")."""
    covers: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    """Values for which a value is right as well, where it is asked ("the family": kids and teens)."""
    cues: Words = Field(default_factory=dict)
    """Words that announce a value of this facet ("directed by", "starring"); for a flag, words that state it."""
    asked: Words = Field(default_factory=dict)
    """Words that ask for it and say nothing of it ("who is in", "how long")."""
    members: bool = False
    """Whether who asks for it wants to know what else has it ("how many films are there in the series?")."""
    later: Words = Field(default_factory=dict)
    """Words for all but the first of what else has it ("sequels")."""
    opposites: Words = Field(default_factory=dict)
    """Words that deny a flag ("wired" of wireless)."""
    phrase: Wording = Field(default_factory=dict)
    """How a reason says a value of it: "about $value", "directed by $value"; "label: value" where there is none."""
    without: Wording = Field(default_factory=dict)
    """How to say that something has not a value of it ("not $value"), or not the flag ("wired"); "no $value" else."""
    unit: str = ""
    """Unit of a number as shown: `$` before it, any other after it; `year` is never shown."""
    unit_names: Wording = Field(default_factory=dict)
    """How the unit is shown in other languages ("分钟")."""
    units: Mapping[str, float] = Field(default_factory=dict)
    """Unit words as people write them, with how many `unit` each is: {"hours": 60, "min": 1}."""
    less: Words = Field(default_factory=dict)
    """Critique words for less of it ("cheaper", "shorter")."""
    more: Words = Field(default_factory=dict)
    """Critique words for more of it ("newer", "longer")."""
    low: Words = Field(default_factory=dict)
    """Plain words for little of it ("cheap", "short")."""
    high: Words = Field(default_factory=dict)
    """Plain words for much of it ("recent", "premium")."""
    low_phrase: Wording = Field(default_factory=dict)
    """How a reply says that something has little of it ("not too violent")."""
    high_phrase: Wording = Field(default_factory=dict)
    """How a reply says that something has much of it ("highly rated")."""
    card: bool = False
    """Whether cards and comparisons show it."""
    default_bound: Literal["min", "max"] | None = None
    """What a bare number means: "$80" is at most 80, "8 GB" at least 8; None: about that much."""

    @field_validator("values", "cues", "asked", "opposites", "less", "more", "low", "high", mode="before")
    @classmethod
    def _none_is_empty(cls, value: object) -> object:
        return {} if value is None else value

    def name(self, language: str, key: str) -> str:
        return in_language(self.label, language, key.replace("_", " "))

    def written(self, value: str, language: str) -> str:
        """A value as people of that language write it."""
        words = self.values.get(value, {}).get(language)
        return words[0] if words else value

    def group(self, values: Sequence[str], language: str) -> str:
        """The one word for just these values and no others ("European"), "" for none."""
        owners: defaultdict[str, set[str]] = defaultdict(set)
        for value, names in self.values.items():
            for word in names.get(language, ()):
                owners[word].add(value)
        return next((word for word, own in owners.items() if len(own) > 1 and own == {*values}), "")


class Prior(Record):
    """What the popularity signal goes by: number facets for how good and how known an item is, and a flag."""

    quality: str | None = None
    fame: str | None = None
    available: str | None = None
    """The flag of items that can be had; those that cannot come later, and it is said."""


class Relation(Record):
    """What one item is to another in `triples.csv` ("accessory_of")."""

    phrase: Wording = Field(default_factory=dict)
    """How a reason says it of the subject, with the object's title: "made for “$value”"."""
    asked: Words = Field(default_factory=dict)
    """Words that ask for such items of another one ("accessories")."""


class Help(Record):
    """Words that point a message at a help page (page name -> words by language)."""

    words: Mapping[str, Words] = Field(default_factory=dict)
    bought: Mapping[str, str] = Field(default_factory=dict)
    """The page that answers in place of another where it is said that the thing was bought (repairs -> warranty)."""
    silent: Words = Field(default_factory=dict)
    """Words for what is asked of the owner and no page tells of."""


class Manner(Record):
    """How the assistant behaves in a domain."""

    questions_in_a_row: int = Field(2, ge=0, le=5)
    """Turns in a row that may end with a question; 0: it never asks."""
    few: int = Field(8, ge=0)
    """With fewer candidates left than this, a question is not worth its answer."""
    sentences: Mapping[str, Mapping[str, str]] = Field(default_factory=dict)
    """The tone: by language, sentences of `prompts/wording` said in other words."""


class Pack(Record):
    """`domain.yaml`, read. `folder` holds items, help pages and the rest."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,62}$")
    title: Wording = Field(default_factory=dict)
    noun: Words
    """What an item is called: singular, then plural, then other words for it, by language."""
    not_here: Words = Field(default_factory=dict)
    """What people ask for that no item is, by language ("tv series", of films)."""
    measure: Wording = Field(default_factory=dict)
    """The word that items are counted with, in languages that have such words ("部")."""
    folder: Path | None = None
    items: str = "items.jsonl"
    id_field: str = "id"
    title_field: str = "title"
    title_fields: Mapping[str, str] = Field(default_factory=dict)
    """Fields with the title in other languages, by language: replies and cards of a language show its own."""
    alias_fields: tuple[str, ...] = ()
    """Fields with other names that people may use."""
    summary_field: str | None = "summary"
    link_field: str | None = None
    text: tuple[str, ...] = ()
    """Fields that make the embedded text, in order; title first when empty."""
    facets: Mapping[str, Facet]
    """By name. A number called `year` without a unit is a year."""
    prior: Prior = Prior()
    main: str | None = None
    """The category facet that names the kind of thing ("headphones"); changing it starts a new search."""
    relations: Mapping[str, Relation] = Field(default_factory=dict)
    """The relations of `triples.csv` by name; one that is not described is told by its name."""
    help: Help = Help()
    examples: Mapping[str, tuple[str, ...]] = Field(default_factory=dict)
    list_size: int = Field(5, ge=1, le=50)
    manner: Manner = Manner()

    @property
    def name_fields(self) -> tuple[str, ...]:
        """Every field beside the title that holds a name of the item."""
        return (*self.title_fields.values(), *self.alias_fields)

    @field_validator("facets", mode="after")
    @classmethod
    def _year_is_a_year(cls, facets: Mapping[str, Facet]) -> Mapping[str, Facet]:
        year = facets.get("year")
        if year is None or year.kind != "number" or year.unit:
            return facets
        return {**facets, "year": year.model_copy(update={"unit": "year"})}

    @model_validator(mode="after")
    def _known_facets(self) -> "Pack":
        for named in (self.main, self.prior.quality, self.prior.fame, self.prior.available):
            if named is not None and named not in self.facets:
                raise ValueError(f"'{named}' is not one of the facets {sorted(self.facets)}")
        return self

    def nouns(self, language: str, count: int = 2) -> str:
        words = self.noun.get(language) or self.noun.get("en") or ("item", "items")
        return words[0] if count == 1 or len(words) == 1 else words[1]


def read_pack(path: Path) -> Pack:
    """Read one `domain.yaml`. Raises ConfigurationError that names the file, the key and the remedy."""
    try:
        raw = yaml.load(path.read_text(encoding="utf-8"), Loader=_SafeLoader)
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise ConfigurationError(
            f"Cannot read the domain pack {path}: {error}. Mend the file or reinstall the pack."
        ) from error
    if not isinstance(raw, dict):
        raise ConfigurationError(
            f"{path} must be a YAML mapping with `name`, `noun` and `facets`; it is {type(raw).__name__}."
        )
    try:
        return Pack(**{**raw, "folder": path.parent})
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ConfigurationError(
            f"{path}: {where or 'pack'}: {first['msg']} (got {str(first['input'])[:80]!r}). Correct that key."
        ) from error


def pack_names(*folders: Path) -> list[str]:
    """Names of the packs that can be opened."""
    return sorted({file.parent.name for folder in folders if folder.is_dir() for file in folder.glob("*/domain.yaml")})


def find_pack(name: str, *folders: Path) -> Pack:
    """The pack of that name from the first folder that has it (imported catalogues come before bundled ones)."""
    for folder in folders:
        path = folder / name / "domain.yaml"
        if path.parent.parent == folder and path.is_file():
            return read_pack(path)
    known = ", ".join(pack_names(*folders)) or "none"
    raise UnknownDomainError(
        f"There is no domain called {name[:60]!r}. Known: {known}. Add one with: chatbot import FILE --domain NAME"
    )
