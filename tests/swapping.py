"""Snapshots that take one another's place, for tests of what a reader sees meanwhile."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import Final

from data.connection import Writer
from data.publishing import publish
from data.snapshots import Snapshot, current

WORKSPACE: Final = "swapped"


def published(generation: int) -> Snapshot:
    """Publish the demonstration with every observation a little lower: no score stays what it was."""
    base = current()

    def write(path: Path) -> None:
        shutil.copyfile(base.path, path)
        with Writer(path) as writer:
            writer.run(
                "UPDATE risk_observation SET value = value * (1 - $part) WHERE value IS NOT NULL",
                part=generation / 100,
            )

    digest = hashlib.sha256(f"{base.hash} {generation}".encode()).hexdigest()[:32]
    return publish(WORKSPACE, digest, base.as_of, write)
