"""A bank that has loaded 8 of 34 indicators, as every page that shows a score speaks of it."""

import re
from contextlib import ExitStack
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
from ui.outlets import comparison
from ui.reader import Reader
from ui.refusal import Refused
from ui.registry import entry
from ui.report import annex, gather
from ui.report.chosen import Asked
from ui.risk import bank, drivers, measured, moves, supervision, system
from ui.risk.rules import departures
from ui.views import story_screens
from ui.words import speaking
from ui.workbench.scenarios import results

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
        asked = Reader(snapshot, Scenario()).change(**({"bank": "neuve"} | chosen))
        monkeypatch.setattr(link, "shown", lambda: snapshot)
        monkeypatch.setattr(link, "scenario", lambda: asked.scenario)
        monkeypatch.setattr(link, "display", lambda: asked.display)
        spoken.enter_context(speaking(language))
        return asked.scenario

    with ExitStack() as spoken:
        yield shown


@pytest.fixture
def eight(demo_home, monkeypatch):
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    return workspace("huit", rows())


def reader() -> Reader:
    return link.reader()


def view(which="overall", code="neuve"):
    return bank.bank_risks(reader(), code, "2026-10", which)


def driven(which="overall", code="neuve"):
    return moves.bank_drivers(reader(), code, "2026-10", which)


def shocked(risk="overall"):
    return system.system(reader(), "2026-10", risk, "safran")


def said_on_the_overview() -> str:
    return f"{bank.worry_sentence(view())} {bank.worry_more(view())}"


def section(slug):
    return gather.SECTIONS[slug](ASKED)


def test_the_overview_says_8_of_34_and_names_an_indicator_that_is_reported(ask, eight) -> None:
    ask(eight)
    said = said_on_the_overview()
    assert "reports 8 of 34 indicators, too few for a grade" in said
    mend = re.search(r"First to mend: (.*)\.", said).group(1)
    assert mend == "Capacity left at peak (30.0% of capacity)"
    assert "not reported" not in said
    gaps = bank.gap_sentence(view())
    assert "No grade and no rank: 77% of the weight has never been reported" in gaps
    assert "26 indicators are to be reported" in gaps
    table = measured.gap_table(reader(), "neuve", "2026-10")
    assert len(table) == 26
    assert not set(table["Id"]) & set(VALUES)
    assert (table["Last report"] == "never").all()
    assert view().changes.empty
    assert bank.no_changes(view()) == "No indicator has moved since the month before."


def test_the_scores_page_gives_no_grade_no_rank_no_change_and_wide_bounds(ask, eight) -> None:
    ask(eight)
    said = bank.score_sentence(view(), "overall")
    assert "on 8 of 34 indicators (" in said
    assert "not gradable" in said
    assert not re.search(r"rank|twelve months|grade ", said)
    row = view().risks.set_index("risk").loc["overall"]
    assert row["low"] < 20
    assert row["high"] > 90
    assert "not measured" in bank.score_sentence(view("legal"), "legal")
    table = bank.risk_table(view()).set_index("Risk")
    assert set(table["Grade (1–4)"]) == {"not gradable"}
    assert set(table["Rank, 1 least risky"]) == {"–"}
    assert table.loc["Overall", "Indicators observed"] == "8/34"
    assert view("legal").history.empty
    assert view().history["month"].min() == MONTHS[0]
    assert "twelve months" not in charts.described_history(view().history, what="Overall")


def test_in_french_too(ask, eight) -> None:
    ask(eight, "fr")
    assert "8 des 34 indicateurs" in said_on_the_overview()
    said = bank.score_sentence(view(), "overall")
    assert "sans note" in said
    assert "8 des 34 indicateurs" in said


def test_drivers_concern_what_is_measured_and_no_step_is_promised(ask, eight) -> None:
    ask(eight)
    found = driven()
    assert set(found.indicators["indicator"]) == set(VALUES)
    assert found.reachable.empty
    said = drivers.sentence(found)
    assert "8 of 34 indicators" in said
    assert "step" not in said
    assert moves.combination(found) is None
    assert moves.peers(reader(), "neuve", "2026-10", "overall") == {}
    assert "26 indicators are to be reported" in drivers.caution(found)
    assert "neuve" not in moves.peers(reader(), "amandier", "2026-10", "overall")


def test_the_supervisor_counts_eight_banks_and_the_switch_changes_it_back_and_says_so(ask, eight) -> None:
    ask(eight)
    seen = shocked()
    assert "of 8 banks" in system.more(seen)
    assert "1 more reports too little for a grade" in system.more(seen)
    assert "never were and are not measured" in system.caution(seen)
    assert seen.scores["bank"].iloc[-1] == "neuve"
    assert departures(link.scenario()) == ""

    ask(eight, never_reported="worst")
    strict = shocked()
    assert "of 9 banks" in system.more(strict)
    assert "count as worst" in system.caution(strict)
    row = view().risks.set_index("risk").loc["overall"]
    assert (row["grade"], row["rank"], row["n_ranked"]) == (4, 9, 9)
    assert row["silence"] > 40
    assert departures(link.scenario()).startswith("Strict rule in force")
    mend = re.search(r"First to mend: (.*)\.", said_on_the_overview()).group(1)
    assert mend.startswith("Capacity left at peak")
    tables = supervision.bank_table(strict).set_index("Bank")
    assert tables.loc["Banque Neuve", "Rank, 1 least risky"] == 9


