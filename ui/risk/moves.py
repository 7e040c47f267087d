"""What a bank's score hangs on, what a budget buys of it, and what has moved it: figures and sentences."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.combination import Combination
from analytics.risk.reweighting import WeightSwap
from analytics.risk.scoring import score_indicator
from analytics.risk.waterfall import Waterfall
from studies.risk import drivers as reads
from studies.risk import scores as risk_reads
from ui.reader import Reader
from ui.risk import bank as words
from ui.risk.measured import is_graded
from ui.risk.rules import rules
from ui.rows import row_of
from ui.words import N_, _, clauses, labelled, listing, month_name, number, percent, signed

_STEPS: Final = 9
_YEAR: Final = 12
_CAUSES: Final = {
    "value": N_("reported in both months"),
    "silence": N_("no longer reported"),
    "report": N_("reported again"),
}

_KNOTS: Final = ["knot0", "knot1", "knot2", "knot3", "knot4"]


@dataclass(frozen=True)
class BankDrivers:
    """What drives one score of one bank in one month.

    ``row``: score, low, high, grade and red_flag; ``indicators``: one row each, with label, unit, value,
    score, the three measures and their shares, the values that change the grade, and ``points``, what the
    better one takes off the indicator's score; ``method``: share of the doubt that belongs to no indicator;
    ``kinds``: of the data used. Only indicators that are measured; without a grade, no value changes it.
    """

    reader: Reader
    bank: str
    name: str
    month: pd.Timestamp
    risk: str
    row: pd.Series
    indicators: pd.DataFrame
    method: dict[str, float]
    kinds: tuple[str, ...]

    @property
    def code(self) -> str:
        """The month as links have it: 2026-10."""
        return f"{self.month:%Y-%m}"

    @property
    def reachable(self) -> pd.DataFrame:
        """Indicators that the bank reports and can change, and that reach a better grade alone, the easiest
        first."""
        rows = self.indicators
        able = rows[rows["actionable"] & rows["better_value"].notna() & (rows["status"] == "observed")]
        return able.sort_values(["points", "indicator"])


def bank_drivers(reader: Reader, bank: str, month: str, risk: str) -> BankDrivers:
    """Drivers and moves of one bank's score, under the reader's scenario."""
    snapshot, chosen, asked = reader.snapshot, reader.scenario, rules(reader.scenario)
    row = row_of(words.score_rows(reader, bank, month).set_index("risk"), risk)
    indicators, method = pd.DataFrame(), {}
    if pd.notna(row["score"]):
        found = reads.drivers(snapshot, month, bank, risk, chosen.power, chosen.seed, asked)
        kept = ["indicator", "actionable", "better_value", "better_move", "worse_value", "worse_move"]
        if is_graded(row):
            moves = reads.moves(snapshot, month, bank, risk, chosen.power, asked).table[kept]
            table = found.table.merge(moves, on="indicator")
        else:
            table = found.table.assign(actionable=False, **dict.fromkeys(kept[2:], np.nan))
        indicators = _shares(_safe_sides(_with_words(reader, table)), found.score)
        method = found.method
    return BankDrivers(
        reader=reader,
        bank=bank,
        name=reader.banks()[bank],
        month=pd.Timestamp(f"{month}-01"),
        risk=risk,
        row=row,
        indicators=indicators,
        method=method,
        kinds=risk_reads.risk_kinds(snapshot, bank),
    )


def _with_words(reader: Reader, frame: pd.DataFrame) -> pd.DataFrame:
    named = words.described(reader, frame)
    technical = ["indicator", "direction", "count", "minimum", "maximum", *_KNOTS]
    catalogue = risk_reads.catalogue(reader.snapshot, rules(reader.scenario))[technical]
    named = named.merge(catalogue, on="indicator", how="left")
    # A count and a ratio are said without a unit.
    return named.assign(
        unit=named["unit"].replace({"count": "", "nombre": "", "ratio": ""}), digits=_digits(named)
    )


def _digits(frame: pd.DataFrame) -> pd.Series:
    """Decimals that tell two values apart where the score can."""
    span = (frame["knot4"] - frame["knot0"]).abs() / 200
    digits: pd.Series = np.ceil(-np.log10(span)).clip(0, 4).astype(int)
    return digits.where(~frame["count"].astype(bool), 0)


def _safe_sides(frame: pd.DataFrame) -> pd.DataFrame:
    better, worse = (_outward(frame, side, towards) for side, towards in (("better", -1), ("worse", 1)))
    scores = np.asarray(score_indicator(better, frame[_KNOTS].to_numpy()))
    return frame.assign(better_value=better, worse_value=worse, points=frame["score"] - scores)


def _outward(frame: pd.DataFrame, side: str, towards: int) -> np.ndarray:
    """Values rounded to the side on which the other grade is still reached."""
    return round_outward(frame, frame[f"{side}_value"].to_numpy(dtype=float), towards)


def round_outward(frame: pd.DataFrame, values: np.ndarray, towards: int) -> np.ndarray:
    """``values`` to the indicator's decimals: to its better side (``towards`` −1) or its worse one (1)."""
    upward = np.where(frame["direction"] == "up", towards, -towards) > 0
    step = 10.0 ** frame["digits"].to_numpy()
    rounded = np.where(upward, np.ceil(values * step - 1e-9), np.floor(values * step + 1e-9)) / step
    return np.clip(rounded, frame["minimum"].fillna(-np.inf), frame["maximum"].fillna(np.inf))


