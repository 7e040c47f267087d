"""What the forecast page shows: past and expected adoption, and how far each can be believed."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd

from analytics.adoption.forecast import TOLERATED
from analytics.adoption.rules import LEAST_WEIGHT
from studies.adoption import observed
from ui import events
from ui.adoption import ceilings, led, one_year, series
from ui.adoption.countries import home, home_name, names
from ui.adoption.series import OF_A_BANK, AdoptionForecast, years_ahead
from ui.charts import adoption as charts
from ui.content import (
    Answer,
    Chart,
    Content,
    Detail,
    Method,
    Metric,
    Note,
    Open,
    Part,
    Plot,
    Slide,
    Table,
)
from ui.reader import Reader, kept, page_content
from ui.refusal import Refused
from ui.rows import row_of
from ui.words import N_, _, clauses, interval, listing, ngettext, number, percent

CONTROLS: Final = (
    *("adoption", "country", "bank"),
    *("adoption_years", "level", "adoption_ceiling", "growth_with_trust"),
)
_DID: Final = {
    "bills": N_("of adults paid a bill online"),
    "banking": N_("of people used Internet banking"),
    "internet": N_("of people used the Internet"),
    "customers": N_("of customers used e-banking"),
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


def sentence(view: AdoptionForecast) -> str:
    """How many, now and at the horizon, with the interval."""
    end = view.forecast.table.iloc[-1]
    told = (
        _("{name}: {last} {did} in {origin}; {value} forecast for {year} ({interval}, {level} interval).")
        if end["year"] >= view.as_of
        else _(
            "{name}: {last} {did} in {origin}; for {year}, not measured yet, {value} is estimated "
            "({interval}, {level} interval)."
        )
    )
    return told.format(
        name=view.name,
        last=number(view.last, 1, "%"),
        did=_(_DID[view.series]),
        origin=view.forecast.origin,
        value=number(end["value"], 1, "%"),
        year=int(end["year"]),
        interval=interval(end["low"], end["high"], 1, "%"),
        level=percent(view.forecast.level),
    )


def finding(view: AdoptionForecast) -> str:
    """What the picture shows, as its title."""
    end = view.forecast.table.iloc[-1]
    return _("{name}: from {last} to {value} by {year}").format(
        name=view.name,
        last=number(view.last, 0, "%"),
        value=number(end["value"], 0, "%"),
        year=int(end["year"]),
    )


def more(view: AdoptionForecast) -> str:
    """When the next round level is passed, and what the scenario’s levers and trust change."""
    told = led.sentence(view.reader, view.subject) if view.series == OF_A_BANK else ""
    return f"{when(view)} {told}".strip()


def when(view: AdoptionForecast) -> str:
    """When the next round level is passed, along each path; empty where none is left to pass."""
    if view.milestones.empty:
        return ""
    first = view.milestones.iloc[0]
    paths = (
        (_("{year} on the central path"), "central"),
        (_("{year} at the high end of the band"), "earliest"),
        (_("{year} at its low end"), "latest"),
    )
    return _("{level} is passed: {paths}.").format(
        level=number(first["level"], 0, "%"),
        paths=clauses([path.format(year=_year(first[name], view)) for path, name in paths]),
    )


def _year(value: Any, view: AdoptionForecast) -> str:
    """The year in which a path passes a level; one before the data's own date is no longer to come."""
    if pd.isna(value):
        end = int(view.forecast.table["year"].iloc[-1])
        return (_("after {year}") if end >= view.as_of else _("not yet in {year}")).format(year=end)
    return str(int(value)) if value >= view.as_of else _("already in {year}").format(year=int(value))


