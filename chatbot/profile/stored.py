"""What is read back from the store: turns, sessions, and all of one user."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from sqlalchemy import RowMapping

from chatbot.profile.events import EventKind, FactEvent
from chatbot.records import Fact, Record

FACTS_KEPT = 8192
"""How many facts are kept parsed in the process, about 1.5 kB each: a user's sessions share the lasting ones."""


class StoredTurn(Record):
    """One turn as it was stored; `trace` is the TurnTrace's JSON."""

    session_id: str
    number: int
    message: str
    reply: str
    trace: str
    created_at: datetime


class StoredSession(Record):
    """One conversation with all its turns."""

    id: str
    domain: str
    created_at: datetime
    updated_at: datetime
    turns: tuple[StoredTurn, ...]


class UserExport(Record):
    """Everything that is stored about one user."""

    user_id: str
    sessions: tuple[StoredSession, ...]
    events: tuple[FactEvent, ...]


@lru_cache(FACTS_KEPT)
def read_fact(found: str) -> Fact:
    """A fact from its JSON, which alone decides what comes back: the same object, as long as it is kept."""
    return Fact.model_validate_json(found)


def read_facts(found: Iterable[str]) -> tuple[Fact, ...]:
    return tuple(map(read_fact, found))


def read_event(row: RowMapping) -> FactEvent:
    return FactEvent(
        id=row["id"],
        user_id=row["user_id"],
        domain=row["domain"],
        session_id=row["session_id"],
        turn=row["turn"],
        kind=EventKind(row["kind"]),
        fact=read_fact(row["fact"]),
        at=row["at"],
    )


def read_turn(row: RowMapping) -> StoredTurn:
    return StoredTurn(
        session_id=row["session_id"],
        number=row["number"],
        message=row["message"],
        reply=row["reply"],
        trace=row["trace"],
        created_at=row["created_at"],
    )


def read_session(row: RowMapping, turns: Sequence[StoredTurn]) -> StoredSession:
    return StoredSession(
        id=row["id"],
        domain=row["domain"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
        turns=tuple(turns),
    )
