"""One outage from its first minute to the customers who do not come, as the reader assumes it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from analytics.channels.assumptions import Uncertain
from analytics.channels.staffing import required_agents_each
from analytics.plan.outage import Added, Part, about, add_up, at_most, tried
from analytics.risk.incident_facts import Incident
from analytics.risk.incidents import Classification, classify
from analytics.risk.position import RiskPosition
from analytics.risk.scoring import score_indicator
from data import queries
from data.snapshots import Snapshot
from studies import chain, core
from studies.channels import costs, staffing
from studies.channels.activity import ONLINE
from studies.core import cached
from studies.risk import incidents, losses, scores, supervision
from studies.stand_ins import stands_in

DRAWS: Final = 10_000
AFTERMATH_DAYS: Final = 3.0
"""Days after an outage in which its customers are lied to more than usual: a convention."""
FEWEST_OWN: Final = 5
"""Incidents of its own from which a bank's cost and delays are taken, and not assumed: a convention."""
FIRST_HOUR: Final = 10
CHANNELS: Final = {"mobile": ("mobile",), "internet": ("internet",), "online": tuple(ONLINE)}
CUSTOMERS: Final = "customers"
_WEEK: Final = 168
_DAY: Final = 24.0
_USUAL_DELAYS: Final = (0.5, 2.0)


@dataclass(frozen=True)
class Settings:
    """What the reader assumes of an outage. Shares per unit, money in MAD; ``month`` 0 for the usual one;
    ``strength`` of trust as on Levers."""

    channel: str
    hours: float
    share: float
    month: int
    unmade: float
    callers: float
    visitors: float
    claims: float
    claim: float
    fraud: float
    repair: float
    margin: float
    discount_rate: float
    adoption_years: int
    level: float
    seed: int
    mad_per_euro: float
    trust_links: float
    strength: float
    power: float
    promise: staffing.Promise
    rules: scores.Rules = scores.PUBLISHED
    levers: chain.LeverSettings = chain.UNTOUCHED


@dataclass(frozen=True)
class Outage:
    """An outage told from end to end.

    ``users``: active customers of e-banking; ``hit`` of them. ``tries``: transactions that those hit would
    have made, ``noticed`` those of them who did try. ``week_known``: the log says when; else the hours are
    all alike. ``season``: the month's transactions over the average month's. ``revenue``: of a transaction
    online. ``own``: incidents of the bank that cost and delays were taken from; 0 where they are assumed.
    ``direct``: all but the customers. ``calls``: of those who noticed. ``agents``: usual and needed at the
    peak; None where the phone is not known. ``scores``: risk, before, after, grade_before, grade_after; empty
    without any. ``lost``: year, value, high: active customers fewer than forecast; empty without a forecast.
    ``trust``: today and the month after; None where no score says it. ``peers``: bank, stress, most first.
    """

    settings: Settings
    users: float
    hit: float
    tries: Uncertain
    noticed: float
    week_known: bool
    season: float
    revenue: float
    own: int
    aware_hours: float
    classified_hours: float
    direct: Added
    cost: Added
    classification: Classification
    calls: float
    agents: tuple[int, int] | None
    scores: pd.DataFrame
    lost: pd.DataFrame
    trust: tuple[float, float] | None
    peers: pd.DataFrame
    kinds: tuple[str, ...]


