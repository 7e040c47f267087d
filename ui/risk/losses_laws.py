"""What every law that the losses allow makes of a year, how it was tested, how rare a year is carried."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.risk.frequency import NegativeBinomial
from analytics.risk.loss_envelope import LawLosses
from analytics.risk.market_value import reputation_loss
from analytics.risk.severity import Lognormal
from analytics.risk.severity_fit import SeverityFit
from analytics.risk.severity_laws import CONTRADICTED
from studies.risk import losses as reads
from studies.risk.loss_laws import PERIODS, RAREST, level_of, shown_period
from studies.risk.losses import TypeResults
from ui.charts import losses as charts
from ui.content import Chart, Note, Part, Plot, Table
from ui.risk.losses_bank import (
    MILLION,
    SHORTCUTS,
    BankLosses,
    amount,
    amount_interval,
    amount_range,
    percent_space,
    shortcut_label,
)
from ui.risk.words import EVENT_NAMES, event_name
from ui.words import MISSING, N_, _, interval, number, percent, signed, within

_NAMES: Final = {
    "lognormal": N_("Lognormal"),
    "weibull": N_("Weibull"),
    "loglogistic": N_("Log-logistic"),
    "pareto": N_("Generalised Pareto from zero"),
    "tail_auto": N_("Lognormal with a Pareto tail, start chosen by fit"),
    "apart_independent": N_("Types apart, independent of each other"),
    "apart_together": N_("Types apart, all bad in the same years"),
}
_ORIGINS: Final = {
    "own_tail": N_("own events, lognormal with a tail"),
    "own_lognormal": N_("own events, lognormal"),
    "all_types": N_("all the bank’s events: too few of its own"),
}
_REPUTATION_TYPES: Final = {"internal_fraud": "internal_fraud", "external_fraud": "external"}


def law_name(view: BankLosses, code: str) -> str:
    """What a law, or a view of dependence, is called."""
    if code == "apart_tied":
        return _("Types apart, correlation {share}").format(share=percent(view.reader.scenario.dependence))
    if code.startswith("tail_") and code != "tail_auto":
        start = percent(float(code.removeprefix("tail_")))
        return _("Lognormal with a Pareto tail from quantile {level}").format(level=start)
    return _(_NAMES[code])


def _standing(view: BankLosses, law: LawLosses) -> str:
    """Whether a law stands in the range, and why."""
    if not math.isfinite(law.aic):
        return _("yes: no record of this length tests it")
    if math.isnan(law.p_value):
        return _("yes: too few losses to test it")
    if not law.kept:
        return _("yes, as no law fits") if view.laws.none_fits else _("no: contradicted")
    return _("yes")


def _test(law: LawLosses) -> str:
    if math.isnan(law.p_value):
        return MISSING
    where = _("tail") if law.tested == "tail" else _("all losses")
    return f"{number(law.p_value, 3)} · {where}"


def period(view: BankLosses) -> int:
    """Return period in years at which laws are set side by side."""
    return shown_period(view.carried)


def _place(view: BankLosses, years: float) -> int:
    return int(np.abs(view.laws.levels - level_of(years)).argmin())


def law_table(view: BankLosses) -> pd.DataFrame:
    """Every law: the year that the record carries, the test, and whether it stands in the range."""
    place, laws = _place(view, period(view)), view.laws.laws
    best = min((law.aic for law in laws if math.isfinite(law.aic)), default=math.nan)
    years = number(period(view), 0)
    return pd.DataFrame(
        {
            _("Law"): [law_name(view, law.name) for law in laws],
            _("One year in {years}, MAD million").format(years=years): [
                law.values[place] / MILLION for law in laws
            ],
            _("Low"): [law.low[place] / MILLION for law in laws],
            _("High"): [_finite(law.high[place] / MILLION) for law in laws],
            _("Anderson-Darling, p"): [_test(law) for law in laws],
            _("AIC above the best"): [
                number(law.aic - best, 1) if math.isfinite(law.aic) else MISSING for law in laws
            ],
            _("In the range"): [_standing(view, law) for law in laws],
        }
    )


def _finite(value: float) -> float:
    return value if math.isfinite(value) else math.nan


def law_frame(view: BankLosses) -> pd.DataFrame:
    """Laws for the chart: label, value, low, high in millions, text, kept."""
    place = _place(view, period(view))
    inside = {law.name for law in view.laws.inside}
    rows = [
        {
            "label": law_name(view, law.name),
            "value": law.values[place] / MILLION,
            "low": law.low[place] / MILLION,
            "high": _finite(law.high[place] / MILLION),
            "text": _law_text(law, place, law.name in inside),
            "kept": law.name in inside,
        }
        for law in view.laws.laws
        if law.values[place] > 0
    ]
    return pd.DataFrame(rows)


def _law_text(law: LawLosses, place: int, inside: bool) -> str:
    said = f"{number(law.values[place] / MILLION, 1)} ({amount_interval(law.low[place], law.high[place])})"
    return said if inside else said + " · " + _("left out, p = {p}").format(p=number(law.p_value, 3))


def law_chart(view: BankLosses) -> Chart:
    """Laws side by side at the year that the record carries, with their table."""
    frame = law_frame(view)
    inside = view.laws.inside
    found = view.laws.at(level_of(period(view)))
    note = _(
        "{kept} of {all} laws stand in the range; one with an Anderson-Darling p-value under {least} is left "
        "out. Their values alone run from {low} ({lowest}) to {high} ({highest})."
    ).format(
        kept=len(inside),
        all=len(view.laws.laws),
        least=percent(CONTRADICTED),
        low=amount(found.lowest),
        lowest=within(law_name(view, found.lowest_law)),
        high=amount(found.highest),
        highest=within(law_name(view, found.highest_law)),
    )
    said = _("{name}: {value}")
    unit, years = _("Value, MAD million"), number(period(view), 0)
    said = _("{name}: {value}")
    told = ". ".join(said.format(name=row["label"], value=row["text"]) for row in frame.to_dict("records"))
    return Chart(
        "laws",
        _("What each law makes of one year in {years}").format(years=years),
        charts.law_points(frame, title=_("One year in {years}, MAD million").format(years=years)),
        told,
        view.kinds,
        note=note,
        figures=(Table("laws", _("Every law, tested"), law_table(view), told, view.kinds),),
        plot=lambda: Plot("bar", frame[["label", "value"]].rename(columns={"value": unit}), unit),
    )


def curve_frame(view: BankLosses) -> pd.DataFrame:
    """The range over laws for the chart: exceedance, low, high in millions, illustration."""
    curve = view.laws.curve
    frame = pd.DataFrame(
        {
            "exceedance": 1.0 - curve["level"],
            "low": curve["low"] / MILLION,
            "high": curve["high"] / MILLION,
            "illustration": curve["illustration"],
        }
    )
    # A loss of nothing, or without bound, has no place on a scale of powers.
    frame = frame[frame["high"] > 0]
    most = frame["high"].where(np.isfinite(frame["high"])).max()
    least = frame["low"].where(frame["low"] > 0).min()
    return frame.assign(
        low=frame["low"].clip(lower=least if math.isfinite(least) else most / 100.0),
        high=frame["high"].clip(upper=most),
    )


def line_frame(view: BankLosses) -> pd.DataFrame:
    """A line a law in the range for the chart: name, exceedance, loss in millions, illustration."""
    envelope = view.laws
    beyond = envelope.curve["illustration"].to_numpy()
    frame = pd.concat(
        [
            pd.DataFrame(
                {
                    "name": law_name(view, law.name),
                    "exceedance": 1.0 - envelope.levels,
                    "loss": law.values / MILLION,
                    "illustration": beyond,
                }
            )
            for law in envelope.inside
        ]
    )
    return frame[frame["loss"] > 0]


def office_frame(view: BankLosses) -> pd.DataFrame:
    """The ends of the range for an office program: along it the loss, for each end its probability."""
    frame = curve_frame(view)
    name, low, high = _("Annual loss, MAD million"), _("Low"), _("High")
    ends = [
        pd.DataFrame({name: frame[end], label: frame["exceedance"]})
        for end, label in (("low", low), ("high", high))
    ]
    return pd.concat(ends, ignore_index=True)


def curve_chart(view: BankLosses) -> Chart:
    """How much a year may cost: the range over laws, the laws in it, and the years that the record has."""
    known = view.carried
    note = _(
        "Band: every law’s value and {level} interval. Lines: laws. Diamonds: years observed. Dashed: rarer "
        "than the record carries, an illustration."
    ).format(level=percent(view.laws.level))
    parts = []
    for years in [*([known] if known else []), 100, RAREST]:
        found = view.laws.at(level_of(years))
        said = (
            _("Illustration, one year in {years}: {range}.")
            if found.illustration
            else _("One year in {years}: {range}.")
        )
        parts.append(
            said.format(years=number(years, 0), range=amount_interval(found.low, found.high)),
        )
    range_of = view.laws.at(level_of(known)) if known else None
    label = title = ""
    if range_of is not None:
        period_of, amounts = number(known, 0), amount_interval(range_of.low, range_of.high)
        label = _("one year in {years}: {range}").format(years=period_of, range=amounts)
        title = _("One year in {years} costs {range} or more").format(
            years=period_of, range=amount_range(range_of.low, range_of.high)
        )
    carries = Table(
        "quantiles", _("Losses of a year"), quantile_table(view), carried_sentence(view), view.kinds
    )
    return Chart(
        "curve",
        title or _("How much a year may cost"),
        charts.exceedance_curve(
            curve_frame(view),
            line_frame(view),
            view.observed,
            carried=1.0 / known if known else 0.5,
            label=label,
            beyond=_("below: illustration"),
            seen=(
                _("years assumed") if view.reader.stands_in("loss_event", view.bank) else _("years observed")
            ),
            x_title=_("Annual loss, MAD million"),
            y_title=_("Probability of a year that costs more"),
            space=percent_space(),
        ),
        " ".join(parts),
        view.kinds,
        note=note,
        figures=(carries,) if known else (),
        plot=lambda: Plot("scatter", office_frame(view), _("Probability of a year that costs more")),
    )


def carried_sentence(view: BankLosses) -> str:
    """Why figures end at the year that the record carries."""
    known = view.carried
    if not known:
        return _("A record under two years carries no rare year: every figure here is an illustration.")
    return _(
        "A record of {years} years with {events} losses carries one year in {period}: beyond it no recorded "
        "loss stands where the figure would, and the law alone makes it."
    ).format(years=number(view.record.years, 1), events=number(view.n_events, 0), period=number(known, 0))


def quantile_table(view: BankLosses) -> pd.DataFrame:
    """The years that the record carries: the range, and the values of the lowest and the highest law."""
    known = view.carried
    return _range_table(view, sorted({years for years in (*PERIODS, known) if 0 < years <= known}))


def beyond_table(view: BankLosses) -> pd.DataFrame:
    """Rarer years than the record carries: an illustration."""
    known = view.carried
    return _range_table(view, [years for years in PERIODS if years > known])


def _range_table(view: BankLosses, periods: list[int]) -> pd.DataFrame:
    found = [view.laws.at(level_of(years)) for years in periods]
    return pd.DataFrame(
        {
            _("One year in"): [number(years, 0) for years in periods],
            _("Range from, MAD million"): [row.low / MILLION for row in found],
            _("Range to, MAD million"): [_finite(row.high / MILLION) for row in found],
            _("Lowest law"): [law_name(view, row.lowest_law) for row in found],
            _("Lowest value, MAD million"): [row.lowest / MILLION for row in found],
            _("Highest law"): [law_name(view, row.highest_law) for row in found],
            _("Highest value, MAD million"): [row.highest / MILLION for row in found],
        }
    )


def rare_table(view: BankLosses) -> pd.DataFrame:
    """Each law's rarest years, an illustration."""
    hundred, thousand = (_place(view, years) for years in (100, RAREST))
    laws = view.laws.laws
    return pd.DataFrame(
        {
            _("Law"): [law_name(view, law.name) for law in laws],
            _("Illustration: one year in 100, MAD million"): [law.values[hundred] / MILLION for law in laws],
            _("Illustration: one year in 1,000, MAD million"): [
                law.values[thousand] / MILLION for law in laws
            ],
            _("In the range"): [_standing(view, law) for law in laws],
        }
    )


