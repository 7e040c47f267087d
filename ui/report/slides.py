"""The board pack as slides: native charts that can be edited, speaker notes with the method."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATIONSHIP
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.shapes.picture import CT_Picture
from pptx.util import Inches, Pt

from ui import theme
from ui.content import Plot, Table
from ui.kinds import KINDS
from ui.outlets.drawn import picture
from ui.report import fitting, truth
from ui.report.board import Figure, Pack, Section
from ui.report.letterhead import Logo
from ui.report.steady import steady_zip
from ui.words import _, listing

_TITLE_ONLY: Final = 5
TYPEFACE: Final = "Calibri"
"""On every machine that opens slides; a typeface of our own would be replaced there by a guess."""
_WIDENED: Final = 13.333 / 10
_ACCENT: Final = "0B5FA5"
_ACCENTS: Final = 6
_DRAWING: Final = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_SLIDES: Final = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_RULE_NAME: Final = (
    f'<p:nvSpPr {_SLIDES}><p:cNvPr id="900" name="Vigie"/><p:cNvSpPr/><p:nvPr userDrawn="1"/></p:nvSpPr>'
)
_RULE_SHAPE: Final = (
    f"<p:spPr {_SLIDES} {_DRAWING}>"
    '<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="{height}"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill>'
    "</p:spPr>"
)
_PAGE_NUMBER: Final = (
    f'<a:fld {_DRAWING} id="{{{{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}}}}" type="slidenum">'
    '<a:rPr sz="1000"/><a:t>{place}</a:t></a:fld>'
)
_LEFT, _WIDE = Inches(0.6), Inches(12.1)
_ROOM: Final = 12.1
# From the top, inches: the question under the claim, the caution, the picture, its source, the foot.
_ASKED, _WARNED, _FOOT = 1.22, 1.52, 7.05
_BODY, _SOURCE = 1.35, 6.55
_CLAIMS: Final = (24, 22, 20, 18, 16, 14)
_LOGO_WIDE, _LOGO_HIGH = Inches(1.5), Inches(0.7)
_LOCALES: Final = {"fr": "fr-MA", "en": "en-GB"}
_INK, _FAINT, _MARK = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x5A, 0x66, 0x72), RGBColor(0x9A, 0x4A, 0x00)
_CELLS: Final = (18, 16, 14, 13, 12)
_MOST_COLUMNS = 10
_GAP: Final = 60
# Their cells are sentences of two or three lines.
_MISSING_ROWS: Final = 5
_CHARTS: Final = {
    "line": XL_CHART_TYPE.LINE,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
    "waterfall": XL_CHART_TYPE.BAR_STACKED,
    "scatter": XL_CHART_TYPE.XY_SCATTER_LINES_NO_MARKERS,
}


def pptx_bytes(pack: Pack) -> bytes:
    """The pack as a presentation; the same pack gives the same bytes."""
    deck = Presentation()
    deck.slide_width, deck.slide_height = Inches(13.333), Inches(7.5)
    as_of = date.fromisoformat(pack.as_of)
    properties = deck.core_properties
    properties.title, properties.author = pack.title, pack.head.author or "Vigie"
    properties.language = pack.language
    properties.created = properties.modified = datetime.combine(as_of, datetime.min.time())
    properties.last_modified_by, properties.revision = "Vigie", 1
    _master(deck, pack)
    _cover(deck, pack)
    for section in pack.sections:
        _section(deck, pack, section)
    _closing(deck, pack)
    buffer = io.BytesIO()
    deck.save(buffer)
    return steady_zip(buffer.getvalue(), as_of)


def _master(deck: Any, pack: Pack) -> None:
    """The house's master: four layouts by their use, a rule and the bank's logo at the top of each."""
    kept = {0: _("Title"), _TITLE_ONLY: _("Claim"), 2: _("Section"), 6: _("Closing")}
    named = [(layout, kept.get(place)) for place, layout in enumerate(deck.slide_layouts)]
    for layout, name in named:
        if name is None:
            deck.slide_layouts.remove(layout)
        else:
            layout.name = name
            _widen(layout)
    _widen(deck.slide_master)
    _coloured(deck.slide_master)
    rule = deck.slide_master.shapes._spTree.makeelement(qn("p:sp"), {})
    rule.append(parse_xml(_RULE_NAME))
    rule.append(parse_xml(_RULE_SHAPE.format(width=deck.slide_width, height=Inches(0.12), colour=_ACCENT)))
    deck.slide_master.shapes._spTree.append(rule)
    if pack.head.logo is not None:
        _signed(deck, pack.bank, pack.head.logo)


def _coloured(master: Any) -> None:
    """The house's colours as those of the theme: of tables, and of what a reader draws himself."""
    (held,) = (each.target_part for each in master.part.rels.values() if each.reltype == RELATIONSHIP.THEME)
    colours = [_ACCENT, *(each.lstrip("#") for each in theme.tokens("light")["chartCategoricalColors"])]
    drawn = held.blob
    for place, colour in enumerate(colours[:_ACCENTS], start=1):
        name = f"a:accent{place}".encode()
        drawn = re.sub(
            rb"(<%b><a:srgbClr val=\")[0-9A-F]{6}" % name, rb"\g<1>" + colour.upper().encode(), drawn
        )
    held._blob = drawn


