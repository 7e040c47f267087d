"""What drives a bank's score, and the smallest changes that would improve it, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.drivers import RISK_WEIGHTS
from analytics.risk.scoring import score_indicator
from studies.risk import drivers as reads
from studies.risk import scores as risk_reads
from ui import link
from ui.views import risk as words
from ui.views.risk_measured import caution as measured_caution
from ui.views.risk_measured import gap_words, gaps, grade_said, is_graded, likelier_words
from ui.views.risk_rules import rules
from ui.words import _, interval, listing, number, percent

_CHARTED: Final = 12
_NAMED: Final = 3
_KNOTS: Final = ["knot0", "knot1", "knot2", "knot3", "knot4"]


@dataclass(frozen=True)
class BankDrivers:
    """What drives one score of one bank in one month.

    ``row``: score, low, high, grade and red_flag; ``indicators``: one row each, with label, unit, value,
    score, the three measures and their shares, the values that change the grade, and ``points``, what the
    better one takes off the indicator's score; ``method``: share of the doubt that belongs to no indicator;
    ``kinds``: of the data used. Only indicators that are measured; without a grade, no value changes it.
    """

    bank: str
    name: str
    month: pd.Timestamp
    risk: str
    row: pd.Series
    indicators: pd.DataFrame
    method: dict[str, float]
    kinds: tuple[str, ...]

    @property
    def reachable(self) -> pd.DataFrame:
        """Indicators that the bank reports and can change, and that reach a better grade alone, the easiest
        first."""
        rows = self.indicators
        able = rows[rows["actionable"] & rows["better_value"].notna() & (rows["status"] == "observed")]
        return able.sort_values(["points", "indicator"])


def bank_drivers(bank: str, name: str, month: str, risk: str) -> BankDrivers:
    """Drivers and moves of one bank's score, under the session's scenario."""
    snapshot, chosen = link.shown(), link.scenario()
    row = words.score_rows(bank, month).set_index("risk").loc[risk]
    if pd.isna(row["score"]):
        return BankDrivers(
            bank, name, pd.Timestamp(f"{month}-01"), risk, row, pd.DataFrame(), {}, _kinds(bank)
        )
    found = reads.drivers(snapshot, month, bank, risk, chosen.power, chosen.seed, rules())
    kept = ["indicator", "actionable", "better_value", "better_move", "worse_value", "worse_move"]
    if is_graded(row):
        moves = reads.moves(snapshot, month, bank, risk, chosen.power, rules()).table[kept]
        table = found.table.merge(moves, on="indicator")
    else:
        table = found.table.assign(actionable=False, **dict.fromkeys(kept[2:], np.nan))
    indicators = _with_words(table)
    return BankDrivers(
        bank=bank,
        name=name,
        month=pd.Timestamp(f"{month}-01"),
        risk=risk,
        row=row,
        indicators=_shares(_safe_sides(indicators), found.score),
        method=found.method,
        kinds=_kinds(bank),
    )


def _kinds(bank: str) -> tuple[str, ...]:
    return risk_reads.risk_kinds(link.shown(), bank)


def _with_words(frame: pd.DataFrame) -> pd.DataFrame:
    named = words.described(frame)
    technical = ["indicator", "direction", "count", "minimum", "maximum", *_KNOTS]
    catalogue = risk_reads.catalogue(link.shown(), rules())[technical]
    named = named.merge(catalogue, on="indicator", how="left")
    # A count and a ratio are said without a unit.
    return named.assign(
        unit=named["unit"].replace({"count": "", "nombre": "", "ratio": ""}), digits=_digits(named)
    )


def _digits(frame: pd.DataFrame) -> pd.Series:
    """Decimals that tell two values apart where the score can."""
    span = (frame["knot4"] - frame["knot0"]).abs() / 200
    return np.ceil(-np.log10(span)).clip(0, 4).astype(int).where(~frame["count"].astype(bool), 0)


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


def measure_names() -> dict[str, str]:
    """Column of a measure → what the reader sees."""
    return {
        "gradient_share": _("gradient: one point more on it"),
        "leave_one_out_share": _("leave-one-out: without it"),
        "sobol_total_share": _("Sobol, total: its part of the doubt"),
    }


def marks(view: BankDrivers) -> pd.DataFrame:
    """The three measures of the strongest indicators: label, measure, share (in %), text."""
    names = measure_names()
    rows = view.indicators.assign(strength=view.indicators[list(names)].abs().mean(axis=1))
    rows = rows.sort_values(["strength", "indicator"], ascending=[False, True]).head(_CHARTED)
    rows = rows.assign(label=rows["indicator"] + " · " + rows["label"])
    long = rows[["label", *names]].melt("label", var_name="measure", value_name="share")
    long = long.dropna(subset=["share"])
    return long.assign(
        measure=long["measure"].map(names),
        share=100 * long["share"],
        text=[percent(share, 1) for share in long["share"]],
    )


def sentence(view: BankDrivers) -> str:
    """What drives the score and the smallest step to a better grade, in one sentence."""
    row = view.row
    if not is_graded(row):
        return _ungraded(view)
    leading = _leading(view)
    driven = (
        _("{bank}: {risk} ({score} out of 100, {interval}, grade {grade}) is driven by {drivers}")
        if leading
        else _("{bank}: {risk} ({score} out of 100, {interval}, grade {grade}) has no driver, all is at best")
    )
    driven = driven.format(
        bank=view.name,
        risk=_(words.IN_SENTENCE[view.risk]),
        score=number(row["score"], 0),
        interval=interval(row["low"], row["high"], 0),
        grade=grade_said(row),
        drivers=leading,
    )
    said = _("{first}; {second}").format(first=driven, second=_step(view))
    return f"{said} {likelier_words(row)}".strip()


def _ungraded(view: BankDrivers) -> str:
    """What drives a score without a grade: no step can be named."""
    row, risk = view.row, _(words.IN_SENTENCE[view.risk])
    if pd.isna(row["score"]):
        return _("{bank}: {risk} is not measured, none of its {all} indicators is reported.").format(
            bank=view.name, risk=risk, all=row["n_indicators"]
        )
    return _(
        "{bank}: {risk} ({score} out of 100 on {seen} of {all} indicators, {interval} whatever the others "
        "are, not gradable) is driven by {drivers}."
    ).format(
        bank=view.name,
        risk=risk,
        score=number(row["score"], 0),
        seen=row["n_measured"],
        all=row["n_indicators"],
        interval=interval(row["low"], row["high"], 0),
        drivers=_leading(view) or _("nothing: all that is reported is at its best"),
    )


def caution(view: BankDrivers) -> str:
    """What is not measured or there for silence, and what to report first; empty where all is reported."""
    rows = gaps(view.bank, f"{view.month:%Y-%m}", view.risk)
    counted = not is_graded(view.row)
    return " ".join([*measured_caution(view.row, counted=counted), gap_words(rows)]).strip()


def _leading(view: BankDrivers) -> str:
    exact = view.indicators["carried"].notna().all()
    column = "carried" if exact else "sobol_total_share"
    top = view.indicators.nlargest(_NAMED, column)
    top = top[top[column] > 0]
    return listing([f"{row['label']} ({percent(row[column])})" for _at, row in top.iterrows()])


def _step(view: BankDrivers) -> str:
    grade = int(view.row["grade"])
    if grade == 1:
        return _("it already has the best grade, and the table says what would lose it.")
    if view.reachable.empty:
        return _together(view, grade - 1)
    first = view.reachable.iloc[0]
    return _("the smallest step to grade {better} is bringing {indicator} from {start} to {to}.").format(
        better=grade - 1,
        indicator=first["label"],
        start=number(first["value"], int(first["digits"])),
        to=value_words(first, "better_value"),
    )


def _together(view: BankDrivers, better: int) -> str:
    chosen = link.scenario()
    if chosen.power < 1:
        return _("no indicator alone reaches grade {better}.").format(better=better)
    found = reads.combination(
        link.shown(), f"{view.month:%Y-%m}", view.bank, view.risk, chosen.power, None, rules()
    )
    if not found.reached:
        return _("nothing that the bank can change by itself reaches grade {better}.").format(better=better)
    return _(
        "no indicator alone reaches grade {better}; the cheapest way there improves {count} of them, for "
        "{cost} points of effort."
    ).format(better=better, count=len(found.table), cost=number(found.cost, 0))


def value_words(row: pd.Series, column: str) -> str:
    """A value with its unit, in the decimals of its indicator."""
    return number(row[column], int(row["digits"]), row["unit"])


def driver_table(view: BankDrivers) -> pd.DataFrame:
    """The three measures of every indicator, the heaviest first."""
    rows = view.indicators.sort_values(["sobol_total", "indicator"], ascending=[False, True])
    return pd.DataFrame(
        {
            _("Id"): rows["indicator"],
            _("Indicator"): rows["label"],
            _("Score (0–100)"): rows["score"].round(1),
            _("Part of the score (%)"): 100 * rows["carried"],
            _("Gradient (points per point)"): rows["gradient"],
            _("Leave-one-out (points)"): rows["leave_one_out"],
            _("Sobol, first order (%)"): 100 * rows["sobol_first"],
            _("Sobol, total (%)"): 100 * rows["sobol_total"],
        }
    )


def weight_doubt(view: BankDrivers) -> str:
    """How much of the doubt belongs to the weights of the risks; empty for a single risk."""
    if RISK_WEIGHTS not in view.method:
        return ""
    return _(
        "The weights of the four risks, which belong to no indicator, carry {share} of the score’s doubt."
    ).format(share=percent(max(view.method[RISK_WEIGHTS], 0.0)))


def move_table(view: BankDrivers) -> pd.DataFrame:
    """For each indicator alone, the value that reaches a better grade and the one that loses the present."""
    rows = view.indicators.sort_values(["points", "score"], ascending=[True, False])
    grade, never = int(view.row["grade"]), _("not alone")
    better, worse = (_("none better") if grade == 1 else never), (_("none worse") if grade == 4 else never)
    return pd.DataFrame(
        {
            _("Id"): rows["indicator"],
            _("Indicator"): rows["label"],
            _("Unit"): rows["unit"],
            _("Now"): [_now(row) for _at, row in rows.iterrows()],
            _("Better grade from"): _values(rows, "better_value", better),
            _("Points of effort"): rows["points"].round(1),
            _("Worse grade from"): _values(rows, "worse_value", worse),
            _("In the bank’s hands"): [_("yes") if able else _("no") for able in rows["actionable"]],
        }
    )


def _now(row: pd.Series) -> str:
    text = number(row["value"], int(row["digits"]))
    return text if row["status"] == "observed" else text + " " + _("(not reported now)")


def _values(rows: pd.DataFrame, column: str, never: str) -> list[str]:
    return [
        never if np.isnan(value) else number(value, digits)
        for value, digits in zip(rows[column], rows["digits"], strict=True)
    ]


def described_marks(view: BankDrivers) -> str:
    """The chart of the drivers in words."""
    shown = marks(view)
    parts = []
    for label in list(dict.fromkeys(shown["label"]))[:5]:
        rows = shown[shown["label"] == label]
        parts.append(label + ": " + ", ".join(f"{row.measure} {row.text}" for row in rows.itertuples()))
    return ". ".join(parts) + "."


def method() -> dict[str, object]:
    """How drivers and moves are computed, for the foot of the page."""
    return {
        "formula": r"\frac{\partial S}{\partial s_i}=\frac{w_i}{\sum w}"
        r"\Bigl(\frac{s_i}{S}\Bigr)^{p-1},\qquad \Delta_i=S-S_{-i},\qquad "
        r"S_{T_i}=\frac{\mathrm{E}[\mathrm{Var}(S\mid X_{\sim i})]}{\mathrm{Var}(S)}",
        "words": [
            _(
                "Three measures, because they answer three questions. Gradient: what one point more on the "
                "indicator adds to the score. Leave-one-out: the score with the indicator minus the score "
                "without it. Sobol, total order: the part of the score’s doubt that the indicator takes part "
                "in (its data, thresholds and weight together, p held; Saltelli et al. 2010, Jansen 1999)."
            ),
            _(
                "In the chart each measure is divided by the sum of its absolute values over all indicators, "
                "so that the three stand on one axis; the table has them in their own units."
            ),
            _(
                "Moves: bisection on each indicator alone, red flags included; whole numbers move by whole "
                "numbers, values are rounded to the side on which the grade is reached."
            ),
            _(
                "Cheapest combination: the score is convex for p of 1 or more, so the optimum spreads effort "
                "until a point of the score costs the same everywhere. Assumed: a point of effort lowers one "
                "indicator’s score by one point, whichever it is; no published cost exists (convention, C)."
            ),
            _(
                "Weights that swap two banks: the nearest weights, in squared changes, at which both score "
                "the same (projection on the simplex). Waterfall: all indicators move together on a straight "
                "path (Aumann and Shapley 1974), so that the parts add up exactly, whatever their order."
            ),
        ],
        "proof": _(
            "Scores 20, 40 and 80 with weights 1, 1 and 2 at p = 2: gradients 0.082, 0.164 and 0.658, "
            "which times the scores give 60.83 again; the same figures stand in the tests."
        ),
    }
