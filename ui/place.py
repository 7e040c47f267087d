"""One's own place: the page last seen, favourites, named scenarios and notes, from every page."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Final
from urllib.parse import parse_qsl

import streamlit as st

from data.own import LONGEST_AUTHOR, LONGEST_TEXT, MOST_FAVOURITES, MOST_NOTES
from data.snapshots import DEMO, workspaces
from ui import controls, link, own, shelf, uploads, visit, writing_key
from ui.address import WORKSPACE_KEY
from ui.outlets import forms
from ui.outside import prose
from ui.refusal import Refused
from ui.registry import HOME, IMPORT, SCENARIOS, STORY, entry
from ui.words import N_, _, day, labelled, month_of

_LISTED: Final = 6
_SAID: Final = "own place said"
_LONGEST_LABEL: Final = 90
_COUNTRY: Final = "macro-"
_REFUSED: Final[Mapping[str, str]] = {
    "text": N_("Not kept: a note has one line of 1 to {characters} characters."),
    "author": N_("Not kept: an author’s name has {author} characters at most."),
    "month": N_("Not kept: write the month as 2026-10, or leave it empty."),
    "notes": N_("Not kept: a workspace holds {notes} notes at most. Remove one first."),
    "favourites": N_("Not kept: there are {favourites} favourites at most. Remove one first."),
    "place": N_("Not kept: this page’s address is too long for a favourite. Give some assumptions back."),
    "newer": N_("Not kept: a newer release of Vigie has written what this workspace keeps."),
    "scenarios": N_("Not kept: the scenarios are too large for what a workspace keeps."),
    "key": N_("Not kept: this workspace is read with its link, and written with its writing key."),
    "disk": N_("Not kept: the disk of the server is full or cannot be written to."),
}
_SCENARIO_NAME: Final = "scenario name"
_SCENARIO_CHOSEN: Final = "scenario chosen"
_SCENARIO_BASE: Final = "scenario baseline"
_SCENARIO_DRAWN: Final = "scenario result"
_SCENARIO_FILE: Final = "scenario file"
_SCENARIO_REFUSED: Final = "scenario refused"
_TOUR_OVER: Final = "tour over"
_TOUR: Final = (
    (STORY, N_("1 · Read the argument in eight screens")),
    ("risk-scores", N_("2 · Move a slider and see the answer follow")),
    ("import", N_("3 · Load your own bank")),
)


def menu(slug: str) -> None:
    """A menu of what is kept in this workspace, and of the workspace last open; made when it is opened."""
    with st.popover(
        _("My place"), icon=":material/bookmark:", type="tertiary", key="my place", on_change="rerun"
    ) as opened:
        if opened.open:
            _listed(slug)


def _listed(slug: str) -> None:
    kept = own.of(link.workspace())
    tell()
    _went_on(slug, kept)
    st.markdown("**" + _("Favourites") + "**")
    here = visit.place(slug)
    for at, each in enumerate(kept.favourites):
        with st.container(horizontal=True, vertical_alignment="center"):
            _link_to(each)
            _remove(_("Remove the favourite"), f"favourite {at}", partial(_without_favourite, each))
    st.button(
        _("Keep this page as a favourite"),
        icon=":material/star:",
        key="keep favourite",
        disabled=here in kept.favourites or not own.may_write(link.workspace()),
        on_click=_keep,
        args=(lambda before: before.with_favourite(here),),
    )
    _scenarios()
    _notes(kept)
    _where_it_is_kept()


def _went_on(slug: str, kept: own.Own) -> None:
    """The page last seen: of this workspace, or the way to the workspace last open in this browser."""
    if (name := last_opened()) and link.workspace() == DEMO:
        st.markdown("**" + _("Where you were") + "**")
        way_back(name)
    elif kept.last is not None and kept.last.slug != slug:
        st.markdown("**" + _("Where you were") + "**")
        _link_to(kept.last)


def last_opened() -> str:
    """The workspace last open in this browser, where it is still there; empty where none is."""
    name = str(st.context.cookies.get(own.LAST_OPENED, ""))
    return name if name != DEMO and name in workspaces() else ""


def way_back(name: str) -> None:
    """Links into a workspace: the page last seen there, else its overview, and its favourites."""
    kept = own.of(name)
    places = [*([kept.last] if kept.last else [own.Place(HOME.slug)]), *kept.favourites]
    for each in dict.fromkeys(places[: _LISTED - 1]):
        _link_to(each, workspace=name)


def _link_to(there: own.Place, *, workspace: str = "") -> None:
    try:
        page = entry(there.slug)
    except KeyError:
        # Kept by a release that had a page which this one has not.
        return
    asked = visit.way_to(there) | ({WORKSPACE_KEY: workspace} if workspace else {})
    label = labelled(workspace, _named(there)) if workspace else _named(there)
    st.page_link(page.path, label=prose(label), icon=page.icon, query_params=asked)


def _named(there: own.Place) -> str:
    """A place in words: the page's question, the bank, and how many of its settings are its own."""
    stated = dict(parse_qsl(there.stated, keep_blank_values=True))
    bank = stated.pop("bank", "")
    names: dict[str, str] = {}
    with suppress(Refused):
        names = link.reader().banks()
    said = [_(entry(there.slug).question), *([names.get(bank, bank)] if bank else [])]
    if stated:
        said.append(_("settings of its own: {count}").format(count=len(stated)))
    return " · ".join(said)[:_LONGEST_LABEL]


