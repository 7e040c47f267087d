"""The address of a page and the scenario are the same thing, written twice.

Streamlit can bind a widget to the address itself, but it writes the label that the reader sees: a link
copied in French would not open in English. So the codes are kept here, in one place: ``receive`` reads
the address when it is not the one we wrote, ``publish`` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode

import streamlit as st
from streamlit.logger import set_log_level
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.display import DETAIL_KEY, Display, Unfolded
from analytics.scenario import VERSION, VERSION_KEY, VERSIONS, Scenario
from data.snapshots import DEMO, Snapshot, current, find, workspaces
from ui import own, rostrum, shelf, theme, words
from ui.address import (
    EARLIER_KEY,
    LANGUAGE_KEY,
    MADE_KEY,
    MODE_KEY,
    SHORT_HASH,
    WORKSPACE_KEY,
    as_read_now,
    page_address,
)
from ui.reader import Reader, parted
from ui.registry import HOME, SCENARIOS, entry
from ui.words import HOME_LANGUAGE, LANGUAGES, language, preferred_language

LANGUAGE_STATE: Final = "language"
FOLLOW_KEY: Final = "follow"
PRESENTATION: Final = "presentation"
NOTES: Final = "notes"
_SCENARIO: Final = "scenario"
_DISPLAY: Final = "display"
_WORKSPACE: Final = "workspace"
_WRITTEN: Final = "address written"
_SENT: Final = "addresses that the browser may show"
_PAGE: Final = "page shown"
_VISIT: Final = "pages visited"
_REFUSED: Final = "refused"
_MADE: Final = "data of the link"
_EARLIER: Final = "earlier data shown"
_MODE: Final = "mode"
_FOLLOW: Final = "presentation followed"
_SERVED: Final = "data served"
_FOUND: Final = "earlier data found"
_UNFOLDED: Final = "unfolded"
_SHELF: Final = "shelf"
_BEFORE: Final = "scenarios before"
_CHOSEN: Final = (
    _SCENARIO,
    _DISPLAY,
    _WORKSPACE,
    _EARLIER,
    _MODE,
    _UNFOLDED,
    LANGUAGE_STATE,
    _SHELF,
    own.SESSION,
)
_UNDONE_AT_MOST: Final = 50
_SENT_AT_MOST: Final = 50
_OF_ALL_PAGES: Final = (LANGUAGE_KEY, WORKSPACE_KEY, EARLIER_KEY)
_MADE_FORM: Final = re.compile(r"([0-9a-f]{8})-(\d{8})", re.ASCII)


words.ask_of(lambda: st.session_state.get(LANGUAGE_STATE, HOME_LANGUAGE))
theme.ask_of(lambda: "dark" if st.context.theme.type == "dark" else "light")


def scenario() -> Scenario:
    """The scenario of this session."""
    current: Scenario = st.session_state.get(_SCENARIO) or Scenario()
    return current


def display() -> Display:
    """What this session's pages show."""
    current: Display = st.session_state.get(_DISPLAY) or Display()
    return current


def reader() -> Reader:
    """Data and scenario of this run, and what of it is shown."""
    return Reader(shown(), scenario(), display(), own.dated(workspace()))


def kept() -> shelf.Shelf:
    """The scenarios that this session keeps under a name."""
    current: shelf.Shelf = st.session_state.get(_SHELF) or shelf.Shelf()
    return current


def keep(changed: shelf.Shelf) -> None:
    """Make ``changed`` the scenarios that this session keeps."""
    st.session_state[_SHELF] = changed


def value(name: str) -> Any:
    """What this session assumes or shows, by the name of the field."""
    return getattr(display() if name in Display.assumptions() else scenario(), name)


def workspace() -> str:
    """The workspace whose data this session shows."""
    return str(st.session_state.get(_WORKSPACE, DEMO))


def mode() -> str:
    """How pages are shown: ``PRESENTATION`` without menu and files, ``NOTES`` for the speaker, else empty."""
    return str(st.session_state.get(_MODE, ""))


