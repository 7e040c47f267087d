"""The import page's steps: file, columns, report, load. The same code serves the command line.

Nothing of a file is served before all of it is right.
"""

from __future__ import annotations

import contextlib
import secrets
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final, Literal

import pandas as pd
import streamlit as st

from data import ingest
from data.channel_log.contract import CHANNEL_LOG
from data.contracts import CONTRACTS, Column, Contract
from data.hosting import largest_log_megabytes, largest_megabytes, make_room
from data.ingest.encodings import CHOICES as ENCODINGS
from data.ingest.limits import MEGABYTE
from data.ingest.log_file import may_be_log
from data.snapshots import DEMO, hosted, workspaces
from studies import core
from studies.channels import costs
from ui import link, meters, page, uploads
from ui import start as words
from ui.import_changes import own_bank
from ui.outlets import watching
from ui.outside import prose
from ui.own import ask_for_key, begin, holds_key, is_anothers, tell_key
from ui.registry import entry
from ui.words import MISSING, N_, _, language, listing, localised, ngettext, number, told_by_data, worded

IMPORTABLE: Final = tuple(name for name, declared in CONTRACTS.items() if declared.importable)
_DECIMALS: Final = {"": None, "comma": ",", "point": "."}
_DAY_FIRST: Final = {"": None, "day": True, "month": False}
_FRACTIONS: Final = {"": None, "shown": True, "held": False}
_LATER: Final = "later"
_ASIDE: Final = "aside"
_PREVIEW: Final = "import preview"
_UNTOLD: Final = "import preview without table"
_SEVERAL: Final = 2
_EVIDENCE: Final = 5
_REPORT: Final = "import report"
_LOADED: Final = "import loaded"
_WATCHED: Final = "import watched"
_OWN_NAMES: Final = "import names open"
_CHECK_AGAIN: Final = "import check again"
_DECIDING: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
    "decimal_ambiguous": (
        "import decimal",
        {"comma": N_("The comma is the decimal sign"), "point": N_("The point is the decimal sign")},
    ),
    "day_month_ambiguous": (
        "import order",
        {"day": N_("The day stands before the month"), "month": N_("The month stands before the day")},
    ),
    "percent_hidden": (
        "import rates",
        {
            "shown": N_("The file shows percentages: 0.05 is 5%"),
            "held": N_("The file shows the numbers alone"),
        },
    ),
}
"""By rule: the control that answers it, and its answers."""
_ROWS_HIGH: Final = 6
_CHANGES_SHOWN: Final = 5


def standing() -> str:
    """Whose data are shown now, and what loading would do."""
    if link.workspace() == DEMO:
        return _(
            "You are looking at the demonstration. Load a file and your bank opens in a workspace "
            "of its own; the demonstration is never changed."
        )
    if not holds_key(link.workspace()):
        return _(
            "You are looking at the workspace “{workspace}”, which its link lets you read. A file loaded "
            "here opens a workspace of your own; to add to this one, give its writing key."
        ).format(workspace=link.workspace())
    return _(
        "You are looking at the workspace “{workspace}”. A file loaded here joins what it holds."
    ).format(workspace=link.workspace())


def choose_table() -> Contract | None:
    """Which table the file fills, its meaning and its templates; None where the file is to tell."""
    titles = {table: localised(CONTRACTS[table], "title") for table in IMPORTABLE}
    name = st.selectbox(
        _("What does the file hold?"),
        ["", CHANNEL_LOG.name, *IMPORTABLE],
        format_func=(
            {"": _("as the file shows"), CHANNEL_LOG.name: localised(CHANNEL_LOG, "title")} | titles
        ).__getitem__,
        key="import table",
        persist_state="session",
    )
    if not name:
        st.caption(_("Headers and first values tell it. Choose a table to see its template."))
        return None
    declared = CHANNEL_LOG if name == CHANNEL_LOG.name else CONTRACTS[name]
    st.caption(prose(localised(declared, "meaning")))
    if declared is CHANNEL_LOG:
        return declared
    _templates(name, "template")
    return declared


def _templates(table: str, key: str) -> None:
    """The template of a table to take away, with the reader's own bank in its lines."""
    with st.container(horizontal=True):
        forms: dict[Literal["csv", "xlsx"], str] = {"csv": "text/csv", "xlsx": "application/octet-stream"}
        for form, kind in forms.items():
            st.download_button(
                prose(_("Template ({form})").format(form=form.upper())),
                ingest.template(table, form, told_by_data(), own_bank()),
                file_name=f"vigie-{table}.{form}",
                mime=kind,
                icon=":material/download:",
                key=f"{key} {form}",
                on_click="ignore",
            )


