"""The losses page: what a year costs and how sure that is, what the controls change, what it refuses."""

import re
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from analytics.risk.losses import Poisson, compound_loss, simulate_annual_losses
from data.build import build_workspace
from data.ingest import validate_frame
from studies.risk import losses as risk_losses
from tests.pages.conftest import Opener, pictures, value
from tests.pages.seen import answered
from ui import link
from ui.content import Chart, Content, Note, Table
from ui.refusal import Refusal

SCRIPT = "risk_losses.py"
SLUG = "risk-losses"
QUANTILES, LAWS, BEYOND, RARE, SHORTCUTS = "quantiles", "laws", "beyond", "laws-beyond", "shortcuts"
FIT, CONTROLS, CAPITAL, TYPES = "fit", "controls", "capital", "types"
LOSS_SIZES = np.array([90_000.0, 240_000.0, 1_300_000.0])


def page(app) -> Content:
    """What the page at the address of ``app`` is as a value, behind every tab."""
    query = {name: str(text) for name, text in app.query_params.items()}
    return value(SLUG, query.pop("lang"), **query)


def tables(app) -> dict[str, pd.DataFrame]:
    return {part.name: part.frame for part in page(app).parts() if isinstance(part, Table)}


def sentences(app) -> list[str]:
    shown = [element.value for element in [*app.markdown, *app.caption, *app.info, *app.warning]]
    parts = page(app).parts()
    shown += [part.sentence for part in parts if isinstance(part, Note)]
    return [*shown, *(part.note for part in parts if isinstance(part, Chart))]


@pytest.fixture
def own_bank() -> Callable[..., None]:
    """A workspace of one's own with a bank that has so many loss events."""

    def build(workspace: str, amounts: np.ndarray, first_day: str = "2025-03-10") -> None:
        days = pd.date_range(first_day, periods=len(amounts), freq="20D")
        events = pd.DataFrame(
            {
                "bank": "mine",
                "event": [f"P-{i}" for i in range(len(amounts))],
                "event_type": "external_fraud",
                "occurred_on": days,
                "gross_amount": amounts,
                "recovery_amount": 0.0,
                "currency": "MAD",
            }
        )
        bank = pd.DataFrame({"bank": ["mine"], "name": ["Ma banque"], "size": ["small"]})
        build_workspace(workspace, {"bank": bank, "loss_event": events})

    return build


