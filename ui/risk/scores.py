"""How risky is the bank: its four risks as observed and with tested controls, and what stands behind them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.risk.draws import Spread
from analytics.risk.likelihood import LikelihoodImpact
from analytics.risk.scoring import grade
from studies.risk import detail as reads
from studies.risk import scores as risk_reads
from ui import events
from ui.charts import risk as charts
from ui.charts import risk_map
from ui.charts.common import stretches
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
from ui.risk import measured, method, register, residual
from ui.risk.bank import BankRisks
from ui.risk.events import of_risk
from ui.risk.rules import departures, notes, refusals, rules
from ui.risk.words import (
    EVENT_NAMES,
    MEASURE_NAMES,
    REFERENCE_NAMES,
    RISK_NAMES,
    STANDARD_NAMES,
    TOOL_NAMES,
    grade_mark,
    opened_first,
    risk_name,
)
from ui.rows import each_row
from ui.words import MISSING, N_, _, interval, labelled, listing, number, percent

_TALL: Final = 560
_DOUBTS: Final = {
    "data": N_("Error of the data"),
    "thresholds": N_("Thresholds that are a convention"),
    "weights": N_("Weights"),
    "power": N_("Compensation p"),
    "missing": N_("What is not reported"),
    "all": N_("All at once"),
}
_WHY: Final = {
    "data": N_("Convention: no bank states the error of its indicators; counts are taken as exact."),
    "thresholds": N_("Convention: no text sets these cuts for this purpose; limits of law never move."),
    "weights": N_("Convention: equal weights are a choice, and experts rarely agree more closely."),
    "power": N_("From full compensation to the worst indicator weighing most: no theory picks one."),
    "missing": N_("From its published score to the worst; never reported: from the best to the worst."),
    "all": N_("Drawn independently. Not drawn: which indicators there are, and the cuts at 25, 50, 75."),
}


def likelihood(reader: Reader, bank: str, month: str) -> LikelihoodImpact | None:
    """Likelihood and impact of each type of loss, under the reader's scenario."""
    chosen = reader.scenario
    return reads.likelihood(reader.snapshot, bank, month, chosen.mad_per_euro, chosen.level)


