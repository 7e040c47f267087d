"""What the losses page knows of a bank, and how it writes amounts and calls choices."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.loss_envelope import LossEnvelope
from analytics.scenario import Scenario, assumption
from studies.risk import capital as risk_capital
from studies.risk import loss_laws as law_reads
from studies.risk import losses as reads
from studies.risk.capital import Capital
from studies.risk.losses import ALL, LossModel, LossRecord, TypeResults
from ui.reader import Bank, Reader
from ui.risk.words import EVENT_NAMES
from ui.words import N_, _, interval, number, percent

MILLION: Final = 1e6
TAIL_STARTS: Final = Scenario.assumptions()["tail_start"].choices
APPROACHES: Final = assumption("capital_approach").names
SHORTCUTS: Final = {
    "frequency_times_severity": N_("Frequency × one severity"),
    "one_event_a_year": N_("One event a year at most"),
}


@dataclass(frozen=True)
class BankLosses:
    """One bank's losses under the reader's scenario; amounts in dirhams, capital in millions.

    ``model``, the law in use, and ``envelope``, over every law, are None where the events are too few to fit
    (``problem`` then says why, where it is not their number). ``types`` is None where they cannot be modelled
    apart, or one type alone is looked at. ``by_year``: the full years back from the last month, oldest first,
    in millions.
    """

    reader: Reader
    bank: str
    name: str
    loss_type: str
    tail_start: str
    record: LossRecord
    n_events: int
    capital: Capital
    approach: str
    by_year: pd.Series
    model: LossModel | None = None
    envelope: LossEnvelope | None = None
    types: TypeResults | None = None
    problem: str = ""

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the loss events."""
        return self.record.kinds

    @property
    def fitted(self) -> LossModel:
        """The law in use. ValueError where the events are too few to fit one."""
        if self.model is None:
            raise ValueError(f"model: {self.n_events} events allow no law")
        return self.model

    @property
    def laws(self) -> LossEnvelope:
        """The range over every law. ValueError where the events are too few to fit one."""
        if self.envelope is None:
            raise ValueError(f"envelope: {self.n_events} events allow no law")
        return self.envelope

    @property
    def carried(self) -> int:
        """Return period in years that the record carries; 0 where it carries none."""
        return self.envelope.carried if self.envelope else 0

    @property
    def observed(self) -> pd.DataFrame:
        """The years with losses for the chart, the worst first, with the share of years that are worse."""
        worst = self.by_year.sort_values(ascending=False, kind="stable")
        rank = np.arange(len(worst)) + 1.0
        frame = pd.DataFrame({"loss": worst.to_numpy(), "year": worst.index})
        return frame.assign(exceedance=rank / (len(worst) + 1.0))[frame["loss"] > 0]


def bank_losses(reader: Reader) -> BankLosses:
    """Everything the page shows of the losses asked about, but for what takes longest."""
    snapshot, scenario, bank = reader.snapshot, reader.scenario, reader.bank()
    loss_type = reader.chosen("loss_type", list(EVENT_NAMES))
    tail_start = reader.chosen("tail_start", TAIL_STARTS)
    rate = scenario.mad_per_euro
    record = reads.loss_record(snapshot, bank.code, rate)
    known = BankLosses(
        reader=reader,
        bank=bank.code,
        name=bank.name,
        loss_type=loss_type,
        tail_start=tail_start,
        record=record,
        n_events=int(record.amounts(loss_type).size),
        capital=risk_capital.capital(snapshot, bank.code, rate, scenario.least_loss, scenario.loss_scope),
        approach=reader.chosen("capital_approach", list(APPROACHES)),
        by_year=_by_year(record, loss_type),
    )
    if known.n_events < 2:
        return known
    try:
        model = reads.loss_model(snapshot, bank.code, loss_type, tail_start, rate)
        draws = law_reads.envelope_draws(snapshot, bank.code, loss_type, rate, scenario.seed)
    except ValueError as error:
        return replace(known, problem=str(error))
    types = _by_type(reader, bank, tail_start) if loss_type == ALL else None
    envelope = draws.envelope(scenario.level)
    return replace(
        known, model=model, envelope=envelope.joined(types.laws) if types else envelope, types=types
    )


def _by_type(reader: Reader, bank: Bank, tail_start: str) -> TypeResults | None:
    """The types modelled each on its own; None where there is no model for all to fall back on."""
    scenario = reader.scenario
    try:
        return law_reads.event_types(
            reader.snapshot, bank.code, tail_start, scenario.mad_per_euro, scenario.dependence, scenario.seed
        )
    except ValueError:
        return None


def _by_year(record: LossRecord, loss_type: str) -> pd.Series:
    """Totals in millions of the full years back from the last month, by the month that each ends with."""
    years = len(record.months) // 12
    rows = record.events if loss_type == ALL else record.events[record.events["event_type"] == loss_type]
    last = record.months[-1]
    ago = np.array([(last - month).n // 12 for month in rows["month"]], dtype=np.int64)
    totals = np.bincount(ago, weights=rows["amount"], minlength=max(years, 1))[:years] / MILLION
    return pd.Series(totals[::-1], index=[str(last - 12 * back) for back in reversed(range(years))])


def approach_name(approach: str) -> str:
    """The name of a capital approach."""
    return _(APPROACHES[approach])


def shortcut_label(code: str) -> str:
    """What a shortcut of other tools is called."""
    return _(SHORTCUTS[code])


def percent_space() -> str:
    """What stands between a number and the percent sign."""
    return percent(1.0).removeprefix("100").removesuffix("%")


def amount(value: float, digits: int | None = None) -> str:
    """Dirhams as a sentence has them: millions, with a digit where they are few."""
    millions = value / MILLION
    places = digits if digits is not None else (0 if abs(millions) >= 100 else 1 if abs(millions) >= 1 else 2)
    return _("MAD {millions} million").format(millions=number(millions, places))


def amount_interval(low: float, high: float) -> str:
    """Ends of an interval in millions; a tail without a mean has no upper one."""
    places = 0 if high >= 100 * MILLION and math.isfinite(high) else 1
    if math.isinf(high):
        return _("{low} or more, no upper bound").format(low=number(low / MILLION, places))
    return interval(low / MILLION, high / MILLION, places)


def amount_range(low: float, high: float) -> str:
    """Dirhams from one end to the other as a sentence has them."""
    if math.isinf(high):
        return _("MAD {low} million, with no upper bound,").format(low=number(low / MILLION, 1))
    places = 0 if low >= 100 * MILLION else 1
    return _("MAD {low} to {high} million").format(
        low=number(low / MILLION, places), high=number(high / MILLION, places)
    )
