"""The dozen figures with which a bank may begin: what each is, and what is wrong with one that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from data.contracts import CONTRACTS
from data.ingest.typed import TYPED_CHANNELS, Slip
from data.snapshots import Snapshot
from studies import core, stand_ins
from ui.channels.costs import channel_name
from ui.words import N_, _, localised, number

ACTIVE: Final = (
    ("active.0", N_("Active on e-banking this month")),
    ("active.1", N_("One year ago")),
    ("active.2", N_("Two years ago")),
)
BANK: Final = (
    ("branches", N_("Branches")),
    ("employees", N_("Staff, full-time equivalents")),
    ("incidents", N_("Incidents of the last year")),
    ("fraud_loss_mad", N_("Fraud loss a year, MAD")),
    ("marketing_budget_mad", N_("Marketing budget a year, MAD")),
)
_NAMES: Final[Mapping[str, str]] = {
    "name": N_("Name of the bank"),
    "country": N_("Country"),
    "customers": N_("Customers"),
    **dict(ACTIVE),
    **dict(BANK),
}
_STATES: Final[Mapping[str, str]] = {
    "loaded": N_("loaded"),
    "typed": N_("typed or estimated, in whole or part"),
    "assumed": N_("assumed from fictional banks of like size"),
    "missing": N_("missing: its pages say so"),
}


def sentence() -> str:
    """What the page is for."""
    return _(
        "Name and customers are enough. What you leave empty is assumed from fictional banks of like size, "
        "and every page says so."
    )


def figure_name(figure: str) -> str:
    """The name of a typed figure, as the form shows it."""
    kind, _dot, channel = figure.partition(".")
    if kind == "transactions":
        return _("{channel}: operations a year").format(channel=_channel(channel))
    if kind == "unit_cost":
        return _("{channel}: full cost of one, MAD").format(channel=_channel(channel))
    return _(_NAMES[figure])


def _channel(code: str) -> str:
    return _("Phone") if code == "phone" else channel_name(code)


def channel_figures() -> list[tuple[str, str]]:
    """Names of the figures typed by channel: operations, then cost, channel by channel."""
    return [(f"transactions.{channel}", f"unit_cost.{channel}") for channel in TYPED_CHANNELS]


def slip(found: Slip) -> str:
    """What is wrong with a figure and how to mend it."""
    named = figure_name(found.figure)
    value = number(found.value, 0) if isinstance(found.value, int | float) else str(found.value)
    said = {
        "name_missing": _("The bank has no name. Type one."),
        "name_long": _("The name is longer than {high} letters. Shorten it."),
        "name_taken": _("A fictional bank of the demonstration has this name already. Type another."),
        "country_unknown": _("The country “{value}” is not one of the list. Choose it from the list."),
        "customers_missing": _("“Customers” is empty. It is the one figure that all others are scaled by."),
        "outside": _(
            "“{figure}” is {value}; it lies between {low} and {high}. Correct it, or leave it empty."
        ),
        "above_customers": _(
            "“{figure}” is {value}, more than the {high} customers. Correct one of the two."
        ),
        "cost_without_use": _(
            "“{figure}” is {value}, but the channel has no operation. Give its operations, or leave it empty."
        ),
    }[found.rule]
    return said.format(figure=named, value=value, low=number(found.low, 0), high=number(found.high, 0))


def countries(snapshot: Snapshot) -> dict[str, str]:
    """Code → name of every country that is no group, the home market first."""
    known = core.countries(snapshot)
    known = known[known["role"] != "group"]
    return {str(row.country): localised(row, "name") for row in known.itertuples()}


def coverage(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Each table that a bank can load, and whether its rows are loaded, typed, assumed or missing."""
    held = stand_ins.of_bank(snapshot, bank)
    state = {
        **dict.fromkeys(held.assumed, "assumed"),
        **dict.fromkeys(held.typed, "typed"),
        **dict.fromkeys(held.loaded, "loaded"),
    }
    own = [
        declared
        for declared in CONTRACTS.values()
        if declared.importable
        and declared.name != "bank"
        and any(one.name == "bank" for one in declared.columns)
    ]
    return pd.DataFrame(
        {
            _("Table"): [localised(declared, "title") for declared in own],
            _("What it holds"): [localised(declared, "meaning") for declared in own],
            _("This bank’s rows"): [_(_STATES[state.get(declared.name, "missing")]) for declared in own],
        }
    )
