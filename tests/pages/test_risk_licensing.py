"""The licensing page: outcome, rules and dates as the facts change, and that it is no legal advice."""

import json
import re

import pandas as pd
import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, behind, pictures
from tests.pages.seen import answered, table_with
from tests.thinned import one_in
from ui.content import Content
from ui.reader import Reader
from ui.risk.licensing.page import content

SCRIPT = "risk_licensing.py"
FACTS, ABROAD, CASES, RULES = "The facts", "Customers abroad", "Our 15 worked cases", "All the rules"
# The outcome that each worked case must have, by the first word of what the page shows.
WORKED = {
    1: ("L", "met"),
    2: ("N", "met"),
    3: ("N", "breached"),
    4: ("B", "not stated"),
    5: ("X", "–"),
    6: ("X", "–"),
    7: ("B", "not stated"),
    8: ("X", "–"),
    9: ("X", "–"),
    10: ("B", "not stated"),
    11: ("S", "not stated"),
    12: ("L", "not stated"),
    13: ("?", "–"),
    14: ("L", "not stated"),
    15: ("X", "–"),
}


def sentences(app) -> list[str]:
    return [element.value for element in [*app.markdown, *app.caption, *app.info, *app.warning]]


def test_the_fifteen_worked_cases_have_their_outcomes(open_page: Opener) -> None:
    cases = table_with(behind(open_page(SCRIPT, "en"), CASES), "Expected")
    found = {
        int(row["Case"].split(" · ")[0]): (row["Found (no legal advice)"][0], row["Status"])
        for _at, row in cases.iterrows()
    }
    assert found == WORKED
    assert (cases["Agrees"] == "yes").all()


@pytest.mark.parametrize("case", WORKED)
def test_each_case_opens_by_its_link_and_answers_as_the_table_says(open_page: Opener, case) -> None:
    app = open_page(SCRIPT, "en", case=str(case))
    assert not app.exception
    assert not app.error
    needed = {
        "L": "a licence is needed",
        "N": "a notice through the home supervisor is needed",
        "B": "an authorised branch or a subsidiary is needed",
        "S": "a subsidiary is needed",
        "X": "no licence is needed",
        "?": "the recorded rules give no clear answer",
    }
    assert needed[WORKED[case][0]] in answered(app)
    assert ("the bank lacks it, a breach" in answered(app)) == (WORKED[case][1] == "breached")


def test_the_case_of_the_dirham_site_brings_data_protection(open_page: Opener) -> None:
    applied = table_with(behind(open_page(SCRIPT, "en", case="14"), "Why"), "Decides").set_index("Rule")
    assert {"MA-1", "MA-5", "MA-2"} <= set(applied.index[applied["Decides"] == "yes"])
    assert "CNDP" in applied.loc["MA-7", "What it says"]


def test_all_the_rules_stand_with_source_tag_and_days(open_page: Opener) -> None:
    rules = table_with(behind(open_page(SCRIPT, "en"), RULES), "Holds from").set_index("Rule")
    assert len(rules) == 22
    assert rules["Tag"].isin(["V", "V2", "M", "C"]).all()
    assert (rules[["What it says (no legal advice)", "Act", "Publisher"]] != "").all(axis=None)
    assert rules.loc["EU-4", "Holds from"] == pd.Timestamp("2027-01-11")
    assert rules.loc["EU-5", "Contracts kept if made before"] == pd.Timestamp("2026-07-11")
    assert rules.loc["EU-7", "Holds until"] == pd.Timestamp("2027-01-10")


@pytest.mark.parametrize(
    ("language", "said", "badge"),
    [
        ("en", "This is decision support and no legal advice", "No legal advice"),
        ("fr", "Ceci est une aide à la décision, non un avis juridique", "Sans valeur d’avis juridique"),
    ],
)
@pytest.mark.parametrize("case", ["4", "13", "own"])
def test_every_answer_says_that_it_is_no_legal_advice(open_page: Opener, language, said, badge, case) -> None:
    app = open_page(SCRIPT, language, case=case)
    assert any(said in sentence for sentence in sentences(app))
    assert badge in app.container(key="answer").markdown[1].value


def test_the_day_of_service_moves_the_answer_and_the_link(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="4", lhost="DEU")
    assert "an authorised branch or a subsidiary is needed" in answered(app)
    app.text_input(key="control case_service_day").set_value("2026-12-31").run()
    assert "a licence is needed" in answered(app)
    assert any("Decisive: EU-7" in sentence for sentence in sentences(app))
    assert app.query_params["lserved"] == "2026-12-31"
    days = table_with(behind(app, "When the answer changes"), "Service given from")
    assert list(days["Service given from"]) == ["31 October 2026", "11 January 2027"]
    assert list(days["Until"]) == ["10 January 2027", "no end recorded"]


