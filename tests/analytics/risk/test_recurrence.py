"""Small incidents that are major together."""

from __future__ import annotations

from datetime import UTC, datetime

import pandas as pd
import pytest

from analytics.risk.recurrence import recurring_incidents

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def small(reference: str, day: str, **facts: object) -> dict[str, object]:
    base = {
        "reference": reference,
        "occurred_at": f"{day}T10:00+00:00",
        "root_cause": "database",
        "critical": True,
    }
    return base | facts


def test_two_outages_together_pass_the_thresholds_neither_passes_alone() -> None:
    register = [
        small("A", "2026-02-01", clients_n=60_000, downtime_h=1.5),
        small("B", "2026-06-01", clients_n=60_000, downtime_h=1.0),
    ]
    (group,) = recurring_incidents(register, as_of=NOW).groups
    assert group.major
    assert group.references == ("A", "B")
    assert group.together.criteria_met == (
        "critical_services",
        "clients_counterparts_transactions",
        "duration_and_downtime",
    )


def test_six_months_to_the_day_count_and_a_day_more_does_not() -> None:
    first = small("A", "2026-01-31", downtime_h=1.5)
    inside, outside = small("B", "2026-07-31", downtime_h=1.0), small("C", "2026-08-01", downtime_h=1.0)
    assert len(recurring_incidents([first, inside], as_of=NOW).groups) == 1
    assert recurring_incidents([first, outside], as_of=NOW).groups == ()


def test_another_root_cause_is_another_matter() -> None:
    register = [small("A", "2026-02-01"), small("B", "2026-03-01", root_cause="network")]
    assert recurring_incidents(register, as_of=NOW).groups == ()


def test_incidents_major_alone_are_left_out() -> None:
    register = [
        small("A", "2026-02-01", downtime_h=3, clients_pct=20),
        small("B", "2026-03-01", downtime_h=1),
        small("C", "2026-04-01", downtime_h=1),
    ]
    (group,) = recurring_incidents(register, as_of=NOW).groups
    assert group.references == ("B", "C")


def test_overlapping_windows_are_one_group_and_no_incident_counts_twice() -> None:
    days = ("2026-01-05", "2026-03-05", "2026-05-05", "2026-09-05")
    register = [small(name, day, downtime_h=0.5) for name, day in zip("ABCD", days, strict=True)]
    (group,) = recurring_incidents(register, as_of=NOW).groups
    assert group.references == ("A", "B", "C", "D")
    assert group.windows == (("A", "B", "C"), ("B", "C", "D"))


def test_a_long_chain_is_judged_within_six_months_only() -> None:
    days = ("2026-01-05", "2026-05-05", "2026-09-05", "2026-11-05")
    harmless = {"clients_n": 0, "media": False, "data_loss": False}
    register = [small(name, day, downtime_h=0.6, **harmless) for name, day in zip("ABCD", days, strict=True)]
    (group,) = recurring_incidents(register, as_of=NOW).groups
    assert len(group.references) == 4
    assert group.together.incident.downtime_h == pytest.approx(1.8)


def test_a_recurring_major_incident_has_a_clock_from_the_months_assessment() -> None:
    register = [
        small("A", "2026-02-01", clients_n=60_000, downtime_h=1.5),
        small("B", "2026-06-10", clients_n=60_000, downtime_h=1.0),
        small("C", "2026-08-10", clients_n=10, downtime_h=0.1),
    ]
    (group,) = recurring_incidents(register, as_of=NOW).groups
    assert group.references == ("A", "B", "C")
    assert group.assessed_at == datetime(2026, 7, 1, tzinfo=UTC)
    deadlines = group.together.deadlines
    assert deadlines is not None
    assert deadlines.binding
    assert deadlines.initial == datetime(2026, 7, 1, 4, tzinfo=UTC)
    told = [*register[:1], register[1] | {"notified_at": "2026-06-11T09:00+00:00"}, register[2]]
    (reported,) = recurring_incidents(told, as_of=NOW).groups
    assert dict(reported.together.deadlines.submitted) == {"initial": datetime(2026, 6, 11, 9, tzinfo=UTC)}


def test_later_incidents_wait_for_their_assessment() -> None:
    register = [small("A", "2026-02-01"), small("B", "2026-06-01")]
    assert recurring_incidents(register, as_of=datetime(2026, 5, 1, tzinfo=UTC)).groups == ()


def test_a_fact_that_some_lack_is_unknown_unless_the_rest_suffices() -> None:
    lacking = [small("A", "2026-02-01", cost_eur=60_000), small("B", "2026-03-01")]
    together = recurring_incidents(lacking, as_of=NOW).groups[0].together
    assert together.incident.cost_eur is None
    assert "cost_eur" in together.undetermined
    enough = [*lacking, small("C", "2026-04-01", cost_eur=50_000)]
    assert recurring_incidents(enough, as_of=NOW).groups[0].together.incident.cost_eur == 110_000


def test_percentages_of_clients_stop_at_all_of_them() -> None:
    register = [small(name, "2026-02-01", clients_pct=60) for name in "AB"]
    assert recurring_incidents(register, as_of=NOW).groups[0].together.incident.clients_pct == 100.0


def test_one_state_each_may_be_two_states() -> None:
    register = [small(name, "2026-02-01", member_states=1) for name in "AB"]
    together = recurring_incidents(register, as_of=NOW).groups[0].together
    assert together.incident.member_states is None
    assert "member_states" in together.undetermined


def test_incidents_without_date_or_cause_are_named_not_dropped() -> None:
    register = pd.DataFrame([small("A", "2026-02-01"), {"reference": "B", "root_cause": "database"}])
    register.loc[2] = {"reference": None, "occurred_at": "2026-02-02T00:00+00:00"}
    result = recurring_incidents(register, as_of=NOW)
    assert result.not_assessed == ("B", "#3")


def test_dates_without_zone_or_out_of_order_are_refused() -> None:
    with pytest.raises(ValueError, match="time zone"):
        recurring_incidents([], as_of=datetime(2026, 1, 1))
