"""Leaving a family out: what it shows under settings that it did not choose."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.adoption.blending import CANDIDATES, PastForecasts
from analytics.adoption.conformal import Errors, reach
from analytics.adoption.panel import build_panel
from analytics.adoption.settings import Settings
from analytics.adoption.transfer import Family, judged, leave_one_out, miss
from tests.analytics.adoption.test_forecast import series

TRIED = (Settings(answer=0.0), Settings(), Settings(answer=50.0))


def family(seed: int, growth: float) -> Family:
    random = np.random.default_rng(seed)
    frames = []
    for place in range(25):
        steps = np.cumsum(random.normal(growth, 1.5, 14))
        frames.append(series(np.clip(random.uniform(2, 60) + steps, 0, 100).round(1), f"C{place:02}", 2005))
    return Family.of(build_panel(pd.concat(frames, ignore_index=True)))


@pytest.fixture(scope="module")
def three() -> dict[str, Family]:
    return {"slow": family(1, 0.5), "steady": family(2, 2.0), "fast": family(3, 3.5)}


def test_what_a_family_became_does_not_choose_its_settings(three: dict[str, Family]) -> None:
    before = leave_one_out(three, TRIED)
    wild = three["fast"].rows.copy()
    wild["actual"] = 100.0 - wild["actual"]
    after = leave_one_out({**three, "fast": Family(wild, three["fast"].least)}, TRIED)
    chosen = [table[table["family"] == "fast"]["setting"].unique().tolist() for table in (before, after)]
    assert chosen[0] == chosen[1]
    assert not before[before["family"] == "fast"].equals(after[after["family"] == "fast"])


def test_a_cell_says_how_many_it_judged_and_a_small_one_judges_no_setting(three: dict[str, Family]) -> None:
    cells = judged(three["steady"], Settings())
    assert set(cells["stage"]) == {"below", "above"}
    assert cells["held"].between(0, 1).all()
    small = pd.DataFrame({"cases": [500, 5], "held": [0.8, 0.0], "ratio": [1.0, 9.0]})
    assert miss(small) == (0, pytest.approx(0.01))


def test_a_band_that_holds_too_little_is_worse_than_any_that_holds_too_much() -> None:
    wide = pd.DataFrame({"cases": [500, 500], "held": [0.99, 0.99], "ratio": [1.0, 1.0]})
    narrow = pd.DataFrame({"cases": [500, 500], "held": [0.80, 0.75], "ratio": [1.0, 1.0]})
    assert miss(wide) < miss(narrow)


def test_a_horizon_known_from_one_bad_year_makes_no_step_in_the_band() -> None:
    random, rows = np.random.default_rng(4), []
    for ahead in (1, 2, 3, 4):
        for origin in range(2010, 2011 if ahead == 4 else 2018):
            size = 0.1 * ahead * (3.0 if ahead == 4 else 1.0)
            rows += [(origin, ahead, place, size * random.normal()) for place in range(30)]
    origin, ahead, entity, error = (np.array(column) for column in zip(*rows, strict=True))
    still = np.zeros(len(rows))
    past = Errors(origin, ahead, still.astype(np.intp), entity, still, error)
    one = np.zeros(1)
    found = reach(past, one.astype(np.intp), one, 2025, 6, (0.8,), np.zeros((2, 6)))
    width = (found.down + found.up)[0, 0]
    assert (np.diff(width) > 0).all()
    assert (width[1:] / width[:-1]).max() < 2.2
    # Alone, the year would say three times as much.
    alone = reach(past, one.astype(np.intp), one, 2025, 4, (0.8,), np.zeros((2, 4)), Settings(shared=0.0))
    assert (alone.down + alone.up)[0, 0, 3] > 1.3 * width[3]
    # Past the last known horizon the band goes on with the same course.
    assert found.calibrated[0].tolist() == [True] * 4 + [False] * 2


def test_one_family_alone_is_refused(three: dict[str, Family]) -> None:
    with pytest.raises(ValueError, match="two at least"):
        leave_one_out({"slow": three["slow"]}, TRIED)


def test_a_stage_without_a_record_follows_what_was_best_at_the_other() -> None:
    # Thirty forecasts below the limit, all of them right by Holt's method alone.
    count = 30
    said = np.full((count, len(CANDIDATES)), 10.0)
    said[:, CANDIDATES.index("holt")] = 20.0
    past = PastForecasts(
        np.repeat(2010, count),
        np.ones(count, dtype=int),
        np.zeros(count, dtype=np.intp),
        said,
        np.full(count, 20.0),
        np.ones(count, dtype=bool),
    )
    above = past.weights(2012, 1)[1, 0]
    assert above[CANDIDATES.index("holt")] > 0.9
    alone = past.weights(2012, 1, Settings(other_stage=0.0))[1, 0]
    assert alone[CANDIDATES.index("holt")] == pytest.approx(0.5)
