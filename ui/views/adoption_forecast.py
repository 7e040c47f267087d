"""What the forecast page shows: past and expected adoption, and how far each can be believed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any, Final

import pandas as pd

from analytics.adoption.forecast import Forecast
from analytics.adoption.rules import LEAST_WEIGHT
from studies import core
from studies.adoption import forecast as reads
from ui import link
from ui.refusal import Refused
from ui.views.adoption_forecast_cautions import fall, short_coverage
from ui.views.adoption_forecast_cautions import years_ahead as years_ahead
from ui.views.countries import country_names
from ui.words import N_, _, interval, language, listing, ngettext, number, percent

CONTROLS: Final = ("adoption_years", "level", "adoption_ceiling", "growth_with_trust")
SERIES_NAMES: Final = {
    "bills": N_("Adults who pay bills online (Findex)"),
    "banking": N_("Internet banking users (Eurostat)"),
    "internet": N_("Internet users (ITU)"),
    "customers": N_("Active customers of a bank"),
}
_DID: Final = {
    "bills": N_("of adults paid a bill online"),
    "banking": N_("of people used Internet banking"),
    "internet": N_("of people used the Internet"),
    "customers": N_("of customers used e-banking"),
}
_UNITS: Final = {
    "bills": N_("% of adults"),
    "banking": N_("% of individuals aged 16 to 74"),
    "internet": N_("% of population"),
    "customers": N_("% of customers"),
}
_MODELS: Final = {
    "rule": N_("The rule in force"),
    "naive": N_("Naive: the last value stays"),
    "drift": N_("Drift: the straight line"),
    "reference_class": N_("Countries like us"),
    "pooled_logistic": N_("Logistic growth at the common rate"),
    "anchored_curves": N_("Growth curves through the last value"),
    "holt": N_("Holt’s damped trend"),
}
_SHOWN_AHEAD: Final = (1, 3, 5, 10)


@dataclass(frozen=True)
class AdoptionForecast:
    """One forecast, ready to be shown.

    ``history``: year, value, low, high, segment; ``path``: the last observation, then the forecast;
    ``breaks``: year, note; ``milestones``: level, central, earliest, latest (years, missing beyond the
    horizon).
    """

    series: str
    subject: str
    name: str
    forecast: Forecast
    history: pd.DataFrame
    path: pd.DataFrame
    breaks: pd.DataFrame
    milestones: pd.DataFrame
    kinds: tuple[str, ...]

    @property
    def unit(self) -> str:
        """The unit of the percentages, in the reader's language."""
        return _(_UNITS[self.series])

    @property
    def last(self) -> float:
        """The last observed value, %."""
        return float(self.history["value"].iloc[-1])


def series_name(series: str) -> str:
    """The name of what is forecast, in the reader's language."""
    return _(SERIES_NAMES[series])


def forecast(series: str, subject: str, name: str) -> AdoptionForecast:
    """The forecast of a country or bank under the session's scenario.

    Raises
    ------
    Refused: there is no figure of the series, or none that is a percentage
    """
    snapshot, scenario = link.shown(), link.scenario()
    table = "adoption_series" if series == "customers" else "fact"
    history = reads.own_series(snapshot, series, subject).dropna(subset=["value"])
    if history.empty:
        raise Refused(
            _("{name} has no figure of this series yet. Load a file on the import page.").format(name=name),
            table,
        )
    try:
        found = reads.adoption_forecast(snapshot, series, subject, scenario.adoption_years, scenario.level)
    except ValueError:
        raise Refused(
            _("The figures of {name} are not percentages between 0 and 100.").format(name=name),
            table,
        ) from None
    last = float(history["value"].iloc[-1])
    start = pd.DataFrame({"year": [found.origin], "value": last, "low": last, "high": last})
    return AdoptionForecast(
        series,
        subject,
        name,
        found,
        history,
        pd.concat([start, found.table], ignore_index=True),
        _breaks(series, subject),
        _milestones(found.table, last),
        tuple(dict.fromkeys([*history["kind"], "derived"])),
    )


def _breaks(series: str, subject: str) -> pd.DataFrame:
    declared = core.definition_breaks(link.shown())
    own = declared[
        (declared["indicator"] == reads.SUBJECT_OF[series]) & declared["subject"].isin([subject, "*"])
    ]
    years = pd.to_datetime(own["first_period"]).dt.year
    return pd.DataFrame({"year": years, "note": own[f"note_{language()}"]})


