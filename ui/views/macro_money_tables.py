"""Tables of the money page: results with their intervals, multiplier, substitution, and what series say."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from analytics.macro.money import money_multiplier, released_liquidity, substitution_share
from analytics.macro.transmission import Transmission
from studies.macro import money as reads
from ui import link
from ui.macro.words import rate
from ui.views.macro_money import CentralBankGrip, requirement_sentence
from ui.views.macro_tobin_tables import Context
from ui.words import N_, _, interval, listing, month_name, number, percent, signed

ECONOMIES: Final = {"example": N_("United States (example)"), "loaded": N_("Morocco (loaded)")}
NAMES: Final = {
    "output": N_("output growth, points a year"),
    "prices": N_("inflation, points a year"),
    "rate": N_("Treasury-bill rate, points"),
}
PARTS: Final = {"whole": N_("whole sample"), "early": N_("early half"), "late": N_("late half")}
_RATIOS: Final = (0.0, 0.02, 0.04, 0.06, 0.08)
_GAINS: Final = (-0.02, 0.0, 0.01, 0.02, 0.03, 0.05)


def results(view: CentralBankGrip) -> pd.DataFrame:
    """Every result with its unit, its interval or why it has none, and its source."""
    billions, nothing, figures = _("MAD billion"), np.nan, view.figures
    published = _("No interval: published, Bank Al-Maghrib {year}").format(year=figures.year)
    derived = _("No interval: follows from assumed inputs")
    late = _("Interval: late payments assumed")
    today, avoided, displaced = view.multiplier
    rows = [
        (_("Currency in circulation"), figures.currency, nothing, nothing, billions, published),
        (_("Deposits: demand, term, savings"), figures.deposits, nothing, nothing, billions, published),
        (_("Banks’ need of liquidity, average"), figures.need, nothing, nothing, billions, published),
        (_("Cash returned to the banks"), view.share * figures.currency, nothing, nothing, billions, derived),
        (
            _("Banks’ liquidity then (negative: they borrow)"),
            view.position,
            view.position - view.late,
            view.position + view.late,
            billions,
            late,
        ),
        (
            _("Share of cash that ends the need"),
            100 * view.flip,
            100 * view.flip_low,
            100 * view.flip_high,
            "%",
            late,
        ),
        (_("Liquidity released by avoidance"), view.released, nothing, nothing, billions, derived),
        (_("Money multiplier, nothing avoided"), today, nothing, nothing, "×", derived),
        (_("Money multiplier with avoidance"), avoided, nothing, nothing, "×", derived),
        (
            _("Money multiplier with avoidance and e-money"),
            displaced,
            nothing,
            nothing,
            "×",
            derived if np.isfinite(displaced) else _("No bound: neither cash nor reserves are left"),
        ),
        (
            _("Seigniorage lost a year, opportunity cost"),
            view.seigniorage,
            nothing,
            nothing,
            billions,
            derived,
        ),
    ]
    columns = [_("Result"), _("Value"), _("Low"), _("High"), _("Unit"), _("Interval and source")]
    return pd.DataFrame(rows, columns=columns)


def _multiplier_table(view: CentralBankGrip) -> pd.DataFrame:
    """Multiplier and liquidity released over the required ratio, with and without avoidance."""
    moved, figures = link.scenario().avoided_deposits, view.figures
    ratios = np.array(sorted({*_RATIOS, link.scenario().required_reserves}))
    cash = figures.currency / figures.deposits
    return pd.DataFrame(
        {
            _("Required reserves"): [rate(ratio) for ratio in ratios],
            _("Multiplier, nothing avoided"): np.asarray(money_multiplier(cash, ratios)),
            _("Multiplier, {share} avoided").format(share=percent(moved)): np.asarray(
                money_multiplier(cash, ratios, avoidance=moved)
            ),
            _("Liquidity released (MAD billion)"): np.asarray(
                released_liquidity(ratios, moved, figures.deposits)
            ),
        }
    )


def _substitution_table(view: CentralBankGrip) -> pd.DataFrame:
    """Foreign-currency share of deposits, in %, by gain abroad and by how much is online."""
    given = link.scenario()
    gains = np.array(_GAINS)
    costs = {
        _("Nobody online (%)"): given.transfer_cost,
        _("{share} online (%)").format(share=percent(given.online_share)): view.cost,
        _("All online (%)"): given.transfer_cost * given.online_cost_ratio,
    }
    frame = pd.DataFrame({_("Gain abroad (points a year)"): [signed(100 * gain, 0) for gain in gains]})
    for name, cost in costs.items():
        frame[name] = 100 * np.asarray(substitution_share(gains, 0.0, 0.0, cost))
    return frame


def name_of(code: str) -> str:
    """A variable of the model, as the language names it; a loaded series keeps its own name."""
    return _(NAMES[code]) if code in NAMES else code


def transmissions() -> dict[str, Transmission]:
    """The answer to the rate over the whole sample and its halves, as far as they can be estimated."""
    given = link.scenario()
    found = {
        part: reads.transmission(link.shown(), given.economy, part, given.level, given.seed) for part in PARTS
    }
    return {part: answer for part, answer in found.items() if answer is not None}


def response_curves(answer: Transmission) -> pd.DataFrame:
    """The first variable after the shock: by the autoregression with its band, and by local projections."""
    periods = np.arange(len(answer.response))
    model = pd.DataFrame(
        {"x": periods, "value": answer.response[:, 0], "low": answer.low[:, 0], "high": answer.high[:, 0]}
    )
    direct = pd.DataFrame({"x": periods, "value": answer.projected[:, 0], "low": np.nan, "high": np.nan})
    model["name"] = _("Vector autoregression, band {level}").format(level=percent(answer.level))
    direct["name"] = _("Local projections")
    return pd.concat([model, direct], ignore_index=True)


def response_title(answer: Transmission) -> str:
    """What the response chart's upright axis carries."""
    name = name_of(answer.names[0])
    return name[:1].upper() + name[1:]


