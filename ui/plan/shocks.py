"""Shocks on the bank: what a tax, reserves, an outflow and the dirham do to income, liquidity and capital."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from analytics.scenario import Scenario, assumption
from studies.macro.country import source_names
from studies.plan import shocks as reads
from ui.channels import tornado
from ui.charts import channels as channel_charts
from ui.charts import plan as charts
from ui.content import (
    Answer,
    Chart,
    Content,
    Detail,
    Method,
    Metric,
    Note,
    Open,
    Part,
    Plot,
    Slide,
    Table,
    finer,
)
from ui.macro.words import plain, rate
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import each_row
from ui.words import N_, _, interval, labelled, number, percent, signed

_MILLION: Final = 1e6
CONTROLS: Final = (
    *("bank", "tobin_tax", "shock_requirement", "shock_outflow", "shock_depreciation", "shock_reserves"),
)
OTHERS: Final = (
    *("cost_elasticity", "transfer_elasticity", "turnover_response", "transfer_response", "transfers_kept"),
    *("abroad_flight", "fees_follow", "refinancing_spread", "deposit_rate", "reserve_remuneration"),
    "profit_tax",
)
NAMES: Final[Mapping[str, str]] = {
    "tax": N_("Tax on currency"),
    "requirement": N_("Reserve requirement"),
    "outflow": N_("Outflow of deposits"),
    "depreciation": N_("Dirham loses"),
    "drain": N_("Official reserves fall"),
}
# The page on the country where each shock is told for the State.
PAGES: Final[Mapping[str, str]] = {
    "tax": "macro-tobin-tax",
    "requirement": "macro-money",
    "outflow": "macro-capital",
    "depreciation": "macro-reserves",
    "drain": "macro-reserves",
}
CHAINS: Final[Mapping[str, str]] = {
    "tax": N_("Tax → dearer currency → fewer exchanges and transfers → margin and fees"),
    "requirement": N_("Requirement → deposits locked up → liquid assets fall, refinancing rises → interest"),
    "outflow": N_("Deposits leave → liquid assets pay them → refinancing → interest and fees"),
    "depreciation": N_("Dearer currency → less of it traded, more dirhams sent home → position and assets"),
    "drain": N_("Customers buy currency → deposits leave for good → liquid assets → refinancing"),
}
LINES: Final[Mapping[str, str]] = {
    "currency": N_("Margin on currency"),
    "transfers": N_("Transfers of Moroccans abroad"),
    "fees": N_("Other fees"),
    "revaluation": N_("Currency position revalued"),
    "refinancing": N_("Refinancing"),
    "deposit_interest": N_("Interest on deposits not paid"),
    "remuneration": N_("Paid on required reserves"),
}
_RATES: Final[Mapping[str, str]] = {"refinancing_rate": N_("Refinancing rate")}
_RUNOFF: Final[Mapping[str, str]] = {
    "runoff_retail": N_("Run-off of retail deposits"),
    "runoff_business": N_("Run-off of firms’ deposits"),
    "runoff_abroad": N_("Run-off of deposits from abroad"),
}
# The doubt of the model → the field of the scenario that states its middle.
_FIELDS: Final[Mapping[str, str]] = {
    "cost_elasticity": "cost_elasticity",
    "transfer_elasticity": "transfer_elasticity",
    "turnover_response": "turnover_response",
    "transfer_response": "transfer_response",
    "transfers_kept": "transfers_kept",
    "abroad_flight": "abroad_flight",
    "fees_follow": "fees_follow",
    "refinancing_rate": "refinancing_spread",
    "deposit_rate": "deposit_rate",
    "remuneration": "reserve_remuneration",
}
_SHARES: Final = frozenset(
    {"transfers_kept", "fees_follow", "refinancing_rate", "deposit_rate", "remuneration", *_RUNOFF}
)
_PUBLISHED: Final = frozenset({"cost_elasticity", "transfer_response", "runoff_retail", "runoff_business"})


@dataclass(frozen=True)
class ShocksView:
    """The shocks on one bank, ready to be shown."""

    reader: Reader
    bank: str
    name: str
    found: reads.BankShocks

    @property
    def settings(self) -> reads.Settings:
        """What the reader assumes."""
        return self.found.settings

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the figures behind it."""
        return self.found.kinds


