"""Columns of words: the separator of multi-valued cells, names turned the right way round, spellings merged."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from chatbot.catalogue.columns.cells import is_missing, variant_key
from chatbot.catalogue.columns.column import Column
from chatbot.catalogue.columns.lists import list_in

_SEPARATORS: Mapping[str, re.Pattern[str]] = {
    shown: re.compile(pattern)
    for shown, pattern in (
        ("|", r"\s*\|+\s*"),
        (";", r"\s*[;；]\s*"),
        (">", r"\s*(?:>>|»|›|>|→)\s*"),
        ("、", r"\s*、\s*"),
        ("•", r"\s*[•·●]\s*"),
        (",", r"\s*[,，]\s*"),
        ("/", r"\s*/\s*"),
        ("+", r"\s+\+\s+"),
        ("&", r"\s+&\s+"),
    )
}
_SURE = frozenset("|;>、•")
"""Separators that hardly occur inside a value."""
_SENTENCE = re.compile(r"[.!?]\s+[A-Z]|[。！？]")
_LONGEST_VALUE = 160
_VALUE_LIMIT = 200
"""Characters above which a value cannot be one that people ask for."""


class WordValues(NamedTuple):
    """A column read as words: the values of every row (none where it says nothing), and how often each value occurs."""

    values: list[tuple[str, ...]]
    counts: Counter[str]
    multi: bool
    separator: str = ""
    turned: bool = False
    merged: int = 0


def read_values(column: Column, multi: bool = False, people: bool = False, whole: bool = False) -> WordValues:
    """The column's values.

    `multi`: the header speaks of several values; `people`: of persons, so "King, Stephen" is one; `whole`: of names
    that may have commas in them.
    """
    lists = {text: parts for cell, text in _different(column) if (parts := list_in(cell)) is not None}
    plain = [text for text in column.counts if text not in lists]
    separator = "" if len(plain) * 2 < len(column.counts) else _separator(plain, multi, people, whole)
    split = {text: tuple(_SEPARATORS[separator].split(text)) if separator else (text,) for text in plain} | lists
    turned = people and _is_turned(split)
    if turned:
        split = {text: tuple(map(_turn, parts)) for text, parts in split.items()}
    return _merged(column, split, separator, turned)


def single_values(column: Column) -> WordValues:
    """The column's values where each cell is known to hold one, commas or not."""
    return _merged(column, {text: (text,) for text in column.counts})


def _merged(
    column: Column, split: Mapping[str, tuple[str, ...]], separator: str = "", turned: bool = False
) -> WordValues:
    """The values of every row, each in the most frequent of its spellings."""
    bare = {text: tuple(filter(_is_value, map(_bare, parts))) for text, parts in split.items()}
    spelling, merged = _spellings(bare, column.counts)
    final = {text: tuple(dict.fromkeys(spelling[part] for part in parts)) for text, parts in bare.items()}
    counts: Counter[str] = Counter()
    for text, parts in final.items():
        for part in parts:
            counts[part] += column.counts[text]
    values = [final.get(text, ()) for text in column.texts]
    return WordValues(values, counts, any(len(parts) > 1 for parts in final.values()), separator, turned, merged)


def _different(column: Column) -> list[tuple[object, str]]:
    """One cell for each different text."""
    return list({text: (cell, text) for cell, text in zip(column.cells, column.texts, strict=True) if text}.values())


def _bare(part: str) -> str:
    """A value without quotes around it, Python's u'…' among them."""
    part = part.strip()
    return part[2:-1] if part[:2] in ("u'", 'u"') and part[-1:] == part[1] else part.strip("\"' ")


def _is_value(part: str) -> bool:
    return bool(part) and len(part) <= _VALUE_LIMIT and not is_missing(part)


