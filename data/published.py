"""Figures and series that models use, as they ship: by name, for whoever has no snapshot at hand."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

ALL: Final = "all"
_FACTS: Final = Path(__file__).resolve().parent / "facts"


@cache
def figures() -> Mapping[tuple[str, str], float]:
    """Every figure of the table ``model_figure``: (figure, item) → value."""
    rows = _shipped("model_figure", "figure", "item")
    return MappingProxyType(
        {
            (str(figure), str(item)): float(value)
            for figure, item, value in zip(rows["figure"], rows["item"], rows["value"], strict=True)
        }
    )


def figure(name: str, item: str = ALL) -> float:
    """One figure.

    Raises
    ------
    KeyError: no figure of that name, or none of that item
    """
    return figures()[name, item]


def items(name: str) -> dict[str, float]:
    """Item → value of one figure, in the order of the table; KeyError as :func:`listed`."""
    found = {item: value for (figure_name, item), value in figures().items() if figure_name == name}
    if not found:
        raise KeyError(name)
    return found


def listed(name: str) -> npt.NDArray[np.float64]:
    """Every item of one figure, in the order of the table.

    Raises
    ------
    KeyError: no figure of that name
    """
    return np.array([*items(name).values()])


def economy() -> pd.DataFrame:
    """The example economy of the table ``example_series``: index period, one column a series."""
    rows = _shipped("example_series", "period", "series")
    return rows.pivot_table(index="period", columns="series", values="value")


def _shipped(table: str, *named: str) -> pd.DataFrame:
    """The values of a table and the columns that name them. That it keeps its contract, the build checks."""
    text = pd.read_csv(_FACTS / f"{table}.csv", usecols=[*named, "value"], dtype="str")
    return text.astype({"value": "float64"})
