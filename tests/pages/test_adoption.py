"""The adoption pages: what they answer, how each control moves the answer, and what bad input is told."""

import re

import pandas as pd
import pytest

from analytics.scenario import Scenario
from data.build import build_workspace
from data.snapshots import current
from studies.adoption.services import served
from tests.pages.conftest import Opener, pictures
from tests.pages.seen import answered
from ui.adoption import drivers, forecast, services
from ui.content import Content, Metric, Open
from ui.link import LANGUAGE_STATE
from ui.reader import Reader

FORECAST, DRIVERS, SERVICES = "adoption_forecast.py", "adoption_drivers.py", "adoption_services.py"
BANK = {"bank": ["mienne"], "name": ["Banque Mienne"], "country": ["MAR"], "size": ["small"]}


TELLING = {
    "forecast": ("Coverage achieved (%)", "Couverture atteinte (%)"),
    "likes": ("Level then (%)",),
    "scoreboard": ("Method",),
    "ceilings": ("Reached so far (%)",),
    "wallets": ("Nature",),
    "effects": ("Effect (points)",),
    "scales": ("Construct",),
    "tiers": ("Offered (% of the catalogue)",),
    "gaps": ("Priority (100: first)",),
    "services": ("Internet, since",),
}


def table(app, name: str) -> pd.DataFrame:
    """The table that has the telling column of ``name``."""
    (found,) = [frame.value for frame in app.dataframe if set(TELLING[name]) & set(frame.value.columns)]
    return found


def forecast_of(monkeypatch: pytest.MonkeyPatch, language: str = "en", **changes: object) -> Content:
    """The page "Forecast" as a value, in a language."""
    monkeypatch.setattr("streamlit.session_state", {LANGUAGE_STATE: language})
    found = forecast.content(Reader(current(), Scenario()).change(**changes))
    assert isinstance(found, Content)
    return found


def metric(page: Content, code: str) -> Metric:
    """The figure called ``code``."""
    (found,) = [each for each in page.metrics if each.code == code]
    return found


def figures(text: str) -> list[float]:
    return [float(part) for part in re.findall(r"\d+\.\d", text)]


def test_morocco_s_bills_are_forecast_from_the_countries_that_were_once_there(open_page: Opener) -> None:
    app = open_page(FORECAST, "en", adopt="bills")
    last, value, low, high = figures(answered(app))[:4]
    assert last == 6.6
    assert last < value
    assert low < value < high
    likes = table(app, "likes")
    assert {"Bulgaria", "Romania", "Greece"} <= set(likes["Country"])
    assert likes["Level then (%)"].between(1.6, 11.7).all()


def test_naive_and_drift_are_always_in_the_scoreboard(open_page: Opener) -> None:
    for query in ({"adopt": "bills"}, {"bank": "safran"}, {"adopt": "internet"}):
        methods = table(open_page(FORECAST, "en", **query), "scoreboard")["Method"].str.split(":").str[0]
        assert {"The rule in force", "Naive", "Drift"} <= set(methods)


def test_the_achieved_coverage_stands_beside_the_band_and_intervals_widen(open_page: Opener) -> None:
    app = open_page(FORECAST, "en", ahead="10", adopt="bills")
    rows = table(app, "forecast")
    assert len(rows) == 10
    assert (rows["Coverage intended (%)"] == 80).all()
    assert rows["Coverage achieved (%)"].between(70, 100).all()
    assert (rows["High"] - rows["Low"]).is_monotonic_increasing
    assert any("held what came" in caption.value for caption in app.caption)


@pytest.mark.parametrize(
    ("key", "value", "query"),
    [
        ("control adoption", "internet", ("adopt", "internet")),
        ("control country", "TUN", ("country", "TUN")),
    ],
)
def test_choosing_series_and_country_changes_answer_and_address(
    open_page: Opener, key: str, value: str, query: tuple[str, str]
) -> None:
    app = open_page(FORECAST, "en", adopt="bills")
    before = answered(app)
    app.selectbox(key=key).set_value(value).run()
    assert answered(app) != before
    assert app.query_params[query[0]] == query[1]


