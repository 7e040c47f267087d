"""Charts' frames and tables of the capital page."""

from __future__ import annotations

from functools import partial
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st

from analytics.macro.discipline import sovereign_spread
from analytics.macro.friction import friction
from studies.macro.capital import FlowRisk, flow_risk
from ui import controls, link
from ui.macro.words import money, plain, rate
from ui.views.macro_capital import (
    FURTHER,
    HOLDING,
    YEARS,
    Capital,
    after_sentence,
    discipline_sentence,
    path_name,
    sentence,
)
from ui.words import MISSING, _, interval, number, percent, signed

BALANCES: Final = tuple(round(-0.2 + 0.005 * step, 4) for step in range(81))
RETURNS: Final = (
    *(-0.1, -0.05, -0.02, 0.0, 0.01, 0.02, 0.0225, 0.025, 0.03, 0.035, 0.04, 0.045, 0.05, 0.06, 0.08),
    *(0.1, 0.15, 0.2, 0.3, 0.5, 1.0),
)
_DEBTS: Final = (0.3, 0.45, 0.46, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2)


def ask() -> None:
    """The drawer with the assumptions that a first reading leaves alone."""
    touched = any(name in link.scenario().touched() for name in FURTHER)
    with st.expander(_("Further assumptions"), icon=":material/tune:", expanded=touched):
        first, second, third = st.columns(3)
        with first:
            controls.slide("capital_mobility", _("Moved by a point of gain"), 5.0, shown=money)
            tenths = partial(percent, digits=1)
            controls.slide("nominal_growth", _("Nominal growth"), 0.005, shown=tenths)
        with second:
            controls.slide(
                "transfer_cost",
                _("Round trip, nobody online (assumed)"),
                at=(0.0, 0.001, 0.002, 0.005, 0.01, 0.02, 0.03, 0.05, 0.1),
                shown=rate,
            )
            controls.slide(
                "rate_without_spread",
                _("Interest before the spread"),
                0.005,
                shown=partial(percent, digits=1),
            )
        with third:
            controls.slide("cost_elasticity", _("Elasticity of capital to cost"), 0.25, shown=plain)
            controls.slide("spread_sensitivity", _("Spread per unit of deficit"), 0.05, shown=plain)
        controls.reset(*FURTHER)


def flow_marks(view: Capital) -> pd.DataFrame:
    """The return chosen and the policy rate, on the chart of flows."""
    rows = [(100 * view.home_rate, _("policy rate")), (100 * view.given.return_abroad, _("chosen"))]
    return pd.DataFrame(rows, columns=["x", "label"])


def debt_frame(view: Capital) -> pd.DataFrame:
    """Debt by year and path: x, value (% of GDP), name."""
    return pd.concat(
        [
            pd.DataFrame({"x": np.arange(YEARS + 1), "value": 100 * path.debt, "name": path_name(step)})
            for step, path in view.paths.items()
        ],
        ignore_index=True,
    )


def results(view: Capital) -> pd.DataFrame:
    """Every result of the page with its interval."""
    given = view.given
    one = 1e4 * view.spread
    rows: list[tuple[str, str, str, str]] = [
        (_("Friction of a round trip"), rate(view.cost), _("no interval"), _("at the share online chosen")),
        (
            _("Difference of interest that is sheltered"),
            rate(view.band),
            _("no interval"),
            _("a year, for money that stays {holding}").format(holding=_(HOLDING[given.holding_years][0])),
        ),
        (
            _("Gain of leaving"),
            signed(100 * view.gap, 2, "%"),
            _("no interval"),
            _("a year, before friction"),
        ),
        (
            _("Capital that moves out, illustration (MAD billion)"),
            number(view.outflow, 1),
            interval(view.outflow_low, view.outflow_high, 1),
            _("once; range: half and twice the mobility assumed, 28 published elasticities"),
        ),
        (_("Reserves after it"), _after(view), _after_interval(view), after_sentence(view)),
        (
            _("Interest on public debt"),
            rate(view.interest_rate, 3),
            _("no interval"),
            _("before and with the spread"),
        ),
        (
            _("Spread for the deficit (basis points)"),
            number(one, 0),
            _("no interval"),
            _("by your sensitivity"),
        ),
        (
            _("Primary balance that holds the debt (% of GDP)"),
            signed(100 * view.needed, 1),
            _("no interval"),
            _("above it debt falls"),
        ),
        (
            _("Room (points of GDP)"),
            signed(100 * (given.primary_balance - view.needed), 1),
            interval(*_room_interval(view), 1),
            _("interval: sensitivity of lenders halved and doubled"),
        ),
        (
            _("Cost of a one-point slip (% of GDP a year)"),
            number(100 * view.slip.extra_interest, 2),
            interval(50 * view.slip.extra_interest, 200 * view.slip.extra_interest, 2),
            _("interval: sensitivity of lenders halved and doubled"),
        ),
    ]
    names = (_("Result"), _("Value"), _("Interval"), _("Remark"))
    return pd.DataFrame(rows, columns=list(names))