def _milestones(table: pd.DataFrame, last: float) -> pd.DataFrame:
    levels = [level for level in range(10, 100, 10) if level > last]
    reached = {"central": "value", "earliest": "high", "latest": "low"}
    rows = {name: [_first_year(table, column, level) for level in levels] for name, column in reached.items()}
    table = pd.DataFrame(
        {"level": levels, **{name: pd.array(years, "Int64") for name, years in rows.items()}}
    )
    # Of the levels that no path reaches, the lowest is enough.
    return table.head(int(table["earliest"].notna().sum()) + 1)


def _first_year(table: pd.DataFrame, column: str, level: float) -> int | None:
    there = table.loc[table[column] >= level, "year"]
    return int(there.iloc[0]) if len(there) else None


def _year(value: Any, table: pd.DataFrame) -> str:
    beyond = _("after {year}").format(year=int(table["year"].iloc[-1]))
    return beyond if pd.isna(value) else str(int(value))


def sentence(view: AdoptionForecast) -> str:
    """How many, and when, in one sentence with its interval."""
    table = view.forecast.table
    end = table.iloc[-1]
    stated = _(
        "{name}: {last} {did} in {origin}; {value} forecast for {year} ({interval}, {level} interval)"
    ).format(
        name=view.name,
        last=number(view.last, 1, "%"),
        did=_(_DID[view.series]),
        origin=view.forecast.origin,
        value=number(end["value"], 1, "%"),
        year=int(end["year"]),
        interval=interval(end["low"], end["high"], 1, "%"),
        level=percent(view.forecast.level),
    )
    return stated + _when(view)


def _when(view: AdoptionForecast) -> str:
    if view.milestones.empty:
        return "."
    first = view.milestones.iloc[0]
    table = view.forecast.table
    return _("; {level} passed in {central}, at the earliest {earliest}, at the latest {latest}.").format(
        level=number(first["level"], 0, "%"),
        central=_year(first["central"], table),
        earliest=_year(first["earliest"], table),
        latest=_year(first["latest"], table),
    )


def caution(view: AdoptionForecast) -> str:
    """What weakens the forecast; empty when nothing does."""
    told = view.forecast.warnings
    own = view.history[view.history["segment"] == view.history["segment"].max()]
    seen = len(own)
    parts = []
    if "fell" in told:
        parts.append(fall(own, within="fell_within_error" in told))
    if "short_series" in told:
        parts.append(
            ngettext(
                "Only {count} observation: by analogy with other countries",
                "Only {count} observations: by analogy with other countries",
                seen,
            ).format(count=seen)
        )
    if "undercovered" in told:
        parts.append(short_coverage(view.forecast.coverage))
    if "old_series" in told:
        parts.append(_("The last figure is of {year}").format(year=view.forecast.origin))
    if "not_calibrated" in told:
        parts.append(_("The interval rests on too few past errors"))
    if "no_reference_class" in told:
        parts.append(_("No country has been at this level long enough to learn from"))
    return " · ".join(parts)


def rule(view: AdoptionForecast) -> str:
    """The rule that made the values, printed."""
    found = view.forecast.rule
    figures = {
        name: number(value, 0) for name, value in found.parameters.items() if not name.startswith("weight_")
    }
    texts = {
        "reference_class_and_pooled_logistic": _(
            "Below {stage_limit} %: mean of the median change in {class_cases} past cases of "
            "{class_entities} countries within {class_width} points of this level, and of logistic growth at "
            "the common rate."
        ),
        "pooled_logistic": _(
            "Below {stage_limit} %: logistic growth at the common rate alone, as too few cases have been at "
            "this level."
        ),
        "drift_and_anchored_curves": _(
            "From {stage_limit} % on: mean of the straight line through the series and of growth curves "
            "through its last value."
        ),
        "last_value": _("No past change is known to learn from: the last value is kept."),
    }
    return f"{texts[found.key].format(**figures)} {_shares(view)}".strip()


def _shares(view: AdoptionForecast) -> str:
    """What the other models count for beside the rule of the stage."""
    shares = view.forecast.weights
    beside = [
        _("{method}: {share}").format(method=_(_MODELS[name]), share=percent(share))
        for name, share in sorted(shares.items(), key=lambda item: -item[1])
        if name != "rule" and share >= LEAST_WEIGHT
    ]
    if not beside:
        return ""
    return _(
        "This rule counts for {share} of the value; past errors at this stage give the rest to other methods "
        "({methods})."
    ).format(share=percent(shares["rule"]), methods=" · ".join(beside))


