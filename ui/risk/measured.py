"""What of a score is measured, what silence adds to it, and what to report: in the reader's words."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.risk.measured import MOST_UNMEASURED, NOT_GRADABLE, is_gradable
from studies import core
from studies.risk import supervision as reads
from ui.reader import Reader
from ui.risk.rules import rules
from ui.risk.words import grade_mark, risk_name
from ui.words import (
    MISSING,
    _,
    interval,
    labelled,
    listing,
    month_name,
    ngettext,
    number,
    percent,
    worded,
)

_NAMED: Final = 3
LEAST_POINTS: Final = 0.5
_NEGLIGIBLE: Final = 0.005
_WORST_GRADE: Final = 4


def is_graded(row: pd.Series) -> bool:
    """Whether a score has a grade."""
    return int(row["grade"]) != NOT_GRADABLE


def is_partial(row: pd.Series) -> bool:
    """Whether part of a score's weight has never been reported, and is not counted as worst."""
    return bool(row["partial"])


def on_observed(row: pd.Series) -> bool:
    """Whether what is reported this month is enough for a grade."""
    return bool(is_gradable(row["observed_share"]))


def grade_said(row: pd.Series) -> str:
    """The grade in a sentence: where too little is reported, the last one observed or worse."""
    mark = grade_mark(row["grade"])
    if not is_graded(row) or on_observed(row):
        return mark
    held = int(row["held_grade"])
    if held == int(row["grade"]):
        return mark if held == _WORST_GRADE else _("{grade} or worse").format(grade=mark)
    if held == NOT_GRADABLE:
        return mark
    return _("{grade} or worse ({mark} with the penalty for silence)").format(grade=held, mark=mark)


def observed_words(row: pd.Series) -> str:
    """What may be said of the grade on what is reported this month alone."""
    if not is_graded(row):
        return MISSING
    return _("gradable") if on_observed(row) else _("not gradable: {grade}").format(grade=grade_said(row))


def grade_probability(row: pd.Series) -> str:
    """Probability of the published grade; a dash where there is none."""
    return percent(row[f"probability_{row['grade']}"]) if is_graded(row) else MISSING


def grade_shares(row: pd.Series) -> str:
    """Probability of each grade that is not negligible, as 2: 40 % · 3: 60 %."""
    return " · ".join(
        labelled(str(grade), percent(row[f"probability_{grade}"]))
        for grade in (1, 2, 3, 4)
        if row[f"probability_{grade}"] > _NEGLIGIBLE
    )


def likelier_words(row: pd.Series) -> str:
    """Says that the published grade is not the likeliest; empty where it is, and where there is none."""
    if not is_graded(row) or row["likely_grade"] == row["grade"]:
        return ""
    return _("Grade {likely} is likelier than the published {grade} ({more} against {less}).").format(
        likely=int(row["likely_grade"]),
        grade=int(row["grade"]),
        more=percent(row[f"probability_{row['likely_grade']}"]),
        less=grade_probability(row),
    )


def rank_words(row: pd.Series) -> str:
    """Rank and its interval; a dash where the bank is not ranked."""
    return f"{row['rank']} ({row['rank_low']}–{row['rank_high']})" if is_graded(row) else MISSING


def described(label: str, row: pd.Series) -> str:
    """One score of a chart in words."""
    if pd.isna(row["score"]):
        return _("{risk}: not measured.").format(risk=label)
    words = _("{risk}: {score}, {interval}, grade {grade}.")
    if not is_graded(row):
        words = _("{risk}: {score}, {interval}, not gradable.")
    return words.format(
        risk=label,
        score=number(row["score"], 0),
        interval=interval(row["low"], row["high"], 0),
        grade=row["grade"],
    )


def caution(row: pd.Series, *, counted: bool = False) -> list[str]:
    """Why a score has no grade, and what silence adds to it; empty where all is reported.

    ``counted``: the sentence above has said how many indicators are measured.
    """
    if pd.isna(row["score"]):
        return []
    said = []
    if is_partial(row) and not is_graded(row):
        said.append(
            _(
                "No grade and no rank: {share} of the weight has never been reported, more than {most}."
            ).format(share=percent(1 - row["coverage"]), most=percent(MOST_UNMEASURED))
        )
    elif is_partial(row) and not counted:
        said.append(
            _("Measured on {seen} of {all} indicators.").format(
                seen=row["n_measured"], all=row["n_indicators"]
            )
        )
    if row["red_flag"] and not is_graded(row):
        said.append(_("A legal breach is reported: with a grade it would be 3 or worse."))
    if is_graded(row) and not on_observed(row):
        said.append(
            _(
                "Not gradable on what is observed: only {share} of the weight is reported this month, under "
                "{least}. The grade as last observed holds or is worse."
            ).format(share=percent(row["observed_share"]), least=percent(1 - MOST_UNMEASURED))
        )
    if pd.notna(row["silence"]) and row["silence"] >= LEAST_POINTS:
        said.append(
            _(
                "{points} points of the score are for silence: as last reported it would be {score}; "
                "certain bounds {bounds}."
            ).format(
                points=number(row["silence"], 0),
                score=number(row["score"] - row["silence"], 0),
                bounds=interval(row["certain_low"], row["certain_high"], 0),
            )
        )
    return said


def gaps(reader: Reader, bank: str, month: str, risk: str = "overall") -> pd.DataFrame:
    """What a bank did not report in a month, the widest effect first: see ``evidence_gaps``."""
    found = reads.gaps(reader.snapshot, month, reader.scenario.power, rules(reader.scenario))
    kept = found[found["bank"] == bank]
    return kept if risk == "overall" else kept[kept["risk"] == risk]


def gap_words(reader: Reader, rows: pd.DataFrame) -> str:
    """What to report first, as a list of its own beside what to mend; empty where nothing is missing."""
    if rows.empty:
        return ""
    labels = core.risk_catalogue(reader.snapshot).set_index("indicator")[worded("label")]
    first = listing([str(labels.get(name, name)) for name in rows["indicator"].head(_NAMED)])
    return ngettext(
        "{count} indicator is to be reported for the month: {first}.",
        "{count} indicators are to be reported for the month, first of all {first}.",
        len(rows),
    ).format(count=len(rows), first=first)


def gap_table(reader: Reader, bank: str, month: str, risk: str = "overall") -> pd.DataFrame:
    """What a bank is to report, by what it leaves open; empty where nothing is missing."""
    rows = gaps(reader, bank, month, risk)
    labels = core.risk_catalogue(reader.snapshot).set_index("indicator")[worded("label")]
    return pd.DataFrame(
        {
            _("Id"): rows["indicator"],
            _("Indicator"): [str(labels.get(name, name)) for name in rows["indicator"]],
            _("Risk"): rows["risk"].map(risk_name),
            _("Last report"): [
                _("never") if pd.isna(month) else month_name(month) for month in rows["value_month"]
            ],
            _("Weight in the overall score (%)"): 100 * rows["share"],
            _("Leaves open (points of the overall score)"): rows["open_points"],
        }
    )
