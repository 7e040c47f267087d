"""Other weights and thresholds than the published ones: who may move what, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from analytics.scenario import Scenario
from studies.risk.scores import PUBLISHED, Rules
from ui.content import Note
from ui.words import _

WEIGHTS: Final = ("weight_operational", "weight_regulatory", "weight_legal", "weight_reputational")
SCALES: Final = ("conventional_scale", "sourced_scale", "sourced_reason")
_LEAST_REASON: Final = 15


def rules(scenario: Scenario) -> Rules:
    """The rules of a scenario, without what is refused: see :func:`refusals`."""
    weights = tuple(float(getattr(scenario, name)) for name in WEIGHTS)
    return Rules(
        weights=weights if any(weights) else PUBLISHED.weights,
        conventional=scenario.conventional_scale,
        sourced=scenario.sourced_scale if _reasoned(scenario.sourced_reason) else PUBLISHED.sourced,
        never_reported="worst" if scenario.never_reported == "worst" else "unmeasured",
    )


def _reasoned(reason: str) -> bool:
    return len(reason) >= _LEAST_REASON and len(reason.split()) > 1


def refusals(scenario: Scenario) -> list[str]:
    """What the scenario asks for and cannot have, in sentences."""
    found = []
    if not any(getattr(scenario, name) for name in WEIGHTS):
        found.append(_("The weights of the four risks must not all be zero; the published weights are used."))
    if scenario.sourced_scale != PUBLISHED.sourced and not _reasoned(scenario.sourced_reason):
        found.append(
            _(
                "Thresholds with a source move only for a written reason of {count} characters or more; the "
                "published thresholds are used."
            ).format(count=_LEAST_REASON)
        )
    return found


def departures(scenario: Scenario) -> str:
    """That the scores shown are not the published ones, and why; empty when they are."""
    chosen, said = rules(scenario), []
    if replace(chosen, never_reported=PUBLISHED.never_reported) != PUBLISHED:
        said.append(_("Other weights or thresholds than the published ones are in force."))
    if chosen.sourced != PUBLISHED.sourced:
        said.append(_("Written reason: “{reason}”.").format(reason=scenario.sourced_reason))
    if chosen.never_reported == "worst":
        said.append(
            _(
                "Strict rule in force: what a bank has never reported counts against it, up to 100. It is "
                "chosen on the supervision page."
            )
        )
    return " ".join(said)


def notes(scenario: Scenario) -> tuple[Note, ...]:
    """What was refused, and that the published rules are not those in force."""
    said = departures(scenario)
    return (
        *(Note(sentence, "warning") for sentence in refusals(scenario)),
        *((Note(said),) if said else ()),
    )
