"""The levers page: its answer moves with every control, and its levers reach the forecast page."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from urllib.parse import parse_qsl

import numpy as np
import pandas as pd
import pytest

from analytics.marketing.parts import LEVERS
from analytics.scenario import Scenario
from data.build import build_workspace
from data.snapshots import current
from studies import chain
from studies.marketing import levers as studies_levers
from studies.marketing import own_tests
from tests.pages.conftest import Opener
from tests.pages.seen import answered
from tests.pages.values import said, table_with
from ui.adoption import forecast, led
from ui.channels import migration
from ui.marketing import funding, levers, one_to_one
from ui.reader import Reader
from ui.words import speaking
from ui.workbench import overview

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


def test_an_own_test_enters_the_response_by_the_stated_rule_and_can_be_left_out() -> None:
    tested = {each.lever: each for each in own_tests.own_tests(current(), "caravane", 0.8)}
    assert set(tested) == {"email", "one_to_one"}
    # The e-mails by hand: 25 + 29 of 8,044 against 8 of 4,022, weighed with the funnel of the benchmark.
    email, won, base = tested["email"], 54 / 8044, 8 / 4022
    assert email.measured.value == pytest.approx(won - base)
    usual = (1 - 0.0040 - 0.0061) * 0.0291 * 0.05
    click = math.sqrt((0.5**2 + 1 + 1.7**2 - 0.5 - 0.5 * 1.7 - 1.7) / 18)
    convert = math.sqrt((0.4**2 + 1 + 2.0**2 - 0.4 - 0.4 * 2.0 - 2.0) / 18)
    first, second = 55 / 8046, 9 / 4024
    variances = (
        (usual * math.hypot(click, convert)) ** 2,
        first * (1 - first) / 8046 + second * (1 - second) / 4024,
    )
    weights = [1 / each for each in variances]
    mean = (usual * weights[0] + (won - base) * weights[1]) / sum(weights)
    assert email.usual == pytest.approx(usual)
    assert (email.used.value, email.used.error) == pytest.approx((mean, sum(weights) ** -0.5))
    assert usual < email.used.value < won - base
    # One-to-one rests on an assumption, which the test replaces: 235 of 9,906 against 54 of 4,953.
    assert tested["one_to_one"].used.value == pytest.approx((235 / 9906) / (54 / 4953) - 1)
    settings = chain.LeverSettings(email=0.5, one_to_one=0.2)
    plan = chain.lever_plan(current(), "caravane", 5, 0.8, settings, 300.0)
    a_send = plan.email.delivered * plan.email.opened * plan.email.clicked_given_open * plan.email.converted
    assert a_send == pytest.approx(mean)
    assert plan.one_to_one.lift == pytest.approx(tested["one_to_one"].used.value)
    left = chain.lever_plan(current(), "caravane", 5, 0.8, replace(settings, own_tests=False), 300.0)
    assert (left.email.converted, left.one_to_one.lift) == (0.05, 0.2)
    assert not replace(chain.UNTOUCHED, own_tests=False).touched, "without money or trust nothing changes"


def test_a_tested_lever_is_no_longer_without_evidence_and_the_page_shows_what_was_measured(
    open_page: Opener,
) -> None:
    view, left = (
        funding.levers(reader(bank="caravane")),
        funding.levers(reader(bank="caravane", own_tests="left")),
    )
    assert (view.evidence["email"], view.evidence["one_to_one"]) == ("both", "tested")
    assert (left.evidence["email"], left.evidence["one_to_one"]) == ("published", "assumed")
    assert view.results.result.incremental != left.results.result.incremental
    assert "synthetic" in view.kinds
    app = open_page(PAGE, "en", bank="caravane", mtests="left")
    rows = table_with(app, "People in the tests").set_index("Lever")
    assert set(rows["How"]) == {"left out by choice"}
    before = answered(app)
    app.selectbox(key="control own_tests").set_value("used").run()
    rows = table_with(app, "People in the tests").set_index("Lever")
    assert rows.loc["E-mail", "How"] == "weighed with the published figure"
    assert rows.loc["E-mail", "Own test"].startswith("0.47%")
    assert rows.loc["One-to-one", "How"] == "in place of the assumption"
    assert answered(app) != before
    assert "mtests" not in app.query_params


def test_pages_that_rest_on_the_same_levers_agree_and_say_whose_tests_they_use() -> None:
    funded = Scenario(bank="caravane", budget_email=0.5, budget_one_to_one=0.1)
    for own, words in (
        ("used", "Levers that the bank has tested itself act as its tests found."),
        ("left", "The bank’s own tests of these levers are left out by choice."),
    ):
        reader = Reader(current("demo"), replace(funded, own_tests=own))
        with speaking("en"):
            extra = next(m for m in led.figures(reader, "caravane") if m.opens and "beyond" in m.label).value
            view = funding.levers(reader)
            assert view.adoption.extra_adopters.iloc[-1] == extra
            _now, ahead = overview._customers(reader, reader.bank())
            assert ahead.value == pytest.approx(
                view.adoption.customers * view.adoption.path["value"].iloc[-1] / 100
            )
            assert "with the scenario’s levers and trust" in ahead.why
            assert words in led.sentence(reader, "caravane")
    with speaking("en"):
        offer = one_to_one.content(Reader(current("demo"), Scenario(bank="caravane"))).answer
    # Of another outcome: said there, and not taken.
    assert "new active users: 118% (76 to 159%) more than the control" in offer.more
    assert "They tell nothing of how often those who are active come." in offer.more
