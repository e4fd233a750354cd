"""A long memory costs next to nothing: 2,000 facts and 500 turns."""

import time
from datetime import timedelta
from uuid import uuid4

import pytest
from profile_samples import NOON, Talk, always, context, like, message

from chatbot.profile.decay import decayed
from chatbot.profile.facts import update
from chatbot.profile.store import SqlStore
from chatbot.records import ITEM, Profile, ProfileChange, Scope, SessionState

FACTS, TURNS = 2000, 500


def milliseconds(work, times=25):
    """The quickest of some runs, in processor time: other programs on the machine only ever add to it."""
    spent = []
    for _ in range(times):
        start = time.thread_time()
        work()
        spent.append((time.thread_time() - start) * 1000)
    return min(spent)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A user with 2,000 active facts of many kinds, and a session of 500 turns."""
    store = SqlStore(f"sqlite:///{tmp_path_factory.mktemp('speed') / 'chatbot.db'}")
    nobody = Profile(user_id="ana")
    for turn in range(1, TURNS + 1):
        said = [always("maker", f"m{turn}"), like(ITEM, f"i{turn}", scope=Scope.LASTING)]
        said += [always("colour", f"c{turn}"), like(ITEM, f"j{turn}")]
        _, change = update(nobody, message(*said), context(turn, new_id=lambda: uuid4().hex))
        state = SessionState(session_id="s1", user_id="ana", turn=turn)
        store.commit_turn(state, "things", "a message", "a reply", '{"trace": "%s"}' % ("x" * 8000), change)
    yield Talk(store)
    store.close()


def test_reading_a_profile_of_2000_facts_takes_at_most_10_ms(full):
    assert len(full.raw.facts) == FACTS
    assert milliseconds(lambda: full.raw) <= 10


def test_reading_updating_and_ageing_2000_facts_takes_at_most_20_ms_together(full):
    said = message(always("maker", "another"), like("cost", max=80))
    later = NOON + timedelta(days=9)

    def remember():
        profile, _ = update(full.raw, said, context(TURNS + 1))
        return [decayed(fact, later) for fact in profile.facts]

    assert milliseconds(remember) <= 20


def test_turn_501_costs_no_more_than_turn_1(full):
    store, nothing = full.store, ProfileChange()
    state = store.load_session("s1", "ana", "things")
    spent = {
        "load_session": milliseconds(lambda: store.load_session("s1", "ana", "things")),
        "history": milliseconds(lambda: store.history("s1", 10)),
        "latest_session": milliseconds(lambda: store.latest_session("ana", "things")),
        "commit_turn": milliseconds(lambda: store.commit_turn(state, "things", "message", "reply", "{}", nothing)),
    }
    assert all(cost <= 10 for cost in spent.values()), spent
