"""Runs migrations on the connection that :func:`reviews.migrations.upgrade` gives."""

from alembic import context

from reviews.tables import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
context.run_migrations()