def _signed(deck: Any, bank: str, logo: Logo) -> None:
    """The logo at the top right of the master, which has no call of its own for pictures."""
    _part, held = deck.slide_master.part.get_or_add_image_part(io.BytesIO(logo.content))
    height = min(_LOGO_HIGH, int(_LOGO_WIDE * logo.height / logo.width))
    width = int(height * logo.width / logo.height)
    at = (int(_LEFT + _WIDE - width), Inches(0.2), width, height)
    deck.slide_master.shapes._spTree.append(CT_Picture.new_pic(901, "Logo", bank, held, *at))


def _widen(part: Any) -> None:
    """What was laid out for the old shape of screens takes the width of today's."""
    for shape in part.placeholders:
        if shape.element.spPr.find(qn("a:xfrm")) is not None:
            shape.left, shape.width = int(shape.left * _WIDENED), int(shape.width * _WIDENED)


def _slide(deck: Any, pack: Pack, title: str, kinds: Sequence[str]) -> Any:
    (layout,) = (each for each in deck.slide_layouts if each.name == _("Claim"))
    slide = deck.slides.add_slide(layout)
    heading = slide.shapes.title
    # Beside the logo, where there is one.
    room = _ROOM if pack.head.logo is None else _ROOM - 1.7
    heading.left, heading.top, heading.width, heading.height = _LEFT, Inches(0.22), Inches(room), Inches(0.98)
    frame = heading.text_frame
    _bare(frame)
    frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    size = fitting.largest(title, room, 0.98, _CLAIMS, bold=True)
    _put(frame.paragraphs[0], title, size, pack, bold=True)
    number = slide.shapes.add_textbox(Inches(12.2), Inches(_FOOT), Inches(0.5), Inches(0.25))
    _bare(number.text_frame)
    paragraph = number.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    paragraph._p.append(parse_xml(_PAGE_NUMBER.format(place=len(deck.slides))))
    footer = _("Vigie, snapshot {hash}, as of {date}").format(
        hash=pack.about[_("Snapshot")][:8], date=pack.about[_("As of")]
    )
    _text(slide, pack, footer, _FOOT, 0.25, 10, room=8.0, colour=_FAINT)
    if "synthetic" in kinds:
        _text(slide, pack, _("Synthetic data"), _FOOT, 0.25, 10, left=9.6, room=2.4, colour=_MARK)
    return slide


def _bare(frame: Any) -> None:
    """Words begin where their box does."""
    frame.word_wrap = True
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


def _put(
    paragraph: Any, text: str, size: float, pack: Pack, *, bold: bool = False, colour: Any = _INK
) -> None:
    run = paragraph.add_run()
    run.text = text
    run.font.size, run.font.bold, run.font.name = Pt(size), bold, TYPEFACE
    run.font.color.rgb = colour
    run.font._rPr.set("lang", _LOCALES.get(pack.language, pack.language))


