"""What is known about one user."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import cached_property
from typing import NamedTuple

from pydantic import Field

from chatbot.records.base import ITEM, KNOWN_STRENGTH, Behaviour, Polarity, Record, Scope, Status, Value


class Fact(Record):
    """One thing known about a user, with where it came from."""

    id: str
    facet: str
    value: Value | None = None
    min: float | None = None
    max: float | None = None
    polarity: Polarity = Polarity.LIKE
    strength: float = Field(1.0, ge=0, le=1)
    hard: bool = False
    scope: Scope = Scope.SESSION
    status: Status = Status.ACTIVE
    session_id: str = ""
    turn: int = 0
    words: str = ""
    confidence: float = Field(1.0, ge=0, le=1)
    alternative: bool = False
    valid_from: datetime
    superseded_by: str | None = None
    behaviour: Behaviour | None = None
    """What it was concluded from, when it was not said."""
    pinned: bool = False
    """Whether the user wants it kept as it is: it never fades."""

    @property
    def makes_known(self) -> bool:
        """Of a fact about an item: whether the user knows it already, so that it is no news to be shown."""
        return self.behaviour is None or self.behaviour not in _PASSING


_PASSING = (Behaviour.VIEW, Behaviour.CLICK, Behaviour.CART, Behaviour.LIKE)
"""What people do with items that they have not got yet."""


class Grouped(NamedTuple):
    """Facts, oldest first in each group; `passing`: of one session, `lasting`: of all."""

    by_facet: dict[str, list[Fact]]
    passing: list[Fact]
    lasting: list[Fact]


class Profile(Record):
    """The active facts of one user, as seen from one session, oldest first."""

    user_id: str
    facts: tuple[Fact, ...] = ()

    @cached_property
    def grouped(self) -> Grouped:
        """The facts by facet and by scope. Made once: a turn asks often, and a long memory is dear to go through."""
        groups = Grouped({}, [], [])
        for fact in self.facts:
            groups.by_facet.setdefault(fact.facet, []).append(fact)
            (groups.passing if fact.scope is Scope.SESSION else groups.lasting).append(fact)
        return groups

    def with_facts(self, facts: Iterable[Fact]) -> "Profile":
        """The same user with other facts. (`model_copy` would keep `grouped` as it was.)"""
        return Profile.model_construct(user_id=self.user_id, facts=tuple(facts))

    def about(self, facet: str) -> Sequence[Fact]:
        return self.grouped.by_facet.get(facet, ())

    def items(self, polarity: Polarity) -> tuple[str, ...]:
        """Ids of the items liked or set aside."""
        return tuple([str(f.value) for f in self.about(ITEM) if f.polarity is polarity])

    def out_of_question(self) -> frozenset[str]:
        """Ids of the items that were set aside, or are known and were not chosen."""
        return frozenset(
            str(f.value)
            for f in self.about(ITEM)
            if f.polarity is Polarity.DISLIKE or (f.behaviour is None and f.strength <= KNOWN_STRENGTH)
        )

    def known_items(self) -> frozenset[str]:
        """Ids of the items that are no news: named, set aside, bought or rated."""
        return frozenset([str(f.value) for f in self.about(ITEM) if f.makes_known])


class ProfileChange(Record):
    """What one turn did to a profile."""

    added: tuple[Fact, ...] = ()
    retired: tuple[Fact, ...] = ()
