"""Many heads deciding at once: each judgement is decided once, and every attempt leaves its one event."""

from __future__ import annotations

import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from sqlalchemy import func, select

from reviews import cases, decisions, tables
from reviews.errors import Refused
from reviews.ledger import verify
from tests.reviews.conftest import BANK, REASON, RISK, World, figures

_AT_ONCE = 8


def _race(world: World, count: int, attempts: int) -> None:
    """``count`` judgements, on each of which so many attempts to decide are made at once, in any order."""
    waiting = []
    for place in range(count):
        month = f"{2000 + place // 12}-{place % 12 + 1:02d}"
        world.model[BANK, month, RISK] = replace(figures(1, "0.6 0.3 0.1 0"), month=month)
        case = world.case(month=month)
        judgement = decisions.propose(
            world.office, world["supervisor"], case, 2, evidence=[world.upload()], **REASON
        )
        cases.submit(world.office, world["supervisor"], case, version=2)
        waiting.append(judgement)
    before = len(world.told())
    order = [(judgement, turn) for judgement in waiting for turn in range(attempts)]
    random.Random(7).shuffle(order)

    def decide(what: tuple[int, int]) -> str:
        judgement, turn = what
        head = world["head" if turn % 3 else "second_head"]
        try:
            if turn % 2:
                decisions.reject(world.office, head, judgement, 1, "The evidence does not bear it.")
                return "rejected"
            return decisions.approve(world.office, head, judgement, 1, "The evidence bears it.")
        except Refused as refusal:
            return refusal.code

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        went = Counter(pool.map(decide, order))
    assert went["approved"] + went["rejected"] == count, "each judgement is decided once"
    assert set(went) <= {"approved", "rejected", "stale", "state"}
    # What a newer judgement outdates has an event besides.
    told = [each["action"] for each in world.told()[before:] if each["action"] != "judgement.outdated"]
    assert len(told) == len(order), "and each attempt leaves one event"
    with world.office.store.reading() as work:
        work.see("*")
        rows = work.rows(
            select(tables.decision.c.judgement_id, func.count().label("n")).group_by(
                tables.decision.c.judgement_id
            )
        )
    assert {row["n"] for row in rows} == {1}
    assert len(rows) == count
    assert verify(world.office.store).state == "ok"


def test_of_decisions_that_race_one_counts(world: World) -> None:
    _race(world, count=3, attempts=10)


def test_a_judgement_rejected_twice_is_refused_the_second_time(world: World) -> None:
    _case, judgement = world.proposed(2)
    decisions.reject(world.office, world["head"], judgement, 1, "The evidence does not bear it.")
    for version, code in ((1, "stale"), (2, "state")):
        with pytest.raises(Refused, match=f"^{code}:"):
            decisions.reject(world.office, world["second_head"], judgement, version, "Nor do I think so.")


@pytest.mark.exhaustive
def test_ten_thousand_racing_decisions_lose_no_update(world: World) -> None:
    _race(world, count=200, attempts=50)
