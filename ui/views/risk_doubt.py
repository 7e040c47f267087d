"""What the probability of a grade is of: which doubts are drawn, how wide, why, and what each does alone."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analytics.risk.draws import Spread
from studies.risk import scores as reads
from ui import link
from ui.views import risk_measured as measured
from ui.views.risk_rules import rules
from ui.words import N_, _, interval, number, percent

_NAMES: Final = {
    "data": N_("Error of the data"),
    "thresholds": N_("Thresholds that are a convention"),
    "weights": N_("Weights"),
    "power": N_("Compensation p"),
    "missing": N_("What is not reported"),
    "all": N_("All at once"),
}
_REASONS: Final = {
    "data": N_("Convention: no bank states the error of its indicators; counts are taken as exact."),
    "thresholds": N_("Convention: no text sets these cuts for this purpose; limits of law never move."),
    "weights": N_("Convention: equal weights are a choice, and experts rarely agree more closely."),
    "power": N_("From full compensation to the worst indicator weighing most: no theory picks one."),
    "missing": N_("From its published score to the worst; never reported: from the best to the worst."),
    "all": N_("Drawn independently. Not drawn: which indicators there are, and the cuts at 25, 50, 75."),
}


def doubt_table(bank: str, month: str, risk: str) -> pd.DataFrame:
    """Each source of doubt with its width, its reason, and what it does alone to the published grade."""
    chosen = link.scenario()
    found = reads.grade_doubt(
        link.shown(), month, bank, risk, chosen.power, chosen.level, chosen.seed, rules()
    )
    widths = _widths(chosen.power)
    return pd.DataFrame(
        {
            _("What is uncertain"): [_(_NAMES[source]) for source in found["source"]],
            _("How wide"): [widths[source] for source in found["source"]],
            _("Score, interval"): [
                interval(low, high, 0) for low, high in zip(found["low"], found["high"], strict=True)
            ],
            _("Published grade holds in"): [percent(share) for share in found["probability"]],
            _("Why"): [_(_REASONS[source]) for source in found["source"]],
        }
    )


def _widths(power: float) -> dict[str, str]:
    extent = Spread()
    low, high = extent.power
    drawn = _("p from {low} to {high}").format(low=number(low, 0), high=number(high, 0))
    if not low <= power <= high:
        drawn = _("{drawn}; the p chosen, {power}, lies outside").format(drawn=drawn, power=number(power, 1))
    around = N_("±{share}")
    return {
        "data": _("{share} of the distance from the best value").format(share=percent(extent.data_error)),
        "thresholds": _(around).format(share=percent(extent.thresholds)),
        "weights": _(around).format(share=percent(extent.weights)),
        "power": drawn,
        "missing": _("up to the worst"),
        "all": _("as above"),
    }


def doubt_sentence(row: pd.Series) -> str:
    """How the table is read."""
    if not measured.is_graded(row):
        return _("Without a grade there is no probability of one; the intervals are those of the score.")
    return _(
        "Probability of grade {grade}: share of {draws} draws that give it. Each line but the last lets one "
        "thing vary and keeps the rest as published."
    ).format(grade=int(row["grade"]), draws=number(reads.DRAWS, 0))
