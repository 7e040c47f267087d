"""What the data catalogue shows: tables, sources, breaks, and the dictionary of every column."""

from __future__ import annotations

import pandas as pd

from data.contracts import CONTRACTS
from ui import reads
from ui.page import KINDS
from ui.words import _, language, localised, number, percent


def kind_names() -> dict[str, str]:
    """Kind of data → its name in the reader's language."""
    return {kind: _(label) for kind, (label, _icon) in KINDS.items()}


def counts() -> pd.DataFrame:
    """Rows of each table by kind: title, kind, kind_name, rows."""
    rows = reads.tables(reads.snapshot())
    titles = {name: localised(contract, "title") for name, contract in CONTRACTS.items()}
    return rows.assign(title=rows["table"].map(titles), kind_name=rows["kind"].map(kind_names()))


def sentence(rows: pd.DataFrame) -> str:
    """How much there is, of which kind, and from how many sources."""
    by_kind = rows.groupby("kind")["rows"].sum()
    total = int(by_kind.sum())
    return _(
        "{rows} rows in {tables} tables from {sources} sources; {observed} of them are observed, "
        "{synthetic} synthetic (the demonstration banks)."
    ).format(
        rows=number(total, 0),
        tables=rows["table"].nunique(),
        sources=len(reads.sources(reads.snapshot())),
        observed=percent(by_kind.get("observed", 0) / total),
        synthetic=percent(by_kind.get("synthetic", 0) / total),
    )


def tables(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a table: what it holds, how much, until when."""
    wide = rows.pivot_table(index="table", columns="kind_name", values="rows", aggfunc="sum")
    order = [name for name in CONTRACTS if name in wide.index]
    wide = wide.loc[order].astype("Int64")
    latest = rows.groupby("table")["latest"].max()
    meanings = [localised(CONTRACTS[name], "meaning") for name in order]
    titles = [localised(CONTRACTS[name], "title") for name in order]
    wide.insert(0, _("Table"), titles)
    wide.insert(1, _("What it holds"), meanings)
    wide[_("Latest period")] = [latest.get(name) or "" for name in order]
    return wide.reset_index(drop=True)


def sources() -> pd.DataFrame:
    """Every source with publisher, year and licence."""
    rows = reads.sources(reads.snapshot())
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
    rows = reads.definition_breaks(reads.snapshot())
    return pd.DataFrame(
        {
            _("Country"): rows["country"],
            _("Indicator"): rows["indicator"],
            _("New definition from"): rows["period"],
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
            _("Least"): [column.minimum for column in columns],
            _("Most"): [column.maximum for column in columns],
            _("Choices"): [", ".join(column.choices) for column in columns],
            _("Refers to"): [column.references or "" for column in columns],
        }
    )
