"""Validated rows put into a workspace: all of them and a new snapshot, or nothing."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime

import duckdb
import pandas as pd

from data.build import build_workspace
from data.codes import OWN_FILE
from data.connection import query
from data.contracts import Contract, Kind, contract
from data.contracts.ddl import quoted
from data.folders import check_workspace
from data.frames import conform
from data.ingest import jumps
from data.ingest.cells import normalised
from data.ingest.engine import validate_frame
from data.ingest.merging import Change, Merged, changes, merge
from data.ingest.messages import Language
from data.ingest.problems import Notice, Problem
from data.ingest.references import load_references, sources_are_kept
from data.ingest.report import Report
from data.ingest.statistical import is_statistical
from data.ingest.typed import given_way
from data.ingest.workspace import commit, loads, locked, log_load, stored_tables
from data.snapshots import DEMO, Snapshot, SnapshotMissing, current

_SOURCE_NAME_LENGTH = 40
ASSUMED_SIZE = "medium"


class NotLoaded(ValueError):
    """The rows cannot be loaded because they have problems; ``report`` lists them."""

    def __init__(self, report: Report) -> None:
        super().__init__(f"{report.filename or report.table}: {report.total} problems; nothing was loaded")
        self.report = report


class NotStored(OSError):
    """The rows are right but could not be written; ``problem`` says why, and nothing was changed."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message("en"))
        self.problem = problem


_FULL = frozenset({errno.ENOSPC, errno.EDQUOT})


@contextmanager
def storage_may_fail() -> Iterator[None]:
    """What a full disk or a file that cannot be written raises becomes ``NotStored``."""
    try:
        yield
    except SnapshotMissing:
        raise
    except (OSError, duckdb.IOException) as error:
        number = getattr(error, "errno", None)
        # The database says so in words only.
        if number in _FULL or "No space left on device" in str(error):
            raise NotStored(Problem(None, None, None, "disk_full")) from error
        # What the database says names folders of the server.
        reason = os.strerror(number) if number else str(error) if isinstance(error, OSError) else "DuckDB"
        raise NotStored(Problem(None, None, None, "not_stored", {"reason": reason})) from error


@dataclass(frozen=True)
class LoadResult:
    """What a load changed: rows of the table, and the snapshot now served."""

    snapshot: Snapshot
    rows_added: int
    rows_replaced: int
    rows_unchanged: int
    notices: tuple[Notice, ...] = ()
    changes: tuple[Change, ...] = ()
    """The first figures that have another value than before, those of the product itself included."""
    changes_total: int = 0

    @property
    def changed(self) -> bool:
        """Whether any row is new or different."""
        return bool(self.rows_added or self.rows_replaced)

    def sentences(self, lang: Language) -> list[str]:
        """What happened, for the user."""
        return [notice.message(lang) for notice in self.notices]


def load(source: Report | pd.DataFrame, *, table: str, workspace: str) -> LoadResult:
    """Put validated rows into a workspace and build its new snapshot.

    A row with the key of an earlier one replaces it. Banks and sources that the rows name and nobody
    knows are added with them. When anything fails, rows and snapshot stay as they were.

    Parameters
    ----------
    source : a report without problems, or a frame, which is validated first
    table : name of an importable table, the one that was validated
    workspace : 3 to 40 lower-case letters, digits and hyphens; not ``demo``

    Raises
    ------
    NotLoaded: the rows have problems
    NotStored: the disk is full, or cannot be written to
    ValueError: a workspace that cannot be, a table that cannot be imported or is not the report's
    KeyError: no such table
    """
    check_workspace(workspace)
    declared = contract(table)
    if not declared.importable:
        raise ValueError(f"table: {table!r} cannot be imported")
    report = source if isinstance(source, Report) else _report(source, table, workspace)
    if report.table != table:
        raise ValueError(f"table: {table!r}, but the report is for {report.table!r}")
    if report.frame is None:
        raise NotLoaded(report)
    return load_together([report], workspace)


