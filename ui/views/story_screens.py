"""The eight screens of the story: each says with its page's own words what the page would say now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from analytics.scenario import Scenario
from ui import link
from ui.adoption import drivers, services
from ui.channels import costs, migration
from ui.charts import risk_drivers as driver_charts
from ui.charts import risk_map
from ui.content import Content
from ui.macro import tobin_tax
from ui.marketing import levers
from ui.reader import Reader
from ui.refusal import Refusal, Refused
from ui.report.chosen import Asked
from ui.views import (
    risk,
    risk_detail,
    risk_drivers,
    risk_moves,
    risk_residual,
)
from ui.words import N_, _

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
        raise ValueError(f"the page {content.slug} has nothing for the story")
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


def _risks(asked: Asked) -> Screen:
    month, shown = asked.month, link.scenario().risk
    view, stages = risk.bank_risks(asked.bank, month, shown), risk_residual.stages(asked.bank, month)
    return Screen(
        slug="risk-scores",
        sentence=risk.score_sentence(view, shown, asked.name),
        caution=risk.caution(view, shown),
        chart=risk_map.stages(
            stages,
            names=risk_residual.stage_names(),
            order=list(view.risks["label"]),
            title=_("Score, 0 best to 100 worst"),
        ),
        title=_("The four risks of {bank}, observed and with tested controls").format(bank=asked.name),
        alt_text=risk_residual.described_stages(stages),
        kinds=view.kinds,
        method=risk_detail.method(),
        notes=lambda: [
            risk.described_risks(view),
            risk_residual.stage_sentence(stages, shown),
            risk.worry_sentence(view, asked.name),
        ],
        scenario=link.scenario(),
    )


def _incident(_asked: Asked) -> Screen:
    scenario = link.scenario().change(trust_case=levers.INCIDENT)
    return _told(levers.after_an_incident(Reader(link.shown(), scenario)), scenario)


def _tax(_asked: Asked) -> Screen:
    return _told(tobin_tax.content(link.reader()))


def _measures(asked: Asked) -> Screen:
    month, shown = asked.month, link.scenario().risk
    view = risk_drivers.bank_drivers(asked.bank, asked.name, month, shown)
    if view.indicators.empty:
        raise ValueError(risk_drivers.sentence(view))
    return Screen(
        slug="risk-drivers",
        sentence=risk_drivers.sentence(view),
        caution=risk_drivers.caution(view),
        chart=driver_charts.driver_marks(
            risk_drivers.marks(view),
            measures=list(risk_drivers.measure_names().values()),
            title=_("Part of the measure’s total, %"),
        ),
        title=_("What the score of {bank} hangs on: {risk}").format(
            bank=asked.name, risk=risk.risk_name(shown)
        ),
        alt_text=risk_drivers.described_marks(view),
        kinds=view.kinds,
        method=risk_drivers.method(),
        notes=lambda: [
            risk_moves.combination_sentence(view, risk_moves.combination(view, month)),
            risk_drivers.weight_doubt(view),
        ],
        scenario=link.scenario(),
    )


SCREENS: Final[dict[str, Callable[[Asked], Screen]]] = dict(
    zip(TOPICS, (_tiers, _adopters, _costs, _migration, _risks, _incident, _tax, _measures), strict=True)
)