def show_as(chosen: str) -> None:
    """Show pages in another mode from the next run on; empty for the usual one."""
    st.session_state[_MODE] = chosen if chosen in (PRESENTATION, NOTES) else ""


def followed() -> str:
    """The key of the presentation that this window turns or watches; empty outside of one."""
    return str(st.session_state.get(_FOLLOW, "")) if mode() else ""


def follow(key: str) -> None:
    """Turn or watch another presentation from the next run on; empty for none."""
    st.session_state[_FOLLOW] = key if rostrum.valid(key) else ""


def _unfolded() -> Unfolded:
    current: Unfolded = st.session_state.get(_UNFOLDED) or Unfolded()
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
    st.session_state[_UNFOLDED] = replace(_unfolded(), slug=slug, detail=name)


def whole() -> bool:
    """Whether pages show all they have, one below the other, as paper does."""
    return _unfolded().whole


def page() -> str:
    """The address of the page that this run draws, or that the last one drew."""
    return str(st.session_state.get(_PAGE, HOME.slug))


def visit() -> int:
    """How many pages this session has opened: another number on every change of page, the same until then."""
    return int(st.session_state.get(_VISIT, 0))


def refused() -> tuple[tuple[str, str], ...]:
    """Name and text of what the last link asked for and could not have."""
    return tuple(st.session_state.get(_REFUSED, ()))


def served() -> Snapshot:
    """The data published for this session's workspace when the run began.

    Asked for once a run: what is published meanwhile is for the next one, so that no page shows its answer
    from one snapshot and its chart from another.
    """
    known: Snapshot | None = st.session_state.get(_SERVED)
    if known is not None and known.workspace == workspace():
        return known
    found = current(workspace())
    if _SERVED in st.session_state:
        st.session_state[_SERVED] = found
    return found


def earlier() -> Snapshot | None:
    """The older data that the reader asked to see; None for today's. Looked for once a run."""
    chosen = st.session_state.get(_EARLIER)
    if not chosen:
        return None
    known: Snapshot | None = st.session_state.get(_FOUND)
    if known is not None and (known.workspace, known.hash) == (workspace(), chosen):
        return known
    found = find(workspace(), chosen)
    if _FOUND in st.session_state:
        st.session_state[_FOUND] = found
    return found


def shown() -> Snapshot:
    """The data that this run shows, from its first line to its last: today's, or the older asked for."""
    return earlier() or served()


@contextmanager
def pinned() -> Iterator[Snapshot]:
    """Show the same data throughout the block, whatever is published meanwhile.

    A page's run is pinned already; this is for whoever asks its views outside of one.
    """
    outermost = _SERVED not in st.session_state
    if outermost:
        _pin()
    try:
        yield shown()
    finally:
        if outermost:
            for name in (_SERVED, _FOUND):
                st.session_state.pop(name, None)


def chosen_by_session() -> dict[str, Any]:
    """What this session has chosen and shows, to be handed to a process that works for it."""
    held = {name: st.session_state[name] for name in _CHOSEN if name in st.session_state}
    return held | {_SERVED: served(), _FOUND: earlier()}


@contextmanager
def as_session(chosen: Mapping[str, Any]) -> Iterator[None]:
    """Work as the session that has chosen this, in a process that serves no browser."""
    # The framework misses the browser, and would say so at each of thousands of looks at the session.
    set_log_level("error")
    for name, value in chosen.items():
        st.session_state[name] = value
    try:
        yield
    finally:
        st.session_state.clear()


def _pin() -> None:
    # Present and empty: what is looked up next is kept until the next run begins.
    st.session_state[_SERVED] = st.session_state[_FOUND] = None


def made_on() -> tuple[str, date] | None:
    """Short hash and day of the data on which the link was made, where they are not those served today."""
    made: tuple[str, date] | None = st.session_state.get(_MADE)
    return made


def show_data(digest: str) -> None:
    """Show the data of an older snapshot from the next run on; of today where ``digest`` is empty."""
    st.session_state[_EARLIER] = digest
    st.session_state[_MADE] = None


