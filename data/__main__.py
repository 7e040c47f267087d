"""Data at the command line: ``python -m data build | check | load | refresh | template | tables |
names | key | own``, channel log, ``backup | restore | verify | usage | prune``.

Exit codes: 0 all is well, 1 the file has problems (or the build failed), 2 the command is wrong.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from data import keys, ledger_commands, own, shipped
from data.archive import Damaged
from data.archive_commands import add_archive_commands
from data.build import build_base
from data.channel_log.problems import LogRefused
from data.connection import NOT_WRITTEN
from data.contracts import CONTRACTS
from data.ingest import (
    MAX_FILE_BYTES,
    Language,
    LoadResult,
    NamesRefused,
    Notice,
    NotStored,
    Problem,
    ReadOptions,
    References,
    Report,
    check_workspace,
    load,
    load_references,
    names_read,
    names_written,
    recognise,
    suggest_mapping,
    take_names,
    template,
    worker,
)
from data.ingest.encodings import CHOICES
from data.ingest.escaping import plain, plain_json
from data.ingest.phrases import LANGUAGES, Phrase
from data.ingest.problems import FileRefused
from data.ingest.report import refused
from data.ingest.sniff import check_size
from data.log_commands import add_commands
from data.publishing import sweep
from data.refreshing import NotReached, Offered, fetch, offered

OK, REFUSED, MISUSED = 0, 1, 2
_SHOWN = 20
_PATIENCE = 300
"""Seconds that the watch may take after a load: it draws each page with a target."""
_IMPORTABLE = tuple(name for name, declared in CONTRACTS.items() if declared.importable)

_READ = Phrase(
    "Fichier {file}, table {table} ; lignes lues : {rows}.", "File {file}, table {table}; lines read: {rows}."
)
_FINE = Phrase("Aucun problème.", "No problem.")
_LEFT = Phrase("Laissé de côté, ne sera pas chargé :", "Left aside, will not be loaded:")
_FINE_PART = Phrase("Aucun problème dans le reste.", "No problem in the rest.")
_FOUND = Phrase(
    "Problèmes : {total} ; rien n'est chargé tant qu'il en reste un.",
    "Problems: {total}; nothing is loaded while one remains.",
)
_LINE, _FILE = Phrase("ligne {line}", "line {line}"), Phrase("fichier", "file")
_COLUMN = Phrase("colonne {column}", "column {column}")
_MORE = Phrase("… et d'autres problèmes : {rest}.", "… and other problems: {rest}.")
_EITHER = Phrase(
    "Le fichier peut remplir plus d'une table. Nommez-la : {tables}.",
    "The file may fill more than one table. Name it: {tables}.",
)
_NO_TABLE = Phrase(
    "Rien dans ce fichier ne dit quelle table il remplit. Nommez-la par --as ; "
    "python -m data tables les énumère.",
    "Nothing in this file says which table it fills. Name it by --as; python -m data tables lists them.",
)
_UNREADABLE = Phrase("Le fichier {file} ne peut pas être ouvert.", "The file {file} cannot be opened.")
_NOT_WRITTEN = Phrase(
    "Les données n'ont pas pu être écrites ; celles d'avant restent en place. Libérez de la place sur le "
    "disque, ou donnez un autre dossier par VIGIE_HOME. ({reason})",
    "The data could not be written; those of before stay in place. Make room on the disk, or name another "
    "folder by VIGIE_HOME. ({reason})",
)
_SNAPSHOT = Phrase("Instantané {hash} de l'espace {workspace}.", "Snapshot {hash} of workspace {workspace}.")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit code."""
    given = _parser().parse_args(arguments)
    try:
        return int(given.run(given))
    except NotStored as error:
        words = (error.problem.message(given.lang), error.problem.remedy(given.lang))
        print(plain(" ".join(words)), file=sys.stderr)
        return REFUSED
    except NOT_WRITTEN as error:
        # Other than a traceback, this names what could not be read or written, and why.
        name = getattr(error, "filename", None)
        reason = plain(f"{name}: {getattr(error, 'strerror', None)}" if name else str(error))
        if given.run in (_build, _load):
            reason = _NOT_WRITTEN.in_language(getattr(given, "lang", "en")).format(reason=reason)
        print(reason, file=sys.stderr)
        return REFUSED
    except Damaged as error:
        print(plain(str(error)), file=sys.stderr)
        return REFUSED
    except LogRefused as error:
        print(plain(error.message(given.lang)), file=sys.stderr)
        return MISUSED
    except (ValueError, KeyError) as error:
        print(plain(str(error.args[0] if error.args else error)), file=sys.stderr)
        return MISUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m data", description=str(__doc__).split("\n")[0])
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    build = commands.add_parser("build", help="build the base: country figures, catalogues, demonstration")
    build.add_argument("--json", action="store_true", help="say it in JSON")
    build.set_defaults(run=_build)
    for name, run, text in (
        ("check", _check, "validate a file"),
        ("load", _load, "load a file into a workspace"),
    ):
        command = commands.add_parser(name, help=text)
        _add_file_arguments(command)
        command.add_argument(
            "--workspace", required=name == "load", help="workspace: letters, digits, hyphens"
        )
        command.set_defaults(run=run)
        if name == "load":
            command.add_argument(
                "--watch",
                action=argparse.BooleanOptionalAction,
                default=True,
                help="then say what targets, limits and deadlines the load has changed",
            )
    again = commands.add_parser("refresh", help="fetch a published series anew and load it; lists them")
    again.add_argument("source", nargs="?", metavar="SOURCE", help="which; all are listed when left out")
    again.add_argument("--workspace", help="workspace: letters, digits, hyphens")
    again.add_argument("--rejects", type=Path, help="write the refused lines with their reasons here")
    again.add_argument("--watch", action=argparse.BooleanOptionalAction, default=True, help="as for load")
    again.add_argument("--lang", choices=LANGUAGES, default="fr")
    again.add_argument("--json", action="store_true", help="say it in JSON")
    again.set_defaults(run=_refresh)
    blank = commands.add_parser("template", help="a file to fill in")
    blank.add_argument("table", choices=_IMPORTABLE, metavar="TABLE")
    blank.add_argument("--format", choices=("csv", "xlsx"), default="csv")
    blank.add_argument("--out", type=Path, help="where to write it; standard output when left out")
    blank.add_argument("--lang", choices=LANGUAGES, default="fr")
    blank.set_defaults(run=_template)
    tables = commands.add_parser("tables", help="the tables that can be loaded")
    tables.add_argument("--lang", choices=LANGUAGES, default="fr")
    tables.add_argument("--json", action="store_true", help="say it in JSON")
    tables.set_defaults(run=_tables)
    key = commands.add_parser("key", help="a new key to add to a workspace from the import page")
    key.add_argument("workspace")
    key.set_defaults(run=_key)
    matched = commands.add_parser("names", help="names that a workspace matched by hand, as a file")
    matched.add_argument("workspace")
    matched.add_argument("--take", type=Path, metavar="FILE", help="take over the names of such a file")
    matched.add_argument("--lang", choices=LANGUAGES, default="fr")
    matched.set_defaults(run=_names)
    kept = commands.add_parser(
        "own", help="what a workspace keeps beside its rows: notes, favourites, scenarios"
    )
    kept.add_argument("workspace")
    kept.set_defaults(run=_own)
    add_commands(commands)
    add_archive_commands(commands)
    return parser


