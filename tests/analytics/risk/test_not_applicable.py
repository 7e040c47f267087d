"""Nothing to measure is neither an improvement nor a penalty, and may only be said where it can be true."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.risk.draws import Spread
from analytics.risk.position import risk_position
from analytics.risk.profile import RiskHistory, risk_history
from analytics.risk.supervision import evidence_gaps
from analytics.risk.uncertainty import doubt_by_source, score_bands, score_uncertainty
from tests.analytics.risk.panels import catalogue, observations

SIZE = 4
CONDITIONAL = [False, False, False, True]
TABLE = catalogue(
    SIZE,
    risk=["operational"] * SIZE,
    direction=["up"] * SIZE,
    weight=[1.0] * SIZE,
    red_flag=[False] * SIZE,
    conditional=CONDITIONAL,
    **{f"knot{k}": [knot] * SIZE for k, knot in enumerate((0.0, 1.0, 2.0, 4.0, 8.0))},
)
VALUES = np.array([[[1.0, 2.0, 4.0, 8.0]] * 4, [[2.0, 2.0, 2.0, 2.0]] * 4])


def history(last: list[float], *, said: bool = True, table: pd.DataFrame = TABLE, **rule: str) -> RiskHistory:
    """Bank A with these values of the conditional indicator, month by month; NaN is said to be nothing."""
    values = VALUES.copy()
    values[0, :, 3] = last
    rows = observations(values)
    return risk_history(rows.assign(not_applicable=rows["value"].isna() & said), table, **rule)


def last_row(found: RiskHistory, risk: str = "overall") -> pd.Series:
    rows = found.risks[(found.risks["bank"] == "bank A") & (found.risks["risk"] == risk)]
    return rows.iloc[-1]


NEVER = [np.nan] * 4


@pytest.mark.parametrize("rule", ["worst", "unmeasured"])
def test_what_never_applied_carries_no_weight_and_leaves_nothing_open(rule: str) -> None:
    found = last_row(history(NEVER, never_reported=rule))
    alone = risk_history(observations(VALUES[..., :3]), TABLE.iloc[:3])
    expected = last_row(alone)
    for column in ("score", "low", "high", "grade", "coverage", "observed_share", "silence", "n_indicators"):
        assert found[column] == pytest.approx(expected[column]), column


def test_its_interval_is_that_of_the_others_and_it_is_no_gap() -> None:
    found = history(NEVER, never_reported="unmeasured")
    still = Spread(data_error=0, thresholds=0, weights=0, power=(2, 2))
    here = risk_position(found)
    row = (
        score_uncertainty(here, spread=still, draws=200)
        .table.set_index(["bank", "risk"])
        .loc[("bank A", "overall")]
    )
    assert row["low"] == pytest.approx(row["score"])
    assert row["high"] == pytest.approx(row["score"])
    assert row["robust"]
    gaps = evidence_gaps(found, here)
    assert gaps[gaps["bank"] == "bank A"].empty
    bands = score_bands(found, "bank A", spread=still, draws=200)
    np.testing.assert_allclose(bands["low"], bands["high"])
    assert (doubt_by_source(here, "bank A", draws=200).set_index("source").loc["missing", "probability"]) == 1


def test_after_a_figure_the_last_one_stands_without_penalty_and_without_relief() -> None:
    kept = history([8.0, np.nan, np.nan, np.nan])
    repeated = history([8.0, 8.0, 8.0, 8.0])
    for column in ("score", "grade", "low", "high", "silence"):
        assert last_row(kept)[column] == pytest.approx(last_row(repeated)[column]), column
    rows = kept.indicators
    own = rows[(rows["bank"] == "bank A") & (rows["indicator"] == "I3")]
    assert own["status"].tolist() == ["observed", "kept", "kept", "kept"]


@pytest.mark.parametrize("figure", [0.0, 8.0])
def test_a_figure_taken_back_as_not_applicable_brings_neither_relief_nor_penalty(figure: float) -> None:
    values = VALUES.copy()
    values[0, :, 3] = figure
    rows = observations(values)
    back = (rows["bank"] == "bank A") & (rows["indicator"] == "I3") & (rows["month"] >= "2025-03-01")
    found = last_row(risk_history(rows.assign(not_applicable=back, withdrawn=back), TABLE))
    before = last_row(risk_history(rows, TABLE))
    for column in ("score", "grade", "low", "high", "silence"):
        assert found[column] == pytest.approx(before[column]), column


def test_silence_is_not_excused_by_what_is_merely_missing() -> None:
    silent = last_row(history([8.0, np.nan, np.nan, np.nan], said=False))
    assert last_row(history([2.0, np.nan, np.nan, np.nan], said=False))["silence"] > 1
    assert silent["observed_share"] == pytest.approx(0.75)


def test_an_indicator_that_always_applies_cannot_be_said_not_to() -> None:
    unconditional = TABLE.assign(conditional=False)
    said = last_row(history([2.0, np.nan, np.nan, np.nan], table=unconditional))
    missing = last_row(history([2.0, np.nan, np.nan, np.nan], said=False))
    assert said["score"] == pytest.approx(missing["score"])
    assert said["silence"] > 1


def test_a_value_counts_whatever_is_said_beside_it() -> None:
    rows = observations(VALUES)
    found = risk_history(rows.assign(not_applicable=True), TABLE)
    plain = risk_history(rows, TABLE)
    pd.testing.assert_frame_equal(found.risks, plain.risks)
