"""What the reserves page shows: the regime between float and peg, and reserves against five rules."""

from __future__ import annotations

import itertools
import math
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from analytics.macro.regimes import MOMENTS
from analytics.macro.reserves import (
    Adequacy,
    AraMetric,
    ara_adequacy,
    ara_metric,
    debt_cover,
    import_cover,
    money_cover,
)
from data import published as printed
from studies import core
from studies.macro import country as macro_reads
from studies.macro import reserves as reads
from studies.macro.reserves import CAUTIOUS, STABILITY_MONTHS
from ui.assumed import written
from ui.charts import macro as charts
from ui.charts import macro_reserves as cover_chart
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Plot, Slide, Table, shared
from ui.macro.words import height, money, plain
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import row_of
from ui.words import (
    MISSING,
    N_,
    _,
    clauses,
    interval,
    labelled,
    language,
    listing,
    month_name,
    number,
    percent,
    worded,
)

KINDS: Final = ("observed", "derived", "assumed")
VARIABLES: Final = {
    "depreciation": N_("Change of the exchange rate"),
    "output": N_("Output"),
    "domestic_inflation": N_("Domestic inflation"),
    "cpi_inflation": N_("Consumer inflation"),
    "interest_rate": N_("Interest rate"),
    "terms_of_trade": N_("Terms of trade"),
}
RULES: Final = {
    "ara": N_("ARA metric of the IMF"),
    "short_term_debt": N_("Short-term external debt (Guidotti, Greenspan)"),
    "imports": N_("Three months of imports"),
    "broad_money": N_("20% of M2"),
    "optimal": N_("Optimal level (Jeanne, Rancière)"),
}
VERDICTS: Final = {
    "adequate": N_("met"),
    "short": N_("not met"),
    "unknown": N_("not known"),
}
PEG: Final = "peg"


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

    reader: Reader
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


