"""When the reports on a major incident are due, and how the clock stands.

References
----------
Delegated Regulation (EU) 2025/301, article 5: the initial notification within four hours of the
classification and no later than 24 hours after awareness, within four hours where the classification itself
came later than those 24 hours; the intermediate report within 72 hours of the initial notification's
submission; the final report within one month of the (latest) intermediate report's. A report due on a weekend
or bank holiday may follow by noon of the next working day (paragraph 4); for credit institutions, central
counterparties, trading venues and essential or important entities that holds for the final report only
(paragraph 5), and an authority may withdraw it from other significant ones (paragraph 6).
"""

from __future__ import annotations

import calendar
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Literal

from analytics.risk.incident_facts import Incident, aware_time

Report = Literal["initial", "intermediate", "final"]
State = Literal["submitted_in_time", "submitted_late", "running", "overdue", "not_started"]

REPORTS: tuple[Report, ...] = ("initial", "intermediate", "final")
_AFTER_CLASSIFICATION = timedelta(hours=4)
_AFTER_AWARENESS = timedelta(hours=24)
_AFTER_INITIAL = timedelta(hours=72)
_SATURDAY = 5


@dataclass(frozen=True)
class Deadlines:
    """Latest moment of each report; None where the facts to compute it are missing.

    Exact hours and calendar months are counted from the moments given, in their time zone: the
    strictest reading. ``provisional`` names the reports counted from an earlier report's deadline
    because that one is not submitted yet. ``postponed`` holds, for a report due on a day off that
    may follow later, the noon of the next working day. ``missing`` names the facts to fill in.
    ``binding`` is False while the facts do not make the incident major. ``estimated`` names the reports whose
    deadline would be another if an estimated holiday fell a day earlier or later than computed.
    """

    initial: datetime | None
    intermediate: datetime | None
    final: datetime | None
    provisional: tuple[Report, ...]
    postponed: tuple[tuple[Report, datetime], ...]
    missing: tuple[str, ...]
    binding: bool
    submitted: tuple[tuple[Report, datetime], ...]
    estimated: tuple[Report, ...] = ()

    def due(self, report: Report) -> datetime | None:
        """The report's deadline, put off to the next working day where that is allowed."""
        strict: datetime | None = getattr(self, report)
        return dict(self.postponed).get(report, strict)


@dataclass(frozen=True)
class Clock:
    """One report's clock: ``remaining`` is negative when overdue, None when submitted or not started."""

    report: Report
    due: datetime | None
    submitted_at: datetime | None
    state: State
    remaining: timedelta | None


def reporting_deadlines(
    incident: Incident,
    *,
    binding: bool = True,
    holidays: Collection[date] = (),
    credit_institution: bool = True,
    estimated_holidays: Collection[date] = (),
) -> Deadlines:
    """Deadlines of the three reports.

    Parameters
    ----------
    incident : its times count; nothing else
    binding : the incident is major
    holidays : bank holidays of the reporting Member State
    credit_institution : bool; others may also put off the first two reports over a day off
    estimated_holidays : those of ``holidays`` that are computed and may fall a day earlier or later
    """
    initial = _initial(incident)
    sent = {report: getattr(incident, f"{report}_submitted_at") for report in REPORTS}
    intermediate_from = sent["initial"] or initial
    intermediate = _add_hours(intermediate_from, _AFTER_INITIAL) if intermediate_from else None
    final_from = sent["intermediate"] or intermediate
    final = add_months(final_from, 1) if final_from else None
    provisional: list[Report] = []
    if incident.classified_at is None and initial:
        provisional.append("initial")
    if sent["initial"] is None and intermediate:
        provisional.append("intermediate")
    if sent["intermediate"] is None and final:
        provisional.append("final")
    may_wait: tuple[Report, ...] = ("final",) if credit_institution else REPORTS
    due = {"initial": initial, "intermediate": intermediate, "final": final}
    waiting = {report: moment for report in may_wait if (moment := due[report]) is not None}
    postponed = tuple(
        (report, _next_working_noon(moment, holidays))
        for report, moment in waiting.items()
        if _is_day_off(moment, holidays)
    )
    unsure = tuple(
        report for report, moment in waiting.items() if _turns_on(estimated_holidays, moment, holidays)
    )
    missing = tuple(name for name in ("aware_at", "classified_at") if getattr(incident, name) is None)
    return Deadlines(
        initial=initial,
        intermediate=intermediate,
        final=final,
        provisional=tuple(provisional),
        postponed=postponed,
        missing=missing,
        binding=binding,
        submitted=tuple((report, moment) for report, moment in sent.items() if moment is not None),
        estimated=unsure,
    )


def deadline_clock(deadlines: Deadlines, now: datetime) -> tuple[Clock, ...]:
    """How each report stands at ``now``, in the order of the reports.

    Raises
    ------
    ValueError: ``now`` without a time zone
    """
    moment = aware_time("now", now)
    if moment is None:
        raise ValueError("now is missing; give the present moment with its time zone")
    return tuple(_clock(deadlines, report, moment) for report in REPORTS)


def add_months(moment: datetime, months: int) -> datetime:
    """The same day and time ``months`` later, the last day of a month that is too short."""
    index = moment.year * 12 + moment.month - 1 + months
    year, month = divmod(index, 12)
    day = min(moment.day, calendar.monthrange(year, month + 1)[1])
    return moment.replace(year=year, month=month + 1, day=day)


def _clock(deadlines: Deadlines, report: Report, now: datetime) -> Clock:
    due, sent = deadlines.due(report), dict(deadlines.submitted).get(report)
    if sent is not None:
        in_time = due is None or sent <= due
        return Clock(report, due, sent, "submitted_in_time" if in_time else "submitted_late", None)
    if due is None:
        return Clock(report, None, None, "not_started", None)
    # Moments of one time zone subtract by wall clock: across a change of hour that would be an hour off.
    remaining = due.astimezone(UTC) - now.astimezone(UTC)
    return Clock(report, due, None, "overdue" if remaining < timedelta(0) else "running", remaining)


def _initial(incident: Incident) -> datetime | None:
    aware, classified = incident.aware_at, incident.classified_at
    backstop = _add_hours(aware, _AFTER_AWARENESS) if aware else None
    if classified is None:
        return backstop
    after_classification = _add_hours(classified, _AFTER_CLASSIFICATION)
    if backstop is None or classified > backstop:
        return after_classification
    return min(after_classification, backstop)


def _add_hours(moment: datetime, hours: timedelta) -> datetime:
    return (moment.astimezone(UTC) + hours).astimezone(moment.tzinfo)


def _is_day_off(moment: datetime, holidays: Collection[date]) -> bool:
    return moment.weekday() >= _SATURDAY or moment.date() in holidays


def _turns_on(estimated: Collection[date], moment: datetime, holidays: Collection[date]) -> bool:
    """The deadline moves when the moon is sighted a day before or after the day computed."""
    if not estimated:
        return False
    proclaimed = set(holidays) - set(estimated)
    found = set()
    for shift in (-1, 0, 1):
        days = proclaimed | {day + timedelta(days=shift) for day in estimated}
        found.add(_next_working_noon(moment, days) if _is_day_off(moment, days) else moment)
    return len(found) > 1


def _next_working_noon(moment: datetime, holidays: Collection[date]) -> datetime:
    day = moment
    while _is_day_off(day, holidays):
        day += timedelta(days=1)
    return datetime.combine(day.date(), time(12), tzinfo=moment.tzinfo)
