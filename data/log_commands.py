"""The channel log at the command line: ``generate-log``, ``import-log`` and ``cube``."""

from __future__ import annotations

import argparse
import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import fields, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any, Final

import duckdb
import pyarrow as pa

from data.channel_log import ImportedLog, LogMapping, generate_log, import_log
from data.channel_log.engines import ENGINES, make_cubes
from data.channel_log.places import is_address
from data.channel_log.problems import LogRefused
from data.channel_log.progress import Progress
from data.channel_log.tables import TABLES, table_rows
from data.contracts import Kind
from data.ingest import check_workspace, load
from data.ingest.encodings import CHOICES
from data.ingest.loading import NotLoaded
from data.ingest.phrases import LANGUAGES, Language, Phrase
from data.ingest.problems import FileRefused
from data.shipped import service_tiers

OK: Final = 0
REFUSED: Final = 1
_PROBLEMS_SAID: Final = 20
_GIGABYTE: Final = 1_000_000_000
# Measured on a hundred million rows; docs/SCALE.md.
_BYTES_PER_ROW: Final = 17
_CODE_PARTS: Final = {"columns", "channels", "services", "segments", "steps", "successes"}
_MAPPING_KEYS: Final = tuple(item.name for item in fields(LogMapping))

_GENERATED = Phrase(
    "{rows} lignes synthétiques dans {files} fichiers : {folder} (graine {seed}).",
    "{rows} synthetic rows in {files} files: {folder} (seed {seed}).",
)
_IMPORTED = Phrase(
    "{read} lignes lues, {written} écrites dans {files} fichiers : {folder}.",
    "{read} rows read, {written} written in {files} files: {folder}.",
)
_FOUND: Final = {
    "unreadable_times": Phrase("heure illisible, lignes écartées", "time unreadable, rows left out"),
    "duplicates": Phrase("doublons écartés", "duplicates left out"),
    "negative_amounts": Phrase("montants négatifs, comptés à part", "amounts below zero, counted apart"),
    "unreadable_amounts": Phrase(
        "montants illisibles, gardés sans montant", "amounts unreadable, kept without"
    ),
}
_UNKNOWN: Final = {
    "unknown_channels": Phrase("canaux non déclarés", "channels not declared"),
    "unknown_services": Phrase("services non déclarés", "services not declared"),
    "unknown_segments": Phrase("segments non déclarés", "segments not declared"),
}
_ENCODED = Phrase("caractères lus en {encoding}", "characters read as {encoding}")
_UNREAD = Phrase(
    "colonnes du fichier non reprises : {names}", "columns of the file that are not read: {names}"
)
_UNFILLED = Phrase(
    "colonnes du journal que le fichier ne remplit pas : {names}",
    "columns of the log that the file does not fill: {names}",
)
_NOT_JSON = Phrase(
    "mapping : {path} ne se lit pas comme du JSON ({error})",
    "mapping: {path} cannot be read as JSON ({error})",
)
_STRANGE_PARTS = Phrase(
    "mapping : {file} contient {names} ; sont admis : {allowed}",
    "mapping: {file} has {names}; allowed are {allowed}",
)
_NO_TEXTS = Phrase(
    "mapping : {name} doit être un objet de textes ; reçu : {value}",
    "mapping: {name} must be an object of texts, got {value}",
)
_EMPTY_KEY = Phrase("pseudonym-key : {path} est vide", "pseudonym-key: {path} is empty")
_UNLIKE = Phrase(
    "{argument} : {path} n'est pas ce que son nom annonce ({reason})",
    "{argument}: {path} is not what its name says ({reason})",
)
_GAPS = Phrase("mois sans ligne : {months}", "months without a row: {months}")
_BUILT = Phrase("Cube {name} : {path}", "Cube {name}: {path}")
_UNDER_WAY = Phrase("Cube {name} : {share} % du tout", "Cube {name}: {share}% of all")
_TIME_LEFT = Phrase(
    "Cube {name} : {share} % du tout, encore {seconds} s environ",
    "Cube {name}: {share}% of all, about {seconds} s left",
)
_OUT_WANTED = Phrase(
    "indiquez par --out le dossier des cubes : le journal n'est pas dans un dossier de cette machine",
    "name the folder of the cubes by --out: the log is not in a folder of this machine",
)
_LOADED = Phrase(
    "Table {table} : {added} lignes ajoutées, {replaced} remplacées ; opérations sans place : {left}.",
    "Table {table}: {added} rows added, {replaced} replaced; transactions without a place: {left}.",
)
_SNAPSHOT = Phrase("Instantané {hash} de l'espace {workspace}.", "Snapshot {hash} of workspace {workspace}.")


