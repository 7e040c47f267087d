"""The channel pages on costs and migration: what they answer, and how each control moves the answer."""

import re

import pandas as pd
import pytest

from data.build import build_workspace
from tests.pages.conftest import Opener, answered

COSTS, MIGRATION = "channels_costs.py", "channels_migration.py"
BANK = {"bank": ["mienne"], "name": ["Banque Mienne"], "country": ["MAR"], "size": ["small"]}


def table(app, telling: str) -> pd.DataFrame:
    """The table that has the column ``telling``."""
    (found,) = [frame.value for frame in app.dataframe if telling in frame.value.columns]
    return found


def amounts(text: str) -> list[float]:
    return [float(part.replace("−", "-")) for part in re.findall(r"−?\d+\.\d+", text)]


def test_three_costs_stand_in_their_order_and_add_up(opened) -> None:
    app = opened(COSTS, "en")
    rows = table(app, "Unused (MAD million)").set_index("Channel")
    assert (rows["Full (MAD)"] > rows["Used (MAD)"]).all()
    assert (rows["Used (MAD)"] > rows["Avoidable (MAD)"]).all()
    branch = rows.loc["Branch"]
    full, low, high, _cheapest, used, avoidable = amounts(answered(app))[:6]
    assert full == pytest.approx(branch["Full (MAD)"])
    assert low < full < high
    assert (used, avoidable) == (branch["Used (MAD)"], branch["Avoidable (MAD)"])
    # Full less used is the unused capacity, spread over the transactions.
    spread = branch["Unused (MAD million)"] / branch["Handled (million)"]
    assert full - used == pytest.approx(spread, abs=0.02)


def test_every_published_figure_has_currency_year_status_and_source(opened) -> None:
    rows = table(opened(COSTS, "en"), "Ratio to its branch")
    assert len(rows) == 45
    assert rows[["Study", "Edition", "Currency", "Status", "Source", "What it covers"]].notna().all().all()
    assert not ((rows["Country"] == "MAR") & (rows["Currency"] != "ratio")).any(), "no Moroccan unit cost"
    tower = rows[(rows["Study"] == "TowerGroup and others") & (rows["Channel"] == "Phone, voice server")]
    assert tower["Ratio to its branch"].iloc[0] == pytest.approx(0.312, abs=0.001)
    restated = rows[rows["Currency"] == "USD"]
    assert (restated["At 2026 prices"] >= restated["As published"].round(2)).all()
    assert rows.loc[rows["Currency"] == "ratio", "At 2026 prices"].isna().all()


def test_the_course_s_ratios_are_placed_in_the_published_range(opened) -> None:
    rows = table(opened(COSTS, "en"), "The course’s ratio is").set_index("Channel")
    assert rows["Course text"].dropna().to_dict() == {
        "Phone, adviser": 0.333,
        "Phone, voice server": 0.333,
        "Phone, not said which": 0.333,
        "Cash machine": 0.5,
        "Internet": 0.143,
    }
    assert rows.loc["Internet", "The course’s ratio is"] == "Inside"
    assert rows.loc["Cash machine", "The course’s ratio is"] == "Above all"


def test_seven_minutes_and_three_are_customer_s_time(opened) -> None:
    app = opened(COSTS, "en")
    (said,) = [mark.value for mark in app.markdown if "customer’s time" in mark.value]
    assert "33%" in said
    rows = table(app, "Hours saved, same use").set_index("Moved")
    now = rows["Hours at the counter now"].iloc[0]
    assert rows.loc["100%", "Hours saved, same use"] == pytest.approx(now * 4 / 7, abs=1)


def test_each_control_of_the_costs_page_changes_what_it_shows_and_the_address(open_page: Opener) -> None:
    app = open_page(COSTS, "en")
    for key, value, query, moves in (
        ("bank", "zellige", ("bank", "zellige"), True),
        ("practical_share", 0.8, ("cpractical", "0.8"), True),
        ("given_back", 0.5, ("cback", "0.5"), True),
        ("cost_detail", "segment_avoidable", ("cdetail", "segment_avoidable"), False),
        ("published_inflation", 0.05, ("cinflation", "0.05"), False),
        ("published_kinds", ["average"], ("ckinds", "average"), False),
    ):
        before, tables = answered(app), [frame.value for frame in app.dataframe]
        app.get_by_key(f"control {key}").set_value(value).run()
        assert not app.exception
        assert app.query_params[query[0]] == query[1]
        assert (answered(app) != before) == moves
        after = [frame.value for frame in app.dataframe]
        assert not all(first.equals(second) for first, second in zip(tables, after, strict=True)), key


def test_published_costs_are_filtered_by_what_they_cover(open_page: Opener) -> None:
    app = open_page(COSTS, "en", ckinds="variable")
    rows = table(app, "Ratio to its branch")
    assert set(rows["What it covers"]) == {"Variable cost"}
    assert set(table(app, "The course’s ratio is").dropna(subset="Median")["Channel"]) == {
        "Mobile",
        "Phone, adviser",
    }


def test_half_the_capacity_makes_the_branch_work_beyond_it_and_the_page_says_so(open_page: Opener) -> None:
    app = open_page(COSTS, "en", cpractical="0.5")
    assert "Beyond its practical capacity" in app.container(key="answer").markdown[1].value


