"""The store of results: nobody waits for another's computation, and it never outgrows its bytes."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd
import pytest

from studies import core, keep
from studies.keep import Store

PATIENCE = 20.0
MEBIBYTE = 1024 * 1024


class Slow:
    """A computation that begins, is seen to have begun, and ends when it is told to."""

    def __init__(self, outcome: object) -> None:
        self.outcome, self.runs = outcome, 0
        self.begun, self.may_end = threading.Event(), threading.Event()

    def __call__(self) -> object:
        self.runs += 1
        self.begun.set()
        assert self.may_end.wait(PATIENCE)
        if isinstance(self.outcome, BaseException):
            raise self.outcome
        return self.outcome


def _never() -> object:
    raise AssertionError("this is kept and not to be computed again")


def _joined(store: Store, count: int) -> None:
    """Wait until so many wait for somebody else's computation."""
    arrived = threading.Event()

    def look() -> None:
        while store.figures().joined < count:
            pass
        arrived.set()

    threading.Thread(target=look, daemon=True).start()
    assert arrived.wait(PATIENCE)


@pytest.fixture
def pool() -> ThreadPoolExecutor:
    with ThreadPoolExecutor(8) as made:
        yield made


def test_a_result_kept_is_found_while_another_is_being_computed(pool: ThreadPoolExecutor) -> None:
    store, slow = Store(MEBIBYTE), Slow("late")
    assert store.get("b", lambda: "kept") == "kept"
    running = pool.submit(store.get, "a", slow)
    assert slow.begun.wait(PATIENCE)
    assert pool.submit(store.get, "b", _never).result(PATIENCE) == "kept"
    assert pool.submit(store.get, "c", lambda: "other").result(PATIENCE) == "other"
    assert not running.done()
    slow.may_end.set()
    assert running.result(PATIENCE) == "late"


def test_a_page_is_drawn_from_what_is_kept_while_another_page_is_computed(pool: ThreadPoolExecutor) -> None:
    slow = Slow("late")

    @core.cached
    def read(key: str) -> object:
        return slow() if key == "cold" else key

    assert read("warm") == "warm"
    running = pool.submit(read, "cold")
    assert slow.begun.wait(PATIENCE)
    try:
        assert pool.submit(read, "warm").result(PATIENCE) == "warm"
    finally:
        slow.may_end.set()
    assert running.result(PATIENCE) == "late"


def test_what_several_ask_for_at_once_is_computed_once(pool: ThreadPoolExecutor) -> None:
    store, slow = Store(MEBIBYTE), Slow("one")
    first = pool.submit(store.get, "a", slow)
    assert slow.begun.wait(PATIENCE)
    others = [pool.submit(store.get, "a", slow) for _visitor in range(5)]
    _joined(store, 5)
    slow.may_end.set()
    assert {each.result(PATIENCE) for each in (first, *others)} == {"one"}
    assert slow.runs == 1
    figures = store.figures()
    assert (figures.misses, figures.joined, figures.hits, figures.under_way) == (1, 5, 0, 0)


def test_a_failure_is_told_to_all_who_wait_and_is_not_kept(pool: ThreadPoolExecutor) -> None:
    store, slow = Store(MEBIBYTE), Slow(ValueError("no such month"))
    first = pool.submit(store.get, "a", slow)
    assert slow.begun.wait(PATIENCE)
    others = [pool.submit(store.get, "a", _never) for _visitor in range(3)]
    _joined(store, 3)
    slow.may_end.set()
    for each in (first, *others):
        with pytest.raises(ValueError, match="no such month"):
            each.result(PATIENCE)
    assert store.figures().entries == 0
    assert store.get("a", lambda: "now it is there") == "now it is there"


