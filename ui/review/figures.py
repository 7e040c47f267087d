"""What the model says for a case: scores under the published rules, never under a reader's own."""

from __future__ import annotations

import hashlib
from decimal import Decimal
from typing import Final

import pandas as pd

from analytics.scenario import Scenario
from data.snapshots import Snapshot, current, reviewed
from reviews.errors import NotFound
from reviews.gauges import MONTHS_ON, Missing
from reviews.judgement import GRADES, Figures
from reviews.moments import month_later
from studies import core, inventory
from studies.risk import scores as reads
from ui.rows import each_row

# Raised when the computation of scores or intervals changes.
_VERSION: Final = "scores 1"
_DIGITS: Final = 4


def snapshot() -> Snapshot:
    """The data under review as they are published now."""
    return current(reviewed())


@core.cached
def method_hash(data: Snapshot) -> str:
    """What names the method: the catalogue of indicators with its thresholds, and the model's version."""
    catalogue = reads.catalogue(data, reads.PUBLISHED).to_csv(index=False)
    rules = f"{_VERSION}\n{reads.DRAWS}\n{Scenario().power}\n{Scenario().level}\n{Scenario().seed}"
    return hashlib.sha256(f"{rules}\n{catalogue}".encode()).hexdigest()


def kinds() -> tuple[str, ...]:
    """The kinds of the figures that banks reported, as the data under review say them."""
    return reads.risk_kinds(snapshot())


def digests(data: Snapshot) -> dict[str, str]:
    """Code of a model → what names the method that it is now."""
    return {model.code: inventory.digest(model.code) for model in inventory.MODELS} | {
        inventory.SCORES: method_hash(data)
    }


@core.cached
def months(data: Snapshot) -> tuple[str, ...]:
    """The months that have scores, oldest first."""
    found = reads.risk_history(data, Scenario().power, reads.PUBLISHED).risks["month"].unique()
    return tuple(f"{month:%Y-%m}" for month in sorted(found))


def table(data: Snapshot, month: str) -> pd.DataFrame:
    """Every bank and risk of a month: bank, risk, score, low, high, grade, probability_1 to 4, red_flag."""
    plain = Scenario()
    doubt = reads.risk_uncertainty(data, month, plain.power, plain.level, plain.seed, reads.PUBLISHED)
    chances = ["bank", "risk", "low", "high", *(f"probability_{grade}" for grade in GRADES)]
    risks = reads.risk_history(data, plain.power, reads.PUBLISHED).risks
    now = risks.loc[risks["month"] == pd.Timestamp(f"{month}-01")]
    return now[["bank", "risk", "score", "grade", "red_flag"]].merge(doubt[chances], on=["bank", "risk"])


@core.cached
def _of_month(data: Snapshot, month: str) -> dict[tuple[str, str], Figures]:
    digest, sizes = method_hash(data), core.banks(data).set_index("bank")["size"]
    found: dict[tuple[str, str], Figures] = {}
    for row in each_row(table(data, month)):
        if pd.isna(row.score):
            continue
        first, second, third, fourth = (_decimal(getattr(row, f"probability_{grade}")) for grade in GRADES)
        found[row.bank, row.risk] = Figures(
            bank=row.bank,
            month=month,
            risk=row.risk,
            snapshot_hash=data.hash,
            method_hash=digest,
            score=_decimal(row.score),
            low=_decimal(row.low),
            high=_decimal(row.high),
            probabilities=(first, second, third, fourth),
            grade=int(row.grade),
            red_flag=bool(row.red_flag),
            large=sizes.get(row.bank) == "large",
        )
    return found


def figures(bank: str, month: str, risk: str) -> Figures:
    """What the model says of a bank's risk in a month, now.

    Raises
    ------
    NotFound: no scores for that bank, month and risk
    """
    data = snapshot()
    known = _of_month(data, month) if month in months(data) else {}
    if (bank, risk) not in known:
        raise NotFound
    return known[bank, risk]


def _decimal(value: float) -> Decimal:
    return Decimal(str(round(float(value), _DIGITS)))


@core.cached
def _grades(data: Snapshot) -> dict[tuple[str, str, str], tuple[int, int]]:
    """(bank, risk, month) → the model's grade, 0 where too little is reported, and the segment it is of."""
    risks = reads.risk_history(data, Scenario().power, reads.PUBLISHED).risks
    rows = zip(
        risks["bank"],
        risks["risk"],
        risks["month"].dt.strftime("%Y-%m"),
        risks["grade"],
        risks["segment"],
        strict=True,
    )
    return {(bank, risk, month): (int(grade), int(part)) for bank, risk, month, grade, part in rows}


def later(bank: str, risk: str, month: str) -> int | Missing:
    """The model's grade in a month twelve months after a decision's, or why it compares with nothing."""
    data = snapshot()
    if month > months(data)[-1]:
        return "not_yet"
    known = _grades(data)
    grade, segment = known.get((bank, risk, month), (0, 0))
    before = known.get((bank, risk, month_later(month, -MONTHS_ON)), (0, 0))[1]
    if grade not in GRADES:
        return "no_grade"
    return grade if segment == before else "redefined"


def returned(bank: str, month: str) -> dict[str, Decimal | None]:
    """What a bank's own data say for its return of a month: code of an indicator → its figure."""
    data = snapshot()
    here = reads.system_position(data, month, Scenario().power, reads.PUBLISHED)
    rules = reads.catalogue(data, reads.PUBLISHED)
    own = set(rules.loc[rules["scope"] == "bank", "indicator"])
    row = here.values[list(here.banks).index(bank)]
    pairs = zip(here.catalogue.indicators, row, strict=True)
    return {code: None if pd.isna(value) else _decimal(value) for code, value in pairs if code in own}
