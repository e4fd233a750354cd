"""No condition is broken without being named: generated sets of conditions through the real retriever and ranking."""

from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from chatbot.assembly import Chatbot
from chatbot.records import Constraint, Fact, Item, Polarity, Profile

NOW = datetime(2026, 1, 1, tzinfo=UTC)
LIMIT = 5


def meets(item: Item, constraint: Constraint) -> bool:
    """The meaning of a condition, spelt out once more, apart from the code under test."""
    own = item.values(constraint.facet)
    match constraint.op:
        case "in":
            return any(v in own for v in constraint.value)  # type: ignore[union-attr]
        case "not_in":
            return not any(v in own for v in constraint.value)  # type: ignore[union-attr]
        case "gte":
            return bool(own) and float(own[0]) >= float(constraint.value)  # type: ignore[arg-type]
        case "lte":
            return bool(own) and float(own[0]) <= float(constraint.value)  # type: ignore[arg-type]
        case _:
            return bool(own and own[0]) is bool(constraint.value)


@st.composite
def profiles(draw: st.DrawFn, bot: Chatbot) -> Profile:
    facts = []
    names = sorted(bot.pack.facets)
    for n in range(draw(st.integers(1, 5))):
        name = draw(st.sampled_from(names))
        facet = bot.pack.facets[name]
        base = {
            "id": str(n),
            "facet": name,
            "hard": True,
            "valid_from": NOW,
            "turn": n,
            "strength": draw(st.sampled_from([0.7, 0.8, 1.0])),
        }
        if facet.kind == "number":
            numbers = sorted({float(v) for item in bot.catalogue.items for v in item.values(name)})
            low, high = sorted(draw(st.tuples(st.sampled_from(numbers), st.sampled_from(numbers))))
            side = draw(st.sampled_from(["min", "max", "both"]))
            facts.append(Fact(**base, min=low if side != "max" else None, max=high if side != "min" else None))
        elif facet.kind == "flag":
            facts.append(Fact(**base, value=draw(st.booleans()), polarity=draw(st.sampled_from(Polarity))))
        else:
            value = draw(st.sampled_from(list(bot.catalogue.table.values(name))[:40]))
            facts.append(
                Fact(**base, value=value, polarity=draw(st.sampled_from(Polarity)), alternative=draw(st.booleans()))
            )
    return Profile(user_id="u", facts=tuple(facts))


@pytest.mark.parametrize("name", ["movies", "shop"])
def test_no_condition_is_broken_without_being_named(name: str, request: pytest.FixtureRequest) -> None:
    bot: Chatbot = request.getfixturevalue(name)
    recommender = bot._recommender

    @settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(profile=profiles(bot))
    def holds(profile: Profile) -> None:
        view = recommender.look(profile, "en")
        found = recommender.retrieve(view)
        chosen = recommender.rank(view, found, LIMIT)
        named = [r.constraint for r in found.relaxed]
        for recommendation in chosen:
            item = bot.catalogue.item(recommendation.item_id)
            assert item is not None
            broken = [c for c in found.filters if not meets(item, c)]
            assert all(c in named for c in broken), (recommendation.title, broken)
        meeting = [item for item in bot.catalogue.items if all(meets(item, c) for c in found.filters)]
        assert bool(found.relaxed) == (not meeting), "loosened only where nothing meets everything"
        assert len(chosen) >= min(LIMIT, len(meeting)), "nothing that meets them all is withheld"

    holds()


@pytest.mark.parametrize("name", ["movies", "shop"])
def test_contributions_add_up_to_the_score(name: str, request: pytest.FixtureRequest) -> None:
    bot: Chatbot = request.getfixturevalue(name)
    recommender = bot._recommender

    @settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    @given(profile=profiles(bot), wish=st.text(max_size=40))
    def adds_up(profile: Profile, wish: str) -> None:
        view = recommender.look(profile, "en", wish)
        for chosen in recommender.rank(view, recommender.retrieve(view), LIMIT):
            assert sum(chosen.contributions.values()) == pytest.approx(chosen.score, abs=1e-9)
            assert chosen.reasons

    adds_up()
