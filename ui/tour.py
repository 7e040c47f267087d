"""What a first visitor is offered, and what every visitor may know of his or her data."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data.connection import MAX_EXECUTION_MILLISECONDS
from data.hosting import largest_megabytes
from data.ingest.limits import MAX_ROWS
from data.snapshots import DEMO, hosted
from ui import link, place
from ui.registry import STORY, entry
from ui.words import N_, _, number

_OVER: Final = "tour over"
_STEPS: Final = (
    (STORY, N_("1 · Read the argument in eight screens")),
    ("risk-scores", N_("2 · Move a slider and see the answer follow")),
    ("import", N_("3 · Load your own bank")),
)


def offer() -> None:
    """The workspace last open, else three places to begin with, until skipped; for the session only."""
    if (name := place.last_opened()) and link.workspace() == DEMO and not link.mode():
        with st.container(border=True, key="where you were"):
            st.markdown("**" + _("Go on where you were") + "**")
            place.way_back(name)
        return
    if st.session_state.get(_OVER) or link.mode() or link.workspace() != DEMO:
        return
    with st.container(border=True, key="tour"):
        st.markdown("**" + _("First visit? Three places to begin with") + "**")
        with st.container(horizontal=True, vertical_alignment="center"):
            for slug, label in _STEPS:
                page = entry(slug)
                st.page_link(page.path, label=_(label), icon=page.icon, query_params=link.address())
            st.button(
                _("Skip"),
                key="skip the tour",
                icon=":material/close:",
                type="tertiary",
                on_click=st.session_state.__setitem__,
                args=(_OVER, True),
            )


def privacy() -> list[str]:
    """What is stored and for how long, what is sent, and the limits; one sentence each."""
    kept = (
        _(
            "A file that you load is kept in a temporary folder of this server and forgotten at its next "
            "restart, or earlier when others need the room. Its workspace has a name that cannot be guessed: "
            "only you and those to whom you give its link can see it."
        )
        if hosted()
        else _(
            "A file that you load stays on this server, in a workspace that those who have its link can see, "
            "until whoever runs the server removes it."
        )
    )
    return [
        _(
            "Your choices stand in the address and in this session, which ends with the tab. No account, no "
            "statistics; one technical cookie protects uploads, another names the workspace last open."
        ),
        kept,
        _("Nothing is sent to another site: type, pictures and charts come from this server."),
        _("When a page fails, the server notes what failed under a reference, to mend it."),
        _("Limits: files of {size} MB and {rows} rows; a query is stopped after {seconds} seconds.").format(
            size=largest_megabytes(),
            rows=number(MAX_ROWS, 0),
            seconds=MAX_EXECUTION_MILLISECONDS // 1000,
        ),
    ]
