"""What the money page shows: what is left of the central bank's grip when money leaves cash and reserves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
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
    substitution_share,
)
from analytics.macro.transmission import Transmission
from analytics.scenario import Scenario
from data.snapshots import Snapshot
from studies.macro import country as macro
from studies.macro import money as reads
from ui.charts import macro as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Part, shared
from ui.macro.words import money, rate, rates, shown_table
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import each_row
from ui.words import N_, _, interval, listing, month_name, number, percent, signed

KINDS: Final = ("observed", "assumed", "derived")
DEPOSITS: Final = ("demand_deposits", "term_deposits", "savings_deposits")
NAMES: Final = {
    "output": N_("output growth, points a year"),
    "prices": N_("inflation, points a year"),
    "rate": N_("Treasury-bill rate, points"),
}
PARTS: Final = {"whole": N_("whole sample"), "early": N_("early half"), "late": N_("late half")}
_STEPS: Final = (0.0, 0.02, 0.04, 0.06, 0.08)
_GAINS: Final = (-0.02, 0.0, 0.01, 0.02, 0.03, 0.05)


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

    reader: Reader
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


def published(data: Snapshot) -> MoneyFigures | None:
    """The figures that the page stands on; None where the snapshot lacks one."""
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


def central_bank_grip(reader: Reader) -> CentralBankGrip:
    """The reader's scenario on the published figures. Raises ``Refused`` where one of them is missing."""
    figures, given = published(reader.snapshot), reader.scenario
    if figures is None:
        raise Refused(missing(), "fact")
    share, late = given.displaced_cash, given.late_payments
    need, currency = figures.need, figures.currency
    return CentralBankGrip(
        reader=reader,
        figures=figures,
        share=share,
        position=float(liquidity_position(need, currency, share)),
        flip=float(decoupling_share(need, currency)),
        flip_low=float(decoupling_share(need - late, currency)),
        flip_high=float(decoupling_share(need + late, currency)),
        late=late,
        multiplier=_multipliers(figures, given),
        released=float(released_liquidity(given.required_reserves, given.avoided_deposits, figures.deposits)),
        seigniorage=float(seigniorage_loss(figures.policy_rate, share, currency)),
        cost=float(friction(given.transfer_cost, given.online_share, online_weight=given.online_cost_ratio)),
        gauge=_gauge(figures, late),
        corridor=_corridor(figures, given),
    )


def _multipliers(figures: MoneyFigures, given: Scenario) -> tuple[float, float, float]:
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


def _gauge(figures: MoneyFigures, late: float) -> pd.DataFrame:
    """Liquidity of the banks over the share of cash displaced, with late payments as its band."""
    shares = np.linspace(0.0, 1.0, 101)
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


def _corridor(figures: MoneyFigures, given: Scenario) -> pd.DataFrame:
    """Overnight rate, in %, over the share of cash displaced, by what the central bank does about it."""
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
            "Without more e-money nothing changes: banks borrow {need} from the central bank. They would "
            "stop at {flip} of cash displaced ({interval})."
        ).format(**where)
    if view.position < 0.0:
        return _(
            "With {share} of cash displaced, banks would still borrow {left} from the central bank. They "
            "would stop at {flip} ({interval})."
        ).format(left=money(-view.position), **where)
    return _(
        "With {share} of cash displaced, banks would hold a surplus of {surplus}. They would stop borrowing "
        "at {flip} ({interval})."
    ).format(surplus=money(view.position), **where)


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
    given = view.reader.scenario
    floor = view.figures.policy_rate - given.corridor_half
    return _(
        "Policy rate {policy} ({year}). With operations that follow, the overnight rate stays there whatever "
        "happens to cash; left alone, it falls towards the deposit facility at {floor}, and no further."
    ).format(policy=rate(view.figures.policy_rate, 3), year=view.figures.policy_year, floor=rate(floor, 3))


def requirement_sentence(reader: Reader) -> str:
    """What avoiding the requirement means at the ratio chosen."""
    series = macro.series(reader.snapshot, "reserve_requirement")
    steps = listing(
        [
            _("{ratio} in {year}").format(ratio=rate(row.value / 100), year=int(row.period))
            for row in each_row(series)
        ]
    )
    said = [_("The requirement in Morocco: {steps}; a later level was not read.").format(steps=steps)]
    if reader.scenario.required_reserves == 0.0:
        said.append(_("At 0% there is nothing to avoid: moving deposits out of it changes nothing."))
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
        share=percent(view.share), half=rate(view.reader.scenario.corridor_half)
    )


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
    given, figures = view.reader.scenario, view.figures
    moved = given.avoided_deposits
    ratios = np.array(sorted({*_STEPS, given.required_reserves}))
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
    given = view.reader.scenario
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


