"""What controls return, on the losses page: each on the event types that it acts on."""

from __future__ import annotations

import pandas as pd

from studies.risk import controls as reads
from ui.risk.losses_bank import MILLION, BankLosses, amount, amount_interval
from ui.risk.words import event_name, evidence
from ui.words import MISSING, _, interval, number, percent, signed, worded


def kinds(view: BankLosses) -> tuple[str, ...]:
    """Kinds of the figures: what a control acts on, and how well, is assumed, whatever the losses are."""
    return (*view.kinds, "assumed")


def control_returns(view: BankLosses) -> pd.DataFrame:
    """What the bank's controls return on the losses chosen; empty where that cannot be said."""
    scenario = view.reader.scenario
    if view.model is None:
        return pd.DataFrame()
    try:
        return reads.control_returns(
            view.reader.snapshot,
            view.bank,
            view.loss_type,
            view.tail_start,
            scenario.mad_per_euro,
            scenario.level,
            scenario.seed,
        )
    except ValueError:
        # Too few events to lend a type its severity: the types apart are not shown either.
        return pd.DataFrame()


def control_table(returns: pd.DataFrame) -> pd.DataFrame:
    """What each control saves of the types it acts on, against what it costs; the best return first."""
    if returns.empty:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            _("Control"): returns[worded("name")],
            _("Acts on"): [
                ", ".join(event_name(name) for name in names) or _("no event type named")
                for names in returns["event_types"]
            ],
            _("Expected loss of these types a year, MAD million"): returns["expected"] / MILLION,
            _("Saves a year, MAD million"): returns["saving"] / MILLION,
            _("Saving, interval"): [
                MISSING if pd.isna(low) else interval(low / MILLION, high / MILLION, 1)
                for low, high in zip(returns["saving_low"], returns["saving_high"], strict=True)
            ],
            _("Costs a year, MAD million"): returns["cost"] / MILLION,
            _("Return on cost"): [
                MISSING if pd.isna(value) else signed(100.0 * value, 0, "%")
                for value in returns["return_on_cost"]
            ],
            _("Years in which it pays"): [percent(share) for share in returns["probability_pays"]],
            _("Of their events it prevents"): [percent(share) for share in returns["reduction"]],
            _("Evidence"): [
                evidence(on, tester)
                for on, tester in zip(returns["tested_on"], returns["tester"], strict=True)
            ],
        }
    )


def control_sentence(returns: pd.DataFrame) -> str:
    """Which control returns most on the types it acts on, and which do not pay."""
    if returns.empty:
        return _("No control that acts on these losses is recorded.")
    stated = returns[returns["return_on_cost"].notna()]
    if stated.empty:
        return _(
            "No return is stated: the controls recorded name no event type that they act on. Add the column "
            "of event types to the file of controls."
        )
    best = stated.iloc[0]
    said = _(
        "Best return, if the bank’s ratings hold: {control}. It saves {saving} ({interval}) of the "
        "{expected} a year expected on the types it acts on, and costs {cost}. {paying} of {count} controls "
        "save more than they cost on these losses alone; savings on the same type do not add up."
    ).format(
        control=best[worded("name")],
        saving=amount(best["saving"]),
        interval=amount_interval(best["saving_low"], best["saving_high"]),
        expected=amount(best["expected"]),
        cost=amount(best["cost"]),
        paying=number(int((stated["return_on_cost"] > 0).sum()), 0),
        count=number(len(stated), 0),
    )
    silent = len(returns) - len(stated)
    if not silent:
        return said
    return (
        said
        + " "
        + _("Controls without a return, as they name no event type: {count}.").format(count=number(silent, 0))
    )


def method() -> str:
    """How the return of a control is computed."""
    return _(
        "A control acts on the event types that the bank names for it, and on no other. It is taken to save "
        "coverage × effectiveness of their expected loss, each type with its own law: never more than that "
        "loss. The record has the control in place; what it has prevented is not added back, so the saving "
        "is the least that doing without it would cost. Interval: the effectiveness alone."
    )
