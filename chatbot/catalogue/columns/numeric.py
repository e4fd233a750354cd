"""Columns of numbers: one decimal mark, one unit and one currency found for all their cells."""

import math
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping
from datetime import timedelta
from decimal import Decimal
from statistics import median
from typing import NamedTuple

from chatbot.catalogue.columns.cells import minutes_of
from chatbot.catalogue.columns.column import Column
from chatbot.catalogue.columns.quantities import Amount, decimal_mark, read_amount, value_of
from chatbot.catalogue.columns.units import Unit, base_unit, currency_named, factor, unit_named
from chatbot.catalogue.columns.vocabulary import singular

_FREE = frozenset(["free", "gratis", "kostenlos", "gratuit", "gratuito", "free!", "免费", "無料"])
_LARGEST = 1e300
"""Beyond it, integers of a JSON file do not fit a float."""


class Numbers(NamedTuple):
    """A column read as numbers, one value per row, NaN-free; `left_out` are rows whose cell says something else."""

    values: list[float | None]
    left_out: list[int]
    share: float
    unit: Unit | None = None
    currency: str | None = None
    word: str = ""
    out_of: int = 0
    ranged: bool = False
    mixed: bool = False

    @property
    def kind(self) -> str:
        """What the numbers measure: a kind of unit, `money`, `scale`, or '' for bare numbers."""
        return "money" if self.currency else "scale" if self.out_of else self.unit.kind if self.unit else ""

    @property
    def known(self) -> list[float]:
        return [v for v in self.values if v is not None]


def read_numbers(column: Column, dims: Collection[str] = (), least: float = 0.85) -> Numbers | None:
    """The column as numbers; None when less than `least` of its cells are any, or when their units do not fit.

    `dims` are the kinds of unit the header speaks of: they decide what "m" is, and what a bare number is.
    """
    if column.share(_may_be_amount) < 0.5 * least:
        return None
    amounts = {text: a for text in column.counts if (a := read_amount(text)) is not None}
    known = sum(column.counts[text] for text in amounts)
    money = "money" in dims or any(a.currency for a in amounts.values())
    free = {t for t in column.counts if t.casefold() in _FREE} if money else set()
    if known + sum(column.counts[t] for t in free) < least * column.filled or not amounts:
        return None
    amounts = _clocks_in_place(_minutes_for_m(amounts, dims), dims)
    plan = _plan(amounts, column, dims)
    if plan is None:
        return None
    read = {text: plan.number(a) for text, a in amounts.items()} | dict.fromkeys(free, 0.0)
    values = [_number(cell, read.get(text)) for cell, text in zip(column.cells, column.texts, strict=True)]
    left_out = [n for n, (value, text) in enumerate(zip(values, column.texts, strict=True)) if text and value is None]
    share = 1 - len(left_out) / column.filled
    if share < least:
        return None
    ranged = any(a.ranged for a in amounts.values())
    return Numbers(values, left_out, share, plan.unit, plan.currency, plan.word, plan.out_of, ranged, plan.mixed)


def _may_be_amount(text: str) -> bool:
    return read_amount(text) is not None


class _Plan(NamedTuple):
    """How the amounts of a column become numbers."""

    mark: str | None
    middle: float | None
    unit: Unit | None
    currency: str | None
    word: str
    out_of: int
    mixed: bool
    points_group: bool
    """Whether "12.500" is read as 12500 where no other amount tells."""

    def number(self, amount: Amount) -> float | None:
        """The amount in the column's unit; None for another currency, unit kind or word."""
        if amount.currency not in (None, self.currency) or (amount.word and singular(amount.word) != self.word):
            return None
        if amount.unit is not None and (self.unit is None or amount.unit.kind != self.unit.kind):
            return None
        value = self._decimal(amount)
        if value is None:
            return None
        if amount.unit is not None and self.unit is not None:
            value *= factor(amount.unit, self.unit)
        if amount.out_of and self.out_of:
            value *= self.out_of / amount.out_of
        return float(f"{value * amount.scale:.7g}") if abs(value) < 1e6 else value * amount.scale

    def _decimal(self, amount: Amount) -> float | None:
        mark = decimal_mark(amount.numeral)
        if mark is not None:
            return value_of(amount.numeral, mark or ".")
        if amount.currency:  # no price has three decimals
            return value_of(amount.numeral, "," if "." in amount.numeral else ".")
        decided = self.mark or ("." if "," in amount.numeral else None)
        if decided:
            return value_of(amount.numeral, decided)
        small, big = value_of(amount.numeral, "."), value_of(amount.numeral, ",")
        if small is None or big is None or self.middle is None:
            return big if self.points_group else small
        return _nearer(self.middle, small, big)


def _nearer(middle: float, small: float, big: float) -> float:
    """Which of two readings of "12.500" is of the size of the other amounts."""
    return min((small, big), key=lambda value: abs(math.log(max(abs(value), 1e-9) / middle)))


