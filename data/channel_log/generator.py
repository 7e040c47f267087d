"""A synthetic channel log of any size, the same bytes for the same seed on any number of threads.

Each row is computed from its own number: 64-bit hashes of it choose a slot in small tables that hold
the assumed shares (data/channel_log/mix.py). Nothing depends on the order in which rows are made.
"""

# ruff: noqa: S608 - paths, names and words enter the statements through literal() and quoted() only

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from data.channel_log import mix
from data.channel_log.text import literal
from data.codes import CHANNELS, SEGMENTS
from data.connection import Writer
from data.shipped import shipped_tables

MAXIMUM_ROWS: Final = 20_000_000_000
_MAXIMUM_MONTHS: Final = 240
_CALENDAR: Final = 4096
_CELLS: Final = 16_384
_DETAILS: Final = 4096
_PEOPLE: Final = 4096
# A customer makes about eight transactions a month.
_ROWS_PER_CUSTOMER_AND_MONTH: Final = 8


@dataclass(frozen=True)
class GeneratedLog:
    """What was written: one file a month, the rows in each, and what they were made from."""

    files: tuple[Path, ...]
    rows_by_month: dict[date, int]
    seed: int

    @property
    def rows(self) -> int:
        """Rows of the whole log."""
        return sum(self.rows_by_month.values())


