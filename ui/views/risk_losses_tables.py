"""Tables of the losses page, and its charts in words."""

from __future__ import annotations

import math
from typing import Final

import numpy as np
import pandas as pd

from analytics.risk.frequency import NegativeBinomial
from analytics.risk.reputation import reputation_loss
from analytics.risk.severity_laws import CONTRADICTED
from studies.risk import losses as reads
from studies.risk.loss_laws import shown_period
from studies.risk.losses import TypeResults
from ui import link
from ui.views.risk_losses import EVENT_NAMES, BankLosses, carried, event_name
from ui.views.risk_losses_words import MILLION, amount
from ui.words import MISSING, N_, _, interval, number, percent

_ORIGINS: Final = {
    "own_tail": N_("own events, lognormal with a tail"),
    "own_lognormal": N_("own events, lognormal"),
    "all_types": N_("all the bank’s events: too few of its own"),
}
_REPUTATION_TYPES: Final = {"internal_fraud": "internal_fraud", "external_fraud": "external"}


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
    verdict = (
        _("the tail is not contradicted") if p >= CONTRADICTED else _("the tail does not describe the losses")
    )
    return _("p = {p}: {verdict}").format(p=number(p, 2), verdict=verdict)


def event_table(view: BankLosses, types: TypeResults) -> pd.DataFrame:
    """Events by type, the laws each got, and its part of the worst years."""
    rows = types.table.set_index("type")
    record, total = view.record, rows["contribution"].sum()
    found = [name for name in EVENT_NAMES if name != "all"]
    lost = {name: float(record.amounts(name).sum()) / MILLION for name in found}
    years = number(shown_period(carried(view)), 0)

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
            _("One year in {years} of this type alone, MAD million").format(years=years): [
                of(name, "quantile") for name in found
            ],
            _("Part of the worst years, one in {years}").format(years=years): [
                percent(of(name, "contribution", total)) for name in found
            ],
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


def start(view: BankLosses) -> float:
    """Where the tail of the law in use starts, in millions."""
    return float(view.model.fit.threshold) / MILLION


def shape_limits() -> pd.DataFrame:
    """The shapes from which a moment is infinite, for the chart."""
    return pd.DataFrame({"shape": [0.5, 1.0], "label": [_("variance infinite"), _("mean infinite")]})


def described_shape(view: BankLosses) -> str:
    """The chart of the tail's shape in words."""
    fit = view.model.fit
    return _("Shape {shape} (standard error {error}) with the tail starting at {threshold}.").format(
        shape=number(fit.shape, 2), error=number(fit.shape_error, 2), threshold=amount(fit.threshold)
    )
