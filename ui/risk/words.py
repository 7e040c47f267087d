"""What the pages on risk call things: risks, grades, types of loss."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import pandas as pd

from analytics.scenario import assumption
from ui.content import Detail
from ui.theme import GRADE_MARKS
from ui.words import N_, _, day

RISK_NAMES: Final = assumption("risk").names
IN_SENTENCE: Final[Mapping[str, str]] = {
    "overall": N_("overall risk"),
    "operational": N_("operational risk"),
    "regulatory": N_("regulatory risk"),
    "legal": N_("legal risk"),
    "reputational": N_("reputational risk"),
}
EVENT_NAMES: Final = assumption("loss_type").names

REFERENCE_NAMES: Final[Mapping[str, str]] = {
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
STANDARD_NAMES: Final[Mapping[str, str]] = {
    "BCBS98": "BCBS 98 (2003)",
    "NIST CSF": "NIST CSF 2.0",
    "DORA": "DORA (EU) 2022/2554",
}
TOOL_NAMES: Final[Mapping[str, str]] = {
    "adaptation": N_("Adaptation"),
    "legalisation": N_("Legalisation"),
    "harmonisation": N_("Harmonisation"),
    "integration": N_("Integration"),
}
MEASURE_NAMES: Final[Mapping[str, str]] = {
    "age_of_rules_years": N_("age of the rules"),
    "instruments_with_legal_definition_percent": N_("instruments with a legal definition"),
    "home_host_agreements": N_("home-host agreements"),
    "inspections_covering_it_percent": N_("inspections covering IT"),
}
_MOST_WORDS: Final = 30


def risk_name(risk: str) -> str:
    """The heading of a risk."""
    return _(RISK_NAMES[risk])


def event_name(loss_type: str) -> str:
    """The heading of an event type."""
    return _(EVENT_NAMES[loss_type])


def evidence(tested_on: Any, tester: Any, *, in_force: bool = True) -> str:
    """Who tested a control and when; that nobody did, or that the test is too old to count."""
    if pd.isna(tested_on) or pd.isna(tester):
        return _("no test recorded")
    said = _("{day}, {tester}") if in_force else _("{day}, {tester}: not in force this month")
    return said.format(day=day(tested_on), tester=tester)


def grade_mark(grade: int) -> str:
    """A grade by number and by shape; that there is none where it is 0."""
    return f"{GRADE_MARKS[grade]}\N{NO-BREAK SPACE}{grade}" if grade else _("not gradable")


def brief(*said: str) -> str:
    """The first of some wordings, the fullest first, that a reader takes in at a glance; else the last."""
    return next((sentence for sentence in said if len(sentence.split()) <= _MOST_WORDS), said[-1])


def opened_first(details: Sequence[Detail], name: str) -> tuple[Detail, ...]:
    """The details with the one called ``name`` before the others, which stay in their order."""
    return tuple(sorted(details, key=lambda detail: detail.name != name))
