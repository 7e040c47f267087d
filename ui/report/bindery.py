"""Makes board packs in a process of its own: ``python -m ui.report.bindery``.

Fifteen pages are computed and five files written, in pieces that hold the interpreter for seconds: in the
server every visitor would wait for them. Here nobody does but whoever asked, and the system gives the pages
the processor first.

On the standard input come orders, on the standard output go answers: a length in four bytes, then as many
bytes. An order is what the session chose; answers are ``P``, how far it has come, any number of times, and
at the end ``R``, the files, or ``E``, why there are none. Both ends are ours, so that they speak in pickles.
"""

from __future__ import annotations

import os
import pickle
import sys
import traceback
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, Final

from ui import logs, visit
from ui.outlets.draughtsman import LENGTH

if TYPE_CHECKING:
    from ui.report.files import Files, Order

PROGRESS, RESULT, ERROR = b"P", b"R", b"E"
_LATER: Final = 5


@dataclass(frozen=True)
class Job:
    """An order and what the session that gives it has chosen.

    Parameters
    ----------
    session : what ``ui.link`` keeps of it
    visitors : the folder of what visitors of this server load; None where there is none of its own
    """

    order: Order
    session: Mapping[str, Any]
    visitors: Path | None


def write(stream: IO[bytes], kind: bytes, content: Any) -> None:
    """One message: a letter and a pickled value."""
    body = kind + pickle.dumps(content)
    stream.write(LENGTH.pack(len(body)) + body)
    stream.flush()


def read(stream: IO[bytes]) -> tuple[bytes, Any] | None:
    """The next message; None at the end of the stream, or where it breaks off."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    size = LENGTH.unpack(head)[0]
    body = stream.read(size)
    return (body[:1], pickle.loads(body[1:])) if len(body) == size else None


def carried_out(job: Job, progress: Callable[[float, str], None]) -> Files:
    """The files of a job, in this process and under the job's session."""
    from data import passing
    from ui.report.files import make

    if job.visitors is not None:
        passing.share(job.visitors)
    with visit.as_session(job.session):
        return make(job.order, progress)


def ahead() -> None:
    """Import what writes the files and start what draws: the first order would wait for them."""
    import_module("ui.report.files")
    import_module("ui.outlets.drawn").picture("svg", {"mark": "point", "data": {"values": [{}]}})


def serve(orders: IO[bytes], answers: IO[bytes]) -> None:
    """Carry out one order after the other until there are no more."""
    while (given := read(orders)) is not None:
        try:
            made = carried_out(given[1], lambda share, what: write(answers, PROGRESS, (share, what)))
        except Exception:
            write(answers, ERROR, traceback.format_exc())
        else:
            write(answers, RESULT, made)


if __name__ == "__main__":
    if hasattr(os, "nice"):
        os.nice(_LATER)
    logs.begin()
    written = sys.stdout.buffer
    # Before the first order, while the reader still chooses.
    from ui.review import ground

    # Pages say of the review desk only what its figures allow, here as where they are served.
    ground.lay()
    ahead()

    # Whatever a library prints must not get between the answers.
    sys.stdout = sys.stderr
    serve(sys.stdin.buffer, written)
