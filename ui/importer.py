"""The import page as a value: file, table, columns, report, load. The same code serves the command line.

Nothing of a file is served before all of it is right.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from data import ingest
from data.channel_log.contract import CHANNEL_LOG
from data.contracts import CONTRACTS, Column, Contract
from data.hosting import largest_log_megabytes, largest_megabytes
from data.ingest.encodings import CHOICES as ENCODINGS
from data.ingest.limits import MEGABYTE
from data.ingest.log_file import may_be_log
from data.snapshots import DEMO, hosted
from studies import core, stand_ins
from studies.channels import costs
from ui import import_changes, import_ledger, import_log, writing_key
from ui import start as words
from ui.content import Answer, Table
from ui.form import Beside, Field, Fold, FormPage, Kept, Lead, Said, Sheet, Step, Visit
from ui.import_changes import own_bank
from ui.import_load import (
    OWN_NAMES,
    Goal,
    Watch,
    checked,
    covered,
    known_report,
    last_load,
    load,
    name_taken,
    reported,
    templates,
)
from ui.own import FIELD_OF_WORKSPACE, holds_key, is_anothers
from ui.words import N_, _, language, listing, localised, ngettext, number, told_by_data, worded

IMPORTABLE: Final = tuple(name for name, declared in CONTRACTS.items() if declared.importable)
_DECIMALS: Final = {"": None, "comma": ",", "point": "."}
_DAY_FIRST: Final = {"": None, "day": True, "month": False}
_FRACTIONS: Final = {"": None, "shown": True, "held": False}
_LATER: Final = "later"
_ASIDE: Final = "aside"
_FILE: Final = "import file"
_PREVIEW: Final = "import preview"
_UNTOLD: Final = "import preview without table"
_OWN: Final = "own workspace"
_SEVERAL: Final = 2
_EVIDENCE: Final = 5
_FILE_AND_TABLE: Final = (2, 1)
_NO_FILE: Final = N_("No file? Begin with a dozen figures")


@dataclass(frozen=True)
class _Given:
    """A file, and how it is to be read; ``bank`` : as it was typed, empty where it was not."""

    name: str
    content: bytes
    options: ingest.ReadOptions
    bank: str
    table: Contract | None


def page(visit: Visit, watch: Watch) -> FormPage:
    """The whole page, as far as the file and the answers until now allow; ``watch`` : see ``Goal``."""
    # What reads files gets ready while the visitor looks for one.
    ingest.worker.start()
    kept = visit.kept
    sheet = Sheet(kept)
    loaded, told = last_load(visit), sheet.part()
    left, right, settings = Sheet(kept), Sheet(kept), Sheet(kept)
    uploaded = left.ask(_file())
    too_large = uploaded is not None and _too_large(uploaded.name, uploaded.size)
    table = _choose_table(visit, right)
    sheet.put(Beside([left.offers, right.offers], _FILE_AND_TABLE))
    if uploaded is None:
        import_log.forget(kept)
        right.put(Lead("start", _(_NO_FILE)))
    workspace, settled = _choose_workspace(visit, settings)
    bank = _bank()
    options = _choose_options(settings)
    # Asked where the file wants it, and with the other settings where it does not.
    asked, read, below = sheet.part(), sheet.part(), Sheet(kept)
    wants, another = False, uploaded is not None
    if too_large:
        read.put(_refused_for_size())
    elif uploaded is not None and workspace:
        named = str(bank.stands(kept)).strip()
        given = _Given(uploaded.name, uploaded.getvalue(), options, named, table)
        goal = Goal(visit, workspace, watch, (given.name, hash(given.content)))
        another = not goal.known
        wants = _read(read, goal, given)
    if loaded:
        # What a load did stands first, until another file is at hand.
        last = [Fold(_("The last load"), loaded, ":material/history:")]
        (below if another else told).put(*(last if another else loaded))
    if wants:
        asked.put(Beside([[bank], []], _FILE_AND_TABLE))
    else:
        settings.put(bank)
    title = _("Workspace, bank, and how figures are written")
    with sheet.fold(title, ":material/tune:", unfolded=not settled, columns=2) as inner:
        inner.put(*settings.offers)
    sheet.put(*below.offers)
    sheet.put(*covered(visit, unfolded=not another))
    import_changes.history(sheet, visit.workspace)
    import_changes.names(sheet, visit.workspace, workspace)
    return FormPage(Answer(standing(visit)), sheet.offers)


def standing(visit: Visit) -> str:
    """What the page does for its reader, and how much of the own bank there is."""
    if visit.workspace == DEMO:
        return _(
            "Give a file as your bank writes it: its table is recognised, and nothing is loaded before you "
            "have seen what came of it."
        )
    if not holds_key(visit.workspace):
        return _(
            "The workspace “{workspace}” may be read by its link. A file loaded here opens one of your own; "
            "to add to this one, give its writing key."
        ).format(workspace=visit.workspace)
    bank = own_bank(visit)
    if bank is None:
        return _(
            "You are looking at the workspace “{workspace}”. A file loaded here joins what it holds."
        ).format(workspace=visit.workspace)
    held = stand_ins.of_bank(visit.reader.snapshot, bank)
    own = {*held.loaded, *held.typed, *held.costed} - {"bank"}
    return _("{bank}, tables of its own: {count} of {all}. A file loaded here joins them.").format(
        bank=visit.reader.banks().get(bank, bank),
        count=number(len(own), 0),
        all=number(len(words.own_tables()), 0),
    )


def _file() -> Field:
    largest, largest_log = largest_megabytes(), largest_log_megabytes()
    said = (
        _(
            "Your file: spreadsheet, CSV, Parquet, SDMX or JSON-stat, up to {size} MB; "
            "a channel log up to {log} MB"
        )
        if largest < largest_log
        else _("Your file: spreadsheet, CSV, Parquet, SDMX or JSON-stat, up to {size} MB")
    )
    return Field(_FILE, said.format(size=largest, log=largest_log), "file", megabytes=largest_log)


def _too_large(name: str, size: int) -> bool:
    return size > (largest_log_megabytes() if may_be_log(name) else largest_megabytes()) * MEGABYTE


def _refused_for_size() -> Said:
    said = _("This file is larger than {size} MB. Only a channel log (CSV, TXT, Parquet) may be.")
    return Said(said.format(size=largest_megabytes()), "fault")


def _choose_table(visit: Visit, sheet: Sheet) -> Contract | None:
    """Which table the file fills, its meaning and its templates; None where the file is to tell."""
    titles = {table: localised(CONTRACTS[table], "title") for table in IMPORTABLE}
    first = {"": _("as the file shows"), CHANNEL_LOG.name: localised(CHANNEL_LOG, "title")}
    name = sheet.ask(
        Field("import table", _("What does the file hold?"), "choice", first | titles, lasting=True)
    )
    if not name:
        sheet.say(_("Headers and first values tell it. Choose a table to see its template."), "aside")
        return None
    declared = CHANNEL_LOG if name == CHANNEL_LOG.name else CONTRACTS[name]
    sheet.say(localised(declared, "meaning"), "aside")
    if declared is not CHANNEL_LOG:
        sheet.put(templates(visit, name, "template"))
    return declared


def _choose_workspace(visit: Visit, sheet: Sheet) -> tuple[str | None, bool]:
    """Where the file goes, None where the name cannot be one; and whether nothing is left to settle."""
    settled = True
    if visit.workspace != DEMO and not holds_key(visit.workspace):
        sheet.put(*writing_key.asked(visit.workspace))
        settled = False
    if hosted():
        name, said = own_workspace(visit)
        sheet.put(said)
        return name, settled
    if FIELD_OF_WORKSPACE not in visit.kept:
        # A name that cannot be guessed: on a shared server it is what keeps visitors apart.
        new = f"banque-{secrets.token_hex(4)}"
        visit.kept[FIELD_OF_WORKSPACE] = visit.workspace if holds_key(visit.workspace) else new
    about = _("Lower-case letters, digits and hyphens. Whoever has the link to a workspace can see it.")
    typed = sheet.ask(Field(FIELD_OF_WORKSPACE, _("Workspace"), most=40, about=about, lasting=True))
    try:
        chosen = ingest.check_workspace(str(typed).strip())
    except ValueError:
        wrong = _("Choose another name for the workspace: 3 to 40 lower-case letters, digits or hyphens.")
        sheet.say(wrong, "fault")
        return None, False
    if is_anothers(chosen):
        sheet.say(name_taken(), "fault")
        if chosen != visit.workspace:
            sheet.put(*writing_key.asked(chosen))
        return None, False
    return chosen, settled


def own_workspace(visit: Visit) -> tuple[str, Said]:
    """Where a visitor of a hosted demonstration loads: never under a name of his or her choosing."""
    kept = visit.kept
    if _OWN not in kept:
        kept[_OWN] = f"banque-{secrets.token_hex(16)}"
    own = visit.workspace if holds_key(visit.workspace) else str(kept[_OWN])
    said = _("Workspace: {name}. Whoever has its link can see it; no one can guess it.")
    return own, Said(said.format(name=own), "aside")


def _bank() -> Field:
    """The bank that the rows belong to, for files without a column that says so."""
    asked = _("Bank, when the file does not name it")
    return Field("import bank", asked, most=40, example="ma-banque", lasting=True)


def _has_bank(declared: Contract) -> bool:
    return declared.name != "bank" and any(column.name == "bank" for column in declared.columns)


def _choose_options(sheet: Sheet) -> ingest.ReadOptions:
    """How to read what the file itself leaves open."""
    shown = _("as the file shows")
    decimals = {"": shown, "comma": _("decimal comma (0,4)"), "point": _("decimal point (0.4)")}
    orders = {"": shown, "day": _("day before month"), "month": _("month before day")}
    decimal = sheet.ask(Field("import decimal", _("Decimal sign"), "choice", decimals))
    order = sheet.ask(Field("import order", _("Order of dates"), "choice", orders))
    codings = {"": shown, **ENCODINGS}
    coding = sheet.ask(Field("import encoding", _("Encoding of the characters"), "choice", codings))
    return ingest.ReadOptions(
        decimal=_DECIMALS[decimal], day_first=_DAY_FIRST[order], encoding=coding or None
    )


def _read(sheet: Sheet, goal: Goal, given: _Given) -> bool:
    """What came of the file, and what is to be done with it; whether it wants its bank named."""
    kept, table = sheet.kept, given.table
    log = None
    if table is None or table is CHANNEL_LOG:
        log = import_log.read(kept, given.content, given.name, given.options)
    if log and import_log.is_one(log, table):
        import_log.offer(sheet, goal, log, given.content, given.bank, given.options)
        return not _put_away(sheet, goal)
    if table is CHANNEL_LOG:
        sheet.put(import_log.refused(log))
        return False
    if len(given.content) > largest_megabytes() * MEGABYTE:
        sheet.put(_refused_for_size())
        return False
    if table is None:
        ledger = import_ledger.read(kept, given.content, given.name, given.options)
        if ledger:
            import_ledger.offer(sheet, goal, ledger, given.content, given.bank)
            return not _put_away(sheet, goal)
    return _tables(sheet, goal, given)


def _put_away(sheet: Sheet, goal: Goal) -> bool:
    """Fold away a file that was just loaded, so that what the load did stands first; whether it was."""
    if goal.reached:
        # Another sheet of it is still at hand.
        sheet.offers[:] = [Fold(_("The file just loaded"), [*sheet.offers], ":material/draft:")]
    return goal.reached


def _tables(sheet: Sheet, goal: Goal, given: _Given) -> bool:
    """A file that fills a table: recognised, matched, checked, loaded."""
    kept, known = sheet.kept, ingest.load_references(goal.workspace)
    settings: dict[str, Any] = {"options": given.options, "known": known}
    seen = _understood(kept, given, given.table, settings)
    settings["options"] = _choose_rates(sheet, seen, _choose_sheet(sheet, seen, given.options))
    goal = replace(goal, file=(*goal.file, str(settings["options"])))
    table = _recognise(sheet, given, settings)
    if table is None:
        return False
    found = _understood(kept, given, table, settings)
    if found.problem:
        _unreadable(sheet, found)
        return False
    constants = {"bank": given.bank} if given.bank and _has_bank(table) else {}
    noted = sheet.part()
    # What is all found stands below the report, what is to be chosen above it.
    below = Sheet(kept)
    mapping = _choose_mapping(sheet, below, found, table, constants, goal.workspace, known)
    names = _match_names(sheet, goal.visit, found, table, known)
    settings |= {"table": table.name, "mapping": mapping, "constants": constants}
    settings["known"] = known.with_names(names)
    check = partial(ingest.worker.validate, given.content, given.name, **settings)
    asked = {key: value for key, value in settings.items() if key != "known"}
    key = (given.name, hash(given.content), f"{asked} {names}")
    report = known_report(kept, key, check)
    sheet.put(
        Step(
            _("Check the file"),
            lambda _given: checked(kept, key, check),
            "import check",
            icon=":material/fact_check:",
            busy=_("Checking every row …"),
        )
    )
    left = {notice.message(told_by_data()) for notice in (report.left_out if report else ())}
    notes = [said for notice in found.notes if (said := notice.message(told_by_data())) not in left]
    if notes:
        noted.say(" ".join(notes), "told", ":material/info:")
    if report:
        sheet.put(*reported(kept, report, found.notes))
        if report.ok:
            sheet.put(*import_changes.foreseen(report, goal.workspace))
            report = import_changes.ask_breaks(sheet, report, goal.workspace)
            _load(sheet, goal, report, table, names)
    _rows_of(sheet, found, unfolded=report is None)
    sheet.put(*below.offers)
    if report is None and _put_away(sheet, goal):
        return False
    return _has_bank(table) and not mapping.get("bank")


def _choose_rates(sheet: Sheet, found: ingest.Preview, options: ingest.ReadOptions) -> ingest.ReadOptions:
    """How a file shows its rates, where its format does not tell."""
    if not found.hides_percentages:
        return options
    rates = {
        "": _("ask where it matters"),
        "shown": _("as percentages (0.05 is 5%)"),
        "held": _("as numbers (0.05 is 0.05%)"),
    }
    chosen = sheet.ask(Field("import rates", _("Rates of this file"), "one", rates))
    return replace(options, fractions=_FRACTIONS[chosen])


def _choose_sheet(sheet: Sheet, found: ingest.Preview, options: ingest.ReadOptions) -> ingest.ReadOptions:
    """Which sheet of a workbook of several is read; each may fill another table."""
    if len(found.sheets) < _SEVERAL:
        return options
    names = {"": _("as the file shows")} | {name: name for name in found.sheets}
    about = _("Load one sheet after the other: each may fill another table.")
    key = f"import sheet {found.filename}"
    chosen = sheet.ask(Field(key, _("Sheet"), "choice", names, about=about))
    return replace(options, sheet=chosen or None)


def _recognise(sheet: Sheet, given: _Given, settings: Mapping[str, Any]) -> Contract | None:
    """The table that the file fills: the one chosen, else the one it shows; asked where two are likely."""
    if given.table is not None:
        return given.table
    found = _understood(sheet.kept, given, None, settings)
    if found.problem:
        _unreadable(sheet, found)
        return None
    likely = ingest.recognise(found.columns, found.rows, settings["known"])
    if not likely.candidates:
        sheet.say(_("Nothing in this file says which table it fills. Choose the table above."), "fault")
        return None
    titles = {each.table: localised(CONTRACTS[each.table], "title") for each in likely.candidates}
    first = likely.candidates[0]
    if likely.clear:
        told = _("Recognised: {table}.").format(table=titles[first.table])
        sheet.say(f"{told} {_evidence(first)}", "done", ":material/table_view:")
        return CONTRACTS[first.table]
    key = f"import recognised {'|'.join(found.columns)[:200]}"
    table = sheet.ask(Field(key, _("Which of these does the file hold?"), "one", titles))
    picked = next(each for each in likely.candidates if each.table == table)
    sheet.say(_evidence(picked), "aside")
    return CONTRACTS[table]


def _evidence(candidate: ingest.Candidate) -> str:
    """What tells the table: headers, values, columns over which it is spread; and what is not there."""
    declared = CONTRACTS[candidate.table]

    def named(columns: Iterable[str]) -> str:
        return listing(
            [
                _("“{header}” ({meaning})").format(
                    header=candidate.matched[name], meaning=localised(declared.column(name), "meaning")
                )
                for name in columns
            ][:_EVIDENCE]
        )

    by_header = [name for name in candidate.matched if name not in candidate.by_values]
    parts = []
    if by_header:
        parts.append(_("By its headers: {list}.").format(list=named(by_header)))
    if candidate.by_values:
        parts.append(_("By their values: {list}.").format(list=named(sorted(candidate.by_values))))
    if candidate.spread:
        parts.append(
            _("Values spread over {count} columns, {first} to {last}.").format(
                count=number(len(candidate.spread), 0), first=candidate.spread[0], last=candidate.spread[-1]
            )
        )
    if candidate.missing:
        lacking = [localised(declared.column(name), "meaning") for name in candidate.missing]
        parts.append(_("Not found: {list}.").format(list=listing(lacking[:_EVIDENCE])))
    return " ".join(parts)


def _understood(
    kept: Kept, given: _Given, declared: Contract | None, settings: Mapping[str, Any]
) -> ingest.Preview:
    """The file as it was understood; read again only when the file or how to read it changes.

    Without a table it is read for what it may be.
    """
    table = None if declared is None else declared.name
    state = _PREVIEW if table else _UNTOLD
    key = (given.name, hash(given.content), table, str(settings["options"]))
    known = kept.get(state)
    if not known or known[0] != key:
        found = ingest.worker.preview(
            given.content,
            given.name,
            table=table,
            options=settings["options"],
            references=settings["known"],
        )
        kept[state] = known = (key, found)
    understood: ingest.Preview = known[1]
    return understood


def _unreadable(sheet: Sheet, found: ingest.Preview) -> None:
    if found.problem:
        told = (found.problem.message(told_by_data()), found.problem.remedy(told_by_data()))
        sheet.say(" ".join(told), "fault")


def _rows_of(sheet: Sheet, found: ingest.Preview, *, unfolded: bool) -> None:
    """What was understood of the file before anything is checked."""
    with sheet.fold(_("What the file holds"), ":material/table_rows:", unfolded=unfolded) as inner:
        if found.row_count:
            counts = _("Rows: {rows}; columns: {columns}").format(
                rows=number(found.row_count, 0), columns=number(len(found.columns), 0)
            )
            inner.say(counts, "aside")
        if len(found.rows):
            rows = found.rows.astype(object)
            inner.put(Table("first rows", "", rows, _("The first rows of the file"), ()))


def _choose_mapping(
    above: Sheet,
    below: Sheet,
    found: ingest.Preview,
    declared: Contract,
    constants: Mapping[str, str],
    workspace: str,
    known: ingest.References,
) -> dict[str, str | None]:
    """Which column of the file fills which column of the table; what was matched before is matched again."""
    suggested = ingest.suggest_mapping(found, declared.name, workspace, known)
    lacking = [
        column
        for column in declared.columns
        if column.required
        and column.default is None
        and not suggested.get(column.name)
        and column.name not in constants
        and not found.spread
    ]
    title = (
        ngettext("Match the columns: {count} to choose", "Match the columns: {count} to choose", len(lacking))
        if lacking
        else _("Match the columns: all found")
    ).format(count=len(lacking))
    # A bank that the file does not name is typed, not matched.
    to_match = [column for column in lacking if column.name != "bank"]
    place = above if to_match else below
    with place.fold(title, ":material/view_column:", unfolded=bool(to_match), columns=3) as inner:
        return {
            column.name: inner.ask(_match(column, found, suggested.get(column.name)))
            for column in declared.columns
        }


def _match_names(
    sheet: Sheet, visit: Visit, found: ingest.Preview, declared: Contract, known: ingest.References
) -> dict[str, dict[str, str]]:
    """Which code each of the bank's own names stands for: name → code by reference, empty to leave it out.

    Kept with the workspace by the load, so that it is asked once.
    """
    chosen: dict[str, dict[str, str]] = {}
    count = sum(len(names) for _column, names in found.unknown)
    if not count:
        sheet.kept[OWN_NAMES] = False
        return chosen
    title = ngettext(
        "{count} name of your own: match it once", "{count} names of your own: match them once", count
    ).format(count=number(count, 0))
    with sheet.fold(title, ":material/translate:", unfolded=True, columns=2) as inner:
        said = _(
            "The closest come first. What is left out is counted and not loaded. The workspace keeps it."
        )
        inner.say(said, "aside")
        for column, names in found.unknown:
            reference = str(declared.column(column).references)
            labels = _code_labels(visit, reference)
            for name in names:
                picked = inner.ask(_own_name(name, reference, labels, known))
                if picked != _LATER:
                    chosen.setdefault(reference, {})[name] = "" if picked == _ASIDE else picked
    sheet.kept[OWN_NAMES] = count > sum(map(len, chosen.values()))
    return chosen


def _code_labels(visit: Visit, reference: str) -> dict[str, str]:
    """Code → code and name of a catalogue, in the reader's language."""
    table = reference.partition(".")[0]
    rows = {
        "risk_indicator": core.risk_catalogue,
        "service": costs.services,
        "indicator": core.indicators,
    }[table](visit.reader.snapshot)
    spoken = worded("label") if worded("label") in rows else worded("name")
    code = reference.partition(".")[2]
    return {str(each): f"{each} – {label}" for each, label in zip(rows[code], rows[spoken], strict=True)}


