"""A channel log on the import page: told from other files, and aggregated as by the command line."""

from __future__ import annotations

import json
import shutil
from dataclasses import asdict
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.__main__ import main
from data.channel_log.mapping import LogMapping
from data.contracts import CONTRACTS
from data.ingest import load_references, load_together, log_file, worker
from data.ingest.log_file import ISO, LogSketch, LogTaken
from data.ingest.log_job import LogJob
from data.ingest.references import References
from data.ingest.workspace import stored_tables
from data.snapshots import visitors_home

FILES = Path(__file__).resolve().parents[1] / "files"
HEAD = "Horodatage;N° client;Canal;Opération;Montant;Statut;Segment\n"
LINES = [
    f"{day:02d}/{month:02d}/2026 {day % 24:02d}:05:{day:02d};C{day};{channel};{service};{day},50;"
    f"{status};{segment}\n"
    for month in (1, 2)
    for day in range(1, 29)
    for channel, service, status, segment in [
        ("GAB", "Retrait d'espèces", "OK", "Particuliers"),
        ("Appli mobile", "Virement", "KO", "Jeunes"),
    ]
]


@pytest.fixture(scope="module")
def known() -> References:
    return load_references()


def taken(found: LogSketch, content: bytes, mapping: LogMapping, known: References) -> LogTaken:
    job = LogJob(content, found.filename, mapping=mapping, layout=found.layout, bank="essai", known=known)
    done = job.wait(120)
    assert done is not None
    return done


def confirmed(found: LogSketch, known: References) -> LogMapping:
    """The mapping of who confirms every suggestion."""
    draft = log_file.suggest_log(found)
    codes: dict[str, dict[str, str]] = {}
    for kind in ("channel", "service", "success", "segment"):
        for word in found.words.get(draft.columns.get(kind, ""), ()):
            code = log_file.code_of(kind, word, known) or log_file.likely_code(kind, word, known)
            if code:
                codes.setdefault(kind, {})[word] = code
    (form,) = log_file.time_forms(found, draft.columns["ts"], draft.hour)
    sign = log_file.decimal_sign(found, draft.columns.get("amount_mad"))
    return log_file.log_mapping(draft, codes, time_form=form, decimal=sign)


def test_the_page_loads_the_tables_that_the_command_line_writes(
    tmp_path: Path, demo_home: Path, monkeypatch: pytest.MonkeyPatch, known: References
) -> None:
    shutil.copytree(demo_home, tmp_path / "home")
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path / "home"))
    content = (HEAD + "".join(LINES)).encode("cp1252")
    found = log_file.sketch(content, "journal.csv")
    mapping = confirmed(found, known)
    done = taken(found, content, mapping, known)
    load_together(list(done.reports.values()), "from-page")
    assert not list(visitors_home().glob(".log-*")), "the log is not kept"

    (tmp_path / "journal.csv").write_bytes(content)
    (tmp_path / "mapping.json").write_text(json.dumps(asdict(mapping)), encoding="utf-8")
    log = str(tmp_path / "log")
    given = ["--mapping", str(tmp_path / "mapping.json"), "--encoding", "cp1252"]
    assert main(["import-log", str(tmp_path / "journal.csv"), "--out", log, *given]) == 0
    assert (
        main(["cube", log, "--out", str(tmp_path / "c"), "--workspace", "from-line", "--bank", "essai"]) == 0
    )
    page, line = stored_tables("from-page"), stored_tables("from-line")
    assert set(done.reports) == {"channel_activity", "channel_arrival"}
    assert page["channel_activity"]["count"].sum() == len(LINES)
    for table in done.reports:
        # Each is told by its own file, and by nothing else.
        left, right = page[table].drop(columns="source"), line[table].drop(columns="source")
        key = list(CONTRACTS[table].key)
        pd.testing.assert_frame_equal(left.sort_values(key), right.sort_values(key), check_like=True)