def response_sentence(answers: dict[str, Transmission]) -> str:
    """What a rise of the rate did, and whether the answer differs between the halves."""
    series = reads.economy(link.shown(), link.scenario().economy)
    whole = answers.get("whole")
    if series is None or whole is None:
        return missing_series()
    variable = whole.names[0]
    found = {part: answer.extreme(variable)[1:] for part, answer in answers.items()}
    parts = [
        _("{part} {value} ({interval})").format(
            part=_(PARTS[part]), value=signed(value, 2), interval=interval(low, high, 2)
        )
        for part, (value, low, high) in found.items()
    ]
    said = [
        _(
            "{variable} jumps in {month} as at a new base year: declare the break (table definition_break) "
            "before using this answer."
        ).format(variable=name_of(name), month=month_name(pd.Timestamp(month)))
        for name, month in series.likely
    ]
    said += [
        _(
            "Strongest answer of {variable} to a rise of the rate by {size} points (one standard deviation), "
            "{first} to {last}: {parts}."
        ).format(
            variable=name_of(variable),
            size=number(whole.size, 2),
            first=series.first,
            last=series.last,
            parts=listing(parts),
        )
    ]
    if {"early", "late"} <= set(found) and found["early"][0] * found["late"][0] < 0:
        said.append(_("The halves differ in sign: do not lean on either."))
    if link.scenario().economy == "example":
        said.append(_("An example of the method: it says nothing of Morocco."))
    return " ".join(said)


def missing_series() -> str:
    """What to load before transmission can be measured at home."""
    return _(
        "Transmission needs the policy rate (policy_rate, in %) and another monthly series of Morocco over "
        "60 months or more. Load them on the import page as macro_series; the example stays available."
    )


def _response_table(answers: dict[str, Transmission]) -> pd.DataFrame:
    """Strongest answer of every variable, by sample."""
    rows = []
    for part, answer in answers.items():
        for place, name in enumerate(answer.names):
            period, value, low, high = answer.extreme(name)
            rows.append(
                (
                    _(PARTS[part]),
                    name_of(name),
                    value,
                    low,
                    high,
                    period,
                    float(answer.projected[period, place]),
                )
            )
    return pd.DataFrame(
        rows,
        columns=[
            _("Sample"),
            _("Variable"),
            _("Strongest answer"),
            _("Low"),
            _("High"),
            _("After periods"),
            _("Local projections, same period"),
        ],
    )


def further(view: CentralBankGrip, answers: dict[str, Transmission]) -> list[Context]:
    """What stands behind the answer, one table a tab."""
    kinds = ("observed", "assumed", "derived")
    substitution = _(
        "Share of deposits in foreign currency: logistic in the gain abroad and in the friction lost; 5 % "
        "without either. The size of both answers is an assumption, not an estimate."
    )
    tables = [
        Context("multiplier", _("Multiplier"), _multiplier_table(view), requirement_sentence(), 2, kinds),
        Context(
            "substitution",
            _("Currency substitution"),
            _substitution_table(view),
            substitution,
            1,
            ("assumed", "derived"),
        ),
    ]
    if answers:
        words = response_sentence(answers)
        tables.append(
            Context(
                "transmission", _("Transmission"), _response_table(answers), words, 2, ("observed", "derived")
            )
        )
    return tables


def method() -> dict[str, object]:
    """How the figures are computed, for the foot of the page."""
    return {
        "formula": r"m=\frac{1+cu}{cu+r(1-v)+ex},\quad s^{*}=\frac{\text{need}}{\text{currency}},\quad "
        r"i=i_d+(i_l-i_d)\,\Phi\!\left(-\tfrac{R}{\sigma_R}\right),\quad \text{loss}=i\,s\,C",
        "words": [
            _(
                "Cash that e-money displaces returns to the banks as reserves; when it covers what they "
                "borrow from the central bank, their need is over. Only the level is published: no reaction "
                "of households or banks is modelled."
            ),
            _(
                "Corridor: the rate lies between the standing facilities by the chance of being short at the "
                "end of the day; at zero reserves it is the middle. Half-width and late payments are assumed."
            ),
            _(
                "Multiplier: currency over deposits, required reserves, the share of deposits moved out of "
                "the requirement; voluntary reserves are taken for zero."
            ),
            _(
                "Seigniorage is the policy rate on the cash displaced: the interest that the central bank "
                "would no longer save."
            ),
            _(
                "Transmission: a vector autoregression with the rate last (recursive), 4 quarters or 6 "
                "months of lags, bands from 500 bootstrap samples; local projections on the same shock with "
                "Newey-West bands. A shock raises its own variable: signs are normalised."
            ),
            _(
                "Sources: Bank Al-Maghrib (annual report 2024); Friedman (1999); Woodford (2001); Jordà "
                "(2005); the United States’ series as shipped with statsmodels."
            ),
        ],
        "proof": _(
            "A need of 123.7 and currency of 414.4 billion give a share of 29.9 %; a vector autoregression "
            "of four lags on the example’s series has the coefficients and responses that JMulTi publishes, "
            "in the tests."
        ),
    }