def _own_name(name: str, reference: str, labels: Mapping[str, str], known: ingest.References) -> Field:
    near = [told.partition(" (")[0] for told in known.closest(reference, name)]
    codes = dict.fromkeys([*(code for code in near if code in labels), *labels])
    shown = {_LATER: _("– not yet matched –"), _ASIDE: _("– leave out –")}
    shown |= {code: labels[code] for code in codes}
    return Field(f"import name {reference} {name}", name, "choice", shown)


def _match(column: Column, found: ingest.Preview, suggested: str | None) -> Field:
    headers: dict[str | None, str] = {None: _("– none –")} | {header: header for header in found.columns}
    measured = column.unit_fr if language() == "fr" and column.unit_fr else column.unit
    unit = f" ({measured})" if measured else ""
    needed = " – " + _("required") if column.required and column.default is None else ""
    return Field(
        f"import column {column.name} {'|'.join(found.columns)[:200]}",
        localised(column, "meaning") + unit + needed,
        "choice",
        headers,
        suggested,
        about=_("Column “{name}” of the template").format(name=column.name),
    )


def _load(
    sheet: Sheet,
    goal: Goal,
    report: ingest.Report,
    declared: Contract,
    names: Mapping[str, Mapping[str, str]],
) -> None:
    """A button that puts the rows in place, all or none, and opens the workspace."""

    def remember() -> None:
        with contextlib.suppress(OSError):
            # A convenience for the next file: the rows are in place without it.
            ingest.remember_mapping(goal.workspace, declared.name, report.columns, report.mapping)
            for reference, own in names.items():
                ingest.remember_names(goal.workspace, reference, own)

    frame = report.frame
    bank = str(frame["bank"].iloc[0]) if frame is not None and "bank" in frame and len(frame) else ""
    make = partial(ingest.load, report, table=declared.name, workspace=goal.workspace)
    sheet.put(*load(goal, make, bank, remember))
