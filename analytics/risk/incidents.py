"""Is an incident major, why, what would decide, and when must it be reported?

References
----------
Delegated Regulation (EU) 2024/1772, articles 1 to 9: criteria and thresholds, all of them exceeded strictly.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from analytics.risk.deadlines import Deadlines, deadline_clock, reporting_deadlines
from analytics.risk.incident_facts import INCIDENT_FIELDS, Incident, read_incident

__all__ = [
    "FACT_THRESHOLDS",
    "INCIDENT_FIELDS",
    "Classification",
    "Condition",
    "Criterion",
    "Deadlines",
    "Incident",
    "classify",
    "deadline_clock",
]

Verdict = Literal["major", "not_major", "undetermined"]
Question = Literal["access_not_critical", "downtime_not_critical", "declared_otherwise"]
Fact = bool | float | None

_MALICIOUS = "malicious_unauthorised_access_data_loss_possible"


@dataclass(frozen=True)
class _Rule:
    fact: str
    article: str
    unit: str
    above: float | None = None
    at_least: float | None = None


# A rule without a bound asks for yes or no.
_RULES: Mapping[str, tuple[_Rule, ...]] = {
    "clients_counterparts_transactions": (
        _Rule("clients_pct", "9(1)(a)", "%", above=10.0),
        _Rule("clients_n", "9(1)(b)", "clients", above=100_000.0),
        _Rule("counterparts_pct", "9(1)(c)", "%", above=30.0),
        _Rule("tx_pct", "9(1)(d)", "%", above=10.0),
        _Rule("tx_value_pct", "9(1)(e)", "%", above=10.0),
        _Rule("relevant_clients", "9(1)(f)", ""),
    ),
    "reputation": (
        _Rule("media", "9(2), 2(a)", ""),
        _Rule("repeated_complaints", "9(2), 2(b)", ""),
        _Rule("regulatory_requirements_missed", "9(2), 2(c)", ""),
        _Rule("client_loss_likely", "9(2), 2(d)", ""),
    ),
    "duration_and_downtime": (
        _Rule("duration_h", "9(3)(a)", "h", above=24.0),
        _Rule("downtime_h", "9(3)(b)", "h", above=2.0),
    ),
    "geographical_spread": (_Rule("member_states", "9(4)", "Member States", at_least=2.0),),
    "data_losses": (_Rule("data_loss", "9(5)(a)", ""),),
    "economic_impact": (_Rule("cost_eur", "9(6)", "EUR", above=100_000.0),),
}
# Of the facts that are measured: the amount that must be exceeded, or reached for Member States.
FACT_THRESHOLDS: Mapping[str, float] = {
    rule.fact: bound
    for rules in _RULES.values()
    for rule in rules
    if (bound := rule.above if rule.above is not None else rule.at_least) is not None
}
# A successful malicious access affects critical services in itself, whatever the register says of them.
_CRITICAL_SERVICES = (
    "critical_services",
    (_Rule("critical", "6(a), 6(b)", ""), _Rule(_MALICIOUS, "6(c)", "")),
)
_MALICIOUS_ACCESS = ("malicious_access", (_Rule(_MALICIOUS, "9(5)(b)", ""),))
_THRESHOLDS_NEEDED = 2


@dataclass(frozen=True)
class Condition:
    """One fact against its threshold.

    ``threshold`` is None where the question is yes or no. ``strict`` tells "above" from "at least".
    ``met`` is None while the fact is not known.
    """

    fact: str
    article: str
    value: Fact
    threshold: float | None
    unit: str
    strict: bool
    met: bool | None


@dataclass(frozen=True)
class Criterion:
    """A criterion: met as soon as one of its conditions is, unknown while one of them could be."""

    name: str
    conditions: tuple[Condition, ...]

    @property
    def met(self) -> bool | None:
        """True, False, or None while unknown facts could meet it."""
        verdicts = [condition.met for condition in self.conditions]
        if True in verdicts:
            return True
        return None if None in verdicts else False

    @property
    def decisive(self) -> Condition:
        """The condition to show: the first one met, else the first known, else the first."""
        for wanted in (True, False):
            for condition in self.conditions:
                if condition.met is wanted:
                    return condition
        return self.conditions[0]

    @property
    def value(self) -> Fact:
        """Value of the decisive condition."""
        return self.decisive.value

    @property
    def threshold(self) -> float | None:
        """Threshold of the decisive condition."""
        return self.decisive.threshold


@dataclass(frozen=True)
class Classification:
    """The verdict on one incident.

    ``major`` is True or False only where the known facts suffice, else None. ``verdict`` tells "not_major",
    which no further fact can change, from "undetermined". ``undetermined`` lists the unknown facts that could
    still make it major, ``decides_alone`` those of them that would do so without another.
    ``criteria`` holds critical services, the six criteria, and malicious access, in this order.
    ``deadlines`` is None for an incident that is certainly not major. ``questions`` names what the register
    contradicts, to be asked of the bank. ``if_critical`` is the verdict had the register called the services
    critical, ``narrow_access`` the verdict where point 9(5)(b) gives way to 9(5)(a) once data were lost.
    """

    major: bool | None
    verdict: Verdict
    criteria: tuple[Criterion, ...]
    undetermined: tuple[str, ...]
    decides_alone: tuple[str, ...]
    deadlines: Deadlines | None
    warnings: tuple[str, ...]
    questions: tuple[Question, ...]
    if_critical: Verdict
    narrow_access: Verdict
    incident: Incident

    @property
    def criteria_met(self) -> tuple[str, ...]:
        """Names of the criteria met."""
        return tuple(criterion.name for criterion in self.criteria if criterion.met)


def classify(
    incident: Incident | Mapping[str, Any],
    *,
    holidays: Collection[date] = (),
    credit_institution: bool = True,
    estimated_holidays: Collection[date] = (),
) -> Classification:
    """Classify an incident and compute its reporting deadlines.

    Major: critical services are affected, and either a successful malicious unauthorised access may
    lead to data losses, or at least two of the six criteria are met.

    Parameters
    ----------
    incident : Incident, or mapping of its facts; a fact that is missing is unknown, not false
    holidays : bank holidays of the reporting Member State, for the deadlines
    credit_institution : bool, for the deadlines
    estimated_holidays : those of ``holidays`` that may fall a day earlier or later

    Returns
    -------
    Classification

    Notes
    -----
    By article 6(c) a successful malicious access affects critical services in itself, also where the register
    calls them not critical: the regulation goes before the flag, and the contradiction is a question.
    Point 9(5)(b) speaks of an access "not covered by point (a)". It is read here as deciding alone whether or
    not data were lost in the end, since the loss shows that it could; ``narrow_access`` is the other reading.

    Raises
    ------
    ValueError: an unknown fact (with those that exist), a value outside its range
    """
    facts = read_incident(incident)
    services = _criterion(*_CRITICAL_SERVICES, facts)
    access = _criterion(*_MALICIOUS_ACCESS, facts)
    six = tuple(_criterion(name, rules, facts) for name, rules in _RULES.items())
    met = [criterion.met for criterion in six]
    verdict = _verdict(services.met, access.met, met)
    undetermined, alone = _deciding_facts(verdict, facts.critical, access, six)
    if_critical = _verdict(True, access.met, met)
    deadlines = None
    if verdict != "not_major":
        deadlines = reporting_deadlines(
            facts,
            binding=verdict == "major",
            holidays=holidays,
            credit_institution=credit_institution,
            estimated_holidays=estimated_holidays,
        )
    return Classification(
        major=None if verdict == "undetermined" else verdict == "major",
        verdict=verdict,
        criteria=(services, *six, access),
        undetermined=undetermined,
        decides_alone=alone,
        deadlines=deadlines,
        warnings=_warnings(facts, verdict),
        questions=_questions(facts, verdict, if_critical),
        if_critical=if_critical,
        narrow_access=_verdict(services.met, access.met and not facts.data_loss, met),
        incident=facts,
    )


def _criterion(name: str, rules: tuple[_Rule, ...], facts: Incident) -> Criterion:
    return Criterion(name, tuple(_condition(rule, getattr(facts, rule.fact)) for rule in rules))


def _condition(rule: _Rule, value: Fact) -> Condition:
    met: bool | None = None
    if value is not None:
        if rule.above is not None:
            met = value > rule.above
        elif rule.at_least is not None:
            met = value >= rule.at_least
        else:
            met = bool(value)
    threshold = rule.above if rule.above is not None else rule.at_least
    return Condition(
        rule.fact, rule.article, value, threshold, rule.unit, strict=rule.above is not None, met=met
    )


def _verdict(critical: bool | None, access: bool | None, six: list[bool | None]) -> Verdict:
    met = sum(criterion is True for criterion in six)
    possible = sum(criterion is not False for criterion in six)
    established = access is True or met >= _THRESHOLDS_NEEDED
    conceivable = access is not False or possible >= _THRESHOLDS_NEEDED
    if critical is True and established:
        return "major"
    if critical is False or not conceivable:
        return "not_major"
    return "undetermined"


def _deciding_facts(
    verdict: Verdict, flag: bool | None, access: Criterion, six: tuple[Criterion, ...]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    if verdict != "undetermined":
        return (), ()
    met = sum(criterion.met is True for criterion in six)
    unknown = [
        condition.fact
        for criterion in six
        if criterion.met is None
        for condition in criterion.conditions
        if condition.met is None
    ]
    possible = met + sum(criterion.met is None for criterion in six)
    # Of services that are not critical only a malicious access can make a major incident.
    useful = unknown if flag is not False and met < _THRESHOLDS_NEEDED <= possible else []
    malicious = [_MALICIOUS] if access.met is None else []
    services = ["critical"] if flag is None else []
    if flag is None:
        # A malicious access settles the critical services too; any other fact needs that one besides.
        alone = [*malicious, *(services if met >= _THRESHOLDS_NEEDED else [])]
    else:
        alone = [*malicious, *(useful if met == _THRESHOLDS_NEEDED - 1 else [])]
    return (*services, *malicious, *useful), tuple(alone)


def _questions(facts: Incident, verdict: Verdict, if_critical: Verdict) -> tuple[Question, ...]:
    asked: list[Question] = []
    if facts.critical is False and facts.malicious_unauthorised_access_data_loss_possible:
        asked.append("access_not_critical")
    elif facts.critical is False and facts.downtime_h and if_critical == "major" and verdict != "major":
        # 9(3)(b) counts the downtime of services that support critical functions.
        asked.append("downtime_not_critical")
    if facts.declared_major is not None and verdict != "undetermined":
        asked += ["declared_otherwise"] if facts.declared_major != (verdict == "major") else []
    return tuple(asked)


def _warnings(facts: Incident, verdict: Verdict) -> tuple[str, ...]:
    warnings = []
    if facts.critical is False and facts.malicious_unauthorised_access_data_loss_possible:
        warnings.append(
            "critical is false, yet by article 6(c) a successful malicious access affects critical services: "
            "the regulation goes before this fact, review it"
        )
    if facts.declared_major is not None and verdict != "undetermined":
        computed = verdict == "major"
        if facts.declared_major != computed:
            stated = "major" if facts.declared_major else "not major"
            warnings.append(f"the register says {stated}, the criteria say otherwise")
    return tuple(warnings)