def shortcut_table(view: BankLosses) -> pd.DataFrame:
    """What shortcuts of other tools make of the law in use, and how far off they are."""
    levels = list(reads.TABLE_LEVELS)
    rows = view.fitted.at(levels)
    columns: dict[str, Any] = {
        _("One year in"): [number(1.0 / (1.0 - level), 0) for level in levels],
        _("Law in use, MAD million"): rows["annual_loss"] / MILLION,
    }
    for code in SHORTCUTS:
        name = shortcut_label(code)
        columns[_("{name}, MAD million").format(name=name)] = rows[code] / MILLION
        columns[_("Error of {name}").format(name=within(name))] = [
            signed(100.0 * error, 0, "%") for error in rows[f"{code}_error"]
        ]
    columns[_("Check: one loss alone, MAD million")] = rows["single_loss_approximation"] / MILLION
    return pd.DataFrame(columns)


def types_sentence(view: BankLosses, types: TypeResults) -> str:
    """What the types apart make of the year, by how they hang together."""
    place = _place(view, period(view))
    independent, tied, together = (law.values[place] for law in types.laws)
    return _(
        "One year in {period} with types apart: {independent} or more if they are independent, {tied} tied "
        "by a t copula at {correlation}. It is {together} if all are bad in the same years. All three stand "
        "in the range above. Not all being bad at once saves {saved}."
    ).format(
        period=number(period(view), 0),
        independent=amount(independent),
        tied=amount(tied),
        correlation=percent(view.reader.scenario.dependence),
        together=amount(together),
        saved=amount(types.saved),
    )