def _text(
    slide: Any,
    pack: Pack,
    text: str,
    top: float,
    height: float,
    *sizes: float,
    left: float = 0.6,
    room: float = _ROOM,
    bold: bool = False,
    colour: Any = _INK,
) -> None:
    """A text in the largest of ``sizes`` in which it fits its box; inches."""
    box = slide.shapes.add_textbox(Inches(left), Inches(top), Inches(room), Inches(height))
    _bare(box.text_frame)
    size = fitting.largest(text, room, height, sizes, bold=bold)
    first, *others = text.split("\n")
    _put(box.text_frame.paragraphs[0], first, size, pack, bold=bold, colour=colour)
    for line in others:
        _put(box.text_frame.add_paragraph(), line, size, pack, bold=bold, colour=colour)


def _cover(deck: Any, pack: Pack) -> None:
    slide = _slide(deck, pack, pack.title, ["synthetic"] if pack.synthetic else [])
    if pack.said:
        _text(slide, pack, pack.said, 1.3, 0.7, 18, 16, 14, 12)
    about = "\n".join(
        _("{name}: {value}").format(name=name, value=value) for name, value in pack.about.items()
    )
    _text(slide, pack, about, 2.2, 4.6, 14, 12, 10, 9, room=4.3)
    questions = "\n".join(f"{place}. {part.question}" for place, part in enumerate(pack.sections, start=1))
    _text(slide, pack, questions, 2.2, 4.6, 16, 15, 14, 13, 12, 11, 10, left=5.3, room=7.4, bold=True)
    if pack.failures:
        _missing(deck, pack)


def _missing(deck: Any, pack: Pack) -> None:
    """What has no answer and what would fill it, on as many slides as it takes."""
    table = pack.missing()
    for first in range(0, len(table.frame), _MISSING_ROWS):
        rows = table.frame.iloc[first : first + _MISSING_ROWS]
        slide = _slide(deck, pack, table.title, ())
        _grid(slide, pack, Table(table.name, table.title, rows, "", ()))


def _section(deck: Any, pack: Pack, section: Section) -> None:
    first, *others = section.figures or (None,)
    # The claim is the title; the question that it answers stands small below it.
    slide = _slide(deck, pack, section.sentence, section.kinds)
    _text(slide, pack, section.question, _ASKED, 0.26, 13, 11, colour=_FAINT)
    top = _WARNED
    if section.caution:
        warned = _("Caution: {caution}").format(caution=section.caution)
        _text(slide, pack, warned, _WARNED, 0.42, 13, 12, 11, 10, colour=_MARK)
        top = 1.96
    _notes(slide, section, first)
    if first is not None:
        _chart(deck, slide, pack, section, first, top)
    for figure in others:
        slide = _slide(deck, pack, figure.title, figure.kinds)
        _notes(slide, section, figure)
        _chart(deck, slide, pack, section, figure, _BODY)
    for table in section.tables[:1]:
        slide = _slide(deck, pack, table.title, table.kinds)
        _grid(slide, pack, table)
        _notes(slide, section, None)


def _closing(deck: Any, pack: Pack) -> None:
    """What the board is asked, once more, at the end."""
    if pack.decisions is not None:
        slide = _slide(deck, pack, _("What the board is asked to decide"), pack.decisions.kinds)
        _grid(slide, pack, pack.decisions)


def _notes(slide: Any, section: Section, figure: Figure | None) -> None:
    lines = [section.sentence, *section.notes]
    if figure is not None:
        lines += [figure.alt_text, figure.note]
    lines += [_("How this is computed"), section.formula, *section.words]
    lines += [f"{_('Reference case')}. {section.proof}"]
    lines += [f"{_('Kinds of data')}: {listing([_(KINDS[kind][0]) for kind in section.kinds])}"]
    slide.notes_slide.notes_text_frame.text = "\n".join(line for line in lines if line)


def _values(column: pd.Series) -> list[float | None]:
    return [None if pd.isna(value) else float(value) for value in column]


