"""What storing one turn writes, step by step; the caller holds the transaction."""

import json
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, RowMapping, and_, bindparam, insert, or_, select, update

from chatbot.errors import InputError
from chatbot.profile.events import EventKind, retired_kind
from chatbot.profile.meanwhile import merged, rebased
from chatbot.profile.resolution import subject
from chatbot.profile.stored import read_facts
from chatbot.profile.tables import fact_events, facts, sessions, turns, users
from chatbot.records import Fact, ProfileChange, Scope, SessionState, Status

_KEY_CHARACTERS = 200
"""Index entries of PostgreSQL are limited to some 2,700 bytes."""

# Statements are built once: building one takes longer than SQLite takes to run it.
_HOLD_USER = select(users.c.id).where(users.c.id == bindparam("user_id")).with_for_update()
_ADD_USER = insert(users)
SESSION = select(sessions).where(sessions.c.id == bindparam("session_id"))
_ADD_SESSION = insert(sessions)
_CHANGE_SESSION = (
    update(sessions)
    .where(sessions.c.id == bindparam("session_id"))
    .values(turn=bindparam("to_turn"), updated_at=bindparam("at"), state=bindparam("to_state"))
)
_ADD_TURN = insert(turns)
_ADD_EVENTS = insert(fact_events)
_ADD_FACTS = insert(facts)
_CHANGE_FACT = (
    update(facts)
    .where(facts.c.id == bindparam("fact_id"))
    .values(status=bindparam("to_status"), fact=bindparam("to_fact"))
)
IN_VIEW = and_(
    facts.c.user_id == bindparam("user_id"),
    facts.c.domain == bindparam("domain"),
    facts.c.status == Status.ACTIVE,
    or_(facts.c.scope == Scope.LASTING, facts.c.session_id == bindparam("session_id")),
)
"""Whether a row of `facts` is active and seen from a session."""
_KNOWN_FACTS = select(facts.c.id).where(facts.c.id.in_(bindparam("ids", expanding=True)))
_TOUCHED_FACTS = select(facts.c.fact).where(IN_VIEW, facts.c.subject.in_(bindparam("subjects", expanding=True)))


def claim_user(db: Connection, user_id: str, now: datetime) -> None:
    """Make sure the user is there, and hold the row: turns of one user are stored one after the other."""
    if db.execute(_HOLD_USER, {"user_id": user_id}).first() is None:
        db.execute(_ADD_USER, {"id": user_id, "created_at": now})


def advance_session(db: Connection, state: SessionState, domain: str, now: datetime) -> SessionState:
    """Write the session's new state under the next free turn number; return it as written.

    Raises InputError if the session is another user's or about another domain.
    """
    found = db.execute(SESSION, {"session_id": state.session_id}).mappings().first()
    if found is None:
        state = state.model_copy(update={"turn": 1})
        row = {"id": state.session_id, "user_id": state.user_id, "domain": domain, "created_at": now}
        db.execute(_ADD_SESSION, {**row, "turn": 1, "updated_at": now, "state": state.model_dump_json()})
        return state
    check_owner(found, state.user_id, domain)
    if found["turn"] != state.turn - 1:
        state = merged(state, SessionState.model_validate_json(found["state"]))
    changed = {"to_turn": state.turn, "at": now, "to_state": state.model_dump_json()}
    db.execute(_CHANGE_SESSION, {"session_id": state.session_id, **changed})
    return state


def check_owner(session: RowMapping, user_id: str, domain: str) -> None:
    """Raise InputError unless the session is this user's, about this domain."""
    if session["user_id"] != user_id:
        raise InputError(f"Session {session['id'][:60]!r} belongs to another user. Start a session of your own.")
    if session["domain"] != domain:
        raise InputError(
            f"Session {session['id'][:60]!r} is about {session['domain']!r}, not {domain[:60]!r}. Start a new session."
        )


def write_turn(db: Connection, state: SessionState, message: str, reply: str, trace: str, now: datetime) -> None:
    row = {"session_id": state.session_id, "number": state.turn, "created_at": now}
    said = {"message": _storable(message), "reply": _storable(reply), "trace": _storable(trace)}
    db.execute(_ADD_TURN, {**row, **said})


def write_change(db: Connection, state: SessionState, domain: str, change: ProfileChange, now: datetime) -> None:
    """Append what happened to the facts, and bring the view of them up to date."""
    if not (change.added or change.retired):
        return
    stored = _stored_ids(db, change.added)
    change = rebased(change, _touched_facts(db, state, domain, change), stored)
    ended = [(fact, retired_kind(fact, change)) for fact in change.retired]
    begun = [(fact, EventKind.RESTORED if fact.id in stored else EventKind.ADDED) for fact in change.added]
    _append_events(db, state, domain, ended + begun, now)
    _add(db, state, domain, [fact for fact, kind in begun if kind is EventKind.ADDED])
    for fact, kind in ended + begun:
        if kind not in (EventKind.ADDED, EventKind.SHADOWED):
            _change(db, fact)


def _stored_ids(db: Connection, some: Sequence[Fact]) -> set[str]:
    return set(db.execute(_KNOWN_FACTS, {"ids": [fact.id for fact in some]}).scalars()) if some else set()


def _touched_facts(db: Connection, state: SessionState, domain: str, change: ProfileChange) -> tuple[Fact, ...]:
    """The active facts that the change can touch."""
    keys = sorted({_key(fact) for fact in (*change.added, *change.retired)})
    theirs = {"user_id": state.user_id, "session_id": state.session_id, "domain": domain, "subjects": keys}
    return read_facts(db.execute(_TOUCHED_FACTS, theirs).scalars().all())


def _key(fact: Fact) -> str:
    """A fact's subject as a short text; two long ones may share theirs."""
    return json.dumps(subject(fact), ensure_ascii=False)[:_KEY_CHARACTERS]


def _append_events(
    db: Connection, state: SessionState, domain: str, happened: Sequence[tuple[Fact, EventKind]], now: datetime
) -> None:
    if happened:
        where = {"user_id": state.user_id, "domain": domain, "session_id": state.session_id, "turn": state.turn}
        rows = [
            {**where, "kind": kind, "fact_id": fact.id, "fact": fact.model_dump_json(), "at": now}
            for fact, kind in happened
        ]
        db.execute(_ADD_EVENTS, rows)


def _change(db: Connection, fact: Fact) -> None:
    db.execute(_CHANGE_FACT, {"fact_id": fact.id, "to_status": fact.status, "to_fact": fact.model_dump_json()})


def _add(db: Connection, state: SessionState, domain: str, new: Sequence[Fact]) -> None:
    rows = [
        {
            "id": fact.id,
            "user_id": state.user_id,
            "domain": domain,
            "session_id": fact.session_id,
            "subject": _key(fact),
            "scope": fact.scope,
            "status": fact.status,
            "fact": fact.model_dump_json(),
        }
        for fact in new
    ]
    if rows:
        db.execute(_ADD_FACTS, rows)


def _storable(said: str) -> str:
    """Text any database takes: no NUL, no half of a surrogate pair."""
    return said.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
