"""The channel log at the command line: made, brought in, cubed, loaded, and errors that say what to do."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest

from data.__main__ import MISUSED, OK, REFUSED, main
from data.channel_log import build_cubes, read_cube
from data.channel_log.tables import TABLES, table_rows
from data.connection import query
from data.queries_channels import channel_arrivals, tier_activity
from data.shipped import service_tiers
from data.snapshots import current
from tests.data.channel_log.conftest import FAULTY

_SERVICES = service_tiers().index
_CSV = """horodatage;client;canal;prestation;clientele;montant;resultat;agence;region;etape
2026-03-02T09:15:00Z;C1;GAB;RET;Jeunes;1.200,00;OK;A1;MA-06;FIN
2026-03-02T09:15:00Z;C1;GAB;RET;Jeunes;1.200,00;OK;A1;MA-06;FIN
2026-03-02T10:00:00Z;C2;MOB;VIR;Particuliers;abc;KO;A2;MA-06;SAISIE
2026-05-04T11:00:00Z;C3;FAX;VIR;Particuliers;-10,00;OK;A2;MA-04;FIN
pas une date;C4;MOB;VIR;Particuliers;10,00;OK;A2;MA-04;FIN
"""
_MAPPING = {
    "columns": {
        "ts": "horodatage",
        "customer": "client",
        "channel": "canal",
        "service": "prestation",
        "segment": "clientele",
        "amount_mad": "montant",
        "success": "resultat",
        "branch": "agence",
        "step": "etape",
    },
    "channels": {"MOB": "mobile"},
    "services": {"RET": "cash_withdrawal", "VIR": "transfer_external"},
    "steps": {"FIN": "done", "SAISIE": "entered"},
    "successes": {"OK": "true", "KO": "false"},
    "zone": "UTC",
    "decimal": ",",
}


@pytest.fixture
def bank_files(tmp_path: Path) -> Path:
    (tmp_path / "journal.csv").write_text(_CSV.replace("1.200,00", "1200,00"), encoding="utf-8")
    (tmp_path / "mapping.json").write_text(json.dumps(_MAPPING), encoding="utf-8")
    return tmp_path


def test_a_log_is_made_of_the_rows_asked_for_and_its_cubes_loaded(
    tmp_path: Path, demo_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(demo_home, tmp_path / "home")
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    log, cubes = tmp_path / "log", tmp_path / "cubes"
    assert main(["generate-log", "--rows", "20k", "--out", str(log), "--months", "3", "--lang", "en"]) == OK
    assert "20000 synthetic rows in 3 files" in capsys.readouterr().out
    command = ["cube", str(log), "--out", str(cubes), "--workspace", "log-test", "--bank", "atlas", "--json"]
    assert main(command) == OK
    said = json.loads(capsys.readouterr().out)
    assert set(said["cubes"]) == set(TABLES)
    assert {said["tables"][table]["left_out"] for table in TABLES.values()} == {0}
    snapshot = current("log-test")
    assert said["tables"]["snapshot"] == snapshot.hash
    assert tier_activity(snapshot, "atlas")["count"].sum() == 20_000
    arrivals = channel_arrivals(snapshot, "atlas")
    assert arrivals["transactions"].sum() == 20_000
    assert set(arrivals["kind"]) == {"synthetic"}
    # Loading the same cubes again changes nothing.
    assert main(command) == OK
    again = json.loads(capsys.readouterr().out)
    assert {again["tables"][table]["added"] for table in TABLES.values()} == {0}
    assert query(current("demo"), "SELECT count(*) AS n FROM bank WHERE bank = 'atlas'")["n"].iloc[0] == 0


def test_one_month_is_made_again(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log, cubes = tmp_path / "log", tmp_path / "cubes"
    main(["generate-log", "--rows", "3000", "--out", str(log), "--start", "2025-01", "--months", "2"])
    assert main(["cube", str(log), "--out", str(cubes)]) == OK
    before = read_cube(cubes, "activity")
    assert main(["cube", str(log), "--out", str(cubes), "--month", "2025-02"]) == OK
    pd.testing.assert_frame_equal(read_cube(cubes, "activity"), before)
    assert "activity.parquet" in capsys.readouterr().out


def test_a_banks_own_file_is_brought_in_with_its_codes_and_its_faults_counted(
    bank_files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log = bank_files / "log"
    command = ["import-log", str(bank_files / "journal.csv"), "--out", str(log)]
    assert main([*command, "--mapping", str(bank_files / "mapping.json"), "--lang", "fr"]) == OK
    said = capsys.readouterr().out
    assert "5 lignes lues, 3 écrites" in said
    assert "heure illisible" in said
    assert "doublons écartés" in said
    assert "canaux non déclarés: FAX (1)" in said.replace("\u00a0", " ")
    assert "2026-04" in said
    build_cubes(log, bank_files / "cubes")
    cube = read_cube(bank_files / "cubes", "activity").set_index("channel")
    assert cube.loc["atm", "service"] == "cash_withdrawal"
    assert cube.loc["mobile", "failures"] == 1
    assert cube.loc["unknown", "negative_amounts"] == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"channels": {"MOB": "cellphone"}}, "channels must lead to"),
        ({"colums": {}}, "has colums; allowed are columns"),
        ({"columns": {"ts": "quand"}}, "absent: quand"),
        ({"services": ["RET"]}, "services must be an object of texts"),
        ({"zone": "Maroc"}, "zone must be a time zone"),
    ],
)
def test_a_mapping_that_cannot_be_is_refused_with_what_is_allowed(
    bank_files: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object], words: str
) -> None:
    (bank_files / "mapping.json").write_text(json.dumps(_MAPPING | change), encoding="utf-8")
    command = ["import-log", str(bank_files / "journal.csv"), "--out", str(bank_files / "log")]
    assert main([*command, "--mapping", str(bank_files / "mapping.json"), "--lang", "en"]) == MISUSED
    assert words in capsys.readouterr().err
    assert not list(bank_files.glob("log/*.parquet"))


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["generate-log", "--rows", "9000G", "--months", "1", "--out", "OUT"], "the disk of"),
        (["generate-log", "--rows", "10", "--months", "0", "--out", "OUT"], "months must be in 1..240"),
        (["cube", "OUT"], "log must be a folder of Parquet files"),
        (["cube", "OUT", "--bank", "atlas"], "workspace and bank go together"),
        (["cube", "OUT", "--bank", "atlas", "--workspace", "demo"], "is never overwritten"),
        (["cube", "OUT", "--out", "OUT"], "out must be another folder"),
        (["import-log", "OUT", "--out", "OUT"], "source must be a Parquet or CSV file"),
    ],
)
def test_a_wrong_command_says_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    (tmp_path / "log").mkdir()
    given = [str(tmp_path / "log") if argument == "OUT" else argument for argument in arguments]
    assert main([*given, "--lang", "en"]) == MISUSED
    assert words in capsys.readouterr().err


def test_a_file_that_is_no_parquet_is_refused_without_a_trace(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "log.parquet").write_text("not parquet at all", encoding="utf-8")
    command = ["import-log", str(tmp_path / "log.parquet"), "--out", str(tmp_path / "log"), "--lang", "en"]
    assert main(command) == MISUSED
    said = capsys.readouterr().err
    assert "log.parquet is not what its name says" in said
    assert len(said.splitlines()) == 1


@pytest.mark.parametrize("text", ["many", "1.5M", ""])
def test_rows_are_a_whole_number(text: str) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["generate-log", "--rows", text])
    assert ended.value.code == 2


def test_every_transaction_of_a_faulty_log_is_in_a_table_or_counted_as_left_out(
    faulty: Path, tmp_path: Path
) -> None:
    build_cubes(faulty, tmp_path / "cubes")
    for cube, table in TABLES.items():
        rows, left = table_rows(tmp_path / "cubes", cube, "atlas", services=_SERVICES)
        expected = (
            sum(record["channel"] == "branch" for record in FAULTY) if cube == "branches" else len(FAULTY)
        )
        assert rows["count"].sum() + left == expected, table


def test_a_cube_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="cube must be one of"):
        table_rows(tmp_path, "sessions", "atlas", services=_SERVICES)
    with pytest.raises(ValueError, match="must be built first"):
        table_rows(tmp_path, "arrivals", "atlas", services=_SERVICES)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"channels": {"MOB": "cellphone"}}, "channels doit mener à"),
        ({"columns": {"ts": "quand"}}, "absentes : quand"),
        ({"zone": "Maroc"}, "zone doit être un fuseau horaire"),
        ({"channels": {"GAB": "atm", " gab": "mobile"}}, "« gab » mène à la fois à atm, mobile"),
    ],
)
def test_a_mapping_is_refused_in_the_language_asked_for(
    bank_files: Path, capsys: pytest.CaptureFixture[str], change: dict[str, object], words: str
) -> None:
    (bank_files / "mapping.json").write_text(json.dumps(_MAPPING | change), encoding="utf-8")
    command = [
        "import-log",
        str(bank_files / "journal.csv"),
        "--out",
        str(bank_files / "log"),
        "--lang",
        "fr",
    ]
    assert main([*command, "--mapping", str(bank_files / "mapping.json")]) == MISUSED
    assert words in capsys.readouterr().err


def test_a_log_in_windows_1252_comes_in_and_one_of_dos_is_asked_about(
    bank_files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "ts,channel,service,session\n2026-03-14 10:30:00,Guichet fermé,balance,1\n"
    file, log = bank_files / "accents.csv", bank_files / "log"
    file.write_bytes(text.encode("cp1252"))
    assert main(["import-log", str(file), "--out", str(log), "--lang", "fr"]) == OK
    said = capsys.readouterr().out
    assert "Windows-1252" in said
    assert "Guichet fermé (1)" in said
    file.write_bytes(text.encode("cp850"))
    other = bank_files / "other"
    assert main(["import-log", str(file), "--out", str(other), "--lang", "fr"]) == REFUSED
    refused = capsys.readouterr().err
    assert "ligne 2" in refused
    assert "DOS (850)" in refused
    assert "--encoding" in refused
    assert main(["import-log", str(file), "--out", str(other), "--lang", "fr", "--encoding", "cp850"]) == OK
    assert "Guichet fermé (1)" in capsys.readouterr().out


def test_columns_that_are_not_read_or_not_filled_are_named(
    bank_files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = bank_files / "few.csv"
    file.write_text("ts,canal,montant\n2026-03-14 10:30:00,GAB,5\n", encoding="utf-8")
    assert main(["import-log", str(file), "--out", str(bank_files / "log"), "--lang", "en"]) == OK
    said = capsys.readouterr().out
    assert "columns of the file that are not read: canal, montant" in said
    assert "columns of the log that the file does not fill: customer, channel" in said