def settings(scenario: Scenario) -> reads.Settings:
    """What a scenario assumes of shocks."""
    return reads.Settings(
        tax=scenario.tobin_tax,
        requirement=float(scenario.shock_requirement) / 100 if scenario.shock_requirement else None,
        outflow=scenario.shock_outflow,
        depreciation=scenario.shock_depreciation,
        reserves=scenario.shock_reserves,
        cost_elasticity=scenario.cost_elasticity,
        transfer_elasticity=scenario.transfer_elasticity,
        turnover_response=scenario.turnover_response,
        transfer_response=scenario.transfer_response,
        transfers_kept=scenario.transfers_kept,
        abroad_flight=scenario.abroad_flight,
        fees_follow=scenario.fees_follow,
        refinancing_spread=scenario.refinancing_spread,
        deposit_rate=scenario.deposit_rate,
        remuneration=scenario.reserve_remuneration,
        profit_tax=scenario.profit_tax,
        level=scenario.level,
        seed=scenario.seed,
    )


def shocks(reader: Reader) -> ShocksView:
    """The shocks on the bank asked about. Raises ``Refused`` where its position is not known."""
    (bank, name), asked = reader.bank(), settings(reader.scenario)
    try:
        found = reads.shocks(reader.snapshot, bank, asked)
    except ValueError:
        raise Refused(
            _("{name}: deposits, liquid assets, currency and capital are not known.").format(name=name),
            "bank_position",
        ) from None
    return ShocksView(reader, bank, name, found)


def sizes(view: ShocksView) -> dict[str, str]:
    """Each shock that is set, with its size, as marks and rows are called."""
    asked = view.settings
    said = {
        "tax": rate(asked.tax),
        "requirement": _("{before} → {after}").format(
            before=rate(view.found.held), after=rate(asked.requirement or 0.0)
        ),
        "outflow": rate(asked.outflow),
        "depreciation": rate(asked.depreciation),
        "drain": rate(asked.reserves),
    }
    return {code: labelled(_(NAMES[code]), said[code]) for code in view.found.acting}


def set_rows(view: ShocksView, table: pd.DataFrame) -> pd.DataFrame:
    """The rows of the shocks that are set."""
    return table[table["shock"].isin(view.found.acting)].reset_index(drop=True)


def sentence(view: ShocksView) -> str:
    """The change of a year's income, and both ratios before and after."""
    found, result = view.found, view.found.result
    if not found.acting:
        return _(
            "{name}: no shock is set. Liquidity {liquid}, capital ratio {capital}, as at the end of {year}."
        ).format(
            name=view.name,
            liquid=percent(found.liquidity),
            capital=percent(found.capital, 1),
            year=found.year,
        )
    income, low, high = result.likely_income, result.income.low, result.income.high
    if income > 0:
        felt = _("{name}: the shocks add {income} ({span}) to a year’s income.")
    else:
        felt = _("{name}: the shocks take {income} ({span}) off a year’s income.")
        low, high = -high, -low
    told = felt.format(
        name=view.name,
        income=number(abs(income), 0, _("million MAD")),
        span=interval(low, high, 0),
    )
    if result.likely_lacking > 0:
        return f"{told} " + _("Liquidity {liquid} → {later}: {lacking} short of {floor}.").format(
            liquid=number(100 * found.liquidity, 0),
            later=percent(result.likely_liquidity),
            floor=percent(found.floor),
            lacking=number(result.likely_lacking, 0, _("million MAD")),
        )
    return f"{told} " + _("Liquidity {liquid} → {later}, above the required {floor}.").format(
        liquid=percent(found.liquidity), later=percent(result.likely_liquidity), floor=percent(found.floor)
    )


