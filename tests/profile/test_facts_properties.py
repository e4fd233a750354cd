"""What holds for any conversation, whatever is said in whatever order."""

from collections.abc import Iterable
from itertools import combinations
from math import inf

from hypothesis import given, settings
from hypothesis import strategies as st
from profile_samples import FACETS, context, message

from chatbot.profile.events import EventKind, retired_kind
from chatbot.profile.facts import WISHES_KEPT, update
from chatbot.profile.resolution import in_force
from chatbot.records import (
    ITEM,
    WISH,
    Fact,
    Intent,
    Polarity,
    Profile,
    ProfileChange,
    Scope,
    Statement,
    Status,
    Understanding,
)

BOUNDS = st.one_of(st.none(), st.integers(1, 6).map(float))
VALUES = {
    "colour": st.sampled_from(["red", "blue"]),
    "kind": st.sampled_from(["lamp", "chair"]),
    "foldable": st.booleans(),
    ITEM: st.sampled_from(["i1", "i2"]),
    WISH: st.sampled_from([f"wish {n}" for n in range(WISHES_KEPT + 2)]),
}
MANNER = {
    "polarity": st.sampled_from(Polarity),
    "strength": st.sampled_from([0.3, 0.7, 1.0]),
    "hard": st.booleans(),
    "scope": st.sampled_from(Scope),
    "alternative": st.booleans(),
}
VALUED = st.one_of(
    *(st.builds(Statement, facet=st.just(facet), value=value, **MANNER) for facet, value in VALUES.items())
)
BOUNDED = st.builds(Statement, facet=st.sampled_from(["cost", "weight"]), min=BOUNDS, max=BOUNDS, **MANNER)
STATEMENTS = st.lists(st.one_of(VALUED, BOUNDED), max_size=4)
PLAIN = st.builds(lambda said: message(*said), STATEMENTS)
FORGETTING = st.builds(lambda said: message(*said, intent=Intent.FORGET), STATEMENTS)
RESETTING = st.builds(lambda said: message(*said, intent=Intent.RESET), STATEMENTS)
CONVERSATIONS = st.lists(
    st.tuples(st.sampled_from(["s1", "s2"]), st.one_of(PLAIN, PLAIN, FORGETTING, RESETTING)), max_size=6
)


class Memory:
    """The least a store must do: keep the facts that stay active, and show a session its own and the lasting ones."""

    def __init__(self) -> None:
        self.facts: dict[str, Fact] = {}
        self.turn = 0

    def seen_from(self, session: str) -> Profile:
        mine = (fact for fact in self.facts.values() if fact.scope is Scope.LASTING or fact.session_id == session)
        return Profile(user_id="ana", facts=tuple(mine))

    def hear(
        self, session: str, said: Understanding, last: ProfileChange | None = None
    ) -> tuple[Profile, ProfileChange]:
        self.turn += 1
        profile, change = update(self.seen_from(session), said, context(self.turn, session, last))
        for fact in change.retired:
            if retired_kind(fact, change) is not EventKind.SHADOWED:
                del self.facts[fact.id]
        self.facts |= {fact.id: fact for fact in change.added}
        return profile, change


def remembered(conversation: Iterable[tuple[str, Understanding]]) -> Memory:
    memory = Memory()
    for session, said in conversation:
        memory.hear(session, said)
    return memory


def by_id(facts: Iterable[Fact]) -> dict[str, Fact]:
    return {fact.id: fact for fact in facts}


def contradict(one: Fact, other: Fact) -> bool:
    """Whether nobody can mean both: told apart from the package's own rules on purpose."""
    if one.facet != other.facet:
        return False
    if one.value is not None and other.value is not None:
        return isinstance(one.value, bool) or one.value == other.value
    (a, b), (c, d) = ((-inf if f.min is None else f.min, inf if f.max is None else f.max) for f in (one, other))
    if one.polarity is not other.polarity:
        return (c <= a and b <= d) if one.polarity is Polarity.LIKE else (a <= c and d <= b)
    if one.polarity is Polarity.DISLIKE:
        return (a, b) == (c, d) and one.hard is other.hard
    if (a, b) != (c, d) and (one.hard, other.hard) == (True, True):
        # "under 100", then "cheaper": the narrower bound is looser in force and only goes further
        inner, outer = (one, other) if c <= a and b <= d else (other, one)
        if ((c <= a and b <= d) or (a <= c and d <= b)) and inner.strength < outer.strength:
            return False
    both_bound_a_side = (a > -inf and c > -inf) or (b < inf and d < inf)
    return b < c or d < a or (both_bound_a_side and one.hard is other.hard)


