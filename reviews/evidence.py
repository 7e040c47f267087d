"""Evidence: bytes named by their hash, with the day they speak of apart from the day they came in."""

from __future__ import annotations

import hashlib
import os
import re
import tempfile
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import RowMapping, insert, select

from reviews import moments, tables
from reviews.errors import NotFound, Refused
from reviews.office import Deed, Office, acting, reading
from reviews.roles import READERS

MOST_BYTES: Final = 10 * 1024 * 1024
_LONGEST_NAME: Final = 120
# Ending → kind, and the bytes that a file of it starts with; empty: readable text.
TYPES: Final[dict[str, tuple[str, bytes]]] = {
    "pdf": ("application/pdf", b"%PDF-"),
    "png": ("image/png", b"\x89PNG\r\n\x1a\n"),
    "jpg": ("image/jpeg", b"\xff\xd8\xff"),
    "jpeg": ("image/jpeg", b"\xff\xd8\xff"),
    "csv": ("text/csv", b""),
    "txt": ("text/plain", b""),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
    "docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
}


@dataclass(frozen=True)
class Brought:
    """A file that somebody brings: its name, its bytes, and the day that they speak of, as 2026-10-31."""

    name: str
    content: bytes
    dated: str


def safe_name(name: str) -> str:
    """A file's name without folders, controls, or characters that a shell or a browser would read.

    Raises
    ------
    Refused: name, where nothing readable is left
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(sign if sign.isalnum() or sign in "-_. " else "_" for sign in last)
    kept = re.sub(r"\s+", " ", kept).strip(" .")
    stem, _dot, ending = kept.rpartition(".")
    stem = (stem or ending)[:_LONGEST_NAME].strip(" .")
    if not any(sign.isalnum() for sign in stem):
        raise Refused("name")
    return f"{stem}.{ending}" if kept.count(".") and ending else stem


def media_type(name: str, content: bytes) -> str:
    """The kind of a file, by its ending and its first bytes together.

    Raises
    ------
    Refused: size, or type where the two do not agree
    """
    if not 0 < len(content) <= MOST_BYTES:
        raise Refused("size")
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    if ending not in TYPES:
        raise Refused("type")
    media, start = TYPES[ending]
    if not content.startswith(start):
        raise Refused("type")
    if not start:
        try:
            text = content.decode("utf-8")
        except UnicodeDecodeError:
            raise Refused("type") from None
        if "\x00" in text:
            raise Refused("type")
    return media


def upload(
    office: Office,
    actor: int,
    bank: str,
    name: str,
    content: bytes,
    *,
    evidence_date: str,
    supersedes: int | None = None,
) -> int:
    """Take a file in as evidence on a bank; its number. The same bytes again are the same evidence.

    Parameters
    ----------
    evidence_date : the day that the content speaks of, as 2026-10-31; not after today
    supersedes : the evidence that this is a new version of, which then no longer carries a judgement

    Raises
    ------
    Refused: not_allowed, name, size, type, date, same_name
    NotFound: the bank, or the evidence superseded, is not the person's to see
    """
    digest = hashlib.sha256(content).hexdigest()
    brought = Brought(name, content, evidence_date)
    digest = hashlib.sha256(content).hexdigest()
    with acting(office, actor, "evidence.upload", bank=bank, sha256=digest) as deed:
        return take(deed, bank, brought, supersedes)


def check_day(deed: Deed, day: str) -> None:
    """That evidence speaks of a day that there is, and that is not ahead. Raises ``Refused`` (date)."""
    if not moments.is_day(day) or day > deed.at[:10]:
        raise Refused("date")


def take(deed: Deed, bank: str, brought: Brought, supersedes: int | None = None) -> int:
    """As :func:`upload`, within a deed that may yet be refused: then it is not there either."""
    deed.need("upload", bank)
    kept = safe_name(brought.name)
    media = media_type(kept, brought.content)
    check_day(deed, brought.dated)
    digest, table = hashlib.sha256(brought.content).hexdigest(), tables.evidence
    same = deed.work.row(select(table).where(table.c.sha256 == digest, table.c.bank == bank))
    if same is not None:
        return int(same["id"])
    if supersedes is not None:
        deed.find(table, supersedes, bank=bank)
    named = deed.work.rows(select(table).where(table.c.bank == bank, table.c.name == kept))
    if named and supersedes not in {row["id"] for row in named}:
        raise Refused("same_name")
    _keep(deed.office.folder, digest, brought.content)
    row = {"sha256": digest, "bank": bank, "name": kept, "media": media, "size": len(brought.content)}
    row |= {"evidence_date": brought.dated, "received_at": deed.at, "uploader": deed.actor}
    found = deed.work.add(insert(table).values(**row, supersedes=supersedes))
    deed.record(
        "evidence.received",
        evidence=found,
        bank=bank,
        sha256=digest,
        name=kept,
        dated=brought.dated,
        supersedes=supersedes,
    )
    if supersedes is not None:
        # Only now: what rests on the old version is found by what stands in the store.
        from reviews.watch import outdate_for_evidence

        outdate_for_evidence(deed, supersedes)
    return found


def read(office: Office, actor: int, digest: str) -> tuple[RowMapping, bytes]:
    """A file of evidence and what is known of it.

    Raises
    ------
    NotFound: no such evidence on a bank that the person may see
    Refused: damaged, where the bytes no longer match their hash
    """
    with reading(office, actor) as deed:
        rows = deed.work.rows(select(tables.evidence).where(tables.evidence.c.sha256 == digest))
        seen = [row for row in rows if may_read(deed, row)]
        if not seen:
            raise NotFound
    place = _place(office.folder, digest)
    content = place.read_bytes() if place.is_file() else b""
    if hashlib.sha256(content).hexdigest() != digest:
        raise Refused("damaged")
    return seen[0], content


def may_read(deed: Deed, row: RowMapping) -> bool:
    """Whether a person may read a piece of evidence: readers of the bank, and its respondents their own."""
    held = deed.roles(row["bank"])
    if held & READERS:
        return True
    uploader = deed.find(tables.person, row["uploader"])
    granted = select(tables.grant.c.role).where(
        tables.grant.c.person == uploader["id"], tables.grant.c.role == "respondent"
    )
    # A bank reads what came from banks' own people, not what supervisors gathered on it.
    return (
        "respondent" in held and deed.work.row(granted.where(tables.grant.c.bank == row["bank"])) is not None
    )


def versions(rows: Sequence[RowMapping]) -> dict[int, int]:
    """Number of a piece of evidence → which version it is of what it supersedes, from 1 on."""
    before = {row["id"]: row["supersedes"] for row in rows}
    found: dict[int, int] = {}
    for number in sorted(before):
        # What it supersedes is older; one that the rows leave out counts as a first version.
        found[number] = found.get(before[number], 0 if before[number] is None else 1) + 1
    return found


def _place(folder: Path, digest: str) -> Path:
    if not re.fullmatch(r"[0-9a-f]{64}", digest):
        raise NotFound
    return folder / digest[:2] / digest


def _keep(folder: Path, digest: str, content: bytes) -> None:
    place = _place(folder, digest)
    if place.is_file() and place.read_bytes() == content:
        return
    place.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=place.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    Path(name).replace(place)
