"""What flows between subjects: risk → trust → adoption ← levers; adoption → channels and macro.

``adoption_path`` is the joint: a page that wants to know how many will use e-banking under the scenario asks
it, whichever levers, incident or score the reader moved on another page. Without any of these it is the
forecast itself, to the last digit.
"""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.channels.paths import monthly
from analytics.marketing.baseline import MONTHS, following, monthly_path
from analytics.marketing.budget import funded, reference_plan
from analytics.marketing.hazard import inputs, simulate, without
from analytics.marketing.levers import trust_path
from analytics.marketing.parts import LEVERS, Value
from analytics.marketing.plan import Plan
from analytics.scenario import Scenario
from data import published
from data.snapshots import Snapshot
from studies.adoption import forecast as adoption
from studies.adoption import observed
from studies.channels import activity as channels_activity
from studies.core import cached
from studies.marketing import mix
from studies.marketing.own_tests import own_tests, with_tests
from studies.risk import incidents as risk_incidents
from studies.risk import scores as risk

TRUST_RISK: Final = "reputational"
_ENDS: Final = ("value", "low", "high")
_DIFFUSION: Final = Plan()


@dataclass(frozen=True)
class LeverSettings:
    """What the scenario says of levers and trust; hashable, so that results are kept by it.

    Parameters
    ----------
    email, search, affiliation, viral, word_of_mouth, advertising, one_to_one : MAD a year for
        each customer of the bank
    trust_case : "today", or trust as the reputational score was a year ago ("year_ago"), as at the bank with
        the best ("best"), after one more incident ("incident"), or with privacy and security met ("site")
    trust_sensitivity : b in T = exp(b (trust - trust today))
    incident : code of the incident; empty for the one that hit most customers
    outage : share of the customers whom an outage hits, where ``trust_case`` is "outage": of the plan's page,
        never of a scenario
    own_tests : whether the bank's own campaign tests enter the effect of the levers
    power, rules, mad_per_euro : how scores are made and the register read; defaults unless trust is moved
    """

    email: float = 0.0
    search: float = 0.0
    affiliation: float = 0.0
    viral: float = 0.0
    word_of_mouth: float = 0.0
    advertising: float = 0.0
    one_to_one: float = 0.0
    trust_case: str = "today"
    trust_sensitivity: float = 1.0
    incident: str = ""
    power: float = 2.0
    rules: risk.Rules = risk.PUBLISHED
    mad_per_euro: float = 10.8
    trust_slope: float = 0.4
    outage: float = 0.0
    own_tests: bool = True

    @classmethod
    def of(cls, scenario: Scenario, rules: risk.Rules = risk.PUBLISHED) -> LeverSettings:
        """The settings of a scenario; what plays no part is left at its default."""
        budgets: dict[str, Any] = {lever: float(getattr(scenario, f"budget_{lever}")) for lever in LEVERS}
        own = scenario.own_tests == "used"
        if scenario.trust_case == "today":
            return cls(**budgets, own_tests=own)
        return cls(
            **budgets,
            own_tests=own,
            trust_case=scenario.trust_case,
            trust_sensitivity=scenario.trust_sensitivity,
            incident=scenario.incident if scenario.trust_case == "incident" else "",
            power=scenario.power,
            rules=rules,
            mad_per_euro=scenario.mad_per_euro,
            trust_slope=scenario.trust_slope,
        )

    @property
    def budgets(self) -> dict[str, float]:
        """MAD a year and customer, by lever."""
        return {lever: getattr(self, lever) for lever in LEVERS}

    @property
    def funded(self) -> bool:
        """Whether any lever has money."""
        return any(self.budgets.values())

    @property
    def touched(self) -> bool:
        """Whether levers or trust differ from what the forecast already holds."""
        return replace(self, own_tests=UNTOUCHED.own_tests) != UNTOUCHED

    def without_levers(self) -> LeverSettings:
        """The same trust, no money."""
        kept = {item.name: getattr(self, item.name) for item in fields(self) if item.name not in LEVERS}
        return LeverSettings(**kept)