def test_story_pack_and_scenarios_say_the_same(ask, eight) -> None:
    scenario = ask(eight)
    overall = bank.score_sentence(view(), "overall")
    assert story_screens.SCREENS["5"](ASKED).sentence == overall
    assert "8 of 34" in overall
    with pytest.raises(Refused) as undecided:
        story_screens.SCREENS["8"](ASKED)
    assert undecided.value.refusal.tables
    assert section("risk-scores").sentence == overall
    taken = section("risk-drivers")
    assert [table.name for table in taken.tables] == ["drivers", "report"]
    assert "too little for a grade" in " ".join(section("risk-supervision").notes)
    assert "grade" not in results(Reader(eight, scenario)).figures
    ask(eight, risk="legal")
    assert "not measured" in section("risk-drivers").sentence
    assert "not measured" in section("risk-scores").sentence
    assert [figure.name for figure in section("risk-scores").figures] == ["risks"]


def test_what_one_risk_adds_to_another_leaves_out_the_bank_that_is_not_gradable(ask, eight) -> None:
    ask(eight)
    seen = shocked()
    table = supervision.spilled_table(seen, supervision.spilled(seen))
    assert len(table) == 8
    assert "Banque Neuve" not in set(table["Bank"])


def test_nothing_is_compared_with_a_bank_that_is_not_gradable(ask, eight) -> None:
    ask(eight, bank="neuve", beside="safran")
    beside = comparison.found(entry("risk-scores"))
    assert beside is not None
    assert beside.shared == ["risk-observed"]
    assert "not measured alike on both sides: Overall: score" in comparison.sentence(beside)


def test_a_year_earlier_is_compared_only_where_the_same_was_measured(ask) -> None:
    months = pd.date_range("2025-06-01", periods=17, freq="MS")
    every = core_indicators()
    late = {code: value for code, value in every.items() if code != "O1"}
    observed = [*rows(months[:6], late), *rows(months[6:], every)]
    shown = workspace("plein", observed)
    ask(shown, beside="year")
    beside = comparison.found(entry("risk-scores"))
    assert beside is not None
    assert set(beside.shared) == {"risk-observed"} | {
        f"score-{risk}" for risk in ("regulatory", "legal", "reputational")
    }
    said = bank.score_more(view(), "overall")
    assert f"A year earlier {len(every) - 1} indicators were measured" in said
    assert "points in twelve months" not in said
    legal = bank.score_more(view("legal"), "legal")
    assert "0.0 points in twelve months" in legal
    assert "2025-10" not in moves.earlier_months(reader(), "neuve", "2026-10", "overall")
    assert moves.earlier_months(reader(), "neuve", "2026-10", "legal")[0] == "2025-10"
    assert view().history["month"].min() == months[0]
    assert "December 2025" in bank.history_note(view())


def test_the_first_month_has_no_change_to_state(ask) -> None:
    ask(workspace("neuf", rows(MONTHS[-1:])))
    assert view().changes.empty
    assert "no change is stated" in bank.no_changes(view())
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
    seen = shocked()
    shown = supervision.beyond_table(seen)
    assert shown.loc[shown["Bank"] == "Banque Neuve", "Indicator"].str[:2].tolist() == ["R8", "R9", "P8"]
    without = workspace("systeme-sans", rows(values=every))
    ask(without)
    alone = view().risks.set_index("risk")
    for column in ("score", "grade", "low", "high", "n_indicators", "coverage"):
        assert loaded[column].to_dict() == pytest.approx(alone[column].to_dict())
    assert loaded.loc["overall", "n_indicators"] == 34


def test_the_letters_of_a_cut_say_that_a_trigger_is_no_limit(ask, eight) -> None:
    ask(eight)
    table = bank.indicator_table(view(), "overall").set_index("Id")
    assert table.loc["O2", "Source and use of the cuts"] == "C–C / C–C / V–C"
    assert "trigger" in table.loc["O2", "What the source sets the cuts for"]
    assert table.loc["L5", "Source and use of the cuts"] == "V–S / V–S / C–C"
    cuts = annex.thresholds().set_index("Id")
    assert cuts.loc["P4", "Cuts of the grades"] == "2 (C–C) / 5 (C–C) / 10 (V–C)"
    assert "trigger" in cuts.loc["P4", "Source"]
    assert not set(cuts.index) & {"R8", "R9", "P8"}
    ask(eight, "fr")
    assert "limite de risque" in bank.indicator_table(view(), "overall").iloc[:, -2].str.cat()


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
    found = view("legal", "cedre")
    row = found.risks.set_index("risk").loc["legal"]
    assert row["score"] == pytest.approx(62.859543, abs=1e-5)
    assert row["grade"] == 3
    assert "for silence" in bank.caution(found, "legal")
    assert re.search(r"\d+ points of the score are for silence: as last", bank.caution(found, "legal"))
    assert "of them for silence" in bank.score_more(found, "legal")
    said = bank.score_sentence(found, "legal")
    assert "63 out of 100 (" in said
    assert "or worse" in said
    assert "Not gradable on what is observed: only 33%" in bank.caution(found, "legal")
    table = bank.risk_table(found).set_index("Risk")
    assert table.loc["Legal", "On what is observed"].startswith("not gradable: ")
    assert table.loc["Overall", "On what is observed"] == "gradable"
    parts = table.loc["Legal", ["As last reported (0–100)", "Points for silence"]].sum()
    assert parts == pytest.approx(row["score"], abs=0.11)
    assert row["rank_low"] < row["rank"] <= row["rank_high"]
    assert row["low"] <= row["certain_low"]
    assert row["high"] >= row["certain_high"]
    assert not row["robust"]
    led = driven("legal", "cedre")
    assert set(led.reachable["status"]) <= {"observed"}
    bought = moves.combination(led)
    silent = set(led.indicators.loc[led.indicators["status"] == "missing", "indicator"])
    assert not silent & set(bought.table["indicator"])
    assert set(measured.gap_table(reader(), "cedre", "2026-10", "legal")["Id"]) == silent
    assert not set(found.changes["label"].str.split(" · ").str[0]) & silent
