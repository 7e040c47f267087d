"""The report forms: filled from the incident, gaps named, in both languages."""

from __future__ import annotations

import pytest

from analytics.risk.incidents import classify
from analytics.risk.notification import FORM_FIELDS, notification_form

INCIDENT = {
    "reference": "INC-7",
    "critical": True,
    "clients_pct": 12,
    "downtime_h": 3.5,
    "cost_eur": 1_234_567.0,
    "aware_at": "2026-05-04T08:00+01:00",
    "classified_at": "2026-05-04T10:00+01:00",
}


def test_initial_form_is_filled_as_far_as_the_facts_go() -> None:
    form = notification_form(
        INCIDENT, "initial", details={"entity_name": "Banque Démo", "continuity_plan": True}
    )
    values = {field.name: field.value for field in form.fields}
    assert values["reference"] == "INC-7"
    assert values["entity_name"] == "Banque Démo"
    assert {"entity_lei", "description", "discovery", "member_states"} <= set(form.missing)
    assert "reference" not in form.missing
    assert "origin" not in form.missing
    assert not form.complete
    assert "occurred_at" not in values


def test_each_later_form_contains_the_earlier_ones() -> None:
    names = [
        [field.name for field in notification_form(INCIDENT, report).fields]
        for report in ("initial", "intermediate", "final")
    ]
    assert names[0] == names[1][: len(names[0])]
    assert names[1] == names[2][: len(names[1])]
    assert tuple(names[2]) == FORM_FIELDS


def test_a_form_with_every_required_field_is_complete() -> None:
    details = dict.fromkeys(FORM_FIELDS, "given")
    assert notification_form(INCIDENT, "final", details=details).complete


def test_export_reads_in_both_languages() -> None:
    form = notification_form(classify(INCIDENT), "final", details={"continuity_plan": True})
    english, french = form.table("en").set_index("label"), form.table("fr").set_index("label")
    assert english.loc["Business continuity plan activated", "value"] == "yes"
    assert french.loc["Plan de continuité d'activité activé", "value"] == "oui"
    assert "Duration and service downtime" in english.loc["Criteria met", "value"]
    assert "Durée et interruption de service" in french.loc["Critères remplis", "value"]
    assert english.loc["Costs and losses, EUR", "value"] == "1234567"
    assert english.loc["Date and time of classification", "value"] == "2026-05-04T10:00+01:00"
    assert english.loc["LEI code", "value"] == ""


def test_unknown_reports_fields_and_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="report is 'second'"):
        notification_form(INCIDENT, "second")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match="unknown fields \\['lei'\\]"):
        notification_form(INCIDENT, "initial", details={"lei": "x"})
    with pytest.raises(ValueError, match="language is 'ar'"):
        notification_form(INCIDENT, "initial").table("ar")  # type: ignore[arg-type]
