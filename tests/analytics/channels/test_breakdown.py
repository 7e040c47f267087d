"""Costs laid out by channel, service, segment and month add up, and compare like with like."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.channels.breakdown import channel_costs, like_for_like

JANUARY, FEBRUARY = pd.Timestamp("2026-01-01"), pd.Timestamp("2026-02-01")


def resources(*rows) -> pd.DataFrame:
    columns = ["month", "channel", "cost", "minutes_supplied", "minutes_per_transaction", "variable_cost"]
    return pd.DataFrame(rows, columns=columns)


def activity(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["month", "channel", "service", "segment", "transactions"])


def times(*rows) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["channel", "service", "minutes", "variable_cost"])


# Kaplan and Anderson (2004): 560,000 a quarter, 700,000 minutes, three activities.
DEPARTMENT = resources((JANUARY, "adviser", 560_000.0, 700_000.0, 8.0, 0.0))
CALLS = activity(
    (JANUARY, "adviser", "orders", "mass", 49_000),
    (JANUARY, "adviser", "inquiries", "mass", 1_400),
    (JANUARY, "adviser", "credit", "business", 2_500),
)
MINUTES = times(
    ("adviser", "orders", 8.0, 0.0), ("adviser", "inquiries", 44.0, 0.0), ("adviser", "credit", 50.0, 0.0)
)


def test_the_published_case_by_service_and_in_all() -> None:
    found = channel_costs(DEPARTMENT, CALLS, MINUTES)
    row = found.by_channel.iloc[0]
    assert row["rate"] == pytest.approx(0.80)
    assert row["used_minutes_cost"] == pytest.approx(462_880)
    assert row["unused"] == pytest.approx(97_120)
    used = found.by_service.set_index("service")["used"]
    assert used.to_dict() == pytest.approx({"orders": 6.40, "inquiries": 35.20, "credit": 40.00})
    assert row["full"] * row["transactions"] == pytest.approx(560_000)
    assert row["avoidable"] == 0


def test_what_is_given_back_is_avoidable_beside_the_purchases() -> None:
    paid = MINUTES.assign(variable_cost=0.5)
    half = channel_costs(DEPARTMENT, CALLS, paid, given_back=0.5).by_service.set_index("service")
    assert half.loc["orders", "avoidable"] == pytest.approx(0.5 + 3.20)
    assert half.loc["orders", "used"] == pytest.approx(6.90)


@settings(max_examples=30, deadline=None)
@given(
    counts=st.lists(st.integers(0, 5_000), min_size=8, max_size=8),
    share=st.floats(0.4, 1.0),
    back=st.floats(0.0, 1.0),
)
def test_every_cut_spends_the_same_money(counts: list[int], share: float, back: float) -> None:
    supply = resources(
        (JANUARY, "branch", 9_000.0, 4_000.0, 5.0, 1.0),
        (FEBRUARY, "branch", 9_500.0, 4_100.0, 5.0, 1.0),
        (JANUARY, "mobile", 700.0, 9_000.0, 1.0, 0.1),
        (FEBRUARY, "mobile", 800.0, 9_000.0, 1.0, 0.1),
    )
    keys = [
        (month, channel, service, "mass")
        for month in (JANUARY, FEBRUARY)
        for channel in ("branch", "mobile")
        for service in ("balance", "transfer")
    ]
    handled = activity(*((*key, count) for key, count in zip(keys, counts, strict=True)))
    found = channel_costs(
        supply, handled, times(("branch", "balance", 2.0, 0.5)), practical_share=share, given_back=back
    )
    rows = found.by_channel[found.by_channel["transactions"] > 0]
    assert (rows["full"] * rows["transactions"]).to_numpy() == pytest.approx(
        (rows["cost"] + rows["purchases"]).to_numpy()
    )
    assert (rows["used_minutes_cost"] + rows["unused"]).to_numpy() == pytest.approx(rows["cost"].to_numpy())
    for name in ("full", "used", "avoidable"):
        whole = (rows[name] * rows["transactions"]).sum()
        for cut in (found.by_service, found.by_segment):
            assert (cut[name] * cut["transactions"]).sum() == pytest.approx(whole)
    assert (rows["avoidable"] <= rows["used"] + 1e-9).all()
    assert found.by_month["transactions"].sum() == sum(counts)


def test_minutes_that_are_not_stated_are_the_channel_s_average_and_said() -> None:
    found = channel_costs(DEPARTMENT, CALLS, MINUTES.head(1))
    assert found.averaged == ("adviser",)
    assert set(found.by_service["minutes"]) == {8.0}
    assert channel_costs(DEPARTMENT, CALLS, MINUTES).averaged == ()


def test_an_idle_channel_has_no_unit_cost_and_all_of_it_is_unused() -> None:
    idle = pd.concat([DEPARTMENT, DEPARTMENT.assign(channel="atm")])
    row = channel_costs(idle, CALLS, MINUTES).by_channel.set_index("channel").loc["atm"]
    assert row["unused"] == 560_000
    assert np.isnan(row["full"])


def test_activity_without_resources_is_counted_apart() -> None:
    more = pd.concat([CALLS, activity((JANUARY, "mobile", "orders", "mass", 77))])
    found = channel_costs(DEPARTMENT, more, MINUTES)
    assert found.uncosted == 77
    assert set(found.by_service["channel"]) == {"adviser"}


def test_only_months_that_both_tables_have_are_costed() -> None:
    later = pd.concat([DEPARTMENT, DEPARTMENT.assign(month=FEBRUARY)])
    assert channel_costs(later, CALLS, MINUTES).months == (JANUARY,)
    with pytest.raises(ValueError, match="share a month"):
        channel_costs(DEPARTMENT.assign(month=FEBRUARY), CALLS, MINUTES)


@pytest.mark.parametrize(
    ("broken", "told"),
    [
        (lambda: channel_costs(DEPARTMENT.drop(columns="cost"), CALLS, MINUTES), "absent: cost"),
        (lambda: channel_costs(pd.concat([DEPARTMENT] * 2), CALLS, MINUTES), "one row per month"),
        (lambda: channel_costs(DEPARTMENT, CALLS, MINUTES, practical_share=0), "practical_share"),
        (lambda: channel_costs(DEPARTMENT, CALLS, MINUTES, given_back=1.5), "given_back"),
        (lambda: channel_costs(DEPARTMENT, CALLS.assign(transactions=-1), MINUTES), "transactions"),
    ],
)
def test_bad_input_is_refused_by_name(broken, told: str) -> None:
    with pytest.raises(ValueError, match=told):
        broken()


def both_channels() -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    supply = resources(
        (JANUARY, "branch", 1_000.0, 1_000.0, 5.0, 0.0),
        (JANUARY, "mobile", 100.0, 1_000.0, 1.0, 0.0),
    )
    handled = activity(
        (JANUARY, "branch", "balance", "mass", 60),
        (JANUARY, "branch", "balance", "young", 40),
        (JANUARY, "branch", "cash", "mass", 100),
        (JANUARY, "mobile", "balance", "mass", 200),
    )
    spent = times(
        ("branch", "balance", 2.0, 0.2), ("branch", "cash", 8.0, 0.2), ("mobile", "balance", 1.0, 0.05)
    )
    return supply, handled, spent


def test_services_are_compared_with_themselves_and_the_rest_stays() -> None:
    supply, handled, spent = both_channels()
    found = like_for_like(channel_costs(supply, handled, spent), handled)
    assert found.services == ("balance",)
    assert found.volume.to_dict() == {"mass": 60, "young": 40}
    # All 1,000 minutes are worked, so a minute costs 1 at the branch; 100 are left for 200 looks online.
    assert found.branch_cost == pytest.approx(2.2)
    assert found.online_cost == pytest.approx(0.55)
    assert found.cost_ratio == pytest.approx(0.25)
    assert found.variable_share == pytest.approx(0.2 / 2.2)
    assert np.isnan(found.phone_cost)


def test_nothing_in_common_is_refused() -> None:
    supply, handled, spent = both_channels()
    apart = handled[~((handled["channel"] == "branch") & (handled["service"] == "balance"))]
    with pytest.raises(ValueError, match="done at branch"):
        like_for_like(channel_costs(supply, apart, spent), apart)
