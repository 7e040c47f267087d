"""What the page "Report" says, and the files that it hands over."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from ui import controls, link
from ui.content import Method
from ui.outside import prose
from ui.registry import PAGES, entry
from ui.report.build import Busy, build, kept, order
from ui.report.chosen import Asked
from ui.report.files import Files, Order
from ui.report.gather import SECTIONS
from ui.report.workbook import not_made
from ui.words import _, day, language, ngettext, number

_KILOBYTE: Final = 1024
_PRESENTATION: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def section_names() -> dict[str, str]:
    """Section → its name: the titles of the pages."""
    return {page.slug: _(page.title) for page in PAGES if page.slug in SECTIONS}


def pick_sections() -> tuple[str, ...]:
    """A menu of the sections; all when none is chosen."""
    names = section_names()
    return controls.choose_several(
        "report_sections", list(names), label=_("Sections"), shown=names.__getitem__, otherwise=list(names)
    )


def ordered(slugs: tuple[str, ...], bank: str, name: str) -> Order:
    """What the files would be made of now."""
    return order(slugs, Asked(bank, name), st.context.url or "http://localhost:8501")


def files(wanted: Order) -> Files | None:
    """The files of the order, made now when the reader asks for it; the progress is shown."""
    asked_for = st.button(
        _("Produce the files"),
        icon=":material/slideshow:",
        key="produce",
        disabled=not wanted.slugs,
    )
    found = kept(wanted)
    if found is not None or not asked_for:
        return found
    bar = st.progress(0.0)
    try:
        made = build(wanted, lambda share, what: bar.progress(share, text=_doing(what)))
    except Busy:
        st.warning(_("Other packs are being made on this server. Try again in a minute."))
        return None
    finally:
        bar.empty()
    return made


def _doing(what: str) -> str:
    if not what:
        return _("Waiting until the packs of other visitors are made")
    if what in SECTIONS:
        return _("Computing: {question}").format(question=_(entry(what).question))
    return _("Writing the {file}").format(file=what)


def sentence(wanted: Order, made: Files | None) -> str:
    """What goes to the board, in one sentence."""
    count = len(link.scenario().touched())
    changed = ngettext("{count} changed assumption", "{count} changed assumptions", count).format(count=count)
    if made is None:
        return _("{bank}: a pack of {count} sections can be produced ({changed}, data as of {date}).").format(
            count=len(wanted.slugs), bank=wanted.asked.name, changed=changed, date=_as_of()
        )
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
    said = {} if made is None else {part.slug: part.sentence for part in made.pack.sections}
    if made is not None:
        said |= {part.slug: not_made(part) for part in made.pack.failures}
    return pd.DataFrame(
        {
            _("Section"): [section_names()[slug] for slug in wanted.slugs],
            _("Question"): [_(entry(slug).question) for slug in wanted.slugs],
            _("Answer"): [said.get(slug, _("not produced yet")) for slug in wanted.slugs],
        }
    )


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
