"""What a letter states of a decision, and to whom."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviews import cases, decisions, evidence, findings, reads, stamps
from reviews.errors import NotFound
from reviews.ledger import verify
from reviews.letters import letter
from tests.reviews.conftest import World
from tests.reviews.test_stamps import authority


def _communicated(world: World, to: int | None = 2) -> int:
    if to is None:
        case = world.case()
        cases.submit(world.office, world["supervisor"], case, version=1)
        cases.approve(world.office, world["head"], case, 2, "As the model says.")
    else:
        case, _judgement = world.decided(to)
    version = reads.case_file(world.office, world["head"], case).case["version"]
    cases.communicate(world.office, world["head"], case, version)
    return case


def test_a_letter_states_the_decision_and_where_the_ledger_proves_it(world: World) -> None:
    case = _communicated(world)
    said = letter(world.office, world["respondent"], case)
    assert (said.case["model_grade"], said.grade, said.heads) == (1, 2, ("head",))
    assert [len(each.sha256) for each in said.evidence] == [64]
    assert verify(world.office.store, [(said.seq, said.hash)]).state == "ok"
    assert verify(world.office.store, [(said.seq, "0" * 64)]).state == "broken"


def test_a_letter_on_the_model_s_own_grade_names_who_approved_it(world: World) -> None:
    said = letter(world.office, world["head"], _communicated(world, to=None))
    assert (said.grade, said.judgement, said.heads, said.evidence) == (1, None, ("head",), ())


def test_a_letter_printed_again_says_the_same_whatever_came_after(world: World) -> None:
    case = _communicated(world)
    before = letter(world.office, world["head"], case)
    world.pass_days(1)
    findings.raise_finding(
        world.office,
        world["supervisor"],
        case,
        severity="low",
        requirement="Test.",
        legal_basis="Law",
        due="2027-01-31",
    )
    (judgement,) = reads.case_file(world.office, world["head"], case).judgements
    decisions.revoke(world.office, world["head"], judgement["id"], judgement["version"], "Found wrong.")
    (proof,) = reads.evidence(world.office, world["supervisor"], "oliviers")
    evidence.upload(
        world.office,
        world["supervisor"],
        "oliviers",
        "newer.txt",
        b"newer",
        evidence_date="2026-11-02",
        supersedes=proof["id"],
    )
    after = letter(world.office, world["head"], case)
    assert (after.grade, after.seq, after.hash, after.told) == (2, before.seq, before.hash, before.told)
    assert (after.evidence, after.findings) == (before.evidence, ())


def test_no_letter_before_the_bank_is_told_and_none_for_strangers(world: World) -> None:
    case, _judgement = world.decided(2)
    for who in ("head", "respondent"):
        with pytest.raises(NotFound):
            letter(world.office, world[who], case)
    cases.communicate(world.office, world["head"], case, 4)
    for who in ("stranger", "other_respondent", "validator"):
        with pytest.raises(NotFound):
            letter(world.office, world[who], case)
    assert letter(world.office, world["auditor"], case).grade == 2


def test_a_letter_names_the_first_stamp_that_covers_its_event_and_no_other_ever(world: World) -> None:
    office = world.office
    stamps.stamp(office.store, office.clock, authority())
    case = _communicated(world)
    assert letter(office, world["head"], case).stamp is None, "a stamp from before proves nothing of it"
    world.pass_days(1)
    first = stamps.stamp(office.store, office.clock, authority())
    stamps.stamp(office.store, office.clock, authority())
    said = letter(office, world["respondent"], case)
    assert said.stamp == first
    assert first.seq >= said.seq
    assert (first.at, first.authority) == ("2026-11-02T09:00:00Z", "Clock of the town")
    assert verify(office.store, [(said.seq, said.hash), (first.seq, first.hash)]).state == "ok"


def test_a_stamp_that_does_not_hold_stops_the_letter(world: World, raw: Callable[[str], int]) -> None:
    case = _communicated(world)
    seq, digest = world.office.store.heads()[0]
    raw(f"INSERT INTO anchor (seq, hash, at, token) VALUES ({seq}, '{digest}', '2026-11-02', 'AAAA')")
    with pytest.raises(stamps.NoStamp, match="cannot be read"):
        letter(world.office, world["head"], case)
