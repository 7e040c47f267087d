"""The eight screens of the story: one argument, each step of it a headline, a picture and what follows.

Every screen is made of its page's own values. A headline states one figure, and the picture writes it out.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.scenario import assumption
from studies import chain
from ui import link
from ui.adoption import drivers, led, services
from ui.channels import costs, migration
from ui.channels.words import channel_name
from ui.charts import stage
from ui.content import Content
from ui.macro import tobin_tax
from ui.macro.words import rate
from ui.marketing import levers
from ui.reader import Reader
from ui.refusal import Refusal, Refused
from ui.report.chosen import Asked
from ui.risk import bank as risks
from ui.risk import method, scores
from ui.risk.words import IN_SENTENCE, grade_mark
from ui.rows import each_row
from ui.words import N_, _, interval, number, signed, within
from ui.workbench import overview

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
HEADLINE_WORDS: Final = 15
_MILLION: Final = 1e6
_TAXES_SHOWN: Final = 5


@dataclass(frozen=True)
class Screen:
    """One screen of the story.

    ``slug`` : the page that it is taken from; ``headline`` : at most fifteen words and one figure, which
    the picture writes out; ``therefore`` : what follows for the next screen; ``sentence`` : the page's own
    answer; ``decisions`` : of the last screen, which has no picture; ``notes`` : makes what the speaker may
    add; ``reader`` : what its link opens that page with.
    """

    slug: str
    headline: str
    therefore: str
    sentence: str
    caution: str
    kinds: Sequence[str]
    method: dict[str, Any]
    notes: Callable[[], list[str]]
    reader: Reader
    chart: Any = None
    title: str = ""
    alt_text: str = ""
    decisions: tuple[overview.Decision, ...] = ()


def _page(content: Content | Refusal) -> Content:
    """A page's value; its refusal is raised."""
    if isinstance(content, Refusal):
        raise Refused.of(content)
    return content


def _told(
    content: Content,
    headline: str,
    therefore: str,
    rows: pd.DataFrame,
    *,
    title: str,
    unit: str,
    lead: Sequence[str],
    kinds: Sequence[str],
    reader: Reader,
    whole: tuple[float, float] | None = None,
) -> Screen:
    return Screen(
        slug=content.slug,
        headline=headline,
        therefore=therefore,
        sentence=content.answer.sentence,
        caution=content.answer.caution,
        kinds=_as_marked(content, kinds),
        method=content.method.parts(),
        notes=lambda: [content.answer.sentence, *(content.story.notes if content.story else ())],
        reader=reader,
        chart=stage.rows(rows, title=unit, lead=tuple(lead), whole=whole),
        title=title,
        alt_text=stage.written(rows, unit),
    )


def _as_marked(content: Content, kinds: Sequence[str]) -> tuple[str, ...]:
    """The kinds of a screen; invented where its page says so of its own picture."""
    invented = content.picture is not None and "synthetic" in content.picture.kinds
    return tuple(dict.fromkeys((*kinds, *(("synthetic",) if invented else ()))))


def _of_bank(pattern: str, name: str, **said: str) -> str:
    """A headline that names the bank, where its name leaves room for it."""
    headline = pattern.format(name=name, **said)
    if len(headline.split(" ")) <= HEADLINE_WORDS:
        return headline
    return pattern.format(name=_("The bank"), **said)


def _rows(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["label", "value", "low", "high", "text", "start"])


def _with(figure: str, low: Any, high: Any, digits: int) -> str:
    """A figure with its interval, where it has one."""
    if pd.isna(low) or pd.isna(high):
        return figure
    return f"{figure} ({interval(float(low), float(high), digits)})"