def _scenarios() -> None:
    st.markdown("**" + _("Scenarios") + "**")
    named = [each for each in visit.kept().kept if each.label == each.name]
    for at, each in enumerate(named):
        st.button(
            prose(each.label),
            icon=":material/input:",
            key=f"own scenario {at}",
            help=_("Make this scenario the current one"),
            on_click=link.load,
            args=(each.scenario,),
            type="tertiary",
        )
    page = entry(SCENARIOS)
    said = _("Name and compare scenarios")
    st.page_link(page.path, label=prose(said), icon=page.icon, query_params=link.address(SCENARIOS))


def _notes(kept: own.Own) -> None:
    st.markdown("**" + _("Notes") + "**")
    latest = sorted(kept.notes, key=lambda each: each.written, reverse=True)
    for each in latest[:_LISTED]:
        with st.container(horizontal=True, vertical_alignment="center"):
            there = own.Place(each.slug, f"bank={each.bank}" if each.bank else "")
            try:
                page = entry(each.slug)
            except KeyError:
                continue
            said = f"{_(page.title)} · {day(each.written)} · {each.text}"
            cut = said if len(said) <= _LONGEST_LABEL else said[:_LONGEST_LABEL] + "…"
            st.page_link(page.path, label=prose(cut), icon=page.icon, query_params=visit.way_to(there))
            _remove(_("Remove the note"), f"note {each.code}", partial(_without_note, each.code))
    if len(latest) > _LISTED:
        st.caption(prose(_("{count} more, each under its figure.").format(count=len(latest) - _LISTED)))
    st.caption(_("A note is written under a picture, behind “Figures and files”."))


def _without_note(code: str) -> None:
    _keep(lambda before: before.without(code))


def _without_favourite(place: own.Place) -> None:
    _keep(lambda before: before.without_favourite(place))


def _remove(said: str, key: str, removed: Callable[[], None]) -> None:
    st.button(
        "",
        icon=":material/delete:",
        key=f"remove {key}",
        help=prose(said),
        disabled=not own.may_write(link.workspace()),
        on_click=removed,
        type="tertiary",
    )


def _where_it_is_kept() -> None:
    if link.workspace() == DEMO:
        st.caption(_("In the demonstration, what you keep stays in this session only and goes with the tab."))
    elif own.may_write(link.workspace()):
        st.caption(
            prose(
                _("Kept in the workspace “{workspace}”, for all who have its link.").format(
                    workspace=link.workspace()
                )
            )
        )
    else:
        st.caption(_("Whoever has the link reads this; to keep something, give the writing key."))
        if link.page() != IMPORT:
            forms.draw(writing_key.asked(link.workspace()))


def notes_on(slug: str, figure: str) -> None:
    """The notes that the workspace has on a figure of this bank or of the country, marked as its own."""
    kept = [each for each in own.of(link.workspace()).notes if (each.slug, each.figure) == (slug, figure)]
    about = _about(slug) if kept else ""
    for each in kept:
        if each.bank == about:
            st.caption(f":material/sticky_note_2: {prose(in_words(each))}")


