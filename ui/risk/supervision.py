"""How does the system look, and who infects whom: banks, regulators' tools, and what nobody reported."""

from __future__ import annotations

from functools import partial
from typing import Final

import pandas as pd

from analytics.display import Display
from analytics.risk.measured import NOT_GRADABLE
from analytics.risk.scoring import grade
from analytics.risk.supervision import TOOL_MEASURES, ToolsScoreboard
from studies import core
from studies.risk import supervision as reads
from studies.risk.supervision import Spilled
from ui.charts.network import network as network_chart
from ui.charts.risk import interval_points
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
    shared,
)
from ui.reader import Reader, kept, page_content
from ui.risk import system as whole
from ui.risk.bank import robust_words
from ui.risk.measured import grade_probability
from ui.risk.rules import departures, notes, rules
from ui.risk.system import LINK_NAMES, System, caution, linked, more, sentence
from ui.risk.words import (
    IN_SENTENCE,
    MEASURE_NAMES,
    REFERENCE_NAMES,
    RISK_NAMES,
    TOOL_NAMES,
    grade_mark,
    opened_first,
    risk_name,
)
from ui.rows import each_row, row_of
from ui.words import MISSING, _, interval, language, listing, month_name, number, percent, worded

# Field of the scenario → what it supplies to the scoreboard.
MEASURES: Final = {
    "rules_age": "age_of_rules_years",
    "legal_definitions": "instruments_with_legal_definition_percent",
    "home_host_agreements": "home_host_agreements",
    "it_inspections": "inspections_covering_it_percent",
}


SPILLS: Final = {
    "spill_operational_reputational": ("operational", "reputational"),
    "spill_legal_reputational": ("legal", "reputational"),
    "spill_regulatory_legal": ("regulatory", "legal"),
    "spill_operational_regulatory": ("operational", "regulatory"),
}


def system_sentence(view: System) -> str:
    """The mean of the risk chosen, and how much of the system is at grade 3 or 4 for it."""
    row = row_of(view.summary.set_index("risk"), view.risk)
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
                for row in each_row(scores)
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
    rows = reads.links(view.reader.snapshot).sort_values("strength", ascending=False, kind="stable")
    return pd.DataFrame(
        {
            _("From"): rows["counterpart"].map(view.names),
            _("To"): rows["bank"].map(view.names),
            _("Link"): [_(LINK_NAMES[kind]) for kind in rows["link"]],
            _("Stress passed on (%)"): 100 * rows["strength"].astype(float),
        }
    )


def tools(view: System) -> ToolsScoreboard:
    """The scoreboard of the regulators' four tools."""
    chosen = view.reader.scenario
    given = [(measure, getattr(chosen, field)) for field, measure in MEASURES.items()]
    known = tuple((measure, float(text)) for measure, text in given if text)
    return reads.tools(
        view.reader.snapshot, f"{view.month:%Y-%m}", chosen.power, known, rules(view.reader.scenario)
    )


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


def measure_table(view: System, board: ToolsScoreboard) -> pd.DataFrame:
    """What each tool is measured by, with what is not known."""
    catalogue = core.risk_catalogue(view.reader.snapshot).set_index("indicator")[worded("label")]
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
    chosen = view.reader.scenario
    found = reads.principles(
        view.reader.snapshot, f"{view.month:%Y-%m}", chosen.power, rules(view.reader.scenario)
    ).matrix
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
    chosen = view.reader.scenario
    found = reads.principles(
        view.reader.snapshot, f"{view.month:%Y-%m}", chosen.power, rules(view.reader.scenario)
    )
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
    chosen = view.reader.scenario
    rows = reads.gaps(view.reader.snapshot, f"{view.month:%Y-%m}", chosen.power, rules(view.reader.scenario))
    catalogue = core.risk_catalogue(view.reader.snapshot).set_index("indicator")[worded("label")]
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


def pair_name(source: str, target: str) -> str:
    return f"{_(RISK_NAMES[source])} → {_(RISK_NAMES[target])}"


