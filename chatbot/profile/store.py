"""Where conversations and facts are kept: SQLite by default, PostgreSQL by URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol

from pydantic import ValidationError
from sqlalchemy import Connection, and_, delete, or_, select

from chatbot.errors import StoreError
from chatbot.profile.commit import advance_session, check_owner, claim_user, is_active, write_change, write_turn
from chatbot.profile.database import ConflictError, explained, open_database, shed_deleted
from chatbot.profile.events import EventKind, FactEvent, change_of, turn_to_undo
from chatbot.profile.stored import (
    StoredTurn,
    UserExport,
    read_event,
    read_facts,
    read_session,
    read_turn,
)
from chatbot.profile.tables import fact_events, facts, sessions, turns, users
from chatbot.records import Profile, ProfileChange, Scope, SessionState

__all__ = [
    "ConflictError",
    "ConversationStore",
    "FactEvent",
    "ProfileStore",
    "SqlStore",
    "Store",
    "StoredTurn",
    "UserExport",
]


class ConversationStore(Protocol):
    """Sessions and their turns."""

    def load_session(self, session_id: str, user_id: str, domain: str) -> SessionState: ...
    def latest_session(self, user_id: str, domain: str) -> str | None: ...
    def commit_turn(
        self, state: SessionState, domain: str, message: str, reply: str, trace: str, change: ProfileChange
    ) -> None: ...
    def history(self, session_id: str, last: int) -> tuple[StoredTurn, ...]: ...


class ProfileStore(Protocol):
    """What is known about users."""

    def load_profile(self, user_id: str, session_id: str, domain: str) -> Profile: ...
    def last_change(self, session_id: str) -> ProfileChange: ...
    def fact_history(self, user_id: str, domain: str) -> tuple[FactEvent, ...]: ...
    def export(self, user_id: str) -> UserExport: ...
    def erase(self, user_id: str) -> None: ...


class Store(ConversationStore, ProfileStore, Protocol):
    """Both, so that a turn and what it changed are stored together or not at all."""


class SqlStore:
    """A `Store` in an SQL database; safe to share between threads. Methods raise StoreError."""

    def __init__(self, database: str) -> None:
        self._engine = open_database(database)
        self._writer = self._engine.execution_options(writes=True)

    def close(self) -> None:
        self._engine.dispose()

    def load_session(self, session_id: str, user_id: str, domain: str) -> SessionState:
        """The session as its last turn left it, a new one if there is none. Raises InputError if it is not the user's."""
        with self._reading() as db:
            found = db.execute(select(sessions).where(sessions.c.id == session_id)).mappings().first()
        if found is None:
            return SessionState(session_id=session_id, user_id=user_id)
        check_owner(found, user_id, domain)
        return SessionState.model_validate_json(found["state"])

    def latest_session(self, user_id: str, domain: str) -> str | None:
        """The session this user spoke in last."""
        theirs = and_(sessions.c.user_id == user_id, sessions.c.domain == domain)
        spoken = select(turns.c.session_id).join(sessions).where(theirs).order_by(turns.c.id.desc()).limit(1)
        with self._reading() as db:
            return db.execute(spoken).scalar()

    def load_profile(self, user_id: str, session_id: str, domain: str) -> Profile:
        """The user's active facts: the lasting ones and those of this session, oldest first, as they were stored.

        A fact of the session may stand beside a lasting one it collides with: `resolution.in_force` tells which counts.
        """
        in_view = or_(facts.c.scope == Scope.LASTING, facts.c.session_id == session_id)
        query = select(facts.c.fact).where(is_active(user_id, domain), in_view).order_by(facts.c.position)
        with self._reading() as db:
            found = db.execute(query).scalars().all()
        return Profile(user_id=user_id, facts=read_facts(found))

    def commit_turn(
        self, state: SessionState, domain: str, message: str, reply: str, trace: str, change: ProfileChange
    ) -> None:
        """Store one turn whole: its row, the session's new state (`state.turn` is its number) and the changed facts.

        Raises ConflictError, with nothing stored, if another turn got there first: load again, update again, commit again.
        """
        now = datetime.now(UTC)
        with self._writing() as db:
            claim_user(db, state.user_id, now)
            advance_session(db, state, domain, now)
            write_turn(db, state, message, reply, trace, now)
            write_change(db, state, domain, change, now)

    def history(self, session_id: str, last: int) -> tuple[StoredTurn, ...]: ...


class ProfileStore(Protocol):
    """What is known about users."""

    def load_profile(self, user_id: str, session_id: str, domain: str) -> Profile: ...
    def last_change(self, session_id: str) -> ProfileChange: ...
    def fact_history(self, user_id: str, domain: str) -> tuple[FactEvent, ...]: ...
    def export(self, user_id: str) -> UserExport: ...
    def erase(self, user_id: str) -> None: ...


