"""Where a bank may serve customers by Internet, by which rule, and what remains unclear.

Decision support, no legal advice: every result carries the sentence that says so, and every rule its source,
date and tag. Where no rule answers, the outcome is UNCLEAR.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pandas as pd

from analytics.risk import licensing_reasons as reason
from analytics.risk.licence_rule import EEA_MEMBERS, LicenceRule, rules_from_table
from analytics.risk.licensing_case import (
    ACTIVITIES,
    APPROACHES,
    CASE_FIELDS,
    CLIENTS,
    PRESENCES,
    SIGNALS,
    SIGNALS_AWAY,
    SIGNALS_TOWARDS,
    LicensingCase,
    read_case,
)
from analytics.risk.licensing_decision import AppliedRule, Decision, Outcome, Status
from analytics.risk.licensing_finding import Book, Finding, unclear
from analytics.risk.licensing_reasons import DISCLAIMER
from analytics.risk.licensing_usa import in_united_states
from analytics.risk.wording import Language, Wording

__all__ = [
    "ACTIVITIES",
    "APPROACHES",
    "CASE_FIELDS",
    "CLIENTS",
    "DISCLAIMER",
    "PRESENCES",
    "SIGNALS",
    "AppliedRule",
    "Decision",
    "LicenceRule",
    "LicensingCase",
    "Outcome",
    "Status",
    "decide",
    "rules_from_table",
    "targeting_signals",
]

_MOROCCAN_ACTIVITIES = frozenset({"deposits", "credit", "payments"})
_EU_CORE_SERVICES = frozenset({"deposits", "credit"})
_LAUNCH_DUTIES = ("MA-7", "MA-8")
# Law 05-20 and its decree bind public bodies and infrastructures designated of vital importance only.
_DUTIES_OF_THE_DESIGNATED = ("MA-6", "MA-9")


def decide(
    case: LicensingCase | Mapping[str, Any],
    *,
    rules: tuple[LicenceRule, ...],
    as_of: date | None = None,
) -> Decision:
    """What the licensing rules ask for in one case.

    Parameters
    ----------
    case : LicensingCase, or mapping of its fields
    rules : the rules; only those in force on the case's ``service_date`` decide
    as_of : the day taken for a case that states none, or its ``contract_date`` where that is later; without
        it, the rules that have no end answer

    Returns
    -------
    Decision

    Notes
    -----
    Rules are written for Morocco, the European Economic Area and the United States: any other host
    country gives UNCLEAR. An exemption that the bank would have to prove (the client's own
    initiative) is not presumed: the rule applies, and ``undetermined`` names the missing fact. A day that
    is not stated is one where rules that begin or end later would give another outcome.

    Raises
    ------
    ValueError: an unknown key or value, a country missing, dates out of order
    """
    facts = read_case(case)
    day = facts.service_date or _day_taken(facts, as_of)
    book = _in_force(rules, day)
    finding = _find(facts, book)
    undetermined = finding.undetermined
    if facts.service_date is None and _turns_on_the_day(facts, rules, day, finding.outcome):
        undetermined = (*undetermined, "service_date")
    applied = [AppliedRule(book[name], why, decisive=True) for name, why in finding.reasons if name in book]
    named = {name for name, _ in finding.reasons}
    beside = [*finding.beside, *_on_every_case(facts)]
    applied += [
        AppliedRule(book[n], why, decisive=False) for n, why in beside if n in book and n not in named
    ]
    historical = {rule.id: rule for rule in rules}.get("SD-1")
    if historical is not None and _is_remote_deposit_taking(facts):
        applied.append(AppliedRule(historical, reason.HISTORICAL, decisive=False))
    return Decision(
        outcome=finding.outcome,
        explanation=finding.explanation,
        alternatives=finding.alternatives,
        status=_status(finding),
        rules=tuple(applied),
        undetermined=undetermined,
        case=facts,
        day=day,
        day_stated=facts.service_date is not None,
    )


def targeting_signals(case: LicensingCase | Mapping[str, Any], language: Language) -> pd.DataFrame:
    """The checklist of targeting signals: shown, never a verdict.

    Returns
    -------
    DataFrame, columns signal, label, points ("towards" or "away" from the country), present (True, False,
    or None where not known)

    Raises
    ------
    ValueError: as ``decide``; a language other than "en" and "fr"
    """
    facts = read_case(case)
    rows = [
        {
            "signal": name,
            "label": label.in_language(language),
            "points": points,
            "present": facts.signals.get(name),
        }
        for points, labels in (("towards", SIGNALS_TOWARDS), ("away", SIGNALS_AWAY))
        for name, label in labels.items()
    ]
    return pd.DataFrame(rows).astype({"present": "object"})


def _in_force(rules: tuple[LicenceRule, ...], day: date | None) -> Book:
    return {rule.id: rule for rule in rules if rule.holds_on(day)}


def _day_taken(facts: LicensingCase, as_of: date | None) -> date | None:
    # A service is not given before its contract is made.
    if as_of is None or facts.contract_date is None:
        return as_of
    return max(as_of, facts.contract_date)


def _turns_on_the_day(
    facts: LicensingCase, rules: tuple[LicenceRule, ...], day: date | None, outcome: Outcome
) -> bool:
    """Rules that begin or end to hold, after ``day`` where there is one, give another outcome."""
    turns = {rule.valid_from for rule in rules if rule.valid_from}
    turns |= {rule.valid_to + timedelta(days=1) for rule in rules if rule.valid_to}
    later = [turn for turn in turns if day is None or turn > day]
    return any(_find(facts, _in_force(rules, turn)).outcome != outcome for turn in later)


def _find(facts: LicensingCase, book: Book) -> Finding:
    if facts.host == "MAR":
        return _in_morocco(facts, book)
    if facts.home == facts.host:
        return unclear(reason.HOME_COUNTRY)
    if facts.host in EEA_MEMBERS.values():
        return _by_passport(facts, book) if facts.home_in_eea else _from_third_country(facts, book)
    if facts.host == "USA":
        return in_united_states(facts, book)
    return unclear(reason.NO_RULE_FOR_COUNTRY)


def _in_morocco(facts: LicensingCase, book: Book) -> Finding:
    if facts.informs_only:
        return Finding(Outcome.EXEMPT, (("MA-1", reason.INFORMS_ONLY),))
    covered = _MOROCCAN_ACTIVITIES & set(facts.activities)
    if not covered or "MA-1" not in book:
        return unclear(reason.ACTIVITY_NOT_COVERED)
    if facts.presence in ("agency", "representative_office"):
        return unclear(reason.PRESENCE_NOT_COVERED, beside=(("MA-1", reason.REGULATED_ACTIVITY),))
    at_home = facts.home == "MAR" or facts.presence == "subsidiary"
    payments_only = set(facts.activities) == {"payments"}
    if facts.home != "MAR" and facts.without_office:
        return _in_morocco_by_internet(facts, payments_only)
    reasons = [("MA-1", reason.REGULATED_ACTIVITY), _moroccan_licence(payments_only)]
    if not at_home:
        reasons.append(("MA-3", reason.FOREIGN_BRANCH))
    return Finding(Outcome.LICENCE, tuple(reasons), facts.licence_held, beside=_launch_duties(facts))


def _in_morocco_by_internet(facts: LicensingCase, payments_only: bool) -> Finding:
    towards = [name for name in SIGNALS_TOWARDS if facts.signals.get(name)]
    if facts.approach == "solicited":
        towards.append("solicited")
    away = [name for name in SIGNALS_AWAY if facts.signals.get(name)]
    # Opening accounts to residents is carrying on the profession with them; a second signal rules out chance.
    if "accepts_residents" in towards and len(towards) > 1 and not away:
        reasons = (
            ("MA-1", reason.REGULATED_ACTIVITY),
            ("MA-5", reason.SIGNALS_AGREE),
            _moroccan_licence(payments_only),
        )
        return Finding(Outcome.LICENCE, reasons, facts.licence_held, beside=_launch_duties(facts))
    unknown = tuple(name for name in SIGNALS if facts.signals.get(name) is None)
    return Finding(
        Outcome.UNCLEAR,
        (("MA-5", reason.INTERNET_ONLY),),
        undetermined=unknown,
        beside=(("MA-1", reason.REGULATED_ACTIVITY),),
    )


def _moroccan_licence(payments_only: bool) -> tuple[str, Wording]:
    return ("MA-4", reason.PAYMENTS_ONLY) if payments_only else ("MA-2", reason.GOVERNOR_LICENSES)


def _launch_duties(facts: LicensingCase) -> tuple[tuple[str, Wording], ...]:
    always = tuple((name, reason.LAUNCH_DUTY) for name in _LAUNCH_DUTIES)
    if facts.vital_infrastructure is False:
        return always
    why = reason.LAUNCH_DUTY if facts.vital_infrastructure else reason.ASK_DESIGNATION
    return tuple((name, why) for name in _DUTIES_OF_THE_DESIGNATED) + always


def _by_passport(facts: LicensingCase, book: Book) -> Finding:
    if facts.informs_only:
        return Finding(Outcome.EXEMPT, (("EU-3", reason.INFORMS_ONLY),))
    if not facts.activities:
        return unclear(reason.ACTIVITY_NOT_COVERED)
    if facts.presence == "branch" and "EU-2" in book:
        single = "EU-8" in book and book["EU-8"].binds(facts.home) and book["EU-8"].binds(facts.host)
        return Finding(
            Outcome.NOTIFY,
            (("EU-2", reason.PASSPORT_BRANCH),),
            facts.notice_sent,
            beside=(("EU-8", reason.SINGLE_SUPERVISOR),) if single else (),
        )
    if facts.without_office and "EU-1" in book:
        return Finding(
            Outcome.NOTIFY,
            (("EU-1", reason.PASSPORT_SERVICES),),
            facts.notice_sent,
            beside=(("EU-3", reason.PLACE_OF_SERVICE),),
        )
    return unclear(reason.PRESENCE_NOT_COVERED)


def _from_third_country(facts: LicensingCase, book: Book) -> Finding:
    if facts.informs_only:
        return Finding(Outcome.EXEMPT, (("EU-3", reason.INFORMS_ONLY),))
    if "EU-4" not in book:
        return _before_third_country_rule(facts, book)
    if not book["EU-4"].binds(facts.host):
        return unclear(reason.NOT_IN_THE_UNION, beside=(("EU-4", reason.NOT_IN_THE_UNION),))
    if not _EU_CORE_SERVICES & set(facts.activities):
        return unclear(reason.NOT_A_CORE_SERVICE, beside=(("EU-4", reason.CORE_SERVICES_ONLY),))
    exemption = _eu_exemption(facts, book)
    if exemption is not None:
        return Finding(Outcome.EXEMPT, (("EU-5", exemption),), beside=(("EU-4", reason.CORE_SERVICE),))
    unknown = [name for name in ("approach", "client") if getattr(facts, name) is None]
    if facts.approach == "own_initiative_undocumented":
        unknown.append("approach")
    held_as_subsidiary = facts.presence == "subsidiary"
    ways = (Outcome.BRANCH, Outcome.SUBSIDIARY)
    outcome, other = reversed(ways) if held_as_subsidiary else ways
    return Finding(
        outcome,
        (("EU-4", reason.CORE_SERVICE),),
        facts.licence_held,
        alternatives=(other,),
        undetermined=tuple(unknown),
        beside=(("EU-5", reason.NO_EXEMPTION), *_branch_class(facts, book)),
    )


def _eu_exemption(facts: LicensingCase, book: Book) -> Wording | None:
    rule = book.get("EU-5")
    if rule is None:
        return None
    kept = rule.cutoff is not None and facts.contract_date is not None and facts.contract_date < rule.cutoff
    grounds = (
        (facts.client == "credit_institution", reason.INTERBANK),
        (facts.client == "group", reason.INTRAGROUP),
        (facts.approach == "own_initiative", reason.OWN_INITIATIVE),
        (facts.mifid_ancillary is True, reason.MIFID_ANCILLARY),
        (kept, reason.CONTRACT_KEPT),
    )
    return next((ground for holds, ground in grounds if holds), None)


def _branch_class(facts: LicensingCase, book: Book) -> tuple[tuple[str, Wording], ...]:
    rule = book.get("EU-6")
    if rule is None:
        return ()
    tests = (
        _at_least(facts.branch_assets_eur, rule.amount("assets_eur")),
        _at_least(facts.retail_deposits_share, rule.amount("retail_share")),
        _above(facts.retail_deposits_eur, rule.amount("retail_deposits_eur")),
    )
    if True in tests:
        return (("EU-6", reason.CLASS_1),)
    if facts.qualifying_branch is False:
        return (("EU-6", reason.CLASS_1_NOT_QUALIFYING),)
    if None in tests:
        return (("EU-6", reason.CLASS_UNKNOWN),)
    return (("EU-6", reason.CLASS_2 if facts.qualifying_branch else reason.CLASS_BY_QUALIFYING),)


def _before_third_country_rule(facts: LicensingCase, book: Book) -> Finding:
    national = book.get("EU-7")
    if national is None or national.jurisdiction != facts.host or not facts.activities:
        return unclear(reason.NATIONAL_LAW)
    if facts.approach == "own_initiative":
        return Finding(Outcome.EXEMPT, (("EU-7", reason.PASSIVE_SUPPLY),))
    if facts.approach == "solicited":
        return Finding(Outcome.LICENCE, (("EU-7", reason.TARGETS_MARKET),), facts.licence_held)
    return Finding(Outcome.UNCLEAR, (("EU-7", reason.TARGETING_UNKNOWN),), undetermined=("approach",))


def _on_every_case(facts: LicensingCase) -> tuple[tuple[str, Wording], ...]:
    if facts.home == facts.host or facts.informs_only:
        return ()
    return (("BC-1", reason.DUE_DILIGENCE),)


def _is_remote_deposit_taking(facts: LicensingCase) -> bool:
    return facts.home != facts.host and facts.without_office and "deposits" in facts.activities


def _status(finding: Finding) -> Status:
    if finding.outcome in (Outcome.EXEMPT, Outcome.PROHIBITED, Outcome.UNCLEAR):
        return Status.NOT_APPLICABLE
    if finding.met is None:
        return Status.OPEN
    return Status.MET if finding.met else Status.BREACHED


def _above(value: float | None, limit: float) -> bool | None:
    return None if value is None else value > limit


def _at_least(value: float | None, limit: float) -> bool | None:
    return None if value is None else value >= limit
