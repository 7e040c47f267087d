"""Drivers as columns of a model: numbers, yes/no answers, categories, powers and products."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, cast

import numpy as np
import pandas as pd

from analytics.adoption.shapes import FloatArray

_POWER = re.compile(r"^(?P<name>.+)\^(?P<power>[2-4])$")


@dataclass(frozen=True)
class Variable:
    """One variable of the data.

    ``levels`` are the categories, reference first; empty for numbers and for yes/no answers.
    """

    name: str
    kind: Literal["number", "binary", "category"]
    levels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Term:
    """One driver as the user wrote it: a product of powers of variables, or one category variable."""

    factors: tuple[tuple[str, int], ...]


@dataclass(frozen=True)
class Design:
    """How drivers become columns; the same for the data and for any what-if copy of it."""

    variables: Mapping[str, Variable]
    terms: tuple[Term, ...]

    @property
    def columns(self) -> tuple[str, ...]:
        names: list[str] = []
        for term in self.terms:
            variable = self.variables[term.factors[0][0]]
            if variable.kind == "category":
                names += [f"{variable.name}[{level}]" for level in variable.levels[1:]]
            else:
                names.append(
                    ":".join(name if power == 1 else f"{name}^{power}" for name, power in term.factors)
                )
        return tuple(names)

    def matrix(self, values: Mapping[str, FloatArray]) -> FloatArray:
        """Columns of the model: array (respondents, columns); categories come as positions in ``levels``."""
        parts = []
        for term in self.terms:
            variable = self.variables[term.factors[0][0]]
            if variable.kind == "category":
                codes = values[variable.name]
                parts += [(codes == i).astype(float) for i in range(1, len(variable.levels))]
            else:
                parts.append(np.prod([values[name] ** power for name, power in term.factors], axis=0))
        return np.column_stack(parts)


def build_design(
    data: pd.DataFrame, drivers: Sequence[str], references: Mapping[str, str]
) -> tuple[Design, dict[str, FloatArray]]:
    """Design of the drivers, and the variables as numbers (categories as positions), NaN where missing.

    Raises
    ------
    ValueError: no driver, a driver twice, an unknown column, a constant, a category inside a product
    """
    if isinstance(drivers, str) or not drivers:
        raise ValueError("drivers must be a list of at least one column name")
    repeated = sorted({name for name in drivers if list(drivers).count(name) > 1})
    if repeated:
        raise ValueError(f"drivers names {', '.join(repeated)} more than once")
    terms = tuple(_term(driver, data) for driver in drivers)
    names = list(dict.fromkeys(name for term in terms for name, _ in term.factors))
    variables, values = {}, {}
    for name in names:
        variables[name], values[name] = _variable(data[name], references.get(name))
    for term in terms:
        categories = [name for name, _ in term.factors if variables[name].kind == "category"]
        if categories and (len(term.factors) > 1 or term.factors[0][1] > 1):
            raise ValueError(f"driver {categories[0]!r} is a category; it cannot be in a product or a power")
    stray = [name for name in references if name not in variables]
    if stray:
        raise ValueError(f"references names {', '.join(stray)}, which drivers does not use")
    return Design(variables, terms), values


def _term(driver: str, data: pd.DataFrame) -> Term:
    if driver in data.columns:
        return Term(((driver, 1),))
    factors = []
    for part in driver.split(":"):
        match = _POWER.match(part)
        name, power = (match["name"], int(match["power"])) if match else (part, 1)
        if name not in data.columns:
            raise ValueError(
                f"driver {driver!r} is not a column of data; write a column, 'column^2' or 'column:column'"
            )
        factors.append((name, power))
    return Term(tuple(factors))


def _variable(column: pd.Series, reference: str | None) -> tuple[Variable, FloatArray]:
    name = str(column.name)
    known = column.dropna()
    if known.nunique() < 2:
        raise ValueError(f"driver {name!r} has the same value for everyone; it can explain nothing")
    if not _holds_numbers(column):
        return _category(column, known, reference)
    if reference is not None:
        raise ValueError(f"references names {name!r}, which is not a category")
    values = to_numbers(column)
    if np.isinf(values).any():
        raise ValueError(f"driver {name!r} has infinite values")
    binary = set(np.unique(values[np.isfinite(values)])) == {0.0, 1.0}
    return Variable(name, "binary" if binary else "number"), values


def to_numbers(column: pd.Series) -> FloatArray:
    """A column of numbers or yes/no answers as floats, NaN where missing."""
    if not _holds_numbers(column):
        raise TypeError(f"{column.name!r} holds text")
    return cast(FloatArray, column.astype("Float64").to_numpy(dtype=float, na_value=np.nan))


def _holds_numbers(column: pd.Series) -> bool:
    if column.dtype == object:
        return bool(
            column.dropna().map(lambda value: isinstance(value, int | float | np.number | np.bool_)).all()
        )
    return pd.api.types.is_numeric_dtype(column) or pd.api.types.is_bool_dtype(column)


def _category(column: pd.Series, known: pd.Series, reference: str | None) -> tuple[Variable, FloatArray]:
    name = str(column.name)
    present = set(known.astype(str))
    if isinstance(column.dtype, pd.CategoricalDtype):
        levels = [str(level) for level in column.cat.categories if str(level) in present]
    else:
        levels = sorted(present)
    if reference is not None:
        if reference not in levels:
            raise ValueError(f"reference {reference!r} of {name!r} must be one of {', '.join(levels)}")
        levels = [reference, *(level for level in levels if level != reference)]
    if len(levels) > 30:
        raise ValueError(f"driver {name!r} has {len(levels)} categories; at most 30 can be estimated")
    position = {level: float(i) for i, level in enumerate(levels)}
    codes = column.astype(object).map(lambda v: np.nan if pd.isna(v) else position[str(v)])
    values = cast(FloatArray, codes.astype(float).to_numpy())
    return Variable(name, "category", tuple(levels)), values
