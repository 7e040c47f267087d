"""A break of definition declared for a bank's indicator cuts its scores: in computation and on the chart."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.scenario import Scenario
from data.snapshots import Snapshot, current
from studies.risk import scores
from ui.charts import risk as charts
from ui.content import Chart, Content
from ui.reader import Reader
from ui.risk import bank as words
from ui.risk import moves
from ui.risk import scores as pages
from ui.words import speaking

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
    def unbroken(month: str) -> dict[str, bool]:
        page = pages.content(Reader(shown, Scenario()).change(bank=BANK, month=month))
        assert isinstance(page, Content)
        return {code: figure.unbroken for code, figure in page.stated().items()}

    after, later = unbroken("2025-01"), unbroken("2025-10")
    assert not after[f"score-{RISK}"]
    assert not after["risk-score"]
    assert after["score-legal"]
    assert later[f"score-{RISK}"]


def test_the_page_states_no_change_across_the_break_and_says_why(shown: Snapshot) -> None:
    def told(month: str) -> words.BankRisks:
        return words.bank_risks(Reader(shown, Scenario()).change(bank=BANK), BANK, month, RISK)

    with speaking("en"):
        after, later = told("2025-01"), told("2025-10")
        row = words.row_of(after, RISK)
        assert words.change_in_a_year(after, row) is None
        assert "defined anew since" in words.score_more(after, RISK)
        assert "defined anew: July 2024" in words.history_note(after)
        assert words.change_in_a_year(later, words.row_of(later, RISK)) is not None


def test_what_moved_a_score_is_asked_from_the_break_on(shown: Snapshot) -> None:
    reader = Reader(shown, Scenario()).change(bank=BANK)
    assert min(moves.earlier_months(reader, BANK, "2025-10", RISK)) == "2024-07"
    assert min(moves.earlier_months(reader, BANK, "2025-10", "legal")) < "2024-07"


def test_an_indicator_defined_anew_has_not_moved_that_month(shown: Snapshot) -> None:
    reader = Reader(shown, Scenario()).change(bank=BANK)
    with speaking("en"):
        month, later = (words.bank_risks(reader, BANK, code, RISK).changes for code in ("2024-07", "2024-08"))
    assert not any(label.startswith("P2 ") for label in month["label"])
    assert len(later)


def test_neither_the_history_beside_the_score_nor_the_office_chart_crosses_the_break(shown: Snapshot) -> None:
    page = pages.content(Reader(shown, Scenario()).change(bank=BANK, month="2025-10", risk=RISK))
    assert isinstance(page, Content)
    score = next(figure for figure in page.metrics if figure.code == "risk-score")
    assert len(score.spark) == 16
    drawn = next(part for part in page.parts() if isinstance(part, Chart) and part.name == "history")
    assert drawn.plot is not None
    frame = drawn.plot().frame
    months = list(frame.iloc[:, 0])
    between = frame.iloc[months.index("2024-06") + 1 : months.index("2024-07")]
    assert len(between) == 1
    assert between.iloc[:, 1:].isna().all(axis=None)
