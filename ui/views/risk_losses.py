"""What the losses page shows: the year of losses, its interval, its shortcuts, and the capital it takes."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from analytics.scenario import Scenario
from studies.risk import capital as risk_capital
from studies.risk import loss_laws as law_reads
from studies.risk import losses as reads
from studies.risk.losses import ALL, LossRecord, TypeResults
from ui import link
from ui.risk.words import EVENT_NAMES as EVENT_NAMES
from ui.risk.words import event_name as event_name
from ui.views.risk_losses_bank import BankLosses as BankLosses
from ui.views.risk_losses_capital import approach_name as approach_name
from ui.views.risk_losses_capital import capital_sentence
from ui.views.risk_losses_words import MILLION, amount_range
from ui.words import N_, _, ngettext, number, percent

SHORTCUTS: Final = {
    "frequency_times_severity": N_("Frequency × one severity"),
    "one_event_a_year": N_("One event a year at most"),
}
CONTROLS: Final = (
    "bank",
    "loss_type",
    "tail_start",
    "dependence",
    "capital_approach",
    "least_loss",
    "loss_scope",
    "level",
)
TAIL_STARTS: Final = Scenario.assumptions()["tail_start"].choices
_FEW_EVENTS: Final = 40


def percent_space() -> str:
    """What stands between a number and the percent sign."""
    return percent(1.0).removeprefix("100").removesuffix("%")


def tail_name(start: str) -> str:
    """Where the tail starts, in words."""
    return (
        _("chosen by fit") if start == "auto" else _("quantile {level}").format(level=percent(float(start)))
    )


def bank_losses(bank: str, name: str, loss_type: str, tail_start: str, approach: str) -> BankLosses:
    """Everything the page shows of the losses chosen, but for what takes longest."""
    snapshot, scenario = link.shown(), link.scenario()
    rate = scenario.mad_per_euro
    record = reads.loss_record(snapshot, bank, rate)
    events = int(record.amounts(loss_type).size)
    empty = pd.DataFrame()
    held = {
        "bank": bank,
        "name": name,
        "loss_type": loss_type,
        "record": record,
        "n_events": events,
        "capital": risk_capital.capital(snapshot, bank, rate, scenario.least_loss, scenario.loss_scope),
        "approach": approach,
    }
    nothing = {"model": None, "envelope": None, "types": None, "observed": empty}
    if events < 2:
        return BankLosses(**held, **nothing, problem="")
    try:
        model = reads.loss_model(snapshot, bank, loss_type, tail_start, rate)
        draws = law_reads.envelope_draws(snapshot, bank, loss_type, rate, scenario.seed)
    except ValueError as error:
        return BankLosses(**held, **nothing, problem=str(error))
    types = by_type(bank, tail_start) if loss_type == ALL else None
    envelope = draws.envelope(scenario.level)
    return BankLosses(
        **held,
        model=model,
        envelope=envelope.joined(types.laws) if types else envelope,
        types=types,
        observed=_observed(record, loss_type),
        problem="",
    )


def by_type(bank: str, tail_start: str) -> TypeResults | None:
    """The types modelled each on its own; None where there is no model for all to fall back on."""
    scenario = link.scenario()
    try:
        return law_reads.event_types(
            link.shown(), bank, tail_start, scenario.mad_per_euro, scenario.dependence, scenario.seed
        )
    except ValueError:
        return None


def shortcut_label(code: str) -> str:
    """What a shortcut of other tools is called."""
    return _(SHORTCUTS[code])


def _observed(record: LossRecord, loss_type: str) -> pd.DataFrame:
    """Totals of the full years back from the last month, with the share of years that are worse."""
    years = len(record.months) // 12
    rows = record.events if loss_type == ALL else record.events[record.events["event_type"] == loss_type]
    last = record.months[-1]
    ago = np.array([(last - month).n // 12 for month in rows["month"]], dtype=np.int64)
    totals = np.bincount(ago, weights=rows["amount"], minlength=max(years, 1))[:years] / MILLION
    order = np.argsort(-totals)
    frame = pd.DataFrame({"loss": totals[order], "year": [str(last - 12 * int(i)) for i in order]})
    frame["exceedance"] = (np.arange(years) + 1.0) / (years + 1.0)
    return frame[frame["loss"] > 0]


def carried(view: BankLosses) -> int:
    """Return period in years that the record carries; 0 where it carries none."""
    return view.envelope.carried if view.envelope else 0


def answer(view: BankLosses) -> str:
    """What a year of losses costs and the capital it takes, in a sentence or two."""
    who = view.name if view.loss_type == ALL else f"{view.name}, {event_name(view.loss_type).lower()}"
    if view.model is None:
        return f"{_unfitted(view, who)} {capital_sentence(view)}"
    lost = float(view.record.amounts(view.loss_type).sum())
    average = _("MAD {lost} million lost a year on average over {years} years").format(
        lost=number(lost / view.record.years / MILLION, 1), years=number(view.record.years, 1)
    )
    if not carried(view):
        said = _("{bank}: {average}; the record is too short to say what a rarer year costs.")
        return f"{said.format(bank=who, average=average)} {capital_sentence(view)}"
    found = view.envelope.at(law_reads.level_of(carried(view)))
    said = _("{bank}: {average}; one year in {period} costs {amount} or more, depending on the law.").format(
        bank=who, average=average, period=number(carried(view), 0), amount=amount_range(found.low, found.high)
    )
    return f"{said} {capital_sentence(view)}"


def _unfitted(view: BankLosses, who: str) -> str:
    if view.problem:
        return _("{bank}: no law can be fitted to these {count} losses.").format(
            bank=who, count=number(view.n_events, 0)
        )
    if view.record.events.empty:
        return _("{bank}: no loss event is recorded, so no cost can be fitted.").format(bank=who)
    low, high = _rate_interval(view)
    sentence = ngettext(
        "{bank}: {count} loss event in {years} years, too few to fit a cost; {low} to {high} events a year "
        "remain possible at {level}.",
        "{bank}: {count} loss events in {years} years, too few to fit a cost; {low} to {high} events a year "
        "remain possible at {level}.",
        view.n_events,
    )
    return sentence.format(
        bank=who,
        count=number(view.n_events, 0),
        years=number(view.record.years, 1),
        low=number(low, 1),
        high=number(high, 1),
        level=percent(link.scenario().level),
    )


def _rate_interval(view: BankLosses) -> tuple[float, float]:
    counts = view.record.monthly_counts(view.loss_type)
    return reads.rate_interval(int(counts.sum()), len(counts), link.scenario().level)


def caution(view: BankLosses) -> str:
    """What the reader must know before relying on the figures; empty when there is nothing."""
    if view.model is None:
        return ""
    if view.envelope.none_fits:
        return _("The test contradicts every law: the range holds them all, and none describes the losses.")
    if view.n_events < _FEW_EVENTS:
        return ngettext(
            "Only {count} loss event: read the interval before the value.",
            "Only {count} loss events: read the interval before the value.",
            view.n_events,
        ).format(count=number(view.n_events, 0))
    unbounded = sum(math.isinf(law.mean) for law in view.envelope.inside)
    if unbounded:
        return ngettext(
            "Heavy tail: under {count} of the {all} laws the mean loss is infinite.",
            "Heavy tail: under {count} of the {all} laws the mean loss is infinite.",
            unbounded,
        ).format(count=unbounded, all=len(view.envelope.inside))
    return ""


def left_out(view: BankLosses) -> list[str]:
    """Every event and choice that the figures do not follow, each in a sentence."""
    record, notes = view.record, []
    if record.recovered:
        notes.append(
            ngettext(
                "{count} event was recovered in full and counts as no loss.",
                "{count} events were recovered in full and count as no loss.",
                record.recovered,
            ).format(count=record.recovered)
        )
    if record.future:
        notes.append(
            ngettext(
                "{count} event is dated after the data’s last day and is left out; correct its date.",
                "{count} events are dated after the data’s last day and are left out; correct their dates.",
                record.future,
            ).format(count=record.future)
        )
    if record.unpriced:
        notes.append(
            ngettext(
                "{count} event is in dollars without an exchange rate in the data and is left out.",
                "{count} events are in dollars without an exchange rate in the data and are left out.",
                record.unpriced,
            ).format(count=record.unpriced)
        )
    if view.model is not None and view.model.tail_kept_automatic:
        notes.append(
            _("The start asked for leaves fewer than 10 losses in the tail; it was chosen by fit instead.")
        )
    if view.model is not None and view.model.fit is None:
        notes.append(
            _("Fewer than 20 losses cannot carry a tail of their own: one lognormal law describes them all.")
        )
    if view.problem:
        notes.append(
            _("The losses cannot be fitted: they may all be equal, or equal below the start of the tail.")
        )
    return notes


def remedy(view: BankLosses) -> str:
    """What to do where there is no law to show."""
    if view.problem:
        return _("Choose another start of the tail, or all event types together; or load more events.")
    return _(
        "Two events are the least that a cost can be fitted to, twenty for a tail of its own. Choose all "
        "event types together, or load the bank’s events on the import page."
    )
