"""The rule that made a forecast, in figures and in a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.adoption.backtest import RULES
from analytics.adoption.forecasters import CLASS_CASES, CLASS_WIDTH, STAGE_LIMIT
from analytics.adoption.shapes import FloatArray

LAST_VALUE = "last_value"
# A model that counts for less is not named beside the rule.
LEAST_WEIGHT = 0.05


@dataclass(frozen=True)
class Rule:
    """The rule that made a forecast: a stable key for translation, its figures, a sentence in English."""

    key: str
    parameters: Mapping[str, float]
    text: str

    def __str__(self) -> str:
        return self.text


def rule_in_force(
    models: Mapping[str, FloatArray],
    row: int,
    which: int,
    cases: pd.DataFrame,
    horizon: int,
    weights: Mapping[str, float],
) -> Rule:
    """The rule that made the value of one entity, with its weights at the last year."""
    if np.isnan(models["pooled_logistic"][row, 0]):
        text = "No past change is known to learn from: the last value is kept."
        return Rule(LAST_VALUE, {}, text)
    figures = {"stage_limit": STAGE_LIMIT} | {f"weight_{name}": share for name, share in weights.items()}
    joined = _joined(weights)
    if which == 1:
        text = (
            f"From {STAGE_LIMIT:.0f} % on: mean of the straight line through the series and of growth curves "
            "through its last value."
        )
        return Rule(RULES[1], figures, text + joined)
    sizes = cases.groupby("horizon").size().reindex(range(1, horizon + 1), fill_value=0)
    class_horizon = int((sizes >= CLASS_CASES).cumprod().sum())
    first = cases[cases["horizon"] == 1]
    figures |= {
        "class_width": CLASS_WIDTH,
        "class_cases": float(len(first)),
        "class_entities": float(first["entity"].nunique()),
        "class_horizon": float(class_horizon),
    }
    if class_horizon == 0:
        text = (
            f"Below {STAGE_LIMIT:.0f} %: logistic growth at the pooled rate alone, as fewer than "
            f"{CLASS_CASES} cases have been at this level."
        )
        return Rule("pooled_logistic", figures, text + joined)
    text = (
        f"Below {STAGE_LIMIT:.0f} %: mean of the median change in {len(first)} past cases within "
        f"{CLASS_WIDTH:.0f} points of this level and of logistic growth at the pooled rate"
    )
    text += "." if class_horizon == horizon else f"; the cases reach {class_horizon} years ahead."
    return Rule(RULES[0], figures, text + joined)


def _joined(weights: Mapping[str, float]) -> str:
    """The share of the rule of the stage, and of the models that stand beside it, in English."""
    beside = [
        f"{name.replace('_', ' ')} {share:.0%}"
        for name, share in weights.items()
        if name != "rule" and share >= LEAST_WEIGHT
    ]
    if not beside:
        return ""
    rest = ", ".join(beside)
    return f" It counts for {weights['rule']:.0%} of the value at the last year; the rest goes to {rest}."
