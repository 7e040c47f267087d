"""Which ceiling adoption has, what each would give, and two Moroccan lessons about ceilings."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import numpy as np
import pandas as pd

from analytics.adoption.curves import CeilingProfile
from analytics.adoption.scenario_fan import AdoptionScenario, scenario_fan
from studies import core
from studies.adoption import ceilings as reads
from studies.adoption.observed import panel
from ui.adoption import led
from ui.adoption.countries import home
from ui.adoption.series import OF_A_BANK, AdoptionForecast
from ui.charts import adoption as charts
from ui.content import Chart, Detail, Note, Part, Table
from ui.reader import Reader
from ui.words import _, labelled, listing, number

_FULL: Final = 100.0
_MORE_LEVERS: Final = 1.2


@dataclass(frozen=True)
class Ceilings:
    """Candidate ceilings and the paths that they and other assumptions give.

    ``candidates``: name, ceiling (%), source, reached (share of the ceiling), possible (yes, no or None
    where the data cannot tell), forecast (% at the horizon); ``fan``: scenario, year, value, the last
    observation included; ``verdict``: what the series itself says of its ceiling.
    """

    candidates: pd.DataFrame
    fan: pd.DataFrame
    verdict: str


def ceilings(view: AdoptionForecast) -> Ceilings:
    """The ceiling panel and the scenario fan of a forecast."""
    candidates = _candidates(view)
    profile = reads.ceiling_profile(view.reader.snapshot, view.series, view.subject)
    candidates["reached"] = view.last / candidates["ceiling"]
    candidates["possible"] = [
        ceiling > view.last and (None if profile is None else profile.contains(ceiling))
        for ceiling in candidates["ceiling"]
    ]
    open_ones = candidates[candidates["ceiling"] > view.last]
    if not 0.0 < view.last < _FULL:
        empty = pd.DataFrame(columns=["scenario", "year", "value"])
        return Ceilings(candidates.assign(forecast=np.nan), empty, _verdict(profile))
    trust = view.reader.scenario.growth_with_trust
    scenarios = [AdoptionScenario(_("As forecast, no ceiling"))]
    scenarios += [
        AdoptionScenario(_("Ceiling: {name}").format(name=row["name"]), ceiling=row["ceiling"])
        for _index, row in open_ones.iterrows()
        if row["ceiling"] < _FULL
    ]
    scenarios += [
        AdoptionScenario(_("Trust changes: growth × {factor}").format(factor=number(trust, 1)), trust=trust),
        AdoptionScenario(
            _("Marketing: growth × {factor}").format(factor=number(_MORE_LEVERS, 1)), levers=_MORE_LEVERS
        ),
    ]
    fan = scenario_fan(view.forecast, view.last, scenarios)
    last = pd.DataFrame(
        {"scenario": [one.name for one in scenarios], "year": view.forecast.origin, "value": view.last}
    )
    ends = fan[fan["year"] == fan["year"].max()].set_index("scenario")["value"]
    named = candidates["name"].map(lambda name: _("Ceiling: {name}").format(name=name))
    forecast = named.map(ends).where(
        candidates["ceiling"] < _FULL, float(view.forecast.table["value"].iloc[-1])
    )
    paths = pd.concat([last, fan, _led(view)], ignore_index=True)
    return Ceilings(candidates.assign(forecast=forecast), paths, _verdict(profile))


def _led(view: AdoptionForecast) -> pd.DataFrame:
    """The path with the scenario's levers and trust, drawn only where they change a bank's forecast."""
    found = led.path(view.reader, view.subject) if view.series == OF_A_BANK else None
    if found is None:
        return pd.DataFrame(columns=["scenario", "year", "value"])
    start = pd.DataFrame({"year": [view.forecast.origin], "value": view.last})
    paths = pd.concat([start, found.path[["year", "value"]]], ignore_index=True)
    return paths.assign(scenario=_("With the levers"))


def _candidates(view: AdoptionForecast) -> pd.DataFrame:
    of_a_bank = view.series == OF_A_BANK
    country = home(view.reader) if of_a_bank else view.subject
    rows = []
    users = latest(view.reader, "internet_users", country)
    banked = latest(view.reader, "bank_account_ownership", country)
    if view.series != "internet" and users is not None:
        rows.append((_("Internet users"), users["value"], _described(view.reader, users)))
    if of_a_bank:
        enrolled = view.history["enrolled"].iloc[-1]
        rows.append((_("Enrolled customers today"), enrolled, _("the bank’s own figures")))
    elif view.series != "internet" and banked is not None:
        rows.append((_("Adults with a bank account"), banked["value"], _described(view.reader, banked)))
        if users is not None:
            both = users["value"] * banked["value"] / 100.0
            rows.append((_("Both at once"), both, _("assumed: the product, as if independent")))
    own = view.reader.scenario.adoption_ceiling
    rows += [(_("The reader’s own"), own, _("chosen above")), (_("Everyone"), _FULL, _("no ceiling"))]
    table = pd.DataFrame(rows, columns=["name", "ceiling", "source"])
    return table[table["ceiling"] > 0].reset_index(drop=True)


def latest(reader: Reader, indicator: str, country: str) -> pd.Series | None:
    """The last figure of a country's indicator; None where there is none."""
    rows = panel(reader.snapshot, indicator)
    own = rows[rows["entity"] == country]
    return None if own.empty else own.iloc[-1]


