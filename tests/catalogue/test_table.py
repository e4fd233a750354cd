import time

import numpy as np
import pytest
from catalogue_samples import FACETS, Load, thing
from constraint_samples import CATALOGUES, CONSTRAINTS, holds
from hypothesis import given, settings

from chatbot.catalogue.pack import Facet
from chatbot.catalogue.table import FacetTable
from chatbot.records import Constraint, Item


@pytest.fixture
def table(load: Load) -> FacetTable:
    rows = [
        {"id": "a", "title": "A", "kind": "x", "tags": ["p", "q"], "size": 1, "fresh": True},
        {"id": "b", "title": "B", "kind": "y", "tags": ["q"], "size": 2.5, "fresh": False},
        {"id": "c", "title": "C", "tags": ["q", "r"]},
    ]
    return FacetTable(load(rows).items, FACETS)


@pytest.mark.parametrize(
    ("constraint", "expected"),
    [
        (Constraint(facet="tags", op="in", value=("p", "r")), [True, False, True]),
        (Constraint(facet="tags", op="not_in", value=("p",)), [False, True, True]),
        (Constraint(facet="kind", op="not_in", value=("x",)), [False, True, True]),
        (Constraint(facet="kind", op="in", value=()), [False, False, False]),
        (Constraint(facet="kind", op="not_in", value=()), [True, True, True]),
        (Constraint(facet="kind", op="in", value=("X",)), [False, False, False]),
        (Constraint(facet="size", op="gte", value=1.0), [True, True, False]),
        (Constraint(facet="size", op="lte", value=1.0), [True, False, False]),
        (Constraint(facet="size", op="in", value=(1, 7)), [True, False, False]),
        (Constraint(facet="size", op="not_in", value=(1,)), [False, True, True]),
        (Constraint(facet="fresh", op="is", value=True), [True, False, False]),
        (Constraint(facet="fresh", op="is", value=False), [False, True, True]),
        (Constraint(facet="unheard", op="in", value=("x",)), [False, False, False]),
        (Constraint(facet="unheard", op="not_in", value=("x",)), [True, True, True]),
        (Constraint(facet="kind", op="gte", value=1.0), [False, False, False]),
    ],
)
def test_each_operator_lets_through_what_it_says(
    table: FacetTable, constraint: Constraint, expected: list[bool]
) -> None:
    assert table.mask([constraint]).tolist() == expected


def test_all_constraints_must_hold_and_none_lets_everything_through(table: FacetTable) -> None:
    both = [Constraint(facet="tags", op="in", value=("q",)), Constraint(facet="size", op="gte", value=2.0)]
    assert table.mask(both).tolist() == [False, True, False]
    assert table.mask([]).tolist() == [True, True, True]


@settings(deadline=None)
@given(CATALOGUES, CONSTRAINTS)
def test_the_mask_is_what_checking_item_by_item_gives(items: tuple[Item, ...], constraints: list[Constraint]) -> None:
    expected = [all(holds(item, constraint) for constraint in constraints) for item in items]
    assert FacetTable(items, FACETS).mask(constraints).tolist() == expected


def test_numbers_are_in_item_order_with_nan_where_missing(table: FacetTable) -> None:
    np.testing.assert_array_equal(table.numbers("size"), [1, 2.5, np.nan])
    assert np.isnan(table.numbers("kind")).all()


def test_rows_with_a_value_are_sorted(table: FacetTable) -> None:
    assert table.rows_with("tags", "q").tolist() == [0, 1, 2]
    assert table.rows_with("tags", "unheard").tolist() == []
    assert table.rows_with("size", 2.5).tolist() == [1]
    assert table.rows_with("fresh", False).tolist() == [1]


def test_values_are_counted_most_frequent_first(table: FacetTable) -> None:
    assert list(table.values("tags").items()) == [("q", 3), ("p", 1), ("r", 1)]
    assert table.values("size") == {}


def test_an_empty_catalogue_has_an_empty_mask() -> None:
    assert FacetTable((), FACETS).mask([Constraint(facet="kind", op="not_in", value=("x",))]).tolist() == []


def test_four_constraints_on_100_000_rows_take_a_millisecond_or_so(load: Load) -> None:
    items = load(thing(number) for number in range(5000)).items * 20
    table = FacetTable(items, FACETS)
    constraints = [
        Constraint(facet="tags", op="in", value=("tag1", "tag2")), Constraint(facet="kind", op="not_in", value=("kind1",)),
        Constraint(facet="size", op="gte", value=3.0), Constraint(facet="fresh", op="is", value=True),
    ]  # fmt: skip
    taken = []
    for _ in range(20):
        start = time.perf_counter()
        table.mask(constraints)
        taken.append(time.perf_counter() - start)
    assert min(taken) < 0.003


def test_what_an_item_is_most_of_all_is_listed_first() -> None:
    items = [
        Item(id=str(n), title=str(n), attributes={"mood": moods})
        for n, moods in enumerate((("a", "b"), ("b", "a"), ("c",)))
    ]
    table = FacetTable(items, {"mood": Facet(kind="category", multi=True)})
    first, second, without = table.prominence("mood", "a", np.arange(3))
    assert first == 1.0 > second > 0.5 > without == 0.0
    assert not table.prominence("mood", "z", np.arange(3)).any()