class Store(ConversationStore, ProfileStore, Protocol):
    """Both, so that a turn and what it changed are stored together or not at all."""


class SqlStore:
    """A `Store` in an SQL database; safe to share between threads. Methods raise StoreError."""

    def __init__(self, database: str) -> None:
        self._engine = open_database(database)
        self._writer = self._engine.execution_options(writes=True)

    def close(self) -> None:
        self._engine.dispose()

    def load_session(self, session_id: str, user_id: str, domain: str) -> SessionState:
        """The session as its last turn left it, a new one if there is none. Raises InputError if it is not the user's."""
        with self._reading() as db:
            found = db.execute(select(sessions).where(sessions.c.id == session_id)).mappings().first()
        if found is None:
            return SessionState(session_id=session_id, user_id=user_id)
        check_owner(found, user_id, domain)
        return SessionState.model_validate_json(found["state"])

    def latest_session(self, user_id: str, domain: str) -> str | None:
        """The session this user spoke in last."""
        theirs = and_(sessions.c.user_id == user_id, sessions.c.domain == domain)
        spoken = select(turns.c.session_id).join(sessions).where(theirs).order_by(turns.c.id.desc()).limit(1)
        with self._reading() as db:
            return db.execute(spoken).scalar()

    def load_profile(self, user_id: str, session_id: str, domain: str) -> Profile:
        """The user's active facts: the lasting ones and those of this session, oldest first, as they were stored.

        A fact of the session may stand beside a lasting one it collides with: `resolution.in_force` tells which counts.
        """
        in_view = or_(facts.c.scope == Scope.LASTING, facts.c.session_id == session_id)
        query = select(facts.c.fact).where(is_active(user_id, domain), in_view).order_by(facts.c.position)
        with self._reading() as db:
            found = db.execute(query).scalars().all()
        return Profile(user_id=user_id, facts=read_facts(found))

    def commit_turn(
        self, state: SessionState, domain: str, message: str, reply: str, trace: str, change: ProfileChange
    ) -> None:
        """Store one turn whole: its row, the session's new state (`state.turn` is its number) and the changed facts.

        Raises ConflictError, with nothing stored, if another turn got there first: load again, update again, commit again.
        """
        now = datetime.now(UTC)
        with self._writing() as db:
            _claim_user(db, state.user_id, now)
            _advance_session(db, state, domain, now)
            db.execute(
                insert(turns).values(
                    session_id=state.session_id,
                    number=state.turn,
                    message=_storable(message),
                    reply=_storable(reply),
                    trace=trace,
                    created_at=now,
                )
            )
            _write_events(db, state, domain, change, now)
            _end_facts(db, state, domain, change)
            _start_facts(db, state, domain, change)

    def history(self, session_id: str, last: int) -> tuple[StoredTurn, ...]:
        """The last turns of a session, oldest first."""
        query = select(turns).where(turns.c.session_id == session_id).order_by(turns.c.number.desc()).limit(last)
        with self._reading() as db:
            return tuple(reversed([read_turn(row) for row in db.execute(query).mappings()]))

    def last_change(self, session_id: str) -> ProfileChange:
        """What UNDO takes back: the latest change of this session that was not undone yet, none if there is none."""
        here = fact_events.c.session_id == session_id
        outline = select(fact_events.c.turn, fact_events.c.kind).where(here).order_by(fact_events.c.id)
        with self._reading() as db:
            turn = turn_to_undo((number, EventKind(kind)) for number, kind in db.execute(outline))
            if turn is None:
                return ProfileChange()
            query = select(fact_events).where(here, fact_events.c.turn == turn).order_by(fact_events.c.id)
            return change_of([read_event(row) for row in db.execute(query).mappings()])

    def fact_history(self, user_id: str, domain: str) -> tuple[FactEvent, ...]:
        """All that happened to the user's facts, oldest first."""
        query = select(fact_events).where(fact_events.c.user_id == user_id, fact_events.c.domain == domain)
        with self._reading() as db:
            return tuple(read_event(row) for row in db.execute(query.order_by(fact_events.c.id)).mappings())

    def export(self, user_id: str) -> UserExport:
        """Everything stored about the user."""
        theirs = sessions.c.user_id == user_id
        with self._reading() as db:
            said = db.execute(select(turns).join(sessions).where(theirs).order_by(turns.c.id)).mappings().all()
            held = db.execute(select(sessions).where(theirs).order_by(sessions.c.created_at)).mappings().all()
            events = select(fact_events).where(fact_events.c.user_id == user_id).order_by(fact_events.c.id)
            happened = tuple(read_event(row) for row in db.execute(events).mappings())
        by_session: dict[str, list[StoredTurn]] = {row["id"]: [] for row in held}
        for row in said:
            by_session[row["session_id"]].append(read_turn(row))
        conversations = tuple(read_session(row, by_session[row["id"]]) for row in held)
        return UserExport(user_id=user_id, sessions=conversations, events=happened)

    def erase(self, user_id: str) -> None: ...


