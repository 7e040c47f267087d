"""The staffing page: whole people by queue, a promise that costs, a release below what averages promise."""

import re

import pytest

from tests.pages.conftest import Opener, answered
from ui.channels import staffing as views

SCRIPT = "channels_staffing.py"


def _figures(sentence: str) -> list[int]:
    return [int(text.replace(",", "")) for text in re.findall(r"\d[\d,]*", sentence)]


def test_the_answer_says_people_range_and_what_a_move_releases(opened) -> None:
    sentence = answered(opened(SCRIPT, "en"))
    people, branches, low, high, phone, quiet, busy, moved, released, closed, theory = _figures(sentence)
    assert low <= people <= high
    assert quiet <= phone <= busy
    assert people >= 2 * branches, "nobody opens a branch alone"
    assert moved == 30
    assert 0 < released < theory
    assert 0 < closed < branches


def test_the_people_of_the_table_are_those_of_the_answer(opened) -> None:
    app = opened(SCRIPT, "en")
    needs = app.dataframe[0].value
    assert _figures(answered(app))[0] == needs["People needed"].iloc[0]
    assert (needs["Full-time equivalents"] <= needs["People needed"]).all()
    assert (needs["Quietest month"] <= needs["Busiest month"]).all()


def test_erlang_c_asks_for_no_fewer_people_than_erlang_a(opened) -> None:
    models = opened(SCRIPT, "en").dataframe[1].value.set_index("Model")["People needed"]
    assert models["Erlang C: nobody leaves"] >= models["Erlang A: people lose patience"]


def test_nothing_is_released_where_nothing_moves_and_more_by_moving_more(opened) -> None:
    ladder = opened(SCRIPT, "en").dataframe[2].value
    assert ladder["People released"].iloc[0] == 0
    assert ladder["Branches closed"].iloc[0] == 0
    assert ladder["People released"].is_monotonic_increasing
    assert (ladder["People still needed"] + ladder["People released"]).nunique() == 1


@pytest.mark.parametrize(
    ("control", "value", "query"),
    [("shrinkage", 0.4, "absent"), ("counter_moved", 0.5, "moved"), ("counter_patience", 0.0, "leave")],
)
def test_a_slider_changes_the_answer_and_the_address(
    open_page: Opener, control: str, value: float, query: str
) -> None:
    app = open_page(SCRIPT, "en", bank="cedre")
    before = answered(app)
    app.select_slider(key=f"control {control}").set_value(value).run()
    assert not app.exception
    assert answered(app) != before
    assert app.query_params[query] == f"{value:g}"


def test_a_harder_promise_needs_more_people(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="cedre", queue="phone")
    phone = app.dataframe[0].value["People needed"].iloc[1]
    app.selectbox(key="control phone_promise").set_value("95_20").run()
    assert app.dataframe[0].value["People needed"].iloc[1] > phone
    assert app.query_params["answer"] == "95_20"
    app.button(key=f"reset bank queue {' '.join(views.FIELDS)}").click().run()
    assert "answer" not in app.query_params


def test_the_phone_is_shown_by_hour_when_it_is_chosen(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="safran", queue="phone")
    charts = app.get("vega_lite_chart")
    assert "Phone advisers of Safran Banque" in charts[0].proto.alt
    assert any("the phone at its busiest hour" in heading.value for heading in app.subheader)


def test_a_link_beyond_the_bounds_opens_the_page_all_the_same(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", moved="7", absent="0.99", counter="100_0")
    assert not app.exception
    assert len(app.warning) == 3
    assert "Moving 30%" in answered(app)