@cached
def outage(snapshot: Snapshot, bank: str, settings: Settings) -> Outage:
    """What an outage of an online channel would do to a bank.

    Raises
    ------
    ValueError: the bank has no active customers, or no costs and transactions on the channel
    """
    users = _active(snapshot, bank)
    hit = settings.share * users
    found = costs.bank_costs(snapshot, bank, 1.0, 0.0)
    by_channel = found.by_channel.set_index("channel")
    names = [name for name in CHANNELS[settings.channel] if name in by_channel.index]
    if not names or users <= 0:
        raise ValueError(f"{bank} has no users or transactions on {settings.channel}")
    season = _season(found.by_month, names, settings.month)
    tries, week_known = _tries(snapshot, bank, names, by_channel, len(found.months), settings, season)
    # Nobody calls who did not try; each try is counted as another customer.
    noticed = at_most(tries, hit)
    noticing = float(np.asarray(noticed.likely))
    revenue = _revenue(snapshot, bank, by_channel)
    own = _own(snapshot, bank, settings.mad_per_euro)
    repair, aware, classified = _history(own, settings.repair)
    parts = [
        Part("revenue", (tries, about(settings.unmade, most=1.0), Uncertain.certain(revenue))),
        Part("compensation", (noticed, about(settings.claims, most=1.0), about(settings.claim))),
        Part("fraud", (_fraud(snapshot, bank, settings), about(settings.fraud))),
        Part("repair", (repair,)),
    ]
    for name, share, channel in (
        ("calls", settings.callers, "adviser"),
        ("visits", settings.visitors, "branch"),
    ):
        used = float(by_channel["used"].get(channel, np.nan))
        if np.isfinite(used):
            parts.append(Part(name, (noticed, about(share, most=1.0), Uncertain.certain(used))))
    direct = add_up(parts, level=settings.level, draws=DRAWS, seed=settings.seed)
    lost, worth, trust = _customers(snapshot, bank, settings)
    if worth is not None:
        parts.append(Part(CUSTOMERS, (worth,)))
    judged = _judged(
        snapshot, bank, settings, users, tries, by_channel, names, direct.likely, aware, classified
    )
    kinds = (*costs.bank_tables(snapshot, bank).kinds, *own["kind"].tolist(), "derived", "assumed")
    return Outage(
        settings=settings,
        users=users,
        hit=hit,
        tries=tries,
        week_known=week_known,
        season=season,
        revenue=revenue,
        own=len(own) if len(own) >= FEWEST_OWN else 0,
        aware_hours=aware,
        classified_hours=classified,
        direct=direct,
        cost=add_up(parts, level=settings.level, draws=DRAWS, seed=settings.seed),
        classification=judged,
        noticed=noticing,
        calls=noticing * settings.callers,
        agents=_agents(snapshot, bank, settings, noticing * settings.callers),
        scores=_scores(
            snapshot,
            bank,
            settings,
            1e4 * noticing * settings.claims / users,
            major=judged.verdict == "major",
        ),
        lost=lost,
        trust=trust,
        peers=_peers(snapshot, bank, settings),
        kinds=tuple(dict.fromkeys(kinds)),
    )


def _active(snapshot: Snapshot, bank: str) -> float:
    rows = queries.adoption_series(snapshot, [bank], "active")
    return float(rows.sort_values("month")["value"].iloc[-1]) if len(rows) else 0.0


def _season(by_month: pd.DataFrame, names: list[str], month: int) -> float:
    """Transactions of a calendar month over those of the average one; 1 where the month is not known."""
    counted = by_month[by_month["channel"].isin(names)].groupby("month")["transactions"].sum()
    chosen = counted[pd.DatetimeIndex(counted.index).month == month]
    if not month or chosen.empty or counted.mean() <= 0:
        return 1.0
    return float(chosen.iloc[-1] / counted.mean())


def _tries(
    snapshot: Snapshot,
    bank: str,
    names: list[str],
    by_channel: pd.DataFrame,
    months: int,
    settings: Settings,
    season: float,
) -> tuple[Uncertain, bool]:
    """Transactions that those hit try: by the hours of the bank's own log, else all hours alike."""
    hourly = float(by_channel.loc[names, "transactions"].sum()) / months * 12 / (365.25 * _DAY)
    profile = np.zeros(_WEEK)
    for name in names:
        week = staffing.weeks(snapshot, bank, name)
        if len(week) == _WEEK:
            profile = profile + week["mean"].to_numpy(float)
    known = bool(profile.sum() > 0)
    # The shape is the log's, the level that of all other pages.
    rates = profile / profile.mean() if known else np.ones(_WEEK)
    counted = tried(hourly * season * settings.share * rates, min(settings.hours, float(_WEEK)))
    return counted, known


def _revenue(snapshot: Snapshot, bank: str, by_channel: pd.DataFrame) -> float:
    """E-banking revenue of a transaction online, MAD, by the latest accounts; 0 where they do not say."""
    accounts = queries.financial_statements(snapshot, bank)
    online = [name for name in ONLINE if name in by_channel.index]
    count = float(by_channel.loc[online, "transactions"].sum())
    if accounts.empty or count <= 0:
        return 0.0
    stated = float(accounts.sort_values("year")["e_banking_revenue"].iloc[-1])
    return 1e6 * stated / count if np.isfinite(stated) else 0.0


