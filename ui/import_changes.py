"""What a file changes: figures replaced, breaks to declare, what was loaded before, names matched by hand."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import pandas as pd
import streamlit as st

from data import ingest
from data.contracts import CONTRACTS
from data.snapshots import DEMO
from ui import link
from ui.outside import prose
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


def own_bank() -> str | None:
    """The reader's own bank, for the example lines; None where the workspace has brought none along."""
    own = ingest.own_banks(link.workspace())
    shown = link.scenario().bank
    return shown if shown in own else next(iter(own), None)


def show_foreseen(report: ingest.Report, workspace: str) -> None:
    """The figures that loading would change, before anything is loaded."""
    changes, total = ingest.foreseen(report, workspace)
    show_replaced(report.table, changes, total)


def show_replaced(table: str, changes: Sequence[ingest.Change], total: int) -> None:
    """Old figures of a table against the new ones; nothing where none changes."""
    if not total:
        return
    said = ngettext(
        "Loading replaces {count} value that is there already: old against new.",
        "Loading replaces {count} values that are there already: old against new.",
        total,
    ).format(count=number(total, 0))
    st.warning(prose(said), icon=":material/compare_arrows:")
    _draw(table, [change.as_json() for change in changes], total)


def _draw(table: str, changes: Sequence[Mapping[str, Any]], total: int) -> None:
    st.dataframe(_table(table, changes), hide_index=True, alt=_("Values before and after the load"))
    if total > len(changes):
        st.caption(prose(_("The first {count} are listed.").format(count=number(len(changes), 0))))


def ask_breaks(report: ingest.Report, workspace: str) -> ingest.Report:
    """A question for each jump beyond any other move of its series; what is ticked is declared a break."""
    likely = ingest.likely_breaks(report, workspace)
    if likely.empty:
        return report
    st.markdown(
        prose(
            _(
                "These series jump further than they ever move otherwise. Tick those whose definition "
                "changed there: no line will be drawn and nothing computed across."
            )
        )
    )
    ticked = [_asked(position, row) for position, row in enumerate(likely.itertuples())]
    return ingest.with_breaks(report, likely[ticked])


def _asked(position: int, row: Any) -> bool:
    said = _("{subject}, {series}: from {before} to {after}, {period}").format(
        subject=row.subject,
        series=row.indicator,
        before=plain_number(row.value_before),
        after=plain_number(row.value_after),
        period=f"{row.first_period:%Y-%m}",
    )
    key = f"import break {position} {row.subject} {row.indicator} {row.first_period:%Y-%m}"
    return bool(st.checkbox(prose(said), key=key))


def show_history(workspace: str) -> None:
    """The loads of a workspace, the newest first, with the values that each changed."""
    if workspace == DEMO:
        return
    entries: list[dict[str, Any]] = []
    with contextlib.suppress(ValueError):
        entries = ingest.loads(workspace)[::-1]
    if not entries:
        return
    with st.expander(
        prose(labelled(_("Loads until now"), number(len(entries), 0))), icon=":material/history:"
    ):
        st.dataframe(
            pd.DataFrame([_load(entry) for entry in entries]),
            hide_index=True,
            alt=_("Loads of this workspace"),
        )
        for entry in [entry for entry in entries if entry.get("changes")][:_LISTED_LOADS]:
            said = _("{file}: values that this load changed").format(
                file=entry.get("filename") or entry["table"]
            )
            st.caption(prose(said))
            _draw(entry["table"], entry["changes"], int(entry.get("changed", 0)))


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


def offer_names(workspace: str | None) -> None:
    """A drawer with the list of this workspace, and a place for somebody else's."""
    shown = link.workspace()
    with st.expander(_("Names matched by hand, as a file"), icon=":material/translate:"):
        st.caption(_("Matched in one workspace, taken over in another: nothing is matched twice."))
        if shown != DEMO:
            st.download_button(
                _("Names of this workspace (JSON)"),
                ingest.names_written(shown),
                file_name="vigie-names.json",
                mime="application/json",
                icon=":material/download:",
                on_click="ignore",
                key="import names taken",
            )
        given = st.file_uploader(_("A list of names (JSON)"), type="json", key="import names file")
        if given is None or workspace is None:
            return
        if st.button(_("Take these names over"), icon=":material/playlist_add_check:"):
            _take_names(given.getvalue(), workspace)


def _take_names(content: bytes, workspace: str) -> None:
    try:
        names = ingest.names_read(content, ingest.load_references(workspace))
    except ingest.NamesRefused as refused:
        st.error(prose(refused.message(told_by_data())), icon=":material/error:")
        return
    count = ingest.take_names(workspace, names)
    told = ngettext("{count} name taken over.", "{count} names taken over.", count)
    st.success(prose(told.format(count=number(count, 0))), icon=":material/check_circle:")
