"""Other weights and thresholds than the published ones: who may move what, and what is refused."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from analytics.scenario import Scenario
from studies.risk.scores import PUBLISHED, Rules
from ui import controls, link
from ui.outside import prose
from ui.risk import rules as of_scenario
from ui.risk.rules import NEVER_REPORTED as NEVER_REPORTED
from ui.risk.rules import SCALES, WEIGHTS
from ui.words import _, number

_FIELDS: Final = (*WEIGHTS, *SCALES)


def rules(scenario: Scenario | None = None) -> Rules:
    """The rules of a scenario, the session's unless given."""
    return of_scenario.rules(scenario or link.scenario())


def refusals() -> list[str]:
    """What the session's scenario asks for and cannot have, in sentences."""
    return of_scenario.refusals(link.scenario())


def departures() -> str:
    """That the scores shown are not the published ones, and why; empty when they are."""
    return of_scenario.departures(link.scenario())


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
        for place, (name, label) in zip(st.columns(4), WEIGHTS.items(), strict=True):
            with place:
                controls.slide(name, _(label), 0.25, shown=two_digits)
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