def _after(view: Capital) -> str:
    return MISSING if view.reserves is None else number(view.reserves - view.outflow, 1)


def _after_interval(view: Capital) -> str:
    if view.reserves is None:
        return _("no interval")
    return interval(view.reserves - view.outflow_high, view.reserves - view.outflow_low, 1)


def _room_interval(view: Capital) -> tuple[float, float]:
    # The needed balance is linear in the spread, which doubles and halves with the sensitivity.
    weight = view.given.public_debt / (1.0 + view.given.nominal_growth)
    room = view.given.primary_balance - view.needed
    return 100 * (room - weight * view.spread), 100 * (room + 0.5 * weight * view.spread)


def discipline_table(view: Capital) -> pd.DataFrame:
    """What a slip costs at other levels of debt."""
    k = view.given.spread_sensitivity
    debts = sorted({*_DEBTS, view.given.public_debt})
    rises = [float(sovereign_spread(0.01, debt, sensitivity=k)) for debt in debts]
    return pd.DataFrame(
        {
            _("Public debt"): [percent(debt) for debt in debts],
            _("Spread for a one-point slip (basis points)"): [1e4 * rise for rise in rises],
            _("Extra interest (% of GDP a year)"): [
                100 * rise * debt for rise, debt in zip(rises, debts, strict=True)
            ],
            _("Chosen"): [_("yes") if debt == view.given.public_debt else "" for debt in debts],
        }
    )


def friction_table(view: Capital) -> pd.DataFrame:
    """The shelter by share online and holding period, in points a year."""
    given = view.given
    shares = sorted({0.0, given.online_share, 0.5, 1.0})
    costs = {
        share: float(friction(given.transfer_cost, share, online_weight=given.online_cost_ratio))
        for share in shares
    }
    return pd.DataFrame(
        {_("Operations on the Internet"): [percent(share) for share in shares]}
        | {
            _(name): [100 * (costs[share] + 2 * given.tobin_tax) / years for share in shares]
            for name, years in HOLDING.values()
        }
    )


def every_table(view: Capital) -> list[tuple[str, str, pd.DataFrame, str, int]]:
    """The tables of the page: name, title, frame, words, digits."""
    words = sentence(view)
    return [
        ("results", _("All results"), results(view), words, 1),
        (
            "shelter",
            _("Interest difference sheltered, points a year, by holding period"),
            friction_table(view),
            words,
            2,
        ),
        (
            "discipline",
            _("What a slip costs, by debt"),
            discipline_table(view),
            discipline_sentence(view),
            2,
        ),
    ]


def flows() -> FlowRisk | None:
    """Capital flows at risk under the session's level and seed; None where the series allow no estimate."""
    given = link.scenario()
    try:
        return flow_risk(link.shown(), given.level, given.seed)
    except ValueError:
        return None


def no_flows() -> str:
    """What stands where the series loaded allow no estimate."""
    return _(
        "The series net_capital_inflow allow no estimate: they must vary, each in its own way. Check them on "
        "the data page."
    )


