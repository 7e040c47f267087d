"""What the operator reads is what the code does: every setting, every metric, every command."""

from __future__ import annotations

import json
import logging
import re
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from ui import logs, meters, refusal

ROOT = Path(__file__).resolve().parent.parent
MANUAL = (ROOT / "docs" / "OPERATION.md").read_text(encoding="utf-8")


def _code() -> str:
    folders = ("analytics", "data", "studies", "reviews", "ui", "pages", "vigie")
    files = [ROOT / "app.py", *(path for name in folders for path in (ROOT / name).rglob("*.py"))]
    return "\n".join(path.read_text(encoding="utf-8") for path in files)


def test_every_setting_of_the_code_stands_in_the_table_and_none_beside() -> None:
    listed = re.findall(r"^\| `(VIGIE_[A-Z_]+)` \|", MANUAL, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == set(re.findall(r"VIGIE_[A-Z]+(?:_[A-Z]+)*", _code()))


def test_the_replicas_are_given_settings_that_there_are_and_one_secret() -> None:
    text = (ROOT / "compose.yaml").read_text(encoding="utf-8")
    given = set(re.findall(r"^    (VIGIE_[A-Z_]+):", text, re.MULTILINE))
    assert given >= {"VIGIE_PUBLIC_URL", "VIGIE_REVIEWS", "VIGIE_REVIEWS_HEAD"}
    assert given <= set(re.findall(r"^\| `(VIGIE_[A-Z_]+)` \|", MANUAL, re.MULTILINE))
    assert len(re.findall(r"^  (?:one|two): \*replica$", text, re.MULTILINE)) == 2
    # None of the secrets stands in the file, and without them nothing starts.
    secrets = re.findall(r"(?:SECRET|PASSWORD): (.*)$", text, re.MULTILINE)
    assert secrets
    assert all(re.fullmatch(r"\$\{[A-Z_]+:\?\}", each) for each in secrets)
    (lock,) = re.findall(r"LOCK: (\S+)$", text, re.MULTILINE)
    assert (ROOT / lock).is_file()


def test_every_metric_stands_in_the_table_and_every_alarm_asks_for_one_that_is_there(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    families = {each.name for each in text_string_to_metric_families(meters.exposition().decode())}
    own = {name for name in families if name.startswith("vigie_")}
    named = {name.removesuffix("_total") for name in re.findall(r"`(vigie_[a-z_]+)`", MANUAL)}
    assert own == named
    asked = re.findall(r"((?:vigie|process)_[a-z_]+)[ \[{)`]", MANUAL.split("## Alarms")[1])
    assert {name.removesuffix("_total") for name in asked} <= families | {"process_cpu_seconds"}


def test_a_line_of_the_log_is_an_object_with_its_reference(capsys: pytest.CaptureFixture[str]) -> None:
    logger = logging.getLogger("vigie")
    before, handed_on = logger.handlers[:], logger.propagate
    try:
        logs.write_lines(logger)
        logger.propagate = False
        try:
            raise ValueError("“broken”\nin two lines")
        except ValueError:
            reference = refusal.note_failure("a page failed")
    finally:
        logger.handlers[:], logger.propagate = before, handed_on
    (line,) = capsys.readouterr().err.splitlines()
    said = json.loads(line)
    assert (said["level"], said["logger"], said["reference"]) == ("error", "vigie", reference)
    assert "in two lines" in said["error"]


def test_a_log_of_another_kind_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_LOG", "xml")
    with pytest.raises(ValueError, match="json and plain"):
        logs.begin()
