"""A page as HTML that needs no script: for the first paint and for pages of others.

The picture is drawn for one width. Its colours are variables with the light ones as default, so that the same
picture is right where the reader's system is dark.
"""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from ui import theme
from ui.charts import room
from ui.charts.common import finish
from ui.content import Chart, Content, Metric
from ui.outlets.asked import Asked
from ui.outlets.drawn import picture
from ui.outlets.value import kinds_of, source_line
from ui.refusal import Refusal
from ui.registry import PageEntry
from ui.words import _, signed

# Of the picture: beside the controls at 1440 pixels, and on a telephone.
DESK, PHONE = 880, 350
_BOLD: Final = re.compile(r"\*\*(.+?)\*\*")
_COLOUR: Final = re.compile(r'(fill|stroke)="(#[0-9A-Fa-f]{6})"')
_SIZED: Final = re.compile(r'<svg\b[^>]*?width="([0-9.]+)"[^>]*?height="([0-9.]+)"')


@dataclass(frozen=True)
class Words:
    """What a page says before its picture.

    Parameters
    ----------
    sentence : the answer, or why there is none
    above : HTML of question, answer and figures
    title : HTML of the picture's title; empty where the page has no picture
    below : HTML of what stands below the picture: a note, and where the figures come from
    """

    sentence: str
    above: str
    title: str
    below: str


def said(text: str) -> str:
    """A sentence as HTML; of all marks only bold is one."""
    return _BOLD.sub(r"<strong>\1</strong>", html.escape(text))


def words(asked: Asked, page: PageEntry, found: Content | Refusal) -> Words:
    """The page's words in the language of the block."""
    question = f"<h1>{said(_(page.question))}</h1>"
    if isinstance(found, Refusal):
        below = source_line(asked.reader.snapshot, ())
        above = f'{question}<div class="answer"><p>{said(found.sentence)}</p></div>'
        return Words(found.sentence, above, "", f"<footer>{said(below)}</footer>")
    answer = found.answer
    caution = f'<p class="caution"><span>{said(answer.caution)}</span></p>' if answer.caution else ""
    above = f'{question}<div class="answer"><p>{said(answer.sentence)}</p>{caution}</div>'
    if found.metrics:
        above += f"<dl>{''.join(map(_metric, found.metrics))}</dl>"
    shown = found.picture
    title = f"<h2>{said(shown.title)}</h2>" if shown else ""
    note = f'<p class="note">{said(shown.note)}</p>' if shown and shown.note else ""
    kinds = kinds_of([shown] if shown else [])
    return Words(
        answer.sentence,
        above,
        title,
        f"{note}<footer>{said(source_line(asked.reader.snapshot, kinds))}</footer>",
    )


def _metric(metric: Metric) -> str:
    """A figure as the screen has it: name, value, change, history, and its interval or why it has none."""
    parts = [f"<dt>{said(metric.label)}</dt><dd>{said(metric.figure)}</dd>"]
    if metric.change is not None:
        parts.append(f'<dd class="change">{said(signed(metric.change, metric.digits))}</dd>')
    if len(set(metric.spark)) > 1:
        parts.append(f'<dd class="spark">{_spark(metric.spark)}</dd>')
    parts.append(f'<dd class="why">{said(metric.beside)}</dd>')
    return f"<div>{''.join(parts)}</div>"


def _spark(values: Sequence[float]) -> str:
    low, high = min(values), max(values)
    points = " ".join(
        f"{100 * place / (len(values) - 1):.1f},{50 - 48 * (value - low) / (high - low):.1f}"
        for place, value in enumerate(values)
    )
    return (
        '<svg viewBox="0 0 100 52" preserveAspectRatio="none" aria-hidden="true"><polyline '
        f'points="{points}" fill="none" stroke="currentColor" vector-effect="non-scaling-stroke"/></svg>'
    )


def drawing(chart: Chart, width: int) -> str:
    """The picture as SVG within HTML: as wide as ``width``, never wider than its place."""
    finished = finish(chart.drawing, kinds=chart.kinds)
    written = picture("svg", at_width(finished, width)).decode()
    return _named(_themed(written), chart.alt_text)


