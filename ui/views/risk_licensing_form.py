"""The licensing questionnaire: what is always asked, and what matters between two countries."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any, Final

import streamlit as st

from analytics.risk.licence_rule import EEA_MEMBERS
from analytics.risk.licensing import ACTIVITIES, SIGNALS, LicensingCase
from ui import controls, link
from ui.views.risk_licensing_cases import (
    ACTIVITY_NAMES,
    ANSWER_NAMES,
    APPROACH_NAMES,
    CASES,
    CLIENT_NAMES,
    FORM,
    NONE,
    PRESENCE_NAMES,
    UNKNOWN,
    case_name,
    country_names,
    signal_name,
    worked,
)
from ui.words import _

_ABREAST: Final = 3


def ask_first(places: list[Any]) -> None:
    """The questions that are always in sight."""
    base = worked(link.scenario().licensing_case).case
    names = country_names()
    with places[0]:
        codes = [*CASES, "own"]
        controls.choose("licensing_case", _("Case"), codes, shown=case_name, otherwise="4", restores=FORM)
    with places[1]:
        label = _("Clients’ country")
        controls.choose("case_host", label, list(names), shown=names.__getitem__, otherwise=base.host)
    with places[2]:
        _ask_day("case_service_day", _("Service given on"), base.service_date)
    with places[3]:
        _ask_choice("case_approach", _("How the client came"), APPROACH_NAMES, base.approach)
    with places[4]:
        controls.reset("licensing_case", *FORM)


def ask_more(facts: LicensingCase) -> None:
    """The drawer with the questions that matter between the two countries of the case."""
    base = worked(link.scenario().licensing_case).case
    answered = bool(set(link.scenario().touched()) & set(FORM))
    questions = [*_always(base), *_between(facts, base)]
    with st.expander(_("Facts of the case"), icon=":material/checklist:", expanded=answered):
        for at in range(0, len(questions), _ABREAST):
            places = st.columns(_ABREAST, vertical_alignment="bottom")
            for place, ask in zip(places, questions[at:], strict=False):
                with place:
                    ask()


def _always(base: LicensingCase) -> list[Callable[[], object]]:
    names = country_names()
    return [
        lambda: controls.choose(
            "case_home",
            _("The bank’s country"),
            list(names),
            shown=names.__getitem__,
            otherwise=base.home,
        ),
        lambda: controls.choose_several(
            "case_activities",
            _("Activities"),
            [*ACTIVITIES],
            shown=lambda code: _(ACTIVITY_NAMES[code]),
            otherwise=base.activities,
            none=NONE,
        ),
        lambda: _ask_choice("case_client", _("Client"), CLIENT_NAMES, base.client),
        lambda: _ask_choice("case_presence", _("Presence in the country"), PRESENCE_NAMES, base.presence),
        lambda: _ask_flag("case_licence_held", _("Licence, branch or subsidiary held"), base.licence_held),
    ]


def _between(facts: LicensingCase, base: LicensingCase) -> list[Callable[[], object]]:
    """What else decides, given who serves whom."""
    designated = partial(
        _ask_flag, "case_designated", _("Public body, or designated of vital importance"), None
    )
    if facts.home == facts.host:
        return [designated] if facts.host == "MAR" else []
    if facts.host == "MAR":
        return [lambda: _ask_signals(base), designated]
    if facts.host == "USA":
        return [lambda: _ask_amount("case_deposit", _("Deposit of one client (USD)"), base.deposit_usd)]
    if facts.host not in EEA_MEMBERS.values():
        return []
    if facts.home_in_eea:
        return [lambda: _ask_flag("case_notice_sent", _("Passport notice sent"), base.notice_sent)]
    questions: list[Callable[[], object]] = [
        lambda: _ask_day("case_contract_day", _("Contract made on"), base.contract_date),
        lambda: _ask_flag(
            "case_mifid_ancillary", _("Ancillary to investment services"), base.mifid_ancillary
        ),
    ]
    if facts.presence == "branch":
        questions += [
            lambda: _ask_flag("case_qualifying", _("Qualifying branch (article 48b)"), None),
            lambda: _ask_amount("case_branch_assets", _("Assets of the branch (EUR)"), None),
            lambda: _ask_amount("case_retail_deposits", _("Retail deposits of the branch (EUR)"), None),
            lambda: _ask_amount(
                "case_retail_share", _("Retail deposits (% of the branch’s liabilities)"), None, example="5"
            ),
        ]
    return questions


def _ask_choice(name: str, label: str, names: dict[str, str], base: str | None) -> None:
    controls.choose(name, label, list(names), shown=lambda code: _(names[code]), otherwise=base or UNKNOWN)


def _ask_flag(name: str, label: str, base: bool | None) -> None:
    usual = UNKNOWN if base is None else "yes" if base else "no"
    _ask_choice(name, label, ANSWER_NAMES, usual)


def _ask_day(name: str, label: str, base: date | None) -> None:
    about = _("Year, month, day. Empty: the day of the data for the service, no contract for the other.")
    controls.enter(name, label, example="2027-02-01", otherwise=f"{base}" if base else "", about=about)


def _ask_amount(name: str, label: str, base: float | None, *, example: str = "250000") -> None:
    usual = "" if base is None else f"{base:.12g}"
    controls.enter(name, label, example=example, otherwise=usual)


def _ask_signals(base: LicensingCase) -> None:
    controls.choose_several(
        "case_signals",
        _("Targeting signals present"),
        list(SIGNALS),
        shown=signal_name,
        otherwise=[name for name, present in base.signals.items() if present],
        none=NONE,
    )