def reserves(reader: Reader) -> Reserves:
    """Regime and reserves under the reader's scenario. Raises ``Refused`` where there are no reserves."""
    given, known = reader.scenario, reads.holdings(reader.snapshot)
    held = known.reserves
    if held is None:
        raise Refused(
            _(
                "This workspace has no official reserves (official_reserves_mad). Load them on the import "
                "page."
            ),
            "fact",
        )
    debt, other = amount(given.short_term_debt), amount(given.other_liabilities)
    metric = ara_metric(known.exports, known.broad_money, debt, other, regime=given.ara_weights)
    optimal = reads.optimal_share(given.sudden_stop)
    rules: tuple[Adequacy, ...] = (
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
        reader=reader,
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
    """How many rules the reserves meet, and how they compare with the optimal level."""
    short = sum(item.verdict == "short" for item in view.rules)
    unknown = sum(item.verdict == "unknown" for item in view.rules)
    said = _("Reserves of {reserves} meet {met} of {count} rules: {short} not met, {unknown} not known.")
    if not short:
        said = _("Reserves of {reserves} meet {met} of {count} rules; not known: {unknown}.")
    told = said.format(
        reserves=money(view.holdings.reserves, 4),
        met=_met(view),
        count=len(view.rules),
        short=short,
        unknown=unknown,
    )
    optimal = percent(view.optimal[0], 1)
    span = interval(100 * view.optimal[1], 100 * view.optimal[2], 1, "%")
    held = _share_held(view)
    if held is None:
        least = _("The optimal level is {optimal} of GDP ({interval}).")
        return f"{told} " + least.format(optimal=optimal, interval=span)
    return f"{told} " + _("They are {held} of GDP; {optimal} ({interval}) is optimal.").format(
        held=number(held, 1, "%"), optimal=optimal, interval=span
    )


def _met(view: Reserves) -> int:
    return sum(item.verdict == "adequate" for item in view.rules)


def _share_held(view: Reserves) -> float | None:
    gdp, held = view.holdings.gdp, view.holdings.reserves
    return 100 * held / gdp if held is not None and gdp else None


def finding(view: Reserves) -> str:
    """The rule that the reserves meet least, as the title of the picture."""
    known = [item for item in view.rules if item.ratio is not None]
    if not known:
        return _("Reserves against each rule")
    nearest = min(known, key=lambda item: item.ratio or 0.0)
    return _("The tightest rule is met to {ratio}: {rule}").format(
        rule=_(RULES[nearest.rule]), ratio=percent(nearest.ratio)
    )


def response_sentence(view: Reserves) -> str:
    """What the regime asked about does to the exchange rate and to output, between float and peg."""
    return _(
        "With a response of {response} to the exchange rate, the dirham moves by {depreciation} a quarter "
        "({floating} in a float, 0 in a peg) and output by {output} ({output_float} and {output_peg})."
    ).format(
        response=written("exchange_response", view.code),
        depreciation=_points(view.chosen["depreciation"]),
        floating=_points(view.floating["depreciation"]),
        output=_points(view.chosen["output"]),
        output_float=_points(view.floating["output"]),
        output_peg=_points(view.pegged["output"]),
    )


def metrics(view: Reserves) -> tuple[Metric, ...]:
    """Reserves held, rules met, the optimal level, and how far the dirham moves under the regime chosen."""
    optimal, low, high = (100 * value for value in view.optimal)
    figures, held = view.holdings.figures, view.holdings.reserves
    said = _("as published for {year}, without interval")

    def published(code: str, name: str, label: str, unit: str, digits: int, beside: str = "") -> list[Metric]:
        figure = figures.get(name)
        if figure is None:
            return []
        why = said.format(year=figure.year) + beside
        return [Metric(code, label, figure.value, unit, digits, better="higher", why=why)]

    months = months_of_imports(view)
    computed = (
        ""
        if months is None
        else _("; over that year’s imports {months} by our count").format(months=number(months, 1))
    )

    year = figures["official_reserves_mad"].year
    return (
        Metric("reserves", _("Reserves held"), held, _("billion MAD"), 1, why=said.format(year=year)),
        *published("months", "reserves_months_bam", _("Months of imports covered"), "", 1, computed),
        *published("ara", "reserves_to_ara", _("Of the IMF’s metric (ARA)"), "%", 0),
        Metric(
            "optimal",
            _("Optimal reserves, % of GDP"),
            optimal,
            "%",
            1,
            low,
            high,
            why=_("{share} are held").format(share=number(_share_held(view), 1, "%")),
        ),
    )


def months_of_imports(view: Reserves) -> float | None:
    """How many months of a year's imports of goods and services the reserves are; None where not known."""
    known = view.holdings
    return 12.0 * known.reserves / known.imports if known.reserves and known.imports else None


def figures(view: Reserves) -> tuple[Metric, ...]:
    """All figures of the page, those that stand on top first."""
    return (*metrics(view), *beside(view))


def beside(view: Reserves) -> tuple[Metric, ...]:
    """What scenarios are compared by beside: rules met, and how far the dirham moves."""
    moves = _("{floating} in a float, 0 in a peg").format(floating=_points(view.floating["depreciation"]))
    of_rules = _("of {count} that are tried; the others fall short or are not known").format(
        count=len(view.rules)
    )
    return (
        Metric(
            "rules_met",
            _("Rules met for certain"),
            _met(view),
            "",
            0,
            better="higher",
            why=of_rules,
            name=_("Reserve rules met for certain"),
        ),
        Metric(
            "dirham_moves", _("The dirham moves a quarter"), view.chosen["depreciation"], "%", 2, why=moves
        ),
    )


def _points(value: float | None) -> str:
    return number(value, 2, "%")


def missing_sentence(view: Reserves) -> str:
    """The rules of which nobody can say whether they are met; empty where all are known."""
    rules = [_(RULES[item.rule]) for item in view.rules if item.verdict == "unknown"]
    return _("Not known: {rules}.").format(rules=listing(rules)) if rules else ""


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
    best = row_of(view.curve, view.curve["welfare"].idxmin())
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
        labelled(_(RULES[item.rule]), _(VERDICTS[item.verdict]))
        + ("" if item.ratio is None else f" ({percent(item.ratio)})")
        for item in view.rules
    ]
    return _("Reserves of {held}. {rules}.").format(held=held, rules=clauses(parts))


