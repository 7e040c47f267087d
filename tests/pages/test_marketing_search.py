"""The search page: what it answers, what each control changes, and what it says without data."""

import re

import pandas as pd
import pytest

from analytics.marketing.search import FIRST_PLACE, visibility
from analytics.scenario import Scenario
from data import queries
from data.build import build_workspace
from data.snapshots import current
from studies.marketing import search as reads
from tests.pages.conftest import Opener
from tests.pages.seen import answered
from tests.pages.values import said, table_with
from ui.marketing import search
from ui.reader import Reader

SCRIPT = "marketing_search.py"
BANK = {"bank": ["mienne"], "name": ["Banque Mienne"], "country": ["MAR"], "size": ["small"]}


def ranks(**other: object) -> pd.DataFrame:
    columns = {
        "bank": "mienne",
        "engine": "google",
        "keyword": ["virement", "carte", "compte"],
        "month": "2026-09-01",
        "rank": [11, 9, None],
        "volume": [1000.0, 1000.0, 1000.0],
    }
    return pd.DataFrame(columns | other)


def test_the_answer_is_the_visibility_of_the_positions(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="noria")
    rows = queries.search_ranks(current(), "noria")
    own = visibility(rows[rows["month"] == rows["month"].max()])
    stated = int(re.search(r"catches (\d+)%", answered(app)).group(1))
    assert stated == round(100 * own.visibility)
    low, high = map(float, re.search(r"\(([\d.]+) to ([\d.]+)%\)", answered(app)).groups())
    assert low < 100 * own.visibility < high
    assert table_with(app, "Rank after the move")["Clicks a month"].sum() == pytest.approx(own.clicks)


def test_clicks_lie_between_the_curves_that_bring_fewest_and_most(demo_home) -> None:
    """Those of visibility are not: a first place that takes less of all clicks leaves more to be shared."""
    snapshot = current()
    rows = queries.search_ranks(snapshot)
    for bank, own in rows[rows["month"] == rows["month"].max()].groupby("bank"):
        clicks = [
            visibility(own, second_page=second, first=first).clicks
            for second in (0.0, 0.01)
            for first in FIRST_PLACE
        ]
        page = search.content(Reader(snapshot, Scenario()).change(bank=str(bank)))
        (metric,) = (each for each in page.metrics if each.code == "clicks")
        assert metric.low == pytest.approx(min(clicks))
        assert metric.high == pytest.approx(max(clicks))
        assert metric.low < metric.value < metric.high


def test_a_bank_is_compared_by_what_it_could_catch_on_every_engine(demo_home) -> None:
    """Where an engine shows it nowhere, the searches there count against it."""
    pair = pd.DataFrame({"bank": ["mienne", "leur"], "name": ["Mienne", "Leur"]})
    both = pd.concat([pair.assign(country="MAR", size="small")])
    mine = pd.concat([ranks(rank=[1, 1, 1]), ranks(rank=None, engine="bing")])
    theirs = pd.concat([ranks(rank=2), ranks(rank=2, engine="bing")]).assign(bank="leur")
    build_workspace("moteurs", {"bank": both, "search_rank": pd.concat([mine, theirs])})
    found = reads.standings(current("moteurs"), "2026-09", reads.ALL)
    assert found.loc["mienne", "value"] == pytest.approx(0.5)
    assert found.loc["leur", "value"] == pytest.approx(0.157 / 0.285)
    assert found.loc["leur", "place"] < found.loc["mienne", "place"]
    for bank in ("mienne", "leur"):
        whole = reads.visible(current("moteurs"), bank, "2026-09", reads.ALL, "value")
        assert found.loc[bank, "value"] == pytest.approx(whole.visibility)


def test_crossing_the_page_beats_two_ranks_on_it(open_page: Opener) -> None:
    (told,) = {each for each in said(open_page(SCRIPT, "en")) if "11 to 10" in each}
    assert "by 2.0 points (1.5 to 2.5)" in told
    assert "from 9 to 7 by 1.2" in told
    assert "1.7 times" in told


def test_one_rank_is_worth_what_the_curve_says(open_page: Opener, demo_home) -> None:
    build_workspace("rangs", {"bank": pd.DataFrame(BANK), "search_rank": ranks()})
    app = open_page(SCRIPT, "en", w="rangs", bank="mienne", move="one_up", click="2")
    rows = table_with(app, "Rank after the move").set_index("Keyword")
    assert rows.loc["virement", "Clicks gained a month"] == pytest.approx(1000 * (0.025 - 0.005))
    assert rows.loc["virement", "Worth (MAD a month)"] == pytest.approx(40.0)
    assert rows.loc["carte", "Clicks gained a month"] == pytest.approx(1000 * (0.032 - 0.028))
    assert pd.isna(rows.loc["compte", "Clicks gained a month"]), "no rank above one that is not known"
    assert "“virement” on Google, 11 → 10: 20 clicks a month (15 to 25), 40\u00a0MAD" in said(app)[0]
    engines = table_with(app, "Mean rank").set_index("Bank")
    assert engines.loc["Banque Mienne", "Coverage (% of searches)"] == pytest.approx(200 / 3)
    assert engines.loc["Banque Mienne", "Mean rank"] == pytest.approx(10.0)


@pytest.mark.parametrize(
    ("name", "value", "query"),
    [
        ("bank", "cedre", ("bank", "cedre")),
        ("month", "2024-03", ("month", "2024-03")),
        ("search_engine", "bing", ("engine", "bing")),
        ("keyword_move", "first", ("move", "first")),
    ],
)
def test_every_menu_changes_answer_and_address(
    open_page: Opener, name: str, value: str, query: tuple[str, str]
) -> None:
    app = open_page(SCRIPT, "en")
    before = (answered(app), said(app)[0])
    app.selectbox(key=f"control {name}").set_value(value).run()
    assert (answered(app), said(app)[0]) != before
    assert app.query_params[query[0]] == query[1]


def test_the_worth_of_a_click_scales_the_worth_of_a_move(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en")
    before = table_with(app, "Rank after the move")["Worth (MAD a month)"]
    app.select_slider(key="control click_worth").set_value(10.0).run()
    assert app.query_params["click"] == "10"
    pd.testing.assert_series_equal(table_with(app, "Rank after the move")["Worth (MAD a month)"], 2 * before)


def test_all_first_places_leave_nothing_to_gain(open_page: Opener, demo_home) -> None:
    build_workspace("premiers", {"bank": pd.DataFrame(BANK), "search_rank": ranks(rank=1)})
    app = open_page(SCRIPT, "en", w="premiers", bank="mienne")
    assert not app.exception
    assert "catches 100% (100 to 100%) of possible clicks" in answered(app)
    assert "gains nothing" in answered(app)
    assert any("stands there already" in each for each in said(app))


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_bank_without_positions_is_told_to_load_them(open_page: Opener, demo_home, language: str) -> None:
    build_workspace("aveugle", {"bank": pd.DataFrame(BANK)})
    app = open_page(SCRIPT, language, w="aveugle", bank="mienne")
    assert not app.exception
    assert {"fr": "page Import", "en": "import page"}[language] in answered(app)


def test_keywords_that_nobody_searches_are_said_to_be_so(open_page: Opener, demo_home) -> None:
    build_workspace("silence", {"bank": pd.DataFrame(BANK), "search_rank": ranks(volume=0.0)})
    app = open_page(SCRIPT, "en", w="silence", bank="mienne")
    assert not app.exception
    assert "Nobody searches" in answered(app)
