"""From log to cube: time and peak memory of each engine, in the same run on the same files.

``python -m benchmarks.cube --rows 100000000 --folder /some/disk`` measures another size; a log that is
already in the folder is used again, and one that was made is removed unless a folder is named.
Each measurement runs in a process of its own, so that its peak memory is its own.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import shutil
import statistics
import tempfile
import threading
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pandas as pd
import polars as pl
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from data.channel_log import activity_rows, build_cubes, generate_log, log_files, read_cube, refresh_month
from data.channel_log.cube import cube_sql
from data.connection import Writer, close_all, query
from data.contracts import contract
from data.snapshots import Snapshot
from data.writing import create, insert

KEYS = ["channel", "service", "segment"]
MONTHS, START = 12, date(2024, 1, 1)
USERS, QUERIES = 5, 100
PEER_ROWS = 20_000_000
PAGE_QUERY = (
    "SELECT month, channel, sum(count) AS count, sum(failures) AS failures, sum(amount_mad) AS amount "
    "FROM channel_activity WHERE segment = $segment GROUP BY ALL ORDER BY ALL"
)


class Measured(NamedTuple):
    """Seconds by the clock, seconds of computing on all cores, peak GB of the process, and the answer."""

    seconds: float
    computing: float
    peak: float
    answer: tuple[int, int]


def ours(log: Path, target: Path) -> tuple[int, int]:
    """Our activity cube."""
    build_cubes(log, target, names=["activity"])
    return _total(target)


def all_cubes(log: Path, target: Path) -> tuple[int, int]:
    """All five cubes."""
    build_cubes(log, target)
    return _total(target)


def _total(target: Path) -> tuple[int, int]:
    cube = read_cube(target, "activity")
    return int(cube["transactions"].sum()), int(cube["amount_centimes"].sum())


def one_month(log: Path, target: Path) -> tuple[int, int]:
    """One month made again in a cube that is there."""
    refresh_month(log, target, START, names=["activity"])
    return _total(target)


def pandas_by_hand(log: Path, _: Path) -> tuple[int, int]:
    """The activity cube as a careful pandas user writes it: needed columns, categories, file by file."""
    parts = []
    for path in log_files(log):
        table = pq.read_table(
            path, columns=[*KEYS, "success", "amount_mad", "duration_s"], read_dictionary=KEYS
        )
        amount = pc.cast(pc.multiply(table["amount_mad"], pa.scalar(100)), pa.int64(), safe=False)
        table = table.set_column(table.column_names.index("amount_mad"), "amount_mad", amount)
        frame = table.to_pandas()
        frame["failed"] = ~frame["success"]
        parts.append(
            frame.groupby(KEYS, observed=True, sort=False).agg(
                transactions=("success", "size"),
                failures=("failed", "sum"),
                centimes=("amount_mad", "sum"),
                seconds=("duration_s", "sum"),
            )
        )
    cube = pd.concat(parts)
    return int(cube["transactions"].sum()), round(cube["centimes"].sum())


def polars_streaming(log: Path, _: Path) -> tuple[int, int]:
    """The activity cube in Polars' own words, streaming."""
    cube = (
        pl.scan_parquet([str(path) for path in log_files(log)])
        .group_by(pl.col("ts").dt.truncate("1mo").alias("month"), *KEYS)
        .agg(
            pl.len().alias("transactions"),
            (~pl.col("success")).sum().alias("failures"),
            pl.col("amount_mad").sum().alias("amount"),
            pl.col("duration_s").sum().alias("seconds"),
        )
        .collect(engine="streaming")
    )
    return int(cube["transactions"].sum()), int(100 * cube["amount"].sum())


def _child(work: Callable[[Path, Path], tuple[int, int]], log: Path, target: Path, pipe: Any) -> None:
    # What a running application has done already: load the libraries, translate the expression once.
    cube_sql("activity")
    before, began = resource.getrusage(resource.RUSAGE_SELF), time.perf_counter()
    answer = work(log, target)
    taken, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_SELF)
    computed = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    pipe.send(Measured(taken, computed, after.ru_maxrss / 1024**2, answer))


