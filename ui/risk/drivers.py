"""What drives a bank's score, the smallest changes that would improve it, and what has moved it."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.drivers import RISK_WEIGHTS
from ui.charts import risk_drivers as charts
from ui.content import (
    Answer,
    Chart,
    Content,
    Detail,
    Method,
    Metric,
    Note,
    Open,
    Part,
    Plot,
    Slide,
    Table,
    Telling,
    wide,
)
from ui.reader import Reader, kept, page_content
from ui.risk import bank as words
from ui.risk import indicator as single
from ui.risk import measured
from ui.risk.measured import gap_words, gaps, grade_said, is_graded, likelier_words
from ui.risk.moves import (
    BankDrivers,
    Change,
    bank_drivers,
    change,
    change_sentence,
    change_table,
    cheapest,
    combination,
    combination_sentence,
    combination_table,
    described_change,
    earlier_months,
    nothing_earlier,
    peers,
    swap,
    swap_sentence,
    swap_table,
)
from ui.risk.rules import departures, notes
from ui.risk.words import IN_SENTENCE, RISK_NAMES, brief, risk_name
from ui.rows import each_row, row_of
from ui.words import _, clauses, interval, listing, month_name, number, percent

_CHARTED: Final = 12
_BARS: Final = 10
_NAMED: Final = 3
CONTROLS: Final = ("bank", "month", "risk", "effort", "since", "peer")


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
    long = rows[["indicator", "label", *names]].melt(
        ["indicator", "label"], var_name="measure", value_name="share"
    )
    long = long.dropna(subset=["share"])
    return long.assign(
        measure=long["measure"].map(names),
        share=100 * long["share"],
        text=[percent(share, 1) for share in long["share"]],
    )


def sentence(view: BankDrivers) -> str:
    """What drives the score most and the smallest step to a better grade, as far as few words say it."""
    row = view.row
    if not is_graded(row):
        return _ungraded(view)
    said = {
        "bank": view.name,
        "risk": _(IN_SENTENCE[view.risk]),
        "score": number(row["score"], 0),
        "interval": interval(row["low"], row["high"], 0),
        "grade": grade_said(row),
        "driver": _leading(view, 1),
    }
    if not said["driver"]:
        return _(
            "{bank}: {risk} ({score} out of 100, {interval}, grade {grade}) has no driver, all is at best."
        ).format(**said)
    full = _("{bank}: {risk} ({score} out of 100, {interval}, grade {grade}) hangs most on {driver}.")
    short = _("{bank}: {risk} {score} ({interval}), grade {grade}, hangs most on {driver}.")
    full, short = full.format(**said), short.format(**said)
    step, stride = _step(view), _stride(view)
    shorter = _("{bank}: {risk} {score} ({interval}) hangs most on {driver}.").format(**said)
    return brief(*(f"{told} {way}" for way in (step, stride) for told in (full, short)), full, short, shorter)


def more(view: BankDrivers) -> str:
    """The next drivers, the smallest step where the answer had no room for it, and a likelier grade."""
    if not is_graded(view.row):
        return ""
    step, led = _step(view), _leading(view, _NAMED)
    said = [
        _("Driven by {drivers}.").format(drivers=led) if led else "",
        "" if step in sentence(view) else step,
        likelier_words(view.row),
    ]
    return " ".join(filter(None, said))


def _ungraded(view: BankDrivers) -> str:
    """What drives a score without a grade: no step can be named."""
    row, risk = view.row, _(IN_SENTENCE[view.risk])
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
        drivers=_leading(view, 1) or _("nothing: all that is reported is at its best"),
    )


def caution(view: BankDrivers) -> str:
    """What is not measured or there for silence, and what to report first; empty where all is reported."""
    rows = gaps(view.reader, view.bank, view.code, view.risk)
    counted = not is_graded(view.row)
    return " ".join([*measured.caution(view.row, counted=counted), gap_words(view.reader, rows)]).strip()


def _bearing(view: BankDrivers) -> str:
    """The measure that the answer ranks by: the part of the score itself where it can be shared out."""
    return "carried" if view.indicators["carried"].notna().all() else "sobol_total_share"


def bearing(view: BankDrivers) -> pd.DataFrame:
    """The indicators that the answer ranks first: indicator, label, share (in %), text."""
    column = _bearing(view)
    rows = view.indicators.nlargest(_BARS, column).reset_index(drop=True)
    return pd.DataFrame(
        {
            "indicator": rows["indicator"],
            "label": rows["indicator"] + " · " + rows["label"],
            "share": (100 * rows[column]).clip(lower=0),
            "text": [percent(share) for share in rows[column]],
        }
    )


def finding(view: BankDrivers) -> str:
    """What the chart finds: how much its first three bars bear together."""
    column, count = _bearing(view), len(view.indicators)
    if count <= _NAMED:
        # Of so few, all bear all of it: the first is what there is to find.
        few = (
            _("{risk}: {driver} of the score")
            if column == "carried"
            else _("{risk}: {driver} of the score’s doubt")
        )
        return few.format(risk=risk_name(view.risk), driver=_first(view, column))
    top = float(view.indicators[column].nlargest(_NAMED).sum())
    told = (
        _("{risk}: three indicators of {count} bear {share} of the score")
        if column == "carried"
        else _("{risk}: three indicators of {count} bear {share} of the score’s doubt")
    )
    return told.format(risk=risk_name(view.risk), count=count, share=percent(top))


def _first(view: BankDrivers, column: str) -> str:
    row = row_of(view.indicators, view.indicators[column].idxmax())
    return _("{driver} bears {share}").format(driver=row["label"], share=percent(row[column]))


def described_bearing(view: BankDrivers) -> str:
    """The chart of the parts in words."""
    shown = bearing(view).head(5)
    return clauses(f"{row.label} {row.text}" for row in each_row(shown)) + "."


def _leading(view: BankDrivers, count: int) -> str:
    column = _bearing(view)
    top = view.indicators.nlargest(count, column)
    top = top[top[column] > 0]
    return listing([f"{row['label']} ({percent(row[column])})" for _at, row in top.iterrows()])


def _step(view: BankDrivers) -> str:
    grade = int(view.row["grade"])
    if grade == 1:
        return _("It already has the best grade.")
    if view.reachable.empty:
        return _together(view, grade - 1)
    first = view.reachable.iloc[0]
    return _("Smallest step to grade {better}: {indicator} from {start} to {to}.").format(
        better=grade - 1,
        indicator=first["label"],
        start=number(first["value"], int(first["digits"])),
        to=value_words(first, "better_value"),
    )


def _stride(view: BankDrivers) -> str:
    """The step in as few words as name it."""
    grade = int(view.row["grade"])
    if grade == 1:
        return _step(view)
    better = grade - 1
    if not view.reachable.empty:
        first = view.reachable.iloc[0]
        if (
            first["indicator"]
            == row_of(view.indicators, view.indicators[_bearing(view)].idxmax())["indicator"]
        ):
            return _("It alone could bring grade {better}.").format(better=better)
        return _("For grade {better}: {indicator}.").format(better=better, indicator=first["label"])
    found = cheapest(view)
    if found is None or not found.reached:
        return _together(view, better)
    return _("Grade {better} takes {count} indicators together.").format(
        better=better, count=len(found.table)
    )


def _together(view: BankDrivers, better: int) -> str:
    found = cheapest(view)
    if found is None:
        return _("No indicator alone reaches grade {better}.").format(better=better)
    if not found.reached:
        return _("Nothing that the bank can change by itself reaches grade {better}.").format(better=better)
    return _(
        "No indicator alone reaches grade {better}: the cheapest way there improves {count}, for {cost} "
        "points of effort."
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


def method() -> Method:
    """How drivers and moves are computed, for the foot of the page."""
    return Method.of(
        formula=r"\frac{\partial S}{\partial s_i}=\frac{w_i}{\sum w}"
        r"\Bigl(\frac{s_i}{S}\Bigr)^{p-1},\qquad \Delta_i=S-S_{-i},\qquad "
        r"S_{T_i}=\frac{\mathrm{E}[\mathrm{Var}(S\mid X_{\sim i})]}{\mathrm{Var}(S)}",
        words=[
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
        proof=_(
            "Scores 20, 40 and 80 with weights 1, 1 and 2 at p = 2: gradients 0.082, 0.164 and 0.658, "
            "which times the scores give 60.83 again; the same figures stand in the tests."
        ),
    )


def metrics(view: BankDrivers, moved: Change | None) -> tuple[Metric, ...]:
    """Score and its change, the heaviest driver, the smallest step and the cheapest way to a better grade."""
    row, graded = view.row, is_graded(view.row)
    if view.indicators.empty:
        return ()
    score = Metric(
        "risk-score",
        _("Score, 0 best to 100 worst"),
        float(row["score"]),
        digits=0,
        low=float(row["low"]),
        high=float(row["high"]),
        better="lower",
        # Without a grade the score is that of what happens to be reported: no move is read into it.
        change=None if moved is None or not graded else moved.found.end - moved.found.start,
        since="" if moved is None or not graded else _("since {month}").format(month=month_name(moved.since)),
        months_of=("risk_observation",),
        opens=Open("risk-scores", {"bank": view.bank, "month": view.code, "risk": view.risk}),
    )
    exact = view.indicators["carried"].notna().all()
    column = "carried" if exact else "sobol_total_share"
    first = row_of(view.indicators, view.indicators[column].idxmax())
    driver = Metric(
        "risk-driver",
        _("Heaviest driver, part of the score") if exact else _("Heaviest driver, part of the doubt"),
        100.0 * float(first[column]),
        "%",
        digits=0,
        why=str(first["label"]),
    )
    found = [score, driver]
    if not view.reachable.empty:
        step = view.reachable.iloc[0]
        found.append(
            Metric(
                "risk-step",
                _("Smallest step to a better grade"),
                float(step["points"]),
                _("points of effort"),
                digits=0,
                better="lower",
                why=_("{indicator}: to {to}").format(
                    indicator=step["label"], to=value_words(step, "better_value")
                ),
            )
        )
    way = cheapest(view)
    if way is not None and way.reached and way.grade > 1:
        found.append(
            Metric(
                "risk-cheapest",
                _("Cheapest way to a better grade"),
                float(way.cost),
                _("points of effort"),
                digits=0,
                better="lower",
                why=_("over {count} indicators; every point costs the same (convention, C)").format(
                    count=len(way.table)
                ),
            )
        )
    return tuple(found)


def _indicator(view: BankDrivers, code: str) -> Open:
    return single.opens(view.bank, view.code, view.risk, code)


def _picture(view: BankDrivers) -> Chart:
    drawn = bearing(view)
    title = _("Part of the score, %") if _bearing(view) == "carried" else _("Part of the score’s doubt, %")
    return Chart(
        "drivers",
        finding(view),
        charts.parts(drawn, title=title),
        described_bearing(view),
        view.kinds,
        note=weight_doubt(view),
        figures=(
            Table(
                "drivers",
                _("Drivers"),
                driver_table(view),
                _("Gradient, leave-one-out and Sobol indices of each indicator"),
                view.kinds,
                {_("Gradient (points per point)"): partial(number, digits=3)},
                opens=tuple(_indicator(view, code) for code in driver_table(view)[_("Id")]),
            ),
        ),
        plot=lambda: Plot("bar", drawn[["label", "share"]].rename(columns={"share": title}), title),
        opened_by="indicator",
        opens={code: _indicator(view, code) for code in drawn["indicator"]},
    )


def _measures(view: BankDrivers) -> tuple[Part, ...]:
    drawn, title = marks(view), _("Part of the measure’s total, %")
    return (
        Chart(
            "measures",
            _("Three other measures of what the score hangs on"),
            charts.driver_marks(drawn, measures=list(measure_names().values()), title=title),
            described_marks(view),
            view.kinds,
            plot=lambda: Plot("bar", wide(drawn, along="label", by="measure", value="share"), title),
            opened_by="indicator",
            opens={code: _indicator(view, code) for code in drawn["indicator"]},
        ),
    )


def _improve(view: BankDrivers) -> tuple[Part, ...]:
    bought = combination(view)
    said = combination_sentence(view, bought)
    moves: tuple[Part, ...] = ()
    if is_graded(view.row):
        moves = (
            Table(
                "moves",
                _("The smallest move of each indicator alone"),
                move_table(view),
                _("For each indicator, the value that reaches a better grade and the one that loses it"),
                view.kinds,
                opens=tuple(_indicator(view, code) for code in move_table(view)[_("Id")]),
            ),
        )
    spent: tuple[Part, ...] = ()
    if bought is not None and not bought.table.empty:
        table = combination_table(view, bought)
        spent = (
            Note(
                _("Assumed: every point of effort costs the same, on whichever indicator (convention, C)."),
                "aside",
            ),
            Table("combination", "", table, said, (*view.kinds, "assumed")),
        )
    return (*moves, Note(said, title=_("The cheapest combination")), *spent)


def report_table(view: BankDrivers) -> Table | None:
    """What the bank is to report, apart from what it is to mend; None where it reports all."""
    frame = measured.gap_table(view.reader, view.bank, view.code, view.risk)
    if frame.empty:
        return None
    told = _("Indicators that are not reported, by how much of the overall score they leave open")
    return Table("report", _("Report these"), frame, told, view.kinds)


def _moved(view: BankDrivers, moved: Change | None) -> tuple[Part, ...]:
    if moved is None:
        return (Note(nothing_earlier(view), "empty"),)
    said = change_sentence(moved)
    return (
        Chart(
            "waterfall",
            _("What has moved the score"),
            charts.waterfall(moved.steps, title=_("Score, 0 best to 100 worst")),
            described_change(moved),
            view.kinds,
            note=said,
            figures=(
                Table(
                    "waterfall", _("What has moved the score"), change_table(view, moved), said, view.kinds
                ),
            ),
        ),
    )


def _swapped(view: BankDrivers, peer: str) -> tuple[Part, ...]:
    found = swap(view, peer)
    said = swap_sentence(view, found)
    note = Note(said, title=_("The weights that would swap two banks"))
    if found is None or not found.possible:
        return (note,)
    return note, Table("weights", "", swap_table(view, found), said, view.kinds)


def _details(view: BankDrivers, moved: Change | None) -> tuple[Detail, ...]:
    report = report_table(view)
    details = [] if report is None else [Detail("report", report.title, lambda: (report,))]
    if view.indicators.empty:
        return tuple(details)
    others = peers(view.reader, view.bank, view.code, view.risk)
    firm = (
        [
            Detail(
                "weights",
                _("How firm the rank is"),
                partial(_swapped, view, view.reader.chosen("peer", list(others))),
            )
        ]
        if others
        else []
    )
    return (
        Detail("improve", _("What would improve it"), partial(_improve, view)),
        Detail("moved", _("What has moved it"), partial(_moved, view, moved)),
        Detail("measures", _("Three other measures"), partial(_measures, view)),
        *details,
        *firm,
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Drivers"."""
    bank = reader.bank().code
    month = reader.chosen("month", words.months(reader, bank))
    view = bank_drivers(reader, bank, month, reader.chosen("risk", list(RISK_NAMES)))
    earlier = earlier_months(reader, bank, month, view.risk)
    moved = change(view, reader.chosen("since", earlier)) if earlier and len(view.indicators) else None
    told, graded = more(view), is_graded(view.row)
    some = not view.indicators.empty
    return Content(
        slug="risk-drivers",
        answer=Answer(sentence(view), caution(view), told),
        picture=_picture(view) if some else None,
        method=method(),
        metrics=metrics(view, moved),
        before=notes(reader.scenario),
        details=_details(view, moved),
        board=Slide(
            ("drivers",) if some else (),
            (
                *(("drivers",) if some else ()),
                *(("moves",) if graded else ()),
                *(("report",) if report_table(view) is not None else ()),
            ),
            (told, departures(reader.scenario)),
        ),
        story=Telling("drivers", (combination_sentence(view, combination(view)), weight_doubt(view)))
        if some
        else None,
    )