def choose_workspace() -> str | None:
    """Where the file goes; None, with the reason shown, when the name cannot be one."""
    if link.workspace() != DEMO and not holds_key(link.workspace()):
        ask_for_key(link.workspace())
    if hosted():
        return own_workspace()
    if "import workspace" not in st.session_state:
        # A name that cannot be guessed: on a shared server it is what keeps visitors apart.
        new = f"banque-{secrets.token_hex(4)}"
        own = holds_key(link.workspace())
        st.session_state["import workspace"] = link.workspace() if own else new
    name = st.text_input(
        _("Workspace"),
        key="import workspace",
        max_chars=40,
        persist_state="session",
        help=_("Lower-case letters, digits and hyphens. Whoever has the link to a workspace can see it."),
    )
    try:
        chosen = ingest.check_workspace(name.strip())
    except ValueError:
        st.error(_("Choose another name for the workspace: 3 to 40 lower-case letters, digits or hyphens."))
        return None
    if is_anothers(chosen):
        st.error(_("A workspace of this name exists already. Choose another name, or give its writing key."))
        if chosen != link.workspace():
            ask_for_key(chosen)
        return None
    return chosen


def own_workspace() -> str:
    """Where a visitor of a hosted demonstration loads: never under a name of his or her choosing."""
    if "own workspace" not in st.session_state:
        st.session_state["own workspace"] = f"banque-{secrets.token_hex(16)}"
    mine = holds_key(link.workspace())
    own = link.workspace() if mine else str(st.session_state["own workspace"])
    st.caption(
        prose(_("Workspace: {name}. Whoever has its link can see it; no one can guess it.").format(name=own))
    )
    return own


def choose_bank(declared: Contract | None) -> dict[str, str]:
    """The bank that the rows belong to, for files without a column that says so."""
    if declared is not None and not _has_bank(declared):
        return {}
    name = st.text_input(
        _("Bank, when the file does not name it"),
        key="import bank",
        max_chars=40,
        persist_state="session",
        placeholder="ma-banque",
    )
    return {"bank": name.strip()} if name.strip() else {}


def _has_bank(declared: Contract) -> bool:
    if declared is CHANNEL_LOG:
        return True
    return declared.name != "bank" and any(column.name == "bank" for column in declared.columns)


def of_table(declared: Contract, constants: Mapping[str, str]) -> dict[str, str]:
    """What is said once for every row, where the table has a column for it."""
    return dict(constants) if _has_bank(declared) else {}


def choose_rates(found: ingest.Preview, options: ingest.ReadOptions) -> ingest.ReadOptions:
    """How a file shows its rates, where its format does not tell."""
    if not found.hides_percentages:
        return options
    rates = {
        "": _("ask where it matters"),
        "shown": _("as percentages (0.05 is 5%)"),
        "held": _("as numbers (0.05 is 0.05%)"),
    }
    return replace(options, fractions=_FRACTIONS[ask_one(_("Rates of this file"), rates, "import rates")])


def choose_sheet(found: ingest.Preview, options: ingest.ReadOptions) -> ingest.ReadOptions:
    """Which sheet of a workbook of several is read; each may fill another table."""
    if len(found.sheets) < _SEVERAL:
        return options
    chosen = st.selectbox(
        _("Sheet"),
        ["", *found.sheets],
        format_func=({"": _("as the file shows")} | {name: name for name in found.sheets}).__getitem__,
        key=f"import sheet {found.filename}",
        help=_("Load one sheet after the other: each may fill another table."),
    )
    return replace(options, sheet=chosen or None)