def _plan(amounts: Mapping[str, Amount], column: Column, dims: Collection[str]) -> _Plan | None:
    weight = column.counts
    currencies: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    units: dict[str, Counter[Unit]] = defaultdict(Counter)
    words: Counter[str] = Counter()
    scales: Counter[int] = Counter()
    for text, a in amounts.items():
        n = weight[text]
        if a.currency:
            currencies[a.currency] += n
        if a.unit:
            kinds[a.unit.kind] += n
            units[a.unit.kind][a.unit] += n
        if a.word:
            words[singular(a.word)] += n
        if a.out_of:
            scales[a.out_of] += n
    word = _one_word(words, kinds, currencies, sum(weight[t] for t in amounts))
    if word is None:
        return None
    currency = currencies.most_common(1)[0][0] if currencies else _hinted_currency(column, dims)
    unit = _unit_of(kinds, units, column, dims) if currency is None else None
    return _Plan(
        mark=_mark(amounts),
        middle=_middle(amounts),
        unit=unit,
        currency=currency,
        word=word,
        out_of=scales.most_common(1)[0][0] if scales else 0,
        mixed=unit is not None and len(units[unit.kind]) > 1,
        points_group=_points_group(amounts, unit),
    )


def _points_group(amounts: Mapping[str, Amount], unit: Unit | None) -> bool:
    """Whether points part thousands: programs write no last zero of a decimal "88.750", people do of thousands."""
    if unit is not None:
        return unit.shown == "km"
    return len(amounts) > 1 and any(a.numeral.endswith("0") for a in amounts.values())


def _one_word(words: Counter[str], kinds: Counter[str], currencies: Counter[str], total: int) -> str | None:
    """The unknown unit word that the amounts share, '' for none; None when they are not amounts ("3 Musketeers")."""
    said = sum(words.values())
    if said <= 0.15 * total or sum(kinds.values()) + sum(currencies.values()) >= said:
        return ""
    word, count = words.most_common(1)[0]
    return word if count >= 0.85 * said else None


def _unit_of(
    kinds: Counter[str], units: Mapping[str, Counter[Unit]], column: Column, dims: Collection[str]
) -> Unit | None:
    if kinds:
        kind = max(kinds, key=lambda k: (kinds[k], k in dims))
        most = units[kind].most_common(1)[0][0]
        minutes = base_unit("time", "min")
        if kind == "time" and (most.shown == "ms" or (most.shown in ("h", "s") and minutes in units[kind])):
            return minutes
        return base_unit("data", "GB") if kind == "data" and len(units[kind]) > 1 else most
    hint = unit_named(column.header.hint) if column.header.hint else None
    return hint if hint and (not dims or hint.kind in dims) else None


def _hinted_currency(column: Column, dims: Collection[str]) -> str | None:
    if dims and "money" not in dims:
        return None
    hint = column.header.hint
    return currency_named(hint) if hint and (unit_named(hint) is None or "money" in dims) else None


def _minutes_for_m(amounts: dict[str, Amount], dims: Collection[str]) -> dict[str, Amount]:
    """ "90m" is minutes where the header speaks of time or other cells have hours, metres anywhere else."""
    timed = any(a.unit and a.unit.kind == "time" for a in amounts.values())
    if "time" not in dims and not (timed and "length" not in dims):
        return amounts
    metre, minute = base_unit("length", "m"), base_unit("time", "min")
    return {text: a._replace(unit=minute) if a.unit == metre else a for text, a in amounts.items()}


def _clocks_in_place(amounts: dict[str, Amount], dims: Collection[str]) -> dict[str, Amount]:
    """ "3:45" is hours and minutes, unless most hours would be longer than anyone sits: then minutes and seconds."""
    clocks = {text: a for text, a in amounts.items() if a.clock}
    if not clocks:
        return amounts
    if "time" not in dims:
        return {text: a for text, a in amounts.items() if not a.clock}
    if median(float(a.numeral) for a in clocks.values()) < 180:
        return amounts
    return amounts | {text: a._replace(scale=1 / 60) for text, a in clocks.items()}


def _mark(amounts: Mapping[str, Amount]) -> str | None:
    """The decimal mark that the amounts without a currency sign agree on, where they show one."""
    shown = Counter(mark for a in amounts.values() if not a.currency and (mark := decimal_mark(a.numeral)))
    if not shown:
        return None
    mark, count = shown.most_common(1)[0]
    return mark if count >= 0.95 * sum(shown.values()) else None


def _middle(amounts: Mapping[str, Amount]) -> float | None:
    """The median of the amounts that can be read in one way only."""
    sure = []
    for a in amounts.values():
        mark = decimal_mark(a.numeral)
        if mark is None and ("," in a.numeral or a.currency):
            mark = "." if "," in a.numeral else ","
        value = value_of(a.numeral, mark or ".") if mark is not None else None
        if value:
            sure.append(abs(value))
    return median(sure) if sure else None


def _number(cell: object, read: float | None) -> float | None:
    """A cell's number: the file's own where it holds one, else what its text was read as."""
    if isinstance(cell, timedelta):
        return minutes_of(cell)
    if isinstance(cell, (int, float, Decimal)) and not isinstance(cell, bool):
        return float(cell) if -_LARGEST < cell < _LARGEST else None
    return read