def test_how_the_client_came_changes_the_answer(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="4")
    app.selectbox(key="control case_approach").set_value("own_initiative").run()
    assert "no licence is needed" in answered(app)
    assert app.query_params["lcame"] == "own_initiative"
    facts = table_with(behind(app, FACTS), "In the case chosen").set_index("Question")
    assert list(facts.index[facts["Changed"] == "yes"]) == ["How the client came"]


def test_another_case_starts_from_its_own_facts(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="4", lcame="own_initiative", lhost="DEU")
    app.selectbox(key="control licensing_case").set_value("11").run()
    assert "United States" in answered(app)
    assert "lcame" not in app.query_params
    assert "lhost" not in app.query_params


def test_a_contract_made_before_the_cutoff_is_kept(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="7")
    app.text_input(key="control case_contract_day").set_value("2026-07-10").run()
    assert "no licence is needed" in answered(app)
    app.text_input(key="control case_contract_day").set_value("2026-07-11").run()
    assert "an authorised branch or a subsidiary is needed" in answered(app)


def test_the_map_agrees_with_the_table_and_marks_the_country(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="4")
    alt = pictures(app)[0].proto.alt
    countries = table_with(app, "Outcome (no legal advice)").set_index("Country")
    for outcome, count in countries["Outcome (no legal advice)"].value_counts().items():
        assert f"{outcome}: {count} countries" in alt
    page = content(Reader(current(), Scenario()).change(licensing_case="4"))
    assert isinstance(page, Content)
    alike = next(metric for metric in page.metrics if metric.code == "countries_alike")
    assert alike.value == (countries["Outcome (no legal advice)"] == "B · Branch needed").sum()
    spec = json.loads(pictures(app)[0].proto.spec)
    letters = [layer["encoding"].get("text", {}).get("field") for layer in spec["layer"]]
    assert "letter" in letters, "an outcome is told by its letter, not by colour alone"


def test_signals_are_a_checklist_and_move_the_answer_only_together(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="13", lsignals="local_currency")
    assert "the recorded rules give no clear answer" in answered(app)
    signals = table_with(behind(app, FACTS), "Signal (a checklist, never a verdict)")
    assert len(signals) == 10
    assert list(signals["Points"]).count("away from it") == 2
    assert (signals["Present"] == "yes").sum() == 1
    app = open_page(SCRIPT, "en", case="13", lsignals="local_currency,accepts_residents")
    assert "a licence is needed" in answered(app)
    app = open_page(SCRIPT, "en", case="13", lsignals="local_currency,accepts_residents,geo_block")
    assert "the recorded rules give no clear answer" in answered(app)


def test_what_could_change_the_outcome_is_named(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="own", lhost="USA")
    assert any(text.startswith("Not stated, and able to change the outcome") for text in sentences(app))
    facts = table_with(behind(app, FACTS), "Could change the outcome")
    assert "Deposit of one client (USD)" in set(
        facts.loc[facts["Could change the outcome"] == "yes", "Question"]
    )


def test_days_out_of_order_set_the_answers_aside_and_say_so(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="7", lsigned="2028-01-01")
    assert not app.exception
    assert any("contract is dated after the service" in warning.value for warning in app.warning)


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"lserved": "2027-02-30"}, "“lserved = 2027-02-30”"),
        ({"ldeposit": "-5"}, "“ldeposit = -5”"),
        ({"lcame": "by_train"}, "“lcame = by_train”"),
        ({"lshare": "101"}, "“lshare = 101”"),
        ({"lacts": "deposits,juggling"}, "answers that do not exist: juggling"),
        ({"case": "16"}, "“case = 16”"),
    ],
)
def test_answers_that_do_not_exist_are_said_in_a_sentence(open_page: Opener, query, said) -> None:
    app = open_page(SCRIPT, "en", **query)
    assert not app.exception
    assert any(said in warning.value for warning in app.warning)


