"""Which bank to inspect first, what it takes, and what moved: the system seen by its supervisor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.scenario import Scenario
from data.snapshots import Snapshot
from studies import core
from studies.core import cached
from studies.risk import scores as reads

# Months since the last inspection on site.
INSPECTION: Final = "R8"
LONGEST_MONTHS: Final = 36.0
# Person-days of an inspection by the size of a bank, and how a grade stretches them: the larger and riskier,
# the more, as the Basel Committee's principle of proportionality asks. The figures are conventions of ours.
DAYS: Final = {"large": 40.0, "medium": 25.0, "small": 15.0}
STRETCH: Final = {0: 1.0, 1: 0.6, 2: 0.8, 3: 1.2, 4: 1.6}
TREND_MONTHS: Final = 12


@dataclass(frozen=True)
class Weights:
    """What makes the order, each from 0 on; only their proportion counts. The defaults are a convention."""

    risk: float = 50.0
    time: float = 30.0
    gaps: float = 20.0

    def shares(self) -> tuple[float, float, float]:
        """The three as shares of one; the defaults where all are zero."""
        given = tuple(max(0.0, each) for each in (self.risk, self.time, self.gaps))
        whole = sum(given)
        if whole <= 0:
            return Weights().shares()
        return given[0] / whole, given[1] / whole, given[2] / whole


USUAL: Final = Weights()


@cached
def order(snapshot: Snapshot, month: str, weights: Weights = Weights()) -> pd.DataFrame:
    """Every bank that has an overall score, the first to inspect first.

    Returns
    -------
    bank, size, score, grade, change (points in twelve months), gaps (indicators not reported), months (since
    the last inspection, NaN where not reported), risk, time, waiting (parts of the priority), priority (0 to
    1), first (the part that weighs most: risk, time or gaps), days (person-days that an inspection takes)
    """
    when, whole = pd.Timestamp(f"{month}-01"), _overall(snapshot)
    now = whole[(whole["month"] == when) & whole["score"].notna()].set_index("bank")
    past = whole[whole["month"] == when - pd.DateOffset(years=1)].set_index("bank")["score"]
    table = pd.DataFrame({"bank": list(now.index)})
    table["size"] = table["bank"].map(core.banks(snapshot).set_index("bank")["size"])
    table["score"] = table["bank"].map(now["score"])
    table["grade"] = table["bank"].map(now["grade"]).astype(int)
    table["change"] = table["score"] - table["bank"].map(past)
    table["gaps"] = table["bank"].map((now["n_indicators"] - now["n_observed"]).astype(float))
    table["months"] = table["bank"].map(_since_inspection(snapshot, month))
    share = table["gaps"] / table["bank"].map(now["n_indicators"].astype(float))
    # Not reported counts as the longest: silence improves nothing.
    waited = (table["months"].fillna(LONGEST_MONTHS) / LONGEST_MONTHS).clip(upper=1.0)
    risk, time, gaps = weights.shares()
    parts = pd.DataFrame({"risk": risk * table["score"] / 100.0, "time": time * waited, "gaps": gaps * share})
    table["risk"], table["time"], table["waiting"] = parts["risk"], parts["time"], parts["gaps"]
    table["priority"] = parts.sum(axis=1)
    table["first"] = parts.idxmax(axis=1) if len(parts) else ""
    size = table["size"].map(DAYS).fillna(DAYS["medium"])
    table["days"] = (size * table["grade"].map(STRETCH)).round()
    return table.sort_values(["priority", "bank"], ascending=[False, True], ignore_index=True)


def _overall(snapshot: Snapshot) -> pd.DataFrame:
    risks = reads.risk_history(snapshot, Scenario().power, reads.PUBLISHED).risks
    return risks[risks["risk"] == "overall"]


def _indicators(snapshot: Snapshot, month: str) -> pd.DataFrame:
    here = reads.system_position(snapshot, month, Scenario().power, reads.PUBLISHED)
    return pd.DataFrame(here.values, index=list(here.banks), columns=list(here.catalogue.indicators))


def _since_inspection(snapshot: Snapshot, month: str) -> pd.Series:
    known = _indicators(snapshot, month)
    missing = pd.Series(index=known.index, dtype=float)
    found: pd.Series = known.get(INSPECTION, missing)
    return found


@cached
def gaps(snapshot: Snapshot, month: str) -> pd.DataFrame:
    """What banks did not report in a month: bank, risk, indicator."""
    known = _indicators(snapshot, month)
    rules = reads.catalogue(snapshot, reads.PUBLISHED)
    rules = rules[(rules["scope"] == "bank") & rules["indicator"].isin(known.columns)]
    rows = [
        {"bank": bank, "risk": row.risk, "indicator": row.indicator}
        for bank, values in known.iterrows()
        for row in rules.itertuples()
        if pd.isna(values[str(row.indicator)])
    ]
    return pd.DataFrame(rows, columns=["bank", "risk", "indicator"])


@cached
def trend(snapshot: Snapshot, month: str) -> pd.DataFrame:
    """Overall scores of the twelve months to a month: bank, month, score, grade; where there is a score."""
    when, whole = pd.Timestamp(f"{month}-01"), _overall(snapshot)
    start = when - pd.DateOffset(months=TREND_MONTHS - 1)
    rows = whole[whole["month"].between(start, when) & whole["score"].notna()]
    return rows[["bank", "month", "score", "grade"]].reset_index(drop=True)


@cached
def moved(snapshot: Snapshot, month: str) -> pd.DataFrame:
    """What changed since the month before: bank, risk, before, after (grades), points, flag.

    Rows where grade or red flag changed, the largest change of points first; ``flag`` : 1 up, -1 down, 0.
    """
    when = pd.Timestamp(f"{month}-01")
    risks = reads.risk_history(snapshot, Scenario().power, reads.PUBLISHED).risks
    risks = risks[risks["risk"].isin(reads.RISKS)]
    now = risks[risks["month"] == when].set_index(["bank", "risk"])
    past = risks[risks["month"] == when - pd.DateOffset(months=1)].set_index(["bank", "risk"])
    both = now.merge(past, left_index=True, right_index=True, suffixes=("_after", "_before"))
    table = pd.DataFrame(
        {
            "before": both["grade_before"].astype(int),
            "after": both["grade_after"].astype(int),
            "points": both["score_after"] - both["score_before"],
            "flag": both["red_flag_after"].astype(int) - both["red_flag_before"].astype(int),
        }
    ).reset_index()
    changed = table[(table["before"] != table["after"]) | (table["flag"] != 0)]
    sizes = changed["points"].abs()
    return changed.loc[sizes.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
