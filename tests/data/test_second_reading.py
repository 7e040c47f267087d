"""The second reading names every licensing rule and legal indicator, with the tag that ships."""

from __future__ import annotations

from pathlib import Path

from data.shipped import shipped_tables

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "SECOND_READING.md"


def read_items() -> dict[str, list[str]]:
    """First cell of each row of the document's tables → its cells."""
    lines = [line for line in DOCUMENT.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return {row[0]: row for row in rows if row[0] != "item"}


def test_every_licensing_rule_was_read_again_and_its_tag_is_the_one_that_ships() -> None:
    items = read_items()
    tags = shipped_tables()["licence_rule"].set_index("rule")["tag"]
    assert {name: items[name][5].split(" → ")[1] for name in tags.index} == tags.to_dict()


def test_every_legal_indicator_was_read_again_and_keeps_an_honest_tag() -> None:
    items = read_items()
    catalogue = shipped_tables()["risk_indicator"].set_index("indicator")
    legal = catalogue.index[catalogue["risk"] == "legal"]
    assert set(legal) <= set(items)
    named = [name for name in catalogue.index if name in items]
    found = {name: items[name][5].split(" → ")[1] for name in named}
    assert found == catalogue.loc[named, "provenance"].to_dict()


def test_a_row_says_when_it_was_read_or_that_it_was_not() -> None:
    for name, row in read_items().items():
        day, read = row[4], row[3]
        assert bool(day) != (read in ("not read again", "nothing to read")), name
        assert day in ("", "2026-11-29", "2026-12-01"), name


def test_every_threshold_of_an_indicator_has_its_line() -> None:
    catalogue = shipped_tables()["risk_indicator"]
    assert set(catalogue["indicator"]) <= set(read_items())


def test_every_source_of_a_figure_has_its_line_or_its_reading() -> None:
    shipped, items = shipped_tables(), read_items()
    tables = ("fact", "channel_cost_published", "lever_benchmark", "model_figure", "macro_series")
    tables += ("example_series", "definition_break", "risk_indicator")
    used = {source for name in tables for source in shipped[name]["source"]}
    lines = {name.strip("`") for name in items}
    assert used - set(shipped["source_reading"]["source"]) <= lines
