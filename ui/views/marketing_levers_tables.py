"""Tables of the levers page: levers, economics, best split, sensitivity, benchmarks."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd
import streamlit as st

from analytics.marketing.parts import LEVERS
from studies.marketing import levers as reads
from ui import link
from ui.views.marketing_levers import MILLION, LeverView, lever_name
from ui.words import MISSING, N_, _, interval, number

_WIDEST: Final = 10
_FIGURES: Final = {
    "p0": N_("External influence (speed of the forecast)"),
    "q0": N_("Imitation (speed of the forecast)"),
    "trust_sensitivity": N_("Strength of trust"),
    "email.clicked_given_open": N_("E-mail: clicks among opened"),
    "email.converted": N_("E-mail: new users among clicks"),
    "email.unsubscribe": N_("E-mail: unsubscribing"),
    "search.click_through": N_("Search: clicks by position"),
    "search.conversion": N_("Search: new users among visitors"),
    "affiliation.conversion": N_("Affiliation: new users among visitors"),
    "viral.conversion": N_("Invitations: new users among invited"),
    "word_of_mouth.volume_elasticity": N_("Word of mouth: elasticity to volume"),
    "word_of_mouth.valence_elasticity": N_("Word of mouth: elasticity to valence"),
    "advertising.elasticity": N_("Advertising: short-run elasticity"),
    "advertising.long_run_elasticity": N_("Advertising: long-run elasticity"),
    "one_to_one.lift": N_("One-to-one: lift of conversion"),
}
_STUDIES: Final = {
    "Sultan, Farley and Lehmann, meta-analysis of diffusion": N_(
        "Sultan, Farley and Lehmann, meta-analysis of diffusion"
    ),
    "Mailchimp, e-mail marketing benchmarks of October 2019, accounts without a stated industry": N_(
        "Mailchimp, e-mail marketing benchmarks of October 2019, accounts without a stated industry"
    ),
    "SISTRIX, 80 million keywords; first place by page layout": N_(
        "SISTRIX, 80 million keywords; first place by page layout"
    ),
    "You, Vadakkepatt and Joshi, meta-analysis of word of mouth": N_(
        "You, Vadakkepatt and Joshi, meta-analysis of word of mouth"
    ),
    "Sethuraman, Tellis and Briesch, meta-analysis of advertising": N_(
        "Sethuraman, Tellis and Briesch, meta-analysis of advertising"
    ),
}
_COUNTRIES: Final = {
    "all countries": N_("all countries"),
    "several countries": N_("several countries"),
    "Morocco": N_("Morocco"),
}
_BOUNDS: Final = {"lower": N_("at its least"), "upper": N_("at its most"), "": N_("free")}


def lever_table(view: LeverView) -> pd.DataFrame:
    """What each lever is given and brings: fair part (Shapley), alone, and added last."""
    parts = view.results.parts.set_index("lever").reindex(list(LEVERS))
    budgets = pd.Series(view.shown.budgets)
    yearly = budgets * view.adoption.customers
    brought = parts["adopters"].fillna(0.0)
    years = link.scenario().adoption_years
    own = reads.own_campaigns(link.shown(), view.adoption.bank).set_index("lever")["each"]
    table = pd.DataFrame(
        {
            _("Lever"): [lever_name(lever) for lever in LEVERS],
            _("Adopters (Shapley)"): brought.round().astype("Int64").to_numpy(),
            _("Share of the adopters (%)"): (100 * parts["share"]).fillna(0.0).to_numpy(),
            _("Cost per adopter (MAD)"): (yearly * years / brought.where(brought > 0)).round().to_numpy(),
            _("Budget (MAD a year and customer)"): budgets.to_numpy(),
            _("Budget (MAD million a year)"): (yearly / MILLION).to_numpy(),
            _("Times the reference programme"): [view.results.efforts[lever] for lever in LEVERS],
            _("Alone"): parts["alone"].fillna(0.0).round().astype("Int64").to_numpy(),
            _("Added last"): parts["last"].fillna(0.0).round().astype("Int64").to_numpy(),
            _("Own campaigns: cost per conversion (MAD)"): own.reindex(list(LEVERS)).round().to_numpy(),
        }
    )
    return table.iloc[brought.argsort(kind="stable")[::-1]].reset_index(drop=True)


def lever_formats() -> dict[str, Any]:
    """How the columns of the lever table are written."""

    def whole(value: Any) -> str:
        return MISSING if pd.isna(value) else number(value, 0)

    names = (
        _("Adopters (Shapley)"),
        _("Alone"),
        _("Added last"),
        _("Cost per adopter (MAD)"),
        _("Own campaigns: cost per conversion (MAD)"),
    )
    cents = (_("Budget (MAD a year and customer)"), _("Budget (MAD million a year)"))
    return dict.fromkeys(names, whole) | dict.fromkeys(cents, lambda value: number(value, 2))


def economics_table(view: LeverView) -> pd.DataFrame:
    """What an adopter costs and is worth, with intervals and where each figure comes from."""
    result, doubt = view.results.result, view.results.doubt
    assumed = _("assumed margin, retention 90 %, discount 8 %")
    rows = [
        (
            _("More active customers"),
            number(doubt.incremental.value, 0),
            interval(doubt.incremental.low, doubt.incremental.high, 0),
            _("with the levers less without, same draws"),
        ),
        (
            _("Cost per adopter (MAD)"),
            number(doubt.cost_per_adopter.value, 0),
            interval(doubt.cost_per_adopter.low, doubt.cost_per_adopter.high, 0),
            _("budgets over the horizon, over adopters won"),
        ),
        (_("Lifetime value of an adopter (MAD)"), number(result.lifetime_value, 0), "", assumed),
        (
            _("Lifetime value over cost (CLV/CAC)"),
            number(result.value_over_cost, 1),
            _over(result.lifetime_value, doubt.cost_per_adopter.low, doubt.cost_per_adopter.high),
            assumed,
        ),
        (
            _("Payback (years)"),
            _("never") if result.payback_years is None else number(result.payback_years, 1),
            "",
            assumed,
        ),
        (
            _("Net present value (MAD million)"),
            number(result.net_present_value / MILLION, 1),
            "",
            _("lifetime values less servicing and budgets, discounted"),
        ),
    ]
    names = [_("Figure"), _("Value"), _("Interval"), _("Rests on")]
    return pd.DataFrame(rows, columns=names).replace("", MISSING)


def _over(value: float, low: float | None, high: float | None) -> str:
    return interval(value / high, value / low, 1) if low and high else ""


def split_rows(view: LeverView) -> pd.DataFrame:
    """The best split in MAD a year and customer: label, value, low, high, text; largest first."""
    table = view.split.allocation.table.sort_values("spending", ascending=False, kind="stable")
    scale = view.adoption.customers * link.scenario().adoption_years
    return pd.DataFrame(
        {
            "label": [lever_name(lever) for lever in table["lever"]],
            "value": table["spending"].to_numpy() / scale,
            "low": table["low"].to_numpy() / scale,
            "high": table["high"].to_numpy() / scale,
            "text": [number(spent / scale, 2) for spent in table["spending"]],
        }
    )


def split_table(view: LeverView) -> pd.DataFrame:
    """The best split with its range, what one more dirham would bring, and the bound it meets."""
    table = view.split.allocation.table.sort_values("spending", ascending=False, kind="stable")
    rows = split_rows(view)
    people = view.split.allocation.objective == "adopters"
    marginal = (
        {_("Adopters per MAD 1,000 more"): 1000 * table["marginal"].to_numpy()}
        if people
        else {_("MAD of value per MAD more"): table["marginal"].to_numpy()}
    )
    return pd.DataFrame(
        {
            _("Lever"): rows["label"],
            _("Best (MAD a year and customer)"): rows["value"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Share of the sum (%)"): 100 * table["share"].to_numpy(),
            **marginal,
            _("Bound"): [_(_BOUNDS[bound]) for bound in table["bound"]],
        }
    )


def split_formats() -> dict[str, Any]:
    """How the columns of the split are written."""
    cents = (
        _("Best (MAD a year and customer)"),
        _("Low"),
        _("High"),
        _("Adopters per MAD 1,000 more"),
        _("MAD of value per MAD more"),
    )
    return {name: lambda value: number(value, 2) for name in cents}


def swing_rows(view: LeverView) -> pd.DataFrame:
    """The widest rows of the tornado: label, at_low, at_high."""
    rows = view.results.swings.head(_WIDEST)
    return rows.assign(label=[_(_FIGURES.get(name, name)) for name in rows["name"]])


def described_swings(view: LeverView) -> str:
    """The tornado in words."""
    rows = swing_rows(view)
    if rows.empty:
        return _("No benchmark changes the result.")
    first = rows.iloc[0]
    return _(
        "Widest: {figure}, from {low} adopters at the low end of its range to {high} at the high end; "
        "{centre} as it stands."
    ).format(
        figure=first["label"],
        low=number(first["at_low"], 0),
        high=number(first["at_high"], 0),
        centre=number(view.results.result.incremental, 0),
    )


def benchmark_drawer() -> Any:
    """The drawer of the benchmarks; what stands in it is drawn only while it is open."""
    return st.expander(
        _("The benchmarks: source, year and country"),
        icon=":material/menu_book:",
        key="benchmarks",
        on_change="rerun",
    )


def benchmark_table() -> pd.DataFrame:
    """Every uncertain figure with its range and where it comes from; none is Moroccan."""
    rows = reads.lever_benchmarks()
    assumed = _("assumed")
    return pd.DataFrame(
        {
            _("Figure"): [_(_FIGURES[name]) for name in rows["name"]],
            _("Value"): rows["value"],
            _("Low"): rows["low"],
            _("High"): rows["high"],
            _("Source"): [_(_STUDIES[study]) if study else assumed for study in rows["study"]],
            _("Year"): [MISSING if pd.isna(year) else str(year) for year in rows["year"]],
            _("Country"): [_(_COUNTRIES[country]) if country else MISSING for country in rows["country"]],
            _("Range"): [assumed if guess else _("published") for guess in rows["assumed_range"]],
        }
    )


def benchmark_formats() -> dict[str, Any]:
    """How the columns of the benchmarks are written."""
    return {name: lambda value: number(value, 4) for name in (_("Value"), _("Low"), _("High"))}


def method() -> dict[str, object]:
    """How the levers are computed, for the foot of the page."""
    return {
        "formula": r"N_t=(M-A_{t-1})\Big[1-(1-P_t)\big(1-Q_t\tfrac{A_{t-1}}{M}\big)\Big],\quad "
        r"P_t=1-(1-p_tT_t)(1-e_t)(1-s_t)(1-a_t),\quad Q_t=\min(1,\;q_tT_t(1+w_t)+v_t),\quad "
        r"T_t=e^{b(\text{trust}_t-\text{trust}_0)}",
        "words": [
            _(
                "A customer who is not yet active may be won by an e-mail (e), a search engine (s), a "
                "partner (a), an invitation (v), by imitation and what people say (w), or by oneself and "
                "advertising; exposures are independent, so that nothing is counted twice."
            ),
            _(
                "Without levers the hazard runs through the bank’s own forecast: Bass’s p = 0.03 and q = "
                "0.38 a year (Sultan, Farley and Lehmann, 1990) are sped up or slowed down month by month, "
                "both by one factor. Without budgets, and with trust as today, the forecast comes back."
            ),
            _(
                "A budget buys the effort of a reference programme in proportion to its cost, with "
                "decreasing returns for search (power 0.6), invitations (0.7) and affiliation (0.8). "
                "Programme, unit costs and powers are assumptions; own campaigns stand beside them."
            ),
            _(
                "Trust is one less the reputational score of the risk pages over 100. It multiplies "
                "imitation and external influence; its strength is assumed. An incident takes the trust of "
                "the customers it hit, and half of the loss heals in six months."
            ),
            _(
                "Shapley values share out what the levers bring together; alone, they would add up to more. "
                "The interval draws every benchmark over its range; none of these ranges is Moroccan."
            ),
            _("E-mails need the recipient’s consent under Law 09-08; the list holds only those who gave it."),
        ],
        "proof": _(
            "In a market of 1,000 without adopters, where 0.25 % adopt by themselves in a month and an "
            "e-mail wins 1 %, 12.475 adopt in the first: 1,000 × (1 − 99.75 % × 99 %); a chain of "
            "invitations with K = 0.5 doubles its seeds, and an epidemic with R0 = 2 reaches 79.681 %. The "
            "tests hold all three."
        ),
    }
