"""Named reads: everything the pages ask of a snapshot.

Each takes a snapshot and validated arguments and returns a tidy frame. The SQL is constant, values
go in as parameters, and a choice of columns is checked against a list.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

import pandas as pd

from data.codes import MEASURES
from data.connection import query
from data.reading import not_noting
from data.snapshots import Snapshot

__all__ = [
    "ACTIVITY_DIMENSIONS",
    "NORMAL_95",
    "adoption_series",
    "as_of",
    "bank_links",
    "bank_positions",
    "banks",
    "campaigns",
    "channel_activity",
    "channel_resources",
    "controls",
    "countries",
    "country_series",
    "definition_breaks",
    "financial_statements",
    "incidents",
    "indicators",
    "lever_benchmarks",
    "licence_rules",
    "loss_events",
    "macro_series",
    "risk_catalogue",
    "risk_observations",
    "search_ranks",
    "service_offers",
    "service_times",
    "services",
    "sources",
    "sources_of_bank",
    "sources_of_tables",
    "survey_responses",
]

NORMAL_95: Final = 1.959963984540054
"""Half-width of a 95 % interval, in standard errors."""

ACTIVITY_DIMENSIONS: Final = ("month", "channel", "service", "segment")


_COUNTRIES = """
SELECT country, name_en, name_fr, role FROM country
WHERE country IN (SELECT country FROM fact)
ORDER BY list_position(['home', 'comparator', 'other', 'group'], role), name_en
"""


def countries(snapshot: Snapshot) -> pd.DataFrame:
    """Countries with at least one figure: country, name_en, name_fr, role; home and comparators first."""
    return query(snapshot, _COUNTRIES)


_INDICATORS = """
SELECT i.indicator, i.label_en, i.label_fr, i.unit, i.unit_fr, i.definition_en, i.definition_fr, i.topic,
    i.minimum, i.maximum, i.source, i.kind,
    count(DISTINCT f.country) AS countries, min(f.period) AS first, max(f.period) AS latest
FROM indicator AS i LEFT JOIN fact AS f ON f.indicator = i.indicator AND f."group" = 'all'
GROUP BY ALL ORDER BY i.topic, i.label_en
"""


def indicators(snapshot: Snapshot) -> pd.DataFrame:
    """Country indicators with labels, unit and definition in both languages, and their coverage."""
    return query(snapshot, _INDICATORS)


_COUNTRY_SERIES = """
WITH broken AS (
    SELECT f.country, f.period, count(b.first_period) AS segment
    FROM fact AS f LEFT JOIN definition_break AS b
        ON b.indicator = f.indicator AND b.subject IN (f.country, '*') AND year(b.first_period) <= f.period
    WHERE f.indicator = $indicator AND f."group" = $group AND list_contains($countries, f.country)
    GROUP BY f.country, f.period
)
SELECT f.country, CAST(f.period AS BIGINT) AS period, f.value,
    CASE WHEN f.standard_error IS NOT NULL
        THEN greatest(f.value - $half_width * f.standard_error, i.minimum) END AS low,
    CASE WHEN f.standard_error IS NOT NULL
        THEN least(f.value + $half_width * f.standard_error, i.maximum) END AS high,
    b.segment, f.definition, f.status, f.note_en, f.note_fr, f.source, f.kind
FROM fact AS f JOIN indicator AS i USING (indicator) JOIN broken AS b USING (country, period)
WHERE f.indicator = $indicator AND f."group" = $group
ORDER BY list_position($countries, f.country), f.period
"""


def country_series(
    snapshot: Snapshot, indicator: str, countries: Sequence[str], group: str = "all"
) -> pd.DataFrame:
    """One indicator for some countries, year by year.

    A line may join two points only within one ``segment``: the number goes up by one at each break of
    definition.

    Parameters
    ----------
    indicator : name of a country indicator
    countries : three-letter codes; the rows come in this order
    group : population group, ``all`` for everyone

    Returns
    -------
    DataFrame: country, period (year), value, low, high (95 % interval from the standard error, within
        the bounds of the indicator; null where no standard error was published), segment, definition,
        status, note_en, note_fr, source, kind

    Raises
    ------
    ValueError: an indicator or country that does not exist, or a group that has no figures
    """
    _check(snapshot, "indicator", [indicator], "SELECT indicator AS name FROM indicator")
    _check(snapshot, "countries", countries, "SELECT country AS name FROM country")
    if group != "all":  # Of everyone there may be no figure yet; another group without one is a slip.
        groups = 'SELECT DISTINCT "group" AS name FROM fact WHERE indicator = $indicator'
        _check(snapshot, "group", [group], groups, indicator=indicator)
    asked = {"indicator": indicator, "countries": list(countries), "group": group}
    return query(snapshot, _COUNTRY_SERIES, **asked, half_width=NORMAL_95)


_RISK_CATALOGUE = """
SELECT indicator, risk, scope, position, label_en, label_fr, unit, unit_fr, direction,
    knot0, knot1, knot2, knot3, knot4,
    weight, weight_tag, red_flag, red_flag_limit, red_flag_rule, red_flag_rule_fr,
    provenance, provenance_note, provenance_note_fr, cut_1, cut_2, cut_3, tag_1, tag_2, tag_3,
    use_1, use_2, use_3, use_note, use_note_fr, maps_to, movable, conditional, stage, "count",
    minimum, maximum, source, kind
