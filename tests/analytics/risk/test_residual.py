"""What tested controls leave: on exposure alone, with evidence alone, with its bounds in order."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.position import RiskPosition, risk_position
from analytics.risk.profile import risk_history
from analytics.risk.residual import residual_scores
from analytics.risk.scoring import aggregate
from analytics.risk.uncertainty import score_uncertainty
from tests.analytics.risk.panels import catalogue, observations, position

# I0 and I4 are operational, I1 and I5 regulatory, I2 legal, I3 reputational; the month is January 2025.
VALUES = np.array([[1.0, 2.0, 6.0, 2.0, 0.5, 4.0], [4.0, 4.0, 1.0, 4.0, 2.0, 7.0]])
TESTED = {"tested_on": pd.Timestamp("2025-01-15"), "tester": "Internal audit"}
ORDER = ["control", "indicators", "coverage", "effectiveness_mean", "effectiveness_sd"]


def here() -> RiskPosition:
    return position(VALUES, catalogue(6))


def controls(*rows: tuple[object, ...], **evidence: object) -> pd.DataFrame:
    frame = pd.DataFrame(rows, columns=ORDER).assign(bank="bank A", risk=here().catalogue.risks[0])
    return frame.assign(**(TESTED | evidence))


def residual(frame: pd.DataFrame, exposure: set[str] | None = None, **settings: object) -> pd.DataFrame:
    found = residual_scores(here(), "bank A", frame, {"I0"} if exposure is None else exposure, **settings)
    return found.table.set_index("risk")


TWO = (("gate", "I0", 0.5, 0.6, 0.0), ("plan", "I0 I4", 1.0, 0.4, 0.0))


def test_controls_act_on_exposure_alone_and_the_strongest_is_credited_alone() -> None:
    at, found = here(), residual(controls(*TWO))
    scores = at.scores[0]
    weights = at.catalogue.weights[[0, 4]]
    by_hand = [aggregate([scores[0] * left, scores[4]], weights) for left in (0.6, 0.6 * 0.7)]
    assert found.loc["operational", ["score", "independent"]].tolist() == pytest.approx(by_hand)
    assert list(found["status"]) == ["stated", "no_exposure", "no_exposure", "no_exposure", "stated"]
    whole = aggregate([by_hand[0], *at.risk_scores[0, 1:4]], [1, 1, 1, 1])
    assert found.loc["overall", "score"] == pytest.approx(whole)
    assert found.loc[["regulatory", "legal", "reputational"], "score"].isna().all()


def test_an_outcome_is_left_as_observed_however_good_the_control() -> None:
    found = residual(controls(("authentication", "I4", 1.0, 1.0, 0.0)))
    assert found.loc["operational", "status"] == "not_acted_on"
    assert np.isnan(found.loc["operational", "score"])


@pytest.mark.parametrize(
    "evidence",
    [
        {"tester": None},
        {"tester": "  "},
        {"tested_on": pd.NaT},
        {"tested_on": pd.Timestamp("2022-12-31")},
        {"tested_on": pd.Timestamp("2025-02-01")},
    ],
)
def test_without_a_recent_test_by_somebody_there_is_no_residual(evidence: dict[str, object]) -> None:
    found = residual(controls(*TWO, **evidence))
    assert found.loc["operational", "status"] == found.loc["overall", "status"] == "no_evidence"
    assert found[["score", "low", "high"]].isna().all(axis=None)
    assert (found["grade"] == 0).all()


def test_a_file_made_before_the_new_columns_still_loads_and_gives_no_residual() -> None:
    old = controls(*TWO).drop(columns=["indicators", "tested_on", "tester"])
    assert residual(old).loc["operational", "status"] == "no_indicators"
    assert residual(old.head(0)).loc["operational", "status"] == "no_controls"


def test_a_risk_that_nobody_reported_has_no_residual() -> None:
    values = VALUES.copy()
    values[0, [0, 4]] = np.nan
    panel = observations(values[:, None, :])
    at = risk_position(risk_history(panel, catalogue(6), never_reported="unmeasured"))
    found = residual_scores(at, "bank A", controls(*TWO), {"I0"}).table.set_index("risk")
    assert found.loc["operational", "status"] == "not_measured"


def test_what_each_control_names_is_told_apart() -> None:
    rows = residual_scores(here(), "bank A", controls(*TWO), {"I0"}).controls.set_index("control")
    assert rows.loc["gate", "exposure"] == ("I0",)
    assert rows.loc["gate", "outcome"] == ()
    assert rows.loc["plan", "outcome"] == ("I4",)
    assert rows["tested"].all()


@given(seed=st.integers(0, 2**31))
@settings(max_examples=15, deadline=None)
def test_bounds_are_in_order_and_never_above_what_was_observed(seed: int) -> None:
    rng = np.random.default_rng(seed)
    rows = []
    for number in range(3):
        mean = rng.uniform(0.05, 0.95)
        rows.append((f"c{number}", f"I0 I{number}", rng.uniform(), mean, 0.5 * np.sqrt(mean * (1 - mean))))
    found = residual(controls(*rows), {"I0", "I1", "I3"}, draws=200, seed=seed)
    observed = score_uncertainty(here(), banks=["bank A"], draws=200, seed=seed).table.set_index("risk")
    stated = found[found["status"] == "stated"]
    assert {"operational", "regulatory", "overall"} <= set(stated.index)
    points = stated[["low", "independent", "score", "high"]].to_numpy()
    assert (np.diff(points, axis=1) >= -1e-9).all()
    for column in ("low", "score", "high", "grade"):
        assert (stated[column] <= observed.loc[stated.index, column] + 1e-9).all()


def test_a_bank_that_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="bank must be one of bank A, bank B"):
        residual_scores(here(), "bank Z", controls(*TWO), {"I0"})


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"coverage": 1.2}, r"coverage must lie in \[0, 1\], got 1.2"),
        ({"effectiveness_mean": -0.1}, r"effectiveness_mean must lie in \[0, 1\]"),
        ({"effectiveness_sd": 0.6}, r"effectiveness_sd must lie in \[0, 0.5\] for a mean of 0.5"),
        ({"effectiveness_sd": np.nan}, "effectiveness_sd must lie in"),
        ({"bank": "bank Z"}, "unknown bank bank Z"),
        ({"risk": "credit"}, "unknown risk credit"),
        ({"control": "gate"}, "gate of bank A appears more than once"),
    ],
)
def test_a_control_that_cannot_be_is_refused(change: dict[str, object], message: str) -> None:
    rows = controls(("gate", "I0", 1.0, 0.5, 0.2), ("plan", "I0", 1.0, 0.5, 0.2)).assign(**change)
    with pytest.raises(ValueError, match=message):
        residual(rows)


def test_an_all_or_nothing_control_leaves_all_or_nothing() -> None:
    found = residual(controls(("gate", "I0 I4", 1.0, 0.25, np.sqrt(0.25 * 0.75))), {"I0", "I4"}, draws=400)
    scores = here().risk_scores[0, 0]
    assert found.loc["operational", "score"] == pytest.approx(0.75 * scores)
    assert found.loc["operational", "low"] == pytest.approx(0.0, abs=1e-9)
