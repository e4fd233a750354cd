"""The items' facet values in columns, so that constraints are checked for a whole catalogue at once."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from chatbot.catalogue.overlap import Overlap
from chatbot.catalogue.pack import Facet
from chatbot.records import Constraint, Item, Value

_SORTED = 0.8
_LATER, _LEAST = 0.12, 0.6
"""What each place further back in an item's list takes from a value, and what it counts at least."""

Mask = NDArray[np.bool_]
Rows = NDArray[np.intp]


def number_of(item: Item, facet: str) -> float | None:
    """The item's number of that facet, if it has one."""
    value = item.attributes.get(facet)
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def flag_of(item: Item, facet: str) -> bool | None:
    value = item.attributes.get(facet)
    return value if isinstance(value, bool) else None


def words_of(item: Item, facet: str) -> tuple[str, ...]:
    """The item's distinct values of a category or entity facet."""
    return tuple(dict.fromkeys(value for value in item.values(facet) if isinstance(value, str)))


def numbers_among(values: object) -> list[float]:
    """The numbers a number facet can be compared with."""
    return [float(v) for v in _several(values) if isinstance(v, int | float) and not isinstance(v, bool)]


def flags_among(values: object) -> list[bool]:
    return [v for v in _several(values) if isinstance(v, bool)]


def words_among(values: object) -> list[str]:
    return [v for v in _several(values) if isinstance(v, str)]


def _several(values: object) -> tuple[object, ...]:
    return values if isinstance(values, tuple) else (values,)


class FacetTable:
    """Columns of facet values, in item order (row = position). Read-only once built.

    For a constraint on an undeclared facet, or with an operator that does not fit its kind, every item lacks the facet.
    """

    def __init__(self, items: Sequence[Item], facets: Mapping[str, Facet]) -> None:
        self._rows = len(items)
        self._numbers: dict[str, NDArray[np.float64]] = {}
        self._flags: dict[str, NDArray[np.int8]] = {}
        self._postings: dict[str, dict[str, Rows]] = {}
        self._ranks: dict[str, dict[str, NDArray[np.intp]]] = {}
        for key, facet in facets.items():
            if facet.kind == "number":
                known = (number_of(item, key) for item in items)
                self._numbers[key] = np.array([np.nan if number is None else number for number in known], np.float64)
            elif facet.kind == "flag":
                self._flags[key] = np.array(
                    [_MISSING if flag is None else int(flag) for flag in (flag_of(i, key) for i in items)], np.int8
                )
            else:
                words = [words_of(item, key) for item in items]
                self._postings[key] = _postings(words)
                self._ranks[key] = {} if _is_sorted(words) else _ranks(words)
        self._places = {key: _places(numbers) for key, numbers in self._numbers.items()}
        self._none = np.full(self._rows, np.nan)
        self._none.setflags(write=False)

    def __len__(self) -> int:
        return self._rows

    def mask(self, constraints: Sequence[Constraint]) -> Mask:
        """(n,) True where all constraints hold."""
        allowed = np.ones(self._rows, np.bool_)
        for constraint in constraints:
            allowed &= _CHECKS[constraint.op](self, constraint.facet, constraint.value)
        return allowed

    def numbers(self, facet: str) -> NDArray[np.float64]:
        """(n,) numbers of a facet, NaN where missing; read-only."""
        return self._numbers.get(facet, self._none)

    def places(self, facet: str) -> NDArray[np.float64]:
        """(n,) where each item's number stands among all, 0 lowest to 1 highest; NaN where missing; read-only."""
        return self._places.get(facet, self._none)

    def places_among(self, facet: str, among: Rows, rows: Rows) -> NDArray[np.float64]:
        """(len(rows),) where each row's number stands among those of other rows, 0 lowest to 1 highest."""
        numbers = self.numbers(facet)
        return _places(numbers[rows], numbers[among])

    def has(self, facet: str, value: Value, rows: Rows) -> Mask:
        """(len(rows),) which of the rows have the value."""
        owners = self.rows_with(facet, value)
        if not owners.size:
            return np.zeros(len(rows), np.bool_)
        at = np.minimum(np.searchsorted(owners, rows), owners.size - 1)
        return np.asarray(owners[at] == rows)

    def prominence(self, facet: str, value: str, rows: Rows) -> NDArray[np.float64]:
        """(len(rows),) 1 for an item whose first value it is, less for a later one, 0 for one that does not have it.

        What an item is most of all is listed first, but in a catalogue whose lists are in alphabetical order.
        """
        owners = self.rows_with(facet, value)
        if value not in self._ranks.get(facet, {}):
            return self.has(facet, value, rows).astype(np.float64)
        at = np.minimum(np.searchsorted(owners, rows), owners.size - 1)
        told = np.maximum(1 - _LATER * self._ranks[facet][value][at], _LEAST)
        return np.where(owners[at] == rows, told, 0.0)

    def rows_with(self, facet: str, value: Value) -> Rows:
        """Sorted rows that have the value."""
        if isinstance(value, str):
            return self._postings.get(facet, {}).get(value, _NO_ROWS)
        return np.flatnonzero(self._has_any(facet, (value,)))

    def values(self, facet: str) -> Mapping[str, int]:
        """How many items have each value of a category or entity facet, most frequent first; empty for other kinds."""
        return dict(Counter({value: len(rows) for value, rows in self._postings.get(facet, {}).items()}).most_common())

    def overlap(self) -> Overlap:
        """What items share of the values of category and entity facets."""
        return Overlap([rows for values in self._postings.values() for rows in values.values()], self._rows)

    def _has_any(self, facet: str, values: object) -> Mask:
        found = np.zeros(self._rows, np.bool_)
        for number in numbers_among(values) if facet in self._numbers else ():
            found |= self._numbers[facet] == number
        for flag in flags_among(values) if facet in self._flags else ():
            found |= self._flags[facet] == flag
        for word in words_among(values):
            found[self.rows_with(facet, word)] = True
        return found

    def _has_none(self, facet: str, values: object) -> Mask:
        return ~self._has_any(facet, values)

    def _at_least(self, facet: str, bound: object) -> Mask:
        # A comparison with NaN is False, so items without the number fail, and so does a bound that is no number.
        return np.greater_equal(self.numbers(facet), _bound(bound))

    def _at_most(self, facet: str, bound: object) -> Mask:
        return np.less_equal(self.numbers(facet), _bound(bound))

    def _is(self, facet: str, wanted: object) -> Mask:
        yes = self._has_any(facet, True)
        return yes if wanted else ~yes


