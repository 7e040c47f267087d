"""What the pages on risk call things: risks, grades, types of loss."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from studies.risk.losses import ALL
from ui.theme import GRADE_MARKS
from ui.words import N_, _

RISK_NAMES: Final[Mapping[str, str]] = {
    "overall": N_("Overall"),
    "operational": N_("Operational"),
    "regulatory": N_("Regulatory"),
    "legal": N_("Legal"),
    "reputational": N_("Reputational"),
}
IN_SENTENCE: Final[Mapping[str, str]] = {
    "overall": N_("overall risk"),
    "operational": N_("operational risk"),
    "regulatory": N_("regulatory risk"),
    "legal": N_("legal risk"),
    "reputational": N_("reputational risk"),
}
EVENT_NAMES: Final[Mapping[str, str]] = {
    ALL: N_("All event types"),
    "internal_fraud": N_("Internal fraud"),
    "external_fraud": N_("External fraud"),
    "employment_practices": N_("Employment practices and workplace safety"),
    "clients_products_practices": N_("Clients, products and business practices"),
    "physical_damage": N_("Damage to physical assets"),
    "disruption_system_failure": N_("Business disruption and system failures"),
    "execution_delivery": N_("Execution, delivery and process management"),
}


def risk_name(risk: str) -> str:
    """The heading of a risk."""
    return _(RISK_NAMES[risk])


def event_name(loss_type: str) -> str:
    """The heading of an event type."""
    return _(EVENT_NAMES[loss_type])


def grade_mark(grade: int) -> str:
    """A grade by number and by shape; that there is none where it is 0."""
    return f"{GRADE_MARKS[grade]} {grade}" if grade else _("not gradable")