def _own(snapshot: Snapshot, bank: str, mad_per_euro: float) -> pd.DataFrame:
    """Costs in MAD and delays in hours of the bank's own incidents, where they state them."""
    rows = []
    known = () if stands_in(snapshot, bank, "incident") else incidents.register(snapshot, bank, mad_per_euro)
    for entry in known:
        facts = entry.facts
        if facts is None or facts.cost_eur is None:
            continue
        rows.append(
            (
                facts.cost_eur * mad_per_euro,
                _hours(facts.occurred_at, facts.aware_at),
                _hours(facts.aware_at, facts.classified_at),
                entry.kind,
            )
        )
    return pd.DataFrame(rows, columns=["cost", "aware", "classified", "kind"])


def _hours(since: datetime | None, until: datetime | None) -> float:
    return (until - since).total_seconds() / 3600 if since and until else np.nan


def _history(own: pd.DataFrame, assumed: float) -> tuple[Uncertain, float, float]:
    """What an incident costs to repair, and hours to awareness and from there to the verdict."""
    if len(own) < FEWEST_OWN:
        return about(assumed), *_USUAL_DELAYS
    low, middle, high = np.quantile(own["cost"], [0.1, 0.5, 0.9])
    aware, classified = (
        float(own[name].median()) if own[name].notna().any() else usual
        for name, usual in zip(("aware", "classified"), _USUAL_DELAYS, strict=True)
    )
    return Uncertain(float(low), float(middle), float(high)), aware, classified


def _fraud(snapshot: Snapshot, bank: str, settings: Settings) -> Uncertain:
    """External fraud that the bank loses in as many days as the outage and its aftermath last."""
    record = losses.loss_record(snapshot, bank, settings.mad_per_euro)
    yearly = float(record.amounts("external_fraud").sum()) / max(record.years, 1 / 12)
    return Uncertain.certain(yearly / 365.25 * (settings.hours / _DAY + AFTERMATH_DAYS))


def _customers(
    snapshot: Snapshot, bank: str, settings: Settings
) -> tuple[pd.DataFrame, Uncertain | None, tuple[float, float] | None]:
    """Active customers fewer by year, what their margin was worth, and trust before and after.

    The strength of trust is anybody's guess: from none to twice the one set.
    """
    usual = replace(settings.levers, trust_case="today")
    years, level = settings.adoption_years, settings.level

    def course(strength: float) -> chain.AdoptionPath:
        shocked = replace(
            usual,
            trust_case="outage",
            outage=settings.share,
            trust_sensitivity=strength,
            power=settings.power,
        )
        return chain.adoption_path(snapshot, bank, years, level, replace(shocked, rules=settings.rules))

    empty = pd.DataFrame(columns=["year", "value", "high"])
    try:
        before = chain.adoption_path(snapshot, bank, years, level, usual)
        after, twice = course(settings.strength), course(2 * settings.strength)
    except ValueError:
        return empty, None, None
    if not after.trust.known:
        return empty, None, None

    def fewer(path: chain.AdoptionPath) -> np.ndarray:
        gap = before.path["value"].to_numpy(float) - path.path["value"].to_numpy(float)
        missing: np.ndarray = np.maximum(gap, 0.0) / 100 * before.customers
        return missing

    once, double = fewer(after), fewer(twice)
    later = (1 + settings.discount_rate) ** -np.arange(1.0, len(once) + 1)
    worth = Uncertain(
        0.0,
        float((once * later).sum() * settings.margin),
        float((np.maximum(double, once) * later).sum() * settings.margin),
    )
    lost = pd.DataFrame({"year": before.path["year"].to_numpy(), "value": once, "high": double})
    return lost, worth, (after.trust.today, after.trust.months[0])