def _described(reader: Reader, row: pd.Series) -> str:
    publishers = core.sources(reader.snapshot).set_index("source")["publisher"]
    return f"{publishers.get(row['source'], row['source'])}, {int(row['year'])}"


def _verdict(profile: CeilingProfile | None) -> str:
    if profile is None:
        return _("The series is too short to say anything of its ceiling: it is not identified.")
    low = number(min(profile.low, _FULL), 0, "%")
    if profile.identified:
        return _("The series alone puts its ceiling between {low} and {high}: identified.").format(
            low=low, high=number(min(profile.high, _FULL), 0, "%")
        )
    if profile.low >= _FULL:
        return _("The series alone shows no ceiling below 100%: it is not identified.")
    return _("The series alone leaves any ceiling from {low} up possible: it is not identified.").format(
        low=low
    )


def ceiling_table(found: Ceilings, view: AdoptionForecast) -> pd.DataFrame:
    """The candidates, what is left of each, and what each would give."""
    told = {True: _("yes"), False: _("no"), None: _("cannot be told")}
    rows = found.candidates
    return pd.DataFrame(
        {
            _("Ceiling"): rows["name"],
            _("Ceiling (%)"): rows["ceiling"].round(1),
            _("Source"): rows["source"],
            _("Reached so far (%)"): (100 * rows["reached"]).round(0),
            _("Possible by the data"): [
                told[None if value is None else bool(value)] for value in rows["possible"]
            ],
            _("Forecast {year} (%)").format(year=int(view.forecast.table["year"].iloc[-1])): rows["forecast"],
        }
    )


def described_fan(found: Ceilings) -> str:
    """The fan in words."""
    ends = found.fan[found.fan["year"] == found.fan["year"].max()]
    return listing(
        [labelled(row["scenario"], number(row["value"], 1, "%")) for _index, row in ends.iterrows()]
    )


def payment_curves(found: reads.PaymentCeilings) -> pd.DataFrame:
    """The curves through the Moroccan payments, named by their ceiling."""
    curves = found.curves
    return curves.assign(
        name=[_("Ceiling {ceiling} million").format(ceiling=number(value, 0)) for value in curves["ceiling"]]
    )


def payment_sentence(found: reads.PaymentCeilings) -> str:
    """Why a ceiling estimated from a young series is worth nothing."""
    fits = found.fits
    bound = _("no upper limit") if not np.isfinite(found.profile.high) else number(found.profile.high, 0)
    return _(
        "Online payments through the CMI, 2010 to 2022: ceilings of {lowest} to {highest} million a year "
        "miss the points by {best} to {worst} million on average, and say {least} to {most} million for "
        "2025. The data alone leave {low} million to {high}: the ceiling is not identified."
    ).format(
        lowest=number(fits["ceiling"].min(), 0),
        highest=number(fits["ceiling"].max(), 0),
        best=number(fits["error"].min(), 1),
        worst=number(fits["error"].max(), 1),
        least=number(fits["forecast"].min(), 0),
        most=number(fits["forecast"].max(), 0),
        low=number(found.profile.low, 0),
        high=bound,
    )