def load(chosen: Scenario) -> None:
    """Make ``chosen`` the session's scenario; the one before it can be had back."""
    before = scenario()
    if chosen != before:
        st.session_state[_BEFORE] = (*st.session_state.get(_BEFORE, ()), before)[-_UNDONE_AT_MOST:]
    st.session_state[_SCENARIO] = chosen


def change(**changes: Any) -> None:
    """Replace assumptions of the session's scenario, or what its pages show: that is nothing to undo."""
    shown_now, assumed = parted(changes)
    if shown_now:
        st.session_state[_DISPLAY] = display().change(**shown_now)
    if assumed:
        load(scenario().change(**assumed))


def written() -> str:
    """What this session assumes and shows, as an address states it."""
    return urlencode(reader().to_query())


def read(stated: str) -> None:
    """Assume and show what :func:`written` stated."""
    asked = dict(parse_qsl(stated, keep_blank_values=True))
    load(Scenario.from_query(asked)[0])
    st.session_state[_DISPLAY] = Display.from_query(asked)[0]


def can_undo() -> bool:
    """Whether the session has changed an assumption that can be changed back."""
    return bool(st.session_state.get(_BEFORE))


def undo() -> None:
    """Give the scenario back that stood before the last change; nothing where none was made."""
    *earlier_ones, last = st.session_state.get(_BEFORE) or (scenario(),)
    st.session_state[_BEFORE] = tuple(earlier_ones)
    st.session_state[_SCENARIO] = last


def change_language(chosen: str) -> None:
    """Speak ``chosen`` from the next run on."""
    if chosen in LANGUAGES:
        st.session_state[LANGUAGE_STATE] = chosen


def open_workspace(name: str) -> None:
    """Show the data of another workspace; the bank chosen in the old one is forgotten."""
    st.session_state[_WORKSPACE] = name
    show_data("")
    change(bank="", month="")
    _take_scenarios()


def _take_scenarios() -> None:
    """The scenarios that the workspace keeps, where this session has named none itself."""
    if _SHELF not in st.session_state and (stored := own.of(workspace()).scenarios):
        # A file that another release wrote, or a hand: the session begins with those that ship.
        with suppress(ValueError):
            keep(shelf.from_json(stored))


