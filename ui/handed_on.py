"""A page handed on: its link, as code, letter, picture and lines of Python."""

from __future__ import annotations

import streamlit as st

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
from ui.words import _, language


def menu(slug: str) -> None:
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
