"""The drivers page: what it answers, what its controls change, and what it refuses in words."""

import itertools

import pandas as pd
import pytest

from analytics.risk.scoring import gradient
from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, pictures, plain
from tests.pages.seen import answered, table_with, tables
from tests.thinned import one_in
from ui.content import Content
from ui.reader import Reader
from ui.risk import drivers

SCRIPT = "risk_drivers.py"


def value(**chosen) -> Content:
    found = drivers.content(Reader(current(), Scenario()).change(**chosen))
    assert isinstance(found, Content)
    return found


def sentences(app) -> list[str]:
    return [element.value for element in [*app.markdown, *app.caption, *app.info]]


def test_the_answer_names_the_first_driver_and_the_smallest_step_stands_beside_it(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", risk="operational", month="2026-10")
    assert "Banque Caravane: operational risk" in answered(app)
    assert "grade ◆\N{NO-BREAK SPACE}4" in answered(app)
    table = table_with(app, "Part of the score (%)")
    heaviest = table[table["Part of the score (%)"] == table["Part of the score (%)"].max()]
    assert any(f"{row['Indicator']} (15%)" in answered(app) for _at, row in heaviest.iterrows())
    moves = table_with(app, "Better grade from")
    first = moves[moves["In the bank’s hands"] == "yes"].iloc[0]
    page = value(bank="caravane", risk="operational", month="2026-10")
    step = next(metric for metric in page.metrics if metric.code == "risk-step")
    assert step.value == pytest.approx(first["Points of effort"], abs=0.05)
    told = f"{page.answer.sentence} {page.answer.more}"
    assert plain(step.why).split(" : ")[1].removeprefix("jusqu’à ") in plain(told)


@pytest.mark.parametrize(
    ("bank", "risk"),
    one_in(
        3,
        itertools.product(
            ["amandier", "caravane", "cedre", "noria", "detroit"],
            ["overall", "legal", "operational", "reputational"],
        ),
    ),
)
def test_the_answer_is_read_at_a_glance(bank: str, risk: str) -> None:
    assert len(value(bank=bank, risk=risk).answer.sentence.split()) <= 30


def test_the_change_of_the_score_is_that_of_the_waterfall() -> None:
    page = value(bank="caravane", month="2026-10", since="2025-03")
    frame = page.table("waterfall").frame
    assert page.metrics[0].change == pytest.approx(frame.iloc[-1, 3] - frame.iloc[-1, 2])


def test_the_value_shown_reaches_the_better_grade_when_it_is_imported(open_page: Opener) -> None:
    # Rounding must never promise a grade that the rounded value misses: the points are its own.
    app = open_page(SCRIPT, "en", bank="caravane", risk="operational", month="2026-10")
    points = table_with(app, "Points of effort")["Points of effort"].dropna()
    assert (points > 0).all()
    assert points.is_monotonic_increasing


def test_three_measures_of_each_indicator_stand_side_by_side(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", risk="legal", month="2026-10")
    shown = tables(app)[0]
    assert len(shown) == 9
    assert shown["Part of the score (%)"].sum() == pytest.approx(100)
    largest = shown.loc[shown["Part of the score (%)"].idxmax(), "Indicator"]
    first, *others = [picture.proto.alt for picture in pictures(app)]
    assert largest in first.split(";")[0]
    told = next(alt for alt in others if "gradient" in alt)
    for measure in ("leave-one-out", "Sobol"):
        assert measure in told


def test_the_waterfall_adds_up_to_the_change_exactly(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", risk="overall", month="2026-10", since="2025-03")
    change = next(table for table in tables(app) if "Contribution (points)" in table)
    parts, total = change.iloc[:-1], change.iloc[-1]
    assert len(parts) == 34
    assert parts["Contribution (points)"].sum() == pytest.approx(
        total["October 2026"] - total["March 2025"], abs=1e-9
    )
    assert app.selectbox(key="control since").value == "2025-03"


def test_the_comparison_is_with_a_year_before_unless_chosen(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="noria", month="2026-10")
    assert any("in October 2025 to" in sentence for sentence in sentences(app))
    # An indicator of the bank is defined anew in July 2024: earlier scores are others.
    offered = app.selectbox(key="control since").options
    assert "July 2024" in offered
    assert "June 2024" not in offered
    app.selectbox(key="control since").set_value("2024-08").run()
    assert any("in August 2024 to" in sentence for sentence in sentences(app))
    assert app.query_params["since"] == "2024-08"


def test_more_budget_buys_the_better_grade_and_the_link_keeps_it(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", risk="operational", month="2026-10", effort="10")
    assert any("10 points of effort do not buy a better grade" in sentence for sentence in sentences(app))
    app.select_slider(key="control effort").set_value(60.0).run()
    assert any(sentence.startswith("Grade 3 costs ") for sentence in sentences(app))
    assert app.query_params["effort"] == "60"
    bought = next(table for table in tables(app) if "Bring to" in table)
    assert 0 < bought["Points of effort in the combination"].sum() <= 60


def test_the_closest_bank_is_compared_and_another_may_be(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige", month="2026-10")
    peer = app.selectbox(key="control peer")
    assert "zellige" not in peer.options
    other = next(bank for bank in ("caravane", "amandier", "noria") if bank != peer.value)
    peer.set_value(other).run()
    assert app.query_params["peer"] == other
    assert any("brings" in sentence or "No weights turn" in sentence for sentence in sentences(app))


def test_swapped_weights_stay_shares(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", risk="operational", month="2026-10", peer="safran")
    weights = next(table for table in tables(app) if "Weight then (%)" in table)
    assert (weights["Weight then (%)"] >= 0).all()
    # Changes below the tenth shown are left out of the table.
    assert weights["Change (points)"].sum() == pytest.approx(0, abs=0.1)


def test_the_best_grade_says_so_and_offers_nothing_to_buy(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="amandier", risk="regulatory", month="2026-10")
    assert (
        "already has the best grade" in answered(app) or value(bank="amandier", risk="regulatory").answer.more
    )
    assert "The grade is 1 already: there is no better one to buy." in sentences(app)


@pytest.mark.parametrize("power", ["0", "0.5", "1", "8"])
def test_every_compensation_gives_an_answer_or_says_why_not(open_page: Opener, power) -> None:
    app = open_page(SCRIPT, "en", bank="amandier", risk="overall", month="2026-10", p=power)
    assert not app.exception
    said = sentences(app)
    assert any("compensation p of 1 or more only" in sentence for sentence in said) == (float(power) < 1)
    assert any("compensation p above 0 only" in sentence for sentence in said) == (power == "0")


def test_the_first_month_has_nothing_to_compare_with(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="amandier")
    first = app.selectbox(key="control month").options[-1]
    oldest = pd.Timestamp(f"1 {first}")
    app = open_page(SCRIPT, "en", bank="amandier", month=f"{oldest:%Y-%m}")
    assert not app.exception
    assert "There is no earlier month to compare with." in sentences(app)


def test_an_unknown_bank_and_a_month_to_come_are_said_not_to_exist(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="nowhere", month="2031-01", peer="atlantis")
    assert not app.exception
    said = " ".join(sentences(app))
    for wanted in ("nowhere", "2031-01", "atlantis"):
        assert f"“{wanted}”" in said


def test_a_budget_out_of_bounds_is_refused_in_a_sentence(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", effort="-5")
    assert any("effort = -5" in warning.value for warning in app.warning)


def test_the_reference_case_of_the_page() -> None:
    assert gradient([20, 40, 80], [1, 1, 2], p=2) == pytest.approx([0.082, 0.164, 0.658], abs=5e-4)


def test_the_same_link_gives_the_same_figures(open_page: Opener) -> None:
    query = {"bank": "safran", "risk": "operational", "month": "2026-09", "effort": "35", "since": "2026-01"}
    one, other = (open_page(SCRIPT, "fr", **query) for _ in range(2))
    assert answered(one) == answered(other)
    for left, right in zip(tables(one), tables(other), strict=True):
        pd.testing.assert_frame_equal(left, right)
