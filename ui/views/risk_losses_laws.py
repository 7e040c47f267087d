"""What every law that the losses allow makes of a year, how it was tested, how rare a year is carried."""

from __future__ import annotations

import math
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.risk.loss_envelope import LawLosses
from analytics.risk.severity_laws import CONTRADICTED
from studies.risk import losses as reads
from studies.risk.loss_laws import PERIODS, RAREST, level_of, shown_period
from ui import link
from ui.charts import losses as charts
from ui.charts.common import Drawing
from ui.views.risk_losses import SHORTCUTS, BankLosses, carried, percent_space, shortcut_label
from ui.views.risk_losses_words import MILLION, amount, amount_interval
from ui.words import MISSING, N_, _, number, percent, signed

_NAMES: Final = {
    "lognormal": N_("Lognormal"),
    "weibull": N_("Weibull"),
    "loglogistic": N_("Log-logistic"),
    "pareto": N_("Generalised Pareto from zero"),
    "tail_auto": N_("Lognormal with a Pareto tail, start chosen by fit"),
    "apart_independent": N_("Types apart, independent of each other"),
    "apart_together": N_("Types apart, all bad in the same years"),
}


def law_name(code: str) -> str:
    """What a law, or a view of dependence, is called."""
    if code == "apart_tied":
        return _("Types apart, correlation {share}").format(share=percent(link.scenario().dependence))
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
        return _("yes, as no law fits") if view.envelope.none_fits else _("no: contradicted")
    return _("yes")


def _test(law: LawLosses) -> str:
    if math.isnan(law.p_value):
        return MISSING
    where = _("tail") if law.tested == "tail" else _("all losses")
    return f"{number(law.p_value, 3)} · {where}"


def period(view: BankLosses) -> int:
    """Return period in years at which laws are set side by side."""
    return shown_period(carried(view))


def _place(view: BankLosses, years: float) -> int:
    return int(np.abs(view.envelope.levels - level_of(years)).argmin())


