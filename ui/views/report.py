"""What the page "Report" says, and the files that it hands over."""

from __future__ import annotations

import time
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from ui import controls, link, uploads
from ui.content import Method, Table
from ui.outside import prose
from ui.refusal import Refusal
from ui.registry import PAGES, entry
from ui.report import apart
from ui.report.build import Busy, build, kept, order
from ui.report.chosen import Asked
from ui.report.files import Files, Order
from ui.report.gather import SECTIONS
from ui.report.letterhead import AUTHOR_AT_MOST, FORMS, MOST_BYTES, Letterhead, Logo, NoLogo, author, logo
from ui.report.workbook import not_made
from ui.words import _, day, language, ngettext, number
from ui.workbench import overview

_KILOBYTE: Final = 1024
_ABOUT: Final = ("bank", "month")
_HEAD: Final = "title of the files"
_LOGOS: Final = "logos uploaded"
_CALLED_OFF: Final = "pack called off"
_PRESENTATION: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def section_names() -> dict[str, str]:
    """Section → its name: the titles of the pages."""
    return {page.slug: _(page.title) for page in PAGES if page.slug in SECTIONS}


def pick_sections() -> tuple[str, ...]:
    """A menu of the sections; all when none is chosen."""
    names = section_names()
    chosen: tuple[str, ...] = controls.ask("report_sections", names, otherwise=list(names))
    return chosen


def ordered(slugs: tuple[str, ...], bank: str, name: str) -> Order:
    """What the files would be made of now."""
    return order(slugs, Asked(bank, name), st.context.url or "http://localhost:8501", letterhead())


def letterhead() -> Letterhead:
    """What this session puts on the title of its files."""
    kept_head: Letterhead = st.session_state.get(_HEAD) or Letterhead()
    return kept_head


def pick_letterhead() -> None:
    """Controls for the day of the meeting, the author and the bank's logo."""
    now = letterhead()
    with st.expander(_("Meeting, author and logo"), icon=":material/badge:"):
        left, right = st.columns(2)
        meeting = left.date_input(
            _("Date of the meeting"), value=now.meeting, key="report meeting", format="YYYY-MM-DD"
        )
        written = right.text_input(
            _("Author"), value=now.author, key="report author", max_chars=AUTHOR_AT_MOST
        )
        chosen = Letterhead(
            meeting if isinstance(meeting, date) else None, author(written), _pick_logo(now.logo)
        )
    st.session_state[_HEAD] = chosen


def _pick_logo(now: Logo | None) -> Logo | None:
    """The logo as it stands after what the reader did: uploaded, taken away, or left."""
    uploads.expect()
    size = number(MOST_BYTES / _KILOBYTE, 0)
    # A new place for a file is an empty one.
    place = st.session_state.setdefault(_LOGOS, 0)
    given = st.file_uploader(
        prose(_("Logo of the bank: PNG or SVG, up to {size} kB").format(size=size)),
        type=list(FORMS),
        key=f"report logo {place}",
        max_upload_size=1,
    )
    if given is not None:
        try:
            now = logo(given.getvalue())
        except NoLogo as refused:
            st.error(prose(str(refused)))
    if now is None:
        return None
    st.image(now.content, width=min(240, now.width))
    if st.button(_("Take the logo away"), icon=":material/delete:", key="report logo away"):
        st.session_state[_LOGOS] = place + 1
        st.session_state[_HEAD] = Letterhead(letterhead().meeting, letterhead().author)
        st.rerun()
    return now


def files(wanted: Order) -> Files | None:
    """The files of the order, made now when the reader asks for it; the progress is shown."""
    asked_for = st.button(
        _("Produce the files"),
        icon=":material/slideshow:",
        key="produce",
        type="primary",
        disabled=not wanted.slugs,
    )
    found = kept(wanted)
    if found is None:
        apart.ready()
    if st.session_state.pop(_CALLED_OFF, False) and found is None:
        st.info(_("Called off: no file was made, and the work has ended."))
    if found is not None or not asked_for:
        return found
    place = st.empty()
    try:
        with place.container():
            bar = st.progress(0.0)
            # Whatever is pressed ends this run, and with it the process that makes the files.
            st.button(_("Cancel"), icon=":material/close:", key="call off", on_click=_call_off)
        since = time.monotonic()
        made = build(
            wanted,
            lambda share, what: bar.progress(share, text=_doing(what, time.monotonic() - since)),
        )
    except Busy:
        st.warning(_("Other packs are being made on this server. Try again in a minute."))
        return None
    finally:
        place.empty()
    return made


def _call_off() -> None:
    st.session_state[_CALLED_OFF] = True


