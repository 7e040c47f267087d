"""One indicator of a bank: its history, the cuts that grade it, and where figures and cuts come from."""

from __future__ import annotations

from functools import partial
from typing import Any, Final

import pandas as pd

from studies import core
from studies.risk import indicator as reads
from ui import events
from ui.charts import risk as charts
from ui.citations import cited
from ui.content import Chart, Note, Open, Part, Plot, Table
from ui.reader import Reader
from ui.risk.bank import BankRisks
from ui.risk.events import of_indicator
from ui.risk.indicators import CUTS, status_name
from ui.risk.rules import rules
from ui.rows import each_row, row_of
from ui.words import MISSING, _, labelled, language, month_name, ngettext, number

DETAIL: Final = "indicator"
# Of the height of a plot, what a name takes: two cuts closer than that share one.
_NAME_SHARE: Final = 0.07


def opens(bank: str, month: str, risk: str, code: str) -> Open:
    """The view of one indicator of a bank."""
    return Open("risk-scores", {"bank": bank, "month": month, "risk": risk, "kri": code}, DETAIL)


def options(view: BankRisks) -> dict[str, str]:
    """Code → name of the indicators of the risk chosen, the worst first."""
    rows = (
        view.indicators if view.risk == "overall" else view.indicators[view.indicators["risk"] == view.risk]
    )
    rows = rows.sort_values(["score", "indicator"], ascending=[False, True], na_position="last")
    return {row.indicator: f"{row.indicator} · {row.label}" for row in each_row(rows)}


def chosen(view: BankRisks) -> str:
    """The indicator asked for: the scenario's where the risk has it, else the worst."""
    return view.reader.chosen("kri", list(options(view)))


def parts(view: BankRisks) -> tuple[Part, ...]:
    """History, observations, cuts, sources and breaks of the indicator chosen."""
    code, reader = chosen(view), view.reader
    row = row_of(view.indicators.set_index("indicator"), code)
    found = reads.observations(
        reader.snapshot, view.bank, code, reader.scenario.power, rules(reader.scenario)
    )
    name = f"{code} · {row['label']}"
    known = found[found["value"].notna()]
    if known.empty:
        said = _("{indicator}: {bank} has not reported it yet.").format(indicator=name, bank=view.name)
        return Note(said, "empty"), *_cuts(view, row)
    happened = of_indicator(reader, view.bank, code)
    happened = events.within(happened, known["month"].min(), known["month"].max())
    unit = str(row["unit"])
    frame = _drawn(reader, found[found["month"] >= known["month"].min()])
    return (
        Chart(
            "indicator",
            name,
            charts.indicator_history(frame, _lines(row, frame), title=unit, events=happened),
            " ".join(filter(None, (_described(name, frame, unit), events.in_words(happened)))),
            view.kinds,
            note=_note(reader, row, frame, unit),
            figures=(
                _observations(view, frame, unit),
                *events.table(view.bank, happened, view.kinds, name="indicator-events"),
            ),
            plot=partial(_plot, frame, unit),
        ),
        *_cuts(view, row),
    )


def _drawn(reader: Reader, found: pd.DataFrame) -> pd.DataFrame:
    names = core.source_names(reader.snapshot)
    reported = found["source"].notna()
    named = [names.get(code, MISSING) for code in found["source"]]
    return found.assign(
        reported=reported,
        status=[status_name(status) for status in found["status"]],
        source=named,
    )


def _lines(row: pd.Series, frame: pd.DataFrame) -> pd.DataFrame:
    """The cuts, and one name for those that lie too close for two."""
    cuts = sorted((float(row[cut]), place) for place, cut in enumerate(CUTS, start=1))
    values = [*(cut for cut, _place in cuts), *frame["value"].dropna()]
    least = _NAME_SHARE * (max(values) - min(values))
    groups: list[list[tuple[float, int]]] = []
    for cut, place in cuts:
        if groups and cut - groups[-1][0][0] < least:
            groups[-1].append((cut, place))
        else:
            groups.append([(cut, place)])
    named = [
        (cut, _grades([place for _cut, place in group]) if at == 0 else "")
        for group in groups
        for at, (cut, _place) in enumerate(group)
    ]
    return pd.DataFrame(named, columns=["cut", "name"])


