"""Constraints as a Chroma `where`, and items as the metadata it is asked of; same meaning as FacetTable.mask."""

import sys
from collections.abc import Callable, Mapping, Sequence

from chatbot.catalogue.pack import Facet
from chatbot.catalogue.table import flag_of, flags_among, number_of, numbers_among, words_among, words_of
from chatbot.records import Constraint, Item

Where = dict[str, object]
Metadata = dict[str, str | float | bool | list[str]]

TEXT_HASH = "hash:text"
ROW_HASH = "hash:row"
_LARGEST = sys.float_info.max


def facet_key(facet: str) -> str:
    """The metadata key of a facet. Bare names will not do: Chroma refuses some (empty, #…, $…) and keeps others."""
    return f"facet:{facet}"


def to_metadata(item: Item, facets: Mapping[str, Facet]) -> Metadata:
    """The item's facet values. Chroma refuses empty lists: they are left out. Numbers are floats, as operands are."""
    return {
        facet_key(key): value
        for key, facet in facets.items()
        if (value := _METADATA[facet.kind](item, key)) not in (None, [])
    }


def to_where(constraints: Sequence[Constraint], facets: Mapping[str, Facet]) -> Where | None:
    """One `where` for all the constraints; None when they exclude nothing."""
    return _all(
        [
            clause
            for constraint in constraints
            if (clause := _clause(constraint, facets.get(constraint.facet))) is not None
        ]
    )


def _clause(constraint: Constraint, facet: Facet | None) -> Where | None:
    """The condition of one constraint; None when every item meets it."""
    return _CLAUSES[constraint.op](facet_key(constraint.facet), facet, constraint.value)


def _in(key: str, facet: Facet | None, values: object) -> Where:
    kind = facet.kind if facet else None
    if kind == "number":
        return _any([{key: {"$eq": number}} for number in _finite(numbers_among(values))])
    if kind == "flag":
        return _any([{key: {"$eq": flag}} for flag in set(flags_among(values))])
    return _any([{key: {"$contains": word}} for word in dict.fromkeys(words_among(values))])


def _not_in(key: str, facet: Facet | None, values: object) -> Where | None:
    # `$ne` and `$not_contains` hold where the key is missing, which is what `not_in` means.
    kind = facet.kind if facet else None
    if kind == "number":
        return _all([{key: {"$ne": number}} for number in _finite(numbers_among(values))])
    if kind == "flag":
        return _all([{key: {"$ne": flag}} for flag in set(flags_among(values))])
    return _all([{key: {"$not_contains": word}} for word in dict.fromkeys(words_among(values))])


def _bound(operator: str) -> Callable[[str, Facet | None, object], Where]:
    def clause(key: str, facet: Facet | None, value: object) -> Where:
        bounds = [number for number in numbers_among(value) if number == number]
        if facet is None or facet.kind != "number" or not bounds:
            return _NOTHING
        return {key: {operator: max(-_LARGEST, min(_LARGEST, bounds[0]))}}

    return clause


def _is(key: str, facet: Facet | None, wanted: object) -> Where | None:
    if facet is None or facet.kind != "flag":
        return _NOTHING if wanted else None
    return {key: {"$eq" if wanted else "$ne": True}}


def _all(clauses: list[Where]) -> Where | None:
    """All of the clauses: `$and` wants at least two."""
    if len(clauses) < 2:
        return clauses[0] if clauses else None
    return {"$and": clauses}


def _any(clauses: list[Where]) -> Where:
    """Any of the clauses: `$or` wants at least two; none of none holds nowhere."""
    if len(clauses) < 2:
        return clauses[0] if clauses else _NOTHING
    return {"$or": clauses}


def _finite(numbers: Sequence[float]) -> list[float]:
    return [number for number in dict.fromkeys(numbers) if abs(number) <= _LARGEST]


_NOTHING: Where = {ROW_HASH: {"$eq": ""}}
"""Holds for no row: each has a hash."""
_METADATA: Mapping[str, Callable[[Item, str], str | float | bool | list[str] | None]] = {
    "number": number_of,
    "flag": flag_of,
    "category": lambda item, key: list(words_of(item, key)),
    "entity": lambda item, key: list(words_of(item, key)),
}
_CLAUSES: Mapping[str, Callable[[str, Facet | None, object], Where | None]] = {
    "in": _in,
    "not_in": _not_in,
    "gte": _bound("$gte"),
    "lte": _bound("$lte"),
    "is": _is,
}
