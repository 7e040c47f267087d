"""Auditing a bank's site over the mix 2P + 2C + 3S: scores with what was not answered, and peers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.marketing._checks import columns, number, numbers
from analytics.marketing.checklist import CHECKLIST, DIMENSIONS

_REQUIRED: Final = ("bank", "item", "answer")
_FULL: Final = 100.0


@dataclass(frozen=True)
class MixAudit:
    """Scores of every bank, 0 to 100.

    Parameters
    ----------
    scores : DataFrame, one row per bank and dimension: bank, dimension, score (share of what was
        answered; missing when nothing was), low, high (all that was not answered counted as no, as yes),
        answered, items, peer_median, peer_best (of the other banks' scores; missing without any)
    overall : DataFrame, one row per bank: bank, score, low, high, answered, items, rank (1 best),
        rank_best, rank_worst (given everyone's intervals)
    answers : DataFrame, one row per bank and item: bank, item, dimension, answer (missing when not
        answered), evidence, reason ("no answer", "no evidence" or "")
    """

    scores: pd.DataFrame
    overall: pd.DataFrame
    answers: pd.DataFrame

    def dimension(self, bank: str, dimension: str) -> pd.Series:
        """One row of the scores; KeyError when the bank or the dimension is unknown."""
        rows = self.scores[(self.scores["bank"] == bank) & (self.scores["dimension"] == dimension)]
        if rows.empty:
            raise KeyError(f"no score of {dimension!r} for {bank!r}")
        return rows.iloc[0]


def audit(answers: pd.DataFrame, *, weights: Mapping[str, float] | None = None) -> MixAudit:
    """Score banks over the seven dimensions from answers to the checklist.

    A score is the mean of what was answered, times 100. What was not answered is never taken as no: it
    opens the interval, whose ends are all missing answers as no and as yes. A yes without evidence is
    not an answer, when the table has a column for evidence.

    Parameters
    ----------
    answers : DataFrame bank, item (code of the checklist), answer (1 or true, 0 or false, .5 in part,
        missing), and optionally evidence (text)
    weights : dimension → weight in the overall score, equal without it; a dimension left out weighs 0

    Returns
    -------
    MixAudit

    Raises
    ------
    ValueError: a column missing, an item unknown or answered twice, an answer outside 0 to 1, or weights
        of unknown dimensions or without any above 0
    """
    full = _complete(answers)
    weight = _weights(weights)
    scores = _scores(full)
    return MixAudit(scores=_with_peers(scores), overall=_overall(scores, weight), answers=full)


def _complete(answers: pd.DataFrame) -> pd.DataFrame:
    columns("answers", answers, _REQUIRED)
    known = {item.code: item.dimension for item in CHECKLIST}
    if unknown := sorted(set(answers["item"].astype(str)) - set(known)):
        raise ValueError(f"item must be a code of the checklist, got {', '.join(unknown[:5])}")
    if answers["bank"].isna().any():
        raise ValueError("bank must be given in every row")
    if (twice := answers.duplicated(["bank", "item"])).any():
        bank, item = answers.loc[twice, ["bank", "item"]].iloc[0]
        raise ValueError(f"item must be answered once per bank; twice: {item} of {bank}")
    given = answers.assign(answer=pd.to_numeric(answers["answer"]).astype("float64"))
    numbers("answer", given["answer"].dropna(), 0.0, 1.0)
    if "evidence" not in given:
        given["evidence"] = "not asked for"
    every = pd.MultiIndex.from_product([sorted(given["bank"].unique()), known], names=["bank", "item"])
    full = given.set_index(["bank", "item"])[["answer", "evidence"]].reindex(every).reset_index()
    full["dimension"] = full["item"].map(known)
    proven = full["evidence"].fillna("").astype(str).str.strip().ne("")
    unproven = full["answer"].gt(0) & ~proven
    full["reason"] = np.select([full["answer"].isna(), unproven], ["no answer", "no evidence"], default="")
    full["answer"] = full["answer"].mask(unproven)
    return full[["bank", "item", "dimension", "answer", "evidence", "reason"]]


def _weights(weights: Mapping[str, float] | None) -> pd.Series:
    names = [dimension.code for dimension in DIMENSIONS]
    if weights is None:
        return pd.Series(1.0 / len(names), index=names)
    if unknown := sorted(set(weights) - set(names)):
        raise ValueError(f"weights must name dimensions ({', '.join(names)}), got {', '.join(unknown)}")
    given = pd.Series(numbers("weights", [weights.get(name, 0.0) for name in names], 0.0), index=names)
    if given.sum() == 0:
        raise ValueError("weights must have at least one above 0, got none")
    return given / given.sum()


def _scores(full: pd.DataFrame) -> pd.DataFrame:
    groups = full.groupby(["bank", "dimension"])["answer"]
    table = groups.agg(score="mean", total="sum", answered="count", items="size").reset_index()
    table["score"] *= _FULL
    table["low"] = _FULL * table["total"] / table["items"]
    table["high"] = _FULL * (table["total"] + table["items"] - table["answered"]) / table["items"]
    order = {dimension.code: place for place, dimension in enumerate(DIMENSIONS)}
    table = table.assign(place=table["dimension"].map(order)).sort_values(
        ["bank", "place"], ignore_index=True
    )
    return table[["bank", "dimension", "score", "low", "high", "answered", "items"]]


def _with_peers(scores: pd.DataFrame) -> pd.DataFrame:
    wide = scores.pivot_table(index="bank", columns="dimension", values="score", dropna=False)
    medians, best = [], []
    for bank, dimension in zip(scores["bank"], scores["dimension"], strict=True):
        others = wide[dimension].drop(index=bank).dropna()
        medians.append(others.median() if len(others) else np.nan)
        best.append(others.max() if len(others) else np.nan)
    return scores.assign(peer_median=medians, peer_best=best)


def _overall(scores: pd.DataFrame, weight: pd.Series) -> pd.DataFrame:
    counted = scores[scores["dimension"].map(weight).gt(0)]
    rows = []
    for bank, group in counted.groupby("bank"):
        part = group["dimension"].map(weight)
        ends = {name: float((group[name] * part).sum()) for name in ("low", "high")}
        seen = group["score"].notna()
        score = float((group["score"] * part)[seen].sum() / part[seen].sum()) if seen.any() else np.nan
        people = {"answered": int(group["answered"].sum()), "items": int(group["items"].sum())}
        rows.append({"bank": bank, "score": score, **ends, **people})
    table = pd.DataFrame(rows)
    table["rank"] = table["score"].rank(ascending=False, method="min")
    low, high = table["low"].to_numpy(), table["high"].to_numpy()
    table["rank_best"] = 1 + (low[None, :] > high[:, None]).sum(axis=1)
    table["rank_worst"] = len(table) - (high[None, :] < low[:, None]).sum(axis=1)
    return table.sort_values(["rank", "bank"], ignore_index=True)


def trust_from_audit(
    result: MixAudit, bank: str, *, reference: float = 0.6, slope: float = 0.4
) -> tuple[float, float, float]:
    """Trust that the privacy and security scores suggest: value, low, high, for ``Plan.trust``.

    The mean of the two scores, as far as it is above or below 50, moves trust around the reference. The
    slope is an assumption of this product: no study that could be read gives one.

    Parameters
    ----------
    result : MixAudit
    bank : str
    reference : float in [0, 1], trust at a mean score of 50
    slope : float in [0, 1], change of trust from a mean score of 0 to one of 100

    Returns
    -------
    (value, low, high), each in [0, 1]; the value is the middle of the interval when nothing was answered

    Raises
    ------
    ValueError: a bank without audit, or an argument outside its range
    """
    if bank not in set(result.scores["bank"]):
        raise ValueError(f"bank must be one that was audited, got {bank!r}")
    level = number("reference", reference, 0.0, 1.0)
    rise = number("slope", slope, 0.0, 1.0)
    rows = [result.dimension(bank, code) for code in ("privacy", "security")]

    def trust(name: str) -> float:
        mean = float(np.mean([row[name] for row in rows])) / _FULL
        return float(np.clip(level + rise * (mean - 0.5), 0.0, 1.0))

    low, high = trust("low"), trust("high")
    value = (low + high) / 2 if any(np.isnan(row["score"]) for row in rows) else trust("score")
    return value, low, high
