"""Each rule by which a message changes a profile, one example at a time."""

from itertools import count

import pytest
from profile_samples import always, context, dislike, gist, like, message, refuse, told, want

from chatbot.profile.facts import WISHES_KEPT, Undone, update
from chatbot.records import ITEM, WISH, Intent, Polarity, Profile, Scope, Statement, Status

NOBODY = Profile(user_id="ana")


def test_a_statement_becomes_a_fact_with_its_source():
    said = Statement(
        facet="colour", value="red", strength=0.7, words="I'm fond of red", confidence=0.9, alternative=True
    )
    profile, change = update(NOBODY, message(said), context(turn=3))
    (fact,) = profile.facts
    assert (fact.facet, fact.value, fact.strength, fact.words) == ("colour", "red", 0.7, "I'm fond of red")
    assert (fact.session_id, fact.turn, fact.confidence, fact.alternative) == ("s1", 3, 0.9, True)
    assert fact.valid_from == context(turn=3).now
    assert change.added == (fact,)
    assert change.retired == ()


def test_without_words_of_its_own_a_fact_quotes_the_message():
    profile, _ = update(NOBODY, message(Statement(facet="colour", value="red")), context())
    assert profile.facts[0].words == "as it was said"


def test_the_same_statement_twice_adds_nothing():
    once = told(message(want("colour", "red")))
    twice, change = update(once, message(want("colour", "red")), context(turn=2))
    assert twice == once
    assert change.added == change.retired == ()


def test_a_stronger_wording_supersedes_the_weaker():
    before = told(message(like("colour", "red", strength=0.5)))
    after, change = update(before, message(want("colour", "red")), context(turn=2))
    assert gist(after.facts) == {"+!colour:red"}
    (old,) = change.retired
    assert (old.status, old.superseded_by) == (Status.SUPERSEDED, after.facts[0].id)


def test_the_same_bound_set_less_firmly_adds_nothing():
    """ "at most 80", then a critique that comes to the same: one condition, as firm as it was said."""
    stated = Statement(facet="cost", max=80, hard=True, strength=1.0)
    before = told(message(stated))
    after, change = update(before, message(stated.model_copy(update={"strength": 0.75})), context(turn=2))
    assert after == before
    assert change.added == change.retired == ()


def test_the_opposite_polarity_supersedes():
    assert gist(told(message(like("colour", "red")), message(refuse("colour", "red"))).facts) == {"-!colour:red"}


def test_a_softer_wording_does_not_lift_a_condition():
    assert gist(told(message(refuse("colour", "red")), message(dislike("colour", "red"))).facts) == {"-!colour:red"}


def test_a_dislike_graded_down_lifts_the_condition():
    profile = told(message(refuse("colour", "red")), message(dislike("colour", "red", strength=0.5)))
    assert gist(profile.facts) == {"-colour:red"}


def test_dislikes_accumulate():
    profile = told(message(refuse("colour", "red")), message(refuse("colour", "blue"), refuse("maker", "Acme")))
    assert gist(profile.facts) == {"-!colour:red", "-!colour:blue", "-!maker:Acme"}


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        (want("cost", max=100), want("cost", max=80), {"+!cost:..80"}),
        (want("cost", max=100), want("cost", min=50), {"+!cost:..100", "+!cost:50.."}),
        (want("cost", max=100), want("cost", min=20, max=60), {"+!cost:20..60"}),
        (want("cost", min=50), want("cost", min=60, max=60), {"+!cost:60..60"}),
        (want("cost", max=100), want("cost", min=200), {"+!cost:200.."}),
        (want("cost", min=200), want("cost", max=100), {"+!cost:..100"}),
        (want("cost", min=50, max=100), want("cost", max=80), {"+!cost:50..", "+!cost:..80"}),
        (want("cost", min=50, max=100), want("cost", max=40), {"+!cost:..40"}),
        (want("cost", max=100), like("cost", max=60), {"+!cost:..100", "+cost:..60"}),
        (want("cost", max=100), like("cost", max=150), {"+!cost:..100"}),
        (want("cost", max=100), like("cost", min=120), {"+cost:120.."}),
        (dislike("cost", min=80, max=90), want("cost", min=85, max=86), {"+!cost:85..86"}),
        (want("cost", min=85, max=86), refuse("cost", min=80), {"-!cost:80.."}),
        (refuse("cost", min=80, max=89), refuse("cost", min=90, max=99), {"-!cost:80..89", "-!cost:90..99"}),
        (refuse("cost", min=100), refuse("cost", min=50), {"-!cost:50.."}),
        (want("cost", max=100), want("weight", max=90), {"+!cost:..100", "+!weight:..90"}),
    ],
)
def test_bounds(before, said, after):
    assert gist(told(message(before), message(said)).facts) == after