def _doing(what: str, seconds: float) -> str:
    """What is being made, and how long the reader has waited: it moves where nothing else does."""
    if not what:
        said = _("Waiting until the packs of other visitors are made")
    elif what in SECTIONS:
        said = _("Computing: {question}").format(question=_(entry(what).question))
    else:
        said = _("Writing the {file}").format(file=what)
    return f"{said} ({number(seconds, 0, 's')})"


def decided() -> Table | None:
    """The decisions that the pack asks of the board, those of the overview; None where none has a cost."""
    found = overview.content(link.reader())
    details = () if isinstance(found, Refusal) else found.details
    parts = [part for each in details if each.name == "decisions" for part in each.make()]
    return next((part for part in parts if isinstance(part, Table)), None)


def sentence(wanted: Order, made: Files | None, asked: Table | None) -> str:
    """What goes to the board, in one sentence."""
    # Whom the pack is about is no assumption of it.
    count = len([name for name in link.scenario().touched() if name not in _ABOUT])
    changed = ngettext("{count} changed assumption", "{count} changed assumptions", count).format(count=count)
    if made is None:
        held = _("{count} sections, {changed}, data as of {date}").format(
            count=len(wanted.slugs), changed=changed, date=_as_of()
        )
        if asked is None:
            return _(
                "{bank}: no decision can be costed on what is loaded; the pack informs ({held})."
            ).format(bank=wanted.asked.name, held=held)
        number_asked = len(asked.frame)
        return ngettext(
            "{bank} asks the board for {count} decision; the pack gives the grounds ({held}).",
            "{bank} asks the board for {count} decisions; the pack gives the grounds ({held}).",
            number_asked,
        ).format(bank=wanted.asked.name, count=number_asked, held=held)
    return _(
        "{bank}: the pack is ready with {made} of {count} sections ({changed}, data as of {date}, snapshot "
        "{hash})."
    ).format(
        bank=wanted.asked.name,
        made=len(made.pack.sections),
        count=len(wanted.slugs),
        changed=changed,
        date=_as_of(),
        hash=wanted.snapshot[:8],
    )


def _as_of() -> str:
    return day(link.shown().as_of)


def caution(made: Files | None) -> str:
    """Which sections are missing; empty when none is."""
    if made is None or not made.pack.failures:
        return ""
    missing = ", ".join(section_names()[failure.slug] for failure in made.pack.failures)
    return _("Could not be made: {sections}").format(sections=missing)


def hand_over(made: Files, bank: str) -> None:
    """The files, each with its size."""
    stem = f"vigie-{bank}-{made.pack.as_of}-{language()}"
    annex, unit = _("annex"), _("kB")
    annex = f"vigie-{annex}-{bank}-{made.pack.as_of}-{language()}"
    offered = [
        ("PDF", made.pdf, "application/pdf", f"{stem}.pdf"),
        ("PPTX", made.pptx, _PRESENTATION, f"{stem}.pptx"),
        ("XLSX", made.xlsx, _WORKBOOK, f"{stem}.xlsx"),
        (_("Method annex (PDF)"), made.annex_pdf, "application/pdf", f"{annex}.pdf"),
        (_("Method annex (JSON)"), made.annex_json, "application/json", f"{annex}.json"),
    ]
    with st.container(horizontal=True):
        for name, content, mime, file_name in offered:
            st.download_button(
                prose(f"{name}, {number(len(content) / _KILOBYTE, 0, unit)}"),
                content,
                file_name=file_name,
                mime=mime,
                icon=":material/download:",
                key=f"report {name}",
                on_click="ignore",
            )


def contents(wanted: Order, made: Files | None) -> pd.DataFrame:
    """The sections with the question that each answers and, once made, its sentence or why it is missing."""
    held = {
        _("Section"): [section_names()[slug] for slug in wanted.slugs],
        _("Question"): [_(entry(slug).question) for slug in wanted.slugs],
    }
    if made is not None:
        said = {part.slug: part.sentence for part in made.pack.sections}
        said |= {part.slug: not_made(part) for part in made.pack.failures}
        held[_("Answer")] = [said[slug] for slug in wanted.slugs]
    return pd.DataFrame(held)


def method() -> Method:
    """How the files come about."""
    return Method.of(
        formula=r"\text{file}=f(\text{snapshot},\ \text{scenario},\ \text{sections},\ \text{language})",
        words=[
            _(
                "Each section is made of the views that its page shows, under the same scenario; nothing is "
                "computed for the pack alone."
            ),
            _(
                "The files hold no time of day: the same snapshot, scenario, sections and language give the "
                "same bytes."
            ),
            _(
                "The PDF is tagged for screen readers (PDF/UA-1) and its charts are vectors; slides and "
                "workbook hold charts that can be edited, with their figures inside."
            ),
            _("A section that cannot be made is named with its reason; the others are made."),
        ],
        proof=_(
            "The tests open the three files again and compare their figures with those of the pages, and "
            "build them twice to compare their bytes."
        ),
    )