@pytest.mark.parametrize("path", sorted(FILES.glob("*.csv")), ids=lambda path: path.name)
def test_no_table_is_taken_for_a_log(path: Path) -> None:
    assert not log_file.is_log(log_file.sketch(log_file.head(path.read_bytes()), path.name))


def _looked_at(*lines: str) -> LogSketch:
    return log_file.sketch("\n".join(lines).encode(), "journal.txt")


@pytest.mark.parametrize(
    ("times", "forms"),
    [
        (["2026-03-14 10:30", "2026-03-14T10:30:05Z"], (ISO,)),
        (["14/03/2026 10:30", "02/03/2026 9:05"], ("%d/%m/%Y %H:%M",)),
        (["02/03/2026 10h30", "03/04/2026 11h00"], ("%d/%m/%Y %Hh%M", "%m/%d/%Y %Hh%M")),
        (["14/03/2026", "15/03/2026"], ()),
    ],
)
def test_the_form_of_times_is_told_or_asked_and_a_day_is_no_moment(
    times: list[str], forms: tuple[str, ...]
) -> None:
    found = _looked_at("Horodatage;Canal;Client;Statut", *(f"{time};GAB;C1;OK" for time in times))
    assert log_file.time_forms(found, "Horodatage", None) == forms
    assert log_file.is_log(found) == bool(forms)


def test_parquet_is_looked_at_where_it_is(tmp_path: Path) -> None:
    moments = pd.date_range("2026-01-01", periods=50, freq="h")
    table = pa.table(
        {"ts": moments, "canal": ["GAB", "Web"] * 25, "operation": ["Virement"] * 50, "client": [*range(50)]}
    )
    pq.write_table(table, tmp_path / "log.parquet")
    found = worker.sketch(b"", "log.parquet", path=str(tmp_path / "log.parquet"))
    assert log_file.is_log(found)
    assert found.layout is None
    (tmp_path / "cut.parquet").write_bytes((tmp_path / "log.parquet").read_bytes()[:-20])
    assert worker.sketch(b"", "cut.parquet", path=str(tmp_path / "cut.parquet")).problem is not None


def test_a_mark_that_is_not_closed_refuses_the_log_instead_of_taking_in_the_rest(known: References) -> None:
    # Beyond the rows that are looked at beforehand.
    quoted = [line.replace("C2;", '"C2";') for line in LINES]
    found = log_file.sketch((HEAD + "".join(quoted)).encode(), "journal.csv")
    broken = [*quoted[:20], '02/01/2026 10:00:00;"C1;GAB;Virement;1,00;OK;Jeunes\n', *quoted[20:]]
    content = (HEAD + "".join(broken).replace('"C2"', "C2")).encode()
    done = taken(found, content, confirmed(found, known), known)
    assert done.found is None
    assert "quotation mark is not closed" in done.why_not("en")
    assert "guillemet n'est pas fermé" in done.why_not("fr")


def test_equal_rows_of_which_nothing_tells_are_asked_about(known: References) -> None:
    head = "Horodatage;Canal;Opération;Statut\n"
    content = (
        head + "02/01/2026 10:00:00;GAB;Retrait d'espèces;OK\n" * 3 + "14/01/2026 10:00:00;GAB;Solde;OK\n"
    ).encode()
    found = log_file.sketch(content, "journal.csv")
    mapping = confirmed(found, known)
    done = taken(found, content, mapping, known)
    assert done.equal_rows
    assert "2" in done.why_not("en")


def test_who_lets_go_of_a_log_leaves_nothing_behind(known: References) -> None:
    content = (HEAD + "".join(LINES)).encode("cp1252")
    found = log_file.sketch(content, "journal.csv")
    job = LogJob(
        content, "journal.csv", mapping=confirmed(found, known), layout=found.layout, bank="b", known=known
    )
    job.stop()
    job.wait(60)
    assert not list(visitors_home().glob(".log-*"))
