"""The tables of the supervision page: banks, system, infection, tools, principles, spill-over, gaps."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics.risk.measured import NOT_GRADABLE
from analytics.risk.supervision import TOOL_MEASURES, ToolsScoreboard
from studies import core
from studies.risk import supervision as reads
from ui import controls, link
from ui.risk.words import grade_mark
from ui.views import risk_system
from ui.views.risk import IN_SENTENCE, risk_name, robust_words
from ui.views.risk_detail import MEASURE_NAMES, REFERENCE_NAMES, TOOL_NAMES
from ui.views.risk_measured import grade_probability
from ui.views.risk_rules import rules
from ui.views.risk_supervision import LINK_NAMES, System, caution
from ui.words import MISSING, N_, _, interval, language, listing, month_name, number, percent

# Field of the scenario → what it supplies to the scoreboard.
MEASURES: Final = {
    "rules_age": "age_of_rules_years",
    "legal_definitions": "instruments_with_legal_definition_percent",
    "home_host_agreements": "home_host_agreements",
    "it_inspections": "inspections_covering_it_percent",
}
_MEASURE_LABELS: Final = {
    "rules_age": N_("Age of the rules (years)"),
    "legal_definitions": N_("Instruments with a legal definition (%)"),
    "home_host_agreements": N_("Home-host agreements (count)"),
    "it_inspections": N_("Inspections covering IT (%)"),
}
_EXAMPLES: Final = {
    "rules_age": "4",
    "legal_definitions": "80",
    "home_host_agreements": "6",
    "it_inspections": "70",
}


@dataclass(frozen=True)
class Detail:
    """One part below the network: its table, and what it says."""

    table: pd.DataFrame
    sentence: str


def detail_names() -> dict[str, str]:
    """Part below the network → what the reader sees."""
    return {
        "system": _("Each risk over all banks"),
        "tools": _("The regulators’ four tools"),
        "beyond": _("What the supervisor and the peers do"),
        "principles": _("The 14 Basel principles for electronic banking"),
        "spill_over": _("What one risk adds to another"),
        "gaps": _("Gaps in the evidence"),
        "links": _("The links as recorded"),
    }


def detail(part: str, view: System) -> Detail:
    """A part that is one table."""
    if part == "principles":
        return Detail(principle_table(view), principle_sentence(view))
    if part == "beyond":
        return Detail(risk_system.table(view), risk_system.sentence())
    if part == "gaps":
        return Detail(gap_table(view), caution(view) or _("Every indicator was reported"))
    if part == "links":
        told = _("From which bank stress reaches which, through what, and how much of it")
        return Detail(link_table(view), told)
    return Detail(system_table(view), system_sentence(view))


def system_sentence(view: System) -> str:
    """The mean of the risk chosen, and how much of the system is at grade 3 or 4 for it."""
    row = view.summary.set_index("risk").loc[view.risk]
    if pd.isna(row["mean"]):
        return _("No bank is gradable for {risk}.").format(risk=_(IN_SENTENCE[view.risk]))
    return _("Over all banks, {risk} is {mean} on average; {share} of the system is at grade 3 or 4.").format(
        risk=_(IN_SENTENCE[view.risk]),
        mean=number(row["mean"], 1),
        share=percent(row["share_at_3_or_worse"], 0),
    )


def bank_table(view: System) -> pd.DataFrame:
    """Every bank with interval, grade, rank interval and what its own trouble would spread."""
    scores = view.scores
    spread = view.network.spread.set_index("bank")["additional"]
    return pd.DataFrame(
        {
            _("Bank"): scores["name"],
            _("Score (0–100)"): scores["score"],
            _("Low"): scores["low"],
            _("High"): scores["high"],
            _("Grade (1–4)"): [grade_mark(grade) for grade in scores["grade"]],
            _("Probability of that grade"): [grade_probability(row) for _at, row in scores.iterrows()],
            _("Robust"): [robust_words(row) for _at, row in scores.iterrows()],
            _("Rank, 1 least risky"): scores["rank"].where(scores["graded"]).astype("Int64"),
            _("Rank interval"): [
                interval(row.rank_low, row.rank_high, 0) if row.graded else MISSING
                for row in scores.itertuples()
            ],
            _("Red flag"): [_("yes") if flag else _("no") for flag in scores["red_flag"]],
            _("Indicators observed"): [
                f"{seen}/{every}"
                for seen, every in zip(scores["n_observed"], scores["n_indicators"], strict=True)
            ],
            _("Spreads to others (% of the system)"): 100 * spread.reindex(scores["bank"]).to_numpy(),
        }
    )


def system_table(view: System) -> pd.DataFrame:
    """Each risk over all banks."""
    rows = view.summary
    frame = pd.DataFrame(
        {
            _("Risk"): rows["risk"].map(risk_name),
            _("Mean score"): rows["mean"],
            _("Best"): rows["best"],
            _("Worst"): rows["worst"],
            _("Worst bank"): rows["worst_bank"].map(view.names).fillna(MISSING),
        }
    )
    for mark in (1, 2, 3, 4):
        frame[_("Banks at {grade}").format(grade=grade_mark(mark))] = rows[f"grade_{mark}"].to_numpy()
    frame[_("Not gradable")] = rows["not_gradable"].to_numpy()
    frame[_("Red flags")] = rows["red_flags"].to_numpy()
    frame[_("Weight at grade 3 or 4 (%)")] = 100 * rows["share_at_3_or_worse"].to_numpy()
    return frame


def infection_table(view: System) -> pd.DataFrame:
    """Who infects whom: stress of each bank (%) when another alone is shocked, heaviest spreader first."""
    spread = view.network.spread.sort_values("additional", ascending=False, kind="stable")
    matrix = 100 * view.network.infection.loc[spread["bank"]]
    frame = pd.DataFrame({_("Bank shocked"): spread["bank"].map(view.names).to_numpy()})
    frame[_("Spreads (% of the system)")] = 100 * spread["additional"].to_numpy()
    frame[_("Links a quarter weaker")] = 100 * spread["low"].to_numpy()
    frame[_("Links a quarter stronger")] = 100 * spread["high"].to_numpy()
    for bank in matrix.columns:
        frame[_("Reaches {bank} (%)").format(bank=view.names[bank])] = matrix[bank].to_numpy()
    return frame


def link_table(view: System) -> pd.DataFrame:
    """The links as recorded, strongest first."""
    rows = reads.links(link.shown()).sort_values("strength", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            _("From"): rows["counterpart"].map(view.names),
            _("To"): rows["bank"].map(view.names),
            _("Link"): [_(LINK_NAMES[kind]) for kind in rows["link"]],
            _("Stress passed on (%)"): 100 * rows["strength"].astype(float),
        }
    )


def ask_measures() -> None:
    """The drawer with the supervisor's own measures."""
    fields = list(MEASURES)
    answered = bool(set(link.scenario().touched()) & set(fields))
    with st.expander(_("The supervisor’s own measures"), icon=":material/tune:", expanded=answered):
        for place, name in zip(
            st.columns(len(fields) + 1, vertical_alignment="bottom"), fields, strict=False
        ):
            with place:
                controls.enter(name, _(_MEASURE_LABELS[name]), example=_EXAMPLES[name])
        controls.reset(*fields)