def in_words(note: own.Note) -> str:
    """A note as it is read: whose it is, when it was written, by whom, on which month, and its text."""
    said = [_("Note of the workspace"), day(note.written)]
    said += [note.author] if note.author else []
    said += [_("on {month}").format(month=month_of(note.month))] if note.month else []
    return labelled(", ".join(said), note.text)


def _about(slug: str) -> str:
    """Whom the figures of a page are about: the bank's code, or empty for the country."""
    if slug.startswith(_COUNTRY):
        return ""
    try:
        return link.reader().bank().code
    except Refused:
        return ""


def ask_for_note(slug: str, figure: str) -> None:
    """A field for a note on a figure, its author and its month; for readers without the key, how to write."""
    st.markdown("**" + _("Note on this figure") + "**")
    if not own.may_write(link.workspace()):
        st.caption(_("To write a note, give the writing key of the workspace under “My place”."))
        return
    text, author, month = (f"note {part} {figure}" for part in ("text", "author", "month"))
    st.text_area(_("Text"), key=text, max_chars=LONGEST_TEXT, height=68)
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.text_input(_("Author"), key=author, max_chars=LONGEST_AUTHOR)
        st.text_input(
            _("Month it belongs to"),
            key=month,
            max_chars=7,
            placeholder="2026-10",
            help=_("With a month, the note is a mark on the histories of this bank, or of the country."),
        )
        st.button(
            _("Keep the note"),
            icon=":material/note_add:",
            key=f"keep note {figure}",
            on_click=_keep_note,
            args=(slug, figure, text, author, month),
        )
    if link.workspace() == DEMO:
        st.caption(_("In the demonstration, what you keep stays in this session only and goes with the tab."))
    tell()


def _keep_note(slug: str, figure: str, text: str, author: str, month: str) -> None:
    state = st.session_state
    note = own.Note(
        secrets.token_hex(4),
        datetime.now(UTC).date(),
        slug,
        figure,
        str(state[text]),
        str(state[author]),
        str(state[month]).strip(),
        _about(slug),
    )
    if _kept(lambda before: before.noted(note)):
        state[text] = state[month] = ""


def keep_scenarios(chosen: shelf.Shelf) -> None:
    """Make ``chosen`` the named scenarios of this session, and of the workspace where this visitor may."""
    visit.keep(chosen)
    if link.workspace() != DEMO and own.may_write(link.workspace()):
        _keep(lambda before: replace(before, scenarios=chosen.to_json()))


def _keep(changed: Callable[[own.Own], own.Own]) -> None:
    _kept(changed)


def _kept(changed: Callable[[own.Own], own.Own]) -> bool:
    try:
        own.change(link.workspace(), changed)
    except own.NotKept as refused:
        st.session_state[_SAID] = refused.rule
    except PermissionError:
        st.session_state[_SAID] = "key"
    except OSError:
        st.session_state[_SAID] = "disk"
    else:
        return True
    return False


def tell() -> None:
    """Why what was last asked to be kept was not; once."""
    if rule := st.session_state.pop(_SAID, ""):
        limits = {
            "characters": LONGEST_TEXT,
            "author": LONGEST_AUTHOR,
            "notes": MOST_NOTES,
            "favourites": MOST_FAVOURITES,
        }
        st.warning(prose(_(_REFUSED.get(rule, _REFUSED["text"])).format(**limits)))


def offer_tour() -> None:
    """The workspace last open, else three places to begin with, until skipped; for the session only."""
    if (name := last_opened()) and link.workspace() == DEMO and not link.mode():
        with st.container(border=True, key="where you were"):
            st.markdown("**" + _("Go on where you were") + "**")
            way_back(name)
        return
    if st.session_state.get(_TOUR_OVER) or link.mode() or link.workspace() != DEMO:
        return
    with st.container(border=True, key="tour"):
        st.markdown("**" + _("First visit? Three places to begin with") + "**")
        with st.container(horizontal=True, vertical_alignment="center"):
            for slug, label in _TOUR:
                page = entry(slug)
                st.page_link(page.path, label=_(label), icon=page.icon, query_params=link.address())
            st.button(
                _("Skip"),
                key="skip the tour",
                icon=":material/close:",
                type="tertiary",
                on_click=st.session_state.__setitem__,
                args=(_TOUR_OVER, True),
            )


