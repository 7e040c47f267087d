"""How far the indicators and the assessments cover a standard: a matrix of evidence, not a pass mark."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import pandas as pd

from analytics.risk.catalogue import require_columns
from analytics.risk.measured import aggregate_measured, grades_of, is_gradable
from analytics.risk.position import RiskPosition

Standard = Literal["BCBS98", "NIST CSF", "DORA"]

# Basel Committee (2003), Risk Management Principles for Electronic Banking: its fourteen principles, by part.
BCBS98_PARTS: Final[dict[str, tuple[str, ...]]] = {
    "board and management oversight": ("P1", "P2", "P3"),
    "security controls": ("P4", "P5", "P6", "P7", "P8", "P9", "P10"),
    "legal and reputational risk": ("P11", "P12", "P13", "P14"),
}
REFERENCES: Final[dict[str, tuple[str, ...]]] = {
    "BCBS98": tuple(principle for part in BCBS98_PARTS.values() for principle in part),
    "NIST CSF": ("Govern", "Identify", "Protect", "Detect", "Respond", "Recover"),
    "DORA": ("chapter II", "chapter III", "chapter IV", "chapter V", "chapter VI"),
}
# The acts that supplement chapter III (incidents) name no chapter of their own.
_CHAPTER_OF_ACT: Final = {"2024/1772": "chapter III", "2025/301": "chapter III"}
STATUSES: Final = ("met", "partly", "not met")
_ASSESSMENT: Final = ("bank", "reference", "status", "evidence")


@dataclass(frozen=True)
class Coverage:
    """Evidence for each bank and each reference of a standard.

    Parameters
    ----------
    matrix : DataFrame bank, reference, status (as assessed: "met", "partly", "not met"; "" where not
        assessed), evidence (as stated), score (power mean of the mapped indicators that are measured, NaN
        without any), grade (0 without any, or where more than a third of them is not measured; at least 3
        where a red flag is up), n_indicators, n_observed, basis ("both", "assessment", "indicators",
        "none"), conflict (bool: assessed as met, graded 3 or 4)
    without_indicator : references to which no indicator is mapped
    """

    matrix: pd.DataFrame
    without_indicator: tuple[str, ...]


def reference_map(catalogue: pd.DataFrame, standard: Standard) -> pd.DataFrame:
    """Which indicator speaks of which reference, read from the catalogue's mappings.

    Parameters
    ----------
    catalogue : DataFrame indicator, maps_to (parts separated by ";", such as "BCBS98 P4-P5; NIST CSF
        Recover")
    standard : "BCBS98", "NIST CSF" or "DORA"

    Returns
    -------
    DataFrame indicator, reference

    Raises
    ------
    ValueError: a missing column, an unknown standard
    """
    require_columns(catalogue, ("indicator", "maps_to"), "catalogue")
    if standard not in REFERENCES:
        raise ValueError(f"standard must be one of {', '.join(REFERENCES)}; got {standard!r}")
    pairs = [
        (str(indicator), reference)
        for indicator, text in zip(catalogue["indicator"], catalogue["maps_to"], strict=True)
        if isinstance(text, str)
        for reference in REFERENCES[standard]
        if reference in _mentioned(text, standard)
    ]
    return pd.DataFrame(pairs, columns=["indicator", "reference"])


def coverage(
    position: RiskPosition,
    mapping: pd.DataFrame,
    standard: Standard,
    *,
    assessments: pd.DataFrame | None = None,
) -> Coverage:
    """Lay the assessments beside what the mapped indicators say.

    Parameters
    ----------
    position : RiskPosition
    mapping : DataFrame indicator, reference; see :func:`reference_map`
    standard : "BCBS98", "NIST CSF" or "DORA"
    assessments : DataFrame bank, reference, status ("met", "partly", "not met"), evidence (what it rests on,
        not empty)

    Returns
    -------
    Coverage, rows by bank and the standard's order

    Raises
    ------
    ValueError: an unknown standard, indicator, bank, reference or status, an assessment twice or without
        evidence
    """
    require_columns(mapping, ("indicator", "reference"), "mapping")
    if standard not in REFERENCES:
        raise ValueError(f"standard must be one of {', '.join(REFERENCES)}; got {standard!r}")
    references = REFERENCES[standard]
    _refuse_strangers(mapping["indicator"], position.catalogue.indicators, "mapping: unknown indicator")
    _refuse_strangers(mapping["reference"], references, "mapping: unknown reference")
    stated = _read_assessments(assessments, position, references)
    rows = [row for reference in references for row in _reference_rows(position, mapping, reference, stated)]
    matrix = pd.DataFrame(rows)
    order = {bank: at for at, bank in enumerate(position.banks)}
    matrix = matrix.sort_values("bank", key=lambda names: names.map(order), kind="stable", ignore_index=True)
    mapped = set(mapping["reference"])
    return Coverage(
        matrix=matrix,
        without_indicator=tuple(reference for reference in references if reference not in mapped),
    )


def _mentioned(text: str, standard: Standard) -> set[str]:
    found: set[str] = set()
    for part in (piece.strip() for piece in text.split(";")):
        if standard == "BCBS98" and part.startswith("BCBS98"):
            for first, last in re.findall(r"P(\d+)(?:-P?(\d+))?", part):
                found.update(f"P{number}" for number in range(int(first), int(last or first) + 1))
        elif standard == "NIST CSF" and part.startswith("NIST CSF"):
            found.update(name.strip() for name in part.removeprefix("NIST CSF").split(","))
        elif standard == "DORA":
            if part.startswith("DORA"):
                found.update(re.findall(r"chapter [IVX]+", part))
            found.update(chapter for act, chapter in _CHAPTER_OF_ACT.items() if act in part)
    return found


def _read_assessments(
    frame: pd.DataFrame | None, position: RiskPosition, references: tuple[str, ...]
) -> dict[tuple[str, str], tuple[str, str]]:
    if frame is None:
        return {}
    require_columns(frame, _ASSESSMENT, "assessments")
    _refuse_strangers(frame["bank"], position.banks, "assessments: unknown bank")
    _refuse_strangers(frame["reference"], references, "assessments: unknown reference")
    _refuse_strangers(frame["status"], STATUSES, "assessments: unknown status")
    stated: dict[tuple[str, str], tuple[str, str]] = {}
    for row in frame.to_dict("records"):
        key = (str(row["bank"]), str(row["reference"]))
        if key in stated:
            raise ValueError(f"assessments: {key[1]} of {key[0]} appears more than once")
        if not (isinstance(row["evidence"], str) and row["evidence"].strip()):
            raise ValueError(f"assessments: {key[1]} of {key[0]} must state its evidence")
        stated[key] = (str(row["status"]), row["evidence"])
    return stated


def _reference_rows(
    position: RiskPosition,
    mapping: pd.DataFrame,
    reference: str,
    stated: dict[tuple[str, str], tuple[str, str]],
) -> list[dict[str, object]]:
    catalogue = position.catalogue
    names = set(mapping.loc[mapping["reference"] == reference, "indicator"])
    members = np.array([at for at, name in enumerate(catalogue.indicators) if name in names], dtype=np.int64)
    size = len(members)
    scores = np.full(len(position.banks), np.nan)
    grades = np.zeros(len(position.banks), dtype=np.int64)
    if size:
        scores = np.asarray(aggregate_measured(position.scores[:, members], np.ones(size), p=position.p))
        gradable = np.asarray(is_gradable(position.measured[:, members].mean(axis=1)))
        grades = grades_of(scores, np.asarray(position.flags[:, members].any(axis=1)), gradable)
    rows: list[dict[str, object]] = []
    for row, bank in enumerate(position.banks):
        status, evidence = stated.get((bank, reference), ("", ""))
        rows.append(
            {
                "bank": bank,
                "reference": reference,
                "status": status,
                "evidence": evidence,
                "score": float(scores[row]),
                "grade": int(grades[row]),
                "n_indicators": size,
                "n_observed": int(position.observed[row, members].sum()),
                "basis": _basis(bool(status), bool(size)),
                "conflict": status == "met" and bool(grades[row] >= 3),
            }
        )
    return rows


def _basis(assessed: bool, measured: bool) -> str:
    if assessed and measured:
        return "both"
    return "assessment" if assessed else "indicators" if measured else "none"


def _refuse_strangers(column: pd.Series, known: tuple[str, ...], message: str) -> None:
    if strangers := sorted({str(name) for name in column} - set(known)):
        raise ValueError(f"{message} {', '.join(strangers)}; known: {', '.join(known)}")
