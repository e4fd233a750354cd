"""Random small catalogues and constraint sets, and what a constraint means, said as plainly as Python can."""

from catalogue_samples import FACETS
from hypothesis import strategies as st

from chatbot.records import Constraint, Item

WORDS = st.sampled_from(["a", "b", "ab", "A", "b ", "x, y", "日本", "%", "''", "é"]) | st.text(
    st.characters(codec="utf-8"), min_size=1, max_size=3
)
NUMBERS = st.sampled_from([0, 1, -1, 2.5, 1e9, 2**53]) | st.floats(allow_nan=False, allow_infinity=False)

_ATTRIBUTES = st.fixed_dictionaries(
    {},
    optional={
        "kind": WORDS,
        "tags": st.lists(WORDS, min_size=1, max_size=3).map(tuple),
        "maker": st.lists(WORDS, min_size=1, max_size=2).map(tuple),
        "size": NUMBERS,
        "fresh": st.booleans(),
    },
)
CATALOGUES = st.lists(_ATTRIBUTES, min_size=1, max_size=8).map(
    lambda rows: tuple(Item(id=f"i{n}", title=f"I{n}", text=f"word{n}", attributes=row) for n, row in enumerate(rows))
)
_VALUES = st.lists(WORDS | NUMBERS | st.booleans(), max_size=4).map(tuple)
_FACETS = st.sampled_from([*FACETS, "unheard"])
CONSTRAINTS = st.lists(
    st.builds(Constraint, facet=_FACETS, op=st.sampled_from(["in", "not_in"]), value=_VALUES)
    | st.builds(Constraint, facet=_FACETS, op=st.sampled_from(["gte", "lte"]), value=st.floats(allow_nan=True))
    | st.builds(Constraint, facet=_FACETS, op=st.just("is"), value=st.booleans()),
    max_size=4,
)


def holds(item: Item, constraint: Constraint) -> bool:
    """`in`: has one of the values; `not_in`: has none; bounds: has the number, within; `is`: missing counts as False."""
    values = item.values(constraint.facet) if constraint.facet in FACETS else ()
    wanted = constraint.value if isinstance(constraint.value, tuple) else (constraint.value,)
    # True equals 1 in Python, but a flag is no number.
    has_one = any(
        value == other and isinstance(value, bool) == isinstance(other, bool) for value in values for other in wanted
    )
    numbers = [value for value in values if isinstance(value, int | float) and not isinstance(value, bool)]
    match constraint.op:
        case "in":
            return has_one
        case "not_in":
            return not has_one
        case "gte":
            return any(number >= constraint.value for number in numbers)
        case "lte":
            return any(number <= constraint.value for number in numbers)
        case "is":
            return (bool(values) and values[0] is True) is constraint.value
