"""A bank's cost accounting gives the unit costs that one computes by hand; what no ledger has is assumed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from data import ingest
from data.__main__ import main
from data.build import build_base
from data.codes import ASSUMED_FROM_PEERS, FROM_LEDGER
from data.ingest.cost_ledger import Ledger, channel_of, item_of, read_ledger
from data.ingest.ledger_tables import AWAY, Costed, NotUsable, costed, load_ledger, minutes_a_month
from data.ingest.typed import Typed, start
from data.ingest.workspace import loads, stored_tables
from data.snapshots import Snapshot, current
from studies import stand_ins
from studies.channels.costs import bank_costs
from studies.plan.watch import late_tables

FILES = Path(__file__).resolve().parents[1] / "files"
WORKBOOK = "comptabilite_analytique_2025.xlsx"
BANK = "banque-essai"
# (charges of the centre, purchases included) / operations, from the files, by hand.
UNIT_COSTS = {
    WORKBOOK: {"branch": 12_000_000 / 600_000, "atm": 1_850_000 / 1e6, "adviser": 12.0, "mobile": 0.8},
    "charges_par_nature.csv": {"branch": 20.0, "atm": 1.85, "internet": 0.8},
    "cost_centres_by_month.csv": {"branch": 2_312_000 / 102_000, "mobile": 200_500 / 220_000},
}


@pytest.fixture(autouse=True)
def _home(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))


@pytest.fixture
def base() -> Snapshot:
    return build_base()


def _read(name: str) -> Ledger:
    found = read_ledger((FILES / name).read_bytes(), name)
    assert found is not None
    return found


def _load(name: str, workspace: str, base: Snapshot) -> Costed:
    made = costed(_read(name), BANK, base)
    content = (FILES / name).read_bytes()
    load_ledger(made, bank=BANK, name="Banque d’Essai", filename=name, content=content, workspace=workspace)
    return made


@pytest.mark.parametrize("name", UNIT_COSTS)
def test_a_ledger_gives_the_unit_costs_computed_by_hand(name: str, base: Snapshot) -> None:
    made = _load(name, f"essai-{name[:5].replace('_', '-')}", base)
    expected = pytest.approx(UNIT_COSTS[name], rel=1e-9)
    assert made.channels.set_index("channel")["full"].to_dict() == expected
    served = bank_costs(current(f"essai-{name[:5].replace('_', '-')}"), BANK, 1.0, 0.0).by_channel
    assert served.set_index("channel")["full"].to_dict() == pytest.approx(UNIT_COSTS[name], rel=1e-6)


def test_operations_and_costs_of_the_year_add_up_to_the_ledgers(base: Snapshot) -> None:
    tables = costed(_read(WORKBOOK), BANK, base).tables
    counted = tables["channel_activity"].groupby("channel")["count"].sum()
    assert counted.to_dict() == {"adviser": 150_000, "atm": 1_000_000, "branch": 600_000, "mobile": 1_200_000}
    spent = tables["channel_resource"].groupby("channel")["cost_mad"].sum().astype(float)
    assert spent["branch"] == pytest.approx(12_000_000 - 1_200_000)
    assert set(tables["channel_resource"]["month"].dt.strftime("%Y")) == {"2025"}
    assert set(tables["channel_resource"].groupby("channel").size()) == {12}


def test_the_used_cost_is_the_rate_of_assumed_minutes_by_hand(base: Snapshot) -> None:
    made = costed(_read(WORKBOOK), BANK, base)
    branch = made.channels.set_index("channel").loc["branch"]
    # 40 people × 40 h × 52 weeks × 60 minutes × 0.7 of the paid hours.
    assert branch["minutes"] == pytest.approx(40 * 40 * 52 * 60 * 0.7)
    assert (branch["minutes_low"], branch["minutes_high"]) == pytest.approx(
        (40 * 40 * 52 * 60 * 0.6, 40 * 40 * 52 * 60 * 0.8)
    )
    _load(WORKBOOK, "essai-minutes", base)
    row = bank_costs(current("essai-minutes"), BANK, 1.0, 0.0).by_channel.set_index("channel").loc["branch"]
    rate = (12_000_000 - 1_200_000) / branch["minutes"]
    assert row["rate"] == pytest.approx(rate, rel=1e-9)
    assert row["used"] == pytest.approx(rate * branch["per_operation"] + 1_200_000 / 600_000, rel=0.01)


def test_what_is_assumed_is_marked_and_never_more_than_is_supplied(base: Snapshot) -> None:
    made = costed(_read(WORKBOOK), BANK, base)
    assert set(made.tables["service_time"]["kind"]) == {"assumed"}
    for name in ("channel_resource", "channel_activity"):
        assert set(made.tables[name]["kind"]) == {"derived"}
        assert set(made.tables[name]["source"]) == {FROM_LEDGER}
    rows = made.channels
    assert (rows["minutes_low"] <= rows["minutes"]).all()
    assert (rows["minutes"] <= rows["minutes_high"]).all()
    assert (rows["use"] <= 1).all()
    _load(WORKBOOK, "essai-marques", base)
    held = stand_ins.of_bank(current("essai-marques"), BANK)
    assert held.assumed == ("service_time",)
    assert (held.typed, held.loaded) == ((), ())
    assert set(held.costed) == {"channel_activity", "channel_resource"}


def test_few_people_for_many_operations_shorten_the_minutes_and_say_so(base: Snapshot) -> None:
    ledger = _read(WORKBOOK)
    few = ledger.lines["value"].where(ledger.lines["item"] != "staff", 4.0)
    made = costed(Ledger("x", ledger.lines.assign(value=few), ledger.channels), BANK, base)
    branch = made.channels.set_index("channel").loc["branch"]
    assert bool(branch["shortened"])
    assert branch["use"] < 1
    assert branch["full"] == pytest.approx(20.0)


def test_support_centres_and_totals_are_left_out_and_counted(base: Snapshot) -> None:
    ledger = _read(WORKBOOK)
    made = costed(ledger, BANK, base)
    assert made.aside.to_dict("records") == [
        {"centre": "Siège et fonctions support", "amount": 6_300_000.0, "reason": "no_channel"}
    ]
    assert ledger.totals > 0
    assert ledger.differing == ()
    chosen = costed(ledger, BANK, base, {"Siège et fonctions support": "branch"})
    assert chosen.channels.set_index("channel")["full"]["branch"] == pytest.approx(18_300_000 / 600_000)


def test_a_total_that_the_parts_do_not_make_is_told() -> None:
    text = "Centre de coûts;Personnel;Loyers;Total;Opérations\nAgences;100;50;170;10\nGAB;20;10;30;10\n"
    (total,) = read_ledger(text.encode(), "x.csv").differing
    assert (total.label, total.stated, total.added) == ("Agences", 170.0, 150.0)


def test_a_file_without_year_volume_or_channel_says_which(base: Snapshot) -> None:
    text = "Centre;Personnel;Loyers{}\nAgences;100;50{}\nGAB;20;10{}\n"
    undated = read_ledger(text.format(";Opérations", ";10", ";10").encode(), "x.csv")
    for ledger, bank, rule in (
        (undated, BANK, "no_period"),
        (undated.of_year(2025), "", "no_bank"),
        (read_ledger(text.format("", "", "").encode(), "x.csv").of_year(2025), BANK, "no_volume"),
    ):
        with pytest.raises(NotUsable) as refused:
            costed(ledger, bank, base)
        assert refused.value.rule == rule
    none = dict.fromkeys(undated.channels, "")
    with pytest.raises(NotUsable) as refused:
        costed(undated.of_year(2025), BANK, base, none)
    assert refused.value.rule == "no_channel"


def test_operations_of_the_banks_own_file_stay_and_assumed_ones_give_way(base: Snapshot) -> None:
    given = Typed("Banque d’Essai", "MAR", 90_000)
    start(given, "essai-propre")
    code = given.code
    own = pd.DataFrame(
        {
            "bank": code,
            "month": pd.to_datetime(["2025-03-01"]),
            "channel": "branch",
            "service": "balance",
            "count": 777,
        }
    )
    ingest.load(own, table="channel_activity", workspace="essai-propre")
    made = costed(_read(WORKBOOK), code, base)
    load_ledger(made, bank=code, name="x", filename="f", content=b"", workspace="essai-propre")
    held = stored_tables("essai-propre")
    rows = held["channel_activity"]
    march = rows[(rows["channel"] == "branch") & (rows["month"] == pd.Timestamp("2025-03-01"))]
    assert march["count"].tolist() == [777]
    sources = held["channel_resource"].groupby("channel")["source"].unique()
    assert set(sources["branch"]) == {FROM_LEDGER}
    assert set(sources["internet"]) == {ASSUMED_FROM_PEERS}, "the ledger says nothing of it"
    assert loads("essai-propre")[-1]["filename"] == "f"


OTHERS = sorted(path for path in FILES.iterdir() if path.name not in UNIT_COSTS)


@pytest.mark.parametrize("path", OTHERS, ids=lambda path: path.name)
def test_a_file_of_another_table_is_no_ledger(path: Path) -> None:
    assert read_ledger(path.read_bytes(), path.name) is None


def test_words_of_heads_in_both_languages() -> None:
    assert [item_of(x) for x in ("Frais de personnel (kMAD)", "Effectif (ETP)", "Staff costs", "Siège")] == [
        "personnel",
        "staff",
        "personnel",
        "",
    ]
    assert [
        channel_of(x) for x in ("1100 Réseau d'agences", "Contact centre", "Internet et mobile", "IT")
    ] == [
        "branch",
        "adviser",
        "",
        "",
    ]
    assert minutes_a_month(AWAY[1]) == pytest.approx(40 * 52 / 12 * 60 * 0.7)


def test_the_command_line_loads_a_ledger_and_asks_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(FILES / "charges_par_nature.csv")
    assert main(["check", path, "--lang", "en"]) == 2
    assert "--bank" in capsys.readouterr().err
    asked = ["load", path, "--bank", "Banque CLI", "--workspace", "essai-cli", "--lang", "en"]
    assert main(asked) == 0
    told = capsys.readouterr().out
    assert "branch: full cost MAD 20.00" in told
    assert stored_tables("essai-cli")["bank"]["bank"].tolist() == ["banque-cli"]


def test_a_later_ledger_shows_what_it_replaces_before_it_is_loaded(base: Snapshot) -> None:
    made = _load(WORKBOOK, "essai-revise", base)
    assert ingest.foreseen_of_ledger(made, "essai-revise") == {}
    ledger = _read(WORKBOOK)
    twice = ledger.lines["value"].where(ledger.lines["item"] != "personnel", ledger.lines["value"] * 2)
    later = costed(Ledger("x", ledger.lines.assign(value=twice), ledger.channels), BANK, base)
    listed, total = ingest.foreseen_of_ledger(later, "essai-revise")["channel_resource"]
    assert total >= len(listed) > 0
    costs = [each for each in listed if each.column == "total_cost"] or listed
    assert all(each.before != each.after for each in costs)


def test_a_ledger_of_a_year_is_late_a_year_on_and_what_stands_in_never_is(base: Snapshot) -> None:
    made = _load(WORKBOOK, "essai-retard", base)
    tables = {"channel_resource": made.tables["channel_resource"]}
    last = tables["channel_resource"]["month"].max()
    assert late_tables(tables, date(last.year + 1, 12, 31)) == ()
    (told,) = late_tables(tables, date(last.year + 2, 3, 31))
    assert (told.rhythm, told.behind) == (12, 2)
    assumed = made.tables["channel_resource"].assign(source=ASSUMED_FROM_PEERS)
    assert late_tables({"channel_resource": assumed}, date(last.year + 5, 1, 1)) == ()
