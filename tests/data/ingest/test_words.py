"""Texts, closed lists, yes and no, and codes of other tables."""

from __future__ import annotations

import io

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from data.build import base_tables
from data.contracts import ColumnType, contract
from data.ingest import Report
from data.ingest.cells import MISSING_TOKENS, Cells
from data.ingest.words import parse_text
from tests.data.ingest.helpers import HEADER, check, codes, rules, workbook

SURVEY = "respondent;adopter;education"


@pytest.mark.parametrize("written", ["oui", "Oui", "yes", "Y", "1", "vrai", "TRUE", "o"])
def test_yes_in_both_languages(written: str) -> None:
    assert check(f"{SURVEY}\nr1;{written};tertiary", "survey_response").frame["adopter"].tolist() == [True]


@pytest.mark.parametrize("written", ["non", "no", "N", "0", "faux", "False"])
def test_no_in_both_languages(written: str) -> None:
    assert check(f"{SURVEY}\nr1;{written};tertiary", "survey_response").frame["adopter"].tolist() == [False]


def test_neither_yes_nor_no_is_refused() -> None:
    assert rules(check(f"{SURVEY}\nr1;maybe;tertiary", "survey_response")) == [(2, "not_yes_or_no")]


def test_a_choice_called_none_is_an_answer_and_not_a_gap() -> None:
    report = check(f"{SURVEY}\nr1;oui;none\nr2;oui;", "survey_response")
    assert report.frame["education"].tolist()[0] == "none"
    assert report.frame["education"].isna().tolist() == [False, True]


def test_choices_are_known_by_their_french_names_without_case_and_accents() -> None:
    head = "bank;control;risk;name;coverage;effectiveness_mean;annual_cost_mad"
    lines = [
        f"atlas;c{i};{risk};x;0.5;0.5;1" for i, risk in enumerate(["Opérationnel", "REGLEMENTAIRE", "legal"])
    ]
    report = check("\n".join([head, *lines]), "control")
    assert report.frame["risk"].tolist() == ["operational", "regulatory", "legal"]


def test_a_value_outside_the_list_is_refused_with_the_list() -> None:
    report = check(f"{SURVEY}\nr1;oui;phd", "survey_response")
    assert rules(report) == [(2, "choice")]
    assert report.problems[0].remedy("en") == "Allowed values: none, primary, secondary, tertiary."


CONTROL = "bank;control;risk;name;coverage;effectiveness_mean;annual_cost_mad"


def test_a_list_of_codes_is_read_whatever_stands_between_and_kept_in_one_order() -> None:
    head = f"{CONTROL};indicators;event_types"
    lines = [
        "atlas;a;legal;x;0.5;0.5;1;l6, O9;External_Fraud",
        "atlas;b;legal;x;0.5;0.5;1;O9 o9|R4;physical_damage internal_fraud",
        "atlas;c;legal;x;0.5;0.5;1;;",
    ]
    frame = check("\n".join([head, *lines]), "control").frame
    assert frame["indicators"].tolist()[:2] == ["O9 L6", "O9 R4"]
    assert frame["event_types"].tolist()[:2] == ["external_fraud", "internal_fraud physical_damage"]
    assert frame[["indicators", "event_types"]].isna().to_numpy().tolist() == [[False] * 2] * 2 + [[True] * 2]


def test_a_code_outside_the_list_is_refused_with_the_list() -> None:
    report = check(f"{CONTROL};indicators\natlas;a;legal;x;0.5;0.5;1;O9 O12", "control")
    assert rules(report) == [(2, "item")]
    assert report.problems[0].remedy("en").startswith("Allowed codes, separated by spaces or commas: O1, O2")


def test_a_file_of_controls_made_before_the_new_columns_still_loads() -> None:
    report = check(f"{CONTROL}\natlas;a;legal;x;0.5;0.5;1", "control")
    assert rules(report) == []
    assert report.frame[["indicators", "event_types", "tested_on", "tester"]].isna().all(axis=None)