def _add_file_arguments(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path)
    command.add_argument(
        "--as",
        dest="table",
        choices=_IMPORTABLE,
        metavar="TABLE",
        help="table that the file fills; told from the file when left out",
    )
    command.add_argument("--bank", help="bank that every line is about, where the file does not say")
    command.add_argument(
        "--set", action="append", default=[], metavar="COLUMN=VALUE", help="one value for the whole file"
    )
    command.add_argument(
        "--map", action="append", default=[], metavar="COLUMN=HEADER", help="file column that holds a column"
    )
    command.add_argument("--decimal", choices=(",", "."), help="decimal sign of the file")
    command.add_argument(
        "--fractions",
        action=argparse.BooleanOptionalAction,
        help="whether 0.05 in an XLS or XLSB file is 5%% or, with --no-fractions, 0.05%%",
    )
    command.add_argument(
        "--day-first",
        action=argparse.BooleanOptionalAction,
        help="03/04/2026 is 3 April (--no-day-first: 4 March)",
    )
    command.add_argument(
        "--encoding", choices=tuple(CHOICES), help="encoding of a text file, where the file leaves it open"
    )
    command.add_argument("--sheet", help="sheet of the workbook")
    command.add_argument("--rejects", type=Path, help="write the refused lines with their reasons here")
    command.add_argument("--lang", choices=LANGUAGES, default="fr")
    command.add_argument("--json", action="store_true", help="say it in JSON")


