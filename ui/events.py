"""Events beside a history, in the reader's language: for its lane, its list and its description."""

from __future__ import annotations

from typing import Any, Final

import pandas as pd

from studies import events as study
from ui.content import Open, Table
from ui.reader import Reader
from ui.words import N_, _, clauses, day, labelled, month_name, worded

NAMES: Final = {
    "incident": N_("Major incident"),
    "raised": N_("Red flag raised"),
    "cleared": N_("Red flag cleared"),
    "break": N_("New definition"),
    "method": N_("Other indicators measured"),
    "note": N_("Note"),
}
COLUMNS: Final = ("on", "kind", "code", "risk", "name", "when", "text")
_SAID: Final = 6


def of_trade(reader: Reader, bank: str) -> pd.DataFrame:
    """What customers may have felt: major incidents; and what was noted of the bank."""
    found = said(study.of_trade(reader.snapshot, bank, reader.scenario.mad_per_euro))
    return with_notes(found, reader, bank)


def with_notes(found: pd.DataFrame, reader: Reader, bank: str) -> pd.DataFrame:
    """Events, and the workspace's own notes of a month on the bank; on the country where none is named."""
    own = [each for each in reader.notes if each.month and each.bank == bank]
    if not own:
        return found
    kind, months = "note", [pd.Timestamp(f"{each.month}-01") for each in own]
    noted = pd.DataFrame(
        {
            "on": months,
            "kind": kind,
            "code": [each.code for each in own],
            "risk": "",
            "name": _(NAMES[kind]),
            "when": [month_name(month) for month in months],
            "text": [labelled(_("Note of the workspace"), each.text) for each in own],
        }
    )
    return pd.concat([found, noted], ignore_index=True).sort_values("on", kind="stable", ignore_index=True)


def said(found: pd.DataFrame) -> pd.DataFrame:
    """Events of ``studies.events`` with words: on, kind, code, risk, name, when, text."""
    texts = found[worded("note")]
    return found.assign(
        name=[_(NAMES[kind]) for kind in found["kind"]],
        when=[_when(kind, on) for kind, on in zip(found["kind"], found["on"], strict=True)],
        text=[_text(kind, text) for kind, text in zip(found["kind"], texts, strict=True)],
    )[list(COLUMNS)]


def _when(kind: str, on: pd.Timestamp) -> str:
    return day(on) if kind == "incident" else month_name(on)


def _text(kind: str, text: str) -> str:
    if kind == "method":
        return _("The score is made of {count} indicators").format(count=text)
    return text if kind == "break" else labelled(_(NAMES[kind]), text)


def within(found: pd.DataFrame, first: Any, last: Any) -> pd.DataFrame:
    """The events of a window, both ends included; the last month with all its days."""
    end = pd.Timestamp(last) + pd.offsets.MonthEnd(0) + pd.Timedelta(days=1)
    return found[(found["on"] >= pd.Timestamp(first)) & (found["on"] < end)].reset_index(drop=True)


def in_words(found: pd.DataFrame) -> str:
    """The events of a history for those who do not see its marks; empty where there are none."""
    if found.empty:
        return ""
    named = [f"{row.when}, {row.text}" for row in found.tail(_SAID).itertuples()]
    if len(found) > _SAID:
        return _("Events, the last {count} of {all}: {events}.").format(
            count=_SAID, all=len(found), events=clauses(named)
        )
    return _("Events: {events}.").format(events=clauses(named))


def table(bank: str, found: pd.DataFrame, kinds: tuple[str, ...], *, name: str) -> tuple[Table, ...]:
    """The events in rows, the latest first, an incident's leading to its page; none where there are none."""
    if found.empty:
        return ()
    latest = found.iloc[::-1]
    frame = pd.DataFrame({_("Date"): latest["when"], _("Event"): latest["text"]})
    opens = tuple(
        Open("risk-incidents", {"bank": bank, "incident": row.code}) if row.kind == "incident" else None
        for row in latest.itertuples()
    )
    return (Table(name, _("Events"), frame, in_words(found), kinds, opens=opens),)
