"""The page "Losses": the year of losses and its interval, what controls return, the capital it takes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np

from analytics.risk.event_types import FEWEST_FOR_A_LOGNORMAL, FEWEST_FOR_A_TAIL
from analytics.risk.severity_laws import CONTRADICTED
from studies.risk import losses as reads
from studies.risk.loss_laws import level_of
from studies.risk.losses import ALL
from ui.content import Answer, Content, Detail, Method, Metric, Note, Part, Slide, Table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refusal
from ui.risk import losses_controls, losses_laws
from ui.risk.losses_bank import MILLION, BankLosses, amount, amount_range, approach_name, bank_losses
from ui.risk.losses_capital import capital_chart, capital_sentence, required
from ui.risk.words import brief, event_name
from ui.rows import row_of
from ui.words import _, ngettext, number, percent

SLUG: Final = "risk-losses"
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
_FEW_EVENTS: Final = 40


def answer(view: BankLosses) -> str:
    """What a year of losses costs, on average and once in as many years as the record carries."""
    who = view.name if view.loss_type == ALL else f"{view.name}, {event_name(view.loss_type).lower()}"
    if view.model is None:
        return _unfitted(view, who)
    lost = float(view.record.amounts(view.loss_type).sum())
    average = number(lost / view.record.years / MILLION, 1)
    if not view.carried:
        return _(
            "{bank}: MAD {average} million lost a year. The record is too short to say what a "
            "rarer year costs."
        ).format(bank=who, average=average)
    found = view.laws.at(level_of(view.carried))
    rarer = {
        "bank": who,
        "average": average,
        "period": number(view.carried, 0),
        "amount": amount_range(found.low, found.high),
    }
    told = _("{bank} loses MAD {average} million a year, and {amount} or more one year in {period}.")
    asked = _(
        "{bank} loses MAD {average} million a year, and {amount} or more one year in {period}. It takes "
        "{capital} of capital."
    )
    capital = required(view)
    if capital is None:
        return told.format(**rarer)
    return brief(asked.format(capital=amount(capital, 0), **rarer), told.format(**rarer))


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
        level=percent(view.reader.scenario.level),
    )


def _rate_interval(view: BankLosses) -> tuple[float, float]:
    counts = view.record.monthly_counts(view.loss_type)
    return reads.rate_interval(int(counts.sum()), len(counts), view.reader.scenario.level)


def caution(view: BankLosses) -> str:
    """What the reader must know before relying on the figures; empty when there is nothing."""
    if view.model is None:
        return ""
    if view.laws.none_fits:
        return _("The test contradicts every law: the range holds them all, and none describes the losses.")
    if view.n_events < _FEW_EVENTS:
        return ngettext(
            "Only {count} loss event: read the interval before the value.",
            "Only {count} loss events: read the interval before the value.",
            view.n_events,
        ).format(count=number(view.n_events, 0))
    unbounded = sum(math.isinf(law.mean) for law in view.laws.inside)
    if unbounded:
        return ngettext(
            "Heavy tail: under {count} of the {all} laws the mean loss is infinite.",
            "Heavy tail: under {count} of the {all} laws the mean loss is infinite.",
            unbounded,
        ).format(count=unbounded, all=len(view.laws.inside))
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


def method() -> Method:
    """How losses and capital are computed, for the foot of the page."""
    return Method.of(
        formula=r"L=\sum_{i=1}^{N}X_i,\quad \mathrm{E}[L]=\lambda\,\mathrm{E}[X],\qquad "
        r"K=\mathrm{BIC}\cdot\ln\!\left(e-1+\left(\tfrac{15\,\bar L}{\mathrm{BIC}}\right)^{0.8}\right)",
        words=[
            _(
                "Losses are taken after recoveries, in dirhams, from the month of the bank’s first event "
                "to the last month of the data; the number of events a year is Poisson or negative "
                "binomial, whichever Akaike’s criterion prefers."
            ),
            _(
                "One loss may follow a lognormal, Weibull or log-logistic law, a generalised Pareto law from "
                "zero, or a lognormal body with a generalised Pareto tail from the quantiles 50 to 90% or "
                "from where the tail fits best. Under 20 losses no tail is fitted, under 10 a lognormal "
                "alone."
            ),
            _(
                "Each law is tested by itself: Anderson-Darling distance, p-value from up to 999 samples "
                "drawn from the law and fitted again; a law in two pieces is tested on its tail. Under "
                "{least} it is left out. As no law is judged against another, one more never narrows the "
                "range."
            ).format(least=percent(CONTRADICTED)),
            _(
                "The range holds, for each law left, its value and the interval of 200 laws drawn from what "
                "the estimates leave open (seeded), and the types apart: independent, tied by the copula, "
                "all bad in the same years. A few years of record cannot test dependence."
            ),
            _(
                "Rarest year carried: a record of n years has one year in n, or in as many years as it has "
                "events where these are fewer. There about one recorded loss stands where the year’s total "
                "does; beyond, none does, and the figure is an illustration."
            ),
            _(
                "The year’s law comes from a fast Fourier transform with exponential tilting; the tail is "
                "never cut off."
            ),
            _(
                "A type with {tail} losses or more gets a tail of its own, one with {lognormal} or more a "
                "lognormal of its own; below, the severity of all the bank’s losses stands in. A t copula "
                "with 4 degrees of freedom ties the years (convention)."
            ).format(tail=FEWEST_FOR_A_TAIL, lognormal=FEWEST_FOR_A_LOGNORMAL),
            losses_controls.method(),
            _(
                "Fall of market value: as much as the loss after external fraud, over twice the loss after "
                "internal fraud (Perry and de Fontnouvelle, 2005); no finding for the other types."
            ),
            _(
                "Shortcuts of other tools are kept to show their error on the law in use: the average number "
                "of events times one severity makes all losses of a year equally bad; one event a year "
                "leaves the others out."
            ),
            _(
                "Capital: Basel Framework OPE25; Regulation (EU) 575/2013, articles 312 to 315; Bank "
                "Al-Maghrib, circular 26/G/2006, articles 56 to 62. The accounts show no business lines or "
                "loans by line: net fees go to payment, the trading book to trading, the rest 60% to "
                "retail and 40% to commercial banking (convention)."
            ),
            _(
                "For a business indicator of EUR 1 billion or less Basel sets the multiplier to 1; it is the "
                "formula’s only where the supervisor admits the bank’s losses."
            ),
            _(
                "Basel asks for ten years of losses; the record’s own length is used where it is shorter. "
                "Losses under EUR 20,000 after recoveries stay out (up to 100,000 where the supervisor "
                "allows, in buckets 2 and 3); they count in the year they are booked. Under five years, the "
                "multiplier is 1."
            ),
        ],
        proof=_(
            "A business indicator of EUR 35 billion gives EUR 5.37 billion (OPE25.7); accounts with a "
            "component of EUR 107.14 million and losses of 12 million a year give a capital of EUR 125.71 "
            "million; two events a year of 1, 2 or 3 units (50, 30 and 20%) give 8 units at 95%. The "
            "same figures stand in the tests."
        ),
    )


def _metrics(view: BankLosses) -> tuple[Metric, ...]:
    record, level = view.record, view.reader.scenario.level
    if record.events.empty:
        return _of_the_capital(view)
    low, high = _rate_interval(view)
    years = tuple(float(value) for value in view.by_year)
    return (
        Metric(
            "loss_a_year",
            _("Lost a year"),
            float(record.amounts(view.loss_type).sum()) / record.years / MILLION,
            _("MAD million"),
            better="lower",
            change=years[-1] - years[-2] if len(years) > 1 else None,
            since=_("last year against the one before") if len(years) > 1 else "",
            spark=years if len(years) > 1 else (),
            months_of=("loss_event",),
            why=(
                _("assumed from fictional banks: {count} events in {years} years")
                if view.reader.stands_in("loss_event", view.bank)
                else _("recorded: {count} events in {years} years")
            ).format(count=number(view.n_events, 0), years=number(record.years, 1)),
        ),
        *_of_the_rare_year(view),
        Metric(
            "events_a_year",
            _("Events a year"),
            view.n_events / record.years,
            low=low,
            high=high,
            better="lower",
            why=_("{level} interval of their rate").format(level=percent(level)),
        ),
        *_of_the_capital(view),
    )


def _of_the_rare_year(view: BankLosses) -> tuple[Metric, ...]:
    if view.envelope is None or not view.carried:
        return ()
    found = view.envelope.at(level_of(view.carried))
    inside = view.envelope.inside
    place = int(np.abs(view.envelope.levels - level_of(view.carried)).argmin())
    return (
        Metric(
            "rare_year",
            _("One year in {years}").format(years=number(view.carried, 0)),
            float(np.median([law.values[place] for law in inside])) / MILLION,
            _("MAD million"),
            low=found.low / MILLION,
            high=None if math.isinf(found.high) else found.high / MILLION,
            better="lower",
            why=_("the middle of {count} laws, and the range over them").format(count=len(inside)),
        ),
    )


def _of_the_capital(view: BankLosses) -> tuple[Metric, ...]:
    table = view.capital.table
    if table.empty or view.approach not in set(table["approach"]):
        return ()
    row = row_of(table.set_index("approach"), view.approach)
    wide = row["high"] > row["low"]
    return (
        Metric(
            "operational_capital",
            _("Capital for operational risk"),
            float(row["capital"]),
            _("MAD million"),
            digits=0,
            low=float(row["low"]) if wide else None,
            high=float(row["high"]) if wide else None,
            why=approach_name(view.approach),
        ),
    )


def _controls(view: BankLosses) -> Sequence[Part]:
    returns = losses_controls.control_returns(view)
    told, kinds = losses_controls.control_sentence(returns), losses_controls.kinds(view)
    rows = losses_controls.control_table(returns)
    return Note(told), Table("controls", _("What controls return"), rows, told, kinds)


def _details(view: BankLosses) -> tuple[Detail, ...]:
    found: list[Detail] = []
    if view.model is not None:
        found += [
            Detail("laws", _("Every law"), lambda: (losses_laws.law_chart(view),)),
            Detail("controls", _("What controls return"), partial(_controls, view)),
        ]
    if not view.capital.table.empty:
        found.append(Detail("capital", _("Capital"), lambda: (capital_chart(view),)))
    if view.types is not None:
        found.append(Detail("types", _("Event types"), partial(losses_laws.by_type, view, view.types)))
    if view.model is not None:
        found += [
            Detail("fit", _("The law in use"), partial(losses_laws.law_in_use, view)),
            Detail("rarer", _("Rarer years: an illustration"), partial(losses_laws.rarer, view)),
        ]
    return tuple(found)


def _board(view: BankLosses) -> Slide | Refusal:
    capital = ["capital"] if not view.capital.table.empty else []
    if view.model is None:
        tables = ("loss_event",) if capital else ("loss_event", "financial_statement")
        return Refusal(f"{answer(view)} {remedy(view)}", tables)
    carries = ["quantiles"] if view.carried else []
    return Slide(
        ("curve", "laws", *capital),
        (*carries, "laws", "beyond", *capital, "controls"),
        (*left_out(view), losses_laws.carried_sentence(view)),
    )


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Losses"."""
    view = bank_losses(reader)
    before = [Note(sentence, "aside") for sentence in left_out(view)]
    if view.model is None:
        before.append(Note(remedy(view), "empty"))
        if not view.capital.table.empty:
            before.append(Note(_("The capital below that needs no loss stands as it is."), "aside"))
    else:
        before.append(Note(losses_laws.carried_sentence(view), "aside"))
    return Content(
        slug=SLUG,
        answer=Answer(answer(view), caution(view), capital_sentence(view)),
        picture=None if view.model is None else losses_laws.curve_chart(view),
        metrics=_metrics(view),
        before=tuple(before),
        details=_details(view),
        method=method(),
        board=_board(view),
    )
