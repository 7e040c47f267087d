"""What the data catalogue shows: tables, sources, breaks, and the dictionary of every column."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from data.contracts import CONTRACTS
from data.snapshots import Snapshot
from studies import catalogue, core
from ui.charts import macro as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Part, Table, shared
from ui.kinds import KINDS, kind_names
from ui.reader import Reader, kept, page_content
from ui.sources import titled
from ui.words import MISSING, N_, _, localised, number, plain_number, worded

_DRAWN: Final = 9
# Who is no publisher: the generator of the demonstration's banks, and conventions of this product.
_OWN: Final = ("generator", "convention")
_KINDS_OF_SOURCE: Final[Mapping[str, str]] = {
    "publication": N_("Publication"),
    "law": N_("Law"),
    "press": N_("Press"),
    "own_file": N_("Own file"),
}

_OF_ALL_COUNTRIES: Final = (
    N_("World Bank"),
    N_("International Monetary Fund"),
    N_("United Nations"),
    N_("International Telecommunication Union"),
    N_("International Organization for Standardization"),
)


def counts(snapshot: Snapshot) -> pd.DataFrame:
    """Rows of each table by kind: table, title, kind, kind_name, rows, latest."""
    wide = catalogue.tables(snapshot)
    rows = wide.drop(columns="rows").melt(
        id_vars=["table", "latest"], value_vars=list(KINDS), var_name="kind", value_name="rows"
    )
    titles = {name: localised(contract, "title") for name, contract in CONTRACTS.items()}
    rows = rows[rows["rows"] > 0]
    return rows.assign(title=rows["table"].map(titles), kind_name=rows["kind"].map(kind_names()))


def publisher_name(name: str) -> str:
    """A publisher by the name that the reader's language has for it, where it has one of its own."""
    return _(name) if name in _OF_ALL_COUNTRIES else name


def publishers(snapshot: Snapshot) -> pd.DataFrame:
    """Rows that others than this product give, most first: publisher, kind_name, rows, sources."""
    rows = core.sources(snapshot)
    rows = rows[~rows["kind"].isin(_OWN) & (rows["rows"] > 0)]
    rows = rows.groupby(["publisher", "kind"], as_index=False).agg(
        rows=("rows", "sum"), sources=("source", "size")
    )
    names = {kind: _(name) for kind, name in _KINDS_OF_SOURCE.items()}
    whole = rows.groupby("publisher")["rows"].transform("sum")
    rows = rows.assign(whole=whole, kind_name=rows["kind"].map(names))
    return rows.sort_values(["whole", "publisher"], ascending=[False, True], kind="stable", ignore_index=True)


def first_publishers(rows: pd.DataFrame) -> pd.DataFrame:
    """Figures by publisher, whatever their kind, and those of all others together: label, value, text."""
    whole = rows.drop_duplicates("publisher")[["publisher", "whole"]]
    shown, others = whole.head(_DRAWN), whole.iloc[_DRAWN:]
    labels, values = [publisher_name(name) for name in shown["publisher"]], list(shown["whole"])
    if len(others):
        labels.append(_("{count} others together").format(count=number(len(others), 0)))
        values.append(others["whole"].sum())
    frame = pd.DataFrame({"label": labels, "value": [float(value) for value in values]})
    return frame.assign(text=[number(value, 0) for value in values], low=np.nan, high=np.nan)


def sentence(rows: pd.DataFrame, published: pd.DataFrame) -> str:
    """How much was observed, by whom most of it, and how much is invented."""
    by_kind, names = rows.groupby("kind")["rows"].sum(), published["publisher"].drop_duplicates()
    invented = int(by_kind.get("synthetic", 0))
    told = _("{observed} figures come from {publishers} publishers, {first} first.").format(
        observed=number(int(by_kind.get("observed", 0)), 0),
        publishers=len(names),
        first=publisher_name(names.iloc[0]) if len(names) else MISSING,
    )
    if not invented:
        return told
    return f"{told} " + _("The demonstration banks add {synthetic} invented ones.").format(
        synthetic=number(invented, 0)
    )


def publisher_table(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a publisher and kind: sources and rows."""
    return pd.DataFrame(
        {
            _("Publisher"): [publisher_name(name) for name in rows["publisher"]],
            _("Kind of source"): rows["kind_name"],
            _("Sources"): rows["sources"],
            _("Rows"): rows["rows"],
        }
    )


def tables(snapshot: Snapshot) -> pd.DataFrame:
    """One row a table: what it holds, how much of each kind, until when."""
    wide = catalogue.tables(snapshot).set_index("table")
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
            _("Title"): [titled(*row) for row in zip(rows["source"], rows["title"], strict=True)],
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


def metrics(snapshot: Snapshot, rows: pd.DataFrame, published: pd.DataFrame) -> tuple[Metric, ...]:
    """How much there is, from whom, and how much of it is invented."""
    by_kind, counted = rows.groupby("kind")["rows"].sum(), _("a count")
    figures = {
        "publishers": (_("Publishers"), published["publisher"].nunique()),
        "sources": (_("Sources"), len(core.sources(snapshot))),
        "observed": (_("Published figures"), int(by_kind.get("observed", 0))),
        "synthetic": (_("Invented figures"), int(by_kind.get("synthetic", 0))),
    }
    return tuple(
        Metric(code, label, float(count), digits=0, why=counted) for code, (label, count) in figures.items()
    )


def _table(name: str, title: str, frame: pd.DataFrame, alt_text: str) -> Table:
    return Table(name, title, frame, alt_text, ())


def _tables(snapshot: Snapshot) -> tuple[Part, ...]:
    held = _("What each table holds, its rows by kind and its latest period")
    kinds = tuple(counts(snapshot)["kind"].drop_duplicates())
    wide = {_("What it holds"): {"width": 430}}
    return (Table("tables", _("Tables"), tables(snapshot), held, kinds, lines=2, columns=wide),)


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
    published = publishers(snapshot)
    said, title = sentence(rows, published), _("Who publishes the figures: those who give most")
    return Content(
        slug="data",
        answer=Answer(said),
        picture=Chart(
            "publishers",
            title,
            charts.bars(first_publishers(published), title=_("Figures")),
            said,
            ("observed",),
            figures=(_table("publishers", _("Publishers"), publisher_table(published), title),),
        ),
        metrics=shared(metrics(snapshot, rows, published)),
        details=(
            Detail("tables", _("Tables"), partial(_tables, snapshot)),
            Detail("sources", _("Sources and licences"), partial(_sources, snapshot)),
            Detail("breaks", _("Breaks of definition"), partial(_breaks, snapshot)),
            Detail("dictionary", _("Dictionary"), partial(_dictionary, chosen)),
        ),
        method=method(),
    )