def add_commands(commands: Any) -> None:
    """Add the commands to those of ``python -m data``."""
    made = commands.add_parser("generate-log", help="a synthetic channel log of any size, from a seed")
    made.add_argument("--rows", type=_rows, required=True, help="rows, such as 1000000, 10M or 1G")
    made.add_argument("--out", type=Path, default=Path("log"), help="folder to write (log)")
    made.add_argument("--start", type=_month, default=date(2024, 1, 1), help="first month, 2024-01")
    made.add_argument("--months", type=int, default=24)
    made.add_argument("--seed", type=int, default=20_261_031)
    made.set_defaults(run=_generate)
    brought = commands.add_parser("import-log", help="a bank's own channel log: Parquet or CSV")
    brought.add_argument("source", type=Path, help="a file, or a folder of them")
    brought.add_argument("--out", type=Path, required=True, help="folder to write, without a log yet")
    brought.add_argument("--mapping", type=Path, help="JSON: columns, codes, zone (docs/SCALE.md)")
    brought.add_argument(
        "--pseudonym-key", type=Path, help="file that holds the secret of the pseudonyms; drawn when left out"
    )
    brought.add_argument(
        "--encoding", choices=tuple(CHOICES), help="encoding of CSV files, where they leave it open"
    )
    brought.set_defaults(run=_import)
    cube = commands.add_parser("cube", help="the cubes of a channel log, and their rows for a workspace")
    cube.add_argument("log", help="folder of the log, its address (s3://bucket/log), or the name of a table")
    cube.add_argument("--out", type=Path, help="folder of the cubes (cubes, beside a folder)")
    cube.add_argument("--engine", choices=tuple(ENGINES), default="duckdb", help="what makes them (duckdb)")
    cube.add_argument("--connect", default="", help="postgres://…; for spark local[*], spark://… or sc://…")
    cube.add_argument(
        "--kind", choices=[Kind.OBSERVED.value, Kind.SYNTHETIC.value], help="of rows that do not say it"
    )
    cube.add_argument("--month", type=_month, help="make this month again in cubes that are there")
    cube.add_argument("--workspace", help="also load them into this workspace")
    cube.add_argument("--bank", help="bank that the log belongs to, with --workspace")
    cube.set_defaults(run=_cube)
    for command in (made, brought, cube):
        command.add_argument("--lang", choices=LANGUAGES, default="fr")
        command.add_argument("--json", action="store_true", help="say it in JSON")


def _rows(text: str) -> int:
    scale = {"k": 1_000, "M": 1_000_000, "G": _GIGABYTE}.get(text[-1:], 1)
    try:
        return int(text.rstrip("kMG") if scale > 1 else text) * scale
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of rows such as 1000000 or 10M") from None


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no month such as 2024-01") from None


def _generate(given: argparse.Namespace) -> int:
    given.out.mkdir(parents=True, exist_ok=True)
    needed, free = given.rows * _BYTES_PER_ROW, shutil.disk_usage(given.out).free
    if needed > free:
        raise ValueError(
            f"rows: {given.rows:,} need about {needed / _GIGABYTE:.1f} GB, "
            f"the disk of {given.out} has {free / _GIGABYTE:.1f} GB free"
        )
    made = generate_log(given.out, given.rows, start=given.start, months=given.months, seed=given.seed)
    said = {"rows": made.rows, "files": len(made.files), "folder": str(given.out), "seed": made.seed}
    _print(given, said, [_GENERATED.in_language(given.lang).format(**said)])
    return OK


def read_mapping(path: Path | None) -> LogMapping:
    """The mapping that a JSON file states; the contract's own names without a file.

    Raises
    ------
    ValueError: not JSON, or a part that a mapping does not have
    """
    if path is None:
        return LogMapping()
    try:
        stated = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        raise LogRefused(_NOT_JSON, path=path, error=error) from error
    strange = sorted(set(stated) - set(_MAPPING_KEYS)) if isinstance(stated, dict) else ["no object"]
    if strange:
        raise LogRefused(
            _STRANGE_PARTS, file=path.name, names=", ".join(strange), allowed=", ".join(_MAPPING_KEYS)
        )
    for name in _CODE_PARTS & set(stated):
        value = stated[name]
        if not (isinstance(value, dict) and all(isinstance(code, str) for code in value.values())):
            raise LogRefused(_NO_TEXTS, name=name, value=str(value)[:40])
    return LogMapping(**stated)


def _import(given: argparse.Namespace) -> int:
    key = given.pseudonym_key.read_text(encoding="utf-8").strip() if given.pseudonym_key else None
    if key == "":
        raise LogRefused(_EMPTY_KEY, path=given.pseudonym_key)
    try:
        mapping = read_mapping(given.mapping)
        if given.encoding:
            mapping = replace(mapping, encoding=given.encoding)
        found = import_log(
            given.source,
            given.out,
            mapping,
            services=service_tiers().index,
            pseudonym_key=key,
        )
    except FileRefused as refusal:
        for problem in refusal.problems[:_PROBLEMS_SAID]:
            print(f"{problem.message(given.lang)} {problem.remedy(given.lang)}", file=sys.stderr)
        return REFUSED
    except (duckdb.Error, pa.ArrowInvalid) as error:
        raise _unlike_its_name("source", given.source, error) from error
    _print(given, _imported_json(found), _imported_text(found, given))
    return OK


def _unlike_its_name(argument: str, path: Path, error: Exception) -> ValueError:
    return LogRefused(_UNLIKE, argument=argument, path=path, reason=str(error).splitlines()[0])


