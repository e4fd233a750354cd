"""Users, sessions, turns, facts and their events."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_COUNTER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_MOMENT = sa.DateTime(timezone=True)


def _belongs_to(column: str, target: str) -> sa.Column[str]:
    return sa.Column(column, sa.String(), sa.ForeignKey(target, ondelete="CASCADE"), nullable=False)


def upgrade() -> None:
    op.create_table(
        "users",
        sa.Column("id", sa.String(), primary_key=True),
        sa.Column("created_at", _MOMENT, nullable=False),
    )
    op.create_table(
        "sessions",
        sa.Column("id", sa.String(), primary_key=True),
        _belongs_to("user_id", "users.id"),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.Column("updated_at", _MOMENT, nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
    )
    op.create_index("ix_sessions_user_domain", "sessions", ["user_id", "domain"])
    op.create_table(
        "turns",
        sa.Column("id", _COUNTER, primary_key=True, autoincrement=True),
        _belongs_to("session_id", "sessions.id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("reply", sa.Text(), nullable=False),
        sa.Column("trace", sa.Text(), nullable=False),
        sa.Column("created_at", _MOMENT, nullable=False),
        sa.UniqueConstraint("session_id", "number", name="uq_turns_session_number"),
    )
    op.create_table(
        "facts",
        sa.Column("position", _COUNTER, primary_key=True, autoincrement=True),
        sa.Column("id", sa.String(), nullable=False),
        _belongs_to("user_id", "users.id"),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("scope", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.UniqueConstraint("id", name="uq_facts_id"),
    )
    op.create_index("ix_facts_view", "facts", ["user_id", "domain", "status", "scope", "session_id"])
    op.create_index("ix_facts_subject", "facts", ["user_id", "domain", "subject"])
    op.create_table(
        "fact_events",
        sa.Column("id", _COUNTER, primary_key=True, autoincrement=True),
        _belongs_to("user_id", "users.id"),
        sa.Column("domain", sa.String(), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("fact_id", sa.String(), nullable=False),
        sa.Column("fact", sa.Text(), nullable=False),
        sa.Column("at", _MOMENT, nullable=False),
    )
    op.create_index("ix_fact_events_user_domain", "fact_events", ["user_id", "domain"])
    op.create_index("ix_fact_events_session", "fact_events", ["session_id", "turn"])


def downgrade() -> None:
    for table in ("fact_events", "facts", "turns", "sessions", "users"):
        op.drop_table(table)
