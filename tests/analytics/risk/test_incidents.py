"""Major or not, what would decide, and when the reports are due."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.risk.bank_holidays import bank_holidays
from analytics.risk.deadlines import Deadlines, add_months
from analytics.risk.incident_facts import CRITERION_LABELS, FACT_LABELS
from analytics.risk.incidents import Classification, Incident, classify, deadline_clock
from analytics.risk.market_value import reputation_loss

CASABLANCA = ZoneInfo("Africa/Casablanca")
PARIS = ZoneInfo("Europe/Paris")
MAJOR = {"critical": True, "clients_pct": 12, "downtime_h": 3}
MALICIOUS = "malicious_unauthorised_access_data_loss_possible"


_FLAGS = ("relevant_clients", "media", "repeated_complaints", "data_loss", MALICIOUS)
HARMLESS: dict[str, object] = dict.fromkeys(FACT_LABELS, 0.0) | dict.fromkeys(
    (*_FLAGS, "critical", "regulatory_requirements_missed", "client_loss_likely"), False
)


def at(*parts: int, zone: timezone | ZoneInfo = UTC) -> datetime:
    return datetime(*parts, tzinfo=zone)  # type: ignore[misc, arg-type]


@pytest.mark.parametrize(
    ("facts", "major"),
    [
        ({"critical": True, "clients_pct": 12, "downtime_h": 3}, True),
        ({"critical": True, "cost_eur": 150_000}, False),
        ({"critical": True, MALICIOUS: True}, True),
        ({"critical": False, "clients_pct": 50, "downtime_h": 9}, False),
        ({"critical": True, "clients_pct": 10, "downtime_h": 2, "duration_h": 24}, False),
        ({"critical": True, "clients_n": 100_001, "duration_h": 25}, True),
        ({"critical": True, "tx_pct": 11, "member_states": 2}, True),
    ],
)
def test_published_cases(facts: dict[str, object], major: bool) -> None:
    # What a published case does not mention did not happen.
    complete = HARMLESS | facts
    assert classify(complete).major is major
    # The register's own word is kept beside and never read.
    assert classify(complete | {"major": not major}).major is major


@pytest.mark.parametrize(
    ("fact", "at_threshold", "beyond"),
    [
        ("clients_pct", 10, 10.01),
        ("clients_n", 100_000, 100_001),
        ("counterparts_pct", 30, 30.01),
        ("tx_pct", 10, 10.01),
        ("tx_value_pct", 10, 10.01),
        ("duration_h", 24, 24.01),
        ("downtime_h", 2, 2.01),
        ("cost_eur", 100_000, 100_000.01),
        ("member_states", 1, 2),
        ("relevant_clients", False, True),
        ("media", False, True),
        ("repeated_complaints", False, True),
        ("regulatory_requirements_missed", False, True),
        ("client_loss_likely", False, True),
        ("data_loss", False, True),
    ],
)
def test_every_threshold_is_strict(fact: str, at_threshold: float, beyond: float) -> None:
    other = {"media": True} if fact in ("cost_eur", "member_states", "data_loss") else {"data_loss": True}
    assert not classify({"critical": True, fact: at_threshold, **other}).major
    verdict = classify({"critical": True, fact: beyond, **other})
    assert verdict.major
    condition = next(c for k in verdict.criteria for c in k.conditions if c.fact == fact)
    assert condition.met
    assert condition.strict == (fact != "member_states" and not isinstance(beyond, bool))


def test_two_conditions_of_one_criterion_count_once() -> None:
    verdict = classify({"critical": True, "clients_pct": 50, "tx_pct": 50, "relevant_clients": True})
    assert not verdict.major
    assert verdict.criteria_met == ("critical_services", "clients_counterparts_transactions")


def test_criteria_show_value_against_threshold() -> None:
    criteria = {k.name: k for k in classify(MAJOR | {"clients_n": 500}).criteria}
    clients = criteria["clients_counterparts_transactions"]
    assert (clients.value, clients.threshold, clients.met) == (12, 10, True)
    downtime = criteria["duration_and_downtime"]
    assert (downtime.value, downtime.threshold, downtime.met) == (3, 2, True)
    assert criteria["economic_impact"].met is None
    assert criteria["economic_impact"].value is None
    assert set(criteria) == set(CRITERION_LABELS)
    assert {c.fact for k in criteria.values() for c in k.conditions} == set(FACT_LABELS)


def test_unknown_facts_that_would_decide_are_named() -> None:
    one_met = classify({"critical": True, "cost_eur": 150_000, MALICIOUS: False})
    assert one_met.verdict == "undetermined"
    assert "media" in one_met.decides_alone
    assert "cost_eur" not in one_met.undetermined
    none_met = classify({"critical": True})
    assert none_met.decides_alone == (MALICIOUS,)
    assert "downtime_h" in none_met.undetermined


def test_critical_services_unknown_is_the_fact_to_find_out() -> None:
    verdict = classify({"clients_pct": 12, "downtime_h": 3, MALICIOUS: False})
    assert verdict.verdict == "undetermined"
    assert verdict.decides_alone == ("critical",)
    # Article 6(c): such an access affects critical services in itself.
    assert classify({MALICIOUS: True}).major


def test_all_facts_known_and_harmless_is_certainly_not_major() -> None:
    verdict = classify(HARMLESS | {"critical": True})
    assert (verdict.verdict, verdict.deadlines, verdict.undetermined) == ("not_major", None, ())


def test_an_undecided_incident_is_neither_major_nor_not() -> None:
    assert classify({"critical": True, "cost_eur": 150_000}).major is None
    # Services said not critical are no answer while a malicious access is not ruled out.
    unanswered = classify(HARMLESS | {"clients_pct": 50.0, "downtime_h": 9.0, MALICIOUS: None})
    assert (unanswered.major, unanswered.undetermined) == (None, (MALICIOUS,))
    assert unanswered.decides_alone == (MALICIOUS,)


def test_a_malicious_access_goes_before_the_register_s_flag() -> None:
    verdict = classify(HARMLESS | {MALICIOUS: True})
    assert verdict.major is True
    assert verdict.questions == ("access_not_critical",)
    assert "article 6(c)" in verdict.warnings[0]
    assert verdict.criteria[0].decisive.article == "6(c)"
    assert "register says not major" in classify(MAJOR | {"declared_major": False}).warnings[0]


def test_thresholds_passed_by_services_called_not_critical_are_a_question() -> None:
    passed = HARMLESS | {"clients_pct": 50.0, "downtime_h": 9.0, "duration_h": 9.0}
    verdict = classify(passed)
    assert (verdict.major, verdict.if_critical, verdict.questions) == (
        False,
        "major",
        ("downtime_not_critical",),
    )
    assert classify(passed | {"clients_pct": 5.0}).questions == ()
    assert classify(passed | {"critical": True}).questions == ()


def test_the_other_reading_of_malicious_access_is_given() -> None:
    lost = classify(HARMLESS | {"critical": True, MALICIOUS: True, "data_loss": True})
    assert (lost.verdict, lost.narrow_access) == ("major", "not_major")
    could = classify(HARMLESS | {"critical": True, MALICIOUS: True})
    assert (could.verdict, could.narrow_access) == ("major", "major")


def test_a_register_row_with_gaps_is_read_as_it_stands() -> None:
    row = pd.Series({"critical_services_affected": np.True_, "clients_affected_percent": 12.0})
    row["downtime_hours"], row["cost_eur"], row["aware_at"] = 3, np.nan, pd.NaT
    verdict = classify(row.to_dict())
    assert verdict.major
    assert verdict.incident.cost_eur is None
    assert verdict.incident.aware_at is None


def test_duration_follows_from_the_moments_across_a_change_of_hour() -> None:
    incident = Incident(
        occurred_at=at(2026, 3, 29, 1, 0, zone=PARIS), resolved_at=at(2026, 3, 29, 4, 0, zone=PARIS)
    )
    assert incident.duration_h == pytest.approx(2.0)


facts = st.fixed_dictionaries(
    {},
    optional={
        "critical": st.booleans(),
        "clients_pct": st.floats(0, 100),
        "clients_n": st.integers(0, 200_000),
        "tx_pct": st.floats(0, 30),
        "media": st.booleans(),
        "duration_h": st.floats(0, 50),
        "downtime_h": st.floats(0, 5),
        "member_states": st.integers(0, 4),
        "data_loss": st.booleans(),
        MALICIOUS: st.booleans(),
        "cost_eur": st.floats(0, 300_000),
    },
)


@given(known=facts, worse=facts)
@settings(max_examples=150, deadline=None)
def test_a_worse_incident_never_stops_being_major(known: dict[str, float], worse: dict[str, float]) -> None:
    worsened = known | {k: max(known.get(k, v), v) for k, v in worse.items()}
    if classify(known).major:
        assert classify(worsened).major


@given(known=facts, more=facts)
@settings(max_examples=150, deadline=None)
def test_a_certain_verdict_survives_every_further_fact(
    known: dict[str, float], more: dict[str, float]
) -> None:
    first = classify(known)
    completed = classify(more | known)
    if first.verdict != "undetermined":
        assert completed.verdict == first.verdict
    else:
        assert set(first.decides_alone) <= set(first.undetermined)
        assert not set(first.undetermined) & set(known)


# The clock


def test_initial_notification_is_due_at_the_earlier_of_both_limits() -> None:
    early = classify(MAJOR | {"aware_at": at(2026, 5, 4, 8), "classified_at": at(2026, 5, 4, 10)}).deadlines
    late = classify(MAJOR | {"aware_at": at(2026, 5, 4, 8), "classified_at": at(2026, 5, 5, 7)}).deadlines
    assert early is not None
    assert late is not None
    assert early.initial == at(2026, 5, 4, 14)
    assert late.initial == at(2026, 5, 5, 8)


def test_classification_after_a_day_gives_four_hours_of_its_own() -> None:
    deadlines = classify(
        MAJOR | {"aware_at": at(2026, 5, 4, 8), "classified_at": at(2026, 5, 6, 9)}
    ).deadlines
    assert deadlines is not None
    assert deadlines.initial == at(2026, 5, 6, 13)


def test_later_reports_run_from_what_was_submitted() -> None:
    verdict = classify(
        MAJOR
        | {
            "aware_at": at(2026, 1, 28, 8),
            "classified_at": at(2026, 1, 28, 9),
            "initial_submitted_at": at(2026, 1, 28, 11),
            "intermediate_submitted_at": at(2026, 1, 31, 10),
        }
    )
    assert verdict.deadlines is not None
    assert verdict.deadlines.intermediate == at(2026, 1, 31, 11)
    assert verdict.deadlines.final == at(2026, 2, 28, 10)
    assert verdict.deadlines.provisional == ()
    # 28 February 2026 is a Saturday: a credit institution may send the final report by Monday noon.
    assert verdict.deadlines.due("final") == at(2026, 3, 2, 12)


def test_reports_not_yet_submitted_are_counted_from_their_deadlines() -> None:
    deadlines = classify(
        MAJOR | {"aware_at": at(2026, 5, 4, 8), "classified_at": at(2026, 5, 4, 10)}
    ).deadlines
    assert deadlines is not None
    assert deadlines.intermediate == at(2026, 5, 7, 14)
    assert deadlines.final == at(2026, 6, 7, 14)
    assert deadlines.provisional == ("intermediate", "final")
    assert deadlines.binding


def test_days_off_move_the_final_report_only_unless_the_bank_is_none() -> None:
    moments = MAJOR | {"aware_at": at(2026, 5, 1, 20), "classified_at": at(2026, 5, 1, 22)}
    bank = classify(moments, holidays=[date(2026, 6, 8)]).deadlines
    other = classify(moments, credit_institution=False).deadlines
    assert bank is not None
    assert other is not None
    assert bank.initial == bank.due("initial") == at(2026, 5, 2, 2)
    assert other.due("initial") == at(2026, 5, 4, 12)
    assert bank.due("final") == at(2026, 6, 5, 2)


def sent_on(moment: datetime, **off: object) -> Deadlines:
    """Deadlines of an incident whose intermediate report left at ``moment``."""
    sent = {"initial_submitted_at": at(2026, 4, 20, 9), "intermediate_submitted_at": moment}
    found = classify(MAJOR | {"aware_at": at(2026, 4, 20, 8)} | sent, **off).deadlines  # type: ignore[arg-type]
    assert found is not None
    return found


def test_a_final_report_due_on_a_bank_holiday_waits_for_noon_of_the_next_working_day() -> None:
    # Throne Day, Thursday 30 July 2026; 14 August is a Friday, so that the next working day is a Monday.
    morocco = bank_holidays("MA", [2026])
    due = sent_on(at(2026, 6, 30, 15), holidays=morocco.days, estimated_holidays=morocco.estimated)
    assert (due.final, due.due("final")) == (at(2026, 7, 30, 15), at(2026, 7, 31, 12))
    assert due.estimated == ()
    friday = sent_on(at(2026, 7, 14, 9), holidays=morocco.days, estimated_holidays=morocco.estimated)
    assert friday.due("final") == at(2026, 8, 17, 12)
    assert sent_on(at(2026, 7, 14, 9)).due("final") == at(2026, 8, 14, 9), (
        "without a calendar it is a working day"
    )


def test_a_deadline_beside_an_estimated_holiday_is_estimated() -> None:
    # Eid al-Adha is computed for 27 and 28 May 2026.
    morocco = bank_holidays("MA", [2026])
    assert {date(2026, 5, 27), date(2026, 5, 28)} <= morocco.estimated
    off = {"holidays": morocco.days, "estimated_holidays": morocco.estimated}
    on_it = sent_on(at(2026, 4, 27, 10), **off)
    assert (on_it.due("final"), on_it.estimated) == (at(2026, 5, 29, 12), ("final",))
    the_day_before = sent_on(at(2026, 4, 26, 10), **off)
    assert (the_day_before.due("final"), the_day_before.estimated) == (at(2026, 5, 26, 10), ("final",))
    far = sent_on(at(2026, 5, 4, 10), **off)
    assert (far.due("final"), far.estimated) == (at(2026, 6, 4, 10), ())


def test_the_first_two_reports_of_a_bank_wait_for_no_holiday() -> None:
    morocco = bank_holidays("MA", [2026])
    moments = MAJOR | {"aware_at": at(2026, 7, 29, 20), "classified_at": at(2026, 7, 30, 1)}
    bank = classify(moments, holidays=morocco.days).deadlines
    other = classify(moments, holidays=morocco.days, credit_institution=False).deadlines
    assert bank is not None
    assert other is not None
    assert bank.due("initial") == at(2026, 7, 30, 5)
    assert other.due("initial") == at(2026, 7, 31, 12)


def test_a_country_without_a_calendar_is_said_not_to_be_known() -> None:
    unknown = bank_holidays("XQ", [2026])
    assert (unknown.known, unknown.days) == (False, frozenset())
    with pytest.raises(ValueError, match="two ISO letters"):
        bank_holidays("MAR", [2026])
    with pytest.raises(ValueError, match="covers 1990 to 2100"):
        bank_holidays("MA", [1900])


def test_hours_are_real_hours_across_a_change_of_hour() -> None:
    moments = {
        "aware_at": at(2026, 3, 28, 22, zone=PARIS),
        "classified_at": at(2026, 3, 28, 23, zone=PARIS),
    }
    deadlines = classify(MAJOR | moments).deadlines
    assert deadlines is not None
    assert deadlines.initial is not None
    # 29 March 2026, 02:00 becomes 03:00 in Paris.
    assert deadlines.initial.isoformat() == "2026-03-29T04:00:00+02:00"


def test_clock_tells_what_is_sent_running_and_overdue() -> None:
    verdict = classify(
        MAJOR
        | {
            "aware_at": at(2026, 5, 4, 8, zone=CASABLANCA),
            "classified_at": at(2026, 5, 4, 10, zone=CASABLANCA),
            "initial_submitted_at": at(2026, 5, 4, 15, zone=CASABLANCA),
        }
    )
    assert verdict.deadlines is not None
    before = deadline_clock(verdict.deadlines, at(2026, 5, 6, 14))
    assert [clock.state for clock in before] == ["submitted_late", "running", "running"]
    assert before[1].remaining == timedelta(hours=24)
    after = deadline_clock(verdict.deadlines, at(2026, 5, 7, 15))
    assert after[1].state == "overdue"
    assert after[1].remaining == timedelta(hours=-1)


def test_clock_waits_for_facts() -> None:
    deadlines = classify(MAJOR).deadlines
    assert deadlines is not None
    assert deadlines.missing == ("aware_at", "classified_at")
    assert {clock.state for clock in deadline_clock(deadlines, at(2026, 1, 1))} == {"not_started"}
    open_case = classify({"critical": True, "aware_at": at(2026, 5, 4, 8)}).deadlines
    assert open_case is not None
    assert not open_case.binding
    assert open_case.initial == at(2026, 5, 5, 8)


def test_months_end_on_their_last_day() -> None:
    assert add_months(at(2026, 1, 31, 9), 1) == at(2026, 2, 28, 9)
    assert add_months(at(2028, 1, 30, 9), 1) == at(2028, 2, 29, 9)
    assert add_months(at(2026, 12, 15, 9), 1) == at(2027, 1, 15, 9)
    assert add_months(at(2026, 3, 31, 9), -6) == at(2025, 9, 30, 9)


@given(
    aware=st.datetimes(datetime(2025, 1, 17), datetime(2030, 1, 1), timezones=st.just(PARIS)),
    wait=st.timedeltas(timedelta(0), timedelta(days=5)),
)
@settings(max_examples=60, deadline=None)
def test_deadlines_come_in_order_after_the_classification(aware: datetime, wait: timedelta) -> None:
    classified = (aware.astimezone(UTC) + wait).astimezone(PARIS)
    moments = {"aware_at": aware.astimezone(UTC), "classified_at": classified.astimezone(UTC)}
    deadlines = classify(MAJOR | moments).deadlines
    assert deadlines is not None
    assert deadlines.initial is not None
    assert deadlines.intermediate is not None
    assert deadlines.final is not None
    assert moments["classified_at"] <= deadlines.initial < deadlines.intermediate < deadlines.final
    assert deadlines.initial <= moments["classified_at"] + timedelta(hours=4)
    assert timedelta(days=28) <= deadlines.final - deadlines.intermediate <= timedelta(days=31)


@pytest.mark.parametrize(
    ("facts", "message"),
    [
        ({"client_pct": 3}, "unknown fact 'client_pct'; the facts are critical"),
        ({"clients_pct": 101}, "clients_pct is 101"),
        ({"clients_pct": -1}, "clients_pct is -1"),
        ({"clients_n": 1.5}, "whole number"),
        ({"critical": "yes"}, "critical is 'yes'"),
        ({"cost_eur": "many"}, "cost_eur is 'many'"),
        ({"downtime_h": True}, "downtime_h is True"),
        ({"reference": 7}, "reference is 7"),
        ({"aware_at": datetime(2026, 1, 1)}, "without a time zone"),
        ({"aware_at": "yesterday"}, "aware_at is 'yesterday'"),
        ({"aware_at": 5}, "aware_at is 5"),
        ({"aware_at": "2026-01-02T00:00Z", "classified_at": "2026-01-01T00:00Z"}, "lies before"),
        ({"data_loss": True, "data_losses": True}, "twice"),
    ],
)
def test_bad_facts_are_refused(facts: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        classify(facts)


def test_the_present_needs_a_time_zone() -> None:
    verdict: Classification = classify(MAJOR)
    assert verdict.deadlines is not None
    with pytest.raises(ValueError, match="time zone"):
        deadline_clock(verdict.deadlines, datetime(2026, 1, 1))


# Reputation


def test_market_value_falls_with_the_loss_and_twice_after_internal_fraud() -> None:
    external, fraud = reputation_loss(5.0, "external"), reputation_loss(5.0, "internal_fraud")
    assert (external.total, external.lower_bound) == (5.0, False)
    assert (fraud.total, fraud.lower_bound) == (10.0, True)
    assert reputation_loss(5.0, "damage", multiplier=1.5).total == 7.5


def test_reputation_of_other_events_needs_a_multiplier() -> None:
    with pytest.raises(ValueError, match="state a multiplier"):
        reputation_loss(5.0, "damage")
    with pytest.raises(ValueError, match="multiplier is 0"):
        reputation_loss(5.0, "external", multiplier=0.5)
    with pytest.raises(ValueError, match="operational_loss is -1"):
        reputation_loss(-1.0, "external")
