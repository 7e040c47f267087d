"""What a worth hangs on, assumption by assumption: bars of a tornado, and their figures."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

import pandas as pd

from ui.rows import each_row
from ui.words import _

_MILLION: Final = 1e6
Stated = Callable[[str, float], str]


def bars(
    rows: pd.DataFrame, *, names: Mapping[str, str], stated: Stated, ends: Mapping[str, str]
) -> tuple[pd.DataFrame, list[str]]:
    """The bars of a tornado in millions, and what their ends are called.

    Parameters
    ----------
    rows : assumption, low, high, value_at_low, value_at_high, likely
    names : assumption → its name, not yet in the reader's language
    stated : writes a value of an assumption
    ends : ``low`` and ``high`` → what they are called
    """
    parts = [
        pd.DataFrame(
            {
                "label": [_(names[name]) for name in rows["assumption"]],
                "end": shown,
                "value": rows[f"value_at_{end}"] / _MILLION,
                "likely": rows["likely"] / _MILLION,
                "text": [stated(row.assumption, getattr(row, end)) for row in each_row(rows)],
            }
        )
        for end, shown in ends.items()
    ]
    return pd.concat(parts).sort_index(kind="stable"), list(ends.values())


def figures(
    rows: pd.DataFrame, *, names: Mapping[str, str], stated: Stated, at_low: str, at_high: str
) -> pd.DataFrame:
    """The same in figures; ``at_low`` and ``at_high`` name the columns of the worth at either end."""
    return pd.DataFrame(
        {
            _("Assumption"): [_(names[name]) for name in rows["assumption"]],
            _("Low end"): [stated(row.assumption, row.low) for row in each_row(rows)],
            _("High end"): [stated(row.assumption, row.high) for row in each_row(rows)],
            at_low: (rows["value_at_low"] / _MILLION).round(2),
            at_high: (rows["value_at_high"] / _MILLION).round(2),
        }
    )