def test_the_answer_of_the_migration_is_its_tables_figures(opened) -> None:
    app = opened(MIGRATION, "en")
    rows = table(app, "Figure").set_index("Figure")["Value"]
    said = answered(app)
    assert f"grows by {rows['Break-even augmentation']:.0f}%" in said
    share, ratio = rows["Variable share at the branch"] / 100, rows["Cost online over branch"] / 100
    freed = share + 0.3 * (1 - share)
    assert rows["Break-even augmentation"] / 100 == pytest.approx(freed / ratio - 1)
    unit, moved = rows["Cost of a branch transaction, same services"], rows["Transactions that move"]
    assert rows["Claimed saving"] == pytest.approx(moved * unit * (1 - ratio) / 1e6)
    assert rows["Real saving with the release assumed"] == pytest.approx(
        moved * unit * (freed - 1.5 * ratio) / 1e6
    )
    last = table(app, "P50 to date (MAD million)").iloc[-1]
    low, middle, high = (last[f"{name} to date (MAD million)"] for name in ("P10", "P50", "P90"))
    assert low < middle < high
    assert amounts(said)[2:5] == pytest.approx([middle, low, high], abs=0.051)


def test_the_dial_shows_the_published_break_evens(opened) -> None:
    rows = table(opened(MIGRATION, "en"), "Ratio (%)").set_index("Cost online over branch")
    course = rows.loc["Course text, 1/7"]
    assert course[["All of it variable (%)", "Half (%)", "0.3 (%)"]].tolist() == [600, 250, 110]


def test_the_steps_lead_from_the_claim_to_the_value(opened) -> None:
    rows = table(opened(MIGRATION, "en"), "Change (MAD million)")
    claim, value = rows["Value so far (MAD million)"].iloc[[0, -1]]
    assert claim + rows["Change (MAD million)"].sum() == pytest.approx(value, abs=0.05)
    assert claim > value


def test_the_selection_warning_and_the_release_are_always_there(opened) -> None:
    app = opened(MIGRATION, "en")
    assert any("Hitt and Frei" in warning.value for warning in app.warning)
    assert any("would have to be released" in caption.value for caption in app.caption)
    assert any("courses of adoption" in caption.value for caption in app.caption)


def test_adoption_comes_from_the_forecast_page(opened, open_page: Opener) -> None:
    here = table(opened(MIGRATION, "en"), "P50 to date (MAD million)")["Share of customers active (%)"]
    there = table(
        open_page("adoption_forecast.py", "en", adopt="customers", bank="amandier"), "Coverage intended (%)"
    )["Forecast (%)"]
    assert here.iloc[1:].tolist() == pytest.approx(there.tolist(), abs=0.051)


def test_each_assumption_changes_the_answer_and_the_address(open_page: Opener) -> None:
    app = open_page(MIGRATION, "en")
    for key, value, query in (
        ("bank", "zellige", ("bank", "zellige")),
        ("adoption_years", 8.0, ("ahead", "8")),
        ("augmentation", 2.0, ("mgrowth", "2")),
        ("released_share", 0.5, ("mfreed", "0.5")),
        ("saving_lag", 6.0, ("mlag", "6")),
        ("discount_rate", 0.15, ("mrate", "0.15")),
        ("stated_cost_ratio", "14,3", ("mratio", "14.3")),
        ("stated_variable_share", "30", ("mvariable", "30")),
        ("migrated_share", 0.8, ("mmoved", "0.8")),
        ("investment_per_adopter", 100.0, ("minvest", "100")),
        ("branch_halo", 0.1, ("mbranch", "0.1")),
        ("phone_halo", 0.2, ("mphone", "0.2")),
        ("retention_gain", 0.02, ("mkept", "0.02")),
    ):
        before = answered(app)
        app.get_by_key(f"control {key}").set_value(value).run()
        assert not app.exception
        assert answered(app) != before, key
        assert app.query_params[query[0]] == query[1]


@pytest.mark.parametrize(("name", "text"), [("mwait", "4"), ("mvolatility", "0.6")])
def test_waiting_is_worth_more_when_it_may_last_and_when_more_is_unsure(
    opened, open_page: Opener, name: str, text: str
) -> None:
    worth = [
        table(app, "Decision")["Worth (MAD million)"].iloc[-1]
        for app in (opened(MIGRATION, "en"), open_page(MIGRATION, "en", **{name: text}))
    ]
    assert worth[1] > worth[0]


def test_where_nothing_is_released_moving_loses_even_without_growth(open_page: Opener) -> None:
    app = open_page(MIGRATION, "en", mfreed="0", mgrowth="0")
    assert "loses money even if use does not grow" in answered(app)
    # On the courses on which nobody new comes nothing moves, and nothing is lost.
    lost = re.search(r"below zero with probability (\d+)%", answered(app))
    assert lost is not None
    assert int(lost[1]) >= 95


def test_a_bank_without_channel_tables_is_told_what_to_load(open_page: Opener) -> None:
    build_workspace("sans-canaux", {"bank": pd.DataFrame(BANK)})
    for script in (COSTS, MIGRATION):
        app = open_page(script, "en", w="sans-canaux", bank="mienne")
        assert not app.exception
        assert "import page" in answered(app)
        assert any(info.value.startswith("What would fill it: ") for info in app.info)


def test_a_ratio_outside_its_range_opens_the_page_and_is_named(open_page: Opener) -> None:
    app = open_page(MIGRATION, "en", mratio="900")
    assert not app.exception
    assert "mratio = 900" in app.warning[0].value


def test_the_same_link_gives_the_same_answer(open_page: Opener) -> None:
    query = {"bank": "detroit", "mgrowth": "1", "seed": "7"}
    assert answered(open_page(MIGRATION, "fr", **query)) == answered(open_page(MIGRATION, "fr", **query))