def more(view: ShocksView) -> str:
    """The heaviest shock, and what must be borrowed anew."""
    found, result = view.found, view.found.result
    parts = []
    worst = min(each_row(set_rows(view, result.steps)), key=lambda row: float(row.value), default=None)
    if worst is not None and worst.value < 0:
        parts.append(
            _("Heaviest: {shock}, {value} ({span}).").format(
                shock=sizes(view)[worst.shock],
                value=signed(worst.value, 0, _("million MAD")),
                span=interval(worst.low, worst.high, 0),
            )
        )
    parts.append(
        _("To borrow anew: {amount} ({span}), beside {now} borrowed today.").format(
            amount=number(result.needed.middle, 0, _("million MAD")),
            span=interval(result.needed.low, result.needed.high, 0),
            now=number(found.position.refinancing, 0, _("million MAD")),
        )
    )
    return " ".join(parts)


def caution(view: ShocksView) -> str:
    """What weakens the answer; empty when nothing does."""
    found, result, parts = view.found, view.found.result, []
    if result.needed.high > found.position.liquid_assets:
        parts.append(_("Liquid assets do not suffice at the high end: nothing is borrowed without them"))
    if not found.fees_known:
        parts.append(_("No accounts: fees other than those of transfers are not counted"))
    if not np.isfinite(found.share):
        parts.append(_("The country’s deposits are not known: falling official reserves drain nothing"))
    if found.year < view.reader.snapshot.as_of.year - 1:
        parts.append(_("The position is that of {year}").format(year=found.year))
    return " · ".join(parts)


def metrics(view: ShocksView) -> tuple[Metric, ...]:
    """Income, both ratios and refinancing."""
    found, result = view.found, view.found.result
    beneath = _("{before} before; below {floor} in {share} of the draws").format(
        before=percent(found.liquidity), floor=percent(found.floor), share=percent(result.short)
    )
    if result.likely_lacking > 0:
        beneath = _("{before} before; {lacking} ({span}) short of {floor}").format(
            before=percent(found.liquidity),
            floor=percent(found.floor),
            lacking=number(result.likely_lacking, 0, _("million MAD")),
            span=interval(result.lacking.low, result.lacking.high, 0),
        )
    return (
        Metric(
            "shock_income",
            _("Change of a year’s income"),
            result.likely_income,
            _("million MAD"),
            0,
            result.income.low,
            result.income.high,
            "higher",
            why=_("before tax"),
            name=_("Shocks: change of a year’s income"),
        ),
        Metric(
            "shock_liquidity",
            _("Liquidity ratio (LCR) after"),
            100 * result.likely_liquidity,
            "%",
            0,
            100 * result.liquidity.low,
            100 * result.liquidity.high,
            "higher",
            why=beneath,
        ),
        Metric(
            "shock_capital",
            _("Capital ratio after"),
            100 * result.likely_capital,
            "%",
            2,
            100 * result.capital.low,
            100 * result.capital.high,
            "higher",
            opens=Open("risk-losses"),
            why=_("{before} before").format(before=percent(found.capital, 2)),
        ),
        Metric(
            "shock_refinancing",
            _("Refinancing cost, more a year"),
            result.likely_refinancing,
            _("million MAD"),
            0,
            result.refinancing.low,
            result.refinancing.high,
            "lower",
            opens=Open("macro-money"),
            why=_("Policy rate {rate} ({year}) and {spread} above it").format(
                rate=rate(found.policy.value / 100, 3),
                year=found.policy.year,
                spread=rate(view.settings.refinancing_spread),
            ),
        ),
    )