def map_points(found: LikelihoodImpact) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Points and ellipses of the map, named: label, likelihood, impact in MAD thousand, intervals."""
    names = {code: _(name) for code, name in EVENT_NAMES.items()}
    points = found.table[found.table["events"] > 0]
    scaled = {name: points[name] / 1e3 for name in ("impact", "impact_low", "impact_high")}
    outlines = found.ellipses.assign(
        label=found.ellipses["type"].map(names), impact=found.ellipses["impact"] / 1e3
    )
    return points.assign(label=points["type"].map(names), **scaled), outlines


def map_sentence(found: LikelihoodImpact) -> str:
    """Which type weighs most, and what the record leaves open about the others."""
    seen = found.table[found.table["events"] > 0]
    silent = [_(EVENT_NAMES[code]) for code in found.table.loc[found.table["events"] == 0, "type"]]
    sentence = ""
    if not seen.empty:
        worst = max(each_row(seen), key=lambda row: row.likelihood * row.impact)
        sentence = _(
            "Heaviest: {type}, {rate} events a year ({rates}) over {years} years, of typically MAD {impact} "
            "thousand ({impacts})."
        ).format(
            type=_(EVENT_NAMES[worst.type]),
            rate=number(worst.likelihood, 1),
            rates=interval(worst.likelihood_low, worst.likelihood_high, 1),
            years=number(found.years, 1),
            impact=number(worst.impact / 1e3, 0),
            impacts=interval(worst.impact_low / 1e3, worst.impact_high / 1e3, 0),
        )
    if silent:
        most = found.table.loc[found.table["events"] == 0, "likelihood_high"].max()
        sentence += " " + _(
            "No event in {years} years, so at most {rate} a year at {level}: {types}."
        ).format(
            years=number(found.years, 1),
            rate=number(most, 2),
            level=percent(found.level),
            types=listing(silent),
        )
    return sentence.strip()


def map_note(found: LikelihoodImpact) -> str:
    """How the map is read, after what it says."""
    reading = _("Ellipses hold both at {level}; shade: likelihood × impact.")
    return map_sentence(found) + " " + reading.format(level=percent(found.level))


def map_table(found: LikelihoodImpact) -> pd.DataFrame:
    """Likelihood and impact of every type, those without an event included."""
    rows = found.table
    thousand = rows[["impact", "impact_low", "impact_high"]] / 1e3
    pooled = {"own": _("its own"), "pooled": _("all types"), "none": _("none")}
    return pd.DataFrame(
        {
            _("Event type"): [_(EVENT_NAMES[code]) for code in rows["type"]],
            _("Events"): rows["events"],
            _("Likelihood (events a year)"): rows["likelihood"],
            _("Likelihood, interval"): [
                interval(low, high, 2)
                for low, high in zip(rows["likelihood_low"], rows["likelihood_high"], strict=True)
            ],
            _("Impact (typical loss, MAD thousand)"): thousand["impact"],
            _("Impact, interval"): [
                interval(low, high, 0)
                for low, high in zip(thousand["impact_low"], thousand["impact_high"], strict=True)
            ],
            _("Scatter taken from"): [pooled[name] for name in rows["scatter"]],
        }
    )


def coverage_table(view: BankRisks) -> pd.DataFrame:
    """Every reference of the three standards, the indicators that speak of it and the worst grade of them."""
    found = reads.references(view.reader.snapshot)
    seen = {row.indicator: row for row in each_row(view.indicators)}
    speaking: dict[tuple[str, str], list[str]] = {}
    for row in each_row(found):
        names = speaking.setdefault((row.standard, row.reference), [])
        names += [row.indicator] if row.indicator in seen else []
    return pd.DataFrame(
        [_coverage_row(*key, [seen[name] for name in names]) for key, names in speaking.items()]
    )


def _coverage_row(standard: str, reference: str, rows: list[Any]) -> dict[str, object]:
    scored = [row for row in rows if not np.isnan(row.score)]
    worst = max(scored, key=lambda row: row.score) if scored else None
    mark = int(grade(float(worst.score))) if worst else 0
    chapter = "" if standard == "NIST CSF" else reference.replace("chapter", _("chapter"))
    return {
        _("Standard"): STANDARD_NAMES[standard],
        _("Reference"): chapter,
        _("Subject"): _(REFERENCE_NAMES[reference]),
        _("Indicators"): ", ".join(row.indicator for row in rows) or _("none: assess it by other evidence"),
        _("Observed"): f"{sum(row.status == 'observed' for row in rows)}/{len(rows)}" if rows else "",
        _("Worst grade"): grade_mark(mark) if worst else "",
        _("Worst indicator"): f"{worst.indicator} · {worst.label}" if worst else "",
    }


def coverage_sentence(view: BankRisks) -> str:
    """How much of each standard the indicators speak of."""
    found = reads.references(view.reader.snapshot)
    parts = []
    for standard in reads.STANDARDS:
        rows = found[found["standard"] == standard]
        seen = rows.dropna(subset=["indicator"])["reference"].nunique()
        parts.append(labelled(STANDARD_NAMES[standard], f"{seen}/{rows['reference'].nunique()}"))
    return _("Evidence, not a pass mark. References of which at least one indicator speaks: {parts}.").format(
        parts=" · ".join(parts)
    )


def tool_table(reader: Reader, month: str) -> pd.DataFrame:
    """The regulators' four tools over all banks of the workspace."""
    chosen = reader.scenario
    found = reads.tools(reader.snapshot, month, chosen.power, rules(reader.scenario))
    unknown = found.measures[found.measures["n_reported"] == 0].groupby("tool")["measure"].agg(list)
    rows = found.tools
    return pd.DataFrame(
        {
            _("Tool"): [_(TOOL_NAMES[tool]) for tool in rows["tool"]],
            _("Score (0–100)"): rows["score"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Grade (1–4)"): [grade_mark(mark) if mark else MISSING for mark in rows["grade"]],
            _("Measures known"): [
                f"{known}/{every}" for known, every in zip(rows["n_scored"], rows["n_measures"], strict=True)
            ],
            _("Not supplied, so not counted"): [
                listing([_(MEASURE_NAMES.get(name, name)) for name in unknown.get(tool, [])])
                for tool in rows["tool"]
            ],
        }
    )


def indicator_table(view: BankRisks, risk: str) -> pd.DataFrame:
    """The indicators behind a risk, each told apart as exposure or as an outcome observed."""
    table = words.indicator_table(view, risk)
    table.insert(3, _("Tells of"), residual.stage_of_indicators(view.reader, table[_("Id")]))
    return table


def two_digits(table: pd.DataFrame) -> dict[str, Callable[[Any], str]]:
    """Columns of a detail whose figures need two decimals."""
    fine = (_("Value"), _("Likelihood (events a year)"), _("Cost a year (MAD million)"))
    return {column: partial(number, digits=2) for column in fine if column in table}


def no_losses() -> str:
    """Why there is no map."""
    return _("No loss event is recorded up to this month: likelihood and impact cannot be placed.")


def doubt_table(reader: Reader, bank: str, month: str, risk: str) -> pd.DataFrame:
    """Each source of doubt with its width, its reason, and what it does alone to the published grade."""
    chosen = reader.scenario
    found = risk_reads.grade_doubt(
        reader.snapshot, month, bank, risk, chosen.power, chosen.level, chosen.seed, rules(reader.scenario)
    )
    widths = _widths(chosen.power)
    return pd.DataFrame(
        {
            _("What is uncertain"): [_(_DOUBTS[source]) for source in found["source"]],
            _("How wide"): [widths[source] for source in found["source"]],
            _("Score, interval"): [
                interval(low, high, 0) for low, high in zip(found["low"], found["high"], strict=True)
            ],
            _("Published grade holds in"): [percent(share) for share in found["probability"]],
            _("Why"): [_(_WHY[source]) for source in found["source"]],
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
    ).format(grade=int(row["grade"]), draws=number(risk_reads.DRAWS, 0))


def how() -> Method:
    """How the scores page computes, for its foot: the scores themselves, then what stands around them."""
    common = method.method()
    more = [
        *residual.method(),
        _(
            "Likelihood and impact: events a year and geometric mean of their losses, net of recoveries, "
            "over the three years to the month chosen (convention, C), where the losses page counts the "
            "whole record. The rate has the posterior of a Poisson count under Jeffreys’ prior; without an "
            "event it is at most −ln(1 − level) / years. Logarithms of losses are taken as normal; ellipses "
            "join both. A type with fewer than five losses takes the scatter of all types. The tail is on "
            "the losses page."
        ),
        _(
            "Standards: the catalogue says of which principle, function or chapter an indicator speaks. "
            "Tools: means over the banks, equal weights, over what is known; where more than a third is "
            "not known there is no figure. Low and high take what the supervisor has not supplied at 0 and "
            "at 100."
        ),
        _(
            "Weights are the bank’s own to change, and so are thresholds that are a convention (C). "
            "Thresholds with a source move only for a written reason, which the link carries; limits of law "
            "never move."
        ),
    ]
    return replace(common, words=(*common.words, *more))


def _scale() -> str:
    return _("Score, 0 best to 100 worst")


def _there(view: BankRisks, risk: str) -> Open:
    """What drives a risk of the bank in the month shown."""
    return Open("risk-drivers", {"bank": view.bank, "month": view.code, "risk": risk})


def metrics(view: BankRisks) -> tuple[Metric, ...]:
    """Score, grade, rank and how much is observed, of the risk chosen."""
    row = words.row_of(view, view.risk)
    if pd.isna(row["score"]):
        return ()
    graded, level = measured.is_graded(row), percent(view.reader.scenario.level)
    change = words.change_in_a_year(view, row)
    history = view.history[view.history["month"] <= view.month]
    history = history[stretches(history) == stretches(history).max()]
    score = Metric(
        "risk-score",
        _("Score, 0 best to 100 worst"),
        float(row["score"]),
        digits=0,
        low=float(row["low"]),
        high=float(row["high"]),
        better="lower",
        change=change,
        since=_("in twelve months"),
        spark=tuple(history["score"].astype(float).tail(25)),
        months_of=("risk_observation",),
        opens=_there(view, view.risk),
        why=_("at {level}").format(level=level) if graded else _("whatever is not reported is"),
        name=_("{risk}: score, 0 best to 100 worst").format(risk=risk_name(view.risk)),
        unbroken=change is not None,
        comparable=graded,
    )
    assumed = risk_reads.assumed(view.reader.snapshot, view.bank, view.code, view.risk)
    held = int(row["n_measured"] - row["n_observed"])
    counted = (
        _("a count of the month, of {all}; {held} more as last reported")
        if held
        else _("a count of the month, of {all}")
    ).format(all=row["n_indicators"], held=held)
    stood_in = _("of {all}; {assumed} more are assumed").format(all=row["n_indicators"], assumed=assumed)
    observed = Metric(
        "risk-observed",
        _("Indicators observed"),
        float(row["n_observed"]) - assumed,
        digits=0,
        better="higher",
        opens=_there(view, view.risk),
        why=stood_in if assumed else counted,
    )
    if not graded:
        return score, observed
    grade_shown = Metric(
        "risk-grade",
        _("Grade, 1 best to 4 worst"),
        float(row["grade"]),
        digits=0,
        better="lower",
        opens=_there(view, view.risk),
        why=_("{share} of the draws give it").format(share=measured.grade_probability(row)),
        name=_("{risk}: grade, 1 best to 4 worst").format(risk=risk_name(view.risk)),
        unbroken=change is not None,
    )
    if view.reader.stands_in("risk_observation", view.bank):
        # Among those whose medians it is made of, it has no rank.
        return score, grade_shown, observed
    rank = Metric(
        "risk-rank",
        _("Rank of {banks}, 1 least risky").format(banks=row["n_ranked"]),
        float(row["rank"]),
        digits=0,
        low=float(row["rank_low"]),
        high=float(row["rank_high"]),
        better="lower",
        opens=Open("risk-supervision", {"month": view.code, "risk": view.risk}),
        unbroken=change is not None,
    )
    return score, grade_shown, rank, observed


def others(view: BankRisks) -> tuple[Metric, ...]:
    """The scores of the risks that are not the one chosen, where enough of them is measured."""
    found = []
    for risk in RISK_NAMES:
        row = words.row_of(view, risk)
        if risk == view.risk or pd.isna(row["score"]) or not measured.is_graded(row):
            continue
        own = words.bank_risks(view.reader, view.bank, view.code, risk)
        found.append(
            Metric(
                f"score-{risk}",
                _("{risk}: score, 0 best to 100 worst").format(risk=risk_name(risk)),
                float(row["score"]),
                digits=0,
                low=float(row["low"]),
                high=float(row["high"]),
                better="lower",
                opens=_there(view, risk),
                unbroken=words.change_in_a_year(own, words.row_of(own, risk)) is not None,
            )
        )
    return tuple(found)


def _stages(view: BankRisks, effect: pd.DataFrame) -> Chart:
    names, told = residual.stage_names(), residual.described_stages(effect)
    both = effect.assign(stage=effect["stage"].map(names))
    return Chart(
        "risks",
        words.highest(view),
        risk_map.stages(effect, names=names, order=list(view.risks["label"]), title=_scale()),
        told,
        view.kinds,
        note=residual.stage_sentence(effect, view.risk),
        figures=(
            Table(
                "risks",
                _("The four risks"),
                words.risk_table(view),
                words.described_risks(view),
                view.kinds,
                opens=tuple(_there(view, risk) for risk in view.risks["risk"]),
            ),
        ),
        plot=partial(_stages_plot, both),
        opened_by="label",
        opens={row["label"]: _there(view, row["risk"]) for _at, row in view.risks.iterrows()},
    )


def _indicators(view: BankRisks) -> tuple[Part, ...]:
    frame = indicator_table(view, view.risk)
    return (
        Table(
            "indicators",
            _("Indicators, the worst first"),
            frame,
            _("Value, score, status and provenance of each indicator, the worst first."),
            view.kinds,
            two_digits(frame),
            height=_TALL,
            opens=tuple(single.opens(view.bank, view.code, view.risk, code) for code in frame[_("Id")]),
        ),
        *register.parts(view.reader, view.bank, view.code, view.kinds),
    )


def _stages_plot(both: pd.DataFrame) -> Plot:
    known = both.dropna(subset=["score"])
    if len(set(known["stage"])) > 1:
        return Plot("bar", wide(both, along="label", by="stage", value="score"), _scale())
    names = {"label": _("Risk"), "score": _scale(), "low": _("Low"), "high": _("High")}
    return Plot("bar", known[list(names)].rename(columns=names).reset_index(drop=True), _scale())


def _history_plot(view: BankRisks) -> Plot:
    parts: list[pd.DataFrame] = []
    for _run, rows in view.history.groupby(stretches(view.history)):
        # A month without a figure keeps an office program from joining two scores.
        gap = pd.DataFrame({"month": [""], "score": [np.nan], "low": [np.nan], "high": [np.nan]})
        own = rows.assign(month=rows["month"].dt.strftime("%Y-%m"))[["month", "score", "low", "high"]]
        parts += [gap, own]
    history = pd.concat(parts[1:], ignore_index=True)
    history.columns = [_("Month"), _("Score (0–100)"), _("Low"), _("High")]
    return Plot("line", history, _scale())


def _history(view: BankRisks) -> tuple[Part, ...]:
    if view.history.empty:
        said = _("Nothing of this risk has been reported yet: its history starts at the first report.")
        return (Note(said, "empty"),)
    name, months = risk_name(view.risk), view.history["month"]
    happened = events.within(of_risk(view.reader, view.bank, view.risk), months.min(), months.max())
    told = (charts.described_history(view.history, what=name), events.in_words(happened))
    return (
        Chart(
            "history",
            _("{risk} since {month}").format(risk=name, month=words.first_month(view)),
            charts.score_history(view.history, x="month", title=_scale(), events=happened),
            " ".join(filter(None, told)),
            view.kinds,
            note=words.history_note(view),
            figures=events.table(view.bank, happened, view.kinds, name="events"),
            plot=partial(_history_plot, view),
        ),
    )


def _controls(view: BankRisks, effect: pd.DataFrame) -> tuple[Part, ...]:
    said = _(
        "What each control acts on, when and by whom it was tested, how well it works and what it costs. "
        "Coverage and effectiveness are the bank’s own."
    )
    frame = residual.control_table(view.reader, view.bank, view.risk, view.code)
    return (
        Table(
            "controls-effect",
            _("What tested controls leave"),
            residual.stage_table(effect),
            residual.described_stages(effect),
            view.kinds,
        ),
        Table("controls", _("Controls and their effect"), frame, said, view.kinds, two_digits(frame)),
        Note(said, "aside"),
    )


def _losses(view: BankRisks) -> tuple[Part, ...]:
    placed = likelihood(view.reader, view.bank, view.code)
    if placed is None:
        return (Note(no_losses(), "empty"),)
    frame, told = map_table(placed), map_sentence(placed)
    title = _("Likelihood and impact of losses")
    return (
        Chart(
            "likelihood",
            title,
            risk_map.likelihood_impact(*map_points(placed)),
            told,
            view.kinds,
            note=map_note(placed),
            figures=(Table("losses", title, frame, told, view.kinds, two_digits(frame)),),
        ),
    )


def _standards(view: BankRisks) -> tuple[Part, ...]:
    covered = coverage_sentence(view)
    known = _(
        "Over all banks and over what is known; low and high hold whatever the figures not supplied are."
    )
    coverage = coverage_table(view)
    return (
        Table(
            "standards",
            _("Standards: BCBS 98, NIST, DORA"),
            coverage,
            covered,
            view.kinds,
            height=_TALL,
        ),
        Note(covered, "aside"),
        Table(
            "tools",
            _("The regulators’ four tools"),
            tool_table(view.reader, view.code),
            known,
            view.kinds,
        ),
        Note(known, "aside"),
    )


def _doubt(view: BankRisks) -> tuple[Part, ...]:
    said = doubt_sentence(words.row_of(view, view.risk))
    return (
        Table(
            "doubt",
            _("What the probability of the grade is of"),
            doubt_table(view.reader, view.bank, view.code, view.risk),
            said,
            view.kinds,
        ),
        Note(said, "aside"),
    )


def _details(view: BankRisks, effect: pd.DataFrame) -> tuple[Detail, ...]:
    # A link of before the tabs names one of the tables below.
    wanted = view.reader.display.detail
    return opened_first(
        (
            Detail("indicators", _("Indicators behind the score"), partial(_indicators, view)),
            Detail(single.DETAIL, _("One indicator"), partial(single.parts, view)),
            Detail("history", _("History"), partial(_history, view)),
            Detail("controls", _("Controls and their effect"), partial(_controls, view, effect)),
            Detail("losses", _("Likelihood and impact of losses"), partial(_losses, view)),
            Detail("standards", _("Standards and tools"), partial(_standards, view)),
            Detail("doubt", _("How firm the grade is"), partial(_doubt, view)),
        ),
        "standards" if wanted == "tools" else wanted,
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Scores"."""
    view = words.chosen_risks(reader)
    effect, more = residual.stages(reader, view.bank, view.code), words.score_more(view, view.risk)
    of_register = register.compared(reader, view.bank, view.code) is not None
    return Content(
        slug="risk-scores",
        answer=Answer(words.score_sentence(view, view.risk), words.caution(view, view.risk), more),
        picture=_stages(view, effect),
        method=how(),
        metrics=metrics(view),
        figures=others(view),
        month=view.code,
        before=notes(reader.scenario),
        details=_details(view, effect),
        board=Slide(
            ("risks",) if view.history.empty else ("risks", "history"),
            (
                *("risks", "doubt"),
                *(("register-figures",) if of_register else ()),
                *("controls-effect", "indicators"),
            ),
            (more, *refusals(reader.scenario), departures(reader.scenario)),
        ),
        story=Telling(
            "risks",
            (words.described_risks(view), residual.stage_sentence(effect, view.risk), more),
        ),
    )
