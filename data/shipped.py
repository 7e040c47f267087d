"""The rows that ship with the product: published figures and catalogues, from their CSV files."""

from __future__ import annotations

from collections.abc import Hashable
from pathlib import Path

import pandas as pd

from data.contracts import contract
from data.frames import conform, read_csv
from data.knots import knots

_HERE = Path(__file__).resolve().parent
_FOLDERS = ("catalogue", "facts")


def shipped_tables() -> dict[str, pd.DataFrame]:
    """The rows of ``data/facts`` and ``data/catalogue``, by table.

    ``<table>.csv`` and ``<table>__<part>.csv`` both belong to ``<table>``.
    """
    parts: dict[str, list[pd.DataFrame]] = {}
    for folder in _FOLDERS:
        for path in sorted((_HERE / folder).glob("*.csv")):
            name = path.stem.split("__")[0]
            frame = risk_indicators() if name == "risk_indicator" else read_csv(contract(name), path)
            parts.setdefault(name, []).append(frame)
    return {name: pd.concat(frames, ignore_index=True) for name, frames in parts.items()}


def risk_indicators() -> pd.DataFrame:
    """The catalogue of risk indicators, with the knots that follow from its cuts."""
    path = _HERE / "catalogue" / "risk_indicator.csv"
    text = pd.read_csv(path, dtype="str", keep_default_na=False, na_values=[""], encoding="utf-8")
    rows: list[dict[Hashable, object]] = []
    for row in text.to_dict("records"):
        made = knots(
            [float(row[f"cut_{i}"]) for i in (1, 2, 3)],
            row["direction"],
            count=row["count"] == "yes",
            minimum=_optional(row["minimum"]),
            maximum=_optional(row["maximum"]),
        )
        rows.append(row | {f"knot{i}": knot for i, knot in enumerate(made)})
    return conform(contract("risk_indicator"), pd.DataFrame(rows))


def followed_countries() -> list[str]:
    """Codes of the home market and of the countries that it is compared with, from the catalogue."""
    table = read_csv(contract("country"), _HERE / "catalogue" / "country.csv")
    return [str(code) for code in table.loc[table["role"].isin(["home", "comparator"]), "country"]]


def service_tiers() -> pd.Series:
    """Tier by service, from the catalogue."""
    table = read_csv(contract("service"), _HERE / "catalogue" / "service.csv")
    tiers: pd.Series = table.set_index("service")["tier"]
    return tiers


def _optional(text: object) -> float | None:
    return float(text) if isinstance(text, str) else None
