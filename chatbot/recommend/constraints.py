"""The conditions that a profile's hard facts put on every item shown."""

from collections import defaultdict

import numpy as np

from chatbot.catalogue.catalogue import Catalogue
from chatbot.catalogue.pack import Facet
from chatbot.catalogue.table import FacetTable
from chatbot.records import Constraint, Fact, Polarity, Profile, Scope, Value


def constraints_of(profile: Profile, catalogue: Catalogue) -> tuple[Constraint, ...]:
    """All conditions of the profile's hard facts, in the order they were said, and of the time that is wanted now."""
    facets = catalogue.pack.facets
    made: list[Constraint] = []
    wanted: dict[str, list[Fact]] = defaultdict(list)
    for fact in [fact for fact in profile.facts if fact.hard and fact.facet in facets]:
        facet = facets[fact.facet]
        if facet.kind == "number":
            made += _bounds(fact, facet)
        elif facet.kind == "flag":
            value = bool(fact.value) == (fact.polarity is Polarity.LIKE)
            made.append(Constraint(facet=fact.facet, op="is", value=value, strength=fact.strength, fact_ids=(fact.id,)))
        elif fact.value is None:
            continue
        elif fact.polarity is Polarity.DISLIKE:
            made.append(_among("not_in", [fact]))
        else:
            wanted[fact.facet].append(fact)
    for name, facts in wanted.items():
        made += _together(_likes(facts, facets[name].multi), catalogue.table)
    times = [
        f for f in profile.facts if f.value in ("low", "high") and f.facet in facets and facets[f.facet].unit == "year"
    ]
    now = [f for f in times if f.scope is Scope.SESSION and f.polarity is Polarity.LIKE]
    return (*made, *(_half(fact, catalogue.table) for fact in now))


def _half(fact: Fact, table: FacetTable) -> Constraint:
    """What is old is none of the newer half of all there is, and what is recent none of the older."""
    known = table.numbers(fact.facet)[~np.isnan(table.numbers(fact.facet))]
    middle = int(np.median(known)) if known.size else 0
    op = "lte" if fact.value == "low" else "gte"
    return Constraint.model_validate(
        {"facet": fact.facet, "op": op, "value": middle, "strength": fact.strength, "fact_ids": (fact.id,)}
    )


def _bounds(fact: Fact, facet: Facet) -> list[Constraint]:
    bounds: list[Constraint] = []
    about = fact.min is not None and fact.max is not None and fact.strength < 1
    if fact.min is not None and not (about and facet.default_bound == "max"):  # "around $80" rules out nothing cheaper
        bounds.append(
            Constraint(facet=fact.facet, op="gte", value=fact.min, strength=fact.strength, fact_ids=(fact.id,))
        )
    if fact.max is not None:
        bounds.append(
            Constraint(facet=fact.facet, op="lte", value=fact.max, strength=fact.strength, fact_ids=(fact.id,))
        )
    return bounds


def _likes(facts: list[Fact], multi: bool) -> list[Constraint]:
    """ "A or B" accepts either; "an A B" asks for both, where an item can have both."""
    either = [f for f in facts if f.alternative or not multi]
    both = [f for f in facts if f not in either]
    if either and both and any(f.alternative for f in either):
        either, both = [*both[-1:], *either], both[:-1]
    return [*([_among("in", either)] if either else []), *(_among("in", [f]) for f in both)]


def _together(likes: list[Constraint], table: FacetTable) -> list[Constraint]:
    """What no item has together is meant as alternatives: films by Nolan and by Villeneuve."""
    if len(likes) < 2 or table.mask(likes).any():
        return likes
    first = likes[0]
    return [
        first.model_copy(
            update={
                "value": tuple(value for like in likes for value in _values(like)),
                "strength": min(like.strength for like in likes),
                "fact_ids": tuple(fact for like in likes for fact in like.fact_ids),
            }
        )
    ]


def _values(constraint: Constraint) -> tuple[Value, ...]:
    return constraint.value if isinstance(constraint.value, tuple) else (constraint.value,)


def _among(op: str, facts: list[Fact]) -> Constraint:
    return Constraint.model_validate(
        {
            "facet": facts[0].facet,
            "op": op,
            "value": tuple(f.value for f in facts if f.value is not None),
            "strength": min(f.strength for f in facts),
            "fact_ids": tuple(f.id for f in facts),
        }
    )
