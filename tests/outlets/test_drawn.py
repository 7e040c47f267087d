"""The process that draws: its pictures, its failures, and that it comes back."""

from __future__ import annotations

import pytest

from ui.outlets.drawn import Draughtsman, NotDrawn

BARS = {
    "data": {"values": [{"a": "x", "b": 1}]},
    "mark": "bar",
    "encoding": {"x": {"field": "a"}, "y": {"field": "b", "type": "quantitative"}},
}


@pytest.fixture
def draughtsman():
    made = Draughtsman()
    yield made
    made.end()


def test_it_draws_vectors_and_dots_and_says_what_it_cannot(draughtsman: Draughtsman) -> None:
    assert draughtsman.draw("svg", BARS).startswith(b"<svg")
    assert draughtsman.draw("png", BARS).startswith(b"\x89PNG")
    with pytest.raises(NotDrawn):
        draughtsman.draw("svg", {"mark": 7})
    assert draughtsman.draw("svg", BARS).startswith(b"<svg")


def test_where_its_process_was_ended_another_draws(draughtsman: Draughtsman) -> None:
    first = draughtsman.draw("svg", BARS)
    process = draughtsman._process
    assert process is not None
    process.kill()
    process.wait()
    assert draughtsman.draw("svg", BARS) == first


def test_a_drawing_without_end_is_given_up() -> None:
    hasty = Draughtsman(seconds=0.0)
    with pytest.raises(NotDrawn):
        hasty.draw("svg", BARS)
    hasty.end()
