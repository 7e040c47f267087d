"""Small incidents with one root cause that are a major incident together.

References
----------
Delegated Regulation (EU) 2024/1772, article 8(2): at least two within six months, the same apparent root
cause, together meeting the test; assessed every month.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypedDict

import pandas as pd

from analytics.risk.deadlines import add_months
from analytics.risk.incident_facts import FLAGS, Incident, aware_time, read_incident
from analytics.risk.incidents import FACT_THRESHOLDS, Classification, classify

_WINDOW_MONTHS = 6
_SUMMED = ("clients_n", "tx_pct", "tx_value_pct", "duration_h", "downtime_h", "cost_eur")
_SUMMED_TO_100 = ("clients_pct", "counterparts_pct")
_SENT = ("initial_submitted_at", "intermediate_submitted_at", "final_submitted_at")


class _DaysOff(TypedDict):
    holidays: Collection[date]
    estimated_holidays: Collection[date]


@dataclass(frozen=True)
class RecurringGroup:
    """Incidents of one root cause whose windows of six months overlap, and the verdict on them together.

    ``windows`` are the largest sets within six months; each is judged on its own, so that a long chain of
    small incidents does not become major by its length. ``together`` is the first window that is major, else
    the last one not decided, else the last. ``assessed_at`` is when the assessment of every month finds it:
    the end of the month in which that window was completed. Deadlines count from there.
    """

    root_cause: str
    references: tuple[str, ...]
    first_at: datetime
    last_at: datetime
    windows: tuple[tuple[str, ...], ...]
    assessed_at: datetime
    together: Classification

    @property
    def major(self) -> bool | None:
        """The incidents together meet the test; None while unknown facts could decide."""
        return self.together.major


@dataclass(frozen=True)
class RecurrenceAssessment:
    """Every group up to a date; ``not_assessed`` names the incidents that lack a date or a root cause."""

    as_of: datetime
    groups: tuple[RecurringGroup, ...]
    not_assessed: tuple[str, ...]


def recurring_incidents(
    register: pd.DataFrame | Iterable[Incident | Mapping[str, Any]],
    *,
    as_of: datetime,
    holidays: Collection[date] = (),
    estimated_holidays: Collection[date] = (),
) -> RecurrenceAssessment:
    """Look in the register for incidents that are major together though none is alone.

    Parameters
    ----------
    register : incidents, mappings, or a DataFrame with one row each, as ``classify`` reads them
    as_of : moment with time zone; later incidents are left aside
    holidays, estimated_holidays : bank holidays, for the groups' deadlines, as ``classify`` takes them

    Returns
    -------
    RecurrenceAssessment; groups that share an incident are one, so that no incident is counted twice

    Notes
    -----
    Together means: numbers, costs and hours are added, percentages are added (of clients and
    counterparts to 100 at most: one hit twice counts twice, the cautious reading), one yes is a yes.
    A fact that some of the incidents lack is unknown unless the others already meet its threshold.
    Member States are unknown where incidents may have touched different ones.

    Raises
    ------
    ValueError: as ``classify``; ``as_of`` without a time zone
    """
    moment = aware_time("as_of", as_of)
    if moment is None:
        raise ValueError("as_of is missing; give the date of the assessment with its time zone")
    incidents = [
        incident if incident.reference else replace(incident, reference=f"#{number}")
        for number, incident in enumerate(_read(register), start=1)
    ]
    complete = [i for i in incidents if i.occurred_at is not None and i.root_cause]
    not_assessed = tuple(str(i.reference) for i in incidents if i not in complete)
    small = [i for i in complete if _occurred(i) <= moment and not classify(i).major]
    causes = sorted({str(i.root_cause) for i in small})
    days_off: _DaysOff = {"holidays": holidays, "estimated_holidays": estimated_holidays}
    groups = tuple(group for cause in causes for group in _groups(cause, small, days_off))
    return RecurrenceAssessment(as_of=moment, groups=groups, not_assessed=not_assessed)


def _read(register: pd.DataFrame | Iterable[Incident | Mapping[str, Any]]) -> list[Incident]:
    rows: Iterable[Any] = register
    if isinstance(register, pd.DataFrame):
        rows = [{str(k): v for k, v in row.items()} for row in register.to_dict("records")]
    return [read_incident(row) for row in rows]


def _groups(cause: str, incidents: list[Incident], days_off: _DaysOff) -> list[RecurringGroup]:
    ordered = sorted((i for i in incidents if i.root_cause == cause), key=_occurred)
    chains: list[list[range]] = []
    for window in _windows([_occurred(incident) for incident in ordered]):
        if chains and window.start < chains[-1][-1].stop:
            chains[-1].append(window)
        else:
            chains.append([window])
    return [_group(cause, ordered, chain, days_off) for chain in chains]


def _windows(moments: list[datetime]) -> list[range]:
    """The largest runs of two or more within six months, none part of another, the earliest first."""
    found: list[range] = []
    for last in range(len(moments) - 1, 0, -1):
        earliest = add_months(moments[last], -_WINDOW_MONTHS)
        first = next(k for k, moment in enumerate(moments) if moment >= earliest)
        if first < last and not (found and first >= found[-1].start):
            found.append(range(first, last + 1))
    return found[::-1]


def _group(cause: str, ordered: list[Incident], chain: list[range], days_off: _DaysOff) -> RecurringGroup:
    judged = [_judged([ordered[k] for k in window], days_off) for window in chain]
    first_major = next((verdict for verdict in judged if verdict[0].major), None)
    open_ones = [verdict for verdict in judged if verdict[0].major is None]
    together, assessed_at = first_major or (open_ones or judged)[-1]
    members = ordered[chain[0].start : chain[-1].stop]
    return RecurringGroup(
        root_cause=cause,
        references=tuple(str(incident.reference) for incident in members),
        first_at=_occurred(members[0]),
        last_at=_occurred(members[-1]),
        windows=tuple(tuple(str(ordered[k].reference) for k in window) for window in chain),
        assessed_at=assessed_at,
        together=together,
    )


def _judged(members: list[Incident], days_off: _DaysOff) -> tuple[Classification, datetime]:
    completed = _occurred(members[-1])
    assessed_at = add_months(_month_start(completed), 1)
    facts = _together(members)
    sent = {
        name: min(
            (moment for i in members if (moment := getattr(i, name)) is not None and moment >= completed),
            default=None,
        )
        for name in _SENT
    }
    # A bank that reports before the month's assessment knew before it.
    known_at = min(assessed_at, sent["initial_submitted_at"] or assessed_at)
    clock = {"aware_at": known_at, "classified_at": known_at} | sent
    return classify(replace(facts, **clock), **days_off), assessed_at


def _together(members: list[Incident]) -> Incident:
    facts: dict[str, Any] = {name: _any([getattr(i, name) for i in members]) for name in FLAGS}
    for name in (*_SUMMED, *_SUMMED_TO_100):
        highest = 100.0 if name in _SUMMED_TO_100 else float("inf")
        facts[name] = _sum([getattr(i, name) for i in members], FACT_THRESHOLDS[name], highest)
    states = [i.member_states for i in members]
    known = [count for count in states if count is not None]
    # Two incidents in one State each may have touched two different ones.
    settled = bool(known) and (max(known) >= FACT_THRESHOLDS["member_states"] or states == [0] * len(states))
    facts["member_states"] = max(known) if settled else None
    return Incident(**facts, root_cause=members[0].root_cause)


def _any(values: list[bool | None]) -> bool | None:
    if True in values:
        return True
    return None if None in values else False


def _sum(values: list[float | None], threshold: float, highest: float) -> float | None:
    total = min(sum(value for value in values if value is not None), highest)
    return None if None in values and total <= threshold else total


def _occurred(incident: Incident) -> datetime:
    if incident.occurred_at is None:
        raise ValueError(f"incident {incident.reference} has no occurred_at")
    return incident.occurred_at


def _month_start(moment: datetime) -> datetime:
    return moment.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
