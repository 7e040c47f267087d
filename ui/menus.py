"""What stands above every page: what was changed, the page handed on, and on which data its link was made."""

from __future__ import annotations

import streamlit as st

from analytics.scenario import assumption
from data.snapshots import find
from ui import link
from ui.content import Content
from ui.contents import CONTENTS
from ui.outlets import sharing
from ui.outlets.asked import Asked
from ui.outlets.embedding import framing
from ui.outlets.reproduced import lines
from ui.outlets.value import open_page
from ui.outside import prose
from ui.registry import PageEntry, entry
from ui.shelf import states
from ui.words import _, day, language, ngettext
from ui.workbench.settings import setting

_CHOICES = frozenset({"bank", "month", "incident"})
"""What is looked at, rather than what is assumed: no default of the product is given up by choosing."""


def changed() -> None:
    """A menu of the assumptions that were changed: each with value and default, one to be given back or all.

    What is in it is made when it is opened. Nothing where nothing was changed and nothing can be undone.
    """
    scenario = link.scenario()
    touched = [name for name in scenario.touched() if name not in _CHOICES]
    if not touched and not link.can_undo():
        return
    said = ngettext("{count} change", "{count} changes", len(touched)).format(count=len(touched))
    # A choice of what is looked at can be taken back too: of that nothing is counted.
    named, icon = (said, ":material/tune:") if touched else (_("Undo"), ":material/undo:")
    with st.popover(prose(named), icon=icon, type="tertiary", key="changed", on_change="rerun") as place:
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


def hand_on(slug: str) -> None:
    """A menu that hands the page on: link, QR code, embed code, e-mail, and the lines that compute it again.

    What is in it is made when it is opened.
    """
    with st.popover(
        _("Share"), icon=":material/share:", type="tertiary", key="share", on_change="rerun"
    ) as place:
        if place.open:
            _shared(entry(slug))


def _shared(page: PageEntry) -> None:
    address = link.page_link(page.slug, st.context.url or "http://localhost:8501")
    reader = link.reader()
    # What is kept on the shelf is no part of a scenario: what programs are told is not of it.
    alone = not any(states(name) for name in link.address(page.slug))
    found = CONTENTS[page.slug](reader) if alone and open_page(page.slug) else None
    shown = found.picture if isinstance(found, Content) else None
    names = [_("Link"), _("QR code"), _("E-mail")]
    names += [_("Embed")] if shown else []
    names += [_("Python")] if found else []
    places = dict(zip(names, st.tabs([prose(name) for name in names]), strict=True))
    with places[_("Link")]:
        st.caption(_("This link opens the same page with the same assumptions and language."))
        st.code(address, language=None, wrap_lines=True)
    with places[_("QR code")]:
        code = sharing.qr_code(address)
        if code:
            st.image(code, width=220)
        else:
            st.caption(_("This link is too long for a QR code."))
    with places[_("E-mail")]:
        question = _(page.question)
        said = found.answer.sentence if isinstance(found, Content) else ""
        text = sharing.letter(question, said, address)
        st.code(text, language=None, wrap_lines=True)
        st.link_button(
            _("Open in the mail program"), sharing.mail_address(question, text), icon=":material/mail:"
        )
    if shown:
        with places[_("Embed")]:
            st.caption(_("The picture, drawn anew from today’s data, for a page of yours:"))
            st.code(
                sharing.picture_code(address, shown.name, shown.alt_text), language="html", wrap_lines=True
            )
            if framing():
                st.caption(_("Answer and picture in a frame:"))
                st.code(sharing.frame_code(address, question), language="html", wrap_lines=True)
    if found:
        with places[_("Python")]:
            st.caption(_("Computes the page again from the same data, in a checkout of Vigie:"))
            st.code(lines(Asked(reader, language()), page), language="python", wrap_lines=True)


def say_of_older_data() -> None:
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
