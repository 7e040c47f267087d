"""The page that compares scenarios: what a reader keeps, compares, takes along and sends."""

import json
import os
from datetime import date
from shutil import copyfile
from urllib.parse import parse_qs, urlsplit

from streamlit.testing.v1 import AppTest

from analytics.scenario import Scenario
from data.publishing import publish
from data.snapshots import DEMO, current
from tests.pages.conftest import ROUTER, Opener, link_of, plain
from tests.pages.seen import answered
from ui import shelf
from ui.reader import Reader
from ui.shelf import Shelf
from ui.words import speaking
from ui.workbench import scenarios

PAGE = "workbench_scenarios.py"


def table(app):
    return next(frame.value for frame in app.dataframe if "Part" in frame.value.columns)


def copied(app) -> dict[str, list[str]]:
    return parse_qs(urlsplit(link_of(app)).query)


def keep(app, name: str):
    app.text_input(key="scenario name").set_value(name)
    return app.button(key="keep scenario").click().run()


def test_the_page_opens_with_four_scenarios_and_the_baseline_differs_from_itself_by_zero(opened) -> None:
    shown = table(opened(PAGE, "en"))
    assert list(shown.columns[2:]) == [
        *("As published ◆", "Levers: 1 MAD a customer", "One more incident", "Tobin tax of 0.1%"),
    ]
    apart = shown[shown["Part"] == "Difference"].set_index("Line")
    assert len(apart) == 13
    assert {text.rstrip("0.") for text in apart["As published ◆"]} == {""}
    assert apart.loc["Active customers beyond the forecast", "Levers: 1 MAD a customer"].startswith("+")
    assert apart.loc["Active customers beyond the forecast", "One more incident"].startswith("−")
    assert apart.loc["Revenue of the Tobin tax a year, million MAD", "Tobin tax of 0.1%"].startswith("+")


def test_the_current_scenario_is_kept_compared_sent_and_removed(open_page: Opener) -> None:
    app = open_page(PAGE, "en", memail="2", p="4")
    assert "Current scenario" in table(app).columns
    keep(app, "Letters | a *bold* plan")
    assert not app.exception
    columns = list(table(app).columns)
    assert "Letters | a *bold* plan" in columns
    assert "Current scenario" not in columns
    sent = {name: values[0] for name, values in copied(app).items()}
    assert sent["s5"].endswith("~p~4~memail~2")
    sent.pop("lang")
    again = open_page(PAGE, "en", **sent)
    assert table(again).equals(table(app))
    again.button(key="remove scenario").click().run()
    assert "As published" not in " ".join(table(again).columns)


def test_a_link_restores_scenarios_baseline_and_result(open_page: Opener) -> None:
    app = open_page(PAGE, "fr", s1="Calme", s2="Taxe~tau~0.002", base="2", result="revenue")
    columns = list(next(frame.value for frame in app.dataframe if "Partie" in frame.value.columns).columns)
    assert columns[2:] == ["Calme", "Taxe ◆"]
    assert "sous « Taxe », la référence" in plain(answered(app))
    assert answered(app).startswith("#### Recette annuelle de la taxe Tobin")
    assert app.query_params["base"] == "2"


def test_what_a_link_states_wrongly_is_said_and_left_out(open_page: Opener) -> None:
    app = open_page(PAGE, "en", s1="Fine~tau~0.01", s2="~tau~0.01", s3="Odd~tau~9", s4="Fine", base="9")
    assert not app.exception
    assert list(table(app).columns[2:4]) == ["Fine ◆", "Odd"]
    said = " ".join(warning.value for warning in app.warning)
    for part in ("s2 = ~tau", "s3 tau = 9", "s4 = Fine", "base = 9"):
        assert part in said


def test_a_kept_scenario_becomes_the_current_one(open_page: Opener) -> None:
    app = open_page(PAGE, "en")
    app.get_by_key("scenario chosen").set_value("ready.tax").run()
    app.button(key="load scenario").click().run()
    assert app.query_params["tau"] == "0.001"


def test_baseline_and_result_change_the_answer_and_the_address(open_page: Opener) -> None:
    app = open_page(PAGE, "en")
    before = answered(app)
    app.get_by_key("scenario result").set_value("revenue").run()
    assert answered(app) != before
    assert "Revenue of the Tobin tax" in answered(app)
    app.get_by_key("scenario baseline").set_value("ready.tax").run()
    assert "under “Tobin tax of 0.1%”, the baseline" in answered(app)
    assert (app.query_params["result"], app.query_params["base"]) == ("revenue", "4")


