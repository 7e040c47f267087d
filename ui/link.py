"""What a session assumes and shows, and how an address states it: the same thing, written twice.

How an address is heard and sent is told in ``ui.visit``; pages need only what stands here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from typing import Any, Final

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.display import Display, Unfolded
from analytics.scenario import VERSION, VERSION_KEY, Scenario
from data.snapshots import DEMO, Snapshot, current, find
from ui import theme, words
from ui.address import (
    EARLIER_KEY,
    LANGUAGE_KEY,
    MADE_KEY,
    MODE_KEY,
    SHORT_HASH,
    WORKSPACE_KEY,
    page_address,
)
from ui.reader import Reader, parted
from ui.registry import HOME, entry
from ui.words import HOME_LANGUAGE, LANGUAGES, language

LANGUAGE_STATE: Final = "language"
FOLLOW_KEY: Final = "follow"
PRESENTATION: Final = "presentation"
NOTES: Final = "notes"
SCENARIO: Final = "scenario"
DISPLAY: Final = "display"
WORKSPACE: Final = "workspace"
PAGE: Final = "page shown"
VISIT: Final = "pages visited"
REFUSED: Final = "refused"
MADE: Final = "data of the link"
EARLIER: Final = "earlier data shown"
MODE: Final = "mode"
FOLLOW: Final = "presentation followed"
SERVED: Final = "data served"
FOUND: Final = "earlier data found"
UNFOLDED: Final = "unfolded"
NOTED: Final = "notes of months"
"""Names under which the session holds what is chosen and shown."""
_BEFORE: Final = "scenarios before"
_UNDONE_AT_MOST: Final = 50


words.ask_of(lambda: st.session_state.get(LANGUAGE_STATE, HOME_LANGUAGE))
theme.ask_of(lambda: "dark" if st.context.theme.type == "dark" else "light")


def scenario() -> Scenario:
    """The scenario of this session."""
    current: Scenario = st.session_state.get(SCENARIO) or Scenario()
    return current


def display() -> Display:
    """What this session's pages show."""
    current: Display = st.session_state.get(DISPLAY) or Display()
    return current


def reader() -> Reader:
    """Data and scenario of this run, what of it is shown, and what the workspace notes of its months."""
    return Reader(shown(), scenario(), display(), st.session_state.get(NOTED, ()))


def value(name: str) -> Any:
    """What this session assumes or shows, by the name of the field."""
    return getattr(display() if name in Display.assumptions() else scenario(), name)


def workspace() -> str:
    """The workspace whose data this session shows."""
    return str(st.session_state.get(WORKSPACE, DEMO))


def mode() -> str:
    """How pages are shown: ``PRESENTATION`` without menu and files, ``NOTES`` for the speaker, else empty."""
    return str(st.session_state.get(MODE, ""))


def show_as(chosen: str) -> None:
    """Show pages in another mode from the next run on; empty for the usual one."""
    st.session_state[MODE] = chosen if chosen in (PRESENTATION, NOTES) else ""


def followed() -> str:
    """The key of the presentation that this window turns or watches; empty outside of one."""
    return str(st.session_state.get(FOLLOW, "")) if mode() else ""


def _unfolded() -> Unfolded:
    current: Unfolded = st.session_state.get(UNFOLDED) or Unfolded()
    return current


def detail(slug: str) -> str:
    """The name of the detail that is open on the page ``slug``; empty for its first."""
    return _unfolded().of(slug)


def of_this_page(name: str) -> str:
    """The name of a control that the page being drawn shows, and no other page."""
    context = get_script_run_ctx()
    return f"{name} {context.page_script_hash if context else ''}".rstrip()


def open_detail(slug: str, name: str) -> None:
    """Show another detail of the page ``slug``; empty for its first."""
    st.session_state[UNFOLDED] = replace(_unfolded(), slug=slug, detail=name)


def whole() -> bool:
    """Whether pages show all they have, one below the other, as paper does."""
    return _unfolded().whole


def page() -> str:
    """The address of the page that this run draws, or that the last one drew."""
    return str(st.session_state.get(PAGE, HOME.slug))


def visit() -> int:
    """How many pages this session has opened: another number on every change of page, the same until then."""
    return int(st.session_state.get(VISIT, 0))


def refused() -> tuple[tuple[str, str], ...]:
    """Name and text of what the last link asked for and could not have."""
    return tuple(st.session_state.get(REFUSED, ()))


def served() -> Snapshot:
    """The data published for this session's workspace when the run began.

    Asked for once a run: what is published meanwhile is for the next one, so that no page shows its answer
    from one snapshot and its chart from another.
    """
    known: Snapshot | None = st.session_state.get(SERVED)
    if known is not None and known.workspace == workspace():
        return known
    found = current(workspace())
    if SERVED in st.session_state:
        st.session_state[SERVED] = found
    return found


