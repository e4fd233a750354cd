"""Likings fade with time unless they are repeated; conditions do not."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from chatbot.records import Fact, Scope

HALF_LIFE = timedelta(days=180)
"""After this long a lasting soft fact counts half."""


def decayed(facts: Iterable[Fact], now: datetime) -> tuple[Fact, ...]:
    """The facts with the strength they have at `now`: strength · 0.5^(age / half-life), the age in days of UTC.

    Hard facts, pinned ones and those of a session keep theirs. A clock that went backwards makes a fact look younger
    than new; it then keeps the strength it was said with.
    """
    today = now.astimezone(UTC).date()
    return tuple([aged(fact, today) if fades(fact) else fact for fact in facts])


def fades(fact: Fact) -> bool:
    return fact.scope is Scope.LASTING and not fact.hard and not fact.pinned


@lru_cache(8192)
def aged(fact: Fact, today: date) -> Fact:
    """A fading fact as of a day; kept, as each turn of it asks the same of the same facts."""
    days = (today - fact.valid_from.astimezone(UTC).date()).days
    if days <= 0:
        return fact
    return fact.model_copy(update={"strength": fact.strength * 0.5 ** (timedelta(days) / HALF_LIFE)})
