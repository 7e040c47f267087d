"""What the losses page shows: the year of losses, its interval, its shortcuts, and the capital it takes."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.loss_uncertainty import LossUncertainty
from analytics.scenario import Scenario
from studies.risk import capital as risk_capital
from studies.risk import losses as reads
from studies.risk.capital import Capital
from studies.risk.losses import ALL, RARE, LossModel, LossRecord, TypeResults
from ui import link
from ui.words import MISSING, N_, _, interval, ngettext, number, percent, signed

MILLION: Final = 1e6
EVENT_NAMES: Final = {
    ALL: N_("All event types"),
    "internal_fraud": N_("Internal fraud"),
    "external_fraud": N_("External fraud"),
    "employment_practices": N_("Employment practices and workplace safety"),
    "clients_products_practices": N_("Clients, products and business practices"),
    "physical_damage": N_("Damage to physical assets"),
    "disruption_system_failure": N_("Business disruption and system failures"),
    "execution_delivery": N_("Execution, delivery and process management"),
}
APPROACHES: Final = {
    "basic_indicator": N_("Morocco, basic indicator"),
    "standardised_lines": N_("Morocco, standardised"),
    "alternative_standardised": N_("Morocco, alternative standardised"),
    "basel_standardised": N_("Basel, where the supervisor admits losses in bucket 1"),
    "basel_standardised_bucket_1": N_("Basel as published: losses left out in bucket 1"),
    "eu_business_indicator": N_("European Union, CRR 3"),
}
SHORTCUTS: Final = {
    "frequency_times_severity": N_("Frequency × one severity"),
    "one_event_a_year": N_("One event a year at most"),
}
TAIL_STARTS: Final = Scenario.assumptions()["tail_start"].choices
_FEW_EVENTS: Final = 40


@dataclass(frozen=True)
class BankLosses:
    """One bank's losses under the session's scenario; amounts in dirhams, capital in millions.

    ``model`` and ``doubt`` are None where the events are too few to fit (``problem`` then says why, where it
    is not their number). ``curve``, ``shortcuts`` and ``observed`` are the main chart's, in millions.
    """

    bank: str
    name: str
    loss_type: str
    record: LossRecord
    n_events: int
    capital: Capital
    approach: str
    model: LossModel | None
    doubt: LossUncertainty | None
    curve: pd.DataFrame
    shortcuts: pd.DataFrame
    observed: pd.DataFrame
    problem: str

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the loss events."""
        return self.record.kinds


def percent_space() -> str:
    """What stands between a number and the percent sign."""
    return percent(1.0).removeprefix("100").removesuffix("%")


def event_name(loss_type: str) -> str:
    """The heading of an event type."""
    return _(EVENT_NAMES[loss_type])


def approach_name(approach: str) -> str:
    """The name of a capital approach."""
    return _(APPROACHES[approach])


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
        "capital": risk_capital.capital(snapshot, bank, rate),
        "approach": approach,
    }
    nothing = {"model": None, "doubt": None, "curve": empty, "shortcuts": empty, "observed": empty}
    if events < 2:
        return BankLosses(**held, **nothing, problem="")
    try:
        model = reads.loss_model(snapshot, bank, loss_type, tail_start, rate)
        doubt = reads.loss_interval(
            snapshot, bank, loss_type, tail_start, rate, scenario.level, scenario.seed
        )
    except ValueError as error:
        return BankLosses(**held, **nothing, problem=str(error))
    curve, shortcuts = _curves(model, doubt)
    return BankLosses(
        **held,
        model=model,
        doubt=doubt,
        curve=curve,
        shortcuts=shortcuts,
        observed=_observed(record, loss_type),
        problem="",
    )


def _curves(model: LossModel, doubt: LossUncertainty) -> tuple[pd.DataFrame, pd.DataFrame]:
    table = model.at(reads.CURVE_LEVELS).reset_index(drop=True)
    bounds = doubt.quantiles.iloc[table["level"].map(_place)]
    curve = pd.DataFrame(
        {
            "exceedance": 1.0 - table["level"],
            "loss": table["annual_loss"] / MILLION,
            "low": bounds["low"].to_numpy() / MILLION,
            "high": bounds["high"].to_numpy() / MILLION,
        }
    )
    shortcuts = pd.concat(
        [
            pd.DataFrame(
                {
                    "name": shortcut_label(code, model),
                    "loss": table[code] / MILLION,
                    "exceedance": curve["exceedance"],
                }
            )
            for code in SHORTCUTS
        ]
    )
    # A loss of nothing has no place on a scale of powers.
    curve = curve[curve["loss"] > 0]
    least = float(curve["loss"].min()) / 10.0
    return curve.assign(low=curve["low"].clip(lower=least)), shortcuts[shortcuts["loss"] >= least]


def _place(level: float) -> int:
    return int(np.abs(reads.LEVELS - level).argmin())


def shortcut_label(code: str, model: LossModel) -> str:
    """A shortcut with its error at the 99.9 % quantile."""
    error = float(model.at((RARE,))[f"{code}_error"].iloc[0])
    return _("{name}: {value}").format(name=_(SHORTCUTS[code]), value=signed(100.0 * error, 0, "%"))


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


