"""Characters are read as they were written, or the user is asked; no letter changes on the way."""

from __future__ import annotations

import pytest

from data.__main__ import main
from data.ingest import preview
from tests.data.ingest.helpers import check, codes, rules

HEADER = "bank;indicator;month;value;missing_reason"


def _file(*reasons: str) -> str:
    return "\n".join([HEADER, *(f"bank-{i};O1;2026-01;;{reason}" for i, reason in enumerate(reasons))])


def _read(content: bytes, encoding: str | None = None) -> list[str]:
    report = check(content, encoding=encoding)
    assert report.frame is not None, [problem.message("en") for problem in report.problems]
    return report.frame["missing_reason"].tolist()


@pytest.mark.parametrize("text", ["É«", "QUALITÉ»", "RELEVÉ…", "relevé\u00a0»"])
def test_text_that_is_good_in_two_encodings_is_asked_about_with_both_readings(text: str) -> None:
    content = _file("releve", text).encode("cp1252")
    content.decode("utf-8")  # both encodings accept these bytes
    report = check(content)
    assert rules(report) == [(3, "encoding_ambiguous")]
    for language in ("fr", "en"):
        said = report.problems[0].message(language)
        assert f"Windows-1252 : {text}" in said
        assert content.decode("utf-8").split(";")[-1] in said
        assert "--encoding" in report.problems[0].remedy(language)
    assert _read(content, "cp1252") == ["releve", text]
    assert _read(content, "utf-8") == ["releve", content.decode("utf-8").rsplit(";", 1)[1]]


def test_one_more_accent_in_the_file_decides() -> None:
    assert _read(_file("QUALITÉ»", "relevé").encode("cp1252")) == ["QUALITÉ»", "relevé"]
    assert _read(_file("ɫ", "relevé").encode()) == ["ɫ", "relevé"]


@pytest.mark.parametrize(
    "text",
    [
        "à",
        "« été »",
        "N° 12",
        "œuvre",
        "l’été – 5 €",
        "بنك",
        "ⵜⴰⵎⴰⵣⵉⵖⵜ",
        "中文",
        "😀",
        "București",
        "Âge",
        "ÉTÉ",
    ],
)
def test_utf8_needs_no_question(text: str) -> None:
    report = check(_file(text).encode())
    assert report.frame["missing_reason"].tolist() == [text]
    assert not {"encoding", "encoding_sample"} & codes(report)


@pytest.mark.parametrize(
    "text",
    ["relevé", "ÉTÉ", "« été »", "N°\u00a012", "œuvre", "l’été – 5\u00a0€", "Noël", "QUALITÉ", "déjà créée"],
)
def test_windows_1252_is_read_and_a_sample_is_shown(text: str) -> None:
    report = check(_file(text).encode("cp1252"))
    assert report.frame["missing_reason"].tolist() == [text]
    (told,) = [notice for notice in report.notices if notice.code == "encoding_sample"]
    assert "Windows-1252" in told.message("fr")
    assert any(word in told.message("fr") for word in text.split())


@pytest.mark.parametrize(
    ("encoding", "name", "text"),
    [
        ("cp850", "DOS (850)", "Agence fermée à l'été, déjà relevé"),
        ("cp437", "DOS (850)", "Agence fermée à l'été, déjà relevé"),
        ("mac_roman", "Mac", "Agence fermée à l’été, déjà relevé"),
        ("cp1256", "Windows-1256", "بنك المغرب"),
        ("cp864", "DOS (864)", b"\xc7\xe1\xc8\xe6\xd7".decode("cp864")),
        ("iso8859-15", "ISO-8859-15", "relevé à 5 €"),
    ],
)
def test_other_code_pages_are_asked_about_with_the_line_and_a_reading(
    encoding: str, name: str, text: str
) -> None:
    content = _file("aucun", text).encode(encoding)
    report = check(content)
    assert rules(report) == [(None, "file_encoding")]
    said = report.problems[0].message("fr")
    assert "ligne 3" in said
    assert name in said
    assert _read(content, encoding) == ["aucun", text]
    assert preview(content, "f.csv").problem.rule == "file_encoding"


def test_one_foreign_byte_in_a_utf8_file_is_named_and_spoils_nothing_else() -> None:
    good = _file("relevé", "éch\u00e9ance").encode()
    lines = good.split(b"\n")
    lines[2] = lines[2].replace("é".encode(), b"\xe9", 1)
    report = check(b"\n".join(lines))
    (problem,) = report.problems
    assert (problem.line, problem.rule) == (3, "encoding_stray")
    # "bank-1;O1;2026-01;;" has nineteen characters.
    assert "octet 0xE9 (caractère 20 de la ligne 3" in problem.message("fr")
    assert "“é”" in problem.message("en")
    # The user who says that it is UTF-8 hears the same.
    assert rules(check(b"\n".join(lines), encoding="utf-8")) == [(3, "encoding_stray")]


def test_every_foreign_byte_is_listed() -> None:
    content = (
        _file("relevé", "été", "été", "x").encode() + b"\nbank-8;O1;2026-01;;\xe9\nbank-9;O1;2026-01;;\xe8"
    )
    assert rules(check(content)) == [(6, "encoding_stray"), (7, "encoding_stray")]


def test_a_byte_that_the_named_encoding_lacks_is_refused_with_its_line() -> None:
    report = check(_file("a", "é").encode("cp850") + b"\x81", encoding="cp1252")
    assert rules(report) == [(None, "encoding_byte")]
    assert "0x81" in report.problems[0].message("fr")
    assert "ligne 3" in report.problems[0].message("fr")


def test_the_command_line_takes_the_answer(tmp_path, home, capsys) -> None:
    file = tmp_path / "f.csv"
    file.write_bytes(_file("fermé").encode("cp850"))
    command = ["check", str(file), "--as", "risk_observation", "--lang", "fr"]
    assert main(command) == 1
    assert "--encoding" in capsys.readouterr().out
    assert main([*command, "--encoding", "cp850"]) == 0
    assert "« fermé »" in capsys.readouterr().out.replace("\u00a0", " ")


def test_a_large_file_of_plain_letters_is_weighed_once() -> None:
    content = (HEADER + "\n" + "atlas;O1;2026-01;;" + "a" * 100_000 + "é\n").encode("cp1252")
    assert preview(content, "f.csv").encoding == "Windows-1252"