def test_the_answer_is_the_range_over_laws_at_the_year_that_the_record_carries(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige")
    quantiles, laws, capital = tables(app)[QUANTILES], tables(app)[LAWS], tables(app)[CAPITAL]
    rarest = quantiles.iloc[-1]
    assert rarest["One year in"] == "6"
    low, high = rarest["Range from, MAD million"], rarest["Range to, MAD million"]
    assert f"MAD {low:,.1f} to {high:,.1f} million or more one year in 6." in answered(app)
    inside = laws[laws["In the range"].str.startswith("yes")]
    assert inside["Low"].min() == low
    assert inside["High"].max() == high
    assert (inside["One year in 6, MAD million"].between(low, high)).all()
    in_force = capital[capital["In force"] == "yes"].iloc[0]
    assert in_force["Approach"] == "Morocco, basic indicator"
    capital_asked = f"MAD {in_force['Capital, MAD million']:,.0f} million"
    assert f"It takes {capital_asked} of capital." in answered(app)
    assert capital_asked in page(app).answer.more


@pytest.mark.parametrize("bank", ["amandier", "caravane"])
def test_no_law_at_a_rarer_year_than_the_record_carries_is_a_headline(open_page: Opener, bank: str) -> None:
    app = open_page(SCRIPT, "en", bank=bank)
    assert "1,000" not in answered(app)
    carried = int(tables(app)[QUANTILES]["One year in"].iloc[-1])
    beyond = tables(app)[BEYOND]
    assert beyond["One year in"].str.replace(",", "").astype(int).min() > carried
    assert {
        "Illustration: one year in 100, MAD million",
        "Illustration: one year in 1,000, MAD million",
    } <= set(tables(app)[RARE].columns)
    (folded,) = (detail for detail in page(app).details if detail.name == "rarer")
    assert sum(isinstance(part, Table) for part in folded.make()) == 3
    assert "Illustration, one year in 1,000" in pictures(app)[0].proto.alt


def test_every_law_that_was_named_lies_inside_the_illustration(open_page: Opener) -> None:
    """One bank's record allows 12 m by a tail, 34 by a lognormal law, 48 by type in one year of 1,000."""
    app = open_page(SCRIPT, "en", bank="amandier")
    rare = tables(app)[RARE].set_index("Law")["Illustration: one year in 1,000, MAD million"]
    row = tables(app)[BEYOND].iloc[-1]
    for law in (
        "Lognormal",
        "Types apart, correlation 30%",
        "Lognormal with a Pareto tail from quantile 70%",
    ):
        assert row["Range from, MAD million"] <= rare[law] <= row["Range to, MAD million"]
    assert rare["Lognormal"] > 2.0 * rare["Lognormal with a Pareto tail from quantile 70%"]


def test_a_contradicted_law_is_left_out_by_the_rule_that_is_stated(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="oliviers")
    laws = tables(app)[LAWS]
    p = laws["Anderson-Darling, p"].str.extract(r"^([\d.]+)")[0].astype(float)
    left_out = laws["In the range"] == "no: contradicted"
    assert left_out.any()
    assert (p[left_out] <= 0.01).all()
    assert (p[~left_out].dropna() >= 0.01).all()
    note = next(text for text in sentences(app) if "laws stand in the range" in text)
    assert f"{(~left_out).sum()} of {len(laws)} laws" in note
    assert "p-value under 1%" in note


def test_the_year_of_the_page_is_the_year_of_a_simulation(open_page: Opener) -> None:
    open_page(SCRIPT, "en", bank="noria")
    model = risk_losses.loss_model(link.shown(), "noria", "all", "auto", 10.8)
    years = simulate_annual_losses(model.frequency.chosen, model.law, years=200_000, seed=3)
    assert model.quantile(0.99) == pytest.approx(float(np.quantile(years, 0.99)), rel=0.03)
    assert model.mean == pytest.approx(float(years.mean()), rel=0.05)


def test_rarer_years_cost_more_and_the_range_widens(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige")
    rows = pd.concat([tables(app)[QUANTILES], tables(app)[BEYOND]])
    low, high = rows["Range from, MAD million"], rows["Range to, MAD million"]
    assert low.is_monotonic_increasing
    assert high.is_monotonic_increasing
    assert (high / low).is_monotonic_increasing


def test_the_shortcuts_are_shown_as_wrong_with_their_error(open_page: Opener) -> None:
    rows = tables(open_page(SCRIPT, "en", bank="zellige"))[SHORTCUTS]
    for shortcut in ("Frequency × one severity", "One event a year at most"):
        relative = rows[f"{shortcut}, MAD million"] / rows["Law in use, MAD million"] - 1.0
        name = f"Error of {shortcut[0].lower()}{shortcut[1:]}"
        stated = rows[name].str.replace("−", "-").str.rstrip("%").str.replace(",", "").astype(float)
        assert stated.to_numpy() == pytest.approx(100.0 * relative.to_numpy(), abs=0.51)


def test_goodness_of_fit_and_the_starts_threshold_are_shown(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige")
    estimates = set(tables(app)[FIT]["Estimate"])
    assert {"Fit of the tail, Kolmogorov-Smirnov", "Fit of the tail, Anderson-Darling"} <= estimates
    assert "Shape" in page(app).chart("tail").alt_text


def test_controls_are_ranked_by_what_they_return(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="amandier")
    controls = tables(app)[CONTROLS]
    silent = controls[controls["Acts on"] == "no event type named"]
    assert (
        silent[["Saves a year, MAD million", "Expected loss of these types a year, MAD million"]]
        .isna()
        .all(axis=None)
    )
    controls = controls.drop(silent.index)
    saved, cost = controls["Saves a year, MAD million"], controls["Costs a year, MAD million"]
    returns = (saved / cost - 1).to_numpy()
    assert (np.diff(returns) <= 0).all()
    lost = controls["Expected loss of these types a year, MAD million"]
    assert (saved <= lost).all()
    best = controls.iloc[0]["Control"]
    assert any(
        sentence.startswith(f"Best return, if the bank’s ratings hold: {best}.")
        for sentence in sentences(app)
    )


def test_a_control_saves_on_the_types_it_acts_on_and_on_no_other(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="amandier")
    controls, types = tables(app)[CONTROLS].set_index("Control"), tables(app)[TYPES].set_index("Event type")
    expected = types["Expected a year, types apart, MAD million"]
    strong = controls.loc["Strong customer authentication"]
    assert strong["Acts on"] == "External fraud"
    lost = strong["Expected loss of these types a year, MAD million"]
    assert lost == pytest.approx(expected["External fraud"], rel=0.01)
    share = float(strong["Of their events it prevents"].removesuffix("%")) / 100
    assert strong["Saves a year, MAD million"] == pytest.approx(share * lost, rel=0.02)
    damage = tables(open_page(SCRIPT, "en", bank="amandier", loss="external_fraud"))[CONTROLS]
    assert "Strong customer authentication" in set(damage["Control"])


def test_three_jurisdictions_stand_side_by_side_in_both_languages(open_page: Opener) -> None:
    english, french = (
        tables(open_page(SCRIPT, language, bank="caravane"))[CAPITAL] for language in ("en", "fr")
    )
    named = " ".join(english["Approach"])
    assert all(jurisdiction in named for jurisdiction in ("Morocco", "Basel", "European Union"))
    assert french.iloc[:, 1].tolist() == pytest.approx(english.iloc[:, 1].tolist())
    assert (english["Risk-weighted assets, MAD million"] / english["Capital, MAD million"]).to_numpy() == (
        pytest.approx(12.5)
    )


def test_another_approach_changes_what_is_said_and_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="caravane")
    before = page(app)
    app.selectbox(key="control capital_approach").set_value("eu_business_indicator").run()
    assert app.query_params["capital"] == "eu_business_indicator"
    after = page(app)
    assert "Capital, European Union, CRR 3" in after.answer.more
    assert "Capital, European Union, CRR 3" in " ".join(sentences(app))
    said = [next(m for m in one.metrics if m.code == "operational_capital").value for one in (before, after)]
    assert said[0] != said[1]


def test_another_type_of_event_changes_the_answer_and_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="safran")
    app.selectbox(key="control loss_type").set_value("external_fraud").run()
    assert "Safran Banque, external fraud" in answered(app)
    assert app.query_params["loss"] == "external_fraud"


def test_a_start_of_the_tail_changes_the_fit_and_the_address(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="safran")
    before = tables(app)[FIT]
    app.selectbox(key="control tail_start").set_value("0.9").run()
    assert app.query_params["tail"] == "0.9"
    assert not tables(app)[FIT].equals(before)


def test_more_dependence_costs_more_up_to_all_types_in_the_same_years(open_page: Opener) -> None:
    def said(rho: str) -> pd.Series:
        laws = tables(open_page(SCRIPT, "en", bank="zellige", rho=rho))[RARE].set_index("Law")
        return laws["Illustration: one year in 1,000, MAD million"].filter(like="Types apart")

    little, much = said("0.1"), said("0.9")
    assert little["Types apart, correlation 10%"] < much["Types apart, correlation 90%"]
    independent, tied, together = little
    assert independent < tied < together
    # Nearly tied as one, the simulated years come to the exact sum within what 50,000 of them tell.
    assert much.iloc[1] == pytest.approx(together, rel=0.05)
    assert little.iloc[0] == much.iloc[0]
    assert little.iloc[2] == much.iloc[2]


def test_a_higher_confidence_level_widens_every_interval(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige")
    narrow = tables(app)[LAWS].head(4)
    app.select_slider(key="control level").set_value(0.95).run()
    wide = tables(app)[LAWS].head(4)
    assert (wide["High"] > narrow["High"]).all()
    assert (wide["Low"] < narrow["Low"]).all()
    assert any("95% interval" in text for text in sentences(app))


def test_controls_without_event_types_still_load_and_state_no_return(open_page: Opener) -> None:
    days = pd.date_range("2024-01-10", periods=30, freq="20D")
    events = pd.DataFrame({"bank": "mine", "event": [f"P-{i}" for i in range(30)], "occurred_on": days})
    events = events.assign(
        event_type=["external_fraud", "physical_damage"] * 15,
        gross_amount=np.geomspace(1e4, 1e6, 30),
        recovery_amount=0.0,
        currency="MAD",
    )
    old = {"control": "mfa", "risk": "operational", "name": "MFA", "coverage": 0.8, "annual_cost_mad": 1e5}
    control = pd.DataFrame([old | {"bank": "mine", "effectiveness_mean": 0.85, "effectiveness_sd": 0.1}])
    bank = pd.DataFrame({"bank": ["mine"], "name": ["Ma banque"], "size": ["small"]})
    build_workspace("controls-old", {"bank": bank, "loss_event": events, "control": control})
    app = open_page(SCRIPT, "en", w="controls-old", bank="mine")
    assert not app.exception
    row = tables(app)[CONTROLS].iloc[0]
    assert (row["Acts on"], row["Return on cost"]) == ("no event type named", "–")
    assert any(text.startswith("No return is stated") for text in sentences(app))
    named = control.assign(event_types="external_fraud")
    build_workspace("controls-new", {"bank": bank, "loss_event": events, "control": named})
    app = open_page(SCRIPT, "en", w="controls-new", bank="mine")
    row = tables(app)[CONTROLS].iloc[0]
    assert 0 < row["Saves a year, MAD million"] < row["Expected loss of these types a year, MAD million"]


def test_no_event_is_said_and_not_made_up(open_page: Opener, own_bank) -> None:
    own_bank("losses-none", np.array([]))
    app = open_page(SCRIPT, "en", w="losses-none", bank="mine")
    assert not app.exception
    assert "Ma banque: no loss event is recorded, so no cost can be fitted." in answered(app)
    assert any("Two events are the least" in sentence for sentence in sentences(app))


def test_one_event_gives_the_rates_it_leaves_possible(open_page: Opener, own_bank) -> None:
    own_bank("losses-one", LOSS_SIZES[:1])
    app = open_page(SCRIPT, "en", w="losses-one", bank="mine")
    assert not app.exception
    # Garwood's interval of one event in the 20 months from March 2025 to October 2026, at 80 %.
    assert "1 loss event in 1.7 years, too few to fit a cost; 0.1 to 2.3 events a year remain" in answered(
        app
    )


def test_three_events_are_one_lognormal_with_a_warning(open_page: Opener, own_bank) -> None:
    own_bank("losses-three", LOSS_SIZES)
    app = open_page(SCRIPT, "en", w="losses-three", bank="mine")
    assert not app.exception
    said = sentences(app)
    assert any("Only 3 loss events: read the interval before the value." in text for text in said)
    assert any("one lognormal law describes them all" in text for text in said)
    assert "three consecutive years of accounts are needed" in page(app).answer.more
    assert "The record is too short to say what a rarer year costs" in answered(app)
    assert any("carries no rare year" in text for text in said)


def test_events_all_alike_cannot_be_fitted_and_that_is_said(open_page: Opener, own_bank) -> None:
    own_bank("losses-alike", np.full(5, 50_000.0))
    app = open_page(SCRIPT, "en", w="losses-alike", bank="mine")
    assert not app.exception
    assert "no law can be fitted to these 5 losses" in answered(app)


def test_events_of_the_future_are_left_out_aloud(open_page: Opener, own_bank) -> None:
    own_bank("losses-future", LOSS_SIZES, first_day="2027-01-05")
    app = open_page(SCRIPT, "en", w="losses-future", bank="mine")
    assert not app.exception
    assert any("3 events are dated after the data’s last day" in sentence for sentence in sentences(app))


def test_a_negative_loss_never_gets_past_the_import(open_page: Opener) -> None:
    rows = pd.DataFrame(
        {
            "bank": ["amandier"],
            "event": ["P-1"],
            "event_type": ["external_fraud"],
            "occurred_on": ["2026-03-14"],
            "gross_amount": ["-185000"],
        }
    )
    report = validate_frame(rows, table="loss_event")
    assert any(problem.column == "gross_amount" for problem in report.problems)


def test_an_unknown_bank_and_a_wrong_type_are_said_not_to_exist(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="nowhere", loss="earthquake", rho="4")
    assert not app.exception
    said = " ".join(sentences(app))
    for wanted in ("nowhere", "earthquake", "rho = 4"):
        assert wanted in said


def test_the_reference_case_of_the_page() -> None:
    from analytics.risk.losses import compound_pmf

    assert compound_pmf(Poisson(2.0), {"1": 0.5, "2": 0.3, "3": 0.2}).quantile(0.95) == 8.0
    assert compound_loss(Poisson(0.0), risk_losses.Lognormal(1.0, 1.0).distribution).quantile(0.999) == 0.0


def test_the_same_link_gives_the_same_figures(open_page: Opener) -> None:
    query = {"bank": "oliviers", "loss": "all", "tail": "0.7", "rho": "0.5", "level": "0.9"}
    one, other = (open_page(SCRIPT, "fr", **query) for _ in range(2))
    assert answered(one) == answered(other)
    for left, right in zip(tables(one).values(), tables(other).values(), strict=True):
        pd.testing.assert_frame_equal(left, right)


def test_the_losses_that_enter_basels_component_are_asked_and_said(open_page: Opener) -> None:
    app = open_page(SCRIPT, "en", bank="zellige")
    note = page(app).chart("capital").note
    assert "Basel’s loss component" in note
    assert "losses of EUR 20,000 or more after recoveries, by date of accounting" in note
    app.selectbox(key="control loss_scope").set_value("e_banking").run()
    approaches = tables(app)[CAPITAL]["Approach"].tolist()
    assert "Basel, where the supervisor admits losses in bucket 1" not in approaches
    assert "Morocco, basic indicator" in approaches
    assert any("no multiplier from losses is stated" in text for text in sentences(app))
    app.selectbox(key="control capital_approach").set_value("basel_standardised").run()
    assert "not stated, as losses of electronic channels alone" in page(app).answer.more


def test_a_higher_threshold_for_capital_leaves_losses_out_in_the_upper_buckets_only(
    open_page: Opener,
) -> None:
    def note(bank: str, **query: str) -> str:
        app = open_page(SCRIPT, "en", bank=bank, **query)
        return page(app).chart("capital").note

    usual, higher = note("zellige"), note("zellige", lossmin="100000")
    assert "bucket 2" in usual
    assert "from 131 losses of EUR 20,000" in usual
    counted = re.search(r"from (\d+) losses of EUR 100,000", higher)
    assert int(counted[1]) < 131
    small = note("oliviers", lossmin="100000")
    assert small == note("oliviers") + " A higher threshold is open to buckets 2 and 3 only."


@pytest.mark.parametrize("language", ["en", "fr"])
def test_the_losses_answer_is_read_in_a_glance(language: str) -> None:
    for bank in ("amandier", "caravane", "zellige", "noria"):
        for kind in ("all", "disruption_system_failure"):
            said = value(SLUG, language, bank=bank, loss=kind).answer.sentence
            assert len(re.findall(r"[^\W_][\w’:,.-]*", said)) <= 30
            assert said.count(". ") <= 1


def test_the_middle_law_stands_within_the_range_and_years_come_in_their_order() -> None:
    shown = value(SLUG, "en", bank="zellige")
    metrics = {metric.code: metric for metric in shown.metrics}
    rare, year = metrics["rare_year"], metrics["loss_a_year"]
    assert rare.low < rare.value < rare.high
    assert len(year.spark) == 6
    assert year.change == pytest.approx(year.spark[-1] - year.spark[-2])
    assert sum(year.spark) / 6 == pytest.approx(year.value, rel=0.05)


def test_paper_gets_no_losses_without_a_law_and_is_told_what_would_mend_it(
    open_page: Opener, own_bank
) -> None:
    own_bank("losses-paper", LOSS_SIZES[:1])
    board = value(SLUG, "en", w="losses-paper", bank="mine").board
    assert isinstance(board, Refusal)
    assert board.tables == ("loss_event", "financial_statement")
