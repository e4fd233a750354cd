"""What would change the first pick: each fact left out in turn, with the same retrieval and ranking."""

from collections.abc import Callable

from chatbot.records import Fact, Profile, Recommendation, Record

_TRIED = 12
"""Facts that are left out in turn, the weightiest first: each takes a ranking."""


class WhatIf(Record):
    """The first pick `now`, and the one there would be without `fact`; None: no single fact decides it."""

    now: Recommendation
    fact: Fact | None = None
    other: Recommendation


def what_if(profile: Profile, first: Callable[[Profile], Recommendation | None]) -> WhatIf | None:
    """The fact whose loss would put another item first, the weakest such fact, as it is the nearest change.

    first: the first pick for a profile. Returns None when there is no fact, or nothing to pick.
    """
    now = first(profile)
    if now is None or not profile.facts:
        return None
    weightiest = sorted(profile.facts, key=lambda fact: (fact.hard, fact.strength), reverse=True)[:_TRIED]
    for fact in reversed(weightiest):
        rest = profile.with_facts(f for f in profile.facts if f is not fact)
        other = first(rest)
        if other is not None and other.item_id != now.item_id:
            return WhatIf(now=now, fact=fact, other=other)
    return WhatIf(now=now, other=now)
