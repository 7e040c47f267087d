"""What a demonstration open to strangers (``VIGIE_DEMO=1``) allows: sizes, and how many workspaces."""

from __future__ import annotations

import shutil
from typing import Final

from data.ingest.limits import MAX_FILE_BYTES, MAX_LOG_BYTES, MEGABYTE
from data.snapshots import DEMO, hosted, visitors_home, workspaces

HOSTED_MEGABYTES: Final = 10
MOST_WORKSPACES: Final = 40


def largest_megabytes() -> int:
    """The largest file that may be loaded, in megabytes."""
    return HOSTED_MEGABYTES if hosted() else MAX_FILE_BYTES // MEGABYTE


def largest_log_megabytes() -> int:
    """The largest channel log that may be given on the page, in megabytes."""
    return HOSTED_MEGABYTES if hosted() else MAX_LOG_BYTES // MEGABYTE


def make_room() -> tuple[str, ...]:
    """Forget the workspaces loaded longest ago, so that one more finds room; nothing unless hosted.

    Returns
    -------
    tuple of str: the names of those forgotten
    """
    if not hosted():
        return ()
    root = visitors_home()
    known = [name for name in workspaces() if name != DEMO]
    known.sort(key=lambda name: (root / "snapshots" / name).stat().st_mtime)
    gone = tuple(known[: max(0, len(known) - MOST_WORKSPACES + 1)])
    for name in gone:
        for kind in ("snapshots", "workspaces"):
            shutil.rmtree(root / kind / name, ignore_errors=True)
    return gone
