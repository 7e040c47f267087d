"""The activity page: what it counts sums, its filters change the answer, and its gaps are said."""

import math
import re

import pytest

from analytics.scenario import Scenario
from data import queries_channels
from data.snapshots import current
from studies.channels import activity as reads
from tests.pages.conftest import Opener, answered
from tests.pages.seen import table_with
from ui.channels import activity
from ui.reader import Reader
from ui.words import speaking

SCRIPT = "channels_activity.py"


def test_the_answer_states_volume_range_change_share_online_and_failures(opened) -> None:
    app = opened(SCRIPT, "en")
    found = re.search(
        r"([\d.]+) million operations in 12 months to October 2026 \(([+−][\d.]+)% year on year\), "
        r"(\d+)% by Internet or mobile\. ([\d.]+)% fail, most often: \w+",
        answered(app),
    )
    assert found, answered(app)
    month = re.search(
        r"([\d.]+) to ([\d.]+).million a month", app.container(key="metric operations").caption[0].value
    )
    assert month
    low, high = (float(text) for text in month.groups())
    assert 12 * low < float(found[1]) < 12 * high
    assert "most often" in app.container(key="metric failures").caption[0].value


@pytest.mark.parametrize("by", ["channel", "service", "tier", "segment", "region"])
def test_the_groups_sum_to_the_whole_however_they_are_told_apart(open_page: Opener, by: str) -> None:
    app = open_page(SCRIPT, "en", bank="cedre", by=by)
    cube = queries_channels.tier_activity(current(), "cedre")
    expected = cube.loc[cube["month"] > "2025-10-01", "count"].sum()
    table = app.dataframe[0].value
    assert table["Operations"].sum() == expected
    assert table["Share (%)"].sum() == pytest.approx(100.0)


def test_a_channel_narrows_the_answer_and_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="cedre")
    before = answered(app)
    app.selectbox(key="control activity_channel").set_value("mobile").run()
    assert answered(app) != before
    assert "Crédit Cèdre · Mobile" in answered(app)
    assert "by Internet or mobile" not in answered(app)
    assert app.query_params["on"] == "mobile"
    app.selectbox(key="control activity_service").set_value("bill_payment").run()
    assert not app.exception
    assert app.query_params["op"] == "bill_payment"
    cube = queries_channels.tier_activity(current(), "cedre")
    kept = cube[
        (cube["month"] > "2025-10-01") & (cube["channel"] == "mobile") & (cube["service"] == "bill_payment")
    ]
    assert app.dataframe[0].value["Operations"].sum() == kept["count"].sum()
    app.button(key="reset bank month activity_by activity_channel activity_service").click().run()
    assert "on" not in app.query_params


def test_an_early_month_has_no_year_before_and_says_which_hours_it_lacks(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="cedre", month="2022-10")
    assert "year on year" not in answered(app)
    assert "in 12 months to October 2022" in answered(app)
    said = [info.value for info in app.info]
    assert any("hours of the week are not known" in text for text in said)
    assert any("steps are not known" in text for text in said)
    assert app.dataframe[0].value["Change on the year before (%)"].isna().all()


def test_what_nobody_does_there_is_an_empty_page_not_a_trace(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="cedre", on="atm", op="loan_home")
    assert not app.exception
    assert "no operation in the twelve months" in answered(app)


def test_regions_are_said_not_to_know_services(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="cedre", by="region", op="balance")
    assert "Crédit Cèdre:" in answered(app)
    assert any("Regions are not known by service" in badge.value for badge in app.get("markdown"))


