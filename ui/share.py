"""What a link says of the data on which it was made, when they are not those of today."""

from __future__ import annotations

import streamlit as st

from data.snapshots import find
from ui import link
from ui.outside import prose
from ui.words import _, day


def say() -> None:
    """One sentence on older data, and a button to what is not shown; nothing where the data are the same."""
    shown = link.earlier()
    if shown is not None:
        today = link.served()
        if shown.hash != today.hash:
            st.warning(
                prose(
                    _(
                        "Shown are older data, as of {date} (snapshot {hash}); today’s are as of {today}."
                    ).format(date=day(shown.as_of), hash=shown.hash[:8], today=day(today.as_of))
                )
            )
            _switch(_("Show today’s data"), "")
        return
    made = link.made_on()
    if made is None:
        return
    digest, when = made
    found = find(link.workspace(), digest)
    start = _(
        "This link was made on data as of {date} (snapshot {hash}); shown are today’s, as of {today}."
    ).format(date=day(when), hash=digest, today=day(link.served().as_of))
    if found is None:
        st.info(prose(start + " " + _("The older data are no longer kept.")))
        return
    st.info(prose(start))
    _switch(_("Show the data of the link"), found.hash)


def _switch(label: str, digest: str) -> None:
    st.button(
        prose(label), icon=":material/history:", key="switch data", on_click=link.show_data, args=(digest,)
    )
