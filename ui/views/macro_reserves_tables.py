"""Charts' frames and tables of the reserves page."""

from __future__ import annotations

import math
from typing import Final

import pandas as pd

from analytics.macro.reserves import Adequacy
from studies import core
from studies.macro import country as macro_reads
from studies.macro import reserves as reads
from studies.macro.reserves import CAUTIOUS, STABILITY_MONTHS
from ui import link
from ui.views.macro_reserves import (
    KINDS,
    RULES,
    VARIABLES,
    VERDICTS,
    Reserves,
    described_cover,
    described_curve,
    response,
    sentence,
)
from ui.views.macro_words import plain
from ui.words import MISSING, N_, _, language, month_name, number, percent

# Where the two ends of the hybrid rule stand on an axis that can hold neither 0 nor infinity.
FLOAT_AT, PEG_AT = 0.004, 250.0
DRAWN: Final = ("depreciation", "output", "domestic_inflation", "cpi_inflation")
# Galí and Monacelli (2005), table 1: standard deviations in %, a quarter.
PUBLISHED: Final = {
    "DITR": {
        "output": 0.68,
        "domestic_inflation": 0.27,
        "cpi_inflation": 0.41,
        "interest_rate": 0.41,
        "terms_of_trade": 1.53,
    },
    "PEG": {
        "output": 0.86,
        "domestic_inflation": 0.36,
        "cpi_inflation": 0.21,
        "interest_rate": 0.21,
        "terms_of_trade": 1.17,
    },
}
REGIMES: Final = {
    "DIT": N_("Domestic inflation held at zero"),
    "DITR": N_("Float: rate answers to domestic inflation"),
    "CITR": N_("Float: rate answers to consumer inflation"),
    "PEG": N_("Peg"),
}
COVER_SHOWN: Final = 400.0
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
    """Reserves in % of what each rule asks: label, low, high, value, verdict, text, open."""
    rows = []
    for item in view.rules:
        low, high = 100.0 * item.low, 100.0 * item.high
        rows.append(
            {
                "label": _(RULES[item.rule]),
                "low": min(low, COVER_SHOWN),
                "high": min(high, COVER_SHOWN),
                "value": None if item.ratio is None else min(100.0 * item.ratio, COVER_SHOWN),
                "verdict": _(VERDICTS[item.verdict]),
                "text": f"{_(VERDICTS[item.verdict])}, {cover_text(item)}",
                "open": item.ratio is None and math.isinf(item.high),
            }
        )
    return pd.DataFrame(rows)


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
        return _("adequate from 100 to 150 %")
    if rule == "short_term_debt":
        return _("the debt due within a year, at least 100 %")
    if rule == "imports":
        return _("goods and services")
    if rule == "broad_money":
        m3, held = view.holdings.broad_money, view.holdings.reserves
        if m3 is None or held is None:
            return ""
        return _("against 20 % of M3 it would be {ratio}").format(ratio=percent(held / (0.20 * m3)))
    return _("{low} of GDP for the bold, {high} for the cautious").format(
        low=percent(view.optimal[1], 1), high=percent(view.optimal[2], 1)
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
    for code, published in PUBLISHED.items():
        ours = reads.regime(code, 0.0, CALIBRATION)
        for name, value in published.items():
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
    snapshot, known = link.shown(), view.holdings
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
                str(catalogue.loc[name, f"label_{language()}"]),
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
    if known.reserves and known.imports:
        rows.append(
            _figure(
                _("Reserves in months of imports, computed here"),
                number(12.0 * known.reserves / known.imports, 1),
                _("months"),
                str(known.figures["imports"].year),
                _("derived: official reserves over imports in dirhams"),
            )
        )
    found = reads.stability(link.shown())
    if found is not None:
        rows.append(
            _figure(
                _("Stability against the dollar (trilemma index)"),
                number(found[0], 2),
                _("0 to 1, last {count} months").format(count=STABILITY_MONTHS),
                month_name(found[1]),
                _("derived; the basket is 60 % euro, so the dollar alone understates it"),
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


def every_table(
    view: Reserves,
) -> list[tuple[str, str, pd.DataFrame, str, tuple[str, ...], dict[str, int]]]:
    """The tables of the page: name, title, frame, words, kinds, and digits by column."""
    regimes, published = regime_table(view), published_table()
    two = dict.fromkeys(regimes.select_dtypes("float"), 2) | {str(regimes.columns[-1]): 3}
    said = (described_cover(view), described_curve(view), published_sentence(published), sentence(view))
    return [
        ("rules", _("The rules side by side"), rules_table(view), said[0], KINDS, {}),
        ("regimes", _("What each regime steadies"), regimes, said[1], ("derived",), two),
        (
            "published",
            _("The published table beside ours"),
            published,
            said[2],
            ("observed", "derived"),
            dict.fromkeys(published.select_dtypes("float"), 2),
        ),
        ("figures", _("Morocco: the figures used"), figures_table(view), said[3], KINDS, {}),
    ]


def method() -> dict[str, object]:
    """How regimes and reserves are computed, for the foot of the page."""
    return {
        "formula": r"\begin{aligned}\pi_{H,t}&=\beta\,\mathbb{E}_t\pi_{H,t+1}"
        r"+\lambda(\sigma_\alpha+\varphi)x_t,\qquad r_t=1.5\,\pi_{H,t}+\phi_e\,e_t\\ "
        r"\text{ARA}&=w_XX+w_MM+0.30\,\text{STD}+w_O\,\text{OL}\\ "
        r"\rho&=\lambda+\gamma-\tfrac{k}{1+k(1-\pi-\delta)}\Big[1-\tfrac{r-g}{1+g}\lambda-"
        r"(\delta+\pi)(\lambda+\gamma)\Big]\end{aligned}",
        "words": [
            _(
                "Regimes: the small open economy of Galí and Monacelli (2005) at its published calibration, "
                "solved by the generalised Schur decomposition. The hybrid rule runs from a float, which "
                "answers to domestic inflation alone, to a peg. Figures are standard deviations a quarter; "
                "they compare regimes and do not forecast Morocco."
            ),
            _(
                "The metric weighs exports, broad money, short-term debt and other liabilities by 5, 5, 30 "
                "and 15 % for a floating rate (read at the source) and by 10, 10, 30 and 20 % for a fixed "
                "one (not verified)."
            ),
            _(
                "An input that is not known is a bound: the rule then asks for at least what the known parts "
                "ask. Exports, imports and GDP are turned into dirhams at the average rate of their year."
            ),
            _(
                "M2 is currency, demand deposits and savings deposits. Optimal reserves insure against a "
                "sudden stop of capital: loss of output 6 %, chance 10 % a year, term premium 1.5 % "
                "(assumed), aversion to risk 2; the interval runs from an aversion of 1 to one of {cautious}."
            ).format(cautious=number(CAUTIOUS, 0)),
        ],
        "proof": _(
            "Guidotti’s three cases of 1997 come out as published: Thailand 82 %, Indonesia 59 %, Taiwan "
            "400 %; the table of regimes stands beside the published one below. The proofs page computes "
            "both."
        ),
    }
