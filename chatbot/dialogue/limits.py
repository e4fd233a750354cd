"""Limits that make no sense: a price below nothing, or one far above all that exists."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from chatbot.catalogue.catalogue import Catalogue
from chatbot.dialogue.degrees import HIGH, LOW
from chatbot.profile.resolution import LEVELS, RELATIVE
from chatbot.recommend.scales import short_scale
from chatbot.records import Fact, Polarity, Profile, ProfileChange, Statement, Status

_FAR = 10
"""A limit of more than so many times the highest number limits nothing, whatever comes into the catalogue."""


class Limits(NamedTuple):
    """The statements that can be heeded, and those that nothing can meet or that everything meets."""

    statements: tuple[Statement, ...]
    impossible: tuple[Statement, ...] = ()
    boundless: tuple[Statement, ...] = ()


def sensible(statements: Sequence[Statement], catalogue: Catalogue) -> Limits:
    """The statements without limits below nothing, of what is never below it, and without those beyond all reason."""
    kept, impossible, boundless = [], [], []
    for statement in statements:
        numbers = catalogue.table.numbers(statement.facet)
        bounds = [b for b in (statement.min, statement.max) if b is not None]
        if not bounds or statement.polarity is Polarity.DISLIKE or np.isnan(numbers).all():
            kept.append(statement)
        elif float(np.nanmin(numbers)) >= 0 > max(bounds):
            impossible.append(statement)
        elif statement.min is None and bounds[0] > _FAR * float(np.nanmax(numbers)) > 0:
            boundless.append(statement)
        else:
            kept.append(statement)
    return Limits(tuple(kept), tuple(impossible), tuple(boundless))


def overtaken(profile: Profile, boundless: Sequence[Statement]) -> tuple[Fact, ...]:
    """The limits that were set before and are none any more, as much more than that may be spent now."""
    facets = {s.facet for s in boundless}
    limits = [f for f in profile.facts if f.facet in facets and f.max is not None and f.polarity is Polarity.LIKE]
    return tuple(f.model_copy(update={"status": Status.SUPERSEDED}) for f in limits)


def opposed(profile: Profile, change: ProfileChange, catalogue: Catalogue) -> tuple[Fact, ...]:
    """What was said before against what is said now: "violent", then "not violent at all"; "classics", then "newer"."""
    facets, table = catalogue.pack.facets, catalogue.table
    scales = {f.facet: short_scale(facets[f.facet], f.facet, table) for f in change.added if f.facet in facets}
    new = {fact.id for fact in change.added}

    def ends(now: Fact, before: Fact) -> bool:
        if now.facet != before.facet or now.scope is not before.scope:
            return False
        if now.strength == RELATIVE and before.value in LEVELS:
            return (now.max is None) is (before.value == LOW)
        scale = scales.get(now.facet)
        if scale is None:
            return False
        much, none = (before, now) if before.value == HIGH else (now, before)
        return much.value == HIGH and none.max is not None and none.max <= scale.none

    gone = [f for f in profile.facts if f.id not in new and any(ends(now, f) for now in change.added)]
    return tuple(f.model_copy(update={"status": Status.SUPERSEDED}) for f in gone)
