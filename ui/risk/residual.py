"""What the tested controls of a bank leave of its exposure, beside what was observed."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.catalogue import OVERALL
from analytics.risk.residual import (
    NO_CONTROLS,
    NO_EVIDENCE,
    NO_EXPOSURE,
    NO_INDICATORS,
    NOT_ACTED_ON,
    NOT_MEASURED,
    STATED,
    TEST_MONTHS,
)
from studies import core
from studies.risk import detail as reads
from ui.reader import Reader
from ui.risk import bank as words
from ui.risk.measured import described
from ui.risk.rules import rules
from ui.risk.words import evidence, grade_mark, risk_name
from ui.rows import row_of
from ui.words import MISSING, N_, _, interval, language, number

# Why a risk has no residual score.
_REASONS: Final = {
    NO_CONTROLS: N_("no control is recorded"),
    NO_INDICATORS: N_("the controls recorded name no indicator that they act on"),
    NO_EVIDENCE: N_("no control on its exposure has a test of the last {months} months with its tester"),
    NOT_ACTED_ON: N_("no control acts on its indicators of exposure"),
    NO_EXPOSURE: N_("all its indicators are observed with the controls already in place"),
    NOT_MEASURED: N_("nothing of it is reported"),
}
_STAGES: Final = {"exposure": N_("exposure"), "outcome": N_("outcome, controls in place")}


def stages(reader: Reader, bank: str, month: str) -> pd.DataFrame:
    """Each risk as observed and with tested controls: risk, label, stage ("observed" or "residual"), score,
    low, high, grade, status (see :class:`analytics.risk.residual.ResidualScores`)."""
    chosen = reader.scenario
    found = reads.residual(
        reader.snapshot, month, bank, chosen.power, chosen.level, chosen.seed, rules(reader.scenario)
    ).table
    columns = ["risk", "label", "score", "low", "high", "grade"]
    observed = words.score_rows(reader, bank, month)[columns]
    after = observed[["risk", "label"]].merge(found.drop(columns="independent"), on="risk", how="left")
    status = observed[["risk"]].merge(found[["risk", "status"]], on="risk", how="left")["status"]
    both = [observed.assign(stage="observed", status=status.to_numpy()), after.assign(stage="residual")]
    return pd.concat(both, ignore_index=True)


def stage_names() -> dict[str, str]:
    """Stage → what the reader sees."""
    return {"observed": _("observed"), "residual": _("with tested controls on exposure")}


def reason(status: str) -> str:
    """Why a risk has no residual score; empty where it has one."""
    return "" if status == STATED else _(_REASONS[status]).format(months=TEST_MONTHS)


def stage_table(table: pd.DataFrame) -> pd.DataFrame:
    """The score observed and, where there is evidence, what tested controls leave; one row a risk."""
    before, after = (table[table["stage"] == stage].reset_index(drop=True) for stage in stage_names())
    stated = after["status"] == STATED
    return pd.DataFrame(
        {
            _("Risk"): before["label"],
            _("Observed (0–100)"): before["score"],
            _("Observed, interval"): _intervals(before),
            _("Tested controls take off (points)"): before["score"] - after["score"],
            _("Residual (0–100)"): after["score"],
            _("Residual, interval"): [
                span if known else MISSING for span, known in zip(_intervals(after), stated, strict=True)
            ],
            _("Residual grade"): [grade_mark(mark) if mark else MISSING for mark in after["grade"]],
            _("Why there is no residual"): [reason(status) for status in after["status"]],
        }
    )


def _intervals(rows: pd.DataFrame) -> list[str]:
    return [
        MISSING if pd.isna(low) else interval(low, high, 0)
        for low, high in zip(rows["low"], rows["high"], strict=True)
    ]


def stage_sentence(table: pd.DataFrame, risk: str) -> str:
    """What the tested controls leave of one risk, or why that cannot be said."""
    rows = table[table["risk"] == risk].set_index("stage")
    after = row_of(rows, "residual")
    if after["status"] == NOT_MEASURED:
        return ""
    if after["status"] != STATED:
        return _("No residual score: {reason}.").format(reason=reason(after["status"]))
    said = _("With the tested controls on its exposure: {score} ({interval}), of {before} observed.")
    return said.format(
        score=number(after["score"], 0),
        interval=interval(after["low"], after["high"], 0),
        before=number(rows["score"].loc["observed"], 0),
    )


def described_stages(table: pd.DataFrame) -> str:
    """The chart of the stages in words."""
    names = stage_names()
    return " ".join(
        described(_("{risk}, {stage}").format(risk=row["label"], stage=names[row["stage"]]), row)
        for _at, row in table[(table["stage"] == "observed") | (table["status"] == STATED)].iterrows()
    )


def control_table(reader: Reader, bank: str, risk: str, month: str) -> pd.DataFrame:
    """Controls of one risk and those that act on its exposure, or all: evidence, effect and cost."""
    chosen = reader.scenario
    rows = reads.controls(reader.snapshot, bank)
    found = reads.residual(
        reader.snapshot, month, bank, chosen.power, chosen.level, chosen.seed, rules(reader.scenario)
    )
    rows = rows.merge(found.controls, on="control", how="left")
    if risk != OVERALL:
        of = core.risk_catalogue(reader.snapshot).set_index("indicator")["risk"]
        acting = [any(of[code] == risk for code in codes) for codes in rows["exposure"]]
        rows = rows[(rows["risk"] == risk) | np.array(acting, dtype=bool)]
    named = rows["name_fr"].fillna(rows["name"]) if language() == "fr" else rows["name"]
    coverage, effect = rows["coverage"].astype(float), rows["effectiveness_mean"].astype(float)
    table = pd.DataFrame(
        {
            _("Control"): named,
            _("Risk"): rows["risk"].map(risk_name),
            _("Acts on exposure"): [", ".join(codes) or MISSING for codes in rows["exposure"]],
            _("Already in the observation"): [", ".join(codes) or MISSING for codes in rows["outcome"]],
            _("Evidence"): [
                evidence(row["tested_on"], row["tester"], in_force=bool(row["tested"]))
                for _at, row in rows.iterrows()
            ],
            _("Coverage (%)"): 100 * coverage,
            _("Effectiveness (%)"): 100 * effect,
            _("Effectiveness, sd (%)"): 100 * rows["effectiveness_sd"].astype(float),
            _("Coverage × effectiveness (%)"): 100 * coverage * effect,
            _("Cost a year (MAD million)"): rows["annual_cost_mad"].astype(float) / 1e6,
        }
    )
    return table.sort_values(_("Coverage × effectiveness (%)"), ascending=False)


def stage_of_indicators(reader: Reader, codes: pd.Series) -> list[str]:
    """Whether each indicator tells of exposure or of an outcome, in the reader's words."""
    known = core.risk_catalogue(reader.snapshot).set_index("indicator")["stage"]
    return [_(_STAGES[known[code]]) for code in codes]


def method() -> list[str]:
    """How the residual is computed, for the foot of the scores page."""
    return [
        _(
            "Scores are observed. Indicators of outcome are seen with the controls in place and stay as they "
            "are; only indicators of exposure can be lowered, by controls that name them and have a test of "
            "the last {months} months with its tester (convention, C). Without evidence there is no residual."
        ).format(months=TEST_MONTHS),
        _(
            "The residual credits the strongest control alone: the indicator’s score times 1 − coverage × "
            "effectiveness. Its interval runs from independent controls to the strongest alone, with "
            "effectiveness drawn from a beta law and the doubt of the score itself."
        ),
    ]
