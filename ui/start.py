"""The dozen figures with which a bank may begin: what each is, and what is wrong with one that cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from data.contracts import CONTRACTS, Contract
from data.ingest.typed import TYPED_CHANNELS, Slip
from data.snapshots import Snapshot
from studies import core, stand_ins
from ui.channels.words import channel_name
from ui.registry import entry
from ui.words import MISSING, N_, _, listing, localised, number

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
READ_BY: Final[Mapping[str, tuple[str, ...]]] = {
    "risk-scores": ("control", "incident", "risk_observation"),
    "risk-drivers": ("risk_observation",),
    "risk-losses": ("financial_statement", "loss_event"),
    "risk-incidents": ("incident", "risk_observation"),
    "risk-licensing": ("bank_customer", "risk_observation"),
    "risk-supervision": ("bank_link", "risk_observation"),
    "adoption-forecast": ("adoption_series", "incident", "risk_observation"),
    "adoption-drivers": ("survey_response",),
    "adoption-services": ("channel_activity", "service_offer", "survey_response"),
    "marketing-levers": ("adoption_series", "campaign", "campaign_contact", "risk_observation"),
    "marketing-search": ("search_rank",),
    "marketing-experiments": ("campaign", "campaign_contact"),
    "marketing-one-to-one": ("campaign", "campaign_contact", "customer_holding", "customer_transaction"),
    "marketing-mix": ("mix_answer",),
    "channels-costs": ("channel_activity", "channel_resource", "service_time"),
    "channels-migration": (
        "adoption_series",
        "channel_activity",
        "channel_resource",
        "financial_statement",
        "service_time",
    ),
    "channels-staffing": (
        "branch_activity",
        "channel_activity",
        "channel_arrival",
        "channel_resource",
        "service_time",
    ),
    "channels-activity": ("channel_activity", "channel_arrival", "channel_outcome", "incident"),
    "plan-shares": (
        "adoption_series",
        "branch_activity",
        "channel_activity",
        "channel_arrival",
        "channel_resource",
        "service_time",
    ),
    "plan-shocks": ("bank_position", "financial_statement"),
}
"""Page → tables of a bank that its answer is read from; a test holds it to what each page has read."""
_STATES: Final[Mapping[str, str]] = {
    "loaded": N_("loaded"),
    "typed": N_("typed, or assumed in part"),
    "costed": N_("loaded from cost accounting, estimated in part"),
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


def missing(snapshot: Snapshot, bank: str) -> list[str]:
    """Tables that a bank can load and has no row in, those that pages read first."""
    held = stand_ins.of_bank(snapshot, bank)
    there = {*held.assumed, *held.typed, *held.costed, *held.loaded}
    wanted = dict.fromkeys(name for tables in READ_BY.values() for name in tables)
    return [name for name in wanted if name not in there]


def _pages_that_read(table: str) -> str:
    return listing([_(entry(slug).title) for slug, tables in READ_BY.items() if table in tables])


def own_tables() -> list[Contract]:
    """The tables that a bank can load of itself."""
    return [
        declared
        for declared in CONTRACTS.values()
        if declared.importable
        and declared.name != "bank"
        and any(one.name == "bank" for one in declared.columns)
    ]


def feeds() -> pd.DataFrame:
    """Each table that a bank can load, what it holds, and the pages that it feeds."""
    own = own_tables()
    return pd.DataFrame(
        {
            _("Table"): [localised(declared, "title") for declared in own],
            _("Pages that it feeds"): [_pages_that_read(declared.name) or MISSING for declared in own],
            _("What it holds"): [localised(declared, "meaning") for declared in own],
        }
    )


def coverage(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Each table that a bank can load, whether its rows are loaded, typed, assumed or missing; its pages."""
    held = stand_ins.of_bank(snapshot, bank)
    state = {
        **dict.fromkeys(held.assumed, "assumed"),
        **dict.fromkeys(held.typed, "typed"),
        **dict.fromkeys(held.costed, "costed"),
        **dict.fromkeys(held.loaded, "loaded"),
    }
    own = own_tables()
    return pd.DataFrame(
        {
            _("Table"): [localised(declared, "title") for declared in own],
            _("This bank’s rows"): [_(_STATES[state.get(declared.name, "missing")]) for declared in own],
            _("Pages that it feeds"): [_pages_that_read(declared.name) or MISSING for declared in own],
        }
    )
