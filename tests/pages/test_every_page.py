"""Every page, in both languages: its question, its answer, its descriptions, and nothing broken."""

import json
import re

import pandas as pd
import pytest

from analytics.scenario import Scenario, assumption
from data.build import build_workspace
from tests.drawn import CONTROLS, ON_EVERY_PAGE
from tests.pages.conftest import Opener, link_of, pictures, plain, titles_of_sources
from tests.pages.seen import answered
from ui.assumed import explained, named
from ui.outside import prose
from ui.registry import PAGES
from ui.words import speaking

QUESTIONS = {
    "overview": (
        "De quoi nous inquiéter, et que faire ?",
        "What should we worry about, and what should we do?",
    ),
    "risk-scores": ("Quel est le risque de notre banque électronique ?", "How risky is our e-banking?"),
    "risk-drivers": (
        "Qu’est-ce qui fait bouger le score, et qu’est-ce qui l’améliorerait ?",
        "What moves the score, and what would improve it?",
    ),
    "risk-losses": (
        "Que peut-il en coûter, et quels fonds propres faut-il ?",
        "What could it cost, and what capital does it take?",
    ),
    "risk-incidents": (
        "Est-il majeur, et quand devons-nous déclarer ?",
        "Is it major, and when must we report?",
    ),
    "risk-licensing": (
        "Où pouvons-nous servir des clients ?",
        "Where may we serve customers?",
    ),
    "risk-supervision": (
        "Comment va le système, et qui contamine qui ?",
        "How does the system look, and who infects whom?",
    ),
    "adoption-forecast": (
        "Combien utiliseront la banque électronique, et quand ?",
        "How many will use e-banking, and when?",
    ),
    "adoption-drivers": (
        "Qui adopte, et qu’est-ce qui retient les autres ?",
        "Who adopts, and what holds the others back?",
    ),
    "adoption-services": ("Notre offre est-elle complète ?", "How complete is our offer?"),
    "marketing-levers": (
        "Quels leviers amènent des utilisateurs, et à quel prix ?",
        "Which levers bring adopters, at what cost?",
    ),
    "macro-tobin-tax": (
        "Que ferait une taxe sur les mouvements de capitaux\u00a0?",
        "What would a tax on capital movements do?",
    ),
    "macro-fx-market": (
        "Une taxe Tobin calmerait-elle le marché\u00a0?",
        "Would a Tobin tax calm the market?",
    ),
    "channels-costs": ("Que coûte une opération ?", "What does a transaction cost?"),
    "channels-migration": (
        "Qu’économise-t-on en déplaçant les clients ?",
        "What do we save by moving customers?",
    ),
    "channels-staffing": (
        "Combien de personnes faut-il en agence et au téléphone ?",
        "How many people do branch and phone need?",
    ),
    "marketing-search": ("Nous trouve-t-on ?", "Are we found?"),
    "marketing-experiments": ("La campagne en est-elle la cause ?", "Did the campaign cause it?"),
    "macro-reserves": ("Les réserves du pays suffisent-elles ?", "Are the country’s reserves enough?"),
    "macro-capital": ("Quelle marge de manœuvre reste-t-il ?", "What room is left?"),
    "story": ("Quel est le raisonnement, en huit écrans ?", "What is the argument, in eight screens?"),
    "scenarios": ("Comment les scénarios se comparent-ils ?", "How do the scenarios compare?"),
    "proofs": (
        "Nos formules donnent-elles les résultats de référence ?",
        "Do our formulas give the reference results?",
    ),
    "channels-activity": (
        "Que font les clients, et par quel canal ?",
        "What do customers do, where?",
    ),
    "marketing-one-to-one": ("À qui adresser une offre personnelle ?", "Who is worth a personal offer?"),
    "marketing-mix": ("Notre mix e-marketing est-il complet ?", "Is our e-marketing mix complete?"),
    "macro-money": (
        "La banque centrale perd-elle prise\u00a0?",
        "Does the central bank lose its grip?",
    ),
    "plan-shares": (
        "Que déplaçons-nous en trois ans, et quand est-ce rentabilisé ?",
        "What do we move in three years, and when is it paid back?",
    ),
    "plan-outage": (
        "Que nous coûterait une panne, de bout en bout ?",
        "What would an outage cost us, from end to end?",
    ),
    "plan-shocks": (
        "Que coûterait un choc macroéconomique à notre banque ?",
        "What would a macro shock cost our bank?",
    ),
    "plan-peers": (
        "Où nous situons-nous parmi les banques comme la nôtre ?",
        "Where do we stand among banks like ours?",
    ),
    "plan-watch": (
        "Quel chiffre a quitté sa cible ou sa limite ?",
        "Which figure has left its target or its limit?",
    ),
    "review-inbox": ("Qu’est-ce qui m’attend ?", "What waits for me?"),
    "review-case": ("Quelle note, et qui en répond ?", "Which grade, and who answers for it?"),
    "review-horizontal": (
        "Les banques semblables ont-elles des notes semblables ?",
        "Do like banks get like grades?",
    ),
    "review-findings": (
        "Que doivent corriger les banques, et pour quand ?",
        "What must banks mend, and by when?",
    ),
    "review-methods": (
        "Nos méthodes sont-elles aptes à décider ?",
        "Are our methods fit to decide on?",
    ),
    "review-returns": ("Qui doit quels chiffres, et pour quand ?", "Who owes which figures by when?"),
    "review-grants": (
        "Qui peut faire quoi, et qui l’a approuvé ?",
        "Who may do what, and who approved it?",
    ),
    "review-ledger": ("Peut-on prouver ce qui a été décidé ?", "Can we prove what was decided?"),
    "report": ("Que présente-t-on au conseil ?", "What do we take to the board?"),
    "data": ("D’où vient chaque chiffre ?", "Where does every figure come from?"),
    "start": ("Que disent déjà une douzaine de chiffres ?", "What do a dozen figures already tell us?"),
    "import": ("Comment voir notre propre banque ici ?", "How do we see our own bank here?"),
}
WITH_CHARTS = {
    "overview",
    "review-methods",
    "risk-scores",
    "risk-drivers",
    "data",
    "risk-losses",
    "risk-incidents",
    "risk-licensing",
    "risk-supervision",
    "adoption-forecast",
    "adoption-drivers",
    "adoption-services",
    "marketing-levers",
    "macro-tobin-tax",
    "macro-fx-market",
    "channels-costs",
    "channels-migration",
    "channels-staffing",
    "marketing-search",
    "marketing-experiments",
    "macro-reserves",
    "macro-capital",
    "proofs",
    "scenarios",
    "story",
    "channels-activity",
    "marketing-one-to-one",
    "marketing-mix",
    "macro-money",
    "plan-shares",
    "plan-outage",
    "plan-shocks",
    "plan-peers",
    "plan-watch",
    "review-case",
    "review-horizontal",
    "review-findings",
    "review-returns",
}
FIGURE = re.compile(r"\d")


