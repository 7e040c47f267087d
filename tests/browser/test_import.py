"""The main journey: a bank's own file becomes an explained risk score."""

import re
from pathlib import Path

import pandas as pd
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Visit, settled

pytestmark = pytest.mark.browser
CATALOGUE = Path(__file__).resolve().parents[2] / "data" / "catalogue" / "risk_indicator.csv"


def bank_file(path: Path, level: float) -> Path:
    """Two years of all indicators at ``level`` between their cuts, as a French spreadsheet writes them."""
    catalogue = pd.read_csv(CATALOGUE)
    months = pd.date_range("2024-11-01", "2026-10-01", freq="MS")
    value = catalogue["cut_1"] + level * (catalogue["cut_3"] - catalogue["cut_1"])
    value = value.where(~catalogue["count"].eq("yes"), value.round())
    rows = pd.DataFrame({"Indicateur": catalogue["indicator"], "Valeur": value}).merge(
        pd.DataFrame({"Mois": months.strftime("%m/%Y")}), how="cross"
    )
    rows.insert(0, "Banque", "banque-essai")
    rows.to_csv(path, sep=";", decimal=",", index=False, encoding="cp1252")
    return path


def _upload(page: Page, path: Path) -> None:
    page.get_by_test_id("stFileUploaderDropzoneInput").first.set_input_files(str(path))
    settled(page)


def test_a_bank_s_own_file_becomes_an_explained_score(visit: Visit, tmp_path: Path) -> None:
    page = visit("/import?lang=fr")
    _upload(page, bank_file(tmp_path / "indicateurs.csv", 0.5))
    page.get_by_role("button", name="Vérifier le fichier").click()
    expect(page.get_by_text("888 lignes sont correctes")).to_be_visible()
    page.get_by_role("button", name="Charger le fichier").click()
    page.get_by_role("link", name="De quoi nous inquiéter").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("De quoi nous inquiéter")
    settled(page)
    page.get_by_test_id("stTopNav").get_by_role("button", name="Risque").click()
    page.get_by_test_id("stTopNavDropdownLink").filter(has_text="Scores").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Quel est le risque")
    settled(page)
    expect(page.locator(".st-key-answer")).to_contain_text(
        re.compile(r"banque-essai\s: risque d’ensemble de \d+ sur 100")
    )
    expect(page).to_have_url(re.compile(r"[?&]w=banque-"))
    # The bank's figures are observed; nothing on its chart calls them synthetic.
    expect(page.get_by_text("Données synthétiques")).to_have_count(0)

    elsewhere = visit("/risk-scores?lang=fr")
    expect(elsewhere.get_by_text("banque-essai")).to_have_count(0)


def test_a_broken_file_is_explained_and_changes_nothing(visit: Visit, tmp_path: Path) -> None:
    text = "Banque;Indicateur;Mois;Valeur\nma-banque;O1;03/2026;1,5\n"
    text += "ma-banque;O99;03/2026;2\nma-banque;O2;13/2026;x\n"
    broken = tmp_path / "cassé.csv"
    broken.write_text(text, encoding="utf-8")
    page = visit("/import?lang=fr")
    _upload(page, broken)
    page.get_by_role("button", name="Vérifier le fichier").click()
    expect(page.get_by_text("3 problèmes dans 3 lignes")).to_be_visible()
    expect(page.get_by_role("button", name="Charger le fichier")).to_have_count(0)
    with page.expect_download() as report:
        page.get_by_role("button", name="Problèmes (CSV)").click()
    lines = Path(report.value.path()).read_text(encoding="utf-8-sig")
    assert "O99" in lines
    assert "13/2026" in lines


def test_a_file_that_is_no_table_leaves_the_page_standing(visit: Visit, tmp_path: Path) -> None:
    picture = tmp_path / "photo.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    page = visit("/import?lang=en")
    _upload(page, picture)
    expect(page.get_by_test_id("stAlert").first).to_be_visible()
    expect(page.get_by_text("could not be drawn")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text("How do we see our own bank here?")
