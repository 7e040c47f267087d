"""Workspaces that hold only some of the tables: what a bank has on the day it loads its first file."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Collection
from pathlib import Path

from data.connection import Writer
from data.contracts import CONTRACTS
from data.contracts.ddl import quoted
from data.publishing import publish
from data.snapshots import Snapshot, current

SHIPPED = frozenset(name for name, declared in CONTRACTS.items() if not declared.importable)
"""Catalogues and published studies: they come with the product, no workspace is without them."""
LOADED = tuple(name for name in CONTRACTS if name not in SHIPPED)
"""What comes from files."""


def without(workspace: str, tables: Collection[str]) -> Snapshot:
    """Publish a workspace that is the demonstration less the rows of ``tables``."""
    base = current()

    def write(path: Path) -> None:
        shutil.copyfile(base.path, path)
        with Writer(path) as writer:
            for name in tables:
                writer.run(f"DELETE FROM {quoted(name)}")

    digest = hashlib.sha256((base.hash + "|".join(sorted(tables))).encode()).hexdigest()[:32]
    return publish(workspace, digest, base.as_of, write)


def only(workspace: str, tables: Collection[str]) -> Snapshot:
    """Publish a workspace with what ships and the demonstration's rows of ``tables`` alone."""
    return without(workspace, [name for name in LOADED if name not in tables])
