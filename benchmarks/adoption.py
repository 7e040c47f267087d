"""Adoption models: a fit, a page's forecast and the full backtest, beside Holt's method on the same series.

Holt with a damped trend is statsmodels' own, fitted in the same process to every series from every origin
with gaps filled by straight lines; errors are compared on the forecasts that both can make.
"""

from __future__ import annotations

import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from statsmodels.tsa.api import Holt

from analytics.adoption.curves import fit_curve
from analytics.adoption.drivers import fit_logit
from analytics.adoption.forecast import backtest, forecast, scoreboard
from benchmarks.timing import median_seconds

FACTS = Path(__file__).resolve().parents[1] / "data" / "facts" / "fact__internet_banking.csv"
AIR_CONDITIONERS = [96, 195, 238, 380, 1045, 1230, 1267, 1828, 1586, 1673, 1800, 1580, 1500]
ORIGINS, HORIZON = range(2015, 2023), 5
FEWEST_FOR_HOLT = 5


def banking() -> pd.DataFrame:
    table = pd.read_csv(FACTS)
    return pd.DataFrame(
        {"entity": table["country"], "year": table["period"].astype(int), "value": table["value"]}
    )


def holt_forecasts(history: pd.DataFrame, rows: pd.DataFrame) -> pd.DataFrame:
    """Damped Holt for every origin of ``rows`` with enough observations: entity, origin, horizon, holt."""
    table = history.pivot_table(index="year", columns="entity", values="value")
    found = []
    for (entity, origin), group in rows.groupby(["entity", "origin"]):
        past = table.loc[:origin, entity].dropna()
        if past.size < FEWEST_FOR_HOLT:
            continue
        filled = past.reindex(range(past.index[0], past.index[-1] + 1)).interpolate()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            path = Holt(filled.to_numpy(), damped_trend=True, initialization_method="estimated").fit()
            ahead = np.clip(path.forecast(int(group["horizon"].max())), 0.0, 100.0)
        found += [(entity, origin, h, ahead[h - 1]) for h in group["horizon"]]
    return pd.DataFrame(found, columns=["entity", "origin", "horizon", "holt"])


def coverage(rows: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    inside = rows["actual"].between(rows["low"], rows["high"])
    return inside.groupby([rows[name] for name in by]).agg(["mean", "size"])


def survey(count: int = 1000) -> pd.DataFrame:
    rng = np.random.default_rng(0)
    data = pd.DataFrame(rng.normal(size=(count, 6)), columns=list("abcdef"))
    return data.assign(adopter=data.sum(axis=1) / 3 + rng.logistic(size=count) > 0)


def _print_times(history: pd.DataFrame, rows: pd.DataFrame, answers: pd.DataFrame) -> None:
    print("| computation | median | budget |\n|---|---|---|")
    for name, budget, call in (
        ("one Bass fit, MAP, with its ceiling profile", "50 ms", lambda: fit_curve(AIR_CONDITIONERS)),
        ("a page's forecast from the backtest", "200 ms", lambda: forecast(history, "BGR", 5, backtest=rows)),
        ("a forecast that computes the backtest", "", lambda: forecast(history, "BGR", 5)),
        ("full backtest, every country and origin", "90 s", lambda: backtest(history)),
        ("logit of 1,000 answers on 6 drivers", "", lambda: fit_logit(answers, "adopter", list("abcdef"))),
    ):
        print(f"| {name} | {1e3 * median_seconds(call, 7):.0f} ms | {budget} |")


def _print_errors(common: pd.DataFrame) -> None:
    print("\nMean absolute error, points (forecasts that all can make; origins 2015-2022)\n")
    print(
        "| stage | horizon | forecasts | rule | Holt | drift | naive | covered by 80 % |\n" + "|---" * 8 + "|"
    )
    common = common.assign(inside=common["actual"].between(common["low"], common["high"]))
    groups = [*common.groupby(["stage", "horizon"]), *(((s, "all"), g) for s, g in common.groupby("stage"))]
    for (stage, horizon), group in groups:
        errors = [
            (group[name] - group["actual"]).abs().mean() for name in ("value", "holt", "drift", "naive")
        ]
        figures = " | ".join(f"{error:.2f}" for error in errors)
        print(
            f"| {stage} 40 % | {horizon} | {len(group)} | {figures} | {100 * group['inside'].mean():.0f} % |"
        )


def main() -> None:
    history = banking()
    everything = backtest(history)
    _print_times(history, everything, survey())
    rows = backtest(history, origins=ORIGINS, horizon=HORIZON)
    began = time.perf_counter()
    own = backtest(history, origins=ORIGINS, horizon=HORIZON)
    ours = time.perf_counter() - began
    began = time.perf_counter()
    holt = holt_forecasts(history, rows)
    theirs = time.perf_counter() - began
    print(
        f"\nBacktest {ours:.2f} s ({len(own)} forecasts with intervals); Holt {theirs:.2f} s ({len(holt)} "
        f"without): ratio {theirs / ours:.0f}"
    )
    common = rows.merge(holt, on=["entity", "origin", "horizon"]).dropna(subset=["drift"])
    _print_errors(common)
    print("\nAll forecasts: achieved by 80 % intervals\n")
    print(coverage(rows, ["stage", "horizon"]).round(3).to_string())
    print(
        f"\nover all {coverage(rows.assign(all='all'), ['all']).round(3).to_numpy().tolist()}, by stage "
        f"{coverage(rows, ['stage']).round(3).to_dict('index')}"
    )
    print(scoreboard(rows, by=("stage",)).round(2).to_string(index=False))
    for level in (0.5, 0.9, 0.95):
        other = backtest(history, origins=ORIGINS, horizon=HORIZON, level=level)
        print(
            f"nominal {level:.0%}: achieved {other['actual'].between(other['low'], other['high']).mean():.1%}"
        )


if __name__ == "__main__":
    main()
