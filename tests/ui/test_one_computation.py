"""What several pages state of a bank's channels is computed once: cost, share online, friction, budgets."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.macro.friction import friction_tax
from analytics.scenario import Scenario
from data import queries
from data.snapshots import Snapshot, current
from studies import chain
from studies.chain import LeverSettings
from studies.channels import activity as channels_activity
from studies.channels import costs as channels
from studies.macro.channel_mix import channel_mix
from studies.marketing import levers as marketing
from ui import link
from ui.channels import activity
from ui.content import Content
from ui.macro.friction import friction_sources
from ui.reader import Reader
from ui.workbench import scenarios

BANKS = ("amandier", "caravane", "safran")


@pytest.fixture
def shown(demo_home: Path, monkeypatch: pytest.MonkeyPatch) -> Snapshot:
    monkeypatch.setenv("VIGIE_HOME", str(demo_home))
    monkeypatch.setattr(link, "shown", lambda: current())
    return current()


def _online(reader: Reader) -> float:
    """The share online by which the page on activity compares banks, in %."""
    page = activity.content(reader)
    assert isinstance(page, Content)
    value = page.stated()["online"].value
    assert value is not None
    return value


@pytest.mark.parametrize("bank", BANKS)
def test_the_share_online_is_that_of_twelve_months_wherever_it_stands(shown: Snapshot, bank: str) -> None:
    rows = queries.channel_activity(shown, bank, by=("month", "channel"))
    rows = rows[rows["month"].isin(sorted(set(rows["month"]))[-12:])]
    counts = rows.groupby("channel")["count"].sum()
    share = counts[["internet", "mobile"]].sum() / counts.sum()
    month = channels_activity.months(shown, bank)[0]
    mix = channel_mix(shown, bank)
    assert mix is not None
    every = channels_activity.ALL
    stated = (
        channels_activity.online_share(shown, bank),
        channels_activity.year(shown, bank, month, "channel", every, every).online,
        chain.online_shares(shown, bank, 5, 0.8, LeverSettings())["value"].iloc[0],
        _online(Reader(shown, Scenario()).change(bank=bank)) / 100,
        mix.online_share,
    )
    assert stated == pytest.approx([share] * len(stated), rel=1e-12)


@pytest.mark.parametrize("bank", BANKS)
def test_the_full_cost_holds_purchases_wherever_it_stands(shown: Snapshot, bank: str) -> None:
    costs = channels.bank_costs(shown, bank, 0.8, 0.3).by_channel.set_index("channel")
    month = channels_activity.months(shown, bank)[0]
    unit = channels.unit_costs(shown, bank, month).set_index("channel")
    assert unit["full"].to_dict() == pytest.approx(costs.loc[unit.index, "full"].to_dict(), rel=1e-12)
    spent = costs["cost"] + costs["purchases"]
    assert unit.loc["branch", "full"] == pytest.approx(
        spent["branch"] / costs.loc["branch", "transactions"], rel=1e-12
    )
    assert (costs["purchases"] > 0).any()
    online = costs.loc[["internet", "mobile"]]
    mix = channel_mix(shown, bank)
    assert mix is not None
    assert mix.online_weight == pytest.approx(
        (online["full"] * online["transactions"]).sum()
        / online["transactions"].sum()
        / unit.loc["branch", "full"],
        rel=1e-12,
    )


def test_an_earlier_month_has_its_own_twelve_months_of_costs(shown: Snapshot) -> None:
    months = channels_activity.months(shown, "safran")
    now, before = (channels.bank_costs(shown, "safran", 1.0, 0.0, month) for month in (months[0], months[12]))
    assert f"{before.months[-1]:%Y-%m}" == months[12]
    assert len(now.months) == len(before.months) == 12
    assert not set(now.months) & set(before.months)


@pytest.mark.parametrize("bank", BANKS)
def test_the_tax_along_a_bank_s_adoption_is_that_of_the_page_on_the_tax(shown: Snapshot, bank: str) -> None:
    scenario = Scenario().change(bank=bank)
    figures = scenarios.results(Reader(shown, scenario)).figures
    source = friction_sources(Reader(shown, scenario))[-1]
    assert figures["restoring"].value == pytest.approx(100 * source.tax(source.share), rel=1e-12)
    # Cost and tax are two sides of one loss: the tax is paid on each of two legs.
    cost = figures["friction"].value
    assert cost is not None
    lost = 100 * scenario.transfer_cost - cost
    assert figures["restoring"].value == pytest.approx(lost / 2, rel=1e-9)
    assert figures["restoring"].value != pytest.approx(
        100 * float(friction_tax(scenario.transfer_cost, scenario.online_share))
    )


@pytest.mark.parametrize("bank", BANKS)
def test_the_split_offered_spends_the_sum_asked_for(shown: Snapshot, bank: str) -> None:
    given = Scenario()
    most = (given.budget_most, given.budget_unproven)
    split = marketing.best_split(
        shown, bank, 5, 0.8, LeverSettings(), given.adopter_margin, 1.0, *most, "adopters", 1
    )
    assert sum(split.budgets.values()) == pytest.approx(1.0, abs=1e-12)
    assert all(round(100 * each, 9) == round(100 * each) for each in split.budgets.values())
