"""A long memory costs next to nothing: 2,000 facts and 500 turns."""

import time
from datetime import timedelta
from statistics import median
from uuid import uuid4

import pytest
from profile_samples import NOON, Talk, always, context, like, message

from chatbot.profile.decay import decayed
from chatbot.profile.facts import update
from chatbot.profile.store import SqlStore
from chatbot.records import ITEM, Profile, ProfileChange, Scope, SessionState

FACTS, TURNS = 2000, 500


def milliseconds(work, times=15):
    spent = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        spent.append((time.perf_counter() - start) * 1000)
    return median(spent)


@pytest.fixture(scope="module")
def full(tmp_path_factory):
    """A user with 2,000 active facts of many kinds, and a session of 500 turns."""
    store = SqlStore(f"sqlite:///{tmp_path_factory.mktemp('speed') / 'chatbot.db'}")
    known = Profile(user_id="ana")
    for turn in range(1, TURNS + 1):
        said = [always("maker", f"m{turn}"), like(ITEM, f"i{turn}", scope=Scope.LASTING)]
        said += [always("colour", f"c{turn}"), like(ITEM, f"j{turn}")]
        _, change = update(known, message(*said), context(turn, new_id=lambda: uuid4().hex))
        state = SessionState(session_id="s1", user_id="ana", turn=turn)
        store.commit_turn(state, "things", "a message", "a reply", '{"trace": "%s"}' % ("x" * 8000), change)
    yield Talk(store)
    store.close()


def test_reading_a_profile_of_2000_facts_takes_at_most_10_ms(full):
    assert len(full.raw.facts) == FACTS
    assert milliseconds(lambda: full.raw) <= 10


def test_everything_a_turn_does_with_2000_facts_in_turn_500(full, record_property):
    store, profile = full.store, full.raw
    said = message(always("maker", "another"), like("cost", max=80))
    state, change = full.prepare()
    nothing = ProfileChange()
    spent = {
        "load_session": milliseconds(lambda: store.load_session("s1", "ana", "things")),
        "load_profile": milliseconds(lambda: full.raw),
        "update": milliseconds(lambda: update(profile, said, context(TURNS + 1))),
        "decay": milliseconds(lambda: [decayed(fact, NOON + timedelta(days=9)) for fact in profile.facts]),
        "history": milliseconds(lambda: store.history("s1", 10)),
        "latest_session": milliseconds(lambda: store.latest_session("ana", "things")),
        "last_change": milliseconds(lambda: store.last_change("s1")),
    }
    spent["commit"] = milliseconds(lambda: store.commit_turn(state, "things", "message", "reply", "{}", nothing))
    record_property("milliseconds", spent)
    assert change == nothing
    assert all(cost <= 25 for cost in spent.values()), spent