def recognise(
    content: bytes, name: str, chosen: Contract | None, settings: Mapping[str, Any]
) -> Contract | None:
    """The table that the file fills: the one chosen, else the one it shows; asked where two are likely."""
    if chosen is not None:
        return chosen
    found = read(content, name, None, settings)
    if found.problem:
        show_preview(found)
        return None
    likely = ingest.recognise(found.columns, found.rows, settings["known"])
    if not likely.candidates:
        st.error(_("Nothing in this file says which table it fills. Choose the table above."))
        return None
    titles = {each.table: localised(CONTRACTS[each.table], "title") for each in likely.candidates}
    first = likely.candidates[0]
    if likely.clear:
        told = _("Recognised: {table}.").format(table=titles[first.table])
        st.success(prose(f"{told} {_evidence(first)}"), icon=":material/table_view:")
        return CONTRACTS[first.table]
    table = st.radio(
        _("Which of these does the file hold?"),
        list(titles),
        format_func=titles.__getitem__,
        key=f"import recognised {'|'.join(found.columns)[:200]}",
    )
    picked = next(each for each in likely.candidates if each.table == table)
    st.caption(prose(_evidence(picked)))
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


def choose_options() -> ingest.ReadOptions:
    """How to read what the file itself leaves open."""
    with st.expander(_("Figures, dates and characters"), icon=":material/tune:"):
        decimals = {
            "": _("as the file shows"),
            "comma": _("decimal comma (0,4)"),
            "point": _("decimal point (0.4)"),
        }
        orders = {"": _("as the file shows"), "day": _("day before month"), "month": _("month before day")}
        decimal = ask_one(_("Decimal sign"), decimals, "import decimal")
        order = ask_one(_("Order of dates"), orders, "import order")
        codings = {"": _("as the file shows"), **ENCODINGS}
        coding = st.selectbox(
            _("Encoding of the characters"),
            list(codings),
            format_func=codings.__getitem__,
            key="import encoding",
        )
    return ingest.ReadOptions(
        decimal=_DECIMALS[decimal],
        day_first=_DAY_FIRST[order],
        encoding=coding or None,
    )


def ask_one(label: str, names: Mapping[str, str], key: str) -> str:
    """One of the codes of ``names``, side by side; the first unless another is chosen."""
    chosen: str = st.radio(prose(label), list(names), format_func=names.__getitem__, key=key, horizontal=True)
    return chosen


def upload() -> tuple[str, bytes] | None:
    """The file: its name and content."""
    largest, largest_log = largest_megabytes(), largest_log_megabytes()
    uploads.expect()
    # What reads files gets ready while the visitor looks for one.
    ingest.worker.start()
    given = st.file_uploader(
        prose(
            _(
                "Your file: spreadsheet, CSV, Parquet, SDMX or JSON-stat, up to {size} MB; "
                "a channel log up to {log} MB"
            ).format(size=largest, log=largest_log)
        ),
        key="import file",
        max_upload_size=largest_log,
    )
    if given is None:
        page.empty(_("Choose a file, or take a template above, fill it in and come back."))
        there = entry("start")
        st.page_link(
            there.path,
            label=_("No file at hand? Begin with a dozen figures"),
            icon=there.icon,
            query_params=link.address(),
        )
        return None
    if given.size > (largest_log if may_be_log(given.name) else largest) * MEGABYTE:
        _too_large(largest)
        return None
    return given.name, given.getvalue()


def fits(content: bytes) -> bool:
    """Whether a file that is no log may be read; says why where it may not."""
    largest = largest_megabytes()
    if len(content) > largest * MEGABYTE:
        _too_large(largest)
        return False
    return True


def _too_large(largest: int) -> None:
    st.error(
        prose(
            _("This file is larger than {size} MB. Only a channel log (CSV, TXT, Parquet) may be.").format(
                size=largest
            )
        )
    )


def read(content: bytes, name: str, declared: Contract | None, settings: Mapping[str, Any]) -> ingest.Preview:
    """The file as it was understood; read again only when the file or how to read it changes.

    Without a table it is read for what it may be.
    """
    table = None if declared is None else declared.name
    state = _PREVIEW if table else _UNTOLD
    key = (name, hash(content), table, str(settings["options"]))
    kept = st.session_state.get(state)
    if not kept or kept[0] != key:
        with st.spinner(_("Reading the file …")):
            found = ingest.worker.preview(
                content, name, table=table, options=settings["options"], references=settings["known"]
            )
        st.session_state[state] = kept = (key, found)
    understood: ingest.Preview = kept[1]
    return understood


