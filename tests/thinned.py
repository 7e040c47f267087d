"""Sweeps of which `make test` passes one case in so many, spread over the whole; `make test-all` all."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest


def one_in(every: int, cases: Iterable[Any]) -> list[Any]:
    """``cases`` for ``pytest.mark.parametrize``: all but each ``every``-th are left to `make test-all`."""
    return [
        pytest.param(*(case if isinstance(case, tuple) else (case,)), marks=pytest.mark.exhaustive)
        if place % every
        else case
        for place, case in enumerate(cases)
    ]