@pytest.mark.parametrize(
    ("name", "value", "query"), [("adoption_years", 8.0, ("ahead", "8")), ("level", 0.95, ("level", "0.95"))]
)
def test_horizon_and_level_change_answer_and_address(
    open_page: Opener, name: str, value: float, query: tuple[str, str]
) -> None:
    app = open_page(FORECAST, "en", adopt="bills")
    before = answered(app)
    app.select_slider(key=f"control {name}").set_value(value).run()
    assert answered(app) != before
    assert app.query_params[query[0]] == query[1]


def test_a_ceiling_and_less_trust_bend_the_fan_and_never_the_forecast(open_page: Opener) -> None:
    app = open_page(FORECAST, "en", adopt="bills")
    before, expected = answered(app), table(app, "forecast")
    app.select_slider(key="control adoption_ceiling").set_value(20.0).run()
    app.select_slider(key="control growth_with_trust").set_value(0.5).run()
    assert answered(app) == before
    pd.testing.assert_frame_equal(table(app, "forecast"), expected)
    ceilings = table(app, "ceilings").set_index("Ceiling")["Forecast 2029 (%)"]
    assert ceilings["The reader’s own"] < ceilings["Everyone"]
    fan = pictures(app)[1].proto.alt
    assert "growth × 0.5" in fan


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(
    "asked",
    [
        {"adoption": "bills", "country": "MAR"},
        {"adoption": "banking", "country": "TUR", "adoption_years": 1},
        {"adoption": "internet", "adoption_years": 1},
        {"adoption": "customers", "bank": "cedre", "adoption_years": 10},
    ],
)
def test_no_year_before_the_data_s_own_is_said_to_come(
    monkeypatch: pytest.MonkeyPatch, language: str, asked: dict[str, object]
) -> None:
    page, now = forecast_of(monkeypatch, language, **asked), current().as_of.year
    behind_us = {"en": ("already in", "not yet in"), "fr": ("déjà en", "pas encore en")}
    when = page.table("milestones").frame.iloc[:, 1:] if page.has("milestones") else pd.DataFrame()
    for told in when.to_numpy().ravel():
        year = int(re.search(r"\d{4}", told).group())
        assert year >= now or told.startswith(behind_us[language])
    assert not re.search("earliest|au plus tôt", page.answer.sentence + page.answer.more)
    end = int(page.table("forecast").frame.iloc[-1, 0])
    not_to_come = {"en": "not measured yet", "fr": "pas encore mesuré"}[language]
    assert (not_to_come in page.answer.sentence) == (end < now)


