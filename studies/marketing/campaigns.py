"""Campaigns on a snapshot: randomised tests, the e-mail funnel, and columns known too late."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.marketing import experiment
from analytics.marketing.emailing import EmailFunnel, funnel, list_decay, rates_from_counts
from analytics.marketing.leakage import LeakageReport, leakage_guard
from analytics.marketing.parts import Email
from data import queries, queries_campaigns
from data.snapshots import Snapshot
from studies.core import cached

CONTROL: Final = "control"
TREATED: Final = "treated"
POWER: Final = 0.8
"""Chance to see a lift that is asked for: the usual convention."""

_STAGES: Final = ("reached", "delivered", "opened", "clicked", "converted", "unsubscribed")
_DESIGN: Final = ("bank", "campaign", "person", "source", "kind")
_CURVE_STEPS: Final = 60

campaigns = cached(queries.campaigns)
contacts = cached(queries_campaigns.campaign_contacts)


@cached
def tests(snapshot: Snapshot, bank: str) -> pd.DataFrame:
    """Randomised tests of a bank with a control: campaign, by_person (bool), people, kind; by person "
    "first."""
    people = contacts(snapshot, bank)
    counted = campaigns(snapshot, bank)
    counted = counted[counted["randomised"].fillna(False).astype(bool)]
    rows: list[dict[str, Any]] = []
    for by_person, frame in ((True, people), (False, counted.sort_values("start_on", ascending=False))):
        for name, group in frame.groupby("campaign", sort=False):
            known = {row["campaign"] for row in rows}
            if name not in known and CONTROL in set(group["arm"]) and len(set(group["arm"])) > 1:
                size = len(group) if by_person else int(group["reached"].sum())
                rows.append(
                    {"campaign": name, "by_person": by_person, "people": size, "kind": group["kind"].iloc[0]}
                )
    return pd.DataFrame(rows, columns=["campaign", "by_person", "people", "kind"])


def _drawn(snapshot: Snapshot, bank: str, test: str) -> tuple[np.ndarray, np.ndarray]:
    """Outcome and arm of every person of a test; counts become as many people."""
    people = contacts(snapshot, bank)
    people = people[people["campaign"] == test]
    if len(people) and CONTROL in set(people["arm"]):
        return people["outcome"].to_numpy(dtype=float), people["arm"].to_numpy(dtype=object)
    arms = campaigns(snapshot, bank)
    arms = arms[arms["campaign"] == test]
    won = arms["converted"].to_numpy(dtype=int)
    lost = arms["reached"].to_numpy(dtype=int) - won
    names = arms["arm"].to_numpy(dtype=object)
    outcomes = np.concatenate([np.ones(won.sum()), np.zeros(lost.sum())])
    return outcomes, np.concatenate([np.repeat(names, won), np.repeat(names, lost)])


@cached
def lift(snapshot: Snapshot, bank: str, test: str, level: float, pooled: bool) -> experiment.LiftResult:
    """Lift of every arm over the control, or of all arms together; intervals of several hold together.

    Raises
    ------
    ValueError: no such test, or an outcome that is not known for everybody
    """
    outcomes, arms = _drawn(snapshot, bank, test)
    if pooled:
        arms = np.where(arms == CONTROL, CONTROL, TREATED)
    return experiment.lift(outcomes, arms, control=CONTROL, level=level, simultaneous=True)


@dataclass(frozen=True)
class Design:
    """What a test of this size can see.

    ``power`` to see the lift wanted; ``needed`` people in the control for a power of 0.8; ``smallest``: lift
    (points) seen with that power, None when none is; ``curve``: people in the control, value (%).
    """

    power: float
    needed: int
    smallest: float | None
    curve: pd.DataFrame


@cached
def design(baseline: float, wanted: float, people: int, ratio: float, level: float) -> Design:
    """Power and sample size at a control's rate.

    Raises
    ------
    ValueError: a lift that takes the rate out of (0, 1), or a control without any or with only successes
    """
    needed = experiment.sample_size(baseline, wanted, power=POWER, level=level, ratio=ratio)
    sizes = np.unique(np.geomspace(20, 2 * max(needed, people), _CURVE_STEPS).round())
    powers = [experiment.power(baseline, wanted, size, level=level, ratio=ratio) for size in sizes]
    return Design(
        power=experiment.power(baseline, wanted, people, level=level, ratio=ratio),
        needed=needed,
        smallest=experiment.smallest_visible_lift(baseline, people, power=POWER, level=level, ratio=ratio),
        curve=pd.DataFrame({"people": sizes, "value": 100.0 * np.array(powers)}),
    )


@dataclass(frozen=True)
class Mailing:
    """E-mail of a bank beside the benchmark.

    ``sent``: campaigns counted; ``own`` is None where the bank has none; ``decay``: send, own, benchmark (%
    of the list left); ``subscribers``: people of the latest campaign.
    """

    sent: int
    subscribers: float
    own: EmailFunnel | None
    benchmark: EmailFunnel
    decay: pd.DataFrame


@cached
def mailing(snapshot: Snapshot, bank: str, sends: int) -> Mailing:
    """The funnel of a series of sends, at the rates of the bank's own campaigns and at the benchmark's.

    The benchmark knows no conversion; it takes the bank's own share of clicks, or the default.
    """
    rows = campaigns(snapshot, bank)
    rows = rows[(rows["lever"] == "email") & (rows["arm"] != CONTROL)].dropna(subset=list(_STAGES))
    subscribers = 10_000.0
    rates = None
    if len(rows):
        latest = rows.loc[rows["start_on"] == rows["start_on"].max(), "reached"]
        subscribers = float(latest.sum())
        try:
            rates = rates_from_counts(*(float(rows[stage].sum()) for stage in _STAGES))
        except ValueError:
            rates = None
    usual = Email() if rates is None else Email(converted=rates.converted)
    order = np.arange(sends + 1)
    decay = pd.DataFrame({"send": order})
    for name, email in (("own", rates), ("benchmark", usual)):
        if email is not None:
            decay[name] = [100.0 * list_decay(email.unsubscribe, int(sent)) for sent in order]
    return Mailing(
        sent=int(rows["campaign"].nunique()),
        subscribers=subscribers,
        own=None if rates is None else funnel(subscribers, sends, rates),
        benchmark=funnel(subscribers, sends, usual),
        decay=decay,
    )


@cached
def columns(snapshot: Snapshot, bank: str, test: str) -> tuple[str, ...]:
    """Columns of the contacts of a test that could be taken for drivers: not empty and not all alike."""
    rows = contacts(snapshot, bank)
    rows = rows[rows["campaign"] == test]
    candidates = [name for name in rows.columns if name not in (*_DESIGN, "outcome")]
    return tuple(name for name in candidates if len(set(rows[name].dropna())) > 1)


@cached
def guard(snapshot: Snapshot, bank: str, test: str) -> LeakageReport:
    """Which columns of a test's contacts may be drivers.

    Raises
    ------
    ValueError: no contact, or outcomes that are all alike
    """
    rows = contacts(snapshot, bank)
    rows = rows[rows["campaign"] == test]
    return leakage_guard(rows[["outcome", *columns(snapshot, bank, test)]], "outcome")
