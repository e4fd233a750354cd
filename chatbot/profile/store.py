"""Where conversations and facts are kept: SQLite by default, PostgreSQL by URL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Protocol

from pydantic import ValidationError
from sqlalchemy import Connection, and_, delete, select

from chatbot.errors import StoreError
from chatbot.profile.commit import (
    SESSION,
    advance_session,
    check_owner,
    claim_user,
    write_change,
    write_turn,
)
from chatbot.profile.database import ConflictError, explained, open_database, shed_deleted, writing
from chatbot.profile.decay import fading
from chatbot.profile.events import EventKind, FactEvent, change_of, turn_to_undo
from chatbot.profile.meanwhile import renumbered
from chatbot.profile.recent import RecentFacts
from chatbot.profile.stored import StoredTurn, UserExport, read_event, read_fact, read_session, read_turn
from chatbot.profile.tables import fact_events, sessions, turns, users
from chatbot.records import Profile, ProfileChange, SessionState

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

_ATTEMPTS = 3
"""How often a turn is offered to a server that could not put it in order with another one."""


class ConversationStore(Protocol):
    """Sessions and their turns."""

    def load_session(self, session_id: str, user_id: str, domain: str) -> SessionState: ...
    def latest_session(self, user_id: str, domain: str) -> str | None: ...
    def commit_turn(
        self, state: SessionState, domain: str, message: str, reply: str, trace: str, change: ProfileChange
    ) -> int: ...
    def history(self, session_id: str, last: int) -> tuple[StoredTurn, ...]: ...


class ProfileStore(Protocol):
    """What is known about users."""

    def load_profile(self, user_id: str, session_id: str, domain: str) -> Profile: ...
    def commit_change(self, user_id: str, domain: str, change: ProfileChange, session_id: str = "") -> None: ...
    def last_change(self, session_id: str) -> ProfileChange: ...
    def fact_history(self, user_id: str, domain: str) -> tuple[FactEvent, ...]: ...
    def export(self, user_id: str) -> UserExport: ...
    def erase(self, user_id: str) -> None: ...


class Store(ConversationStore, ProfileStore, Protocol):
    """Both, so that a turn and what it changed are stored together or not at all."""


class SqlStore:
    """A `Store` in an SQL database, opened by URL; safe to share between threads. Methods raise StoreError."""

    def __init__(self, database: str) -> None:
        self._engine = open_database(database)
        self._writer = writing(self._engine)
        self._recent = RecentFacts()

    def close(self) -> None:
        self._engine.dispose()

    def load_session(self, session_id: str, user_id: str, domain: str) -> SessionState:
        """The session as its last turn left it, a new one if there is none.

        Raises InputError if it belongs to another user or is about another domain.
        """
        with self._reading() as db:
            found = db.execute(SESSION, {"session_id": session_id}).mappings().first()
            if found is None:
                return SessionState(session_id=session_id, user_id=user_id)
            check_owner(found, user_id, domain)
            return SessionState.model_validate_json(found["state"])

    def latest_session(self, user_id: str, domain: str) -> str | None:
        """The session this user spoke in last, by order of storing: clocks may disagree."""
        theirs = and_(sessions.c.user_id == user_id, sessions.c.domain == domain)
        last_turn = and_(turns.c.session_id == sessions.c.id, turns.c.number == sessions.c.turn)
        spoken = select(sessions.c.id).join(turns, last_turn).where(theirs).order_by(turns.c.id.desc()).limit(1)
        with self._reading() as db:
            return db.execute(spoken).scalar()

    def load_profile(self, user_id: str, session_id: str, domain: str) -> Profile:
        """The user's active facts, lasting ones and those of this session, oldest first, as they were stored.

        What was said for now may stand beside the lasting fact it hides: `resolution.in_force` tells which count.
        """
        with self._reading() as db:
            return Profile(user_id=user_id, facts=self._recent.read(db, user_id, session_id, domain))

    def commit_turn(
        self, state: SessionState, domain: str, message: str, reply: str, trace: str, change: ProfileChange
    ) -> int:
        """Store one turn whole: its row, the session's new state and the changed facts. Returns the turn's number.

        The number is taken when storing: where another turn of the session was stored meanwhile, this one comes after
        it, and state and facts are put together as `meanwhile` says. Raises InputError for a session of another user.
        """
        for _ in range(_ATTEMPTS - 1):
            try:
                return self._commit(state, domain, message, reply, trace, change)
            except ConflictError:
                continue
        return self._commit(state, domain, message, reply, trace, change)

    def commit_change(self, user_id: str, domain: str, change: ProfileChange, session_id: str = "") -> None:
        """Store a change of what is known about a user that no turn of a conversation brought.

        session_id: the session whose facts it may touch beside the lasting ones.
        """
        now = datetime.now(UTC)
        nowhere = SessionState(session_id=session_id, user_id=user_id)
        with self._writing() as db:
            claim_user(db, user_id, now)
            write_change(db, nowhere, domain, change, now)

    def history(self, session_id: str, last: int) -> tuple[StoredTurn, ...]:
        """The last turns of a session, oldest first."""
        query = select(turns).where(turns.c.session_id == session_id).order_by(turns.c.number.desc()).limit(last)
        with self._reading() as db:
            return tuple(reversed([read_turn(row) for row in db.execute(query).mappings()]))

    def last_change(self, session_id: str) -> ProfileChange:
        """What UNDO takes back: the latest change of this session that was not undone yet, empty if there is none."""
        here = fact_events.c.session_id == session_id
        outline = select(fact_events.c.turn, fact_events.c.kind).where(here).order_by(fact_events.c.id)
        with self._reading() as db:
            turn = turn_to_undo((number, EventKind(kind)) for number, kind in db.execute(outline))
            if turn is None:
                return ProfileChange()
            query = select(fact_events).where(here, fact_events.c.turn == turn).order_by(fact_events.c.id)
            return change_of(read_event(row) for row in db.execute(query).mappings())

    def fact_history(self, user_id: str, domain: str) -> tuple[FactEvent, ...]:
        """All that happened to the user's facts, oldest first."""
        theirs = and_(fact_events.c.user_id == user_id, fact_events.c.domain == domain)
        with self._reading() as db:
            happened = db.execute(select(fact_events).where(theirs).order_by(fact_events.c.id))
            return tuple(read_event(row) for row in happened.mappings())

    def export(self, user_id: str) -> UserExport:
        """Everything stored about the user, in every domain."""
        theirs = sessions.c.user_id == user_id
        with self._reading() as db:
            held = db.execute(select(sessions).where(theirs).order_by(sessions.c.created_at)).mappings().all()
            said = db.execute(select(turns).join(sessions).where(theirs).order_by(turns.c.id)).mappings().all()
            happened = db.execute(
                select(fact_events).where(fact_events.c.user_id == user_id).order_by(fact_events.c.id)
            )
            events = tuple(read_event(row) for row in happened.mappings())
        said_in: dict[str, list[StoredTurn]] = {row["id"]: [] for row in held}
        for row in said:
            said_in[row["session_id"]].append(read_turn(row))
        conversations = tuple(read_session(row, said_in[row["id"]]) for row in held)
        return UserExport(user_id=user_id, sessions=conversations, events=events)

    def erase(self, user_id: str) -> None:
        """Delete everything about the user, in every domain; nothing of it stays behind in a SQLite file."""
        with self._writing() as db:
            db.execute(delete(users).where(users.c.id == user_id))
        shed_deleted(self._engine)
        self._recent.clear()
        read_fact.cache_clear()
        fading.cache_clear()

    def _commit(
        self, state: SessionState, domain: str, message: str, reply: str, trace: str, change: ProfileChange
    ) -> int:
        now = datetime.now(UTC)
        with self._writing() as db:
            claim_user(db, state.user_id, now)
            written = advance_session(db, state, domain, now)
            write_turn(db, written, message, reply, trace, now)
            write_change(db, written, domain, renumbered(change, state.turn, written.turn), now)
        return written.turn

    @contextmanager
    def _reading(self) -> Iterator[Connection]:
        with explained(self._engine.url), self._engine.connect() as db:
            try:
                yield db
            except ValidationError as error:
                raise StoreError(
                    f"The database {self._engine.url.render_as_string()} holds a record that cannot be read "
                    f"({error.errors()[0]['msg']}). Use the version of this program that wrote it."
                ) from error

    @contextmanager
    def _writing(self) -> Iterator[Connection]:
        with explained(self._engine.url), self._writer.begin() as db:
            yield db
