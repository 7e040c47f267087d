"""Work counted in calls: the same on every machine, however busy. Seconds are what `make bench` measures."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FrameType


def calls(work: Callable[[], object]) -> int:
    """How many functions ``work`` calls, those of extension modules included.

    What is computed on whole arrays calls as many for a thousand rows as for ten; a loop over rows does not.
    Caches are filled and late imports done by whoever called ``work``, or a smaller one, before.
    """
    count = 0

    def called(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    before = sys.getprofile()
    sys.setprofile(called)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count
