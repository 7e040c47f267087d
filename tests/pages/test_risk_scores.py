"""The scores page: what controls leave, its map and standards, what weights and thresholds may do."""

import itertools
import re

import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, pictures
from tests.pages.seen import answered, table_with
from tests.thinned import one_in
from ui.content import Content, Open
from ui.reader import Reader
from ui.risk import scores

SCRIPT = "risk_scores.py"
REASON = "Letter of the supervisor, 3 March 2026"


def score(app) -> int:
    return int(re.search(r"(\d+) out of 100", answered(app)).group(1))


def captions(app) -> str:
    return " ".join(caption.value for caption in app.caption)


def test_only_exposure_is_lowered_and_by_tested_controls_alone(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige", month="2026-10")
    table = table_with(app, "Residual (0–100)").set_index("Risk")
    assert list(table.index) == ["Operational", "Regulatory", "Legal", "Reputational", "Overall"]
    stated = table[table["Residual (0–100)"].notna()]
    assert (stated["Residual (0–100)"] <= stated["Observed (0–100)"]).all()
    # Fraud and downtime stay as observed: what is credited is a few points, not nine tenths.
    assert (stated["Tested controls take off (points)"] < 25).all()
    assert "already in place" in table.loc["Legal", "Why there is no residual"]
    assert table.loc["Legal", ["Residual, interval", "Residual grade"]].to_list() == ["–", "–"]
    assert ((table["Why there is no residual"] == "") == table["Residual (0–100)"].notna()).all()


def test_no_test_in_the_two_years_before_is_no_residual_and_says_so(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige", month="2024-10")
    table = table_with(app, "Residual (0–100)")
    assert table["Residual (0–100)"].isna().all()
    assert table["Why there is no residual"].str.contains("test of the last 24 months").any()
    assert "No residual score" in captions(app)


def test_the_chart_shows_what_is_observed_and_a_residual_only_where_there_is_one(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige", month="2026-10")
    published = table_with(app, "Rank, 1 least risky")["Score (0–100)"]
    table = table_with(app, "Residual (0–100)")
    assert published.to_list() == pytest.approx(table["Observed (0–100)"].to_list(), abs=0.051)
    alt = pictures(app)[0].proto.alt
    assert alt.count(", observed:") == 5
    assert alt.count("with tested controls") == table["Residual (0–100)"].notna().sum() > 0


def test_a_shaky_grade_is_marked_and_a_firm_one_is_not(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", month="2026-10")
    table = table_with(app, "Rank, 1 least risky").set_index("Risk")
    for risk, code in (("Operational", "operational"), ("Regulatory", "regulatory"), ("Legal", "legal")):
        shown = open_page(SCRIPT, "en", bank="caravane", month="2026-10", risk=code)
        marks = [element.value for element in shown.container(key="answer").markdown[1:]]
        assert any("Grade not robust" in mark for mark in marks) == (table.loc[risk, "Robust"] == "no")


def test_robust_at_p_1_never_stands_beside_an_improbable_grade(open_page: Opener) -> None:
    yes = 0
    for bank in ("amandier", "caravane", "cedre", "noria"):
        app = open_page(SCRIPT, "en", bank=bank, p="1")
        table = table_with(app, "Rank, 1 least risky")
        shares = table["Probability of that grade"].str.rstrip("%").astype(float)
        assert (shares[table["Robust"] == "yes"] >= 80).all()
        assert (shares[table["Robust"] == "no"] <= 80).all()
        yes += int((table["Robust"] == "yes").sum())
    assert yes > 0


def value(**chosen) -> Content:
    found = scores.content(Reader(current(), Scenario()).change(**chosen))
    assert isinstance(found, Content)
    return found


def test_the_answer_says_when_another_grade_is_likelier_than_the_published_one(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", p="0.5")
    table = table_with(app, "Rank, 1 least risky").set_index("Risk")
    assert float(table.loc["Overall", "Probability of that grade"].rstrip("%")) < 50
    told = value(bank="caravane", power=0.5).answer.more
    found = re.search(r"note (\d) est plus probable que la note publiée, (\d)", told)
    assert found is not None, told
    assert found.group(2) in table.loc["Overall", "Grade (1–4)"]


@pytest.mark.parametrize(
    ("bank", "risk"),
    one_in(
        4,
        itertools.product(
            ["amandier", "caravane", "cedre", "noria", "detroit"], ["overall", "legal", "operational"]
        ),
    ),
)
def test_the_answer_is_read_at_a_glance_and_says_score_and_interval(bank: str, risk: str) -> None:
    page = value(bank=bank, risk=risk)
    assert len(page.answer.sentence.split()) <= 30
    score = page.metrics[0]
    for figure in (score.value, score.low, score.high):
        assert f"{figure:.0f}" in page.answer.sentence


def test_what_stands_for_the_page_leads_to_where_it_comes_from() -> None:
    page = value(bank="caravane", risk="legal", month="2026-10")
    assert [metric.code for metric in page.metrics] == [
        "risk-score",
        "risk-grade",
        "risk-rank",
        "risk-observed",
    ]
    score = page.metrics[0]
    assert score.spark[-1] == pytest.approx(score.value)
    assert score.spark[-1] - score.spark[-13] == pytest.approx(score.change)
    assert score.opens == Open("risk-drivers", {"bank": "caravane", "month": "2026-10", "risk": "legal"})


def test_each_row_and_mark_of_the_risks_leads_to_what_is_behind_it() -> None:
    page = value(bank="caravane", month="2026-10")
    order = ["operational", "regulatory", "legal", "reputational", "overall"]
    assert [where.changes["risk"] for where in page.table("risks").opens] == order
    assert [where.changes["risk"] for where in page.picture.opens.values()] == order
    behind = page.table("indicators")
    assert len(behind.opens) == len(behind.frame)
    own = behind.opens[list(behind.frame.iloc[:, 0]).index("L1")]
    assert (own.slug, own.changes["kri"], own.detail) == ("risk-scores", "L1", "indicator")


def test_a_link_to_one_of_the_tables_below_opens_it_first() -> None:
    assert value(detail="losses").details[0].name == "losses"
    assert value(detail="tools").details[0].name == "standards"
    assert value().details[0].name == "indicators"


def test_what_the_probability_is_of_stands_beside_it_in_both_languages(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane")
    table = table_with(app, "What is uncertain").set_index("What is uncertain")
    assert table.index[-1] == "All at once"
    assert table.loc["Thresholds that are a convention", "How wide"] == "±20%"
    assert table.loc["Compensation p", "How wide"] == "p from 1 to 4"
    risks = table_with(app, "Rank, 1 least risky").set_index("Risk")
    assert (
        table.loc["All at once", "Published grade holds in"]
        == risks.loc["Overall", "Probability of that grade"]
    )
    outside = table_with(open_page(SCRIPT, "en", bank="caravane", p="6"), "What is uncertain")
    assert "the p chosen, 6.0, lies outside" in outside["How wide"].to_list()[3]
    french = table_with(open_page(SCRIPT, "fr", bank="caravane"), "Ce qui est incertain")
    assert "Tout à la fois" in french["Ce qui est incertain"].to_list()


def test_a_wider_level_gives_wider_intervals(open_page: Opener) -> None:
    narrow = table_with(open_page(SCRIPT, "en", level="0.5"), "Rank, 1 least risky")
    wide = table_with(open_page(SCRIPT, "en", level="0.95"), "Rank, 1 least risky")
    assert ((wide["High"] - wide["Low"]) > (narrow["High"] - narrow["Low"])).all()


def test_weights_of_the_risks_change_the_whole_and_no_single_risk(open_page: Opener) -> None:
    query = {"bank": "caravane", "month": "2026-10"}
    before = table_with(open_page(SCRIPT, "en", **query), "Rank, 1 least risky").set_index("Risk")
    app = open_page(SCRIPT, "en", **query)
    app.select_slider(key="control weight_operational").set_value(5.0).run()
    after = table_with(app, "Rank, 1 least risky").set_index("Risk")
    assert after.loc["Overall", "Score (0–100)"] > before.loc["Overall", "Score (0–100)"]
    assert after.loc["Legal", "Score (0–100)"] == before.loc["Legal", "Score (0–100)"]
    assert app.query_params["wo"] == "5"
    assert any("Other weights or thresholds" in text.value for text in app.markdown)


def test_weights_that_are_all_zero_are_refused_in_a_sentence(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", wo="0", wr="0", wl="0", wp="0")
    assert not app.exception
    assert any("must not all be zero" in warning.value for warning in app.warning)
    assert answered(app) == answered(open_page(SCRIPT, "en", bank="caravane"))


def test_milder_conventions_lower_the_score_and_the_link_says_so(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", risk="legal", month="2026-10")
    before = score(app)
    app.select_slider(key="control conventional_scale").set_value(1.4).run()
    assert score(app) < before
    assert app.query_params["cscale"] == "1.4"


def test_thresholds_with_a_source_move_for_a_written_reason_only(open_page: Opener) -> None:
    query = {"bank": "caravane", "risk": "operational", "month": "2026-10"}
    published = open_page(SCRIPT, "en", **query)
    refused = open_page(SCRIPT, "en", sscale="1.5", **query)
    assert answered(refused) == answered(published)
    assert any("only for a written reason" in warning.value for warning in refused.warning)
    refused.text_input(key="control sourced_reason").set_value(REASON).run()
    assert answered(refused) != answered(published)
    assert not refused.warning
    assert refused.query_params["reason"] == REASON
    assert any(REASON in text.value for text in refused.markdown)
    again = open_page(SCRIPT, "en", sscale="1.5", reason=REASON, **query)
    assert answered(again) == answered(refused)


@pytest.mark.parametrize("reason", ["", "because", "aaaaaaaaaaaaaaaaaaaa", " " * 40])
def test_what_is_no_reason_moves_nothing(open_page: Opener, reason) -> None:
    app = open_page(SCRIPT, "en", bank="caravane", sscale="0.5", reason=reason)
    assert answered(app) == answered(open_page(SCRIPT, "en", bank="caravane"))


def test_a_reason_is_shown_as_it_was_written_and_never_as_formatting(open_page: Opener) -> None:
    written = "see ![x](https://example.org/x.png) of the supervisor"
    app = open_page(SCRIPT, "en", bank="caravane", sscale="1.2", reason=written)
    (shown,) = (text.value for text in app.markdown if "example.org" in text.value)
    assert r"see !\[x\](https:" in shown
    assert "https://" not in shown, "an address that the screen would make a link of"


def test_the_map_places_types_of_loss_and_says_how_unsure_it_is(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige", month="2026-10", detail="losses")
    table = table_with(app, "Events")
    assert len(table) == 7
    seen = table[table["Events"] > 0]
    expected = seen["Events"] / 3
    assert seen["Likelihood (events a year)"].to_list() == pytest.approx(expected.to_list())
    assert "events a year (" in captions(app)
    assert set(table["Scatter taken from"]) <= {"its own", "all types", "none"}


def test_the_map_knows_only_what_had_happened_by_the_month(open_page: Opener) -> None:
    early = table_with(
        open_page(SCRIPT, "en", bank="zellige", month="2022-06", detail="losses"), "Likelihood, interval"
    )
    late = table_with(
        open_page(SCRIPT, "en", bank="zellige", month="2026-10", detail="losses"), "Likelihood, interval"
    )
    assert early["Events"].sum() != late["Events"].sum()


def test_the_standards_name_every_principle_and_what_no_indicator_covers(open_page: Opener) -> None:
    table = table_with(open_page(SCRIPT, "en", bank="caravane", detail="standards"), "Worst indicator")
    assert len(table) == 14 + 6 + 5
    basel = table[table["Standard"].str.startswith("BCBS")].set_index("Reference")
    assert basel.loc["P13", "Indicators"] == "O1, O3, O10"
    assert basel.loc["P6", "Indicators"] == "none: assess it by other evidence"
    assert (table.loc[table["Observed"] == "", "Worst grade"] == "").all()


def test_the_four_tools_count_only_what_is_known(open_page: Opener) -> None:
    table = table_with(open_page(SCRIPT, "en", detail="tools"), "Measures known")
    assert list(table["Tool"]) == ["Adaptation", "Legalisation", "Harmonisation", "Integration"]
    assert (table["Low"] < table["Score (0–100)"]).all()
    assert (table["Score (0–100)"] < table["High"]).all()
    assert list(table["Measures known"]) == ["2/3", "2/3", "2/3", "3/4"]
    assert table["Not supplied, so not counted"].str.len().gt(0).all()


def test_controls_of_the_risk_chosen_say_what_they_act_on_and_who_tested_them(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="amandier", risk="operational", month="2026-10", detail="controls")
    table = table_with(app, "Coverage × effectiveness (%)")
    named = ["Risk", "Acts on exposure", "Already in the observation"]
    rows = table.set_index("Control")[named]
    assert rows.loc["Strong customer authentication"].to_list() == ["Operational", "–", "O4, O5"]
    assert rows.loc["Legal review of outsourcing contracts"].to_list() == ["Legal", "O9", "L6"]
    others = rows[rows["Risk"] != "Operational"]
    assert (others["Acts on exposure"] == "O9").all()
    assert table["Evidence"].str.contains("2026|2025|no test recorded").all()
    assert table["Coverage × effectiveness (%)"].to_list() == pytest.approx(
        (table["Coverage (%)"] * table["Effectiveness (%)"] / 100).to_list()
    )


def test_each_indicator_tells_of_exposure_or_of_an_outcome(open_page: Opener) -> None:
    table = table_with(open_page(SCRIPT, "en", detail="indicators"), "Tells of").set_index("Id")
    assert table.loc["O9", "Tells of"] == "exposure"
    assert table.loc["O4", "Tells of"] == table.loc["O1", "Tells of"] == "outcome, controls in place"


def test_other_thresholds_hold_on_every_risk_page(open_page: Opener) -> None:
    query = {"bank": "caravane", "risk": "legal", "month": "2026-10", "cscale": "1.4"}
    own, driven = (open_page(script, "en", **query) for script in ("risk_scores.py", "risk_drivers.py"))
    assert re.search(rf"legal risk \(?{score(own)} ", answered(driven))
    assert any("Other weights or thresholds" in text.value for text in driven.markdown)