def _separator(texts: Sequence[str], multi: bool, people: bool, whole: bool) -> str:
    """The separator whose parts are short values that recur; '' when the cells hold one value each."""
    sample = texts[:: max(1, len(texts) // 3000)]
    for shown, pattern in _SEPARATORS.items():
        if whole and shown not in _SURE and not (multi and shown == ","):
            continue
        cells = [(text, [part for part in pattern.split(text) if part]) for text in sample if pattern.search(text)]
        enough = len(cells) >= max(1, _least_share(shown, multi) * len(sample))
        if enough and _separates(shown, cells, sample, multi, people):
            return shown
    return ""


def _least_share(shown: str, multi: bool) -> float:
    if multi:
        return 0.01 if shown in _SURE or shown == "," else 0.03
    return 0.03 if shown in _SURE else 0.1 if shown == "," else 0.2


def _separates(
    shown: str, cells: Sequence[tuple[str, list[str]]], sample: Sequence[str], multi: bool, people: bool
) -> bool:
    """Whether cutting there leaves short values that recur, rather than cutting up sentences, names or fractions."""
    parts = [part for _, pieces in cells for part in pieces]
    if not parts or (shown in ",/+&" and not any(c.isalpha() for part in parts for c in part)):
        return False
    if sum(1 for text, _ in cells if _SENTENCE.search(text)) > 0.2 * len(cells):
        return False
    words = sum(len(part.split()) for part in parts) / len(parts)
    length = sum(map(len, parts)) / len(parts)
    if words > (5 if multi else 3.5) or length > (45 if multi else 30) or max(map(len, parts)) > _LONGEST_VALUE:
        return False
    if shown == "," and people:
        return words >= 1.6 or not _looks_turned([pieces for _, pieces in cells])
    if shown in "/&" and people:
        return words >= 1.6
    if shown in _SURE or (multi and shown == ","):
        return True
    if shown in "/&+":
        return words <= 2.5 and _recurs(parts, cells, sample, 0.7 if multi else 0.5)
    alone = set(sample) & set(parts)
    if _looks_turned([pieces for _, pieces in cells]) and not alone and not _places(cells):
        return False
    return _recurs(parts, cells, sample, 0.85)


def _recurs(parts: Sequence[str], cells: Sequence[tuple[str, list[str]]], sample: Sequence[str], most: float) -> bool:
    """Whether the parts are met again and again, in other company or alone."""
    keys = Counter(variant_key(part) for part in parts)
    alone = {variant_key(text) for text in sample} & keys.keys()
    few = len(cells) < 12 and len(keys) < len(parts)
    return few or len(keys) <= most * len(parts) or len(alone) >= max(1, 0.3 * len(keys))


def _looks_turned(cells: Sequence[list[str]]) -> bool:
    """Whether all cells have exactly two parts, and what comes first never comes second ("King, Stephen")."""
    if sum(1 for pieces in cells if len(pieces) == 2) < 0.9 * len(cells):
        return False
    first, second = {p[0] for p in cells}, {p[-1] for p in cells}
    return len(first & second) <= 0.1 * min(len(first), len(second))


def _places(cells: Sequence[tuple[str, list[str]]]) -> bool:
    """Whether the second parts are few ("Austin, TX"): a place within a larger one, both worth finding."""
    second = Counter(pieces[-1] for _, pieces in cells)
    return len(cells) >= 4 and len(second) <= 0.6 * len(cells)


def _is_turned(split: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether persons are written "King, Stephen": one comma in nearly each, and a word or two on both sides."""
    parts = [part for parts in split.values() for part in parts]
    with_comma = [part.split(",") for part in parts if part.count(",") == 1]
    if not with_comma or len(with_comma) < 0.6 * len(parts):
        return False
    return sum(1 for last, first in with_comma if len(last.split()) <= 3 and 1 <= len(first.split()) <= 3) >= 0.9 * len(
        with_comma
    )


def _turn(name: str) -> str:
    last, comma, first = name.partition(",")
    return f"{first.strip()} {last.strip()}" if comma and "," not in first and first.strip() else name


def _spellings(split: Mapping[str, tuple[str, ...]], weights: Counter[str]) -> tuple[dict[str, str], int]:
    """For each value the most frequent of its spellings, and how many were merged away."""
    counts: Counter[str] = Counter()
    for text, parts in split.items():
        for part in parts:
            counts[part] += weights[text]
    best: dict[str, str] = {}
    lower = sum(1 for part in counts if part.islower()) * 2 > len(counts)
    for part, _ in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0].islower() != lower, pair[0].isupper())):
        best.setdefault(variant_key(part), part)
    return {part: best[variant_key(part)] for part in counts}, len(counts) - len(best)