def _is_sorted(words: Sequence[Sequence[str]]) -> bool:
    """Whether nearly all lists are in alphabetical order: then what comes first says nothing."""
    several = [own for own in words if len(own) > 2]
    return bool(several) and sum(list(own) == sorted(own) for own in several) > _SORTED * len(several)


def _ranks(words: Sequence[Sequence[str]]) -> dict[str, NDArray[np.intp]]:
    """For each value, the place it has in the list of each item that has it, in the order of the items."""
    found: defaultdict[str, list[int]] = defaultdict(list)
    for own in words:
        for place, value in enumerate(own):
            found[value].append(place)
    return {value: np.array(places, np.intp) for value, places in found.items()}


def _postings(values_of_rows: Sequence[Sequence[str]]) -> dict[str, Rows]:
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for row, values in enumerate(values_of_rows):
        for value in values:
            rows[value].append(row)
    return {value: np.array(found, np.intp) for value, found in rows.items()}


def _places(numbers: NDArray[np.float64], among: NDArray[np.float64] | None = None) -> NDArray[np.float64]:
    """Mid-ranks divided by the count, so that equal numbers share a place. among: the numbers that count, else all."""
    among = numbers if among is None else among
    known = np.sort(among[~np.isnan(among)])
    below, upto = (np.searchsorted(known, numbers, side=side) for side in ("left", "right"))
    places = np.where(np.isnan(numbers), np.nan, (below + upto) / (2 * max(1, known.size)))
    places.setflags(write=False)
    return places


def _bound(value: object) -> float:
    numbers = numbers_among(value)
    return numbers[0] if numbers else np.nan


_MISSING = -1
_NO_ROWS = np.empty(0, np.intp)
_CHECKS: Mapping[str, Callable[[FacetTable, str, object], Mask]] = {
    "in": FacetTable._has_any,
    "not_in": FacetTable._has_none,
    "gte": FacetTable._at_least,
    "lte": FacetTable._at_most,
    "is": FacetTable._is,
}
