"""The address of a page and the scenario are the same thing, written twice.

Streamlit can bind a widget to the address itself, but it writes the label that the reader sees: a link
copied in French would not open in English. So the codes are kept here, in one place: ``receive`` reads
the address when it is not the one we wrote, ``publish`` writes it.
"""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlencode, urlsplit

import streamlit as st

from analytics.scenario import VERSION, VERSION_KEY, Scenario
from data.snapshots import DEMO, workspaces
from ui.registry import HOME
from ui.words import LANGUAGE_STATE, LANGUAGES, language, preferred_language

LANGUAGE_KEY: Final = "lang"
WORKSPACE_KEY: Final = "w"
_SCENARIO, _WORKSPACE, _WRITTEN, _PAGE, _REFUSED = (
    "scenario",
    "workspace",
    "address written",
    "page shown",
    "refused",
)


def scenario() -> Scenario:
    """The scenario of this session."""
    current: Scenario = st.session_state.get(_SCENARIO) or Scenario()
    return current


def workspace() -> str:
    """The workspace whose data this session shows."""
    return str(st.session_state.get(_WORKSPACE, DEMO))


def refused() -> tuple[tuple[str, str], ...]:
    """Name and text of what the last link asked for and could not have."""
    return tuple(st.session_state.get(_REFUSED, ()))


def change(**changes: Any) -> None:
    """Replace assumptions of the session's scenario."""
    st.session_state[_SCENARIO] = scenario().change(**changes)


def change_language(chosen: str) -> None:
    """Speak ``chosen`` from the next run on."""
    if chosen in LANGUAGES:
        st.session_state[LANGUAGE_STATE] = chosen


def open_workspace(name: str) -> None:
    """Show the data of another workspace; the bank chosen in the old one is forgotten."""
    st.session_state[_WORKSPACE] = name
    change(bank="", month="")


def address() -> dict[str, str]:
    """What the address says now: always the language, then what differs from the defaults."""
    stated = {LANGUAGE_KEY: language()}
    if workspace() != DEMO:
        stated[WORKSPACE_KEY] = workspace()
    changed = scenario().to_query()
    return stated | ({VERSION_KEY: VERSION} | changed if changed else {})


def page_link(slug: str, origin: str) -> str:
    """A link that opens ``slug`` with this very scenario, from the server at ``origin``."""
    parts = urlsplit(origin)
    path = "" if slug == HOME.slug else slug
    return f"{parts.scheme}://{parts.netloc}/{path}?{urlencode(address(), safe=',')}"


def receive() -> None:
    """Take over the scenario that the address states, when it is not the one written last.

    An address without parameters states nothing: that is how the menu opens a page, and the scenario stays.
    """
    asked = dict(st.query_params)
    written: dict[str, str] | None = st.session_state.get(_WRITTEN)
    if written is None or (asked != written and LANGUAGE_KEY in asked):
        _take_over(asked)


def _take_over(asked: dict[str, str]) -> None:
    st.session_state[_SCENARIO], parts = Scenario.from_query(asked)
    if asked.get(VERSION_KEY, VERSION) != VERSION:
        parts += ((VERSION_KEY, asked[VERSION_KEY][:40]),)
    named = asked.get(WORKSPACE_KEY, DEMO)
    known = named == DEMO or named in workspaces()
    st.session_state[_WORKSPACE] = named if known else DEMO
    st.session_state[_REFUSED] = parts if known else (*parts, (WORKSPACE_KEY, named[:40]))
    chosen = asked.get(LANGUAGE_KEY)
    if chosen in LANGUAGES:
        st.session_state[LANGUAGE_STATE] = chosen
    elif LANGUAGE_STATE not in st.session_state:
        st.session_state[LANGUAGE_STATE] = preferred_language(st.context.locale)


def publish(page: str) -> None:
    """Write the address, so that the browser's own "copy link" reproduces the page.

    Going back to the bare address that the menu made is recognised by page and scenario being the same;
    writing it again there would trap readers, who could never get further back.
    """
    asked, stated = dict(st.query_params), address()
    moved = st.session_state.get(_PAGE) != page
    went_back = not asked and not moved and stated == st.session_state.get(_WRITTEN)
    if asked != stated and not went_back:
        st.query_params.from_dict(stated)
    st.session_state[_PAGE] = page
    st.session_state[_WRITTEN] = stated