UNTOUCHED: Final = LeverSettings()
"""No lever has money, trust stays as it is."""


@dataclass(frozen=True)
class TrustShift:
    """Trust (0 to 1: 1 less the score over 100) today and in the scenario, month by month.

    Parameters
    ----------
    today : float; 1.0 where the bank has no score (nothing is known, so nothing changes)
    months : tuple of floats, trust in each month of the horizon
    first_multiplier, last_multiplier : T in the first and the last month
    subject : bank with the best score, or code of the incident; empty otherwise
    known : the scores that the case needs were observed
    """

    today: float
    months: tuple[float, ...]
    first_multiplier: float
    last_multiplier: float
    subject: str = ""
    known: bool = True


@dataclass(frozen=True)
class AdoptionPath:
    """A bank's adoption as forecast, and with the levers and trust of the scenario.

    Parameters
    ----------
    bank : code; customers, active : people in the latest month; origin : year of the last observation
    baseline : DataFrame year, value, low, high (% of customers): the forecast
    path : DataFrame of the same columns, equal to ``baseline`` where nothing is touched, never above 100
    without_levers : DataFrame of the same columns: the forecast under the scenario's trust
    trust : TrustShift
    """

    bank: str
    customers: float
    active: float
    origin: int
    baseline: pd.DataFrame
    path: pd.DataFrame
    without_levers: pd.DataFrame
    trust: TrustShift

    @property
    def extra_adopters(self) -> pd.Series:
        """Active customers more than forecast, by year."""
        extra = (self.path["value"] - self.baseline["value"]) / 100 * self.customers
        return pd.Series(extra.to_numpy(), index=self.path["year"], name="extra_adopters")


@cached
def trust_shift(snapshot: Snapshot, bank: str, years: int, settings: LeverSettings) -> TrustShift:
    """Trust of a bank's customers under the settings, from its reputational score or an incident."""
    length = MONTHS * years
    if not risk.observed(snapshot):
        return _unknown(1.0, length)
    known = risk.risk_history(snapshot, settings.power, settings.rules).risks.query("risk == @TRUST_RISK")
    own = risk.comparable_scores(known[known["bank"] == bank])
    if own.empty:
        return _unknown(1.0, length)
    today, subject = _trust(own.iloc[-1]), ""
    path: tuple[float, ...] = (today,) * length
    if settings.trust_case == "year_ago":
        before = own[own.index <= own.index[-1] - pd.DateOffset(years=1)]
        if before.empty:
            return _unknown(today, length)
        path = (_trust(before.iloc[-1]),) * length
    elif settings.trust_case == "best":
        latest = risk.graded(known[known["month"] == own.index[-1]])
        if latest.empty:
            return _unknown(today, length)
        best = latest.iloc[latest["score"].argmin()]
        path, subject = (_trust(best["score"]),) * length, str(best["bank"])
    elif settings.trust_case == "site":
        path = (min(1.0, today + mix.trust_to_gain(snapshot, bank, settings.trust_slope)),) * length
    elif settings.trust_case == "incident":
        subject, drop = _incident(snapshot, bank, settings, today)
        path = _healing(today, drop, length)
    elif settings.trust_case == "outage":
        # As after an incident of the register: the trust of every customer whom it hits.
        path = _healing(today, today * min(1.0, settings.outage), length)
    ends = np.exp(settings.trust_sensitivity * (np.array([path[0], path[-1]]) - today))
    return TrustShift(today, path, float(ends[0]), float(ends[1]), subject)


def _healing(today: float, drop: float, length: int) -> tuple[float, ...]:
    """Trust month by month after it has fallen once."""
    return trust_path(
        today,
        periods=length,
        incidents=[(1, drop)] if drop else [],
        half_life=published.figure("trust_half_life"),
    )


def _unknown(today: float, length: int) -> TrustShift:
    """Nothing observed says how trust stood: nothing changes."""
    return TrustShift(today, (today,) * length, 1.0, 1.0, known=False)


