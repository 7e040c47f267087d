"""What pages show of countries: published figures, cut where their definition changes."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from studies import core
from ui import events
from ui.adoption.countries import home, home_name, names
from ui.kinds import kind_names
from ui.reader import Reader
from ui.rows import each_row, row_of
from ui.words import _, interval, labelled, language, listing, number, worded


@dataclass(frozen=True)
class CountryFigures:
    """One indicator for some countries, ready to be drawn.

    ``figures``: name, country, segment, period, value, low, high, source, kind; ``breaks``: period, note;
    ``latest``: the last figure of each country; ``events``: as ``ui.charts.lane`` takes them.
    """

    title: str
    unit: str
    figures: pd.DataFrame
    breaks: pd.DataFrame
    latest: pd.DataFrame
    kinds: tuple[str, ...]
    events: pd.DataFrame


def indicator_names(reader: Reader) -> dict[str, str]:
    """Code → name of every country indicator, in the reader's language."""
    rows = core.indicators(reader.snapshot)
    return dict(zip(rows["indicator"], rows[worded("label")], strict=True))


def figures(reader: Reader, indicator: str, countries: tuple[str, ...]) -> CountryFigures:
    """The figures of ``indicator``; each line is cut into segments at its definition breaks."""
    snapshot = reader.snapshot
    rows = core.country_series(snapshot, indicator, countries)
    described = row_of(core.indicators(snapshot).set_index("indicator"), indicator)
    breaks = core.definition_breaks(snapshot)
    breaks = breaks[(breaks["indicator"] == indicator) & breaks["subject"].isin([*countries, "*"])]
    breaks = breaks.assign(period=pd.to_datetime(breaks["first_period"]).dt.year, note=breaks[worded("note")])
    # A definition of its own starts a line of its own, whether or not the break was written down.
    defined = rows["country"] + " " + rows["segment"].astype(str) + " " + rows["definition"].fillna("")
    rows = rows.assign(name=rows["country"].map(names(reader)), segment=defined)
    rows["order"] = rows["country"].map({code: place for place, code in enumerate(countries)})
    rows = rows.sort_values(["order", "period"])
    return CountryFigures(
        title=described[worded("label")],
        unit=described["unit_fr" if language() == "fr" else "unit"],
        figures=rows,
        breaks=breaks,
        latest=rows.groupby("country", sort=False).tail(1),
        kinds=tuple(rows["kind"].drop_duplicates()),
        events=_events(reader, rows, breaks),
    )


def _events(reader: Reader, rows: pd.DataFrame, breaks: pd.DataFrame) -> pd.DataFrame:
    """Definitions broken, with the source that says so, countings changed without one, and own notes."""
    named, sources = names(reader), core.source_names(reader.snapshot)
    found = [
        (
            pd.Timestamp(int(row.period), 1, 1),
            "break",
            _("{note} ({source})").format(
                note=labelled(named[row.subject], row.note) if row.subject in named else row.note,
                source=sources.get(row.source, row.source),
            ),
        )
        for row in each_row(breaks)
    ]
    declared = {(row.subject, int(row.period)) for row in each_row(breaks)}
    for code, own in rows.sort_values("period").groupby("country", sort=False):
        definition = own["definition"].fillna("")
        changed = own[(definition != definition.shift()) & definition.shift().notna()]
        found += [
            (
                pd.Timestamp(int(row.period), 1, 1),
                "method",
                _("{note} ({source})").format(
                    note=labelled(row.country_name, _("counted otherwise")),
                    source=sources.get(row.source, row.source),
                ),
            )
            for row in each_row(changed.rename(columns={"name": "country_name"}))
            if not {(code, int(row.period)), ("*", int(row.period))} & declared
        ]
    table = pd.DataFrame(found, columns=["on", "kind", "text"])
    table = table.assign(
        code="",
        risk="",
        name=[_(events.NAMES[kind]) for kind in table["kind"]],
        when=[str(on.year) for on in table["on"]],
    )[list(events.COLUMNS)]
    whole = events.with_notes(table, reader, "")
    if rows.empty:
        return whole
    first, last = int(rows["period"].min()), int(rows["period"].max())
    return events.within(whole, f"{first}-01-01", f"{last}-12-31")


def sentence(reader: Reader, view: CountryFigures) -> str:
    """Where the home market stands beside the others."""
    own = view.latest[view.latest["country"] == home(reader)]
    if own.empty:
        return _("No figure of “{title}” was found for {country}.").format(
            title=view.title, country=home_name(reader)
        )
    row = own.iloc[0]
    others = [
        f"{other['name']} {number(other['value'], 1)} ({int(other['period'])})"
        for _index, other in view.latest[view.latest["country"] != home(reader)].iterrows()
    ]
    stated = _("{country}: {value} in {year} ({interval}).").format(
        country=row["name"],
        value=number(row["value"], 1, view.unit),
        year=int(row["period"]),
        interval=interval(row["low"], row["high"], 1) if pd.notna(row["low"]) else _("no interval published"),
    )
    return stated + (" " + _("Beside it: {others}.").format(others=listing(others)) if others else "")


def table(reader: Reader, view: CountryFigures) -> pd.DataFrame:
    """The figures with their sources, the latest first."""
    rows = view.figures.sort_values(["order", "period"], ascending=[True, False])
    named = core.source_names(reader.snapshot)
    return pd.DataFrame(
        {
            _("Country"): rows["name"],
            _("Year"): rows["period"],
            _("Value"): rows["value"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Unit"): view.unit,
            _("Source"): rows["source"].map(named),
            _("Kind"): rows["kind"].map(kind_names()),
        }
    )