def _shares(frame: pd.DataFrame, score: float) -> pd.DataFrame:
    parts = {f"{name}_share": _part(frame[name]) for name in ("gradient", "leave_one_out", "sobol_total")}
    carried = frame["contribution"] / score if score > 0 else frame["contribution"] * 0
    return frame.assign(**parts, carried=carried)


def _part(column: pd.Series) -> pd.Series:
    total = column.abs().sum()
    return column / total if total > 0 else column * 0.0


def cheapest(view: BankDrivers) -> Combination | None:
    """The cheapest way to a better grade, whatever the budget; None for p below 1 or without a grade."""
    chosen = view.reader.scenario
    if chosen.power < 1 or not is_graded(view.row):
        return None
    return reads.combination(
        view.reader.snapshot, view.code, view.bank, view.risk, chosen.power, None, rules(chosen)
    )


def combination(view: BankDrivers) -> Combination | None:
    """The cheapest improvements within the scenario's budget; None where p is below 1, or without a grade."""
    chosen = view.reader.scenario
    if chosen.power < 1 or not is_graded(view.row):
        return None
    return reads.combination(
        view.reader.snapshot,
        view.code,
        view.bank,
        view.risk,
        chosen.power,
        chosen.effort,
        rules(view.reader.scenario),
    )


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
        "budget": number(view.reader.scenario.effort, 0),
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


def peers(reader: Reader, bank: str, month: str, risk: str) -> dict[str, str]:
    """Code and name of the other banks, the closest in score first; of gradable ones only, as is the bank."""
    here = risk_reads.position(reader.snapshot, month, reader.scenario.power, rules(reader.scenario))
    column = here.group_column(risk)
    gradable, scores = here.gradable[:, column], here.risk_scores[:, column]
    if not gradable[here.bank_row(bank)]:
        return {}
    distance = np.abs(scores - scores[here.bank_row(bank)])
    names = reader.banks()
    order = [here.banks[at] for at in np.argsort(distance, kind="stable") if gradable[at]]
    return {found: names.get(found, found) for found in order if found != bank}


def swap(view: BankDrivers, peer: str) -> WeightSwap | None:
    """The smallest change of weights that swaps two banks; None where p is 0."""
    power = view.reader.scenario.power
    if power <= 0:
        return None
    return reads.swap(
        view.reader.snapshot, view.code, view.bank, peer, view.risk, power, rules(view.reader.scenario)
    )


def swap_sentence(view: BankDrivers, found: WeightSwap | None) -> str:
    """How little, or how much, turns the ranking of two banks."""
    if found is None:
        return _("A change of weights is computed for a compensation p above 0 only.")
    known = view.reader.banks()
    names = {"higher": known.get(found.higher, found.higher), "lower": known.get(found.lower, found.lower)}
    if not found.possible:
        return _(
            "No weights turn the ranking: {higher} scores at least as high as {lower} on every indicator."
        ).format(**names)
    return _(
        "Moving {moved} of the weight between indicators brings {higher} and {lower} level, at {score}; any "
        "more swaps them."
    ).format(moved=percent(found.moved, 1), score=number(found.score, 1), **names)


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


def earlier_months(reader: Reader, bank: str, month: str, risk: str) -> list[str]:
    """Months to compare with: the one a year before first, as what a reader most likely wants.

    Only those in which the same indicators of the risk are measured, by the same definitions: a score that
    changes because more of the bank is seen has not moved.
    """
    known = risk_reads.risk_history(reader.snapshot, reader.scenario.power, rules(reader.scenario)).risks
    known = known[(known["bank"] == bank) & (known["risk"] == risk)]
    known = known.assign(code=known["month"].dt.strftime("%Y-%m")).set_index("code")
    here = known.loc[month]
    comparable = risk_reads.alike(known, here) & (known.index < month) & (known["n_measured"] > 0)
    before = sorted(known.index[comparable], reverse=True)
    year = f"{pd.Timestamp(f'{month}-01') - pd.DateOffset(months=_YEAR):%Y-%m}"
    return sorted(before, key=lambda found: (found != year, before.index(found)))


def nothing_earlier(view: BankDrivers) -> str:
    """Why no month can be compared with."""
    if any(found < view.code for found in words.months(view.reader, view.bank)):
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


def change(view: BankDrivers, since: str) -> Change:
    """The change of the score since another month, indicator by indicator."""
    power = view.reader.scenario.power
    found = reads.waterfall(
        view.reader.snapshot, view.code, since, view.bank, view.risk, power, rules(view.reader.scenario)
    )
    first = pd.Timestamp(f"{since}-01")
    return Change(found, _steps(view, found, first, view.month), first, view.month)


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
