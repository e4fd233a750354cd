"""What would be if: a supposition tried, or each fact left out in turn, with the same retrieval and ranking."""

from collections.abc import Callable, Sequence

from chatbot.records import Fact, Profile, ProfileChange, Recommendation, Record

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


def passed_over(shown: str, ranked: Sequence[Recommendation]) -> frozenset[str]:
    """Ids of what would be picked before the item that stands first on screen: that list was made without it.

    What is ranked is then what the list was made of ("cheaper" left out what was shown before).
    """
    ids = [r.item_id for r in ranked]
    return frozenset(ids[: ids.index(shown)]) if shown in ids else frozenset()


class Trial(Record):
    """The profile as it would be if something was said, and what of it that would change."""

    profile: Profile
    change: ProfileChange


class Listed(Record):
    """What a profile brings: the items, best first, and how many `fit` all conditions."""

    items: tuple[Recommendation, ...]
    fit: int


class Supposed(Record):
    """What a trial brings, beside what there is `now`."""

    change: ProfileChange
    now: Listed
    then: Listed

    @property
    def differs(self) -> bool:
        return [r.item_id for r in self.now.items] != [r.item_id for r in self.then.items]

    @property
    def new(self) -> tuple[Recommendation, ...]:
        """Items that would join the list, best first."""
        listed = {r.item_id for r in self.now.items}
        return tuple(r for r in self.then.items if r.item_id not in listed)
