"""What a budget buys, which weights would swap two banks, and what has moved a score, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.combination import Combination
from analytics.risk.reweighting import WeightSwap
from analytics.risk.waterfall import Waterfall
from studies import core
from studies.risk import drivers as reads
from studies.risk import scores as risk_reads
from ui import link
from ui.views import risk as words
from ui.views.risk_drivers import BankDrivers, round_outward
from ui.views.risk_measured import is_graded
from ui.views.risk_rules import rules
from ui.words import N_, _, clauses, labelled, listing, month_name, number, percent, signed

_STEPS: Final = 9
_YEAR: Final = 12
_CAUSES: Final = {
    "value": N_("reported in both months"),
    "silence": N_("no longer reported"),
    "report": N_("reported again"),
}


def combination(view: BankDrivers, month: str) -> Combination | None:
    """The cheapest improvements within the scenario's budget; None where p is below 1, or without a grade."""
    chosen = link.scenario()
    if chosen.power < 1 or not is_graded(view.row):
        return None
    return reads.combination(link.shown(), month, view.bank, view.risk, chosen.power, chosen.effort, rules())


def combination_sentence(view: BankDrivers, found: Combination | None) -> str:
    """What the budget buys, in one sentence."""
    if not is_graded(view.row):
        return _("Without a grade there is no better one to buy: report first what is missing.")
    if found is None:
        return _("The cheapest combination is defined for a compensation p of 1 or more only.")
    if found.grade == 1:
        return _("The grade is 1 already: there is no better one to buy.")
    figures = {
        "cost": number(found.cost, 1),
        "budget": number(link.scenario().effort, 0),
        "score": number(found.new_score, 1),
        "grade": found.new_grade,
        "names": listing(list(found.table["indicator"])) or _("nothing"),
    }
    if found.reached:
        return _(
            "Grade {grade} costs {cost} points of effort of the {budget} allowed: improve {names}."
        ).format(**figures)
    return _(
        "{budget} points of effort do not buy a better grade; spent best, on {names}, they bring the score "
        "to {score}."
    ).format(**figures)


def combination_table(view: BankDrivers, found: Combination) -> pd.DataFrame:
    """The indicators to improve, from what to what, the dearest first."""
    kept = ["indicator", "label", "unit", "digits", "direction", "minimum", "maximum"]
    rows = found.table.merge(view.indicators[kept], on="indicator").sort_values("cost", ascending=False)
    new = round_outward(rows, rows["new_value"].to_numpy(dtype=float), -1)
    digits = rows["digits"]
    return pd.DataFrame(
        {
            _("Id"): rows["indicator"],
            _("Indicator"): rows["label"],
            _("Unit"): rows["unit"],
            _("Now"): [number(value, at) for value, at in zip(rows["value"], digits, strict=True)],
            _("Bring to"): [number(value, at) for value, at in zip(new, digits, strict=True)],
            _("Score now"): rows["score"],
            _("Score then"): rows["new_score"],
            _("Points of effort in the combination"): rows["cost"],
        }
    )


def peers(view: BankDrivers, month: str) -> dict[str, str]:
    """Code and name of the other banks, the closest in score first; of gradable ones only, as is the bank."""
    here = risk_reads.position(link.shown(), month, link.scenario().power, rules())
    column = here.group_column(view.risk)
    gradable, scores = here.gradable[:, column], here.risk_scores[:, column]
    if not gradable[here.bank_row(view.bank)]:
        return {}
    distance = np.abs(scores - scores[here.bank_row(view.bank)])
    names = _names()
    order = [here.banks[at] for at in np.argsort(distance, kind="stable") if gradable[at]]
    return {bank: names.get(bank, bank) for bank in order if bank != view.bank}


def _names() -> dict[str, str]:
    banks = core.banks(link.shown())
    return dict(zip(banks["bank"], banks["name"], strict=True))


def swap(view: BankDrivers, month: str, peer: str) -> WeightSwap | None:
    """The smallest change of weights that swaps two banks; None where p is 0."""
    power = link.scenario().power
    if power <= 0:
        return None
    return reads.swap(link.shown(), month, view.bank, peer, view.risk, power, rules())


def swap_sentence(found: WeightSwap | None) -> str:
    """How little, or how much, turns the ranking of two banks."""
    if found is None:
        return _("A change of weights is computed for a compensation p above 0 only.")
    names = {name: _names().get(bank, bank) for name, bank in zip(_PAIR, _pair(found), strict=True)}
    if not found.possible:
        return _(
            "No weights turn the ranking: {higher} scores at least as high as {lower} on every indicator."
        ).format(**names)
    return _(
        "Moving {moved} of the weight between indicators brings {higher} and {lower} level, at {score}; any "
        "more swaps them."
    ).format(moved=percent(found.moved, 1), score=number(found.score, 1), **names)


_PAIR: Final = ("higher", "lower")


def _pair(found: WeightSwap) -> tuple[str, str]:
    return found.higher, found.lower


