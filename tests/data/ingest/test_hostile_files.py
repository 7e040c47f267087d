"""Files made to hurt, and files damaged by chance: each gets its sentence, soon, and nothing else happens."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pyarrow as pa
import pytest

from data.ingest import Problem, Report, preview, worker
from data.ingest.transport import pack, unpack
from tests.data.ingest.helpers import REFERENCES, TODAY, check, rules
from tests.data.ingest.hostile_files import BOMBS, GOOD, TEXTS, damaged, good_workbook, not_utf8, parquet

MEBIBYTES = 300


def apart(content: bytes, filename: str = "f.csv") -> Report:
    """Validate in a process apart, on a fixed day."""
    return worker.validate(content, filename, table="risk_observation", known=REFERENCES, today=TODAY)


@pytest.fixture
def tight(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Five seconds of computing and 300 MiB for any file."""
    monkeypatch.setattr(worker, "READER_SECONDS", 5)
    monkeypatch.setattr(worker, "READER_SECONDS_AT_MOST", 5)
    monkeypatch.setattr(worker, "READER_MEBIBYTES", MEBIBYTES)
    monkeypatch.setattr(worker, "READER_MEBIBYTES_AT_MOST", MEBIBYTES)
    return


def speaks(problem: Problem) -> bool:
    """Whether a problem says by which rule, what and what to do, in both languages."""
    words = [(problem.title(lang), problem.message(lang), problem.remedy(lang)) for lang in ("fr", "en")]
    return all(title and message.endswith(".") and remedy.endswith(".") for title, message, remedy in words)


@pytest.mark.usefixtures("tight")
@pytest.mark.parametrize("name", TEXTS)
def test_a_hostile_text_is_refused_within_five_seconds_of_computing(name: str) -> None:
    make, rule = TEXTS[name]
    report = apart(make())
    assert rule in report.counts
    assert all(speaks(problem) for problem in report.problems[:5])


@pytest.mark.usefixtures("tight")
@pytest.mark.parametrize("name", BOMBS)
def test_a_hostile_workbook_is_refused_within_five_seconds_and_300_mebibytes(name: str) -> None:
    make, rule = BOMBS[name]
    report = apart(make(), "f.xlsx")
    assert list(report.counts) == [rule]
    assert all(speaks(problem) for problem in report.problems)


@pytest.mark.parametrize(
    ("content", "line", "rule"),
    [
        (GOOD + b"x" * 200_000 + b";O1;2026-02;1\n", 3, "cell_too_long"),
        (GOOD + b"1;" * 3_000 + b"\n", 3, "too_many_columns"),
        (GOOD + b'atlas;"O1;2026-02;1\n', 3, "file_quotes"),
        (GOOD + b"1;" * 600_000, 3, "line_too_long"),
    ],
)
def test_what_is_out_of_proportion_is_refused_with_its_line(content: bytes, line: int, rule: str) -> None:
    assert rules(check(content)) == [(line, rule)]


def test_a_name_in_brackets_is_compared_as_before() -> None:
    content = "bank (code) [x];indicator (;month [(a) b];value\natlas;O1;2026-01;1\n"
    assert check(content).frame["value"].tolist() == [1]


def test_text_in_parquet_that_is_not_utf8_is_refused_with_its_line_and_column() -> None:
    content = parquet(bank=not_utf8(), indicator=["O1", "O2"], month=["2026-01"] * 2, value=[1.0, 2.0])
    [problem] = check(content, filename="f.parquet").problems
    assert (problem.line, problem.column, problem.rule) == (2, "bank", "text_not_utf8")
    assert preview(content, "f.parquet", references=REFERENCES).problem == problem


def test_moments_to_the_nanosecond_are_read() -> None:
    month = pa.array([1_772_323_200_000_000_123], pa.timestamp("ns"))
    content = parquet(bank=["atlas"], indicator=["O1"], month=month, value=[1.5])
    assert check(content, filename="f.parquet").frame["month"].astype("str").tolist() == ["2026-03-01"]


def test_a_moment_beyond_every_calendar_is_refused_by_its_cell() -> None:
    month = pa.array([2**55], pa.timestamp("ms"))
    content = parquet(bank=["atlas"], indicator=["O1"], month=month, value=[1.5])
    assert rules(check(content, filename="f.parquet")) == [(1, "not_a_month")]


@pytest.mark.parametrize("seeds", [range(60), range(60, 120), range(120, 180), range(180, 240)])
def test_a_file_damaged_by_chance_is_refused_or_read_and_nothing_else(seeds: range) -> None:
    _sweep(seeds)


