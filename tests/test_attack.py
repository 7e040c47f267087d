"""The campaigns of `make attack` run, each on a small scale: what they promise they also look at."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.contracts import CONTRACTS
from tests import attack
from tests.attacks import dialects, kills

EVERY = 64


def test_every_table_is_read_equal_in_some_of_the_dialects(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    ((title, told, held),) = dialects.campaign(EVERY)
    importable = sum(declared.importable for declared in CONTRACTS.values())
    assert title == f"{importable} tables × {len(dialects.DIALECTS)} dialects"
    assert held, told
    assert told.startswith(f"{importable * len(dialects.DIALECTS) // EVERY} files")


def test_a_table_read_otherwise_than_written_does_not_hold(
    demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    whole = dialects.written

    def cut(*given: object) -> bytes:
        return b"\n".join(whole(*given).split(b"\n")[:-2]) + b"\n"  # type: ignore[arg-type]

    monkeypatch.setattr(dialects, "written", cut)
    ((_title, told, held),) = dialects.campaign(EVERY)
    assert not held, told


@pytest.mark.exhaustive
def test_kills_leave_a_whole_workspace_and_the_next_load_goes_through() -> None:
    rows = list(kills.campaign(3))
    assert [held for _title, _told, held in rows] == [True, True], rows


def test_a_campaign_that_does_not_exist_is_named_with_those_that_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert attack.main(["sieges"]) == 2
    assert "kills, swaps, dialects" in capsys.readouterr().err
