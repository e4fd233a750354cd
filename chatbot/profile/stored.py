"""What is read back from the store: turns, sessions, and all of one user."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import TypeAdapter
from sqlalchemy import RowMapping

from chatbot.profile.events import EventKind, FactEvent
from chatbot.records import Fact, Record

_FACTS = TypeAdapter(tuple[Fact, ...])


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


def read_facts(found: Sequence[str]) -> tuple[Fact, ...]:
    """Facts from their JSON, parsed in one go: 2,000 take a few milliseconds."""
    return _FACTS.validate_json(f"[{','.join(found)}]")


def read_event(row: RowMapping) -> FactEvent:
    return FactEvent(
        id=row["id"],
        user_id=row["user_id"],
        domain=row["domain"],
        session_id=row["session_id"],
        turn=row["turn"],
        kind=EventKind(row["kind"]),
        fact=Fact.model_validate_json(row["fact"]),
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