def test_what_is_left_of_a_range_keeps_its_source():
    before = told(message(want("cost", min=50, max=100, words="fifty to a hundred")))
    after, change = update(before, message(want("cost", max=80)), context(turn=2))
    left = next(fact for fact in after.facts if fact.min == 50)
    assert (left.words, left.turn, left.valid_from) == ("fifty to a hundred", 1, before.facts[0].valid_from)
    assert left in change.added


def test_bounds_given_the_wrong_way_round_are_turned():
    assert gist(told(message(want("cost", min=100, max=50))).facts) == {"+!cost:50..100"}


def test_a_bare_number_is_a_point():
    assert gist(told(message(want("cost", 80))).facts) == {"+!cost:80..80"}


@pytest.mark.parametrize(
    "nothing",
    [
        like("cost"),
        like("cost", "cheap"),
        like("cost", True),
        like("cost", min=float("nan")),
        like("cost", max=float("inf")),
        like("colour"),
        like("colour", " "),
        like("foldable", "maybe"),
        like("unheard-of", "red"),
        like(WISH, ""),
    ],
    ids=str,
)
def test_a_statement_that_says_nothing_about_the_catalogue_is_passed_over(nothing):
    assert told(message(nothing)).facts == ()


def test_a_condition_on_a_category_follows_the_user_when_they_move_on():
    before = told(message(want("colour", "red")))
    after, change = update(before, message(want("colour", "blue")), context(turn=2))
    assert gist(after.facts) == {"+!colour:blue"}
    assert gist(change.retired) == {"+!colour:red"}


def test_what_is_named_beside_another_value_does_not_replace_it():
    profile = told(message(want("colour", "red")), message(want("colour", "blue", alternative=True)))
    assert gist(profile.facts) == {"+!colour:red", "+!colour:blue"}


def test_values_of_one_message_do_not_replace_each_other():
    profile = told(message(want("colour", "red"), want("colour", "blue")))
    assert gist(profile.facts) == {"+!colour:red", "+!colour:blue"}


def test_repeating_one_of_two_values_moves_on_from_the_other():
    both = message(want("colour", "red"), want("colour", "blue"))
    assert gist(told(both, message(want("colour", "blue"))).facts) == {"+!colour:blue"}
    assert gist(told(both, both).facts) == {"+!colour:red", "+!colour:blue"}


def test_soft_and_lasting_likes_stay_when_the_user_moves_on():
    profile = told(message(like("colour", "red"), always("colour", "green")), message(want("colour", "blue")))
    assert gist(profile.facts) == {"+colour:red", "+colour:green", "+!colour:blue"}


def test_another_kind_of_thing_replaces_the_one_before_even_softly():
    profile = told(message(like("kind", "lamp"), refuse("kind", "torch")), message(like("kind", "chair")))
    assert gist(profile.facts) == {"+kind:chair", "-!kind:torch"}


def test_a_flag_has_one_answer():
    assert gist(told(message(want("foldable", True)), message(like("foldable", False))).facts) == {"+foldable:False"}
    assert gist(told(message(want("foldable", True)), message(dislike("foldable", True))).facts) == {"-foldable:True"}


def test_the_latest_word_on_an_item_counts():
    profile = told(message(like(ITEM, "i1"), dislike(ITEM, "i2")), message(dislike(ITEM, "i1")))
    assert profile.items(Polarity.LIKE) == ()
    assert set(profile.items(Polarity.DISLIKE)) == {"i1", "i2"}


def test_wishes_accumulate_and_the_oldest_give_way():
    profile = told(*(message(like(WISH, f"wish {n}")) for n in range(WISHES_KEPT + 2)))
    assert [fact.value for fact in profile.facts] == [f"wish {n}" for n in range(2, WISHES_KEPT + 2)]


def test_of_too_many_wishes_at_once_the_last_are_kept():
    profile, change = update(NOBODY, message(*(like(WISH, f"wish {n}") for n in range(WISHES_KEPT + 4))), context())
    assert [fact.value for fact in profile.facts] == [f"wish {n}" for n in range(4, WISHES_KEPT + 4)]
    assert change.retired == ()


def test_what_is_ruled_out_gives_way_to_no_wish():
    profile = told(
        message(refuse(WISH, "jump scares")), *(message(like(WISH, f"wish {n}")) for n in range(WISHES_KEPT + 2))
    )
    assert profile.facts[0].value == "jump scares"
    assert len(profile.facts) == WISHES_KEPT + 1


def test_the_same_wish_in_other_letters_is_the_same_wish():
    profile = told(message(like(WISH, "A slow burn")), message(like(WISH, "a  slow Burn")))
    assert [fact.value for fact in profile.facts] == ["A slow burn"]