def caution(view: AdoptionForecast) -> str:
    """What weakens the forecast; empty when nothing does."""
    told = view.forecast.warnings
    own = view.unbroken
    seen = len(own)
    parts = []
    if "fell" in told:
        parts.append(_fall(own, within="fell_within_error" in told))
    if "short_series" in told:
        parts.append(
            ngettext(
                "Only {count} observation: by analogy with other countries",
                "Only {count} observations: by analogy with other countries",
                seen,
            ).format(count=seen)
        )
    if "undercovered" in told:
        parts.append(_short_coverage(view.forecast.coverage))
    if "old_series" in told:
        parts.append(_("The last figure is of {year}").format(year=view.forecast.origin))
    if "not_calibrated" in told:
        parts.append(_("The interval rests on too few past errors"))
    if "no_reference_class" in told:
        parts.append(_("No country has been at this level long enough to learn from"))
    return " · ".join(parts)


def _fall(own: pd.DataFrame, *, within: bool) -> str:
    """From what to what a series fell; ``within``: by no more than its surveys may err."""
    first, last = own.iloc[0], own.iloc[-1]
    told = (
        _("It fell from {first} in {start} to {last} in {end}, within the error of the surveys")
        if within
        else _("It fell from {first} in {start} to {last} in {end}")
    )
    return told.format(
        first=number(first["value"], 1, "%"),
        start=int(first["year"]),
        last=number(last["value"], 1, "%"),
        end=int(last["year"]),
    )


def _short_coverage(coverage: pd.DataFrame) -> str:
    """Which past intervals held too little."""
    known = coverage.dropna(subset=["achieved"])
    if known.empty:
        return _("Past intervals at this stage held less than intended: read the band as too narrow")
    worst = row_of(known, known["achieved"].idxmin())
    return _(
        "Past intervals {years} ahead held {achieved} of outcomes, not {nominal}: read the band as too narrow"
    ).format(
        years=years_ahead(worst["horizon"]),
        achieved=percent(worst["achieved"]),
        nominal=percent(worst["nominal"]),
    )


