"""A bank's cost accounting on the import page: what was read, what is assumed, and what no channel takes."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Final

import pandas as pd

from data import ingest
from data.build import build_base
from data.codes import CHANNELS
from ui.channels.words import channel_name
from ui.content import Formats, Table
from ui.form import Field, Kept, Said, Sheet
from ui.import_changes import replaced
from ui.import_load import Goal, decide, load, set_aside
from ui.rows import each_row
from ui.words import N_, _, interval, listing, ngettext, number, percent

_READ: Final = "import ledger"
_LISTED: Final = 8
_MILLION: Final = 1e6
_FIRST_YEAR: Final = 2000
_SIZES: Final[Mapping[float, str]] = {
    1.0: N_("in dirhams"),
    1e3: N_("in thousands of dirhams"),
    1e6: N_("in millions of dirhams"),
}
_REASONS: Final[Mapping[str, str]] = {
    "no_channel": N_("no channel"),
    "no_volume": N_("no operations: nothing to divide by"),
}


def read(kept: Kept, content: bytes, name: str, options: ingest.ReadOptions) -> ingest.Ledger | None:
    """The file as a ledger, if it is one; read again only when the file or how to read it changes."""
    key = (name, hash(content), str(options))
    found = kept.get(_READ)
    if not found or found[0] != key:
        kept[_READ] = found = (key, ingest.worker.ledger(content, name, options=options))
    ledger: ingest.Ledger | None = found[1]
    return ledger


def offer(sheet: Sheet, goal: Goal, ledger: ingest.Ledger, content: bytes, bank: str) -> None:
    """Everything between reading a ledger and loading it."""
    sheet.say(_recognised(ledger), "done", ":material/table_view:")
    if ledger.decimal_open:
        said = _("10,427 could be ten or ten thousand here. Which sign is the decimal sign?")
        sheet.say(said, "warning", ":material/help:")
        sheet.put(decide(sheet.kept, "decimal_ambiguous"))
        return
    ledger = _dated(sheet, goal, ledger)
    chosen = _centres(sheet, ledger)
    code = ingest.bank_code(bank, goal.workspace) if bank else ""
    try:
        made = ingest.costed(ledger, code, build_base(), chosen)
    except ingest.NotUsable as failed:
        sheet.say(_why_not(failed.rule), "fault")
        return
    _show(sheet, ledger, made)
    for table, (changes, total) in ingest.foreseen_of_ledger(made, goal.workspace).items():
        sheet.put(*replaced(table, changes, total))

    def stored() -> ingest.LoadResult:
        return ingest.load_ledger(
            made,
            bank=code,
            name=bank,
            filename=ledger.filename,
            content=content,
            workspace=goal.workspace,
        )

    sheet.put(*load(goal, stored, code))


def _recognised(ledger: ingest.Ledger) -> str:
    centres = len(ledger.channels)
    found = sum(bool(channel) for channel in ledger.channels.values())
    years = sorted(set(ledger.lines["period"]) - {""})
    when = (
        years[0]
        if len(years) == 1
        else _("{low} to {high}").format(low=years[0], high=years[-1])
        if years
        else ""
    )
    told = ngettext(
        "Recognised: cost accounting of {count} cost centre, {known} of them told by name, {size}.",
        "Recognised: cost accounting of {count} cost centres, {known} of them told by name, {size}.",
        centres,
    ).format(
        count=number(centres, 0),
        known=number(found, 0),
        size=_(_SIZES[ledger.size])
        if ledger.size in _SIZES
        else _("in units of {size} MAD").format(size=number(ledger.size, 0)),
    )
    return f"{told} {when}".strip()


def _dated(sheet: Sheet, goal: Goal, ledger: ingest.Ledger) -> ingest.Ledger:
    """The ledger with its year, asked for where the file does not say it."""
    if ledger.dated:
        return ledger
    now = goal.visit.reader.snapshot.as_of.year
    asked = _("Year of the figures, which the file does not say")
    year = sheet.ask(Field("import ledger year", asked, "number", start=now - 1, low=_FIRST_YEAR, high=now))
    return ledger.of_year(int(year or now - 1))


def _centres(sheet: Sheet, ledger: ingest.Ledger) -> dict[str, str]:
    """The channel of each cost centre whose name tells none; left out unless chosen."""
    open_ones = [centre for centre, channel in ledger.channels.items() if not channel]
    if not open_ones:
        return {}
    title = ngettext(
        "{count} cost centre of no channel: left out, unless you say which",
        "{count} cost centres of no channel: left out, unless you say which",
        len(open_ones),
    ).format(count=number(len(open_ones), 0))
    names = {"": _("– leave out –")} | {code: channel_name(code) for code in CHANNELS}
    with sheet.fold(title, ":material/translate:", columns=2) as inner:
        chosen = {
            centre: str(inner.ask(Field(f"import centre {centre}", centre, "choice", names)))
            for centre in open_ones
        }
    return {centre: channel for centre, channel in chosen.items() if channel}


def _why_not(rule: str) -> str:
    return {
        "no_bank": _("Type the bank above: the file does not name it."),
        "no_period": _("The file does not say its year. Type it above."),
        "no_channel": _("No cost centre is a channel. Say above which channel each is."),
        "no_volume": _(
            "No channel has operations. Add a column or a line of volumes: costs are divided by them."
        ),
    }[rule]


def _show(sheet: Sheet, ledger: ingest.Ledger, made: ingest.Costed) -> None:
    """What will be loaded, what is assumed with its bounds, and what is left out."""
    rows = made.channels
    digits = {
        _("Full cost of one (MAD)"): ("full", 1.0, 2),
        _("Cost (MAD million)"): ("cost", _MILLION, 3),
        _("Purchases (MAD million)"): ("purchases", _MILLION, 3),
        _("Operations"): ("volume", 1.0, 0),
        _("Staff"): ("staff", 1.0, 1),
        _("Minutes supplied, assumed (million)"): ("minutes", _MILLION, 3),
    }
    between = [interval(row.minutes_low / _MILLION, row.minutes_high / _MILLION, 2) for row in each_row(rows)]
    table = pd.DataFrame(
        {
            _("Channel"): [channel_name(code) for code in rows["channel"]],
            **{label: rows[column] / size for label, (column, size, _places) in digits.items()},
            _("Between"): between,
            _("Minutes of one, assumed"): rows["per_operation"],
            _("Use, assumed"): [percent(use) for use in rows["use"]],
        }
    )
    formats: Formats = {
        **{label: partial(number, digits=places) for label, (_column, _size, places) in digits.items()},
        _("Minutes of one, assumed"): partial(number, digits=2),
    }
    told = _("What the ledger makes of each channel")
    sheet.put(Table("ledger", "", table, told, (), formats=formats))
    sheet.say(
        _(
            "Costs, operations and staff are the file’s. Minutes, capacity and the mix of services are "
            "assumed. People: paid hours less 20 to 40% away from the desk. The rest: as fictional banks "
            "use theirs."
        ),
        "aside",
    )
    shortened = [channel_name(row.channel) for row in each_row(rows) if row.shortened]
    if shortened:
        said = _(
            "{channels}: the staff could not serve so many operations at the usual pace. "
            "Minutes were shortened to the usual use."
        ).format(channels=listing(shortened))
        sheet.say(said, "warning", ":material/timer:")
    for total in ledger.differing[:_LISTED]:
        said = _(
            "{label}: the total of the file is {stated}, its parts add up to {added}. The parts are loaded."
        ).format(
            label=total.label,
            stated=number(total.stated / _MILLION, 3, _("million MAD")),
            added=number(total.added / _MILLION, 3, _("million MAD")),
        )
        sheet.say(said, "warning", ":material/functions:")
    left = [Said(line, "point") for line in _left_out(ledger, made)]
    if left:
        sheet.put(set_aside(_("This stands in the file and will not be loaded:"), left))


def _left_out(ledger: ingest.Ledger, made: ingest.Costed) -> list[str]:
    whole = float((made.channels["cost"] + made.channels["purchases"]).sum() + made.aside["amount"].sum())
    told = [
        _("{centre}: {amount}, {share} of all costs; {reason}").format(
            centre=row.centre,
            amount=number(row.amount / _MILLION, 3, _("million MAD")),
            share=percent(row.amount / whole if whole else None),
            reason=_(_REASONS[str(row.reason)]),
        )
        for row in each_row(made.aside)
    ]
    if ledger.totals:
        told.append(
            ngettext("{count} cell of totals", "{count} cells of totals", ledger.totals).format(
                count=number(ledger.totals, 0)
            )
        )
    if ledger.unread:
        more = [*ledger.unread[:_LISTED], *(["…"] if len(ledger.unread) > _LISTED else [])]
        told.append(_("neither a nature nor a count: {labels}").format(labels=", ".join(more)))
    return told
