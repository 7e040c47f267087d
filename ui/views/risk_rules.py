"""Other weights and thresholds than the published ones: who may move what, and what is refused."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Final

import streamlit as st

from analytics.scenario import Scenario
from studies.risk.scores import PUBLISHED, Rules
from ui import controls, link
from ui.outside import prose
from ui.words import N_, _, number

NEVER_REPORTED: Final = {"unmeasured": N_("is not measured"), "worst": N_("counts as worst")}
_LEAST_REASON: Final = 15
_WEIGHTS: Final = ("weight_operational", "weight_regulatory", "weight_legal", "weight_reputational")
_FIELDS: Final = (*_WEIGHTS, "conventional_scale", "sourced_scale", "sourced_reason")


def rules(scenario: Scenario | None = None) -> Rules:
    """The rules of a scenario, the session's unless given, without what is refused: see :func:`refusals`."""
    chosen = scenario or link.scenario()
    weights = tuple(float(getattr(chosen, name)) for name in _WEIGHTS)
    return Rules(
        weights=weights if any(weights) else PUBLISHED.weights,
        conventional=chosen.conventional_scale,
        sourced=chosen.sourced_scale if _reasoned(chosen.sourced_reason) else PUBLISHED.sourced,
        never_reported="worst" if chosen.never_reported == "worst" else "unmeasured",
    )


def _reasoned(reason: str) -> bool:
    return len(reason) >= _LEAST_REASON and len(reason.split()) > 1


def refusals() -> list[str]:
    """What the scenario asks for and cannot have, in sentences."""
    chosen, found = link.scenario(), []
    if not any(getattr(chosen, name) for name in _WEIGHTS):
        found.append(_("The weights of the four risks must not all be zero; the published weights are used."))
    if chosen.sourced_scale != PUBLISHED.sourced and not _reasoned(chosen.sourced_reason):
        found.append(
            _(
                "Thresholds with a source move only for a written reason of {count} characters or more; the "
                "published thresholds are used."
            ).format(count=_LEAST_REASON)
        )
    return found


def departures() -> str:
    """That the scores shown are not the published ones, and why; empty when they are."""
    chosen, said = rules(), []
    if replace(chosen, never_reported=PUBLISHED.never_reported) != PUBLISHED:
        said.append(_("Other weights or thresholds than the published ones are in force."))
    if chosen.sourced != PUBLISHED.sourced:
        said.append(_("Written reason: “{reason}”.").format(reason=link.scenario().sourced_reason))
    if chosen.never_reported == "worst":
        said.append(
            _(
                "Strict rule in force: what a bank has never reported counts against it, up to 100. It is "
                "chosen on the supervision page."
            )
        )
    return " ".join(said)


def ask_silence() -> None:
    """The supervisor's switch: whether what was never reported counts as not measured, or as worst."""
    controls.choose(
        "never_reported",
        _("What was never reported"),
        list(NEVER_REPORTED),
        shown=lambda code: _(NEVER_REPORTED[code]),
        about=_(
            "Not measured: scores cover what is reported, with bounds for the rest. Counts as worst: silence "
            "is held against the bank, as a supervisor may. On every page, until it is set back."
        ),
    )


def ask() -> None:
    """The drawer with the weights of the risks and the scales of the thresholds."""
    two_digits = partial(number, digits=2)
    with st.expander(_("Weights and thresholds"), icon=":material/tune:", expanded=rules() != PUBLISHED):
        for place, (name, label) in zip(st.columns(4), _weight_labels(), strict=True):
            with place:
                controls.slide(name, label, 0.25, shown=two_digits)
        first, second, third = st.columns([1, 1, 2])
        with first:
            controls.slide(
                "conventional_scale",
                _("Conventional thresholds ×"),
                0.05,
                about=_("Above 1: farther from the best value, so milder. Below 1: stricter."),
                shown=two_digits,
            )
        with second:
            controls.slide(
                "sourced_scale",
                _("Thresholds with a source ×"),
                0.05,
                about=_("Limits of law do not move, whatever is chosen here."),
                shown=two_digits,
            )
        with third:
            controls.write(
                "sourced_reason",
                _("Written reason for moving thresholds that have a source"),
                placeholder=_("For example: the supervisor’s letter of 3 March asks for stricter limits"),
            )
        controls.reset(*_FIELDS)
    say()


def say() -> None:
    """What was refused, and that the published rules are not those in force."""
    for sentence in refusals():
        st.warning(prose(sentence))
    if said := departures():
        # As plain text: what stands in a link is nobody's formatting.
        st.text(said)


def _weight_labels() -> tuple[tuple[str, str], ...]:
    return (
        ("weight_operational", _("Weight of operational risk")),
        ("weight_regulatory", _("Weight of regulatory risk")),
        ("weight_legal", _("Weight of legal risk")),
        ("weight_reputational", _("Weight of reputational risk")),
    )
