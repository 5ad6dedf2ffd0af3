"""Alembic's entry: runs the steps on the connection it is handed."""

from alembic import context

from foxo_bot.store.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
context.run_migrations()