def _trust(score: float) -> float:
    return 1.0 - float(score) / 100.0


def _incident(snapshot: Snapshot, bank: str, settings: LeverSettings, today: float) -> tuple[str, float]:
    """Code of the incident, and the trust that it costs: that of every customer whom it hit."""
    hit = {
        entry.code: float(share) / 100.0
        for entry in risk_incidents.register(snapshot, bank, settings.mad_per_euro)
        if entry.facts is not None and (share := entry.facts.clients_pct) is not None
    }
    if not hit:
        return "", 0.0
    code = settings.incident if settings.incident in hit else max(hit, key=hit.__getitem__)
    return code, today * min(1.0, hit[code])


def _reference(
    snapshot: Snapshot,
    bank: str,
    years: int,
    level: float,
    settings: LeverSettings,
    end: str,
    margin: float | None = None,
) -> Plan:
    """The reference programme on a hazard that runs through one end of the bank's forecast."""
    forecast = adoption.adoption_forecast(snapshot, "customers", bank, years, level).table
    customers, active = observed.bank_people(snapshot, bank)
    shares = np.clip(np.concatenate([[active / customers], forecast[end].to_numpy() / 100.0]), 0.0, 1.0)
    p0, q0 = following(
        monthly_path(shares),
        p0=float(np.mean(_DIFFUSION.p0)),
        q0=float(np.mean(_DIFFUSION.q0)),
    )
    trust = trust_shift(snapshot, bank, years, settings.without_levers())
    plan = reference_plan(
        customers,
        active,
        p0=tuple(p0.tolist()),
        q0=tuple(q0.tolist()),
        trust=trust.months,
        reference_trust=trust.today,
        trust_sensitivity=settings.trust_sensitivity,
        value=None if margin is None else Value(margin=margin),
    )
    return with_tests(plan, own_tests(snapshot, bank, level)) if settings.own_tests else plan


@cached
def reference(
    snapshot: Snapshot, bank: str, years: int, level: float, settings: LeverSettings, margin: float
) -> Plan:
    """The plan that spends what the reference programme costs, on the central forecast: the allocator's.

    Of the settings, trust counts and whether own tests enter.
    """
    return _reference(snapshot, bank, years, level, settings.without_levers(), "value", margin)


@cached
def lever_plan(
    snapshot: Snapshot, bank: str, years: int, level: float, settings: LeverSettings, margin: float
) -> Plan:
    """The plan that the budgets of the settings pay for, on the central forecast.

    Raises
    ------
    ValueError: the bank has no figures to forecast from
    """
    usual = reference(snapshot, bank, years, level, settings.without_levers(), margin)
    return _funded(usual, settings, years)


def _funded(usual: Plan, settings: LeverSettings, years: int) -> Plan:
    customers = float(np.mean(inputs(usual, MONTHS * years)["market"]))
    spent = {lever: each * customers / MONTHS for lever, each in settings.budgets.items()}
    return funded(usual, spent, periods=MONTHS * years)


@cached
def adoption_path(
    snapshot: Snapshot, bank: str, years: int, level: float, settings: LeverSettings
) -> AdoptionPath:
    """A bank's adoption forecast with what levers and trust add to it or take from it.

    The hazard is sped up or slowed down until it runs through the forecast; the difference that levers and
    trust make to it is added to the forecast. The ends of the interval are treated likewise, each on its own
    hazard: the interval is the forecast's, carried along, without the doubt about the levers.

    Parameters
    ----------
    snapshot : Snapshot; bank : code of a bank of the snapshot
    years : int, 1 to 10; level : float in (0, 1), of the interval
    settings : LeverSettings, as ``LeverSettings.of(scenario)``

    Raises
    ------
    ValueError: the bank has no figures to forecast from
    """
    found = adoption.adoption_forecast(snapshot, "customers", bank, years, level)
    customers, active = observed.bank_people(snapshot, bank)
    baseline = found.table[["year", *_ENDS]].reset_index(drop=True)
    trust = trust_shift(snapshot, bank, years, settings.without_levers())
    path, unled = baseline.copy(), baseline.copy()
    if settings.touched:
        extra, of_trust = np.array(
            [_changes(snapshot, bank, years, level, settings, end) for end in _ENDS]
        ).transpose(1, 2, 0)
        path = _bent(baseline, extra / customers * 100.0)
        unled = _bent(baseline, of_trust / customers * 100.0)
    return AdoptionPath(bank, customers, active, found.origin, baseline, path, unled, trust)


