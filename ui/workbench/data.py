"""What the data catalogue shows: tables, sources, breaks, and the dictionary of every column."""

from __future__ import annotations

import pandas as pd

from data.contracts import CONTRACTS
from studies import core
from ui import link
from ui.page import KINDS, kind_names
from ui.words import _, language, localised, number, plain_number


def counts() -> pd.DataFrame:
    """Rows of each table by kind: table, title, kind, kind_name, rows, latest."""
    wide = core.tables(link.shown())
    rows = wide.drop(columns="rows").melt(
        id_vars=["table", "latest"], value_vars=list(KINDS), var_name="kind", value_name="rows"
    )
    titles = {name: localised(contract, "title") for name, contract in CONTRACTS.items()}
    rows = rows[rows["rows"] > 0]
    return rows.assign(title=rows["table"].map(titles), kind_name=rows["kind"].map(kind_names()))


def sentence(rows: pd.DataFrame) -> str:
    """How much there is, of which kind, and from how many sources."""
    by_kind = rows.groupby("kind")["rows"].sum()
    return _(
        "{rows} rows in {tables} tables from {sources} sources: {observed} were observed, "
        "{synthetic} are synthetic (the demonstration banks)."
    ).format(
        rows=number(int(by_kind.sum()), 0),
        tables=rows["table"].nunique(),
        sources=len(core.sources(link.shown())),
        observed=number(int(by_kind.get("observed", 0)), 0),
        synthetic=number(int(by_kind.get("synthetic", 0)), 0),
    )


def tables() -> pd.DataFrame:
    """One row a table: what it holds, how much of each kind, until when."""
    wide = core.tables(link.shown()).set_index("table")
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


def sources() -> pd.DataFrame:
    """Every source with publisher, year and licence."""
    rows = core.sources(link.shown())
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


def breaks() -> pd.DataFrame:
    """Where a line must not be drawn through."""
    rows = core.definition_breaks(link.shown())
    return pd.DataFrame(
        {
            _("Subject"): rows["subject"],
            _("Indicator"): rows["indicator"],
            _("New definition from"): rows["first_period"],
            _("Why"): rows[f"note_{language()}"],
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
