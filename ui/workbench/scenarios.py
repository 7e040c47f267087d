"""What the page of scenarios shows: settings, results, and the difference to one of the scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from analytics.scenario import Scenario
from ui.charts import scenarios as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Part, Plot, Slide, Table
from ui.reader import Reader, page_content
from ui.shelf import Kept, Shelf
from ui.views.scenario_results import MEASURES, Figure, Results, difference, results
from ui.words import MISSING, _, clauses, interval, labelled, listing, ngettext, number, signed
from ui.workbench.settings import LABELS, setting

USUAL: Final = "adoption"
_TALL: Final = 640
_MOST_METRICS: Final = 4


@dataclass(frozen=True)
class Row:
    """One scenario of the table: what it is called, what it assumes, what it gives."""

    label: str
    reader: Reader
    results: Results
    is_baseline: bool

    @property
    def scenario(self) -> Scenario:
        """What it assumes."""
        return self.reader.scenario


@dataclass(frozen=True)
class Comparison:
    """The scenarios kept, the current one where it is none of them, and the result drawn."""

    rows: tuple[Row, ...]
    measure: str

    @property
    def baseline(self) -> Row:
        """What the others are compared with."""
        return next(row for row in self.rows if row.is_baseline)

    @property
    def kinds(self) -> tuple[str, ...]:
        """Kinds of the data behind any of the results."""
        return tuple(dict.fromkeys(kind for row in self.rows for kind in row.results.kinds))

    def drawn(self) -> list[tuple[Row, Figure]]:
        """The scenarios that have the result drawn."""
        return [
            (row, row.results.figures[self.measure])
            for row in self.rows
            if self.measure in row.results.figures
        ]


def comparison(reader: Reader, kept: Shelf) -> Comparison:
    """What the reader compares: the scenarios kept, and the current one where it is none of them."""
    snapshot, now = reader.snapshot, reader.scenario
    shown = list(kept.kept)
    if all(each.scenario != now for each in shown):
        shown.append(Kept(_("Current scenario"), now))
    labels: list[str] = []
    for each in shown:
        alike = sum(label.split(" · ")[0] == each.label for label in labels)
        labels.append(f"{each.label} · {alike + 1}" if alike else each.label)
    rows = tuple(
        Row(label, Reader(snapshot, each.scenario), results(snapshot, each.scenario), each is kept.baseline)
        for label, each in zip(labels, shown, strict=True)
    )
    return Comparison(rows, kept.shown if kept.shown in MEASURES else USUAL)


def measures() -> dict[str, str]:
    """Code of a result → its name."""
    return {code: _(measure.label) for code, measure in MEASURES.items()}


def _unit(code: str) -> str:
    unit = MEASURES[code].unit
    return _(unit) if len(unit) > 1 else unit


def written(code: str, figure: Figure | None, *, bare: bool = False) -> str:
    """A result with its interval; ``bare`` without its unit, as a cell has it."""
    if figure is None:
        return MISSING
    digits, unit = MEASURES[code].digits, "" if bare else _unit(code)
    value = number(figure.value, digits, unit)
    if figure.low is None or figure.high is None:
        return value
    return f"{value} ({interval(figure.low, figure.high, digits, unit)})"


def _changed(code: str, value: float | None) -> str:
    unit = _unit(code)
    return signed(value, MEASURES[code].digits, _("points") if unit == "%" else unit)


def sentence(view: Comparison) -> str:
    """What sets the scenarios apart on the result drawn, with number and interval."""
    code, drawn, base = view.measure, view.drawn(), view.baseline
    name = _(MEASURES[code].label)
    if code not in base.results.figures:
        return _("{result}: not to be had under “{name}” with the data of this workspace.").format(
            result=name, name=base.label
        )
    start = _("{result}: {value} under “{name}”, the baseline.").format(
        result=name, value=written(code, base.results.figures[code]), name=base.label
    )
    own = base.results.figures[code].value
    far, figure = max(drawn, key=lambda each: abs(each[1].value - own))
    if figure.value == own:
        return start + " " + _("No other scenario changes it.")
    return (
        start
        + " "
        + _("Farthest is “{name}”, by {difference}.").format(
            name=far.label, difference=_changed(code, figure.value - own)
        )
    )


def caution(view: Comparison) -> str:
    """What weakens the comparison; empty when nothing does."""
    said = []
    if len({row.results.bank for row in view.rows}) > 1:
        said.append(_("The scenarios speak of different banks"))
    missing = sum(len(MEASURES) - len(row.results.figures) for row in view.rows)
    if missing:
        said.append(
            ngettext("{count} result is missing", "{count} results are missing", missing).format(
                count=missing
            )
        )
    return " · ".join(said)


def points(view: Comparison) -> pd.DataFrame:
    """The result drawn, one row a scenario."""
    columns = ["name", "value", "low", "high", "text"]
    rows = [
        (row.label, each.value, each.low, each.high, written(view.measure, Figure(each.value)))
        for row, each in view.drawn()
    ]
    return pd.DataFrame(rows, columns=columns).astype({"low": float, "high": float})


def axis(view: Comparison) -> str:
    """The result drawn with its unit."""
    return _named(view.measure)


def _named(code: str) -> str:
    name, unit = _(MEASURES[code].label), _unit(code)
    return f"{name}, {unit}" if unit else name


def described(view: Comparison) -> str:
    """The chart in words: every scenario's value and interval."""
    each = [labelled(row.label, written(view.measure, figure)) for row, figure in view.drawn()]
    return f"{axis(view)}. {listing(each)}."