def law_table(view: BankLosses) -> pd.DataFrame:
    """Every law: the year that the record carries, the test, and whether it stands in the range."""
    place, laws = _place(view, period(view)), view.envelope.laws
    best = min((law.aic for law in laws if math.isfinite(law.aic)), default=math.nan)
    years = number(period(view), 0)
    return pd.DataFrame(
        {
            _("Law"): [law_name(law.name) for law in laws],
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
    inside = {law.name for law in view.envelope.inside}
    rows = [
        {
            "label": law_name(law.name),
            "value": law.values[place] / MILLION,
            "low": law.low[place] / MILLION,
            "high": _finite(law.high[place] / MILLION),
            "text": _law_text(law, place, law.name in inside),
            "kept": law.name in inside,
        }
        for law in view.envelope.laws
        if law.values[place] > 0
    ]
    return pd.DataFrame(rows)


def _law_text(law: LawLosses, place: int, inside: bool) -> str:
    said = f"{number(law.values[place] / MILLION, 1)} ({amount_interval(law.low[place], law.high[place])})"
    return said if inside else said + " · " + _("left out, p = {p}").format(p=number(law.p_value, 3))


def law_chart(view: BankLosses) -> Drawing:
    """Laws side by side at the year that the record carries."""
    title = _("One year in {years}, MAD million").format(years=number(period(view), 0))
    return charts.law_points(law_frame(view), title=title)


def law_words(view: BankLosses) -> dict[str, str]:
    """Title, note and description of the chart of laws."""
    frame = law_frame(view)
    inside = view.envelope.inside
    found = view.envelope.at(level_of(period(view)))
    note = _(
        "{kept} of {all} laws stand in the range; one with an Anderson-Darling p-value under {least} is left "
        "out. Their values alone run from {low} ({lowest}) to {high} ({highest})."
    ).format(
        kept=len(inside),
        all=len(view.envelope.laws),
        least=percent(CONTRADICTED),
        low=amount(found.lowest),
        lowest=_lower(law_name(found.lowest_law)),
        high=amount(found.highest),
        highest=_lower(law_name(found.highest_law)),
    )
    said = _("{name}: {value}")
    return {
        "title": _("What each law makes of one year in {years}").format(years=number(period(view), 0)),
        "note": note,
        "alt_text": ". ".join(
            said.format(name=row["label"], value=row["text"]) for row in frame.to_dict("records")
        ),
    }


def _lower(name: str) -> str:
    return name[0].lower() + name[1:]


def curve_frame(view: BankLosses) -> pd.DataFrame:
    """The range over laws for the chart: exceedance, low, high in millions, illustration."""
    curve = view.envelope.curve
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
    envelope = view.envelope
    beyond = envelope.curve["illustration"].to_numpy()
    frame = pd.concat(
        [
            pd.DataFrame(
                {
                    "name": law_name(law.name),
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


def curve_chart(view: BankLosses) -> Drawing:
    """How much a year may cost: the range over laws, and the laws in it."""
    known = carried(view)
    label = _("one year in {years}").format(years=number(known, 0)) if known else ""
    return charts.exceedance_curve(
        curve_frame(view),
        line_frame(view),
        view.observed,
        carried=1.0 / known if known else 0.5,
        label=label,
        beyond=_("below: illustration"),
        x_title=_("Annual loss, MAD million"),
        y_title=_("Probability of a year that costs more"),
        space=percent_space(),
    )


def curve_words(view: BankLosses) -> dict[str, str]:
    """Title, note and description of the main chart."""
    known = carried(view)
    note = _(
        "Band: every law’s value and {level} interval. Lines: laws. Diamonds: years observed. Dashed: rarer "
        "than the record carries, an illustration."
    ).format(level=percent(view.envelope.level))
    parts = []
    for years in [*([known] if known else []), 100, RAREST]:
        found = view.envelope.at(level_of(years))
        said = (
            _("Illustration, one year in {years}: {range}.")
            if found.illustration
            else _("One year in {years}: {range}.")
        )
        parts.append(
            said.format(years=number(years, 0), range=amount_interval(found.low, found.high)),
        )
    return {"title": _("How much a year may cost"), "note": note, "alt_text": " ".join(parts)}


def carried_sentence(view: BankLosses) -> str:
    """Why figures end at the year that the record carries."""
    known = carried(view)
    if not known:
        return _("A record under two years carries no rare year: every figure here is an illustration.")
    return _(
        "A record of {years} years with {events} losses carries one year in {period}: beyond it no recorded "
        "loss stands where the figure would, and the law alone makes it."
    ).format(years=number(view.record.years, 1), events=number(view.n_events, 0), period=number(known, 0))


def quantile_table(view: BankLosses) -> pd.DataFrame:
    """The years that the record carries: the range, and the values of the lowest and the highest law."""
    known = carried(view)
    return _range_table(view, sorted({years for years in (*PERIODS, known) if 0 < years <= known}))


def beyond_table(view: BankLosses) -> pd.DataFrame:
    """Rarer years than the record carries: an illustration."""
    known = carried(view)
    return _range_table(view, [years for years in PERIODS if years > known])


def _range_table(view: BankLosses, periods: list[int]) -> pd.DataFrame:
    found = [view.envelope.at(level_of(years)) for years in periods]
    return pd.DataFrame(
        {
            _("One year in"): [number(years, 0) for years in periods],
            _("Range from, MAD million"): [row.low / MILLION for row in found],
            _("Range to, MAD million"): [_finite(row.high / MILLION) for row in found],
            _("Lowest law"): [law_name(row.lowest_law) for row in found],
            _("Lowest value, MAD million"): [row.lowest / MILLION for row in found],
            _("Highest law"): [law_name(row.highest_law) for row in found],
            _("Highest value, MAD million"): [row.highest / MILLION for row in found],
        }
    )


def rare_table(view: BankLosses) -> pd.DataFrame:
    """Each law's rarest years, an illustration."""
    hundred, thousand = (_place(view, years) for years in (100, RAREST))
    laws = view.envelope.laws
    return pd.DataFrame(
        {
            _("Law"): [law_name(law.name) for law in laws],
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
    rows = view.model.at(levels)
    columns: dict[str, Any] = {
        _("One year in"): [number(1.0 / (1.0 - level), 0) for level in levels],
        _("Law in use, MAD million"): rows["annual_loss"] / MILLION,
    }
    for code in SHORTCUTS:
        name = shortcut_label(code)
        columns[_("{name}, MAD million").format(name=name)] = rows[code] / MILLION
        columns[_("Error of {name}").format(name=_lower(name))] = [
            signed(100.0 * error, 0, "%") for error in rows[f"{code}_error"]
        ]
    columns[_("Check: one loss alone, MAD million")] = rows["single_loss_approximation"] / MILLION
    return pd.DataFrame(columns)


def illustrations(view: BankLosses) -> dict[str, pd.DataFrame]:
    """What lies beyond the record, by the name of its file: the range, each law, and shortcuts."""
    return {
        "beyond": beyond_table(view),
        "laws-beyond": rare_table(view),
        "shortcuts": shortcut_table(view),
    }


def types_sentence(view: BankLosses) -> str:
    """What the types apart make of the year, by how they hang together."""
    types = view.types
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
        correlation=percent(link.scenario().dependence),
        together=amount(together),
        saved=amount(types.saved),
    )
