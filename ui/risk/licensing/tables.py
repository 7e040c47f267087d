"""The tables of the licensing page: countries, rules, facts, signals, days, cases, and what banks report."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final

import pandas as pd

from analytics.risk.licensing import LicensingCase, targeting_signals
from data.snapshots import Snapshot
from studies import core
from studies.risk import licensing as reads
from ui.citations import cited
from ui.content import Method
from ui.risk.licensing.answer import (
    QUESTIONS,
    LicensingAnswer,
    decisive_ids,
    disclaimer,
    fact_name,
    outcome_name,
    rule_span,
)
from ui.risk.licensing.cases import (
    ACTIVITY_NAMES,
    APPROACH_NAMES,
    CASES,
    CLIENT_NAMES,
    NONE,
    PRESENCE_NAMES,
    UNKNOWN,
    case_name,
    country_names,
    in_words,
    worked,
)
from ui.words import MISSING, N_, _, day, language, listing, number, percent, told_by_data, worded

_STATUS_NAMES: Final = {
    "met": N_("met"),
    "breached": N_("breached"),
    "open": N_("not stated"),
    "not_applicable": MISSING,
}
_READINGS: Final = {
    "copy": N_("the text, in an unofficial copy"),
    "quoted": N_("as quoted by others"),
    "not_read": N_("not read again"),
}
_EXPLAINED: Final = {True: N_("possible"), False: N_("unexplained"), None: N_("not to be checked")}
_EVIDENCE: Final = ("R1", "R4", "R5", "L2")


def country_table(view: LicensingAnswer) -> pd.DataFrame:
    """The same facts in every country, the one of the case first."""
    rows = [
        {
            _("Country"): view.names[code],
            _("Outcome (no legal advice)"): outcome_name(answer.outcome),
            _("Status"): _named(_STATUS_NAMES, answer.status),
            _("Decisive rules"): ", ".join(decisive_ids(answer)) or MISSING,
            _("Why it applies"): in_words(answer.explanation),
        }
        for code, answer in ((code, view.by_country[code]) for code in country_order(view))
    ]
    return pd.DataFrame(rows)


def country_order(view: LicensingAnswer) -> list[str]:
    """The countries by name, the one of the case first."""
    return sorted(view.by_country, key=lambda code: code != view.case.host)


def _named(names: dict[str, str], code: str) -> str:
    return names[code] if names[code] == MISSING else _(names[code])


def applied_table(view: LicensingAnswer) -> pd.DataFrame:
    """The rules applied to the case, decisive ones first."""
    rows = [
        {
            _("Rule"): applied.id,
            _("Decides"): _("yes") if applied.decisive else _("no"),
            _("Why it applies (no legal advice)"): in_words(applied.why),
            _("What it says"): in_words(applied.text),
            _("Source"): cited(applied.source),
            _("Year"): applied.rule.year,
            _("Holds"): rule_span(applied.rule),
            _("Tag"): applied.tag,
        }
        for applied in view.decision.rules
    ]
    return pd.DataFrame(rows)


def fact_table(view: LicensingAnswer) -> pd.DataFrame:
    """What was answered, what the case chosen says, and what is still open."""
    base = worked(view.reader.display.licensing_case).case
    rows = []
    for name in QUESTIONS:
        now, before = _fact(view.case, name, view.names), _fact(base, name, view.names)
        open_fact = name in view.decision.undetermined
        rows.append(
            {
                _("Question"): fact_name(name),
                _("Answer (no legal advice)"): now,
                _("In the case chosen"): before,
                _("Changed"): _("yes") if now != before else _("no"),
                _("Could change the outcome"): _("yes") if open_fact else _("no"),
            }
        )
    return pd.DataFrame(rows)


def _fact(case: LicensingCase, name: str, countries: dict[str, str]) -> str:
    value: Any = getattr(case, name)
    if name in ("home", "host"):
        return countries[value]
    if name == "activities":
        return listing([_(ACTIVITY_NAMES[code]) for code in value or (NONE,)])
    names = {"client": CLIENT_NAMES, "approach": APPROACH_NAMES, "presence": PRESENCE_NAMES}
    if name in names:
        return _(names[name][value or UNKNOWN])
    if value is None:
        return _("Not stated")
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, date):
        return day(value)
    return percent(value, 1) if name == "retail_deposits_share" else number(value, 0)


def signal_table(view: LicensingAnswer) -> pd.DataFrame:
    """The targeting signals: shown, never a verdict."""
    signals = targeting_signals(view.case, told_by_data())
    present = {True: _("yes"), False: _("no"), None: _("not stated")}
    return pd.DataFrame(
        {
            _("Signal (a checklist, never a verdict)"): signals["label"].str.replace("'", "’"),
            _("Points"): [
                _("towards the country") if points == "towards" else _("away from it")
                for points in signals["points"]
            ],
            _("Present"): [present[value] for value in signals["present"]],
        }
    )


def day_table(view: LicensingAnswer) -> pd.DataFrame:
    """From which day to which the answer on these facts is the same."""
    spans = reads.decisions_by_day(view.reader.snapshot, view.case)
    return pd.DataFrame(
        [
            {
                _("Service given from"): day(start),
                _("Until"): day(end) if end else _("no end recorded"),
                _("Outcome (no legal advice)"): outcome_name(answer.outcome),
                _("Decisive rules"): ", ".join(decisive_ids(answer)) or MISSING,
                _("Why it applies"): in_words(answer.explanation),
            }
            for start, end, answer in spans
        ]
    )


def case_table(snapshot: Snapshot) -> pd.DataFrame:
    """Our worked cases: the outcome that we expect, and the one that the rules give now."""
    rows = []
    for code, case in CASES.items():
        got = reads.decision(snapshot, case.case)
        right = got.outcome in case.expected
        rows.append(
            {
                _("Case"): case_name(code),
                _("Expected"): _(" or ").join(outcome_name(name) for name in case.expected),
                _("Found (no legal advice)"): outcome_name(got.outcome),
                _("Status"): _named(_STATUS_NAMES, got.status),
                _("Decisive rules"): ", ".join(decisive_ids(got)) or MISSING,
                _("Agrees"): _("yes") if right else _("no"),
            }
        )
    return pd.DataFrame(rows)


def rule_table(snapshot: Snapshot) -> pd.DataFrame:
    """Every rule with the days on which it holds."""
    spoken = language()
    rules = reads.rule_table(snapshot)
    sources = core.sources(snapshot).set_index("source")
    known = {rule.id: rule for rule in reads.rules(snapshot)}
    return pd.DataFrame(
        {
            _("Rule"): rules["rule"],
            _("Where"): rules["jurisdiction"].map(partial(_place, snapshot)),
            _("What it says (no legal advice)"): rules[f"text_{spoken}"].str.replace("'", "’"),
            _("Tag"): rules["tag"],
            _("Act"): rules["reference"].map(cited),
            _("Year"): [known[name].year for name in rules["rule"]],
            _("Holds from"): rules["valid_from"],
            _("Holds until"): rules["valid_to"],
            _("Contracts kept if made before"): rules["cutoff"],
            _("Remark"): rules[f"note_{spoken}"].fillna("").str.replace("'", "’"),
            _("Publisher"): [sources["publisher"].get(source, MISSING) for source in rules["source"]],
            _("Address"): [sources["address"].get(source, MISSING) for source in rules["source"]],
        }
    )


def reading_table(snapshot: Snapshot) -> pd.DataFrame:
    """What was read of each law that the product rests on, and what was not."""
    readings = reads.readings(snapshot)
    sources = core.sources(snapshot).set_index("source")
    return pd.DataFrame(
        {
            _("Act"): [sources["title"].get(source, MISSING) for source in readings["source"]],
            _("Article"): readings["article"],
            _("Reading"): [_(_READINGS[code]) for code in readings["reading"]],
            _("Read on"): [MISSING if pd.isna(when) else day(when) for when in readings["read_on"]],
            _("SHA-256 of the text read"): readings["sha256"].fillna(MISSING),
            _("Copy read"): readings["copy_at"].fillna(MISSING),
            _("Remark"): readings[worded("note")].fillna("").str.replace("'", "’"),
        }
    )


def _place(snapshot: Snapshot, code: str) -> str:
    areas = {
        "EU": _("European Union"),
        "EEA": _("European Economic Area"),
        "SSM": _("Single Supervisory Mechanism"),
        "*": _("everywhere"),
    }
    return areas.get(code) or country_names(snapshot).get(code, code)


def evidence_table(snapshot: Snapshot) -> pd.DataFrame:
    """What the banks report on customers abroad; empty where none does."""
    rows = reads.reported(snapshot, _EVIDENCE)
    catalogue = core.risk_catalogue(snapshot).set_index("indicator")
    unit = "unit_fr" if language() == "fr" else "unit"
    wide = rows.pivot_table(index="bank", columns="indicator", values="value")
    names = core.banks(snapshot).set_index("bank")["name"]
    frame = pd.DataFrame({_("Bank"): names.reindex(wide.index).to_numpy()})
    for name in wide.columns:
        label = catalogue[worded("label")].loc[name].replace("'", "’")
        frame[f"{name} · {label} ({catalogue[unit].loc[name]})"] = wide[name].to_numpy()
        if name == "R1":
            checks = [reads.unlicensed(snapshot)[bank] for bank in wide.index]
            frame[_("R1 · at most, from customers and rules (%)")] = [check.most for check in checks]
            frame[_("R1 · explained")] = [_(_EXPLAINED[check.explained]) for check in checks]
    return frame


def evidence_formats(snapshot: Snapshot, frame: pd.DataFrame) -> dict[str, Callable[[Any], str]]:
    """How the reported figures are written: counts whole, shares with two digits."""
    counts = core.risk_catalogue(snapshot).set_index("indicator")["count"]
    return {
        column: partial(number, digits=0 if counts[column.split(" · ")[0]] else 2)
        for column in frame.columns[1:]
        if pd.api.types.is_numeric_dtype(frame[column])
    }


def evidence_kinds(snapshot: Snapshot) -> tuple[str, ...]:
    """The kinds of what the banks report."""
    return tuple(sorted(reads.reported(snapshot, _EVIDENCE)["kind"].unique()))


def method(snapshot: Snapshot) -> Method:
    """How the outcome is found, for the foot of the page."""
    agreed = case_table(snapshot)
    count = int((agreed[_("Agrees")] == _("yes")).sum())
    return Method.of(
        formula=r"R_t=\{\,r:\ \mathrm{from}_r\le t\le \mathrm{until}_r\,\},\qquad (x,\,R_t)\mapsto o",
        words=[
            _(
                "The facts x and the rules that hold on the day of service t give one outcome o; where no "
                "rule answers, the outcome is unclear and never guessed. Without a day, those of the day of "
                "the data."
            ),
            _(
                "The days on which a rule holds stand in the table of rules, not in the program: a new day "
                "is a new row."
            ),
            _(
                "The client’s own initiative exempts only where it is documented. Targeting signals are a "
                "checklist; only residents’ onboarding together with another signal, and no notice or block "
                "against it, is read as serving Morocco (convention, C)."
            ),
            _(
                "Tags: V read in the source named, V2 read in a secondary source, M not verified, C a "
                "convention of this product."
            ),
            _(
                "Dots: customers of the bank chosen by the country they live in, as it states them; their "
                "area grows with the number. The colours answer the facts of the case, never those of the "
                "customers."
            ),
            _(
                "Customers abroad stand beside every outcome possible: the rules asked of each combination "
                "of activity, client, approach, deposit and signals, by Internet only."
            ),
            _(
                "R1 is held against its bound: customers of countries where some combination needs a licence "
                "or is unclear, of all customers. Above it, the reported figure is unexplained."
            ),
            disclaimer(),
        ],
        proof=_(
            "{count} of {all} worked cases of our own give the outcome that we expect, computed now."
        ).format(count=count, all=len(agreed)),
    )