def ask_for_scenarios(results: Mapping[str, str], drawn: str) -> None:
    """The controls of the page of scenarios: keep, load, remove, choose the baseline, take a file out and in.

    ``results`` : code → name of what may be drawn, empty where nothing can be; ``drawn`` : the code that is
    """
    now = visit.kept()
    labels = {each.name: each.label for each in now.kept}
    first, second, third = st.columns(3, vertical_alignment="bottom")
    with first:
        controls.menu(_SCENARIO_BASE, _("Baseline"), labels, now.baseline.name, on_change=_set_base)
    with second:
        if results:
            controls.menu(_SCENARIO_DRAWN, _("Result drawn"), results, drawn, on_change=_set_shown)
    with third:
        kept = st.session_state.get(_SCENARIO_CHOSEN)
        controls.menu(_SCENARIO_CHOSEN, _("Scenario"), labels, kept if kept in labels else now.kept[0].name)
    first, second, third = st.columns(3, vertical_alignment="bottom")
    with first:
        st.text_input(
            _("Name for the current scenario"),
            key=_SCENARIO_NAME,
            max_chars=shelf.LONGEST_NAME,
            placeholder=_("For example: levers and calm"),
        )
    with second:
        st.button(_("Keep"), icon=":material/bookmark_add:", key="keep scenario", on_click=_keep_current)
    with third, st.container(horizontal=True):
        st.button(_("Make current"), icon=":material/input:", key="load scenario", on_click=_make_current)
        st.button(
            _("Remove"),
            icon=":material/delete:",
            key="remove scenario",
            disabled=len(now.kept) == 1,
            on_click=_remove_chosen,
        )
    _file_of_all(now)
    tell()
    if said := st.session_state.pop(_SCENARIO_REFUSED, ""):
        st.warning(prose(said))


def _file_of_all(now: shelf.Shelf) -> None:
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
            st.button(
                _("Ready scenarios again"), icon=":material/restart_alt:", key="ready", on_click=_ready_again
            )
        with right:
            uploads.expect()
            given = st.file_uploader(_("Bring in"), type="json", key=_SCENARIO_FILE, max_upload_size=1)
            st.button(
                _("Replace the scenarios by the file’s"),
                icon=":material/upload:",
                key="scenarios in",
                disabled=given is None,
                on_click=_bring_in,
            )


def _set_base() -> None:
    keep_scenarios(shelf.replaced(visit.kept(), base=st.session_state[_SCENARIO_BASE]))


def _set_shown() -> None:
    keep_scenarios(shelf.replaced(visit.kept(), shown=st.session_state[_SCENARIO_DRAWN]))


def _keep_current() -> None:
    name = st.session_state[_SCENARIO_NAME]
    try:
        keep_scenarios(visit.kept().put(name, link.scenario()))
    except ValueError:
        st.session_state[_SCENARIO_REFUSED] = _(
            "Not kept: a name has 1 to {longest} characters, there are {most} scenarios at most, and "
            "together they must fit in a link. Remove one, or shorten names and reasons."
        ).format(longest=shelf.LONGEST_NAME, most=shelf.MOST)
        return
    st.session_state[_SCENARIO_CHOSEN] = name.strip()
    st.session_state[_SCENARIO_NAME] = ""


def _make_current() -> None:
    for each in visit.kept().kept:
        if each.name == st.session_state[_SCENARIO_CHOSEN]:
            link.load(each.scenario)


def _remove_chosen() -> None:
    keep_scenarios(visit.kept().remove(st.session_state[_SCENARIO_CHOSEN]))


def _ready_again() -> None:
    keep_scenarios(shelf.Shelf())


def _bring_in() -> None:
    given = st.session_state.get(_SCENARIO_FILE)
    if given is None:
        return
    try:
        read = shelf.from_json(given.getvalue().decode("utf-8"))
    except UnicodeDecodeError:
        wrong = _("The file is not written in UTF-8. Give it as it was taken out.")
    except shelf.NotScenarios as refused:
        wrong = refused.told()
    else:
        keep_scenarios(read)
        return
    st.session_state[_SCENARIO_REFUSED] = wrong + " " + _("The scenarios stay as they were.")
