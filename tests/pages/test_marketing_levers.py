"""The levers page: its answer moves with every control, and its levers reach the forecast page."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest

from analytics.marketing.parts import LEVERS
from analytics.scenario import Scenario
from data.build import build_workspace
from data.snapshots import current
from studies.marketing import levers as studies_levers
from tests.pages.conftest import Opener
from tests.pages.seen import answered
from tests.pages.values import said, table_with
from ui.adoption import forecast
from ui.channels import migration
from ui.marketing import funding, levers
from ui.reader import Reader
from ui.words import speaking

PAGE, FORECAST = "marketing_levers.py", "adoption_forecast.py"
BANK = {"bank": ["mienne"], "name": ["Banque Mienne"], "country": ["MAR"], "size": ["small"]}


def reader(**changes) -> Reader:
    return Reader(current(), Scenario()).change(**({"bank": "amandier"} | changes))


GAPS = dict.fromkeys(map(ord, ", \u202f\u00a0"))
FUNDED = {"memail": "0.5", "minvite": "0.4"}


def test_without_budgets_the_page_proposes_a_split_and_says_that_it_is_one(open_page: Opener) -> None:
    app = open_page(PAGE, "en", bank="zellige")
    assert "No lever is funded yet" in answered(app)
    assert "intervals at 80%" in said(app)[0]
    levers = table_with(app, "Adopters (Shapley)")
    assert len(levers) == len(LEVERS)
    assert levers["Budget (MAD a year and customer)"].sum() == pytest.approx(1.0, abs=0.03)
    assert levers["Budget (MAD a year and customer)"].max() <= 0.405


def test_taking_the_split_over_funds_the_levers_and_reset_empties_them(open_page: Opener) -> None:
    app = open_page(PAGE, "en", bank="zellige")
    proposed = table_with(app, "Adopters (Shapley)")
    (button,) = [button for button in app.button if button.key and button.key.startswith("take over")]
    button.click().run()
    assert "No lever is funded" not in answered(app)
    assert "memail" in app.query_params
    pd.testing.assert_frame_equal(table_with(app, "Adopters (Shapley)"), proposed)
    app.button(key="reset " + " ".join(f"budget_{lever}" for lever in LEVERS)).click().run()
    assert "No lever is funded" in answered(app)
    assert "memail" not in app.query_params


def test_shapley_parts_add_up_to_the_answer(open_page: Opener) -> None:
    app = open_page(PAGE, "en", bank="zellige", **FUNDED, mads="1")
    stated = int(re.search(r"([\d,]+) more active customers", answered(app)).group(1).replace(",", ""))
    levers = table_with(app, "Adopters (Shapley)")
    assert levers["Adopters (Shapley)"].sum() == pytest.approx(stated, abs=4)
    assert levers["Share of the adopters (%)"].sum() == pytest.approx(100.0)
    assert (levers["Added last"] <= levers["Alone"]).all()
    economics = table_with(app, "Rests on").set_index("Figure")["Value"]
    assert economics["More active customers"] == f"{stated:,}"
    assert float(economics["Lifetime value over cost (CLV/CAC)"]) > 1


@pytest.mark.parametrize("lever", LEVERS)
def test_each_budget_moves_answer_and_address(open_page: Opener, lever: str) -> None:
    app = open_page(PAGE, "en", bank="cedre", memail="0.3")
    before = answered(app)
    app.select_slider(key=f"control budget_{lever}").set_value(0.7).run()
    assert answered(app) != before
    assert not app.exception
    query = {"email": "memail", "search": "msearch", "affiliation": "mpartner", "viral": "minvite"}
    query |= {"word_of_mouth": "mword", "advertising": "mads", "one_to_one": "mperson"}
    assert app.query_params[query[lever]] == "0.7"


@pytest.mark.parametrize(
    ("name", "value", "query"),
    [
        ("adoption_years", 8.0, ("ahead", "8")),
        ("level", 0.95, ("level", "0.95")),
        ("budget_total", 3.0, ("mtotal", "3")),
        ("budget_most", 0.2, ("mmost", "0.2")),
    ],
)
def test_sliders_change_answer_and_address(open_page: Opener, name: str, value: float, query) -> None:
    app = open_page(PAGE, "en", bank="noria")
    before = answered(app)
    app.select_slider(key=f"control {name}").set_value(value).run()
    assert answered(app) != before
    assert app.query_params[query[0]] == query[1]


def test_bank_aim_trust_and_margin_change_what_they_should(open_page: Opener) -> None:
    app = open_page(PAGE, "en", bank="noria", **FUNDED)
    before, worth = answered(app), table_with(app, "Rests on")
    app.select_slider(key="control adopter_margin").set_value(600.0).run()
    assert answered(app) == before
    assert list(table_with(app, "Rests on")["Value"]) != list(worth["Value"])
    app.selectbox(key="control budget_aim").set_value("npv").run()
    assert "MAD of value per MAD more" in table_with(app, "Bound").columns
    app.selectbox(key="control trust_case").set_value("incident").run()
    assert answered(app) != before
    (told,) = {each for each in said(app) if "happened once more" in each}
    assert "−" in told
    app.select_slider(key="control trust_sensitivity").set_value(3.0).run()
    stronger = next(each for each in said(app) if "happened once more" in each)
    assert stronger != told
    assert {"mmargin": "600", "maim": "npv", "mtrust": "incident", "mbend": "3"}.items() <= dict(
        app.query_params
    ).items()
    app.selectbox(key="control bank").set_value("safran").run()
    assert "Safran" in answered(app)


def test_a_lever_moved_here_bends_the_fan_of_the_forecast_page_with_the_same_link(open_page: Opener) -> None:
    untouched = open_page(FORECAST, "en", adopt="customers", bank="cedre")
    assert not any("With the levers" in chart.proto.alt for chart in untouched.get("vega_lite_chart"))
    app = open_page(PAGE, "en", adopt="customers", bank="cedre")
    app.select_slider(key="control budget_email").set_value(1.5).run()
    link = next(
        found[0] for code in app.code if (found := re.search(r"http\S+marketing-levers\?\S+", code.value))
    )
    query = dict(parse_qsl(link.partition("?")[2]))
    bent = open_page(FORECAST, **query | {"language": "en"})
    assert any("With the levers" in chart.proto.alt for chart in bent.get("vega_lite_chart"))
    assert answered(bent) == answered(untouched)
    told = forecast.content(Reader(current(), Scenario.from_query(query)[0])).answer.more
    more = int(re.search(r"\+([\d\s,]+) (?:active customers|clients actifs)", told).group(1).translate(GAPS))
    stated = int(re.search(r"([\d,]+) more active customers", answered(app)).group(1).replace(",", ""))
    assert more == pytest.approx(stated, abs=1)


def test_levers_of_a_bank_do_not_touch_the_forecast_of_a_country(open_page: Opener) -> None:
    assert answered(open_page(FORECAST, "en", adopt="bills", **FUNDED)) == answered(
        open_page(FORECAST, "en", adopt="bills")
    )


def test_the_benchmarks_are_named_beside_every_slider(open_page: Opener) -> None:
    told = [caption.value for caption in open_page(PAGE, "en").caption]
    named = [caption for caption in told if caption.startswith(("Benchmark: ", "No published benchmark"))]
    assert len(named) == len(LEVERS)
    assert any("Sethuraman et al., 2011, several countries" in caption for caption in told)


def test_money_beyond_what_was_tried_and_a_loss_are_said(open_page: Opener) -> None:
    app = open_page(PAGE, "en", bank="safran", memail="5", mads="5", mword="5", mmargin="0")
    caution = app.container(key="answer").markdown[1].value
    assert "costs more than he or she is worth" in caution
    assert "Beyond 10 times the reference programme" in caution


def test_a_bank_without_figures_is_told_so(open_page: Opener, demo_home) -> None:
    build_workspace("sans", {"bank": pd.DataFrame(BANK)})
    app = open_page(PAGE, "en", w="sans", bank="mienne")
    assert not app.exception
    assert "no figures of active customers" in answered(app)


def test_bad_budgets_in_a_link_open_the_page_and_are_said(open_page: Opener) -> None:
    app = open_page(PAGE, "en", memail="900", mtrust="never")
    assert not app.exception
    assert {"memail = 900" in warning.value for warning in app.warning} == {True, False}
    assert "No lever is funded" in answered(app)


def test_a_budget_in_millions_is_split_whatever_the_sum_for_each_customer() -> None:
    view = funding.levers(reader(budget_million="5", budget_total=9.0))
    customers = view.adoption.customers
    assert view.asked * customers == pytest.approx(5e6)
    assert view.split.allocation.table["spending"].sum() <= 5e6 * 5 * 1.0001
    assert view.money == pytest.approx(5, abs=0.02 * customers / 1e6)


def test_levers_without_evidence_are_capped_and_grey_until_the_bank_tests_them(
    monkeypatch, nothing_kept
) -> None:
    view = funding.levers(reader())
    bare = {lever for lever, known in view.evidence.items() if known == "assumed"}
    assert bare
    assert bare <= set(studies_levers.UNPROVEN)
    shares = view.split.allocation.table.set_index("lever")["share"]
    assert shares[list(bare & set(shares.index))].max() <= 0.1 + 1e-6
    rows = levers.split_rows(view)
    assert set(rows.loc[~rows["known"], "label"]) == {funding.lever_name(lever) for lever in bare}
    free = funding.levers(reader(budget_unproven=1.0)).split.allocation.table.set_index("lever")["share"]
    assert free[list(bare & set(free.index))].max() > 0.1


def test_what_the_levers_cost_is_deducted_from_the_worth_of_the_migration() -> None:
    asked = reader(budget_email=1.0)
    found = migration.migration(asked).result
    customers = found.customers
    assert 12 * found.case.programme == pytest.approx(customers)
    months = np.arange(found.case.adopted.shape[0])
    paid = (found.case.programme * (1 + found.case.discount_rate) ** (-months / 12)).sum()
    last = found.steps.set_index("step")
    assert last.loc["programme", "change"] == pytest.approx(-paid)
    assert "Their cost is deducted" in _in_english(asked)
    assert migration.migration(reader()).result.steps.set_index("step").loc["programme", "change"] == 0


def _in_english(asked) -> str:
    with speaking("en"):
        return migration.path_note(migration.migration(asked))
