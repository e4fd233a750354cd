"""What storing one turn writes, step by step; the caller holds the transaction."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, RowMapping, and_, insert, select, update

from chatbot.errors import InputError
from chatbot.profile.database import ConflictError
from chatbot.profile.events import EventKind, retired_kind
from chatbot.profile.resolution import replaces
from chatbot.profile.stored import read_facts
from chatbot.profile.tables import fact_events, facts, sessions, turns, users
from chatbot.records import Fact, ProfileChange, Scope, SessionState, Status


def claim_user(db: Connection, user_id: str, now: datetime) -> None:
    """Make sure the user is there, and hold the row: turns of one user are stored one after the other."""
    if db.execute(select(users.c.id).where(users.c.id == user_id).with_for_update()).first() is None:
        db.execute(insert(users).values(id=user_id, created_at=now))


def advance_session(db: Connection, state: SessionState, domain: str, now: datetime) -> None:
    """Write the session's new state, if no other turn of that number is there yet."""
    found = db.execute(select(sessions).where(sessions.c.id == state.session_id)).mappings().first()
    if found is not None:
        check_owner(found, state.user_id, domain)
    stored = 0 if found is None else found["turn"]
    if state.turn != stored + 1:
        raise ConflictError(
            f"Turn {state.turn} of session {state.session_id!r} cannot be stored: turn {stored} is the last one there. "
            "Load the session again and repeat the turn."
        )
    changed = {"turn": state.turn, "updated_at": now, "state": state.model_dump_json()}
    if found is None:
        db.execute(
            insert(sessions).values(
                id=state.session_id, user_id=state.user_id, domain=domain, created_at=now, **changed
            )
        )
    else:
        db.execute(update(sessions).where(sessions.c.id == state.session_id).values(**changed))


def check_owner(session: RowMapping, user_id: str, domain: str) -> None:
    """Raise InputError unless the session is this user's, about this domain."""
    if session["user_id"] != user_id:
        raise InputError(f"Session {session['id'][:60]!r} belongs to another user. Start a session of your own.")
    if session["domain"] != domain:
        raise InputError(
            f"Session {session['id'][:60]!r} is about {session['domain']!r}, not {domain[:60]!r}. Start a new session."
        )


def write_turn(db: Connection, state: SessionState, message: str, reply: str, trace: str, now: datetime) -> None:
    db.execute(
        insert(turns).values(
            session_id=state.session_id,
            number=state.turn,
            message=_storable(message),
            reply=_storable(reply),
            trace=_storable(trace),
            created_at=now,
        )
    )


def write_change(db: Connection, state: SessionState, domain: str, change: ProfileChange, now: datetime) -> None:
    """Append what happened to the facts, and bring the view of them up to date."""
    ended = [(fact, retired_kind(fact, change)) for fact in change.retired]
    known = _statuses(db, [fact.id for fact in (*change.added, *change.retired)])
    begun = [(fact, EventKind.RESTORED if fact.id in known else EventKind.ADDED) for fact in change.added]
    _append_events(db, state, domain, ended + begun, now)
    _end(db, [fact for fact, kind in ended if kind is not EventKind.SHADOWED], known)
    _restore(db, [fact for fact, kind in begun if kind is EventKind.RESTORED])
    _add(db, state, domain, [fact for fact, kind in begun if kind is EventKind.ADDED])
    _check_agreement(db, state.user_id, domain, change.added)


def is_active(user_id: str, domain: str) -> ColumnElement[bool]:
    return and_(facts.c.user_id == user_id, facts.c.domain == domain, facts.c.status == Status.ACTIVE)


def _statuses(db: Connection, ids: Sequence[str]) -> dict[str, str]:
    found = db.execute(select(facts.c.id, facts.c.status).where(facts.c.id.in_(ids))) if ids else ()
    return {fact_id: status for fact_id, status in found}


def _append_events(
    db: Connection, state: SessionState, domain: str, happened: Sequence[tuple[Fact, EventKind]], now: datetime
) -> None:
    if happened:
        where = {"user_id": state.user_id, "domain": domain, "session_id": state.session_id, "turn": state.turn}
        rows = [
            {**where, "kind": kind, "fact_id": fact.id, "fact": fact.model_dump_json(), "at": now}
            for fact, kind in happened
        ]
        db.execute(insert(fact_events), rows)


def _end(db: Connection, retired: Sequence[Fact], known: dict[str, str]) -> None:
    for fact in retired:
        if known.get(fact.id) != Status.ACTIVE:
            raise ConflictError(
                f"What was known about {fact.facet!r} was changed by another message meanwhile. Repeat the turn."
            )
        db.execute(update(facts).where(facts.c.id == fact.id).values(status=fact.status, fact=fact.model_dump_json()))


def _restore(db: Connection, restored: Sequence[Fact]) -> None:
    for fact in restored:
        db.execute(update(facts).where(facts.c.id == fact.id).values(status=fact.status, fact=fact.model_dump_json()))


def _add(db: Connection, state: SessionState, domain: str, added: Sequence[Fact]) -> None:
    if added:
        rows = [
            {
                "id": fact.id,
                "user_id": state.user_id,
                "domain": domain,
                "session_id": fact.session_id,
                "facet": fact.facet,
                "scope": fact.scope,
                "status": fact.status,
                "fact": fact.model_dump_json(),
            }
            for fact in added
        ]
        db.execute(insert(facts), rows)


def _check_agreement(db: Connection, user_id: str, domain: str, added: Sequence[Fact]) -> None:
    """Raise ConflictError if another session has meanwhile stated lasting facts that the added ones would have replaced."""
    lasting = [fact for fact in added if fact.scope is Scope.LASTING]
    if not lasting:
        return
    same_facets = facts.c.facet.in_({fact.facet for fact in lasting})
    query = select(facts.c.fact).where(is_active(user_id, domain), facts.c.scope == Scope.LASTING, same_facets)
    others = read_facts(db.execute(query).scalars().all())
    for new in lasting:
        if any(other.id != new.id and replaces(new, other) for other in others):
            raise ConflictError(f"Another message about {new.facet!r} was stored meanwhile. Repeat the turn.")


def _storable(said: str) -> str:
    """Text any database takes: no NUL, no half of a surrogate pair."""
    return said.replace("\0", "").encode("utf-8", "replace").decode("utf-8")