def show_preview(found: ingest.Preview) -> bool:
    """What was understood of the file before anything is checked; False when it could not be read."""
    if found.problem:
        st.error(
            prose(f"{found.problem.message(told_by_data())} {found.problem.remedy(told_by_data())}"),
            icon=":material/error:",
        )
        return False
    st.subheader(_("What the file holds"), anchor=False)
    if found.row_count:
        st.caption(
            prose(
                _("Rows: {rows}; columns: {columns}").format(
                    rows=number(found.row_count, 0), columns=number(len(found.columns), 0)
                )
            )
        )
    for notice in found.notes:
        st.info(prose(notice.message(told_by_data())), icon=":material/info:")
    if len(found.rows):
        st.dataframe(
            found.rows,
            hide_index=True,
            height=240 if len(found.rows) > _ROWS_HIGH else "content",
            alt=_("The first rows of the file"),
            placeholder=MISSING,
        )
    return True


def choose_mapping(
    found: ingest.Preview,
    declared: Contract,
    constants: Mapping[str, str],
    workspace: str | None,
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
    chosen: dict[str, str | None] = {}
    with st.expander(prose(title), expanded=bool(lacking), icon=":material/view_column:"):
        places = st.columns(3)
        for position, column in enumerate(declared.columns):
            with places[position % 3]:
                chosen[column.name] = _match(column, found, suggested.get(column.name))
    return chosen


def match_names(
    found: ingest.Preview, declared: Contract, known: ingest.References
) -> dict[str, dict[str, str]]:
    """Which code each of the bank's own names stands for: name → code by reference, empty to leave it out.

    Kept with the workspace by the load, so that it is asked once.
    """
    chosen: dict[str, dict[str, str]] = {}
    count = sum(len(names) for _column, names in found.unknown)
    if not count:
        st.session_state[_OWN_NAMES] = False
        return chosen
    title = ngettext(
        "{count} name of your own: match it once", "{count} names of your own: match them once", count
    ).format(count=number(count, 0))
    with st.expander(prose(title), expanded=True, icon=":material/translate:"):
        st.caption(
            _("The closest come first. What is left out is counted and not loaded. The workspace keeps it.")
        )
        for column, names in found.unknown:
            reference = str(declared.column(column).references)
            labels = _code_labels(reference)
            places = st.columns(2)
            for position, name in enumerate(names):
                with places[position % 2]:
                    code = _own_name(name, reference, labels, known)
                if code is not None:
                    chosen.setdefault(reference, {})[name] = code
    st.session_state[_OWN_NAMES] = count > sum(map(len, chosen.values()))
    return chosen


def _code_labels(reference: str) -> dict[str, str]:
    """Code → code and name of a catalogue, in the reader's language."""
    table = reference.partition(".")[0]
    rows = {
        "risk_indicator": core.risk_catalogue,
        "service": costs.services,
        "indicator": core.indicators,
    }[table](link.shown())
    spoken = worded("label") if worded("label") in rows else worded("name")
    code = reference.partition(".")[2]
    return {str(each): f"{each} – {label}" for each, label in zip(rows[code], rows[spoken], strict=True)}


def _own_name(name: str, reference: str, labels: Mapping[str, str], known: ingest.References) -> str | None:
    near = [told.partition(" (")[0] for told in known.closest(reference, name)]
    codes = list(dict.fromkeys([*(code for code in near if code in labels), *labels]))
    shown = {_LATER: _("– not yet matched –"), _ASIDE: _("– leave out –")} | dict(labels)
    picked = st.selectbox(
        prose(name),
        [_LATER, _ASIDE, *codes],
        format_func=shown.__getitem__,
        key=f"import name {reference} {name}",
    )
    return {_LATER: None, _ASIDE: ""}.get(picked, picked)


def _match(column: Column, found: ingest.Preview, suggested: str | None) -> str | None:
    options = [None, *found.columns]
    measured = column.unit_fr if language() == "fr" and column.unit_fr else column.unit
    unit = f" ({measured})" if measured else ""
    needed = " – " + _("required") if column.required and column.default is None else ""
    return st.selectbox(
        prose(localised(column, "meaning") + unit + needed),
        options,
        index=options.index(suggested) if suggested in options else 0,
        format_func={option: option or _("– none –") for option in options}.__getitem__,
        key=f"import column {column.name} {'|'.join(found.columns)[:200]}",
        help=prose(_("Column “{name}” of the template").format(name=column.name)),
    )


def check(
    content: bytes, name: str, settings: Mapping[str, Any], names: Mapping[str, Mapping[str, str]]
) -> ingest.Report | None:
    """A button that checks the file; the report stays until file, table, columns or own names change."""
    asked = {key: value for key, value in settings.items() if key != "known"}
    key = (name, hash(content), f"{asked} {names}")
    kept = st.session_state.get(_REPORT)
    current = kept[1] if kept and kept[0] == key else None
    pressed = st.button(_("Check the file"), icon=":material/fact_check:", key="import check")
    if st.session_state.pop(_CHECK_AGAIN, False) or pressed:
        with st.spinner(_("Checking every row …")):
            current = ingest.worker.validate(content, name, **settings)
        meters.imported("checked" if current.ok else "refused")
        st.session_state[_REPORT] = (key, current)
    return current


def show_report(report: ingest.Report, before: Collection[ingest.Notice] = ()) -> None:
    """Every problem with line, column, value, rule and remedy; or that there is none.

    ``before`` : notices that the page has shown already
    """
    told_before = {notice.message(told_by_data()) for notice in before}
    for notice in report.done:
        if notice.message(told_by_data()) in told_before:
            continue
        st.info(prose(notice.message(told_by_data())), icon=":material/info:")
    if report.left_out:
        with st.container(border=True):
            st.warning(_("This stands in the file and will not be loaded:"), icon=":material/content_cut:")
            for notice in report.left_out:
                st.markdown(f"- {prose(notice.message(told_by_data()))}")
    if report.ok:
        count = report.rows_read
        told = (
            ngettext(
                "{count} row is right and will be loaded; what is left aside is listed above.",
                "{count} rows are right and will be loaded; what is left aside is listed above.",
                count,
            )
            if report.left_out
            else ngettext(
                "{count} row is right; nothing is wrong.", "{count} rows are right; nothing is wrong.", count
            )
        )
        st.success(prose(told.format(count=number(count, 0))), icon=":material/check_circle:")
        return
    said = ngettext(
        "{count} problem in {rows} rows. Nothing was loaded; the data shown until now stay as they are.",
        "{count} problems in {rows} rows. Nothing was loaded; the data shown until now stay as they are.",
        report.total,
    ).format(count=number(report.total, 0), rows=number(report.rows_read, 0))
    st.error(
        prose(said),
        icon=":material/error:",
    )
    _ask_what_decides(report)
    st.dataframe(_grouped(report), hide_index=True, alt=_("Problems alike in one row, the worst first"))
    with st.expander(_("Every problem, one row each"), icon=":material/list:"):
        st.dataframe(
            _problems(report), hide_index=True, height=320, alt=_("The first problems, one row each")
        )
    with st.container(horizontal=True):
        st.download_button(
            _("Problems (CSV)"),
            report.problems_csv(told_by_data()),
            file_name="vigie-problems.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )
        st.download_button(
            _("Refused rows (CSV)"),
            report.rejects_csv(told_by_data()),
            file_name="vigie-refused-rows.csv",
            mime="text/csv",
            icon=":material/download:",
            on_click="ignore",
        )


def _ask_what_decides(report: ingest.Report) -> None:
    """The question whose answer mends problems of the whole file, where one does: asked where they stand."""
    for rule, (key, answers) in _DECIDING.items():
        if rule not in report.counts:
            continue
        problem = next((each for each in report.problems if each.rule == rule), None)
        if problem is None:
            continue
        st.markdown(prose(problem.message(told_by_data())))
        with st.container(horizontal=True):
            for answer, label in answers.items():
                st.button(_(label), key=f"{key} is {answer}", on_click=_decide, args=(key, answer))
    if "reference" in report.counts and st.session_state.get(_OWN_NAMES):
        st.info(
            _("Match your own names above, or leave them out; then check the file again."),
            icon=":material/translate:",
        )


def _decide(key: str, answer: str) -> None:
    st.session_state[key] = answer
    st.session_state[_CHECK_AGAIN] = True


def _grouped(report: ingest.Report) -> pd.DataFrame:
    spoken = told_by_data()
    groups = report.groups()
    return pd.DataFrame(
        {
            _("Problems"): [group.count for group in groups],
            _("Rule"): [group.first.title(spoken) for group in groups],
            _("Lines"): [_spread_of(group.lines, group.more_lines) for group in groups],
            _("Column"): [_spread_of(group.columns, group.more_columns) for group in groups],
            _("Value"): [_spread_of(group.values, group.more_values) for group in groups],
            _("What is wrong"): [group.first.message(spoken) for group in groups],
            _("How to mend it"): [group.first.remedy(spoken) for group in groups],
        }
    )


def _spread_of(shown: Sequence[str], more: int) -> str:
    listed = ", ".join(shown)
    return f"{listed} … (+{more})" if more else listed or MISSING


def _problems(report: ingest.Report) -> pd.DataFrame:
    spoken = told_by_data()
    return pd.DataFrame(
        {
            _("Line"): [problem.line for problem in report.problems],
            _("Column"): [problem.column for problem in report.problems],
            _("Value"): [problem.value for problem in report.problems],
            _("What is wrong"): [problem.message(spoken) for problem in report.problems],
            _("How to mend it"): [problem.remedy(spoken) for problem in report.problems],
        }
    )


def stored(workspace: str, make: Callable[[], ingest.LoadResult]) -> ingest.LoadResult | None:
    """What ``make`` loaded into the workspace, once the button for it is pressed.

    None before that, and where nothing was stored: then it is said why and what to do.
    """
    if not st.button(_("Load the file"), icon=":material/publish:", key="import load"):
        return None
    try:
        if workspace not in workspaces():
            make_room()
        begin(workspace)
        with st.spinner(_("Building the new snapshot …")):
            return make()
    except PermissionError:
        st.error(_("A workspace of this name exists already. Choose another name, or give its writing key."))
    except ingest.NotStored as failed:
        meters.imported("not stored")
        told = (failed.problem.message(told_by_data()), failed.problem.remedy(told_by_data()))
        st.error(prose(" ".join(told)), icon=":material/error:")
    return None


def load(
    report: ingest.Report, declared: Contract, workspace: str, names: Mapping[str, Mapping[str, str]]
) -> None:
    """A button that puts the rows in place, all or none, and opens the workspace."""
    done = stored(workspace, lambda: ingest.load(report, table=declared.name, workspace=workspace))
    if done is None:
        return
    with contextlib.suppress(OSError):
        # A convenience for the next file: the rows are in place without it.
        ingest.remember_mapping(workspace, declared.name, report.columns, report.mapping)
        for reference, own in names.items():
            ingest.remember_names(workspace, reference, own)
    named = report.frame is not None and "bank" in report.frame.columns and len(report.frame)
    opened(workspace, done, str(report.frame["bank"].iloc[0]) if named and report.frame is not None else "")


def opened(workspace: str, done: ingest.LoadResult, bank: str) -> None:
    """Show the workspace that was loaded into, and what the load did, in a new run."""
    meters.imported("loaded")
    link.open_workspace(workspace)
    if bank:
        link.change(bank=bank)
    st.session_state.pop(_REPORT, None)
    st.session_state[_LOADED] = done
    st.session_state[_WATCHED] = watching.after_load(workspace, st.context.url)
    st.rerun()


def show_loaded() -> None:
    """What the last load did, and where to look at it."""
    done = st.session_state.get(_LOADED)
    if not done or link.workspace() == DEMO:
        return
    st.success(prose(" ".join(done.sentences(told_by_data()))), icon=":material/check_circle:")
    tell_key()
    _show_watched()
    there = entry("overview")
    st.page_link(there.path, label=_(there.question), icon=there.icon, query_params=link.address())
    bank = own_bank()
    if bank:
        _show_coverage(bank)


def _show_coverage(bank: str) -> None:
    """What each table of the bank rests on, the pages that it feeds, and the templates of what is missing."""
    snapshot = link.shown()
    with st.expander(
        _("What your bank has now, and what is missing for which page"), icon=":material/checklist:"
    ):
        st.dataframe(
            words.coverage(snapshot, bank).drop(columns=_("What it holds")),
            hide_index=True,
            alt=_("Tables of the bank: where their rows come from, and the pages that they feed"),
        )
        lacking = words.missing(snapshot, bank)
        if lacking:
            table = st.selectbox(
                _("Template of a table that is missing"),
                lacking,
                format_func={name: localised(CONTRACTS[name], "title") for name in lacking}.__getitem__,
                key="import missing",
            )
            _templates(table, "missing template")


def _show_watched() -> None:
    """What the watch has found changed by the load, with the page that has all of it."""
    changes = st.session_state.get(_WATCHED) or ()
    for change in changes[:_CHANGES_SHOWN]:
        st.warning(prose(change["said"][language()]), icon=":material/notifications_active:")
    if changes:
        there = entry("plan-watch")
        st.page_link(there.path, label=_(there.question), icon=there.icon, query_params=link.address())
