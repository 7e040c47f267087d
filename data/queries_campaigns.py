"""Named reads of the tables about single people, by pseudonym, and about what is seen on sites."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.connection import query
from data.queries import check_banks
from data.snapshots import Snapshot

__all__ = ["campaign_contacts", "customer_holdings", "customer_transactions", "mix_answers"]

_ORDERS: Final = {
    "campaign_contact": "bank, campaign, person",
    "customer_transaction": "bank, customer, transacted_on, transaction",
    "customer_holding": "bank, customer",
    "mix_answer": "bank, item",
}
_OF_BANK: Final = {
    table: f"SELECT * FROM {table} WHERE $bank IS NULL OR bank = $bank ORDER BY {order}"  # noqa: S608
    for table, order in _ORDERS.items()
}


def _of_bank(snapshot: Snapshot, table: str, bank: str | None) -> pd.DataFrame:
    check_banks(snapshot, None if bank is None else [bank])
    return query(snapshot, _OF_BANK[table], bank=bank)


def campaign_contacts(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """People drawn into the campaigns of one bank or all, one row a person."""
    return _of_bank(snapshot, "campaign_contact", bank)


def customer_transactions(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Operations of single customers, in the order of customer and day; amounts in MAD."""
    return _of_bank(snapshot, "customer_transaction", bank)


def customer_holdings(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """What customers hold here and elsewhere, in MAD; null elsewhere is not known."""
    return _of_bank(snapshot, "customer_holding", bank)


def mix_answers(snapshot: Snapshot, bank: str | None = None) -> pd.DataFrame:
    """Answers to the checklist of a bank's site; null is not looked at."""
    return _of_bank(snapshot, "mix_answer", bank)