def _grades(places: list[int]) -> str:
    apart = " | ".join(str(grade) for grade in range(min(places), max(places) + 2))
    return _("grade {apart}").format(apart=apart)


def _described(name: str, frame: pd.DataFrame, unit: str) -> str:
    seen = frame[frame["reported"]]
    first, last = seen.iloc[0], seen.iloc[-1]
    lowest, highest = (number(pick(seen["value"]), 2) for pick in (min, max))
    return _("{indicator}: {first} in {start}, {last} in {end}, between {low} and {high} ({unit}).").format(
        indicator=name,
        first=number(first["value"], 2),
        start=month_name(first["month"]),
        last=number(last["value"], 2),
        end=month_name(last["month"]),
        low=lowest,
        high=highest,
        unit=unit,
    )


def _note(reader: Reader, row: pd.Series, frame: pd.DataFrame, unit: str) -> str:
    missing = int((~frame["reported"]).sum())
    said = [
        _("In {unit}, as reported: a report states no interval.").format(unit=unit),
        ngettext(
            "{count} month without a report keeps the last value, hollow.",
            "{count} months without a report keep the last value, hollow.",
            missing,
        ).format(count=missing)
        if missing
        else "",
    ]
    if frame["segment"].iloc[0] != frame["segment"].iloc[-1]:
        said.append(_("The line stops where the indicator is defined anew."))
    return " ".join(filter(None, said))


def _observations(view: BankRisks, frame: pd.DataFrame, unit: str) -> Table:
    latest = frame.iloc[::-1]
    shown = pd.DataFrame(
        {
            _("Month"): [f"{month:%Y-%m}" for month in latest["month"]],
            _("Value"): latest["value"],
            _("Unit"): unit,
            _("Score (0–100)"): latest["score"].round(1),
            _("Low"): latest["score_low"].round(1),
            _("High"): latest["score_high"].round(1),
            _("Status"): latest["status"],
            _("Source"): latest["source"],
        }
    )
    digits = {_("Value"): partial(number, digits=2)}
    return Table(
        "observations",
        _("Observations"),
        shown,
        _("Value and score of each month, the latest first."),
        view.kinds,
        digits,
        height=360,
    )


def _cuts(view: BankRisks, row: pd.Series) -> tuple[Part, ...]:
    """What parts the grades, and where each cut was read."""
    known = row_of(core.risk_catalogue(view.reader.snapshot).set_index("indicator"), row.name)
    french, title = language() == "fr", _("Cuts of the grades")
    frame = pd.DataFrame([_cut_row(row, place) for place in (1, 2, 3)])
    note = labelled(
        _("Where the cuts come from"), str(known["provenance_note_fr" if french else "provenance_note"])
    )
    said = [note]
    if row["use_note"]:
        said.append(labelled(_("What the source sets the cuts for"), str(row["use_note"])))
    if pd.notna(known["red_flag_limit"]):
        rule = known["red_flag_rule_fr" if french else "red_flag_rule"]
        said.append(labelled(_("Red flag"), str(rule)))
    if pd.notna(row["maps_to"]):
        said.append(labelled(_("Maps to"), cited(row["maps_to"])))
    digits = {_("Cut"): partial(number, digits=2)}
    return (
        Table("cuts", title, frame, " ".join((title + ".", note)), ("assumed", "observed"), digits),
        *(Note(sentence, "aside") for sentence in said),
    )


def _cut_row(row: pd.Series, place: int) -> dict[str, Any]:
    read = {
        "V": _("read in the source"),
        "V2": _("read in a secondary source"),
        "M": _("not verified"),
        "C": _("convention of this product"),
    }
    used = {"S": _("the source’s own purpose"), "C": _("another purpose: a convention")}
    tag, use = str(row[f"tag_{place}"]), str(row[f"use_{place}"])
    return {
        _("Between grades"): f"{place} | {place + 1}",
        _("Cut"): float(row[f"cut_{place}"]),
        _("Read in"): read.get(tag, tag),
        _("Used for"): MISSING if tag == "C" else used.get(use, use),
    }


def _plot(frame: pd.DataFrame, unit: str) -> Plot:
    shown = frame[["month", "value"]].assign(month=frame["month"].dt.strftime("%Y-%m"))
    shown.columns = [_("Month"), _("Value")]
    return Plot("line", shown, unit)
