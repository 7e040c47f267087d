"""Packs made by a process apart: the same bytes, told how far it is, ended when nobody waits any more."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st

from analytics.scenario import Scenario
from studies import core
from ui import link, visit
from ui.link import LANGUAGE_STATE
from ui.report import apart, build, files
from ui.report.apart import Binderies, NotMade
from ui.report.bindery import Job
from ui.report.chosen import Asked
from ui.report.gather import Progress
from ui.review import ground

# Incidents ask the review desk, which every process must be given.
SLUGS = ("channels-costs", "risk-incidents", "scenarios")


def _left(_share: float, _what: str) -> None:
    raise KeyboardInterrupt("the reader has left")


def _silent(_share: float, _what: str) -> None:
    pass


@pytest.fixture(scope="module")
def binderies() -> Iterator[Binderies]:
    made = Binderies()
    yield made
    made.end()


@pytest.fixture
def job(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Job]:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    ground.lay()
    st.session_state[LANGUAGE_STATE] = "en"
    link.load(Scenario().change(bank="caravane", tobin_tax=0.002))
    name = core.banks(link.shown()).set_index("bank")["name"]["caravane"]
    wanted = build.order(SLUGS, Asked("caravane", name), "http://localhost:8501")
    yield Job(wanted, visit.chosen_by_session(), None)
    st.session_state.clear()


def test_they_are_the_bytes_that_this_process_would_make(binderies: Binderies, job: Job) -> None:
    told: list[tuple[float, str]] = []
    there = binderies.make(job, lambda share, what: told.append((share, what)))
    # It is told again while a step lasts: what it shows never stands still.
    assert list(dict.fromkeys(what for _share, what in told if what)) == [
        *SLUGS,
        "PDF",
        "PPTX",
        "XLSX",
        "annex",
    ]
    assert [share for share, _what in told] == sorted(share for share, _what in told)
    here = files.make(job.order, _silent)
    assert [part.sentence for part in there.pack.sections] == [part.sentence for part in here.pack.sections]
    assert "Banque Caravane" in there.pack.sections[0].sentence
    for name in ("pdf", "pptx", "xlsx", "annex_pdf", "annex_json"):
        assert getattr(there, name) == getattr(here, name), name


def test_a_reader_who_leaves_ends_the_work_and_the_next_one_is_served(job: Job) -> None:
    started: list[subprocess.Popen[bytes]] = []

    class Watched(Binderies):
        def _take(self) -> subprocess.Popen[bytes]:
            started.append(super()._take())
            return started[-1]

    binderies = Watched()
    with pytest.raises(KeyboardInterrupt):
        binderies.make(job, _left)
    assert started[0].poll() is not None
    started.append(binderies._take())
    binderies._give_back(started[-1])
    started[-1].kill()
    started[-1].wait()
    # What has ended while it had nothing to do is not given an order.
    assert binderies._take() is not started[1]
    for process in started:
        process.kill()
        process.communicate()


def test_who_calls_off_is_heard_while_a_step_lasts_and_no_file_is_left(
    job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Silent(Binderies):
        """Whose process never says anything."""

        def _take(self) -> subprocess.Popen[bytes]:
            began = [sys.executable, "-c", "import sys; sys.stdin.buffer.read()"]
            self.last = subprocess.Popen(began, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
            return self.last

    def called_off(_share: float, _what: str) -> None:
        raise KeyboardInterrupt("called off")

    binderies = Silent()
    monkeypatch.setattr(apart, "_BEAT_SECONDS", 0.01)
    monkeypatch.setattr(apart, "make", lambda _order, told: binderies.make(job, told))
    monkeypatch.setattr(apart, "begun", lambda: True)
    with pytest.raises(KeyboardInterrupt):
        build.build(job.order, called_off)
    assert binderies.last.poll() is not None
    assert build.kept(job.order) is None


def test_a_pack_without_end_is_given_up(job: Job) -> None:
    hasty = Binderies(seconds=0.0)
    with pytest.raises(NotMade):
        hasty.make(job, _silent)


def test_what_fails_there_is_said_here(binderies: Binderies, job: Job) -> None:
    broken = Job(job.order, {**job.session, "language": 7, "scenario": 7}, None)
    with pytest.raises(NotMade, match="AttributeError"):
        binderies.make(broken, _silent)


def test_the_server_has_them_made_apart_and_nobody_else(job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[files.Order] = []

    def elsewhere(order: files.Order, _progress: Progress) -> files.Files:
        asked.append(order)
        return files.Files(None, b"", b"", b"", b"", b"")  # type: ignore[arg-type]

    monkeypatch.setattr(apart, "make", elsewhere)
    monkeypatch.setattr(build, "make", lambda _order, _progress: pytest.fail("made in the server"))
    assert not apart.begun()
    monkeypatch.setattr(apart, "begun", lambda: True)
    build.build(job.order, _silent)
    assert asked == [job.order]
    assert build.kept(job.order) is not None
    build._FILES.clear()
