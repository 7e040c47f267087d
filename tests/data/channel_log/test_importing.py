"""Bringing a bank's own log in: its words, its times, its faults, and nobody's name."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.channel_log import GeneratedLog, LogMapping, build_cubes, import_log, log_kind, read_cube
from data.channel_log.problems import LogRefused
from data.contracts import Kind
from tests.data.channel_log.conftest import FAULTY, row, write_log

CSV = """Horodatage;Client;Canal;Prestation;Montant;Statut
14/03/2025 10:30:00;C001;GAB;RETRAIT;1 200,50;OK
14/03/2025 10:30:00;C001;GAB;RETRAIT;1 200,50;OK
31/03/2025 23:45:00;C002;Application mobile;VIR;-40,00;KO
05/05/2025 08:00:00;C001;Télex;RETRAIT;abc;OK
pas une date;C003;GAB;RETRAIT;10,00;OK
"""
MAPPING = LogMapping(
    columns={
        "ts": "Horodatage",
        "customer": "Client",
        "channel": "Canal",
        "service": "Prestation",
        "amount_mad": "Montant",
        "success": "Statut",
    },
    services={"retrait": "cash_withdrawal"},
    successes={"OK": "true", "KO": "false"},
    time_format="%d/%m/%Y %H:%M:%S",
    decimal=",",
)


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "journal.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


def read(files: tuple[Path, ...]) -> pd.DataFrame:
    return pq.read_table(list(files)).to_pandas().sort_values("ts", ignore_index=True)


def test_a_french_file_comes_in_under_its_own_words(csv: Path, tmp_path: Path) -> None:
    imported = import_log(csv, tmp_path / "log", MAPPING, services=["cash_withdrawal"])
    frame = read(imported.files)
    assert frame["ts"].tolist() == [
        pd.Timestamp("2025-03-14 10:30"),
        pd.Timestamp("2025-03-31 23:45"),
        pd.Timestamp("2025-05-05 08:00"),
    ]
    assert frame["channel"].tolist() == ["atm", "mobile", "Télex"]
    assert frame["service"].tolist() == ["cash_withdrawal", "VIR", "cash_withdrawal"]
    assert frame["success"].tolist() == [True, False, True]
    assert [None if value is None else float(value) for value in frame["amount_mad"]] == [1200.5, -40.0, None]


def test_the_report_accounts_for_every_row(csv: Path, tmp_path: Path) -> None:
    imported = import_log(csv, tmp_path / "log", MAPPING, services=["cash_withdrawal"])
    assert (imported.rows_read, imported.rows_written) == (5, 3)
    assert (imported.unreadable_times, imported.duplicates) == (1, 1)
    assert imported.unknown_channels == {"Télex": 1}
    assert imported.unknown_services == {"VIR": 1}
    assert imported.unknown_segments == {"": 3}
    assert (imported.negative_amounts, imported.unreadable_amounts) == (1, 1)
    assert imported.missing_months == (pd.Timestamp("2025-04-01"),)


def test_customers_keep_one_pseudonym_under_one_key_and_none_under_another(csv: Path, tmp_path: Path) -> None:
    first, again, other = (
        read(import_log(csv, tmp_path / name, MAPPING, pseudonym_key=key).files)["customer"].tolist()
        for name, key in (("a", "secret"), ("b", "secret"), ("c", None))
    )
    assert first == again
    assert first[0] == first[2] != first[1]
    assert set(first).isdisjoint(other)
    assert "C001" not in str(first)


@pytest.mark.parametrize(
    ("written", "zone", "expected"),
    [
        ("2025-01-15 22:30:00", "UTC", "2025-01-15 23:30"),
        # Clocks go back to UTC during Ramadan, which ran through March 2025.
        ("2025-03-14 22:30:00", "UTC", "2025-03-14 22:30"),
        ("2025-01-31T23:30:00Z", None, "2025-02-01 00:30"),
        ("2025-01-15T22:30:00+05:00", None, "2025-01-15 18:30"),
        ("2025-01-15 22:30:00", None, "2025-01-15 22:30"),
        ("2025-01-15", None, "2025-01-15 00:00"),
    ],
)
def test_times_end_in_local_time(written: str, zone: str | None, expected: str, tmp_path: Path) -> None:
    source = tmp_path / "log.csv"
    source.write_text(f"ts,channel,service\n{written},atm,balance\n", encoding="utf-8")
    imported = import_log(source, tmp_path / "log", LogMapping(zone=zone))
    assert read(imported.files)["ts"].tolist() == [pd.Timestamp(expected)]


def test_parquet_instants_are_converted_too(tmp_path: Path) -> None:
    instants = pa.array([datetime(2025, 1, 31, 23, 30, tzinfo=UTC)], pa.timestamp("us", tz="UTC"))
    (tmp_path / "source").mkdir()
    pq.write_table(
        pa.table({"ts": instants, "channel": ["atm"], "service": ["balance"]}),
        tmp_path / "source" / "x.parquet",
    )
    imported = import_log(tmp_path / "source", tmp_path / "log")
    assert read(imported.files)["ts"].tolist() == [pd.Timestamp("2025-02-01 00:30")]
    assert [path.name for path in imported.files] == ["2025-02-000.parquet"]


def test_a_log_already_in_form_loses_its_duplicates_and_nothing_else(faulty: Path, tmp_path: Path) -> None:
    imported = import_log(faulty, tmp_path / "log")
    assert imported.rows_read == len(FAULTY)
    assert imported.rows_written == len(FAULTY) - 2
    assert (imported.duplicates, imported.unreadable_times) == (1, 1)
    build_cubes(tmp_path / "log", tmp_path / "cubes", names=["activity"])
    assert read_cube(tmp_path / "cubes", "activity")["transactions"].sum() == imported.rows_written


def test_a_synthetic_log_stays_synthetic(generated: GeneratedLog, tmp_path: Path) -> None:
    folder = tmp_path / "part"
    folder.mkdir()
    (folder / "x.parquet").write_bytes(generated.files[0].read_bytes())
    imported = import_log(folder, tmp_path / "log")
    assert log_kind(imported.files) is Kind.SYNTHETIC
    assert imported.duplicates == 0


def test_a_log_without_rows_comes_in_and_gives_empty_cubes(tmp_path: Path) -> None:
    source = write_log(tmp_path / "source", [])
    imported = import_log(source, tmp_path / "log")
    assert (imported.rows_read, imported.rows_written) == (0, 0)
    build_cubes(tmp_path / "log", tmp_path / "cubes")
    assert read_cube(tmp_path / "cubes", "activity").empty


def test_negative_durations_are_missing(tmp_path: Path) -> None:
    source = write_log(tmp_path / "source", [row(duration_s=-5), row(duration_s=5, session=2)])
    frame = read(import_log(source, tmp_path / "log").files)
    assert sorted(frame["duration_s"].dropna().tolist()) == [5]


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: LogMapping(columns={"canal": "x"}), "columns must name columns of the log, got canal"),
        (lambda: LogMapping(channels={"x": "fax"}), "channels must lead to branch, atm.*got fax"),
        (lambda: LogMapping(successes={"x": "yes"}), "successes must lead to true, false"),
        (lambda: LogMapping(zone="Mars/Base"), "zone must be a time zone"),
        (lambda: LogMapping(decimal=";"), "decimal must be"),
    ],
)
def test_bad_mappings_are_refused_by_name(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()


def test_bad_sources_are_refused_by_name(csv: Path, faulty: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="found none at"):
        import_log(tmp_path / "nowhere", tmp_path / "log")
    with pytest.raises(ValueError, match=r"absent: Heure"):
        import_log(csv, tmp_path / "log", LogMapping(columns={"ts": "Heure"}))
    with pytest.raises(ValueError, match=r"which holds the time \(ts\)"):
        import_log(csv, tmp_path / "log")
    with pytest.raises(ValueError, match="must hold no log yet"):
        import_log(csv, faulty, MAPPING)


def test_words_that_look_like_sql_stay_words(tmp_path: Path) -> None:
    source = tmp_path / "o'brien; DROP.csv"
    source.write_text("ts,channel,service\n2025-01-01 10:00:00,atm',it's\n", encoding="utf-8")
    imported = import_log(source, tmp_path / "l'og", LogMapping(services={"it's": "balance"}))
    assert read(imported.files)["service"].tolist() == ["balance"]
    assert imported.unknown_channels == {"atm'": 1}


def _times(path: Path, rows: int, more: str = "", values: str = "") -> Path:
    lines = [f"2025-01-01 10:{number % 60:02d}:00{values.format(number)}" for number in range(rows)]
    path.write_text("\n".join([f"ts{more}", *lines]), encoding="utf-8")
    return path


def test_rows_that_share_a_time_are_no_duplicates(tmp_path: Path) -> None:
    source = _times(tmp_path / "log.csv", 600, ",reference", ",T{}")
    imported = import_log(source, tmp_path / "log")
    assert (imported.rows_written, imported.duplicates) == (600, 0)
    assert imported.unread_columns == ("reference",)


def test_equal_rows_without_an_identifier_are_asked_about(tmp_path: Path) -> None:
    source = _times(tmp_path / "log.csv", 600, ",channel,service", ",atm,balance")
    with pytest.raises(
        LogRefused, match=r"rows equal in everything: 540.*customer, session.*equal_rows"
    ) as caught:
        import_log(source, tmp_path / "log")
    assert "540" in caught.value.message("fr")
    assert not list((tmp_path / "log").iterdir())
    kept = import_log(source, tmp_path / "log", LogMapping(equal_rows="keep"))
    assert (kept.rows_written, kept.duplicates) == (600, 0)


def test_an_identifier_of_the_transaction_decides(tmp_path: Path) -> None:
    source = _times(tmp_path / "log.csv", 600, ",numero", ",{}")
    source.write_text(source.read_text(encoding="utf-8") + "\n2025-01-01 10:00:00,0", encoding="utf-8")
    imported = import_log(source, tmp_path / "log", LogMapping(transaction="numero"))
    assert (imported.rows_read, imported.rows_written, imported.duplicates) == (601, 600, 1)


@pytest.mark.parametrize("word", ["GAB", "gab", "Gab ", "atm", "ATM"])
def test_a_word_that_is_known_already_may_be_mapped_in_any_case(word: str, tmp_path: Path) -> None:
    source = tmp_path / "log.csv"
    source.write_text("ts,channel,service\n2025-01-01 10:00:00,gab,balance\n", encoding="utf-8")
    mapping = LogMapping(
        channels={word: "atm", "Agence": "branch", "Succès": "mobile"}, successes={"Oui": "true"}
    )
    assert read(import_log(source, tmp_path / "log", mapping).files)["channel"].tolist() == ["atm"]
