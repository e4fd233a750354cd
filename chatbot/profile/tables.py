"""The tables of the store. `fact_events` is the truth about facts; `facts` is the view of it that is read."""

from datetime import UTC, datetime

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
)


class UtcDateTime(TypeDecorator[datetime]):
    """Moments with their time zone, also where the database keeps none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return None if value is None else value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


COUNTER = BigInteger().with_variant(Integer(), "sqlite")
"""SQLite counts up by itself in plain INTEGER keys only."""

metadata = MetaData()

users = Table(
    "users",
    metadata,
    Column("id", String, primary_key=True),
    Column("created_at", UtcDateTime, nullable=False),
)

sessions = Table(
    "sessions",
    metadata,
    Column("id", String, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("domain", String, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    Column("state", Text, nullable=False),
    Index("ix_sessions_user_domain", "user_id", "domain"),
)

turns = Table(
    "turns",
    metadata,
    Column("id", COUNTER, primary_key=True, autoincrement=True),
    Column("session_id", ForeignKey("sessions.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("message", Text, nullable=False),
    Column("reply", Text, nullable=False),
    Column("trace", Text, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("session_id", "number", name="uq_turns_session_number"),
)

facts = Table(
    "facts",
    metadata,
    Column("position", COUNTER, primary_key=True, autoincrement=True),
    Column("id", String, nullable=False),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("domain", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("subject", String, nullable=False),
    Column("scope", String, nullable=False),
    Column("status", String, nullable=False),
    Column("fact", Text, nullable=False),
    UniqueConstraint("id", name="uq_facts_id"),
    Index("ix_facts_view", "user_id", "domain", "status", "scope", "session_id"),
    Index("ix_facts_subject", "user_id", "domain", "subject"),
)

fact_events = Table(
    "fact_events",
    metadata,
    Column("id", COUNTER, primary_key=True, autoincrement=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("domain", String, nullable=False),
    Column("session_id", String, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("kind", String, nullable=False),
    Column("fact_id", String, nullable=False),
    Column("fact", Text, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Index("ix_fact_events_order", "user_id", "domain", "id"),
    Index("ix_fact_events_session", "session_id", "turn"),
)
