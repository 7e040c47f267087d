"""Where the figures of a page come from, as a reader may check and cite it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import pandas as pd

from data.codes import ASSUMED_FROM_PEERS
from data.reading import Read
from data.snapshots import Snapshot
from studies import core
from ui.words import N_, _, clauses, day, listing, ngettext

_IN_BRIEF: Final = 3
_OF_THE_BANK: Final = "The bank"
"""How a workspace calls its own bank where it published nothing under a name."""
_NAMED_AT_MOST: Final = 8
"""Of a table read without the sources of its rows: more say little of the figure that is shown."""
_NAMES: Final = frozenset({"bank", "country", "indicator", "service", "risk_indicator"})
"""Tables that name what others hold figures of."""
_OURS: Final = {
    "vigie": N_("Conventions of this product"),
    "demo_generator": N_("Generator of the demonstration banks"),
    ASSUMED_FROM_PEERS: N_("Assumed: medians of fictional banks of like size, until the bank loads its own"),
}
"""Sources that the product is itself: a reader is told of them in his own language."""


def behind(snapshot: Snapshot, read: Read) -> tuple[pd.DataFrame, list[str]]:
    """The sources behind what was read, and the tables of which too many may be to name each.

    Returns
    -------
    DataFrame: source, publisher, title, year, licence, address, kind, rows; and codes of tables
    """
    by_table = core.sources_of_tables(snapshot)
    codes, wide = set(read.sources), []
    for table in sorted((read.tables & set(by_table)) - _NAMES):
        if len(by_table[table]) <= _NAMED_AT_MOST:
            codes |= set(by_table[table])
        else:
            wide.append(table)
    known = core.sources(snapshot)
    known = known[known["source"].isin(codes)]
    return known.assign(publisher=known["publisher"].replace(_OF_THE_BANK, _("The bank"))), wide


def written(rows: pd.DataFrame) -> list[str]:
    """Each source in a line: publisher, title, year, licence."""
    return [f"{_named(row)}. {row.licence}" for row in rows.itertuples()]


def _named(row: Any) -> str:
    year = "" if pd.isna(row.year) else f" ({row.year})"
    return f"{row.publisher}, {titled(row.source, row.title)}{year}"


def titled(source: str, title: str) -> str:
    """A source's title: as it was published, or in the reader's language where the product is the source."""
    return _(_OURS[source]) if source in _OURS else title


def in_one_line(snapshot: Snapshot, read: Read, called: Callable[[str], str]) -> str:
    """Every source behind what was read, for a file that leaves the page; ``called`` names a table."""
    rows, wide = behind(snapshot, read)
    named = [_named(row) for row in rows.itertuples()]
    return clauses([*named, *map(called, wide)])


def publishers(snapshot: Snapshot, read: Read) -> str:
    """Who published what was read: three names, and how many more."""
    rows, _wide = behind(snapshot, read)
    # Whoever most of the figures come from is named first.
    names = list(dict.fromkeys(rows.sort_values("rows", ascending=False, kind="stable")["publisher"]))
    if not names:
        return ""
    first = names[:_IN_BRIEF]
    further = len(names) - len(first)
    if not further:
        return listing(first)
    return ngettext("{sources} and {count} other", "{sources} and {count} others", further).format(
        sources=", ".join(first), count=further
    )


def in_brief(snapshot: Snapshot, read: Read) -> str:
    """Who published what was read, for the line below a picture."""
    named = publishers(snapshot, read)
    return _("Source: {sources}.").format(sources=named) if named else ""


def wide_tables(names: list[str], called: Callable[[str], str]) -> str:
    """That of some tables, by what ``called`` calls them, the catalogue names the sources; empty of none."""
    if not names:
        return ""
    return _("Of these tables the catalogue names the sources: {tables}.").format(
        tables=listing([called(name) for name in names])
    )


def citation(question: str, snapshot: Snapshot, address: str) -> str:
    """How a paper cites the figure: the question, the product, the data and the link."""
    return _("Vigie, “{question}”, data as of {date}, snapshot {hash}. {address}").format(
        question=question, date=day(snapshot.as_of), hash=snapshot.hash[:8], address=address
    )
