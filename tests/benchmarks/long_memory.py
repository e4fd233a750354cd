"""What a long memory costs: a profile of 2,000 facts, and turn 501 of a session beside turn 1. Prints JSON.

usage: python tests/benchmarks/long_memory.py
"""

import json
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from uuid import uuid4

from chatbot.catalogue.pack import Facet
from chatbot.profile.decay import decayed
from chatbot.profile.facts import UpdateContext, update
from chatbot.profile.store import SqlStore
from chatbot.records import ITEM, Intent, Profile, ProfileChange, Scope, SessionState, Statement, Understanding

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
FACETS = {"maker": Facet(kind="entity"), "colour": Facet(kind="category", multi=True), "cost": Facet(kind="number")}
TURNS = 500


def milliseconds(work: Callable[[], object], times: int = 25) -> float:
    spent = []
    for _ in range(times):
        started = time.perf_counter()
        work()
        spent.append(1000 * (time.perf_counter() - started))
    return round(median(spent), 2)


def context(turn: int) -> UpdateContext:
    return UpdateContext(session_id="long", turn=turn, now=NOON, facets=FACETS, new_id=lambda: uuid4().hex)


def message(*statements: Statement) -> Understanding:
    return Understanding(text="words", intent=Intent.INFORM, intents=(Intent.INFORM,), statements=statements)


def turns_of(store: SqlStore, session: str) -> dict[str, float]:
    state = store.load_session(session, "ana", "things")
    return {
        "load_session": milliseconds(lambda: store.load_session(session, "ana", "things")),
        "history": milliseconds(lambda: store.history(session, 10)),
        "commit_turn": milliseconds(
            lambda: store.commit_turn(state, "things", "message", "reply", "{}", ProfileChange())
        ),
    }


def main() -> None:
    store = SqlStore(f"sqlite:///{Path(tempfile.mkdtemp()) / 'chatbot.db'}")
    empty = Profile(user_id="ana")
    for turn in range(1, TURNS + 1):
        lasting = [
            Statement(facet="maker", value=f"m{turn}", scope=Scope.LASTING),
            Statement(facet="colour", value=f"c{turn}", scope=Scope.LASTING),
            Statement(facet=ITEM, value=f"i{turn}", scope=Scope.LASTING),
        ]
        said = message(*lasting, Statement(facet=ITEM, value=f"j{turn}"))
        _, change = update(empty, said, context(turn))
        state = SessionState(session_id="long", user_id="ana", turn=turn)
        store.commit_turn(state, "things", "a message", "a reply", '{"trace": "%s"}' % ("x" * 8000), change)
    store.commit_turn(SessionState(session_id="new", user_id="ana", turn=1), "things", "m", "r", "{}", ProfileChange())

    def remember() -> Profile:
        return store.load_profile("ana", "long", "things")

    said = message(Statement(facet="maker", value="another", scope=Scope.LASTING), Statement(facet="cost", max=80))
    later = NOON + timedelta(days=9)
    known = remember()
    updated, _ = update(known, said, context(TURNS + 1))
    figures = {
        "facts": len(known.facts),
        "load_profile_ms": milliseconds(remember),
        "update_ms": milliseconds(lambda: update(known, said, context(TURNS + 1))),
        "decay_ms": milliseconds(lambda: [decayed(fact, later) for fact in updated.facts]),
        "turn_501": turns_of(store, "long"),
        "turn_2_of_a_new_session": turns_of(store, "new"),
    }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