def test_an_unknown_indicator_is_refused_with_the_closest_ones() -> None:
    report = check("bank;indicator;month;value\natlas;O12;2026-01;1")
    assert rules(report) == [(2, "reference")]
    assert "O11" in report.problems[0].remedy("en")


def test_codes_are_known_in_any_case_and_countries_by_name() -> None:
    lines = [
        "maroc;Internet_Users;2020;84",
        "Côte d’Ivoire;IT.NET.USER.ZS;2020;36",
        "fra;internet_users;2020;85",
    ]
    report = check("\n".join(["country;indicator;period;value", *lines]), "fact")
    assert report.frame["country"].tolist() == ["MAR", "CIV", "FRA"]
    assert report.frame["indicator"].tolist() == ["internet_users"] * 3
    assert "codes_resolved" in codes(report)


def test_an_unknown_bank_is_no_error_and_will_be_created() -> None:
    report = check("bank;indicator;month;value\nMa Banque;O1;2026-01;1\nATLAS;O1;2026-01;1")
    assert report.frame["bank"].tolist() == ["ma-banque", "atlas"]
    assert report.created == {"bank": {"ma-banque": "Ma Banque"}}
    assert [n.message("en") for n in report.notices if n.code == "bank_created"] == [
        "The bank “Ma Banque” was not known; it will be added to the workspace."
    ]


@pytest.mark.parametrize("written", ["=HYPERLINK(1)", "@cmd", "+cmd|x", "-2+3+cmd|' /C calc'!A0"])
def test_text_that_a_spreadsheet_would_run_is_refused(written: str) -> None:
    report = check(f"bank;indicator;month;value;missing_reason\natlas;O1;2026-01;;{written}")
    assert rules(report) == [(2, "formula_text")]


def test_control_characters_and_reversed_text_are_refused() -> None:
    lines = ["atlas;O1;2026-01;1;a\x07b", "atlas;O1;2026-02;1;\u202eabc", "at\x1blas;O1;2026-03;1;"]
    report = check("\n".join(["bank;indicator;month;value;missing_reason", *lines]))
    assert rules(report) == [(line, "control_character") for line in (2, 3, 4)]


def test_a_text_over_its_length_is_refused() -> None:
    report = check(f"bank;indicator;month;value;missing_reason\natlas;O1;2026-01;;{'x' * 401}")
    assert rules(report) == [(2, "too_long")]


def test_an_empty_required_cell_is_refused_and_a_default_is_filled_and_told() -> None:
    head = "bank;channel;month;service;segment;count;failures"
    lines = [";mobile;2026-01;transfer_internal;;5;", "atlas;mobile;2026-01;transfer_internal;;;"]
    report = check("\n".join([head, *lines]), "channel_activity")
    assert rules(report) == [(2, "required"), (3, "required")]
    good = check(f"{head}\natlas;mobile;2026-01;transfer_internal;;5;", "channel_activity")
    assert good.frame[["segment", "failures"]].to_numpy().tolist() == [["mass", 0]]
    assert "defaults_filled" in codes(good)


def test_rows_that_contradict_themselves_are_refused_by_the_contract_s_own_words() -> None:
    head = "bank;channel;month;service;count;failures"
    report = check(f"{head}\natlas;mobile;2026-01;transfer_internal;5;6", "channel_activity")
    assert rules(report) == [(2, "check")]
    assert report.problems[0].message("fr") == (
        "Plus d'opérations échouées que demandées (failures = 6, count = 5)."
    )


def test_dates_in_the_wrong_order_are_refused_and_missing_ones_are_not_judged() -> None:
    head = "bank;incident;title;occurred_at;aware_at;resolved_at"
    lines = [
        "atlas;i1;x;2026-03-14 09:20;2026-03-14 09:00;",
        "atlas;i2;x;2026-03-14 09:20;;2026-03-14 10:00",
    ]
    assert rules(check("\n".join([head, *lines]), "incident")) == [(2, "check")]


