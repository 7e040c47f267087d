"""A migration under uncertainty: the closed form it must reduce to, its laws and its reproducibility."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from analytics.channels.migration import break_even_augmentation, net_present_value, saving
from analytics.channels.simulation import (
    MigrationAssumptions,
    MigrationCase,
    Uncertain,
    from_claim_to_value,
    simulate,
    tornado,
)

MONTHS = 60
PATH = 0.6 / (1 + np.exp(-(np.arange(MONTHS) - 20) / 6))
SURE = Uncertain.certain


def certain(**changes: float) -> MigrationAssumptions:
    settings_ = {
        "variable_share": 0.4,
        "cost_ratio": 1 / 7,
        "migrated_share": 0.8,
        "lag_months": 0,
        **changes,
    }
    return MigrationAssumptions(**{name: SURE(value) for name, value in settings_.items()})


def case(assumptions: MigrationAssumptions, **changes: object) -> MigrationCase:
    known = {"volume": [300_000.0, 100_000.0], "adoption": PATH, "branch_cost": 20.0, "investment": 10e6}
    return MigrationCase(**{**known, "assumptions": assumptions, **changes})  # type: ignore[arg-type]


UNCERTAIN = MigrationAssumptions(
    Uncertain(0.2, 0.35, 0.6),
    Uncertain(0.08, 1 / 7, 0.3),
    Uncertain(0.5, 0.7, 0.9),
    augmentation=Uncertain([0.0, 0.5], [0.3, 1.0], [1.0, 3.0]),
    branch_halo=Uncertain(0, 0.02, 0.1),
    phone_halo=Uncertain(0, 0.02, 0.1),
    released_share=Uncertain(0, 0.3, 0.8),
    progress_ratio=Uncertain(0.85, 0.92, 1.0),
    investment_factor=Uncertain(0.9, 1.1, 2.0),
)


def test_without_doubt_the_draws_are_the_closed_form() -> None:
    result = simulate(case(certain(augmentation=0.5)), draws=50)
    moved = 400_000 * PATH * 0.8
    monthly = [saving(float(q), 20.0, 0.4, 1 / 7, augmentation=0.5).real for q in moved]
    monthly[0] -= 10e6
    expected = net_present_value(1.1 ** (1 / 12) - 1, monthly)
    assert result.net_present_value == pytest.approx(np.full(50, expected))
    assert result.p10 == pytest.approx(result.p90)
    assert result.probability_of_loss in (0.0, 1.0)


@settings(max_examples=25, deadline=None)
@given(share=st.floats(0.1, 1), ratio=st.floats(0.05, 1))
def test_at_break_even_augmentation_a_free_migration_is_worth_nothing(share: float, ratio: float) -> None:
    growth = break_even_augmentation(share, ratio)
    sure = certain(variable_share=share, cost_ratio=ratio, augmentation=growth)
    assert simulate(case(sure, investment=0.0), draws=1).mean == pytest.approx(0, abs=1e-3)


def test_savings_that_come_late_are_worth_less_and_costs_do_not_wait() -> None:
    at_once = simulate(case(certain()), draws=1).mean
    late = simulate(case(certain(lag_months=18)), draws=1).mean
    saved = 400_000 * PATH * 0.8 * 20 * 0.4
    discount = 1.1 ** (-np.arange(MONTHS) / 12)
    shifted = np.concatenate([np.zeros(18), saved[:-18]])
    assert at_once - late == pytest.approx(float((saved - shifted) @ discount))
    never = simulate(case(certain(lag_months=600)), draws=1).mean
    assert never < -10e6


@pytest.mark.parametrize(
    ("name", "value", "better"),
    [
        ("augmentation", 1.0, False),
        ("branch_halo", 0.1, False),
        ("phone_halo", 0.1, False),
        ("released_share", 0.5, True),
        ("progress_ratio", 0.8, True),
        ("retention_gain", 0.02, True),
        ("investment_factor", 1.5, False),
    ],
)
def test_each_assumption_moves_the_value_the_way_a_banker_expects(
    name: str, value: float, better: bool
) -> None:
    extra = {"phone_cost": 15.0, "customers": [5e4, 2e4], "monthly_margin": 50.0}
    base = simulate(case(certain(), **extra), draws=1).mean
    changed = simulate(case(certain(**{name: value}), **extra), draws=1).mean
    assert (changed > base) is better


def test_a_released_share_counts_only_in_whole_branches() -> None:
    sure = certain(released_share=0.5)
    fine = simulate(case(sure), draws=1).mean
    coarse = simulate(case(sure, release_step=200_000.0), draws=1).mean
    none = simulate(case(sure, release_step=1e9), draws=1).mean
    assert none == pytest.approx(simulate(case(certain()), draws=1).mean)
    assert none < coarse < fine


def test_learning_follows_the_curve_on_the_volume_to_date() -> None:
    flat = np.full(8, 0.5)
    sure = certain(progress_ratio=0.8, variable_share=1e-9)
    result = simulate(case(sure, adoption=flat, investment=0.0, discount_rate=0.0), draws=1)
    unit = 20 / 7 * np.arange(1, 9) ** np.log2(0.8)
    assert result.mean == pytest.approx(-(unit * 400_000 * 0.5 * 0.8).sum(), rel=1e-6)


def test_learning_starts_with_the_first_online_transaction() -> None:
    late = np.concatenate([np.zeros(3), np.full(8, 0.5)])
    sure = certain(progress_ratio=0.8)
    early = case(sure, adoption=late[3:], investment=0.0, discount_rate=0.0)
    assert simulate(case(sure, adoption=late, investment=0.0, discount_rate=0.0), draws=1).mean == (
        pytest.approx(simulate(early, draws=1).mean)
    )


def test_the_same_seed_gives_the_same_bytes_and_another_another() -> None:
    first = simulate(case(UNCERTAIN), draws=20_000, seed=7)
    again = simulate(case(UNCERTAIN), draws=20_000, seed=7)
    other = simulate(case(UNCERTAIN), draws=20_000, seed=8)
    assert first.net_present_value.tobytes() == again.net_present_value.tobytes()
    assert first.net_present_value.tobytes() != other.net_present_value.tobytes()
    # Two seeds agree within what chance allows.
    spread = first.p90 - first.p10
    assert first.p50 == pytest.approx(other.p50, abs=0.05 * spread)


def test_quantiles_and_the_chance_of_loss_describe_the_draws() -> None:
    result = simulate(case(UNCERTAIN), draws=5_000, seed=1)
    worth = result.net_present_value
    assert result.p10 <= result.p50 <= result.p90
    assert result.probability_of_loss == pytest.approx(float((worth < 0).mean()))
    assert float((worth <= result.p10).mean()) == pytest.approx(0.1, abs=0.001)
    assert result.cumulative["p50"].iloc[-1] == result.p50
    assert len(result.cumulative) == MONTHS


def test_segments_are_summed_as_if_each_were_a_migration_of_its_own() -> None:
    paths = np.stack([PATH, PATH / 2], axis=1)
    both = simulate(case(certain(), adoption=paths, investment=0.0), draws=1).mean
    parts = sum(
        simulate(case(certain(), volume=[volume], adoption=paths[:, i], investment=0.0), draws=1).mean
        for i, volume in enumerate([300_000.0, 100_000.0])
    )
    assert both == pytest.approx(parts)


def test_segment_by_segment_augmentation_weighs_each_segment_s_volume() -> None:
    sure = replace(certain(), augmentation=SURE([0.2, 1.0]))
    mean = replace(certain(), augmentation=SURE((0.2 * 300 + 1.0 * 100) / 400))
    assert simulate(case(sure), draws=1).mean == pytest.approx(simulate(case(mean), draws=1).mean)


@settings(max_examples=60, deadline=None)
@given(ends=st.tuples(*[st.floats(-100, 100)] * 3), probability=st.floats(0, 1))
def test_a_triangular_quantile_is_the_inverse_of_its_distribution(
    ends: tuple[float, ...], probability: float
) -> None:
    low, likely, high = sorted(ends)
    value = float(Uncertain(low, likely, high).quantile(probability)[0])
    assert low - 1e-9 <= value <= high + 1e-9
    assume(high - low > 1e-3)
    inverse = stats.triang.ppf(probability, (likely - low) / (high - low), low, high - low)
    assert value == pytest.approx(inverse, abs=1e-6)


def test_the_tornado_ranks_the_swings_around_the_likeliest_value() -> None:
    table = tornado(case(UNCERTAIN))
    assert table["swing"].is_monotonic_decreasing
    assert set(table["assumption"]) == {
        *("variable_share", "cost_ratio", "migrated_share", "augmentation", "branch_halo"),
        *("released_share", "progress_ratio", "investment_factor", "lag_months", "phone_halo"),
    }
    likely = from_claim_to_value(case(UNCERTAIN))["value"].iloc[-1]
    assert (table["likely"] == likely).all()
    between = table[["value_at_low", "value_at_high"]]
    assert (between.min(axis=1) <= likely + 1e-6).all()
    assert (between.max(axis=1) >= likely - 1e-6).all()
    assert (tornado(case(UNCERTAIN), tail=0)["swing"].max()) > table["swing"].max()


def test_a_certain_case_has_nothing_to_rank() -> None:
    assert tornado(case(certain())).empty


def test_the_claim_and_its_corrections_end_at_the_likeliest_value() -> None:
    steps = from_claim_to_value(case(certain(augmentation=0.5, branch_halo=0.02, lag_months=18)))
    assert steps["change"].sum() == pytest.approx(steps["value"].iloc[-1])
    assert steps["value"].iloc[-1] == pytest.approx(
        simulate(case(certain(augmentation=0.5, branch_halo=0.02, lag_months=18)), draws=1).mean
    )
    naive = [saving(float(q), 20.0, 0.4, 1 / 7).naive for q in 400_000 * PATH * 0.8]
    assert steps["value"].iloc[0] == pytest.approx(net_present_value(1.1 ** (1 / 12) - 1, naive))
    assert (
        steps.set_index("step").loc[["fixed_cost_kept", "augmentation", "halo", "lag"], "change"] < 0
    ).all()


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: Uncertain(2, 1, 3), "low, likely and high must be in this order"),
        (lambda: Uncertain([1, 2], [1, 2, 3], 4), "one figure per segment"),
        (lambda: certain(variable_share=1.2), r"variable_share.low must be in \(0, 1\], got 1.2"),
        (lambda: certain(lag_months=-1), r"lag_months.low must be in \[0, 600\]"),
        (lambda: replace(certain(), cost_ratio=SURE([0.1, 0.2])), "same for all segments"),
        (lambda: case(replace(certain(), augmentation=SURE([0, 0, 0]))), "must have 1 or 2 figures, got 3"),
        (lambda: case(certain(), adoption=[0.1, 1.3]), r"adoption must be in \[0, 1\], got 1.3"),
        (lambda: case(certain(), adoption=[]), "at least one month"),
        (lambda: case(certain(), adoption=np.zeros((3, 5))), r"adoption must fit the shape \(3, 2\)"),
        (lambda: case(certain(), investment=[1.0, 2.0]), "one sum or one per month"),
        (lambda: case(certain(), customers=[1.0, 2.0, 3.0]), "customers must fit"),
        (lambda: simulate(case(certain()), draws=0), "draws must be finite and at least 1"),
        (lambda: simulate(case(certain()), draws=300_000), "draws must be at most 200,000"),
        (lambda: simulate(case(certain()), seed=-1), "seed"),
        (lambda: tornado(case(certain()), tail=0.5), r"tail must be in \[0, 0.5\)"),
    ],
)
def test_bad_cases_are_refused_by_name(make, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        make()