def step_frame(view: ShocksView) -> pd.DataFrame:
    """Steps from no change to the whole change of income, MAD million."""
    result, named = view.found.result, sizes(view)
    steps = set_rows(view, result.steps)
    ends = steps["value"].cumsum()
    rows = pd.DataFrame(
        {
            "label": [named[code] for code in steps["shock"]],
            "start": ends - steps["value"],
            "end": ends,
            "low": ends - steps["value"] + steps["low"],
            "high": ends - steps["value"] + steps["high"],
            "part": "step",
            "brief": [signed(value, 0) for value in steps["value"]],
            "text": [_spanned(row.value, row.low, row.high) for row in each_row(steps)],
        }
    )
    whole = result.likely_income
    total = pd.DataFrame(
        {
            "label": [_("All together")],
            "start": [0.0],
            "end": [whole],
            "low": [result.income.low],
            "high": [result.income.high],
            "part": ["total"],
            "brief": [signed(whole, 0)],
            "text": [_spanned(whole, result.income.low, result.income.high)],
        }
    )
    return pd.concat([rows, total], ignore_index=True)


def _spanned(value: float, low: float, high: float) -> str:
    """A change with its sign and its interval."""
    return f"{signed(value, 0)} ({interval(low, high, 0)})"


def dearest(view: ShocksView) -> tuple[str, float] | None:
    """The shock that costs most and what it costs; None where none costs anything."""
    steps = set_rows(view, view.found.result.steps)
    losses = [(float(row.value), str(row.shock)) for row in each_row(steps) if row.value < 0]
    if not losses:
        return None
    change, shock = min(losses)
    return shock, -change


def finding(view: ShocksView) -> str:
    """What the chart finds: the step that costs most, if any does."""
    most = dearest(view)
    if most is None:
        return _("What each shock does to a year’s income")
    return _("{shock}: the dearest, {amount} of a year’s income").format(
        shock=_(NAMES[most[0]]), amount=number(most[1], 0, _("million MAD"))
    )


def spoken_of(view: ShocksView) -> tuple[str, ...]:
    """The row of the picture that its title speaks of."""
    most = dearest(view)
    return () if most is None else (sizes(view)[most[0]],)


def liquidity_frame(view: ShocksView) -> pd.DataFrame:
    """The liquidity coverage ratio before, after each shock and those before it, and after all, in %."""
    found, result, named = view.found, view.found.result, sizes(view)
    steps = set_rows(view, result.steps)
    ends = [100 * float(each) for each in steps["liquidity"]]
    starts = [100 * found.liquidity, *ends[:-1]]
    before, after = 100 * found.liquidity, 100 * result.likely_liquidity
    held = number(before, 0, "%")
    rows = [(_("Before"), 0.0, before, np.nan, np.nan, held, held, "total")]
    rows += [
        (named[code], start, end, np.nan, np.nan, signed(end - start, 1), signed(end - start, 1), "step")
        for code, start, end in zip(steps["shock"], starts, ends, strict=True)
    ]
    low, high = 100 * result.liquidity.low, 100 * result.liquidity.high
    left = number(after, 0, "%")
    rows.append((_("After"), 0.0, after, low, high, f"{left} ({interval(low, high, 0)})", left, "total"))
    return pd.DataFrame(rows, columns=["label", "start", "end", "low", "high", "text", "brief", "part"])


def liquidity_finding(view: ShocksView) -> str:
    """Whether the ratio stays above what is asked for, as the title of its picture."""
    result, floor = view.found.result, percent(view.found.floor)
    if result.likely_lacking > 0:
        return _("Liquidity falls below {floor}: {amount} of liquid assets are missing").format(
            floor=floor, amount=number(result.likely_lacking, 0, _("million MAD"))
        )
    return _("Liquidity stays above {floor}").format(floor=floor)


