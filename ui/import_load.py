"""The end of every import: what was found in a file, its loading, and what the load did."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import pandas as pd

from data import ingest
from data.contracts import CONTRACTS
from data.hosting import make_room
from data.snapshots import DEMO, workspaces
from ui import meters, writing_key
from ui import start as words
from ui.content import Table
from ui.form import Beside, Field, Given, Handed, Kept, Lead, Offer, Said, Sheet, Step, Together, Visit
from ui.import_changes import own_bank
from ui.own import begin
from ui.registry import entry
from ui.words import MISSING, N_, _, language, localised, ngettext, number, told_by_data

Watch = Callable[[str, str], Sequence[Mapping[str, Any]]]
_REPORT: Final = "import report"
_LOADED: Final = "import loaded"
_WATCHED: Final = "import watched"
_FAILED: Final = "import not stored"
_DONE_WITH: Final = "import done with"
OWN_NAMES: Final = "import names open"
CHECK_AGAIN: Final = "import check again"
DECIDING: Final[Mapping[str, tuple[str, Mapping[str, str]]]] = {
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
_CHANGES_SHOWN: Final = 5
_NAME_AND_CONTENT: Final = 2
_FORMS: Final[Mapping[Literal["csv", "xlsx"], str]] = {"csv": "text/csv", "xlsx": "application/octet-stream"}


@dataclass(frozen=True)
class Goal:
    """Where a file goes.

    Parameters
    ----------
    watch : looks, after a load, at the limits that the workspace has set: workspace, address → what changed
    file : what tells the file, read in this way, from any other
    """

    visit: Visit
    workspace: str
    watch: Watch
    file: tuple[object, ...]

    @property
    def reached(self) -> bool:
        """Whether the file was the last to be loaded."""
        return bool(self.visit.kept.get(_DONE_WITH) == self.file)

    @property
    def known(self) -> bool:
        """Whether the file was the last to be loaded, be it by another sheet or other answers."""
        return bool(
            (self.visit.kept.get(_DONE_WITH) or ())[:_NAME_AND_CONTENT] == self.file[:_NAME_AND_CONTENT]
        )


def templates(visit: Visit, table: str, key: str) -> Together:
    """The template of a table to take away, with the reader's own bank in its lines."""
    bank = own_bank(visit)
    return Together(
        [
            Handed(
                _("Template ({form})").format(form=form.upper()),
                ingest.template(table, form, told_by_data(), bank),
                f"vigie-{table}.{form}",
                kind,
                f"{key} {form}",
            )
            for form, kind in _FORMS.items()
        ],
        "in line",
    )


def known_report(
    kept: Kept, key: tuple[object, ...], check: Callable[[], ingest.Report]
) -> ingest.Report | None:
    """The report on the file as it is to be read, if there is one; made now where an answer asks for it."""
    if kept.pop(CHECK_AGAIN, False):
        checked(kept, key, check)
    found = kept.get(_REPORT)
    return found[1] if found and found[0] == key else None


def checked(kept: Kept, key: tuple[object, ...], check: Callable[[], ingest.Report]) -> None:
    """Check the file, and keep the report until file, table, columns or own names change."""
    report = check()
    meters.imported("checked" if report.ok else "refused")
    kept[_REPORT] = (key, report)


def decide(kept: Kept, rule: str) -> Together:
    """The answers to what a file leaves open, each a button; the file is then read and checked again."""
    key, answers = DECIDING[rule]

    def answered(answer: str) -> Callable[[Given], None]:
        return lambda _given: kept.update({key: answer, CHECK_AGAIN: True})

    return Together(
        [Step(_(label), answered(answer), f"{key} is {answer}") for answer, label in answers.items()],
        "in line",
    )


def reported(kept: Kept, report: ingest.Report, before: Collection[ingest.Notice] = ()) -> list[Offer]:
    """Every problem with line, column, value, rule and remedy; or that there is none.

    ``before`` : notices that the page has shown already
    """
    sheet = Sheet(kept)
    if report.ok:
        sheet.put(*_taken(report, before))
        sheet.say(_right(report), "done")
        return sheet.offers
    said = ngettext(
        "{count} problem in {rows} rows. Nothing was loaded; the data shown until now stay as they are.",
        "{count} problems in {rows} rows. Nothing was loaded; the data shown until now stay as they are.",
        report.total,
    ).format(count=number(report.total, 0), rows=number(report.rows_read, 0))
    sheet.say(said, "fault")
    _ask_what_decides(sheet, report)
    alike = _("Problems alike in one row, the worst first")
    sheet.put(Table(f"problems {report.table}", "", _grouped(report), alike, ()))
    files = [
        Handed(label, content, name, "text/csv", f"{name} {report.table}")
        for label, content, name in (
            (_("Problems (CSV)"), report.problems_csv(told_by_data()), "vigie-problems.csv"),
            (_("Refused rows (CSV)"), report.rejects_csv(told_by_data()), "vigie-refused-rows.csv"),
        )
    ]
    sheet.put(Together(files, "in line"))
    with sheet.fold(_("Every problem, one row each"), ":material/list:") as inner:
        each = _("The first problems, one row each")
        inner.put(Table(f"each problem {report.table}", "", _problems(report), each, (), height=320))
    # What is wrong comes first.
    sheet.put(*_taken(report, before))
    return sheet.offers