FROM risk_indicator ORDER BY position
"""


def risk_catalogue(snapshot: Snapshot) -> pd.DataFrame:
    """The 37 risk indicators in the order of the catalogue, with scope, knots, weight, provenance and use."""
    return query(snapshot, _RISK_CATALOGUE)


def banks(snapshot: Snapshot) -> pd.DataFrame:
    """Banks of the snapshot, the workspace's own before the fictional ones."""
    return query(snapshot, "SELECT * FROM bank ORDER BY kind = 'synthetic', name")


_RISK_OBSERVATIONS = """
SELECT bank, indicator, month, value, missing_reason, withdrawn, not_applicable, source, kind
FROM risk_observation
WHERE ($banks IS NULL OR list_contains($banks, bank))
    AND ($start IS NULL OR month >= date_trunc('month', CAST($start AS DATE)))
    AND ($end IS NULL OR month <= CAST($end AS DATE))
ORDER BY bank, indicator, month
"""


def risk_observations(
    snapshot: Snapshot,
    banks: Sequence[str] | None = None,
    start: date | None = None,
    end: date | None = None,
) -> pd.DataFrame:
    """Monthly values of the risk indicators; a null value was reported as missing.

    Parameters
    ----------
    banks : codes of banks; None for all
    start, end : first and last month wanted, any day of it; None for no limit

    Returns
    -------
    DataFrame: bank, indicator, month (its first day), value, missing_reason, withdrawn, source, kind

    Raises
    ------
    ValueError: an unknown bank, or a start after the end
    """
    check_banks(snapshot, banks)
    if start is not None and end is not None and start > end:
        raise ValueError(f"start: {start} is after end: {end}")
    return query(
        snapshot, _RISK_OBSERVATIONS, banks=None if banks is None else list(banks), start=start, end=end
    )


_ORDER_WITHIN_BANK: Final = {
    "incident": "bank, occurred_at, incident",
    "loss_event": "bank, occurred_on, event",
    "control": "bank, risk, control",
    "campaign": "bank, start_on, campaign, arm",
    "search_rank": "bank, engine, keyword, month",
    "survey_response": "survey, respondent",
    "financial_statement": "bank, year",
    "bank_position": "bank, year",
    "bank_link": "bank, counterpart, link",
    "service_offer": "bank, service, channel",
    "service_time": "bank, channel, service",
    "channel_resource": "bank, month, channel",
}
_BY_BANK: Final = {
    table: f"SELECT * FROM {table} WHERE $bank IS NULL OR bank = $bank ORDER BY {order}"  # noqa: S608
    for table, order in _ORDER_WITHIN_BANK.items()
}


def _by_bank(snapshot: Snapshot, table: str, bank: str | None) -> pd.DataFrame:
    check_banks(snapshot, None if bank is None else [bank])
    return query(snapshot, _BY_BANK[table], bank=bank)


