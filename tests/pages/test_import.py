"""The import page asks for what a file leaves open, and says what it will not load."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.build import build_workspace
from data.ingest.workspace import stored_tables
from data.snapshots import visitors_home
from tests.pages.conftest import Opener, plain, value

FILES = Path(__file__).resolve().parents[1] / "data" / "files"
HEADER = "bank;indicator;month;value;missing_reason;pnb"


def _texts(elements) -> str:
    return plain(" ".join(element.value for element in elements))


@pytest.mark.parametrize(
    ("language", "asked", "left"),
    [
        ("fr", "DOS (850) : fermé", "Ceci figure dans le fichier et ne sera pas chargé"),
        ("en", "DOS (850) : fermé", "This stands in the file and will not be loaded"),
    ],
)
def test_the_encoding_is_asked_for_and_what_is_dropped_is_named(
    open_page: Opener, language: str, asked: str, left: str
) -> None:
    app = open_page("workbench_import.py", language)
    content = f"{HEADER}\natlas;O2;2026-01;1;fermé;12\n".encode("cp850")
    app.file_uploader[0].upload("f.csv", content, "text/csv").run()
    assert asked in _texts(app.error)
    app.selectbox(key="import encoding").select("cp850").run()
    assert not app.error
    app.button(key="import check").click().run()
    assert left in _texts(app.warning)
    assert "1 (pnb" in _texts(app.markdown).replace("\\", "")
    assert not app.exception


def _load(app, name: str, content: str) -> None:
    app.file_uploader[0].upload(name, content.encode(), "text/csv").run()
    app.button(key="import check").click().run()


def _columns(app, place: int) -> list[str]:
    return list(app.dataframe[place].value.columns)


@pytest.mark.parametrize(
    ("language", "before", "loads"),
    [
        ("fr", ["Où", "Avant", "Après", "Quoi"], "Chargements à ce jour"),
        ("en", ["Where", "Before", "After", "What"], "Loads until now"),
    ],
)
def test_what_a_load_replaces_is_listed_before_it_and_kept_after_it(
    open_page: Opener, language: str, before: list[str], loads: str
) -> None:
    head = "bank;indicator;month;value\n"
    app = open_page("workbench_import.py", language)
    _load(app, "f.csv", f"{head}atlas;O2;2026-01;1,5\n")
    said = {"fr": "Lignes : 1 ; colonnes : 4", "en": "Rows: 1; columns: 4"}
    assert said[language] in _texts(app.caption)
    assert before not in [_columns(app, place) for place in range(len(app.dataframe))]
    app.button(key="import load").click().run()
    assert not app.exception
    _load(app, "g.csv", f"{head}atlas;O2;2026-01;2,5\n")
    (listed,) = [frame.value for frame in app.dataframe if list(frame.value.columns) == before]
    decimal = "," if language == "fr" else "."
    assert listed.to_numpy().tolist()[0][1:3] == [f"1{decimal}5", f"2{decimal}5"]
    app.button(key="import load").click().run()
    assert [expander.label for expander in app.expander if loads in plain(expander.label)]
    (kept,) = [frame.value for frame in app.dataframe if list(frame.value.columns) == before]
    assert kept.equals(listed)
    assert not app.exception


def test_what_a_load_did_stands_first_until_another_file_is_at_hand(open_page: Opener) -> None:
    def folds(app) -> list[str]:
        return [plain(expander.label) for expander in app.expander]

    head = "bank;indicator;month;value\n"
    app = open_page("workbench_import.py", "en")
    _load(app, "f.csv", f"{head}atlas;O2;2026-01;1.5\n")
    app.button(key="import load").click().run()
    assert app.success
    assert "The last load" not in folds(app)
    assert "changed" not in app.session_state, "a load is no change of an assumption, and cannot be undone"
    app.file_uploader[0].upload("g.csv", f"{head}atlas;O2;2026-02;2.5\n".encode(), "text/csv").run()
    assert "The last load" in folds(app)
    app.file_uploader[0].clear().run()
    assert "The last load" not in folds(app)
    assert app.success


def test_a_jump_beyond_all_others_is_asked_about_and_declared_when_ticked(open_page: Opener) -> None:
    values = [180 * 1.002**at * (1 + 0.001 * (at % 3)) for at in range(12)]
    values += [value * 0.5 for value in values]
    lines = [f"MAR;cpi;{2020 + at // 12}-{at % 12 + 1:02d};{value};index" for at, value in enumerate(values)]
    app = open_page("workbench_import.py", "en")
    app.selectbox(key="import table").select("macro_series").run()
    _load(app, "cpi.csv", "\n".join(["country;series;month;value;unit", *lines]))
    (asked,) = [box for box in app.checkbox if "MAR, cpi" in plain(box.label)]
    assert "2021-01" in asked.label
    asked.check().run()
    app.button(key="import load").click().run()
    assert "Breaks of definition declared with these lines: 1" in _texts(app.success)
    assert not app.exception


def test_a_workspace_without_a_key_says_how_it_gets_one(open_page: Opener) -> None:
    build_workspace("keyless", {})
    app = open_page("workbench_import.py", "en", w="keyless")
    assert "python -m data key keyless" in _texts(app.caption)
    app = open_page("workbench_import.py", "fr", w="keyless")
    assert "n’en a pas encore" in _texts(app.caption)


@pytest.mark.parametrize(("language", "said"), [("fr", "Reconnu :"), ("en", "Recognised:")])
def test_the_table_is_told_by_the_file_and_what_tells_it_is_said(
    open_page: Opener, language: str, said: str
) -> None:
    app = open_page("workbench_import.py", language)
    app.text_input(key="import bank").set_value("banque-essai").run()
    content = "mesure;mois;valeur\ncustomers;2026-08;216950\nactive;2026-08;99480\n"
    _load(app, "parc.csv", content)
    assert said in _texts(app.success)
    assert "mesure" in _texts(app.success)
    app.button(key="import load").click().run()
    assert not app.exception
    assert not app.error


def test_where_two_tables_are_as_likely_the_page_asks_once(open_page: Opener) -> None:
    app = open_page("workbench_import.py", "en")
    content = "mois;canal;opération;combien\n2026-08;Agence;balance;5\n2026-09;Mobile;balance;7\n"
    app.file_uploader[0].upload("f.csv", content.encode(), "text/csv").run()
    (asked,) = [radio for radio in app.radio if "Which of these" in radio.label]
    assert asked.value == "channel_activity"
    assert "Not found" in _texts(app.caption)


def test_forty_months_of_one_fault_are_one_row(open_page: Opener) -> None:
    months = [f"{2023 + at // 12}-{at % 12 + 1:02d}" for at in range(40)]
    lines = [f"atlas;O2;{month};non mesuré" for month in months]
    app = open_page("workbench_import.py", "en")
    _load(app, "f.csv", "\n".join(["bank;indicator;month;value", *lines]))
    grouped = next(frame.value for frame in app.dataframe if "Lines" in frame.value.columns)
    assert len(grouped) == 1
    assert grouped["Problems"].iloc[0] == 40


def test_names_of_the_banks_own_are_matched_once_and_asked_no_more(open_page: Opener) -> None:
    content = "indicateur;mois;valeur\nPlaintes des actifs;2026-08;3\nRotation;2026-08;8\n"
    reference = "risk_indicator.indicator"
    app = open_page("workbench_import.py", "fr")
    app.text_input(key="import bank").set_value("banque-essai").run()
    app.file_uploader[0].upload("kri.csv", content.encode(), "text/csv").run()
    asked = app.selectbox(key=f"import name {reference} Plaintes des actifs")
    assert any(option.startswith("P2 – ") for option in asked.options)
    asked.select("P2").run()
    app.selectbox(key=f"import name {reference} Rotation").select("aside").run()
    app.button(key="import check").click().run()
    assert "Rotation" in _texts(app.markdown)
    app.button(key="import load").click().run()
    assert not app.exception
    app.file_uploader[0].upload("kri2.csv", content.replace("08", "09").encode(), "text/csv").run()
    assert not [box for box in app.selectbox if "import name" in (box.key or "")]


@pytest.mark.parametrize(
    ("language", "said", "left"),
    [
        ("fr", "comptabilité analytique", "Siège et fonctions support"),
        ("en", "cost accounting", "27% of all"),
    ],
)
def test_cost_accounting_is_recognised_loaded_and_answers_the_costs_page(
    open_page: Opener, language: str, said: str, left: str
) -> None:
    path = FILES / "comptabilite_analytique_2025.xlsx"
    app = open_page("workbench_import.py", language)
    app.text_input(key="import bank").set_value("Banque des Coûts").run()
    app.file_uploader[0].upload(path.name, path.read_bytes(), "application/octet-stream").run()
    assert said in _texts(app.success)
    assert left in _texts(app.markdown)
    assert not app.error
    app.button(key="import load").click().run()
    assert not app.exception
    workspace, bank = app.query_params["w"], app.query_params["bank"]
    workspace, bank = (each[0] if isinstance(each, list) else each for each in (workspace, bank))
    shown = next(frame.value for frame in app.dataframe if frame.value.shape[1] == 3)
    assert any("Coûts" in str(pages) or "Costs" in str(pages) for pages in shown.iloc[:, 2])
    assert app.selectbox(key="import missing").value == "control", "what is missing first has its template"
    costs = value("channels-costs", "en", w=workspace, bank=bank)
    assert "20.00 MAD in full" in plain(costs.answer.sentence)
    assert "estimated in part" in costs.answer.caution


LOG = (
    "Journal des opérations;;;;\r\n"
    "Date opération;Heure;N° client;Canal;Opération;Statut\r\n"
    "14/03/2026;10:30:00;C001;GAB;Retrait d'espèces;OK\r\n"
    "14/03/2026;10:30:00;C001;GAB;Retrait d'espèces;OK\r\n"
    "31/03/2026;23:45:10;C002;Appli mobile;Vir. émis;KO\r\n"
    "05/04/2026;08:00:00;C001;Télex;Relevé;OK\r\n"
    "pas une date;9h;C003;GAB;Relevé;OK\r\n"
    "30/04/2026;12:00:00;C004;Agence;Relevé;OK\r\n"
    + "".join(f"{day:02d}/04/2026;12:00:{day:02d};C{day};Agence;Relevé;OK\r\n" for day in range(1, 29))
    + "Total;34\r\n"
)


def test_a_log_of_operations_is_recognised_confirmed_aggregated_and_loaded(open_page: Opener) -> None:
    app = open_page("workbench_import.py", "fr")
    app.text_input(key="import bank").set_value("Banque du Journal").run()
    app.file_uploader[0].upload("journal.txt", LOG.encode("cp1252"), "text/plain").run(timeout=60)
    assert "Reconnu : journal des canaux" in _texts(app.success)
    assert "14/03/2026 10:30:00 se lit 14 mars 2026, 10:30" in _texts(app.caption)
    asked = {box.label: box for box in app.selectbox if (box.key or "").startswith("import log word")}
    assert plain(" ".join(sorted(asked))).count("«") == 4, sorted(asked)
    assert app.selectbox(key="import log word channel Appli mobile").value == "mobile"
    assert app.selectbox(key="import log word channel Télex").value == ""
    assert app.selectbox(key="import log word service Vir. émis").value == "transfer_external"
    app.selectbox(key="import log segment").select("mass").run()
    app.button(key="import log take").click().run(timeout=60)
    assert not app.exception
    told = _texts(app.markdown).replace("\\", "")
    assert "Lignes lues : 35 ; opérations retenues : 32" in _texts(app.success)
    for aside in (
        "sans les colonnes de l’en-tête, écartées : 1",
        "heure est illisible, écartées : 1",
        "Doublons d’une autre ligne, écartés : 1",
        "canal non déclaré : 1, soit Télex (1)",
    ):
        assert aside in told
    assert "Caractères lus en Windows-1252" in _texts(app.caption)
    app.button(key="import load").click().run(timeout=60)
    assert not app.exception
    workspace, bank = app.query_params["w"], app.query_params["bank"]
    workspace, bank = (each[0] if isinstance(each, list) else each for each in (workspace, bank))
    activity = stored_tables(workspace)["channel_activity"]
    assert activity["count"].sum() == 31
    assert activity.set_index("channel")["failures"].to_dict()["mobile"] == 1
    assert set(activity["bank"]) == {bank}
    assert not list(visitors_home().glob(".log-*")), "the log itself is not kept"


def test_what_decides_a_whole_file_is_asked_where_its_problems_stand(open_page: Opener) -> None:
    app = open_page("workbench_import.py", "en")
    app.text_input(key="import bank").set_value("A Bank").run()
    content = (FILES / "active_users_by_month.csv").read_bytes()
    app.file_uploader[0].upload("active.csv", content, "text/csv").run()
    app.button(key="import check").click().run()
    assert "8 problems in 2 rows" in _texts(app.error)
    told = _texts(app.info)
    assert told.count("were read as months") == 1, "what the preview says is not said again"
    app.button(key="import decimal is point").click().run()
    assert not app.exception
    assert not app.error, "one answer, and the file is checked again by itself"
    assert app.button(key="import load")


def test_rates_of_a_file_that_hides_its_percentages_are_asked_once(open_page: Opener) -> None:
    app = open_page("workbench_import.py", "en")
    assert not [radio for radio in app.radio if radio.key == "import rates"], "no other file needs it"
    content = (FILES / "suivi_kri_2026.xls").read_bytes()
    app.file_uploader[0].upload("kri.xls", content, "application/vnd.ms-excel").run()
    app.button(key="import check").click().run()
    assert "6 problems in 12 rows" in _texts(app.error)
    app.button(key="import rates is shown").click().run()
    assert not app.exception
    assert not app.error
    assert app.radio(key="import rates").value == "shown"
    assert app.button(key="import load")