def load_together(reports: Sequence[Report], workspace: str) -> LoadResult:
    """Put the rows of several tables into a workspace with one new snapshot: all of them, or nothing.

    Parameters
    ----------
    reports : without problems, each of another table; at least one
    workspace : as for `load`

    Returns
    -------
    LoadResult: the rows of all; notices of a table stand in the order of the reports, counts are told once

    Raises
    ------
    NotLoaded, NotStored, ValueError: as `load`
    """
    check_workspace(workspace)
    for report in reports:
        if report.frame is None:
            raise NotLoaded(report)
    with storage_may_fail(), locked(workspace) as directory:
        before = stored_tables(workspace)
        tables, merges = dict(before), [_merged(report, workspace, before) for report in reports]
        banks = None
        for report, made in zip(reports, merges, strict=True):
            created = _created(report, made.merged.frame, tables)
            banks = created.get("bank", banks)
            tables |= created | {report.table: made.merged.frame}
        changed = {name: tables[name] for name in tables if tables[name] is not before.get(name)}
        if changed:
            snapshot = commit(workspace, directory, changed, lambda: build_workspace(workspace, tables))
        else:
            snapshot = build_workspace(workspace, tables)
        results = [made.result(snapshot) for made in merges]
        earlier = [made.earlier for made in merges if made.earlier is not None]
        whole = LoadResult(
            snapshot,
            sum(result.rows_added for result in results),
            sum(result.rows_replaced for result in results),
            sum(result.rows_unchanged for result in results),
            changes=tuple(change for result in results for change in result.changes),
            changes_total=sum(result.changes_total for result in results),
        )
        jumps_told = [
            notice
            for report, made in zip(reports, merges, strict=True)
            for notice in _told_breaks(report, made.jumping)
        ]
        whole = replace(whole, notices=(*_notices(whole, max(earlier, default=None), banks), *jumps_told))
        for report, result in zip(reports, results, strict=True):
            log_load(directory, _log_entry(report, report.table, result))
    return whole


@dataclass(frozen=True)
class _Merged:
    """The rows of one table as they will be, and what to say of them."""

    merged: Merged
    earlier: date | None
    changes: tuple[Change, ...]
    changes_total: int
    jumping: pd.DataFrame

    def result(self, snapshot: Snapshot) -> LoadResult:
        merged = self.merged
        return LoadResult(
            snapshot,
            merged.added,
            merged.replaced,
            merged.unchanged,
            changes=self.changes,
            changes_total=self.changes_total,
        )


def _merged(report: Report, workspace: str, stored: Mapping[str, pd.DataFrame]) -> _Merged:
    declared = contract(report.table)
    if report.frame is None:
        raise NotLoaded(report)
    earlier = _earlier_load(workspace, report, report.table)
    rows = _with_source(report, report.frame)
    # What was typed or assumed gives way to what a file says of the same thing.
    merged = merge(declared, given_way(report.table, stored.get(report.table), rows), rows)
    listed, total = changes(declared, served_rows(workspace, report.table), rows)
    return _Merged(merged, earlier, tuple(listed), total, likely_breaks(report, workspace))


def served_rows(workspace: str, table: str) -> pd.DataFrame | None:
    """The rows of a table as a workspace shows them now: its own, and those of the product below them."""
    declared = contract(table)
    for name in (workspace, DEMO):
        try:
            snapshot = current(name)
        except SnapshotMissing:
            continue
        return conform(declared, query(snapshot, f"SELECT * FROM {quoted(table)}"))  # noqa: S608
    return None


def foreseen(report: Report, workspace: str) -> tuple[tuple[Change, ...], int]:
    """The figures to which loading a file would give another value, the first ones, and how many."""
    if report.frame is None:
        return (), 0
    listed, total = changes(contract(report.table), served_rows(workspace, report.table), report.frame)
    return tuple(listed), total


def likely_breaks(report: Report, workspace: str) -> pd.DataFrame:
    """Jumps of the file's series, beyond any of their other changes, that nobody declared as breaks.

    Rows of definition_break with ``value_before`` and ``value_after``; those that the user confirms are
    loaded with the file by `with_breaks`.
    """
    declared = contract(report.table)
    if report.frame is None or not is_statistical(declared):
        return jumps.likely_breaks(declared, pd.DataFrame(), None, None)
    known = served_rows(workspace, "definition_break")
    parts = [part for part in (known, report.breaks) if part is not None]
    declared_ones = pd.concat(parts, ignore_index=True) if parts else None
    return jumps.likely_breaks(declared, report.frame, served_rows(workspace, report.table), declared_ones)


def with_breaks(report: Report, chosen: pd.DataFrame) -> Report:
    """The report with breaks to be declared on loading, beside those that the file flags."""
    if chosen.empty:
        return report
    new = jumps.as_breaks(contract("definition_break"), chosen)
    both = new if report.breaks is None else pd.concat([report.breaks, new], ignore_index=True)
    return replace(report, breaks=both)


def _report(frame: pd.DataFrame, table: str, workspace: str) -> Report:
    return validate_frame(frame, table=table, known=load_references(workspace))


def source_name(report: Report) -> str:
    """The short name under which a file is kept as a source: its name and what is in it."""
    stem = normalised(report.filename.rsplit(".", 1)[0]).replace(" ", "-")
    return f"file-{stem[:_SOURCE_NAME_LENGTH] or 'table'}-{report.sha256[:8]}"