def test_where_a_message_contradicts_itself_its_last_word_counts():
    profile, change = update(NOBODY, message(like("colour", "red"), refuse("colour", "red")), context())
    assert gist(profile.facts) == gist(change.added) == {"-!colour:red"}
    assert change.retired == ()


class TestSessionAndLasting:
    """What is said for now and what is said for good are kept apart."""

    def test_a_wish_of_the_session_hides_the_lasting_fact_it_contradicts_and_says_so(self):
        before = told(message(always("colour", "red")))
        after, change = update(before, message(refuse("colour", "red")), context(turn=2))
        assert gist(after.facts) == {"-!colour:red"}
        (hidden,) = change.retired
        assert (hidden.status, hidden.superseded_by) == (Status.SUPERSEDED, after.facts[0].id)

    def test_a_hidden_fact_is_reported_once(self):
        first, second = message(refuse("colour", "red")), message(dislike("colour", "red", strength=0.3))
        lasting = told(message(always("colour", "red"))).facts
        after, _ = update(Profile(user_id="ana", facts=lasting), first, context(turn=2))
        raw = Profile(user_id="ana", facts=(*lasting, *after.facts))
        _, change = update(raw, second, context(turn=3))
        assert gist(change.retired) == {"-!colour:red"}

    def test_starting_over_brings_the_hidden_fact_back(self):
        lasting = told(message(always("colour", "red"))).facts
        after, _ = update(Profile(user_id="ana", facts=lasting), message(refuse("colour", "red")), context(turn=2))
        raw = Profile(user_id="ana", facts=(*lasting, *after.facts))
        assert update(raw, message(intent=Intent.RESET), context(turn=3))[0].facts == lasting

    def test_forgetting_reaches_the_hidden_fact(self):
        lasting = told(message(always("colour", "red"))).facts
        after, _ = update(Profile(user_id="ana", facts=lasting), message(refuse("colour", "red")), context(turn=2))
        raw = Profile(user_id="ana", facts=(*lasting, *after.facts))
        profile, change = update(raw, message(like("colour", "red"), intent=Intent.FORGET), context(turn=3))
        assert profile.facts == ()
        assert {fact.status for fact in change.retired} == {Status.RETRACTED}

    def test_what_is_left_of_a_lasting_range_counts_in_this_session(self):
        lasting = told(message(always("cost", min=50, max=100)), session="s0")
        profile, _ = update(lasting, message(want("cost", max=80)), context(turn=2, session="s1"))
        assert gist(profile.facts) == {"+cost:50..", "+!cost:..80"}
        assert {(fact.session_id, fact.scope) for fact in profile.facts} == {("s1", Scope.SESSION)}

    def test_a_lasting_statement_ends_what_was_said_for_now(self):
        assert gist(told(message(refuse("colour", "red")), message(always("colour", "red"))).facts) == {"+colour:red"}

    def test_loving_what_one_asked_for_does_not_lift_the_condition(self):
        before = told(message(want("colour", "red")))
        after, change = update(before, message(always("colour", "red")), context(turn=2))
        assert gist(after.facts) == {"+!colour:red"}
        assert gist(change.added) == {"+colour:red"}

    def test_a_lasting_condition_is_not_hidden_by_a_softer_wording(self):
        profile = told(message(refuse("colour", "red", scope=Scope.LASTING)), message(dislike("colour", "red")))
        assert gist(profile.facts) == {"-!colour:red"}

    def test_a_message_that_takes_back_for_good_what_it_repeats_for_now_leaves_no_contradiction(self):
        before = told(message(refuse("colour", "red", scope=Scope.LASTING)))
        both = message(always("colour", "red"), dislike("colour", "red"))
        after, change = update(before, both, context(turn=2))
        assert gist(after.facts) == {"-colour:red"}
        assert gist(change.retired) == {"-!colour:red"}

    def test_a_liking_said_again_in_a_later_session_is_new(self):
        before = told(message(always("colour", "red")), session="s1")
        same, _ = update(before, message(always("colour", "red")), context(turn=9, session="s1"))
        later, change = update(before, message(always("colour", "red")), context(turn=9, session="s2"))
        assert same == before
        assert later.facts[0].valid_from > before.facts[0].valid_from
        assert gist(change.retired) == {"+colour:red"}