def _tiers(reader: Reader) -> Screen:
    content, view = _page(services.content(reader)), services.offer(reader)
    ordered = pd.concat(
        [view.tiers[view.tiers["tier"] == "total"], view.tiers[view.tiers["tier"] != "total"]]
    )
    named = {row.tier: row.label.split(":")[0].strip() for row in each_row(ordered)}
    named["total"] = _("Whole catalogue")
    total = ordered.iloc[0]
    behind = pd.notna(total["peer_median"]) and total["value"] < total["peer_median"]
    figure = number(total["value"], 0, "%")
    rows = [
        {
            "label": named[row.tier],
            "value": row.value,
            "low": row.peer_low,
            "high": row.peer_high,
            "text": number(row.value, 0, "%")
            if pd.isna(row.peer_median)
            else _("{own}; peers {median}").format(
                own=number(row.value, 0, "%"), median=number(row.peer_median, 0, "%")
            ),
        }
        for row in each_row(ordered)
    ]
    pattern = (
        _("{name} offers {figure} of the e-banking catalogue online, less than its peers.")
        if behind
        else _("{name} offers {figure} of the e-banking catalogue online.")
    )
    return _told(
        content,
        _of_bank(pattern, view.name, figure=figure),
        _("Therefore: before adding services, ask what makes customers come.")
        if behind
        else _("Therefore: the offer is there; ask what makes customers come."),
        _rows(rows),
        title=_("What is offered online, by tier"),
        unit=_("% of the catalogue by weight; line: peers"),
        lead=[named["total"]],
        kinds=view.kinds,
        reader=reader,
        whole=(0.0, 100.0),
    )


def _adopters(reader: Reader) -> Screen:
    # The argument is about use, whatever the page was last asked about.
    reader = reader.change(survey_outcome="adopter")
    content, view = _page(drivers.content(reader)), drivers.drivers(reader)
    own = (
        view.effects[view.effects["attitude"]]
        .head(stage.ROWS_AT_MOST)
        .sort_values("estimate", ascending=False)
    )
    if own.empty:
        raise Refused(content.answer.sentence, "survey_response")
    rows = [
        {
            "label": row.label,
            "value": row.estimate,
            "low": row.low,
            "high": row.high,
            "text": _with(signed(row.estimate, 1), row.low, row.high, 1),
        }
        for row in each_row(own)
    ]
    first = own.iloc[0]
    if bool(first["clear"]) and first["estimate"] > 0:
        headline = _("Use of e-banking goes most with {driver}: {figure} points.").format(
            driver=within(first["label"]), figure=signed(first["estimate"], 1)
        )
        therefore = _("Therefore: work on {driver} first; then ask what a move would save.").format(
            driver=within(first["label"])
        )
    else:
        headline = _("No attitude goes clearly with the use of e-banking.")
        therefore = _("Therefore: do not count on persuasion; ask what a move would save.")
    return _told(
        content,
        headline,
        therefore,
        _rows(rows),
        title=_("What goes with it, and what holds back"),
        unit=_("Points of use for one point more of seven; line: interval"),
        lead=[first["label"]],
        kinds=view.kinds,
        reader=reader,
    )


def _costs(reader: Reader) -> Screen:
    content, view = _page(costs.content(reader)), costs.costs(reader)
    full = view.channels[view.channels["full"].notna()].sort_values("full", ascending=False)
    if full.empty:
        raise Refused(content.answer.sentence, "channel_resource", "channel_activity")
    # The cheapest stands in any case: it is where customers would move to.
    full = (
        full
        if len(full) <= stage.ROWS_AT_MOST
        else pd.concat([full.head(stage.ROWS_AT_MOST - 1), full.tail(1)])
    )
    rows = [
        {
            "label": channel_name(row.channel),
            "value": row.full,
            "text": number(row.full, 2, "MAD"),
        }
        for row in each_row(full)
    ]
    first = full.iloc[0]
    pattern = (
        _("“{channel}”: a transaction costs {figure} in full, more than on any other channel.")
        if len(full) > 1
        else _("“{channel}”: a transaction costs {figure} in full.")
    )
    return _told(
        content,
        pattern.format(channel=channel_name(first["channel"]), figure=number(first["full"], 2, "MAD")),
        _("Therefore: moving looks like a saving; count what is really saved."),
        _rows(rows),
        title=_("What a transaction costs on each channel"),
        unit=_("Full cost, MAD per transaction"),
        lead=[channel_name(first["channel"])],
        kinds=view.kinds,
        reader=reader,
    )


