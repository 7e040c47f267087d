"""The envelope of published costs: ratios within one table, kinds kept apart, nothing compared by force."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.channels.published import cost_envelope, restate_cost

ROWS = [
    ("Dallas Fed", "1999", "average", "branch", 1.14, "verified"),
    ("Dallas Fed", "1999", "average", "internet", 0.01, "verified"),
    ("TowerGroup", "2009", "average", "branch", 4.00, "verified"),
    ("TowerGroup", "2009", "average", "adviser", 3.75, "verified"),
    ("TowerGroup", "2009", "average", "ivr", 1.25, "verified"),
    ("TowerGroup", "2009", "average", "atm", 0.85, "verified"),
    ("TowerGroup", "2009", "average", "internet", 0.17, "verified"),
    ("Bain", "2016", "variable", "branch", 2.00, "verified"),
    ("Bain", "2016", "variable", "adviser", 4.50, "verified"),
    ("JPMorgan", "2014", "per_deposit", "branch", 0.65, "secondary"),
    ("JPMorgan", "2014", "per_deposit", "atm", 0.08, "secondary"),
    ("Que Choisir", "2010", "ratio", "branch", 1.0, "verified"),
    ("Que Choisir", "2010", "ratio", "atm", 1 / 3, "verified"),
    ("Que Choisir", "2010", "ratio", "internet", 1 / 6, "verified"),
    ("Pacific Marine", "2009", "average", "internet", 0.13, "verified"),
    ("FMSI", "2017", "labour", "branch", 1.19, "verified"),
]
PUBLISHED = pd.DataFrame(
    ROWS, columns=["study", "edition", "cost_kind", "channel", "unit_cost", "status"]
).assign(source=[f"source {row}" for row in range(len(ROWS))])
COURSE = {"atm": 1 / 2, "ivr": 1 / 3, "internet": 1 / 7}


def test_the_course_s_ratios_stand_where_the_tables_put_them() -> None:
    table = cost_envelope(PUBLISHED, COURSE).by_channel.set_index("channel")
    assert table.loc["internet", ["low", "high"]].tolist() == pytest.approx([0.01 / 1.14, 1 / 6])
    assert table.loc["internet", "median"] == pytest.approx(0.17 / 4)
    assert table["position"].dropna().to_dict() == {"atm": "above", "internet": "inside", "ivr": "above"}
    assert pd.isna(table.loc["adviser", "position"])
    assert table.loc["atm", "tables"] == 3


def test_a_third_of_the_branch_fits_a_voice_server_and_no_adviser() -> None:
    table = cost_envelope(PUBLISHED, {"adviser": 1 / 3}).by_channel.set_index("channel")
    assert table.loc["adviser", "position"] == "below"
    assert table.loc["ivr", "high"] == pytest.approx(0.3125)


def test_kinds_are_never_mixed_when_one_is_asked_for() -> None:
    only = cost_envelope(PUBLISHED, kinds=["variable"])
    assert only.by_channel["channel"].tolist() == ["adviser"]
    assert only.by_channel["high"].tolist() == pytest.approx([2.25])
    assert set(only.points["cost_kind"]) == {"variable"}


def test_every_point_keeps_its_source() -> None:
    points = cost_envelope(PUBLISHED).points
    assert points.set_index("ratio").loc[0.3125, "source"] == "source 4"


def test_a_table_that_cannot_be_compared_is_named_with_its_reason() -> None:
    left_out = cost_envelope(PUBLISHED).left_out.set_index("study")["why"].to_dict()
    assert left_out == {"Pacific Marine": "no_branch_cost", "FMSI": "branch_cost_only"}


def test_unread_figures_and_the_compared_study_can_be_left_out() -> None:
    strict = cost_envelope(PUBLISHED, statuses=["verified"], without=["Que Choisir"])
    assert set(strict.points["study"]) == {"Dallas Fed", "TowerGroup", "Bain", "FMSI"}


def test_a_channel_that_no_table_has_stands_alone() -> None:
    table = cost_envelope(PUBLISHED, {"agent": 0.4}).by_channel.set_index("channel")
    assert table.loc["agent", "position"] == "alone"
    assert table.loc["agent", "tables"] == 0
    assert pd.isna(table.loc["agent", "low"])


def test_no_table_left_is_an_empty_envelope() -> None:
    empty = cost_envelope(PUBLISHED.iloc[:0], {"atm": 0.5})
    assert empty.by_channel["position"].tolist() == ["alone"]
    assert empty.points.empty


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: cost_envelope(PUBLISHED.drop(columns="status")), "absent: status"),
        (
            lambda: cost_envelope(PUBLISHED.assign(unit_cost=0)),
            "published.unit_cost must be finite and above 0",
        ),
        (lambda: cost_envelope(pd.concat([PUBLISHED, PUBLISHED])), "each channel once per table"),
        (lambda: cost_envelope(PUBLISHED, kinds=["guess"]), "kinds must be among average, labour"),
        (lambda: cost_envelope(PUBLISHED, statuses=["rumour"]), "statuses must be among secondary"),
        (lambda: cost_envelope(PUBLISHED, {"atm": -1}), r"compared\[atm\]"),
        (lambda: restate_cost(1, exchange_rate=0), "exchange_rate must be finite and above 0"),
    ],
)
def test_bad_tables_are_refused_by_name(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_a_cost_is_restated_in_its_own_prices_before_it_changes_currency() -> None:
    assert restate_cost(4.0, exchange_rate=10.0, price_index_then=80, price_index_now=100) == pytest.approx(
        50
    )
