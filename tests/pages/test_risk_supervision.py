"""The supervision page: the system's state, who infects whom, and what each control changes."""

from itertools import pairwise

import pandas as pd
import pyarrow as pa
import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from tests.pages.conftest import Opener, pictures, titles_of_sources
from tests.pages.seen import answered, table_with, tables
from tests.partial import without
from tests.thinned import one_in
from ui.content import Content
from ui.reader import Reader
from ui.risk import supervision
from ui.words import speaking

SCRIPT = "risk_supervision.py"
REPORTED = {"month": "2026-10"}


def value(**chosen) -> Content:
    found = supervision.content(Reader(current(), Scenario()).change(**chosen))
    assert isinstance(found, Content)
    return found


def sentences(app) -> list[str]:
    elements = [*app.markdown, *app.caption, *app.info, *app.warning]
    return [element.value for element in elements if element.value not in titles_of_sources(app)]


def network(app) -> dict[str, list[dict]]:
    chart = pictures(app)[1].proto
    return {part.name: pa.ipc.open_stream(part.data.data).read_all().to_pylist() for part in chart.datasets}


def test_the_answer_says_what_the_worst_spreader_does_and_through_whom(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **REPORTED)
    infection = tables(app)[1]
    worst = infection.iloc[0]
    assert infection["Spreads (% of the system)"].is_monotonic_decreasing
    spreads, low, high = (
        f"{worst[name]:.1f}"
        for name in ("Spreads (% of the system)", "Links a quarter weaker", "Links a quarter stronger")
    )
    said = answered(app)
    graded = tables(app)[0]["Grade (1–4)"].str[-1].astype(int)
    high_grades = f"#### {(graded >= 3).sum()} of 8 banks are at grade 3 or 4."
    lost = f"Lost trust in {worst['Bank shocked']} would bring others {spreads} points"
    assert said.startswith(f"{high_grades} {lost}")
    assert f"({low} to {high}), most through " in said


@pytest.mark.parametrize(
    "shocked", one_in(3, ["amandier", "caravane", "cedre", "noria", "detroit", "safran"])
)
def test_the_answer_is_read_at_a_glance(shocked: str) -> None:
    page = value(shocked_bank=shocked)
    assert len(page.answer.sentence.split()) <= 30
    spread = page.metrics[0]
    assert spread.low <= spread.value <= spread.high
    # A mean over all, the shocked bank's own in it: no share of the system.
    assert "la tension moyenne du système, la sienne comprise, serait" in page.answer.more


def test_each_bank_leads_to_its_scores() -> None:
    page = value(risk="legal", month="2026-10")
    assert page.table("banks").opens[0].changes["bank"] == "cedre"
    assert {where.slug for where in page.picture.opens.values()} == {"risk-scores"}
    assert all(where.changes["risk"] == "legal" for where in page.picture.opens.values())


def test_a_link_to_one_of_the_parts_below_opens_it_first() -> None:
    assert value(supervision_detail="gaps").details[0].name == "gaps"
    assert value(supervision_detail="beyond").details[0].name == "system"
    assert value().details[0].name == "network"


def test_every_bank_has_an_interval_a_grade_and_a_rank_interval(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **REPORTED)
    banks = tables(app)[0]
    assert len(banks) == 8
    assert banks["Score (0–100)"].is_monotonic_decreasing
    assert (banks["Low"] <= banks["Score (0–100)"]).all()
    assert (banks["Score (0–100)"] <= banks["High"]).all()
    ends = banks["Rank interval"].str.extract(r"(\d+) to (\d+)").astype(int)
    assert (ends[0] <= banks["Rank, 1 least risky"]).all()
    assert (banks["Rank, 1 least risky"] <= ends[1]).all()
    flagged = banks[banks["Red flag"] == "yes"]
    assert list(flagged["Bank"]) == ["Banque du Détroit"]
    assert (flagged["Grade (1–4)"].str[-1].astype(int) >= 3).all()


def test_without_trust_links_nothing_passes_on(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **REPORTED)
    app.select_slider(key="control trust_links").set_value(0.0).run()
    assert "would pass nothing on to other banks" in answered(app)
    assert app.query_params["links"] == "0"
    assert any(sentence.startswith("No link between banks is in force") for sentence in sentences(app))
    infection = tables(app)[1]
    assert infection.select_dtypes("float").to_numpy().sum() == 0


def test_where_no_link_is_loaded_what_would_pass_on_is_not_known() -> None:
    unlinked = without("unlinked", ["bank_link"])
    with speaking("en"):
        found = supervision.content(Reader(unlinked, Scenario()).change(**REPORTED))
    assert isinstance(found, Content)
    assert "no link between banks is loaded" in found.answer.sentence
    assert {metric.code: metric.value for metric in found.metrics}["system-spread"] is None