def quantile_names() -> dict[float, str]:
    """Probability → the name of its line."""
    return {
        0.05: _("Bad: one period in twenty is worse"),
        0.5: _("Middle"),
        0.95: _("Good: one period in twenty is better"),
    }


def flow_frame(risk: FlowRisk) -> pd.DataFrame:
    """The fan of the next inflow: x, value, low, high, name."""
    names = quantile_names()
    return risk.fan.assign(x=risk.fan["common"], name=risk.fan["probability"].map(names))


def flow_kinds(risk: FlowRisk) -> tuple[str, ...]:
    """The kinds of data behind the fan."""
    return ("synthetic", "derived") if risk.synthetic else ("observed", "derived")


def flow_sentence(risk: FlowRisk) -> str:
    """How much worse the bad case gets when all others' flows dry up."""
    bad = risk.fan[risk.fan["probability"] == 0.05].sort_values("common")
    dry, ample = bad.iloc[0], bad.iloc[-1]
    told = _(
        "When other countries’ inflow is {low} % of GDP, one period in twenty falls below {dry} "
        "({dry_interval}); when it is {high}, below {ample} ({ample_interval}), over {periods} "
        "periods at {level}."
    ).format(
        low=number(dry["common"], 1),
        high=number(ample["common"], 1),
        dry=number(dry["value"], 1, "%"),
        dry_interval=interval(dry["low"], dry["high"], 1, "%"),
        ample=number(ample["value"], 1, "%"),
        ample_interval=interval(ample["low"], ample["high"], 1, "%"),
        periods=risk.periods,
        level=percent(link.scenario().level),
    )
    if not risk.synthetic:
        return told
    return (
        _(
            "An invented country: no series of net inflows is loaded. Load net_capital_inflow (% of GDP) for "
            "Morocco and at least one other country, 17 months or more."
        )
        + " "
        + told
    )


def evidence() -> str:
    """What speaks against reading too much into the page."""
    return _(
        "Partial controls rarely give autonomy (Klein and Shambaugh, 2015); tightening after a shock is "
        "counterproductive (Gelos et al., 2022)."
    )


def method() -> dict[str, object]:
    """How capital, room and discipline are computed, for the foot of the page."""
    return {
        "formula": r"\begin{aligned}F&=\mu_0\Big(\tfrac{c_0}{c+2\tau}\Big)^{\eta}\max\Big(0,\;|i^*-i|-"
        r"\tfrac{c+2\tau}{H}\Big),\quad R'=R-F\\ \Delta D&=\tfrac{r-g}{1+g}D-pb,\quad "
        r"r=i_0+k\,\max(0,-pb)\,(1+\mathbf 1\{D>45\,\%\})\end{aligned}",
        "words": [
            _(
                "Friction falls with the share of operations on the Internet: c = c₀ (1 − 6a/7). Capital "
                "moves only for a gain beyond what friction and tax shelter, and goes where it gains. The "
                "interval is the middle 80 % of 28 published elasticities (0.24 to 2.09); mobility itself is "
                "assumed."
            ),
            _(
                "Return abroad holds the foreign rate, expected depreciation and risk premium together; "
                "the rate here is the policy rate as last published."
            ),
            _(
                "The sensitivity of lenders doubles above a debt of 45 % of GDP: Belhocine and Dell’Erba, "
                "IMF WP/13/93, abstract, 26 emerging markets. Its size is your input."
            ),
            _(
                "Debt, balance and growth are assumptions: the base has no published figure of Morocco’s "
                "public debt."
            ),
            _(
                "Capital flows at risk: quantile regression of the inflow on its lag and on the median of "
                "the other countries, bands by block bootstrap (blocks of 8 periods)."
            ),
        ],
        "proof": _(
            "Inside the band nothing moves; equal interest and growth leave debt exactly as it is; more tax "
            "never moves more capital. Coefficients of the quantile regression are those of statsmodels to "
            "three decimals."
        ),
    }
