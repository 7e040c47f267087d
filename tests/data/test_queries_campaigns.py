"""Reads of contacts, operations, holdings and site checklists on the demonstration snapshot."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analytics.marketing.checklist import CHECKLIST
from data import demo, queries_campaigns
from data.contracts.marketing import MIX_ITEMS
from data.demo import customers
from data.demo.world import AS_OF, BANKS
from data.snapshots import Snapshot, current


@pytest.fixture(scope="module")
def base(demo_home: Path) -> Snapshot:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("VIGIE_HOME", str(demo_home))
        return current()


def test_the_table_s_items_are_those_of_the_audit() -> None:
    assert tuple(item.code for item in CHECKLIST) == MIX_ITEMS


@pytest.mark.parametrize("name", queries_campaigns.__all__)
def test_a_read_gives_one_bank_or_all_and_refuses_others(base: Snapshot, name: str) -> None:
    read = getattr(queries_campaigns, name)
    assert set(read(base)["bank"]) == set(BANKS)
    assert set(read(base, "noria")["bank"]) == {"noria"}
    with pytest.raises(ValueError, match="bank: 'x' not found"):
        read(base, "x")


def test_operations_stay_within_the_two_years_and_amounts_are_money(base: Snapshot) -> None:
    rows = queries_campaigns.customer_transactions(base)
    span = pd.Timestamp(AS_OF) - rows["transacted_on"]
    assert span.dt.days.between(0, customers.WEEKS * 7 - 1).all()
    assert rows.groupby("bank")["customer"].nunique().eq(customers.CUSTOMERS).all()
    assert (rows["amount_mad"] > 0).all()


def test_nobody_is_called_in_the_control_and_treatments_win_more(base: Snapshot) -> None:
    rows = queries_campaigns.campaign_contacts(base)
    assert rows.loc[rows["arm"] == "control", "call_duration"].isna().all()
    rate = rows.groupby("arm")["outcome"].mean()
    assert rate["control"] < rate["call"] < rate["call_and_visit"]
    assert rows.groupby(["bank", "arm"]).size().eq(customers.PILOT_PEOPLE // 3).all()


def test_some_answers_are_missing_and_some_have_no_evidence(base: Snapshot) -> None:
    rows = queries_campaigns.mix_answers(base)
    assert 0.03 < rows["answer"].isna().mean() < 0.2
    assert (rows["answer"].gt(0) & rows["evidence"].isna()).any()


def test_the_same_customers_are_drawn_again() -> None:
    first, second = customers.transactions(), customers.transactions()
    pd.testing.assert_frame_equal(first, second)
    assert set(demo.tables()["customer_holding"]["customer"]) == set(first["customer"])
