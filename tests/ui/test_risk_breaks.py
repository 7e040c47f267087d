"""A break of definition declared for a bank's indicator cuts its scores: in computation and on the chart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.scenario import Scenario
from data.snapshots import Snapshot, current
from studies.risk import scores
from ui.charts import risk as charts
from ui.views import comparison_figures

# Noria counts complaints made in branches from July 2024 on: its P2, of reputational risk.
BANK, RISK, BREAK = "noria", "reputational", pd.Timestamp("2024-07-01")


@pytest.fixture
def shown(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    return current()


def test_scores_are_compared_from_the_break_on_and_only_of_the_risk_it_touches(shown: Snapshot) -> None:
    risks = scores.risk_history(shown, 2.0).risks
    own = risks[risks["bank"] == BANK].groupby("risk")
    first = {risk: scores.comparable_scores(rows).index.min() for risk, rows in own}
    assert first[RISK] == first["overall"] == BREAK
    assert all(first[risk] < BREAK for risk in ("operational", "regulatory", "legal"))
    others = risks[risks["bank"] != BANK]
    assert (others["segment"] == 0).all()


def test_no_line_crosses_the_break(shown: Snapshot) -> None:
    bands = scores.risk_bands(shown, BANK, 2.0, 0.8, 1)
    history = bands[bands["risk"] == RISK]
    drawn = charts.score_history(history, x="month", title="score").to_dict()
    runs: dict[int, list[str]] = {}
    for rows in drawn["datasets"].values():
        for row in rows:
            if "run" in row:
                runs.setdefault(row["run"], []).append(row["month"])
    spans = [(min(months), max(months)) for months in runs.values()]
    assert not any(low < "2024-07" <= high for low, high in spans)
    assert any(low.startswith("2024-07") for low, _high in spans)


def test_a_year_earlier_is_not_set_beside_a_month_after_the_break(shown: Snapshot) -> None:
    def stated(month: str) -> dict[str, comparison_figures.Figure]:
        scenario = Scenario().change(bank=BANK, month=month)
        return comparison_figures.figures(shown, scenario, "risk-scores", "Risk", BANK, 12)

    after, later = stated("2025-01"), stated("2025-10")
    assert RISK not in after
    assert "overall" not in after
    assert "legal" in after
    assert RISK in later
