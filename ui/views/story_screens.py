"""The eight screens of the story: each says with its page's own words what the page would say now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analytics.scenario import Scenario
from ui import link
from ui.adoption import drivers, services
from ui.channels import costs, migration
from ui.content import Content
from ui.macro import tobin_tax
from ui.marketing import levers
from ui.reader import Reader
from ui.refusal import Refusal, Refused
from ui.report.chosen import Asked
from ui.risk import drivers as risk_drivers
from ui.risk import scores
from ui.words import N_

TOPICS: Final = {
    "1": N_("What e-banking is, and its three tiers"),
    "2": N_("Who adopts"),
    "3": N_("What a transaction costs on each channel"),
    "4": N_("What migration saves"),
    "5": N_("The four risks"),
    "6": N_("What one incident does to trust and adoption"),
    "7": N_("The macro questions, and the Tobin tax"),
    "8": N_("What to do"),
}
OF_NO_BANK: Final = frozenset({"7"})
"""Screens that speak of the country alone."""


@dataclass(frozen=True)
class Screen:
    """One screen of the story.

    ``slug`` : the page that it is taken from; ``notes`` : makes what the speaker may add;
    ``scenario`` : what its link opens that page with.
    """

    slug: str
    sentence: str
    caution: str
    chart: Any
    title: str
    alt_text: str
    kinds: Sequence[str]
    method: dict[str, Any]
    notes: Callable[[], list[str]]
    scenario: Scenario


def _told(content: Content | Refusal, scenario: Scenario | None = None) -> Screen:
    """A screen as the page's own value has it, and the scenario that its link opens the page with."""
    if isinstance(content, Refusal):
        raise Refused.of(content)
    story = content.story
    if story is None:
        # There are pages of which the data leave nothing to tell but the answer.
        raise Refused(content.answer.sentence)
    picture = content.chart(story.chart)
    return Screen(
        slug=content.slug,
        sentence=content.answer.sentence,
        caution=content.answer.caution,
        chart=picture.drawing,
        title=picture.title,
        alt_text=picture.alt_text,
        kinds=picture.kinds,
        method=content.method.parts(),
        notes=lambda: list(story.notes),
        scenario=scenario or link.scenario(),
    )


def _tiers(_asked: Asked) -> Screen:
    return _told(services.content(link.reader()))


def _adopters(_asked: Asked) -> Screen:
    return _told(drivers.content(link.reader()))


def _costs(_asked: Asked) -> Screen:
    return _told(costs.content(link.reader()))


def _migration(_asked: Asked) -> Screen:
    return _told(migration.content(link.reader()))


def _risks(_asked: Asked) -> Screen:
    return _told(scores.content(link.reader()))


def _incident(_asked: Asked) -> Screen:
    scenario = link.scenario().change(trust_case=levers.INCIDENT)
    return _told(levers.after_an_incident(Reader(link.shown(), scenario)), scenario)


def _tax(_asked: Asked) -> Screen:
    return _told(tobin_tax.content(link.reader()))


def _measures(_asked: Asked) -> Screen:
    return _told(risk_drivers.content(link.reader()))


SCREENS: Final[dict[str, Callable[[Asked], Screen]]] = dict(
    zip(TOPICS, (_tiers, _adopters, _costs, _migration, _risks, _incident, _tax, _measures), strict=True)
)