def _migration(reader: Reader) -> Screen:
    content, view = _page(migration.content(reader)), migration.migration(reader)
    worth = view.result.simulation
    steps = migration.step_frame(view)
    first, middle = steps.iloc[0], steps.iloc[1:-1]
    # Of many steps the largest are named; the others are one.
    room = stage.ROWS_AT_MOST - 3
    kept = middle.loc[middle["change"].abs().sort_values(ascending=False).index[:room]].sort_index()
    rest = float(middle.drop(index=kept.index)["change"].sum())
    rows, so_far = [], float(first["end"])
    rows.append({"label": first["label"], "value": so_far, "text": number(so_far, 1)})
    changes = [(row.label, float(row.change)) for row in each_row(kept)]
    if len(middle) > len(kept):
        changes.append((_("Other steps"), rest))
    for label, change in changes:
        rows.append({"label": label, "start": so_far, "value": so_far + change, "text": signed(change, 1)})
        so_far += change
    figure = number(worth.p50 / _MILLION, 1)
    # The middle of what is simulated: the steps end at the likeliest assumptions, which is another figure.
    last = _("Value over all assumptions")
    rows.append(
        {
            "label": last,
            "value": worth.p50 / _MILLION,
            "low": worth.p10 / _MILLION,
            "high": worth.p90 / _MILLION,
            "text": _with(figure, worth.p10 / _MILLION, worth.p90 / _MILLION, 1),
        }
    )
    amount = migration.millions(worth.p50)
    if worth.p50 <= 0:
        headline = _("Moving customers online does not pay: it is worth {amount}.").format(amount=amount)
        therefore = _("Therefore: release capacity before moving anybody, and look at the risks.")
    elif worth.p10 < 0:
        headline = _("Moving customers online may pay: it is worth {amount}.").format(amount=amount)
        therefore = _("Therefore: move in steps that can be stopped, and look at the risks.")
    else:
        headline = _("Moving customers online pays: it is worth {amount}.").format(amount=amount)
        therefore = _("Therefore: move, provided that the risks allow it.")
    return _told(
        content,
        headline,
        therefore,
        _rows(rows),
        title=_("From the claim to what it is worth"),
        unit=_("MAD million of today; line: 80% interval"),
        lead=[last],
        kinds=view.kinds,
        reader=reader,
    )


def _risks(reader: Reader) -> Screen:
    content, view = _page(scores.content(reader)), risks.chosen_risks(reader, "overall")
    four = view.risks[(view.risks["risk"] != "overall") & view.risks["score"].notna()]
    if four.empty:
        raise Refused(content.answer.sentence, "risk_observation")
    first = risks.worst(view)
    rows = [
        {
            "label": row.label,
            "value": row.score,
            "low": row.low,
            "high": row.high,
            "text": _with(number(row.score, 0), row.low, row.high, 0) + f" {grade_mark(int(row.grade))}",
        }
        for row in each_row(four.sort_values("score", ascending=False))
    ]
    named = _(IN_SENTENCE[first["risk"]])
    return _told(
        content,
        _of_bank(
            _("{name} should worry first about its {risk}: score {figure}."),
            view.name,
            risk=named,
            figure=number(float(first["score"]), 0),
        ),
        _("Therefore: mend {risk} first, for an incident would reach the customers.").format(risk=named),
        _rows(rows),
        title=_("The four risks of {bank}").format(bank=view.name),
        unit=_("Score, 0 best to 100 worst; line: interval"),
        lead=[first["label"]],
        kinds=view.kinds,
        reader=reader,
        whole=(0.0, 100.0),
    )


