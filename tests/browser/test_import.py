"""The main journey: a bank's own file becomes an explained risk score."""

import io
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
    # One limit a kind of file stands above the place for it; the framework's one number is not said.
    expect(page.locator(".st-key-import-file")).to_contain_text("50 Mo au plus")
    expect(page.get_by_test_id("stFileUploaderDropzoneInstructions").first).to_be_hidden()
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


OWN_NAMES = """Comité des risques opérationnels;;;
Indicateur;{months}
Heures d'arrêt du canal mobile;1,4;0,6;0,9
Plaintes e-banking / 10 000 actifs;3,2;3,0;4,1
Taux de rotation du personnel;8,1;8,3;8,0
"""


def _own_sheet(path: Path, months: str) -> Path:
    path.write_text(OWN_NAMES.format(months=months), encoding="utf-8")
    return path


def _bank(page: Page, name: str) -> None:
    field = page.get_by_role("textbox", name="Banque, si le fichier ne la nomme pas")
    field.fill(name)
    field.press("Enter")
    settled(page)


def _match(page: Page, name: str, wanted: str, place: int) -> None:
    """Choose what a name stands for; it must come at ``place``, after what leaves it open or out."""
    page.get_by_role("combobox", name=re.compile(re.escape(name))).click()
    proposed = page.get_by_role("option")
    expect(proposed.nth(place)).to_contain_text(wanted)
    proposed.nth(place).click()
    settled(page)


def _drawer(page: Page) -> None:
    page.get_by_text("Noms appariés à la main, en fichier").click()


def test_names_of_the_bank_s_own_are_matched_once_kept_and_handed_on(visit: Visit, tmp_path: Path) -> None:
    first = _own_sheet(tmp_path / "kri.csv", "juil. 2026;août 2026;sept. 2026")
    page = visit("/import?lang=fr")
    _upload(page, first)
    _bank(page, "Banque du Parc")
    _match(page, "Heures d'arrêt", "O1 –", 2)
    _match(page, "Plaintes e-banking", "P2 –", 2)
    _match(page, "Taux de rotation", "laisser de côté", 1)
    page.get_by_role("button", name="Vérifier le fichier").click()
    expect(page.get_by_role("listitem").filter(has_text="Taux de rotation du personnel")).to_be_visible()
    page.get_by_role("button", name="Charger le fichier").click()
    expect(page.get_by_text("Lignes ajoutées : 6")).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]w=banque-"))
    settled(page)
    address, key = page.url, page.get_by_test_id("stCode").first.inner_text().strip()
    _drawer(page)
    with page.expect_download() as names:
        page.get_by_role("button", name="Noms de cet espace (JSON)").click()
    handed = tmp_path / "vigie-names.json"
    names.value.save_as(handed)

    # The next month, by the link and the key: nothing is asked a second time.
    later = visit(address[address.index("/import") :])
    field = later.get_by_role("textbox", name="Clé d’écriture de")
    field.fill(key)
    field.press("Enter")
    expect(later.get_by_text("Un fichier chargé ici s’y ajoute")).to_be_visible()
    settled(later)
    _upload(later, _own_sheet(tmp_path / "kri2.csv", "août 2026;sept. 2026;oct. 2026"))
    _bank(later, "Banque du Parc")
    expect(later.get_by_role("combobox", name=re.compile("Plaintes e-banking"))).to_have_count(0)
    later.get_by_role("button", name="Vérifier le fichier").click()
    expect(later.get_by_text("Le chargement remplace 4 valeurs")).to_be_visible()
    later.get_by_role("button", name="Charger le fichier").click()
    expect(later.get_by_text("Lignes ajoutées : 2 ; remplacées : 4")).to_be_visible()
    settled(later)

    # The figures of the page are those of the file.
    scores = visit(f"/risk-scores{later.url[later.url.index('?') :]}")
    expect(scores.locator(".st-key-answer")).to_contain_text("2 des 34 indicateurs")
    with scores.expect_download() as table:
        scores.get_by_role("button", name="CSV", exact=True).last.click()
    lines = Path(table.value.path()).read_text(encoding="utf-8-sig").splitlines()
    head = next(at for at, line in enumerate(lines) if line.startswith("Réf."))
    read = pd.read_csv(io.StringIO("\n".join(lines[head:])), sep=";", decimal=",").set_index("Réf.")
    assert read["Valeur"].dropna().to_dict() == {"O1": 0.9, "P2": 4.1}

    # Somebody else takes the names over: their first file asks about none.
    other = visit("/import?lang=fr")
    _drawer(other)
    other.get_by_test_id("stFileUploaderDropzoneInput").last.set_input_files(str(handed))
    other.get_by_role("button", name="Reprendre ces noms").click()
    expect(other.get_by_text("3 noms repris")).to_be_visible()
    settled(other)
    _upload(other, first)
    expect(other.get_by_text("Reconnu :")).to_be_visible()
    settled(other)
    expect(other.get_by_role("combobox", name=re.compile("Plaintes e-banking"))).to_have_count(0)
