"""What the capital page shows: what leaves, what the State can still do, and what a slip costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.capital import (
    DebtPath,
    capital_outflow,
    debt_path,
    reserves_after,
    return_gap,
    stabilising_balance,
)
from analytics.macro.discipline import DEBT_THRESHOLD, ErrorCost, error_cost, sovereign_spread
from analytics.macro.elasticities import PUBLISHED
from analytics.macro.friction import autonomy_band, friction, mobility
from analytics.scenario import Scenario
from studies.macro import country as macro
from studies.macro.reserves import holdings
from ui import link
from ui.macro.words import money, moneys, plain, rate
from ui.words import N_, _, number, percent, signed

KINDS: Final = ("observed", "assumed", "derived")
HOLDING: Final = {
    "day": (N_("1 day"), 1 / 365),
    "week": (N_("1 week"), 7 / 365),
    "month": (N_("1 month"), 1 / 12),
    "quarter": (N_("1 quarter"), 1 / 4),
    "1": (N_("1 year"), 1.0),
    "5": (N_("5 years"), 5.0),
}
FURTHER: Final = (
    *("capital_mobility", "transfer_cost", "cost_elasticity"),
    *("nominal_growth", "rate_without_spread", "spread_sensitivity"),
)
YEARS: Final = 10
# Mobility is assumed: the range shown takes half of it and twice of it.
MOBILITY_RANGE: Final = (0.5, 2.0)
_SLIP: Final = 0.01
_PER_POINT: Final = 100.0


def holding_names() -> dict[str, str]:
    """Code of the holding period → its name."""
    return {code: _(name) for code, (name, _years) in HOLDING.items()}


@dataclass(frozen=True)
class Capital:
    """Capital, room and discipline under the session's scenario. Rates per unit, amounts in MAD billion.

    ``outflow``, ``outflow_low``, ``outflow_high`` : once, as money is placed anew; the range is that of half
    and twice the mobility assumed, over the published elasticities
    ``curve`` : x (return abroad, %), value, low, high, name
    ``paths`` : difference of the primary balance from the chosen → path of debt
    """

    given: Scenario
    home_rate: float
    cost: float
    gap: float
    band: float
    outflow: float
    outflow_low: float
    outflow_high: float
    reserves: float | None
    imports: float | None
    curve: pd.DataFrame
    spread: float
    interest_rate: float
    needed: float
    slip: ErrorCost
    paths: dict[float, DebtPath]


def capital() -> Capital | None:
    """The page's models under the session's scenario; None where the base has no policy rate.

    Raises
    ------
    ValueError: assumptions under which a model has no finite answer
    """
    given, snapshot = link.scenario(), link.shown()
    policy, known = macro.figure(snapshot, "policy_rate"), holdings(snapshot)
    if policy is None:
        return None
    home = policy.value / 100.0
    cost = float(friction(given.transfer_cost, given.online_share, online_weight=given.online_cost_ratio))
    years = HOLDING[given.holding_years][1]
    gap = float(return_gap(given.return_abroad, 0.0, 0.0, home))
    moved = {name: float(_outflow(given, gap, cost, eta)) for name, eta in _elasticities(given).items()}
    spanned = [factor * value for value in moved.values() for factor in MOBILITY_RANGE]
    deficit = max(0.0, -given.primary_balance)
    spread = float(sovereign_spread(deficit, given.public_debt, sensitivity=given.spread_sensitivity))
    interest = given.rate_without_spread + spread
    return Capital(
        given=given,
        home_rate=home,
        cost=cost,
        gap=gap,
        band=float(autonomy_band(cost, given.tobin_tax, years)),
        outflow=moved["chosen"],
        outflow_low=min(spanned),
        outflow_high=max(spanned),
        reserves=known.reserves,
        imports=known.imports,
        curve=_curve(given, home, cost),
        spread=spread,
        interest_rate=interest,
        needed=float(stabilising_balance(given.public_debt, interest, given.nominal_growth)),
        slip=error_cost(given.public_debt, sensitivity=given.spread_sensitivity, slip=_SLIP),
        paths={step: _path(given, step) for step in (0.0, _SLIP, -_SLIP)},
    )


def attempt() -> tuple[Capital | None, str]:
    """The page's results, or none and the sentence that says why."""
    try:
        found = capital()
    except ValueError as error:
        return None, refusal(error)
    return found, "" if found else missing()