def _incident(reader: Reader) -> Screen:
    reader = reader.change(trust_case=levers.INCIDENT)
    scenario = reader.scenario
    content, bank = _page(levers.after_an_incident(reader)), reader.bank()
    found = chain.adoption_path(
        reader.snapshot, bank.code, scenario.adoption_years, scenario.level, led.settings(scenario)
    )
    if not found.trust.known:
        raise Refused(content.answer.sentence, "risk_observation", "incident")
    lost = (found.without_levers["value"] - found.baseline["value"]) / 100 * found.customers
    every = max(1, -(-len(lost) // stage.ROWS_AT_MOST))
    # The last year stands in any case: the headline speaks of it.
    shown = list(zip(found.baseline["year"], lost, strict=True))[::-1][::every][::-1]
    rows = [{"label": str(int(year)), "value": value, "text": signed(value, 0)} for year, value in shown]
    last = float(shown[-1][1])
    headline = (
        _("One more incident would change the active customers by {figure}.")
        if round(last) >= 0
        else _("One more incident would cost active customers: {figure} when the forecast ends.")
    ).format(figure=signed(last, 0))
    drawn = content.chart(levers.INCIDENT)
    return _told(
        content,
        headline,
        _("Therefore: trust is worth money; does the country change the sum?"),
        _rows(rows),
        title=drawn.title,
        unit=_("Active customers against the forecast; trust assumed"),
        lead=[str(int(shown[-1][0]))],
        kinds=drawn.kinds,
        reader=reader,
    )


def _tax(reader: Reader) -> Screen:
    content, view = _page(tobin_tax.content(reader)), tobin_tax.tobin_tax(reader)
    offered = [tax for tax in assumption("tobin_tax").steps if tax > 0]
    near = sorted(offered, key=lambda tax: abs(np.log(tax / max(view.tax, offered[0]))))[:_TAXES_SHOWN]
    rows, lead = [], []
    for tax in sorted({*near, *([view.tax] if view.tax > 0 else [])})[: stage.ROWS_AT_MOST]:
        at = tobin_tax.tobin_tax(reader.change(tobin_tax=tax))
        raised = 1000 * float(at.outcome.revenue)
        low, high = 1000 * float(at.interval.low), 1000 * float(at.interval.high)
        label = _("Tax of {tax}").format(tax=rate(tax))
        if tax == view.tax:
            lead.append(label)
        rows.append(
            {
                "label": label,
                "value": raised,
                "low": low,
                "high": high,
                "text": _with(number(raised, 0), low, high, 0),
            }
        )
    raised = 1000 * float(view.outcome.revenue)
    headline = (
        _("The tax on currency transactions would raise MAD {figure} million a year.").format(
            figure=number(raised, 0)
        )
        if view.tax > 0
        else _("Without a tax on currency transactions, the State raises nothing.")
    )
    return _told(
        content,
        headline,
        _("Therefore: the tax is the country’s to decide; the bank decides what follows."),
        _rows(rows),
        title=_("Revenue by tax"),
        unit=_("MAD million a year; line: published range"),
        lead=lead,
        kinds=("observed", "assumed", "derived"),
        reader=reader,
    )


def _measures(reader: Reader) -> Screen:
    view = overview.cockpit(reader)
    found = tuple(overview.decisions(view))
    if not found:
        # One of the pages that the decisions rest on says what is missing.
        raise Refused(
            _("No decision can be costed on what is loaded."),
            *("risk_observation", "adoption_series", "channel_resource", "channel_activity"),
        )
    count = number(len(found), 0)
    headline = (
        _of_bank(_("{name} has one thing to decide."), view.bank.name)
        if len(found) == 1
        else _of_bank(
            _("{name} has {count} things to decide; the first: {first}."),
            view.bank.name,
            count=count,
            first=within(found[0].name),
        )
    )
    kinds = _page(overview.content(reader)).table("decisions").kinds
    told = " ".join(f"{each.name}: {each.cost}; {each.effect}; {each.owner}; {each.first}." for each in found)
    return Screen(
        slug="overview",
        headline=headline,
        therefore="",
        sentence=overview.sentence(view),
        caution="",
        kinds=kinds,
        method=method.method().parts(),
        notes=lambda: [overview.sentence(view), *(f"{each.name}. {each.first}." for each in found)],
        reader=reader,
        title=_("Decisions with cost, effect and first step"),
        alt_text=told,
        decisions=found,
    )


_MADE: Final[tuple[Callable[[Reader], Screen], ...]] = (
    *(_tiers, _adopters, _costs, _migration, _risks, _incident, _tax, _measures),
)


def _shown(make: Callable[[Reader], Screen]) -> Callable[[Asked], Screen]:
    return lambda _asked: make(link.reader())


SCREENS: Final[dict[str, Callable[[Asked], Screen]]] = dict(zip(TOPICS, map(_shown, _MADE), strict=True))
