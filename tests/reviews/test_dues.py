"""Findings and returns due: shown by role, told by the watch where asked, each once."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from data.snapshots import REVIEWED
from reviews import dues, findings, moments, reads
from reviews.store import ADDRESS
from tests.outlets.test_watching import LOCAL, workspace
from tests.reviews.conftest import BANK, MONTH, OTHER, RISK, World
from tests.reviews.test_returns import hand_in
from ui.outlets import watching
from ui.plan.watch import review_alarm, said
from ui.words import speaking
from vigie.__main__ import main

__all__ = ["workspace"]


def raised(world: World) -> int:
    """A finding due on 1 December on a case that the bank has not been told of, and a first return."""
    hand_in(world, month="2026-09")
    case, _judgement = world.decided(2)
    told = {"severity": "high", "requirement": "Test it.", "legal_basis": "BCBS 98, 13"}
    return findings.raise_finding(world.office, world["supervisor"], case, due="2026-12-01", **told)


def seen(world: World, who: str) -> list[tuple[str, str, str]] | None:
    found = dues.of_person(world.office, world[who])
    return None if found is None else [(each.kind, each.bank, each.stage) for each in found]


def test_a_person_sees_what_is_due_of_the_banks_of_their_role_and_no_more(world: World) -> None:
    raised(world)
    # The return of October, due on 10 November, and no other: the bank owes from its first one on.
    assert seen(world, "supervisor") == [("return", BANK, "near")]
    world.pass_days(21)
    both = [("return", BANK, "overdue"), ("finding", BANK, "near")]
    for who in ("supervisor", "head", "horizontal", "auditor"):
        assert seen(world, who) == both
    assert seen(world, "respondent") == both[:1], "the case was not communicated"
    assert seen(world, "stranger") == seen(world, "other_respondent") == [], f"of {OTHER} alone"
    for who in ("admin", "validator", "owner"):
        assert seen(world, who) is None
    assert [each.kind for each in dues.of_home(world.office.store, world.office.clock)] == [
        "return",
        "finding",
    ]
    hand_in(world, month="2026-10")
    assert seen(world, "supervisor") == both[1:]


def test_a_judgement_is_told_before_it_lapses_to_who_reads_cases_until_a_case_follows(world: World) -> None:
    world.decided(2)
    (row,) = reads.judgements(world.office, world["supervisor"])
    last = row["valid_until"][:10]

    def lapsing(who: str) -> list[tuple[int, str, str]]:
        due = dues.of_person(world.office, world[who]) or ()
        return [(each.number, each.due, each.stage) for each in due if each.kind == "judgement"]

    assert lapsing("supervisor") == []
    world.pass_days(
        (date.fromisoformat(last) - date.fromisoformat(moments.written(world.office.clock())[:10])).days - 10
    )
    assert lapsing("supervisor") == lapsing("head") == [(row["id"], last, "near")]
    assert lapsing("respondent") == lapsing("stranger") == [], "a judgement is not the bank's to read"
    world.pass_days(11)
    assert lapsing("supervisor") == [(row["id"], last, "overdue")]
    home = dues.of_home(world.office.store, world.office.clock)
    assert [each.number for each in home if each.kind == "judgement"] == [row["id"]]
    (alarm,) = [review_alarm(each, "Banque") for each in home if each.kind == "judgement"]
    with speaking("en"):
        assert "the model’s grade stands again" in said(alarm, "")
    world.model[BANK, "2026-11", RISK] = world.model[BANK, MONTH, RISK]
    world.case(month="2026-11")
    assert lapsing("supervisor") == []


@pytest.mark.parametrize("url", ["sqlite"], indirect=True)
def test_they_are_told_only_where_asked_once_and_stay_out_of_what_everybody_reads(
    workspace: str,
    world: World,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv(REVIEWED, workspace)
    absent = tmp_path / "absent.db"
    monkeypatch.setenv(ADDRESS, f"sqlite:///{absent}")
    assert watching.watch_reviews(workspace) == ()
    assert not absent.exists(), "a watch makes no store"
    number = raised(world)
    monkeypatch.setenv(ADDRESS, f"sqlite:///{tmp_path / 'reviews.db'}")

    def told(month: int, day: int) -> tuple[watching.Change, ...]:
        with speaking("en"):
            return watching.watch_reviews(workspace, datetime(2026, month, day, tzinfo=UTC))

    assert told(9, 1) == ()
    near, again, late = told(11, 17), told(11, 18), told(12, 2)
    assert [(each["stage"], each["page"], each["bank"]) for each in near] == [
        ("overdue", "review-returns", BANK),
        ("near", "review-findings", BANK),
    ]
    said = f"Finding {number}, Crédit des Oliviers, operational risk: its answer is due on 1 December 2026."
    assert near[1]["said"]["en"].casefold() == said.casefold()
    assert again == ()
    assert [(each["stage"], each["before"], each["due"]) for each in late] == [
        ("overdue", "near", "2026-12-01"),
        ("near", "", "2026-12-10"),
    ]
    assert near[0]["link"].startswith(f"{LOCAL}/review-returns?w={workspace}")
    # Neither what everybody who opens the workspace reads nor the command without the word knows of it.
    assert watching.changes(workspace) == ()
    assert main(["watch", "--workspace", workspace, "--all"]) == 0
    assert "review" not in capsys.readouterr().out
    feed = tmp_path / "feed.xml"
    assert main(["watch", "--workspace", workspace, "--all", "--reviews", "--feed", str(feed)]) == 0
    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds.count("review") >= 4
    assert feed.read_text(encoding="utf-8").count('term="review"') == kinds.count("review")
    monkeypatch.setenv(REVIEWED, "another")
    assert watching.watch_reviews(workspace) == ()
