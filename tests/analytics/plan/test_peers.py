"""Bands of peers: published quartiles of a line, nothing told of too few, better is better whichever way."""

import numpy as np
import pytest

from analytics.plan.peers import LEAST, band, distance, place


def test_quartiles_of_one_to_five_are_two_three_and_four() -> None:
    found = band([5, 1, 4, 2, 3, np.nan])
    assert found is not None
    assert (found.low, found.middle, found.high, found.count) == (2, 3, 4, 5)


def test_fewer_than_five_peers_are_never_told_of() -> None:
    assert band(np.arange(LEAST - 1)) is None
    assert band([1, 2, 3, 4, np.nan, np.inf]) is None


@pytest.mark.parametrize(("value", "higher", "lower"), [(5, "better", "worse"), (1, "worse", "better")])
def test_the_quarter_depends_on_what_is_good(value: float, higher: str, lower: str) -> None:
    peers = band([1, 2, 3, 4, 5])
    assert peers is not None
    assert place(value, peers, higher_is_better=True) == higher
    assert place(value, peers, higher_is_better=False) == lower
    assert place(3, peers, higher_is_better=True) == "middle"
    assert distance(value, peers, higher_is_better=False) == -distance(value, peers, higher_is_better=True)
    assert distance(1, peers, higher_is_better=False) == 1.0


def test_peers_that_are_all_alike_place_what_differs_at_an_end() -> None:
    peers = band([2.0] * 5)
    assert peers is not None
    assert distance(2.0, peers, higher_is_better=True) == 0
    assert distance(3.0, peers, higher_is_better=True) == np.inf
    with pytest.raises(ValueError, match="finite"):
        place(np.nan, peers, higher_is_better=True)
