"""The commands that keep an installation: ``backup``, ``restore``, ``verify``, ``usage``, ``prune``."""

from __future__ import annotations

import argparse
import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

from data.archive import Archive, backup, restore, verify
from data.ingest.escaping import plain
from data.ingest.phrases import LANGUAGES, Phrase
from data.publishing import prune, retention
from data.snapshots import home, visitors_home

_REVIEWS: Final = "VIGIE_REVIEWS"
_MEBIBYTE: Final = 1 << 20
_HELD: Final = Phrase(
    "{verb} : {count} fichiers, {size} Mio, espaces : {workspaces} ; état du {made_at} UTC.\n"
    "SHA-256 de la liste, à noter ailleurs que près de l'archive : {digest}",
    "{verb}: {count} files, {size} MiB, workspaces: {workspaces}; as of {made_at} UTC.\n"
    "SHA-256 of the list, to be noted elsewhere than beside the archive: {digest}",
)
_NONE: Final = Phrase("aucun", "none")
_VERBS: Final = {
    "backup": Phrase("Archivé", "Backed up"),
    "restore": Phrase("Restitué", "Restored"),
    "verify": Phrase("Intact", "Intact"),
}
_WITHOUT: Final = Phrase(
    "Sans la base des revues : elle est ailleurs ({named}) et se sauvegarde là-bas.",
    "Without the store of reviews: it is elsewhere ({named}), and is backed up there.",
)
_USED: Final = Phrase(
    "{name:<24} {files:>7} fichiers {size:>9} Mio", "{name:<24} {files:>7} files {size:>9} MiB"
)
_FREE: Final = Phrase("Libres sur le disque : {free} Mio.", "Free on the disk: {free} MiB.")
_KEPT: Final = Phrase(
    "Conservés par espace : {count} instantanés ; âge : {days}.",
    "Kept of each workspace: {count} snapshots; age: {days}.",
)
_DAYS: Final = Phrase("{days} jours au plus", "{days} days at most")
_ANY_AGE: Final = Phrase("sans limite", "any")
_GONE: Final = Phrase("Instantanés supprimés : {count}.", "Snapshots removed: {count}.")


def add_archive_commands(commands: Any) -> None:
    """Add the commands to those of ``python -m data``."""
    for name, run, text in (
        ("backup", _backup, "everything that this installation keeps, in one file"),
        ("restore", _restore, "give a backup back to an empty VIGIE_HOME; end the server first"),
        ("verify", _verify, "compare a backup with its list, to the last byte"),
    ):
        command = commands.add_parser(name, help=text)
        command.add_argument("archive", type=Path)
        command.set_defaults(run=run)
        _say_in(command)
    usage = commands.add_parser("usage", help="what each workspace takes of the disk")
    usage.set_defaults(run=_usage)
    _say_in(usage)
    less = commands.add_parser("prune", help="drop snapshots beyond VIGIE_KEEP_SNAPSHOTS and VIGIE_KEEP_DAYS")
    less.set_defaults(run=_prune)
    _say_in(less)


def _say_in(command: argparse.ArgumentParser) -> None:
    command.add_argument("--lang", choices=LANGUAGES, default="fr")
    command.add_argument("--json", action="store_true", help="say it in JSON")


def _backup(given: argparse.Namespace) -> int:
    told = _told("backup", backup(given.archive), given)
    if (named := os.environ.get(_REVIEWS)) and not given.json:
        # What stands behind the scheme may be a password.
        print(plain(_WITHOUT.in_language(given.lang).format(named=f"{_REVIEWS}={named.split(':')[0]}:…")))
    return told


def _restore(given: argparse.Namespace) -> int:
    return _told("restore", restore(given.archive), given)


def _verify(given: argparse.Namespace) -> int:
    return _told("verify", verify(given.archive), given)


def _told(verb: str, found: Archive, given: argparse.Namespace) -> int:
    if given.json:
        said = {"made_at": found.made_at.isoformat(), "bytes": found.size, "digest": found.digest}
        print(json.dumps({**said, "workspaces": found.workspaces, "files": found.files}, indent=1))
        return 0
    words = _HELD.in_language(given.lang).format(
        verb=_VERBS[verb].in_language(given.lang),
        count=len(found.files),
        size=_mebibytes(found.size),
        workspaces=", ".join(found.workspaces) or _NONE.in_language(given.lang),
        made_at=f"{found.made_at:%Y-%m-%d %H:%M}",
        digest=found.digest,
    )
    print("\n".join(map(plain, words.splitlines())))
    return 0


def _usage(given: argparse.Namespace) -> int:
    used: dict[str, tuple[int, int]] = {}
    for root in dict.fromkeys((home(), visitors_home())):
        for path in root.rglob("*"):
            if path.is_file():
                name = "/".join(path.relative_to(root).parts[:2])
                files, size = used.get(name, (0, 0))
                used[name] = files + 1, size + path.stat().st_size
    free = shutil.disk_usage(home()).free
    count, days = retention()
    if given.json:
        rows = [{"name": name, "files": files, "bytes": size} for name, (files, size) in sorted(used.items())]
        print(json.dumps({"used": rows, "free_bytes": free}, indent=1))
        return 0
    for name, (files, size) in sorted(used.items()):
        print(plain(_USED.in_language(given.lang).format(name=name, files=files, size=_mebibytes(size))))
    print(_FREE.in_language(given.lang).format(free=_mebibytes(free)))
    aged = _ANY_AGE.in_language(given.lang)
    if days != float("inf"):
        aged = _DAYS.in_language(given.lang).format(days=f"{days:g}")
    print(_KEPT.in_language(given.lang).format(count=count, days=aged))
    return 0


def _prune(given: argparse.Namespace) -> int:
    gone = prune()
    print(json.dumps({"removed": gone}) if given.json else _GONE.in_language(given.lang).format(count=gone))
    return 0


def _mebibytes(size: int) -> str:
    return f"{size / _MEBIBYTE:.1f}"