def measured(
    work: Callable[[Path, Path], tuple[int, int]], log: Path, target: Path, repeats: int
) -> Measured:
    """``work`` in a fresh process each time: medians of the times, the highest peak."""
    context = multiprocessing.get_context("spawn")
    results: list[Measured] = []
    for _ in range(repeats):
        here, there = context.Pipe()
        process = context.Process(target=_child, args=(work, log, target, there))
        process.start()
        results.append(here.recv())
        process.join()
    return Measured(
        statistics.median(result.seconds for result in results),
        statistics.median(result.computing for result in results),
        max(result.peak for result in results),
        results[0].answer,
    )


def query_times(target: Path, folder: Path, users: int) -> np.ndarray:
    """Milliseconds of a page's query on the cube, with several users at once."""
    path = folder / "cube.duckdb"
    declared = contract("channel_activity")
    with Writer(path) as writer:
        create(writer, declared)
        insert(writer, declared, activity_rows(read_cube(target, "activity"), "zellige").rows)
    snapshot = Snapshot("0" * 16, path, "benchmark", datetime.now(UTC), START)
    query(snapshot, PAGE_QUERY, segment="mass")
    taken: list[float] = []

    def visit() -> None:
        for number in range(QUERIES):
            segment = ("young", "mass", "affluent", "abroad", "business")[number % 5]
            began = time.perf_counter()
            query(snapshot, PAGE_QUERY, segment=segment)
            taken.append(1000 * (time.perf_counter() - began))

    visitors = [threading.Thread(target=visit) for _ in range(users)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join()
    close_all()
    return np.array(taken)


def _print(name: str, result: Measured, mine: Measured | None) -> None:
    ratio = ""
    if mine is not None:
        # The clock of a busy machine is a lottery; the computing time is not.
        ratio = f"{result.seconds / mine.seconds:.1f} x clock, {result.computing / mine.computing:.1f} x CPU"
    print(
        f"| {name} | {result.seconds:.2f} | {result.computing:.2f} | {result.peak:.2f} | {ratio} |",
        flush=True,
    )


def run(rows: int, log: Path, scratch: Path, repeats: int) -> None:
    """Print the table for one size."""
    print(f"{rows:,} rows, {MONTHS} months\n")
    print("| what | s | CPU s | peak GB | against ours |\n|---|---|---|---|---|")
    if not log.exists() or not any(log.glob("*.parquet")):
        began, computed = time.perf_counter(), time.process_time()
        generate_log(log, rows, start=START, months=MONTHS)
        taken, computed = time.perf_counter() - began, time.process_time() - computed
        print(f"| log generated | {taken:.1f} | {computed:.1f} | | |", flush=True)
    size = sum(path.stat().st_size for path in log_files(log)) / 1e9
    target = scratch / "cubes"
    mine = measured(ours, log, target, repeats)
    _print(f"activity cube, Ibis on DuckDB ({size:.2f} GB of Parquet)", mine, mine)
    _print("all five cubes", measured(all_cubes, log, target, 1), None)
    _print("one month refreshed", measured(one_month, log, target, repeats), None)
    for name, work in (("Polars, streaming", polars_streaming), ("pandas, by hand", pandas_by_hand)):
        if rows <= PEER_ROWS:
            theirs = measured(work, log, target, repeats)
            if theirs.answer != mine.answer:
                raise RuntimeError(f"{name} counts {theirs.answer}, we count {mine.answer}")
            _print(name, theirs, mine)
    for users in (1, USERS):
        times = query_times(target, Path(tempfile.mkdtemp(dir=scratch)), users)
        print(
            f"| query on the cube, {users} at once: p50 {np.median(times):.1f} ms, "
            f"p95 {np.quantile(times, 0.95):.1f} ms | | | | |",
            flush=True,
        )


def main(arguments: list[str] | None = None) -> None:
    """Print the table for 10 M rows, or for what the arguments ask."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--folder", type=Path, help="folder of the log: used again, and kept")
    parser.add_argument("--repeats", type=int, default=3)
    given = parser.parse_args([] if arguments is None else arguments)
    scratch = Path(tempfile.mkdtemp())
    try:
        run(given.rows, given.folder or scratch / "log", scratch, given.repeats)
    finally:
        shutil.rmtree(scratch)


if __name__ == "__main__":
    import sys

    main(sys.argv[1:])
