"""A channel log on the import page: columns and words confirmed, aggregated apart, loaded as its tables."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from data import ingest
from data.channel_log.contract import CHANNEL_LOG, STEPS
from data.channel_log.mapping import LogMapping
from data.codes import CHANNELS, SEGMENTS
from data.contracts import CONTRACTS, Contract
from data.ingest import log_file
from data.ingest.log_job import WAITING, LogJob, put, scratch
from ui import importer, link, meters
from ui.channels.words import channel_name, segment_name, service_names
from ui.import_changes import show_foreseen
from ui.outside import prose
from ui.words import N_, _, day, listing, localised, ngettext, number, told_by_data

_SKETCH, _JOB, _TAKEN = "import log sketch", "import log job", "import log taken"
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
_ROWS_SHOWN, _ROWS_HIGH = 20, 6
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


def read(content: bytes, name: str, options: ingest.ReadOptions) -> log_file.LogSketch | None:
    """What the first rows of the file tell, if its name is that of a log; None for any other file."""
    if not log_file.may_be_log(name):
        return None
    key = (name, len(content), hash(content), options.encoding)
    kept = st.session_state.get(_SKETCH)
    if not kept or kept[0] != key:
        with st.spinner(_("Reading the file …")):
            st.session_state[_SKETCH] = kept = (key, _sketched(content, name, options.encoding))
    found: log_file.LogSketch = kept[1]
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


def refuse(found: log_file.LogSketch | None) -> None:
    """Why a file that is said to be a log is none."""
    if found is None or found.problem is None:
        st.error(_("A channel log is read from CSV, TXT or Parquet."), icon=":material/error:")
        return
    told = (found.problem.message(told_by_data()), found.problem.remedy(told_by_data()))
    st.error(prose(" ".join(told)), icon=":material/error:")


def forget() -> None:
    """Let go of a log that is being aggregated for nobody."""
    job = st.session_state.pop(_JOB, None)
    if job:
        job[1].stop()


def offer(
    found: log_file.LogSketch, content: bytes, workspace: str, bank: str, options: ingest.ReadOptions
) -> None:
    """Everything between recognising a log and loading its tables."""
    known = ingest.load_references(workspace)
    draft = log_file.suggest_log(found)
    _recognised(found, draft)
    draft = _columns(found, draft)
    form = _form_of_times(found, draft)
    zone = _zone() if form is not None else None
    file = (found.filename, len(content), hash(content))
    codes = _codes(found, draft, known, file)
    segment = _segment(draft)
    keep_equal = _keeps_equal(file)
    lacking = [
        localised(CHANNEL_LOG.column(name), "meaning") for name in _NEEDED if name not in draft.columns
    ]
    if lacking:
        st.error(prose(_("Choose the columns of: {list}.").format(list=listing(lacking))))
        return
    if form is None:
        return
    if not bank:
        st.warning(_("Type the bank above: the file does not name it."), icon=":material/account_balance:")
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
    code = ingest.bank_code(bank, workspace)
    taken = _take(found, content, mapping, code, known, file)
    if taken is None:
        return
    if taken.found is None:
        st.error(prose(taken.why_not(told_by_data())), icon=":material/error:")
        return
    _show(taken)
    _load(taken, mapping, workspace, code)


def _recognised(found: log_file.LogSketch, draft: log_file.LogDraft) -> None:
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
    st.success(prose(said), icon=":material/table_view:")
    st.dataframe(
        found.rows.head(_ROWS_SHOWN),
        hide_index=True,
        height=240 if len(found.rows) > _ROWS_HIGH else "content",
        alt=_("The first rows of the file"),
    )


def _columns(found: log_file.LogSketch, draft: log_file.LogDraft) -> log_file.LogDraft:
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
    chosen: dict[str, str | None] = {}
    with st.expander(prose(title), expanded=bool(lacking), icon=":material/view_column:"):
        places = st.columns(3)
        for position, name in enumerate(("ts", "hour", *_ASKED[1:], "transaction", *_ALSO)):
            needed = " – " + _("required") if name in _NEEDED else ""
            options = [None, *found.columns]
            with places[position % 3]:
                chosen[name] = st.selectbox(
                    prose(labels[name] + needed),
                    options,
                    index=options.index(suggested.get(name)),
                    format_func={option: option or _("– none –") for option in options}.__getitem__,
                    key=f"import log {name} {'|'.join(found.columns)[:200]}",
                )
    hour, transaction = chosen.pop("hour"), chosen.pop("transaction")
    return log_file.LogDraft({name: to for name, to in chosen.items() if to}, hour, transaction)


def _form_of_times(found: log_file.LogSketch, draft: log_file.LogDraft) -> str | None:
    """How the times are written; None, with the reason shown, where nothing reads them."""
    column = draft.columns.get("ts")
    forms = log_file.time_forms(found, column, draft.hour)
    if column is None:
        return None
    if not forms:
        st.error(
            prose(
                _(
                    "The first values of “{column}” are no day with a time of day. Choose another column "
                    "above, or the one that holds the time of day."
                ).format(column=column)
            ),
            icon=":material/schedule:",
        )
        return None
    texts = found.rows[column] if draft.hour is None else found.rows[column] + " " + found.rows[draft.hour]
    example = next((text for text in texts if text), "")
    read_as = {
        form: _("{text} is {moment}").format(text=example, moment=_read(example, form)) for form in forms
    }
    if len(forms) == 1:
        st.caption(prose(_("Times: {example}.").format(example=read_as[forms[0]])))
        return forms[0]
    return st.radio(
        _("How are the times to be read?"),
        forms,
        format_func=read_as.__getitem__,
        key=f"import log form {column}",
    )


def _read(text: str, form: str) -> str:
    try:
        told = datetime.strptime(text, form) if form else datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return text
    return f"{day(told)}, {told:%H:%M}"


def _zone() -> str | None:
    zones = {"": _("the bank’s own (Casablanca)"), "UTC": _("universal time (UTC)")}
    return importer.ask_one(_("In which time are they written?"), zones, "import log zone") or None


def _names(kind: str) -> dict[str, str]:
    """Code → name of what a word may stand for."""
    return {
        "channel": lambda: {code: channel_name(code) for code in CHANNELS},
        "segment": lambda: {code: segment_name(code) for code in SEGMENTS},
        "service": lambda: service_names(link.shown()),
        "step": lambda: {code: code for code in STEPS},
        "success": lambda: {"true": _("carried out"), "false": _("not carried out")},
    }[kind]()


def _codes(
    found: log_file.LogSketch,
    draft: log_file.LogDraft,
    known: ingest.References,
    file: tuple[str, int, int],
) -> dict[str, dict[str, str]]:
    """What each word of the file stands for: what is certain is said, the rest is asked."""
    codes: dict[str, dict[str, str]] = {}
    certain: list[str] = []
    open_ones: list[tuple[str, str]] = []
    for kind in _CODED:
        if kind not in draft.columns:
            continue
        for word in _words(kind, found, draft, file):
            code = log_file.code_of(kind, word, known)
            if code is None:
                open_ones.append((kind, word))
                continue
            codes.setdefault(kind, {})[word] = code
            name = _names(kind).get(code, code)
            if name.casefold() != word.casefold():
                certain.append(_("{word}: {meaning}").format(word=word, meaning=name))
    if certain:
        st.caption(prose(_("Understood: {list}.").format(list=" · ".join(certain))))
    if open_ones:
        title = ngettext(
            "{count} word of the file: say what it stands for",
            "{count} words of the file: say what each stands for",
            len(open_ones),
        ).format(count=number(len(open_ones), 0))
        with st.expander(prose(title), expanded=True, icon=":material/translate:"):
            st.caption(
                _("Suggestions are filled in: confirm or change them. What is left open is counted apart.")
            )
            places = st.columns(3)
            for position, (kind, word) in enumerate(open_ones):
                with places[position % 3]:
                    code = _ask_code(kind, word, log_file.likely_code(kind, word, known))
                if code:
                    codes.setdefault(kind, {})[word] = code
    return codes


def _words(
    kind: str, found: log_file.LogSketch, draft: log_file.LogDraft, file: tuple[str, int, int]
) -> list[str]:
    """The words of a column: those of the first rows, and those that the whole file turned out to have."""
    words = list(found.words.get(draft.columns[kind], ()))
    kept = st.session_state.get(_TAKEN)
    if kept and kept[0] == file and kept[2].found is not None:
        unknown = {
            "channel": kept[2].found.unknown_channels,
            "service": kept[2].found.unknown_services,
            "segment": kept[2].found.unknown_segments,
        }
        words += [word for word in unknown.get(kind, {}) if word and word not in words]
    return words


def _ask_code(kind: str, word: str, suggested: str | None) -> str:
    titles = {
        "channel": _("Channel “{word}”"),
        "service": _("Operation “{word}”"),
        "success": _("Result “{word}”"),
        "segment": _("Segment “{word}”"),
        "step": _("Step “{word}”"),
    }
    names = {"": _("– none of these: counted apart –")} | _names(kind)
    options = list(names)
    return st.selectbox(
        prose(titles[kind].format(word=word)),
        options,
        index=options.index(suggested) if suggested in options else 0,
        format_func=names.__getitem__,
        key=f"import log word {kind} {word}",
    )


def _segment(draft: log_file.LogDraft) -> str | None:
    """The segment of all customers, where the file tells none."""
    if "segment" in draft.columns:
        return None
    names = {"": _("– not said: activity by channel is not loaded –")}
    names |= {code: segment_name(code) for code in SEGMENTS}
    chosen = st.selectbox(
        _("Segment of the customers, which the file does not tell"),
        list(names),
        format_func=names.__getitem__,
        key="import log segment",
    )
    return chosen or None


def _keeps_equal(file: tuple[str, int, int]) -> bool:
    """Whether equal rows are different operations; asked once a file was refused for them."""
    kept = st.session_state.get(_TAKEN)
    if not (kept and kept[0] == file and (kept[2].equal_rows or st.session_state.get("import log equal"))):
        return False
    return st.checkbox(_("Equal lines are different operations: count each"), key="import log equal")


def _take(
    found: log_file.LogSketch,
    content: bytes,
    mapping: LogMapping,
    bank: str,
    known: ingest.References,
    file: tuple[str, int, int],
) -> log_file.LogTaken | None:
    """A button that aggregates the log apart; what came of it stays until file or answers change."""
    key = json.dumps([asdict(mapping), bank], sort_keys=True)
    if st.button(_("Aggregate the log"), icon=":material/fact_check:", key="import log take"):
        forget()
        job = LogJob(content, found.filename, mapping=mapping, layout=found.layout, bank=bank, known=known)
        st.session_state[_JOB] = (file, job, key, time.monotonic())
    under_way = st.session_state.get(_JOB)
    if under_way and (under_way[0], under_way[2]) != (file, key):
        forget()
    elif under_way:
        _watch(under_way[1], under_way[3], file, key)
    kept = st.session_state.get(_TAKEN)
    if not kept or kept[0] != file:
        return None
    if kept[1] != key:
        st.info(_("Answers have changed since: aggregate the log again."), icon=":material/refresh:")
        return None
    taken: log_file.LogTaken = kept[2]
    return taken


def _watch(job: LogJob, began: float, file: tuple[str, int, int], key: str) -> None:
    """How far it is, until it has ended; whatever the visitor does meanwhile comes back here."""
    bar = st.progress(0.0)
    try:
        while (taken := job.wait(_LOOK_SECONDS)) is None:
            stage, share = job.progress()
            told = _("{stage} {seconds} s").format(
                stage=_(_STAGES.get(stage, "")), seconds=number(time.monotonic() - began, 0)
            )
            bar.progress(share, text=prose(told))
    except OSError:
        st.session_state.pop(_JOB, None)
        st.error(_("The log could not be put aside: the disk of the server is full or refuses."))
        return
    bar.empty()
    meters.imported("checked" if taken.found is not None else "refused")
    st.session_state.pop(_JOB, None)
    st.session_state[_TAKEN] = (file, key, taken)
    if taken.equal_rows or (
        taken.found is not None and (taken.found.unknown_channels or taken.found.unknown_services)
    ):
        # What only the whole file tells is asked above.
        st.rerun()


def _show(taken: log_file.LogTaken) -> None:
    """What was read, what was set aside and why, and what each table gets."""
    found = taken.found
    if found is None:
        return
    st.success(
        prose(
            _("Lines read: {read}; operations kept: {kept}.").format(
                read=number(found.rows_read + found.broken_lines, 0), kept=number(found.rows_written, 0)
            )
        ),
        icon=":material/check_circle:",
    )
    if found.encoding:
        st.caption(prose(_("Characters read as {encoding}.").format(encoding=found.encoding)))
    aside = _aside(taken)
    if aside:
        with st.container(border=True):
            st.warning(
                _("This stands in the file, and this is why it is set aside:"), icon=":material/content_cut:"
            )
            for line in aside:
                st.markdown(f"- {prose(line)}")
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
    counts = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        pd.DataFrame(rows),
        hide_index=True,
        column_config={_("Rows to load"): counts, _("Operations without a place"): counts},
        alt=_("What the log gives each table"),
    )


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


def _load(taken: log_file.LogTaken, mapping: LogMapping, workspace: str, code: str) -> None:
    wrong = [report for report in taken.reports.values() if not report.ok]
    for report in wrong:
        importer.show_report(report)
    if wrong:
        return
    if not taken.reports:
        st.error(_("No table gets a row: match the columns and words above."), icon=":material/error:")
        return
    for report in taken.reports.values():
        show_foreseen(report, workspace)
    st.download_button(
        _("Your answers, for the command line (JSON)"),
        json.dumps(asdict(mapping), ensure_ascii=False, indent=1),
        file_name="vigie-log-mapping.json",
        mime="application/json",
        icon=":material/download:",
        key="import log mapping",
        on_click="ignore",
    )
    done = importer.stored(workspace, lambda: _stored(taken, mapping, workspace))
    if done is not None:
        st.session_state.pop(_TAKEN, None)
        importer.opened(workspace, done, code)


def _stored(taken: log_file.LogTaken, mapping: LogMapping, workspace: str) -> ingest.LoadResult:
    done = ingest.load_together(list(taken.reports.values()), workspace)
    with contextlib.suppress(OSError):
        # A convenience for the next log: the rows are in place without it.
        ingest.remember_names(workspace, log_file.SERVICE, mapping.services)
    return done