# Where the two ends of the hybrid rule stand on an axis that can hold neither 0 nor infinity.
FLOAT_AT, PEG_AT = 0.004, 250.0
DRAWN: Final = ("depreciation", "output", "domestic_inflation", "cpi_inflation")
_PRINTED: Final = ("DITR", "PEG")
REGIMES: Final = {
    "DIT": N_("Domestic inflation held at zero"),
    "DITR": N_("Float: rate answers to domestic inflation"),
    "CITR": N_("Float: rate answers to consumer inflation"),
    "PEG": N_("Peg"),
}
COVER_SHOWN: Final = 300.0
CALIBRATION: Final = 0.75


def curve_frame(view: Reserves) -> pd.DataFrame:
    """The hybrid curve as the chart has it: x, value, name."""
    places = view.curve["phi_e"].replace({0.0: FLOAT_AT, math.inf: PEG_AT})
    return pd.concat(
        [
            pd.DataFrame({"x": places, "value": view.curve[code], "name": _(VARIABLES[code])})
            for code in DRAWN
        ],
        ignore_index=True,
    )


def curve_ticks() -> dict[float, str]:
    """Places on the axis of responses → what is written there."""
    inner = {value: plain(value) for value in (0.01, 0.1, 1.0, 10.0, 100.0)}
    return {FLOAT_AT: _("float"), **inner, PEG_AT: _("peg")}


def curve_marks(view: Reserves) -> pd.DataFrame:
    """Where the reader stands on the curve."""
    at = {0.0: FLOAT_AT, math.inf: PEG_AT}.get(response(view.code), response(view.code))
    return pd.DataFrame({"x": [at], "label": [_("chosen")]})


def cover_frame(view: Reserves) -> pd.DataFrame:
    """Reserves in % of what each rule asks: label, low, high, value, verdict, text, published, open."""
    rows, published = [], view.holdings.figures.get("reserves_to_ara")
    # What is known first: of the others there is less to see.
    for item in sorted(view.rules, key=lambda each: each.verdict == "unknown"):
        low, high = 100.0 * item.low, 100.0 * item.high
        rows.append(
            {
                "label": _(RULES[item.rule]),
                "low": min(low, COVER_SHOWN),
                "high": min(high, COVER_SHOWN),
                "value": None if item.ratio is None else min(100.0 * item.ratio, COVER_SHOWN),
                "verdict": _(VERDICTS[item.verdict]),
                "text": f"{_(VERDICTS[item.verdict])}, {cover_text(item)}"
                + (_printed(published) if item.rule == "ara" and item.ratio is None else ""),
                "published": published.value
                if published is not None and item.rule == "ara" and item.ratio is None
                else None,
                "open": item.ratio is None and math.isinf(item.high),
            }
        )
    return pd.DataFrame(rows)


def _printed(figure: macro_reads.Figure | None) -> str:
    if figure is None:
        return ""
    return _("; published for {year}: {ratio}").format(year=figure.year, ratio=number(figure.value, 0, "%"))


def cover_text(item: Adequacy) -> str:
    """Reserves over what a rule asks, or the bounds that are known."""
    if item.ratio is not None:
        return percent(item.ratio)
    if math.isinf(item.high):
        return _("nothing asked") if math.isinf(item.low) else _("no bound known")
    if item.low == 0.0:
        return _("at most {high}").format(high=percent(item.high))
    return _("{low} to {high}").format(low=percent(item.low), high=percent(item.high))