def test_ten_percent_of_bill_payers_may_have_been_passed_before_the_data_s_own_year(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    told = forecast_of(monkeypatch, adoption="bills", country="MAR").answer.more
    assert "10% is passed: 2027 on the central path; already in 2025 at the high end" in told


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_bank_s_forecast_says_how_many_people_that_is_and_what_the_country_does(
    monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    page = forecast_of(monkeypatch, language, adoption="customers", bank="cedre")
    assert len(page.answer.sentence.split()) <= 30
    now, ahead, people = (metric(page, code) for code in ("adoption_now", "adoption_ahead", "adopters_more"))
    assert people.low < people.value < people.high
    assert people.value / (ahead.value - now.value) == pytest.approx(people.high / (ahead.high - now.value))
    assert now.change == pytest.approx(now.spark[-1] - now.spark[-2])
    country = metric(page, "paid_bill_online")
    assert country.value == pytest.approx(6.6, abs=0.05)
    assert country.opens == Open("adoption-forecast", {"adoption": "bills"})


def test_the_page_opens_on_the_bank_s_own_customers_and_old_links_on_what_they_showed(
    open_page: Opener,
) -> None:
    app = open_page(FORECAST, "en", bank="safran")
    assert "Safran" in answered(app)
    assert "of customers used e-banking" in answered(app)
    assert app.selectbox(key="control adoption").value == "customers"
    before = open_page(FORECAST, "en", v="1", country="TUN")
    assert "of adults paid a bill online" in answered(before)
    assert {"v": "2", "adopt": "bills", "country": "TUN"}.items() <= dict(before.query_params).items()
    copied = open_page(FORECAST, "en", d="0123abcd-20261031")
    assert "of adults paid a bill online" in answered(copied)
    again = open_page(FORECAST, "en", d="0123abcd-20261031", v="2")
    assert "of customers used e-banking" in answered(again)


def test_the_moroccan_ceiling_is_said_not_to_be_identified(open_page: Opener) -> None:
    app = open_page(FORECAST, "en", adopt="bills")
    (told,) = {caption.value for caption in app.caption if "CMI" in caption.value}
    assert "60 to 400 million" in told
    assert "the ceiling is not identified." in told
    least, most = map(int, re.search(r"say (\d+) to (\d+) million for 2025", told).groups())
    assert most > 1.4 * least


def test_the_mobile_wallet_forecast_stands_beside_what_came(open_page: Opener) -> None:
    app = open_page(FORECAST, "en", adopt="bills")
    rows = table(app, "wallets")
    of_2024 = rows[rows["Year"] == 2024].set_index("Nature")["Transactions (million)"]
    assert of_2024.to_dict() == {"forecast": 1300.0, "counted": 19.7}
    assert rows["Source"].notna().all()


@pytest.mark.parametrize("country", ["TUR", "CHE", "ALB", "ISL"])
def test_old_broken_short_and_full_series_are_answered(open_page: Opener, country: str) -> None:
    app = open_page(FORECAST, "fr", adopt="banking", country=country)
    assert not app.exception
    rows = table(app, "forecast")
    assert rows["Bas"].between(0, 100).all()
    assert rows["Haut"].between(rows["Bas"], 100).all()


def test_breaks_are_drawn_and_no_line_crosses_them(open_page: Opener) -> None:
    app = open_page(FORECAST, "en", adopt="internet")
    assert "new definition" in pictures(app)[0].proto.spec


def test_a_bank_without_adoption_figures_is_told_what_to_do(open_page: Opener, demo_home) -> None:
    build_workspace("sans", {"bank": pd.DataFrame(BANK)})
    app = open_page(FORECAST, "en", w="sans", bank="mienne")
    assert not app.exception
    assert "Morocco: 6.6% of adults paid a bill online" in answered(app)
    assert any("bank’s active customers are known" in caption.value for caption in app.caption)
    app = open_page(SERVICES, "en", w="sans", bank="mienne")
    assert not app.exception
    assert "no service online" in answered(app)


def test_trust_and_usefulness_drive_and_risk_holds_back(open_page: Opener) -> None:
    app = open_page(DRIVERS, "en")
    effects = table(app, "effects").set_index("Driver")["Effect (points)"]
    assert effects["Trust in the bank"] > 5
    assert effects["Usefulness"] > 5
    assert effects["Perceived risk, fear of hacking"] < -2
    assert "7.5%" in " ".join(part.value for part in app.markdown)
    assert "43.4%" in " ".join(part.value for part in app.markdown)


def test_fear_of_hacking_is_explained_by_the_others_and_not_by_itself(open_page: Opener) -> None:
    app = open_page(DRIVERS, "en", explain="risk_3")
    drivers = set(table(app, "effects")["Driver"])
    assert "Trust in the bank" in drivers
    assert "Perceived risk, fear of hacking" not in drivers
    assert "fear of hacking" in answered(app)


def test_more_trust_goes_with_more_adoption_and_the_change_is_in_the_address(open_page: Opener) -> None:
    app = open_page(DRIVERS, "en")
    app.select_slider(key="control trust_change").set_value(-1.5).run()
    assert app.query_params["trust"] == "-1.5"
    (told,) = {caption.value for caption in app.caption if "everyone’s trust" in caption.value}
    before, after = map(float, re.search(r"([\d.]+)% → ([\d.]+)%", told).groups())
    assert after < before - 5


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("outcome", ["adopter", "risk_3", "trust_3"])
def test_the_strongest_driver_is_said_first_and_stands_among_the_figures(
    monkeypatch: pytest.MonkeyPatch, language: str, outcome: str
) -> None:
    monkeypatch.setattr("streamlit.session_state", {LANGUAGE_STATE: language})
    page = drivers.content(Reader(current(), Scenario()).change(survey_outcome=outcome))
    assert isinstance(page, Content)
    assert 3 <= len(page.metrics) <= 4
    effects = page.table("effects").frame
    clear = effects[(effects.iloc[:, 3] > 0) | (effects.iloc[:, 4] < 0)]
    strongest = clear.iloc[0]
    stated = {each.label: each.value for each in page.metrics}
    assert stated[strongest.iloc[0]] == pytest.approx(strongest.iloc[2], abs=0.05)
    assert strongest.iloc[0][1:] in page.answer.sentence


def test_the_offer_grows_to_what_is_counted_today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("streamlit.session_state", {LANGUAGE_STATE: "en"})
    for bank in ("oliviers", "cedre"):
        page = services.content(Reader(current(), Scenario()).change(bank=bank))
        assert isinstance(page, Content)
        offered = metric(page, "offer")
        assert offered.spark[-1] == pytest.approx(offered.value)
        assert list(offered.spark) == sorted(offered.spark)
        assert metric(page, "gaps").value == len(page.table("gaps").frame)


def test_dropping_items_changes_scales_and_says_when_trust_is_gone(open_page: Opener) -> None:
    items = "usefulness_1,usefulness_2,risk_1,risk_3,ease_1,ease_2"
    app = open_page(DRIVERS, "en", items=items)
    assert set(table(app, "scales")["Construct"]) == {
        "Usefulness",
        "Ease of use",
        "Perceived risk, fear of hacking",
    }
    assert "Without items on trust" in app.info[0].value


def test_a_survey_without_contrast_is_refused_in_a_sentence(open_page: Opener, demo_home) -> None:
    everyone = pd.DataFrame(
        {
            "survey": "tous",
            "respondent": [f"r{i}" for i in range(40)],
            "adopter": True,
            "trust_1": [1.0 + i % 7 for i in range(40)],
        }
    )
    build_workspace("tous", {"survey_response": everyone})
    app = open_page(DRIVERS, "en", w="tous", survey="tous")
    assert not app.exception
    assert "do not allow an estimate" in answered(app)


def test_coverage_counts_the_offer_and_gaps_are_what_is_missing(open_page: Opener) -> None:
    app = open_page(SERVICES, "en", bank="oliviers")
    tiers = table(app, "tiers").set_index("Tier")["Offered (% of the catalogue)"]
    assert tiers.between(0, 100).all()
    assert tiers["Whole offer"] == pytest.approx(tiers.iloc[:3].mean(), abs=1)
    gaps, services = table(app, "gaps"), table(app, "services").set_index("Service")
    assert gaps["Service"].iloc[0] == "Transfer to another bank"
    assert (services.loc[gaps["Service"], ["Internet, since", "Mobile, since"]] == "no").all(axis=None)
    assert "Cash withdrawal" not in services.index
    assert "Transfer to another bank" in answered(app)


@pytest.mark.parametrize(
    ("name", "value", "query"),
    [
        ("offer_channel", "mobile", ("offer", "mobile")),
        ("offer_peers", "size", ("peers", "size")),
        ("bank", "cedre", ("bank", "cedre")),
    ],
)
def test_channel_peers_and_bank_change_answer_and_address(
    open_page: Opener, name: str, value: str, query: tuple[str, str]
) -> None:
    app = open_page(SERVICES, "en", bank="oliviers")
    before = answered(app)
    app.selectbox(key=f"control {name}").set_value(value).run()
    assert answered(app) != before
    assert app.query_params[query[0]] == query[1]


def test_ranking_without_the_survey_weighs_all_drivers_alike(open_page: Opener) -> None:
    by_survey = table(open_page(SERVICES, "en", bank="cedre"), "gaps")
    alike = table(open_page(SERVICES, "en", bank="cedre", rank="equal"), "gaps")
    assert set(by_survey["Service"]) == set(alike["Service"])
    assert list(by_survey["Priority (100: first)"]) != list(alike["Priority (100: first)"])


def test_services_are_ranked_by_attitudes_that_a_service_serves() -> None:
    found = served((("usefulness", 0.1), ("nothing of theirs", 1.0)))
    assert found == (("usefulness", 0.1),)
    assert served((("nothing of theirs", 1.0),)) == (), "equal strengths then, and the page says so"
