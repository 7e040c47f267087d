"""What is handed back after validation: problems in order, counts, and files that open safely."""

from __future__ import annotations

import csv
import io

from data.ingest import escape_formula
from tests.data.ingest.helpers import HEADER, check, rules, values


def _rows(content: bytes, delimiter: str = ";") -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter))


def test_the_first_thousand_problems_are_listed_and_all_are_counted() -> None:
    report = values(*(["x"] * 1500))
    assert len(report.problems) == 1000
    assert report.counts == {"not_a_number": 1500}
    assert (report.total, report.rows_read) == (1500, 1500)
    assert [problem.line for problem in report.problems] == list(range(2, 1002))


def test_problems_come_in_the_order_of_the_file_whatever_rule_they_break() -> None:
    report = check(f"{HEADER}\natlas;O1;2026-01;x\natlas;XX;2026-01;1\natlas;O1;13;1\natlas;O1;2026-02;y")
    assert rules(report) == [(2, "not_a_number"), (3, "reference"), (4, "not_a_month"), (5, "not_a_number")]
    assert report.counts == {"not_a_number": 2, "not_a_month": 1, "reference": 1}
    assert report.counts_by_title("fr")[0] == ("Pas un nombre", 2)


def test_one_bad_line_in_a_thousand_refuses_the_file_and_only_that_line_comes_back() -> None:
    good = [f"bank-{i};O1;2026-01;1" for i in range(999)]
    report = check("\n".join([HEADER, *good, "atlas;O1;2026-01;x"]))
    assert report.frame is None
    assert _rows(report.rejects_csv()) == [
        ["bank", "indicator", "month", "value", "ligne", "motifs du refus"],
        ["atlas", "O1", "2026-01", "x", "1001", "value: Pas un nombre"],
    ]


def test_rejected_lines_corrected_by_hand_load_as_they_come_back() -> None:
    report = check(f"{HEADER}\natlas;O1;2026-01;1,5\natlas;O1;2026-02;x\n")
    corrected = report.rejects_csv().replace(b";x;", b";2,5;")
    assert check(corrected).frame["value"].tolist() == [2.5]


def test_every_reason_of_a_wide_line_is_given() -> None:
    report = check("mois;O1;P5\n2026-01;x;y", constants={"bank": "atlas"})
    assert _rows(report.rejects_csv("en"), ",")[1][-1] == "O1: Not a number; P5: Not a number"


def test_nothing_handed_back_runs_as_a_formula() -> None:
    evil = "=cmd|'/c calc'!A0"
    report = check(f"{HEADER};{evil}\n{evil};O1;2026-01;-5;+x\n@x;O1;2026-02;y;-1\n")
    for content in (report.rejects_csv(), report.problems_csv("fr"), report.problems_csv("en")):
        for row in [*_rows(content), *_rows(content, ",")]:
            assert all(cell[:1] not in "=+@\t\r" or not cell for cell in row)
    assert "-5" in _rows(report.rejects_csv())[1]


def test_escaping_leaves_numbers_alone() -> None:
    kept = ["-5", "+5", "-1 234,5", "-5 %", "abc", "", "a=b"]
    assert [escape_formula(text) for text in kept] == kept
    risky = ["=1+1", "-2+3", "+a", "@x", "\tx", "\rx", "-"]
    assert [escape_formula(text) for text in risky] == ["'" + text for text in risky]


def test_the_list_of_problems_is_a_file_in_the_user_s_language() -> None:
    report = values("x")
    french, english = _rows(report.problems_csv("fr")), _rows(report.problems_csv("en"), ",")
    assert french[0] == ["ligne", "colonne", "valeur", "règle", "explication", "remède"]
    assert french[1][:4] == ["2", "value", "x", "Pas un nombre"]
    assert english[1][4] == "“x” is not a number."


def test_a_file_refused_as_a_whole_has_no_lines_to_hand_back() -> None:
    report = check(b"\x00" * 50)
    assert _rows(report.rejects_csv("en"), ",") == [["line", "reasons for refusal"]]
    assert report.total == 1
