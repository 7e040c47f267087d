"""From survey items to constructs: mapping, scale means, and Cronbach's alpha."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

ACCEPTABLE_ALPHA = 0.7
_NUMBERED = re.compile(r"^(?P<construct>.*[^\W\d_])_?\d+$")


@dataclass(frozen=True)
class Reliability:
    """Internal consistency of a scale.

    Parameters
    ----------
    alpha : float, at most 1; negative when items contradict one another
    low, high : floats, interval of Feldt
    items, respondents : counts; respondents answered every item
    by_item : DataFrame item, rest_correlation (with the mean of the other items), alpha_without (NaN where
        only one item would remain)
    """

    alpha: float
    low: float
    high: float
    items: int
    respondents: int
    by_item: pd.DataFrame

    @property
    def acceptable(self) -> bool:
        """True from 0.7 on, the usual threshold (Nunnally 1978)."""
        return self.alpha >= ACCEPTABLE_ALPHA


def cronbach_alpha(items: pd.DataFrame, *, level: float = 0.95) -> Reliability:
    """Cronbach's alpha: ``k / (k - 1) (1 - sum of item variances / variance of the sum)``.

    Parameters
    ----------
    items : DataFrame, one column per item, all pointing the same way; respondents with a missing answer
        are left out
    level : float in (0, 1), of the interval

    Raises
    ------
    ValueError: fewer than 2 items or 3 complete respondents, answers that are not numbers, no variation

    References
    ----------
    Cronbach (1951), Coefficient alpha and the internal structure of tests, Psychometrika 16(3); Feldt,
    Woodruff and Salih (1987), Statistical inference for coefficient alpha, Applied Psychological
    Measurement 11(1).
    """
    if not 0.0 < level < 1.0:
        raise ValueError(f"level is {level}; it must be in (0, 1)")
    answers = _numbers(items).dropna()
    respondents, count = answers.shape
    if count < 2:
        raise ValueError(f"items has {count} columns; alpha needs at least 2")
    if respondents < 3:
        raise ValueError(f"items has {respondents} complete respondents; alpha needs at least 3")
    table = answers.to_numpy(dtype=float)
    if np.var(table.sum(axis=1)) <= 1e-12:
        raise ValueError("items has the same total for every respondent; alpha is not defined")
    alpha = _alpha(table)
    first, second = respondents - 1.0, (respondents - 1.0) * (count - 1.0)
    # (1 - alpha) over its estimate follows an F distribution.
    upper, lower = (stats.f.ppf(q, first, second) for q in ((1 - level) / 2, (1 + level) / 2))
    return Reliability(
        alpha,
        float(1.0 - (1.0 - alpha) * lower),
        float(1.0 - (1.0 - alpha) * upper),
        count,
        respondents,
        _by_item(table, list(answers.columns)),
    )


def items_by_construct(columns: Sequence[str]) -> dict[str, list[str]]:
    """Mapping read from names that end in a number: ``trust_1``, ``trust2`` belong to ``trust``."""
    mapping: dict[str, list[str]] = {}
    for column in columns:
        match = _NUMBERED.match(column)
        if match:
            mapping.setdefault(match["construct"], []).append(column)
    return mapping


def build_constructs(
    data: pd.DataFrame,
    mapping: Mapping[str, Sequence[str]],
    *,
    reverse: Sequence[str] = (),
    scale: tuple[float, float] = (1.0, 7.0),
    answered: float = 0.5,
) -> pd.DataFrame:
    """Mean of the items of each construct, per respondent.

    Parameters
    ----------
    data : DataFrame of respondents, with a column per item
    mapping : construct and its items, such as ``{"trust": ["trust1", "trust2"]}``
    reverse : items worded the other way; they are turned round within ``scale``
    scale : lowest and highest possible answer
    answered : float in (0, 1], share of the items that must be answered; otherwise the construct is missing

    Returns
    -------
    DataFrame, index of ``data``, one column per construct

    Raises
    ------
    ValueError: an empty mapping, unknown items, answers outside the scale, a reversed item not in use
    """
    if not mapping:
        raise ValueError("mapping is empty; give at least one construct with its items")
    if not scale[0] < scale[1]:
        raise ValueError(f"scale is {scale}; its first value must be below its second")
    if not 0.0 < answered <= 1.0:
        raise ValueError(f"answered is {answered}; it must be in (0, 1]")
    used = [item for items in mapping.values() for item in items]
    unknown = [item for item in used if item not in data.columns]
    if unknown:
        raise ValueError(f"mapping names {', '.join(unknown)}, which data does not have")
    stray = [item for item in reverse if item not in used]
    if stray:
        raise ValueError(f"reverse names {', '.join(stray)}, which mapping does not use")
    constructs = {}
    for construct, items in mapping.items():
        if not items:
            raise ValueError(f"mapping gives construct {construct!r} no item")
        answers = _numbers(data[list(items)])
        outside = (answers < scale[0]) | (answers > scale[1])
        if outside.to_numpy().any():
            worst = str(outside.any()[lambda column: column].index[0])
            raise ValueError(f"item {worst!r} has answers outside the scale {scale[0]:g} to {scale[1]:g}")
        turned = [item for item in items if item in reverse]
        answers[turned] = scale[0] + scale[1] - answers[turned]
        enough = answers.notna().mean(axis=1) >= answered
        constructs[construct] = answers.mean(axis=1).where(enough)
    return pd.DataFrame(constructs, index=data.index)


def _numbers(items: pd.DataFrame) -> pd.DataFrame:
    table = {}
    for name in items.columns:
        numbers = pd.to_numeric(items[name], errors="coerce").astype(float)
        if (numbers.isna() & items[name].notna()).any():
            raise ValueError(f"item {name!r} has answers that are not numbers")
        table[name] = numbers
    return pd.DataFrame(table, index=items.index)


def _alpha(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> float:
    count = table.shape[1]
    spread = table.var(axis=0, ddof=1).sum() / table.sum(axis=1).var(ddof=1)
    return float(count / (count - 1.0) * (1.0 - spread))


def _by_item(table: np.ndarray[tuple[int, ...], np.dtype[np.float64]], names: list[str]) -> pd.DataFrame:
    rows = []
    for i, name in enumerate(names):
        rest = np.delete(table, i, axis=1)
        total = rest.mean(axis=1)
        fixed = np.ptp(total) == 0 or np.ptp(table[:, i]) == 0
        correlation = np.nan if fixed else float(np.corrcoef(table[:, i], total)[0, 1])
        lone = rest.shape[1] < 2 or np.ptp(total) == 0
        without = np.nan if lone else _alpha(rest)
        rows.append({"item": name, "rest_correlation": correlation, "alpha_without": without})
    return pd.DataFrame(rows)
