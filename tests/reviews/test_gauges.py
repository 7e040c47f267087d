"""Gauges of judgement and the back-test, on cases computed by hand."""

from __future__ import annotations

import pytest

from reviews import cases, decisions, gauges
from reviews.gauges import Decided, Missing
from reviews.moments import month_later
from tests.reviews.conftest import BANK, MONTH, World


def case(
    model: int,
    grade: int,
    *,
    month: str = "2024-10",
    days: tuple[int, int] = (1, 4),
    bank: str = BANK,
    author: int = 1,
) -> Decided:
    judged = model != grade
    start, end = (f"2024-11-{day:02d}T09:00:00Z" for day in days)
    return Decided(
        bank, "operational", month, author, model, grade, judged, *((start, end) if judged else ())
    )


def test_better_worse_and_days_are_those_of_judgements_alone() -> None:
    cases = [case(2, 1), case(2, 3, days=(1, 11)), case(1, 3, days=(2, 4)), case(3, 3)]
    found = gauges.gauge("one", cases)
    assert (found.approved, found.better, found.worse) == (3, 1, 2)
    assert found.days == (3.0, 10.0, 2.0)
    assert gauges.gauge("nobody", [case(3, 3)]).share_better is None


def test_the_interval_of_a_share_is_the_exact_binomial() -> None:
    # By hand: none of ten leaves 1 - 0.025 ** (1/10); one of one leaves 0.025 to 1; 1 of 2 by the same roots.
    none = gauges.share(0, 10)
    assert none is not None
    assert none.low == 0.0
    assert none.high == pytest.approx(1 - 0.025**0.1, abs=1e-9)
    one = gauges.share(1, 1)
    assert one is not None
    assert (one.low, one.high) == (pytest.approx(0.025, abs=1e-9), 1.0)
    half = gauges.share(1, 2)
    assert half is not None
    assert half.value == 0.5
    assert half.low == pytest.approx(1 - 0.975**0.5, abs=1e-9)
    assert half.high == pytest.approx(0.975**0.5, abs=1e-9)
    assert gauges.share(0, 0) is None
    with pytest.raises(ValueError, match="k"):
        gauges.share(3, 2)


def test_decided_grades_against_the_model_s_twelve_months_later() -> None:
    later: dict[tuple[str, str], int | Missing] = {
        ("a", "2025-10"): 3,
        ("b", "2025-10"): 2,
        ("c", "2025-10"): 4,
        ("d", "2025-10"): "no_grade",
        ("e", "2025-10"): "redefined",
        ("f", "2026-11"): "not_yet",
    }
    decided = [
        case(2, 3, bank="a"),  # hit; the model's own 2 would have missed
        case(2, 3, bank="b"),  # one off, the model better since, and its own 2 would have hit
        case(2, 2, bank="c"),  # two off, worse since
        case(1, 2, bank="d"),
        case(1, 2, bank="e"),
        case(1, 2, bank="f", month="2025-11"),
    ]
    found = gauges.back_test("all", decided, lambda bank, _risk, month: later[bank, month])
    assert (found.decided, found.tested) == (6, 3)
    assert (found.hit, found.one_off, found.further) == (1, 1, 1)
    assert (found.lower, found.higher) == (1, 1)
    assert found.model_hit == 1
    assert (found.not_yet, found.no_grade, found.redefined) == (1, 1, 1), "said, and not counted"
    assert found.share_hit is not None
    assert found.share_hit.value == pytest.approx(1 / 3)
    assert gauges.crossed(decided, lambda bank, _risk, month: later[bank, month]) == {
        (3, 3): 1,
        (3, 2): 1,
        (2, 4): 1,
    }
    nothing = gauges.back_test("none", [], lambda *_asked: 1)
    assert nothing.share_hit is None


def test_a_later_grade_that_is_none_is_an_error_and_no_miss() -> None:
    with pytest.raises(ValueError, match="must be 1, 2, 3 or 4"):
        gauges.back_test("all", [case(2, 3)], lambda *_asked: 0)


@pytest.mark.parametrize(
    ("month", "months", "later"),
    [("2025-10", 12, "2026-10"), ("2025-12", 1, "2026-01"), ("2026-01", -12, "2025-01")],
)
def test_months_on(month: str, months: int, later: str) -> None:
    assert month_later(month, months) == later


def test_what_was_decided_is_read_from_the_store_and_only_by_those_who_read_cases(world: World) -> None:
    assert gauges.decided(world.office, world["head"]) == ()
    _case, judgement = world.proposed(2)
    world.pass_days(3)
    decisions.approve(world.office, world["head"], judgement, 1, "Agreed.")
    (found,) = gauges.decided(world.office, world["head"])
    assert (found.bank, found.month, found.model, found.grade, found.judged) == (BANK, MONTH, 1, 2, True)
    assert found.author == world["supervisor"]
    (days,) = gauges.gauge("all", [found]).days
    assert days == pytest.approx(3, abs=0.001)
    for stranger in ("respondent", "stranger", "other_respondent", "validator"):
        assert gauges.decided(world.office, world[stranger]) == (), stranger
    decisions.revoke(world.office, world["head"], judgement, 2, "Its evidence was withdrawn.")
    assert gauges.decided(world.office, world["head"])[0].grade == 2, "what was decided stays decided"


def test_a_rejected_judgement_leaves_a_decision_at_the_models_grade(world: World) -> None:
    number, judgement = world.proposed(2)
    decisions.reject(world.office, world["head"], judgement, 1, "It does not bear it.")
    cases.approve(world.office, world["second_head"], number, 3, "As the model says.")
    (found,) = gauges.decided(world.office, world["head"])
    assert (found.model, found.grade, found.judged, found.approved) == (1, 1, False, None)