def test_a_duplicate_names_both_lines_even_when_written_differently() -> None:
    lines = ["atlas;O1;2026-01;1", "atlas;O2;2026-01;1", "Atlas;o1;janvier 2026;1"]
    report = check("\n".join(["bank;indicator;month;value", *lines]))
    assert rules(report) == [(4, "duplicate_key")]
    assert report.problems[0].message("fr").startswith("Les lignes 2 et 4 décrivent la même chose")


def test_a_default_takes_part_in_the_key() -> None:
    head = "bank;channel;month;service;segment;count"
    lines = ["atlas;mobile;2026-01;transfer_internal;mass;5", "atlas;mobile;2026-01;transfer_internal;;6"]
    assert rules(check("\n".join([head, *lines]), "channel_activity")) == [(3, "duplicate_key")]


def _banks(*names: str) -> Report:
    lines = [f"{name};O1;2026-01;{i}" for i, name in enumerate(names)]
    return check("\n".join([HEADER, *lines]))


def test_names_that_differ_by_a_sign_stay_two_banks() -> None:
    report = _banks("Banque A", "Banque A+", "😀", "🏦", "C#", "C")
    assert report.frame["bank"].tolist() == [
        "Banque-A".lower(), "banque-a-plus", "u1f600", "u1f3e6", "c-u23", "C",
    ]  # fmt: skip
    assert dict(report.created["bank"])["banque-a-plus"] == "Banque A+"


def test_a_name_with_a_sign_is_no_known_name_without_it() -> None:
    report = _banks("atlas+", "Atlas")
    assert report.frame["bank"].tolist() == ["atlas-plus", "atlas"]


def test_a_name_without_letter_or_digit_gives_no_code() -> None:
    assert rules(_banks("atlas", "...x", "«»")) == [(4, "code_empty")]


def test_zero_width_characters_in_codes_are_taken_out_and_told() -> None:
    report = _banks("at\u200blas")
    assert report.frame["bank"].tolist() == ["atlas"]
    (told,) = [n.message("en") for n in report.notices if n.code == "invisible_removed"]
    assert "“atlas”" in told


def test_binary_parquet_is_no_bank() -> None:
    frame = pd.DataFrame({"bank": [b"atlas"], "indicator": ["O1"], "month": ["2026-01"], "value": [1.0]})
    buffer = io.BytesIO()
    frame.to_parquet(buffer)
    assert rules(check(buffer.getvalue(), filename="f.parquet")) == [(1, "not_text")]


def test_codes_of_twenty_digits_are_text_and_never_rounded() -> None:
    code = "12345678901234567890"
    text = f"bank;event;event_type;occurred_on;gross_amount\natlas;{code};external_fraud;2026-01-05;10"
    assert check(text, "loss_event").frame["event"].tolist() == [code]
    rows = [
        ["bank", "event", "event_type", "occurred_on", "gross_amount"],
        ["atlas", float(code), "external_fraud", "2026-01-05", 10],
    ]
    assert rules(check(workbook(rows), "loss_event", filename="f.xlsx")) == [(2, "number_as_code")]
    assert rules(check(text.replace(code, "1,23E+19"), "loss_event")) == [(2, "number_as_code")]


def test_no_word_of_the_demonstration_is_taken_for_a_gap() -> None:
    for name, rows in base_tables().items():
        declared = contract(name)
        for column in declared.columns:
            if column.type is ColumnType.TEXT and not column.choices:
                words = set(rows[column.name].dropna().str.casefold())
                assert words & MISSING_TOKENS <= set(column.meaningful), (name, column.name)


def test_an_education_of_none_is_an_answer_and_an_empty_one_is_not() -> None:
    cells = Cells(
        "education", pa.array(["none", "n/d", ""]), np.arange(3, dtype=np.int32), np.zeros(3, dtype=bool)
    )
    parsed = parse_text(cells, contract("campaign_contact").column("education"))
    assert parsed.missing.tolist() == [False, True, True]
