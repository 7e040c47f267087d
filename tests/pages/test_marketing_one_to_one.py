"""The page on personal offers: who is worth one, who may be addressed, and what each control moves."""

import re

import pandas as pd
import pytest

from analytics.marketing.customers import customer_histories
from analytics.marketing.lifetime import fit_bgnbd
from data import queries_campaigns
from data.build import build_workspace
from data.snapshots import current
from tests.pages.conftest import Opener, plain, value
from tests.pages.seen import answered
from tests.pages.values import said, table_with

SCRIPT = "marketing_one_to_one.py"
BANK = {"bank": ["mienne"], "name": ["Banque Mienne"], "country": ["MAR"], "size": ["small"]}


def worth(app) -> int:
    return int(re.match(r"#### (\d+) of", answered(app)).group(1))


def test_the_chances_are_those_of_the_model_on_the_file(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="noria")
    past = customer_histories(
        queries_campaigns.customer_transactions(current(), "noria"), date="transacted_on"
    )
    model = fit_bgnbd(past["frequency"], past["recency"], past["age"])
    estimates = table_with(app, "Parameter").set_index("Parameter")["Estimate"]
    assert estimates.to_dict() == pytest.approx(
        {"r": model.r, "alpha": model.alpha, "a": model.a, "b": model.b}
    )
    rows = table_with(app, "Comes back (%)").set_index("Customer")
    own = past.loc[rows.index]
    chance = model.probability_of_return(52.0, own["frequency"], own["recency"], own["age"])
    assert rows["Comes back (%)"].to_numpy() == pytest.approx(100 * chance)


def test_an_offer_goes_to_those_it_pays_for_and_who_agreed(open_page: Opener) -> None:
    rows = table_with(open_page(SCRIPT, "en"), "Comes back (%)")
    agreed = queries_campaigns.customer_holdings(current(), "amandier").set_index("customer")["opted_in"]
    assert (rows["Offer adds (MAD)"] == 0.2 * rows["Expected margin (MAD)"]).all()
    pays = rows["Offer adds (MAD)"] > 15
    assert (rows.loc[~pays, "Offer"] == "not worth it").all()
    yes = rows["Customer"].map(agreed).astype(bool)
    assert (rows.loc[pays & yes, "Offer"] == "yes").all()
    assert (rows.loc[pays & ~yes, "Offer"] == "may not be addressed").all()


def test_what_was_foretold_stands_beside_what_came(open_page: Opener) -> None:
    (told,) = {each for each in said(open_page(SCRIPT, "en")) if "foretold" in each}
    foretold, counted = map(int, re.search(r"foretold (\d+) .* (\d+) were counted", told).groups())
    assert foretold == pytest.approx(counted, rel=0.25)


def test_segments_hold_everybody_and_each_has_an_action(open_page: Opener) -> None:
    app = open_page(SCRIPT, "fr")
    rows = table_with(app, "Action")
    assert rows["Clients"].sum() == 260
    assert rows["Valent une offre"].sum() == int(re.match(r"#### (\d+) des", answered(app)).group(1))
    assert rows["Action"].str.len().min() > 20
    shares = rows["Part de client (%)"].dropna()
    assert shares.between(0, 100).all()


@pytest.mark.parametrize(
    ("name", "value", "query", "more"),
    [
        ("offer_cost", 40.0, ("offercost", "40"), False),
        ("offer_uplift", 0.5, ("uplift", "0.5"), True),
        ("operation_margin", 60.0, ("opmargin", "60"), True),
        ("customer_weeks", 104.0, ("weeks", "104"), True),
    ],
)
def test_every_slider_moves_who_is_worth_an_offer(
    open_page: Opener, name: str, value: float, query: tuple[str, str], more: bool
) -> None:
    app = open_page(SCRIPT, "en")
    before = worth(app)
    app.select_slider(key=f"control {name}").set_value(value).run()
    assert (worth(app) > before) == more
    assert worth(app) != before
    assert app.query_params[query[0]] == query[1]


def test_without_margin_nobody_is_worth_an_offer(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", opmargin="0")
    assert not app.exception
    assert worth(app) == 0
    assert "brings nothing" in app.info[0].value


def test_unknown_holdings_give_no_share_and_nobody_to_address(open_page: Opener, demo_home) -> None:
    rows = queries_campaigns.customer_transactions(current(), "noria").assign(
        bank="mienne", source="own_file"
    )
    build_workspace("inconnus", {"bank": pd.DataFrame(BANK), "customer_transaction": rows})
    app = open_page(SCRIPT, "en", w="inconnus", bank="mienne")
    assert not app.exception
    assert "0 of them agreed" in answered(app)
    assert any("no share of customer" in each for each in said(app))


@pytest.mark.parametrize("once", [True, False], ids=["nobody came back", "too few"])
def test_a_file_that_allows_no_estimate_is_refused_in_a_sentence(
    open_page: Opener, demo_home, once: bool
) -> None:
    count = 60 if once else 5
    rows = pd.DataFrame(
        {
            "bank": "mienne",
            "transaction": [f"t{place}" for place in range(count)],
            "customer": [f"c{place}" for place in range(count)],
            "transacted_on": pd.Timestamp("2026-01-01"),
        }
    )
    build_workspace(f"court-{count}", {"bank": pd.DataFrame(BANK), "customer_transaction": rows})
    app = open_page(SCRIPT, "en", w=f"court-{count}", bank="mienne")
    assert not app.exception
    assert "allow no estimate" in answered(app)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_bank_without_operations_is_told_to_load_them(open_page: Opener, demo_home, language: str) -> None:
    build_workspace("sans-clients", {"bank": pd.DataFrame(BANK)})
    app = open_page(SCRIPT, language, w="sans-clients", bank="mienne")
    assert not app.exception
    assert {"fr": "sous pseudonyme", "en": "by pseudonym"}[language] in answered(app)


def test_a_long_table_begins_with_the_rows_that_matter_and_all_are_one_click_away(open_page: Opener) -> None:
    app = open_page("marketing_one_to_one.py", "en", show="", tab="customers")
    assert len(app.dataframe[0].value) == 8
    app.button(key="unfold customers").click().run()
    assert len(app.dataframe[0].value) == 100
    assert not [each for each in app.button if each.key == "unfold customers"]


@pytest.mark.parametrize(
    ("tests", "said"),
    [("used", "count new users, not operations"), ("left", "An effect of 20% on operations is assumed")],
)
def test_the_answer_says_why_the_own_tests_are_not_its_effect(tests: str, said: str) -> None:
    found = value("marketing-one-to-one", "en", bank="amandier", mtests=tests)
    assert said in plain(found.answer.caution)
    (effects,) = (each for each in found.details if each.name == "effect")
    table = effects.make()[0].frame
    assert ("own tests, of new users: another effect" in set(table["Rests on"])) == (tests == "used")
    assumed = table[table["Rests on"] == "assumed on this page"].iloc[0]
    net = next(each for each in found.metrics if each.code == "offers_gain")
    assert assumed["Brought, less cost (MAD)"] == pytest.approx(net.value)
    assert assumed["Operations added (%)"] == pytest.approx(20)
