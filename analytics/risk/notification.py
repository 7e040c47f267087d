"""The form of the reports on a major incident, filled as far as the facts go, the gaps named.

References
----------
Delegated Regulation (EU) 2025/301, articles 1 to 4: content of the initial notification, the intermediate
and the final report. Each later report carries the earlier points too, brought up to date.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import pandas as pd

from analytics.risk.deadlines import REPORTS, Report
from analytics.risk.incident_facts import CRITERION_LABELS, FACT_LABELS, Incident
from analytics.risk.incidents import Classification, Condition, classify
from analytics.risk.wording import LANGUAGES, Language, Wording

_YES, _NO = Wording("yes", "oui"), Wording("no", "non")


@dataclass(frozen=True)
class FormField:
    """One point of the form; ``value`` is None where nothing was given."""

    name: str
    article: str
    since: Report
    required: bool
    label: Wording
    value: Any


@dataclass(frozen=True)
class NotificationForm:
    """A filled form. ``missing`` names the required fields without a value."""

    report: Report
    fields: tuple[FormField, ...]

    @property
    def missing(self) -> tuple[str, ...]:
        """Names of the required fields that are still empty."""
        return tuple(field.name for field in self.fields if field.required and field.value is None)

    @property
    def complete(self) -> bool:
        """No required field is empty."""
        return not self.missing

    def table(self, language: Language) -> pd.DataFrame:
        """For the export: columns article, label, required, value (text, empty where not known).

        Raises
        ------
        ValueError: a language other than "en" and "fr"
        """
        return pd.DataFrame(
            {
                "article": [field.article for field in self.fields],
                "label": [field.label.in_language(language) for field in self.fields],
                "required": [field.required for field in self.fields],
                "value": [_as_text(field.value, language) for field in self.fields],
            }
        )


@dataclass(frozen=True)
class _Spec:
    name: str
    article: str
    since: Report
    required: bool
    en: str
    fr: str
    fill: Callable[[Classification], Any] | None = None


def _fact(name: str) -> Callable[[Classification], Any]:
    return lambda classification: getattr(classification.incident, name)


def _currency(classification: Classification) -> str | None:
    return "EUR" if classification.incident.cost_eur is not None else None


def _criteria(classification: Classification) -> Wording | None:
    return _joined([CRITERION_LABELS[name] for name in classification.criteria_met])


def _fulfilment(classification: Classification) -> Wording | None:
    # A malicious access stands in two criteria; it is one fact.
    met = {c.fact: c for criterion in classification.criteria for c in criterion.conditions if c.met}
    return _joined([_condition_in_words(condition) for condition in met.values()])


def _condition_in_words(condition: Condition) -> Wording:
    label = FACT_LABELS[condition.fact]
    english, french = (_as_text(condition.value, language) for language in LANGUAGES)
    return Wording(f"{label.en}: {english}", f"{label.fr}\u00a0: {french}")


def _joined(parts: list[Wording]) -> Wording | None:
    return Wording(*("; ".join(part.in_language(x) for part in parts) for x in LANGUAGES)) if parts else None


_SPECS: tuple[_Spec, ...] = (
    _Spec("entity_name", "1(b)", "initial", True, "Name of the bank", "Nom de la banque"),
    _Spec("entity_lei", "1(b)", "initial", True, "LEI code", "Code LEI"),
    _Spec("entity_type", "1(b)", "initial", True, "Type of financial entity", "Type d'entité financière"),
    _Spec(
        "submitting_entity",
        "1(c)",
        "initial",
        True,
        "Name and code of the submitting entity",
        "Nom et code de l'entité déclarante",
    ),
    _Spec(
        "aggregated_entities",
        "1(d)",
        "initial",
        False,
        "Other entities covered by the report",
        "Autres entités couvertes par la déclaration",
    ),
    _Spec("contacts", "1(e)", "initial", True, "Contact persons", "Personnes de contact"),
    _Spec("parent_undertaking", "1(f)", "initial", False, "Parent undertaking", "Entreprise mère"),
    _Spec("currency", "1(g)", "initial", False, "Currency of the amounts", "Monnaie des montants", _currency),
    _Spec(
        "reference",
        "2(a)",
        "initial",
        True,
        "Bank's reference of the incident",
        "Référence de l'incident à la banque",
        _fact("reference"),
    ),
    _Spec(
        "aware_at",
        "2(b)",
        "initial",
        True,
        "Date and time of detection",
        "Date et heure de détection",
        _fact("aware_at"),
    ),
    _Spec(
        "classified_at",
        "2(b)",
        "initial",
        True,
        "Date and time of classification",
        "Date et heure de classification",
        _fact("classified_at"),
    ),
    _Spec("description", "2(c)", "initial", True, "Description", "Description", _fact("note")),
    _Spec("criteria", "2(d)", "initial", True, "Criteria met", "Critères remplis", _criteria),
    _Spec(
        "member_states",
        "2(e)",
        "initial",
        True,
        "Member States with an impact",
        "États membres touchés",
        _fact("member_states"),
    ),
    _Spec(
        "discovery",
        "2(f)",
        "initial",
        True,
        "How the incident was discovered",
        "Mode de découverte de l'incident",
    ),
    _Spec("origin", "2(g)", "initial", False, "Origin of the incident", "Origine de l'incident"),
    _Spec(
        "continuity_plan",
        "2(h)",
        "initial",
        True,
        "Business continuity plan activated",
        "Plan de continuité d'activité activé",
    ),
    _Spec(
        "reclassification",
        "2(i)",
        "initial",
        False,
        "Reclassification to non-major",
        "Reclassement en incident non majeur",
    ),
    _Spec("other_information", "2(j)", "initial", False, "Other information", "Autres informations"),
    _Spec(
        "authority_reference",
        "3(a)",
        "intermediate",
        False,
        "Authority's reference of the incident",
        "Référence de l'incident à l'autorité",
    ),
    _Spec(
        "occurred_at",
        "3(b)",
        "intermediate",
        True,
        "Date and time of occurrence",
        "Date et heure de survenance",
        _fact("occurred_at"),
    ),
    _Spec(
        "recovered_at",
        "3(c)",
        "intermediate",
        False,
        "Date and time of recovery",
        "Date et heure du rétablissement",
        _fact("recovered_at"),
    ),
    _Spec(
        "criteria_fulfilment",
        "3(d)",
        "intermediate",
        True,
        "How the criteria are met",
        "Manière dont les critères sont remplis",
        _fulfilment,
    ),
    _Spec("incident_type", "3(e)", "intermediate", True, "Type of incident", "Type d'incident"),
    _Spec("threats", "3(f)", "intermediate", False, "Threats and techniques", "Menaces et techniques"),
    _Spec(
        "business_processes",
        "3(g)",
        "intermediate",
        True,
        "Functions and processes affected",
        "Fonctions et processus touchés",
    ),
    _Spec(
        "infrastructure",
        "3(h)",
        "intermediate",
        True,
        "Infrastructure components affected",
        "Composants d'infrastructure touchés",
    ),
    _Spec(
        "client_interests",
        "3(i)",
        "intermediate",
        True,
        "Impact on clients' financial interests",
        "Effet sur les intérêts financiers des clients",
    ),
    _Spec(
        "other_authorities",
        "3(j)",
        "intermediate",
        True,
        "Reports to other authorities",
        "Déclarations à d'autres autorités",
    ),
    _Spec(
        "measures",
        "3(k)",
        "intermediate",
        True,
        "Temporary measures taken or planned",
        "Mesures provisoires prises ou prévues",
    ),
    _Spec(
        "indicators_of_compromise",
        "3(l)",
        "intermediate",
        False,
        "Indicators of compromise",
        "Indicateurs de compromission",
    ),
    _Spec("root_cause", "4(a)", "final", True, "Root causes", "Causes profondes", _fact("root_cause")),
    _Spec(
        "resolved_at",
        "4(b)",
        "final",
        True,
        "Date and time of resolution",
        "Date et heure de résolution",
        _fact("resolved_at"),
    ),
    _Spec("resolution", "4(c)", "final", True, "How it was resolved", "Mode de résolution"),
    _Spec(
        "resolution_authorities",
        "4(d)",
        "final",
        False,
        "Information for resolution authorities",
        "Informations pour les autorités de résolution",
    ),
    _Spec("costs", "4(e)", "final", True, "Costs and losses, EUR", "Coûts et pertes, EUR", _fact("cost_eur")),
    _Spec("recoveries", "4(e)", "final", True, "Financial recoveries", "Recouvrements financiers"),
    _Spec("recurrence", "4(f)", "final", False, "Recurring incidents", "Incidents récurrents"),
)
FORM_FIELDS: tuple[str, ...] = tuple(spec.name for spec in _SPECS)


def notification_form(
    incident: Incident | Classification | Mapping[str, Any],
    report: Report,
    *,
    details: Mapping[str, Any] | None = None,
) -> NotificationForm:
    """Fill the form of a report from the incident and from what only the bank can say.

    Parameters
    ----------
    incident : an incident as ``classify`` reads it, or its classification
    report : "initial", "intermediate" or "final"
    details : mapping of field name (``FORM_FIELDS``) to value; it goes before what the incident says

    Raises
    ------
    ValueError: an unknown report or field name, an incident as in ``classify``
    """
    if report not in REPORTS:
        raise ValueError(f"report is {report!r}; it must be one of {', '.join(REPORTS)}")
    given = dict(details or {})
    unknown = sorted(set(given) - set(FORM_FIELDS))
    if unknown:
        raise ValueError(f"details has the unknown fields {unknown}; the fields are {', '.join(FORM_FIELDS)}")
    classification = incident if isinstance(incident, Classification) else classify(incident)
    reached = REPORTS[: REPORTS.index(report) + 1]
    fields = tuple(_field(spec, given, classification) for spec in _SPECS if spec.since in reached)
    return NotificationForm(report=report, fields=fields)


def _field(spec: _Spec, given: Mapping[str, Any], classification: Classification) -> FormField:
    value = given.get(spec.name)
    if value is None and spec.fill is not None:
        value = spec.fill(classification)
    return FormField(spec.name, spec.article, spec.since, spec.required, Wording(spec.en, spec.fr), value)


def _as_text(value: Any, language: Language) -> str:
    if value is None:
        return ""
    if isinstance(value, Wording):
        return value.in_language(language)
    if isinstance(value, bool):
        return (_YES if value else _NO).in_language(language)
    if isinstance(value, datetime):
        return value.isoformat(timespec="minutes")
    return format(value, ".15g") if isinstance(value, float) else str(value)
