"""What the capital page shows: what leaves, what the State can still do, and what a slip costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
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
from studies.macro.capital import FlowRisk, flow_risk
from studies.macro.reserves import holdings
from ui.charts import macro as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Open, Part, shared
from ui.macro.words import HOLDING, money, moneys, plain, rate, shown_table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.words import MISSING, N_, _, interval, number, percent, signed

KINDS: Final = ("observed", "assumed", "derived")
FURTHER: Final = (
    *("capital_mobility", "transfer_cost", "cost_elasticity"),
    *("nominal_growth", "rate_without_spread", "spread_sensitivity"),
)
YEARS: Final = 10
# Mobility is assumed: the range shown takes half of it and twice of it.
MOBILITY_RANGE: Final = (0.5, 2.0)
_SLIP: Final = 0.01
_PER_POINT: Final = 100.0
_DEBTS: Final = (0.3, 0.45, 0.46, 0.6, 0.7, 0.8, 0.9, 1.0, 1.2)


@dataclass(frozen=True)
class Capital:
    """Capital, room and discipline under the reader's scenario. Rates per unit, amounts in MAD billion.

    ``outflow``, ``outflow_low``, ``outflow_high`` : once, as money is placed anew; the range is that of half
    and twice the mobility assumed, over the published elasticities
    ``curve`` : x (return abroad, %), value, low, high, name
    ``paths`` : difference of the primary balance from the chosen → path of debt
    """

    reader: Reader
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


def capital(reader: Reader) -> Capital:
    """The page's models under the reader's scenario. Raises ``Refused`` where they have no finite answer."""
    try:
        return _computed(reader)
    except ValueError as error:
        raise Refused(refusal(error)) from error


def _computed(reader: Reader) -> Capital:
    given, snapshot = reader.scenario, reader.snapshot
    policy, known = macro.figure(snapshot, "policy_rate"), holdings(snapshot)
    if policy is None:
        raise Refused(missing(), "fact")
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
        reader=reader,
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
    """What moves and what room it leaves, with numbers and intervals."""
    return f"{_flow_sentence(view)} {_left_sentence(view)}".strip()


def _left_sentence(view: Capital) -> str:
    """What the flow leaves of reserves, short; empty where they are not known."""
    if view.reserves is None:
        return ""
    left = float(reserves_after(view.reserves, view.outflow))
    if left < 0.0:
        return after_sentence(view)
    if not view.imports:
        return _("Reserves would be {left}.").format(left=money(left, 4))
    return _("Reserves would be {left}, {months} months of imports.").format(
        left=money(left, 4), months=number(12 * left / view.imports, 1)
    )


def _flow_sentence(view: Capital) -> str:
    if view.outflow == 0.0:
        return _("At {abroad} abroad no capital moves: friction shelters {band} a year.").format(
            abroad=rate(view.given.return_abroad, 3), band=rate(view.band)
        )
    pattern = (
        _("If money earned {abroad} abroad, {amount} would leave, once ({interval}).")
        if view.outflow > 0.0
        else _("If money earned {abroad} abroad, {amount} would come in, once ({interval}).")
    )
    low, high = sorted((abs(view.outflow_low), abs(view.outflow_high)))
    return pattern.format(
        abroad=rate(view.given.return_abroad, 3), amount=money(abs(view.outflow)), interval=moneys(low, high)
    )


def _room_sentence(view: Capital) -> str:
    room = view.given.primary_balance - view.needed
    words = (
        _("The State lacks {room} points of GDP a year to hold its debt.")
        if room < 0.0
        else _("The State has {room} points of GDP a year more than holds its debt.")
    )
    return words.format(room=number(100 * abs(room), 1))


def further_sentence(view: Capital) -> str:
    """The State's room, against what, for how long, how much of reserves, and what a slip costs."""
    told = _(
        "The rate here is {home}. For money that stays {holding}, a difference of {band} is sheltered. What "
        "moves is {share} of reserves. Debt is to be held at {debt} of GDP. Each point of slip costs {slip} "
        "points of GDP in interest. Intervals of room and slip: lenders half and twice as sensitive."
    ).format(
        debt=percent(view.given.public_debt),
        home=rate(view.home_rate, 3),
        holding=_(HOLDING[view.given.holding_years][0]),
        band=rate(view.band),
        share=_("an unknown share") if not view.reserves else percent(abs(view.outflow) / view.reserves, 1),
        slip=number(100 * view.slip.extra_interest, 2),
    )
    return f"{_room_sentence(view)} {told}"


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


def flow_marks(view: Capital) -> pd.DataFrame:
    """The return chosen and the policy rate, on the chart of flows."""
    chosen = _("chosen: {amount}").format(amount=number(view.outflow, 1))
    rows = [(100 * view.home_rate, _("policy rate")), (100 * view.given.return_abroad, chosen)]
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


def flows(reader: Reader) -> FlowRisk | None:
    """Capital flows at risk at the reader's level and seed; None where the series allow no estimate."""
    given = reader.scenario
    try:
        return flow_risk(reader.snapshot, given.level, given.seed)
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


