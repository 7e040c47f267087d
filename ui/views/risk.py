"""What the risk pages show: results of the models with the words of the reader's language."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Final

import pandas as pd

from ui import link, theme
from ui.reads import core
from ui.reads import risk as risk_reads
from ui.views.risk_rules import rules
from ui.words import N_, _, interval, labelled, language, month_name, number, percent, signed

RISK_NAMES: Final = {
    "overall": N_("Overall"),
    "operational": N_("Operational"),
    "regulatory": N_("Regulatory"),
    "legal": N_("Legal"),
    "reputational": N_("Reputational"),
}
IN_SENTENCE: Final = {
    "overall": N_("overall risk"),
    "operational": N_("operational risk"),
    "regulatory": N_("regulatory risk"),
    "legal": N_("legal risk"),
    "reputational": N_("reputational risk"),
}
_STATUS: Final = {
    "observed": N_("observed"),
    "carried": N_("missing, last value kept and drifting to the worst"),
    "never": N_("never observed"),
}
_MOST_CHANGES: Final = 8


def risk_name(risk: str) -> str:
    """The heading of a risk."""
    return _(RISK_NAMES[risk])


@dataclass(frozen=True)
class BankRisks:
    """One bank's risks in one month, ready to be drawn.

    ``risks``: label, score, low, high, grade, probability_1 to probability_4, likely_grade, robust, rank,
    rank_low, rank_high, red_flag, n_observed, n_indicators; ``indicators``: one row per indicator;
    ``history``: month, score, low, high of the risk chosen; ``moves``: the bank's indicators in the month and
    the one before; ``kinds``: of the data used; ``banks``: how many are ranked.
    """

    bank: str
    month: pd.Timestamp
    risks: pd.DataFrame
    indicators: pd.DataFrame
    history: pd.DataFrame
    moves: pd.DataFrame
    kinds: tuple[str, ...]
    banks: int

    @cached_property
    def changes(self) -> pd.DataFrame:
        """Indicators that moved since the month before: label, change, text; from worse to better."""
        return _changes(self.moves, self.month)


def months(bank: str) -> list[str]:
    """The months for which a bank has scores, the latest first, as 2026-10."""
    if not risk_reads.observed(core.snapshot()):
        return []
    risks = risk_reads.risk_history(core.snapshot(), link.scenario().power, rules()).risks
    found = risks.loc[risks["bank"] == bank, "month"].drop_duplicates().sort_values(ascending=False)
    return [f"{month:%Y-%m}" for month in found]


def bank_risks(bank: str, month: str, risk: str) -> BankRisks:
    """Scores, intervals, history and changes of one bank, under the session's scenario.

    Raises
    ------
    KeyError: the bank has no scores in that month
    """
    snapshot, scenario = core.snapshot(), link.scenario()
    chosen = scenario.power, scenario.level, scenario.seed, rules()
    history = risk_reads.risk_history(snapshot, scenario.power, rules())
    when = pd.Timestamp(f"{month}-01")
    now = history.risks[(history.risks["bank"] == bank) & (history.risks["month"] == when)]
    if now.empty:
        raise KeyError(f"{bank} has no scores in {month}")
    doubt = risk_reads.risk_uncertainty(snapshot, month, *chosen)
    doubt = doubt[doubt["bank"] == bank].drop(columns=["stage", "bank", "score", "grade"])
    risks = now.drop(columns=["low", "high"]).merge(doubt, on="risk")
    risks = risks.set_index("risk").loc[[*risk_reads.RISKS, "overall"]].reset_index()
    bands = risk_reads.risk_bands(snapshot, bank, *chosen)
    indicators = history.indicators[history.indicators["bank"] == bank]
    return BankRisks(
        bank=bank,
        month=when,
        risks=risks.assign(label=risks["risk"].map(risk_name)),
        indicators=described(indicators[indicators["month"] == when]),
        history=bands[bands["risk"] == risk].sort_values("month"),
        moves=indicators[indicators["month"].between(when - pd.DateOffset(months=1), when)],
        kinds=risk_reads.risk_kinds(snapshot, bank),
        banks=int(history.risks.loc[history.risks["month"] == when, "bank"].nunique()),
    )


def described(indicators: pd.DataFrame) -> pd.DataFrame:
    catalogue = risk_reads.catalogue(core.snapshot(), rules())
    columns = ["indicator", "provenance", "maps_to", "weight", "cut_1", "cut_2", "cut_3"]
    unit = catalogue["unit_fr" if language() == "fr" else "unit"]
    words = catalogue[columns].assign(label=catalogue[f"label_{language()}"], unit=unit)
    return indicators.drop(columns=["weight"], errors="ignore").merge(words, on="indicator", how="left")


def _changes(indicators: pd.DataFrame, when: pd.Timestamp) -> pd.DataFrame:
    scores = indicators.pivot_table(index="indicator", columns="month", values="score")
    before = when - pd.DateOffset(months=1)
    if before not in scores.columns:
        return pd.DataFrame(columns=["label", "change", "text"])
    moved = (scores[when] - scores[before]).rename("change").reset_index()
    moved = moved[moved["change"].abs() >= 0.05]
    top = moved.reindex(moved["change"].abs().sort_values(ascending=False).index).head(_MOST_CHANGES)
    top = described(top).sort_values("change", ascending=False)
    return top.assign(
        label=top["indicator"] + " · " + top["label"],
        text=[signed(change, 1) for change in top["change"]],
    )[["label", "change", "text"]]


def risk_table(view: BankRisks) -> pd.DataFrame:
    """The four risks and the whole, as the table below the chart has them."""
    risks = view.risks
    return pd.DataFrame(
        {
            _("Risk"): risks["label"],
            _("Score (0–100)"): risks["score"].round(1),
            _("Low"): risks["low"].round(1),
            _("High"): risks["high"].round(1),
            _("Grade (1–4)"): [f"{theme.GRADE_MARKS[grade]} {grade}" for grade in risks["grade"]],
            _("Probability of that grade"): [
                percent(row[f"probability_{row['grade']}"]) for _index, row in risks.iterrows()
            ],
            _("Robust"): [_("yes") if robust else _("no") for robust in risks["robust"]],
            _("Rank, 1 least risky"): [
                f"{row['rank']} ({row['rank_low']}–{row['rank_high']})" for _index, row in risks.iterrows()
            ],
            _("Red flag"): [_("yes") if flag else _("no") for flag in risks["red_flag"]],
            _("Indicators observed"): [
                f"{seen}/{all_}"
                for seen, all_ in zip(risks["n_observed"], risks["n_indicators"], strict=True)
            ],
        }
    )


def indicator_table(view: BankRisks, risk: str) -> pd.DataFrame:
    """The indicators behind a risk, the worst first, each with its unit, status and provenance."""
    rows = view.indicators if risk == "overall" else view.indicators[view.indicators["risk"] == risk]
    rows = rows.sort_values(["score", "indicator"], ascending=[False, True])
    return pd.DataFrame(
        {
            _("Id"): rows["indicator"],
            _("Indicator"): rows["label"],
            _("Risk"): rows["risk"].map(risk_name),
            _("Value"): rows["value"],
            _("Unit"): rows["unit"],
            _("Score (0–100)"): rows["score"].round(1),
            _("Low"): rows["score_low"].round(1),
            _("High"): rows["score_high"].round(1),
            _("Status"): [_(_STATUS[status]) for status in rows["status"]],
            _("Cuts of the grades"): [
                " / ".join(f"{cut:g}" for cut in cuts)
                for cuts in rows[["cut_1", "cut_2", "cut_3"]].itertuples(index=False)
            ],
            _("Provenance of the cuts"): rows["provenance"],
            _("Maps to"): rows["maps_to"],
        }
    )


def grade_words(row: pd.Series) -> str:
    mark = f"{theme.GRADE_MARKS[row['grade']]} {row['grade']}"
    return mark + " " + _("(held by a red flag)") if row["red_flag"] else mark


def worst(view: BankRisks) -> pd.Series:
    """The risk with the highest score."""
    four = view.risks[view.risks["risk"] != "overall"]
    return four.loc[four["score"].idxmax()]


def score_sentence(view: BankRisks, risk: str, name: str) -> str:
    """How risky the bank is, in one sentence with number, interval, grade, rank and change."""
    row = view.risks.set_index("risk").loc[risk]
    earlier = view.history[view.history["month"] == view.month - pd.DateOffset(months=12)]
    sentence = _(
        "{bank}: {risk} {score} out of 100 ({interval} at {level}), grade {grade} out of 4, rank {rank} of "
        "{banks}, in {month}"
    ).format(
        bank=name,
        risk=_(IN_SENTENCE[risk]),
        score=number(row["score"], 0),
        interval=interval(row["low"], row["high"], 0),
        level=percent(link.scenario().level),
        grade=grade_words(row),
        rank=row["rank"],
        banks=view.banks,
        month=month_name(view.month),
    )
    if earlier.empty:
        return sentence + "."
    change = row["score"] - earlier["score"].iloc[0]
    return sentence + _("; {change} points in twelve months.").format(change=signed(change, 1))


def robustness(view: BankRisks, risk: str) -> str:
    """Whether the grade can be relied on; empty when it can."""
    row = view.risks.set_index("risk").loc[risk]
    if row["robust"]:
        return ""
    probabilities = [
        labelled(str(grade), percent(row[f"probability_{grade}"]))
        for grade in (1, 2, 3, 4)
        if row[f"probability_{grade}"] > 0.005
    ]
    sentence = _(
        "Grade not robust: other data, thresholds, weights or p would often give another ({grades})."
    )
    return sentence.format(grades=" · ".join(probabilities))


def worry_sentence(view: BankRisks, name: str) -> str:
    """What to worry about and what to mend first."""
    risk = worst(view)
    rows = view.indicators[view.indicators["risk"] == risk["risk"]]
    first = rows.loc[rows["score"].idxmax()]
    return _(
        "{bank} should worry first about its {risk}: {score} out of 100 ({interval}), grade {grade}. "
        "First to mend: {indicator} ({value})."
    ).format(
        bank=name,
        risk=_(IN_SENTENCE[risk["risk"]]),
        score=number(risk["score"], 0),
        interval=interval(risk["low"], risk["high"], 0),
        grade=grade_words(risk),
        indicator=first["label"],
        value=number(first["value"], 1, first["unit"]) if pd.notna(first["value"]) else _("not reported"),
    )


def described_risks(view: BankRisks) -> str:
    """The chart of the risks in words."""
    return " ".join(
        _("{risk}: {score}, {interval}, grade {grade}.").format(
            risk=row["label"],
            score=number(row["score"], 0),
            interval=interval(row["low"], row["high"], 0),
            grade=row["grade"],
        )
        for _index, row in view.risks.iterrows()
    )


def described_changes(view: BankRisks) -> str:
    """The chart of the changes in words."""
    return ". ".join(labelled(row["label"], row["text"]) for _index, row in view.changes.iterrows())


def method() -> dict[str, object]:
    """How scores are computed, for the foot of the risk pages."""
    return {
        "formula": r"S=\left(\frac{\sum_i w_i s_i^{\,p}}{\sum_i w_i}\right)^{1/p},\qquad "
        r"(k_0,k_1,k_2,k_3,k_4)\mapsto(0,25,50,75,100)\;:\;x_i\mapsto s_i",
        "words": [
            _(
                "Each indicator is scored from 0 (best) to 100 (worst) by five knots; the three inner knots "
                "are the cuts between the grades 1 to 4."
            ),
            _(
                "A risk is the power mean of its indicators; with p = 2 a bad indicator weighs more than a "
                "good one can offset. Overall is the power mean of the four risks."
            ),
            _(
                "A missing indicator counts as the worse of its last known score and the upper quartile of "
                "the other banks, drifting to 100 over twelve months; leaving a value out never improves "
                "a score."
            ),
            _(
                "Low, high, probabilities and ranks come from 1,000 draws: data error 5 %, conventional "
                "thresholds ±20 %, weights ±25 %, p from 1 to 4, missing values at least as bad as "
                "published. A red flag (legal breach) holds the grade at 3 or above."
            ),
            _(
                "Provenance of the cuts: V read in the source named, V2 read in a secondary source, M not "
                "verified, C a convention of this product."
            ),
        ],
        "proof": _(
            "Scores 20, 40 and 80 with weights 1, 1 and 2 give 60.83 for p = 2 and 55 for p = 1; the "
            "same figures stand in the tests."
        ),
    }