def _with_source(report: Report, frame: pd.DataFrame) -> pd.DataFrame:
    """Rows that name no document of their own come from the file."""
    if "source" not in frame.columns or not sources_are_kept():
        return frame
    own = frame["source"] == OWN_FILE
    return frame.assign(source=frame["source"].where(~own, source_name(report)))


def _created(
    report: Report, frame: pd.DataFrame, stored: Mapping[str, pd.DataFrame]
) -> dict[str, pd.DataFrame]:
    """The banks and sources that the rows need and the workspace lacks."""
    own = source_name(report) if sources_are_kept() else OWN_FILE
    banks = [_bank_row(code, name, own) for code, name in report.created.get("bank", {}).items()]
    sources = [_source_row(code, title) for code, title in report.created.get("source", {}).items()]
    named = "source" in frame.columns and (frame["source"] == own).any()
    if own != OWN_FILE and (banks or named or report.breaks is not None):
        sources.append(_source_row(own, report.filename or report.table))
    rows: dict[str, list[dict[str, object]]] = {"source": sources, "bank": banks}
    if report.breaks is not None:
        declared = report.breaks.assign(source=own)
        rows["definition_break"] = [
            {str(k): v for k, v in row.items()} for row in declared.to_dict("records")
        ]
    added = {table: _added(contract(table), stored.get(table), rows[table]) for table in rows}
    return {table: frame for table, frame in added.items() if frame is not None}


def _bank_row(code: str, name: str, source: str) -> dict[str, object]:
    """A bank of which nothing but its name is known; what has to be filled is assumed, and says so."""
    known: dict[str, object] = {"bank": code, "name": name, "source": source, "kind": Kind.OBSERVED.value}
    if contract("bank").column("size").required:
        return known | {"size": ASSUMED_SIZE, "kind": Kind.ASSUMED.value}
    return known


def _source_row(code: str, title: str) -> dict[str, object]:
    return {
        "source": code,
        "publisher": title,
        "title": f"{title}, {date.today().isoformat()}",
        "year": date.today().year,
        "licence": "own data",
        "address": "workspace",
        "kind": OWN_FILE,
    }


def _added(
    declared: Contract, before: pd.DataFrame | None, rows: list[dict[str, object]]
) -> pd.DataFrame | None:
    """The earlier rows with those whose key they lack; None where there is nothing to add."""
    key = list(declared.key)
    there = set() if before is None else set(before[key].itertuples(index=False, name=None))
    fresh = [row for row in rows if tuple(row[name] for name in key) not in there]
    if not fresh:
        return None
    new = conform(declared, pd.DataFrame(fresh))
    return new if before is None else conform(declared, pd.concat([before, new], ignore_index=True))


def _earlier_load(workspace: str, report: Report, table: str) -> date | None:
    """The day on which this very file was loaded before."""
    for entry in reversed(loads(workspace)):
        if entry["sha256"] == report.sha256 and entry["table"] == table:
            return datetime.fromisoformat(entry["loaded_at"]).date()
    return None


def _notices(result: LoadResult, earlier: date | None, banks: pd.DataFrame | None) -> tuple[Notice, ...]:
    said = [
        Notice(
            "loaded",
            {
                "added": result.rows_added,
                "replaced": result.rows_replaced,
                "unchanged": result.rows_unchanged,
            },
        )
    ]
    if earlier is not None:
        said.append(Notice("already_loaded", {"date": earlier}))
    if not result.changed:
        said.append(Notice("nothing_changed"))
    if banks is not None:
        assumed = banks["name"][banks["kind"] == Kind.ASSUMED.value]
        said += [Notice("size_assumed", {"value": name}) for name in assumed]
    return tuple(said)


def _told_breaks(report: Report, likely: pd.DataFrame) -> tuple[Notice, ...]:
    """The breaks that came with the load, and the jumps that may be some."""
    said = [] if report.breaks is None else [Notice("breaks_declared", {"count": len(report.breaks)})]
    yearly = likely.empty or jumps.of_year(contract(report.table))
    for row in likely.itertuples():
        shown = {
            "series": f"{row.subject} {row.indicator}",
            "period": f"{row.first_period:%Y}" if yearly else f"{row.first_period:%Y-%m}",
            "before": row.value_before,
            "after": row.value_after,
        }
        said.append(Notice("likely_break", shown))
    return tuple(said)


def _log_entry(report: Report, table: str, result: LoadResult) -> dict[str, object]:
    return {
        "loaded_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "table": table,
        "filename": report.filename,
        "sha256": report.sha256,
        "rows": report.rows_read,
        "added": result.rows_added,
        "replaced": result.rows_replaced,
        "unchanged": result.rows_unchanged,
        "snapshot": result.snapshot.hash,
        "changed": result.changes_total,
        "changes": [change.as_json() for change in result.changes],
    }