def _pairs(given: Sequence[str], option: str) -> dict[str, str]:
    pairs = [text.partition("=") for text in given]
    wrong = [name for name, equals, _ in pairs if not equals]
    if wrong:
        raise ValueError(f"{option}: {wrong[0]!r}; write COLUMN=VALUE")
    return {name.strip(): value.strip() for name, _, value in pairs}


def _build(given: argparse.Namespace) -> int:
    sweep()
    snapshot = build_base()
    said = {"hash": snapshot.hash, "workspace": snapshot.workspace, "path": str(snapshot.path)}
    print(json.dumps(said) if given.json else snapshot.path)
    return OK


def _report(given: argparse.Namespace) -> Report | None:
    """Validate the file of the command; None when it cannot be opened."""
    constants = _pairs(given.set, "--set") | ({"bank": given.bank} if given.bank else {})
    worker.start()
    references = load_references(given.workspace)
    chosen = _pairs(given.map, "--map")
    options = ReadOptions(given.decimal, given.day_first, given.sheet, given.encoding, given.fractions)
    try:
        # A file over the limit is refused without reading a byte of it.
        check_size(given.file.stat().st_size)
        content = given.file.read_bytes()
    except FileRefused as refusal:
        return refused(given.table or "", given.file.name, refusal.problems)
    except OSError:
        print(plain(_UNREADABLE.in_language(given.lang).format(file=given.file.name)), file=sys.stderr)
        return None
    if given.table is None:
        given.table = _recognised(content, given, options, references)
        if given.table is None:
            return None
    return worker.validate(
        content,
        given.file.name,
        table=given.table,
        mapping=_completed(content, given, chosen, options) if chosen else None,
        options=options,
        constants=constants,
        known=references,
    )


def _as_ledger(given: argparse.Namespace, *, loads: bool) -> bool | None:
    """Whether the file, a bank's cost accounting, could be used; None where it is none."""
    if given.table is not None or not given.file.is_file() or given.file.stat().st_size > MAX_FILE_BYTES:
        return None
    content = given.file.read_bytes()
    options = ReadOptions(given.decimal, given.day_first, given.sheet, given.encoding, given.fractions)
    ledger = worker.ledger(content, given.file.name, options=options)
    if ledger is None:
        return None
    constants = _pairs(given.set, "--set") | ({"bank": given.bank} if given.bank else {})
    return ledger_commands.run(ledger, content, given, _pairs(given.map, "--map"), constants, loads=loads)


def _recognised(
    content: bytes, given: argparse.Namespace, options: ReadOptions, known: References
) -> str | None:
    """The table that the file shows to fill; None, and said why, where it shows none or more than one."""
    seen = worker.preview(content, given.file.name, options=options, references=known)
    if seen.problem:
        words = (seen.problem.message(given.lang), seen.problem.remedy(given.lang))
        print(plain(" ".join(words)), file=sys.stderr)
        return None
    likely = recognise(seen.columns, seen.rows, known)
    if likely.clear:
        return likely.candidates[0].table
    named = ", ".join(f"--as {each.table}" for each in likely.candidates)
    said = (
        _EITHER.in_language(given.lang).format(tables=named) if named else _NO_TABLE.in_language(given.lang)
    )
    print(plain(said), file=sys.stderr)
    return None


def _completed(
    content: bytes, given: argparse.Namespace, chosen: dict[str, str], options: ReadOptions
) -> dict[str, str | None]:
    """The mapping asked for, completed by what the file's own headers suggest."""
    seen = worker.preview(content, given.file.name, table=given.table, options=options)
    taken = set(chosen.values())
    suggested = suggest_mapping(seen, given.table)
    return {name: None if header in taken else header for name, header in suggested.items()} | chosen


