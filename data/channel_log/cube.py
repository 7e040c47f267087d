"""The cubes that pages read, each as one Ibis expression over the channel log.

An expression says what is counted, not where: the same one runs on DuckDB, Polars, PostgreSQL and Spark,
so that outgrowing one machine means changing a connection (docs/SCALE.md). Sums are of whole numbers
(money in hundredths), because the order of additions differs between engines and runs.

Distinct customers are not in the cubes: they cannot be added up over cells.
"""

# ruff: noqa: S608 - paths, names and words enter the statements through literal() and quoted() only

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from data.channel_log.contract import CHANNEL_LOG, UNKNOWN
from data.codes import CHANNELS, SEGMENTS
from data.contracts.model import Column, ColumnType

if TYPE_CHECKING:
    # Imported where a cube is built: pages only read cubes, and every start would wait for it.
    from ibis.expr import types as ir

_TYPES: Final = {
    ColumnType.TEXT: "string",
    ColumnType.INTEGER: "int64",
    ColumnType.BOOLEAN: "boolean",
    ColumnType.TIMESTAMP: "timestamp",
}


def log_table(name: str = "log") -> ir.Table:
    """The channel log as its contract declares it, not bound to any engine."""
    import ibis

    return ibis.table({column.name: _type(column) for column in CHANNEL_LOG.columns}, name=name)


def _type(column: Column) -> str:
    return "decimal(18, 2)" if column.money else _TYPES[column.type]


def activity_cube(log: ir.Table) -> ir.Table:
    """Month × channel × service × segment: what is asked for, what fails, the money, the time.

    Channels and segments outside the declared ones, and missing ones, are counted as ``unknown``: the
    transactions of the cube sum to the rows of the log. Negative amounts are counted and not summed.

    Returns
    -------
    month, channel, service, segment, transactions, failures, negative_amounts, amounts (how many the sum
    is of), amount_centimes (missing where there is no amount), timed (rows with a duration), seconds
    """
    checked = _checked(log)
    # Grouped by what stands in the log first: codes are then judged cell by cell, not row by row.
    cells = checked.group_by(
        month=_month(checked), channel=checked.channel, service=checked.service, segment=checked.segment
    ).agg(
        transactions=checked.count(),
        failures=_times(checked, ~checked.success),
        negative_amounts=_times(checked, checked.amount_mad < 0),
        amounts=_times(checked, checked.amount_mad >= 0),
        amount=checked.amount_mad.sum(where=checked.amount_mad >= 0),
        timed=checked.duration_s.count(),
        seconds=checked.duration_s.sum(),
    )
    judged = cells.mutate(
        channel=_declared(cells.channel, CHANNELS),
        segment=_declared(cells.segment, SEGMENTS),
        service=cells.service.fill_null(UNKNOWN),
    )
    cube = judged.group_by("month", "channel", "service", "segment").agg(
        **{
            name: judged[name].sum().cast("int64")
            for name in ("transactions", "failures", "negative_amounts", "amounts")
        },
        amount_centimes=(judged.amount.sum() * 100).cast("int64"),
        timed=judged.timed.sum().cast("int64"),
        seconds=judged.seconds.fill_null(0).sum().cast("int64"),
    )
    import ibis

    # Engines differ on the sum of nothing: missing here, zero there.
    return cube.mutate(
        amount_centimes=ibis.ifelse(cube.amounts > 0, cube.amount_centimes, ibis.null("int64"))
    )


def arrivals_cube(log: ir.Table) -> ir.Table:
    """Month × channel × hour of the week (0 is Monday at midnight): transactions, timed, seconds."""
    checked = _checked(log)
    grouped = checked.group_by(
        month=_month(checked),
        channel=_declared(checked.channel, CHANNELS),
        # Widened first: days and hours are one byte in some engines, and 6 * 24 is not.
        hour_of_week=checked.ts.day_of_week.index().cast("int64") * 24 + checked.ts.hour().cast("int64"),
    )
    return grouped.agg(
        transactions=checked.count(),
        timed=checked.duration_s.count(),
        seconds=checked.duration_s.fill_null(0).sum().cast("int64"),
    )


def outcomes_cube(log: ir.Table) -> ir.Table:
    """Month × channel × service × last step reached × failure reason: transactions."""
    checked = _checked(log)
    return checked.group_by(
        month=_month(checked),
        channel=_declared(checked.channel, CHANNELS),
        service=checked.service.fill_null(UNKNOWN),
        step=checked.step,
        failure_reason=checked.failure_reason,
    ).agg(transactions=checked.count())


def regions_cube(log: ir.Table) -> ir.Table:
    """Month × channel × region × tier: transactions, failures."""
    checked = _checked(log)
    return checked.group_by(
        month=_month(checked),
        channel=_declared(checked.channel, CHANNELS),
        region=checked.region.fill_null(UNKNOWN),
        tier=checked.tier.fill_null(UNKNOWN),
    ).agg(transactions=checked.count(), failures=_times(checked, ~checked.success))


def branches_cube(log: ir.Table) -> ir.Table:
    """Month × channel × branch × its region: transactions, and the seconds of those timed."""
    checked = _checked(log)
    return checked.group_by(
        month=_month(checked),
        channel=_declared(checked.channel, CHANNELS),
        branch=checked.branch.fill_null(UNKNOWN),
        region=checked.region.fill_null(UNKNOWN),
    ).agg(
        transactions=checked.count(),
        timed=checked.duration_s.count(),
        seconds=checked.duration_s.fill_null(0).sum().cast("int64"),
    )


CUBES: Final[Mapping[str, Callable[[ir.Table], ir.Table]]] = MappingProxyType(
    {
        "activity": activity_cube,
        "arrivals": arrivals_cube,
        "branches": branches_cube,
        "outcomes": outcomes_cube,
        "regions": regions_cube,
    }
)
"""Every cube by name."""

MONTH_ONLY: Final = frozenset({"activity", "branches", "outcomes", "regions"})
"""Cubes that ask of the time of a row only in which month it lies."""


def cube_sql(name: str, log: str = "log") -> str:
    """A cube as DuckDB's SQL over a table called ``log``; ValueError for a cube that there is not."""
    if name not in CUBES:
        raise ValueError(f"cube must be one of {', '.join(CUBES)}, got {name!r}")
    cube = CUBES[name](log_table(log))
    import ibis

    # DuckDB sums whole numbers into 128 bits, which Parquet can only hold as floats.
    columns = ", ".join(
        f'CAST("{column}" AS BIGINT) AS "{column}"' if type_.is_integer() else f'"{column}"'
        for column, type_ in cube.schema().items()
    )
    return f"SELECT {columns} FROM ({ibis.to_sql(cube, dialect='duckdb')})"


def _checked(log: ir.Table) -> ir.Table:
    """The log itself; ValueError where a column is absent or a time still has its zone."""
    if absent := [column.name for column in CHANNEL_LOG.columns if column.name not in log.columns]:
        raise ValueError(f"log must have the columns of its contract; absent: {', '.join(absent)}")
    if getattr(log.ts.type(), "timezone", None):
        raise ValueError("log.ts must be local time without a zone; import_log converts it")
    return log


def _month(log: ir.Table) -> ir.Value:
    return log.ts.truncate("M").cast("date")


def _declared(code: ir.Value, choices: tuple[str, ...]) -> ir.Value:
    import ibis

    return ibis.ifelse(code.isin(choices), code, UNKNOWN)


def _times(log: ir.Table, condition: ir.Value) -> ir.Value:
    # Spark answers nothing, where others answer 0, if the condition is missing in every row of a cell.
    return log.count(where=condition).fill_null(0)
