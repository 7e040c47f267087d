"""What a file changes: figures replaced, breaks to declare, what was loaded before, names matched by hand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, Final

import pandas as pd

from data import ingest
from data.contracts import CONTRACTS
from data.snapshots import DEMO
from ui.content import Table
from ui.form import Field, Given, Handed, Kept, Offer, Said, Sheet, Step, Visit
from ui.words import (
    MISSING,
    _,
    labelled,
    localised,
    moment,
    ngettext,
    number,
    plain_number,
    told_by_data,
)

_LISTED_LOADS: Final = 10
_NAMES_TOLD: Final = "import names told"
_NAMES_MEGABYTES: Final = 1


def _written(value: object) -> str:
    if value is None:
        return MISSING
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return plain_number(value) if isinstance(value, int | float) else str(value)


def _table(table: str, changes: Iterable[Mapping[str, Any]]) -> pd.DataFrame:
    """Old value against new, a row each, the columns by what they mean."""
    declared = CONTRACTS[table]
    names = {column.name: localised(column, "meaning") for column in declared.columns}
    rows = [
        {
            _("Where"): ", ".join(map(str, change["key"].values())),
            # Before what it is: on a telephone the last column stands beyond the edge.
            _("Before"): _written(change["before"]),
            _("After"): _written(change["after"]),
            _("What"): names.get(change["column"], change["column"]),
        }
        for change in changes
    ]
    return pd.DataFrame(rows)


def own_bank(visit: Visit) -> str | None:
    """The reader's own bank, for the example lines; None where the workspace has brought none along."""
    own = ingest.own_banks(visit.workspace)
    shown = str(visit.reader.value("bank"))
    return shown if shown in own else next(iter(own), None)


def foreseen(report: ingest.Report, workspace: str) -> list[Offer]:
    """The figures that loading would change, before anything is loaded."""
    changes, total = ingest.foreseen(report, workspace)
    return replaced(report.table, changes, total)


def replaced(table: str, changes: Sequence[ingest.Change], total: int) -> list[Offer]:
    """Old figures of a table against the new ones; nothing where none changes."""
    if not total:
        return []
    said = ngettext(
        "Loading replaces {count} value that is there already: old against new.",
        "Loading replaces {count} values that are there already: old against new.",
        total,
    ).format(count=number(total, 0))
    listed = _listed(f"foreseen {table}", table, [change.as_json() for change in changes], total)
    return [Said(said, "warning", ":material/compare_arrows:"), *listed]


def _listed(name: str, table: str, changes: Sequence[Mapping[str, Any]], total: int) -> list[Offer]:
    shown = Table(name, "", _table(table, changes), _("Values before and after the load"), ())
    if total <= len(changes):
        return [shown]
    said = _("The first {count} are listed.").format(count=number(len(changes), 0))
    return [shown, Said(said, "aside")]


def ask_breaks(sheet: Sheet, report: ingest.Report, workspace: str) -> ingest.Report:
    """A question for each jump beyond any other move of its series; what is ticked is declared a break."""
    likely = ingest.likely_breaks(report, workspace)
    if likely.empty:
        return report
    sheet.say(
        _(
            "These series jump further than they ever move otherwise. Tick those whose definition "
            "changed there: no line will be drawn and nothing computed across."
        )
    )
    ticked = [bool(sheet.ask(_break(at, row))) for at, row in enumerate(likely.itertuples())]
    return ingest.with_breaks(report, likely[ticked])


def _break(position: int, row: Any) -> Field:
    said = _("{subject}, {series}: from {before} to {after}, {period}").format(
        subject=row.subject,
        series=row.indicator,
        before=plain_number(row.value_before),
        after=plain_number(row.value_after),
        period=f"{row.first_period:%Y-%m}",
    )
    key = f"import break {position} {row.subject} {row.indicator} {row.first_period:%Y-%m}"
    return Field(key, said, "tick")


def history(sheet: Sheet, workspace: str) -> None:
    """The loads of a workspace, the newest first, with the values that each changed."""
    if workspace == DEMO:
        return
    entries: list[dict[str, Any]] = []
    with contextlib.suppress(ValueError):
        entries = ingest.loads(workspace)[::-1]
    if not entries:
        return
    title = labelled(_("Loads until now"), number(len(entries), 0))
    with sheet.fold(title, ":material/history:") as inner:
        frame = pd.DataFrame([_load(entry) for entry in entries])
        inner.put(Table("loads", "", frame, _("Loads of this workspace"), ()))
        for at, entry in enumerate([each for each in entries if each.get("changes")][:_LISTED_LOADS]):
            said = _("{file}: values that this load changed").format(
                file=entry.get("filename") or entry["table"]
            )
            inner.say(said, "aside")
            inner.put(
                *_listed(f"changed {at}", entry["table"], entry["changes"], int(entry.get("changed", 0)))
            )


def _load(entry: Mapping[str, Any]) -> dict[str, str]:
    declared = CONTRACTS.get(entry["table"])
    counts = {name: entry.get(name) for name in ("added", "replaced", "unchanged")}
    return {
        _("When (UTC)"): moment(datetime.fromisoformat(entry["loaded_at"])),
        _("File"): str(entry.get("filename") or MISSING),
        _("Table"): localised(declared, "title") if declared else entry["table"],
        _("Lines added"): number(counts["added"], 0),
        _("Replaced"): number(counts["replaced"], 0),
        _("Unchanged"): number(counts["unchanged"], 0),
    }


def names(sheet: Sheet, shown: str, workspace: str | None) -> None:
    """A drawer with the list of the workspace ``shown``, and a place for somebody else's."""
    with sheet.fold(_("Names matched by hand, as a file"), ":material/translate:") as inner:
        inner.say(_("Matched in one workspace, taken over in another: nothing is matched twice."), "aside")
        if shown != DEMO:
            label = _("Names of this workspace (JSON)")
            written = ingest.names_written(shown)
            inner.put(Handed(label, written, "vigie-names.json", "application/json", "import names taken"))
        label = _("A list of names (JSON), up to {size} MB").format(size=number(_NAMES_MEGABYTES, 0))
        given = inner.ask(
            Field("import names file", label, "file", {"json": "json"}, megabytes=_NAMES_MEGABYTES)
        )
        if given is not None and workspace is not None:
            taking = partial(_take_names, sheet.kept, given.getvalue(), workspace)
            inner.put(
                Step(
                    _("Take these names over"),
                    taking,
                    "import names take",
                    icon=":material/playlist_add_check:",
                )
            )
        if _NAMES_TOLD in sheet.kept:
            inner.put(sheet.kept.pop(_NAMES_TOLD))


def _take_names(kept: Kept, content: bytes, workspace: str, _given: Given) -> None:
    try:
        found = ingest.names_read(content, ingest.load_references(workspace))
    except ingest.NamesRefused as refused:
        kept[_NAMES_TOLD] = Said(refused.message(told_by_data()), "fault")
        return
    count = ingest.take_names(workspace, found)
    told = ngettext("{count} name taken over.", "{count} names taken over.", count)
    kept[_NAMES_TOLD] = Said(told.format(count=number(count, 0)), "done")