def at_width(finished: dict[str, Any], width: int) -> dict[str, Any]:
    """A finished chart drawn for a place of a known width."""
    others = [each for each in finished.get("params", ()) if each["name"] != room.ROOM]
    told = finished | {"params": [room.said(width), *others], "background": None}
    if not {"hconcat", "vconcat", "concat", "facet", "repeat"} & set(finished):
        told |= {"width": width, "autosize": {"type": "fit", "contains": "padding"}}
    return told


@cache
def _turned() -> dict[str, tuple[str, str]]:
    """Colour on light → the variable that stands for it, and the colour on dark."""
    light, dark = theme.tokens("light"), theme.tokens("dark")
    turned: dict[str, tuple[str, str]] = {}
    for name in ("textColor", "borderColor", "backgroundColor"):
        turned.setdefault(light[name].lower(), (f"--v{len(turned)}", dark[name]))
    for name in ("chartCategoricalColors", "chartSequentialColors", "chartDivergingColors"):
        for day, night in zip(light[name], dark[name], strict=True):
            turned.setdefault(day.lower(), (f"--v{len(turned)}", night))
    for day, night in theme.NIGHT.items():
        turned.setdefault(day.lower(), (f"--v{len(turned)}", night))
    return turned


def _themed(svg: str) -> str:
    def variable(found: re.Match[str]) -> str:
        known = _turned().get(found[2].lower())
        return f'{found[1]}="var({known[0]},{found[2]})"' if known else found[0]

    return _COLOUR.sub(variable, svg)


def _named(svg: str, alt_text: str) -> str:
    named = f'<svg role="img" aria-label="{html.escape(alt_text)}" '
    return named + svg.removeprefix("<svg ")


def room_for(svg: str) -> str:
    """The height that a picture takes, as CSS; empty where it does not say."""
    found = _SIZED.search(svg)
    return f"{float(found[2]):.0f}px" if found else ""


@cache
def style(within: str) -> str:
    """The look of a painted page within ``within``, the colours and type of the live one."""
    light, dark = theme.tokens("light"), theme.tokens("dark")
    night = "".join(f"{name}:{colour};" for name, colour in _turned().values())

    def colours(shown: dict[str, Any]) -> str:
        return (
            f"--text:{shown['textColor']};--ground:{shown['backgroundColor']};"
            f"--edge:{shown['borderColor']};--link:{shown['linkColor']};"
        )

    return (
        f"{within}{{{colours(light)}color:var(--text);background:var(--ground);"
        "font:400 16px/1.6 Inter,'Source Sans',sans-serif}"
        f"{within} h1{{font-size:1.75rem;font-weight:650;line-height:1.2;margin:0;padding:1.25rem 0 1rem}}"
        f"{within} h2{{font-size:1.1rem;font-weight:600;line-height:1.2;margin:0;padding:.625rem 0 1.125rem}}"
        f"{within} p{{margin:0 0 1rem}}"
        f"{within} .answer{{border:1px solid var(--edge);border-radius:4px;margin:0 0 1rem;"
        "padding:calc(1rem + 6px) 1rem 1rem}"
        f"{within} .answer p{{margin:0;font-weight:600;line-height:1.2}}"
        f"{within} .answer .caution{{margin-top:.9rem;font-weight:400;line-height:1.6}}"
        f"{within} .caution span{{background:rgba(255,150,0,.12);padding:.1rem .25rem}}"
        f"{within} .caution span::before{{content:'\\26A0\\00A0'}}"
        f"{within} .picture svg{{display:block;max-width:100%;height:auto}}"
        f"{within} .note{{font-size:.875rem;opacity:.6}}"
        f"{within} dl{{display:flex;flex-wrap:wrap;gap:1rem;margin:0 0 1rem}}"
        f"{within} dl div{{flex:1 1 0;min-width:9rem;box-sizing:border-box;padding:calc(1rem - 1px);"
        "border:1px solid var(--edge);border-radius:4px}"
        f"{within} dt,{within} dd{{margin:0}}"
        f"{within} dd{{font-size:1.6rem;line-height:35px;margin-top:8px}}"
        f"{within} .spark{{margin-top:16px;height:36px}}"
        f"{within} .spark svg{{display:block;width:100%;height:36px;opacity:.7}}"
        f"{within} .why,{within} .change{{font-size:.875rem;line-height:1.6;opacity:.6}}"
        f"{within} footer{{font-size:.875rem;opacity:.75}}{within} a{{color:var(--link)}}"
        f"@media(prefers-color-scheme:dark){{{within}{{{colours(dark)}{night}}}}}"
    )
