"""Alembic runs this to migrate; the connection is handed over by `chatbot.profile.database`."""

from alembic import context

from chatbot.profile.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
