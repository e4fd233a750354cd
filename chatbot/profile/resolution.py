"""Which fact ends, hides or makes superfluous which other. Only facts of one facet ever touch each other."""

import math
from collections import defaultdict
from collections.abc import Collection, Iterable

from chatbot.records import WISH, Fact, Polarity, Scope, Value

LEVELS = ("low", "high")
"""Values of a number that is wanted without a bound ("a cheap kettle"): one ends the other."""

RELATIVE = 0.75
"""Strength of a bound that goes by what was shown, which no other bound has."""

Subject = str | tuple[str, Value]
"""What a fact is about: a value of a facet, or the whole facet where it has one answer (numbers and flags)."""


def in_force(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """The facts that count in this session: what is said for now hides what it replaces of what is said for good.

    Hidden lasting facts stay active for the user's other sessions, and are back here as soon as nothing hides them.
    """
    facts = tuple(facts)
    same_subject: defaultdict[Subject, list[Fact]] = defaultdict(list)
    for fact in facts:
        same_subject[subject(fact)].append(fact)
    hidden = hidden_ids(same_subject.values())
    return tuple(fact for fact in facts if fact.id not in hidden)


def hidden_ids(groups: Iterable[Collection[Fact]]) -> set[str]:
    """Ids of the facts that another one hides, given the facts grouped by their subject."""
    crowded = (group for group in groups if len(group) > 1)
    return {fact.id for group in crowded for fact in group if any(_hides(other, fact) for other in group)}


def _hides(one: Fact, other: Fact) -> bool:
    if one.scope is other.scope:
        return False
    return replaces(one, other) if one.scope is Scope.SESSION else already_says(one, other)


def subject(fact: Fact) -> Subject:
    """Facts can only touch each other if they are about the same."""
    value = fact.value
    if value is None or isinstance(value, bool) or value in LEVELS:
        return fact.facet
    return fact.facet, " ".join(str(value).split()).casefold() if fact.facet == WISH else value


def replaces(new: Fact, old: Fact) -> bool:
    """Whether saying `new` ends `old`."""
    return collide(new, old) and not _is_held_by_condition(new, old) and not _is_within(new, old)


def already_says(old: Fact, new: Fact) -> bool:
    """Whether `new` adds nothing to `old`: it is the same, or the softer wording of a condition that stays in force."""
    if old.polarity is not new.polarity or not collide(old, new):
        return False
    if old.scope is new.scope and _content(old) == _content(new):
        return True
    reaches_as_far = old.scope is Scope.LASTING or new.scope is Scope.SESSION
    if reaches_as_far and _is_within(new, old) and _interval(new) == _interval(old):
        return True  # the same bound, set less firmly
    return reaches_as_far and _is_held_by_condition(new, old) and (not is_bounded(new) or _covers(new, old))


def collide(one: Fact, other: Fact) -> bool:
    """Whether two facts say the same thing or contradict each other (symmetric, whatever their scopes)."""
    if one.facet != other.facet:
        return False
    if is_bounded(one) or is_bounded(other):
        return is_bounded(one) and is_bounded(other) and _bounds_collide(one, other)
    return one.value is not None and other.value is not None and subject(one) == subject(other)


def remainder(new: Fact, old: Fact) -> Fact | None:
    """What is left of a range when one of its sides is replaced: "50 to 100", then "under 80", leaves "from 50".

    Of "a bit shorter", then "too long", nothing: the far end only said how much a bit is. Of "from 2001 to 2010", then
    "newer" where the newest of them are shown, nothing: whoever is at the end of a range and goes on leaves it.
    """
    if new.polarity is not old.polarity or _are_apart(new, old) or new.strength == RELATIVE == old.strength:
        return None
    low = old.min if new.min is None else None
    high = old.max if new.max is None else None
    if low is None and high is None:
        return None
    ends = (high == new.min and high is not None) or (low == new.max and low is not None)
    if ends and new.strength == RELATIVE:
        return None
    return old.model_copy(update={"min": low, "max": high})


def is_bounded(fact: Fact) -> bool:
    return fact.min is not None or fact.max is not None


def _is_held_by_condition(new: Fact, old: Fact) -> bool:
    """A soft statement does not lift a condition that points the same way ("no horror", then "I hate horror").

    It does when it grades a dislike down ("no violence", then "not too violent") or leaves no number for both.
    """
    if new.hard or not old.hard or new.polarity is not old.polarity:
        return False
    if isinstance(new.value, bool) and new.value is not old.value:
        return False
    if is_bounded(new):
        return not _are_apart(new, old)
    return not (new.polarity is Polarity.DISLIKE and new.strength < old.strength)


def _is_within(new: Fact, old: Fact) -> bool:
    """A bound set less firmly, within one that was stated ("under 100", then "cheaper"), leaves that one in force.

    So that the first is what is loosened, and only as far as the second.
    """
    both = is_bounded(new) and is_bounded(old) and new.hard and old.hard and new.polarity is old.polarity
    return both and new.strength < old.strength and _covers(old, new)


def _content(fact: Fact) -> tuple[object, ...]:
    value = fact.value if isinstance(fact.value, bool) or fact.value in LEVELS else subject(fact)
    return value, fact.min, fact.max, fact.hard, fact.strength


def _bounds_collide(one: Fact, other: Fact) -> bool:
    if one.polarity is not other.polarity:
        liked, disliked = (one, other) if one.polarity is Polarity.LIKE else (other, one)
        return _covers(disliked, liked)
    if one.polarity is Polarity.LIKE:
        return bool(_sides(one) & _sides(other)) or _are_apart(one, other)
    one_sided = len(_sides(one)) == 1
    return _sides(one) == _sides(other) and (one_sided or _interval(one) == _interval(other))


def _sides(fact: Fact) -> set[str]:
    return {side for side, bound in (("min", fact.min), ("max", fact.max)) if bound is not None}


def _interval(fact: Fact) -> tuple[float, float]:
    return (-math.inf if fact.min is None else fact.min, math.inf if fact.max is None else fact.max)


def _covers(outer: Fact, inner: Fact) -> bool:
    (outer_low, outer_high), (low, high) = _interval(outer), _interval(inner)
    return outer_low <= low and high <= outer_high


def _are_apart(one: Fact, other: Fact) -> bool:
    (one_low, one_high), (low, high) = _interval(one), _interval(other)
    return one_low > high or low > one_high
