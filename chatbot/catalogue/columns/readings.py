"""Decides what a column holds: flags, years, numbers, words or prose, from its header and, above all, its cells."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

from chatbot.catalogue.columns.cells import BITS, flag_of
from chatbot.catalogue.columns.column import Column
from chatbot.catalogue.columns.dates import year_in, year_of
from chatbot.catalogue.columns.headers import CJK
from chatbot.catalogue.columns.numeric import Numbers, read_numbers
from chatbot.catalogue.columns.vocabulary import GUESSED, StandardFacet, Vocabulary
from chatbot.catalogue.columns.words import WordValues, read_values
from chatbot.catalogue.pack import Kind
from chatbot.records import Value

_FEW = 60
"""Different values that still count as a small set."""
_PROSE = 8.0
"""Words per cell from which a column is prose."""
_SMALL_FILE = 50
_CODE = re.compile(r"(?=.*\d)[\w\-.:/]{4,}")
_URL = re.compile(r"(?:https?:)?//|www\.|data:image|\S+@\S+\.\w+")


@dataclass(frozen=True)
class Reading:
    """What a column was read as. `values` has one entry per row: None, a number, a flag, or a tuple of words."""

    column: Column
    kind: Kind | Literal["text", "drop"]
    why: str
    standard: str | None = None
    values: list[Value | tuple[str, ...] | None] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    multi: bool = False
    year: bool = False
    numbers: Numbers | None = None
    left_out: list[int] = field(default_factory=list)

    @property
    def is_facet(self) -> bool:
        return self.kind not in ("text", "drop")


def read_column(column: Column, vocabulary: Vocabulary) -> Reading:
    """The best reading of a column. What fits nothing is searchable text, or is dropped with the reason."""
    if not column.filled:
        return Reading(column, "drop", "empty")
    if column.rows >= 10 and column.filled < 2:
        return Reading(column, "drop", "filled in one row only")
    if column.is_currency and len(column.counts) == 1:
        return Reading(column, "drop", "the currency of the prices")
    if column.share(lambda text: _URL.match(text) is not None) > 0.6:
        return Reading(column, "drop", "addresses")
    reading = (
        _flags(column, vocabulary)
        or _years(column, vocabulary)
        or _numbers(column, vocabulary)
        or _words(column, vocabulary)
    )
    return _constant(reading) or reading


def _named(column: Column, vocabulary: Vocabulary, *kinds: str) -> list[tuple[str, StandardFacet]]:
    """The standard facets of those kinds that the header may mean."""
    found = [(m.name, vocabulary.facets[m.name]) for m in column.meanings]
    return [(name, facet) for name, facet in found if facet.kind in kinds]


def _flags(column: Column, vocabulary: Vocabulary) -> Reading | None:
    # Read from what is written: "-" and "none" say nothing elsewhere, but no in a column of ticks.
    read = {text: flag_of(text) for text in set(column.written)}
    said = {text for text, flag in read.items() if flag is not None or text in column.counts}
    if any(read[text] is None for text in said) or not any(read[text] for text in said):
        return None
    if said <= BITS and (_named(column, vocabulary, "number") or len(said) < 2):
        return None
    values: list[Value | tuple[str, ...] | None] = [read[text] for text in column.written]
    name = next((name for name, _ in _named(column, vocabulary, "flag")), None)
    counts = Counter(str(v) for v in values if v is not None)
    return Reading(column, "flag", f"yes or no ({', '.join(sorted(said)[:4])})", name, values, counts)


def _years(column: Column, vocabulary: Vocabulary) -> Reading | None:
    standard = next((name for name, facet in _named(column, vocabulary, "number") if facet.unit == "year"), None)
    hinted = standard is not None
    if column.share(lambda text: year_in(text, hinted) is not None) < 0.5:
        return None
    read = {text: year_in(text, hinted) for text in column.counts}
    dated = sum(n for text, n in column.counts.items() if year_of(text))
    known = sum(n for text, n in column.counts.items() if read[text])
    if known < (0.6 if hinted else 0.9) * column.filled:
        return None
    if not hinted and dated < 0.9 * column.filled:
        recent = all(1900 <= (year or 1900) <= 2035 for year in read.values())
        if column.meanings or not recent or len(column.counts) < 2 or column.header.hint:
            return None
    values: list[Value | tuple[str, ...] | None] = [read.get(text) for text in column.texts]
    left_out = [n for n, text in enumerate(column.texts) if text and read[text] is None]
    why = "dates, of which the year is kept" if dated > known / 2 else "years"
    counts = Counter(str(v) for v in values if v is not None)
    return Reading(column, "number", why, standard, values, counts, year=True, left_out=left_out)


def _numbers(column: Column, vocabulary: Vocabulary) -> Reading | None:
    standards = [(name, facet) for name, facet in _named(column, vocabulary, "number") if facet.unit != "year"]
    sure = any(m.rank < GUESSED and vocabulary.facets[m.name].kind == "number" for m in column.meanings)
    dims = {dim for _, facet in standards for dim in facet.dims}
    numbers = read_numbers(column, dims, 0.5 if sure else 0.85)
    if numbers is None:
        return None
    worded = _is_worded(column, vocabulary)
    if worded and not numbers.kind and all(value.is_integer() for value in numbers.known):
        return None
    if not standards and not numbers.kind and _is_numbering(column, numbers):
        return Reading(column, "drop", "a running number")
    fitting = [n for n, facet in standards if numbers.kind in facet.dims or not (numbers.kind or worded)]
    values: list[Value | tuple[str, ...] | None] = [
        None if v is None else int(v) if v.is_integer() else v for v in numbers.values
    ]
    counts = Counter(str(v) for v in values if v is not None)
    name, left_out = next(iter(fitting), None), numbers.left_out
    return Reading(column, "number", _about(numbers), name, values, counts, numbers=numbers, left_out=left_out)


def _about(numbers: Numbers) -> str:
    parts = ["numbers"]
    parts += [f"in {numbers.unit.shown}"] if numbers.unit else []
    parts += [f"of {numbers.currency}"] if numbers.currency else []
    parts += ["converted to one unit"] if numbers.mixed else []
    parts += ["ranges read by their lower end"] if numbers.ranged else []
    return ", ".join(parts)


def _is_worded(column: Column, vocabulary: Vocabulary) -> bool:
    """Whether the header speaks of kinds or names first, so that bare numbers are such ("size 42", "model 208")."""
    if not column.meanings or column.meanings[0].rank >= GUESSED:
        return False
    first = vocabulary.facets[column.meanings[0].name]
    return first.kind in ("category", "entity") and not first.people


def _is_numbering(column: Column, numbers: Numbers) -> bool:
    """Whether the numbers only count the rows, or identify them."""
    known = numbers.known
    if column.rows < 5 or len(set(known)) < len(known) or not all(v.is_integer() for v in known):
        return False
    running = max(known) - min(known) + 1 == len(known)
    return running or (
        bool(column.header.words) and column.header.words[-1] in ("id", "code", "no", "nr", "number", "index", "key")
    )


def _words(column: Column, vocabulary: Vocabulary) -> Reading:
    standards = _named(column, vocabulary, "category", "entity")
    name, standard = standards[0] if standards else (None, None)
    if standard is None and column.header.words[-1:] in (("id",), ("ids",), ("code",), ("uuid",)):
        return Reading(column, "drop", "codes")
    values = read_values(
        column, bool(standard and standard.multi), bool(standard and standard.people), bool(standard and standard.whole)
    )
    if not values.counts:
        return Reading(column, "drop", "empty")
    if column.mean_words >= _PROSE and not values.multi:
        return Reading(column, "text", f"sentences of about {column.mean_words:.0f} words")
    why = _why(values)
    kind = _kind_of(column, values, standard)
    if kind in ("text", "drop"):
        return Reading(column, kind, "codes" if kind == "drop" else f"{why}; nearly every row differs")
    cells: list[Value | tuple[str, ...] | None] = [v or None for v in values.values]
    return Reading(column, kind, why, name, cells, values.counts, values.multi)


def _why(values: WordValues) -> str:
    parts = [f"{len(values.counts)} different values"]
    if values.multi:
        parts.append(f"several per cell, separated by '{values.separator}'" if values.separator else "several per cell")
    if values.turned:
        parts.append("written 'Last, First', turned round")
    if values.merged:
        parts.append(f"spellings merged: {values.merged}")
    return ", ".join(parts)


def _kind_of(
    column: Column, values: WordValues, standard: StandardFacet | None
) -> Literal["category", "entity", "text", "drop"]:
    different, occurrences = len(values.counts), sum(values.counts.values())
    repeats = occurrences / different
    words = sum(len(v.split()) for v in values.counts) / different
    if standard is not None:
        if column.mean_words > _PROSE * 2 and not values.multi:
            return "text"
        named = standard.kind == "entity"
        return "entity" if named and (standard.people or different > _FEW * 2 / 3 or repeats < 1.5) else "category"
    unique = repeats < 1.12
    if (
        unique
        and different >= 5
        and not values.multi
        and sum(1 for v in values.counts if _CODE.fullmatch(v)) > 0.7 * different
    ):
        return "drop"
    if unique and (column.rows > _SMALL_FILE or words > 2.5):
        return "text"
    if words > 6 or column.letters < 0.3:
        return "text"
    if column.header.words[-1:] == ("name",):
        return "entity"
    if different <= _FEW and repeats >= 1.3:
        return "category"
    return "entity" if _are_names(values) else "category"


def _are_names(values: WordValues) -> bool:
    """Whether most values are written with capitals, and many in more than one word: names rather than kinds."""
    sample = [v for v, _ in values.counts.most_common(400)]
    capital = sum(
        1 for v in sample if all(w[:1].isupper() or not w[:1].isalpha() for w in v.split()) and not CJK.search(v)
    )
    return capital > 0.7 * len(sample) and sum(1 for v in sample if " " in v) > 0.3 * len(sample)


def _constant(reading: Reading) -> Reading | None:
    column = reading.column
    if not reading.is_facet or column.rows < 3 or len(reading.counts) > 1:
        return None
    filled = sum(1 for v in reading.values if v is not None)
    if filled < 0.95 * column.rows and not (reading.kind == "flag" and "True" not in reading.counts):
        return None
    return Reading(column, "drop", f"the same everywhere ({next(iter(column.counts), '')[:40]})")
