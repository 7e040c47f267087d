"""Files as banks, supervisors and statistics offices write them load with one question at most.

Every figure in them is fictional.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import pytest

from data.contracts import contract
from data.ingest import (
    ReadOptions,
    Report,
    preview,
    recognise,
    remember_names,
    suggest_mapping,
    template,
    validate,
)
from data.ingest.detection import IMPORTABLE
from data.ingest.problems import Problem
from data.ingest.references import References, load_references
from data.ingest.report import grouped

FILES = Path(__file__).resolve().parents[1] / "files"
TODAY = date(2026, 11, 30)


@dataclass(frozen=True)
class Case:
    """A file, the table that it fills, how many rows come of it, and the one thing that is asked."""

    name: str
    table: str
    rows: int
    options: ReadOptions = field(default_factory=ReadOptions)
    mapping: dict[str, str] = field(default_factory=dict)


CASES = (
    Case("kri_suivi_mensuel.csv", "risk_observation", 24),
    Case("kri_par_colonne.csv", "risk_observation", 15),
    Case("clients_actifs.csv", "adoption_series", 6),
    Case("couts_par_canal.csv", "channel_resource", 8),
    Case("moyens_des_canaux.xlsx", "channel_resource", 3),
    Case("pertes_operationnelles.csv", "loss_event", 4),
    Case("incidents_2026.csv", "incident", 2),
    Case("internet_users_world_bank.csv", "fact", 5),
    Case("durees_par_operation.csv", "service_time", 6),
    Case("activite_par_canal.csv", "channel_activity", 4),
    Case("comptes_annuels.csv", "financial_statement", 2),
    Case("taux_directeur.csv", "macro_series", 3),
    Case("campagnes_2026.csv", "campaign", 2),
    # A supervisor's table over banks, in Windows-1252, with a line of all banks and remarks below.
    Case("reclamations_par_etablissement.csv", "risk_observation", 5),
    # A statistical table with merged titles, flags and remarks.
    Case("tableau_usage_internet.xlsx", "fact", 5),
    # English thousands could be decimals: asked once.
    Case("active_users_by_month.csv", "adoption_series", 8, options=ReadOptions(decimal=".")),
    # Its keys are found by their values; which column counts is asked.
    Case("activite_sans_entetes_connus.csv", "channel_activity", 6, mapping={"count": "Combien"}),
    Case("tableau_de_bord.xlsx", "risk_observation", 12, options=ReadOptions(sheet="KRI")),
    Case("tableau_de_bord.xlsx", "adoption_series", 4, options=ReadOptions(sheet="Parc")),
)


@pytest.fixture(scope="module")
def references(demo_home: Path) -> References:
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("VIGIE_HOME", str(demo_home))
        return load_references()


def _loaded(case: Case, references: References) -> Report:
    content = (FILES / case.name).read_bytes()
    seen = preview(content, case.name, table=case.table, options=case.options, references=references)
    mapping = suggest_mapping(seen, case.table, None, references) | case.mapping
    named = any(column.name == "bank" for column in contract(case.table).columns)
    return validate(
        content,
        case.name,
        table=case.table,
        mapping=mapping,
        options=case.options,
        constants={"bank": "banque-essai"} if named and not mapping.get("bank") else {},
        known=references,
        today=TODAY,
    )


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name} {case.options.sheet or ''}")
def test_the_table_is_recognised_first(case: Case, references: References) -> None:
    content = (FILES / case.name).read_bytes()
    seen = preview(content, case.name, options=case.options, references=references)
    found = recognise(seen.columns, seen.rows, references)
    assert found.candidates[0].table == case.table
    # What is asked of the columns is asked there, and not of the table, too.
    assert found.clear or case.mapping


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.name} {case.options.sheet or ''}")
def test_the_file_loads_with_one_question_at_most(case: Case, references: References) -> None:
    report = _loaded(case, references)
    assert report.ok, [problem.message("en") for problem in report.problems]
    assert len(report.frame) == case.rows


def test_every_template_is_recognised_as_its_own(references: References) -> None:
    for name in IMPORTABLE:
        for spoken in ("fr", "en"):
            seen = preview(template(name, "csv", spoken), "t.csv", references=references)
            assert recognise(seen.columns, seen.rows, references).candidates[0].table == name, (name, spoken)


def test_a_line_of_all_banks_makes_no_bank(references: References) -> None:
    case = next(case for case in CASES if case.name == "reclamations_par_etablissement.csv")
    report = _loaded(case, references)
    assert {notice.code for notice in report.left_out} >= {"totals_left_out", "remarks_left_out"}
    assert set(report.created["bank"]) == {"banque-d-essai", "banque-temoin"}


def test_thousands_of_dirhams_are_dirhams_once_loaded(references: References) -> None:
    case = next(case for case in CASES if case.name == "couts_par_canal.csv")
    costs = _loaded(case, references).frame.set_index(["month", "channel"])["cost_mad"]
    assert float(costs.iloc[0]) == 8_412_000


def test_a_banks_own_words_behind_the_number_of_an_indicator_are_read(references: References) -> None:
    indicator = "risk_indicator.indicator"
    assert references.code(indicator, "O1 - Indisponibilité du canal critique") == "O1"
    assert references.code(indicator, "p2: réclamations") == "P2"
    # A number alone among words, or one that no indicator has, is none.
    assert references.code(indicator, "Taux O1") is None
    assert references.code(indicator, "Z9 - autre") is None
    assert references.code("bank.bank", "b1 - agence") is None


def test_a_file_that_says_nothing_is_no_table(references: References) -> None:
    seen = preview(b"a;b\n1;2\n3;4\n", "f.csv", references=references)
    found = recognise(seen.columns, seen.rows, references)
    assert not found.clear


def _problem(line: int | None, column: str, value: str | None, rule: str = "not_a_number") -> Problem:
    return Problem(line, column, value, rule)


def test_forty_six_months_alike_are_one_line_and_what_concerns_the_file_comes_first() -> None:
    months = [_problem(7, f"2026-{place:02d}", "n.c.") for place in range(1, 47)]
    row = [_problem(9, f"2026-{place:02d}", f"x{place}") for place in range(1, 4)]
    alone = [_problem(12, "value", "y")]
    whole = [_problem(None, "count", None, "column_missing")]
    groups = grouped([*months, *row, *alone, *whole])
    assert [group.count for group in groups] == [1, 46, 3, 1]
    assert groups[0].first.rule == "column_missing"
    assert groups[1].values == ("n.c.",)
    assert (groups[1].lines, groups[1].more_columns) == (("7",), 43)
    assert groups[2].lines == ("9",)
    assert sum(group.count for group in groups) == 51


def test_problems_of_one_column_with_values_of_their_own_are_one_line() -> None:
    groups = grouped([_problem(line, "value", f"v{line}") for line in range(2, 12)])
    (only,) = groups
    assert (only.count, only.more_lines, only.more_values) == (10, 7, 7)


def test_a_key_is_found_by_its_values_only_where_most_of_them_are_codes(references: References) -> None:
    case = next(case for case in CASES if case.mapping)
    content = (FILES / case.name).read_bytes()
    seen = preview(content, case.name, table=case.table, references=references)
    assert suggest_mapping(seen, case.table, None, references)["channel"] == "Où"
    assert suggest_mapping(seen, case.table)["channel"] is None
    strange = replace(seen, rows=seen.rows.assign(Où=[f"guichet {place}" for place in range(len(seen.rows))]))
    assert suggest_mapping(strange, case.table, None, references)["channel"] is None


OWN_NAMES = {
    "risk_indicator.indicator": {
        "Heures d'arrêt du canal mobile": "O1",
        "Plaintes e-banking / 10 000 actifs": "P2",
        # No indicator of ours: left out, counted and named.
        "Taux de rotation du personnel": "",
    }
}


def _own(references: References) -> Report:
    content = (FILES / "kri_noms_propres.csv").read_bytes()
    given = {"table": "risk_observation", "constants": {"bank": "banque-essai"}, "today": TODAY}
    return validate(content, "kri_noms_propres.csv", known=references, **given)


def test_a_banks_own_names_are_asked_for_and_matched_once(references: References) -> None:
    content = (FILES / "kri_noms_propres.csv").read_bytes()
    seen = preview(content, "k.csv", table="risk_observation", references=references)
    assert seen.unknown == (("indicator", tuple(OWN_NAMES["risk_indicator.indicator"])),)
    # What the names mean tells the table: it is not asked for, too.
    bare = preview(content, "k.csv", references=references)
    found = recognise(bare.columns, bare.rows, references)
    assert found.clear
    assert found.candidates[0].table == "risk_observation"
    assert not _own(references).ok
    known = references.with_names(OWN_NAMES)
    report = _own(known)
    assert report.ok
    assert sorted(report.frame["indicator"].unique()) == ["O1", "P2"]
    assert len(report.frame) == 6
    (told,) = [notice for notice in report.left_out if notice.code == "names_left_out"]
    assert "Taux de rotation du personnel" in told.message("fr")
    again = preview(content, "k.csv", table="risk_observation", references=known)
    assert again.unknown == ()


def test_own_names_are_kept_with_the_workspace(
    references: References, demo_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    remember_names("banque-des-noms", "risk_indicator.indicator", OWN_NAMES["risk_indicator.indicator"])
    assert _own(load_references("banque-des-noms")).ok
    # A name matched again stands for what was said last.
    remember_names("banque-des-noms", "risk_indicator.indicator", {"Taux de rotation du personnel": "O10"})
    report = _own(load_references("banque-des-noms"))
    assert sorted(report.frame["indicator"].unique()) == ["O1", "O10", "P2"]


def test_a_name_is_never_matched_to_a_code_that_does_not_exist(references: References) -> None:
    known = references.with_names({"risk_indicator.indicator": {"Heures d'arrêt du canal mobile": "Z99"}})
    assert known.code("risk_indicator.indicator", "Heures d'arrêt du canal mobile") is None
