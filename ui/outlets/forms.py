"""Draws what a reader may write, choose and press: the one place that knows how a field looks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast

import streamlit as st

from ui import controls, link, uploads
from ui.content import Open, Table
from ui.form import (
    Beside,
    Choice,
    Copied,
    Field,
    File,
    Fold,
    Form,
    Given,
    Handed,
    Kept,
    Lead,
    Offer,
    Said,
    Step,
    Together,
    UnderWay,
    Visit,
)
from ui.outside import prose
from ui.registry import entry
from ui.words import MISSING, _

Take = Callable[[Step, Given], bool]
"""Carries out a button; whether it went well."""
_FILES_SHOWN: Final = 20
_PICK: Final = "review waiting"
_TOGETHER: Final[Mapping[str, dict[str, Any]]] = {
    "below": {},
    "framed": {"border": True},
    "in line": {"horizontal": True, "vertical_alignment": "center"},
}


def visit() -> Visit:
    """Whoever fills in the page that is being drawn."""
    # The framework's keys may be numbers too; the product's are words.
    kept = cast(Kept, st.session_state)
    return Visit(kept, link.workspace(), link.reader(), st.context.url or "", link.open_workspace)


def _given() -> dict[str, Any]:
    return {str(key): value for key, value in st.session_state.items()}


def _plainly(step: Step, given: Given) -> bool:
    step.act(given)
    return True


def draw(offers: Sequence[Offer], take: Take = _plainly, *, narrow: bool = False, below: str = "") -> None:
    """Whatever the reader may do, in its order; nothing while presenting.

    Parameters
    ----------
    take : carries out a button
    narrow : beside a picture, where fields stand one below the other, and a lone button is the next step
    below : the name of a form that stands further down
    """
    if link.mode():
        return
    if below:
        said = _("Next, below: {form}").format(form=below)
        st.markdown(f":material/arrow_downward: {prose(said)}")
    for offer in offers:
        if isinstance(offer, Form):
            _form(offer, take, narrow=narrow)
        elif isinstance(offer, Step) and narrow:
            st.button(
                prose(offer.label),
                key=offer.key,
                on_click=_press,
                args=(offer, take),
                type="primary",
                width="stretch",
            )
        else:
            _one(offer, take)


def _draw(offers: Sequence[Offer], take: Take) -> None:
    for offer in offers:
        _one(offer, take)


def _one(offer: Offer, take: Take) -> None:
    match offer:
        case Field():
            _field(offer)
        case Said():
            _said(offer)
        case Table():
            _table(offer)
        case Form():
            _form(offer, take)
        case Step():
            _step(offer, take)
        case Choice():
            _choice(offer, take)
        case Fold():
            _fold(offer, take)
        case Beside():
            widths = offer.widths or len(offer.places)
            for place, inner in zip(st.columns(widths, gap="medium"), offer.places, strict=True):
                with place:
                    _draw(inner, take)
        case Together():
            with st.container(**_TOGETHER[offer.how]):
                _draw(offer.offers, take)
        case UnderWay():
            _await(offer, take)
        case _:
            _hand(offer)


def _hand(offer: Handed | Lead | Copied) -> None:
    if isinstance(offer, Handed):
        st.download_button(
            prose(offer.label),
            offer.content,
            file_name=offer.name,
            mime=offer.mime,
            icon=":material/download:",
            key=offer.key or f"hand over {offer.name}",
            on_click="ignore",
        )
    elif isinstance(offer, Lead):
        there = entry(offer.slug)
        st.page_link(there.path, label=prose(offer.label), icon=there.icon, query_params=link.address())
    else:
        st.code(offer.text, language=None)


def _said(said: Said) -> None:
    icon = said.icon or None
    if said.tone == "title":
        st.subheader(prose(said.sentence), anchor=False)
    elif said.tone == "aside":
        st.caption(prose(said.sentence))
    elif said.tone == "told":
        st.info(prose(said.sentence), icon=icon)
    elif said.tone == "done":
        st.success(prose(said.sentence), icon=icon or ":material/check_circle:")
    elif said.tone == "warning":
        st.warning(prose(said.sentence), icon=icon)
    elif said.tone == "fault":
        st.error(prose(said.sentence), icon=icon or ":material/error:")
    else:
        st.markdown(f"- {prose(said.sentence)}" if said.tone == "point" else prose(said.sentence))


def _table(table: Table) -> None:
    written: dict[Any, Any] = dict(table.written_by)
    st.dataframe(
        table.frame.style.format(written, na_rep=MISSING) if written else table.frame,
        hide_index=True,
        height="content" if table.lines > 1 else table.height,
        row_height=Table.row_height(table.lines),
        alt=table.alt_text,
        placeholder=MISSING,
        key=f"table {table.name}",
    )


def _press(step: Step, take: Take, form: Form | None = None) -> None:
    went = take(step, _given())
    if went and form is not None and form.clear:
        # Only then: what was refused is mended, not written again.
        for field in _each(form):
            if field.kind in ("line", "text"):
                st.session_state[field.key] = ""


def _each(form: Form) -> list[Field]:
    rows = [row if isinstance(row, tuple) else (row,) for row in form.fields]
    return [each for row in rows for each in row if isinstance(each, Field)]


def _step(step: Step, take: Take) -> None:
    key, icon = step.key or None, step.icon or None
    if not step.busy:
        st.button(prose(step.label), key=key, icon=icon, on_click=_press, args=(step, take))
    elif st.button(prose(step.label), key=key, icon=icon):
        with st.spinner(prose(step.busy)):
            _press(step, take)
        st.rerun()


def _fold(fold: Fold, take: Take) -> None:
    with st.expander(prose(fold.title), expanded=fold.unfolded, icon=fold.icon or None):
        places: list[Any] = []
        asked = 0
        for row in fold.offers:
            if fold.columns == 1 or isinstance(row, Said):
                _row(row, take)
                continue
            # Made when the first of them comes: what is said of all of them stands above.
            places = places or st.columns(fold.columns)
            with places[asked % fold.columns]:
                _row(row, take)
            asked += 1


def _await(offer: UnderWay, take: Take) -> None:
    """How far it is, until it has ended: whatever the reader does meanwhile comes back here."""
    place = st.empty()
    with place.container():
        bar = st.progress(0.0)
        _step(offer.call_off, take)
        while (reached := offer.look()) is not None:
            share, told = reached
            bar.progress(share, text=prose(told))
    place.empty()
    offer.ended()
    st.rerun()


def _form(form: Form, take: Take, *, narrow: bool = False) -> None:
    if form.folded:
        with st.expander(prose(form.folded), expanded=form.unfolded):
            _fields(form, take, narrow=narrow)
    else:
        _fields(form, take, narrow=narrow)


def _fields(form: Form, take: Take, *, narrow: bool = False) -> None:
    for key, text in form.starts.items():
        st.session_state.setdefault(key, text)
    # A file cannot be taken out of its place but with all else.
    emptied = form.clear and any(each.kind == "file" for each in _each(form))
    with st.form(f"form {form.key}", clear_on_submit=emptied):
        if form.title:
            st.markdown(f"**{prose(form.title)}**")
        for row in form.fields:
            _row(row, take, narrow=narrow)
        with st.container(horizontal=True):
            for step in form.steps:
                _sent(step, take, form)


def _row(row: Offer | tuple[Field, ...], take: Take, *, narrow: bool = False) -> None:
    if not isinstance(row, tuple):
        _one(row, take)
        return
    beside = [] if narrow else st.columns(len(row), vertical_alignment="bottom")
    for place, each in zip(beside or [st.container() for _each in row], row, strict=True):
        with place:
            _field(each)


def _sent(step: Step, take: Take, form: Form) -> None:
    key, icon = step.key or None, step.icon or None
    if not step.busy:
        st.form_submit_button(prose(step.label), key=key, icon=icon, on_click=_press, args=(step, take, form))
    elif st.form_submit_button(prose(step.label), key=key, icon=icon):
        with st.spinner(prose(step.busy)):
            _press(step, take, form)
        st.rerun()


def _field(asked: Field) -> None:
    how: dict[str, Any] = {"key": asked.key, "help": prose(asked.about) or None}
    if asked.changed is not None:
        changed = asked.changed
        how["on_change"] = lambda: changed(_given())
    if asked.lasting:
        how["persist_state"] = "session"
    if asked.kind in ("choice", "one"):
        _choose(asked, how)
    elif asked.kind == "several":
        # The framework's list of several has an English word for an empty one.
        named = {code: prose(name) for code, name in asked.options.items()}
        st.pills(
            prose(asked.label), list(named), selection_mode="multi", format_func=named.__getitem__, **how
        )
    elif asked.kind == "file":
        uploads.expect()
        endings = list(asked.options) or None
        st.file_uploader(prose(asked.label), type=endings, max_upload_size=asked.megabytes, **how)
    elif asked.kind == "number":
        number: dict[str, Any] = {"min_value": asked.low, "max_value": asked.high, "step": asked.step}
        st.number_input(prose(asked.label), value=asked.start, **number, **how)
    elif asked.kind == "tick":
        st.checkbox(prose(asked.label), value=bool(asked.start), **how)
    else:
        if asked.start:
            st.session_state.setdefault(asked.key, asked.start)
        if asked.kind == "text":
            st.text_area(prose(asked.label), max_chars=asked.most, height=asked.height, **how)
        else:
            kind: Any = "password" if asked.kind == "secret" else "default"
            example = asked.example or None
            st.text_input(prose(asked.label), placeholder=example, max_chars=asked.most, type=kind, **how)


def _choose(asked: Field, how: dict[str, Any]) -> None:
    codes = list(asked.options)
    # What is kept already is not told again as what it begins with.
    index = 0 if asked.key in st.session_state or not codes else codes.index(asked.first)
    if asked.kind == "one":
        # What stands beside a ring is Markdown to the framework; what stands in a menu is not.
        named = {code: prose(name) for code, name in asked.options.items()}
        st.radio(
            prose(asked.label), codes, index=index, format_func=named.__getitem__, horizontal=True, **how
        )
    else:
        st.selectbox(prose(asked.label), codes, index=index, format_func=asked.options.__getitem__, **how)


def _choice(offered: Choice, take: Take) -> None:
    if not offered.folded:
        names = {code: name for code, (name, _form) in offered.forms.items()}
        chosen = str(st.session_state.get(offered.key, ""))
        current = chosen if chosen in names else next(iter(names))
        key, label = f"choice of {offered.key}", offered.label
        controls.menu(key, label, names, current, on_change=_pick, args=(offered.key,))
        _form(offered.forms[current][1], take)
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
        _form(offered.forms[chosen][1], take)


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
