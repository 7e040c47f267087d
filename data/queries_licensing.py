"""Named reads of where the customers of the banks live."""

from __future__ import annotations

import pandas as pd

from data.connection import query
from data.snapshots import Snapshot

__all__ = ["bank_customers"]


def bank_customers(snapshot: Snapshot) -> pd.DataFrame:
    """Customers of every bank that states them by country: bank, country, customers, source, kind."""
    return query(snapshot, "SELECT * FROM bank_customer ORDER BY bank, country")
