"""A bank's cost accounting on the import page: what was read, what is assumed, and what no channel takes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from data import ingest
from data.build import build_base
from data.codes import CHANNELS
from ui import importer, link
from ui.channels.words import channel_name
from ui.import_changes import show_replaced
from ui.outside import prose
from ui.rows import each_row
from ui.words import N_, _, interval, listing, ngettext, number, percent

_READ: Final = "import ledger"
_LISTED: Final = 8
_MILLION: Final = 1e6
_SIZES: Final[Mapping[float, str]] = {
    1.0: N_("in dirhams"),
    1e3: N_("in thousands of dirhams"),
    1e6: N_("in millions of dirhams"),
}
_REASONS: Final[Mapping[str, str]] = {
    "no_channel": N_("no channel"),
    "no_volume": N_("no operations: nothing to divide by"),
}


def read(content: bytes, name: str, options: ingest.ReadOptions) -> ingest.Ledger | None:
    """The file as a ledger, if it is one; read again only when the file or how to read it changes."""
    key = (name, hash(content), str(options))
    kept = st.session_state.get(_READ)
    if not kept or kept[0] != key:
        with st.spinner(_("Reading the file …")):
            found = ingest.worker.ledger(content, name, options=options)
        st.session_state[_READ] = kept = (key, found)
    ledger: ingest.Ledger | None = kept[1]
    return ledger


def offer(ledger: ingest.Ledger, content: bytes, workspace: str, bank: str) -> None:
    """Everything between reading a ledger and loading it."""
    st.success(prose(_recognised(ledger)), icon=":material/table_view:")
    if ledger.decimal_open:
        st.warning(
            _("10,427 could be ten or ten thousand here. Choose the decimal sign under “Figures, dates …”."),
            icon=":material/help:",
        )
        return
    ledger = _dated(ledger)
    chosen = _centres(ledger)
    code = ingest.bank_code(bank, workspace) if bank else ""
    try:
        made = ingest.costed(ledger, code, build_base(), chosen)
    except ingest.NotUsable as failed:
        st.error(prose(_why_not(failed.rule)), icon=":material/error:")
        return
    _show(ledger, made)
    for table, (changes, total) in ingest.foreseen_of_ledger(made, workspace).items():
        show_replaced(table, changes, total)
    _load(made, bank, code, ledger.filename, content, workspace)


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


def _dated(ledger: ingest.Ledger) -> ingest.Ledger:
    """The ledger with its year, asked for where the file does not say it."""
    if ledger.dated:
        return ledger
    year = st.number_input(
        _("Year of the figures, which the file does not say"),
        min_value=2000,
        max_value=link.shown().as_of.year,
        value=link.shown().as_of.year - 1,
        key="import ledger year",
    )
    return ledger.of_year(int(year))


def _centres(ledger: ingest.Ledger) -> dict[str, str]:
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
    chosen = {}
    with st.expander(prose(title), icon=":material/translate:"):
        places = st.columns(2)
        for place, centre in enumerate(open_ones):
            with places[place % 2]:
                chosen[centre] = st.selectbox(
                    prose(centre),
                    ["", *CHANNELS],
                    format_func=names.__getitem__,
                    key=f"import centre {centre}",
                )
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


def _show(ledger: ingest.Ledger, made: ingest.Costed) -> None:
    """What will be loaded, what is assumed with its bounds, and what is left out."""
    rows = made.channels
    table = pd.DataFrame(
        {
            _("Channel"): [channel_name(code) for code in rows["channel"]],
            _("Full cost of one (MAD)"): rows["full"].round(2),
            _("Cost (MAD million)"): (rows["cost"] / _MILLION).round(3),
            _("Purchases (MAD million)"): (rows["purchases"] / _MILLION).round(3),
            _("Operations"): rows["volume"].round(),
            _("Staff"): rows["staff"].round(1),
            _("Minutes supplied, assumed (million)"): (rows["minutes"] / _MILLION).round(3),
            _("Between"): [
                interval(row.minutes_low / _MILLION, row.minutes_high / _MILLION, 2) for row in each_row(rows)
            ],
            _("Minutes of one, assumed"): rows["per_operation"].round(2),
            _("Use, assumed"): [percent(use) for use in rows["use"]],
        }
    )
    localised_numbers = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        table,
        hide_index=True,
        column_config=dict.fromkeys(map(str, table.select_dtypes("number")), localised_numbers),
        alt=_("What the ledger makes of each channel"),
    )
    st.caption(
        _(
            "Costs, operations and staff are the file’s. Minutes, capacity and the mix of services are "
            "assumed. People: paid hours less 20 to 40% away from the desk. The rest: as fictional banks "
            "use theirs."
        )
    )
    shortened = [channel_name(row.channel) for row in each_row(rows) if row.shortened]
    if shortened:
        st.warning(
            prose(
                _(
                    "{channels}: the staff could not serve so many operations at the usual pace. "
                    "Minutes were shortened to the usual use."
                ).format(channels=listing(shortened))
            ),
            icon=":material/timer:",
        )
    for total in ledger.differing[:_LISTED]:
        said = _(
            "{label}: the total of the file is {stated}, its parts add up to {added}. The parts are loaded."
        )
        st.warning(
            prose(
                said.format(
                    label=total.label,
                    stated=number(total.stated / _MILLION, 3, _("million MAD")),
                    added=number(total.added / _MILLION, 3, _("million MAD")),
                )
            ),
            icon=":material/functions:",
        )
    left = _left_out(ledger, made)
    if left:
        with st.container(border=True):
            st.warning(_("This stands in the file and will not be loaded:"), icon=":material/content_cut:")
            for line in left:
                st.markdown(f"- {prose(line)}")


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


def _load(made: ingest.Costed, bank: str, code: str, filename: str, content: bytes, workspace: str) -> None:
    done = importer.stored(
        workspace,
        lambda: ingest.load_ledger(
            made, bank=code, name=bank, filename=filename, content=content, workspace=workspace
        ),
    )
    if done is not None:
        importer.opened(workspace, done, code)