def spilled(view: System) -> Spilled:
    """Scores with what each risk adds to the others, under the reader's scenario."""
    chosen = view.reader.scenario
    present = set(view.summary["risk"])
    shares = tuple(
        (*pair, float(getattr(chosen, name))) for name, pair in SPILLS.items() if present.issuperset(pair)
    )
    return reads.spilled(
        view.reader.snapshot, f"{view.month:%Y-%m}", chosen.power, shares, rules(view.reader.scenario)
    )


def spilled_sentence(view: System, found: Spilled) -> str:
    """What the spill-over does to the overall scores."""
    rows = found.overall
    if rows.empty:
        return _("No bank is gradable on all four risks: spill-over cannot be stated.")
    added = rows["after"] - rows["before"]
    worse = rows[rows["grade_after"] > rows["grade_before"]]
    top = row_of(rows, added.idxmax())
    words = _(
        "With spill-over, overall scores rise by {least} to {most} points, most at {bank} "
        "({before} to {after})"
    ).format(
        least=number(added.min(), 1),
        most=number(added.max(), 1),
        bank=view.names[top["bank"]],
        before=number(top["before"], 0),
        after=number(top["after"], 0),
    )
    if worse.empty:
        return words + _("; no grade changes.")
    names = listing([view.names[bank] for bank in worse["bank"]])
    return words + _("; a worse grade for {banks}.").format(banks=names)


def pair_table(view: System, found: Spilled) -> pd.DataFrame:
    """Each share of the matrix, and what it adds."""
    if found.overall.empty:
        return pd.DataFrame()
    order = list(found.risks.before.columns)
    banks = list(found.risks.before.index)
    rows = []
    for name, (source, target) in SPILLS.items():
        if source not in order or target not in order:
            continue
        added = found.risks.added[:, order.index(source), order.index(target)]
        rows.append(
            {
                _("From"): risk_name(source),
                _("To"): risk_name(target),
                _("Share added (%), convention C"): 100 * float(getattr(view.reader.scenario, name)),
                _("Adds on average (points)"): float(added.mean()),
                _("Adds at most (points)"): float(added.max()),
                _("Most at"): view.names[banks[int(added.argmax())]],
            }
        )
    return pd.DataFrame(rows)


def spilled_table(view: System, found: Spilled) -> pd.DataFrame:
    """Each bank's risks with what the others add to them."""
    rows, after = found.overall, found.risks.after
    frame = pd.DataFrame(
        {
            _("Bank"): rows["bank"].map(view.names),
            _("Overall before"): rows["before"],
            _("Overall with spill-over"): rows["after"],
            _("Grade before"): [grade_mark(grade) for grade in rows["grade_before"]],
            _("Grade with spill-over"): [grade_mark(grade) for grade in rows["grade_after"]],
        }
    )
    for risk in after.columns:
        frame[_("{risk}, with spill-over").format(risk=risk_name(risk))] = after.loc[
            rows["bank"], risk
        ].to_numpy()
    return frame.sort_values(_("Overall with spill-over"), ascending=False, ignore_index=True)


def beyond_table(view: System) -> pd.DataFrame:
    """Value and grade of each indicator of the system, bank by bank."""
    found = reads.beyond_the_bank(
        view.reader.snapshot, f"{view.month:%Y-%m}", view.reader.scenario.power, rules(view.reader.scenario)
    )
    known = core.risk_catalogue(view.reader.snapshot).set_index("indicator")
    labels, units = known[worded("label")], known["unit_fr" if language() == "fr" else "unit"]
    return pd.DataFrame(
        {
            _("Bank"): found["bank"].map(view.names),
            _("Indicator"): [f"{name} · {labels[name]}" for name in found["indicator"]],
            _("Value"): [number(value, 1 if value >= 1 else 3) for value in found["value"]],
            _("Unit"): [units[name] for name in found["indicator"]],
            _("Grade (1–4)"): [
                MISSING if pd.isna(score) else grade_mark(int(grade(float(score))))
                for score in found["score"]
            ],
            _("Reported this month"): [_("yes") if seen else _("no") for seen in found["observed"]],
        }
    )


def beyond_sentence() -> str:
    """Why these stand apart."""
    return _(
        "Inspections, the supervisor’s staff and stress received from peers are not the bank’s own doing: "
        "they enter no bank’s score."
    )


