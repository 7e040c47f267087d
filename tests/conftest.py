"""What all tests share: a home for snapshots that is nobody's own, and the demonstration data in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

settings.register_profile(
    "vigie", deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("vigie")


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demonstration snapshot, built once for all workers of a run.

    Snapshots are named by their content and put in place in one step: two workers that build the same one
    do no harm.
    """
    own = tmp_path_factory.getbasetemp()
    # Workers of one run share the folder above theirs; without workers that folder is every run's.
    home = (own.parent if "PYTEST_XDIST_WORKER" in os.environ else own) / "vigie-home"
    before = os.environ.get("VIGIE_HOME")
    os.environ["VIGIE_HOME"] = str(home)
    try:
        from data.build import build_base

        build_base()
    finally:
        if before is None:
            del os.environ["VIGIE_HOME"]
        else:
            os.environ["VIGIE_HOME"] = before
    return home
