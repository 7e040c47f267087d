"""Runs migrations on the connection that :func:`reviews.migrations.upgrade` gives."""

from alembic import context

from reviews.tables import METADATA

# Alembic lends it while it runs migrations; whoever only imports the module has none to run.
if hasattr(context, "config"):
    context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
    context.run_migrations()
