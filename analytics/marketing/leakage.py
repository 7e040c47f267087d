"""A guard against drivers known only once the outcome is: a call's length is no reason for a sale."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from scipy.stats import rankdata

from analytics.marketing._checks import FloatArray, columns, number, whole

KNOWN_AFTER: Final = frozenset(
    {
        "duration",
        "duree",
        "durée",
        "call_duration",
        "opened",
        "clicked",
        "unsubscribed",
        "converted_on",
        "activation_date",
        "first_login",
    }
)
"""Columns of campaign files that arise during or after the contact itself, compared without case."""

SUSPICIOUS: Final = 0.8
"""Area under the curve of one column alone from which it needs an explanation: what is usually called
excellent for a whole model (Hosmer, Lemeshow and Sturdivant 2013); a convention."""


@dataclass(frozen=True)
class LeakageReport:
    """What the guard found.

    Parameters
    ----------
    table : DataFrame, one row per column, most predictive first: column, auc (of the column alone, in
        [.5, 1], out of sample), declared (known only after the outcome), suspicious, refused, reason
        ("declared", "suspicious", "declared and suspicious" or "")
    refused : tuple of str, columns that may not be drivers
    allowed : tuple of str, the others, in the order of the file
    threshold : float
    """

    table: pd.DataFrame
    refused: tuple[str, ...]
    allowed: tuple[str, ...]
    threshold: float


def leakage_guard(
    data: pd.DataFrame,
    outcome: str,
    *,
    known_after: Collection[str] = KNOWN_AFTER,
    cleared: Collection[str] = (),
    threshold: float = SUSPICIOUS,
    folds: int = 5,
    seed: int = 0,
) -> LeakageReport:
    """Flag the columns that cannot have driven the outcome, because they were not known before it.

    A column is refused when it is declared as known only afterwards, or when it predicts the outcome so
    well on its own that it probably restates it. The second test uses rates of bins and categories
    learned on other folds, so that a column of many categories gets no credit for memory.

    Parameters
    ----------
    data : DataFrame, one row per contact
    outcome : str, its column of exactly two values
    known_after : names known only after the outcome, compared without case
    cleared : names that the user vouches for: suspicion is reported, but they are not refused
    threshold : float in [.5, 1], area under the curve of one column from which it is suspicious
    folds : int >= 2; seed : int, of the split into folds

    Returns
    -------
    LeakageReport

    Raises
    ------
    ValueError: no such outcome, an outcome with missing values or not exactly two values, a name cleared
        and declared at once, or fewer rows than folds
    """
    columns("data", data, [outcome])
    limit = number("threshold", threshold, 0.5, 1.0)
    names = [str(name) for name in data.columns]
    late = {name.casefold() for name in known_after}
    vouched = {name.casefold() for name in cleared}
    if both := sorted(late & vouched & {name.casefold() for name in names}):
        raise ValueError(f"cleared must not name columns known only after the outcome, got {', '.join(both)}")
    hits = _two_values(data[outcome])
    if hits.size < whole("folds", folds, 2):
        raise ValueError(f"folds must be at most the number of rows ({hits.size}), got {folds}")
    fold = np.random.default_rng(whole("seed", seed, 0)).permutation(hits.size) % folds
    rows = []
    for name, (label, column) in zip(names, data.items(), strict=True):
        if label == outcome:
            continue
        area = _area(_out_of_fold(column, hits, fold, folds), hits)
        declared = name.casefold() in late
        suspicious = area >= limit
        refused = declared or (suspicious and name.casefold() not in vouched)
        reason = " and ".join(
            word for word, true in (("declared", declared), ("suspicious", suspicious)) if true
        )
        rows.append((name, area, declared, suspicious, refused, reason))
    table = pd.DataFrame(rows, columns=["column", "auc", "declared", "suspicious", "refused", "reason"])
    return LeakageReport(
        table=table.sort_values("auc", ascending=False, kind="stable", ignore_index=True),
        refused=tuple(table.loc[table["refused"], "column"]),
        allowed=tuple(table.loc[~table["refused"], "column"]),
        threshold=limit,
    )


def _two_values(outcome: pd.Series) -> FloatArray:
    if outcome.isna().any():
        raise ValueError(f"outcome must be known in every row, missing in {int(outcome.isna().sum())}")
    values = sorted(outcome.unique().tolist(), key=str)
    if len(values) != 2:
        raise ValueError(f"outcome must have exactly two values, got {len(values)}")
    return np.asarray(outcome == values[1], dtype=np.float64)


def _out_of_fold(column: pd.Series, hits: FloatArray, fold: np.ndarray, folds: int) -> FloatArray:
    codes = _bins(column)
    size = int(codes.max()) + 1
    overall = np.array([np.bincount(codes[fold == k], minlength=size) for k in range(folds)])
    wins = np.array([np.bincount(codes[fold == k], hits[fold == k], minlength=size) for k in range(folds)])
    people, won = overall.sum(axis=0) - overall, wins.sum(axis=0) - wins
    # Each rate is drawn towards the mean by one person's weight: an empty bin predicts the mean.
    mean = (won.sum(axis=1) / np.maximum(people.sum(axis=1), 1))[:, None]
    rates = (won + mean) / (people + 1)
    return np.asarray(rates[fold, codes], dtype=np.float64)


def _bins(column: pd.Series) -> np.ndarray:
    if pd.api.types.is_numeric_dtype(column) and column.nunique() > 20:
        cut = pd.qcut(column, 20, labels=False, duplicates="drop")
        return np.asarray(cut.fillna(-1).astype(int) + 1)
    return np.asarray(pd.factorize(column.astype(object), use_na_sentinel=True)[0] + 1)


def _area(scores: FloatArray, hits: FloatArray) -> float:
    ranks = rankdata(scores)
    positive = hits.sum()
    negative = hits.size - positive
    area = (ranks[hits == 1].sum() - positive * (positive + 1) / 2) / (positive * negative)
    return float(max(area, 1 - area))