def _judged(
    snapshot: Snapshot,
    bank: str,
    settings: Settings,
    users: float,
    tries: Uncertain,
    by_channel: pd.DataFrame,
    names: list[str],
    direct: float,
    aware: float,
    classified: float,
) -> Classification:
    """The outage as the test for major incidents sees it, at ten in the morning of the month's fifteenth."""
    month = settings.month or snapshot.as_of.month
    year = snapshot.as_of.year + (month <= snapshot.as_of.month)
    began = datetime(year, month, 15, FIRST_HOUR, tzinfo=ZoneInfo(incidents.HOME_ZONE))
    daily = float(by_channel.loc[names, "transactions"].sum()) / 365.25
    off = incidents.days_off(snapshot, bank)
    facts = Incident(
        critical=True,
        clients_pct=100 * settings.share,
        clients_n=round(settings.share * users),
        tx_pct=100 * float(np.asarray(tries.likely)) / daily if daily > 0 else None,
        duration_h=settings.hours,
        downtime_h=settings.hours,
        data_loss=False,
        malicious_unauthorised_access_data_loss_possible=False,
        cost_eur=direct / settings.mad_per_euro,
        occurred_at=began,
        aware_at=began + timedelta(hours=aware),
        classified_at=began + timedelta(hours=aware + classified),
    )
    return classify(facts, holidays=off.days, estimated_holidays=off.estimated)


def _agents(snapshot: Snapshot, bank: str, settings: Settings, calls: float) -> tuple[int, int] | None:
    """Advisers at the busiest hour, and with the calls, which come while it lasts and an hour after."""
    if (
        staffing.weeks(snapshot, bank, "adviser").empty
        or staffing.service_mix(snapshot, bank, "adviser").empty
    ):
        return None
    rate, handling = staffing.peak(snapshot, bank, "phone")
    extra = calls / (settings.hours + 1)
    usual, needed = required_agents_each(
        [rate, rate + extra],
        handling,
        settings.promise.level,
        target_seconds=settings.promise.target,
        patience_seconds=settings.promise.patience_or_none,
    )
    return int(usual), int(needed)


def _scores(
    snapshot: Snapshot, bank: str, settings: Settings, complaints: float, *, major: bool
) -> pd.DataFrame:
    """Scores of the latest month with the outage among its indicators; empty where there are none."""
    columns = ["risk", "before", "after", "grade_before", "grade_after"]
    known = supervision.months(snapshot, settings.power, settings.rules)
    if not known:
        return pd.DataFrame(columns=columns)
    here = scores.position(snapshot, known[0], settings.power, settings.rules)
    if bank not in here.banks:
        return pd.DataFrame(columns=columns)
    then = _with_outage(here, bank, settings, complaints, major=major)
    row = here.bank_row(bank)
    table = pd.DataFrame(
        {
            "risk": here.groups,
            "before": here.risk_scores[row],
            "after": then.risk_scores[row],
            "grade_before": here.risk_grades[row],
            "grade_after": then.risk_grades[row],
        }
    )
    return table.dropna(subset=["before", "after"]).reset_index(drop=True)


def _with_outage(
    here: RiskPosition, bank: str, settings: Settings, complaints: float, *, major: bool
) -> RiskPosition:
    row, names = here.bank_row(bank), here.catalogue.indicators
    values, scored = here.values.copy(), here.scores.copy()
    # Downtime and complaints add up, the longest and the widest count alone, and so the catalogue says.
    added = {"O1": settings.hours, "O6": float(major), "P2": complaints}
    widest = {"O2": settings.hours, "P4": 100 * settings.share}
    for name in (*added, *widest):
        if name in names and np.isfinite(values[row, names.index(name)]):
            at = names.index(name)
            known = float(values[row, at])
            values[row, at] = known + added[name] if name in added else max(known, widest[name])
            scored[row, at] = score_indicator(values[row, at], here.catalogue.knots[at])
    return replace(here, values=values, scores=scored)


def _peers(snapshot: Snapshot, bank: str, settings: Settings) -> pd.DataFrame:
    """Stress that reaches other banks through their links to this one, most first."""
    names = core.banks(snapshot)
    if len(names) < 2 or supervision.links(snapshot).empty:
        return pd.DataFrame(columns=["bank", "stress"])
    reached = supervision.network(snapshot, settings.trust_links, settings.share).infection.loc[bank]
    others = pd.DataFrame({"bank": reached.index, "stress": reached.to_numpy(float)})
    others = others[others["bank"] != bank]
    return others[others["stress"] > 0].sort_values("stress", ascending=False, ignore_index=True)
