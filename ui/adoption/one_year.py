"""One year of a forecast: what was observed or is expected, its interval, and where it lies between years."""

from __future__ import annotations

from typing import Final

import pandas as pd

from ui.adoption.series import AdoptionForecast
from ui.charts import macro as charts
from ui.content import Chart, Open, Part, Table
from ui.words import MISSING, _, clauses, interval, labelled, number, percent

DETAIL: Final = "year"


def opens(view: AdoptionForecast) -> dict[str, Open]:
    """Year → the view of that year, as the marks and rows of the forecast lead to it."""
    asked = {"bank": view.subject} if view.series == "customers" else {"country": view.subject}
    return {
        str(year): Open("adoption-forecast", asked | {"adoption": view.series, "year": str(year)}, DETAIL)
        for year in years(view)["year"]
    }


def years(view: AdoptionForecast) -> pd.DataFrame:
    """Every year drawn: year, value, low, high (%, null where none was published), observed (bool)."""
    past = view.history.drop_duplicates("year", keep="last").assign(observed=True)
    ahead = view.forecast.table.assign(observed=False)
    columns = ["year", "value", "low", "high", "observed"]
    found = pd.concat([past.reindex(columns=columns), ahead.reindex(columns=columns)], ignore_index=True)
    return found.astype({"year": int})


def chosen(view: AdoptionForecast) -> int:
    """The year asked for; the last of the forecast where it is none of those drawn."""
    known = [str(year) for year in years(view)["year"]]
    return int(view.reader.chosen("year", known, otherwise=known[-1]))


def parts(view: AdoptionForecast) -> tuple[Part, ...]:
    """The year asked for between the year before, the last observed and the end of the forecast."""
    rows, year = years(view), chosen(view)
    wanted = dict.fromkeys([int(view.forecast.origin), year - 1, year, int(rows["year"].iloc[-1])])
    shown = rows[rows["year"].isin(wanted)].sort_values("year").reset_index(drop=True)
    kinds = [_("observed") if each else _("forecast") for each in shown["observed"]]
    texts = [number(value, 1, "%") for value in shown["value"]]
    spans = [
        _("no interval published") if pd.isna(low) else interval(low, high, 1, "%")
        for low, high in zip(shown["low"], shown["high"], strict=True)
    ]
    told = [
        f"{at} ({kind}), {text}, {span}"
        for at, kind, text, span in zip(shown["year"], kinds, texts, spans, strict=True)
    ]
    frame = shown.assign(
        label=[f"{at}, {kind}" for at, kind in zip(shown["year"], kinds, strict=True)], text=texts
    )
    title = labelled(view.name, str(year))
    every = pd.DataFrame(
        {
            _("Year"): rows["year"],
            _("Value (%)"): rows["value"].round(1),
            _("Low"): rows["low"].round(1),
            _("High"): rows["high"].round(1),
            _("Points more than the year before"): rows["value"].diff().where(rows["year"].diff() == 1),
            _("Kind"): [_("observed") if each else _("forecast") for each in rows["observed"]],
            _("Past intervals that held what came"): [_held(view, int(each)) for each in rows["year"]],
        }
    )
    leads = opens(view)
    return (
        Chart(
            "year",
            title,
            charts.bars(frame[["label", "value", "low", "high", "text"]], title=view.unit),
            f"{title}. " + clauses(told),
            view.kinds,
        ),
        Table(
            "all-years",
            _("All years"),
            every.iloc[::-1].reset_index(drop=True),
            f"{title}. " + "; ".join(told),
            view.kinds,
            opens=tuple(leads[str(each)] for each in reversed(rows["year"].tolist())),
        ),
    )


def _held(view: AdoptionForecast, year: int) -> str:
    judged = view.forecast.coverage
    row = judged[judged["horizon"] == year - view.forecast.origin]
    if row.empty or not int(row["forecasts"].iloc[0]):
        return MISSING
    return percent(float(row["achieved"].iloc[0]))