def test_shares_change_against_the_same_twelve_months_a_year_before(demo_home) -> None:
    year = reads.year(current(), "zellige", "2026-10", "channel", reads.ALL, reads.ALL)
    before = reads.year(current(), "zellige", "2025-10", "channel", reads.ALL, reads.ALL)
    assert year.before == before.count
    assert year.online_before == pytest.approx(before.online)
    assert year.failed_before == pytest.approx(before.failures / before.count)
    weights = year.by_month / year.count
    assert (year.shares.set_index("month")["online"] * weights).sum() == pytest.approx(year.online)
    assert (year.shares.set_index("month")["failed"] * weights).sum() == pytest.approx(
        year.failures / year.count
    )
    first = reads.year(current(), "zellige", "2022-10", "channel", reads.ALL, reads.ALL)
    assert math.isnan(first.online_before)
    assert math.isnan(first.failed_before)


def test_a_line_and_a_row_open_the_page_of_that_channel(demo_home) -> None:
    with speaking("en"):
        page = activity.content(Reader(current(), Scenario()).change(bank="zellige"))
    assert page.picture.opens["Mobile"].changes == {"activity_channel": "mobile", "activity_by": "service"}
    assert page.picture.figures[0].opens[0] == page.picture.opens["Mobile"]
    assert "Mobile: 52% of operations, 47% a year before" in page.picture.title


def test_the_steps_lose_what_fails(demo_home) -> None:
    snapshot = current()
    drop = reads.drop_off(snapshot, "zellige", "2026-10", reads.ALL, reads.ALL)
    year = reads.year(snapshot, "zellige", "2026-10", "channel", reads.ALL, reads.ALL)
    assert drop.months == 12
    assert drop.steps["lost"].sum() == year.failures
    assert drop.steps["reached"].is_monotonic_decreasing
    assert drop.steps["reached"].iloc[0] == drop.total == year.count
    assert drop.losses["count"].sum() == year.failures


def test_the_full_cost_is_purchases_and_minutes_supplied_for_one_times_the_cost_of_a_minute(opened) -> None:
    table = table_with(opened(SCRIPT, "en"), "Cost of a minute supplied (MAD)")
    supplied_for_one = 100.0 * table["Minutes each"] / table["Minutes used (%)"]
    bought_for_one = 1e6 * table["Purchases (MAD million)"] / table["Operations"]
    assert (
        bought_for_one + supplied_for_one * table["Cost of a minute supplied (MAD)"]
    ).to_list() == pytest.approx(table["Full (MAD)"].to_list())
    assert (bought_for_one > 0).all()
    assert (table["Minutes used (%)"] < 100.0).all()


def test_failures_are_drawn_by_size_with_the_largest_in_the_accent() -> None:
    view = activity.activity(Reader(current(), Scenario()))
    lost = activity.losses(view)
    assert lost["value"].is_monotonic_decreasing
    assert lost["value"].sum() == pytest.approx(1000 * view.drop.losses["count"].sum() / view.drop.total)
    page = activity.content(Reader(current(), Scenario()))
    drawn = page.chart("losses").drawing.to_dict()
    (rows,) = drawn["datasets"].values()
    assert [row["first"] for row in rows] == [True, *[False] * (len(rows) - 1)]
    assert lost["label"][lost.index[0]] in page.chart("losses").title


def test_the_week_is_shaded_with_its_highest_hours_written_and_all_in_its_table() -> None:
    page = activity.content(Reader(current(), Scenario()))
    chart = page.chart("week")
    drawn = chart.drawing.to_dict()
    (rows,) = drawn["datasets"].values()
    written = [row for row in rows if row["written"]]
    assert {row["day"] for row in written} == {row["day"] for row in rows}
    for row in written:
        assert row["value"] == max(each["value"] for each in rows if each["day"] == row["day"])
    table = chart.figures[0].frame
    assert table.iloc[:, 1:].notna().sum().sum() == len(rows)
    assert table.iloc[:, 1:].max().max() == pytest.approx(max(row["value"] for row in rows))
    # The key is in the unit of the title.
    key = drawn["layer"][0]["encoding"]["color"]["legend"]["title"]
    assert key == activity.week_title(activity.activity(Reader(current(), Scenario())))
