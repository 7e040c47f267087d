"""Names matched once by hand: taken away as a file, and brought along from one."""

from __future__ import annotations

import streamlit as st

from data import ingest
from data.snapshots import DEMO
from ui import link
from ui.outside import prose
from ui.words import _, ngettext, number, told_by_data


def offer(workspace: str | None) -> None:
    """A drawer with the list of this workspace, and a place for somebody else's."""
    shown = link.workspace()
    with st.expander(_("Names matched by hand, as a file"), icon=":material/translate:"):
        st.caption(_("Matched in one workspace, taken over in another: nothing is matched twice."))
        if shown != DEMO:
            st.download_button(
                _("Names of this workspace (JSON)"),
                ingest.names_written(shown),
                file_name="vigie-names.json",
                mime="application/json",
                icon=":material/download:",
                on_click="ignore",
                key="import names taken",
            )
        given = st.file_uploader(_("A list of names (JSON)"), type="json", key="import names file")
        if given is None or workspace is None:
            return
        if st.button(_("Take these names over"), icon=":material/playlist_add_check:"):
            _take(given.getvalue(), workspace)


def _take(content: bytes, workspace: str) -> None:
    try:
        names = ingest.names_read(content, ingest.load_references(workspace))
    except ingest.NamesRefused as refused:
        st.error(prose(refused.message(told_by_data())), icon=":material/error:")
        return
    count = ingest.take_names(workspace, names)
    told = ngettext("{count} name taken over.", "{count} names taken over.", count)
    st.success(prose(told.format(count=number(count, 0))), icon=":material/check_circle:")
