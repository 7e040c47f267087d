"""Major incidents and notices in time, from the register itself."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from analytics.risk.incident_facts import read_incident
from analytics.risk.incidents import classify
from analytics.risk.recurrence import recurring_incidents
from analytics.risk.register_counts import RegisterCounts, count_register

END = datetime(2026, 10, 31, 23, 59, tzinfo=UTC)


def incident(reference: str, day: str, **facts: object) -> dict[str, object]:
    base = {
        "reference": reference,
        "occurred_at": f"{day}T10:00+00:00",
        "aware_at": f"{day}T10:10+00:00",
        "classified_at": f"{day}T12:00+00:00",
        "root_cause": reference,
        "critical": True,
    }
    return base | facts


def counts(*register: dict[str, object], as_of: datetime = END) -> RegisterCounts:
    incidents = [read_incident(row) for row in register]
    judged = [(each.occurred_at, classify(each)) for each in incidents]
    return count_register(judged, recurring_incidents(incidents, as_of=as_of).groups, as_of=as_of)


def major(reference: str, day: str, **facts: object) -> dict[str, object]:
    return incident(reference, day, clients_pct=20, downtime_h=3, **facts)


def small(reference: str, day: str, **facts: object) -> dict[str, object]:
    return incident(reference, day, clients_n=60_000, downtime_h=1.5, root_cause="database", **facts)


def test_without_a_notice_due_there_is_no_share_in_time() -> None:
    found = counts(incident("A", "2026-05-04", clients_pct=1, downtime_h=0.5))
    assert (found.major, found.due) == (0, 0)
    assert found.in_time_percent is None


def test_a_group_that_is_major_together_counts_as_one_with_a_notice_of_its_own() -> None:
    found = counts(small("A", "2026-02-02"), small("B", "2026-06-01"))
    assert (found.major_alone, found.major_together, found.major) == (0, 1, 1)
    assert (found.due, found.not_sent, found.notified) == (1, 1, 0)
    assert found.in_time_percent == 0.0


def test_notices_in_time_late_and_not_sent_are_told_apart() -> None:
    found = counts(
        major("A", "2026-03-02", initial_submitted_at="2026-03-02T14:00+00:00"),
        major("B", "2026-04-01", initial_submitted_at="2026-04-03T09:00+00:00"),
        major("C", "2026-05-04"),
        major("D", "2026-06-01", initial_submitted_at="2026-06-01T13:00+00:00"),
    )
    assert (found.major, found.due, found.in_time, found.late, found.not_sent) == (4, 4, 2, 1, 1)
    assert found.in_time_percent == 50.0


def test_twelve_months_end_where_they_are_asked_to() -> None:
    register = (
        major("A", "2025-10-20", initial_submitted_at="2025-10-20T13:00+00:00"),
        major("B", "2025-11-05", initial_submitted_at="2025-11-05T13:00+00:00"),
        major("C", "2026-11-05", initial_submitted_at="2026-11-05T13:00+00:00"),
    )
    assert counts(*register).major == 1
    assert counts(*register).due == 1


def test_unknown_facts_that_could_decide_are_counted_apart() -> None:
    found = counts(incident("A", "2026-05-04", clients_pct=20))
    assert (found.major, found.undecided) == (0, 1)


def test_a_moment_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="as_of has no time zone"):
        count_register([], [], as_of=datetime(2026, 10, 31))
    with pytest.raises(ValueError, match="months must be 1 or more"):
        count_register([], [], as_of=END, months=0)
