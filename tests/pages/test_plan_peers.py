"""Peers: none is named or can be guessed, like with like where there are enough, published figures dated."""

import pytest

from analytics.plan.peers import LEAST
from analytics.scenario import Scenario
from data import queries
from data.snapshots import current
from studies.channels import costs
from studies.plan import peers as reads
from ui.channels import activity
from ui.content import Content
from ui.plan import peers
from ui.reader import Reader
from ui.refusal import Refusal
from ui.words import speaking


def reader(**changes) -> Reader:
    return Reader(current(), Scenario()).change(**({"bank": "caravane"} | changes))


def everything_said(page: Content) -> str:
    parts = [part for detail in page.details for part in detail.make()]
    tables = [*page.picture.figures, *(part for part in parts if hasattr(part, "frame"))]
    return " ".join(
        [page.answer.sentence, page.answer.caution, page.answer.more, page.picture.alt_text]
        + [str(table.written()) for table in tables]
    )


def test_no_other_bank_is_named_anywhere_on_the_page() -> None:
    page = peers.content(reader())
    assert isinstance(page, Content)
    said = everything_said(page)
    names = queries.banks(current()).set_index("bank")["name"]
    assert names["caravane"] in said
    assert not [name for bank, name in names.items() if bank != "caravane" and name in said]


def test_the_bank_itself_is_not_among_its_peers() -> None:
    found = {each.measure.code: each for each in reads.compared(current(), "caravane", "all", 2.0).figures}
    rows = reads.figures(current(), 2.0).drop(index="caravane")
    for code, each in found.items():
        assert each.peers is not None
        assert each.peers.count == rows[code].notna().sum()
        assert each.peers.middle == pytest.approx(rows[code].median())


def test_a_size_class_with_enough_banks_is_taken_and_a_small_one_is_not(monkeypatch, nothing_kept) -> None:
    assert reads.compared(current(), "caravane", "size", 2.0).group == "all"
    rows = queries.banks(current())
    monkeypatch.setattr(reads.queries, "banks", lambda _snapshot: rows.assign(size="medium"))
    found = reads.compared(current(), "amandier", "size", 2.0)
    assert (found.group, found.alike) == ("size", len(rows) - 1)
    with speaking("en"):
        assert "fewer than 5" not in peers.caution(peers.peers(reader(bank="amandier")))


def test_with_too_few_banks_the_page_tells_nothing(monkeypatch, nothing_kept) -> None:
    rows = queries.banks(current())
    few = rows[rows["bank"].isin(["caravane", "amandier", "noria", "zellige", "detroit"])]
    assert len(few) == LEAST
    monkeypatch.setattr(reads.queries, "banks", lambda _snapshot: few)
    assert isinstance(peers.content(reader()), Refusal)


def test_figures_are_those_of_their_own_pages() -> None:
    page = peers.content(reader())
    assert isinstance(page, Content)
    own = {metric.code: metric.value for metric in page.metrics}
    there = activity.content(reader())
    assert isinstance(there, Content)
    shares = [metric.value for metric in there.metrics if metric.unit.startswith("%")]
    assert any(value == pytest.approx(own["peers_online_share"], abs=0.01) for value in shares)
    rows = costs.bank_costs(current(), "caravane", 1.0, 0.0).by_channel
    paid = (rows["full"] * rows["transactions"]).sum()
    assert own["peers_unit_cost"] == pytest.approx(paid / rows["transactions"].sum())


def test_each_published_figure_has_its_year_what_it_counts_and_its_source() -> None:
    with speaking("en"):
        view = peers.peers(reader())
        rows = peers.benchmark_table(view)
    assert len(rows) == len(view.found.benchmarks) >= 5
    assert rows.notna().all().all()
    assert rows["Source"].str.len().min() > 10
    holders = rows.set_index("Figure").loc["Customers a branch"]
    assert (holders["Published"], holders["Year"]) == ("2,706", 2024)


def test_a_bank_that_does_not_say_its_customers_has_no_figure_of_them(monkeypatch, nothing_kept) -> None:
    rows = queries.banks(current())
    silent = rows.assign(customers=rows["customers"].astype("Int64").where(rows["bank"] != "caravane"))
    monkeypatch.setattr(reads.queries, "banks", lambda _snapshot: silent)
    own = reads.figures(current(), 2.0).loc["caravane"]
    assert own[["customers_per_branch", "customers_per_machine", "incidents"]].isna().all()
    assert own["unit_cost"] > 0
    assert isinstance(peers.content(reader()), Content)