def rule(view: AdoptionForecast) -> str:
    """The rule that made the values, printed."""
    found = view.forecast.rule
    figures = {
        name: number(value, 0) for name, value in found.parameters.items() if not name.startswith("weight_")
    }
    if "stage_limit" in found.parameters:
        figures["stage_limit"] = percent(found.parameters["stage_limit"] / 100)
    texts = {
        "reference_class_and_pooled_logistic": _(
            "Below {stage_limit}: mean of the median change in {class_cases} past cases of "
            "{class_entities} countries within {class_width} points of this level, and of logistic growth at "
            "the common rate."
        ),
        "pooled_logistic": _(
            "Below {stage_limit}: logistic growth at the common rate alone, as too few cases have been at "
            "this level."
        ),
        "drift_and_anchored_curves": _(
            "From {stage_limit} on: mean of the straight line through the series and of growth curves "
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
    return f"{rule(view)} {judged} {_wide(view.forecast.coverage)}".rstrip()


def _wide(coverage: pd.DataFrame) -> str:
    """That past intervals held more than intended; empty where they did not, or none was judged."""
    last = coverage.iloc[-1]
    if not last["forecasts"] or not last["achieved"] > last["nominal"] + TOLERATED:
        return ""
    return _("More than intended: this far ahead the band is wider than it need be.")


def forecast_table(view: AdoptionForecast) -> pd.DataFrame:
    """The forecast, with the share of past intervals that held what came beside each year.

    Of a bank also in people, at today's number of customers.
    """
    table = view.forecast.table.merge(
        view.forecast.coverage.assign(year=view.forecast.origin + view.forecast.coverage["horizon"]),
        on="year",
    )
    people = {}
    if view.series == OF_A_BANK:
        customers, _active = observed.bank_people(view.reader.snapshot, view.subject)
        people = {_("Active customers"): (customers * table["value"] / 100).round().astype("Int64")}
    return pd.DataFrame(
        {
            _("Year"): table["year"],
            **people,
            _("Forecast (%)"): table["value"].round(1),
            _("Low"): table["low"].round(1),
            _("High"): table["high"].round(1),
            _("Coverage intended (%)"): (100 * table["nominal"]).round().astype("Int64"),
            _("Coverage achieved (%)"): (100 * table["achieved"]).round().astype("Int64"),
            _("Past intervals judged"): table["forecasts"],
        }
    )


def told_years(view: AdoptionForecast) -> str:
    """The forecast of each year in words: of a bank also in people, as the table has them."""
    people = 0.0
    if view.series == OF_A_BANK:
        people, _active = observed.bank_people(view.reader.snapshot, view.subject)
    said = (
        _("{year}: {people} active customers, {value} ({interval})")
        if people
        else _("{year}: {value} ({interval})")
    )
    return ". ".join(
        said.format(
            year=int(row["year"]),
            people=number(people * row["value"] / 100, 0),
            value=number(row["value"], 1, "%"),
            interval=interval(row["low"], row["high"], 1, "%"),
        )
        for row in view.forecast.table.to_dict("records")
    )


def milestone_table(view: AdoptionForecast) -> pd.DataFrame:
    """When each round level is passed along the middle and along both ends of the band."""
    shown = {
        "central": _("Central path"),
        "earliest": _("High end of the band"),
        "latest": _("Low end of the band"),
    }
    rows = view.milestones
    return pd.DataFrame(
        {_("Level"): [number(level, 0, "%") for level in rows["level"]]}
        | {title: [_year(value, view) for value in rows[name]] for name, title in shown.items()}
    )


def class_table(view: AdoptionForecast) -> pd.DataFrame:
    """The countries that were once where the subject is, and how far they went in the years after."""
    cases = view.forecast.reference_cases
    if cases.empty:
        return pd.DataFrame()
    wide = cases.pivot_table(index=["entity", "year", "level"], columns="horizon", values="change")
    wide = wide.reset_index().sort_values(["entity", "year"])
    known = names(view.reader)
    ahead = [years for years in _SHOWN_AHEAD if years in wide.columns]
    table = {
        _("Country"): wide["entity"].map(known),
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
    known = names(view.reader)
    told = [
        f"{known.get(str(code), str(code))} ({row['min']}–{row['max']})"
        if row["min"] < row["max"]
        else f"{known.get(str(code), str(code))} ({row['min']})"
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


def described(view: AdoptionForecast) -> str:
    """The chart of the forecast in words."""
    first = view.history.iloc[0]
    seen = _("{name}: {first} in {start}.").format(
        name=view.name, first=number(first["value"], 1, "%"), start=int(first["year"])
    )
    return f"{seen} {sentence(view)} {when(view)}".strip()


def method() -> Method:
    """How the forecast is made, for the foot of the page."""
    return Method.of(
        formula=r"\hat y=\sum_m w_m\,\hat y_m,\quad w_m\propto\pi_m\,e_m^{-k},\qquad "
        r"\operatorname{logit}y_{T+h}\in\operatorname{logit}\hat y_{T+h}+"
        r"\big[\,Q_{h,s}^{(1-\alpha)/2},\;Q_{h,s}^{(1+\alpha)/2}\big]",
        words=[
            _(
                "Every forecast that could have been made since the series began was made again, knowing "
                "only the past. The ends of the band are quantiles of those errors, by years ahead and by "
                "stage (below or above 40%). Recent errors count for more."
            ),
            _(
                "Where past bands held too little, the next ones are wider; where they held too much, "
                "narrower. The share that held is printed beside the band, and a warning when it falls short."
            ),
            _(
                "Below 40% the rule starts from the countries once at this level; above, from the series’ "
                "own line and growth curves. Each other method joins it with the weight that its past errors "
                "earned. Naive, drift and Holt are always listed."
            ),
            _(
                "Where a survey published its error, the band holds it twice: for the figure known and for "
                "the figure to come."
            ),
            _(
                "The band is the error of forecasts. The fan of scenarios is drawn apart: it shows what "
                "other assumptions would give, and says nothing of how likely they are."
            ),
            _(
                "A country’s bills paid online and a bank’s active customers are set among the countries of "
                "Eurostat’s Internet banking series: an analogy, since they are counted otherwise."
            ),
            _(
                "A ceiling is “not identified” when the data alone leave open a range wider than a factor "
                "of 2 (profile likelihood at 95%)."
            ),
        ],
        proof=_(
            "On Eurostat’s Internet banking series, forecasts of 2015 to 2022 one to five years ahead: the "
            "80% band holds 77 to 84% of outcomes, and below 40% the mean error is under 5 points. Other "
            "families stand in the methods, with what their bands held."
        ),
    )


def metrics(view: AdoptionForecast) -> tuple[Metric, ...]:
    """How many now and at the horizon, what that is in people, and the country around it."""
    now, end, own = view.history.iloc[-1], view.forecast.table.iloc[-1], view.unbroken
    before = float(own["value"].iloc[-2]) if len(own) > 1 else None
    counted = view.series == OF_A_BANK
    here = Metric(
        "adoption_now",
        _("In {year}").format(year=view.forecast.origin),
        view.last,
        "%",
        low=None if pd.isna(now["low"]) else float(now["low"]),
        high=None if pd.isna(now["high"]) else float(now["high"]),
        better="higher",
        change=None if before is None else view.last - before,
        since="" if before is None else _("since {year}").format(year=int(own["year"].iloc[-2])),
        spark=tuple(float(value) for value in own["value"]),
        why=_told_of(counted, bool(pd.isna(now["low"]))),
        name=_("{series}, now").format(series=series.series_name(view.series)),
        of_all=not counted,
        earlier=before if before is not None and own["year"].diff().iloc[-1] == 1 else None,
    )
    ahead = Metric(
        "adoption_ahead",
        _("In {year}, forecast").format(year=int(end["year"])),
        float(end["value"]),
        "%",
        low=float(end["low"]),
        high=float(end["high"]),
        better="higher",
        name=_("{series}, forecast for the horizon").format(series=series.series_name(view.series)),
        of_all=not counted,
    )
    return (here, ahead, *((_people(view), *_around(view)) if counted else (_held(view), *_open(view))))


def _led(reader: Reader) -> tuple[Metric, ...]:
    """What levers and trust of the scenario make of the bank's customers; nothing without figures of them."""
    try:
        return led.figures(reader, reader.bank().code)
    except (ValueError, Refused):
        return ()


def _told_of(counted: bool, bare: bool) -> str:
    """Why an observed share has no interval; empty where it has one."""
    if counted:
        return _("Counted by the bank, not estimated")
    return _("No interval published") if bare else ""


def _people(view: AdoptionForecast) -> Metric:
    """What the forecast is in active customers, at today's number of customers."""
    customers, active = observed.bank_people(view.reader.snapshot, view.subject)
    end = view.forecast.table.iloc[-1]
    low, value, high = (customers * float(end[name]) / 100 - active for name in ("low", "value", "high"))
    return Metric(
        "adopters_more",
        _("More active customers by {year}").format(year=int(end["year"])),
        value,
        digits=0,
        low=low,
        high=high,
        better="higher",
        opens=Open("marketing-levers"),
        why=_("{active} in all, at today’s number of customers").format(active=number(active + value, 0)),
    )


def _around(view: AdoptionForecast) -> tuple[Metric, ...]:
    """The country's own figure: adults who pay bills online."""
    row = ceilings.latest(view.reader, observed.SUBJECT_OF["bills"], home(view.reader))
    if row is None:
        return ()
    return (
        Metric(
            "paid_bill_online",
            _("{country}: adults who pay bills online, {year}").format(
                country=home_name(view.reader), year=int(row["year"])
            ),
            float(row["value"]),
            "%",
            low=None if pd.isna(row["low"]) else float(row["low"]),
            high=None if pd.isna(row["high"]) else float(row["high"]),
            opens=Open("adoption-forecast", {"adoption": "bills"}),
            of_all=True,
            why=_("No interval published") if pd.isna(row["low"]) else "",
        ),
    )


def _held(view: AdoptionForecast) -> Metric:
    """How often past intervals as long as this one held what came."""
    last = view.forecast.coverage.iloc[-1]
    judged = int(last["forecasts"])
    return Metric(
        "coverage",
        _("Past intervals that held what came"),
        None if not judged else 100 * float(last["achieved"]),
        "%",
        digits=0,
        why=_("{nominal} intended; {count} judged").format(
            nominal=percent(last["nominal"]), count=number(judged, 0)
        ),
        of_all=True,
    )


def _open(view: AdoptionForecast) -> tuple[Metric, ...]:
    """How many are on the Internet at all, which bounds the rest."""
    row = ceilings.latest(view.reader, "internet_users", view.subject)
    if view.series == "internet" or row is None:
        return ()
    return (
        Metric(
            "internet_users",
            _("Internet users, {year}").format(year=int(row["year"])),
            float(row["value"]),
            "%",
            opens=Open("adoption-forecast", {"adoption": "internet"}),
            of_all=True,
            why=_("No interval published"),
        ),
    )


def _plot(view: AdoptionForecast) -> Plot:
    along = pd.concat([view.history[["year", "value"]], view.path.iloc[1:]], ignore_index=True)
    along = along.assign(year=along["year"].astype(str))
    along.columns = [_("Year"), view.name, _("Low"), _("High")]
    return Plot("line", along, view.unit)


def _instead(view: AdoptionForecast) -> tuple[Note, ...]:
    """That the bank has no figures of its own, where they were asked for."""
    if view.series == view.reader.display.adoption or view.reader.display.adoption != OF_A_BANK:
        return ()
    told = _(
        "No figures of the bank’s active customers are known: its country is shown. Load a file on the "
        "import page."
    )
    return (Note(told, "aside"),)


def _happened(view: AdoptionForecast) -> pd.DataFrame:
    """What customers of the bank may have felt in the years drawn; nothing of a country."""
    first, last = (f"{int(year)}-12-31" for year in (view.history["year"].min() - 1, view.path["year"].max()))
    if view.series != OF_A_BANK:
        return pd.DataFrame(columns=list(events.COLUMNS))
    return events.within(events.of_trade(view.reader, view.subject), first, last)


@kept
@page_content
def content(reader: Reader) -> Content:
    """The page "Forecast"."""
    view = series.forecast(reader)
    levels = () if view.milestones.empty else ("milestones",)
    happened = _happened(view)
    return Content(
        slug="adoption-forecast",
        answer=Answer(sentence(view), caution(view), more(view)),
        metrics=metrics(view),
        figures=_led(reader),
        picture=Chart(
            "forecast",
            finding(view),
            charts.forecast_band(view.history, view.path, view.breaks, unit=view.unit, events=happened),
            " ".join(filter(None, (described(view), events.in_words(happened)))),
            view.kinds,
            note=coverage_note(view),
            figures=(
                Table(
                    "forecast",
                    _("Forecast"),
                    forecast_table(view),
                    told_years(view),
                    view.kinds,
                    opens=tuple(one_year.opens(view)[str(year)] for year in view.forecast.table["year"]),
                ),
                *events.table(view.subject, happened, view.kinds, name="events"),
            ),
            plot=partial(_plot, view),
            opened_by="year",
            opens=one_year.opens(view),
        ),
        before=_instead(view),
        details=(
            *(
                [Detail("milestones", _("When each level is passed"), partial(_levels, view))]
                if levels
                else []
            ),
            Detail("likes", _("Countries like us"), partial(_likes, view)),
            Detail("scoreboard", _("Who forecast best"), partial(_judged, view)),
            *ceilings.details(view),
            Detail(one_year.DETAIL, _("Year by year"), partial(one_year.parts, view)),
        ),
        method=method(),
        board=Slide(("forecast",), ("forecast", *levels)),
    )


def _levels(view: AdoptionForecast) -> tuple[Part, ...]:
    title = _("When each level is passed")
    return (Table("milestones", title, milestone_table(view), when(view), view.kinds),)


def _likes(view: AdoptionForecast) -> tuple[Part, ...]:
    told = class_sentence(view)
    return (
        Table("likes", _("Countries like us"), class_table(view), told, ("observed",), height=320),
        Note(told, "aside"),
    )


def _judged(view: AdoptionForecast) -> tuple[Part, ...]:
    title = _("Who forecast best at this stage")
    return (Table("scoreboard", title, scoreboard(view), coverage_note(view), ("derived",)),)
