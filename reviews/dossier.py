"""A case as one file that can be verified on a machine that knows nothing of the store.

It holds what was written in the case, its evidence, its letters, and its events of the ledger. Events of
other cases stand in it by their hash alone: the chain can be followed through them, and nothing of them told.
"""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import RowMapping, select

from reviews import evidence, moments, reads, stamps, tables
from reviews.ledger import Event, canonical, hash_of_text
from reviews.office import Office, acting
from reviews.signature import checked
from reviews.stamps import Stamp

MANIFEST: Final = "manifest.json"
_CASE, _EVENTS = "case.json", "ledger.jsonl"
_STAMP: Final = "stamp-"
_MOST_BYTES: Final = 200 * 1024 * 1024
_MOST_FILES: Final = 2_000


@dataclass(frozen=True)
class Checked:
    """What a file says when it is verified.

    ``problems`` : what does not hold, in words; none where all does; ``case`` : its number; ``events``,
    ``evidence`` : how many; ``head`` : number and hash of the last event; ``letters`` : name of a letter →
    what its signature says; ``stamps`` : the time stamps in it that hold
    """

    problems: tuple[str, ...]
    case: int
    events: int
    evidence: int
    head: tuple[int, str]
    letters: Mapping[str, str]
    stamps: tuple[Stamp, ...]


def dossier(office: Office, actor: int, number: int, letters: Mapping[str, bytes], guide: str) -> bytes:
    """A case with all that belongs to it, as a ZIP; that it was handed out is an event of the case.

    ``letters`` : name of a file → its content; ``guide`` : what stands in README.txt

    Raises
    ------
    Refused: not_allowed (a respondent has the letter), damaged; NotFound: no such case for this person
    stamps.NoStamp: the stamp that covers the decision does not hold
    """
    with acting(office, actor, "case.export", case=number) as deed:
        found = deed.find(tables.case, number)
        deed.need("read", found["bank"])
        seq = deed.record("case.exported", case=number, bank=found["bank"])
        at = deed.at
    file = reads.case_file(office, actor, number)
    proofs = {row["sha256"]: row for row in (*file.evidence, *file.attached)}
    files = {f"evidence/{digest}": evidence.read(office, actor, digest)[1] for digest in sorted(proofs)}
    files |= letters
    files |= _stamp(office, file.events)
    files[_CASE] = _json(_told(office, file, found))
    files[_EVENTS] = _chain(office, number, seq)
    files["README.txt"] = guide.encode()
    listed = {
        name: {"sha256": hashlib.sha256(content).hexdigest(), "bytes": len(content)}
        for name, content in sorted(files.items())
    }
    return _zipped({MANIFEST: _json({"case": number, "at": at, "files": listed}), **files}, at)


def _stamp(office: Office, events: Iterable[Event]) -> dict[str, bytes]:
    """The time stamp that a letter on the case names, as a file; none where there is none."""
    told = [each.seq for each in events if each.body["action"] == "case.communicated"]
    if not told:
        return {}
    with office.store.reading() as work:
        found = stamps.covering(work, told[-1])
    return {} if found is None else {f"{_STAMP}{found.seq}.tst": found.token}


def _told(office: Office, file: reads.CaseFile, case: RowMapping) -> dict[str, Any]:
    people = tables.person
    with office.store.reading() as work:
        rows = work.rows(select(people.c.id, people.c.issuer, people.c.subject, people.c.name))
        method = work.row(select(tables.method).where(tables.method.c.hash == case["method_hash"]))
    named = (
        "judgements",
        "decisions",
        "challenges",
        "evidence",
        "attached",
        "findings",
        "replies",
        "measures",
    )
    told: dict[str, Any] = {name: [dict(row) for row in getattr(file, name)] for name in named}
    wrote = {
        value
        for row in (*(each for rows in told.values() for each in rows), dict(file.case))
        for key, value in row.items()
        if key in _BY_PERSON
    }
    told["people"] = [dict(row) for row in rows if row["id"] in wrote]
    return told | {"case": dict(file.case), "method": dict(method) if method else None, "grade": file.grade}


_LISTS: Final = (
    *("judgements", "decisions", "challenges", "evidence", "attached", "findings", "replies", "measures"),
)
_BY_PERSON: Final = frozenset(
    ["author", "proposed_by", "approver", "by_person", "answered_by", "uploader", "raised_by", "ordered_by"]
)


def _chain(office: Office, number: int, last: int) -> bytes:
    """From the first event of the case to its last: bodies of the case's own, the hash alone of others."""
    lines: list[str] = []
    for event in office.store.events():
        own = event.body.get("case") == number and event.body["action"] != "refused"
        if not lines and not own:
            continue
        row: dict[str, Any] = {"seq": event.seq, "prev": event.prev, "hash": event.hash}
        lines.append(json.dumps(row | ({"body": event.body} if own else {}), ensure_ascii=False))
        if event.seq == last:
            break
    return ("\n".join(lines) + "\n").encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True).encode()


def _zipped(files: Mapping[str, bytes], at: str) -> bytes:
    made, moment = io.BytesIO(), moments.read(at)
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(_entry(name, moment), content)
    return made.getvalue()


def _entry(name: str, moment: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, moment.timetuple()[:6])
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry


def verify_dossier(content: bytes, heads: Iterable[tuple[int, str]] = ()) -> Checked:
    """Whether a case file is whole and agrees with itself and with heads of the ledger known from elsewhere.

    Raises
    ------
    ValueError: it is no case file, or too large to be one
    """
    files = _unpacked(content)
    try:
        manifest, case = json.loads(files[MANIFEST]), json.loads(files[_CASE])
        rows = [json.loads(line) for line in files[_EVENTS].decode().splitlines()]
        problems = [*_files_wrong(files, manifest["files"]), *_chain_wrong(rows, heads)]
        bodies = [row["body"] for row in rows if "body" in row]
        problems += _case_wrong(case, bodies, {name for name in files if name.startswith("evidence/")})
        letters = {name: _letter(files[name]) for name in sorted(files) if name.endswith(".pdf")}
        problems += [f"{name}: {said}" for name, said in letters.items() if said == _CHANGED]
        held, wrong = _stamps(files, {row["seq"]: row["hash"] for row in rows})
        problems += wrong
        return Checked(
            tuple(problems),
            int(manifest["case"]),
            len(bodies),
            sum(name.startswith("evidence/") for name in files),
            (rows[-1]["seq"], rows[-1]["hash"]),
            letters,
            held,
        )
    except (KeyError, TypeError, ValueError, IndexError) as fault:
        raise ValueError(f"this is no case file of the reviews, or a damaged one: {fault!r}") from fault


def _unpacked(content: bytes) -> dict[str, bytes]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = [entry.filename for entry in entries]
            total = sum(entry.file_size for entry in entries)
            if len(entries) > _MOST_FILES or total > _MOST_BYTES or len(set(names)) != len(names):
                raise ValueError("this is no case file: too many or too large files, or a name twice")
            return {name: archive.read(name) for name in names}
    except ValueError:
        raise
    except Exception as fault:
        # What a damaged or encrypted stream makes the unpacker say is not foreseeable.
        raise ValueError(f"this is no ZIP that can be read: {fault}") from fault


def _files_wrong(files: Mapping[str, bytes], listed: Mapping[str, Mapping[str, Any]]) -> list[str]:
    problems = [f"{name} is missing" for name in listed if name not in files]
    problems += [f"{name} is not listed" for name in files if name not in listed and name != MANIFEST]
    for name, said in listed.items():
        if name in files and hashlib.sha256(files[name]).hexdigest() != said["sha256"]:
            problems.append(f"{name} was changed")
    for name, content in files.items():
        kind, _slash, digest = name.partition("/")
        if kind == "evidence" and hashlib.sha256(content).hexdigest() != digest:
            problems.append(f"{name} does not have the hash that names it")
    return problems


def _chain_wrong(rows: list[dict[str, Any]], heads: Iterable[tuple[int, str]]) -> list[str]:
    problems = []
    for place, row in enumerate(rows):
        if place and (row["seq"] != rows[place - 1]["seq"] + 1 or row["prev"] != rows[place - 1]["hash"]):
            problems.append(f"event {row['seq']} does not follow the one before")
        if "body" in row and hash_of_text(row["prev"], canonical(row["body"])) != row["hash"]:
            problems.append(f"event {row['seq']} was changed after it was written")
    known = {row["seq"]: row["hash"] for row in rows}
    for seq, digest in heads:
        if known.get(seq, digest) != digest:
            problems.append(f"event {seq} is another one than the head given")
        elif seq not in known:
            problems.append(f"event {seq} of the head given is not in this file")
    return problems


def _case_wrong(case: Mapping[str, Any], bodies: list[dict[str, Any]], kept: set[str]) -> list[str]:
    """Where what is told of the case differs from what its events say."""
    problems, row = [], case["case"]
    opened = [body for body in bodies if body["action"] == "case.opened"]
    facts = ("bank", "month", "risk", "snapshot_hash", "method_hash", "score", "model_grade", "red_flag")
    if len(opened) != 1 or any(opened[0].get(name) != row[name] for name in facts):
        problems.append("the case is not the one that its first event opened")
    needed = {digest for body in bodies for digest in _named(body)}
    problems += [f"evidence {digest} is missing" for digest in needed if f"evidence/{digest}" not in kept]
    approved = {body["judgement"]: body["to"] for body in bodies if body["action"] == "judgement.approved"}
    for judged in case["judgements"]:
        if judged["valid_until"] is not None and approved.get(judged["id"]) != judged["to_grade"]:
            problems.append(f"judgement {judged['id']} is not the one that its event approved")
    return problems


def _stamps(files: Mapping[str, bytes], known: Mapping[int, str]) -> tuple[tuple[Stamp, ...], list[str]]:
    """The stamps that hold for an event of this file, and what is wrong with the others."""
    held, wrong = [], []
    for name in sorted(files):
        if not name.startswith(_STAMP):
            continue
        seq = int(name.removeprefix(_STAMP).removesuffix(".tst"))
        try:
            held.append(stamps.read(files[name], seq, known[seq]))
        except stamps.NoStamp as fault:
            wrong.append(str(fault))
    return tuple(held), wrong


def _named(body: Mapping[str, Any]) -> list[str]:
    found = body.get("evidence")
    if body["action"] == "judgement.proposed" and isinstance(found, list):
        return [str(digest) for digest in found]
    return [found] if body["action"] == "finding.answered" and isinstance(found, str) else []


_CHANGED: Final = "changed after it was signed"


def _letter(content: bytes) -> str:
    found = checked(content)
    if not found.present:
        return "not signed"
    return f"signed by {found.signer}, certificate {found.fingerprint}" if found.intact else _CHANGED