@given(CONVERSATIONS, PLAIN | FORGETTING)
def test_no_two_facts_in_force_contradict_each_other(conversation, said):
    profile, _ = remembered(conversation).hear("s1", said)
    assert not [pair for pair in combinations(profile.facts, 2) if contradict(*pair)]


@given(CONVERSATIONS, PLAIN)
def test_hearing_the_same_message_again_changes_nothing(conversation, said):
    memory = remembered(conversation)
    first, _ = memory.hear("s1", said)
    second, change = memory.hear("s1", said)
    assert second == first
    assert change == ProfileChange()


@given(CONVERSATIONS, PLAIN | FORGETTING)
def test_no_facet_changes_but_those_the_message_is_about(conversation, said):
    memory = remembered(conversation)
    before = in_force(memory.seen_from("s1").facts)
    after, change = memory.hear("s1", said)
    stated = {statement.facet for statement in said.statements}
    assert {fact.facet for fact in change.added + change.retired} <= stated
    assert [f for f in after.facts if f.facet not in stated] == [f for f in before if f.facet not in stated]


@given(CONVERSATIONS, PLAIN | FORGETTING | RESETTING)
def test_undo_restores_exactly_what_was(conversation, said):
    memory = remembered(conversation)
    facts, profile = dict(memory.facts), in_force(memory.seen_from("s1").facts)
    _, change = memory.hear("s1", said)
    undone, _ = memory.hear("s1", message(intent=Intent.UNDO), change)
    assert memory.facts == facts
    assert by_id(undone.facts) == by_id(profile)


@given(CONVERSATIONS, PLAIN | FORGETTING | RESETTING)
def test_the_change_and_the_new_profile_agree(conversation, said):
    memory = remembered(conversation)
    before = in_force(memory.seen_from("s1").facts)
    after, change = memory.hear("s1", said)
    assert after.facts == in_force(memory.seen_from("s1").facts)
    assert {fact.status for fact in change.added + after.facts} <= {Status.ACTIVE}
    assert Status.ACTIVE not in {fact.status for fact in change.retired}
    assert not by_id(change.retired).keys() & by_id(after.facts).keys()
    assert not by_id(change.added).keys() & by_id(before).keys()


@given(CONVERSATIONS, PLAIN)
def test_the_last_thing_said_is_known(conversation, said):
    profile, _ = remembered(conversation).hear("s1", said)
    if said.statements and said.statements[-1].facet in VALUES:
        last = said.statements[-1]
        meant = {(f.value, f.polarity) for f in profile.about(last.facet)}
        if not (last.scope is Scope.LASTING and {Scope.SESSION} & {s.scope for s in said.statements}):
            assert (last.value, last.polarity) in meant


@given(CONVERSATIONS, PLAIN)
def test_one_session_does_not_take_lasting_facts_from_another(conversation, said):
    memory = remembered(conversation)
    lasting = {fact.id for fact in in_force(memory.seen_from("s2").facts) if fact.scope is Scope.LASTING}
    if all(statement.scope is Scope.SESSION for statement in said.statements):
        memory.hear("s1", said)
        assert lasting <= by_id(in_force(memory.seen_from("s2").facts)).keys()


@given(CONVERSATIONS)
def test_starting_over_leaves_the_lasting_facts_only(conversation):
    memory = remembered(conversation)
    lasting = tuple(fact for fact in memory.seen_from("s1").facts if fact.scope is Scope.LASTING)
    assert memory.hear("s1", message(intent=Intent.RESET))[0].facts == lasting


@given(CONVERSATIONS, PLAIN)
@settings(max_examples=50)
def test_forgetting_every_facet_forgets_everything_seen(conversation, said):
    memory = remembered([*conversation, ("s1", said)])
    everything = (Statement(facet=facet) for facet in (*FACETS, ITEM, WISH))
    profile, _ = memory.hear("s1", message(*everything, intent=Intent.FORGET))
    assert profile.facts == memory.seen_from("s1").facts == ()
