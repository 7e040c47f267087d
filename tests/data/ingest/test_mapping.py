"""Which column of a file holds which column of a table."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.contracts import contract
from data.ingest import preview, remember_mapping, remembered_mapping, suggest_mapping
from data.ingest.mapping import suggest

RISK = contract("risk_observation")


def _fits(names: list[str], table: str = "risk_observation") -> dict[str, str]:
    found = suggest(names, contract(table))
    return {column: header for column, header in found.items() if header is not None}


def test_names_and_aliases_are_known_without_case_accents_and_punctuation() -> None:
    assert _fits(["BANQUE", "Code indicateur", "Période", "Valeur (%)"]) == {
        "bank": "BANQUE",
        "indicator": "Code indicateur",
        "month": "Période",
        "value": "Valeur (%)",
    }


def test_a_column_s_own_name_goes_before_an_alias_of_another() -> None:
    assert _fits(["date", "month", "id", "indicator"])["month"] == "month"
    assert _fits(["date", "month", "id", "indicator"])["indicator"] == "indicator"


def test_a_per_cent_sign_in_a_header_tells_two_columns_apart() -> None:
    fits = _fits(["Clients touchés", "Clients touchés (%)"], "incident")
    assert fits == {"clients_affected": "Clients touchés", "clients_affected_percent": "Clients touchés (%)"}


def test_no_column_of_the_file_is_used_twice() -> None:
    for table in ("risk_observation", "fact", "incident", "campaign"):
        names = [alias for column in contract(table).columns for alias in (column.name, *column.aliases)]
        used = [header for header in suggest(names, contract(table)).values() if header is not None]
        assert len(used) == len(set(used))
        assert len(used) == len(contract(table).columns)


def test_a_choice_is_remembered_for_files_with_the_same_columns_in_any_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    columns = ["Etab", "KRI", "Fin de mois", "Mesure A", "Mesure B"]
    chosen = {"bank": "Etab", "indicator": "KRI", "month": "Fin de mois", "value": "Mesure B"}
    remember_mapping("ma-banque", "risk_observation", columns, chosen)
    seen = preview(b"MESURE B;etab;KRI;Fin de mois;Mesure A\n1;x;O1;2026-01;2\n", "f.csv")
    suggested = suggest_mapping(seen, "risk_observation", "ma-banque")
    assert suggested["value"] == "MESURE B"
    assert suggested["bank"] == "etab"
    assert suggest_mapping(seen, "risk_observation")["bank"] is None
    assert remembered_mapping("ma-banque", "risk_observation", columns[:4]) is None
    assert remembered_mapping("ma-banque", "fact", columns) is None
    assert remembered_mapping("autre-banque", "risk_observation", columns) is None


def test_what_is_remembered_survives_a_damaged_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    remember_mapping("ma-banque", "risk_observation", ["a"], {"bank": "a"})
    (tmp_path / "workspaces" / "ma-banque" / "mappings.json").write_text("{broken", encoding="utf-8")
    assert remembered_mapping("ma-banque", "risk_observation", ["a"]) is None
    remember_mapping("ma-banque", "risk_observation", ["a"], {"bank": "a"})
    assert remembered_mapping("ma-banque", "risk_observation", ["a"])["bank"] == "a"


def test_a_workspace_that_cannot_be_remembers_nothing() -> None:
    with pytest.raises(ValueError, match="workspace:"):
        remember_mapping("../x", "risk_observation", ["a"], {"bank": "a"})