def fit_table(view: BankLosses) -> pd.DataFrame:
    """The laws fitted, each parameter with its interval or error."""
    model, level = view.fitted, view.reader.scenario.level
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
    if isinstance(model.severity, Lognormal):
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
    fit = model.fit
    if fit is None:
        raise ValueError("fit: a severity with a tail comes of one")
    fitness = fit.goodness_of_fit
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
    count = view.fitted.frequency
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
    record, total, origins = view.record, rows["contribution"].sum(), rows["origin"]
    found = [name for name in EVENT_NAMES if name != "all"]
    lost = {name: float(record.amounts(name).sum()) / MILLION for name in found}
    years = number(shown_period(view.carried), 0)

    def of(name: str, column: str, scale: float = MILLION) -> float:
        value = float(rows[column].loc[name]) / scale if name in rows.index else np.nan
        return value if math.isfinite(value) else np.nan

    return pd.DataFrame(
        {
            _("Event type"): [event_name(name) for name in found],
            _("Events recorded"): [int(record.amounts(name).size) for name in found],
            _("Lost, MAD million"): [lost[name] for name in found],
            _("Events a year, whole record"): [of(name, "rate", 1.0) for name in found],
            _("Severity fitted to"): [
                _(_ORIGINS[origins.loc[name]]) if name in rows.index else _("no event") for name in found
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


def _shape_frame(view: BankLosses) -> pd.DataFrame:
    """The tail's shape by threshold for the chart, thresholds in millions."""
    rows = view.fitted.diagnostics
    return pd.DataFrame(
        {
            "threshold": rows["threshold"] / MILLION,
            "shape": rows["shape"],
            "low": rows["shape_low"],
            "high": rows["shape_high"],
            "n_exceedances": rows["n_exceedances"],
        }
    )


def _start(fit: SeverityFit) -> float:
    """Where the tail of the law in use starts, in millions."""
    return float(fit.threshold) / MILLION


def _shape_limits() -> pd.DataFrame:
    """The shapes from which a moment is infinite, for the chart."""
    return pd.DataFrame({"shape": [0.5, 1.0], "label": [_("variance infinite"), _("mean infinite")]})


def _described_shape(fit: SeverityFit) -> str:
    """The chart of the tail's shape in words."""
    return _("Shape {shape} (standard error {error}) with the tail starting at {threshold}.").format(
        shape=number(fit.shape, 2), error=number(fit.shape_error, 2), threshold=amount(fit.threshold)
    )


def rarer(view: BankLosses) -> Sequence[Part]:
    """What lies beyond the record, an illustration: the range, each law, and shortcuts of other tools."""
    told = carried_sentence(view)
    beyond = _("Illustration: years rarer than the record carries")
    return (
        Note(told, "aside"),
        Table("beyond", beyond, beyond_table(view), told, view.kinds),
        Table("laws-beyond", _("Illustration: each law’s rarest years"), rare_table(view), told, view.kinds),
        Table(
            "shortcuts",
            _("Illustration: shortcuts of other tools, and their error"),
            shortcut_table(view),
            told,
            view.kinds,
        ),
    )


def law_in_use(view: BankLosses) -> Sequence[Part]:
    """The law that controls are measured with, and whether the start of its tail matters."""
    fitted = Table(
        "fit",
        _("The law in use for controls"),
        fit_table(view),
        _("Frequency and severity with their errors and the goodness of fit"),
        view.kinds,
    )
    fit = view.fitted.fit
    if fit is None:
        return (fitted,)
    shape = Chart(
        "tail",
        _("Does the start of the tail matter?"),
        charts.tail_shape(
            _shape_frame(view),
            chosen=_start(fit),
            limits=_shape_limits(),
            x_title=_("Start of the tail, MAD million"),
            y_title=_("Shape of the tail"),
        ),
        _described_shape(fit),
        view.kinds,
        note=_("Trust a start from where the shape no longer moves, within its 95% interval."),
    )
    return fitted, shape


def by_type(view: BankLosses, types: TypeResults) -> Sequence[Part]:
    """Each event type with laws of its own."""
    told = types_sentence(view, types)
    title = _("Event types, each with laws of its own")
    return Note(told), Table("types", title, event_table(view, types), told, view.kinds)