def coverage_note(view: AdoptionForecast) -> str:
    """How often intervals given in the past held what came, beside the rule."""
    last = view.forecast.coverage.iloc[-1]
    if last["forecasts"] == 0:
        judged = _("No interval this far ahead could be judged yet.")
    else:
        judged = _(
            "Of {forecasts} intervals given {years} ahead at this stage, {achieved} held what came "
            "({nominal} intended)."
        ).format(
            forecasts=number(last["forecasts"], 0),
            years=years_ahead(last["horizon"]),
            achieved=percent(last["achieved"]),
            nominal=percent(last["nominal"]),
        )
    return f"{rule(view)} {judged}"


def forecast_table(view: AdoptionForecast) -> pd.DataFrame:
    """The forecast, with the share of past intervals that held what came beside each year."""
    table = view.forecast.table.merge(
        view.forecast.coverage.assign(year=view.forecast.origin + view.forecast.coverage["horizon"]),
        on="year",
    )
    return pd.DataFrame(
        {
            _("Year"): table["year"],
            _("Forecast (%)"): table["value"].round(1),
            _("Low"): table["low"].round(1),
            _("High"): table["high"].round(1),
            _("Coverage intended (%)"): (100 * table["nominal"]).round().astype("Int64"),
            _("Coverage achieved (%)"): (100 * table["achieved"]).round().astype("Int64"),
            _("Past intervals judged"): table["forecasts"],
        }
    )


def milestone_table(view: AdoptionForecast) -> pd.DataFrame:
    """When each round level is passed: in the middle, at the earliest, at the latest."""
    table = view.forecast.table
    shown = {"central": _("Central"), "earliest": _("At the earliest"), "latest": _("At the latest")}
    rows = view.milestones
    return pd.DataFrame(
        {_("Level"): [number(level, 0, "%") for level in rows["level"]]}
        | {title: [_year(value, table) for value in rows[name]] for name, title in shown.items()}
    )


def class_table(view: AdoptionForecast) -> pd.DataFrame:
    """The countries that were once where the subject is, and how far they went in the years after."""
    cases = view.forecast.reference_cases
    if cases.empty:
        return pd.DataFrame()
    wide = cases.pivot_table(index=["entity", "year", "level"], columns="horizon", values="change")
    wide = wide.reset_index().sort_values(["entity", "year"])
    names = country_names()
    ahead = [years for years in _SHOWN_AHEAD if years in wide.columns]
    table = {
        _("Country"): wide["entity"].map(names),
        _("Year"): wide["year"],
        _("Level then (%)"): wide["level"],
    }
    for years in ahead:
        label = ngettext("{count} year later", "{count} years later", years).format(count=years)
        table[f"{label} (%)"] = wide["level"] + wide[years]
    return pd.DataFrame(table).sort_values([_("Country"), _("Year")])


def class_sentence(view: AdoptionForecast) -> str:
    """Who the countries like us are."""
    cases = view.forecast.reference_cases
    first = cases[cases["horizon"] == 1]
    if first.empty:
        return _("No country was seen within 5 points of this level.")
    spans = first.groupby("entity")["year"].agg(["min", "max"])
    names = country_names()
    told = [
        f"{names.get(str(code), str(code))} ({row['min']}–{row['max']})"
        if row["min"] < row["max"]
        else f"{names.get(str(code), str(code))} ({row['min']})"
        for code, row in spans.iterrows()
    ]
    return _("Seen within 5 points of {level}: {countries}.").format(
        level=number(view.last, 1, "%"), countries=listing(told)
    )


def scoreboard(view: AdoptionForecast) -> pd.DataFrame:
    """Errors of the rule and of every model alone on the same past forecasts, naive and drift included."""
    rows = view.forecast.scoreboard
    rows = rows[rows["mean_absolute_error"].notna() | rows["model"].isin(["rule", "naive", "drift"])]
    return pd.DataFrame(
        {
            _("Method"): [_(_MODELS[model]) for model in rows["model"]],
            _("Mean absolute error (points)"): rows["mean_absolute_error"].round(2),
            _("Bias: forecast minus outcome (points)"): rows["bias"].round(2),
            _("Forecasts judged"): rows["forecasts"],
        }
    )


def with_years(view: AdoptionForecast, years: int) -> AdoptionForecast:
    """The same view, its history limited to the last ``years`` before the forecast."""
    kept = view.history[view.history["year"] > view.forecast.origin - years]
    return replace(view, history=kept, breaks=view.breaks[view.breaks["year"] >= kept["year"].min()])


def described(view: AdoptionForecast) -> str:
    """The chart of the forecast in words."""
    first = view.history.iloc[0]
    seen = _("{name}: {first} in {start}.").format(
        name=view.name, first=number(first["value"], 1, "%"), start=int(first["year"])
    )
    return f"{seen} {sentence(view)}"
