"""What is done counts less than what is said, never touches it, and of opinions the latest counts."""

from datetime import UTC, datetime, timedelta
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from chatbot.profile.evidence import WEIGHTS, EvidenceContext, observed
from chatbot.records import (
    ITEM,
    Behaviour,
    BehaviourEvent,
    Fact,
    Polarity,
    Profile,
    ProfileChange,
    Scope,
    Statement,
)

NOW = datetime(2026, 1, 5, tzinfo=UTC)
SAID = 0.9
"""Strength of what is said in the chat without more ado."""


def event(kind: str, stars: float | None = None, text: str = "", item: str = "m1") -> BehaviourEvent:
    return BehaviourEvent(kind=Behaviour(kind), item_id=item, stars=stars, text=text)


def told(*events: BehaviourEvent, facts: tuple[Fact, ...] = (), every: timedelta = timedelta(0)) -> tuple[Fact, ...]:
    """The active facts after some events, one after the other."""
    numbers = count()
    for n, each in enumerate(events):
        context = EvidenceContext(now=NOW + n * every, new_id=lambda: f"f{next(numbers)}")
        change = observed(Profile(user_id="u", facts=facts), each, (), context)
        gone = {fact.id for fact in change.retired}
        facts = (*(fact for fact in facts if fact.id not in gone), *change.added)
    return facts


def said(polarity: Polarity, scope: Scope = Scope.LASTING) -> Fact:
    return Fact(id="said", facet=ITEM, value="m1", polarity=polarity, strength=SAID, scope=scope, valid_from=NOW)


events = st.builds(
    lambda kind, stars, item: event(
        kind, stars if kind in ("rating", "review") else None, "fine" if kind == "review" else "", item
    ),
    st.sampled_from([kind.value for kind in Behaviour]),
    st.floats(1, 5),
    st.sampled_from(["m1", "m2", "m3"]),
)


@given(st.lists(events, max_size=8))
def test_whatever_is_done_is_weaker_than_words_soft_lasting_and_one_fact_an_item(done: list[BehaviourEvent]) -> None:
    facts = told(*done)
    assert all(0 < fact.strength < SAID and not fact.hard and fact.scope is Scope.LASTING for fact in facts)
    assert len({fact.value for fact in facts}) == len(facts) == len({each.item_id for each in done})


@given(st.lists(events, max_size=8), st.sampled_from(list(Polarity)))
def test_what_was_said_for_good_is_never_touched(done: list[BehaviourEvent], polarity: Polarity) -> None:
    known = said(polarity)
    assert known in told(*done, facts=(known,))
    assert [fact for fact in told(*done, facts=(known,)) if fact.value == "m1"] == [known]


@given(st.lists(events, min_size=1, max_size=8))
def test_what_is_known_once_stays_known(done: list[BehaviourEvent]) -> None:
    for item in {each.item_id for each in done if each.kind.value in ("purchase", "rating", "review", "dislike")}:
        (fact,) = [fact for fact in told(*done) if fact.value == item]
        assert fact.makes_known


def test_weights_grow_with_what_it_costs_to_do() -> None:
    kinds = [Behaviour.VIEW, Behaviour.CLICK, Behaviour.CART, Behaviour.PURCHASE]
    assert sorted(kinds, key=lambda kind: WEIGHTS[kind]) == kinds


@pytest.mark.parametrize(
    ("stars", "liked", "strength"), [(5, True, 0.8), (4, True, 0.4), (1, False, 0.8), (3, True, 0.05)]
)
def test_a_rating_counts_by_its_distance_from_the_middle(stars: float, liked: bool, strength: float) -> None:
    (fact,) = told(event("rating", stars))
    assert (fact.polarity is Polarity.LIKE, fact.strength) == (liked, pytest.approx(strength))


def test_the_stronger_deed_counts_and_the_latest_opinion() -> None:
    assert [f.behaviour for f in told(event("view"), event("cart"), event("click"))] == [Behaviour.CART]
    (changed,) = told(event("rating", 5), event("rating", 2))
    assert changed.polarity is Polarity.DISLIKE


def test_to_look_again_renews_a_look_that_has_faded() -> None:
    (fact,) = told(event("view"), event("view"), every=timedelta(days=30))
    assert fact.valid_from == NOW + timedelta(days=30)


def test_what_a_review_says_counts_half() -> None:
    dislike = Statement(facet="genre", value="horror", polarity=Polarity.DISLIKE, strength=0.8, hard=True)
    context = EvidenceContext(now=NOW, new_id=iter("ab").__next__)
    change: ProfileChange = observed(Profile(user_id="u"), event("review", 1, "no horror"), (dislike,), context)
    (fact,) = [fact for fact in change.added if fact.facet == "genre"]
    assert (fact.strength, fact.hard, fact.polarity) == (0.4, False, Polarity.DISLIKE)


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "rating"},
        {"kind": "review"},
        {"kind": "view", "stars": 3},
        {"kind": "rating", "stars": 6},
        {"kind": "stare"},
    ],
)
def test_an_event_that_makes_no_sense_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        BehaviourEvent.model_validate({"item_id": "m1", **wrong})
