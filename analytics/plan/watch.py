"""A figure against a target or a limit: where it stands, and which change of it is worth saying."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, get_args

Kind = Literal["target", "limit"]
Side = Literal["at_most", "at_least"]
State = Literal["inside", "touched", "crossed", "unmeasured"]
KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
SIDES: Final[tuple[Side, ...]] = get_args(Side)
STATES: Final[tuple[State, ...]] = get_args(State)
LONGEST: Final = 200
_MONTHS: Final = 12
_LEAST_MONTHS: Final = 3


@dataclass(frozen=True)
class Mark:
    """A target or a limit of one figure of one page.

    Parameters
    ----------
    number : unique in its workspace
    page, metric : address of the page, code of the figure on it
    query : what the page's link assumes: pairs of name and value
    side : whether the figure should be at most or at least ``bound``
    bound : in the figure's own ``unit``
    labels : language → what the figure is called there
    """

    number: int
    page: str
    metric: str
    query: tuple[tuple[str, str], ...]
    kind: Kind
    side: Side
    bound: float
    unit: str
    digits: int
    labels: tuple[tuple[str, str], ...]
    bank: str = ""

    def label(self, language: str) -> str:
        """The figure's name in a language; in any where that one has none."""
        names = dict(self.labels)
        return names.get(language) or next(iter(names.values()), self.metric)

    def as_json(self) -> dict[str, Any]:
        """What :func:`mark_of` reads."""
        return {**vars(self), "query": dict(self.query), "labels": dict(self.labels)}


def mark_of(stated: Any) -> Mark:
    """The mark that a JSON object states.

    Raises
    ------
    ValueError: not such an object; the message names the field
    """
    if not isinstance(stated, dict):
        raise ValueError("a mark must be an object")
    texts = [_text(name, stated.get(name)) for name in ("page", "metric", "unit", "bank")]
    for name, allowed in (("kind", KINDS), ("side", SIDES)):
        if stated.get(name) not in allowed:
            raise ValueError(f"{name} must be one of {', '.join(allowed)}; got {stated.get(name)!r}")
    bound = stated.get("bound")
    if isinstance(bound, bool) or not isinstance(bound, int | float) or not math.isfinite(bound):
        raise ValueError(f"bound must be a finite number; got {bound!r}")
    counts = [_count(name, stated.get(name)) for name in ("number", "digits")]
    return Mark(
        number=counts[0],
        page=texts[0],
        metric=texts[1],
        query=_pairs("query", stated.get("query")),
        kind=stated["kind"],
        side=stated["side"],
        bound=float(bound),
        unit=texts[2],
        digits=counts[1],
        labels=_pairs("labels", stated.get("labels")),
        bank=texts[3],
    )


def _text(name: str, stated: Any) -> str:
    if not isinstance(stated, str) or len(stated) > LONGEST:
        raise ValueError(f"{name} must be a text of at most {LONGEST} characters; got {stated!r}")
    return stated


def _count(name: str, stated: Any) -> int:
    if isinstance(stated, bool) or not isinstance(stated, int) or stated < 0:
        raise ValueError(f"{name} must be a whole number from 0; got {stated!r}")
    return stated


def _pairs(name: str, stated: Any) -> tuple[tuple[str, str], ...]:
    if not isinstance(stated, dict) or not all(isinstance(text, str) for text in stated.values()):
        raise ValueError(f"{name} must be an object of texts; got {stated!r}")
    return tuple((str(key), text) for key, text in stated.items())


def state_of(
    value: float | None, low: float | None, high: float | None, *, side: Side, bound: float
) -> State:
    """Where a figure stands: its whole interval within the bound, beyond it, or around it.

    Parameters
    ----------
    value, low, high : in one unit; None where not known. Without an interval the value stands for it.

    What is missing is not measured, and never inside.
    """
    if value is None or not math.isfinite(value):
        return "unmeasured"
    # An end that is not known is the value; an interval that does not hold it is widened to it.
    least = value if low is None or not math.isfinite(low) else min(low, value)
    most = value if high is None or not math.isfinite(high) else max(high, value)
    if side == "at_least":
        least, most, bound = -most, -least, -bound
    if most <= bound:
        return "inside"
    return "crossed" if least > bound else "touched"


@dataclass(frozen=True)
class Late:
    """A series whose next month is not there though its own rhythm says that it should be.

    Parameters
    ----------
    last, rhythm : its last month, and how many months commonly lie between two of it
    behind : whole months since the next one was over
    """

    table: str
    bank: str
    last: date
    rhythm: int
    behind: int


def late(table: str, bank: str, months: list[date], today: date, rhythm: int | None = None) -> Late | None:
    """Whether a series is late; None where it is not, or where it is too short to have a rhythm.

    Parameters
    ----------
    months : any day of each month that it has
    rhythm : months from one delivery to the next, where that is known; else the median of its gaps

    The next month counts as owed from the end of the month after it: reports take a month to make.
    """
    counted = sorted({each.year * _MONTHS + each.month - 1 for each in months})
    if rhythm is None:
        if len(counted) < _LEAST_MONTHS:
            return None
        gaps = sorted(after - before for before, after in itertools.pairwise(counted))
        rhythm = gaps[len(gaps) // 2]
    elif not counted:
        return None
    behind = today.year * _MONTHS + today.month - 1 - (counted[-1] + rhythm) - 1
    if behind <= 0:
        return None
    year, month = divmod(counted[-1], _MONTHS)
    return Late(table, bank, date(year, month + 1, 1), rhythm, behind)
