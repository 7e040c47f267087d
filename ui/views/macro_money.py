"""What the money page shows: what is left of the central bank's grip when money leaves cash and reserves."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.friction import friction
from analytics.macro.money import (
    corridor_rate,
    decoupling_share,
    liquidity_position,
    money_multiplier,
    released_liquidity,
    seigniorage_loss,
)
from studies.macro import country as macro
from ui import link
from ui.macro.words import money, rate, rates
from ui.words import _, listing, percent

RATIOS: Final = (0.0, 0.01, 0.02, 0.03, 0.04, 0.06, 0.08, 0.1, 0.15, 0.2)
CORRIDORS: Final = (0.0, 0.0025, 0.005, 0.01, 0.015, 0.02, 0.03)
LATE: Final = (0.0, 2.0, 5.0, 10.0, 20.0, 30.0, 50.0)
KINDS: Final = ("observed", "assumed", "derived")
DEPOSITS: Final = ("demand_deposits", "term_deposits", "savings_deposits")


@dataclass(frozen=True)
class MoneyFigures:
    """Published figures of Moroccan money, MAD billion; the policy rate per unit, a year."""

    currency: float
    need: float
    deposits: float
    year: int
    policy_rate: float
    policy_year: int


@dataclass(frozen=True)
class CentralBankGrip:
    """The banks' need of the central bank once a share of cash is displaced; amounts in MAD billion.

    ``position`` is the banks' liquidity then, negative while they must borrow; ``flip`` the share of cash
    that ends their need, above 1 where even all cash would not do; low and high take a need that is smaller
    or larger by the late payments assumed. ``multiplier`` is (as things are, with avoidance, with avoidance
    and e-money). ``gauge`` and ``corridor`` are ready to be drawn.
    """

    figures: MoneyFigures
    share: float
    position: float
    flip: float
    flip_low: float
    flip_high: float
    late: float
    multiplier: tuple[float, float, float]
    released: float
    seigniorage: float
    cost: float
    gauge: pd.DataFrame
    corridor: pd.DataFrame


def published() -> MoneyFigures | None:
    """The figures that the page stands on; None where the snapshot lacks one."""
    data = link.shown()
    found = {
        name: macro.figure(data, name)
        for name in ("currency_in_circulation", "liquidity_need", "policy_rate", *DEPOSITS)
    }
    known = {name: figure for name, figure in found.items() if figure is not None}
    if len(known) < len(found) or known["currency_in_circulation"].value <= 0:
        return None
    return MoneyFigures(
        currency=known["currency_in_circulation"].value,
        need=known["liquidity_need"].value,
        deposits=sum(known[name].value for name in DEPOSITS),
        year=known["currency_in_circulation"].year,
        policy_rate=known["policy_rate"].value / 100,
        policy_year=known["policy_rate"].year,
    )


def central_bank_grip() -> CentralBankGrip | None:
    """The session's scenario on the published figures; None where one of them is missing."""
    figures, given = published(), link.scenario()
    if figures is None:
        return None
    share, late = given.displaced_cash, given.late_payments
    need, currency = figures.need, figures.currency
    return CentralBankGrip(
        figures=figures,
        share=share,
        position=float(liquidity_position(need, currency, share)),
        flip=float(decoupling_share(need, currency)),
        flip_low=float(decoupling_share(need - late, currency)),
        flip_high=float(decoupling_share(need + late, currency)),
        late=late,
        multiplier=_multipliers(figures),
        released=float(released_liquidity(given.required_reserves, given.avoided_deposits, figures.deposits)),
        seigniorage=float(seigniorage_loss(figures.policy_rate, share, currency)),
        cost=float(friction(given.transfer_cost, given.online_share, online_weight=given.online_cost_ratio)),
        gauge=_gauge(figures),
        corridor=_corridor(figures),
    )


def _multipliers(figures: MoneyFigures) -> tuple[float, float, float]:
    given = link.scenario()
    ratio, moved = given.required_reserves, given.avoided_deposits
    before = figures.currency / figures.deposits
    # Cash that is displaced comes back as deposits. With no cash and no requirement left, nothing bounds it.
    kept = figures.currency * (1.0 - given.displaced_cash)
    after = kept / (figures.deposits + figures.currency - kept)
    last = np.nan
    if after + ratio * (1.0 - moved) > 0.0:
        last = float(money_multiplier(after, ratio, avoidance=moved))
    return (
        float(money_multiplier(before, ratio)),
        float(money_multiplier(before, ratio, avoidance=moved)),
        last,
    )


def _gauge(figures: MoneyFigures) -> pd.DataFrame:
    """Liquidity of the banks over the share of cash displaced, with late payments as its band."""
    shares = np.linspace(0.0, 1.0, 101)
    late = link.scenario().late_payments
    position = np.asarray(liquidity_position(figures.need, figures.currency, shares))
    return pd.DataFrame(
        {
            "x": 100 * shares,
            "value": position,
            "low": position - late,
            "high": position + late,
            "name": _("Banks’ liquidity without the central bank"),
        }
    )