def _elasticities(given: Scenario) -> dict[str, float]:
    return {"chosen": given.cost_elasticity, "low": PUBLISHED.p10, "high": PUBLISHED.p90}


def _outflow(given: Scenario, gap: object, cost: float, elasticity: float) -> np.ndarray:
    ease = mobility(
        given.transfer_cost,
        cost,
        given.tobin_tax,
        elasticity=elasticity,
        base=_PER_POINT * given.capital_mobility,
    )
    years = HOLDING[given.holding_years][1]
    return np.asarray(capital_outflow(ease, gap, cost, given.tobin_tax, years))


def _curve(given: Scenario, home: float, cost: float) -> pd.DataFrame:
    """What moves, by return abroad: as chosen with its range, with nobody online, with everybody."""
    ends = min(-0.02, given.return_abroad - 0.02), max(0.1, given.return_abroad + 0.02)
    abroad = np.unique(np.append(np.linspace(*ends, 61), given.return_abroad))
    gaps = abroad - home
    own = {name: _outflow(given, gaps, cost, eta) for name, eta in _elasticities(given).items()}
    band = np.vstack([factor * values for values in own.values() for factor in MOBILITY_RANGE])
    frames = [
        pd.DataFrame(
            {
                "x": _PER_POINT * abroad,
                "value": own["chosen"],
                "low": band.min(axis=0),
                "high": band.max(axis=0),
                "name": _("Chosen"),
            }
        )
    ]
    for label, share in ((_("Nobody online"), 0.0), (_("Everybody online"), 1.0)):
        other = float(friction(given.transfer_cost, share, online_weight=given.online_cost_ratio))
        values = _outflow(given, gaps, other, given.cost_elasticity)
        frames.append(pd.DataFrame({"x": _PER_POINT * abroad, "value": values, "name": label}))
    return pd.concat(frames, ignore_index=True)


def _path(given: Scenario, better: float) -> DebtPath:
    balance = given.primary_balance + better
    return debt_path(
        given.public_debt,
        years=YEARS,
        foreign_rate=given.rate_without_spread,
        growth=given.nominal_growth,
        primary_balance=balance,
        gap=max(0.0, -balance),
        sensitivity=given.spread_sensitivity,
    )


def sentence(view: Capital) -> str:
    """What room is left, with numbers and intervals."""
    return _flow_sentence(view) + " " + _room_sentence(view)


def _flow_sentence(view: Capital) -> str:
    if view.outflow == 0.0:
        return _(
            "At {abroad} abroad against {home} here no capital moves: friction shelters a difference of up "
            "to {band} a year for money that stays {holding}."
        ).format(
            abroad=rate(view.given.return_abroad, 3),
            home=rate(view.home_rate, 3),
            band=rate(view.band),
            holding=holding_names()[view.given.holding_years],
        )
    pattern = (
        _(
            "Illustration: at {abroad} abroad against {home} here, {amount} would move out, once (range "
            "{interval}), {share} of reserves; a difference of {band} is sheltered."
        )
        if view.outflow > 0.0
        else _(
            "Illustration: at {abroad} abroad against {home} here, {amount} would move in, once (range "
            "{interval}), {share} of reserves; a difference of {band} is sheltered."
        )
    )
    low, high = sorted((abs(view.outflow_low), abs(view.outflow_high)))
    return pattern.format(
        abroad=rate(view.given.return_abroad, 3),
        home=rate(view.home_rate, 3),
        amount=money(abs(view.outflow)),
        interval=moneys(low, high),
        share=_("an unknown share") if not view.reserves else percent(abs(view.outflow) / view.reserves, 1),
        band=rate(view.band),
    )


