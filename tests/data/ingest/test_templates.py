"""Templates can be filled in, say what they want, and load as they are."""

from __future__ import annotations

import io
from pathlib import Path

import openpyxl
import pytest

from data.contracts import CONTRACTS, contract
from data.ingest import References, load_references, template, validate
from data.ingest.cells import normalised
from data.ingest.french_headers import FRENCH
from data.ingest.mapping import suggest
from data.ingest.templates import example_frame, example_rows
from tests.thinned import one_in

IMPORTABLE = [name for name, declared in CONTRACTS.items() if declared.importable]


@pytest.fixture(scope="module")
def references(demo_home: Path):
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VIGIE_HOME", str(demo_home))
        return load_references()


@pytest.mark.parametrize(
    ("table", "kind", "lang"),
    one_in(3, [(table, *way) for table in IMPORTABLE for way in (("csv", "fr"), ("xlsx", "en"))]),
)
def test_a_template_loads_as_it_comes_and_says_that_its_examples_are_still_there(
    table: str, kind: str, lang: str, references: References
) -> None:
    content = template(table, kind, lang)
    report = validate(content, f"{table}.{kind}", table=table, known=references)
    assert report.ok, [problem.message("en") for problem in report.problems]
    assert len(report.frame) == len(example_frame(CONTRACTS[table]))
    assert "example_lines" in {notice.code for notice in report.notices}


def test_a_french_template_opens_in_columns_with_accents_and_decimal_commas() -> None:
    text = template("risk_observation", "csv", "fr").decode("utf-8-sig")
    lines = text.splitlines()
    assert lines[0].startswith("banque;indicateur;mois;valeur;motif d'absence;")
    assert [line for line in lines if line.startswith("zellige;O1;2026-09;1,4;;")]
    assert any("Banque" in line or "banque" in line for line in lines if line.startswith(("#", '"#')))
    assert template("risk_observation", "csv", "fr").startswith(b"\xef\xbb\xbf")


def test_every_column_is_explained_with_its_choices_limits_and_unit() -> None:
    book = openpyxl.load_workbook(io.BytesIO(template("control", "xlsx", "fr")))
    assert book.sheetnames == ["control", "Mode d'emploi"]
    help_rows = {row[0]: row for row in book["Mode d'emploi"].iter_rows(values_only=True)}
    assert set(help_rows) >= {FRENCH[column.name] for column in CONTRACTS["control"].columns}
    assert "operational, regulatory, legal, reputational" in help_rows["risque"][5]
    assert help_rows["couverture"][3] == "part 0-1"
    assert "maximum 1" in help_rows["couverture"][5]
    english = openpyxl.load_workbook(io.BytesIO(template("control", "xlsx", "en")))
    header = next(english["control"].iter_rows(values_only=True))
    assert list(header) == [column.name for column in CONTRACTS["control"].columns]


def test_the_same_template_gives_the_same_bytes() -> None:
    for format_name in ("csv", "xlsx"):
        assert template("incident", format_name, "en") == template("incident", format_name, "en")


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (("licence_rule", "csv", "fr"), "cannot be imported"),
        (("fact", "ods", "fr"), "allowed are csv, xlsx"),
        (("fact", "csv", "de"), "allowed are fr, en"),
    ],
)
def test_what_cannot_be_a_template(arguments: tuple[str, str, str], error: str) -> None:
    with pytest.raises(ValueError, match=error):
        template(*arguments)


def test_one_real_row_that_equals_an_example_is_no_example_left(references: References) -> None:
    first, second = example_rows(contract("fact"))
    lines = [",".join(first), *(",".join(row.values()) for row in (first, second))]
    both = validate("\n".join(lines).encode(), "f.csv", table="fact", known=references)
    assert "example_lines" in {notice.code for notice in both.notices}
    one = validate("\n".join(lines[:2]).encode(), "f.csv", table="fact", known=references)
    assert one.ok
    assert "example_lines" not in {notice.code for notice in one.notices}


@pytest.mark.parametrize("table", IMPORTABLE)
def test_headers_in_french_name_each_column_of_a_table_and_no_other(table: str) -> None:
    columns = [column.name for column in contract(table).columns]
    headers = [FRENCH[name] for name in columns]
    assert len({normalised(header) for header in headers}) == len(headers)
    others = {normalised(name) for name in columns}
    clash = [n for n, h in zip(columns, headers, strict=True) if normalised(h) in others - {normalised(n)}]
    assert clash == []
    assert suggest(headers, contract(table)) == dict(zip(columns, headers, strict=True))


def test_every_header_in_french_belongs_to_a_column() -> None:
    assert set(FRENCH) == {column.name for name in IMPORTABLE for column in contract(name).columns}


@pytest.mark.parametrize(("kind", "lang"), [("csv", "fr"), ("csv", "en"), ("xlsx", "fr")])
def test_the_examples_speak_of_the_reader_s_own_bank(kind: str, lang: str, references: References) -> None:
    content = template("risk_observation", kind, lang, "ma-banque")
    report = validate(content, f"f.{kind}", table="risk_observation", known=references)
    assert report.frame["bank"].tolist() == ["ma-banque", "ma-banque"]
    assert "example_lines" in {notice.code for notice in report.notices}
    # A table without banks has no use for it.
    assert template("fact", kind, lang, "ma-banque") == template("fact", kind, lang)