def test_an_unknown_country_is_said_not_to_exist(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", lhost="ATL")
    assert not app.exception
    assert "“ATL” is not to be had here." in sentences(app)
    assert "France" in answered(app)


def test_a_day_that_cannot_be_read_changes_nothing(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="4")
    before = answered(app)
    app.text_input(key="control case_service_day").set_value("soon").run()
    assert answered(app) == before
    assert any(text.startswith("“soon” cannot be read") for text in sentences(app))


def test_french_and_english_reach_the_same_outcomes(open_page: Opener) -> None:
    english = table_with(behind(open_page(SCRIPT, "en"), CASES), "Expected")
    french = table_with(behind(open_page(SCRIPT, "fr"), "Nos 15 cas pratiques"), "Attendu")
    assert list(english["Decisive rules"]) == list(french["Règles décisives"])
    assert (french["Concorde"] == "oui").all()


def test_the_banks_customers_abroad_stand_beside_every_outcome_possible(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="4")
    app.selectbox(key="control bank").set_value("detroit").run()
    assert app.query_params["bank"] == "detroit"
    possible = "Outcomes possible on 1 February 2027, their facts not stated (no legal advice)"
    abroad = table_with(behind(app, ABROAD), possible).set_index("Country")
    assert abroad["Customers"].is_monotonic_decreasing
    assert abroad.index[0] == "France"
    assert abroad["Customers"].sum() == 182_400
    assert abroad.loc["France", possible] == "X · No licence needed, B · Branch needed and ? · Unclear"
    # On the day of the data German notes answer for Germany, and no rule for France.
    now = table_with(
        behind(open_page(SCRIPT, "en", case="4", lserved="2026-10-31", bank="detroit"), ABROAD),
        "Outcomes possible on 31 October 2026, their facts not stated (no legal advice)",
    ).set_index("Country")
    assert now.iloc[:, 1]["France"] == "? · Unclear"
    assert now.iloc[:, 1]["Germany"] == "X · No licence needed, L · Licence needed and ? · Unclear"
    assert "Customers" not in table_with(app, "Outcome (no legal advice)")
    told = next(text for text in sentences(app) if text.startswith("Banque du Détroit: 182,400"))
    assert "facts of theirs that the bank does not state" in told
    assert "under" not in told
    marks = [layer["mark"]["type"] for layer in json.loads(pictures(app)[0].proto.spec)["layer"]]
    assert "point" in marks


def test_a_share_without_licence_that_nothing_explains_is_flagged(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en"), ABROAD)
    reported = table_with(app, "R1 · explained")
    most = next(column for column in reported if column.startswith("R1 · at most"))
    figure = next(column for column in reported if column.startswith("R1 · Online customers"))
    above = reported[reported["R1 · explained"] == "unexplained"]
    fits = reported[reported["R1 · explained"] == "possible"]
    assert (above[figure] > above[most]).all()
    assert (fits[figure] <= fits[most] + 1e-9).all()
    told = [warning.value for warning in app.warning if warning.value.startswith("R1 unexplained, above")]
    assert bool(told) == bool(len(above))
    assert all(bank in told[0] for bank in above["Bank"])


def test_a_case_without_a_day_answers_by_the_day_of_the_data(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="own", lhost="FRA", lclient="group", lacts="credit")
    assert "on 31 October 2026, as no day is stated" in answered(app)
    assert "the recorded rules give no clear answer" in answered(app)
    facts = table_with(behind(app, FACTS), "In the case chosen").set_index("Question")
    assert facts.loc["Service given on", "Could change the outcome"] == "yes"


def test_designation_is_asked_for_before_the_cybersecurity_law(open_page: Opener) -> None:
    app = behind(open_page(SCRIPT, "en", case="14"), "Why")
    applied = table_with(app, "Decides").set_index("Rule")
    why = "Why it applies (no legal advice)"
    assert applied.loc["MA-6", why].endswith("the list is secret, ask the bank")
    assert "2-24-921" in applied.loc["MA-9", "Source"]
    free = table_with(behind(open_page(SCRIPT, "en", case="14", ldesignated="no"), "Why"), "Decides")
    assert not {"MA-6", "MA-9"} & set(free["Rule"])


def test_customers_of_a_bank_from_elsewhere_are_not_shown_on_the_case(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", case="2", bank="detroit")
    assert any("bank from elsewhere (France)" in text for text in sentences(app))
    assert "Customers" not in table_with(app, "Outcome (no legal advice)")


def test_what_was_read_of_each_law_stands_on_the_page(open_page: Opener) -> None:
    readings = table_with(behind(open_page(SCRIPT, "en"), RULES), "SHA-256 of the text read")
    hosting = readings[readings["Article"] == "art. 11"].iloc[0]
    assert (hosting["Reading"], hosting["Read on"]) == ("the text, in an unofficial copy", "29 November 2026")
    assert len(hosting["SHA-256 of the text read"]) == 64
    unread = readings[readings["Reading"] == "not read again"]
    assert (unread["SHA-256 of the text read"] == "–").all()
    assert unread["Remark"].str.startswith("Not read again").all()


@pytest.mark.parametrize("case", one_in(3, [*map(str, WORKED), "own"]))
def test_the_answer_is_read_in_a_glance_and_names_the_country(open_page: Opener, case: str) -> None:
    for language in ("en", "fr"):
        said = answered(open_page(SCRIPT, language, case=case)).removeprefix("#### ")
        assert len(re.findall(r"[\w’'-]+", said)) <= 30


def test_a_country_opens_the_same_case_there() -> None:
    page = content(Reader(current(), Scenario()).change(licensing_case="4"))
    assert isinstance(page, Content)
    countries = page.table("countries")
    assert len(countries.opens) == len(countries.frame)
    for name, opens in zip(countries.frame.iloc[:, 0], countries.opens, strict=True):
        there = content(Reader(current(), Scenario()).change(licensing_case="4", **opens.changes))
        assert isinstance(there, Content)
        assert there.table("countries").frame.iloc[0, 0] == name
