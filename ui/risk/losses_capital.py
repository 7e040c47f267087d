"""The capital that operational losses take under every approach, and the losses that enter it."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from studies.risk.loss_laws import level_of
from studies.risk.losses import ALL
from ui.charts import losses as charts
from ui.content import Chart, Plot, Table
from ui.risk.losses_bank import MILLION, BankLosses, amount, approach_name
from ui.rows import row_of
from ui.words import N_, _, interval, number

_RESTS_ON: Final = {
    "basic_indicator": N_("15% of the average net banking income of three years"),
    "standardised_lines": N_(
        "Assumed split of the accounts into business lines; the bounds hold for any split"
    ),
    "alternative_standardised": N_("Assumed loans, 75% of interest-earning assets; bounds at 50% and 100%"),
    "basel_standardised": N_("Business indicator × loss multiplier {ilm}"),
    "basel_standardised_bucket_1": N_(
        "Multiplier 1 for a business indicator of EUR 1 billion or less, unless the supervisor admits losses"
    ),
    "eu_business_indicator": N_("Business indicator component, no loss multiplier"),
}


def required(view: BankLosses) -> float | None:
    """Capital under the approach in force, MAD; None where it cannot be said, or as two bounds only."""
    table = view.capital.table
    if view.capital.problem or view.approach not in set(table["approach"]):
        return None
    row = row_of(table.set_index("approach"), view.approach)
    return float(row["capital"]) * MILLION if row["high"] <= row["low"] else None


def capital_sentence(view: BankLosses) -> str:
    """Capital under the approach in force, beside the year that is exceeded once in a thousand."""
    if view.capital.problem == "years":
        return _("Its capital cannot be computed: three consecutive years of accounts are needed.")
    if view.capital.problem:
        return _("Its capital cannot be computed: the accounts lack an amount, or one has a wrong sign.")
    if view.approach not in set(view.capital.table["approach"]):
        return _(
            "Capital, {approach}: not stated, as losses of electronic channels alone are no loss component."
        ).format(approach=approach_name(view.approach))
    row = row_of(view.capital.table.set_index("approach"), view.approach)
    stated = _("Capital, {approach}: {capital}").format(
        approach=approach_name(view.approach), capital=amount(row["capital"] * MILLION, 0)
    )
    if row["high"] > row["low"]:
        stated += " (" + interval(row["low"], row["high"], 0) + ")"
    if view.envelope is None or view.loss_type != ALL or not view.envelope.carried:
        return stated + "."
    found = view.envelope.at(level_of(view.envelope.carried))
    low, high = (row["capital"] * MILLION / end for end in (found.high, found.low))
    return stated + _(", {low} to {high} times that year.").format(low=number(low, 1), high=number(high, 1))


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
    rests["basel_standardised"] = rests["basel_standardised"].format(ilm=number(standard.ilm, 3))
    if view.capital.history is not None and not view.capital.history.long_enough:
        rests["basel_standardised"] = _("Multiplier 1: fewer than five years of losses")
    if standard.bucket > 1:
        rests["basel_standardised_bucket_1"] = rests["basel_standardised"]
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
    said = _(
        "Accounts of {first} to {last}. Business indicator EUR {bi} million (interest {ildc}, services "
        "{sc}, financial {fc}), bucket {bucket}; component EUR {bic} million; {rate} a euro."
    ).format(
        first=capital.years[0],
        last=capital.years[-1],
        bi=number(capital.indicator.bi, 1),
        ildc=number(capital.indicator.ildc, 1),
        sc=number(capital.indicator.sc, 1),
        fc=number(capital.indicator.fc, 1),
        bucket=capital.standardised.bucket,
        bic=number(capital.standardised.bic, 1),
        rate=number(view.reader.scenario.mad_per_euro, 2, "MAD"),
    )
    return f"{said} {loss_component_note(view)}"


def loss_component_note(view: BankLosses) -> str:
    """Which losses enter Basel's loss component, and which do not."""
    history = view.capital.history
    if history is None:
        return _(
            "The losses recorded are those of electronic channels alone: Basel’s loss component asks for all "
            "of the bank’s, so that no multiplier from losses is stated."
        )
    said = _(
        "Basel’s loss component: MAD {loss} million a year over {years} years, from {counted} losses of EUR "
        "{least} or more after recoveries, {dated}. Left out: {small} smaller ones, {older} booked more than "
        "ten years ago, {not_booked} not yet booked."
    ).format(
        loss=number(history.average * view.reader.scenario.mad_per_euro / MILLION, 1),
        years=number(history.years, 1),
        counted=number(history.counted, 0),
        least=number(history.least_loss, 0),
        dated=_("by date of accounting")
        if view.capital.booked
        else _("by date of the event, as no date of accounting is recorded"),
        small=number(history.small, 0),
        older=number(history.older, 0),
        not_booked=number(history.not_booked, 0),
    )
    if view.reader.scenario.least_loss > history.least_loss:
        said += " " + _("A higher threshold is open to buckets 2 and 3 only.")
    return said


def described_capital(view: BankLosses) -> str:
    """The chart of the capital in words."""
    frame = capital_frame(view)
    said = _("{name}: {value}")
    return ". ".join(said.format(name=row["label"], value=row["text"]) for row in frame.to_dict("records"))


def capital_chart(view: BankLosses) -> Chart:
    """Capital by approach, with its table."""
    frame, unit, told = capital_frame(view), _("Capital, MAD million"), described_capital(view)
    return Chart(
        "capital",
        _("Capital under every approach"),
        charts.capital_bars(frame, title=unit),
        told,
        view.capital.kinds,
        note=capital_note(view),
        figures=(Table("capital", _("Capital"), capital_table(view), told, view.capital.kinds),),
        plot=lambda: Plot("bar", frame[["label", "capital"]].rename(columns={"capital": unit}), unit),
    )