def rules_table(view: Reserves) -> pd.DataFrame:
    """The rules side by side: what each asks, what is held, and what is not known."""
    rows = []
    for item in view.rules:
        low, high = view.asked[item.rule]
        rows.append(
            {
                _("Rule"): _(RULES[item.rule]),
                _("Asks for (MAD billion)"): _asked(low, high),
                _("Held (MAD billion)"): view.holdings.reserves,
                _("Held, of what is asked"): cover_text(item),
                _("Verdict"): _(VERDICTS[item.verdict]),
                _("Remark"): _remark(view, item.rule),
            }
        )
    return pd.DataFrame(rows)


def _asked(low: float, high: float) -> str:
    if math.isinf(high):
        return _("at least {low}").format(low=number(low, 1)) if low > 0.0 else _("not known")
    if math.isclose(low, high):
        return number(low, 1)
    return _("{low} to {high}").format(low=number(low, 1), high=number(high, 1))


def _remark(view: Reserves, rule: str) -> str:
    if rule == "ara":
        return _("adequate from 100 to 150%")
    if rule == "short_term_debt":
        return _("the debt due within a year, at least 100%")
    if rule == "imports":
        return _("goods and services")
    if rule == "broad_money":
        ratio = _of_m3(view)
        return (
            "" if ratio is None else _("against 20% of M3 it would be {ratio}").format(ratio=percent(ratio))
        )
    return _("{low} of GDP for the bold, {high} for the cautious").format(
        low=percent(view.optimal[1], 1), high=percent(view.optimal[2], 1)
    )


def _of_m3(view: Reserves) -> float | None:
    m3, held = view.holdings.broad_money, view.holdings.reserves
    return None if m3 is None or held is None else held / (0.20 * m3)


def _against_m3(view: Reserves) -> str:
    """What the stricter reading of the rule on money says, beside the one that is drawn."""
    ratio = _of_m3(view)
    return (
        "" if ratio is None else _("Against 20% of M3, a wider money: {ratio}.").format(ratio=percent(ratio))
    )


def regime_table(view: Reserves) -> pd.DataFrame:
    """Standard deviations of every regime and of the one chosen."""
    rows = [(_(name), reads.regime(code, 0.0, view.rigidity)) for code, name in REGIMES.items()]
    rows.append((_("Chosen"), view.chosen))
    columns = {_(name) + " (%)": [found[code] for _label, found in rows] for code, name in VARIABLES.items()}
    losses = [found["welfare"] for _label, found in rows]
    return pd.DataFrame(
        {_("Regime"): [label for label, _found in rows]}
        | columns
        | {_("Loss of welfare (% of consumption)"): losses}
    )


def published_table() -> pd.DataFrame:
    """The published table beside ours, at the published calibration whatever the controls say."""
    rows = []
    for code, name in itertools.product(_PRINTED, MOMENTS):
        ours = reads.regime(code, 0.0, CALIBRATION)
        value = printed.figure("regime_deviation", f"{code} {name}")
        rows.append(
            {
                _("Regime"): _(REGIMES[code]),
                _("Variable"): _(VARIABLES[name]),
                _("Published (%)"): value,
                _("Ours (%)"): ours[name],
                _("Difference"): (ours[name] or 0.0) - value,
            }
        )
    return pd.DataFrame(rows)


def published_sentence(table: pd.DataFrame) -> str:
    """How far ours is from the published table."""
    return _(
        "Galí and Monacelli (2005), table 1: {count} figures, the largest difference {worst} points. Other "
        "replications differ from the published table by as much."
    ).format(count=len(table), worst=number(table[_("Difference")].abs().max(), 2))


