"""``python -m data`` says what it did and ends with the right code."""

from __future__ import annotations

import errno
import json
import subprocess
from pathlib import Path

import pytest

from data.__main__ import MISUSED, OK, REFUSED, main
from data.ingest import validate
from data.snapshots import SnapshotMissing, current

GOOD = "mois;O1;O2\n2026-01;1,5;0,5\n2026-02;1,75;\n"
BAD = "bank;indicator;month;value\natlas;O99;2026-01;1\natlas;O1;2026-01;abc\n"


@pytest.fixture(autouse=True)
def looks(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """The commands with which the watch was asked to look; it says one line."""
    asked: list[list[str]] = []

    def run(command: list[str], **_settings: object) -> subprocess.CompletedProcess[str]:
        asked.append(command)
        return subprocess.CompletedProcess(command, 0, "a limit is crossed\n", "")

    monkeypatch.setattr("data.__main__.subprocess.run", run)
    return asked


@pytest.fixture
def files(home: Path) -> Path:
    (home / "good.csv").write_text(GOOD, encoding="utf-8")
    (home / "bad.csv").write_text(BAD, encoding="utf-8")
    return home


def test_check_of_a_good_file(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(files / "good.csv"), "--as", "risk_observation", "--bank", "ma-banque"]) == OK
    said = capsys.readouterr().out
    assert "good.csv, table risk_observation ; lignes lues : 2." in said
    assert "Aucun problème." in said


def test_the_table_is_told_from_the_file_or_asked_for(
    files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["check", str(files / "good.csv"), "--bank", "ma-banque"]) == OK
    assert "table risk_observation" in capsys.readouterr().out
    (files / "either.csv").write_text("banque;mois\natlas;2026-01\n", encoding="utf-8")
    assert main(["check", str(files / "either.csv"), "--lang", "en"]) == MISUSED
    asked = capsys.readouterr().err
    assert "--as" in asked
    assert main(["load", str(files / "either.csv"), "--workspace", "une-autre", "--lang", "fr"]) == MISUSED
    with pytest.raises(SnapshotMissing):
        current("une-autre")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("fr", "ligne 3, colonne value\u00a0: «\u00a0abc\u00a0» n'est pas un nombre."),
        ("en", "line 3, column value: “abc” is not a number."),
    ],
)
def test_check_of_a_bad_file_lists_line_column_and_remedy(
    files: Path, capsys: pytest.CaptureFixture[str], lang: str, words: str
) -> None:
    rejects = files / "rejects.csv"
    command = [
        "check",
        str(files / "bad.csv"),
        "--as",
        "risk_observation",
        "--lang",
        lang,
        "--rejects",
        str(rejects),
    ]
    assert main(command) == REFUSED
    said = capsys.readouterr().out
    assert words in said
    assert "→" in said
    assert rejects.read_text(encoding="utf-8-sig").count("\n") == 3


