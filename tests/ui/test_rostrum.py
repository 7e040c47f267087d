"""Where a presentation stands: who may move it, who only watches, and when it is forgotten."""

import pytest

from ui import rostrum


def test_an_audience_sees_where_the_presentation_stands_and_cannot_move_it() -> None:
    key = rostrum.new_key()
    watched = rostrum.for_audience(key)
    assert rostrum.stands(watched) is None
    placed = rostrum.turn(key, "third")
    assert rostrum.stands(watched) == rostrum.stands(key) == placed
    assert key not in watched
    assert rostrum.for_audience(watched) == watched
    with pytest.raises(ValueError, match="an audience"):
        rostrum.turn(watched, "fourth")
    assert rostrum.stands(key) == placed


def test_only_a_change_is_a_turn() -> None:
    key = rostrum.new_key()
    first = rostrum.turn(key, "third")
    assert rostrum.turn(key, "third") == first
    assert rostrum.turn(key, "fourth").turn == first.turn + 1


def test_presentations_are_forgotten_after_hours_and_their_number_is_bounded(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    old = rostrum.new_key()
    rostrum.turn(old, "third")
    keys = [rostrum.new_key() for _place in range(rostrum.KEPT_AT_MOST)]
    for key in keys:
        rostrum.turn(key, "first")
    assert rostrum.stands(old) is None
    assert rostrum.stands(keys[0]) is not None
    monkeypatch.setattr("time.monotonic", lambda: 1e12)
    assert rostrum.stands(keys[-1]) is None


@pytest.mark.parametrize("text", ["", "a.", "../../etc/passwd", "x" * 23, "a." + "g" * 24, "'" * 22])
def test_what_is_no_key_is_not_taken_for_one(text: str) -> None:
    assert not rostrum.valid(text)


def test_keys_are_told_apart() -> None:
    key = rostrum.new_key()
    assert rostrum.valid(key)
    assert rostrum.drives(key)
    assert rostrum.valid(rostrum.for_audience(key))
    assert not rostrum.drives(rostrum.for_audience(key))
