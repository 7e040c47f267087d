"""`python -m reviews verify | export | grant | key | remind | stamp`: what whoever runs the machine does."""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from reviews import moments, stamps
from reviews.dossier import Checked, verify_dossier
from reviews.errors import NotFound, Refused
from reviews.heads import KEY_FILE, write_key
from reviews.ledger import Verification, head_of, verify, verify_lines
from reviews.people import end_of, enrol, grant_from_machine
from reviews.reminders import Reminder, remind
from reviews.roles import ROLES
from reviews.signature import checked
from reviews.store import Store, address, open_store


def main(arguments: list[str] | None = None) -> int:
    """Carry out a command; 0 where all is well, 1 where the ledger is not, 2 where the command is wrong."""
    asked = _parser().parse_args(arguments)
    try:
        return int(asked.command(asked))
    except (ValueError, OSError, NotFound) as fault:
        print(fault or "there is no such person", file=sys.stderr)
        return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m reviews", description=__doc__)
    commands = parser.add_subparsers(required=True)

    check = commands.add_parser(
        "verify", help="whether the ledger is whole: ok, broken at an event, truncated"
    )
    _store(check)
    check.add_argument("--file", type=Path, help="an export to verify instead of the store")
    check.add_argument(
        "dossier", nargs="?", type=Path, help="a case file (ZIP) to verify instead of the store"
    )
    check.add_argument("--letter", type=Path, help="a signed letter to verify instead of the store")
    check.add_argument(
        "--head", metavar="SEQ:HASH", help="an event that it must reach, as a letter prints it"
    )
    check.set_defaults(command=_verify)

    out = commands.add_parser("export", help="write the ledger, one event a line")
    _store(out)
    out.add_argument("--out", type=Path, help="the file; the screen where none is named")
    out.set_defaults(command=_export)

    give = commands.add_parser("grant", help="give a person a role: how the first head and admin come in")
    _store(give)
    for name in ("issuer", "subject", "name"):
        give.add_argument(f"--{name}", required=True)
    give.add_argument("--role", required=True, choices=list(ROLES))
    give.add_argument("--bank", help="one bank; every bank where none is named")
    give.add_argument("--until", help="the last day, as 2027-06-30")
    give.set_defaults(command=_grant)

    due = commands.add_parser(
        "remind", help="what is due, near, overdue or ageing, and for whom: each said once"
    )
    _store(due)
    due.add_argument("--all", action="store_true", help="also what was said before and has not changed")
    due.add_argument("--json", action="store_true", help="as JSON, one list")
    due.set_defaults(command=_remind)

    when = commands.add_parser("stamp", help="have the head stamped by the authority of VIGIE_TIMESTAMP")
    _store(when)
    when.set_defaults(command=_stamp)

    key = commands.add_parser("key", help="make the key that seals the ledger's head")
    key.add_argument("file", type=Path)
    key.set_defaults(command=_key)
    return parser


def _store(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--store", help="address of the store; VIGIE_REVIEWS, or a file in VIGIE_HOME, without"
    )


def _opened(asked: argparse.Namespace) -> Store:
    return open_store(asked.store or address())


def _verify(asked: argparse.Namespace) -> int:
    if asked.letter is not None:
        return _say_letter(asked.letter.read_bytes())
    heads = [head_of(asked.head)] if asked.head else []
    if asked.dossier is not None:
        return _say_dossier(verify_dossier(asked.dossier.read_bytes(), heads))
    if asked.file is not None:
        with asked.file.open(encoding="utf-8") as lines:
            return _say(verify_lines(lines, heads))
    store = _opened(asked)
    found = verify(store, heads)
    failed = _say_stamps(store)
    store.close()
    return _say(found) or failed


def _say_stamps(store: Store) -> int:
    try:
        for each in stamps.stamps(store):
            _say_stamp(each)
    except stamps.NoStamp as fault:
        print(f"broken: {fault}")
        return 1
    return 0


def _say_stamp(each: stamps.Stamp) -> None:
    print(f"event {each.seq} stamped {each.at} by {each.authority}, certificate {each.fingerprint}")


def _stamp(asked: argparse.Namespace) -> int:
    store = _opened(asked)
    try:
        _say_stamp(stamps.stamp(store, moments.now))
    except stamps.NoStamp as fault:
        print(fault, file=sys.stderr)
        return 1
    finally:
        store.close()
    return 0


def _say(found: Verification) -> int:
    if found.state == "ok":
        print(f"ok: {found.count} events, head {found.head}")
        return 0
    if found.state == "broken":
        print(f"broken at event {found.at}: it, or what a head says of it, was changed after it was written")
    else:
        print(f"truncated: the ledger had reached further, event {found.at} and what followed are gone")
    return 1


def _say_letter(content: bytes) -> int:
    found = checked(content)
    if not found.present:
        print("not signed: compare number and hash of the ledger, which the letter prints, by --head")
        return 1
    if not found.intact:
        print("changed: this is not, to the last byte, the letter that was signed")
        return 1
    print(f"intact: signed by {found.signer}, certificate {found.fingerprint}")
    return 0


def _say_dossier(found: Checked) -> int:
    for problem in found.problems:
        print(f"broken: {problem}")
    for name, said in found.letters.items():
        print(f"{name}: {said}")
    for each in found.stamps:
        _say_stamp(each)
    if found.problems:
        return 1
    seq, digest = found.head
    held = f"events {found.events}, pieces of evidence {found.evidence}"
    print(f"ok: case {found.case}, {held}, head {seq}:{digest}")
    return 0


def _export(asked: argparse.Namespace) -> int:
    store = _opened(asked)
    target = asked.out.open("w", encoding="utf-8") if asked.out else sys.stdout
    try:
        for event in store.events():
            print(json.dumps(event._asdict(), ensure_ascii=False, sort_keys=True), file=target)
    finally:
        store.close()
        if asked.out:
            target.close()
    return 0


def _grant(asked: argparse.Namespace) -> int:
    if asked.until is not None and not moments.is_day(asked.until):
        raise ValueError(f"{asked.until!r} is no day: write it such as 2027-06-30")
    store = _opened(asked)
    at = moments.written(moments.now())
    person = enrol(store, asked.issuer, asked.subject, asked.name, at=at)
    until = end_of(asked.until)
    number = grant_from_machine(store, person, asked.role, asked.bank, at=at, until=until)
    store.close()
    print(f"grant {number}: {asked.name} is {asked.role} on {asked.bank or 'every bank'}")
    return 0


def _remind(asked: argparse.Namespace) -> int:
    store = _opened(asked)
    try:
        found = [each for each in remind(store, moments.now) if each.new or asked.all]
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    finally:
        store.close()
    if asked.json:
        print(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=1))
        return 0
    for each in found:
        whom = ", ".join(each.people) or "nobody with a role on this bank"
        print(f"{each.stage}: {each.kind} {each.number}, {each.bank}, {_days_of(each)}, for {whom}")
    if not found:
        print("nothing new: --all prints what was said before and still waits")
    return 0


def _days_of(each: Reminder) -> str:
    if each.stage == "ageing":
        return f"waiting since {each.due}, {each.days} days"
    if each.days > 0:
        return f"due {each.due}, {each.days} days ago"
    return f"due {each.due}" + (f", in {-each.days} days" if each.days else ", today")


def _key(asked: argparse.Namespace) -> int:
    write_key(asked.file)
    print(f"{asked.file} holds the key; set {KEY_FILE}={asked.file}, and keep a copy apart from the store")
    return 0


if __name__ == "__main__":
    sys.exit(main())
