"""A visit: the address that comes in, the address that goes out, and what the visitor keeps between them.

Streamlit can bind a widget to the address itself, but it writes the label that the reader sees: a link
copied in French would not open in English. So the codes are kept here, in one place: ``receive`` reads
the address when it is not the one we wrote, ``publish`` writes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from typing import Any, Final, cast
from urllib.parse import parse_qsl, urlencode

import streamlit as st
from streamlit.logger import set_log_level
from streamlit.runtime.scriptrunner import get_script_run_ctx

from analytics.display import DETAIL_KEY, Display, Unfolded
from analytics.scenario import VERSION, VERSION_KEY, VERSIONS, Scenario
from data.snapshots import DEMO, find, workspaces
from ui import link, own, rostrum, shelf
from ui.address import EARLIER_KEY, LANGUAGE_KEY, MADE_KEY, MODE_KEY, WORKSPACE_KEY, as_read_now
from ui.link import FOLLOW_KEY, LANGUAGE_STATE
from ui.registry import SCENARIOS
from ui.words import LANGUAGES, preferred_language

_WRITTEN: Final = "address written"
_SENT: Final = "addresses that the browser may show"
_SHELF: Final = "shelf"
_CHOSEN: Final = (
    link.SCENARIO,
    link.DISPLAY,
    link.WORKSPACE,
    link.EARLIER,
    link.MODE,
    link.UNFOLDED,
    link.NOTED,
    LANGUAGE_STATE,
    _SHELF,
    own.SESSION,
)
_SENT_AT_MOST: Final = 50
_OF_ALL_PAGES: Final = (LANGUAGE_KEY, WORKSPACE_KEY, EARLIER_KEY)
_MADE_FORM: Final = re.compile(r"([0-9a-f]{8})-(\d{8})", re.ASCII)


def kept() -> shelf.Shelf:
    """The scenarios that this session keeps under a name."""
    current: shelf.Shelf = st.session_state.get(_SHELF) or shelf.Shelf()
    return current


link.state_too(SCENARIOS, lambda: kept().to_query())
own.keep_in(lambda: cast(own.Session, st.session_state))


def keep(changed: shelf.Shelf) -> None:
    """Make ``changed`` the scenarios that this session keeps."""
    st.session_state[_SHELF] = changed


def follow(key: str) -> None:
    """Turn or watch another presentation from the next run on; empty for none."""
    st.session_state[link.FOLLOW] = key if rostrum.valid(key) else ""


def chosen_by_session() -> dict[str, Any]:
    """What this session has chosen and shows, to be handed to a process that works for it."""
    held = {name: st.session_state[name] for name in _CHOSEN if name in st.session_state}
    return held | {link.SERVED: link.served(), link.FOUND: link.earlier()}


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


def _take_what_is_kept() -> None:
    """The notes of the workspace, and its scenarios where this session has named none itself."""
    here = own.of(link.workspace())
    st.session_state[link.NOTED] = own.dated(here)
    if _SHELF not in st.session_state and here.scenarios:
        # A file that another release wrote, or a hand: the session begins with those that ship.
        with suppress(ValueError):
            keep(shelf.from_json(here.scenarios))


def written() -> str:
    """What this session assumes and shows, as an address states it."""
    return urlencode(link.reader().to_query())


def read(stated: str) -> None:
    """Assume and show what :func:`written` stated."""
    asked = dict(parse_qsl(stated, keep_blank_values=True))
    link.load(Scenario.from_query(asked)[0])
    st.session_state[link.DISPLAY] = Display.from_query(asked)[0]


def place(slug: str) -> own.Place:
    """The page ``slug`` as this session has it, to be come back to."""
    return own.Place(slug, written(), link.detail(slug))


def way_to(there: own.Place) -> dict[str, str]:
    """What the address of a place says, in this workspace and language."""
    stated = {name: text for name, text in link.address().items() if name in _OF_ALL_PAGES}
    assumed = dict(parse_qsl(there.stated, keep_blank_values=True))
    assumed |= {VERSION_KEY: VERSION} if assumed else {}
    return stated | assumed | ({DETAIL_KEY: there.detail} if there.detail else {})


def receive() -> None:
    """Take over the scenario that the address states, when it is not the one written last.

    An address without parameters states nothing: that is how the menu opens a page, and the scenario stays.
    A run begins here, and with it the data that it shows.
    """
    link.pin()
    asked = dict(st.query_params)
    written: dict[str, str] | None = st.session_state.get(_WRITTEN)
    if not _heard(asked) and (written is None or LANGUAGE_KEY in asked):
        _take_over(asked)
        st.session_state[_SENT] = (asked,)
    gone = link.workspace()
    known = workspaces()
    # Where the demonstration is gone too it is the disk that is away: the reader's choice waits for it.
    if gone != DEMO and gone not in known and DEMO in known:
        link.open_workspace(DEMO)
        st.session_state[link.REFUSED] = (*link.refused(), (WORKSPACE_KEY, gone[:40]))
    _take_what_is_kept()


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
    st.session_state[link.SCENARIO], parts = Scenario.from_query(asked)
    st.session_state[link.DISPLAY], more = Display.from_query(asked)
    parts += more
    if asked.get(VERSION_KEY, VERSION) not in VERSIONS:
        parts += ((VERSION_KEY, asked[VERSION_KEY][:40]),)
    named = asked.get(WORKSPACE_KEY, DEMO)
    known = named == DEMO or named in workspaces()
    st.session_state[link.WORKSPACE] = named if known else DEMO
    if not known:
        parts += ((WORKSPACE_KEY, named[:40]),)
    link.show_as(asked.get(MODE_KEY, ""))
    if asked.get(MODE_KEY, "") != link.mode():
        parts += ((MODE_KEY, asked[MODE_KEY][:40]),)
    follow(asked.get(FOLLOW_KEY, ""))
    # A detail of the page that this link opens, which only the router knows.
    st.session_state[link.UNFOLDED] = Unfolded.from_query(asked)
    named_scenarios, unread = shelf.from_query(asked)
    if named_scenarios is not None:
        keep(named_scenarios)
    st.session_state[link.REFUSED] = (*parts, *unread, *_take_data(asked))
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
        found = find(link.workspace(), wanted) if wanted else None
    except ValueError:
        found = None
    link.show_data(found.hash if found else "")
    if found is None and made is not None:
        with suppress(ValueError):
            day = datetime.strptime(made[2], "%Y%m%d").date()
            if not link.served().hash.startswith(made[1]):
                st.session_state[link.MADE] = made[1], day
    return ((EARLIER_KEY, wanted[:40]),) if wanted and found is None else ()


def publish(page: str) -> None:
    """Write the address, so that the browser's own "copy link" reproduces the page.

    Going back to the bare address that the menu made is recognised by page and scenario being the same;
    writing it again there would trap readers, who could never get further back.
    """
    before = st.session_state.get(link.PAGE)
    moved = before != page
    link.open_detail(page, link.detail(page))
    asked, stated = dict(st.query_params), link.address(page)
    if moved and before is not None:
        # What the link said of its data concerned the page that it opened.
        st.session_state[link.MADE] = None
    went_back = not asked and not moved and stated == st.session_state.get(_WRITTEN)
    if asked != stated and not went_back:
        st.query_params.from_dict(stated)
        st.session_state[_SENT] = (*st.session_state.get(_SENT, ()), stated)[-_SENT_AT_MOST:]
    if moved:
        st.session_state[link.VISIT] = link.visit() + 1
    st.session_state[link.PAGE] = page
    own.remember(link.workspace(), place(page))
    st.session_state[_WRITTEN] = stated