def quantile_interval(view: BankLosses, level: float) -> tuple[float, float]:
    """Interval of one of the table's quantiles."""
    row = view.doubt.quantiles.iloc[_place(level)]
    return float(row["low"]), float(row["high"])


def answer(view: BankLosses) -> str:
    """What a year of losses costs and the capital it takes, in a sentence or two."""
    who = view.name if view.loss_type == ALL else f"{view.name}, {event_name(view.loss_type).lower()}"
    if view.model is None:
        return f"{_unfitted(view, who)} {capital_sentence(view)}"
    low, high = quantile_interval(view, RARE)
    rare = _("one year in 1,000 costs {amount} or more ({interval})").format(
        amount=amount(view.model.quantile(RARE)), interval=amount_interval(low, high)
    )
    if math.isinf(view.model.mean):
        start = _("{bank}: no expected loss can be stated, the tail is too heavy; {rare}.")
        return f"{start.format(bank=who, rare=rare)} {capital_sentence(view)}"
    start = _(
        "{bank}: under one law for all events, losses of {mean} a year expected ({interval} at {level}); "
        "{rare}."
    ).format(
        bank=who,
        mean=amount(view.model.mean),
        interval=amount_interval(*view.doubt.mean),
        level=percent(view.doubt.level),
        rare=rare,
    )
    return f"{start} {capital_sentence(view)}"


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


def capital_sentence(view: BankLosses) -> str:
    """Capital under the approach in force, beside the year that is exceeded once in a thousand."""
    if view.capital.problem == "years":
        return _("Its capital cannot be computed: three consecutive years of accounts are needed.")
    if view.capital.problem:
        return _("Its capital cannot be computed: the accounts lack an amount, or one has a wrong sign.")
    row = view.capital.table.set_index("approach").loc[view.approach]
    stated = _("Capital, {approach}: {capital}").format(
        approach=approach_name(view.approach), capital=amount(row["capital"] * MILLION, 0)
    )
    if row["high"] > row["low"]:
        stated += " (" + interval(row["low"], row["high"], 0) + ")"
    if view.model is None or view.loss_type != ALL:
        return stated + "."
    covers = row["capital"] * MILLION / view.model.quantile(RARE)
    return stated + _(", {times} times that year.").format(times=number(covers, 1))


def caution(view: BankLosses) -> str:
    """What the reader must know before relying on the figures; empty when there is nothing."""
    if view.model is None:
        return ""
    shape = view.model.fit.shape if view.model.fit else 0.0
    if shape >= 1.0:
        return _(
            "The tail’s shape is {shape}: the mean loss is infinite, only quantiles can be stated."
        ).format(shape=number(shape, 2))
    if view.doubt.infinite_means > 0.005:
        return _(
            "Heavy tail: in {share} of the laws that the same events allow, the mean loss is infinite."
        ).format(share=percent(view.doubt.infinite_means))
    if view.n_events < _FEW_EVENTS:
        return ngettext(
            "Only {count} loss event: read the interval before the value.",
            "Only {count} loss events: read the interval before the value.",
            view.n_events,
        ).format(count=number(view.n_events, 0))
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


def types_sentence(view: BankLosses, types: TypeResults) -> str:
    """What the types together make of the year, beside the one model for all."""
    return _(
        "Types apart, each with its own law, tied by a t copula at a correlation of {correlation}: {mean} a "
        "year expected and {rare} or more in one year of 1,000 (simulation: {interval}), where all events "
        "under one law, as in the answer above, give {one} and {whole}. Not all types being bad at once "
        "saves {saved}. The two differ by the choice of model alone: a type with few events gets a wider law."
    ).format(
        correlation=percent(link.scenario().dependence),
        mean=amount(types.mean) if math.isfinite(types.mean) else MISSING,
        rare=amount(types.rare),
        interval=amount_interval(*types.rare_interval),
        one=amount(view.model.mean) if math.isfinite(view.model.mean) else MISSING,
        whole=amount(view.model.quantile(RARE)),
        saved=amount(types.saved),
    )


def curve_note(view: BankLosses) -> str:
    """How to read the main chart."""
    return _(
        "Band: {level} interval. Diamonds: years observed. Grey: shortcuts, with their error at {rare}."
    ).format(level=percent(view.doubt.level), rare=percent(RARE, 1))


def remedy(view: BankLosses) -> str:
    """What to do where there is no law to show."""
    if view.problem:
        return _("Choose another start of the tail, or all event types together; or load more events.")
    return _(
        "Two events are the least that a cost can be fitted to, twenty for a tail of its own. Choose all "
        "event types together, or load the bank’s events on the import page."
    )


def by_type(view: BankLosses, tail_start: str) -> TypeResults | None:
    """The types modelled each on its own; None where there is no model for all to fall back on."""
    scenario = link.scenario()
    try:
        return reads.event_types(
            link.shown(), view.bank, tail_start, scenario.mad_per_euro, scenario.dependence, scenario.seed
        )
    except ValueError:
        return None


def control_returns(view: BankLosses, tail_start: str) -> pd.DataFrame:
    """What the bank's operational controls return on the losses chosen; empty where that cannot be said."""
    scenario = link.scenario()
    if view.model is None or math.isinf(view.model.mean):
        return pd.DataFrame()
    return reads.control_returns(
        link.shown(), view.bank, view.loss_type, tail_start, scenario.mad_per_euro, scenario.seed
    )
