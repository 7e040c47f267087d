"""What the data catalogue shows: tables, sources, breaks, and the dictionary of every column."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd

from data.contracts import CONTRACTS
from data.snapshots import Snapshot
from studies import core
from ui.charts import catalogue as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Part, Table, shared
from ui.kinds import KINDS, kind_names
from ui.reader import Reader, kept, page_content
from ui.words import _, localised, number, plain_number, worded

_DRAWN: Final = 12


def counts(snapshot: Snapshot) -> pd.DataFrame:
    """Rows of each table by kind: table, title, kind, kind_name, rows, latest."""
    wide = core.tables(snapshot)
    rows = wide.drop(columns="rows").melt(
        id_vars=["table", "latest"], value_vars=list(KINDS), var_name="kind", value_name="rows"
    )
    titles = {name: localised(contract, "title") for name, contract in CONTRACTS.items()}
    rows = rows[rows["rows"] > 0]
    return rows.assign(title=rows["table"].map(titles), kind_name=rows["kind"].map(kind_names()))


def largest(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the largest tables, the largest first; all of them are in the table of figures."""
    sizes = rows.groupby("table")["rows"].sum().nlargest(_DRAWN)
    return rows[rows["table"].isin(sizes.index)].sort_values(
        "table", key=lambda names: names.map(sizes), ascending=False, kind="stable"
    )


def sentence(snapshot: Snapshot, rows: pd.DataFrame) -> str:
    """How much there is, of which kind, and from how many sources."""
    by_kind = rows.groupby("kind")["rows"].sum()
    return _(
        "{rows} rows in {tables} tables from {sources} sources: {observed} were observed, "
        "{synthetic} are synthetic (the demonstration banks)."
    ).format(
        rows=number(int(by_kind.sum()), 0),
        tables=rows["table"].nunique(),
        sources=len(core.sources(snapshot)),
        observed=number(int(by_kind.get("observed", 0)), 0),
        synthetic=number(int(by_kind.get("synthetic", 0)), 0),
    )


def tables(snapshot: Snapshot) -> pd.DataFrame:
    """One row a table: what it holds, how much of each kind, until when."""
    wide = core.tables(snapshot).set_index("table")
    order = [name for name in CONTRACTS if name in wide.index]
    wide = wide.loc[order]
    return pd.DataFrame(
        {
            _("Table"): [localised(CONTRACTS[name], "title") for name in order],
            _("What it holds"): [localised(CONTRACTS[name], "meaning") for name in order],
            _("Rows"): wide["rows"],
            **{name: wide[kind] for kind, name in kind_names().items()},
            _("Latest period"): wide["latest"].fillna(""),
        }
    )


def sources(snapshot: Snapshot) -> pd.DataFrame:
    """Every source with publisher, year and licence."""
    rows = core.sources(snapshot)
    return pd.DataFrame(
        {
            _("Source"): rows["source"],
            _("Publisher"): rows["publisher"],
            _("Title"): rows["title"],
            _("Year"): rows["year"],
            _("Licence"): rows["licence"],
            _("Address"): rows["address"],
        }
    )


def breaks(snapshot: Snapshot) -> pd.DataFrame:
    """Where a line must not be drawn through."""
    rows = core.definition_breaks(snapshot)
    return pd.DataFrame(
        {
            _("Subject"): rows["subject"],
            _("Indicator"): rows["indicator"],
            _("New definition from"): rows["first_period"],
            _("Why"): rows[worded("note")],
        }
    )


def dictionary(table: str) -> pd.DataFrame:
    """The columns of a table: type, unit, range, choices and meaning."""
    columns = CONTRACTS[table].columns
    return pd.DataFrame(
        {
            _("Column"): [column.name for column in columns],
            _("Meaning"): [localised(column, "meaning") for column in columns],
            _("Type"): [str(column.type) for column in columns],
            _("Unit"): [column.unit or "" for column in columns],
            _("Required"): [_("yes") if column.required else _("no") for column in columns],
            _("Least"): [_limit(column.minimum) for column in columns],
            _("Most"): [_limit(column.maximum) for column in columns],
            _("Choices"): [", ".join(column.choices or column.items) for column in columns],
            _("Refers to"): [column.references or "" for column in columns],
        }
    )


def _limit(value: float | None) -> str:
    return "" if value is None else plain_number(value)


def metrics(snapshot: Snapshot, rows: pd.DataFrame) -> tuple[Metric, ...]:
    """How much there is, from whom, and how much of it is invented."""
    by_kind, counted = rows.groupby("kind")["rows"].sum(), _("no interval: counted")
    figures = {
        "rows": (_("Rows"), int(by_kind.sum())),
        "sources": (_("Sources"), len(core.sources(snapshot))),
        "observed": (_("Observed rows"), int(by_kind.get("observed", 0))),
        "synthetic": (_("Synthetic rows"), int(by_kind.get("synthetic", 0))),
    }
    return tuple(
        Metric(code, label, float(count), digits=0, why=counted) for code, (label, count) in figures.items()
    )


def _table(name: str, title: str, frame: pd.DataFrame, alt_text: str) -> Table:
    return Table(name, title, frame, alt_text, ())


def _sources(snapshot: Snapshot) -> tuple[Part, ...]:
    said = _("Publisher, title, year and licence of every source")
    return (_table("sources", _("Sources and licences"), sources(snapshot), said),)


def _breaks(snapshot: Snapshot) -> tuple[Part, ...]:
    said = _("Where a series changes its definition")
    return (_table("breaks", _("Breaks of definition"), breaks(snapshot), said),)


def _dictionary(name: str) -> tuple[Part, ...]:
    contract = CONTRACTS[name]
    said = localised(contract, "title"), localised(contract, "meaning")
    return (_table("dictionary", said[0], dictionary(name), said[1]),)


def method() -> Method:
    """What makes a row fit to be counted."""
    return Method.of(
        formula=r"\text{rows}=\sum_{\text{tables}}\ \sum_{\text{kinds}}n",
        words=[
            _(
                "Every row passes the contract of its table: types, bounds, units, and what it must agree "
                "with. It carries its source and its kind."
            ),
            _("No line is drawn through a break of definition, and nothing is computed across one."),
        ],
        proof=_("docs/DATA.md holds the same dictionary; a test compares them."),
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Data"."""
    snapshot = reader.snapshot
    rows, chosen = counts(snapshot), reader.chosen("table", list(CONTRACTS))
    said, rows_drawn = sentence(snapshot, rows), largest(rows)
    held = _("What each table holds, its rows by kind and its latest period")
    return Content(
        slug="data",
        answer=Answer(said),
        picture=Chart(
            "tables",
            _("The {count} largest tables: rows by kind of data").format(count=rows_drawn["table"].nunique()),
            charts.counts_by_kind(
                rows_drawn, label="title", kind="kind_name", title=_("Rows (logarithmic scale)")
            ),
            said,
            tuple(rows["kind"].drop_duplicates()),
            figures=(_table("tables", _("Tables"), tables(snapshot), held),),
        ),
        metrics=shared(metrics(snapshot, rows)),
        details=(
            Detail("sources", _("Sources and licences"), partial(_sources, snapshot)),
            Detail("breaks", _("Breaks of definition"), partial(_breaks, snapshot)),
            Detail("dictionary", _("Dictionary"), partial(_dictionary, chosen)),
        ),
        method=method(),
    )