def flow_sentence(risk: FlowRisk, level: float) -> str:
    """How much worse the bad case gets when all others' flows dry up."""
    bad = risk.fan[risk.fan["probability"] == 0.05].sort_values("common")
    dry, ample = bad.iloc[0], bad.iloc[-1]
    told = _(
        "When other countries’ inflow is {low}% of GDP, one period in twenty falls below {dry} "
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
        level=percent(level),
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


def method() -> Method:
    """How capital, room and discipline are computed, for the foot of the page."""
    return Method.of(
        formula=r"\begin{aligned}F&=\mu_0\Big(\tfrac{c_0}{c+2\tau}\Big)^{\eta}\max\Big(0,\;|i^*-i|-"
        r"\tfrac{c+2\tau}{H}\Big),\quad R'=R-F\\ \Delta D&=\tfrac{r-g}{1+g}D-pb,\quad "
        r"r=i_0+k\,\max(0,-pb)\,(1+\mathbf 1\{D>45\,\%\})\end{aligned}",
        words=[
            _(
                "Friction falls with the share of operations on the Internet: c = c₀ (1 − 6a/7). Capital "
                "moves only for a gain beyond what friction and tax shelter, and goes where it gains. The "
                "interval is the middle 80% of 28 published elasticities (0.24 to 2.09); mobility itself is "
                "assumed."
            ),
            _(
                "Return abroad holds the foreign rate, expected depreciation and risk premium together; "
                "the rate here is the policy rate as last published."
            ),
            _(
                "The sensitivity of lenders doubles above a debt of 45% of GDP: Belhocine and Dell’Erba, "
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
        proof=_(
            "Inside the band nothing moves; equal interest and growth leave debt exactly as it is; more tax "
            "never moves more capital. Coefficients of the quantile regression are those of statsmodels to "
            "three decimals."
        ),
    )


def metrics(view: Capital) -> tuple[Metric, ...]:
    """What stands for the page: what moves, what is sheltered, the State's room, and what a slip costs."""
    room = 100 * (view.given.primary_balance - view.needed)
    least, most = _room_interval(view)
    slip = 100 * view.slip.extra_interest
    return (
        Metric(
            "outflow",
            _("Leaves once, illustration"),
            view.outflow,
            _("MAD billion"),
            low=view.outflow_low,
            high=view.outflow_high,
            opens=Open("macro-reserves"),
        ),
        Metric(
            "band",
            _("Rate gap that moves nothing"),
            100 * view.band,
            "%",
            2,
            why=_("no interval: assumed"),
            opens=Open("macro-tobin-tax"),
        ),
        Metric("room", _("The State’s room a year"), room, _("points of GDP"), low=least, high=most),
        Metric(
            "slip",
            _("Cost a year of a slip of one point"),
            slip,
            _("points of GDP"),
            2,
            low=slip / 2,
            high=2 * slip,
        ),
    )


def _flow_chart(view: Capital) -> Chart:
    figures = shown_table(
        results(view), name="results", title=_("All results"), words=sentence(view), kinds=KINDS, digits=1
    )
    return Chart(
        "flows",
        _("Illustration: what moves out, by return abroad"),
        charts.curves(
            view.curve,
            x_title=_("Return abroad, % a year"),
            y_title=_("Capital that moves out once, MAD billion"),
            marks=flow_marks(view),
            zero=True,
        ),
        sentence(view),
        KINDS,
        note=after_sentence(view),
        figures=(figures,),
    )


def _debt_parts(view: Capital) -> tuple[Part, ...]:
    return (
        Chart(
            "debt",
            _("Where debt goes"),
            charts.curves(debt_frame(view), x_title=_("Years from now"), y_title=_("Public debt, % of GDP")),
            debt_sentence(view),
            ("assumed", "derived"),
            note=" ".join((_room_sentence(view), debt_sentence(view), discipline_sentence(view))),
        ),
    )


def _shelter_parts(view: Capital) -> tuple[Part, ...]:
    return (
        shown_table(
            friction_table(view),
            name="shelter",
            title=_("Interest difference sheltered, points a year, by holding period"),
            words=sentence(view),
            kinds=KINDS,
            digits=2,
        ),
    )


def _discipline_parts(view: Capital) -> tuple[Part, ...]:
    return (
        shown_table(
            discipline_table(view),
            name="discipline",
            title=_("What a slip costs, by debt"),
            words=discipline_sentence(view),
            kinds=KINDS,
            digits=2,
        ),
    )


def _risk_parts(view: Capital) -> tuple[Part, ...]:
    risk = flows(view.reader)
    if risk is None:
        return (Note(no_flows(), "empty"),)
    words = flow_sentence(risk, view.given.level)
    return (
        Chart(
            "at-risk",
            _("Capital flows at risk"),
            charts.curves(
                flow_frame(risk),
                x_title=_("Median inflow of the other countries, % of GDP"),
                y_title=_("Next net inflow, % of GDP"),
            ),
            words,
            flow_kinds(risk),
            note=words,
        ),
    )


_DETAILS: Final[Mapping[str, tuple[str, Callable[[Capital], tuple[Part, ...]]]]] = {
    "debt": (N_("Where debt goes"), _debt_parts),
    "discipline": (N_("What a slip costs, by debt"), _discipline_parts),
    "shelter": (N_("What is sheltered, by holding period"), _shelter_parts),
    "at-risk": (N_("Capital flows at risk"), _risk_parts),
}


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Capital"."""
    view = capital(reader)
    return Content(
        slug="macro-capital",
        answer=Answer(sentence(view), caution(view), further_sentence(view)),
        picture=_flow_chart(view),
        metrics=shared(metrics(view)),
        before=(Note(evidence(), "aside"),),
        details=tuple(
            Detail(name, _(title), partial(make, view)) for name, (title, make) in _DETAILS.items()
        ),
        method=method(),
    )
