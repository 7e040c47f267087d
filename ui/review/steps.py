"""Draws what a person at the desk may do next: forms, files to open, and the matter to go to."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any, Final

import streamlit as st

from reviews.ledger import Event
from ui import controls, link, uploads
from ui.content import Open
from ui.outside import prose
from ui.registry import entry
from ui.review import desk
from ui.review.form import Choice, Field, File, Form, Offer, Step
from ui.words import N_, _

_FILES_SHOWN: Final = 20
_READ: Final = N_("Read; that it was read is an event, too.")
_PICK, _FOUND, _WANTED = (f"review {name}" for name in ("waiting", "events", "search"))


def draw(offers: Sequence[Offer], *, narrow: bool = False, below: str = "") -> None:
    """Whatever the person may do, in its order; nothing while presenting.

    ``narrow`` : beside a picture, where fields stand one below the other, and a lone button is the next step
    ``below`` : the name of a form that stands further down
    """
    if link.mode():
        return
    if below:
        said = _("Next, below: {form}").format(form=below)
        st.markdown(f":material/arrow_downward: {prose(said)}")
    for offer in offers:
        if isinstance(offer, Form):
            _form(offer, narrow=narrow)
        elif isinstance(offer, Choice):
            _choice(offer)
        else:
            st.button(
                prose(offer.label),
                key=f"review {offer.key}",
                on_click=_take,
                args=(offer,),
                type="primary" if narrow else "secondary",
                width="stretch" if narrow else "content",
            )


def _take(step: Step, form: Form | None = None) -> None:
    desk.attempt(lambda: step.act({str(key): value for key, value in st.session_state.items()}), step.done)
    if step.instead is not None:
        desk.went_well(step.instead() or step.done)
    if form is not None and form.clear and desk.succeeded():
        # Only then: what was refused is mended, not written again.
        for field in _each(form):
            if field.kind in ("line", "text"):
                st.session_state[field.key] = ""


def _each(form: Form) -> list[Field]:
    return [each for row in form.fields for each in ((row,) if isinstance(row, Field) else row)]


def _form(form: Form, *, narrow: bool = False) -> None:
    if form.folded:
        with st.expander(prose(form.folded), expanded=form.unfolded):
            _fields(form, narrow=narrow)
    else:
        _fields(form, narrow=narrow)


def _fields(form: Form, *, narrow: bool = False) -> None:
    for key, text in form.starts.items():
        st.session_state.setdefault(key, text)
    # A file cannot be taken out of its place but with all else.
    emptied = form.clear and any(each.kind == "file" for each in _each(form))
    with st.form(f"review form {form.key}", clear_on_submit=emptied):
        if form.title:
            st.markdown(f"**{prose(form.title)}**")
        for row in form.fields:
            if isinstance(row, Field):
                _field(row)
                continue
            places = [st.container() for _each in row] if narrow else st.columns(len(row))
            for place, each in zip(places, row, strict=True):
                with place:
                    _field(each)
        with st.container(horizontal=True):
            for step in form.steps:
                named = f"review {step.key}" if step.key else None
                st.form_submit_button(prose(step.label), key=named, on_click=_take, args=(step, form))


def _field(asked: Field) -> None:
    key = asked.key
    if asked.kind == "said":
        st.caption(prose(asked.label))
    elif asked.kind == "quoted":
        st.markdown(prose(asked.label))
    elif asked.kind == "fault":
        st.error(prose(asked.label))
    elif asked.kind == "text":
        st.text_area(prose(asked.label), key=key, max_chars=asked.most, height=asked.height)
    elif asked.kind == "choice":
        st.selectbox(prose(asked.label), list(asked.options), format_func=asked.options.__getitem__, key=key)
    elif asked.kind == "several":
        # The framework's list of several has an English word for an empty one.
        named = {code: prose(name) for code, name in asked.options.items()}
        st.pills(
            prose(asked.label), list(named), selection_mode="multi", format_func=named.__getitem__, key=key
        )
    elif asked.kind == "file":
        uploads.expect()
        st.file_uploader(prose(asked.label), type=list(asked.options), key=key, max_upload_size=10)
    else:
        st.text_input(prose(asked.label), key=key, placeholder=asked.example or None, max_chars=asked.most)


def _choice(offered: Choice) -> None:
    if not offered.folded:
        names = {code: name for code, (name, _form) in offered.forms.items()}
        chosen = str(st.session_state.get(offered.key, ""))
        current = chosen if chosen in names else next(iter(names))
        key, label = f"choice of {offered.key}", offered.label
        controls.menu(key, label, names, current, on_change=_pick, args=(offered.key,))
        _form(offered.forms[current][1])
        return
    with st.expander(prose(offered.folded), expanded=offered.unfolded):
        codes = list(offered.forms)
        chosen = st.selectbox(
            prose(offered.label),
            codes,
            codes.index(offered.current),
            format_func=lambda code: offered.forms[code][0],
            key=offered.key,
        )
        _form(offered.forms[chosen][1])


def _pick(key: str) -> None:
    st.session_state[key] = st.session_state[f"choice of {key}"]


def halves(place: Any) -> list[Any]:
    """A place for controls parted in two, for names that are short."""
    return list(place.columns(2, gap="small", vertical_alignment="bottom"))


def hand_out(
    files: Sequence[File],
    pages: Sequence[str] = (),
    behind: Sequence[File] = (),
    earlier: Sequence[File] = (),
) -> None:
    """Files to open, pages that the reader comes from, and behind buttons evidence and earlier cases."""
    if link.mode() or not (files or pages or behind or earlier):
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        for each in files:
            st.link_button(prose(each.label), each.address, icon=each.icon, type="tertiary")
        for slug in pages:
            back = entry(slug)
            st.page_link(back.path, label=_(back.title), icon=back.icon, query_params=link.address(slug))
        for name, icon, kept in (
            (_("Files of evidence"), ":material/attach_file:", behind),
            (_("Earlier cases"), ":material/history:", earlier),
        ):
            if kept:
                with st.popover(prose(name), icon=icon, type="tertiary"):
                    for each in kept[:_FILES_SHOWN]:
                        st.link_button(prose(each.label), each.address, icon=each.icon, type="tertiary")


def weighed(title: str, sliders: Mapping[str, tuple[str, int, float]]) -> list[float]:
    """What a person argues by sliders: key → name, most and start; their starts while presenting."""
    if link.mode() or not sliders:
        return [start for _label, _most, start in sliders.values()]
    chosen = []
    with st.expander(prose(title)):
        for place, (key, (label, most, start)) in zip(st.columns(len(sliders)), sliders.items(), strict=True):
            with place:
                st.session_state.setdefault(key, int(start))
                chosen.append(float(st.slider(prose(label), 0, most, step=5, key=key)))
    return chosen


def open_matter(options: Mapping[str, tuple[str, Open]]) -> None:
    """A menu of matters that belong to a case, and the way to the chosen one."""
    if not options or link.mode():
        return
    chosen = str(st.session_state.get(_PICK, ""))
    current = chosen if chosen in options else next(iter(options))
    left, right = st.columns([3, 1], vertical_alignment="bottom")
    with left:
        labels = {key: label for key, (label, _opens) in options.items()}
        controls.menu(f"choice of {_PICK}", _("Matter"), labels, current, on_change=_pick, args=(_PICK,))
    with right:
        asked = st.button(_("Open the case"), icon=":material/folder_open:", key="open the case")
    if asked:
        _label, opens = options[current]
        link.change(**opens.changes)
        st.switch_page(entry(opens.slug).path)


def found_events(person: str) -> tuple[Event, ...]:
    """What the auditor of this key last searched for; nobody else's."""
    kept: tuple[str, tuple[Event, ...]] = st.session_state.get(_FOUND, ("", ()))
    return kept[1] if kept[0] == person else ()


def search_ledger(person: str, read: Callable[[str], tuple[Event, ...]]) -> None:
    """The search of the auditor of this key, by what ``read`` finds."""
    asked = Field(_WANTED, _("Bank, person or step that an event names"), most=80)
    step = Step(_("Read the ledger"), partial(_search, person, read), "read", _READ)
    draw((Form("search", (asked,), (step,)),))


def _search(person: str, read: Callable[[str], tuple[Event, ...]], given: Mapping[str, Any]) -> None:
    st.session_state[_FOUND] = (person, read(str(given.get(_WANTED, "")).strip()))
