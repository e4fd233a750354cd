"""Likings fade with time unless they are repeated; conditions do not."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from chatbot.records import Fact, Scope

HALF_LIFE = timedelta(days=180)
"""After this long a lasting soft fact counts half."""
_KEPT = 20_000
"""Facts whose fading is remembered."""


def decayed(facts: Iterable[Fact], now: datetime) -> tuple[Fact, ...]:
    """The facts with the strength they have at `now`: strength · 0.5^(age / half-life), the age in days of UTC.

    Hard facts, pinned ones and those of a session keep theirs. A clock that went backwards makes a fact look younger
    than new; it then keeps the strength it was said with.
    """
    today = now.astimezone(UTC).date()
    kept = aged_on(today)
    if len(kept) > _KEPT:
        kept.clear()
    return tuple(
        [pair[1] if (pair := kept.get(f.id)) is not None and pair[0] is f else _aged(f, today, kept) for f in facts]
    )


def fades(fact: Fact) -> bool:
    return fact.scope is Scope.LASTING and not fact.hard and not fact.pinned


@lru_cache(1)
def aged_on(today: date) -> dict[str, tuple[Fact, Fact]]:
    """Facts and what is left of them on one day, by id: each turn of a day asks the same of a long memory."""
    return {}


def _aged(fact: Fact, today: date, kept: dict[str, tuple[Fact, Fact]]) -> Fact:
    days = (today - fact.valid_from.astimezone(UTC).date()).days if fades(fact) else 0
    faded = fact
    if days > 0:
        faded = fact.model_copy(update={"strength": fact.strength * 0.5 ** (timedelta(days) / HALF_LIFE)})
    kept[fact.id] = fact, faded
    return faded