def test_stronger_links_never_spread_less(open_page: Opener) -> None:
    spread = []
    for links in ("0.5", "1", "2", "4"):
        infection = tables(open_page(SCRIPT, "en", links=links, **REPORTED))[1].set_index("Bank shocked")
        spread.append(infection["Spreads (% of the system)"].sort_index())
    for weaker, stronger in pairwise(spread):
        assert (stronger >= weaker).all()


def test_the_bank_shocked_stands_in_answer_network_and_link(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **REPORTED)
    app.selectbox(key="control shocked_bank").set_value("noria").run()
    assert ". Lost trust in Banque Noria " in answered(app)
    assert app.query_params["shocked"] == "noria"
    nodes = {node["bank"]: node for node in network(app)["nodes"]}
    assert [bank for bank, node in nodes.items() if node["shocked"]] == ["noria"]
    assert nodes["noria"]["stress"] == 100
    infection = tables(app)[1].set_index("Bank shocked")
    reached = infection.loc["Banque Noria", "Reaches Banque Caravane (%)"]
    assert nodes["caravane"]["stress"] == pytest.approx(reached)


def test_a_smaller_shock_is_a_smaller_part_of_the_system(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", shocked="zellige", **REPORTED)
    app.select_slider(key="control shock_size").set_value(0.3).run()
    assert "30 % de la confiance" in value(shocked_bank="zellige", shock_size=0.3).answer.more.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    nodes = {node["bank"]: node for node in network(app)["nodes"]}
    # What Banque Zellige loses comes back to it in part, through its sister bank.
    echo = tables(app)[1].set_index("Bank shocked").loc["Banque Zellige", "Reaches Banque Zellige (%)"]
    assert nodes["zellige"]["stress"] == pytest.approx(30 + echo)
    assert 0 < echo < 3


def test_links_on_the_chart_are_those_recorded(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", part="links", **REPORTED)
    recorded = table_with(app, "Stress passed on (%)")
    drawn = pd.DataFrame(network(app)["links"]).drop_duplicates("link")
    assert sorted(drawn["strength"]) == pytest.approx(sorted(recorded["Stress passed on (%)"]))
    assert set(zip(drawn["source"], drawn["target"], strict=True)) == set(
        zip(recorded["From"], recorded["To"], strict=True)
    )


def test_the_risk_chosen_orders_the_banks(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **REPORTED)
    app.selectbox(key="control risk").set_value("legal").run()
    assert pictures(app)[0].proto.alt.startswith("Crédit Cèdre")
    assert tables(app)[0]["Bank"].iloc[0] == "Crédit Cèdre"
    system = table_with(app, "Worst bank").set_index("Risk")
    assert system.loc["Legal", "Worst bank"] == "Crédit Cèdre"
    assert f"legal risk is {system.loc['Legal', 'Mean score']:.1f} on average" in " ".join(sentences(app))


def test_grades_over_all_banks_count_every_bank(open_page: Opener) -> None:
    system = table_with(open_page(SCRIPT, "en", **REPORTED), "Worst bank")
    assert list(system["Risk"]) == ["Operational", "Regulatory", "Legal", "Reputational", "Overall"]
    assert (system.filter(like="Banks at").sum(axis=1) == 8).all()
    assert (system["Best"] <= system["Mean score"]).all()
    assert (system["Mean score"] <= system["Worst"]).all()


def test_what_the_supervisor_supplies_enters_the_figure(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", part="tools", **REPORTED)
    before = table_with(app, "Measure").set_index("Measure")
    assert pd.isna(before.loc["age of the rules", "Score (0–100)"])
    assert list(before.loc["age of the rules", ["Low", "High"]]) == [0, 100]
    assert any("whatever they are: age of the rules" in text for text in sentences(app))
    chart = next(chart for chart in app.get("vega_lite_chart") if "measures" in chart.proto.alt).proto
    assert "on 2 of 3 measures" in chart.alt
    assert "Adaptation (2 of 3 known)" in chart.spec
    app.text_input(key="control rules_age").set_value("2").run()
    after = table_with(app, "Measure").set_index("Measure")
    assert after.loc["age of the rules", "Score (0–100)"] < 50
    assert after.loc["age of the rules", "Known"] == "1/1"
    assert app.query_params["age"] == "2"


def test_a_measure_that_cannot_be_read_is_said_and_changes_nothing(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", part="tools", **REPORTED)
    app.text_input(key="control rules_age").set_value("-3").run()
    assert any(text.startswith("“-3” cannot be read or is out of bounds") for text in sentences(app))
    assert "age" not in app.query_params
    assert pd.isna(table_with(app, "Measure").set_index("Measure").loc["age of the rules", "Score (0–100)"])


def test_all_fourteen_principles_stand_with_those_no_indicator_speaks_of(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", part="principles", **REPORTED)
    matrix = table_with(app, "Principle")
    assert [name.split(" · ")[0] for name in matrix["Principle"]] == [f"P{n}" for n in range(1, 15)]
    silent = matrix["Indicators"] == "none: assess it by other evidence"
    assert f"indicators speak of {14 - silent.sum()} of 14 principles" in " ".join(sentences(app))
    assert (matrix.loc[silent].iloc[:, 2:] == "–").all(axis=None)
    assert not (matrix.loc[~silent].iloc[:, 2:] == "–").any(axis=None)


def test_spill_over_adds_shares_of_other_risks_and_never_lowers_a_score(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", part="spill_over", **REPORTED)
    pairs, banks = (table_with(app, name) for name in ("Share added (%), convention C", "Overall before"))
    assert list(pairs["Share added (%), convention C"]) == pytest.approx([30, 20, 20, 10])
    assert (banks["Overall with spill-over"] >= banks["Overall before"]).all()
    for name in (
        "spill_operational_reputational",
        "spill_legal_reputational",
        "spill_regulatory_legal",
        "spill_operational_regulatory",
    ):
        app.select_slider(key=f"control {name}").set_value(0.0).run()
    banks = table_with(app, "Overall before")
    assert list(banks["Overall with spill-over"]) == pytest.approx(list(banks["Overall before"]))
    assert any("overall scores rise by 0.0 to 0.0 points" in text for text in sentences(app))
    assert {app.query_params[name] for name in ("sor", "slr", "srl", "sog")} == {"0"}


def test_gaps_name_bank_indicator_and_what_they_leave_open(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", part="gaps", **REPORTED)
    gaps, banks = table_with(app, "Months without a report"), tables(app)[0].set_index("Bank")
    column = "Leaves open (points of the overall score)"
    assert gaps[column].is_monotonic_decreasing
    assert (gaps[column] > 0).all()
    assert f"{len(gaps)} indicators were not reported" in " ".join(sentences(app))
    for bank, missing in gaps.groupby("Bank").size().items():
        seen, every = banks.loc[bank, "Indicators observed"].split("/")
        assert int(every) - int(seen) == missing


@pytest.mark.parametrize("part", ["system", "tools", "principles", "spill_over", "gaps", "links"])
def test_each_part_is_described_and_speaks_french(open_page: Opener, part) -> None:
    app = open_page(SCRIPT, "fr", part=part)
    assert not app.exception
    assert not app.error
    english = {text for text in sentences(open_page(SCRIPT, "en", part=part)) if len(text.split()) > 4}
    assert not english & set(sentences(app))
    assert all(table.proto.alt for table in app.dataframe)


def test_an_unknown_bank_and_a_month_to_come_are_said_not_to_exist(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", shocked="atlantis", month="2031-01")
    assert not app.exception
    assert "“atlantis” is not to be had here." in sentences(app)
    assert "“2031-01” is not to be had here." in sentences(app)
    assert app.selectbox(key="control month").value == "2026-10"


@pytest.mark.parametrize(("name", "text"), [("links", "9"), ("shock", "0"), ("sor", "-1"), ("age", "100")])
def test_figures_out_of_bounds_are_refused_in_a_sentence(open_page: Opener, name, text) -> None:
    app = open_page(SCRIPT, "en", **{name: text})
    assert not app.exception
    assert any(f"“{name} = {text}”" in warning.value for warning in app.warning)


def test_the_first_month_has_an_answer_too(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", **REPORTED)
    first = pd.Timestamp(f"1 {app.selectbox(key='control month').options[-1]}")
    early = open_page(SCRIPT, "en", month=f"{first:%Y-%m}", part="gaps")
    assert not early.exception
    assert early.selectbox(key="control month").value == f"{first:%Y-%m}"
    assert "points of stress" in answered(early)


def test_the_same_link_gives_the_same_figures(open_page: Opener) -> None:
    query = {"shocked": "caravane", "links": "1.5", "shock": "0.5", "risk": "legal", "part": "system"}
    one, other = (open_page(SCRIPT, "fr", **query, **REPORTED) for _ in range(2))
    assert answered(one) == answered(other)
    for left, right in zip(tables(one), tables(other), strict=True):
        pd.testing.assert_frame_equal(left, right)


def test_the_picture_says_whom_the_shock_reaches() -> None:
    with speaking("en"):
        picture = value(shocked_bank="safran").picture
        assert picture is not None
        assert "Safran Banque: shocked" in picture.alt_text
        assert "Banque Zellige: stress +14.1%" in picture.alt_text
        halved = value(shocked_bank="safran", shock_size=0.5).picture
        assert halved is not None
        assert "Banque Zellige: stress +14.1%" not in halved.alt_text, "what is beside the picture changes it"