def table(view: Comparison) -> pd.DataFrame:
    """Settings, results and differences, one column a scenario."""
    touched = [name for name in LABELS if any(name in row.scenario.touched() for row in view.rows)]
    lines = [
        [_("Setting"), _(LABELS[name]), *(setting(name, row.reader) for row in view.rows)] for name in touched
    ]
    lines.append(
        [_("Setting"), _("Assumptions touched"), *(str(len(row.scenario.touched())) for row in view.rows)]
    )
    for code, measure in MEASURES.items():
        shown = (written(code, row.results.figures.get(code), bare=True) for row in view.rows)
        lines.append([_(measure.subject), _named(code), *shown])
    for code in MEASURES:
        apart = (difference(row.results, view.baseline.results, code) for row in view.rows)
        changes = (signed(each, MEASURES[code].digits) for each in apart)
        lines.append([_("Difference"), _named(code), *changes])
    headings = [row.label + (" ◆" if row.is_baseline else "") for row in view.rows]
    return pd.DataFrame(lines, columns=[_("Part"), _("Line"), *headings])


def figures(view: Comparison) -> pd.DataFrame:
    """The same as numbers, one row a scenario and result, for a spreadsheet."""
    rows = [
        (
            row.label,
            _(measure.label),
            _unit(code),
            figure.value,
            figure.low,
            figure.high,
            difference(row.results, view.baseline.results, code),
        )
        for row in view.rows
        for code, measure in MEASURES.items()
        if (figure := row.results.figures.get(code)) is not None
    ]
    headings = [_("Scenario"), _("Result"), _("Unit"), _("Value"), _("Low"), _("High"), _("Difference")]
    frame = pd.DataFrame(rows, columns=headings)
    return frame.astype(dict.fromkeys(headings[3:], float))


def touched_sentence(view: Comparison) -> str:
    """What each scenario touches."""
    return " · ".join(_touched(row) for row in view.rows)


def _touched(row: Row) -> str:
    names = [f"{_(LABELS[name])} = {setting(name, row.reader)}" for name in row.scenario.touched()]
    if not names:
        return _("{name}: nothing touched").format(name=row.label)
    return _("{name}: {changes}").format(name=row.label, changes=clauses(names))


def method() -> Method:
    """How the page computes, for the drawer at its end."""
    return Method.of(
        formula=r"\Delta_i = f(\text{scenario}_i) - f(\text{baseline})",
        words=[
            _(
                "Each result comes from the function that its own page calls, under all assumptions of the "
                "scenario; the interval is that page’s. A difference is between central values and has no "
                "interval of its own: the doubt that both share is not a doubt about their difference."
            ),
            _(
                "Levers and trust bend adoption; adoption bends the worth of migration and the cost of "
                "moving money abroad. The revenue of the Tobin tax takes the share of operations online that "
                "its page assumes."
            ),
            _(
                "Scenarios stay in your session and in the link of this page; no other visitor sees them. "
                "The file holds every assumption, defaults included."
            ),
        ],
        proof=_("A scenario that changes nothing differs from the baseline by exactly zero, everywhere."),
    )


def metrics(view: Comparison) -> tuple[Metric, ...]:
    """The result drawn under the baseline, and what each of the next scenarios makes of it."""
    measure, base = MEASURES[view.measure], view.baseline
    others = [row for row in view.rows if not row.is_baseline]
    found = []
    for place, row in enumerate([base, *others][:_MOST_METRICS]):
        figure = row.results.figures.get(view.measure, Figure(float("nan")))
        apart = difference(row.results, base.results, view.measure)
        found.append(
            Metric(
                f"{view.measure}_{place}",
                row.label,
                None if figure.value != figure.value else figure.value,
                _unit(view.measure),
                measure.digits,
                figure.low,
                figure.high,
                change=None if row.is_baseline else apart,
                since="" if row.is_baseline else _("from the baseline"),
                why="" if figure.low is not None else _("no interval: its page has none"),
            )
        )
    return tuple(found)


def _picture(view: Comparison) -> Chart | None:
    base, drawn = view.baseline.results.figures.get(view.measure), points(view)
    if base is None:
        return None
    return Chart(
        "compared",
        measures()[view.measure],
        charts.compared(drawn, order=list(drawn["name"]), baseline=base.value, title=axis(view)),
        described(view),
        view.kinds,
        note=_("Dashed: the baseline. Lines: the interval of each scenario; none where the result has none."),
        plot=lambda: Plot(
            "bar",
            drawn[["name", "value"]].set_axis([_("Scenario"), _("Value")], axis="columns"),
            axis(view),
        ),
    )


def _side_by_side(view: Comparison) -> tuple[Part, ...]:
    title = _("Settings, results and differences; ◆ marks the baseline")
    return (Table("scenarios", title, table(view), described(view), view.kinds, height=_TALL),)


def _numbers(view: Comparison) -> tuple[Part, ...]:
    numbers = figures(view)
    formats = dict.fromkeys(map(str, numbers.columns[3:]), partial(number, digits=3))
    return (
        Table("figures", _("The same as numbers"), numbers, described(view), view.kinds, formats, height=400),
    )


@page_content
def content(reader: Reader, kept: Shelf | None = None) -> Content:
    """The page "Scenarios", of the scenarios that ship with the product unless others are kept."""
    view = comparison(reader, kept or Shelf())
    picture = _picture(view)
    return Content(
        slug="scenarios",
        answer=Answer(sentence(view), caution(view)),
        picture=picture,
        metrics=metrics(view),
        before=(Note(touched_sentence(view), "aside"),),
        details=(
            Detail("scenarios", _("Side by side"), partial(_side_by_side, view)),
            Detail("figures", _("The same as numbers"), partial(_numbers, view)),
        ),
        method=method(),
        board=Slide(
            () if picture is None else ("compared",), ("scenarios", "figures"), (touched_sentence(view),)
        ),
    )
