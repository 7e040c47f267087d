"""Tables of the losses page, and its charts in words."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.risk.frequency import NegativeBinomial
from analytics.risk.reputation import reputation_loss
from studies.risk import losses as reads
from studies.risk.losses import RARE, TypeResults
from ui import link
from ui.views.risk_losses import (
    EVENT_NAMES,
    MILLION,
    BankLosses,
    amount,
    amount_interval,
    approach_name,
    event_name,
    quantile_interval,
)
from ui.words import MISSING, N_, _, interval, language, number, percent, signed

_ORIGINS: Final = {
    "own_tail": N_("own events, lognormal with a tail"),
    "own_lognormal": N_("own events, lognormal"),
    "all_types": N_("all the bank’s events: too few of its own"),
}
_REPUTATION_TYPES: Final = {"internal_fraud": "internal_fraud", "external_fraud": "external"}
_RESTS_ON: Final = {
    "basic_indicator": N_("15 % of the average net banking income of three years"),
    "standardised_lines": N_(
        "Assumed split of the accounts into business lines; the bounds hold for any split"
    ),
    "alternative_standardised": N_(
        "Assumed loans, 75 % of interest-earning assets; bounds at 50 % and 100 %"
    ),
    "basel_standardised": N_("Business indicator × loss multiplier {ilm}"),
    "basel_standardised_bucket_1": N_(
        "Multiplier 1 for a business indicator of EUR 1 billion or less, unless the supervisor admits losses"
    ),
    "eu_business_indicator": N_("Business indicator component, no loss multiplier"),
}


def quantile_table(view: BankLosses) -> pd.DataFrame:
    """The year of losses by level, with its interval, beside what the shortcuts make of it."""
    levels = list(reads.TABLE_LEVELS)
    right = view.model.at(levels)
    bounds = [quantile_interval(view, level) for level in levels]
    return pd.DataFrame(
        {
            _("One year in"): [number(1.0 / (1.0 - level), 0) for level in levels],
            _("Annual loss, MAD million"): right["annual_loss"] / MILLION,
            _("Low"): [low / MILLION for low, _high in bounds],
            _("High"): [high / MILLION for _low, high in bounds],
            _("Mean beyond it"): [
                value / MILLION if math.isfinite(value) else np.nan for value in right["shortfall"]
            ],
            _("Frequency × one severity"): right["frequency_times_severity"] / MILLION,
            _("Its error"): [
                signed(100.0 * error, 0, "%") for error in right["frequency_times_severity_error"]
            ],
            _("One event a year"): right["one_event_a_year"] / MILLION,
            _("Error of that"): [signed(100.0 * error, 0, "%") for error in right["one_event_a_year_error"]],
            _("Check: one loss alone"): right["single_loss_approximation"] / MILLION,
        }
    )


def fit_table(view: BankLosses) -> pd.DataFrame:
    """The laws fitted, each parameter with its interval or error."""
    model, level = view.model, link.scenario().level
    law, count = model.frequency.chosen, model.frequency
    low, high = reads.rate_interval(count.n_events, len(view.record.months), level)
    rows: list[tuple[str, str, str]] = [
        (
            _("Events a year, whole record"),
            number(law.mean, 1),
            _("{interval} at {level}, {count} events in {years} years").format(
                interval=interval(low, high, 1),
                level=percent(level),
                count=number(count.n_events, 0),
                years=number(count.years, 1),
            ),
        ),
        (
            _("Law of the frequency"),
            _("negative binomial") if isinstance(law, NegativeBinomial) else _("Poisson"),
            _dispersion(view),
        ),
    ]
    if model.fit is None:
        rows += [
            (
                _("Law of the severity"),
                _("lognormal"),
                _("median {median}").format(median=amount(model.severity.median)),
            ),
            (
                _("Spread of the logarithm"),
                number(model.severity.sigma, 2),
                _("{count} losses").format(count=model.n_events),
            ),
        ]
        return _as_table(rows)
    fit, fitness = model.fit, model.fit.goodness_of_fit
    mu, sigma = fit.body if fit.body else (math.nan, math.nan)
    rows += [
        (
            _("Body: lognormal, median before the cut"),
            amount(math.exp(mu)),
            _("spread of the logarithm {sigma}").format(sigma=number(sigma, 2)),
        ),
        (
            _("Tail starts at"),
            amount(fit.threshold),
            _("{above} of {count} losses above it").format(above=fit.n_exceedances, count=fit.n_losses),
        ),
        (
            _("Tail: generalised Pareto, shape"),
            number(fit.shape, 2),
            _("standard error {error}").format(error=number(fit.shape_error, 2)),
        ),
        (
            _("Tail: scale"),
            amount(fit.scale),
            _("standard error {error}").format(error=amount(fit.scale_error)),
        ),
        (
            _("Fit of the tail, Kolmogorov-Smirnov"),
            number(fitness.kolmogorov_smirnov, 3),
            _p_value(fitness.kolmogorov_smirnov_p),
        ),
        (
            _("Fit of the tail, Anderson-Darling"),
            number(fitness.anderson_darling, 2),
            _p_value(fitness.anderson_darling_p),
        ),
    ]
    return _as_table(rows)


def _as_table(rows: list[tuple[str, str, str]]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=[_("Estimate"), _("Value"), _("How sure")])


def _dispersion(view: BankLosses) -> str:
    count = view.model.frequency
    if count.dispersion_index is None or count.p_value is None:
        return _("too few events to tell a spread")
    return _("variance over mean {index} (1 for Poisson), p = {p}").format(
        index=number(count.dispersion_index, 2), p=number(count.p_value, 2)
    )


def _p_value(p: float) -> str:
    verdict = _("the tail is not contradicted") if p >= 0.05 else _("the tail does not describe the losses")
    return _("p = {p}: {verdict}").format(p=number(p, 2), verdict=verdict)


def event_table(view: BankLosses, types: TypeResults) -> pd.DataFrame:
    """Events by type, the laws each got, and its part of the worst years."""
    rows = types.table.set_index("type")
    record, total = view.record, rows["contribution"].sum()
    found = [name for name in EVENT_NAMES if name != "all"]
    lost = {name: float(record.amounts(name).sum()) / MILLION for name in found}

    def of(name: str, column: str, scale: float = MILLION) -> float:
        value = float(rows.loc[name, column]) / scale if name in rows.index else np.nan
        return value if math.isfinite(value) else np.nan

    return pd.DataFrame(
        {
            _("Event type"): [event_name(name) for name in found],
            _("Events recorded"): [int(record.amounts(name).size) for name in found],
            _("Lost, MAD million"): [lost[name] for name in found],
            _("Events a year, whole record"): [of(name, "rate", 1.0) for name in found],
            _("Severity fitted to"): [
                _(_ORIGINS[rows.loc[name, "origin"]]) if name in rows.index else _("no event")
                for name in found
            ],
            _("Expected a year, types apart, MAD million"): [of(name, "expected") for name in found],
            _("One year in 1,000 of this type alone, MAD million"): [of(name, "quantile") for name in found],
            _("Part of the worst years"): [percent(of(name, "contribution", total)) for name in found],
            _("Fall of market value a year, MAD million"): [
                _market_value(name, of(name, "expected")) for name in found
            ],
        }
    )


def _market_value(name: str, expected: float) -> str:
    """What the expected loss costs in market value, where research has a finding for the type."""
    kind = _REPUTATION_TYPES.get(name)
    if kind is None or not math.isfinite(expected):
        return MISSING
    found = reputation_loss(expected, kind)
    return ("≥ " if found.lower_bound else "") + number(found.total, 1)


def control_table(returns: pd.DataFrame) -> pd.DataFrame:
    """What each control saves against what it costs, the best return first."""
    if returns.empty:
        return pd.DataFrame()
    return pd.DataFrame(
        {
            _("Control"): returns[f"name_{language()}"],
            _("Events prevented"): [percent(share) for share in returns["reduction"]],
            _("Saves a year, MAD million"): returns["saving"] / MILLION,
            _("Costs a year, MAD million"): returns["cost"] / MILLION,
            _("Return on cost"): [signed(100.0 * value, 0, "%") for value in returns["return_on_cost"]],
            _("Years in which it pays"): [percent(share) for share in returns["probability_pays"]],
            _("Saves in the worst year of 100, MAD million"): returns["tail_saving"] / MILLION,
        }
    )


def control_sentence(returns: pd.DataFrame) -> str:
    """Which control returns most and which does not pay."""
    if returns.empty or returns["return_on_cost"].isna().all():
        return _("No operational control with a cost is recorded.")
    best = returns.iloc[0]
    paying = int((returns["return_on_cost"] > 0).sum())
    return _(
        "Best return: {control}, which saves {saving} a year for {cost}; {paying} of {count} controls save "
        "more than they cost on these losses alone."
    ).format(
        control=best[f"name_{language()}"],
        saving=amount(best["saving"]),
        cost=amount(best["cost"]),
        paying=paying,
        count=len(returns),
    )


def capital_frame(view: BankLosses) -> pd.DataFrame:
    """Capital for the chart: label, capital, low, high, text, in_force, open (1 where the bounds differ)."""
    table = view.capital.table
    in_force = table["approach"] == view.approach
    return table.assign(
        label=table["approach"].map(approach_name),
        in_force=in_force,
        open=(table["high"] > table["low"]).astype("int64"),
        text=[_capital_text(row, here) for row, here in zip(table.to_dict("records"), in_force, strict=True)],
    )


def _capital_text(row: dict[Any, Any], in_force: bool) -> str:
    text = number(row["capital"], 0)
    if row["high"] > row["low"]:
        text += f" ({interval(row['low'], row['high'], 0)})"
    return text + " · " + _("in force") if in_force else text


def capital_table(view: BankLosses) -> pd.DataFrame:
    """Capital and risk-weighted assets by approach, and what each rests on; empty without the accounts."""
    table, standard = view.capital.table, view.capital.standardised
    if standard is None:
        return pd.DataFrame()
    rests = {code: _(text) for code, text in _RESTS_ON.items()}
    rests["basel_standardised"] = rests["basel_standardised"].format(ilm=number(standard.ilm_formula, 3))
    return pd.DataFrame(
        {
            _("Approach"): table["approach"].map(approach_name),
            _("Capital, MAD million"): table["capital"],
            _("Low"): table["low"],
            _("High"): table["high"],
            _("Risk-weighted assets, MAD million"): 12.5 * table["capital"],
            _("Rests on"): table["approach"].map(rests),
            _("In force"): [_("yes") if code == view.approach else _("no") for code in table["approach"]],
        }
    )


def capital_note(view: BankLosses) -> str:
    """Business indicator, bucket and losses behind the capital."""
    capital = view.capital
    if capital.indicator is None or capital.standardised is None:
        return ""
    return _(
        "Accounts of {first} to {last}. Business indicator EUR {bi} million (interest {ildc}, services "
        "{sc}, financial {fc}), bucket {bucket}; component EUR {bic} million; losses of MAD {loss} million "
        "a year over {years} years of record; {rate} a euro."
    ).format(
        first=capital.years[0],
        last=capital.years[-1],
        bi=number(capital.indicator.bi, 1),
        ildc=number(capital.indicator.ildc, 1),
        sc=number(capital.indicator.sc, 1),
        fc=number(capital.indicator.fc, 1),
        bucket=capital.standardised.bucket,
        bic=number(capital.standardised.bic, 1),
        loss=number(capital.average_loss, 1),
        years=number(min(view.record.years, 10.0), 1),
        rate=number(link.scenario().mad_per_euro, 2, "MAD"),
    )


def described_curve(view: BankLosses) -> str:
    """The main chart in words."""
    parts = [
        _("One year in {years}: {amount} or more ({interval}).").format(
            years=number(1.0 / (1.0 - level), 0),
            amount=amount(view.model.quantile(level)),
            interval=amount_interval(*quantile_interval(view, level)),
        )
        for level in (0.9, 0.99, RARE)
    ]
    return " ".join([*parts, *(f"{name}." for name in dict.fromkeys(view.shortcuts["name"]))])


def shape_frame(view: BankLosses) -> pd.DataFrame:
    """The tail's shape by threshold for the chart, thresholds in millions."""
    rows = view.model.diagnostics
    return pd.DataFrame(
        {
            "threshold": rows["threshold"] / MILLION,
            "shape": rows["shape"],
            "low": rows["shape_low"],
            "high": rows["shape_high"],
            "n_exceedances": rows["n_exceedances"],
        }
    )


def shape_limits() -> pd.DataFrame:
    """The shapes from which a moment is infinite, for the chart."""
    return pd.DataFrame({"shape": [0.5, 1.0], "label": [_("variance infinite"), _("mean infinite")]})


def described_shape(view: BankLosses) -> str:
    """The chart of the tail's shape in words."""
    fit = view.model.fit
    return _("Shape {shape} (standard error {error}) with the tail starting at {threshold}.").format(
        shape=number(fit.shape, 2), error=number(fit.shape_error, 2), threshold=amount(fit.threshold)
    )


def described_capital(view: BankLosses) -> str:
    """The chart of the capital in words."""
    frame = capital_frame(view)
    said = _("{name}: {value}")
    return ". ".join(said.format(name=row["label"], value=row["text"]) for row in frame.to_dict("records"))
