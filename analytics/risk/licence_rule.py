"""The record of one licensing rule, its reading from a table, and which States the European ones bind."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analytics.risk.wording import Wording

# European Economic Area, two letters to three: the 27 Member States, Iceland, Liechtenstein, Norway.
EEA_MEMBERS: Mapping[str, str] = {
    "AT": "AUT",
    "BE": "BEL",
    "BG": "BGR",
    "HR": "HRV",
    "CY": "CYP",
    "CZ": "CZE",
    "DK": "DNK",
    "EE": "EST",
    "FI": "FIN",
    "FR": "FRA",
    "DE": "DEU",
    "GR": "GRC",
    "HU": "HUN",
    "IE": "IRL",
    "IS": "ISL",
    "IT": "ITA",
    "LV": "LVA",
    "LI": "LIE",
    "LT": "LTU",
    "LU": "LUX",
    "MT": "MLT",
    "NL": "NLD",
    "NO": "NOR",
    "PL": "POL",
    "PT": "PRT",
    "RO": "ROU",
    "SK": "SVK",
    "SI": "SVN",
    "ES": "ESP",
    "SE": "SWE",
}
# Of the Area and not of the Union.
_EFTA = frozenset({"ISL", "LIE", "NOR"})
EU_MEMBERS = frozenset(EEA_MEMBERS.values()) - _EFTA
# Single Supervisory Mechanism: the States of the euro, Bulgaria among them since 1 January 2026.
SSM_MEMBERS = EU_MEMBERS - {"CZE", "DNK", "HUN", "POL", "ROU", "SWE"}
_AREAS: Mapping[str, frozenset[str]] = {
    "EU": EU_MEMBERS,
    "EEA": frozenset(EEA_MEMBERS.values()),
    "SSM": SSM_MEMBERS,
}


@dataclass(frozen=True)
class LicenceRule:
    """One rule.

    ``jurisdiction`` is a country (three letters), ``EU``, ``EEA``, ``SSM`` or ``*``. ``year`` is the act's.
    ``valid_from`` and ``valid_to`` are the first and last day it holds, None where open. ``cutoff`` is a day
    that the rule itself names: contracts made before it are kept. ``amounts`` are the amounts it names.
    """

    id: str
    jurisdiction: str
    text: Wording
    reference: str
    year: int | None
    tag: str
    valid_from: date | None = None
    valid_to: date | None = None
    cutoff: date | None = None
    amounts: tuple[tuple[str, float], ...] = ()
    note: Wording | None = None

    def holds_on(self, day: date | None) -> bool:
        """The rule is in force on ``day``; without a day, that it has not come to an end."""
        if day is None:
            return self.valid_to is None
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )

    def binds(self, country: str) -> bool:
        """The rule is that of ``country`` (three letters), or of an area that it belongs to."""
        if self.jurisdiction in ("*", country):
            return True
        return country in _AREAS.get(self.jurisdiction, frozenset())

    def amount(self, name: str) -> float:
        """An amount that the rule names.

        Raises
        ------
        ValueError: the rule names no such amount
        """
        amounts = dict(self.amounts)
        if name not in amounts:
            raise ValueError(f"rule {self.id} names no amount {name!r}; it names {list(amounts)}")
        return amounts[name]


def rules_from_table(table: pd.DataFrame) -> tuple[LicenceRule, ...]:
    """Rules from a table of them, as the catalogue keeps it.

    Parameters
    ----------
    table : DataFrame; columns rule, jurisdiction, text_en, text_fr, reference, year, tag, valid_from,
        valid_to, cutoff, amounts ("name=amount", parted by semicolons), and note_en and note_fr where there
        are notes

    Raises
    ------
    ValueError: a column missing, no rule, a rule given twice, an amount that cannot be read
    """
    columns = (
        "rule",
        "jurisdiction",
        "text_en",
        "text_fr",
        "reference",
        "year",
        "tag",
        "valid_from",
        "valid_to",
        "cutoff",
        "amounts",
    )
    missing = [column for column in columns if column not in table.columns]
    if missing:
        raise ValueError(f"table lacks the columns {missing}")
    if table.empty or table["rule"].duplicated().any():
        raise ValueError("table must hold each rule once, and at least one")
    return tuple(_rule_of(row) for row in table.to_dict("records"))


def _rule_of(row: dict[Hashable, Any]) -> LicenceRule:
    note = row.get("note_en")
    return LicenceRule(
        id=str(row["rule"]),
        jurisdiction=str(row["jurisdiction"]),
        text=Wording(str(row["text_en"]), str(row["text_fr"])),
        reference=str(row["reference"]),
        year=None if pd.isna(row["year"]) else int(row["year"]),
        tag=str(row["tag"]),
        valid_from=_day(row["valid_from"]),
        valid_to=_day(row["valid_to"]),
        cutoff=_day(row["cutoff"]),
        amounts=_amounts(row["amounts"]),
        note=Wording(str(note), str(row["note_fr"])) if note and not pd.isna(note) else None,
    )


def _amounts(text: Any) -> tuple[tuple[str, float], ...]:
    if pd.isna(text):
        return ()
    parted = (part.split("=") for part in str(text).split(";"))
    return tuple((name.strip(), float(amount)) for name, amount in parted)


def _day(value: Any) -> date | None:
    return None if pd.isna(value) else pd.Timestamp(value).date()
