"""The licensing questionnaire: what is always asked, and what matters between two countries."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from analytics.risk.licence_rule import EEA_MEMBERS
from analytics.risk.licensing import ACTIVITIES, SIGNALS, LicensingCase
from ui.reader import Reader
from ui.risk.licensing.cases import (
    ACTIVITY_NAMES,
    ANSWER_NAMES,
    APPROACH_NAMES,
    CASES,
    CLIENT_NAMES,
    FORM,
    PRESENCE_NAMES,
    UNKNOWN,
    case_name,
    country_names,
    signal_name,
    worked,
)
from ui.risk.licensing.customers import bank_names
from ui.words import _

USUAL_CASE: Final = "4"


@dataclass(frozen=True)
class Question:
    """A question, and the field that its answer goes to.

    Parameters
    ----------
    names : code → name of each answer to choose from; empty where the answer is typed
    usual : the answer, or answers where ``several``, of the case that the questionnaire starts from
    example : of a typed answer
    restores : fields that an answer gives their defaults back
    """

    field: str
    label: str
    names: Mapping[str, str] = dataclasses.field(default_factory=dict)
    usual: str | tuple[str, ...] = ""
    several: bool = False
    example: str = ""
    about: str = ""
    restores: tuple[str, ...] = ()


def first(reader: Reader) -> list[Question]:
    """The questions that are always in sight."""
    base, names = _base(reader), country_names(reader.snapshot)
    cases = {code: case_name(code) for code in (*CASES, "own")}
    return [
        Question("licensing_case", _("Case"), cases, USUAL_CASE, restores=FORM),
        Question("case_host", _("Clients’ country"), names, base.host),
        _day("case_service_day", _("Service given on"), base.service_date),
        _choice("case_approach", _("How the client came"), APPROACH_NAMES, base.approach),
    ]


def further(reader: Reader, facts: LicensingCase) -> list[Question]:
    """The questions of the drawer: those that matter between the two countries of the case."""
    base, banks = _base(reader), bank_names(reader.snapshot)
    whose = [Question("bank", _("Customers of"), banks)] if banks else []
    return [*_always(reader, base), *_between(facts, base), *whose]


def answered(reader: Reader) -> bool:
    """Whether any question has another answer than the case that it starts from."""
    return bool(set(reader.display.touched()) & set(FORM))


def _base(reader: Reader) -> LicensingCase:
    return worked(reader.display.licensing_case).case


def _always(reader: Reader, base: LicensingCase) -> list[Question]:
    activities = {code: _(ACTIVITY_NAMES[code]) for code in ACTIVITIES}
    return [
        Question("case_home", _("The bank’s country"), country_names(reader.snapshot), base.home),
        Question("case_activities", _("Activities"), activities, base.activities, several=True),
        _choice("case_client", _("Client"), CLIENT_NAMES, base.client),
        _choice("case_presence", _("Presence in the country"), PRESENCE_NAMES, base.presence),
        _flag("case_licence_held", _("Licence, branch or subsidiary held"), base.licence_held),
    ]


def _between(facts: LicensingCase, base: LicensingCase) -> list[Question]:
    """What else decides, given who serves whom."""
    designated = _flag("case_designated", _("Public body, or designated of vital importance"), None)
    if facts.home == facts.host:
        return [designated] if facts.host == "MAR" else []
    if facts.host == "MAR":
        return [_signals(base), designated]
    if facts.host == "USA":
        return [_amount("case_deposit", _("Deposit of one client (USD)"), base.deposit_usd)]
    if facts.host not in EEA_MEMBERS.values():
        return []
    if facts.home_in_eea:
        return [_flag("case_notice_sent", _("Passport notice sent"), base.notice_sent)]
    asked = [
        _day("case_contract_day", _("Contract made on"), base.contract_date),
        _flag("case_mifid_ancillary", _("Ancillary to investment services"), base.mifid_ancillary),
    ]
    if facts.presence == "branch":
        share = _("Retail deposits (% of the branch’s liabilities)")
        asked += [
            _flag("case_qualifying", _("Qualifying branch (article 48b)"), None),
            _amount("case_branch_assets", _("Assets of the branch (EUR)"), None),
            _amount("case_retail_deposits", _("Retail deposits of the branch (EUR)"), None),
            _amount("case_retail_share", share, None, example="5"),
        ]
    return asked


def _choice(name: str, label: str, names: Mapping[str, str], base: str | None) -> Question:
    return Question(name, label, {code: _(text) for code, text in names.items()}, base or UNKNOWN)


def _flag(name: str, label: str, base: bool | None) -> Question:
    return _choice(name, label, ANSWER_NAMES, UNKNOWN if base is None else "yes" if base else "no")


def _day(name: str, label: str, base: date | None) -> Question:
    about = _("Year, month, day. Empty: the day of the data for the service, no contract for the other.")
    return Question(name, label, usual=f"{base}" if base else "", example="2027-02-01", about=about)


def _amount(name: str, label: str, base: float | None, *, example: str = "250000") -> Question:
    return Question(name, label, usual="" if base is None else f"{base:.12g}", example=example)


def _signals(base: LicensingCase) -> Question:
    present = tuple(name for name, stated in base.signals.items() if stated)
    names = {name: signal_name(name) for name in SIGNALS}
    return Question("case_signals", _("Targeting signals present"), names, present, several=True)
