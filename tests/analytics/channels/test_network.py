"""A network of counters: each sized on its own, nothing lost when one closes, whole people released."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.channels.network import network_release, site_arrivals, size_networks, staff_network
from analytics.channels.staffing import erlang_c, required_agents, required_agents_each

HANDLING = 270.0
(ONE,) = size_networks([[[1.0]]], HANDLING)
DAY = np.array([8.0, 13, 14, 13, 9, 8, 10, 9])


def test_many_rates_at_once_need_what_each_needs_alone() -> None:
    rates = np.random.default_rng(3).gamma(2.0, 12.0, (7, 9))
    rates[2, 3] = 0.0
    for patience in (None, 120.0):
        together = required_agents_each(rates, 240, 0.8, target_seconds=60, patience_seconds=patience)
        alone = [
            required_agents(rate, 240, 0.8, target_seconds=60, patience_seconds=patience)
            for rate in rates.ravel()
        ]
        assert together.ravel().tolist() == alone


@settings(max_examples=25, deadline=None)
@given(
    rates=st.lists(st.floats(0, 400), min_size=1, max_size=12),
    level=st.floats(0.5, 0.98),
    target=st.floats(0, 900),
)
def test_the_number_found_is_enough_and_one_fewer_is_not(
    rates: list[float], level: float, target: float
) -> None:
    for rate, agents in zip(
        rates, required_agents_each(rates, HANDLING, level, target_seconds=target), strict=True
    ):
        if rate == 0:
            assert agents == 0
            continue
        assert erlang_c(rate, HANDLING, int(agents), target_seconds=target).service_level >= level
        if agents > 1:
            fewer = erlang_c(rate, HANDLING, int(agents) - 1, target_seconds=target)
            assert not (fewer.stable and fewer.service_level >= level)


def test_a_network_of_one_site_is_that_site() -> None:
    (sized,) = size_networks([DAY[None, :]], HANDLING, minimum_agents=0)
    found = staff_network(sized, hours_per_person=8, shrinkage=0.2)
    agents = [required_agents(rate, HANDLING, 0.8, target_seconds=600) for rate in DAY]
    assert sized.agents.tolist() == agents
    assert found.full_time_equivalents == pytest.approx(sum(agents) / (8 * 0.8))
    assert found.people == int(np.ceil(sum(agents) / (8 * 0.8)))
    assert sized.table["work_hours"].iloc[0] == pytest.approx(DAY.sum() * HANDLING / 3600)


def test_a_hundred_branches_that_need_a_little_less_release_nobody() -> None:
    # Two people at least: 0.3 Erlang or 0.27 Erlang, the counter needs both.
    before = np.full((100, 8), 4.0)
    first, second = (
        staff_network(sized, hours_per_person=8, shrinkage=0.0)
        for sized in size_networks([before, 0.9 * before], HANDLING)
    )
    released = network_release(first, second)
    assert (first.people, released.people, released.sites) == (200, 0, 0)
    assert released.people_in_theory == pytest.approx(20.0)


def test_a_site_that_closes_hands_its_customers_to_the_others() -> None:
    sites = np.array([[1.0, 1.0], [10.0, 20.0], [20.0, 40.0]])
    (found,) = size_networks([sites], HANDLING, closing_arrivals=5.0)
    assert found.sites_open == 2
    assert staff_network(found, hours_per_person=8).by_site[0] == 0
    assert found.table["arrivals"].tolist() == pytest.approx([0.0, 30 + 2 / 3, 60 + 4 / 3])
    # A site that may stay whatever its volume does.
    (kept,) = size_networks([sites], HANDLING, closing_arrivals=[0.0, 5.0, 5.0])
    assert kept.sites_open == 3


def test_nobody_sits_at_a_counter_that_is_shut() -> None:
    week = site_arrivals([1.0, 3.0], np.array([0.0, 8.0, 0.0]))
    (found,) = size_networks([week], HANDLING)
    assert found.agents.tolist() == [0.0, 4.0, 0.0]


@settings(max_examples=40, deadline=None)
@given(
    volumes=st.lists(st.floats(0.1, 1e4), min_size=1, max_size=8),
    week=st.lists(st.floats(0, 1e4), min_size=1, max_size=8),
    closing=st.floats(0, 1e3),
)
def test_no_customer_is_lost_on_the_way(volumes: list[float], week: list[float], closing: float) -> None:
    rates = site_arrivals(volumes, week)
    assert rates.sum() == pytest.approx(sum(week))
    if (rates.sum(axis=1) < closing).all():
        with pytest.raises(ValueError, match="closing_arrivals must leave a site open"):
            size_networks([rates], 60, closing_arrivals=closing)
        return
    (found,) = size_networks([rates], 60, closing_arrivals=closing)
    assert found.table["arrivals"].sum() == pytest.approx(sum(week))
    staffed = staff_network(found, hours_per_person=8)
    assert staffed.people >= staffed.full_time_equivalents - 1e-6


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: size_networks([np.ones(3)], 60), "cases must each have the shape"),
        (lambda: size_networks([[[-1.0]]], 60), "cases must be .* at least 0"),
        (lambda: staff_network(ONE, hours_per_person=0), "hours_per_person must be"),
        (lambda: staff_network(ONE, hours_per_person=8, shrinkage=1), "shrinkage must be"),
        (lambda: size_networks([[[1.0]]], 60, minimum_agents=0.5), "minimum_agents"),
        (lambda: size_networks([[[1.0]]], 0), "handling_seconds must be"),
        (lambda: site_arrivals([0.0], [1.0]), "volumes must have at least one above 0"),
        (lambda: required_agents_each([-1.0], 60), "calls_per_hour must be"),
    ],
)
def test_what_cannot_be_is_refused_by_name(call, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        call()


def test_networks_of_different_size_are_not_compared() -> None:
    one, two = (
        staff_network(sized, hours_per_person=8)
        for sized in size_networks([np.ones((1, 2)), np.ones((2, 2))], HANDLING)
    )
    with pytest.raises(ValueError, match="after must have the 1 sites"):
        network_release(one, two)
