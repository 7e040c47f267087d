"""Named reads about what channels cost, beside those of ``data.queries``."""

from __future__ import annotations

import pandas as pd

from data.connection import query
from data.snapshots import Snapshot

_PUBLISHED = """
SELECT p.*, s.publisher, s.title, s.address
FROM channel_cost_published AS p LEFT JOIN source AS s ON s.source = p.source
ORDER BY p.year NULLS LAST, p.study, p.edition, p.channel
"""


def published_costs(snapshot: Snapshot) -> pd.DataFrame:
    """Published unit costs by study and channel, each with publisher, title and address of its source."""
    return query(snapshot, _PUBLISHED)