def earlier() -> Snapshot | None:
    """The older data that the reader asked to see; None for today's. Looked for once a run."""
    chosen = st.session_state.get(EARLIER)
    if not chosen:
        return None
    known: Snapshot | None = st.session_state.get(FOUND)
    if known is not None and (known.workspace, known.hash) == (workspace(), chosen):
        return known
    found = find(workspace(), chosen)
    if FOUND in st.session_state:
        st.session_state[FOUND] = found
    return found


def shown() -> Snapshot:
    """The data that this run shows, from its first line to its last: today's, or the older asked for."""
    return earlier() or served()


@contextmanager
def pinned() -> Iterator[Snapshot]:
    """Show the same data throughout the block, whatever is published meanwhile.

    A page's run is pinned already; this is for whoever asks its views outside of one.
    """
    outermost = SERVED not in st.session_state
    if outermost:
        pin()
    try:
        yield shown()
    finally:
        if outermost:
            for name in (SERVED, FOUND):
                st.session_state.pop(name, None)


def pin() -> None:
    """Begin a run: what is looked up from now on is kept until the next one begins."""
    # Present and empty.
    st.session_state[SERVED] = st.session_state[FOUND] = None


def made_on() -> tuple[str, date] | None:
    """Short hash and day of the data on which the link was made, where they are not those served today."""
    made: tuple[str, date] | None = st.session_state.get(MADE)
    return made


def show_data(digest: str) -> None:
    """Show the data of an older snapshot from the next run on; of today where ``digest`` is empty."""
    st.session_state[EARLIER] = digest
    st.session_state[MADE] = None


def load(chosen: Scenario) -> None:
    """Make ``chosen`` the session's scenario; the one before it can be had back."""
    before = scenario()
    if chosen != before:
        st.session_state[_BEFORE] = (*st.session_state.get(_BEFORE, ()), before)[-_UNDONE_AT_MOST:]
    st.session_state[SCENARIO] = chosen


def change(**changes: Any) -> None:
    """Replace assumptions of the session's scenario, or what its pages show: that is nothing to undo."""
    shown_now, assumed = parted(changes)
    if shown_now:
        st.session_state[DISPLAY] = display().change(**shown_now)
    if assumed:
        load(scenario().change(**assumed))


def can_undo() -> bool:
    """Whether the session has changed an assumption that can be changed back."""
    return bool(st.session_state.get(_BEFORE))


def undo() -> None:
    """Give the scenario back that stood before the last change; nothing where none was made."""
    *earlier_ones, last = st.session_state.get(_BEFORE) or (scenario(),)
    st.session_state[_BEFORE] = tuple(earlier_ones)
    st.session_state[SCENARIO] = last


def change_language(chosen: str) -> None:
    """Speak ``chosen`` from the next run on."""
    if chosen in LANGUAGES:
        st.session_state[LANGUAGE_STATE] = chosen


def open_workspace(name: str, bank: str = "") -> None:
    """Show the data of another workspace; the bank chosen in the old one is forgotten.

    So is what could be undone: it may speak of a bank or a month that this workspace does not have.
    """
    st.session_state[WORKSPACE] = name
    show_data("")
    change(bank=bank, month="")
    st.session_state[_BEFORE] = ()


_STATED_TOO: Final[dict[str, Callable[[], Mapping[str, str]]]] = {}


def state_too(slug: str, stated: Callable[[], Mapping[str, str]]) -> None:
    """Let the address of the page ``slug`` say, beside what all say, what ``stated`` tells of a session."""
    _STATED_TOO[slug] = stated


def address(slug: str = "", changes: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What the address says now: always the language, then what differs from the defaults.

    ``changes`` : what it would assume or show otherwise.
    """
    stated: dict[str, str] = {LANGUAGE_KEY: language()}
    if workspace() != DEMO:
        stated[WORKSPACE_KEY] = workspace()
    if older := earlier():
        stated[EARLIER_KEY] = older.hash[:SHORT_HASH]
    if mode():
        stated[MODE_KEY] = mode()
    if followed():
        stated[FOLLOW_KEY] = followed()
    stated |= _unfolded().to_query(slug)
    shown_there, assumed = parted(changes or {})
    changed = scenario().change(**assumed).to_query() | display().change(**shown_there).to_query()
    stated |= {VERSION_KEY: VERSION} | changed if changed else {}
    return stated | dict(_STATED_TOO.get(slug, dict)())


def page_link(slug: str, origin: str) -> str:
    """A link that opens ``slug`` with this very scenario, from the server at ``origin``.

    It says on which data it was made, for whoever opens it when they have changed, and by which defaults.
    """
    data = shown()
    stated = address(slug) | {VERSION_KEY: VERSION, MADE_KEY: f"{data.hash[:SHORT_HASH]}-{data.as_of:%Y%m%d}"}
    # Whoever opens it reads the page first: how it was being presented is not part of what it says.
    for name in (MODE_KEY, FOLLOW_KEY):
        stated.pop(name, None)
    return page_address(origin, entry(slug), stated.items())
