"""What controls leave of each risk, where losses stand, and which standards the indicators speak of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.risk.likelihood import LikelihoodImpact
from analytics.risk.scoring import grade
from studies.risk import detail as reads
from ui import link
from ui.risk.words import EVENT_NAMES, grade_mark
from ui.views import risk as words
from ui.views import risk_method, risk_residual
from ui.views.risk_rules import rules
from ui.words import MISSING, N_, _, interval, labelled, listing, number, percent

REFERENCE_NAMES: Final = {
    "P1": N_("Effective oversight by board and management"),
    "P2": N_("Comprehensive security control process"),
    "P3": N_("Outsourcing and third parties"),
    "P4": N_("Authentication of customers"),
    "P5": N_("Non-repudiation and accountability"),
    "P6": N_("Segregation of duties"),
    "P7": N_("Authorisation controls and access privileges"),
    "P8": N_("Integrity of data"),
    "P9": N_("Audit trails"),
    "P10": N_("Confidentiality"),
    "P11": N_("Disclosures on the website"),
    "P12": N_("Privacy"),
    "P13": N_("Capacity and continuity"),
    "P14": N_("Response to incidents"),
    "Govern": N_("Govern"),
    "Identify": N_("Identify"),
    "Protect": N_("Protect"),
    "Detect": N_("Detect"),
    "Respond": N_("Respond"),
    "Recover": N_("Recover"),
    "chapter II": N_("ICT risk management"),
    "chapter III": N_("ICT-related incidents"),
    "chapter IV": N_("Digital operational resilience testing"),
    "chapter V": N_("ICT third-party risk"),
    "chapter VI": N_("Information-sharing"),
}
_STANDARD_NAMES: Final = {
    "BCBS98": "BCBS 98 (2003)",
    "NIST CSF": "NIST CSF 2.0",
    "DORA": "DORA (EU) 2022/2554",
}
TOOL_NAMES: Final = {
    "adaptation": N_("Adaptation"),
    "legalisation": N_("Legalisation"),
    "harmonisation": N_("Harmonisation"),
    "integration": N_("Integration"),
}
MEASURE_NAMES: Final = {
    "age_of_rules_years": N_("age of the rules"),
    "instruments_with_legal_definition_percent": N_("instruments with a legal definition"),
    "home_host_agreements": N_("home-host agreements"),
    "inspections_covering_it_percent": N_("inspections covering IT"),
}


def likelihood(bank: str, month: str) -> LikelihoodImpact | None:
    """Likelihood and impact of each type of loss, under the session's scenario."""
    chosen = link.scenario()
    return reads.likelihood(link.shown(), bank, month, chosen.mad_per_euro, chosen.level)


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
        worst = max(seen.itertuples(), key=lambda row: row.likelihood * row.impact)
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


def coverage_table(view: words.BankRisks) -> pd.DataFrame:
    """Every reference of the three standards, the indicators that speak of it and the worst grade of them."""
    found = reads.references(link.shown())
    seen = {row.indicator: row for row in view.indicators.itertuples()}
    speaking: dict[tuple[str, str], list[str]] = {}
    for row in found.itertuples():
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
        _("Standard"): _STANDARD_NAMES[standard],
        _("Reference"): chapter,
        _("Subject"): _(REFERENCE_NAMES[reference]),
        _("Indicators"): ", ".join(row.indicator for row in rows) or _("none: assess it by other evidence"),
        _("Observed"): f"{sum(row.status == 'observed' for row in rows)}/{len(rows)}" if rows else "",
        _("Worst grade"): grade_mark(mark) if worst else "",
        _("Worst indicator"): f"{worst.indicator} · {worst.label}" if worst else "",
    }


def coverage_sentence(view: words.BankRisks) -> str:
    """How much of each standard the indicators speak of."""
    found = reads.references(link.shown())
    parts = []
    for standard in reads.STANDARDS:
        rows = found[found["standard"] == standard]
        seen = rows.dropna(subset=["indicator"])["reference"].nunique()
        parts.append(labelled(_STANDARD_NAMES[standard], f"{seen}/{rows['reference'].nunique()}"))
    return _("Evidence, not a pass mark. References of which at least one indicator speaks: {parts}.").format(
        parts=" · ".join(parts)
    )


def tool_table(month: str) -> pd.DataFrame:
    """The regulators' four tools over all banks of the workspace."""
    chosen = link.scenario()
    found = reads.tools(link.shown(), month, chosen.power, rules())
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


def detail_names() -> dict[str, str]:
    """Detail → what the reader sees."""
    return {
        "indicators": _("Indicators behind the score"),
        "controls": _("Controls and their effect"),
        "losses": _("Likelihood and impact of losses"),
        "standards": _("Standards: BCBS 98, NIST, DORA"),
        "tools": _("The regulators’ four tools"),
    }


@dataclass(frozen=True)
class Detail:
    """One table below the scores: its name in files, its figures, and what they say in a sentence."""

    name: str
    table: pd.DataFrame
    sentence: str


def detail(
    chosen: str, view: words.BankRisks, risk: str, month: str, placed: LikelihoodImpact | None
) -> Detail:
    """The table that the reader asked for; only that one is made."""
    if chosen == "controls":
        sentence = _(
            "What each control acts on, when and by whom it was tested, how well it works and what it costs. "
            "Coverage and effectiveness are the bank’s own."
        )
        return Detail(chosen, risk_residual.control_table(view.bank, risk, month), sentence)
    if chosen == "losses":
        table = pd.DataFrame() if placed is None else map_table(placed)
        return Detail(chosen, table, no_losses() if placed is None else map_sentence(placed))
    if chosen == "standards":
        return Detail(chosen, coverage_table(view), coverage_sentence(view))
    if chosen == "tools":
        sentence = _(
            "Over all banks and over what is known; low and high hold whatever the figures not supplied are."
        )
        return Detail(chosen, tool_table(month), sentence)
    sentence = _("Value, score, status and provenance of each indicator, the worst first.")
    return Detail(chosen, indicator_table(view, risk), sentence)


def indicator_table(view: words.BankRisks, risk: str) -> pd.DataFrame:
    """The indicators behind a risk, each told apart as exposure or as an outcome observed."""
    table = words.indicator_table(view, risk)
    table.insert(3, _("Tells of"), risk_residual.stage_of_indicators(table[_("Id")]))
    return table


def two_digits(table: pd.DataFrame) -> dict[str, Callable[[Any], str]]:
    """Columns of a detail whose figures need two decimals."""
    fine = (_("Value"), _("Likelihood (events a year)"), _("Cost a year (MAD million)"))
    return {column: partial(number, digits=2) for column in fine if column in table}


def no_losses() -> str:
    """Why there is no map."""
    return _("No loss event is recorded up to this month: likelihood and impact cannot be placed.")


def method() -> dict[str, object]:
    """How the scores page computes, for its foot: the scores themselves, then what stands around them."""
    common = risk_method.method()
    more = [
        *risk_residual.method(),
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
    return common | {"words": [*common["words"], *more]}
