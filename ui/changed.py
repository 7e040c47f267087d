"""What of the assumptions differs from what the product assumes by itself, and the way back."""

from __future__ import annotations

import streamlit as st

from analytics.scenario import assumption
from ui import link
from ui.outside import prose
from ui.words import _, ngettext
from ui.workbench.settings import setting

_CHOICES = frozenset({"bank", "month", "incident"})
"""What is looked at, rather than what is assumed: no default of the product is given up by choosing."""


def menu() -> None:
    """A menu of the assumptions that were changed: each with value and default, one to be given back or all.

    What is in it is made when it is opened. Nothing where nothing was changed and nothing can be undone.
    """
    scenario = link.scenario()
    touched = [name for name in scenario.touched() if name not in _CHOICES]
    if not touched and not link.can_undo():
        return
    said = ngettext("{count} change", "{count} changes", len(touched)).format(count=len(touched))
    with st.popover(
        prose(said), icon=":material/tune:", type="tertiary", key="changed", on_change="rerun"
    ) as place:
        if place.open:
            _listed(touched)


def _listed(touched: list[str]) -> None:
    scenario, reader = link.scenario(), link.reader()
    default = type(scenario)()
    usual = type(reader)(reader.snapshot, default)
    for name in touched:
        label = _(assumption(name).label)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(
                prose(
                    _("{label}: {value} instead of {usual}").format(
                        label=label, value=setting(name, reader), usual=setting(name, usual)
                    )
                ),
                width="stretch",
            )
            st.button(
                _("Give back"),
                icon=":material/restart_alt:",
                key=f"give back {name}",
                on_click=link.change,
                kwargs={name: getattr(default, name)},
                type="tertiary",
            )
    if not touched:
        st.caption(_("Every assumption is the product’s own."))
    with st.container(horizontal=True):
        st.button(
            _("Undo the last change"),
            icon=":material/undo:",
            key="undo",
            disabled=not link.can_undo(),
            on_click=link.undo,
        )
        st.button(
            _("Give all back"),
            icon=":material/restart_alt:",
            key="give all back",
            disabled=not touched,
            on_click=link.change,
            kwargs={name: getattr(default, name) for name in touched},
        )