def address(slug: str = "", changes: Mapping[str, Any] | None = None) -> dict[str, str]:
    """What the address says now: always the language, then what differs from the defaults.

    ``changes`` : what it would assume or show otherwise. The page of scenarios states those kept, too.
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
    return stated | (kept().to_query() if slug == SCENARIOS else {})


def place(slug: str) -> own.Place:
    """The page ``slug`` as this session has it, to be come back to."""
    return own.Place(slug, written(), detail(slug))


def way_to(there: own.Place) -> dict[str, str]:
    """What the address of a place says, in this workspace and language."""
    stated = {name: text for name, text in address().items() if name in _OF_ALL_PAGES}
    assumed = dict(parse_qsl(there.stated, keep_blank_values=True))
    assumed |= {VERSION_KEY: VERSION} if assumed else {}
    return stated | assumed | ({DETAIL_KEY: there.detail} if there.detail else {})


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


def receive() -> None:
    """Take over the scenario that the address states, when it is not the one written last.

    An address without parameters states nothing: that is how the menu opens a page, and the scenario stays.
    A run begins here, and with it the data that it shows.
    """
    _pin()
    asked = dict(st.query_params)
    written: dict[str, str] | None = st.session_state.get(_WRITTEN)
    if not _heard(asked) and (written is None or LANGUAGE_KEY in asked):
        _take_over(asked)
        st.session_state[_SENT] = (asked,)
    gone = workspace()
    known = workspaces()
    # Where the demonstration is gone too it is the disk that is away: the reader's choice waits for it.
    if gone != DEMO and gone not in known and DEMO in known:
        open_workspace(DEMO)
        st.session_state[_REFUSED] = (*refused(), (WORKSPACE_KEY, gone[:40]))


def _heard(asked: dict[str, str]) -> bool:
    """Whether the browser asks with an address that was written here, be it one or more choices ago.

    A hand may be faster than the server, or than the line to it: taking over an address that the browser
    shows only because it has yet to hear of a later one would undo what was chosen since. It shows those
    written after the one it last asked with, one after the other; going back in its history is a choice.
    """
    sent: tuple[dict[str, str], ...] = st.session_state.get(_SENT, ())
    context = get_script_run_ctx()
    if asked not in sent or (asked != sent[-1] and context and context.is_history_navigation):
        return False
    st.session_state[_SENT] = sent[sent.index(asked) :]
    return True


def _take_over(asked: dict[str, str]) -> None:
    asked = as_read_now(asked)
    st.session_state[_SCENARIO], parts = Scenario.from_query(asked)
    st.session_state[_DISPLAY], more = Display.from_query(asked)
    parts += more
    if asked.get(VERSION_KEY, VERSION) not in VERSIONS:
        parts += ((VERSION_KEY, asked[VERSION_KEY][:40]),)
    named = asked.get(WORKSPACE_KEY, DEMO)
    known = named == DEMO or named in workspaces()
    st.session_state[_WORKSPACE] = named if known else DEMO
    if not known:
        parts += ((WORKSPACE_KEY, named[:40]),)
    show_as(asked.get(MODE_KEY, ""))
    if asked.get(MODE_KEY, "") != mode():
        parts += ((MODE_KEY, asked[MODE_KEY][:40]),)
    follow(asked.get(FOLLOW_KEY, ""))
    # A detail of the page that this link opens, which only the router knows.
    st.session_state[_UNFOLDED] = Unfolded.from_query(asked)
    named_scenarios, unread = shelf.from_query(asked)
    if named_scenarios is not None:
        keep(named_scenarios)
    else:
        _take_scenarios()
    st.session_state[_REFUSED] = (*parts, *unread, *_take_data(asked))
    chosen = asked.get(LANGUAGE_KEY)
    if chosen in LANGUAGES:
        st.session_state[LANGUAGE_STATE] = chosen
    elif LANGUAGE_STATE not in st.session_state:
        st.session_state[LANGUAGE_STATE] = preferred_language(
            # The locale is but the first of the languages that the header lists.
            st.context.headers.get("Accept-Language") or st.context.locale
        )


def _take_data(asked: dict[str, str]) -> tuple[tuple[str, str], ...]:
    """Which data the link was made on and which it asks for; name and text of what there is not."""
    wanted, made = asked.get(EARLIER_KEY, ""), _MADE_FORM.fullmatch(asked.get(MADE_KEY, ""))
    try:
        found = find(workspace(), wanted) if wanted else None
    except ValueError:
        found = None
    show_data(found.hash if found else "")
    if found is None and made is not None:
        with suppress(ValueError):
            day = datetime.strptime(made[2], "%Y%m%d").date()
            if not served().hash.startswith(made[1]):
                st.session_state[_MADE] = made[1], day
    return ((EARLIER_KEY, wanted[:40]),) if wanted and found is None else ()


def publish(page: str) -> None:
    """Write the address, so that the browser's own "copy link" reproduces the page.

    Going back to the bare address that the menu made is recognised by page and scenario being the same;
    writing it again there would trap readers, who could never get further back.
    """
    before = st.session_state.get(_PAGE)
    moved = before != page
    open_detail(page, detail(page))
    asked, stated = dict(st.query_params), address(page)
    if moved and before is not None:
        # What the link said of its data concerned the page that it opened.
        st.session_state[_MADE] = None
    went_back = not asked and not moved and stated == st.session_state.get(_WRITTEN)
    if asked != stated and not went_back:
        st.query_params.from_dict(stated)
        st.session_state[_SENT] = (*st.session_state.get(_SENT, ()), stated)[-_SENT_AT_MOST:]
    if moved:
        st.session_state[_VISIT] = visit() + 1
    st.session_state[_PAGE] = page
    own.remember(workspace(), place(page))
    st.session_state[_WRITTEN] = stated
