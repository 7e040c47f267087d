"""A grade is robust when the published one is probable, and its probability says what it is of."""

from __future__ import annotations

import numpy as np
import pytest

from analytics.risk.draws import Spread
from analytics.risk.uncertainty import SOURCES, doubt_by_source, score_uncertainty
from tests.analytics.risk.panels import catalogue, position

# Scores 20, 20 and 81.
VALUES = [[0.8, 0.8, 5.0]]


def of_one_risk(values: list[list[float]], p: float, **columns: list[object]):
    size = len(values[0])
    made = {
        "risk": ["operational"] * size,
        "direction": ["up"] * size,
        "weight": [1.0] * size,
        "red_flag": [False] * size,
    }
    made |= {f"knot{k}": [knot] * size for k, knot in enumerate((0.0, 1.0, 2.0, 4.0, 8.0))}
    return position(values, catalogue(size, **(made | columns)), p=p)


def overall(result):
    return result.table[result.table["risk"] == "overall"].iloc[0]


class TestRobust:
    def test_a_published_grade_that_the_draws_do_not_give_is_not_robust(self) -> None:
        # Scores 0 and 70 make 35 at p = 1, so grade 2; every p from 3.5 to 4 makes 57 or more, grade 3.
        here = of_one_risk([[0.0, 3.6]], p=1.0)
        surely = Spread(data_error=0.0, thresholds=0.0, weights=0.0, power=(3.5, 4.0))
        found = overall(score_uncertainty(here, spread=surely, draws=500))
        assert (found["grade"], found["likely_grade"]) == (2, 3)
        assert found["probability_3"] == 1.0
        assert not found["robust"]

    @pytest.mark.parametrize("p", [0.5, 1.0, 2.0, 4.0, 8.0])
    def test_robust_says_that_the_published_grade_itself_has_80_percent(self, p: float) -> None:
        values = np.random.default_rng(3).uniform(0, 8, (8, 6))
        table = score_uncertainty(position(values, catalogue(6), p=p), draws=400).table
        own = [row[f"probability_{row['grade']}"] for _at, row in table.iterrows()]
        assert table["robust"].tolist() == [probability >= 0.8 for probability in own]


class TestSources:
    def test_one_row_a_source_and_all_of_them_last(self) -> None:
        found = doubt_by_source(of_one_risk(VALUES, p=1.0), "bank A", draws=400)
        assert tuple(found["source"]) == SOURCES
        assert found["probability"].between(0, 1).all()

    def test_the_choice_of_p_alone_can_unmake_a_grade(self) -> None:
        found = doubt_by_source(of_one_risk([[0.0, 3.6]], p=1.0), "bank A", draws=1000)
        shares = found.set_index("source")["probability"]
        assert shares["missing"] == 1.0  # all is reported
        assert shares["power"] < 1.0
        assert found.set_index("source").loc["data", "high"] < found.set_index("source").loc["power", "high"]

    def test_a_source_without_spread_leaves_the_grade(self) -> None:
        none = Spread(data_error=0.0, thresholds=0.0, weights=0.0, power=(2.0, 2.0))
        found = doubt_by_source(of_one_risk(VALUES, p=2.0), "bank A", spread=none, draws=200)
        assert (found["probability"] == 1.0).all()
        np.testing.assert_allclose(found["low"], found["high"])

    def test_silence_is_a_source_of_its_own(self) -> None:
        values = np.array([[0.8, np.nan, np.nan], [0.8, 0.8, 0.8]])
        found = doubt_by_source(of_one_risk(values.tolist(), p=2.0), "bank A", draws=500)
        rows = found.set_index("source")
        assert rows.loc["missing", "high"] - rows.loc["missing", "low"] > 5
        assert rows.loc["weights", "high"] < rows.loc["missing", "high"]
