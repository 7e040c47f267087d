"""What the reserves page shows: the regime between float and peg, and reserves against five rules."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import pandas as pd

from analytics.macro.reserves import (
    Adequacy,
    AraMetric,
    ara_adequacy,
    ara_metric,
    debt_cover,
    import_cover,
    money_cover,
)
from analytics.scenario import Scenario
from data.snapshots import Snapshot
from studies.macro import reserves as reads
from ui import link
from ui.views.macro_words import money, plain
from ui.words import N_, _, clauses, interval, labelled, listing, number, percent

KINDS: Final = ("observed", "derived", "assumed")
VARIABLES: Final = {
    "depreciation": N_("Change of the exchange rate"),
    "output": N_("Output"),
    "domestic_inflation": N_("Domestic inflation"),
    "cpi_inflation": N_("Consumer inflation"),
    "interest_rate": N_("Interest rate"),
    "terms_of_trade": N_("Terms of trade"),
}
WEIGHTS: Final = {"fixed": N_("Fixed rate"), "floating": N_("Floating rate")}
RULES: Final = {
    "ara": N_("ARA metric of the IMF"),
    "short_term_debt": N_("Short-term external debt (Guidotti, Greenspan)"),
    "imports": N_("Three months of imports"),
    "broad_money": N_("20 % of M2"),
    "optimal": N_("Optimal level (Jeanne, Rancière)"),
}
VERDICTS: Final = {
    "adequate": N_("▲ met"),
    "short": N_("▼ not met"),
    "unknown": N_("○ not known"),
}
PEG: Final = "peg"


def answers() -> dict[str, str]:
    """Code of the response to the exchange rate → how the control writes it."""
    codes = link.scenario().assumptions()["exchange_response"].choices
    names = {code: plain(float(code)) for code in codes if code != PEG}
    return names | {"0": _("0: free float"), PEG: _("without limit: peg")}


def weights() -> dict[str, str]:
    """Code of the metric's weights → its name."""
    return {code: _(name) for code, name in WEIGHTS.items()}


def response(code: str) -> float:
    """The response to the exchange rate that a code stands for."""
    return math.inf if code == PEG else float(code)


@dataclass(frozen=True)
class Reserves:
    """The regime chosen between its two ends, and the reserves against every rule.

    ``chosen``, ``floating``, ``pegged`` : variable → standard deviation in % a quarter
    ``curve`` : the same over the responses, with phi_e
    ``rules`` : adequacy by rule; ``asked`` : rule → (low, high) in billions of dirhams
    ``optimal`` : share of GDP, for the bold, for the cautious
    """

    code: str
    rigidity: float
    chosen: dict[str, float | None]
    floating: dict[str, float | None]
    pegged: dict[str, float | None]
    curve: pd.DataFrame
    holdings: reads.Holdings
    metric: AraMetric
    rules: tuple[Adequacy, ...]
    asked: dict[str, tuple[float, float]]
    optimal: tuple[float, float, float]


def reserves(scenario: Scenario | None = None, snapshot: Snapshot | None = None) -> Reserves | None:
    """Regime and reserves under a scenario, the session's by default; None where there are no reserves."""
    given, known = scenario or link.scenario(), reads.holdings(snapshot or link.shown())
    held = known.reserves
    if held is None:
        return None
    debt, other = amount(given.short_term_debt), amount(given.other_liabilities)
    metric = ara_metric(known.exports, known.broad_money, debt, other, regime=given.ara_weights)
    optimal = reads.optimal_share(given.sudden_stop)
    rules = (
        ara_adequacy(held, metric),
        debt_cover(held, debt),
        import_cover(held, known.imports),
        money_cover(held, known.money),
    )
    asked = {item.rule: (_ratio(held, item.high), _ratio(held, item.low)) for item in rules}
    if known.gdp is not None:
        asked["optimal"] = (optimal[0] * known.gdp, optimal[0] * known.gdp)
        rules += (_optimal(held, optimal[0] * known.gdp),)
    rigidity, code = given.price_rigidity, given.exchange_response
    return Reserves(
        code=code,
        rigidity=rigidity,
        chosen=reads.regime("hybrid", response(code), rigidity),
        floating=reads.regime("DITR", 0.0, rigidity),
        pegged=reads.regime("PEG", 0.0, rigidity),
        curve=reads.hybrid(rigidity),
        holdings=known,
        metric=metric,
        rules=rules,
        asked=asked,
        optimal=optimal,
    )


def amount(text: str) -> float | None:
    """An amount that the reader typed; None where nothing is stated."""
    return float(text) if text else None


def _ratio(held: float, ratio: float) -> float:
    if math.isinf(ratio):
        return 0.0
    return math.inf if ratio == 0.0 else held / ratio


