"""A log that is being aggregated for whoever waits for it: how far it is, and what came of it."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from data.channel_log.importing import PARQUET, CsvLayout
from data.channel_log.mapping import LogMapping
from data.ingest import worker
from data.ingest.log_file import LogTaken
from data.ingest.references import References
from data.ingest.sniff import base_name
from data.snapshots import visitors_home

_WRITTEN_AT_ONCE: Final = 4_194_304
WAITING: Final = ""
"""The stage of a log that waits for the one before it."""


@dataclass
class _State:
    """What thread and visitor share; the thread holds nothing else of the job."""

    taken: LogTaken | None = None
    failed: BaseException | None = None
    ended: threading.Event = field(default_factory=threading.Event)


class LogJob:
    """Aggregates a log in the background; who lets go of the job ends it.

    The file is put into a folder of its own beside the workspaces, which goes with the job.
    """

    def __init__(
        self,
        content: bytes,
        filename: str,
        *,
        mapping: LogMapping,
        layout: CsvLayout | None,
        bank: str,
        known: References,
    ) -> None:
        self._folder = scratch()
        self._state = _State()
        asked = {"size": len(content), "mapping": mapping, "layout": layout, "bank": bank, "known": known}
        threading.Thread(
            target=_run,
            args=(self._state, Path(self._folder.name), content, filename, asked),
            daemon=True,
            name="log job",
        ).start()

    def progress(self) -> tuple[str, float]:
        """The stage, of `log_file.PARTS`, and the share of all that is done; `WAITING` and 0 before."""
        try:
            stage, share = (Path(self._folder.name) / "progress").read_text(encoding="ascii").split()
        except (OSError, ValueError):
            return WAITING, 0.0
        return stage, float(share)

    def wait(self, seconds: float) -> LogTaken | None:
        """What came of it, once it has ended; None after so many seconds in vain.

        Raises
        ------
        OSError: the disk is full, or cannot be written to
        """
        if not self._state.ended.wait(seconds):
            return None
        self._folder.cleanup()
        if self._state.failed is not None:
            raise self._state.failed
        return self._state.taken

    def stop(self) -> None:
        """Let go of it: the process ends at its next step, and what it wrote is gone."""
        self._folder.cleanup()


def scratch() -> TemporaryDirectory[str]:
    """A folder for a file too large for memory, beside the workspaces: what is temporary may be memory."""
    home = visitors_home()
    home.mkdir(parents=True, exist_ok=True)
    return TemporaryDirectory(dir=home, prefix=".log-", ignore_cleanup_errors=True)


def put(content: bytes, filename: str, folder: Path) -> Path:
    """The file as it stands in a folder, under a name that says no more than its form."""
    parquet = base_name(filename).lower().endswith(PARQUET)
    path = folder / ("given.parquet" if parquet else "given.csv")
    with path.open("wb") as target:
        view = memoryview(content)
        for start in range(0, len(view), _WRITTEN_AT_ONCE):
            target.write(view[start : start + _WRITTEN_AT_ONCE])
    return path


def _run(state: _State, folder: Path, content: bytes, filename: str, asked: dict[str, object]) -> None:
    try:
        put(content, filename, folder)
        del content
        state.taken = worker.take_log(str(folder), filename, **asked)  # type: ignore[arg-type]
    except BaseException as error:
        # Without its folder nobody waits.
        state.failed = error if folder.exists() else None
    finally:
        state.ended.set()