def _check(given: argparse.Namespace) -> int:
    if given.workspace:
        check_workspace(given.workspace)
    used = _as_ledger(given, loads=False)
    if used is not None:
        return OK if used else MISUSED
    report = _report(given)
    if report is None:
        return MISUSED
    _say(report, given)
    return OK if report.ok else REFUSED


def _load(given: argparse.Namespace) -> int:
    check_workspace(given.workspace)
    used = _as_ledger(given, loads=True)
    if used is not None:
        return OK if used else MISUSED
    report = _report(given)
    return MISUSED if report is None else _finish(report, given)


def _finish(report: Report, given: argparse.Namespace) -> int:
    """Load what was validated, and say it."""
    if not report.ok:
        _say(report, given)
        return REFUSED
    if not given.json:
        # What will be left aside is said before anything changes.
        _say(report, given)
    result = load(report, table=given.table, workspace=given.workspace)
    if given.json:
        _say(report, given, result)
    else:
        print("\n".join(_result_lines(result, given.lang)))
    if given.watch:
        _look(given)
    return OK


def _refresh(given: argparse.Namespace) -> int:
    """List what can be fetched, or fetch one source and load it."""
    references = load_references(given.workspace)
    sources = offered(tuple(shipped.followed_countries()))
    if given.source is None:
        print(_sources_json(sources) if given.json else _sources_text(sources))
        return OK
    if given.source not in sources:
        raise ValueError(f"{given.source}: choose one of {', '.join(sources)}")
    if given.workspace is None:
        raise ValueError("--workspace: name the workspace that the figures go to")
    check_workspace(given.workspace)
    source = sources[given.source]
    given.table = source.table
    worker.start()
    try:
        content = fetch(source)
    except NotReached as error:
        print(plain(error.message(given.lang)), file=sys.stderr)
        return REFUSED
    except FileRefused as refusal:
        return _finish(refused(source.table, given.source, refusal.problems), given)
    report = worker.validate(
        content, given.source, table=source.table, constants=source.constants, known=references
    )
    return _finish(report, given)


def _sources_json(sources: Mapping[str, Offered]) -> str:
    return json.dumps([vars(each) for each in sources.values()], ensure_ascii=False, indent=1)


def _sources_text(sources: Mapping[str, Offered]) -> str:
    width = max(map(len, sources))
    return "\n".join(
        f"{name:<{width}}  {each.table:<12}  {each.publisher}, {each.licence}\n{'':<{width}}  {each.address}"
        for name, each in sources.items()
    )