def step_table(view: ShocksView) -> pd.DataFrame:
    """What each shock does to income, after those before it."""
    result, named = view.found.result, sizes(view)
    rows = [
        (named[row.shock], row.value, row.low, row.high) for row in each_row(set_rows(view, result.steps))
    ]
    rows.append((_("All together"), result.likely_income, result.income.low, result.income.high))
    return pd.DataFrame(
        rows,
        columns=[
            _("Shock"),
            _("Likeliest (MAD million)"),
            _("Low (MAD million)"),
            _("High (MAD million)"),
        ],
    ).round(1)


def chain_table(view: ShocksView) -> pd.DataFrame:
    """Each shock alone, from what it moves first to the ratios."""
    rows, named = set_rows(view, view.found.result.alone), sizes(view)
    # Adding nothing takes the sign off a zero.
    return pd.DataFrame(
        {
            _("Shock alone"): [named[code] for code in rows["shock"]],
            _("Currency traded (MAD million)"): rows["turnover"].round(1) + 0.0,
            _("Transfers received (MAD million)"): rows["transfers"].round(1) + 0.0,
            _("Deposits (MAD million)"): rows["deposits"].round(1) + 0.0,
            _("Locked in reserve (MAD million)"): rows["locked"].round(1) + 0.0,
            _("Out of liquid assets (MAD million)"): rows["needed"].round(1) + 0.0,
            _("Income (MAD million)"): rows["income"].round(1) + 0.0,
            _("LCR after (%)"): (100 * rows["liquidity"]).round(2),
            _("Capital ratio after (%)"): (100 * rows["capital"]).round(2),
        }
    )


def line_table(view: ShocksView) -> pd.DataFrame:
    """What the shocks together do to each line of the accounts."""
    result = view.found.result
    rows = [(_(LINES[row.line]), row.value, row.low, row.high) for row in each_row(result.lines)]
    rows.append((_("Income in all"), result.likely_income, result.income.low, result.income.high))
    return pd.DataFrame(
        rows,
        columns=[
            _("Line"),
            _("Likeliest (MAD million)"),
            _("Low (MAD million)"),
            _("High (MAD million)"),
        ],
    ).round(1)


def position_table(view: ShocksView) -> pd.DataFrame:
    """The bank before the shocks."""
    held = view.found.position
    rows = {
        _("Deposits of residents who are no firms"): held.deposits["retail"],
        _("Deposits of firms"): held.deposits["business"],
        _("Deposits of Moroccans abroad"): held.deposits["abroad"],
        _("Required reserves held"): held.reserves_held,
        _("High-quality liquid assets"): held.liquid_assets,
        _("Net outflows of thirty days"): held.net_outflows,
        _("Borrowed from the central bank and the market"): held.refinancing,
        _("Currency traded by customers, a year"): held.currency_turnover,
        _("Margin on it, a year"): held.currency_income,
        _("Transfers of Moroccans abroad, a year"): held.transfers,
        _("Fees on them, a year"): held.transfer_income,
        _("Other fees, a year"): held.fees,
        _("Net open currency position"): held.open_position,
        _("Own funds"): held.capital,
        _("Risk-weighted assets"): held.risk_weighted,
        _("of which in currency"): held.risk_weighted_currency,
    }
    return pd.DataFrame({_("Line"): list(rows), _("MAD million"): list(rows.values())})


def called(name: str) -> str:
    """An assumption of the model, as its control is called."""
    own = {**_RUNOFF, **_RATES}
    return _(own[name]) if name in own else _(assumption(_FIELDS[name]).label)


def _stated(name: str, value: float) -> str:
    return rate(value, 3) if name in _SHARES else plain(value)


def doubt_table(view: ShocksView) -> pd.DataFrame:
    """Every assumption with its interval, its source and what it rests on."""
    named = source_names(view.reader.snapshot)
    swings = {row.assumption: (row.low, row.high) for row in each_row(view.found.swings)}
    rows = []
    for name, each in view.found.doubt.items():
        rest = (1 - view.settings.level) / 2
        low, high = swings.get(name, tuple(float(each.quantile(end)[0]) for end in (rest, 1 - rest)))
        rows.append(
            {
                _("Assumption"): called(name),
                _("Value taken"): _stated(name, float(each.likely)),  # type: ignore[arg-type]
                _("Between"): _("{low} to {high}").format(low=_stated(name, low), high=_stated(name, high)),
                _("Evidence"): _("published") if name in _PUBLISHED else _("assumed"),
                _("Source"): named["bcbs_lcr"] if name in _RUNOFF else _(assumption(_FIELDS[name]).source),
            }
        )
    return pd.DataFrame(rows)