def _imported_json(found: ImportedLog) -> dict[str, Any]:
    return {
        "files": [str(path) for path in found.files],
        "rows_read": found.rows_read,
        "rows_written": found.rows_written,
        **{name: getattr(found, name) for name in _FOUND},
        **{name: dict(getattr(found, name)) for name in _UNKNOWN},
        "encoding": found.encoding,
        "unread_columns": list(found.unread_columns),
        "unfilled_columns": list(found.unfilled_columns),
        "missing_months": [f"{month:%Y-%m}" for month in found.missing_months],
    }


def _imported_text(found: ImportedLog, given: argparse.Namespace) -> list[str]:
    lines = [
        _IMPORTED.in_language(given.lang).format(
            read=found.rows_read, written=found.rows_written, files=len(found.files), folder=given.out
        )
    ]
    for name, phrase in _FOUND.items():
        if count := getattr(found, name):
            lines.append(f"  {count:>9}  {phrase.in_language(given.lang)}")
    for name, phrase in _UNKNOWN.items():
        codes: Mapping[str, int] = getattr(found, name)
        if codes:
            listed = ", ".join(f"{code or '(-)'} ({rows})" for code, rows in codes.items())
            lines.append(f"  {sum(codes.values()):>9}  {phrase.in_language(given.lang)}: {listed}")
    if found.encoding:
        lines.append(f"  {_ENCODED.in_language(given.lang).format(encoding=found.encoding)}")
    for phrase, names in ((_UNREAD, found.unread_columns), (_UNFILLED, found.unfilled_columns)):
        if names:
            lines.append(f"  {phrase.in_language(given.lang).format(names=', '.join(names))}")
    if found.missing_months:
        months = ", ".join(f"{month:%Y-%m}" for month in found.missing_months)
        lines.append(f"  {_GAPS.in_language(given.lang).format(months=months)}")
    return lines


def _cube(given: argparse.Namespace) -> int:
    if bool(given.workspace) != bool(given.bank):
        raise ValueError("workspace and bank go together: --workspace W --bank B")
    if given.workspace:
        check_workspace(given.workspace)
    elsewhere = is_address(given.log) or given.engine in ("postgres", "spark")
    if elsewhere and given.out is None:
        raise LogRefused(_OUT_WANTED)
    target = given.out or Path(given.log).parent / "cubes"
    if not elsewhere and target.resolve() == Path(given.log).resolve():
        raise ValueError(f"out must be another folder than the log's, got {target} twice")
    try:
        built = make_cubes(
            given.engine,
            given.log,
            target,
            connect=given.connect,
            kind=Kind(given.kind) if given.kind else None,
            month=given.month,
            told=None if given.json else partial(_tell, given.lang),
        )
    except (duckdb.Error, pa.ArrowInvalid) as error:
        raise _unlike_its_name("log", given.log, error) from error
    lines = [_BUILT.in_language(given.lang).format(name=name, path=path) for name, path in built.items()]
    said: dict[str, Any] = {"cubes": {name: str(path) for name, path in built.items()}}
    if given.workspace:
        said["tables"], more = _load_cubes(given, target)
        lines += more
    _print(given, said, lines)
    return OK


def _tell(spoken: Language, progress: Progress) -> None:
    """How far it is: one line that changes where somebody watches, else nothing."""
    if not sys.stderr.isatty():
        return
    done = progress.done == 1
    phrase = _UNDER_WAY if progress.seconds_left is None or done else _TIME_LEFT
    said = phrase.in_language(spoken).format(
        name=progress.cube, share=round(100 * progress.done), seconds=round(progress.seconds_left or 0)
    )
    print(f"\r{said:<60}", end="\n" if done else "", file=sys.stderr, flush=True)


def _load_cubes(given: argparse.Namespace, target: Path) -> tuple[dict[str, Any], list[str]]:
    said: dict[str, Any] = {}
    lines = []
    for name, table in TABLES.items():
        rows, left = table_rows(target, name, given.bank, services=service_tiers().index)
        if rows.empty:
            said[table] = {"added": 0, "replaced": 0, "left_out": left}
            lines.append(_LOADED.in_language(given.lang).format(table=table, added=0, replaced=0, left=left))
            continue
        try:
            done = load(rows, table=table, workspace=given.workspace)
        except NotLoaded as error:
            problems = "; ".join(problem.message(given.lang) for problem in error.report.problems[:3])
            raise ValueError(f"{error}: {problems}") from error
        said[table] = {"added": done.rows_added, "replaced": done.rows_replaced, "left_out": left}
        lines.append(
            _LOADED.in_language(given.lang).format(
                table=table, added=done.rows_added, replaced=done.rows_replaced, left=left
            )
        )
        said["snapshot"] = done.snapshot.hash
    if "snapshot" in said:
        lines.append(
            _SNAPSHOT.in_language(given.lang).format(hash=said["snapshot"], workspace=given.workspace)
        )
    return said, lines


def _print(given: argparse.Namespace, said: Mapping[str, Any], lines: list[str]) -> None:
    print(json.dumps(said, ensure_ascii=False, indent=1) if given.json else "\n".join(lines))
