"""Likings fade with time unless they are repeated; conditions do not."""

from datetime import datetime, timedelta

from chatbot.records import Fact, Scope

HALF_LIFE = timedelta(days=180)
"""After this long a lasting soft fact counts half."""

_NOTHING = timedelta(0)


def decayed(fact: Fact, now: datetime) -> Fact:
    """The fact with the strength it has at `now`: strength · 0.5^(age / half-life); hard and session facts keep theirs.

    A clock that went backwards makes a fact look younger than new; it then keeps the strength it was said with.
    """
    age = now - fact.valid_from
    if age <= _NOTHING or not fades(fact):
        return fact
    return fact.model_copy(update={"strength": fact.strength * 0.5 ** (age / HALF_LIFE)})


def fades(fact: Fact) -> bool:
    return fact.scope is Scope.LASTING and not fact.hard
