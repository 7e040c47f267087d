"""The folder in which a demonstration open to strangers keeps what they load: it goes with its process."""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

_PASSING = "vigie-demo-"
_ALIVE = ".alive"
_ABANDONED_SECONDS = 3600.0


@cache
def folder() -> Path:
    """The folder of this process, empty when it is asked for first; the one that it shares, where it does."""
    if _shared:
        return _shared[-1]
    _forget_dead_visitors()
    made = Path(tempfile.mkdtemp(prefix=_PASSING))
    # Held as long as this process lives, even across containers that share the folder and not the numbers
    # of their processes.
    _claims[made], _owners[made] = _claim(made), os.getpid()
    atexit.register(forget_visitors)
    return made


def share(other: Path) -> None:
    """Use the folder of another process, which this one works for; it goes with that one."""
    _shared[:] = [other]
    folder.cache_clear()


_shared: list[Path] = []
_claims: dict[Path, int | None] = {}
_owners: dict[Path, int] = {}


def _claim(made: Path) -> int | None:
    """A descriptor that holds the folder for this process; None where another one does, or nobody can."""
    try:
        import fcntl
    except ImportError:  # pragma: no cover
        return None
    descriptor = os.open(made / _ALIVE, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        os.close(descriptor)
        return None
    return descriptor


def _forget_dead_visitors() -> None:
    """Remove what visitors of a process that was killed had loaded."""
    for left in Path(tempfile.gettempdir()).glob(_PASSING + "*"):
        with suppress(OSError):
            # Just made and not yet claimed: its owner comes in a moment.
            if left.is_symlink() or (
                not (left / _ALIVE).exists() and time.time() - left.stat().st_mtime < _ABANDONED_SECONDS
            ):
                continue
            claimed = _claim(left)
            if claimed is not None:
                shutil.rmtree(left, ignore_errors=True)
                os.close(claimed)


def forget_visitors() -> None:
    """Remove what visitors of this process have loaded; what is loaded afterwards begins anew."""
    for made, claimed in list(_claims.items()):
        if _owners[made] != os.getpid():
            continue  # inherited by a process that this one's owner started
        shutil.rmtree(made, ignore_errors=True)
        if claimed is not None:
            os.close(claimed)
        del _claims[made]
    folder.cache_clear()
