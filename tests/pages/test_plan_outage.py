"""Outage: every link of the chain is the one of its own page, and what is assumed is said."""

import numpy as np
import pytest

from analytics.scenario import Scenario
from data.snapshots import current
from studies.channels import costs
from studies.plan import outage as reads
from studies.risk import supervision
from ui.content import Content
from ui.plan import outage
from ui.reader import Reader
from ui.refusal import Refusal


def reader(**changes) -> Reader:
    return Reader(current(), Scenario()).change(**({"bank": "amandier"} | changes))


def page(**changes) -> Content:
    found = outage.content(reader(**changes))
    assert isinstance(found, Content)
    return found


def value(**changes) -> reads.Outage:
    asked = reader(**changes)
    return reads.outage(asked.snapshot, asked.scenario.bank, outage.settings(asked.scenario))


def part(found: reads.Outage, name: str) -> float:
    return float(found.cost.parts.set_index("name").loc[name, "value"])


def test_a_call_costs_what_the_costs_page_says() -> None:
    found = value()
    used = (
        costs.bank_costs(current(), "amandier", 1.0, 0.0)
        .by_channel.set_index("channel")
        .loc["adviser", "used"]
    )
    assert part(found, "calls") == pytest.approx(found.calls * used)


def test_the_steps_of_the_picture_end_at_the_cost_that_the_page_answers() -> None:
    view = outage.outage(reader())
    rows = outage.step_frame(view)
    assert rows["end"].iloc[-1] == pytest.approx(rows["end"].iloc[-2])
    assert 1e6 * rows["end"].iloc[-1] == pytest.approx(view.found.cost.likely)


def test_an_outage_over_both_limits_is_major_and_one_at_the_limit_is_not() -> None:
    assert value(outage_hours=6.0, outage_share=0.3).classification.verdict == "major"
    # Exactly two hours and exactly a tenth meet no criterion: the inequalities are strict.
    mild = value(outage_hours=2.0, outage_share=0.1, bank="safran")
    assert "duration_and_downtime" not in mild.classification.criteria_met
    assert "clients_counterparts_transactions" not in mild.classification.criteria_met


def test_the_first_notice_is_due_four_hours_after_the_verdict() -> None:
    view = outage.outage(reader())
    found = view.found
    assert view.initial_hours == pytest.approx(found.aware_hours + found.classified_hours + 4, abs=0.01)


def test_what_the_bank_knows_of_its_incidents_is_taken_from_them() -> None:
    found = value()
    assert found.own == 22
    assert "22" in page().details[0].make()[0].frame.to_csv()
    assert "repair" not in page().answer.caution


def test_a_longer_and_wider_outage_costs_more_and_scores_worse() -> None:
    mild, hard = value(outage_hours=2.0, outage_share=0.05), value(outage_hours=24.0, outage_share=0.6)
    assert mild.cost.likely < hard.cost.likely
    for risk in ("operational", "reputational"):
        before, after = (each.scores.set_index("risk").loc[risk] for each in (mild, hard))
        assert before["before"] == after["before"]
        assert before["after"] < after["after"]
    legal = hard.scores.set_index("risk").loc["legal"]
    assert legal["before"] == legal["after"]


def test_no_strength_of_trust_loses_no_customer() -> None:
    found = value(trust_sensitivity=0.0)
    assert found.lost["value"].sum() == pytest.approx(0, abs=1e-6)
    assert found.cost.likely == pytest.approx(found.direct.likely)


def test_other_banks_feel_what_the_supervisor_computes() -> None:
    found = value(outage_share=0.3)
    expected = supervision.network(current(), 1.0, 0.3).infection.loc["amandier"].drop("amandier")
    assert found.peers["stress"].iloc[0] == pytest.approx(expected.max())


def test_a_busy_month_has_more_tries_than_a_quiet_one() -> None:
    tries = {month: float(np.asarray(value(outage_month=month).tries.likely)) for month in range(1, 13)}
    assert max(tries.values()) > 1.05 * min(tries.values())
    assert np.mean(list(tries.values())) == pytest.approx(
        float(np.asarray(value(outage_month=0).tries.likely)), rel=0.01
    )


@pytest.mark.usefixtures("nothing_kept")
def test_a_bank_without_users_is_told_which_tables_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "_active", lambda _snapshot, _bank: 0.0)
    found = outage.content(reader(outage_hours=7.0))
    assert isinstance(found, Refusal)
    assert found.tables == ("adoption_series", "channel_activity")