def generate_log(
    folder: Path, rows: int, *, start: date = date(2024, 1, 1), months: int = 24, seed: int = 20_261_031
) -> GeneratedLog:
    """Write a synthetic channel log: ``folder/YYYY-MM.parquet`` for each month.

    Every file says in its metadata that it is synthetic, and so do all cubes made from it. Files of the
    same name are replaced; other Parquet files in the folder are an error, so that two logs never mix.

    Parameters
    ----------
    folder : made if it is not there
    rows : int in 0..20,000,000,000, of the whole log
    start : any day of the first month
    months : int in 1..240
    seed : int in 0..2**63 - 1

    Raises
    ------
    ValueError: a figure outside its range, or a folder that holds Parquet files of another log
    """
    for name, given, low, high in (
        ("rows", rows, 0, MAXIMUM_ROWS),
        ("months", months, 1, _MAXIMUM_MONTHS),
        ("seed", seed, 0, 2**63 - 1),
    ):
        if not low <= given <= high:
            raise ValueError(f"{name} must be in {low:,}..{high:,}, got {given:,}")
    starts = mix.month_starts(start, months)
    targets = tuple(folder / f"{day:%Y-%m}.parquet" for day in starts)
    folder.mkdir(parents=True, exist_ok=True)
    if strange := sorted({path.name for path in folder.glob("*.parquet")} - {path.name for path in targets}):
        raise ValueError(f"folder must hold no Parquet file of another log, found {', '.join(strange[:3])}")

    share = mix.apportion(mix.month_weights(starts), rows)
    customers = max(len(SEGMENTS), rows // (_ROWS_PER_CUSTOMER_AND_MONTH * months))
    # On the same disk, so that putting a file in place is a rename.
    with (
        TemporaryDirectory(dir=folder, prefix=".making-") as scratch,
        Writer(Path(scratch) / "scratch.duckdb") as writer,
    ):
        tables = _Tables(writer, Path(scratch))
        _fixed_tables(tables, customers, starts)
        for k, (day, count, target) in enumerate(zip(starts, share, targets, strict=True)):
            _month_tables(tables, k, day)
            part = Path(scratch) / target.name
            writer.run(_month(int(count), int(share[:k].sum()), seed, part))
            os.replace(part, target)
    return GeneratedLog(targets, dict(zip(starts, map(int, share), strict=True)), seed)


@cache
def _services() -> dict[str, str]:
    table = shipped_tables()["service"].sort_values("position")
    return dict(zip(table["service"], table["tier"], strict=True))


def _words(starts: list[date]) -> dict[str, tuple[str, ...]]:
    services = _services()
    ages = [age for age, _ in mix.VERSION_AGES]
    months = range(_month_number(starts[0]) - max(ages), _month_number(starts[-1]) + 1)
    return {
        **mix.known_words(),
        "service": tuple(services),
        "tier": tuple(dict.fromkeys(services.values())),
        "app_version": tuple(map(mix.version, months)),
    }


def _month_number(day: date) -> int:
    return day.year * 12 + day.month - 1


def _fixed_tables(tables: _Tables, customers: int, starts: list[date]) -> None:
    # Enumerated types: a word is one byte until it is written, which doubles the speed.
    for name, words in _words(starts).items():
        tables.writer.run(f"CREATE TYPE {name}_word AS ENUM ({', '.join(map(literal, words))})")
    branches = mix.apportion(list(mix.REGIONS.values()), mix.BRANCHES)
    home = np.arange(_PEOPLE) * mix.BRANCHES // _PEOPLE
    tables.make(
        "people",
        person=("USMALLINT", np.arange(_PEOPLE)),
        region=("region_word", np.repeat(list(mix.REGIONS), branches)[home]),
        branch=("branch_word", np.array(mix.known_words()["branch"])[home]),
    )
    population = mix.apportion(mix.SEGMENT_SHARES, customers)
    tables.make(
        "segments",
        segment_number=("UINTEGER", np.arange(len(SEGMENTS))),
        segment=("segment_word", SEGMENTS),
        first_customer=("BIGINT", np.cumsum(population) - population),
        customers=("BIGINT", population),
    )
    tables.make(
        "channels",
        channel_number=("UINTEGER", np.arange(len(CHANNELS))),
        channel=("channel_word", CHANNELS),
        log_seconds=("DOUBLE", np.log(mix.SECONDS)),
        fails_below=("USMALLINT", np.rint(65_536 * np.array(mix.FAILURES)).astype(int)),
    )
    services = _services()
    tables.make(
        "services",
        service_number=("UINTEGER", np.arange(len(services))),
        service=("service_word", list(services)),
        tier=("tier_word", list(services.values())),
        log_ticket=("DOUBLE", [_log_or_none(mix.TICKETS.get(code)) for code in services]),
    )
    columns = [mix.details(channel, _DETAILS) for channel in CHANNELS]
    joined = {name: [value for column in columns for value in column[name]] for name in columns[0]}
    coded = ("device", "reason", "step", "authentication")
    tables.make(
        "details",
        slot=("UINTEGER", np.arange(_DETAILS * len(CHANNELS))),
        hour=("INTEGER", joined["hour"]),
        version_age=("UINTEGER", joined["version_age"]),
        **{name: (f"{name}_word", joined[name]) for name in coded},
    )


def _month_tables(tables: _Tables, elapsed: int, start: date) -> None:
    weights, types = mix.day_weights(start)
    days = np.repeat(np.arange(weights.size), mix.apportion(weights, _CALENDAR))
    tables.make(
        "calendar",
        slot=("USMALLINT", np.arange(_CALENDAR)),
        day=("TIMESTAMP", np.datetime64(start, "us") + days * np.timedelta64(1, "D")),
        day_type=("UINTEGER", types[days]),
    )
    services = list(_services())
    chosen = np.concatenate([_chosen_cells(elapsed, day_type, services) for day_type in range(mix.DAY_TYPES)])
    segment, channel, service = np.unravel_index(chosen, (len(SEGMENTS), len(CHANNELS), len(services)))
    tables.make(
        "chosen",
        slot=("UINTEGER", np.arange(chosen.size)),
        segment_number=("UINTEGER", segment),
        channel_number=("UINTEGER", channel),
        service_number=("UINTEGER", service),
    )
    tables.writer.run(
        "CREATE OR REPLACE TEMP TABLE cell AS FROM chosen JOIN segments USING (segment_number) "
        "JOIN channels USING (channel_number) JOIN services USING (service_number) ORDER BY slot"
    )
    tables.make(
        "versions",
        version_age=("UINTEGER", [age for age, _ in mix.VERSION_AGES]),
        app_version=(
            "app_version_word",
            [mix.version(_month_number(start) - age) for age, _ in mix.VERSION_AGES],
        ),
    )
    tables.writer.run(
        "CREATE OR REPLACE TEMP TABLE detail AS "
        "FROM details LEFT JOIN versions USING (version_age) ORDER BY slot"
    )


def _chosen_cells(elapsed: int, day_type: int, services: list[str]) -> mix.Slots:
    weights = mix.cells(elapsed, day_type, services).ravel()
    return np.repeat(np.arange(weights.size), mix.apportion(weights, _CELLS))


@dataclass(frozen=True)
class _Tables:
    """Small tables of the scratch database, handed over as Parquet."""

    writer: Writer
    folder: Path

    def make(self, name: str, **columns: tuple[str, Any]) -> None:
        """Make or replace a table from columns, each a SQL type and its values."""
        path = self.folder / f"{name}.parquet"
        pq.write_table(pa.table({column: pa.array(values) for column, (_, values) in columns.items()}), path)
        picked = ", ".join(f"CAST({column} AS {type_}) AS {column}" for column, (type_, _) in columns.items())
        self.writer.run(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT {picked} FROM read_parquet({literal(str(path))})"
        )


def _log_or_none(value: float | None) -> float | None:
    return None if value is None else float(np.log(value))


def _month(rows: int, offset: int, seed: int, target: Path) -> str:
    """The statement that writes one month.

    The sum of two random bytes stands in for a normal number: triangular, standard deviation 104.5.
    """
    return f"""
    COPY (
      WITH numbered AS (
        SELECT row, hash(row + {offset}, {seed}) AS a FROM range({rows}) AS numbers(row)
      ),
      placed AS (
        SELECT row, a, hash(a) AS b, calendar.day, calendar.day_type
        FROM numbered JOIN calendar
          ON calendar.slot = CAST((row * {_CALENDAR}) // {max(rows, 1)} AS USMALLINT)
      ),
      celled AS (
        SELECT placed.*, cell.*,
          first_customer + CAST(floor(customers * pow((a & 16777215) / 16777216.0, 2)) AS BIGINT) AS customer
        FROM placed JOIN cell
          ON cell.slot = CAST(day_type * {_CELLS} + ((a >> 24) & {_CELLS - 1}) AS UINTEGER)
      ),
      drawn AS (
        SELECT celled.*, detail.*, region, branch,
          (b & 65535) < fails_below AS failed,
          CAST((b >> 32) & 255 AS INTEGER) + CAST((b >> 40) & 255 AS INTEGER) - 255 AS for_amount,
          CAST((b >> 48) & 255 AS INTEGER) + CAST((b >> 56) & 255 AS INTEGER) - 255 AS for_seconds
        FROM celled
        JOIN detail
          ON detail.slot = CAST(channel_number * {_DETAILS} + ((a >> 38) & {_DETAILS - 1}) AS UINTEGER)
        JOIN people ON people.person = CAST((customer * 2654435761) & {_PEOPLE - 1} AS USMALLINT)
      )
      SELECT
        day + to_seconds(3600 * hour + CAST((b >> 16) & 65535 AS INTEGER) % 3600) AS ts,
        customer,
        channel,
        device,
        segment,
        service,
        tier,
        CAST(exp(log_ticket + for_amount / 104.5) AS DECIMAL(18, 2)) AS amount_mad,
        CAST(exp(log_seconds + 0.6 * for_seconds / 104.5) AS BIGINT) AS duration_s,
        NOT failed AS success,
        CASE WHEN failed THEN reason END AS failure_reason,
        CASE WHEN failed THEN step ELSE 'done' END AS step,
        row + {offset} AS session,
        branch,
        region,
        authentication,
        app_version
      FROM drawn
    ) TO {literal(str(target))} (
      FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1,
      KV_METADATA {{kind: 'synthetic', source: 'generator', seed: '{seed}'}}
    )"""