def chart_data(plot: Plot) -> CategoryChartData | XyChartData:
    """The figures as the slide's chart holds them; bounds of bars are held as their whiskers."""
    frame = truth.shown(plot)
    along = frame.iloc[:, 0]
    if plot.shape == "scatter":
        points = XyChartData()
        for drawn in truth.series(plot):
            series = points.add_series(drawn.name)
            for x, y in zip(along, _values(frame[drawn.name]), strict=True):
                if y is not None:
                    series.add_data_point(float(x), y)
        return points
    data = CategoryChartData()
    data.categories = [str(value) for value in along]
    for drawn in truth.series(plot):
        data.add_series(drawn.name, _values(frame[drawn.name]))
    return data


def _chart(deck: Any, slide: Any, pack: Pack, section: Section, figure: Figure, top: float) -> None:
    """A chart on its slide; what does not fit there at a size that can be read goes on with the next."""
    height = _SOURCE - 0.05 - top
    if truth.native(figure):
        _native(slide, pack, figure, top, height)
        _text(slide, pack, figure.source, _SOURCE, 0.45, 10, 9, 8, 7, colour=_FAINT)
        return
    parts = fitting.parts(figure.specification, _ROOM, height, lambda asked: picture("svg", asked).decode())
    for place, part in enumerate(parts, start=1):
        shown = slide
        if place > 1:
            title = _("{title} ({place} of {count})").format(
                title=figure.title, place=place, count=len(parts)
            )
            shown = _slide(deck, pack, title, figure.kinds)
            _notes(shown, section, figure)
        _pictured(shown, figure, part.specification, top if place == 1 else _BODY, height)
        more = (
            _("{count} more rows stand in the workbook.").format(count=part.left_out) if part.left_out else ""
        )
        said = " ".join(filter(None, (more, figure.source)))
        _text(shown, pack, said, _SOURCE, 0.45, 10, 9, 8, 7, colour=_FAINT)


def _pictured(slide: Any, figure: Figure, specification: dict[str, Any], top: float, height: float) -> None:
    """The page's own picture, as large as its place allows."""
    drawn = io.BytesIO(picture("png", specification))
    shape = slide.shapes.add_picture(drawn, _LEFT, Inches(top))
    scale = min(_WIDE / shape.width, Inches(height) / shape.height)
    shape.width, shape.height = int(shape.width * scale), int(shape.height * scale)
    shape.left = int(_LEFT + (_WIDE - shape.width) / 2)
    described = shape._element.nvPicPr.cNvPr
    described.set("descr", figure.alt_text or figure.title)
    described.set("name", figure.title)


def _native(slide: Any, pack: Pack, figure: Figure, top: float, height: float) -> None:
    plot = figure.plot
    frame = slide.shapes.add_chart(
        _CHARTS[plot.shape], _LEFT, Inches(top), _WIDE, Inches(height), chart_data(plot)
    )
    described = frame._element.nvGraphicFramePr.cNvPr
    described.set("descr", figure.alt_text or figure.title)
    described.set("name", figure.title)
    chart, drawn = frame.chart, truth.series(plot)
    chart.font.size, chart.font.name, chart.font.color.rgb = Pt(12), TYPEFACE, _INK
    chart.has_title = True
    mark = f" ({_('Synthetic data')})" if "synthetic" in figure.kinds else ""
    chart.chart_title.text_frame.text = figure.title + mark
    chart.chart_title.text_frame.paragraphs[0].runs[0].font.size = Pt(13)
    chart.has_legend = len(drawn) > 1 and plot.shape != "waterfall"
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    values, along = chart.value_axis, chart.category_axis
    values.has_title, values.axis_title.text_frame.text = True, plot.unit
    values.major_gridlines.format.line.color.rgb = RGBColor(0xD9, 0xDE, 0xE4)
    least, most = truth.ends(plot)
    if least is not None:
        values.minimum_scale = least
    if most is not None:
        values.maximum_scale = most
    # Names stand at the edge, and not on the figures where those fall below zero.
    along.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    if plot.lies:
        # Spreadsheets draw the first category at the bottom.
        along.reverse_order = True
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
        chart.plots[0].gap_width = _GAP
    if plot.shape == "scatter":
        along.has_title = True
        along.axis_title.text_frame.text = str(plot.frame.columns[0])
        values.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    _paint(chart, plot)
    for element, each in zip(chart.plots[0]._element.findall(qn("c:ser")), drawn, strict=True):
        if each.minus is not None and each.plus is not None:
            _whiskers(element, each.minus, each.plus)