def figures_table(view: Reserves) -> pd.DataFrame:
    """Morocco's figures with their dates and sources; what is missing stands as missing."""
    snapshot, known = view.reader.snapshot, view.holdings
    catalogue = core.indicators(snapshot).set_index("indicator")
    sources = macro_reads.source_names(snapshot)
    unit_column = "unit_fr" if language() == "fr" else "unit"
    rows = []
    for name in reads.FIGURES:
        item = known.figures.get(name)
        scale = 1e9 if catalogue.loc[name, "unit"] == "USD" else 1.0
        unit = _("USD billion") if scale > 1.0 else str(catalogue.loc[name, unit_column])
        rows.append(
            _figure(
                str(catalogue.loc[name, worded("label")]),
                MISSING if item is None else number(item.value / scale, _digits(item.value / scale)),
                unit,
                MISSING if item is None else str(item.year),
                MISSING if item is None else sources.get(item.source, item.source),
            )
        )
    return pd.DataFrame([*rows, *_derived(view), *_unknown()])


def _digits(value: float) -> int:
    return 3 if abs(value) < 1.0 else 1


def _figure(name: str, value: str, unit: str, date: str, source: str) -> dict[str, str]:
    return {_("Figure"): name, _("Value"): value, _("Unit"): unit, _("Date"): date, _("Source"): source}


def _derived(view: Reserves) -> list[dict[str, str]]:
    known, rows = view.holdings, []
    year = known.figures["imports"].year if "imports" in known.figures else 0
    if year in known.rates:
        rows.append(
            _figure(
                _("Dirhams a dollar, average of the year"),
                number(known.rates[year], 2),
                _("MAD per USD"),
                str(year),
                _("derived from the monthly averages of the International Monetary Fund"),
            )
        )
    months = months_of_imports(view)
    if months is not None:
        rows.append(
            _figure(
                _("Reserves in months of imports, computed here"),
                number(months, 1),
                _("months"),
                str(known.figures["imports"].year),
                _("derived: official reserves over that year’s imports of goods and services in dirhams"),
            )
        )
    found = reads.stability(view.reader.snapshot)
    if found is not None:
        rows.append(
            _figure(
                _("Stability against the dollar (trilemma index)"),
                number(found[0], 2),
                _("0 to 1, last {count} months").format(count=STABILITY_MONTHS),
                month_name(found[1]),
                _("derived; the basket is 60% euro, so the dollar alone understates it"),
            )
        )
    return rows


def _unknown() -> list[dict[str, str]]:
    reason = _("no figure in the base: kept as a bound, never zero")
    return [
        _figure(_("Short-term external debt"), MISSING, _("MAD billion"), MISSING, reason),
        _figure(_("Other external liabilities"), MISSING, _("MAD billion"), MISSING, reason),
        _figure(
            _("Monetary independence (trilemma index)"),
            MISSING,
            _("0 to 1"),
            MISSING,
            _("needs monthly interest rates at home and abroad; load them on the import page"),
        ),
    ]


def tables(view: Reserves) -> dict[str, Table]:
    """Name → table of the page, in their order."""
    regimes, published = regime_table(view), published_table()
    two = dict.fromkeys(map(str, regimes.select_dtypes("float")), 2) | {str(regimes.columns[-1]): 3}
    said = (described_cover(view), described_curve(view), published_sentence(published), sentence(view))
    found: tuple[tuple[str, str, pd.DataFrame, str, tuple[str, ...], dict[str, int]], ...] = (
        ("rules", _("The rules side by side"), rules_table(view), said[0], KINDS, {}),
        ("regimes", _("What each regime steadies"), regimes, said[1], ("derived",), two),
        (
            "published",
            _("The published table beside ours"),
            published,
            said[2],
            ("observed", "derived"),
            dict.fromkeys(map(str, published.select_dtypes("float")), 2),
        ),
        ("figures", _("Morocco: the figures used"), figures_table(view), said[3], KINDS, {}),
    )
    return {
        name: Table(
            name,
            title,
            frame,
            words,
            kinds,
            {str(column): partial(number, digits=count) for column, count in digits.items()},
            height=height(frame),
        )
        for name, title, frame, words, kinds, digits in found
    }