def test_a_seventh_scenario_and_an_empty_name_are_refused_in_words(open_page: Opener) -> None:
    app = open_page(PAGE, "en", p="3")
    keep(app, "  ")
    assert app.warning[0].value.startswith("Not kept")
    for name in ("five", "six", "seven"):
        keep(app, name)
    assert app.warning[0].value.startswith("Not kept")
    assert not {"seven"} & set(table(app).columns)


def test_other_pages_do_not_carry_the_scenarios_in_their_address(open_page: Opener) -> None:
    app = open_page("risk_scores.py", "en", s1="Mine~p~3")
    assert not any(name.startswith("s1") for name in app.query_params)
    app.switch_page(f"../pages/{PAGE}").run()
    assert "Mine ◆" in table(app).columns


def test_one_visitor_never_sees_what_another_keeps(open_page: Opener) -> None:
    keep(open_page(PAGE, "en", p="3"), "Secret")
    assert "Secret" not in table(open_page(PAGE, "en")).columns


def test_the_file_holds_every_scenario_whole() -> None:
    content = json.loads(shelf.Shelf().to_json())
    assert next(row["name"] for row in content["scenarios"]) == content["baseline"]
    assert shelf.from_json(shelf.Shelf().to_json()) == shelf.Shelf()


def made_on(sent: str):
    """A page opened by a link that says on which data it was made."""
    app = AppTest.from_file(str(ROUTER), default_timeout=60)
    app.query_params.update({"lang": "en", "d": sent})
    return app.run()


def test_a_copied_link_says_on_which_data_it_was_made_and_is_silent_while_they_are_the_same(
    open_page: Opener,
) -> None:
    (made,) = copied(open_page("overview.py", "en"))["d"]
    assert made == f"{current().hash[:8]}-{current().as_of:%Y%m%d}"
    assert not made_on(made).info


def test_a_link_made_on_data_that_are_gone_says_so(demo_home) -> None:
    app = made_on("00000000-20250131")
    assert "made on data as of 31 January 2025" in app.info[0].value
    assert "no longer kept" in app.info[0].value


def test_a_link_made_on_data_that_are_still_kept_offers_them(demo_home, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(tmp_path))
    source = current_of(demo_home, monkeypatch).path
    for digest, day in (("1" * 32, date(2025, 1, 31)), ("2" * 32, date(2025, 2, 28))):
        publish(DEMO, digest, day, lambda target: copyfile(source, target))
    app = made_on("11111111-20250131")
    assert "as of 28 February 2025" in app.info[0].value
    app.button(key="switch data").click().run()
    assert not app.exception
    assert "older data, as of 31 January 2025" in app.warning[0].value
    assert app.query_params["data"] == "11111111"
    app.button(key="switch data").click().run()
    assert "data" not in app.query_params
    assert not app.warning


def current_of(home, monkeypatch):
    before = os.environ["VIGIE_HOME"]
    monkeypatch.setenv("VIGIE_HOME", str(home))
    found = current()
    monkeypatch.setenv("VIGIE_HOME", before)
    return found


def test_a_link_that_asks_for_data_that_cannot_be_opens_todays(open_page: Opener) -> None:
    app = open_page("overview.py", "en", data="../../etc/passwd", d="nonsense")
    assert not app.exception
    assert "data = ../../etc" in app.warning[0].value


def test_the_picture_is_titled_by_the_scenario_farthest_from_the_baseline() -> None:
    with speaking("en"):
        page = scenarios.content(Reader(current(), Scenario()))
        view = scenarios.comparison(Reader(current(), Scenario()), Shelf())
    far = scenarios.farthest(view)
    assert far is not None
    row, by = far
    apart = [scenarios.difference(each.results, view.baseline.results, view.measure) for each in view.rows]
    assert abs(by) == max(abs(each) for each in apart if each is not None)
    assert row.label in page.picture.title
    assert f"“{row.label}”" in page.answer.sentence
    (drawn,) = (rows for rows in page.picture.drawing.to_dict()["datasets"].values() if "lead" in rows[0])
    assert [each["name"] for each in drawn if each["lead"]] == [row.label]
    # Each row writes its interval at its end.
    assert all("(" in each["text"] for each in drawn if each["low"] is not None)