def _whiskers(element: Any, minus: Sequence[float], plus: Sequence[float]) -> None:
    """The interval of each bar, in the order that the format asks for: before the categories."""
    bars = element.makeelement(qn("c:errBars"), {})
    for name, value in (("errBarType", "both"), ("errValType", "cust"), ("noEndCap", "0")):
        bars.append(bars.makeelement(qn(f"c:{name}"), {"val": value}))
    for name, arms in (("plus", plus), ("minus", minus)):
        side = bars.makeelement(qn(f"c:{name}"), {})
        held = side.makeelement(qn("c:numLit"), {})
        code = held.makeelement(qn("c:formatCode"), {})
        code.text = "General"
        held.append(code)
        held.append(held.makeelement(qn("c:ptCount"), {"val": str(len(arms))}))
        for place, arm in enumerate(arms):
            point = held.makeelement(qn("c:pt"), {"idx": str(place)})
            figure = point.makeelement(qn("c:v"), {})
            figure.text = repr(float(arm))
            point.append(figure)
            held.append(point)
        side.append(held)
        bars.append(side)
    element.find(qn("c:cat")).addprevious(bars)


def _paint(chart: Any, plot: Plot) -> None:
    colours = [
        RGBColor.from_string(each.lstrip("#")) for each in theme.tokens("light")["chartCategoricalColors"]
    ]
    for series, colour in zip(chart.plots[0].series, colours, strict=False):
        if plot.shape == "waterfall":
            _step(series, plot)
        elif plot.shape == "bar":
            series.invert_if_negative = False
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
        else:
            series.smooth = False
            series.format.line.color.rgb = colour
            series.format.line.width = Pt(2.25)


def _step(series: Any, plot: Plot) -> None:
    """The bars of a waterfall as the page has them; what carries them is not seen."""
    series.invert_if_negative = False
    if series.name == truth.carrier():
        series.format.fill.background()
        return
    for place, colour in enumerate(truth.colours(plot)):
        fill = series.points[place].format.fill
        fill.solid()
        fill.fore_color.rgb = RGBColor.from_string(colour)


def _grid(slide: Any, pack: Pack, table: Table) -> None:
    header = [str(column) for column in table.frame.columns[:_MOST_COLUMNS]]
    rows = [row[:_MOST_COLUMNS] for row in table.written()]
    set_in = fitting.grid(header, rows, _ROOM, _SOURCE - _BODY - 0.05, _CELLS)
    count, right = len(set_in.columns), table.numeric()
    place = (_LEFT, Inches(_BODY), _WIDE, Inches(sum(set_in.rows)))
    shape = slide.shapes.add_table(len(set_in.rows), count, *place)
    shape._element.nvGraphicFramePr.cNvPr.set("descr", table.title)
    made = shape.table
    made.horz_banding = False
    for column, wide in zip(made.columns, set_in.columns, strict=True):
        column.width = Inches(wide)
    for row, (line, high) in enumerate(zip([header, *rows], set_in.rows, strict=False)):
        made.rows[row].height = Inches(high)
        for column, text in enumerate(line[:count]):
            cell = made.cell(row, column)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            cell.margin_left = cell.margin_right = Inches(fitting.CELL_MARGIN)
            cell.vertical_anchor = MSO_ANCHOR.MIDDLE
            words = cell.text_frame.paragraphs[0]
            words.alignment = PP_ALIGN.RIGHT if right[column] else PP_ALIGN.LEFT
            white = RGBColor(0xFF, 0xFF, 0xFF) if row == 0 else _INK
            _put(words, text, set_in.size, pack, bold=row == 0, colour=white)
    if len(set_in.rows) <= len(rows) or count < len(table.frame.columns):
        _text(slide, pack, _("The whole table stands in the workbook."), 6.65, 0.25, 11, colour=_FAINT)
