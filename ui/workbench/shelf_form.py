"""The controls of the page of scenarios: keep, load, remove, choose the baseline, take a file out and in."""

from __future__ import annotations

from typing import Final

import streamlit as st

from ui import controls, link, place, shelf, uploads
from ui.outside import prose
from ui.refusal import Refused
from ui.words import _
from ui.workbench import scenarios

_NAME: Final = "scenario name"
_CHOSEN: Final = "scenario chosen"
_BASE: Final = "scenario baseline"
_SHOWN: Final = "scenario result"
_FILE: Final = "scenario file"
_SAID: Final = "scenario refused"


def ask() -> None:
    """All controls of the page."""
    now = link.kept()
    labels = {each.name: each.label for each in now.kept}
    first, second, third = st.columns(3, vertical_alignment="bottom")
    with first:
        controls.menu(_BASE, _("Baseline"), labels, now.baseline.name, on_change=_set_base)
    with second:
        try:
            view = scenarios.comparison(link.reader(), now)
        except Refused:
            # The page says that there is nothing to draw.
            view = None
        if view is not None:
            names = scenarios.measures(view)
            controls.menu(_SHOWN, _("Result drawn"), names, view.measure, on_change=_set_shown)
    with third:
        kept = st.session_state.get(_CHOSEN)
        controls.menu(_CHOSEN, _("Scenario"), labels, kept if kept in labels else now.kept[0].name)
    first, second, third = st.columns(3, vertical_alignment="bottom")
    with first:
        st.text_input(
            _("Name for the current scenario"),
            key=_NAME,
            max_chars=shelf.LONGEST_NAME,
            placeholder=_("For example: levers and calm"),
        )
    with second:
        st.button(_("Keep"), icon=":material/bookmark_add:", key="keep scenario", on_click=_keep)
    with third, st.container(horizontal=True):
        st.button(_("Make current"), icon=":material/input:", key="load scenario", on_click=_load)
        st.button(
            _("Remove"),
            icon=":material/delete:",
            key="remove scenario",
            disabled=len(now.kept) == 1,
            on_click=_remove,
        )
    _files(now)
    place.tell()
    if said := st.session_state.pop(_SAID, ""):
        st.warning(prose(said))


def _files(now: shelf.Shelf) -> None:
    with st.expander(_("File of all scenarios (JSON)"), icon=":material/data_object:"):
        left, right = st.columns(2)
        with left:
            st.download_button(
                _("Take out"),
                now.to_json(),
                file_name="vigie-scenarios.json",
                mime="application/json",
                icon=":material/download:",
                key="scenarios out",
                on_click="ignore",
            )
            st.button(_("Ready scenarios again"), icon=":material/restart_alt:", key="ready", on_click=_ready)
        with right:
            uploads.expect()
            given = st.file_uploader(_("Bring in"), type="json", key=_FILE)
            st.button(
                _("Replace the scenarios by the file’s"),
                icon=":material/upload:",
                key="scenarios in",
                disabled=given is None,
                on_click=_bring_in,
            )


def _set_base() -> None:
    place.keep_scenarios(shelf.replaced(link.kept(), base=st.session_state[_BASE]))


def _set_shown() -> None:
    place.keep_scenarios(shelf.replaced(link.kept(), shown=st.session_state[_SHOWN]))


def _keep() -> None:
    name = st.session_state[_NAME]
    try:
        place.keep_scenarios(link.kept().put(name, link.scenario()))
    except ValueError:
        st.session_state[_SAID] = _(
            "Not kept: a name has 1 to {longest} characters, there are {most} scenarios at most, and "
            "together they must fit in a link. Remove one, or shorten names and reasons."
        ).format(longest=shelf.LONGEST_NAME, most=shelf.MOST)
        return
    st.session_state[_CHOSEN] = name.strip()
    st.session_state[_NAME] = ""


def _load() -> None:
    for each in link.kept().kept:
        if each.name == st.session_state[_CHOSEN]:
            link.load(each.scenario)


def _remove() -> None:
    place.keep_scenarios(link.kept().remove(st.session_state[_CHOSEN]))


def _ready() -> None:
    place.keep_scenarios(shelf.Shelf())


def _bring_in() -> None:
    given = st.session_state.get(_FILE)
    try:
        if given is None or given.size > shelf.LARGEST_FILE:
            raise ValueError("the file must have at most 200,000 bytes")
        place.keep_scenarios(shelf.from_json(given.getvalue().decode("utf-8")))
    except ValueError:
        st.session_state[_SAID] = _(
            "This file cannot be read as scenarios, or holds more than fits; the scenarios stay as they were."
        )
