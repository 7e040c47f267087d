"""What a reader sees of a page that was drawn: its answer and its tables."""

from __future__ import annotations

import pandas as pd
from streamlit.testing.v1 import AppTest


def answered(app: AppTest) -> str:
    """The page's answer."""
    return str(app.container(key="answer").markdown[0].value)


def tables(app: AppTest) -> list[pd.DataFrame]:
    """Every table on the page, in its order."""
    return [table.value for table in app.dataframe]


def table_with(app: AppTest, column: str) -> pd.DataFrame:
    """The first table that has the column."""
    return next(table for table in tables(app) if column in table)
