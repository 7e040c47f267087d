"""Which loaded series the money page takes, and which it refuses."""

import numpy as np
import pandas as pd
import pytest

from studies.macro import money as reads

MONTHS = pd.date_range("2015-01-01", periods=120, freq="MS")


def _series(name: str, unit: str, values: np.ndarray, months: pd.DatetimeIndex = MONTHS) -> pd.DataFrame:
    return pd.DataFrame({"month": months, "series": name, "value": values, "unit": unit})


def _prices(periods: int = 120) -> np.ndarray:
    return 100 * np.exp(np.cumsum(np.random.default_rng(1).normal(0.001, 0.002, periods)))


def _rate(periods: int = 120) -> np.ndarray:
    return 2.5 + np.cumsum(np.random.default_rng(2).normal(0, 0.1, periods))


def _loaded(monkeypatch: pytest.MonkeyPatch, *parts: pd.DataFrame) -> reads.EconomySeries | None:
    rows = pd.concat(parts, ignore_index=True)
    monkeypatch.setattr(reads.queries, "macro_series", lambda *_args: rows)
    return reads.loaded.__wrapped__(None)


def test_an_index_becomes_growth_and_the_rate_stands_last(monkeypatch: pytest.MonkeyPatch) -> None:
    prices = _prices()
    found = _loaded(monkeypatch, _series("policy_rate", "%", _rate()), _series("cpi", "index", prices))
    assert list(found.frame.columns) == ["cpi", "policy_rate"]
    assert found.growth == ("cpi",)
    assert found.frame["cpi"].iloc[0] == pytest.approx(1200 * np.log(prices[1] / prices[0]))
    assert (found.period, found.first, found.last) == ("month", "2015-02", "2024-12")


def test_the_latest_stretch_without_gaps_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    prices = _series("cpi", "index", _prices()).drop(index=[20])
    found = _loaded(monkeypatch, _series("policy_rate", "%", _rate()), prices)
    assert found.first == "2016-11"
    assert len(found.frame) == 98


def test_without_a_rate_or_another_series_there_is_nothing_to_measure(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rate, prices = _series("policy_rate", "%", _rate()), _series("cpi", "index", _prices())
    assert _loaded(monkeypatch, rate) is None
    assert _loaded(monkeypatch, prices) is None


def test_too_few_months_a_constant_and_a_negative_index_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    rate = _series("policy_rate", "%", _rate())
    short = _series("cpi", "index", _prices(30), MONTHS[:30])
    assert _loaded(monkeypatch, rate, short) is None
    assert _loaded(monkeypatch, rate, _series("cpi", "index", np.full(120, 100.0))) is None
    assert _loaded(monkeypatch, rate, _series("flow", "MAD billion", _rate() - 5.0)) is None


def test_nothing_is_computed_across_a_declared_break(monkeypatch: pytest.MonkeyPatch) -> None:
    prices = _prices()
    prices[30:] *= 0.8
    broken = _series("cpi", "index", prices).assign(segment=(np.arange(120) >= 30).astype(int))
    found = _loaded(monkeypatch, _series("policy_rate", "%", _rate()).assign(segment=0), broken)
    assert found.first == f"{MONTHS[31]:%Y-%m}"
    assert found.frame["cpi"].abs().max() < 20
    assert found.likely == ()


def test_a_new_base_year_that_nobody_declared_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    prices = _prices()
    prices[30:] *= 0.8
    found = _loaded(monkeypatch, _series("policy_rate", "%", _rate()), _series("cpi", "index", prices))
    assert found.frame["cpi"].min() < -200
    assert found.likely == (("cpi", f"{MONTHS[30]:%Y-%m}"),)
