"""Likings fade with time unless they are repeated; conditions do not."""

from datetime import datetime, timedelta
from functools import lru_cache

from chatbot.records import Fact, Scope

HALF_LIFE = timedelta(days=180)
"""After this long a lasting soft fact counts half."""

_DAY = timedelta(days=1)


def decayed(fact: Fact, now: datetime) -> Fact:
    """The fact with the strength it has at `now`: strength · 0.5^(age / half-life), the age in whole days.

    Hard facts, pinned ones and those of a session keep theirs. A clock that went backwards makes a fact look younger
    than new; it then keeps the strength it was said with.
    """
    days = (now - fact.valid_from).days
    return aged(fact, days) if days > 0 and fades(fact) else fact


def fades(fact: Fact) -> bool:
    return fact.scope is Scope.LASTING and not fact.hard and not fact.pinned


@lru_cache(8192)
def aged(fact: Fact, days: int) -> Fact:
    """A fading fact so many days later; kept, as each turn of a day asks the same of the same facts."""
    return fact.model_copy(update={"strength": fact.strength * 0.5 ** (days * _DAY / HALF_LIFE)})