def said_steps(view: ShocksView) -> str:
    """The steps in words."""
    frame = step_frame(view)
    return _("Change of a year’s income, MAD million. {steps}.").format(
        steps=", ".join(labelled(row.label, row.text) for row in each_row(frame))
    )


def said_swings(view: ShocksView) -> str:
    """The assumption that matters most."""
    if view.found.swings.empty:
        return _("Nothing hangs on an assumption: no shock is set.")
    row = next(each_row(view.found.swings))
    return _("Most hangs on this: {assumption}, from {low} to {high}: income {least} to {most}.").format(
        assumption=called(row.assumption),
        low=_stated(row.assumption, row.low),
        high=_stated(row.assumption, row.high),
        least=signed(min(row.value_at_low, row.value_at_high), 0),
        most=signed(max(row.value_at_low, row.value_at_high), 0, _("million MAD")),
    )


def method() -> Method:
    """How the shocks are computed."""
    return Method.of(
        formula=r"V'=V\,(1+\tau/c)^{-\varepsilon}(1+d)^{1-\eta},\qquad N=(D-D')+(r'D'-Q),\qquad "
        r"\mathrm{LCR}'=\frac{H-N}{O-\sum_k\rho_k(D_k-D_k')},\qquad "
        r"k'=\frac{K+(1-t)\,\Delta P}{W+d\,W_f}",
        words=[
            _(
                "V is what customers trade in currency, c the bank’s margin, τ the tax, d the rise of "
                "foreign currency. Transfers answer alike, with elasticities of their own."
            ),
            _(
                "D are deposits, Q the reserves held, r the requirement. What leaves or is locked up, N, is "
                "paid out of liquid assets H and borrowed anew at the policy rate and a spread."
            ),
            _(
                "O are net outflows of thirty days, ρ the run-off rates of the Basel Committee; what has "
                "left runs off no more."
            ),
            _(
                "Official reserves that fall by a share are bought with deposits; the bank loses its share "
                "of the country’s deposits."
            ),
            _(
                "A year’s change of income P, less tax t, goes to own funds K; W are risk-weighted assets, "
                "of which W_f in currency."
            ),
            _(
                "Shocks are applied one after another, in the order shown, so that the steps add up. "
                "{draws} draws of all assumptions at once."
            ).format(draws=number(reads.DRAWS, 0)),
        ],
        proof=_(
            "A requirement of 2% on 1,000 at 3% less 0.5% costs 0.5. A tenth of deposits of 600, 250 and "
            "150 leaves 140 of 240 liquid assets over 142.5 of 160 outflows: 98%. A tax as large as the "
            "margin halves turnover at an elasticity of 1."
        ),
    )


def _plot(view: ShocksView) -> Plot:
    unit = _("MAD million")
    return Plot.waterfall(step_frame(view), unit, lead=spoken_of(view))


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Shocks on the bank"."""
    view = shocks(reader)
    rows, told, kinds = step_table(view), said_steps(view), view.kinds
    return Content(
        slug="plan-shocks",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=metrics(view),
        picture=Chart(
            "steps",
            finding(view),
            charts.steps(step_frame(view), title=_("MAD million"), lead=spoken_of(view)),
            told,
            kinds,
            note=_(
                "Each step begins where the one before ended: to the left it costs, to the right it earns. "
                "Whiskers and brackets hold {level} of the draws."
            ).format(level=percent(view.settings.level)),
            figures=(Table("steps", _("Income by shock"), rows, told, kinds),),
            plot=partial(_plot, view),
            opened_by="label",
            opens={label: Open(PAGES[code]) for code, label in sizes(view).items()},
        ),
        details=(
            Detail("liquidity", _("Liquidity"), partial(_liquidity, view)),
            Detail("chains", _("How each shock works"), partial(_chains, view)),
            Detail("lines", _("By line of the accounts"), partial(_lines, view)),
            Detail("swings", _("What matters most"), partial(_swings, view)),
            Detail("doubts", _("Assumptions and sources"), partial(_doubts, view)),
            Detail("position", _("Balance sheet before"), partial(_position, view)),
        ),
        method=method(),
        board=Slide(("steps",), ("steps", "chains", "lines"), (more(view),)),
    )


