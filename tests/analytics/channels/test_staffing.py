"""Erlang B, C and A against published figures, their identities and a plain birth-death chain."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import integrate, stats

from analytics.channels.staffing import (
    erlang_a,
    erlang_b,
    erlang_c,
    full_time_equivalents,
    required_agents,
    staffing_curve,
    staffing_schedule,
)

CALLS, HANDLING = 200, 180


def test_the_textbook_call_centre() -> None:
    service = erlang_c(CALLS, HANDLING, 14, target_seconds=20)
    assert service.load == pytest.approx(10)
    assert service.waiting_probability == pytest.approx(0.17413193359504983, rel=1e-12)
    assert service.service_level == pytest.approx(0.8883500191794669, rel=1e-12)
    assert service.average_speed_of_answer == pytest.approx(7.835937011777, rel=1e-12)
    assert service.occupancy == pytest.approx(0.7142857, abs=1e-7)
    # Little's law.
    assert service.average_queue == pytest.approx(CALLS / 3600 * service.average_speed_of_answer)


@pytest.mark.parametrize(
    ("agents", "waiting"),
    [(11, 0.6821182), (12, 0.4493882), (13, 0.2852705), (14, 0.1741319), (15, 0.1020424)],
)
def test_the_chance_of_waiting_for_ten_erlangs(agents: int, waiting: float) -> None:
    assert erlang_c(CALLS, HANDLING, agents).waiting_probability == pytest.approx(waiting, abs=5e-8)


@pytest.mark.parametrize("load", [0.3, 10, 180, 2500])
@pytest.mark.parametrize("ratio", [0.8, 1.0, 1.05, 1.3])
def test_erlang_b_is_the_poisson_law_cut_off_at_the_agents(load: float, ratio: float) -> None:
    agents = max(1, round(load * ratio))
    expected = stats.poisson.pmf(agents, load) / stats.poisson.cdf(agents, load)
    assert erlang_b(load, agents) == pytest.approx(expected, rel=1e-9)


def test_erlang_b_at_its_ends() -> None:
    assert erlang_b(0.0, 5) == 0.0
    assert erlang_b(3.0, 0) == 1.0
    assert erlang_b(0.0, 0) == 1.0


@settings(max_examples=60, deadline=None)
@given(load=st.floats(0.01, 3000), spare=st.integers(1, 200))
def test_erlang_c_follows_from_erlang_b_by_cooper_s_identity(load: float, spare: int) -> None:
    agents = math.ceil(load) + spare
    # C(n) = a B(n-1) / (n - a + a B(n-1)): the same probability without B(n).
    blocked = erlang_b(load, agents - 1)
    expected = load * blocked / (agents - load + load * blocked)
    assert erlang_c(load * 20, 180, agents).waiting_probability == pytest.approx(expected, rel=1e-9)


@pytest.mark.parametrize("agents", [5, 10])
def test_without_enough_agents_the_queue_has_no_end_and_says_so(agents: int) -> None:
    service = erlang_c(CALLS, HANDLING, agents)
    assert not service.stable
    assert (service.waiting_probability, service.service_level, service.occupancy) == (1.0, 0.0, 1.0)
    assert math.isinf(service.average_speed_of_answer)


def test_patience_as_long_as_a_call_makes_the_queue_a_poisson_law() -> None:
    # Every state leaves at rate k / h then: M/M/infinity.
    service = erlang_a(CALLS, HANDLING, 14, patience_seconds=HANDLING)
    assert service.waiting_probability == pytest.approx(0.13553557738, rel=1e-10)
    assert service.waiting_probability == pytest.approx(stats.poisson.sf(13, 10), rel=1e-12)


def chain(arrival: float, service: float, agents: int, leaving: float, target: float) -> dict[str, float]:
    """The birth-death chain itself, with the wait in each state from its differential equations."""
    states = 400
    k = np.arange(1, states)
    down = service * np.minimum(k, agents) + leaving * np.maximum(0, k - agents)
    p = np.concatenate([[1.0], np.cumprod(arrival / down)])
    p /= p.sum()
    waiting = p[agents:]
    queue = np.arange(states - agents)
    # The place of one caller in the queue, until served (absorbed) or gone: rates from place to place.
    places = 120
    ahead = agents * service + leaving * np.arange(places)

    def flow(_: float, x: np.ndarray) -> np.ndarray:
        place, out = x[:places], -(ahead + leaving) * x[:places]
        out[:-1] += ahead[1:] * place[1:]
        return np.append(out, ahead[0] * place[0])

    start = np.append(waiting[:places], 0.0)
    end = integrate.solve_ivp(flow, (0, target), start, rtol=1e-11, atol=1e-14, method="LSODA").y[-1, -1]
    return {
        "waiting": waiting.sum(),
        "abandonment": leaving * (waiting @ queue) / arrival,
        "service_level": p[:agents].sum() + end,
    }


@pytest.mark.parametrize(
    ("calls", "handling", "agents", "patience", "target"),
    [(200, 180, 14, 180, 20), (200, 180, 11, 60, 20), (200, 180, 8, 120, 30), (40, 240, 5, 600, 10)],
)
def test_erlang_a_is_the_chain_it_describes(
    calls: float, handling: float, agents: int, patience: float, target: float
) -> None:
    expected = chain(calls / 3600, 1 / handling, agents, 1 / patience, target)
    service = erlang_a(calls, handling, agents, patience, target_seconds=target)
    assert service.waiting_probability == pytest.approx(expected["waiting"], rel=1e-9)
    assert service.abandonment == pytest.approx(expected["abandonment"], rel=1e-9)
    assert service.service_level == pytest.approx(expected["service_level"], rel=1e-6)


def test_erlang_a_s_speed_of_answer_is_the_tail_of_the_answered_waits() -> None:
    service = erlang_a(CALLS, HANDLING, 11, 120)
    # Mean of a positive wait = integral of the chance to wait longer, among those answered.
    answered = 1 - service.abandonment
    later, _ = integrate.quad(
        lambda t: answered - erlang_a(CALLS, HANDLING, 11, 120, target_seconds=t).service_level, 0, 1200
    )
    assert service.average_speed_of_answer == pytest.approx(later / answered, rel=1e-6)


def test_endless_patience_is_erlang_c_and_none_is_erlang_b() -> None:
    patient, c = erlang_a(CALLS, HANDLING, 12, 1e10), erlang_c(CALLS, HANDLING, 12)
    assert patient.waiting_probability == pytest.approx(c.waiting_probability, rel=1e-6)
    assert patient.service_level == pytest.approx(c.service_level, rel=1e-6)
    assert patient.average_speed_of_answer == pytest.approx(c.average_speed_of_answer, rel=1e-5)
    hurried = erlang_a(CALLS, HANDLING, 12, 1e-6)
    assert hurried.abandonment == pytest.approx(erlang_b(10, 12), rel=1e-5)


@settings(max_examples=60, deadline=None)
@given(
    calls=st.floats(0, 50_000),
    handling=st.floats(10, 900),
    agents=st.integers(1, 3000),
    patience=st.floats(5, 3600),
)
def test_erlang_a_obeys_its_laws_at_any_load(
    calls: float, handling: float, agents: int, patience: float
) -> None:
    service = erlang_a(calls, handling, agents, patience)
    shares = (service.waiting_probability, service.service_level, service.occupancy, service.abandonment)
    assert all(-1e-9 <= share <= 1 + 1e-9 for share in shares)
    # Who is not served has hung up: answered and abandoned make all calls.
    assert service.occupancy * agents == pytest.approx(service.load * (1 - service.abandonment), rel=1e-9)
    assert service.service_level + service.abandonment <= 1 + 1e-9
    # Heavy overload: agents always busy, the excess hangs up.
    assert service.abandonment >= 1 - agents / service.load - 1e-9 if service.load > 0 else True


@pytest.mark.parametrize("patience", [None, 120.0])
@pytest.mark.parametrize("calls", [3.0, 200.0, 6_000.0, 60_000.0])
def test_required_agents_are_enough_and_one_fewer_is_not(calls: float, patience: float | None) -> None:
    agents = required_agents(calls, HANDLING, 0.8, patience_seconds=patience)
    around = staffing_curve(calls, HANDLING, [max(1, agents - 1), agents], patience_seconds=patience)
    assert around["service_level"].iloc[1] >= 0.8
    if agents > 1:
        assert around["service_level"].iloc[0] < 0.8


def test_required_agents_at_the_textbook_centre() -> None:
    assert required_agents(CALLS, HANDLING, 0.8) == 14
    assert required_agents(CALLS, HANDLING, service_level=0.8883, target_seconds=20) == 14
    assert required_agents(CALLS, HANDLING, 0.89) == 15
    assert required_agents(CALLS, HANDLING, 0.8, maximum_occupancy=0.65) == 16
    assert required_agents(0, HANDLING, 0.8) == 0


def test_callers_who_hang_up_need_fewer_agents() -> None:
    assert required_agents(2000, HANDLING, 0.8, patience_seconds=60) < required_agents(2000, HANDLING, 0.8)


def test_a_day_becomes_people_on_the_payroll() -> None:
    arrivals = [0, 0, 60, 200, 200, 120, 0]
    schedule = staffing_schedule(arrivals, HANDLING, 0.8, hours_per_person=7, shrinkage=0.3)
    agents = [required_agents(rate, HANDLING, 0.8) for rate in arrivals]
    assert schedule.table["agents"].tolist() == agents
    assert schedule.full_time_equivalents == pytest.approx(sum(agents) / (7 * 0.7))
    assert schedule.people == math.ceil(schedule.full_time_equivalents)
    assert 0.8 <= schedule.service_level < 1
    assert schedule.occupancy == pytest.approx(sum(arrivals) * HANDLING / 3600 / sum(agents))
    assert schedule.abandonment == 0.0


def test_a_day_without_calls_needs_nobody() -> None:
    idle = staffing_schedule([0, 0], HANDLING, hours_per_person=8)
    assert (idle.people, idle.full_time_equivalents, idle.occupancy, idle.service_level) == (0, 0, 0, 1)


def test_half_hours_and_absences_count() -> None:
    assert full_time_equivalents([10, 10], hours_per_person=40, interval_hours=0.5, shrinkage=0.2) == (
        pytest.approx(10 / 32)
    )


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: erlang_c(-1, 180, 3), "calls_per_hour must be finite and at least 0, got -1"),
        (lambda: erlang_c(1, 0, 3), "handling_seconds must be finite and above 0"),
        (lambda: erlang_c(1, 180, 2.5), "agents must be a whole number of at least 1"),
        (lambda: erlang_c(1, 180, 0), "agents must be finite and at least 1"),
        (lambda: erlang_c(1, 180, 3, target_seconds=-1), "target_seconds"),
        (lambda: erlang_a(1, 180, 3, 0), "patience_seconds must be finite and above 0"),
        (lambda: erlang_a(1, 180, 3, math.inf), "patience_seconds must be finite"),
        (lambda: erlang_b(math.nan, 3), "load must be finite"),
        (lambda: required_agents(1, 180, 1.0), r"service_level must be in \(0, 1\)"),
        (lambda: required_agents(1e9, 180, 0.8), "over 100,000 agents"),
        (lambda: required_agents(1, 180, maximum_occupancy=0), r"maximum_occupancy must be in \(0, 1\]"),
        (lambda: staffing_schedule([], 180, hours_per_person=8), "one row of intervals"),
        (lambda: staffing_schedule([[1]], 180, hours_per_person=8), "one row of intervals"),
        (
            lambda: full_time_equivalents([1], hours_per_person=8, shrinkage=1),
            r"shrinkage must be in \[0, 1\)",
        ),
    ],
)
def test_bad_queues_are_refused_by_name(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()