def tools(view: System) -> ToolsScoreboard:
    """The scoreboard of the regulators' four tools."""
    chosen = link.scenario()
    given = [(measure, getattr(chosen, field)) for field, measure in MEASURES.items()]
    known = tuple((measure, float(text)) for measure, text in given if text)
    return reads.tools(link.shown(), f"{view.month:%Y-%m}", chosen.power, known, rules())


def tool_frame(board: ToolsScoreboard) -> pd.DataFrame:
    """The four tools for their chart: label with how much is known, score, low, high, grade."""
    rows = board.tools
    labels = [
        _("{tool} ({known} of {all} known)").format(tool=_(TOOL_NAMES[tool]), known=known, all=every)
        for tool, known, every in zip(rows["tool"], rows["n_scored"], rows["n_measures"], strict=True)
    ]
    return rows.assign(label=labels)


def described_tools(board: ToolsScoreboard) -> str:
    """The chart of the tools in words: the figure over what is known, and what the rest could make of it."""
    return " ".join(_described_tool(row) for _at, row in tool_frame(board).iterrows())


def _described_tool(row: pd.Series) -> str:
    words = _(
        "{tool}: {score} on {known} of {all} measures, grade {grade} ({interval} whatever the rest is)."
    )
    name = TOOL_NAMES[row["tool"]]
    if row["grade"] == NOT_GRADABLE:
        words = _("{tool}: too little is known for a figure, {interval} whatever the rest is.")
    return words.format(
        tool=_(name),
        score=number(row["score"], 0),
        known=row["n_scored"],
        all=row["n_measures"],
        grade=row["grade"],
        interval=interval(row["low"], row["high"], 0),
    )


def measure_table(board: ToolsScoreboard) -> pd.DataFrame:
    """What each tool is measured by, with what is not known."""
    catalogue = core.risk_catalogue(link.shown()).set_index("indicator")[f"label_{language()}"]
    rows = board.measures.sort_values(
        "tool", key=lambda names: names.map(list(TOOL_NAMES).index), kind="stable"
    )
    origins = {"banks": _("the banks’ indicators"), "supervisor": _("the supervisor")}
    return pd.DataFrame(
        {
            _("Tool"): [_(TOOL_NAMES[tool]) for tool in rows["tool"]],
            _("Measure"): [
                f"{name} · {catalogue[name]}" if name in catalogue.index else _(MEASURE_NAMES[name])
                for name in rows["measure"]
            ],
            _("Supplied by"): [origins[origin] for origin in rows["origin"]],
            _("Score (0–100)"): rows["score"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Known"): [
                f"{known}/{every}"
                for known, every in zip(rows["n_reported"], rows["n_expected"], strict=True)
            ],
        }
    )