def _room_sentence(view: Capital) -> str:
    room = view.given.primary_balance - view.needed
    figures = {
        "debt": percent(view.given.public_debt),
        "room": number(100 * abs(room), 1),
        "slip": number(100 * view.slip.extra_interest, 2),
    }
    if room < 0.0:
        return _(
            "To hold debt at {debt} of GDP the State lacks {room} points of GDP a year, and each point of "
            "slip costs {slip} points more in interest."
        ).format(**figures)
    return _(
        "Holding debt at {debt} of GDP leaves the State {room} points of GDP a year, and each point of slip "
        "costs {slip} points in interest."
    ).format(**figures)


def caution(view: Capital) -> str:
    """What the answer rests on."""
    if view.reserves is not None and view.outflow > view.reserves:
        return _("More would move out than the reserves hold. Exchange controls are left out.")
    return _("Mobility is assumed and exchange controls are left out: an illustration, no forecast")


def refusal(error: ValueError) -> str:
    """Why the models have no answer, in the reader's language."""
    known = {
        "cost + 2 tax": _(
            "With neither cost nor tax nothing holds capital back: the amount that moves has no bound. Raise "
            "the cost or the tax."
        ),
        "c0": _(
            "With neither cost nor tax nothing holds capital back: the amount that moves has no bound. Raise "
            "the cost or the tax."
        ),
        "mobility": _(
            "With so little friction and so high an elasticity the amount that moves has no bound. Raise the "
            "cost or lower the elasticity."
        ),
        "debt": _(
            "Under these assumptions debt leaves all bounds within ten years. Change balance or growth."
        ),
    }
    for argument, words in known.items():
        if str(error).startswith(f"{argument} must"):
            return words
    return _("The models have no finite answer under these assumptions. Change them or reset.")


def missing() -> str:
    """What stands in place of the answer without a policy rate."""
    return _("This workspace has no policy rate (policy_rate). Load it on the import page.")


def after_sentence(view: Capital) -> str:
    """What the flow leaves of reserves."""
    if view.reserves is None:
        return _("Official reserves are not known here, so what would remain of them is not either.")
    left = float(reserves_after(view.reserves, view.outflow))
    if left < 0.0:
        return _("Reserves of {held} would be short by {short}.").format(
            held=money(view.reserves, 4), short=money(-left)
        )
    words = _("At an unchanged exchange rate, {left} of {held} would remain").format(
        left=money(left, 4), held=money(view.reserves, 4)
    )
    if not view.imports:
        return words + "."
    return words + _(", {months} months of imports.").format(months=number(12 * left / view.imports, 1))


def debt_sentence(view: Capital) -> str:
    """Where debt goes."""
    end = {step: percent(path.debt[-1]) for step, path in view.paths.items()}
    return _(
        "In {years} years debt stands at {chosen} of GDP; at {better} with a primary balance one point "
        "better, at {worse} with one point worse."
    ).format(years=YEARS, chosen=end[0.0], better=end[_SLIP], worse=end[-_SLIP])


def discipline_sentence(view: Capital) -> str:
    """What lenders charge, and what changes at the threshold."""
    where = (
        _("above the threshold of {limit}, where lenders answer twice as strongly")
        if view.slip.above_threshold
        else _("below the threshold of {limit}, where lenders answer half as strongly as above it")
    ).format(limit=percent(DEBT_THRESHOLD))
    return _(
        "A slip of one point of GDP raises the spread by {rise} basis points; debt is {where} (IMF WP/13/93)."
    ).format(rise=plain(10_000 * view.slip.spread_rise), where=where)


def path_name(step: float) -> str:
    """The name of a path of debt."""
    if step == 0.0:
        return _("Primary balance as chosen")
    return _("{change} point of GDP").format(change=signed(100 * step, 0))