@pytest.fixture(params=["fr", "en"])
def language(request) -> str:
    return request.param


@pytest.fixture(params=PAGES, ids=lambda page: page.slug)
def entry(request):
    return request.param


def _words(app) -> list[str]:
    elements = [*app.title, *app.subheader, *app.caption, *app.markdown, *app.info, *app.warning]
    said = [element.value for element in elements if not element.value.startswith("| ")]
    return [sentence for sentence in said if sentence not in titles_of_sources(app)]


def _cells(app) -> list[str]:
    """What stands in the cells of the tables that are written for paper."""
    tables = [element.value for element in app.markdown if element.value.startswith("| ")]
    return [cell.strip() for table in tables for cell in re.split(r"(?<!\\)\||\n", table)]


def test_a_page_asks_its_question_and_answers_it(opened, entry, language) -> None:
    app = opened(entry.script, language)
    assert not app.exception
    assert not app.error, [error.value for error in app.error]
    assert plain(app.title[0].value) == plain(QUESTIONS[entry.slug][language == "en"])
    answer = answered(app)
    assert answer.startswith("#### ")
    assert len(answer) > 40


def test_every_chart_and_table_is_described_with_figures(opened, entry, language) -> None:
    app = opened(entry.script, language)
    charts = app.get("vega_lite_chart")
    assert bool(charts) == (entry.slug in WITH_CHARTS)
    for chart in charts:
        assert FIGURE.search(chart.proto.alt), "a chart's description says its figures"
    for table in app.dataframe:
        assert table.proto.alt


def test_no_placeholder_and_no_raw_number_reaches_the_reader(opened, entry, language) -> None:
    for sentence in _words(opened(entry.script, language)):
        assert not re.search(r"\{\w+\}", sentence), sentence
        assert not re.search(r"\bnan\b|\bNone\b|\bNaT\b", sentence), sentence
        assert not re.search(r"\d\.\d{5,}", sentence), sentence
    for cell in _cells(opened(entry.script, language)):
        assert cell not in ("nan", "None", "NaT", "<NA>")
        # A proof gives its reference case to the last place that was published.
        assert entry.slug == "proofs" or not re.fullmatch(r"[−-]?\d*\.\d{5,}", cell), cell


def test_french_pages_speak_french_only(opened, entry) -> None:
    french = set(_words(opened(entry.script, "fr")))
    english = set(_words(opened(entry.script, "en")))
    shared = {sentence for sentence in french & english if len(sentence.split()) > 4}
    assert shared == set()


def test_the_foot_of_a_page_says_date_and_snapshot(opened, entry, language) -> None:
    app = opened(entry.script, language)
    foot = [
        caption.value
        for caption in app.caption
        if "instantané" in caption.value or "snapshot" in caption.value
    ]
    assert any("2026" in sentence for sentence in foot)


