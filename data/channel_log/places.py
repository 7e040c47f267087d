"""Where a log lies: a folder of this machine, or one of an object storage by its address."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO, Final

import pyarrow.parquet as pq

from data.channel_log.lake import addresses, is_lake
from data.channel_log.problems import LogRefused
from data.connection import Writer
from data.phrases import Phrase

Place = Path | str
"""A folder, an address such as ``s3://bucket/log``, or a table of a lake (``ducklake:…``)."""

_NO_FILE: Final = Phrase(
    "le journal doit être un dossier de fichiers Parquet ; aucun fichier {pattern} dans {log}",
    "log must be a folder of Parquet files, found no {pattern} in {log}",
)
_NO_READER: Final = Phrase(
    "le journal est à une adresse {protocol}:// ; installez fsspec et le paquet qui lit ce stockage "
    "(pour s3, s3fs) : {reason}",
    "the log is at an address {protocol}://; install fsspec and the package that reads that storage "
    "(s3fs for s3): {reason}",
)
_UNREACHED: Final = Phrase(
    "le stockage de {log} ne répond pas ou refuse : {reason}",
    "the storage of {log} does not answer or refuses: {reason}",
)


@dataclass(frozen=True)
class LogFile:
    """A Parquet file of a log.

    Attributes
    ----------
    name : without its folder
    address : path or address, as a statement names it
    opened : opens it for reading
    storage : the file system of an object storage; None on this machine
    """

    name: str
    address: str
    opened: Callable[[], AbstractContextManager[BinaryIO]]
    storage: Any = None

    def metadata(self) -> pq.FileMetaData:
        """What the file says of itself. Raises ``pyarrow.ArrowInvalid`` where it is no Parquet."""
        with self.opened() as file:
            return pq.read_metadata(file)


def is_address(log: Place) -> bool:
    """Whether the log lies elsewhere than in a folder of this machine: in an object storage or a lake."""
    return isinstance(log, str) and ("://" in log or is_lake(log))


def files_of(log: Place, month: date | None = None) -> list[LogFile]:
    """The files of a log by name; with ``month``, those of that month.

    A folder tells the month by the names of its files (``YYYY-MM*.parquet``), a lake by what its catalogue
    says of their times.

    Raises
    ------
    LogRefused: there is none, the storage is not reached, or nothing here reads such addresses
    """
    if is_lake(log):
        return [_addressed(address) for address in addresses(str(log), month)]
    pattern = f"{month:%Y-%m}*.parquet" if month else "*.parquet"
    found = _in_storage(str(log), pattern) if is_address(log) else _in_folder(Path(log), pattern)
    if not found:
        raise LogRefused(_NO_FILE, log=log, pattern=pattern)
    return found


def _addressed(address: str) -> LogFile:
    if "://" not in address:
        return _local(Path(address))
    storage, path = _storage(address)
    return _stored(storage, path)


def _in_folder(log: Path, pattern: str) -> list[LogFile]:
    return [_local(path) for path in sorted(log.glob(pattern))]


def _local(path: Path) -> LogFile:
    return LogFile(path.name, str(path), lambda: path.open("rb"))


def _storage(address: str) -> tuple[Any, str]:
    try:
        # Only for whoever keeps a log there: no part of the product needs it.
        from fsspec.core import url_to_fs

        storage, path = url_to_fs(address)
    except (ImportError, ValueError) as error:
        raise LogRefused(_NO_READER, protocol=address.partition("://")[0], reason=str(error)) from error
    return storage, path


def _in_storage(log: str, pattern: str) -> list[LogFile]:
    storage, folder = _storage(log)
    try:
        # What was listed before may have changed meanwhile.
        storage.invalidate_cache()
        paths = sorted(storage.glob(f"{folder.rstrip('/')}/{pattern}"))
    except OSError as error:
        raise LogRefused(_UNREACHED, log=log, reason=str(error)[:200]) from error
    return [_stored(storage, path) for path in paths]


def _stored(storage: Any, path: str) -> LogFile:
    # One protocol: some file systems answer to several.
    protocol = storage.protocol if isinstance(storage.protocol, str) else storage.protocol[0]
    address = f"{protocol}://{path.lstrip('/') if protocol != 'memory' else path}"
    return LogFile(path.rpartition("/")[2], address, lambda: storage.open(path, "rb"), storage)


def let_read(writer: Writer, files: list[LogFile]) -> None:
    """Let the statements of a database read the files where they lie."""
    for storage in {id(file.storage): file.storage for file in files if file.storage is not None}.values():
        writer.read_through(storage)