def wallet_sentence(reader: Reader) -> str:
    """The forecast of mobile wallets that did not come true."""
    rows = _wallets(reader)
    said = rows[rows["indicator"] == "mobile_wallet_transactions_forecast"].iloc[-1]
    came = rows[(rows["indicator"] == "mobile_wallet_transactions") & (rows["year"] == said["year"])].iloc[-1]
    return _(
        "For {year}, {said} million transactions by mobile wallet were forecast; {came} million came, "
        "{share} of it. The forecast was quoted without an interval. A series of {count} points asks for "
        "one, and for the countries that were once there."
    ).format(
        year=int(said["year"]),
        said=number(said["value"], 0),
        came=number(came["value"], 1),
        share=number(100 * came["value"] / said["value"], 1, "%"),
        count=int((rows["indicator"] == "mobile_wallet_transactions").sum()),
    )


def _wallets(reader: Reader) -> pd.DataFrame:
    names = ("mobile_wallet_transactions_forecast", "mobile_wallet_transactions")
    parts = [core.country_series(reader.snapshot, name, ("MAR",)).assign(indicator=name) for name in names]
    return pd.concat(parts, ignore_index=True).rename(columns={"period": "year"})


def wallet_table(reader: Reader) -> pd.DataFrame:
    """Mobile wallet transactions forecast and counted, with who published each."""
    rows = _wallets(reader)
    named = core.source_names(reader.snapshot)
    told = {"mobile_wallet_transactions_forecast": _("forecast"), "mobile_wallet_transactions": _("counted")}
    return pd.DataFrame(
        {
            _("Year"): rows["year"],
            _("Transactions (million)"): rows["value"],
            _("Nature"): rows["indicator"].map(told),
            _("Source"): rows["source"].map(named),
        }
    ).sort_values(_("Year"), kind="stable")


def details(view: AdoptionForecast) -> tuple[Detail, ...]:
    """What the forecast page shows of ceilings: the candidates, and what Morocco teaches of them."""
    return (
        Detail("ceilings", _("Which ceiling?"), partial(_which, view)),
        Detail("lessons", _("Two lessons from Morocco"), partial(_lessons, view)),
    )


def _which(view: AdoptionForecast) -> tuple[Part, ...]:
    found, kinds = ceilings(view), (*view.kinds, "assumed")
    table = Table("ceilings", _("Which ceiling?"), ceiling_table(found, view), found.verdict, kinds)
    verdict = Note(found.verdict, "aside")
    if found.fan.empty:
        return table, verdict
    fan = Chart(
        "fan",
        _("Other assumptions, other paths"),
        charts.named_lines(found.fan, name="scenario", unit=view.unit),
        described_fan(found),
        kinds,
        note=_("Scenarios, not probabilities: the error band stands in the first chart."),
    )
    return fan, table, verdict


def _lessons(view: AdoptionForecast) -> tuple[Part, ...]:
    found = reads.payment_ceilings(view.reader.snapshot)
    told, wallets = payment_sentence(found), wallet_sentence(view.reader)
    return (
        Chart(
            "payments",
            _("A ceiling that the data cannot tell: online payments in Morocco"),
            charts.named_lines(
                payment_curves(found),
                name="name",
                unit=_("Million operations a year"),
                observed=found.observed,
                later=found.later,
                later_title=_("Bank Al-Maghrib, counted otherwise"),
            ),
            told,
            ("observed", "derived"),
            note=told,
        ),
        Note(wallets, title=_("A forecast that did not come true: mobile wallets in Morocco")),
        Table("wallets", "", wallet_table(view.reader), wallets, ("observed", "assumed")),
    )