def _optimal(held: float, asked: float) -> Adequacy:
    ratio = held / asked if asked > 0.0 else math.inf
    known = ratio if math.isfinite(ratio) else None
    return Adequacy("optimal", known, ratio, ratio, "adequate" if ratio >= 1.0 else "short")


def sentence(view: Reserves) -> str:
    """Which regime and which reserves, with numbers and intervals."""
    return _(
        "With a response of {response} to the exchange rate, the dirham moves by {depreciation} a quarter "
        "({floating} in a float, 0 in a peg) and output by {output} ({output_float} and {output_peg}); "
        "reserves of {reserves} meet {met} of {count} rules for certain{missing}, and the optimal level is "
        "{optimal} of GDP ({interval})."
    ).format(
        response=answers()[view.code],
        depreciation=_points(view.chosen["depreciation"]),
        floating=_points(view.floating["depreciation"]),
        output=_points(view.chosen["output"]),
        output_float=_points(view.floating["output"]),
        output_peg=_points(view.pegged["output"]),
        reserves=money(view.holdings.reserves, 4),
        met=sum(item.verdict == "adequate" for item in view.rules),
        count=len(view.rules),
        missing=_missing(view),
        optimal=percent(view.optimal[0], 1),
        interval=interval(100 * view.optimal[1], 100 * view.optimal[2], 1, "%"),
    )


def _points(value: float | None) -> str:
    return number(value, 2, "%")


def _missing(view: Reserves) -> str:
    open_rules = [_(RULES[item.rule]) for item in view.rules if item.verdict == "unknown"]
    return _(" (not known: {rules})").format(rules=listing(open_rules)) if open_rules else ""


def caution(view: Reserves) -> str:
    """What the answer does not know."""
    names = {
        "exports": _("exports"),
        "broad_money": _("broad money"),
        "short_term_debt": _("short-term debt"),
        "other_liabilities": _("other liabilities"),
    }
    missing = [names[name] for name in view.metric.missing]
    if not missing:
        return ""
    return _("Not known: {names}").format(names=listing(missing))


def implied_sentence(view: Reserves) -> str:
    """What the published ratio says of the parts that are not known."""
    known, published = view.holdings, view.holdings.figures.get("reserves_to_ara")
    if published is None or known.reserves is None:
        return ""
    whole = 100.0 * known.reserves / published.value
    rest = whole - view.metric.low
    stated = _("Bank Al-Maghrib publishes {ratio} for {year}: a metric of {whole}.").format(
        ratio=number(published.value, 0, "%"), year=published.year, whole=money(whole, 4)
    )
    if not view.metric.missing:
        ours = view.rules[0].ratio
        return stated + " " + _("With your figures the ratio is {ours}.").format(ours=percent(ours))
    if rest < 0.0:
        return stated + " " + _("The known parts alone exceed it under these weights: they do not fit.")
    return (
        stated
        + " "
        + _(
            "The known parts weigh {known}, so the unknown ones weigh {rest}; under these weights short-term "
            "debt would be {debt} at most."
        ).format(known=money(view.metric.low, 4), rest=money(rest, 3), debt=money(rest / 0.30, 3))
    )


def regime_sentence(view: Reserves) -> str:
    """What the middle of the curve costs and gains."""
    best = view.curve.loc[view.curve["welfare"].idxmin()]
    return _(
        "Steadier currency, less steady output: the loss of welfare is {chosen} of consumption here, {float} "
        "in a float, {peg} in a peg; it is least ({least}) near a response of {best}."
    ).format(
        chosen=number(view.chosen["welfare"], 3, "%"),
        float=number(view.floating["welfare"], 3, "%"),
        peg=number(view.pegged["welfare"], 3, "%"),
        least=number(best["welfare"], 3, "%"),
        best=_("a peg") if math.isinf(best["phi_e"]) else plain(best["phi_e"], 1),
    )


def described_curve(view: Reserves) -> str:
    """The curve in words: each variable at its two ends."""
    return " ".join(
        _("{variable}: {floating} in a float, {chosen} here, {pegged} in a peg.").format(
            variable=_(name),
            floating=_points(view.floating[code]),
            chosen=_points(view.chosen[code]),
            pegged=_points(view.pegged[code]),
        )
        for code, name in VARIABLES.items()
    )


def described_cover(view: Reserves) -> str:
    """Every rule in words."""
    held = money(view.holdings.reserves, 4)
    parts = [
        labelled(_(RULES[item.rule]), _(VERDICTS[item.verdict])[2:])
        + ("" if item.ratio is None else f" ({percent(item.ratio)})")
        for item in view.rules
    ]
    return _("Reserves of {held}. {rules}.").format(held=held, rules=clauses(parts))


def no_reserves() -> str:
    """What stands in place of the answer where the base has no reserves."""
    return _("This workspace has no official reserves (official_reserves_mad). Load them on the import page.")
