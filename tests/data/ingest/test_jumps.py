"""A level jump beyond any other move of a series is asked about; once declared it is not."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from data.contracts import contract
from data.ingest import likely_breaks, load, validate, with_breaks
from data.ingest.jumps import likely_breaks as jumps_of
from data.ingest.workspace import own_banks, stored_tables
from tests.data.ingest.helpers import TODAY

MACRO = contract("macro_series")


def _series(values: list[float], start: str = "2020-01", country: str = "MAR") -> pd.DataFrame:
    months = pd.period_range(start, periods=len(values), freq="M").to_timestamp()
    return pd.DataFrame({"country": country, "series": "cpi", "month": months, "value": values})


def _rebased() -> list[float]:
    steps = np.exp(np.cumsum([0.004, 0.002, 0.003, 0.005, 0.001, 0.004, 0.002, 0.003, 0.004, 0.002] * 2))
    return [180 * step if at < 12 else 100 * step for at, step in enumerate(steps)]


def test_a_rebased_index_is_a_likely_break() -> None:
    found = jumps_of(MACRO, _series(_rebased()), None, None)
    assert found[["subject", "indicator"]].to_numpy().tolist() == [["MAR", "cpi"]]
    assert found["first_period"].tolist() == [pd.Timestamp("2021-01-01")]
    assert found["value_after"].iloc[0] < 0.6 * found["value_before"].iloc[0]


@pytest.mark.parametrize(
    "values",
    [
        pytest.param([100 * 1.01**at for at in range(20)], id="a steady rise"),
        pytest.param([2.5] * 10 + [2.75] * 10, id="a policy rate that moves in steps"),
        pytest.param([1, 3, 2, 4, 1, 5, 2, 4, 9, 3, 2], id="a series that always jumps"),
        pytest.param([1.0, 1.1, 1.2, 9.0], id="too few figures to say how it moves"),
    ],
)
def test_what_moves_as_it_always_does_is_none(values: list[float]) -> None:
    assert jumps_of(MACRO, _series(values), None, None).empty


def test_figures_that_join_earlier_ones_are_held_against_them_and_old_jumps_are_not_asked_again() -> None:
    values = _rebased()
    before, new = _series(values).iloc[:12], _series(values).iloc[12:]
    assert len(jumps_of(MACRO, new, before, None)) == 1
    later = _series([values[-1] * 1.003], "2021-09")
    assert jumps_of(MACRO, later, _series(values), None).empty


@pytest.mark.parametrize("subject", ["MAR", "*"])
def test_a_declared_break_is_not_asked_about(subject: str) -> None:
    known = pd.DataFrame(
        {"subject": [subject], "indicator": "cpi", "first_period": pd.Timestamp("2021-01-01")}
    )
    assert jumps_of(MACRO, _series(_rebased()), None, known).empty


def test_a_missing_month_is_no_jump() -> None:
    months = [100 * 1.01**at for at in range(24)]
    rows = _series(months).drop(index=range(8, 14))
    assert jumps_of(MACRO, rows, None, None).empty


def test_a_confirmed_break_is_loaded_with_the_file_and_then_known(home: Path) -> None:
    lines = [f"MAR;cpi2;{row.month:%Y-%m};{row.value};index" for row in _series(_rebased()).itertuples()]
    text = "\n".join(["country;series;month;value;unit", *lines])
    report = validate(text.encode(), "f.csv", table="macro_series", today=TODAY)
    assert report.ok, report.problems
    likely = likely_breaks(report, "ma-banque-2026")
    assert len(likely) == 1
    unasked = load(report, table="macro_series", workspace="ma-banque-2026")
    assert [n.parameters["period"] for n in unasked.notices if n.code == "likely_break"] == ["2021-01"]
    done = load(with_breaks(report, likely), table="macro_series", workspace="ma-banque-2026")
    codes = {notice.code for notice in done.notices}
    assert ("breaks_declared" in codes, "likely_break" in codes) == (True, False)
    assert stored_tables("ma-banque-2026")["definition_break"]["indicator"].tolist() == ["cpi2"]
    assert likely_breaks(report, "ma-banque-2026").empty
    assert own_banks("ma-banque-2026") == ()
