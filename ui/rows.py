"""Rows of frames, with no more said of their types than pandas says of its columns."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from typing import Any

import pandas as pd


def each_row(frame: pd.DataFrame) -> Iterator[Any]:
    """The rows from top to bottom, their values by name of column.

    Pandas lets a value of a row be one of twenty kinds, a value of a column anything: here both are the same.
    """
    return iter(frame.itertuples())


def row_of(frame: pd.DataFrame, label: Hashable) -> pd.Series:
    """The row of a label that stands once in the index.

    Raises
    ------
    KeyError: a label that is not there, or that several rows carry
    """
    found = frame.xs(label)
    if isinstance(found, pd.Series):
        return found
    raise KeyError(f"{frame.index.name}: {label!r} stands {len(found)} times")
