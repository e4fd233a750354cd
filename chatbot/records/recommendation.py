"""From conditions to the items chosen."""

from collections.abc import Mapping
from typing import Literal

from pydantic import Field

from chatbot.records.base import Record, Value
from chatbot.records.item import Item


class Constraint(Record):
    """A condition items must meet. `in`/`not_in` take values, `gte`/`lte` a number, `is` a flag."""

    facet: str
    op: Literal["in", "not_in", "gte", "lte", "is"]
    value: tuple[Value, ...] | float | bool
    strength: float = 1.0
    """How firmly it was said; the least firm is relaxed first."""
    fact_ids: tuple[str, ...] = ()


class Relaxation(Record):
    """A constraint that could not be met, and what stood in its place (None: it was dropped)."""

    constraint: Constraint
    now: float | None = None


class Candidate(Record):
    """An item that retrieval found. `dense` and `sparse` are the two scores, each 0 where it was not found."""

    item: Item
    row: int
    dense: float = 0.0
    sparse: float = 0.0
    fused: float = 0.0


class Contribution(Record):
    """What one signal adds to one item's score, and the plain words for it ('' when nothing is worth saying)."""

    signal: str
    value: float
    reason: str = ""


class Recommendation(Record):
    """One item chosen for the user. The contributions add up to the score."""

    item_id: str
    title: str
    name: str = Field(default_factory=lambda known: known["title"])
    """The title in the language of the reply."""
    score: float
    contributions: Mapping[str, float]
    reasons: tuple[str, ...]
    avoided: tuple[str, ...] = ()
    """Those of the reasons that say what the item is without."""
    attributes: Mapping[str, Value | tuple[str, ...]]
    summary: str = ""
    link: str | None = None
