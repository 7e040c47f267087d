"""A bank that has loaded 8 of 34 indicators, as every page that shows a score speaks of it."""

import re
from dataclasses import replace

import pandas as pd
import pytest

from analytics.risk.catalogue import of_banks
from analytics.scenario import Scenario
from data.build import build_workspace
from data.snapshots import current
from studies import chain, core
from studies.risk import supervision as reads
from ui import link
from ui.charts import risk as charts
from ui.marketing import funding
from ui.registry import entry
from ui.report import annex, sections_events, sections_risk
from ui.report.chosen import Asked
from ui.views import (
    comparison,
    risk,
    risk_drivers,
    risk_measured,
    risk_moves,
    risk_rules,
    risk_supervision,
    risk_supervision_tables,
    story_screens,
)
from ui.views.scenario_results import results

VALUES = {"O1": 1.5, "O2": 0.7, "O4": 0.03, "O10": 30, "R2": 1, "R7": 1, "P2": 3, "P5": 4.0}
BANK = {"bank": "neuve", "name": "Banque Neuve", "country": "MAR", "size": "medium"}
ASKED = Asked("neuve", "Banque Neuve")
MONTHS = pd.date_range("2025-11-01", periods=12, freq="MS")


def rows(months=MONTHS, values=VALUES, bank="neuve"):
    return [
        {
            "bank": bank,
            "indicator": code,
            "month": month,
            "value": value,
            "missing_reason": None,
            "withdrawn": False,
            "source": "own_file",
            "kind": "observed",
        }
        for month in months
        for code, value in values.items()
    ]


def workspace(name, observed, *more):
    banks = [BANK | {"source": "own_file", "kind": "observed"}, *more]
    build_workspace(name, {"bank": pd.DataFrame(banks), "risk_observation": pd.DataFrame(observed)})
    return current(name)


@pytest.fixture
def ask(demo_home, monkeypatch):
    """Show a workspace under some assumptions, in English unless asked otherwise."""
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))

    def shown(snapshot, language="en", **chosen):
        scenario = Scenario().change(**({"bank": "neuve"} | chosen))
        monkeypatch.setattr(link, "shown", lambda: snapshot)
        monkeypatch.setattr(link, "scenario", lambda: scenario)
        for module in ("ui.words", "ui.views.risk", "ui.views.risk_measured", "ui.report.annex"):
            monkeypatch.setattr(f"{module}.language", lambda: language)
        return scenario

    return shown


@pytest.fixture
def eight(demo_home, monkeypatch):
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    return workspace("huit", rows())


def view(which="overall"):
    return risk.bank_risks("neuve", "2026-10", which)


def test_the_overview_says_8_of_34_and_names_an_indicator_that_is_reported(ask, eight) -> None:
    ask(eight)
    said = risk.worry_sentence(view(), "Banque Neuve")
    assert "reports 8 of 34 indicators, too few for a grade" in said
    mend = re.search(r"First to mend: (.*)\.", said).group(1)
    assert mend == "Capacity left at peak (30.0\N{NO-BREAK SPACE}% of capacity)"
    assert "not reported" not in said
    gaps = risk.gap_sentence(view())
    assert "No grade and no rank: 77% of the weight has never been reported" in gaps
    assert "26 indicators are to be reported" in gaps
    table = risk_measured.gap_table("neuve", "2026-10")
    assert len(table) == 26
    assert not set(table["Id"]) & set(VALUES)
    assert (table["Last report"] == "never").all()
    assert view().changes.empty
    assert risk.no_changes(view()) == "No indicator has moved since the month before."


def test_the_scores_page_gives_no_grade_no_rank_no_change_and_wide_bounds(ask, eight) -> None:
    ask(eight)
    said = risk.score_sentence(view(), "overall", "Banque Neuve")
    assert "on 8 of 34 indicators (" in said
    assert "not gradable" in said
    assert not re.search(r"rank|twelve months|grade ", said)
    row = view().risks.set_index("risk").loc["overall"]
    assert row["low"] < 20
    assert row["high"] > 90
    assert "not measured" in risk.score_sentence(view("legal"), "legal", "Banque Neuve")
    table = risk.risk_table(view()).set_index("Risk")
    assert set(table["Grade (1–4)"]) == {"not gradable"}
    assert set(table["Rank, 1 least risky"]) == {"–"}
    assert table.loc["Overall", "Indicators observed"] == "8/34"
    assert view("legal").history.empty
    assert view().history["month"].min() == MONTHS[0]
    assert "twelve months" not in charts.described_history(view().history, what="Overall")


def test_in_french_too(ask, eight) -> None:
    ask(eight, "fr")
    assert "8 des 34 indicateurs" in risk.worry_sentence(view(), "Banque Neuve")
    said = risk.score_sentence(view(), "overall", "Banque Neuve")
    assert "sans note" in said
    assert "8 des 34 indicateurs" in said