class Store(ConversationStore, ProfileStore, Protocol):
    """Both, so that a turn and what it changed are stored together or not at all."""


class SqlStore:
    """A `Store` in an SQL database; safe to share between threads. Methods raise StoreError."""

    def __init__(self, database: str) -> None:
        self._engine = open_database(database)
        self._writer = self._engine.execution_options(writes=True)

    def close(self) -> None:
        self._engine.dispose()

    def load_session(self, session_id: str, user_id: str, domain: str) -> SessionState:
        """The session as its last turn left it, a new one if there is none. Raises InputError if it is not the user's."""
        with self._reading() as db:
            found = db.execute(select(sessions).where(sessions.c.id == session_id)).mappings().first()
        if found is None:
            return SessionState(session_id=session_id, user_id=user_id)
        check_owner(found, user_id, domain)
        return SessionState.model_validate_json(found["state"])

    def latest_session(self, user_id: str, domain: str) -> str | None:
        """The session this user spoke in last."""
        theirs = and_(sessions.c.user_id == user_id, sessions.c.domain == domain)
        spoken = select(turns.c.session_id).join(sessions).where(theirs).order_by(turns.c.id.desc()).limit(1)
        with self._reading() as db:
            return db.execute(spoken).scalar()

    def load_profile(self, user_id: str, session_id: str, domain: str) -> Profile:
        """The user's active facts: the lasting ones and those of this session, oldest first, as they were stored.

        A fact of the session may stand beside a lasting one it collides with: `resolution.in_force` tells which counts.
        """
        in_view = or_(facts.c.scope == Scope.LASTING, facts.c.session_id == session_id)
        query = select(facts.c.fact).where(is_active(user_id, domain), in_view).order_by(facts.c.position)
        with self._reading() as db:
            found = db.execute(query).scalars().all()
        return Profile(user_id=user_id, facts=read_facts(found))

    def commit_turn(
        self, state: SessionState, domain: str, message: str, reply: str, trace: str, change: ProfileChange
    ) -> None:
        """Store one turn whole: its row, the session's new state (`state.turn` is its number) and the changed facts.

        Raises ConflictError, with nothing stored, if another turn got there first: load again, update again, commit again.
        """
        now = datetime.now(UTC)
        with self._writing() as db:
            claim_user(db, state.user_id, now)
            advance_session(db, state, domain, now)
            write_turn(db, state, message, reply, trace, now)
            write_change(db, state, domain, change, now)

    def history(self, session_id: str, last: int) -> tuple[StoredTurn, ...]: ...


class ProfileStore(Protocol):
    """What is known about users."""

    def load_profile(self, user_id: str, session_id: str, domain: str) -> Profile: ...
    def last_change(self, session_id: str) -> ProfileChange: ...
    def fact_history(self, user_id: str, domain: str) -> tuple[FactEvent, ...]: ...
    def export(self, user_id: str) -> UserExport: ...
    def erase(self, user_id: str) -> None: ...


class Store(ConversationStore, ProfileStore, Protocol):
    """Both, so that a turn and what it changed are stored together or not at all."""