def method() -> Method:
    """How regimes and reserves are computed, for the foot of the page."""
    return Method.of(
        formula=r"\begin{aligned}\pi_{H,t}&=\beta\,\mathbb{E}_t\pi_{H,t+1}"
        r"+\lambda(\sigma_\alpha+\varphi)x_t,\qquad r_t=1.5\,\pi_{H,t}+\phi_e\,e_t\\ "
        r"\text{ARA}&=w_XX+w_MM+0.30\,\text{STD}+w_O\,\text{OL}\\ "
        r"\rho&=\lambda+\gamma-\tfrac{k}{1+k(1-\pi-\delta)}\Big[1-\tfrac{r-g}{1+g}\lambda-"
        r"(\delta+\pi)(\lambda+\gamma)\Big]\end{aligned}",
        words=[
            _(
                "Regimes: the small open economy of Galí and Monacelli (2005) at its published calibration, "
                "solved by the generalised Schur decomposition. The hybrid rule runs from a float, which "
                "answers to domestic inflation alone, to a peg. Figures are standard deviations a quarter; "
                "they compare regimes and do not forecast Morocco."
            ),
            _(
                "The metric weighs exports, broad money, short-term debt and other liabilities by 5, 5, 30 "
                "and 15% for a floating rate (read at the source) and by 10, 10, 30 and 20% for a fixed "
                "one (not verified)."
            ),
            _(
                "An input that is not known is a bound: the rule then asks for at least what the known parts "
                "ask. Exports, imports and GDP are turned into dirhams at the average rate of their year."
            ),
            _(
                "M2 is currency, demand deposits and savings deposits. Optimal reserves insure against a "
                "sudden stop of capital: loss of output 6%, chance 10% a year, term premium 1.5% "
                "(assumed), aversion to risk 2; the interval runs from an aversion of 1 to one of {cautious}."
            ).format(cautious=number(CAUTIOUS, 0)),
        ],
        proof=_(
            "Guidotti’s three cases of 1997 come out as published: Thailand 82%, Indonesia 59%, Taiwan "
            "400%; the table of regimes stands beside the published one below. The proofs page computes "
            "both."
        ),
    )


def _cover_plot(view: Reserves) -> Plot:
    cover = cover_frame(view)
    # What has no known bound gets no bar.
    bars = cover.loc[~cover["open"], ["label", "low", "high"]]
    bars.columns = [_("Rule"), _("Low"), _("High")]
    return Plot("bar", bars, _("Reserves, % of what the rule asks"))


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Reserves"."""
    view = reserves(reader)
    ticks, every = curve_ticks(), tables(view)
    cover = Chart(
        "cover",
        finding(view),
        cover_chart.cover(cover_frame(view), title=_("Reserves, % of what the rule asks"), most=COVER_SHOWN),
        described_cover(view),
        KINDS,
        note=" ".join(filter(None, (_against_m3(view), implied_sentence(view)))),
        figures=(every["rules"],),
        plot=partial(_cover_plot, view),
    )
    hybrid = Chart(
        "hybrid",
        _("The firmer the dirham is held, the less steady output")
        if (view.pegged["output"] or 0.0) > (view.floating["output"] or 0.0)
        else _("From float to peg"),
        charts.curves(
            curve_frame(view),
            x_title=_("How firmly the exchange rate is held"),
            y_title=_("Usual move, % a quarter"),
            log_x=True,
            ticks=list(ticks),
            tick_names=list(ticks.values()),
            marks=curve_marks(view),
            zero=True,
        ),
        described_curve(view),
        ("derived",),
        note=regime_sentence(view),
    )
    return Content(
        slug="macro-reserves",
        answer=Answer(
            sentence(view), caution(view), f"{missing_sentence(view)} {response_sentence(view)}".strip()
        ),
        metrics=shared(metrics(view)),
        figures=shared(beside(view)),
        picture=cover,
        details=(
            Detail("hybrid", _("Float or peg"), lambda: (hybrid,)),
            Detail("regimes", every["regimes"].title, lambda: (every["regimes"], every["published"])),
            Detail("figures", _("Figures and sources"), lambda: (every["figures"],)),
        ),
        method=method(),
        board=Slide(("cover",), tuple(every)),
    )
