"""Likings fade with time unless they are repeated; conditions do not."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from chatbot.records import Fact, Scope

HALF_LIFE = timedelta(days=180)
"""After this long a lasting soft fact counts half."""
_KEPT = 20_000
"""Facts whose fading is remembered at most, but for those of one call."""


def decayed(facts: Iterable[Fact], now: datetime) -> tuple[Fact, ...]:
    """The facts with the strength they have at `now`: strength · 0.5^(age / half-life), the age in days of UTC.

    Hard facts, pinned ones and those of a session keep theirs. A clock that went backwards makes a fact look younger
    than new; it then keeps the strength it was said with.
    """
    today = now.astimezone(UTC).date()
    if len(fading(today).facts) > _KEPT:
        fading.cache_clear()
    of_day, facts = fading(today), tuple(facts)
    faded = tuple(map(of_day.faded.get, map(id, facts)))
    return tuple([known or of_day.age(fact) for known, fact in zip(faded, facts, strict=True)])


def fades(fact: Fact) -> bool:
    return fact.scope is Scope.LASTING and not fact.hard and not fact.pinned


class _Day:
    """What is left of facts on one day: each of its turns asks the same of a long memory."""

    def __init__(self, today: date) -> None:
        self._today = today
        self.faded: dict[int, Fact] = {}
        """By the identity of the fact, which is looked up without a line of Python."""
        self.facts: list[Fact] = []
        """The facts, held so that no other gets the identity of one."""

    def age(self, fact: Fact) -> Fact:
        days = (self._today - fact.valid_from.astimezone(UTC).date()).days if fades(fact) else 0
        left = fact.strength * 0.5 ** (timedelta(days) / HALF_LIFE)
        self.facts.append(fact)
        self.faded[id(fact)] = fact.model_copy(update={"strength": left}) if days > 0 else fact
        return self.faded[id(fact)]


@lru_cache(1)
def fading(today: date) -> _Day:
    return _Day(today)
