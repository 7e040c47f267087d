"""Reminders: each said once until something changes, for those whom it concerns, as in the inbox."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from reviews import cases, findings, reads, reminders
from reviews.__main__ import main
from reviews.moments import written
from tests.reviews.conftest import World


def raised(world: World, *, told: bool = True) -> int:
    case, _judgement = world.decided(2)
    if told:
        (row,) = reads.cases(world.office, world["head"])
        cases.communicate(world.office, world["head"], case, row["version"])
    return findings.raise_finding(
        world.office,
        world["supervisor"],
        case,
        severity="high",
        requirement="Test the recovery.",
        legal_basis="BCBS 98, 13",
        due="2026-12-01",
    )


def remind(world: World) -> list[tuple[str, int, str, int, bool]]:
    found = reminders.remind(world.office.store, world.office.clock)
    return [(each.kind, each.number, each.stage, each.days, each.new) for each in found]


@pytest.mark.parametrize(
    ("due", "stage"),
    [
        ("2026-11-20", "overdue"),
        ("2026-11-21", "due"),
        ("2026-11-22", "near"),
        ("2026-12-05", "near"),
        ("2026-12-06", None),
    ],
)
def test_a_day_is_near_from_a_fortnight_before_it_and_overdue_the_day_after(due: str, stage: str) -> None:
    assert reminders.stage_of(due, "2026-11-21") == stage


def test_what_waits_without_a_day_ages_after_a_fortnight() -> None:
    assert reminders.ageing("2026-11-01T09:00:00Z", "2026-11-15") is None
    assert reminders.ageing("2026-11-01T09:00:00Z", "2026-11-16") == "ageing"


def test_a_reminder_is_said_once_and_again_only_when_something_changed(world: World) -> None:
    number = raised(world)
    assert remind(world) == [], "a month before its day nobody is reminded"
    world.pass_days(20)
    assert remind(world) == [("finding", number, "near", -9, True)]
    before = len(world.told())
    assert remind(world) == [("finding", number, "near", -9, False)]
    assert len(world.told()) == before, "what was said already is no event"
    world.pass_days(9)
    assert remind(world) == [("finding", number, "due", 0, True)]
    world.pass_days(1)
    assert remind(world) == [("finding", number, "overdue", 1, True)]
    findings.reply(world.office, world["respondent"], number, 1, "Tested.")
    assert remind(world) == [], "answered in the meantime"
    world.pass_days(15)
    assert remind(world) == [("answer", number, "ageing", 15, True)]
    findings.reopen(world.office, world["supervisor"], number, 2, "Not by this test.")
    assert remind(world) == [("finding", number, "overdue", 16, True)], "reopened: said anew"
    said = [each for each in world.told() if each["action"] == "reminder.said"]
    assert [each["stage"] for each in said] == ["near", "due", "overdue", "ageing", "overdue"]


def test_each_is_for_those_whom_it_concerns(world: World) -> None:
    raised(world)
    world.pass_days(20)
    assert reminders.remind(world.office.store, world.office.clock)[0].people == ("respondent",)
    world.pass_days(20)
    assert reminders.remind(world.office.store, world.office.clock)[0].people == ("respondent", "supervisor")


def test_nobody_reminds_a_bank_of_what_it_was_not_told(world: World) -> None:
    raised(world, told=False)
    world.pass_days(20)
    assert reminders.remind(world.office.store, world.office.clock)[0].people == ("supervisor",)


def test_the_inbox_shows_the_same_stage(world: World) -> None:
    number = raised(world)
    for days, stage in ((20, "near"), (9, "due"), (1, "overdue")):
        world.pass_days(days)
        assert [each[2] for each in remind(world)] == [stage]
        (mine,) = [each for each in reads.inbox(world.office, world["respondent"]) if each.finding == number]
        assert mine.stage == stage


def test_the_command_prints_what_is_new_and_all_where_asked(
    world: World, url: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    number = raised(world)
    world.pass_days(30)
    monkeypatch.setattr("reviews.moments.now", world.office.clock)
    assert main(["remind", "--store", url]) == 0
    said = capsys.readouterr().out
    assert f"finding {number}" in said
    assert "overdue" in said
    assert "respondent" in said
    assert main(["remind", "--store", url]) == 0
    assert "nothing new" in capsys.readouterr().out
    assert main(["remind", "--store", url, "--all", "--json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)
    assert (row["kind"], row["number"], row["stage"], row["new"]) == ("finding", number, "overdue", False)


def test_the_database_keeps_what_was_said(world: World, raw: Callable[[str], int]) -> None:
    raised(world)
    world.pass_days(20)
    remind(world)
    for statement in ("UPDATE reminder SET stage = 'due'", "DELETE FROM reminder"):
        with pytest.raises(IntegrityError):
            raw(statement)
    at = written(world.office.clock())
    twice = "INSERT INTO reminder (kind, number, bank, stage, due, version, said_at) "
    with pytest.raises(IntegrityError):
        raw(twice + f"SELECT kind, number, bank, stage, due, version, '{at}' FROM reminder")


def test_a_store_of_the_form_before_takes_reminders(tmp_path: Path) -> None:
    from reviews.store import open_store

    store = open_store(f"sqlite:///{tmp_path / 'reviews.db'}", durable=False)
    assert reminders.remind(store) == ()
    store.close()
