"""A user's events in their order: without the id in the index, PostgreSQL sorts all of them to find the last one."""

from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.create_index("ix_fact_events_order", "fact_events", ["user_id", "domain", "id"])
    op.drop_index("ix_fact_events_user_domain", "fact_events")


def downgrade() -> None:
    op.create_index("ix_fact_events_user_domain", "fact_events", ["user_id", "domain"])
    op.drop_index("ix_fact_events_order", "fact_events")