class SqlStore:
    """A `Store` in an SQL database; safe to share between threads. Methods raise StoreError."""

    def __init__(self, database: str) -> None:
        self._engine = open_database(database)
        self._writer = self._engine.execution_options(writes=True)

    def close(self) -> None:
        self._engine.dispose()

    def load_session(self, session_id: str, user_id: str, domain: str) -> SessionState:
        """The session as its last turn left it, a new one if there is none. Raises InputError if it is not the user's."""
        with self._reading() as db:
            found = db.execute(select(sessions).where(sessions.c.id == session_id)).mappings().first()
        if found is None:
            return SessionState(session_id=session_id, user_id=user_id)
        check_owner(found, user_id, domain)
        return SessionState.model_validate_json(found["state"])

    def latest_session(self, user_id: str, domain: str) -> str | None:
        """The session this user spoke in last."""
        theirs = and_(sessions.c.user_id == user_id, sessions.c.domain == domain)
        spoken = select(turns.c.session_id).join(sessions).where(theirs).order_by(turns.c.id.desc()).limit(1)
        with self._reading() as db:
            return db.execute(spoken).scalar()

    def load_profile(self, user_id: str, session_id: str, domain: str) -> Profile:
        """The user's active facts: the lasting ones and those of this session, oldest first, as they were stored.

        A fact of the session may stand beside a lasting one it collides with: `resolution.in_force` tells which counts.
        """
        in_view = or_(facts.c.scope == Scope.LASTING, facts.c.session_id == session_id)
        query = select(facts.c.fact).where(is_active(user_id, domain), in_view).order_by(facts.c.position)
        with self._reading() as db:
            found = db.execute(query).scalars().all()
        return Profile(user_id=user_id, facts=read_facts(found))

    def commit_turn(
        self, state: SessionState, domain: str, message: str, reply: str, trace: str, change: ProfileChange
    ) -> None:
        """Store one turn whole: its row, the session's new state (`state.turn` is its number) and the changed facts.

        Raises ConflictError, with nothing stored, if another turn got there first: load again, update again, commit again.
        """
        now = datetime.now(UTC)
        with self._writing() as db:
            _claim_user(db, state.user_id, now)
            _advance_session(db, state, domain, now)
            db.execute(
                insert(turns).values(
                    session_id=state.session_id,
                    number=state.turn,
                    message=_storable(message),
                    reply=_storable(reply),
                    trace=trace,
                    created_at=now,
                )
            )
            _write_events(db, state, domain, change, now)
            _end_facts(db, state, domain, change)
            _start_facts(db, state, domain, change)

    def history(self, session_id: str, last: int) -> tuple[StoredTurn, ...]:
        """The last turns of a session, oldest first."""
        query = select(turns).where(turns.c.session_id == session_id).order_by(turns.c.number.desc()).limit(last)
        with self._reading() as db:
            return tuple(reversed([read_turn(row) for row in db.execute(query).mappings()]))

    def last_change(self, session_id: str) -> ProfileChange:
        """What UNDO takes back: the latest change of this session that was not undone yet, none if there is none."""
        here = fact_events.c.session_id == session_id
        outline = select(fact_events.c.turn, fact_events.c.kind).where(here).order_by(fact_events.c.id)
        with self._reading() as db:
            turn = turn_to_undo((number, EventKind(kind)) for number, kind in db.execute(outline))
            if turn is None:
                return ProfileChange()
            query = select(fact_events).where(here, fact_events.c.turn == turn).order_by(fact_events.c.id)
            return change_of([read_event(row) for row in db.execute(query).mappings()])

    def fact_history(self, user_id: str, domain: str) -> tuple[FactEvent, ...]:
        """All that happened to the user's facts, oldest first."""
        query = select(fact_events).where(fact_events.c.user_id == user_id, fact_events.c.domain == domain)
        with self._reading() as db:
            return tuple(read_event(row) for row in db.execute(query.order_by(fact_events.c.id)).mappings())

    def export(self, user_id: str) -> UserExport:
        """Everything stored about the user."""
        theirs = sessions.c.user_id == user_id
        with self._reading() as db:
            said = db.execute(select(turns).join(sessions).where(theirs).order_by(turns.c.id)).mappings().all()
            held = db.execute(select(sessions).where(theirs).order_by(sessions.c.created_at)).mappings().all()
            events = select(fact_events).where(fact_events.c.user_id == user_id).order_by(fact_events.c.id)
            happened = tuple(read_event(row) for row in db.execute(events).mappings())
        by_session: dict[str, list[StoredTurn]] = {row["id"]: [] for row in held}
        for row in said:
            by_session[row["session_id"]].append(read_turn(row))
        return UserExport(
            user_id=user_id,
            sessions=tuple(
                StoredSession(
                    id=row["id"],
                    domain=row["domain"],
                    created_at=row["created_at"],
                    updated_at=row["updated_at"],
                    turns=tuple(by_session[row["id"]]),
                )
                for row in held
            ),
            events=happened,
        )

    def erase(self, user_id: str) -> None:
        """Delete everything about the user, in every domain, so that the file does not hold the words any more."""
        with self._writing() as db:
            db.execute(delete(users).where(users.c.id == user_id))
        with explained(self._engine.url):
            shed_deleted(self._engine)

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self._engine.url), self._engine.connect() as db:
            try:
                yield db
            except ValidationError as error:
                raise StoreError(
                    "The database holds records that this version of the program cannot read "
                    f"({error.errors()[0]['msg']}). Use the version that wrote them, or erase the user's data."
                ) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with explained(self._engine.url), self._writer.begin() as db:
            yield db
