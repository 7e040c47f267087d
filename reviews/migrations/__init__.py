"""Forms of the store, one after the other. A form that was released is never edited: a new one follows it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from reviews.guards import install


def upgrade(connection: Connection) -> None:
    """Bring a store to the newest form, within the connection's transaction.

    Raises
    ------
    ValueError: a newer release has written this store
    """
    config = _config()
    scripts = ScriptDirectory.from_config(config)
    present = MigrationContext.configure(connection).get_current_revision()
    if present == scripts.get_current_head():
        return
    if present is not None and present not in {script.revision for script in scripts.walk_revisions()}:
        raise ValueError(f"this store has form {present}, which a newer release wrote: install that release")
    config.attributes["connection"] = connection
    command.upgrade(config, "head")
    install(connection)


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    return config