def incidents(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Incidents of one bank or all; every column of the contract, empty where not known."""
    return _by_bank(snapshot, "incident", bank)


def loss_events(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Operational loss events of one bank or all, amounts in their own currency."""
    return _by_bank(snapshot, "loss_event", bank)


def controls(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Controls of one bank or all: coverage and effectiveness as shares, cost in MAD a year."""
    return _by_bank(snapshot, "control", bank)


def financial_statements(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Yearly accounts of one bank or all, in MAD million."""
    return _by_bank(snapshot, "financial_statement", bank)


def bank_positions(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Liquidity, currency and capital by year, of one bank or all, in MAD million."""
    return _by_bank(snapshot, "bank_position", bank)


def bank_links(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Links through which trouble reaches one bank, or any: bank, counterpart, link, strength."""
    return _by_bank(snapshot, "bank_link", bank)


def channel_resources(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Monthly cost and capacity of each channel, of one bank or all."""
    return _by_bank(snapshot, "channel_resource", bank)


def service_times(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Minutes and purchases per transaction by channel and service, of one bank or all."""
    return _by_bank(snapshot, "service_time", bank)


def service_offers(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Services offered by channel and since when, of one bank or all."""
    return _by_bank(snapshot, "service_offer", bank)


def campaigns(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Marketing campaigns of one bank or all, one row an arm."""
    return _by_bank(snapshot, "campaign", bank)


def search_ranks(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Positions in search engines of one bank or all; a null rank means not among the results."""
    return _by_bank(snapshot, "search_rank", bank)


def survey_responses(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Survey answers of the customers of one bank, or all."""
    return _by_bank(snapshot, "survey_response", bank)


_ACTIVITY = (
    'sum("count") AS "count", sum(failures) AS failures, CAST(sum(amount_mad) AS DOUBLE) AS amount_mad'
)


def channel_activity(
    snapshot: Snapshot, bank: str | None = None, by: Sequence[str] = ACTIVITY_DIMENSIONS
) -> pd.DataFrame:
    """Transactions, failures and amount, summed by the dimensions asked for.

    Parameters
    ----------
    bank : code of a bank; None sums over all
    by : any of month, channel, service, segment

    Returns
    -------
    DataFrame: the dimensions asked for, count, failures, amount_mad (null where no money moves)

    Raises
    ------
    ValueError: an unknown bank, or a dimension that does not exist
    """
    check_banks(snapshot, None if bank is None else [bank])
    strange = [name for name in by if name not in ACTIVITY_DIMENSIONS]
    if strange or not by:
        raise ValueError(f"by: {list(by)}; allowed are one or more of {', '.join(ACTIVITY_DIMENSIONS)}")
    columns = ", ".join(dict.fromkeys(by))
    statement = (
        f"SELECT {columns}, {_ACTIVITY} FROM channel_activity "  # noqa: S608
        f"WHERE $bank IS NULL OR bank = $bank GROUP BY {columns} ORDER BY {columns}"
    )
    frame = query(snapshot, statement, bank=bank)
    return frame.astype({"count": "int64", "failures": "int64"})


_ADOPTION = """
SELECT bank, measure, month, value, source, kind FROM adoption_series
WHERE ($banks IS NULL OR list_contains($banks, bank)) AND ($measure IS NULL OR measure = $measure)
ORDER BY bank, measure, month
"""


def adoption_series(
    snapshot: Snapshot, banks: Sequence[str] | None = None, measure: str | None = None
) -> pd.DataFrame:
    """Customers, enrolled and active users by bank and month.

    Raises
    ------
    ValueError: an unknown bank or measure
    """
    check_banks(snapshot, banks)
    if measure is not None and measure not in MEASURES:
        raise ValueError(f"measure: {measure!r}; allowed are {', '.join(MEASURES)}")
    return query(snapshot, _ADOPTION, banks=None if banks is None else list(banks), measure=measure)


_MACRO = """
SELECT m.country, m.series, m.month, m.value, m.unit, m.source, m.kind,
    (SELECT count(*) FROM definition_break AS b WHERE b.indicator = m.series
        AND b.subject IN (m.country, '*') AND date_trunc('month', b.first_period) <= m.month) AS segment
FROM macro_series AS m
WHERE m.country = $country AND ($series IS NULL OR m.series = $series) ORDER BY m.series, m.month
"""


def macro_series(snapshot: Snapshot, series: str | None = None, country: str = "MAR") -> pd.DataFrame:
    """Monthly macroeconomic series of a country, one or all of them.

    ``segment`` goes up by one at each declared break of the series: nothing is computed or drawn across it.

    Raises
    ------
    ValueError: an unknown country, or a series the country does not have
    """
    _check(snapshot, "country", [country], "SELECT country AS name FROM country")
    if series is not None:
        names = "SELECT DISTINCT series AS name FROM macro_series WHERE country = $country"
        _check(snapshot, "series", [series], names, country=country)
    return query(snapshot, _MACRO, country=country, series=series)


_RULES = """
SELECT * FROM licence_rule
WHERE $day IS NULL OR (coalesce(valid_from, DATE '0001-01-01') <= CAST($day AS DATE)
    AND coalesce(valid_to, DATE '9999-12-31') >= CAST($day AS DATE))
ORDER BY list_position(['MAR', 'EU', 'DEU', 'USA', '*'], jurisdiction), rule
"""


def licence_rules(snapshot: Snapshot, day: date | None = None) -> pd.DataFrame:
    """Licensing rules, all of them or those that hold on a day."""
    return query(snapshot, _RULES, day=day)


def lever_benchmarks(snapshot: Snapshot) -> pd.DataFrame:
    """Published effects of marketing levers, each with its study and status."""
    return query(snapshot, "SELECT * FROM lever_benchmark ORDER BY lever, segment")


def services(snapshot: Snapshot) -> pd.DataFrame:
    """The catalogue of services in its order, with tier."""
    return query(snapshot, "SELECT * FROM service ORDER BY position")


def check_banks(snapshot: Snapshot, banks: Sequence[str] | None) -> None:
    """Refuse codes that no bank of the snapshot has. Raises ``ValueError``."""
    if banks is not None:
        _check(snapshot, "bank", banks, "SELECT bank AS name FROM bank")


def _check(snapshot: Snapshot, argument: str, given: Sequence[str], names: str, **parameters: object) -> None:
    """Refuse values that a query of names does not return; a string is no list of strings."""
    if isinstance(given, str):
        raise ValueError(f"{argument}: {given!r} is one text; a list is needed")
    known = query(snapshot, names, **parameters)["name"].tolist()
    strange = ", ".join(repr(name) for name in given if name not in known)
    if strange:
        raise ValueError(f"{argument}: {strange} not found; there are {', '.join(sorted(known)[:60])}")


def as_of(snapshot: Snapshot) -> date:
    """Last day the data of the snapshot speak of."""
    return snapshot.as_of


_HAVING = """
SELECT table_name AS name FROM duckdb_columns()
WHERE list_contains($columns, column_name) AND table_name <> $without
GROUP BY table_name HAVING count(*) = len($columns) ORDER BY table_name
"""


def _of_each_table(snapshot: Snapshot, selected: str, *columns: str, without: str) -> str:
    """A statement that reads ``selected``, in which {table} is its name, of every table with the columns."""
    # The snapshot says which tables it has: whoever reads needs no contract.
    names = query(snapshot, _HAVING, columns=list(columns), without=without)["name"]
    return " UNION ALL ".join(selected.format(table=name) for name in names)


def sources(snapshot: Snapshot) -> pd.DataFrame:
    """Every source: source, publisher, title, year, licence, address, kind, and rows that cite it."""
    with not_noting():
        cited = _of_each_table(snapshot, "SELECT source FROM {table}", "source", without="source")
        return query(snapshot, _SOURCES.format(cited=cited))


_SOURCES = """
WITH cited AS (SELECT source, count(*) AS rows FROM ({cited}) GROUP BY source)
SELECT s.*, coalesce(c.rows, 0) AS rows FROM source AS s LEFT JOIN cited AS c USING (source)
ORDER BY s.publisher, s.year, s.source
"""


def sources_of_tables(snapshot: Snapshot) -> dict[str, tuple[str, ...]]:
    """Table → the codes of the sources that its rows name."""
    selected = "SELECT DISTINCT '{table}' AS \"table\", source FROM {table}"
    with not_noting():
        rows = query(
            snapshot, f"{_of_each_table(snapshot, selected, 'source', without='source')} ORDER BY ALL"
        )
    return {str(name): tuple(part["source"]) for name, part in rows.groupby("table")}


_OF_BANK = """SELECT '{table}' AS "table", source, count(*) AS rows FROM {table}
WHERE bank = $bank GROUP BY source"""


def sources_of_bank(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """From which sources the rows of a bank come: table, source, rows."""
    with not_noting():
        held = _of_each_table(snapshot, _OF_BANK, "bank", "source", without="bank")
        return query(snapshot, f"{held} ORDER BY ALL", bank=bank)


def definition_breaks(snapshot: Snapshot) -> pd.DataFrame:
    """Breaks of definition: subject, indicator, first_period, note_en, note_fr, source, kind."""
    return query(snapshot, "SELECT * FROM definition_break ORDER BY subject, indicator, first_period")