def _corridor(figures: MoneyFigures) -> pd.DataFrame:
    """Overnight rate, in %, over the share of cash displaced, by what the central bank does about it."""
    given = link.scenario()
    shares = np.linspace(0.0, 1.0, 201)
    returned = figures.currency * shares
    low, high = figures.policy_rate - given.corridor_half, figures.policy_rate + given.corridor_half
    lines = {
        _("Operations that follow"): np.zeros_like(shares),
        _("Advances left as they are"): returned,
        _("No operations at all"): returned - figures.need,
    }
    return pd.concat(
        [
            pd.DataFrame(
                {
                    "x": 100 * shares,
                    "value": 100 * np.asarray(corridor_rate(low, high, reserves, given.late_payments)),
                    "name": name,
                }
            )
            for name, reserves in lines.items()
        ],
        ignore_index=True,
    )


def sentence(view: CentralBankGrip) -> str:
    """What e-money does to the banks' need of the central bank, with number and interval."""
    where = {
        "share": rate(view.share),
        "need": money(view.figures.need, 4),
        "flip": rate(view.flip, 3),
        "interval": rates(view.flip_low, view.flip_high, 3),
    }
    if view.share == 0.0:
        return _(
            "Without more e-money nothing changes: banks borrow {need} from the central bank on average, and "
            "would stop only if {flip} of cash were displaced ({interval})."
        ).format(**where)
    if view.position < 0.0:
        return _(
            "If e-money displaced {share} of cash, banks would still borrow {left} of today’s {need} from "
            "the central bank; they would stop only at {flip} of cash displaced ({interval})."
        ).format(left=money(-view.position, 4), **where)
    return _(
        "If e-money displaced {share} of cash, today’s need of {need} would become a surplus of {surplus}: "
        "banks would no longer have to borrow from the central bank, from {flip} of cash displaced on "
        "({interval})."
    ).format(surplus=money(view.position, 4), **where)


def caution(view: CentralBankGrip) -> str:
    """What the interval is, and is not."""
    return _(
        "Interval: a need smaller or larger by {late}, assumed. A surplus ends the need to borrow, not the "
        "grip on the rate."
    ).format(late=money(view.late))


def evidence() -> str:
    """The two published answers to the question, which disagree."""
    return " ".join(
        [
            _("Two answers in print:"),
            _("a central bank may end as an army with only a signal corps (Friedman, 1999);"),
            _(
                "with standing facilities it keeps control of the rate even when banks hold no reserves "
                "(Woodford, 2001)."
            ),
        ]
    )


def gauge_marks(view: CentralBankGrip) -> pd.DataFrame:
    """The share chosen and the share at which the need ends."""
    return pd.concat([_mark(view.share, _("chosen: {share}")), flip_mark(view)], ignore_index=True)


def flip_mark(view: CentralBankGrip) -> pd.DataFrame:
    """The share at which the need ends; none where even all cash would not do."""
    return _mark(view.flip, _("need ends: {share}"))


def _mark(share: float, text: str) -> pd.DataFrame:
    rows = [(100 * share, text.format(share=rate(share, 3)))] if share <= 1.0 else []
    return pd.DataFrame(rows, columns=["x", "label"])


def gauge_sentence(view: CentralBankGrip) -> str:
    """What the gauge is made of."""
    return _(
        "Published, {year}: the banks’ need of liquidity was {need} on average, currency {currency}."
    ).format(
        year=view.figures.year, need=money(view.figures.need, 4), currency=money(view.figures.currency, 4)
    )


def corridor_sentence(view: CentralBankGrip) -> str:
    """Why the rate stays where the central bank wants it, and when it does not."""
    given = link.scenario()
    floor = view.figures.policy_rate - given.corridor_half
    return _(
        "Policy rate {policy} ({year}). With operations that follow, the overnight rate stays there whatever "
        "happens to cash; left alone, it falls towards the deposit facility at {floor}, and no further."
    ).format(policy=rate(view.figures.policy_rate, 3), year=view.figures.policy_year, floor=rate(floor, 3))


def requirement_sentence() -> str:
    """What avoiding the requirement means at the ratio chosen."""
    series = macro.series(link.shown(), "reserve_requirement")
    steps = listing(
        [
            _("{ratio} in {year}").format(ratio=rate(row.value / 100), year=int(row.period))
            for row in series.itertuples()
        ]
    )
    said = [_("The requirement in Morocco: {steps}; a later level was not read.").format(steps=steps)]
    if link.scenario().required_reserves == 0.0:
        said.append(_("At 0 % there is nothing to avoid: moving deposits out of it changes nothing."))
    return " ".join(said) if len(series) else said[-1]


def missing() -> str:
    """What to do where a published figure is not there."""
    return _(
        "Currency, deposits, the banks’ need of liquidity or the policy rate is missing. Load them on the "
        "import page as country figures."
    )


def shares_of_scenario(view: CentralBankGrip) -> str:
    """The scenario in words, for the alternative text of the second chart."""
    return _("{share} of cash displaced; standing facilities {half} above and below the policy rate.").format(
        share=percent(view.share), half=rate(link.scenario().corridor_half)
    )