class TestTakingBack:
    def test_starting_over_retracts_what_was_said_in_this_session(self):
        elsewhere = told(message(want("colour", "red"), always("maker", "Acme")), session="s0")
        before = told(message(want("cost", max=80)), session="s1", profile=elsewhere)
        after, change = update(before, message(intent=Intent.RESET), context(turn=2))
        assert gist(after.facts) == {"+!colour:red", "+maker:Acme"}
        assert [(fact.max, fact.status) for fact in change.retired] == [(80, Status.RETRACTED)]

    def test_starting_over_with_a_new_wish_keeps_the_wish(self):
        before = told(message(want("colour", "red")))
        after, _ = update(before, message(want("cost", max=80), intent=Intent.RESET), context(turn=2))
        assert gist(after.facts) == {"+!cost:..80"}

    def test_forgetting_a_value_retracts_it_whichever_way_it_was_meant(self):
        before = told(message(refuse("colour", "red"), like("colour", "blue"), like("maker", "red")))
        after, change = update(before, message(like("colour", "red"), intent=Intent.FORGET), context(turn=2))
        assert gist(after.facts) == {"+colour:blue", "+maker:red"}
        assert change.added == ()
        assert [fact.status for fact in change.retired] == [Status.RETRACTED]

    def test_forgetting_a_facet_retracts_all_its_facts(self):
        before = told(message(want("cost", min=20), want("cost", max=80), like("colour", "red")))
        after, _ = update(before, message(like("cost"), intent=Intent.FORGET), context(turn=2))
        assert gist(after.facts) == {"+colour:red"}

    @pytest.mark.parametrize("named", [like("cost", max=80), like("cost", min=80), like("cost", 80)], ids=str)
    def test_forgetting_a_number_finds_the_bound_by_its_number(self, named):
        before = told(message(want("cost", max=80), want("weight", max=80)))
        after, _ = update(before, message(named, intent=Intent.FORGET), context(turn=2))
        assert gist(after.facts) == {"+!weight:..80"}

    def test_forgetting_a_flag_and_a_wish(self):
        before = told(message(want("foldable", True), like(WISH, "Cosy light")))
        forget = message(like("foldable", False), like(WISH, "cosy light"), intent=Intent.FORGET)
        assert update(before, forget, context(turn=2))[0].facts == ()

    def test_forgetting_what_was_never_said_changes_nothing(self):
        before = told(message(like("colour", "red")))
        forget = message(like("colour", "blue"), like("cost", "high"), intent=Intent.FORGET, intents=[Intent.INFORM])
        after, change = update(before, forget, context(turn=2))
        assert after == before
        assert change.retired == ()

    def test_a_request_that_also_forgets_does_both(self):
        before = told(message(want("colour", "red")))
        both = message(want("kind", "lamp"), like("colour", "red"), intent=Intent.REQUEST, intents=[Intent.FORGET])
        assert gist(update(before, both, context(turn=2))[0].facts) == {"+!kind:lamp"}

    def test_undo_takes_back_the_latest_change_and_restores_what_it_ended(self):
        before = told(message(want("colour", "red"), want("cost", max=100)))
        after, change = update(before, message(want("colour", "blue"), want("cost", max=80)), context(turn=2))
        undone, back = update(after, message(intent=Intent.UNDO), context(turn=3, last=change))
        assert undone == before
        assert isinstance(back, Undone)
        assert gist(back.added) == gist(before.facts)
        assert gist(back.retired) == {"+!colour:blue", "+!cost:..80"}

    def test_undo_brings_back_what_was_forgotten(self):
        before = told(message(want("colour", "red"), always("maker", "Acme")))
        after, change = update(before, message(like("colour"), like("maker"), intent=Intent.FORGET), context(turn=2))
        assert update(after, message(intent=Intent.UNDO), context(turn=3, last=change))[0] == before

    def test_undo_with_nothing_to_undo_changes_nothing(self):
        before = told(message(want("colour", "red")))
        after, change = update(before, message(intent=Intent.UNDO), context(turn=2))
        assert after == before
        assert change.added == change.retired == ()

    def test_undo_does_not_restore_against_what_was_said_since(self):
        before = told(message(want("cost", max=100)))
        _, change = update(before, message(want("cost", max=80)), context(turn=2))
        since = told(message(want("cost", max=60)))
        undone, _ = update(since, message(intent=Intent.UNDO), context(turn=3, last=change))
        assert gist(undone.facts) == {"+!cost:..60"}


def test_only_statements_are_read():
    said = message().model_copy(update={"text": "I love red", "wish": "red lamp", "references": ("i1",)})
    assert update(NOBODY, said, context())[0].facts == ()


def test_the_profile_given_is_not_changed():
    before = told(message(want("colour", "red")))
    copy = before.model_copy(deep=True)
    update(before, message(refuse("colour", "red")), context(turn=2))
    assert before == copy


def test_every_fact_gets_an_id_of_its_own():
    numbers = count()
    ids = context(new_id=lambda: str(next(numbers)))
    _, change = update(NOBODY, message(*(like("maker", f"m{n}") for n in range(20))), ids)
    assert len({fact.id for fact in change.added}) == 20
