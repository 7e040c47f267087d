"""Named reads of where the customers of the banks live."""

from __future__ import annotations

import pandas as pd

from data.connection import query
from data.snapshots import Snapshot

__all__ = ["bank_customers", "source_readings"]


def bank_customers(snapshot: Snapshot) -> pd.DataFrame:
    """Customers of every bank that states them by country: bank, country, customers, source, kind."""
    return query(snapshot, "SELECT * FROM bank_customer ORDER BY bank, country")


def source_readings(snapshot: Snapshot) -> pd.DataFrame:
    """What was read of each law, article by article: how, on which day, and the hash of the text."""
    return query(snapshot, "SELECT * FROM source_reading ORDER BY source, article")