@pytest.mark.exhaustive
@pytest.mark.parametrize("start", range(1_000, 11_000, 500))
def test_ten_thousand_damaged_files(start: int) -> None:
    _sweep(range(start, start + 500))


def _sweep(seeds: range) -> None:
    for seed in seeds:
        kind, content = damaged(seed)
        report = check(content, filename=f"{seed}.{kind}")
        assert report.ok or report.problems, seed
        assert all(speaks(problem) for problem in report.problems[:3]), seed


def test_a_report_from_the_process_apart_says_all_that_one_from_here_says() -> None:
    lines = "zellige;O99;2026-01;x\natlas;O1;2026-02\natlas;O1;2026-01;=1\n"
    for content in (GOOD, GOOD + lines.encode(), good_workbook(), b"", b"month;O1;O2\n2026-01;a;b\n"):
        here, there = check(content), apart(content)
        assert (here.counts, here.total, here.problems) == (there.counts, there.total, there.problems)
        assert (here.notices, here.mapping, here.columns) == (there.notices, there.mapping, there.columns)
        assert (here.sha256, here.rows_read) == (there.sha256, there.rows_read)
        for lang in ("fr", "en"):
            assert here.rejects_csv(lang) == there.rejects_csv(lang)
        assert (here.frame is None) == (there.frame is None)
        if here.frame is not None:
            assert there.frame.dtypes.equals(here.frame.dtypes)
            assert there.frame.equals(here.frame)


def test_a_preview_from_the_process_apart_says_the_same() -> None:
    here = preview(good_workbook(), "f.xlsx", table="risk_observation", references=REFERENCES)
    there = worker.preview(good_workbook(), "f.xlsx", table="risk_observation", references=REFERENCES)
    assert there.rows.equals(here.rows)
    assert (there.columns, there.row_count, there.notes) == (here.columns, here.row_count, here.notes)


@pytest.mark.parametrize(
    ("reading", "rule"),
    [
        ("import re; re.match('(a|aa)+$', 'a' * 60 + 'b')", "file_takes_long"),
        ("import time; time.sleep(60)", "file_takes_long"),
        ("bytearray(2_000_000_000)", "file_takes_memory"),
        ("import os; os.abort()", "file_stops_reader"),
        ("raise SystemError('unforeseen')", "file_stops_reader"),
    ],
)
@pytest.mark.parametrize("fresh", [False, True])
def test_whatever_reading_does_the_visitor_gets_a_sentence_and_the_next_file_is_read(
    reading: str, rule: str, fresh: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    kinds = "__import__('data.ingest.reader_process').ingest.reader_process._KINDS"
    preparation = f"{kinds}['preview'] = lambda *_, **__: exec({reading!r}); "
    readers = worker._Fresh(preparation) if fresh else worker._Forking(preparation)
    monkeypatch.setattr(worker, "_READERS", readers)
    try:
        with monkeypatch.context() as shorter:
            if rule == "file_takes_long":
                shorter.setattr(worker, "READER_SECONDS", 1)
                shorter.setattr(worker, "WALL_PER_SECOND", 2)
            seen = worker.preview(GOOD, "f.csv", table="risk_observation", references=REFERENCES)
        assert seen.problem is not None
        assert seen.problem.rule == rule
        assert speaks(seen.problem)
        assert apart(GOOD).ok
    finally:
        readers.stop()


def test_reading_ends_with_the_process_that_asked_for_it() -> None:
    readers = worker._Forking()
    readers.start()
    process = readers._process
    assert process is not None
    readers._control.close()
    assert process.wait(timeout=30) == 0


def test_the_command_of_a_caller_is_wrong_in_the_same_words() -> None:
    with pytest.raises(ValueError, match="is not a column of risk_observation"):
        worker.validate(GOOD, "f", table="risk_observation", constants={"colour": "red"}, known=REFERENCES)
    with pytest.raises(KeyError):
        worker.validate(GOOD, "f", table="nothing", known=REFERENCES)


class _Foreign:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


def test_nothing_but_our_own_classes_comes_back() -> None:
    import pickle

    with pytest.raises(pickle.UnpicklingError, match="system does not travel"):
        unpack(pickle.dumps(_Foreign()))
    for ours in (worker.start, worker._Fresh, check):
        with pytest.raises(pickle.UnpicklingError, match="does not travel"):
            unpack(pickle.dumps(ours))
    assert unpack(pack({"a": (1, None, "é")})) == {"a": (1, None, "é")}