def _changes(
    snapshot: Snapshot, bank: str, years: int, level: float, settings: LeverSettings, end: str
) -> tuple[list[float], list[float]]:
    """Adopters at the end of each year more than forecast: with levers and trust, and with trust alone."""
    length = MONTHS * years
    usual = _reference(snapshot, bank, years, level, settings, end)
    read = inputs(_funded(usual, settings, years), length)
    forecast = simulate(without(read) | {"trust": read["reference_trust"]}, length).adopters[0]
    yearly = slice(MONTHS - 1, None, MONTHS)
    paths = [simulate(variant, length).adopters[0] for variant in (read, without(read))]
    led, unled = ((path - forecast)[yearly].tolist() for path in paths)
    return led, unled


def _bent(baseline: pd.DataFrame, change: np.ndarray) -> pd.DataFrame:
    ends = np.clip(baseline[list(_ENDS)].to_numpy() + change, 0.0, 100.0)
    return pd.DataFrame(
        {
            "year": baseline["year"],
            "value": ends[:, 0],
            "low": np.minimum(ends[:, 1], ends[:, 0]),
            "high": np.maximum(ends[:, 2], ends[:, 0]),
        }
    )


@cached
def online_shares(
    snapshot: Snapshot, bank: str, years: int, level: float, settings: LeverSettings
) -> pd.DataFrame:
    """Share of the bank's transactions that are online, year by year, under the settings.

    Where fewer transactions than customers are online, today's share grows in proportion to the active users,
    who keep their habits; where more are, the offline rest shrinks in proportion to the other customers.

    Returns
    -------
    DataFrame year, baseline, value, low, high (shares in [0, 1]); the first row is today, empty where
    the bank has no transactions
    """
    share = channels_activity.online_share(snapshot, bank)
    columns = ["year", "baseline", *_ENDS]
    found = adoption_path(snapshot, bank, years, level, settings)
    if np.isnan(share) or found.active <= 0:
        return pd.DataFrame(columns=columns, dtype=float)
    now = found.active / found.customers
    led = found.path.assign(baseline=found.baseline["value"])[columns]
    users = led[columns[1:]] / 100.0
    online = users * share / now if share <= now else 1.0 - (1.0 - users) * (1.0 - share) / (1.0 - now)
    led[columns[1:]] = online.clip(0.0, 1.0)
    today = pd.DataFrame({"year": [found.origin]} | {name: [share] for name in columns[1:]})
    return pd.concat([today, led], ignore_index=True)


@cached
def monthly_shares(
    snapshot: Snapshot, bank: str, years: int, level: float, levers: LeverSettings = UNTOUCHED
) -> pd.DataFrame:
    """Share of a bank's customers who use e-banking, month by month from now on, with levers and trust.

    Returns
    -------
    DataFrame: month (0 is now), value, low, high, in [0, 1]; the interval holds with probability ``level``

    Raises
    ------
    ValueError: the bank has no observation, or fewer years could be forecast than asked for
    """
    path = adoption.adoption_forecast(snapshot, "customers", bank, years, level).table
    if levers.touched:
        path = adoption_path(snapshot, bank, years, level, levers).path
    last = float(observed.bank_share(snapshot, bank)["value"].iloc[-1])
    columns = {name: monthly(np.clip([last, *path[name]], 0, 100) / 100) for name in ("value", "low", "high")}
    return pd.DataFrame({"month": np.arange(len(columns["value"])), **columns})