def method() -> Method:
    """How the page is computed, for its foot."""
    return Method.of(
        formula=r"h_i(t+1)=\min\Big(1,\;h_i(t)+\sum_j \pi_j(t)\,v_{ji}\Big),\quad "
        r"v_{ji}=\tau\,\ell_{ij};\qquad r=s+M^{\top}s",
        words=[
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
        proof=_(
            "A network of four nodes, each shocked in turn, adds 0.312, 0.145, 0.306 and 0.090 to the "
            "weighted mean stress, as the R package NetworkRiskMeasures 0.1.4 finds; the same figures stand "
            "in the tests."
        ),
    )


def _scale() -> str:
    return _("Score, 0 best to 100 worst")


def metrics(view: System) -> tuple[Metric, ...]:
    """What the shock spreads, banks at grade 3 or 4, the mean of the risk, and what nobody reported."""
    spread, row, known = view.spread, row_of(view.summary.set_index("risk"), view.risk), linked(view)
    graded = int(view.scores["graded"].sum())
    missing = int((view.scores["n_indicators"] - view.scores["n_observed"]).sum())
    found = [
        Metric(
            "system-spread",
            _("Stress at other banks, of the system"),
            100 * float(spread["additional"]) if known else None,
            "%",
            low=100 * float(spread["low"]) if known else None,
            high=100 * float(spread["high"]) if known else None,
            better="lower",
            why=_("every link a quarter weaker or stronger")
            if known
            else _("no link between banks is loaded"),
        ),
        Metric(
            "system-at-3-or-4",
            _("Banks at grade 3 or 4, of {all}").format(all=graded),
            float((view.scores["grade"] >= 3).sum()),
            digits=0,
            better="lower",
            why=_("a count, for {risk}").format(risk=_(IN_SENTENCE[view.risk])),
        ),
    ]
    if pd.notna(row["mean"]):
        found.append(
            Metric(
                "system-mean",
                _("Mean score of the banks"),
                float(row["mean"]),
                better="lower",
                why=_("best {best}, worst {worst}").format(
                    best=number(row["best"], 0), worst=number(row["worst"], 0)
                ),
            )
        )
    found.append(
        Metric(
            "system-gaps",
            _("Indicators not reported"),
            float(missing),
            digits=0,
            better="lower",
            why=_("a count of the month, over all banks"),
        )
    )
    return tuple(found)


def _there(view: System, bank: str) -> Open:
    """The scores of a bank, for the risk and month shown."""
    return Open("risk-scores", {"bank": bank, "month": view.code, "risk": view.risk})


def _picture(view: System) -> Chart:
    told = whole.described_scores(view)
    points = view.scores[["name", "score", "low", "high"]]
    points.columns = [_("Bank"), _("Score (0–100)"), _("Low"), _("High")]
    return Chart(
        "banks",
        _("All banks, worst first: {risk}").format(risk=risk_name(view.risk)),
        interval_points(
            view.scores,
            label="name",
            order=list(view.scores["name"]),
            title=_scale(),
            further=whole.stress_told(view),
        ),
        told + whole.stress_said(view),
        view.kinds,
        figures=(
            Table(
                "banks",
                _("All banks"),
                bank_table(view),
                told,
                view.kinds,
                opens=tuple(_there(view, bank) for bank in view.scores["bank"]),
            ),
        ),
        plot=lambda: Plot("bar", points, _scale()),
        opened_by="name",
        opens={row["name"]: _there(view, row["bank"]) for _at, row in view.scores.iterrows()},
    )


def _stress_plot(view: System) -> Plot:
    stress = view.reached.mul(100).rename(_("Stress, %")).rename_axis("bank").reset_index()
    stress["bank"] = stress["bank"].map(view.names)
    return Plot("bar", stress, _("Stress, %"))


def _infection(view: System) -> tuple[Part, ...]:
    edges = whole.edges(view)
    drawn: Part = Note(
        _("No link between banks is in force: raise the trust links, or load links between banks."), "empty"
    )
    if not edges.empty:
        drawn = Chart(
            "network",
            _("Where the trouble of {bank} goes").format(bank=view.names[view.shocked]),
            network_chart(whole.nodes(view), edges, kinds=whole.link_kinds(edges)),
            whole.described_network(view),
            view.kinds,
            note=whole.network_note(view),
            plot=partial(_stress_plot, view),
        )
    return (
        drawn,
        Table(
            "infection",
            _("Who infects whom"),
            infection_table(view),
            _("Stress of each bank when another alone is shocked, heaviest spreader first"),
            view.kinds,
        ),
        Table(
            "links",
            _("The links as recorded"),
            link_table(view),
            _("From which bank stress reaches which, through what, and how much of it"),
            view.kinds,
        ),
    )


def _system(view: System) -> tuple[Part, ...]:
    told, beyond = system_sentence(view), beyond_sentence()
    return (
        Table("system", _("Each risk over all banks"), system_table(view), told, view.kinds),
        Note(told, "aside"),
        Table("beyond", _("What the supervisor and the peers do"), beyond_table(view), beyond, view.kinds),
        Note(beyond, "aside"),
    )


def _tools(view: System) -> tuple[Part, ...]:
    board, kinds = tools(view), (*view.kinds, "assumed")
    frame, told = tool_frame(board), described_tools(board)
    title = _("The regulators’ four tools, over all banks")
    return (
        Chart(
            "tools",
            title,
            interval_points(frame, label="label", order=list(frame["label"]), title=_scale()),
            told,
            kinds,
            note=unsupplied(board),
            figures=(Table("measures", title, measure_table(view, board), told, kinds),),
        ),
    )


def _principles(view: System) -> tuple[Part, ...]:
    told = principle_sentence(view)
    title = _("The 14 Basel principles for electronic banking")
    return Table("principles", title, principle_table(view), told, view.kinds), Note(told, "aside")


def _spilled(view: System) -> tuple[Part, ...]:
    found, kinds = spilled(view), (*view.kinds, "assumed")
    told = spilled_sentence(view, found)
    return (
        Note(told),
        Table("spill-over", _("What one risk adds to another"), pair_table(view, found), told, kinds),
        Table("spilled", _("Each bank with spill-over"), spilled_table(view, found), told, kinds),
    )


def _gaps(view: System) -> tuple[Part, ...]:
    told = caution(view) or _("Every indicator was reported")
    return Table("gaps", _("Gaps in the evidence"), gap_table(view), told, view.kinds), Note(told, "aside")


_INSIDE: Final = {"links": "network", "beyond": "system"}


def _details(view: System) -> tuple[Detail, ...]:
    # A link of before the tabs names one of the parts below; the default names none.
    chosen, usual = view.reader.display, Display()
    wanted = chosen.supervision_detail if chosen.supervision_detail != usual.supervision_detail else ""
    return opened_first(
        (
            Detail("network", _("Who infects whom"), partial(_infection, view)),
            Detail("system", _("Each risk over all banks"), partial(_system, view)),
            Detail("tools", _("The regulators’ four tools"), partial(_tools, view)),
            Detail("principles", _("Basel’s 14 principles"), partial(_principles, view)),
            Detail("spill_over", _("What one risk adds to another"), partial(_spilled, view)),
            Detail("gaps", _("Gaps in the evidence"), partial(_gaps, view)),
        ),
        _INSIDE.get(wanted, wanted),
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Supervision"."""
    month = reader.chosen("month", whole.months(reader))
    risk = reader.chosen("risk", list(RISK_NAMES))
    view = whole.system(reader, month, risk, reader.chosen("shocked_bank", whole.spreaders(reader)))
    linked = not whole.edges(view).empty
    return Content(
        slug="risk-supervision",
        answer=Answer(sentence(view), caution(view), more(view)),
        picture=_picture(view),
        method=method(),
        metrics=shared(metrics(view)),
        month=view.code,
        before=notes(reader.scenario),
        details=_details(view),
        board=Slide(
            ("banks", "network") if linked else ("banks",),
            ("banks", "infection"),
            (more(view), departures(reader.scenario)),
        ),
    )
