"""Strength over time."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from profile_samples import NOON

from chatbot.profile.decay import HALF_LIFE, decayed
from chatbot.records import Fact, Scope

LIKING = Fact(id="f1", facet="colour", value="red", strength=0.8, scope=Scope.LASTING, valid_from=NOON)
DAYS = st.integers(-3000, 30000).map(lambda days: timedelta(days=days))


def test_a_lasting_liking_counts_half_after_a_half_life():
    assert decayed([LIKING], NOON + HALF_LIFE)[0].strength == pytest.approx(0.4)
    assert decayed([LIKING], NOON + 2 * HALF_LIFE)[0].strength == pytest.approx(0.2)


@given(DAYS)
def test_nothing_but_the_strength_changes(age):
    assert decayed([LIKING], NOON + age)[0].model_copy(update={"strength": 0.8}) == LIKING


@given(DAYS, st.sampled_from(Scope))
def test_a_condition_never_fades(age, scope):
    condition = LIKING.model_copy(update={"hard": True, "scope": scope})
    assert decayed([condition], NOON + age)[0] == condition


@given(DAYS)
def test_what_is_said_for_now_does_not_fade(age):
    wish = LIKING.model_copy(update={"scope": Scope.SESSION})
    assert decayed([wish], NOON + age)[0] == wish


@given(DAYS, DAYS)
def test_time_only_ever_weakens(one, other):
    earlier, later = sorted((one, other))
    assert (
        0
        <= decayed([LIKING], NOON + later)[0].strength
        <= decayed([LIKING], NOON + earlier)[0].strength
        <= LIKING.strength
    )


def test_a_clock_that_went_backwards_strengthens_nothing():
    assert decayed([LIKING], NOON - timedelta(days=400))[0] == LIKING
