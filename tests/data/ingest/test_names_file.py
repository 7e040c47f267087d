"""Names matched once by hand travel to another workspace as a file; another file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from data import __main__ as command
from data.ingest import NamesRefused, names_read, names_written, remember_names, take_names
from data.ingest.workspace import remembered_names
from tests.data.ingest.helpers import REFERENCES

REFERENCE = "risk_indicator.indicator"
OWN = {"Panne du site": "O1", "Pour mémoire": ""}


@pytest.mark.usefixtures("home")
def test_what_one_workspace_matched_another_takes_over_beside_its_own() -> None:
    remember_names("essai-un", REFERENCE, OWN)
    remember_names("essai-deux", REFERENCE, {"Pannes": "O2"})
    names = names_read(names_written("essai-un").encode(), REFERENCES)
    assert take_names("essai-deux", names) == 2
    assert remembered_names("essai-deux") == {REFERENCE: {"Pannes": "O2", **OWN}}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no list"),
        (b"[1]", "no list"),
        (b"[" * 100_000, "no list"),
        (b'{"bank.bank": {"a": "b"}}', "no list"),
        (b'{"risk_indicator.indicator": {"a": 1}}', "no list"),
        (b'{"risk_indicator.indicator": {"a": "O99"}}', "O99"),
        (b" " * 2_000_000, "no list"),
    ],
)
def test_another_file_is_refused_in_a_sentence(content: bytes, said: str) -> None:
    with pytest.raises(NamesRefused) as refused:
        names_read(content, REFERENCES)
    assert said in refused.value.message("en")
    assert refused.value.message("fr").endswith(".")


@pytest.mark.usefixtures("home")
def test_names_are_written_and_taken_at_the_command_line(tmp_path: Path, capsys) -> None:
    remember_names("essai-un", REFERENCE, OWN)
    assert command.main(["names", "essai-un"]) == command.OK
    kept = tmp_path / "names.json"
    kept.write_text(capsys.readouterr().out, encoding="utf-8")
    assert command.main(["names", "essai-trois", "--take", str(kept)]) == command.OK
    assert remembered_names("essai-trois") == {REFERENCE: OWN}
    kept.write_text("{", encoding="utf-8")
    assert command.main(["names", "essai-trois", "--take", str(kept)]) == command.REFUSED