def transmissions(reader: Reader) -> dict[str, Transmission]:
    """The answer to the rate over the whole sample and its halves, as far as they can be estimated."""
    given = reader.scenario
    found = {
        part: reads.transmission(reader.snapshot, given.economy, part, given.level, given.seed)
        for part in PARTS
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


def response_sentence(reader: Reader, answers: dict[str, Transmission]) -> str:
    """What a rise of the rate did, and whether the answer differs between the halves."""
    series = reads.economy(reader.snapshot, reader.scenario.economy)
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
    if reader.scenario.economy == "example":
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


def method() -> Method:
    """How the figures are computed, for the foot of the page."""
    return Method.of(
        formula=r"m=\frac{1+cu}{cu+r(1-v)+ex},\quad s^{*}=\frac{\text{need}}{\text{currency}},\quad "
        r"i=i_d+(i_l-i_d)\,\Phi\!\left(-\tfrac{R}{\sigma_R}\right),\quad \text{loss}=i\,s\,C",
        words=[
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
        proof=_(
            "A need of 123.7 and currency of 414.4 billion give a share of 29.9%; a vector autoregression "
            "of four lags on the example’s series has the coefficients and responses that JMulTi publishes, "
            "in the tests."
        ),
    )


def metrics(view: CentralBankGrip) -> tuple[Metric, ...]:
    """What stands for the page: the need today and then, the share that ends it, the interest lost."""
    late = _("interval: late payments assumed")
    return (
        Metric(
            "need",
            _("Banks’ need of liquidity"),
            view.figures.need,
            _("MAD billion"),
            why=_("no interval: published, Bank Al-Maghrib {year}").format(year=view.figures.year),
        ),
        Metric(
            "borrowing",
            _("Banks’ borrowing then")
            if view.position <= 0
            else _("Banks’ borrowing then (negative: a surplus)"),
            -view.position,
            _("MAD billion"),
            low=-view.position - view.late,
            high=-view.position + view.late,
            why=late,
        ),
        Metric(
            "flip",
            _("Share of cash that ends the need"),
            100 * view.flip,
            "%",
            low=100 * view.flip_low,
            high=100 * view.flip_high,
            why=late,
        ),
        Metric(
            "seigniorage",
            _("Seigniorage lost a year, opportunity cost"),
            view.seigniorage,
            _("MAD billion"),
            2,
            why=_("no interval: follows from assumed inputs"),
        ),
    )


def gauge_chart(view: CentralBankGrip) -> Chart:
    """The banks' liquidity over the share of cash displaced."""
    figures = shown_table(
        results(view), name="results", title=_("All results"), words=sentence(view), kinds=KINDS, digits=2
    )
    return Chart(
        "gauge",
        _("When banks stop needing the central bank"),
        charts.curves(
            view.gauge,
            x_title=_("Cash displaced by e-money, %"),
            y_title=_("Banks’ liquidity, MAD billion"),
            marks=gauge_marks(view),
            zero=True,
        ),
        sentence(view),
        KINDS,
        note=gauge_sentence(view),
        figures=(figures,),
    )


def _corridor_parts(view: CentralBankGrip) -> tuple[Part, ...]:
    return (
        Chart(
            "corridor",
            _("The rate in its corridor"),
            charts.curves(
                view.corridor,
                x_title=_("Cash displaced by e-money, %"),
                y_title=_("Overnight rate, %"),
                marks=flip_mark(view),
            ),
            shares_of_scenario(view) + " " + corridor_sentence(view),
            KINDS,
            note=corridor_sentence(view),
        ),
    )


def _multiplier_parts(view: CentralBankGrip) -> tuple[Part, ...]:
    words, title = requirement_sentence(view.reader), _("Multiplier")
    table = shown_table(
        _multiplier_table(view), name="multiplier", title=title, words=words, kinds=KINDS, digits=2
    )
    return table, Note(words, "aside")


def _substitution_parts(view: CentralBankGrip) -> tuple[Part, ...]:
    words = _(
        "Share of deposits in foreign currency: logistic in the gain abroad and in the friction lost; 5% "
        "without either. The size of both answers is an assumption, not an estimate."
    )
    table = shown_table(
        _substitution_table(view),
        name="substitution",
        title=_("Currency substitution"),
        words=words,
        kinds=("assumed", "derived"),
        digits=1,
    )
    return table, Note(words, "aside")


def _transmission_parts(view: CentralBankGrip) -> tuple[Part, ...]:
    answers, kinds = transmissions(view.reader), ("observed", "derived")
    if "whole" not in answers:
        return (Note(missing_series(), "empty"),)
    words = response_sentence(view.reader, answers)
    table = shown_table(
        _response_table(answers),
        name="transmission",
        title=_("Transmission"),
        words=words,
        kinds=kinds,
        digits=2,
    )
    return (
        Chart(
            "transmission",
            _("What the series say of the rate’s grip"),
            charts.curves(
                response_curves(answers["whole"]),
                x_title=_("Periods after a rise of the rate"),
                y_title=response_title(answers["whole"]),
                zero=True,
            ),
            words,
            kinds,
            note=words,
            figures=(table,),
        ),
    )


_DETAILS: Final[Mapping[str, tuple[str, Callable[[CentralBankGrip], tuple[Part, ...]]]]] = {
    "corridor": (N_("The rate in its corridor"), _corridor_parts),
    "transmission": (N_("Transmission"), _transmission_parts),
    "multiplier": (N_("Multiplier"), _multiplier_parts),
    "substitution": (N_("Currency substitution"), _substitution_parts),
}


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Money"."""
    view = central_bank_grip(reader)
    return Content(
        slug="macro-money",
        answer=Answer(sentence(view), caution(view)),
        picture=gauge_chart(view),
        metrics=shared(metrics(view)),
        before=(Note(evidence(), "aside"),),
        details=tuple(
            Detail(name, _(title), partial(make, view)) for name, (title, make) in _DETAILS.items()
        ),
        method=method(),
    )