def principle_table(view: System) -> pd.DataFrame:
    """Grade of each bank on each Basel principle, from the indicators that speak of it."""
    chosen = link.scenario()
    found = reads.principles(link.shown(), f"{view.month:%Y-%m}", chosen.power, rules()).matrix
    wide = found.pivot_table(index="reference", columns="bank", values="grade")
    first = found.drop_duplicates("reference").set_index("reference")
    frame = pd.DataFrame({_("Principle"): [f"{code} · {_(REFERENCE_NAMES[code])}" for code in first.index]})
    frame[_("Indicators")] = [
        number(count, 0) if count else _("none: assess it by other evidence")
        for count in first["n_indicators"]
    ]
    for bank in wide.columns:
        grades = wide.loc[first.index, bank].astype(int)
        frame[view.names[bank]] = [grade_mark(grade) if grade else MISSING for grade in grades]
    return frame


def principle_sentence(view: System) -> str:
    """How far the indicators cover the principles, and where most banks are weak."""
    chosen = link.scenario()
    found = reads.principles(link.shown(), f"{view.month:%Y-%m}", chosen.power, rules())
    every = found.matrix["reference"].nunique()
    weak = found.matrix[found.matrix["grade"] >= 3].groupby("reference").size()
    sentence = _("Evidence, not a pass mark: indicators speak of {count} of {all} principles.").format(
        count=every - len(found.without_indicator), all=every
    )
    if weak.empty:
        return sentence
    worst = listing([f"{code} ({_(REFERENCE_NAMES[code])})" for code in weak[weak == weak.max()].index])
    return (
        sentence
        + " "
        + _("Most banks at grade 3 or 4: {principles}, {count} of {all}.").format(
            principles=worst, count=int(weak.max()), all=found.matrix["bank"].nunique()
        )
    )


def gap_table(view: System) -> pd.DataFrame:
    """What nobody reported in the month, by what it leaves open."""
    chosen = link.scenario()
    rows = reads.gaps(link.shown(), f"{view.month:%Y-%m}", chosen.power, rules())
    catalogue = core.risk_catalogue(link.shown()).set_index("indicator")[f"label_{language()}"]
    return pd.DataFrame(
        {
            _("Bank"): rows["bank"].map(view.names),
            _("Indicator"): [f"{name} · {catalogue.get(name, '')}" for name in rows["indicator"]],
            _("Risk"): rows["risk"].map(risk_name),
            _("Months without a report"): rows["months_without"],
            _("Last report"): [
                MISSING if pd.isna(month) else month_name(month) for month in rows["value_month"]
            ],
            _("Score published (0–100)"): rows["score"],
            _("Weight in the overall score (%)"): 100 * rows["share"],
            _("Leaves open (points of the overall score)"): rows["open_points"],
        }
    )


def unsupplied(board: ToolsScoreboard) -> str:
    """What the supervisor has not supplied; empty where all is known."""
    rows = board.measures
    missing = [name for name in TOOL_MEASURES if name in set(rows.loc[rows["n_reported"] == 0, "measure"])]
    if not missing:
        return ""
    return _("Not supplied, so in no figure; the whiskers hold whatever they are: {measures}.").format(
        measures=listing([_(MEASURE_NAMES[name]) for name in missing])
    )


def method() -> dict[str, Any]:
    """How the page is computed, for its foot."""
    return {
        "formula": r"h_i(t+1)=\min\Big(1,\;h_i(t)+\sum_j \pi_j(t)\,v_{ji}\Big),\quad "
        r"v_{ji}=\tau\,\ell_{ij};\qquad r=s+M^{\top}s",
        "words": [
            _(
                "Contagion (DebtRank): a bank passes each part of its stress on once; π is the stress not "
                "yet passed on, ℓ the link as recorded, τ the trust-link multiplier: 0 when customers tell "
                "banks apart, 1 as recorded."
            ),
            _(
                "What passes on is stated also with every link a quarter weaker and a quarter stronger: two "
                "other settings (convention, C), no interval, for no probability belongs to them. Stress of "
                "the system is the mean over the banks, weighted by customers, the bank shocked among them."
            ),
            _(
                "The regulators’ four tools: power mean of the banks’ mean scores and of the supervisor’s "
                "own measures, over those that are known; where more than a third is not, there is no "
                "figure. Low and high are certain bounds, with what is not known at 0 and at 100."
            ),
            _(
                "Spill-over: each risk receives the stated share of another’s score, at most 100 in all; the "
                "shares are conventions (C). Published scores are without spill-over."
            ),
            _(
                "A gap leaves open the difference between the overall score with the missing indicator at "
                "100 and at 0, all else as published."
            ),
        ],
        "proof": _(
            "A network of four nodes, each shocked in turn, adds 0.312, 0.145, 0.306 and 0.090 to the "
            "weighted mean stress, as the R package NetworkRiskMeasures 0.1.4 finds; the same figures stand "
            "in the tests."
        ),
    }
