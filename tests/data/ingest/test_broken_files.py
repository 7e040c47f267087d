"""Files that cannot be loaded: each gets a message a banker understands, and nothing breaks."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zipfile
from collections.abc import Callable

import pandas as pd
import pytest

from data.ingest import preview
from tests.data.ingest.helpers import HEADER, REFERENCES, check, rules, workbook

GOOD = f"{HEADER}\natlas;O1;2026-01;1,5\n"


def _zip(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def _parquet(frame: pd.DataFrame) -> bytes:
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    return buffer.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

BROKEN: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty": (lambda: b"", "file_empty"),
    "only blank lines": (lambda: b"\n\n  \n", "file_empty"),
    "header only": (lambda: HEADER.encode(), "file_header_only"),
    "zeros": (lambda: bytes(1000), "file_binary"),
    "random bytes": (lambda: bytes(range(256)) * 40, "file_binary"),
    "executable": (lambda: b"\x7fELF\x02\x01\x01" + bytes(range(32)) * 50, "file_binary"),
    "200 MB of zeros": (lambda: bytes(200_000_000), "file_too_large"),
    "another file of office software": (lambda: OLE, "file_other_format"),
    "password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(600), "file_encrypted"),
    "pdf": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "file_other_format"),
    "gzip": (lambda: gzip.compress(GOOD.encode()), "file_other_format"),
    "web page": (
        lambda: b"<!DOCTYPE html><html><table><tr><td>bank</td></tr></table></html>",
        "file_other_format",
    ),
    "json": (lambda: b'[{"bank": "atlas", "value": 1}]', "file_other_format"),
    "zip of csv": (lambda: _zip(**{"a.csv": GOOD.encode()}), "file_other_format"),
    "open document": (
        lambda: _zip(mimetype=b"application/vnd.oasis.opendocument.text", **{"content.xml": b"<x/>"}),
        "file_other_format",
    ),
    "damaged parquet": (lambda: b"PAR1" + bytes(100) + b"PAR1", "file_corrupt"),
    "zip cut short": (lambda: b"PK\x03\x04" + bytes(50), "file_corrupt"),
    "empty workbook": (lambda: workbook([]), "file_empty"),
    "wrong delimiter": (lambda: GOOD.replace(";", "^").replace(",", ".").encode(), "file_not_a_table"),
    "prose": (
        lambda: "Veuillez trouver ci-joint le fichier demandé\nCordialement\n".encode(),
        "file_not_a_table",
    ),
    "utf-16 without a mark": (lambda: GOOD.encode("utf-16-le"), "file_utf16_without_mark"),
    "unclosed quote": (lambda: f'{HEADER}\natlas;"O1;2026-01;1\n'.encode(), "file_quotes"),
    "one endless line": (lambda: f"{HEADER}\n".encode() + b"1;" * 600_000, "line_too_long"),
    "300 columns": (lambda: ",".join(f"c{i}" for i in range(300)).encode() + b"\n", "too_many_columns"),
    "300 columns in parquet": (
        lambda: _parquet(pd.DataFrame({f"c{i}": [1] for i in range(300)})),
        "too_many_columns",
    ),
    "no header": (lambda: b"atlas;O1;2026-01;1,5;2;3\natlas;O1;2026-02;1,5;2;3\n", "header_missing"),
    "repeated header": (
        lambda: b"bank;indicator;month;value;value\natlas;O1;2026-01;1;2\n",
        "header_duplicate",
    ),
    "missing column": (lambda: b"bank;indicator;value\natlas;O1;1\n", "column_missing"),
    "ragged": (lambda: f"{HEADER}\natlas;O1;2026-01;1;9\n".encode(), "too_many_cells"),
    "10,427": (lambda: f"{HEADER}\natlas;O1;2026-01;10,427\n".encode(), "decimal_ambiguous"),
    "year 2027": (lambda: f"{HEADER}\natlas;O1;2027-01;1\n".encode(), "future"),
    "duplicate keys": (
        lambda: f"{HEADER}\natlas;O1;2026-01;1\natlas;O1;2026-01;2\n".encode(),
        "duplicate_key",
    ),
    "formula text": (lambda: f"{HEADER}\n=cmd|'/c calc'!A0;O1;2026-01;1\n".encode(), "formula_text"),
    "swapped day and month": (lambda: f"{HEADER}\natlas;O1;2026-13-01;1\n".encode(), "day_month_swapped"),
    "nan": (lambda: f"{HEADER}\natlas;O1;2026-01;NaN\n".encode(), "not_finite"),
    "inf": (lambda: f"{HEADER}\natlas;O1;2026-01;inf\n".encode(), "not_finite"),
    "negative count": (lambda: f"{HEADER}\natlas;O6;2026-01;-1\n".encode(), "limit_minimum"),
    "control characters": (lambda: f"{HEADER}\nat\x07las;O1;2026-01;1\n".encode(), "control_character"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_is_refused_by_its_own_rule_in_both_languages(name: str) -> None:
    make, rule = BROKEN[name]
    report = check(make(), filename=f"{name}.csv")
    assert not report.ok
    assert report.frame is None
    assert rule in report.counts
    problem = next(problem for problem in report.problems if problem.rule == rule)
    for language in ("fr", "en"):
        for words in (problem.message(language), problem.remedy(language)):
            assert words[0].isupper() or words[0] in "«“-0123456789"
            assert words.endswith(".")
            assert "{" not in words


@pytest.mark.parametrize("name", [name for name, (_, rule) in BROKEN.items() if rule.startswith("file_")])
def test_the_preview_of_an_unreadable_file_says_the_same(name: str) -> None:
    make, rule = BROKEN[name]
    seen = preview(make(), f"{name}.csv", table="risk_observation", references=REFERENCES)
    assert seen.problem is not None
    assert seen.problem.rule == rule


def test_a_file_whose_every_line_is_ragged_is_judged_as_fast_as_another() -> None:
    report = check("a,b,c\n" + "1,2,3,4\n1,2\n" * 20_000, table="fact")
    assert report.counts["too_many_cells"] == report.counts["too_few_cells"] == 20_000
    assert [problem.line for problem in report.problems if problem.line][:3] == [2, 3, 4]


def test_endless_digits_and_names_do_not_stall_the_import() -> None:
    digits = "1" * 100_000 + "x"
    report = check(f"{HEADER};{digits}\n{digits};{digits};{digits};{digits};=\n")
    assert not report.ok
    assert len(report.problems_csv("fr")) < 20_000
    assert digits.encode() in report.rejects_csv()


def test_a_no_break_space_before_a_number_is_no_fault() -> None:
    assert check(f"{HEADER}\natlas;O1;2026-01;\u00a00,4\n").frame["value"].tolist() == [0.4]


def test_two_hundred_megabytes_are_refused_without_copying_them() -> None:
    content = bytes(200_000_000)
    tracemalloc.start()
    try:
        assert rules(check(content)) == [(None, "file_too_large")]
        assert tracemalloc.get_traced_memory()[1] < len(content) / 20
    finally:
        tracemalloc.stop()


def test_memory_stays_within_a_few_times_the_file() -> None:
    import pyarrow as pa

    rows = (
        f"bank-{i // 400};O2;{1985 + i % 400 // 12}-{i % 12 + 1:02d};{i / 7:.3f};relevé mensuel"
        for i in range(40_000)
    )
    content = "\n".join([f"{HEADER};missing_reason", *rows]).encode()
    pool = pa.default_memory_pool()
    before = pool.bytes_allocated()
    tracemalloc.start()
    try:
        report = check(content)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert report.rows_read == 40_000
    # A few megabytes of rows in flight do not grow with the file.
    assert peak + pool.bytes_allocated() - before < 6 * len(content) + 16_000_000


def test_dictionary_encoding_does_not_hide_how_much_a_parquet_file_unpacks_to(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("data.ingest.parquet.MAX_UNPACKED_BYTES", 5_000_000)
    content = _parquet(pd.DataFrame({"note": ["x" * 1000] * 10_000, "value": range(10_000)}))
    assert len(content) < 100_000
    assert rules(check(content, filename="f.parquet")) == [(None, "file_inflates")]


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_no_beginning_of_a_good_workbook_breaks_the_import(cut: int) -> None:
    content = workbook([HEADER.split(";"), ["atlas", "O1", "2026-01", 1.5]])
    report = check(content[: len(content) * cut // 200], filename="f.xlsx")
    assert not report.ok