def _liquidity(view: ShocksView) -> tuple[Part, ...]:
    rows = liquidity_frame(view)
    floor = 100 * view.found.floor
    return (
        Chart(
            "liquidity",
            liquidity_finding(view),
            charts.ratio_steps(
                rows,
                floor=floor,
                floor_name=_("required: {floor}").format(floor=number(floor, 0, "%")),
                title=_("Liquidity coverage ratio (LCR), %"),
                lead=(_("After"),),
            ),
            _("Liquidity coverage ratio, %. {steps}.").format(
                steps=", ".join(labelled(row.label, row.text) for row in each_row(rows))
            ),
            view.kinds,
            note=_(
                "Points of the ratio by shock, each after those above it. "
                "The whisker at the end holds {level} of the draws."
            ).format(level=percent(view.settings.level)),
        ),
    )


def _chains(view: ShocksView) -> tuple[Part, ...]:
    title = _("Each shock alone, at the likeliest assumptions")
    rows = chain_table(view)
    there = tuple(Open(PAGES[code]) for code in view.found.acting)
    said = [Note(_(CHAINS[code])) for code in view.found.acting]
    return (Table("chains", title, rows, more(view), view.kinds, finer(rows, 1), opens=there), *said)


def _lines(view: ShocksView) -> tuple[Part, ...]:
    title = _("All shocks together, line by line")
    return (Table("lines", title, line_table(view), sentence(view), view.kinds),)


def _swings(view: ShocksView) -> tuple[Part, ...]:
    told, rows = said_swings(view), view.found.swings
    if rows.empty:
        return (Note(told, "empty"),)
    amounts = ["value_at_low", "value_at_high", "likely"]
    # The tornado is written for dirhams.
    rows = rows.assign(**{name: _MILLION * rows[name] for name in amounts})
    names = {name: called(name) for name, _each in view.found.doubt.items()}
    ends = {"low": _("At its low end"), "high": _("At its high end")}
    bars, order = tornado.bars(rows, names=names, stated=_stated, ends=ends)
    table = tornado.figures(
        rows,
        names=names,
        stated=_stated,
        at_low=_("Income at the low end (MAD million)"),
        at_high=_("Income at the high end (MAD million)"),
    )
    title = _("What the change of income hangs on")
    return (
        Chart(
            "swings",
            title,
            channel_charts.tornado(bars, ends=order, title=_("Change of a year’s income, MAD million")),
            told,
            view.kinds,
            note=told,
            figures=(Table("swings", title, table, told, view.kinds, finer(table, 1)),),
        ),
    )


def _doubts(view: ShocksView) -> tuple[Part, ...]:
    rows = doubt_table(view)
    title = _("Every assumption, its interval and its source")
    told = _("{count} assumptions, {published} of them from published figures.").format(
        count=len(rows), published=len(_PUBLISHED)
    )
    return (Table("doubts", title, rows, told, view.kinds),)


def _position(view: ShocksView) -> tuple[Part, ...]:
    title = _("The bank before the shocks, {year}").format(year=view.found.year)
    rows = position_table(view)
    return (Table("position", title, rows, title, view.kinds[:1]),)