def test_a_visitor_who_leaves_in_the_middle_leaves_the_work_to_one_who_waits(
    pool: ThreadPoolExecutor,
) -> None:
    class Left(BaseException):
        """What the framework raises where the reader has gone."""

    store, slow = Store(MEBIBYTE), Slow(Left())
    first = pool.submit(store.get, "a", slow)
    assert slow.begun.wait(PATIENCE)
    others = [pool.submit(store.get, "a", lambda: "done") for _visitor in range(3)]
    _joined(store, 3)
    slow.may_end.set()
    with pytest.raises(Left):
        first.result(PATIENCE)
    assert [each.result(PATIENCE) for each in others] == ["done"] * 3


def _rows(count: int) -> Callable[[], np.ndarray]:
    return lambda: np.zeros(count, dtype=np.uint8)


def test_the_longest_unused_go_when_the_bytes_are_spent() -> None:
    store = Store(4000)
    for key in "abc":
        store.get(key, _rows(800))
    store.get("a", _never)
    store.get("d", _rows(800))
    figures = store.figures()
    assert (figures.entries, figures.evicted) == (3, 1)
    assert figures.held_bytes == 3 * (800 + 512) <= figures.most_bytes
    for key in "acd":
        store.get(key, _never)
    recomputed = []
    store.get("b", lambda: recomputed.append("b") or np.zeros(1))
    assert recomputed == ["b"]


def test_what_is_larger_than_all_the_room_is_answered_and_not_kept() -> None:
    store = Store(4000)
    store.get("a", _rows(800))
    assert len(store.get("huge", _rows(9000))) == 9000
    store.get("a", _never)
    assert store.figures().entries == 1


def test_nothing_is_a_result_too() -> None:
    store = Store(MEBIBYTE)
    assert store.get("a", lambda: None) is None
    assert store.get("a", _never) is None


@dataclass(frozen=True)
class _Result:
    rows: pd.DataFrame
    draws: np.ndarray
    by_name: dict[str, pd.Series]


def test_a_result_weighs_what_its_frames_and_arrays_weigh() -> None:
    rows = pd.DataFrame({"value": np.zeros(10_000)})
    series = pd.Series(np.zeros(5_000))
    result = _Result(rows, np.zeros((100, 100)), {"one": series, "same": series})
    exact = 8 * (10_000 + 10_000 + 5_000)
    assert exact <= keep.size_of(result) <= exact + 4096
    assert keep.size_of(np.zeros(10_000)[:10]) == 80_000, "a view keeps the whole of what it looks at"


def test_what_is_made_later_weighs_what_it_is_made_from() -> None:
    rows = pd.DataFrame({"value": np.zeros(10_000)})
    assert 80_000 <= keep.size_of(partial(len, rows)) <= 84_096
    assert 80_000 <= keep.size_of(lambda: len(rows)) <= 84_096


def test_what_a_page_does_to_its_frame_never_reaches_the_one_kept() -> None:
    @core.cached
    def read(name: str) -> pd.DataFrame:
        return pd.DataFrame({"value": [1.0, 2.0]})

    mine = read("x")
    mine["value"] = 0.0
    mine["more"] = 1
    pd.testing.assert_frame_equal(read("x"), pd.DataFrame({"value": [1.0, 2.0]}))


def test_the_figures_of_the_cache_can_be_read_in_one_place(nothing_kept: None) -> None:
    @core.cached
    def read(name: str) -> str:
        return name

    before = core.cache_figures()
    assert [read("new"), read("new"), read("other")] == ["new", "new", "other"]
    after = core.cache_figures()
    assert (after.hits - before.hits, after.misses - before.misses) == (1, 2)
    assert 0 < after.held_bytes <= after.most_bytes == core.MOST_BYTES
    core.forget()
    assert core.cache_figures().held_bytes == 0
    assert core.cache_figures().hits == after.hits


def test_the_same_question_put_to_two_functions_is_two_questions() -> None:
    @core.cached
    def one(name: str) -> str:
        return f"one {name}"

    @core.cached
    def two(name: str) -> str:
        return f"two {name}"

    assert (one("x"), two("x"), one(name="x")) == ("one x", "two x", "one x")