@pytest.mark.parametrize(
    ("lang", "left", "fine"),
    [
        ("fr", "Laissé de côté, ne sera pas chargé :", "Aucun problème dans le reste."),
        ("en", "Left aside, will not be loaded:", "No problem in the rest."),
    ],
)
def test_what_is_dropped_is_said_before_the_rows_are_loaded(
    files: Path, capsys: pytest.CaptureFixture[str], lang: str, left: str, fine: str
) -> None:
    file = files / "five.csv"
    file.write_text("mois;O1;pnb;charges\n2026-01;1;2;3\n", encoding="utf-8")
    command = [str(file), "--as", "risk_observation", "--bank", "ma-banque", "--lang", lang]
    assert main(["check", *command]) == OK
    checked = capsys.readouterr().out
    assert left in checked
    assert "2 (pnb, charges)" in checked
    assert fine in checked
    assert main(["load", *command, "--workspace", "essai"]) == OK
    loaded = capsys.readouterr().out
    assert loaded.startswith(checked)
    assert main(["check", *command, "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["left_out"] == ["columns_unused"]


def test_json_says_the_same(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", str(files / "bad.csv"), "--as", "risk_observation", "--json"]) == REFUSED
    said = json.loads(capsys.readouterr().out)
    assert (said["ok"], said["total"], said["counts"]) == (False, 2, {"not_a_number": 1, "reference": 1})
    assert [problem["line"] for problem in said["problems"]] == [2, 3]


def test_a_load_has_the_watch_look_at_its_workspace_and_a_check_does_not(
    files: Path, looks: list[list[str]], capsys: pytest.CaptureFixture[str]
) -> None:
    command = [str(files / "good.csv"), "--as", "risk_observation", "--bank", "ma-banque"]
    assert main(["check", *command]) == OK
    assert main(["load", *command, "--workspace", "essai", "--no-watch"]) == OK
    bad = [str(files / "bad.csv"), "--as", "risk_observation"]
    assert main(["load", *bad, "--workspace", "essai"]) == REFUSED
    assert looks == []
    capsys.readouterr()
    assert main(["load", *command, "--workspace", "essai"]) == OK
    assert capsys.readouterr().out.endswith("a limit is crossed\n")
    assert looks[0][1:6] == ["-m", "vigie", "watch", "--workspace", "essai"]
    assert main(["load", *command, "--workspace", "essai", "--json"]) == OK
    said = capsys.readouterr()
    assert json.loads(said.out)["load"]["rows_unchanged"] == 3
    assert said.err == "a limit is crossed\n"


def test_a_watch_that_fails_leaves_the_load_as_it_is(
    files: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def late(command: list[str], **_settings: object) -> None:
        raise subprocess.TimeoutExpired(command, 1)

    monkeypatch.setattr("data.__main__.subprocess.run", late)
    command = [str(files / "good.csv"), "--as", "risk_observation", "--bank", "ma-banque"]
    assert main(["load", *command, "--workspace", "essai"]) == OK
    assert "watch:" in capsys.readouterr().err


def test_load_then_load_again(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = [
        "load",
        str(files / "good.csv"),
        "--as",
        "risk_observation",
        "--bank",
        "ma-banque",
        "--workspace",
        "essai",
        "--json",
    ]
    assert main(command) == OK
    first = json.loads(capsys.readouterr().out)["load"]
    assert (first["rows_added"], first["snapshot"]) == (3, current("essai").hash)
    assert main(command) == OK
    again = json.loads(capsys.readouterr().out)["load"]
    assert (again["rows_unchanged"], again["snapshot"]) == (3, first["snapshot"])


def test_load_of_a_bad_file_loads_nothing(files: Path) -> None:
    assert (
        main(["load", str(files / "bad.csv"), "--as", "risk_observation", "--workspace", "essai"]) == REFUSED
    )
    assert not (files / "snapshots" / "essai").exists()


def test_options_of_reading_and_mapping(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = files / "odd.csv"
    path.write_text("c;j;v\natlas;03/04/2026;10,427\n", encoding="utf-8")
    command = [
        "check",
        str(path),
        "--as",
        "risk_observation",
        "--map",
        "bank=c",
        "--map",
        "month=j",
        "--map",
        "value=v",
    ]
    command += ["--set", "indicator=O1", "--json"]
    assert main(command) == REFUSED
    assert set(json.loads(capsys.readouterr().out)["counts"]) == {"day_month_ambiguous", "decimal_ambiguous"}
    assert main([*command, "--decimal", ",", "--no-day-first"]) == OK


def test_a_file_over_the_limit_is_refused_without_being_read(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = files / "zeros.csv"
    with path.open("wb") as sparse:
        sparse.truncate(200_000_000)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("the file was read"))
    assert main(["check", str(path), "--as", "fact"]) == REFUSED
    assert "200 Mo" in capsys.readouterr().out


def test_templates_and_tables(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = files / "t.xlsx"
    assert main(["template", "risk_observation", "--format", "xlsx", "--out", str(out)]) == OK
    assert validate(out.read_bytes(), "t.xlsx", table="risk_observation").ok
    assert main(["tables", "--lang", "en"]) == OK
    assert "risk_observation      Risk indicator values" in capsys.readouterr().out
    assert main(["tables", "--json"]) == OK
    assert "licence_rule" not in json.loads(capsys.readouterr().out)


def test_build_names_the_snapshot(files: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["build", "--json"]) == OK
    assert json.loads(capsys.readouterr().out)["hash"] == current("demo").hash


@pytest.mark.parametrize(
    "command",
    [
        ["check", "absent.csv", "--as", "fact"],
        ["load", "good.csv", "--as", "risk_observation", "--workspace", "demo"],
        ["load", "good.csv", "--as", "risk_observation", "--workspace", "../x"],
        ["check", "good.csv", "--as", "risk_observation", "--set", "bank"],
        ["check", "good.csv", "--as", "risk_observation", "--set", "colour=red"],
    ],
)
def test_a_wrong_command_ends_with_two(
    files: Path, command: list[str], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(files)
    assert main(command) == MISUSED
    assert capsys.readouterr().err.strip()


@pytest.mark.parametrize("command", [[], ["check"], ["check", "x", "--as", "nothing"], ["fly"]])
def test_a_command_that_cannot_be_parsed_ends_with_two(command: list[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(command)
    assert ended.value.code == MISUSED


def test_a_full_disk_gets_a_sentence_and_no_trace(
    files: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("data.ingest.workspace.write_parquet", fail)
    command = ["load", str(files / "good.csv"), "--as", "risk_observation", "--bank", "ma-banque"]
    assert main([*command, "--workspace", "essai", "--lang", "en"]) == REFUSED
    assert capsys.readouterr().err == (
        "The server's disk is full: nothing was loaded, the data of before stay in place. "
        "Make room, or ask whoever keeps the server to, then load again.\n"
    )


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_nothing_of_a_file_commands_the_terminal(
    files: Path, capsys: pytest.CaptureFixture[str], form: list[str]
) -> None:
    path = files / "bad\x1b]0;x\x07.csv"
    text = "bank;indicator;month;value;a\x9b2J\natlas;O1;2026-01;\x1b[31m\u202ex;1\n"
    path.write_text(text, encoding="utf-8")
    assert main(["check", str(path), "--as", "risk_observation", *form]) == REFUSED
    said = capsys.readouterr().out
    assert not set(said) & set("\x1b\x07\x9b\u202e")
    if form:
        assert [problem["value"] for problem in json.loads(said)["problems"]] == ["\x1b[31m\u202ex"]
