"""How far a person may move the model's grade, and who must agree.

Bounds after the supervisory review of the European Central Bank (not verified at its source); the threshold
of doubt and the life of a judgement are conventions of this product.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from reviews.errors import Refused
from reviews.moments import after_month

Route = Literal["head", "panel"]

GRADES: Final = (1, 2, 3, 4)
BETTER_AT_MOST: Final = 1
WORSE_AT_MOST: Final = 2
# The best grade while a red flag is up.
FLAG_FLOOR: Final = 3
# From this probability of the grade proposed on, the judgement lies within the model's own doubt.
DOUBT: Final = 0.10
APPROVALS: Final[dict[str, int]] = {"head": 1, "panel": 2}
REASON_LENGTH: Final = (40, 4_000)
REASONS: Final = (
    "management",
    "controls_tested",
    "event_since",
    "indicator_misleads",
    "outlook",
    "peer_comparison",
)
LIFE_MONTHS: Final = 12
LIFE_MONTHS_LARGE: Final = 6
_DIGITS: Final = 9


@dataclass(frozen=True)
class Figures:
    """What the model says of a bank's risk in a month, under the product's own method.

    ``month`` : as 2026-10; ``score``, ``low``, ``high`` : 0 best to 100 worst; ``probabilities`` : of grades
    1 to 4; ``grade`` : 1 to 4, or 0 where too little is reported; ``large`` : judgements live half as long.
    """

    bank: str
    month: str
    risk: str
    snapshot_hash: str
    method_hash: str
    score: Decimal
    low: Decimal
    high: Decimal
    probabilities: tuple[Decimal, Decimal, Decimal, Decimal]
    grade: int
    red_flag: bool
    large: bool = False


def route(
    model_grade: int,
    probabilities: Sequence[float | Decimal],
    to_grade: int,
    *,
    red_flag: bool = False,
) -> Route:
    """Who must approve a grade: one head within the model's doubt, two against the model.

    Parameters
    ----------
    model_grade, to_grade : grades, 1 best to 4 worst
    probabilities : four, each in [0, 1]: the model's probability of grades 1 to 4
    red_flag : whether a red flag is up

    Returns
    -------
    "head" for one grade whose probability is 10 % or more; "panel" for any other within the bounds

    Raises
    ------
    Refused: no_change, bound_better, bound_worse, red_flag
    ValueError: a grade of the model outside 1 to 4, or what are not four probabilities
    """
    if model_grade not in GRADES:
        raise ValueError(f"the model's grade is {model_grade!r}: it must be 1, 2, 3 or 4")
    chances = [float(chance) for chance in probabilities]
    if len(chances) != len(GRADES) or not all(
        math.isfinite(chance) and -1e-9 <= chance <= 1 + 1e-9 for chance in chances
    ):
        raise ValueError(f"{chances} are not the probabilities of grades 1 to 4: give four between 0 and 1")
    if to_grade == model_grade:
        raise Refused("no_change")
    if to_grade < max(model_grade - BETTER_AT_MOST, GRADES[0]):
        raise Refused("bound_better")
    if to_grade > min(model_grade + WORSE_AT_MOST, GRADES[-1]):
        raise Refused("bound_worse")
    if to_grade not in GRADES:
        raise ValueError(f"the grade proposed is {to_grade!r}: it must be a whole number from 1 to 4")
    if red_flag and to_grade < FLAG_FLOOR:
        raise Refused("red_flag")
    within = abs(to_grade - model_grade) == 1 and round(chances[to_grade - 1], _DIGITS) >= DOUBT
    return "head" if within else "panel"


def offered(model_grade: int, *, red_flag: bool = False) -> tuple[int, ...]:
    """The grades that may be proposed, best first."""
    return tuple(
        grade
        for grade in GRADES
        if grade != model_grade
        and model_grade - BETTER_AT_MOST <= grade <= model_grade + WORSE_AT_MOST
        and not (red_flag and grade < FLAG_FLOOR)
    )


def check_reason(code: str, text: str, evidence_dates: Sequence[str], *, month: str, taken: Route) -> None:
    """Whether a judgement is reasoned and evidenced as its route asks.

    Raises
    ------
    Refused: reason, no_evidence, old_evidence
    """
    least, most = REASON_LENGTH
    if code not in REASONS or not least <= len(text.strip()) <= most:
        raise Refused("reason")
    if not evidence_dates:
        raise Refused("no_evidence")
    if taken == "panel" and not any(after_month(day, month) for day in evidence_dates):
        raise Refused("old_evidence")


def outdated_by(decided: Figures, latest: Figures) -> str | None:
    """Why a judgement on ``decided`` no longer holds against the ``latest`` figures; None where it does.

    One of "grade", "red_flag", "method", "score": the score has moved by more than half the width of the
    interval at decision.
    """
    if latest.grade != decided.grade:
        return "grade"
    if latest.red_flag != decided.red_flag:
        return "red_flag"
    if latest.method_hash != decided.method_hash:
        return "method"
    if abs(latest.score - decided.score) > (decided.high - decided.low) / 2:
        return "score"
    return None
