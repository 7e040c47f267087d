"""The reference cases of the regulator's side, numbered as in its specification, on either database."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.exc import IntegrityError

from reviews import cases, decisions, reads, watch
from reviews.errors import NotFound, Refused
from tests.reviews.conftest import BANK, MONTH, REASON, RISK, World, figures


def _refuses(code: str):
    return pytest.raises(Refused, match=f"^{code}:")


def test_1_within_the_doubt_one_head_decides_and_the_model_stays_as_it_was(world: World) -> None:
    case, judgement = world.proposed(2)
    assert decisions.approve(world.office, world["head"], judgement, 1, "Agreed.") == "approved"
    seen = reads.case_file(world.office, world["supervisor"], case)
    assert (seen.case["model_grade"], seen.grade, seen.case["state"]) == (1, 2, "approved")
    assert seen.judgements[0]["route"] == "head"
    assert seen.judgements[0]["valid_until"][:10] == "2027-11-02"


def test_2_against_the_model_it_takes_two_heads(world: World) -> None:
    world.model[BANK, MONTH, RISK] = figures(4, "0 0.01 0.04 0.95")
    case, judgement = world.proposed(3)
    assert decisions.approve(world.office, world["head"], judgement, 1, "Agreed.") == "proposed"
    seen = reads.case_file(world.office, world["supervisor"], case)
    assert (seen.grade, seen.case["state"], seen.judgements[0]["state"]) == (4, "submitted", "proposed")
    with _refuses("four_eyes"):
        decisions.approve(world.office, world["head"], judgement, 2, "Agreed again.")
    assert decisions.approve(world.office, world["second_head"], judgement, 2, "Agreed.") == "approved"
    assert reads.case_file(world.office, world["supervisor"], case).grade == 3


@pytest.mark.parametrize(
    ("grade", "to", "code"), [(3, 1, "bound_better"), (1, 4, "bound_worse"), (2, 2, "no_change")]
)
def test_3_nobody_leaves_the_bounds(world: World, grade: int, to: int, code: str) -> None:
    world.model[BANK, MONTH, RISK] = figures(grade, "0.25 0.25 0.25 0.25")
    case, proof = world.case(), world.upload()
    before = world.told()
    with _refuses(code):
        decisions.propose(world.office, world["supervisor"], case, to, evidence=[proof], **REASON)
    assert [each["code"] for each in world.told()[len(before) :]] == [code]
    assert reads.case_file(world.office, world["supervisor"], case).judgements == ()


def test_4_under_a_red_flag_no_grade_is_better_than_3(world: World, raw) -> None:
    world.model[BANK, MONTH, RISK] = figures(3, "0.1 0.4 0.4 0.1", red_flag=True)
    case, proof = world.case(), world.upload()
    with _refuses("red_flag"):
        decisions.propose(world.office, world["supervisor"], case, 2, evidence=[proof], **REASON)
    with pytest.raises(IntegrityError):
        raw(_judgement_row(case, world["supervisor"], from_grade=3, to_grade=2))


def _judgement_row(case: int, person: int, *, from_grade: int, to_grade: int) -> str:
    return (
        "INSERT INTO judgement (case_id, from_grade, to_grade, route, reason_code, text, proposed_by, "
        f"proposed_at, state, version) VALUES ({case}, {from_grade}, {to_grade}, 'head', 'outlook', "
        f"'{'because ' * 8}', {person}, '2026-11-02T09:00:00Z', 'proposed', 1)"
    )


def test_5_who_wrote_does_not_approve_not_even_by_raw_sql(world: World, raw) -> None:
    both = world["supervisor"]
    from reviews.people import grant_from_machine

    grant_from_machine(world.office.store, both, "head", None, at="2026-11-02T09:00:00Z")
    case, judgement = world.proposed(2)
    with _refuses("four_eyes"):
        decisions.approve(world.office, both, judgement, 1, "I agree with myself.")
    with pytest.raises(IntegrityError, match="four eyes"):
        raw(_decision_row(case, judgement, both))
    with pytest.raises(IntegrityError):
        raw(f"UPDATE judgement SET state = 'approved', version = 2 WHERE id = {judgement}")
    assert reads.case_file(world.office, both, case).grade == 1


def _decision_row(case: int, judgement: int, person: int) -> str:
    return (
        "INSERT INTO decision (case_id, judgement_id, approver, verdict, text, at) "
        f"VALUES ({case}, {judgement}, {person}, 'approve', 'yes', '2026-11-02T09:00:00Z')"
    )


def test_5_a_second_account_of_the_author_does_not_approve_either(world: World, raw) -> None:
    from reviews.people import declare_same

    case, judgement = world.proposed(2)
    declare_same(world.office, world["second_head"], world["supervisor"], world["head"])
    with _refuses("four_eyes"):
        decisions.approve(world.office, world["head"], judgement, 1, "Under my other name.")
    with pytest.raises(IntegrityError, match="four eyes"):
        raw(_decision_row(case, judgement, world["head"]))


def test_5_who_uploaded_the_evidence_does_not_approve(world: World, raw) -> None:
    from reviews.people import grant_from_machine

    grant_from_machine(world.office.store, world["head"], "supervisor", BANK, at="2026-11-02T09:00:00Z")
    case, judgement = world.proposed(2, evidence=[world.upload(by="head")])
    with _refuses("four_eyes"):
        decisions.approve(world.office, world["head"], judgement, 1, "My own evidence convinces me.")
    with pytest.raises(IntegrityError, match="four eyes"):
        raw(_decision_row(case, judgement, world["head"]))


def test_6_of_two_approvals_of_one_version_the_first_counts(world: World) -> None:
    _case, judgement = world.proposed(2)
    decisions.approve(world.office, world["head"], judgement, 1, "Agreed.")
    with _refuses("stale"):
        decisions.approve(world.office, world["second_head"], judgement, 1, "Agreed too.")
    assert world.refused() == [("judgement.approve", "stale")]


def test_7_a_bank_without_a_grant_is_not_there(world: World) -> None:
    case, judgement = world.proposed(2)
    stranger = world["stranger"]
    for attempt in (
        lambda: reads.case_file(world.office, stranger, case),
        lambda: cases.submit(world.office, stranger, case, 3),
        lambda: decisions.withdraw(world.office, stranger, judgement, 1),
        lambda: cases.open_case(world.office, stranger, BANK, MONTH, RISK),
        lambda: reads.evidence(world.office, stranger, BANK),
        lambda: reads.case_file(world.office, stranger, 999),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert reads.cases(world.office, stranger) == ()
    assert reads.inbox(world.office, stranger) == ()
    assert reads.standings(world.office, stranger) == {}
    assert len(reads.cases(world.office, world["supervisor"])) == 1


def test_10_a_year_and_a_day_on_the_judgement_has_lapsed(world: World) -> None:
    case, judgement = world.decided(2)
    cases.communicate(world.office, world["head"], case, 4)
    world.pass_days(364)
    assert reads.standings(world.office, world["head"])[BANK, RISK].grade == 2
    world.pass_days(2)
    assert reads.standings(world.office, world["head"])[BANK, RISK].grade == 1, "before any sweep"
    assert [each.kind for each in reads.inbox(world.office, world["supervisor"])] == ["lapsed"]
    assert watch.sweep(world.office, MONTH) == (1, 0)
    seen = reads.case_file(world.office, world["head"], case)
    assert (seen.judgements[0]["state"], seen.grade) == ("lapsed", 1)
    assert world.told()[-1]["action"] == "judgement.lapsed"
    with _refuses("state"):
        decisions.revoke(world.office, world["head"], judgement, 3, "Too late.")


def test_11_another_grade_in_a_new_month_outdates(world: World) -> None:
    case, _judgement = world.decided(2)
    world.model[BANK, "2026-11", RISK] = figures(2, "0.2 0.6 0.2 0", month="2026-11")
    assert watch.sweep(world.office, "2026-11") == (0, 1)
    seen = reads.case_file(world.office, world["head"], case)
    assert (seen.judgements[0]["state"], seen.judgements[0]["ended_because"], seen.grade) == (
        "outdated",
        "grade",
        1,
    )
    waiting = {each.kind: each for each in reads.inbox(world.office, world["supervisor"])}
    assert waiting["outdated"].case == case
    assert watch.sweep(world.office, "2026-11") == (0, 0)


def test_silence_ends_no_judgement_and_improves_nothing(world: World) -> None:
    world.decided(2)
    assert watch.sweep(world.office, "2026-11") == (0, 0)


def test_large_banks_judgements_live_half_a_year(world: World) -> None:
    world.model[BANK, MONTH, RISK] = replace(world.model[BANK, MONTH, RISK], large=True)
    case, _judgement = world.decided(2)
    seen = reads.case_file(world.office, world["head"], case)
    assert seen.judgements[0]["valid_until"][:10] == "2027-05-02"