def swap_table(view: BankDrivers, found: WeightSwap) -> pd.DataFrame:
    """The weights that change, the largest change first."""
    rows = found.table.merge(view.indicators[["indicator", "label"]], on="indicator")
    rows = rows[rows["change"].abs() >= 0.0005]
    rows = rows.reindex(rows["change"].abs().sort_values(ascending=False).index)
    return pd.DataFrame(
        {
            _("Id"): rows["indicator"],
            _("Indicator"): rows["label"],
            _("Weight now (%)"): 100 * rows["share"],
            _("Weight then (%)"): 100 * rows["new_share"],
            _("Change (points)"): 100 * rows["change"],
        }
    )


def earlier_months(bank: str, month: str, risk: str) -> list[str]:
    """Months to compare with: the one a year before first, as what a reader most likely wants.

    Only those in which the same indicators of the risk are measured: a score that changes because more of the
    bank is seen has not moved.
    """
    known = risk_reads.risk_history(link.shown(), link.scenario().power, rules()).risks
    known = known[(known["bank"] == bank) & (known["risk"] == risk)]
    months = known["month"].dt.strftime("%Y-%m")
    counts = dict(zip(months, known["n_measured"], strict=True))
    alike = [found for found in counts if found < month and counts[found] == counts[month] > 0]
    before = sorted(alike, reverse=True)
    year = f"{pd.Timestamp(f'{month}-01') - pd.DateOffset(months=_YEAR):%Y-%m}"
    return sorted(before, key=lambda found: (found != year, before.index(found)))


def nothing_earlier(bank: str, month: str) -> str:
    """Why no month can be compared with."""
    if any(found < month for found in words.months(bank)):
        return _("There is no earlier month that measures the same indicators to compare with.")
    return _("There is no earlier month to compare with.")


@dataclass(frozen=True)
class Change:
    """What moved a score between two months.

    ``found``: of the model; ``steps``: label, start, end, change, text and part ("total" or "step"), in the
    order of the chart.
    """

    found: Waterfall
    steps: pd.DataFrame
    since: pd.Timestamp
    month: pd.Timestamp


def change(view: BankDrivers, month: str, since: str) -> Change:
    """The change of the score since another month, indicator by indicator."""
    power = link.scenario().power
    found = reads.waterfall(link.shown(), month, since, view.bank, view.risk, power, rules())
    first, last = pd.Timestamp(f"{since}-01"), pd.Timestamp(f"{month}-01")
    return Change(found, _steps(view, found, first, last), first, last)


def _steps(view: BankDrivers, found: Waterfall, since: pd.Timestamp, month: pd.Timestamp) -> pd.DataFrame:
    moved = found.table.merge(view.indicators[["indicator", "label"]], on="indicator")
    moved = moved.assign(label=moved["indicator"] + " · " + moved["label"])
    moved = moved.reindex(moved["contribution"].abs().sort_values(ascending=False).index)
    shown, rest = moved.head(_STEPS), moved.iloc[_STEPS:]["contribution"]
    shown = shown[shown["contribution"].abs() >= 0.05].sort_values("contribution", ascending=False)
    left = found.end - found.start - shown["contribution"].sum()
    labels, changes = list(shown["label"]), list(shown["contribution"])
    if abs(left) >= 0.05 or (not labels and not rest.empty):
        labels, changes = [*labels, _("All others")], [*changes, left]
    ends = found.start + np.cumsum(changes)
    starts = ends - np.asarray(changes)
    ends_words = [month_name(since), *labels, month_name(month)]
    return pd.DataFrame(
        {
            "label": ends_words,
            "start": [found.start, *starts, found.end],
            "end": [found.start, *ends, found.end],
            "change": [0.0, *changes, 0.0],
            "text": [number(found.start, 1), *(signed(step, 1) for step in changes), number(found.end, 1)],
            "part": ["total", *["step"] * len(labels), "total"],
        }
    )


def change_sentence(change: Change) -> str:
    """From which score to which, and that the parts add up."""
    found = change.found
    return _(
        "From {start} in {since} to {end} in {month}: {change} points, which the contributions add up to "
        "exactly."
    ).format(
        start=number(found.start, 1),
        since=month_name(change.since),
        end=number(found.end, 1),
        month=month_name(change.month),
        change=signed(found.end - found.start, 1),
    )


def described_change(change: Change) -> str:
    """The waterfall in words."""
    steps = change.steps[change.steps["part"] == "step"]
    return change_sentence(change) + " " + clauses(map(labelled, steps["label"], steps["text"])) + "."


def change_table(view: BankDrivers, change: Change) -> pd.DataFrame:
    """The contribution of every indicator, the largest first, and their sum."""
    rows = change.found.table.merge(view.indicators[["indicator", "label"]], on="indicator")
    rows = rows.reindex(rows["contribution"].abs().sort_values(ascending=False).index)
    found = change.found
    total = pd.DataFrame(
        {
            "indicator": ["Σ"],
            "label": [_("Score and sum of the contributions")],
            "score_start": [found.start],
            "score_end": [found.end],
            "contribution": [rows["contribution"].sum()],
            "cause": [""],
        }
    )
    rows = pd.concat([rows, total], ignore_index=True)
    return pd.DataFrame(
        {
            _("Id"): rows["indicator"],
            _("Indicator"): rows["label"],
            month_name(change.since): rows["score_start"],
            month_name(change.month): rows["score_end"],
            _("Contribution (points)"): rows["contribution"],
            _("Cause"): [_(_CAUSES[cause]) if cause else "" for cause in rows["cause"]],
        }
    )
