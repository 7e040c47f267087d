"""The typed rows of a table in which no problem was found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa

from data.contracts import Column, ColumnType, Contract
from data.frames import conform
from data.ingest.cells import Cells
from data.ingest.parsed import Parsed
from data.ingest.problems import Mask


@dataclass
class JudgedColumn:
    """A column of the table under validation, row by row."""

    declared: Column
    cells: Cells
    parsed: Parsed
    usable: Mask
    """Rows with a value that broke no rule so far."""
    fractions: Mask | None = None
    """Rows whose number is the hundredth of the per cent that the file shows."""

    def values(self) -> npt.NDArray[Any]:
        """The value of every row, meaningless outside ``usable``."""
        values: npt.NDArray[Any] = self.parsed.values[self.cells.codes]
        if self.fractions is None:
            return values
        # Seven hundredths times a hundred are not quite seven.
        return np.where(self.fractions, np.round(100 * values, 10), values)


def assemble(declared: Contract, columns: dict[str, JudgedColumn], rows: int) -> pd.DataFrame:
    """The table in the shape of its contract; ``columns`` is emptied on the way, so that memory is freed.

    Parameters
    ----------
    declared : the contract
    columns : without any problem
    rows : how many there are
    """
    made: dict[str, pd.Series] = {}
    for column in declared.columns:
        judged = columns.pop(column.name, None)
        if judged is not None:
            made[column.name] = _typed(judged)
        else:
            made[column.name] = _absent(column, rows)
    return conform(declared, pd.DataFrame(made))


_YES = "yes"


def _absent(column: Column, rows: int) -> pd.Series:
    """A column that the file does not have: its default in every row, or nothing."""
    made: pd.Series
    if column.type is ColumnType.TEXT:
        made = pa.repeat(pa.scalar(column.default, pa.string()), rows).to_pandas()
        return made
    if column.type in (ColumnType.DATE, ColumnType.MONTH, ColumnType.TIMESTAMP):
        return pd.Series(np.full(rows, np.datetime64("NaT", "us")))
    if column.type is ColumnType.BOOLEAN:
        value = None if column.default is None else column.default == _YES
        return pd.Series([value], dtype="boolean").repeat(rows).reset_index(drop=True)
    return pd.Series(np.full(rows, np.nan if column.default is None else float(column.default)))


def _typed(column: JudgedColumn) -> pd.Series:
    """A column's values; what is missing is its default, or None, NaN or NaT as its type has it."""
    if column.declared.type is ColumnType.TEXT:
        return _texts(column)
    values, usable = column.values(), column.usable
    if values.dtype.kind == "M":
        return pd.Series(np.where(usable, values, np.datetime64("NaT", "us")))
    return pd.Series(values).where(usable, None if values.dtype == object else np.nan)


def _texts(column: JudgedColumn) -> pd.Series:
    parsed, codes = column.parsed, column.cells.codes
    texts = pa.array(parsed.values, pa.string()) if parsed.texts is None else parsed.texts
    taken = texts.take(pa.array(codes, mask=~column.usable))
    made: pd.Series = taken.fill_null(column.declared.default or pa.scalar(None, pa.string())).to_pandas()
    return made
