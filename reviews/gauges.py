"""How people judge: better or worse than the model, how fast, and what the model says twelve months on.

After NBER working paper 32344, in which ratings follow who examines: the gauges set each person, and each
bank, beside all others. They count; they give nobody a mark.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, NamedTuple

from scipy.stats import binomtest
from sqlalchemy import or_, select

from reviews import moments, tables
from reviews.office import Office, reading
from reviews.reads import TOLD, of_readers

Missing = Literal["not_yet", "no_grade", "redefined"]
LEVEL: Final = 0.95
MONTHS_ON: Final = 12
_SECONDS_A_DAY: Final = 86_400


class Share(NamedTuple):
    """A share of a count with its exact interval (Clopper and Pearson) at 95 %; None where nothing counts."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Decided:
    """A decided case: ``model`` is the grade that it was decided on, ``grade`` the one decided.

    ``judged`` : whether somebody proposed another grade and heads approved it; ``proposed``, ``approved`` :
    instants of that judgement, None without one
    """

    bank: str
    risk: str
    month: str
    author: int
    model: int
    grade: int
    judged: bool
    proposed: str | None = None
    approved: str | None = None


@dataclass(frozen=True)
class Gauge:
    """Judgements approved of one supervisor, on one bank, or of all; ``days`` : to the decision, each."""

    key: Hashable
    approved: int
    better: int
    worse: int
    days: tuple[float, ...]

    @property
    def share_better(self) -> Share | None:
        """Which share was better than the model's grade."""
        return share(self.better, self.approved)


@dataclass(frozen=True)
class BackTest:
    """Decided grades against the model's twelve months later.

    Parameters
    ----------
    decided : decisions, of which ``tested`` have a grade twelve months later
    hit, one_off, further : the later grade is the decided one, one away, two or three away; they add up to
        ``tested``
    lower, higher : the later grade is better (nearer 1), or worse, than the decided one
    model_hit : as many would have hit had the model's grade of that day been decided
    not_yet, no_grade, redefined : not tested: twelve months have not passed, the model gives no grade there,
        or a definition has changed since
    """

    key: Hashable
    decided: int
    tested: int
    hit: int
    one_off: int
    further: int
    lower: int
    higher: int
    model_hit: int
    not_yet: int
    no_grade: int
    redefined: int

    @property
    def share_hit(self) -> Share | None:
        """Which share of those tested was hit."""
        return share(self.hit, self.tested)


def share(count: int, of: int) -> Share | None:
    """``count`` of ``of`` with its exact interval; None of nothing.

    Raises
    ------
    ValueError: more than there are
    """
    if of == 0:
        return None
    found = binomtest(count, of).proportion_ci(LEVEL, method="exact")
    return Share(count / of, float(found.low), float(found.high))


def decided(office: Office, actor: int) -> tuple[Decided, ...]:
    """The decided cases on banks whose cases a person reads, oldest first; none for a bank."""
    case, judgement = tables.case, tables.judgement
    columns = (
        judgement.c.to_grade,
        judgement.c.proposed_by,
        judgement.c.proposed_at,
        judgement.c.decided_at,
    )
    # What decided a case was valid for a time, whatever became of it since.
    joined = (judgement.c.case_id == case.c.id) & judgement.c.valid_until.is_not(None)
    asked = (
        select(case.c.bank, case.c.risk, case.c.month, case.c.author, case.c.model_grade, case.c.id, *columns)
        .join(judgement, joined, isouter=True)
        .where(or_(case.c.state == "approved", case.c.state.in_(TOLD)))
        .order_by(case.c.id)
    )
    with reading(office, actor) as deed:
        rows = deed.work.rows(asked.where(of_readers(deed)))
    return tuple(_decided(row) for row in rows)


def _decided(row: Any) -> Decided:
    judged = row["to_grade"] is not None
    return Decided(
        bank=row["bank"],
        risk=row["risk"],
        month=row["month"],
        author=row["proposed_by"] if judged else row["author"],
        model=row["model_grade"],
        grade=row["to_grade"] if judged else row["model_grade"],
        judged=judged,
        proposed=row["proposed_at"],
        approved=row["decided_at"],
    )


def gauge(key: Hashable, cases: Iterable[Decided]) -> Gauge:
    """Judgements of a group of decided cases; those approved at the model's grade are none."""
    own = [each for each in cases if each.judged]
    days = tuple(_days(each.proposed, each.approved) for each in own if each.proposed and each.approved)
    better = sum(each.grade < each.model for each in own)
    return Gauge(key, len(own), better, len(own) - better, days)


def _days(start: str, end: str) -> float:
    return (moments.read(end) - moments.read(start)).total_seconds() / _SECONDS_A_DAY


def back_test(
    key: Hashable, cases: Iterable[Decided], later: Callable[[str, str, str], int | Missing]
) -> BackTest:
    """Decided grades against what the model says twelve months after their month.

    Parameters
    ----------
    later : (bank, risk, month as 2026-10) → the model's grade (1 to 4), or why there is none to compare with

    Raises
    ------
    ValueError: a grade outside 1 to 4
    """
    every = list(cases)
    pairs: list[tuple[Decided, int]] = []
    missing = {"not_yet": 0, "no_grade": 0, "redefined": 0}
    for each in every:
        found = later(each.bank, each.risk, moments.month_later(each.month, MONTHS_ON))
        if isinstance(found, str):
            missing[found] += 1
        elif found not in (1, 2, 3, 4):
            raise ValueError(f"the model's later grade is {found!r}: it must be 1, 2, 3 or 4")
        else:
            pairs.append((each, found))
    away = [abs(grade - each.grade) for each, grade in pairs]
    return BackTest(
        key,
        decided=len(every),
        tested=len(pairs),
        hit=away.count(0),
        one_off=away.count(1),
        further=sum(distance > 1 for distance in away),
        lower=sum(grade < each.grade for each, grade in pairs),
        higher=sum(grade > each.grade for each, grade in pairs),
        model_hit=sum(grade == each.model for each, grade in pairs),
        **missing,
    )


def crossed(
    cases: Sequence[Decided], later: Callable[[str, str, str], int | Missing]
) -> dict[tuple[int, int], int]:
    """(decided grade, the model's twelve months later) → how many decisions, of those that have both."""
    found: dict[tuple[int, int], int] = {}
    for each in cases:
        grade = later(each.bank, each.risk, moments.month_later(each.month, MONTHS_ON))
        if not isinstance(grade, str):
            found[each.grade, grade] = found.get((each.grade, grade), 0) + 1
    return found