def _look(given: argparse.Namespace) -> None:
    """Have the watch say what the load has changed, as a command of its own: data know nothing of pages.

    What it says goes where the report in words goes; a watch that fails does not undo the load.
    """
    command = [sys.executable, "-m", "vigie", "watch", "--workspace", given.workspace, "--lang", given.lang]
    try:
        told = subprocess.run(
            [*command, "--text"], capture_output=True, text=True, timeout=_PATIENCE, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as fault:
        print(plain(f"watch: {fault}"), file=sys.stderr)
        return
    aside = sys.stderr if given.json else sys.stdout
    for stream, lines in ((aside, told.stdout), (sys.stderr, told.stderr if told.returncode else "")):
        if lines.strip():
            print(plain(lines.strip()), file=stream)


def _say(report: Report, given: argparse.Namespace, result: LoadResult | None = None) -> None:
    lang: Language = given.lang
    if given.rejects:
        given.rejects.write_bytes(report.rejects_csv(lang))
    if given.json:
        print(plain_json(json.dumps(_as_json(report, lang, result), ensure_ascii=False, indent=1)))
        return
    for text in _as_text(report, lang, result):
        print(plain(text))


def _as_json(report: Report, lang: Language, result: LoadResult | None) -> dict[str, Any]:
    said: dict[str, Any] = {
        "table": report.table,
        "file": report.filename,
        "ok": report.ok,
        "rows_read": report.rows_read,
        "total": report.total,
        "counts": dict(report.counts),
        "problems": [_problem_json(problem, lang) for problem in report.problems],
        "notices": [{"code": notice.code, "message": notice.message(lang)} for notice in report.notices],
        "left_out": [notice.code for notice in report.left_out],
    }
    if result is not None:
        said["load"] = {
            "snapshot": result.snapshot.hash,
            "rows_added": result.rows_added,
            "rows_replaced": result.rows_replaced,
            "rows_unchanged": result.rows_unchanged,
            "notices": result.sentences(lang),
        }
    return said


def _problem_json(problem: Problem, lang: Language) -> dict[str, object]:
    return {
        "line": problem.line,
        "column": problem.column,
        "value": problem.value,
        "rule": problem.rule,
        "message": problem.message(lang),
        "remedy": problem.remedy(lang),
    }


def _as_text(report: Report, lang: Language, result: LoadResult | None) -> list[str]:
    lines = [_READ.in_language(lang).format(rows=report.rows_read, file=report.filename, table=report.table)]
    lines += _notice_lines(report.done, lang)
    if report.left_out:
        lines += [_LEFT.in_language(lang), *_notice_lines(report.left_out, lang)]
    if report.ok:
        lines.append((_FINE_PART if report.left_out else _FINE).in_language(lang))
    else:
        lines.append(_FOUND.in_language(lang).format(total=report.total))
        lines += [f"  {number:>7}  {title}" for title, number in report.counts_by_title(lang)]
        for problem in report.problems[:_SHOWN]:
            lines += _problem_lines(problem, lang)
        if report.total > _SHOWN:
            lines.append(_MORE.in_language(lang).format(rest=report.total - _SHOWN))
    return lines if result is None else [*lines, *_result_lines(result, lang)]


def _result_lines(result: LoadResult, lang: Language) -> list[str]:
    where = {"hash": result.snapshot.hash, "workspace": result.snapshot.workspace}
    return [*_notice_lines(result.notices, lang), _SNAPSHOT.in_language(lang).format(**where)]


def _notice_lines(notices: Sequence[Notice], lang: Language) -> list[str]:
    return [f"  · {notice.message(lang)}" for notice in notices]


def _problem_lines(problem: Problem, lang: Language) -> list[str]:
    place = _LINE.in_language(lang).format(line=problem.line) if problem.line else _FILE.in_language(lang)
    if problem.column:
        place += ", " + _COLUMN.in_language(lang).format(column=problem.column)
    colon = "\u00a0:" if lang == "fr" else ":"
    return [f"{place}{colon} {problem.message(lang)}", f"    → {problem.remedy(lang)}"]


def _template(given: argparse.Namespace) -> int:
    content = template(given.table, given.format, given.lang)
    if given.out is None:
        sys.stdout.buffer.write(content)
    else:
        given.out.write_bytes(content)
    return OK


def _key(given: argparse.Namespace) -> int:
    try:
        print(keys.renew(given.workspace))
    except FileNotFoundError as error:
        print(error, file=sys.stderr)
        return REFUSED
    return OK


def _names(given: argparse.Namespace) -> int:
    check_workspace(given.workspace)
    if given.take is None:
        print(plain_json(names_written(given.workspace)), end="")
        return OK
    try:
        names = names_read(given.take.read_bytes(), load_references(given.workspace))
    except NamesRefused as error:
        print(plain(error.message(given.lang)), file=sys.stderr)
        return REFUSED
    print(take_names(given.workspace, names))
    return OK


def _own(given: argparse.Namespace) -> int:
    print(plain_json(own.written(own.read(given.workspace))))
    return OK


def _tables(given: argparse.Namespace) -> int:
    titles = {
        name: CONTRACTS[name].title_fr if given.lang == "fr" else CONTRACTS[name].title_en
        for name in _IMPORTABLE
    }
    if given.json:
        print(json.dumps(titles, ensure_ascii=False, indent=1))
    else:
        width = max(map(len, titles))
        print("\n".join(f"{name:<{width}}  {title}" for name, title in titles.items()))
    return OK


if __name__ == "__main__":
    sys.exit(main())
