"""What a register of incidents says of two indicators: major incidents, and notices sent in time.

Small incidents of one cause that are major together count as one major incident, with a notice of its own.

References
----------
Delegated Regulation (EU) 2024/1772, article 8; Delegated Regulation (EU) 2025/301, article 5.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from analytics.risk.deadlines import Deadlines, add_months
from analytics.risk.incidents import Classification
from analytics.risk.recurrence import RecurringGroup

MONTHS: Final = 12


@dataclass(frozen=True)
class RegisterCounts:
    """Twelve months of a register, to a moment.

    Parameters
    ----------
    major_alone, major_together : incidents, and groups of incidents, that are major
    undecided : incidents of which unknown facts could decide
    due : notices whose deadline fell in the twelve months
    in_time, late, not_sent : how many of these were sent by their deadline, after it, or not at all
    """

    major_alone: int
    major_together: int
    undecided: int
    due: int
    in_time: int
    late: int
    not_sent: int

    @property
    def major(self) -> int:
        """Major incidents, a group counted once (indicator O6)."""
        return self.major_alone + self.major_together

    @property
    def notified(self) -> int:
        """Notices sent, in time or late."""
        return self.in_time + self.late

    @property
    def in_time_percent(self) -> float | None:
        """Share of the notices due that were sent in time, % (indicator R3); None where none was due."""
        return 100.0 * self.in_time / self.due if self.due else None


def count_register(
    judged: Iterable[tuple[datetime, Classification]],
    groups: Sequence[RecurringGroup],
    *,
    as_of: datetime,
    months: int = MONTHS,
) -> RegisterCounts:
    """Count major incidents and their notices in the months up to a moment.

    An incident counts in the month in which it occurred, a group in that in which the monthly assessment
    finds it. A notice counts in the month of its deadline; one without a deadline, because a moment is not
    recorded, is not counted as due.

    Parameters
    ----------
    judged : moment of occurrence and classification of each incident, moments with a time zone
    groups : of :func:`analytics.risk.recurrence.recurring_incidents`
    as_of : end of the period, with a time zone
    months : length of the period

    Raises
    ------
    ValueError: ``as_of`` without a time zone, a period without a month
    """
    if as_of.tzinfo is None:
        raise ValueError("as_of has no time zone; give the end of the period with its zone")
    if months < 1:
        raise ValueError(f"months must be 1 or more, got {months}")
    start = add_months(as_of, -months)
    incidents = list(judged)
    alone = [(at, found) for at, found in incidents if found.major]
    together = [group for group in groups if group.major]
    clocks = [found.deadlines for _at, found in alone] + [group.together.deadlines for group in together]
    sent = [_sent(clock, start, as_of) for clock in clocks if clock is not None]
    return RegisterCounts(
        major_alone=sum(start < at <= as_of for at, _found in alone),
        major_together=sum(start < group.assessed_at <= as_of for group in together),
        undecided=sum(found.major is None and start < at <= as_of for at, found in incidents),
        due=sum(state != "" for state in sent),
        in_time=sent.count("in_time"),
        late=sent.count("late"),
        not_sent=sent.count("not_sent"),
    )


def _sent(clock: Deadlines, start: datetime, as_of: datetime) -> str:
    """How the initial notice went; empty where none was due in the period."""
    due = clock.due("initial")
    if due is None or not start < due <= as_of:
        return ""
    moment = dict(clock.submitted).get("initial")
    if moment is None or moment > as_of:
        return "not_sent"
    return "in_time" if moment <= due else "late"
