"""The band around a bank's history is the interval of each month, and moves with the scores."""

import numpy as np
import pandas as pd
import pytest

from analytics.risk.position import risk_position
from analytics.risk.profile import RiskHistory, risk_history
from analytics.risk.uncertainty import Spread, score_bands, score_uncertainty

CATALOGUE = pd.DataFrame(
    {
        "indicator": ["O1", "O2", "L1"],
        "risk": ["operational", "operational", "legal"],
        "direction": ["up", "up", "down"],
        "knot0": [0.0, 0.0, 100.0],
        "knot1": [1.0, 0.5, 95.0],
        "knot2": [2.0, 1.0, 80.0],
        "knot3": [4.0, 2.0, 50.0],
        "knot4": [8.0, 4.0, 0.0],
        "weight": 1.0,
        "provenance": "C",
        "red_flag": False,
        "count": False,
    }
)


@pytest.fixture
def history() -> RiskHistory:
    months = pd.date_range("2025-01-01", periods=24, freq="MS")
    cells = pd.MultiIndex.from_product([["a", "b"], CATALOGUE["indicator"], months]).to_frame(index=False)
    cells.columns = ["bank", "indicator", "month"]
    cells["value"] = np.random.default_rng(1).uniform(0.5, 4, len(cells))
    return risk_history(cells, CATALOGUE)


def test_every_month_holds_its_score_inside_its_band(history: RiskHistory) -> None:
    bands = score_bands(history, "a")
    assert len(bands) == 24 * 3
    assert ((bands["low"] <= bands["score"]) & (bands["score"] <= bands["high"])).all()
    assert (bands["high"] > bands["low"]).all()


def test_the_band_is_the_interval_of_each_month(history: RiskHistory) -> None:
    exact = Spread(data_error=0.0)
    bands = score_bands(history, "b", spread=exact, draws=2000, seed=3).set_index(["month", "risk"])
    last = risk_position(history)
    table = score_uncertainty(last, banks=["b"], spread=exact, draws=2000, seed=3).table
    for row in table.itertuples():
        assert (bands.loc[(last.month, row.risk), "low"], row.low) == pytest.approx((row.low, row.low))
        assert bands.loc[(last.month, row.risk), "high"] == pytest.approx(row.high)


def test_a_higher_level_widens_the_band(history: RiskHistory) -> None:
    narrow, wide = score_bands(history, "a", level=0.5), score_bands(history, "a", level=0.95)
    assert (wide["high"] - wide["low"] >= narrow["high"] - narrow["low"]).all()


def test_an_unknown_bank_is_named(history: RiskHistory) -> None:
    with pytest.raises(ValueError, match="bank must be one of a, b; got 'c'"):
        score_bands(history, "c")