def test_drivers_concern_what_is_measured_and_no_step_is_promised(ask, eight) -> None:
    ask(eight)
    found = risk_drivers.bank_drivers("neuve", "Banque Neuve", "2026-10", "overall")
    assert set(found.indicators["indicator"]) == set(VALUES)
    assert found.reachable.empty
    said = risk_drivers.sentence(found)
    assert "8 of 34 indicators" in said
    assert "step" not in said
    assert risk_moves.combination(found, "2026-10") is None
    assert risk_moves.peers(found, "2026-10") == {}
    assert "26 indicators are to be reported" in risk_drivers.caution(found)
    assert "neuve" not in risk_moves.peers(
        risk_drivers.bank_drivers("amandier", "Banque Amandier", "2026-10", "overall"), "2026-10"
    )


def test_the_supervisor_counts_eight_banks_and_the_switch_changes_it_back_and_says_so(ask, eight) -> None:
    ask(eight)
    system = risk_supervision.system("2026-10", "overall", "safran")
    assert "of 8 banks" in risk_supervision.sentence(system)
    assert "1 more reports too little for a grade" in risk_supervision.sentence(system)
    assert "never were and are not measured" in risk_supervision.caution(system)
    assert system.scores["bank"].iloc[-1] == "neuve"
    assert risk_rules.departures() == ""

    ask(eight, never_reported="worst")
    strict = risk_supervision.system("2026-10", "overall", "safran")
    assert "of 9 banks" in risk_supervision.sentence(strict)
    assert "count as worst" in risk_supervision.caution(strict)
    row = view().risks.set_index("risk").loc["overall"]
    assert (row["grade"], row["rank"], row["n_ranked"]) == (4, 9, 9)
    assert row["silence"] > 40
    assert risk_rules.departures().startswith("Strict rule in force")
    mend = re.search(r"First to mend: (.*)\.", risk.worry_sentence(view(), "Banque Neuve")).group(1)
    assert mend.startswith("Capacity left at peak")
    tables = risk_supervision_tables.bank_table(strict).set_index("Bank")
    assert tables.loc["Banque Neuve", "Rank, 1 least risky"] == 9


def test_story_pack_and_scenarios_say_the_same(ask, eight) -> None:
    scenario = ask(eight)
    overall = risk.score_sentence(view(), "overall", "Banque Neuve")
    assert story_screens.SCREENS["5"](ASKED).sentence == overall
    assert "8 of 34" in story_screens.SCREENS["8"](ASKED).sentence
    assert sections_risk.scores(ASKED).sentence == overall
    section = sections_risk.drivers(ASKED)
    assert [table.name for table in section.tables] == ["drivers", "report"]
    assert "too little for a grade" in sections_events.system(ASKED).sentence
    assert "grade" not in results(eight, scenario).figures
    ask(eight, risk="legal")
    assert "not measured" in sections_risk.drivers(ASKED).sentence
    assert "not measured" in sections_risk.scores(ASKED).sentence
    assert [figure.name for figure in sections_risk.scores(ASKED).figures] == ["risks"]


def test_nothing_is_compared_with_a_bank_that_is_not_gradable(ask, eight) -> None:
    ask(eight, bank="safran", beside="neuve")
    beside = comparison.found(entry("risk-scores"))
    assert beside is not None
    assert beside.shared == []
    assert "Not measured alike on both sides: overall risk score" in comparison.sentence(beside)


def test_a_year_earlier_is_compared_only_where_the_same_was_measured(ask) -> None:
    months = pd.date_range("2025-06-01", periods=17, freq="MS")
    every = core_indicators()
    late = {code: value for code, value in every.items() if code != "O1"}
    observed = [*rows(months[:6], late), *rows(months[6:], every)]
    shown = workspace("plein", observed)
    ask(shown, beside="year")
    beside = comparison.found(entry("risk-scores"))
    assert beside is not None
    assert set(beside.shared) == {"regulatory", "legal", "reputational"}
    said = risk.score_sentence(view(), "overall", "Banque Neuve")
    assert f"a year earlier {len(every) - 1} were measured" in said
    assert "points in twelve months" not in said
    legal = risk.score_sentence(view("legal"), "legal", "Banque Neuve")
    assert "0.0 points in twelve months" in legal
    assert "2025-10" not in risk_moves.earlier_months("neuve", "2026-10", "overall")
    assert risk_moves.earlier_months("neuve", "2026-10", "legal")[0] == "2025-10"
    assert view().history["month"].min() == months[0]
    assert "December 2025" in risk.history_note(view())


def test_the_first_month_has_no_change_to_state(ask) -> None:
    ask(workspace("neuf", rows(MONTHS[-1:])))
    assert view().changes.empty
    assert "no change is stated" in risk.no_changes(view())
    assert len(view().history) == 1
    assert view().history["month"].item() == MONTHS[-1]


def core_indicators() -> dict[str, float]:
    """A value in grade 2 for every indicator of a bank's own score."""
    known = of_banks(core.risk_catalogue(current()))
    return dict(zip(known["indicator"], known["knot1"].astype(float), strict=True))


