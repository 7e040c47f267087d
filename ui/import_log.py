"""A channel log on the import page: columns and words confirmed, aggregated apart, loaded as its tables."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd

from data import ingest
from data.channel_log.contract import CHANNEL_LOG, STEPS
from data.channel_log.mapping import LogMapping
from data.codes import CHANNELS, SEGMENTS
from data.contracts import CONTRACTS, Contract
from data.ingest import log_file
from data.ingest.log_job import WAITING, LogJob, put, scratch
from ui import meters
from ui.channels.words import channel_name, segment_name, service_names
from ui.content import Table
from ui.form import Field, Given, Handed, Kept, Said, Sheet, Step, UnderWay
from ui.import_changes import foreseen
from ui.import_load import Goal, load, reported, set_aside
from ui.words import N_, _, day, listing, localised, ngettext, number, told_by_data

_SKETCH, _JOB, _TAKEN, _FAILED = (f"import log {name}" for name in ("sketch", "job", "taken", "failed"))
_EQUAL: Final = "import log equal"
_NEEDED: Final = ("ts", "channel", "service")
_ASKED: Final = (*_NEEDED, "success", "customer", "session", "segment", "amount_mad", "duration_s")
_ALSO: Final = (
    "step",
    "failure_reason",
    "branch",
    "region",
    "tier",
    "device",
    "authentication",
    "app_version",
)
_CODED: Final = ("channel", "service", "success", "segment", "step")
_LOOK_SECONDS: Final = 0.4
_LISTED: Final = 8
_ROWS_SHOWN: Final = 20
_STAGES: Final[Mapping[str, str]] = {
    WAITING: N_("Waiting for the log before this one …"),
    "open": N_("Finding out how the characters are written …"),
    "read": N_("Reading every line …"),
    "months": N_("Setting copies aside, month by month …"),
    "count": N_("Counting what was set aside …"),
    "activity": N_("Adding up by month, channel and service …"),
    "arrivals": N_("Adding up by hour of the week …"),
    "branches": N_("Adding up by branch …"),
    "outcomes": N_("Adding up by outcome …"),
    "regions": N_("Adding up by region …"),
}


def read(kept: Kept, content: bytes, name: str, options: ingest.ReadOptions) -> log_file.LogSketch | None:
    """What the first rows of the file tell, if its name is that of a log; None for any other file."""
    if not log_file.may_be_log(name):
        return None
    key = (name, len(content), hash(content), options.encoding)
    known = kept.get(_SKETCH)
    if not known or known[0] != key:
        kept[_SKETCH] = known = (key, _sketched(content, name, options.encoding))
    found: log_file.LogSketch = known[1]
    return found


def _sketched(content: bytes, name: str, encoding: str | None) -> log_file.LogSketch:
    if not name.lower().endswith(".parquet"):
        return ingest.worker.sketch(content, name, encoding=encoding)
    with scratch() as folder:
        path = put(content, name, Path(folder))
        return ingest.worker.sketch(content, name, path=str(path))


def is_one(found: log_file.LogSketch, chosen: Contract | None) -> bool:
    """Whether the file is offered as a log: it shows it, or the reader says so and it can be read."""
    return found.problem is None and (chosen is CHANNEL_LOG or log_file.is_log(found))


def refused(found: log_file.LogSketch | None) -> Said:
    """Why a file that is said to be a log is none."""
    if found is None or found.problem is None:
        return Said(_("A channel log is read from CSV, TXT or Parquet."), "fault")
    told = (found.problem.message(told_by_data()), found.problem.remedy(told_by_data()))
    return Said(" ".join(told), "fault")


def forget(kept: Kept) -> None:
    """Let go of a log that is being aggregated for nobody."""
    job = kept.pop(_JOB, None)
    if job:
        job[1].stop()


def offer(
    sheet: Sheet,
    goal: Goal,
    found: log_file.LogSketch,
    content: bytes,
    bank: str,
    options: ingest.ReadOptions,
) -> None:
    """Everything between recognising a log and loading its tables."""
    known = ingest.load_references(goal.workspace)
    draft = log_file.suggest_log(found)
    _recognised(sheet, found, draft)
    draft = _columns(sheet, found, draft)
    form = _form_of_times(sheet, found, draft)
    zone = _zone(sheet) if form is not None else None
    file = (found.filename, len(content), hash(content))
    names = _names(goal)
    codes = _codes(sheet, found, draft, known, file, names)
    segment = _segment(sheet, draft)
    keep_equal = _keeps_equal(sheet, file)
    lacking = [
        localised(CHANNEL_LOG.column(name), "meaning") for name in _NEEDED if name not in draft.columns
    ]
    if lacking:
        sheet.say(_("Choose the columns of: {list}.").format(list=listing(lacking)), "fault")
        return
    if form is None:
        return
    if not bank:
        said = _("Type the bank above: the file does not name it.")
        sheet.say(said, "warning", ":material/account_balance:")
        return
    amount = draft.columns.get("amount_mad")
    mapping = log_file.log_mapping(
        draft,
        codes,
        time_form=form,
        zone=zone,
        decimal=options.decimal or log_file.decimal_sign(found, amount),
        segment=segment,
        keep_equal=keep_equal,
        encoding=options.encoding,
    )
    code = ingest.bank_code(bank, goal.workspace)
    job = partial(LogJob, content, found.filename, layout=found.layout, known=known)
    taken = _take(sheet, mapping, code, file, lambda: job(mapping=mapping, bank=code))
    if taken is None:
        return
    if taken.found is None:
        sheet.say(taken.why_not(told_by_data()), "fault")
        return
    _show(sheet, taken)
    _load(sheet, goal, taken, mapping, code)


def _recognised(sheet: Sheet, found: log_file.LogSketch, draft: log_file.LogDraft) -> None:
    told = [
        _("“{header}” ({meaning})").format(
            header=draft.columns[name], meaning=localised(CHANNEL_LOG.column(name), "meaning")
        )
        for name in _ASKED
        if name in draft.columns
    ]
    said = _("Recognised: channel log, one line an operation.")
    if told:
        said += " " + _("By its headers: {list}.").format(list=listing(told[:_LISTED]))
    sheet.say(said, "done", ":material/table_view:")
    with sheet.fold(_("The first rows of the file"), ":material/table_rows:") as inner:
        rows = found.rows.head(_ROWS_SHOWN).astype(object)
        inner.put(Table("first rows", "", rows, _("The first rows of the file"), ()))


def _columns(sheet: Sheet, found: log_file.LogSketch, draft: log_file.LogDraft) -> log_file.LogDraft:
    """Which column is what, confirmed or changed."""
    lacking = [name for name in _NEEDED if name not in draft.columns]
    title = (
        ngettext("Match the columns: {count} to choose", "Match the columns: {count} to choose", len(lacking))
        if lacking
        else _("Match the columns: all found")
    ).format(count=len(lacking))
    labels = {name: localised(CHANNEL_LOG.column(name), "meaning") for name in (*_ASKED, *_ALSO)}
    labels |= {
        "customer": _("Customer (becomes a number that says nothing, and is not kept)"),
        "hour": _("Time of day, where it stands apart from the day"),
        "transaction": _("Identifier of the operation, to tell copies"),
    }
    suggested = {**draft.columns, "hour": draft.hour, "transaction": draft.transaction}
    headers = {None: _("– none –")} | {column: column for column in found.columns}
    chosen: dict[str, str | None] = {}
    with sheet.fold(title, ":material/view_column:", unfolded=bool(lacking), columns=3) as inner:
        for name in ("ts", "hour", *_ASKED[1:], "transaction", *_ALSO):
            needed = " – " + _("required") if name in _NEEDED else ""
            key = f"import log {name} {'|'.join(found.columns)[:200]}"
            asked = Field(key, labels[name] + needed, "choice", headers, suggested.get(name))
            chosen[name] = inner.ask(asked)
    hour, transaction = chosen.pop("hour"), chosen.pop("transaction")
    return log_file.LogDraft({name: to for name, to in chosen.items() if to}, hour, transaction)


def _form_of_times(sheet: Sheet, found: log_file.LogSketch, draft: log_file.LogDraft) -> str | None:
    """How the times are written; None, with the reason shown, where nothing reads them."""
    column = draft.columns.get("ts")
    forms = log_file.time_forms(found, column, draft.hour)
    if column is None:
        return None
    if not forms:
        said = _(
            "The first values of “{column}” are no day with a time of day. Choose another column "
            "above, or the one that holds the time of day."
        ).format(column=column)
        sheet.say(said, "fault", ":material/schedule:")
        return None
    texts = found.rows[column] if draft.hour is None else found.rows[column] + " " + found.rows[draft.hour]
    example = next((text for text in texts if text), "")
    read_as = {
        form: _("{text} is {moment}").format(text=example, moment=_read(example, form)) for form in forms
    }
    if len(forms) == 1:
        sheet.say(_("Times: {example}.").format(example=read_as[forms[0]]), "aside")
        return forms[0]
    asked = _("How are the times to be read?")
    return str(sheet.ask(Field(f"import log form {column}", asked, "one", read_as)))


def _read(text: str, form: str) -> str:
    try:
        told = datetime.strptime(text, form) if form else datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    return f"{day(told)}, {told:%H:%M}"


def _zone(sheet: Sheet) -> str | None:
    zones = {"": _("the bank’s own (Casablanca)"), "UTC": _("universal time (UTC)")}
    asked = _("In which time are they written?")
    return sheet.ask(Field("import log zone", asked, "one", zones)) or None


def _names(goal: Goal) -> dict[str, dict[str, str]]:
    """Kind → code → name of what a word may stand for."""
    return {
        "channel": {code: channel_name(code) for code in CHANNELS},
        "segment": {code: segment_name(code) for code in SEGMENTS},
        "service": service_names(goal.visit.reader.snapshot),
        "step": {code: code for code in STEPS},
        "success": {"true": _("carried out"), "false": _("not carried out")},
    }


def _codes(
    sheet: Sheet,
    found: log_file.LogSketch,
    draft: log_file.LogDraft,
    known: ingest.References,
    file: tuple[str, int, int],
    names: Mapping[str, Mapping[str, str]],
) -> dict[str, dict[str, str]]:
    """What each word of the file stands for: what is certain is said, the rest is asked."""
    codes: dict[str, dict[str, str]] = {}
    certain: list[str] = []
    open_ones: list[tuple[str, str]] = []
    for kind in _CODED:
        if kind not in draft.columns:
            continue
        for word in _words(sheet.kept, kind, found, draft, file):
            code = log_file.code_of(kind, word, known)
            if code is None:
                open_ones.append((kind, word))
                continue
            codes.setdefault(kind, {})[word] = code
            name = names[kind].get(code, code)
            if name.casefold() != word.casefold():
                certain.append(_("{word}: {meaning}").format(word=word, meaning=name))
    if certain:
        sheet.say(_("Understood: {list}.").format(list=" · ".join(certain)), "aside")
    if open_ones:
        title = ngettext(
            "{count} word of the file: say what it stands for",
            "{count} words of the file: say what each stands for",
            len(open_ones),
        ).format(count=number(len(open_ones), 0))
        with sheet.fold(title, ":material/translate:", unfolded=True, columns=3) as inner:
            inner.say(
                _("Suggestions are filled in: confirm or change them. What is left open is counted apart."),
                "aside",
            )
            for kind, word in open_ones:
                likely = log_file.likely_code(kind, word, known)
                if code := str(inner.ask(_word(kind, word, likely, names[kind]))):
                    codes.setdefault(kind, {})[word] = code
    return codes


def _words(
    kept: Kept, kind: str, found: log_file.LogSketch, draft: log_file.LogDraft, file: tuple[str, int, int]
) -> list[str]:
    """The words of a column: those of the first rows, and those that the whole file turned out to have."""
    words = list(found.words.get(draft.columns[kind], ()))
    taken = kept.get(_TAKEN)
    if taken and taken[0] == file and taken[2].found is not None:
        unknown = {
            "channel": taken[2].found.unknown_channels,
            "service": taken[2].found.unknown_services,
            "segment": taken[2].found.unknown_segments,
        }
        words += [word for word in unknown.get(kind, {}) if word and word not in words]
    return words


def _word(kind: str, word: str, suggested: str | None, names: Mapping[str, str]) -> Field:
    titles = {
        "channel": _("Channel “{word}”"),
        "service": _("Operation “{word}”"),
        "success": _("Result “{word}”"),
        "segment": _("Segment “{word}”"),
        "step": _("Step “{word}”"),
    }
    options = {"": _("– none of these: counted apart –"), **names}
    label = titles[kind].format(word=word)
    return Field(f"import log word {kind} {word}", label, "choice", options, suggested)


def _segment(sheet: Sheet, draft: log_file.LogDraft) -> str | None:
    """The segment of all customers, where the file tells none."""
    if "segment" in draft.columns:
        return None
    names = {"": _("– not said: activity by channel is not loaded –")}
    names |= {code: segment_name(code) for code in SEGMENTS}
    asked = _("Segment of the customers, which the file does not tell")
    return sheet.ask(Field("import log segment", asked, "choice", names)) or None


def _keeps_equal(sheet: Sheet, file: tuple[str, int, int]) -> bool:
    """Whether equal rows are different operations; asked once a file was refused for them."""
    taken = sheet.kept.get(_TAKEN)
    if not (taken and taken[0] == file and (taken[2].equal_rows or sheet.kept.get(_EQUAL))):
        return False
    asked = _("Equal lines are different operations: count each")
    return bool(sheet.ask(Field(_EQUAL, asked, "tick")))


def _take(
    sheet: Sheet,
    mapping: LogMapping,
    bank: str,
    file: tuple[str, int, int],
    begin: Callable[[], LogJob],
) -> log_file.LogTaken | None:
    """A button that aggregates the log apart; what came of it stays until file or answers change."""
    kept = sheet.kept
    key = json.dumps([asdict(mapping), bank], sort_keys=True)

    def begun(_given: Given) -> None:
        forget(kept)
        kept[_JOB] = (file, begin(), key, time.monotonic())

    under_way = kept.get(_JOB)
    if under_way and (under_way[0], under_way[2]) != (file, key):
        forget(kept)
        under_way = None
    if under_way:
        sheet.put(_watched(kept, under_way[1], under_way[3], file, key))
        return None
    sheet.put(Step(_("Aggregate the log"), begun, "import log take", icon=":material/fact_check:"))
    if failed := kept.pop(_FAILED, ""):
        sheet.say(failed, "fault")
    known = kept.get(_TAKEN)
    if not known or known[0] != file:
        return None
    if known[1] != key:
        said = _("Answers have changed since: aggregate the log again.")
        sheet.say(said, "told", ":material/refresh:")
        return None
    taken: log_file.LogTaken = known[2]
    return taken


def _watched(kept: Kept, job: LogJob, began: float, file: tuple[str, int, int], key: str) -> UnderWay:
    """How far a log is, until it has been aggregated."""
    came: list[log_file.LogTaken] = []

    def look() -> tuple[float, str] | None:
        try:
            taken = job.wait(_LOOK_SECONDS)
        except OSError:
            kept[_FAILED] = _("The log could not be put aside: the disk of the server is full or refuses.")
            return None
        if taken is not None:
            came.append(taken)
            return None
        stage, share = job.progress()
        seconds = number(time.monotonic() - began, 0)
        return share, _("{stage} {seconds} s").format(stage=_(_STAGES.get(stage, "")), seconds=seconds)

    def ended() -> None:
        kept.pop(_JOB, None)
        if came:
            meters.imported("checked" if came[0].found is not None else "refused")
            kept[_TAKEN] = (file, key, came[0])

    call_off = Step(_("Cancel"), lambda _given: forget(kept), "import log call off", icon=":material/close:")
    return UnderWay(look, ended, call_off)


def _show(sheet: Sheet, taken: log_file.LogTaken) -> None:
    """What was read, what was set aside and why, and what each table gets."""
    found = taken.found
    if found is None:
        return
    said = _("Lines read: {read}; operations kept: {kept}.").format(
        read=number(found.rows_read + found.broken_lines, 0), kept=number(found.rows_written, 0)
    )
    sheet.say(said, "done")
    if found.encoding:
        sheet.say(_("Characters read as {encoding}.").format(encoding=found.encoding), "aside")
    aside = [Said(line, "point") for line in _aside(taken)]
    if aside:
        sheet.put(set_aside(_("This stands in the file, and this is why it is set aside:"), aside))
    needs = {
        "channel_activity": _("channel, operation and segment known"),
        "channel_arrival": _("channel known"),
        "channel_outcome": _("operation and last step known"),
        "channel_region": _("region and tier known"),
        "branch_activity": _("branch known, at the counter"),
    }
    rows = [
        {
            _("Table"): localised(CONTRACTS[table], "title"),
            _("Rows to load"): _rows(taken.reports.get(table)),
            _("Operations without a place"): left,
            _("A row needs"): needs[table],
        }
        for table, left in taken.left.items()
    ]
    sheet.put(Table("log tables", "", pd.DataFrame(rows), _("What the log gives each table"), ()))


def _rows(report: ingest.Report | None) -> int:
    return 0 if report is None or report.frame is None else len(report.frame)


def _aside(taken: log_file.LogTaken) -> list[str]:
    found = taken.found
    if found is None:
        return []
    counted: list[tuple[int, str]] = [
        (found.broken_lines, _("Lines without the columns of the header, left out: {count}")),
        (found.unreadable_times, _("Lines whose time cannot be read, left out: {count}")),
        (found.duplicates, _("Copies of another line, left out: {count}")),
        (found.negative_amounts, _("Amounts below zero, counted apart and not taken off: {count}")),
        (found.unreadable_amounts, _("Amounts that are no number, whose line is kept without: {count}")),
    ]
    told = [said.format(count=number(count, 0)) for count, said in counted if count]
    for codes, said in (
        (found.unknown_channels, _("Operations of a channel that nobody declared: {count}, as {list}")),
        (found.unknown_services, _("Operations of a kind that nobody declared: {count}, as {list}")),
        (found.unknown_segments, _("Operations of a segment that nobody declared: {count}, as {list}")),
    ):
        if codes:
            shown = [
                f"{code or _('empty')} ({number(rows, 0)})" for code, rows in list(codes.items())[:_LISTED]
            ]
            told.append(said.format(count=number(sum(codes.values()), 0), list=", ".join(shown)))
    if found.unread_columns:
        told.append(_("Columns that nothing reads: {list}").format(list=", ".join(found.unread_columns)))
    if taken.missing_months:
        told.append(_("Months without a line: {list}").format(list=", ".join(taken.missing_months)))
    return told


def _load(sheet: Sheet, goal: Goal, taken: log_file.LogTaken, mapping: LogMapping, code: str) -> None:
    wrong = [report for report in taken.reports.values() if not report.ok]
    for report in wrong:
        sheet.put(*reported(sheet.kept, report))
    if wrong:
        return
    if not taken.reports:
        sheet.say(_("No table gets a row: match the columns and words above."), "fault")
        return
    for report in taken.reports.values():
        sheet.put(*foreseen(report, goal.workspace))
    sheet.put(
        *load(
            goal,
            partial(_stored, taken, mapping, goal.workspace),
            code,
            lambda: sheet.kept.pop(_TAKEN, None),
        ),
        Handed(
            _("Your answers, for the command line (JSON)"),
            json.dumps(asdict(mapping), ensure_ascii=False, indent=1),
            "vigie-log-mapping.json",
            "application/json",
            "import log mapping",
        ),
    )


def _stored(taken: log_file.LogTaken, mapping: LogMapping, workspace: str) -> ingest.LoadResult:
    done = ingest.load_together(list(taken.reports.values()), workspace)
    with contextlib.suppress(OSError):
        # A convenience for the next log: the rows are in place without it.
        ingest.remember_names(workspace, log_file.SERVICE, mapping.services)
    return done
