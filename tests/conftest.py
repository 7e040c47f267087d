"""What all tests share: the same examples on every run, an order for two workers, and demonstration data."""

from __future__ import annotations

import fcntl
import functools
import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from hypothesis import HealthCheck, settings

# `make test` tries the same examples on every machine and every day: a change that it fails is at fault
# itself. `make fuzz` looks for examples that nobody has seen yet.
_EITHER: Final = {
    "deadline": None,
    "suppress_health_check": [HealthCheck.too_slow],
    "print_blob": True,
    "database": None,
}
settings.register_profile("same", derandomize=True, max_examples=60, **_EITHER)
settings.register_profile("quick", derandomize=True, max_examples=15, **_EITHER)
settings.register_profile("fuzz", derandomize=False, max_examples=300, **_EITHER)
settings.load_profile("same")

# Tests that need what a bare machine has not: left out unless `-m` asks for them by name.
OPT_IN: Final = {
    "spark": "needs spark; set-up in docs/SCALE.md, run with -m spark",
    "objects": "needs an object storage; set-up in docs/SCALE.md, run with -m objects",
    "published": "reads published files; set-up in CONTRIBUTING.md, run with -m published",
}
HERE: Final = Path(__file__).resolve().parent
PAGES: Final = HERE / "pages"
# Tests that ask the server of tests/served/conftest.py.
ON_THE_SHARED_SERVER: Final = ("test_doors.py", "test_operated.py")
# Each of these takes a twentieth and more of a minute, and make quick has little more than one.
NOT_QUICK: Final = frozenset(
    {
        *("test_attack.py", "test_recipes.py", "test_supply.py"),
        *("data/channel_log", "data/test_archive.py", "data/test_build.py", "data/test_demo.py"),
        *("data/test_queries.py", "data/test_snapshots.py"),
        *(f"data/ingest/test_{name}.py" for name in ("business_files", "command_line", "cost_ledger")),
        *(f"data/ingest/test_{name}.py" for name in ("hostile_files", "loading", "log_file", "refresh")),
        *(f"data/ingest/test_{name}.py" for name in ("round_trip", "typed", "units", "words")),
        *(f"analytics/adoption/test_{name}.py" for name in ("curves", "forecast", "other_families")),
        *(f"analytics/risk/test_{name}.py" for name in ("grade_moves", "loss_envelope", "losses")),
        *(f"analytics/risk/test_{name}.py" for name in ("measured", "profile")),
        *("ui/report", "ui/test_chain.py", "ui/test_comparison.py", "ui/test_measured_bank.py"),
        *("ui/test_objections.py", "ui/test_objections_hold.py"),
    }
)


def pytest_configure(config: pytest.Config) -> None:
    for name, need in OPT_IN.items():
        config.addinivalue_line("markers", f"{name}: {need}")


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Not even read are files of which make quick passes nothing."""
    if config.getoption("markexpr") != "quick" or not collection_path.is_relative_to(HERE):
        return None
    return _left_out(collection_path.relative_to(HERE)) or None


def _left_out(place: Path) -> bool:
    return not NOT_QUICK.isdisjoint(each.as_posix() for each in (place, *place.parents))


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    wanted = config.getoption("markexpr") or ""
    left_out = {
        item for item in items if any(item.get_closest_marker(name) and name not in wanted for name in OPT_IN)
    }
    if left_out:
        config.hook.pytest_deselected(items=list(left_out))
    kept = [item for item in items if item not in left_out]
    for item in kept:
        _group(item)
        if _is_quick(item):
            item.add_marker("quick")
    # Workers take tests in this order: what takes long comes first, so that none is left alone with it.
    items[:] = sorted(kept, key=_rank)


def _group(item: pytest.Item) -> None:
    """Keep the tests of a file on one worker: what the file builds or draws for all of them is made once.

    A page in a sweep over all pages goes with the file of its own. All journeys go to one worker, with one
    server and one browser: it waits for them, and the other cores belong to the other workers meanwhile.
    """
    if any(item.get_closest_marker(name) for name in ("xdist_group", "checks")):
        return
    if item.get_closest_marker("browser"):
        item.add_marker(pytest.mark.xdist_group("browser"))
        return
    if item.path.name in ON_THE_SHARED_SERVER:
        item.add_marker(pytest.mark.xdist_group("doors"))
        return
    given = getattr(item, "callspec", None)
    entry = given.params.get("entry") if given else None
    if item.path.parent == PAGES and entry is not None:
        path = _tests_of(Path(entry.script).stem)
    else:
        path = item.path
    item.add_marker(pytest.mark.xdist_group(path.relative_to(HERE).as_posix()))


def _is_quick(item: pytest.Item) -> bool:
    """What a minute can tell: models, data, words, charts, and every page opened once, in French."""
    if any(item.get_closest_marker(name) for name in ("browser", "slow", "exhaustive")):
        return False
    place = item.path.relative_to(HERE)
    folder = place.parts[0]
    if _left_out(place):
        return False
    if folder == "pages":
        return item.name.startswith("test_a_page_asks_its_question_and_answers_it[") and item.name.endswith(
            "-fr]"
        )
    return folder in ("analytics", "data", "ui", item.path.name)


def _tests_of(page: str) -> Path:
    """The file that tests a page: its own, or that of its subject."""
    subject = PAGES / f"test_{page.partition('_')[0]}.py"
    own = PAGES / f"test_{page}.py"
    return own if own.exists() or not subject.exists() else subject


def _rank(item: pytest.Item) -> int:
    # The journeys are the longest row of tests that one worker takes.
    if item.get_closest_marker("browser"):
        return 0
    if item.get_closest_marker("checks"):
        return 1
    if item.get_closest_marker("slow"):
        return 2
    return 3 if item.path.parent == PAGES else 4


@pytest.fixture(scope="session", autouse=True)
def _installed_packages_are_read_once() -> Iterator[None]:
    """What is installed does not change while tests run.

    The framework's test bench reads the description of every package at each run of a page, to see whether it
    brings components: more work than drawing the page.
    """
    from streamlit.components.v2 import manifest_scanner

    with pytest.MonkeyPatch.context() as patched:
        found = functools.cache(manifest_scanner.scan_component_manifests)
        patched.setattr(manifest_scanner, "scan_component_manifests", found)
        yield


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Path:
    """A folder with the demonstration snapshot, built once and copied for each worker.

    Not one for all workers: tests of pages write workspaces into it, some under the same name.
    """
    own = tmp_path_factory.getbasetemp()
    # The folder of one worker lies in that of the run.
    built = (own if worker_id == "master" else own.parent) / "vigie-built"
    built.mkdir(exist_ok=True)
    with (built / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.MonkeyPatch.context() as patched:
            patched.setenv("VIGIE_HOME", str(built / "home"))
            from data.build import build_base

            build_base()
    return Path(shutil.copytree(built / "home", own / "vigie-home"))


@pytest.fixture
def nothing_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty store of results for one test; what all tests have computed so far stays kept for the next."""
    from studies import core
    from studies.keep import Store

    monkeypatch.setattr(core, "_STORE", Store(core.MOST_BYTES))


@pytest.fixture(scope="session")
def published() -> Path:
    """The folder of published files that opt-in tests compare with; it is not part of the repository."""
    return Path(os.environ["PUBLISHED"])
