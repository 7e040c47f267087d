"""The board pack as slides: native charts that can be edited, speaker notes with the method."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
from pptx import Presentation
from pptx.chart.data import CategoryChartData, XyChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.oxml import parse_xml
from pptx.oxml.ns import qn
from pptx.oxml.shapes.picture import CT_Picture
from pptx.util import Inches, Pt

from ui import theme
from ui.content import Plot, Table
from ui.kinds import KINDS
from ui.outlets.drawn import picture
from ui.report import truth
from ui.report.board import Figure, Pack, Section
from ui.report.letterhead import Logo
from ui.report.steady import steady_zip
from ui.words import _, listing

_TITLE_ONLY: Final = 5
TYPEFACE: Final = "Calibri"
"""On every machine that opens slides; a typeface of our own would be replaced there by a guess."""
_TWO_LINES: Final = 150
_WIDENED: Final = 13.333 / 10
_ACCENT: Final = "0B5FA5"
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
_LOGO_WIDE, _LOGO_HIGH = Inches(1.5), Inches(0.7)
_LOCALES: Final = {"fr": "fr-MA", "en": "en-GB"}
_INK, _FAINT, _MARK = RGBColor(0x1B, 0x24, 0x30), RGBColor(0x5A, 0x66, 0x72), RGBColor(0x9A, 0x4A, 0x00)
_MOST_ROWS, _MOST_COLUMNS = 11, 8
# Their cells are sentences of two or three lines.
_MISSING_ROWS: Final = 5
_CHARTS: Final = {
    "line": XL_CHART_TYPE.LINE,
    "bar": XL_CHART_TYPE.BAR_CLUSTERED,
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
    rule = deck.slide_master.shapes._spTree.makeelement(qn("p:sp"), {})
    rule.append(parse_xml(_RULE_NAME))
    rule.append(parse_xml(_RULE_SHAPE.format(width=deck.slide_width, height=Inches(0.12), colour=_ACCENT)))
    deck.slide_master.shapes._spTree.append(rule)
    if pack.head.logo is not None:
        _signed(deck, pack.bank, pack.head.logo)


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


def _slide(deck: Any, pack: Pack, title: str, kinds: Sequence[str], *, size: float = 24) -> Any:
    (layout,) = (each for each in deck.slide_layouts if each.name == _("Claim"))
    slide = deck.slides.add_slide(layout)
    heading = slide.shapes.title
    # Beside the logo, where there is one.
    width = _WIDE if pack.head.logo is None else _WIDE - _LOGO_WIDE - Inches(0.2)
    heading.left, heading.top, heading.width, heading.height = _LEFT, Inches(0.3), width, Inches(0.95)
    frame = heading.text_frame
    frame.word_wrap, frame.vertical_anchor = True, MSO_ANCHOR.MIDDLE
    frame.paragraphs[0].alignment = PP_ALIGN.LEFT
    _put(frame.paragraphs[0], title, size, pack, bold=True)
    number = slide.shapes.add_textbox(Inches(12.2), Inches(7.05), Inches(0.6), Inches(0.3))
    paragraph = number.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.RIGHT
    paragraph._p.append(parse_xml(_PAGE_NUMBER.format(place=len(deck.slides))))
    footer = _("Vigie, snapshot {hash}, as of {date}").format(
        hash=pack.about[_("Snapshot")][:8], date=pack.about[_("As of")]
    )
    _text(slide, pack, footer, 7.05, 0.3, 10, colour=_FAINT)
    if "synthetic" in kinds:
        _text(slide, pack, _("Synthetic data"), 7.05, 0.3, 10, left=Inches(10.6), colour=_MARK)
    return slide


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
    size: float,
    *,
    left: Any = _LEFT,
    bold: bool = False,
    colour: Any = _INK,
) -> None:
    box = slide.shapes.add_textbox(left, Inches(top), _LEFT + _WIDE - left, Inches(height))
    box.text_frame.word_wrap = True
    first, *others = text.split("\n")
    _put(box.text_frame.paragraphs[0], first, size, pack, bold=bold, colour=colour)
    for line in others:
        _put(box.text_frame.add_paragraph(), line, size, pack, bold=bold, colour=colour)


def _cover(deck: Any, pack: Pack) -> None:
    slide = _slide(deck, pack, pack.title, ["synthetic"] if pack.synthetic else [])
    about = "\n".join(
        _("{name}: {value}").format(name=name, value=value) for name, value in pack.about.items()
    )
    _text(slide, pack, about, 1.3, 2.2, 14)
    questions = "\n".join(f"{place}. {part.question}" for place, part in enumerate(pack.sections, start=1))
    _text(slide, pack, questions, 3.7, 2.2, 15, bold=True)
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
    slide = _slide(deck, pack, section.sentence, section.kinds, size=_claim_size(section.sentence))
    _text(slide, pack, section.question, 1.25, 0.35, 13, colour=_FAINT)
    if section.caution:
        warned = _("Caution: {caution}").format(caution=section.caution)
        _text(slide, pack, warned, 1.55, 0.4, 12, colour=_MARK)
    if first is not None:
        _chart(slide, pack, first, 2.0, 4.65)
    _notes(slide, section, first)
    for figure in others:
        slide = _slide(deck, pack, figure.title, figure.kinds)
        _chart(slide, pack, figure, 1.35, 5.3)
        _notes(slide, section, figure)
    for table in section.tables[:1]:
        slide = _slide(deck, pack, table.title, table.kinds)
        _grid(slide, pack, table)
        _notes(slide, section, None)


def _claim_size(claim: str) -> float:
    """Type in which a claim fits two lines."""
    return 24 if len(claim) <= _TWO_LINES else 18


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
    along = plot.frame.iloc[:, 0]
    if plot.shape == "scatter":
        points = XyChartData()
        for column in plot.series:
            series = points.add_series(column)
            for x, y in zip(along, _values(plot.frame[column]), strict=True):
                if y is not None:
                    series.add_data_point(float(x), y)
        return points
    data = CategoryChartData()
    data.categories = [str(value) for value in along]
    for drawn in truth.series(plot):
        data.add_series(drawn.name, _values(plot.frame[drawn.name]))
    return data


def _chart(slide: Any, pack: Pack, figure: Figure, top: float, height: float) -> None:
    if truth.native(figure):
        _native(slide, pack, figure, top, height)
    else:
        _pictured(slide, figure, top, height)
    _text(slide, pack, figure.source, top + height + 0.02, 0.3, 10, colour=_FAINT)


def _pictured(slide: Any, figure: Figure, top: float, height: float) -> None:
    """The page's own picture, as large as its place allows."""
    drawn = io.BytesIO(picture("png", figure.specification))
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
    chart.has_legend = len(drawn) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    values = chart.value_axis
    values.has_title, values.axis_title.text_frame.text = True, plot.unit
    values.major_gridlines.format.line.color.rgb = RGBColor(0xD9, 0xDE, 0xE4)
    least, most = truth.ends(plot)
    if least is not None:
        values.minimum_scale = least
    if most is not None:
        values.maximum_scale = most
    if plot.shape == "bar":
        # Spreadsheets draw the first category at the bottom.
        chart.category_axis.reverse_order = True
        chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
        values.tick_label_position = XL_TICK_LABEL_POSITION.HIGH
    if plot.shape == "scatter":
        chart.category_axis.has_title = True
        chart.category_axis.axis_title.text_frame.text = str(plot.frame.columns[0])
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
    colours = theme.tokens("light")["chartCategoricalColors"]
    bounds = {_("Low"), _("High")}
    for place, series in enumerate(chart.plots[0].series):
        colour = RGBColor.from_string(colours[0 if series.name in bounds else place].lstrip("#"))
        if plot.shape == "bar":
            series.invert_if_negative = False
            series.format.fill.solid()
            series.format.fill.fore_color.rgb = colour
            continue
        series.smooth = False
        series.format.line.color.rgb = colour
        series.format.line.width = Pt(1.0 if series.name in bounds else 2.25)


def _grid(slide: Any, pack: Pack, table: Table) -> None:
    header = [str(column) for column in table.frame.columns[:_MOST_COLUMNS]]
    rows = [row[:_MOST_COLUMNS] for row in table.written()[:_MOST_ROWS]]
    shape = slide.shapes.add_table(
        len(rows) + 1, len(header), _LEFT, Inches(1.3), _WIDE, Inches(0.4 * (len(rows) + 1))
    )
    shape._element.nvGraphicFramePr.cNvPr.set("descr", table.title)
    for place, row in enumerate([header, *rows]):
        for column, text in enumerate(row):
            cell = shape.table.cell(place, column)
            cell.margin_top = cell.margin_bottom = Inches(0.03)
            white = RGBColor(0xFF, 0xFF, 0xFF) if place == 0 else _INK
            _put(cell.text_frame.paragraphs[0], text, 11, pack, bold=place == 0, colour=white)
    left_out = len(table.frame) > len(rows) or len(table.frame.columns) > len(header)
    if left_out:
        _text(slide, pack, _("The whole table stands in the workbook."), 6.7, 0.3, 11, colour=_FAINT)