def _taken(report: ingest.Report, before: Collection[ingest.Notice]) -> list[Offer]:
    """What was done with the file to read it, and what of it will not be loaded."""
    told_before = {notice.message(told_by_data()) for notice in before}
    done = [notice.message(told_by_data()) for notice in report.done]
    new = " ".join(said for said in done if said not in told_before)
    left = [Said(notice.message(told_by_data()), "point") for notice in report.left_out]
    aside = set_aside(_("This stands in the file and will not be loaded:"), left)
    return [*([Said(new, "told", ":material/info:")] if new else []), *([aside] if left else [])]


def set_aside(said: str, lines: Sequence[Said]) -> Together:
    """What will not be loaded, and why."""
    return Together([Said(said, "warning", ":material/content_cut:"), *lines], "framed")


def _right(report: ingest.Report) -> str:
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
    return told.format(count=number(count, 0))


def _ask_what_decides(sheet: Sheet, report: ingest.Report) -> None:
    """The question whose answer mends problems of the whole file, where one does: asked where they stand."""
    for rule in DECIDING:
        problem = next((each for each in report.problems if each.rule == rule), None)
        if problem is not None:
            sheet.say(problem.message(told_by_data()))
            sheet.put(decide(sheet.kept, rule))
    if "reference" in report.counts and sheet.kept.get(OWN_NAMES):
        said = _("Match your own names above, or leave them out; then check the file again.")
        sheet.say(said, "told", ":material/translate:")


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


def load(
    goal: Goal,
    make: Callable[[], ingest.LoadResult],
    bank: str,
    after: Callable[[], object] = tuple,
) -> list[Offer]:
    """A button that puts the rows in place, all or none, and opens the workspace; why the last try failed.

    ``after`` : what is kept for the next file
    """
    kept = goal.visit.kept

    def loaded(_given: Given) -> None:
        try:
            if goal.workspace not in workspaces():
                make_room()
            begin(goal.workspace)
            done = make()
        except PermissionError:
            kept[_FAILED] = name_taken()
        except ingest.NotStored as failed:
            meters.imported("not stored")
            told = (failed.problem.message(told_by_data()), failed.problem.remedy(told_by_data()))
            kept[_FAILED] = " ".join(told)
        else:
            after()
            _opened(goal, done, bank)

    button = Step(
        _("Load the file"),
        loaded,
        "import load",
        icon=":material/publish:",
        busy=_("Building the new snapshot …"),
    )
    failed = kept.pop(_FAILED, "")
    return [button, Said(failed, "fault")] if failed else [button]


def name_taken() -> str:
    """Why a name cannot be loaded into."""
    return _("A workspace of this name exists already. Choose another name, or give its writing key.")


def _opened(goal: Goal, done: ingest.LoadResult, bank: str) -> None:
    """Show the workspace that was loaded into, and what the load did."""
    meters.imported("loaded")
    kept = goal.visit.kept
    goal.visit.opens(goal.workspace, bank)
    kept.pop(_REPORT, None)
    kept[_DONE_WITH] = goal.file
    kept[_LOADED] = (goal.workspace, done)
    kept[_WATCHED] = goal.watch(goal.workspace, goal.visit.address)


def last_load(visit: Visit) -> list[Offer]:
    """What the last load of this visit did, and where to look at it."""
    workspace, done = visit.kept.get(_LOADED) or (DEMO, None)
    if done is None or workspace != visit.workspace or visit.workspace == DEMO:
        return []
    overview = Lead("overview", _(entry("overview").question))
    told = Said(" ".join(done.sentences(told_by_data())), "done")
    return [told, *writing_key.told(), *_changed(visit.kept.get(_WATCHED) or ()), overview]


def _changed(changes: Sequence[Mapping[str, Any]]) -> list[Offer]:
    """What the watch has found changed by the load, with the page that has all of it."""
    told = [
        Said(change["said"][language()], "warning", ":material/notifications_active:")
        for change in changes[:_CHANGES_SHOWN]
    ]
    return [*told, Lead("plan-watch", _(entry("plan-watch").question))] if told else []


def covered(visit: Visit, *, unfolded: bool) -> list[Offer]:
    """What each table of the bank rests on, the pages that it feeds, and the templates of what is missing."""
    bank, snapshot = own_bank(visit), visit.reader.snapshot
    sheet = Sheet(visit.kept)
    if not bank:
        with sheet.fold(
            _("What a file can hold, and the pages that it feeds"), ":material/checklist:", unfolded=unfolded
        ) as inner:
            inner.put(
                Table(
                    "feeds", "", words.feeds(), _("Tables that a bank can load, and their pages"), (), lines=2
                )
            )
        return sheet.offers
    title = _("What your bank has now, and what is missing for which page")
    with sheet.fold(title, ":material/checklist:", unfolded=unfolded) as inner:
        lacking = words.missing(snapshot, bank)
        if lacking:
            names = {name: localised(CONTRACTS[name], "title") for name in lacking}
            label = _("Template of a table that is missing")
            asked = Field("import missing", label, "choice", names)
            handed = templates(visit, asked.stands(visit.kept), "missing template")
            inner.put(Beside([[asked], [handed]]))
        inner.put(
            Table(
                "coverage",
                "",
                words.coverage(snapshot, bank),
                _("Tables of the bank: where their rows come from, and the pages that they feed"),
                (),
                lines=2,
            )
        )
    return sheet.offers