@pytest.mark.parametrize("script", ["channels_costs.py", "workbench_import.py", "review_inbox.py"])
def test_the_link_of_a_page_is_shared_from_its_top(open_page: Opener, script: str, language: str) -> None:
    assert f"lang={language}" in link_of(open_page(script, language))


def _controls(app) -> dict[str, object]:
    kinds = ("selectbox", "select_slider", "button_group", "text_input", "radio")
    found = {str(widget.key): widget for kind in kinds for widget in app.get(kind)}
    return {key.removeprefix("control "): found[key] for key in found if key.startswith("control ")}


def test_the_browser_walks_every_control_that_a_page_draws(opened, entry) -> None:
    drawn = _controls(opened(entry.script, "fr")).keys()
    assert drawn == set(CONTROLS[entry.slug].split()) | ON_EVERY_PAGE


def test_the_steps_of_a_slider_are_told_apart_and_within_its_bounds(opened, entry) -> None:
    for name, widget in _controls(opened(entry.script, "fr")).items():
        if widget.type == "select_slider":
            assert len(set(widget.options)) == len(widget.options), name
            for step in widget.format_func.__self__:
                assert assumption(name).read(assumption(name).write(step)) == step


# What a page asks about needs other words than what is assumed: the year, the queue, the months behind.
CALLED_OTHERWISE = {
    "plan-shares": {"plan_first", "plan_second", "plan_third"},
    "macro-capital": {"cost_elasticity"},
    "channels-activity": {"month"},
    "risk-supervision": {name for name in Scenario.assumptions() if name.startswith("spill_")},
}


def test_a_control_is_what_its_assumption_says(opened, entry) -> None:
    with speaking("fr"):
        for name, widget in _controls(opened(entry.script, "fr")).items():
            # The questionnaire of a case is asked in the words of the law.
            if entry.slug == "risk-licensing":
                continue
            usual = prose(named(name, short=True))
            if name not in ON_EVERY_PAGE | CALLED_OTHERWISE.get(entry.slug, set()):
                assert widget.label.startswith(usual) or widget.type == "button_group", name
            assert (widget.help or "") == "\n\n".join(map(prose, explained(name))), name
            if widget.type == "select_slider":
                assert {*widget.format_func.__self__} <= {*assumption(name).grid(), widget.value}, name


def test_synthetic_data_are_marked_on_their_charts(opened, language) -> None:
    app = opened("risk_scores.py", language)
    mark = {"fr": "Données synthétiques", "en": "Synthetic data"}[language]
    assert pictures(app)
    for chart in pictures(app):
        assert json.loads(chart.proto.spec)["title"]["text"] == mark


def test_a_mistyped_link_opens_the_page_and_says_what_it_could_not_do(open_page: Opener) -> None:
    app = open_page("overview.py", "en", p="900", month="13-2026")
    assert not app.exception
    assert {"p = 900" in warning.value for warning in app.warning} == {True, False}


def test_an_unknown_workspace_falls_back_to_the_demonstration(open_page: Opener) -> None:
    app = open_page("overview.py", "en", w="../../etc")
    assert not app.exception
    assert "w = ../../etc" in app.warning[0].value


def test_moving_the_compensation_changes_the_score(open_page: Opener) -> None:
    app = open_page("risk_scores.py", "en")
    before = answered(app)
    app.select_slider(key="control power").set_value(8.0).run()
    assert answered(app) != before
    assert app.query_params["p"] == "8"
    (reset,) = [button for button in app.button if str(button.key).startswith("reset bank month risk")]
    reset.click().run()
    assert answered(app) == before
    assert "p" not in app.query_params


def test_switching_the_language_keeps_the_choices(open_page: Opener) -> None:
    app = open_page("risk_scores.py", "fr", risk="legal", p="4")
    (switch,) = [each for each in app.button_group if str(each.key).startswith("language ")]
    switch.set_value("en").run()
    assert plain(app.title[0].value) == QUESTIONS["risk-scores"][1]
    assert "legal risk" in answered(app)
    assert app.query_params["p"] == "4"
    assert app.query_params["lang"] == "en"


@pytest.mark.parametrize(
    ("banks", "said"),
    [
        (None, "Demonstration: fictional banks"),
        (
            {"bank": ["mienne"], "name": ["Banque Mienne"], "country": ["MAR"], "size": ["small"]},
            "Beside yours",
        ),
    ],
)
def test_invented_banks_are_named_above_everything_else(
    open_page: Opener, banks: dict[str, list[str]] | None, said: str
) -> None:
    where = {}
    if banks is not None:
        build_workspace("beside-ours", {"bank": pd.DataFrame(banks)})
        where = {"w": "beside-ours"}
    app = open_page("workbench_data.py", "en", **where)
    tools = app.container(key="tools")
    assert any(said in text.value for text in tools.markdown)
