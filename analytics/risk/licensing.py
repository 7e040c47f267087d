"""Where a bank may serve customers by Internet, by which rule, and what remains unclear.

Decision support, no legal advice: every result carries the sentence that says so, and every rule its source,
date and tag. Where no rule answers, the outcome is UNCLEAR.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
from analytics.risk.licensing_reasons import DISCLAIMER
from analytics.risk.licensing_rules import LICENCE_RULES
from analytics.risk.wording import Language, Wording

__all__ = [
    "ACTIVITIES",
    "APPROACHES",
    "CASE_FIELDS",
    "CLIENTS",
    "DISCLAIMER",
    "LICENCE_RULES",
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
_LAUNCH_DUTIES = ("MA-6", "MA-7", "MA-8")


@dataclass(frozen=True)
class _Finding:
    outcome: Outcome
    reasons: tuple[tuple[str, Wording], ...]
    met: bool | None = None
    alternatives: tuple[Outcome, ...] = ()
    undetermined: tuple[str, ...] = ()
    beside: tuple[tuple[str, Wording], ...] = ()
    unclear_because: Wording | None = None

    @property
    def explanation(self) -> Wording:
        return self.unclear_because or self.reasons[0][1]


_Book = Mapping[str, LicenceRule]


def decide(
    case: LicensingCase | Mapping[str, Any], *, rules: tuple[LicenceRule, ...] = LICENCE_RULES
) -> Decision:
    """What the licensing rules ask for in one case.

    Parameters
    ----------
    case : LicensingCase, or mapping of its fields
    rules : the rules; only those in force on the case's ``service_date`` decide

    Returns
    -------
    Decision

    Notes
    -----
    Rules are written for Morocco, the European Economic Area and the United States: any other host
    country gives UNCLEAR. An exemption that the bank would have to prove (the client's own
    initiative) is not presumed: the rule applies, and ``undetermined`` names the missing fact.

    Raises
    ------
    ValueError: an unknown key or value, a country missing, dates out of order
    """
    facts = read_case(case)
    book = {rule.id: rule for rule in rules if rule.holds_on(facts.service_date)}
    finding = _find(facts, book)
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
        undetermined=finding.undetermined,
        case=facts,
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


def _find(facts: LicensingCase, book: _Book) -> _Finding:
    if facts.host == "MAR":
        return _in_morocco(facts, book)
    if facts.home == facts.host:
        return _unclear(reason.HOME_COUNTRY)
    if facts.host in EEA_MEMBERS.values():
        return _by_passport(facts, book) if facts.home_in_eea else _from_third_country(facts, book)
    if facts.host == "USA":
        return _in_united_states(facts, book)
    return _unclear(reason.NO_RULE_FOR_COUNTRY)


def _in_morocco(facts: LicensingCase, book: _Book) -> _Finding:
    if facts.informs_only:
        return _Finding(Outcome.EXEMPT, (("MA-1", reason.INFORMS_ONLY),))
    covered = _MOROCCAN_ACTIVITIES & set(facts.activities)
    if not covered or "MA-1" not in book:
        return _unclear(reason.ACTIVITY_NOT_COVERED)
    if facts.presence in ("agency", "representative_office"):
        return _unclear(reason.PRESENCE_NOT_COVERED, beside=(("MA-1", reason.REGULATED_ACTIVITY),))
    at_home = facts.home == "MAR" or facts.presence == "subsidiary"
    payments_only = set(facts.activities) == {"payments"}
    if facts.home != "MAR" and facts.presence == "none":
        return _in_morocco_by_internet(facts, payments_only)
    reasons = [("MA-1", reason.REGULATED_ACTIVITY), _moroccan_licence(payments_only)]
    if not at_home:
        reasons.append(("MA-3", reason.FOREIGN_BRANCH))
    return _Finding(Outcome.LICENCE, tuple(reasons), facts.licence_held, beside=_launch_duties())


def _in_morocco_by_internet(facts: LicensingCase, payments_only: bool) -> _Finding:
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
        return _Finding(Outcome.LICENCE, reasons, facts.licence_held, beside=_launch_duties())
    unknown = tuple(name for name in SIGNALS if facts.signals.get(name) is None)
    return _Finding(
        Outcome.UNCLEAR,
        (("MA-5", reason.INTERNET_ONLY),),
        undetermined=unknown,
        beside=(("MA-1", reason.REGULATED_ACTIVITY),),
    )


def _moroccan_licence(payments_only: bool) -> tuple[str, Wording]:
    return ("MA-4", reason.PAYMENTS_ONLY) if payments_only else ("MA-2", reason.GOVERNOR_LICENSES)


def _launch_duties() -> tuple[tuple[str, Wording], ...]:
    return tuple((name, reason.LAUNCH_DUTY) for name in _LAUNCH_DUTIES)


def _by_passport(facts: LicensingCase, book: _Book) -> _Finding:
    if facts.informs_only:
        return _Finding(Outcome.EXEMPT, (("EU-3", reason.INFORMS_ONLY),))
    if not facts.activities:
        return _unclear(reason.ACTIVITY_NOT_COVERED)
    if facts.presence == "branch" and "EU-2" in book:
        return _Finding(Outcome.NOTIFY, (("EU-2", reason.PASSPORT_BRANCH),), facts.notice_sent)
    if facts.presence == "none" and "EU-1" in book:
        return _Finding(
            Outcome.NOTIFY,
            (("EU-1", reason.PASSPORT_SERVICES),),
            facts.notice_sent,
            beside=(("EU-3", reason.PLACE_OF_SERVICE),),
        )
    return _unclear(reason.PRESENCE_NOT_COVERED)


def _from_third_country(facts: LicensingCase, book: _Book) -> _Finding:
    if facts.informs_only:
        return _Finding(Outcome.EXEMPT, (("EU-3", reason.INFORMS_ONLY),))
    if "EU-4" not in book:
        return _before_third_country_rule(facts, book)
    if not _EU_CORE_SERVICES & set(facts.activities):
        return _unclear(reason.NOT_A_CORE_SERVICE, beside=(("EU-4", reason.CORE_SERVICES_ONLY),))
    exemption = _eu_exemption(facts, book)
    if exemption is not None:
        return _Finding(Outcome.EXEMPT, (("EU-5", exemption),), beside=(("EU-4", reason.CORE_SERVICE),))
    unknown = [name for name in ("approach", "client") if getattr(facts, name) is None]
    if facts.approach == "own_initiative_undocumented":
        unknown.append("approach")
    held_as_subsidiary = facts.presence == "subsidiary"
    ways = (Outcome.BRANCH, Outcome.SUBSIDIARY)
    outcome, other = reversed(ways) if held_as_subsidiary else ways
    return _Finding(
        outcome,
        (("EU-4", reason.CORE_SERVICE),),
        facts.licence_held,
        alternatives=(other,),
        undetermined=tuple(unknown),
        beside=(("EU-5", reason.NO_EXEMPTION), *_branch_class(facts, book)),
    )


def _eu_exemption(facts: LicensingCase, book: _Book) -> Wording | None:
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


def _branch_class(facts: LicensingCase, book: _Book) -> tuple[tuple[str, Wording], ...]:
    rule = book.get("EU-6")
    if rule is None:
        return ()
    tests = (
        _above(facts.branch_assets_eur, rule.amount("assets_eur")),
        _at_least(facts.retail_deposits_share, rule.amount("retail_share")),
        _above(facts.retail_deposits_eur, rule.amount("retail_deposits_eur")),
    )
    if True in tests:
        return (("EU-6", reason.CLASS_1),)
    return (("EU-6", reason.CLASS_UNKNOWN if None in tests else reason.CLASS_2),)


def _before_third_country_rule(facts: LicensingCase, book: _Book) -> _Finding:
    national = book.get("EU-7")
    if national is None or national.jurisdiction != facts.host or not facts.activities:
        return _unclear(reason.NATIONAL_LAW)
    if facts.approach == "own_initiative":
        return _Finding(Outcome.EXEMPT, (("EU-7", reason.PASSIVE_SUPPLY),))
    if facts.approach == "solicited":
        return _Finding(Outcome.LICENCE, (("EU-7", reason.TARGETS_MARKET),), facts.licence_held)
    return _Finding(Outcome.UNCLEAR, (("EU-7", reason.TARGETING_UNKNOWN),), undetermined=("approach",))


def _in_united_states(facts: LicensingCase, book: _Book) -> _Finding:
    office = facts.presence in ("branch", "agency", "representative_office")
    if facts.informs_only:
        return _Finding(Outcome.EXEMPT, (("US-1", reason.INFORMS_ONLY),))
    if facts.presence == "representative_office" and facts.activities and "US-3" in book:
        return _Finding(
            Outcome.PROHIBITED, (("US-3", reason.SOLICITATION_ONLY), ("US-1", reason.DIRECT_OFFICE))
        )
    retail = _retail_deposits(facts, book)
    if retail is not None:
        return retail
    if facts.presence == "agency" and "deposits" in facts.activities:
        return _unclear(reason.AGENCY_DEPOSITS, beside=(("US-3", reason.AGENCY_DEPOSITS),))
    if office and "US-1" in book:
        return _Finding(Outcome.LICENCE, (("US-1", reason.DIRECT_OFFICE),), facts.licence_held)
    return _unclear(reason.NO_OFFICE)


def _retail_deposits(facts: LicensingCase, book: _Book) -> _Finding | None:
    """The outcome where small retail deposits decide it, or where not knowing their size leaves it open."""
    rule = book.get("US-2")
    if rule is None or "deposits" not in facts.activities or facts.client not in ("retail", None):
        return None
    limit = rule.amount("retail_deposit_usd")
    if facts.deposit_usd is not None and facts.deposit_usd >= limit:
        return None
    if facts.client == "retail" and facts.deposit_usd is not None:
        met = facts.licence_held if facts.presence == "subsidiary" else _only_if_false(facts.licence_held)
        return _Finding(Outcome.SUBSIDIARY, (("US-2", reason.SMALL_RETAIL_DEPOSITS),), met)
    unknown = tuple(name for name in ("client", "deposit_usd") if getattr(facts, name) is None)
    return _Finding(Outcome.UNCLEAR, (("US-2", reason.RETAIL_SIZE_UNKNOWN),), undetermined=unknown)


def _only_if_false(held: bool | None) -> bool | None:
    # A licence for another form of presence does not stand in for the subsidiary asked for.
    return None if held is None else False


def _unclear(why: Wording, beside: tuple[tuple[str, Wording], ...] = ()) -> _Finding:
    return _Finding(Outcome.UNCLEAR, (), beside=beside, unclear_because=why)


def _on_every_case(facts: LicensingCase) -> tuple[tuple[str, Wording], ...]:
    if facts.home == facts.host or facts.informs_only:
        return ()
    return (("BC-1", reason.DUE_DILIGENCE),)


def _is_remote_deposit_taking(facts: LicensingCase) -> bool:
    return facts.home != facts.host and facts.presence == "none" and "deposits" in facts.activities


def _status(finding: _Finding) -> Status:
    if finding.outcome in (Outcome.EXEMPT, Outcome.PROHIBITED, Outcome.UNCLEAR):
        return Status.NOT_APPLICABLE
    if finding.met is None:
        return Status.OPEN
    return Status.MET if finding.met else Status.BREACHED


def _above(value: float | None, limit: float) -> bool | None:
    return None if value is None else value > limit


def _at_least(value: float | None, limit: float) -> bool | None:
    return None if value is None else value >= limit
