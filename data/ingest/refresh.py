"""Workspaces brought up to date with the product's own data."""

from __future__ import annotations

import hashlib
import logging

from data.build import build_base, build_workspace
from data.ingest.workspace import locked, stored_tables
from data.snapshots import DEMO, Snapshot, workspaces

log = logging.getLogger("vigie")


def refresh() -> dict[str, Snapshot]:
    """Build the base, then every workspace on it; what is up to date already is left alone.

    After an upgrade of the product a workspace would otherwise go on showing the figures, catalogues and
    rules that were current when its last file was loaded. One that cannot be built (a table it holds has
    changed its contract) keeps its old snapshot, which stays served, and the log says why.

    Returns
    -------
    dict: workspace → its snapshot, those that could not be built left out
    """
    fresh = {DEMO: build_base()}
    for workspace in workspaces():
        if workspace == DEMO:
            continue
        try:
            with locked(workspace):
                fresh[workspace] = build_workspace(workspace, stored_tables(workspace))
        except (ValueError, OSError) as error:
            # Who knows a workspace's name may read it: the log has a mark of it that the disk can be held to.
            mark = hashlib.sha256(workspace.encode()).hexdigest()[:8]
            reason = str(error).replace(workspace, "…")
            log.error("a workspace keeps its old snapshot [SHA-256 of its name: %s…]: %s", mark, reason)
    return fresh
