"""SISTRIX's curve, the page threshold, and visibility counted by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.marketing.search import click_through, page_threshold, visibility

WORDS = pd.DataFrame(
    {
        "engine": ["google", "google", "google", "bing"],
        "keyword": ["compte en ligne", "virement", "credit auto", "compte en ligne"],
        "volume": [1000.0, 400.0, 600.0, 100.0],
        "relevance": [1.0, 0.5, 0.8, 1.0],
        "rank": [3.0, 11.0, np.nan, 1.0],
        "covered": [True, True, False, True],
    }
)


class TestClickThrough:
    def test_published_curve(self) -> None:
        published = [0.285, 0.157, 0.110, 0.080, 0.072, 0.051, 0.040, 0.032, 0.028, 0.025]
        np.testing.assert_array_equal(click_through(range(1, 11)), published)

    def test_second_page_gets_under_one_percent_each_and_later_pages_nothing(self) -> None:
        assert (click_through(range(11, 21)) < 0.01).all()
        assert click_through([21, 100]).tolist() == [0.0, 0.0]

    def test_not_found_gets_no_click(self) -> None:
        assert click_through([np.nan]).tolist() == [0.0]

    @settings(max_examples=60, deadline=None)
    @given(st.floats(1, 60), st.floats(1, 60))
    def test_a_better_rank_never_gets_fewer_clicks(self, first: float, second: float) -> None:
        better, worse = sorted([first, second])
        assert click_through(better) >= click_through(worse)

    def test_rank_zero_is_refused(self) -> None:
        with pytest.raises(ValueError, match="rank must be at least 1, got 0"):
            click_through([1, 0])

    def test_second_page_above_the_tenth_rank_is_refused(self) -> None:
        with pytest.raises(ValueError, match=r"second_page must be in \[0, 0.025\]"):
            click_through(11, second_page=0.03)


def test_page_threshold_is_worth_more_than_two_ranks_on_the_page() -> None:
    found = page_threshold()
    assert found.onto_page_low == pytest.approx(0.015, abs=1e-12)
    assert found.onto_page >= 0.015
    assert found.onto_page_high == pytest.approx(0.025)
    assert found.on_page == pytest.approx(0.012, abs=1e-12)
    assert found.onto_page_low > found.on_page


class TestVisibility:
    def test_clicks_are_counted_by_hand(self) -> None:
        result = visibility(WORDS)
        google = 1000 * 0.110 + 400 * 0.5 * 0.005
        assert result.clicks == pytest.approx(google + 100 * 0.285)
        row = result.engines.set_index("engine").loc["google"]
        assert row["clicks"] == pytest.approx(google)
        assert row["coverage"] == pytest.approx(1400 / 2000)
        assert row["relevance"] == pytest.approx((1000 + 200 + 480) / 2000)
        assert row["ranking"] == pytest.approx((3 * 1000 + 11 * 400) / 1400)
        assert row["page_one"] == pytest.approx(1000 / 2000)
        assert row["visibility"] == pytest.approx(google / ((1000 + 200 + 480) * 0.285))

    def test_first_everywhere_is_fully_visible(self) -> None:
        result = visibility(WORDS.assign(rank=1, covered=True))
        assert result.visibility == pytest.approx(1.0)
        assert result.coverage == 1.0

    def test_an_engine_without_the_site_brings_nothing(self) -> None:
        result = visibility(WORDS.assign(covered=WORDS["engine"] == "google"))
        assert result.engines.set_index("engine").loc["bing", "clicks"] == 0.0

    def test_engine_shares_divide_volumes_of_all_engines(self) -> None:
        shares = {"google": 0.95, "bing": 0.05}
        result = visibility(WORDS, engine_shares=shares)
        expected = 0.95 * (110 + 1) + 0.05 * 28.5
        assert result.clicks == pytest.approx(expected)

    def test_moves_are_worth_the_difference_of_the_curve(self) -> None:
        words = visibility(WORDS).keywords
        assert words["gain_one_up"][0] == pytest.approx(1000 * (0.157 - 0.110))
        assert words["gain_one_up"][1] == pytest.approx(200 * (0.025 - 0.005))
        assert words["gain_first_page"].tolist()[:2] == pytest.approx([0.0, 200 * 0.020])
        assert words["gain_first"][0] == pytest.approx(1000 * (0.285 - 0.110))
        assert words["gain_first"][3] == 0.0

    def test_a_keyword_that_is_not_found_has_no_place_above(self) -> None:
        words = visibility(WORDS).keywords
        assert np.isnan(words["gain_one_up"][2])
        assert words["gain_first_page"][2] == pytest.approx(480 * 0.025)

    def test_banks_are_kept_apart(self) -> None:
        two = pd.concat([WORDS.assign(bank="A"), WORDS.assign(bank="B", rank=1.0, covered=True)])
        engines = visibility(two).engines.set_index(["bank", "engine"])
        assert engines.loc[("B", "google"), "visibility"] == pytest.approx(1.0)
        assert engines.loc[("A", "google"), "visibility"] < 0.3

    def test_coverage_follows_from_the_rank_when_it_is_not_given(self) -> None:
        result = visibility(WORDS.drop(columns=["covered", "relevance"]))
        assert result.coverage == pytest.approx(1500 / 2100)
        assert result.relevance == 1.0

    def test_nothing_searched_has_no_coverage(self) -> None:
        result = visibility(WORDS.assign(volume=0.0))
        assert (result.coverage, result.visibility, result.clicks) == (None, None, 0.0)

    @settings(max_examples=20, deadline=None)
    @given(st.lists(st.tuples(st.floats(0, 1e6), st.floats(0, 1), st.floats(1, 50)), min_size=1, max_size=8))
    def test_shares_stay_shares(self, rows: list[tuple[float, float, float]]) -> None:
        words = pd.DataFrame(rows, columns=["volume", "relevance", "rank"])
        words["engine"], words["keyword"] = "g", [f"k{place}" for place in range(len(rows))]
        result = visibility(words)
        for value in (result.coverage, result.relevance, result.visibility):
            assert value is None or 0 <= value <= 1 + 1e-12
        assert (result.keywords["gain_first"] >= -1e-9).all()

    @pytest.mark.parametrize(
        ("frame", "message"),
        [
            (WORDS.drop(columns="rank"), "missing: rank"),
            (WORDS.iloc[:0], "at least one row"),
            (WORDS.assign(relevance=2.0), r"relevance must be in \[0, 1\], got 2"),
            (WORDS.assign(volume=-1), "volume must be finite and at least 0"),
            (WORDS.assign(keyword="same"), "keywords must name each engine, keyword once"),
            (WORDS.assign(covered=["yes", "no", "no", "yes"]), "covered must be true or false"),
            (WORDS.assign(rank=0.5), "rank must be at least 1"),
            (WORDS.assign(keyword=[None, "a", "b", "c"]), "keyword must be given in every row"),
        ],
    )
    def test_impossible_tables_are_refused(self, frame: pd.DataFrame, message: str) -> None:
        with pytest.raises(ValueError, match=message):
            visibility(frame)

    def test_shares_of_engines_are_checked(self) -> None:
        with pytest.raises(ValueError, match="engine_shares must name every engine; missing: bing"):
            visibility(WORDS, engine_shares={"google": 1.0})
        with pytest.raises(ValueError, match=r"add up to at most 1, got 1\.2"):
            visibility(WORDS, engine_shares={"google": 0.9, "bing": 0.3})


def test_a_layout_that_favours_the_first_place_leaves_the_others_less() -> None:
    keywords = pd.DataFrame({"engine": "g", "keyword": ["a", "b"], "volume": [100.0, 100.0], "rank": [1, 3]})
    shares = {first: visibility(keywords, first=first).visibility for first in (0.137, 0.285, 0.469)}
    assert shares[0.137] > shares[0.285] > shares[0.469] > 0.5
    assert visibility(keywords, first=0.469).clicks == pytest.approx(100 * (0.469 + 0.110))
    assert click_through([1, 2], first=0.137).tolist() == [0.137, 0.137], "no rank beats the first"
    with pytest.raises(ValueError, match="first"):
        click_through(1, first=0.01)