def test_the_supervisor_and_the_peers_move_no_score_of_a_bank(ask) -> None:
    every = core_indicators()
    of_system = {"R8": 60, "R9": 0.5, "P8": 0.4}
    with_them = workspace("systeme", [*rows(values=every), *rows(values=of_system)])
    ask(with_them)
    loaded = view().risks.set_index("risk")
    here = reads.beyond_the_bank(with_them, "2026-10", 2.0)
    own = here[here["bank"] == "neuve"].set_index("indicator")
    assert own["value"].to_dict() == pytest.approx(of_system)
    assert (own["score"] > 75).all()
    tools = reads.tools(with_them, "2026-10", 2.0, ()).measures.set_index("measure")
    assert tools.loc["R9", "n_reported"] == 9
    system = risk_supervision.system("2026-10", "overall", "safran")
    shown = risk_supervision_tables.detail("beyond", system).table
    assert shown.loc[shown["Bank"] == "Banque Neuve", "Indicator"].str[:2].tolist() == ["R8", "R9", "P8"]
    without = workspace("systeme-sans", rows(values=every))
    ask(without)
    alone = view().risks.set_index("risk")
    for column in ("score", "grade", "low", "high", "n_indicators", "coverage"):
        assert loaded[column].to_dict() == pytest.approx(alone[column].to_dict())
    assert loaded.loc["overall", "n_indicators"] == 34


def test_the_letters_of_a_cut_say_that_a_trigger_is_no_limit(ask, eight) -> None:
    ask(eight)
    table = risk.indicator_table(view(), "overall").set_index("Id")
    assert table.loc["O2", "Source and use of the cuts"] == "C–C / C–C / V–C"
    assert "trigger" in table.loc["O2", "What the source sets the cuts for"]
    assert table.loc["L5", "Source and use of the cuts"] == "V–S / V–S / C–C"
    cuts = annex.thresholds().set_index("Id")
    assert cuts.loc["P4", "Cuts of the grades"] == "2 (C–C) / 5 (C–C) / 10 (V–C)"
    assert "trigger" in cuts.loc["P4", "Source"]
    assert not set(cuts.index) & {"R8", "R9", "P8"}
    ask(eight, "fr")
    assert "limite de risque" in risk.indicator_table(view(), "overall").iloc[:, -2].str.cat()


def test_trust_is_not_taken_from_a_year_that_nobody_observed(ask, eight) -> None:
    scenario = ask(eight, trust_case="year_ago")
    settings = chain.LeverSettings.of(scenario)
    shift = chain.trust_shift(eight, "neuve", 5, settings)
    assert not shift.known
    assert set(shift.months) == {shift.today}
    best = chain.trust_shift(eight, "neuve", 5, replace(settings, trust_case="best"))
    assert best.subject in set(core.banks(current())["bank"])

    path = chain.adoption_path(current(), "safran", 5, 0.8, settings)
    unknown = replace(path, trust=shift)
    assert "No score of a year ago" in funding.trust_words(link.reader(), unknown, "year_ago")
    assert "No score of a year ago" not in funding.trust_words(link.reader(), path, "year_ago")


def test_a_bank_that_stopped_reporting_keeps_its_score_and_says_what_silence_adds(ask, demo_home) -> None:
    ask(current(), bank="cedre")
    found = risk.bank_risks("cedre", "2026-10", "legal")
    row = found.risks.set_index("risk").loc["legal"]
    assert row["score"] == pytest.approx(62.859543, abs=1e-5)
    assert row["grade"] == 3
    assert "for silence" in risk.caution(found, "legal")
    said = risk.score_sentence(found, "legal", "Crédit Cèdre")
    assert "of them for silence" in said
    assert re.search(r"63 out of 100, \d+ as last reported and \d+ for silence", said)
    assert "or worse" in said
    assert "Not gradable on what is observed: only 33%" in risk.caution(found, "legal")
    table = risk.risk_table(found).set_index("Risk")
    assert table.loc["Legal", "On what is observed"].startswith("not gradable: ")
    assert table.loc["Overall", "On what is observed"] == "gradable"
    parts = table.loc["Legal", ["As last reported (0–100)", "Points for silence"]].sum()
    assert parts == pytest.approx(row["score"], abs=0.11)
    assert row["rank_low"] < row["rank"] <= row["rank_high"]
    assert row["low"] <= row["certain_low"]
    assert row["high"] >= row["certain_high"]
    assert not row["robust"]
    drivers = risk_drivers.bank_drivers("cedre", "Crédit Cèdre", "2026-10", "legal")
    assert set(drivers.reachable["status"]) <= {"observed"}
    bought = risk_moves.combination(drivers, "2026-10")
    silent = set(drivers.indicators.loc[drivers.indicators["status"] == "missing", "indicator"])
    assert not silent & set(bought.table["indicator"])
    assert set(risk_measured.gap_table("cedre", "2026-10", "legal")["Id"]) == silent
    assert not set(found.changes["label"].str.split(" · ").str[0]) & silent
