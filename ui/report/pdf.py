"""The board pack as a tagged PDF (PDF/UA-1), typeset by Typst with vector charts."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, Final

import typst

from ui.content import Table
from ui.outlets.draughtsman import FONTS
from ui.outlets.drawn import picture
from ui.registry import PAGES
from ui.report.board import Figure, Pack, Section
from ui.report.formula import mathematics
from ui.report.letterhead import Logo
from ui.words import _

_FOLDER: Final = Path(__file__).resolve().parent
BODY_AT_MOST: Final = 15
"""Pages before the appendix: the summary, and one for each claim."""
_MOST_ROWS: Final = 40
_WIDE: Final = 8
_MOST_WIDTH, _LESS_WIDE = 28.0, 20.0
_BOLD: Final = 1.15


def pdf_bytes(pack: Pack) -> bytes:
    """The pack as a PDF; the same pack gives the same bytes."""
    return typeset("board.typ", content(pack), pack.as_of)


def typeset(template: str, words: dict[str, Any], as_of: str) -> bytes:
    """A PDF of ``template`` filled with ``words``, dated ``as_of``."""
    written: bytes = typst.compile(
        str(_FOLDER / template),
        root=str(_FOLDER),
        font_paths=[str(FONTS)],
        # What is installed on a server must not change a page.
        ignore_system_fonts=True,
        format="pdf",
        sys_inputs={"pack": json.dumps(words, ensure_ascii=False)},
        pdf_standards=["ua-1"],
        timestamp=datetime.combine(date.fromisoformat(as_of), datetime.min.time(), UTC),
    )
    return written


def content(pack: Pack) -> dict[str, Any]:
    """What the template of the board pack is filled with."""
    titles = {page.slug: _(page.title) for page in PAGES}
    return {
        "language": pack.language,
        "title": pack.title,
        "as_of": pack.as_of,
        # The address stands by itself, where it can be followed.
        "author": pack.head.author or "Vigie",
        "logo": _logo(pack.head.logo),
        "bank": pack.bank,
        "about": [[name, value] for name, value in pack.about.items() if value != pack.link],
        "synthetic": pack.invented,
        "sections": [_section(section, titles) for section in pack.sections],
        "missing": sheet(pack.missing(), most=None) if pack.failures else {"rows": []},
        "changed": [list(row) for row in pack.changed],
        "said": pack.said,
        "link": pack.link,
        "body": BODY_AT_MOST - 1,
        "decisions": {"rows": []} if pack.decisions is None else sheet(pack.decisions),
        "sources": sheet(_credits(pack), most=None),
        "words": words(pack),
    }


def _logo(logo: Logo | None) -> dict[str, Any]:
    """The bank's logo as a template takes it, in the text that JSON can hold."""
    if logo is None:
        return {"png": []}
    return {"png": list(logo.content), "wide": logo.width / logo.height}


def _credits(pack: Pack) -> Table:
    # Addresses are long and stand in the workbook.
    return Table("sources", "", pack.sources.drop(columns=[_("Address")]), "", ())


def words(pack: Pack) -> dict[str, str]:
    """The words of the templates in the reader's language."""
    footer = _("Vigie, snapshot {hash}, as of {date}")
    return {
        "contents": _("Contents"),
        "summary": _("In short"),
        "decide": _("What the board is asked to decide"),
        "undecided": _("No decision can be costed on what is loaded."),
        "basis": _("What this rests on"),
        "claims": _("Why"),
        "others": _("The pages that follow say the rest."),
        "elsewhere": _("The whole table stands in the workbook."),
        "appendix": _("Appendix"),
        "annexed": _("How each figure is computed stands in the method annex."),
        "missing": _("Sections that could not be made"),
        "nothing": _("No section could be made of these data."),
        "assumptions": _("Assumptions that differ from the default"),
        "unchanged": _("Every assumption has its default."),
        "assumption": _("Assumption"),
        "chosen": _("Chosen"),
        "default": _("Default"),
        "sources": _("Sources and licences"),
        "method": _("How this is computed"),
        "case": _("Reference case"),
        "footer": footer.format(hash=pack.about[_("Snapshot")][:8], date=pack.about[_("As of")]),
        "page": _("page"),
    }


def _section(section: Section, titles: dict[str, str]) -> dict[str, Any]:
    return {
        "title": titles[section.slug],
        "question": section.question,
        "sentence": section.sentence,
        "caution": section.caution,
        "notes": list(section.notes),
        "figures": [_figure(figure) for figure in section.figures],
        "tables": [sheet(table) for table in section.tables],
    }


def method(section: Section) -> dict[str, Any]:
    """How a section is computed, as templates want it."""
    return {
        "question": section.question,
        "formula": section.formula,
        "mathematics": mathematics(section.formula),
        "words": list(section.words),
        "proof": section.proof,
    }


def _figure(figure: Figure) -> dict[str, str]:
    return {
        "title": figure.title,
        "note": figure.note,
        "source": figure.source,
        "alt": figure.alt_text or figure.title,
        "svg": svg(figure.specification),
    }


def svg(specification: dict[str, Any]) -> str:
    """A chart as a vector picture."""
    return picture("svg", specification).decode()


def sheet(table: Table, most: int | None = _MOST_ROWS) -> dict[str, Any]:
    """A table as templates want it: text, which columns go to the right, and how wide each may be."""
    rows, header = table.written(), [str(column) for column in table.frame]
    shown = rows if most is None else rows[:most]
    more = len(rows) - len(shown)
    # Beside many columns a sentence takes more lines, so that no heading is broken.
    most_wide = _MOST_WIDTH if len(header) < _WIDE - 1 else _LESS_WIDE
    return {
        "title": table.title,
        "header": header,
        "rows": shown,
        "right": table.numeric(),
        "widths": [_width([name, *column], most_wide) for name, *column in zip(header, *shown, strict=True)],
        "wide": len(header) > _WIDE,
        "more": _("{count} more rows stand in the workbook.").format(count=more) if more else "",
    }


def _width(texts: list[str], most: float) -> float:
    """What a column may claim: its longest word, bold in a heading, and more where its texts are long."""
    name, *cells = texts
    headed = _BOLD * max(map(len, name.split(" ")))
    word = max(headed, max((len(part) for each in cells for part in each.split(" ")), default=0))
    return float(max(word + 2, min(most, max(map(len, cells), default=0) * 0.55)))
