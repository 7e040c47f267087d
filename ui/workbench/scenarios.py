"""What the page of scenarios shows: settings, results, and the difference to one of the scenarios."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from analytics.scenario import Scenario, assumption
from data.snapshots import Snapshot
from studies import core
from studies.risk import scores as risk_reads
from ui.adoption import led
from ui.channels import costs, migration
from ui.charts import scenarios as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Part, Plot, Slide, Table
from ui.macro import friction, reserves, tobin_tax
from ui.reader import Reader, page_content
from ui.refusal import Refused
from ui.risk import bank as risks
from ui.risk import scores
from ui.shelf import Kept, Shelf
from ui.words import MISSING, N_, _, clauses, interval, labelled, language, listing, ngettext, number, signed
from ui.workbench.settings import setting

USUAL: Final = "adoption"
_TALL: Final = 640
_MOST_METRICS: Final = 4

RESULTS: Final = {
    "risk": (N_("Risk"), "risk-score"),
    "grade": (N_("Risk"), "risk-grade"),
    "adoption": (N_("Adoption"), "active_led"),
    "extra": (N_("Adoption"), "extra_led"),
    "online_cost": (N_("Channels"), "online_cost"),
    "branch_cost": (N_("Channels"), "branch_cost"),
    "worth": (N_("Channels"), "worth"),
    "break_even": (N_("Channels"), "break_even"),
    "friction": (N_("Macro"), "friction_ahead"),
    "restoring": (N_("Macro"), "restoring_ahead"),
    "revenue": (N_("Macro"), "revenue"),
    "rules_met": (N_("Macro"), "rules_met"),
    "optimal": (N_("Macro"), "optimal"),
}
"""Result, as links call it → subject, and the figure of a page that it is."""

_FIGURES: Final[tuple[Callable[[Reader], tuple[Metric, ...]], ...]] = (
    lambda reader: scores.metrics(risks.chosen_risks(reader, "overall")),
    lambda reader: led.figures(reader, reader.bank().code),
    lambda reader: costs.used_costs_of(reader),
    lambda reader: migration.metrics(migration.migration(reader)),
    friction.along_adoption,
    lambda reader: tobin_tax.metrics(tobin_tax.tobin_tax(reader)),
    lambda reader: reserves.figures(reserves.reserves(reader)),
)
"""The figures of the pages that results are taken from, without the pictures around them."""


@dataclass(frozen=True)
class Results:
    """What one scenario gives, for one bank: result → figure of its page; what cannot be had is absent."""

    bank: str
    figures: dict[str, Metric]
    kinds: tuple[str, ...]


def results(reader: Reader) -> Results:
    """Every result of a scenario; a part that its data or assumptions do not allow is left out."""
    return _results(reader.snapshot, reader.scenario, language())


@core.cached
def _results(snapshot: Snapshot, scenario: Scenario, _language: str) -> Results:
    # Figures are worded: those of one language are not those of another.
    reader, found = Reader(snapshot, scenario), dict[str, Metric]()
    for make in _FIGURES:
        try:
            found |= {each.code: each for each in make(reader) if each.value is not None}
        except (ValueError, Refused):
            # The pages say why; here the cell stays empty.
            continue
    try:
        bank = reader.bank().code
    except Refused:
        bank = ""
    kinds = risk_reads.risk_kinds(snapshot, bank) if bank else ()
    figures = {code: found[name] for code, (_subject, name) in RESULTS.items() if name in found}
    return Results(bank, figures, tuple(dict.fromkeys((*kinds, "derived", "assumed"))))


def difference(here: Results, there: Results, code: str) -> float | None:
    """How much a result exceeds the baseline's; None where either is missing."""
    ours, theirs = (side.figures[code].value if code in side.figures else None for side in (here, there))
    return None if ours is None or theirs is None else ours - theirs


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

    @property
    def known(self) -> dict[str, Metric]:
        """Result → a figure of it, for its name and unit: what any of the scenarios has."""
        every = {code: each for row in self.rows for code, each in row.results.figures.items()}
        return {code: every[code] for code in RESULTS if code in every}

    @property
    def of(self) -> Metric:
        """A figure of the result drawn."""
        return self.known[self.measure]

    def drawn(self) -> list[tuple[Row, Metric]]:
        """The scenarios that have the result drawn."""
        return [
            (row, row.results.figures[self.measure])
            for row in self.rows
            if self.measure in row.results.figures
        ]


def comparison(reader: Reader, kept: Shelf) -> Comparison:
    """What the reader compares: the scenarios kept, and the current one where it is none of them."""
    snapshot, now = reader.snapshot, reader.scenario
    kept = kept.of(now.bank)
    shown = list(kept.kept)
    if all(each.scenario != now for each in shown):
        shown.append(Kept(_("Current scenario"), now))
    labels: list[str] = []
    for each in shown:
        alike = sum(label.split(" · ")[0] == each.label for label in labels)
        labels.append(f"{each.label} · {alike + 1}" if alike else each.label)
    rows = tuple(
        Row(
            label,
            Reader(snapshot, each.scenario),
            results(Reader(snapshot, each.scenario)),
            each is kept.baseline,
        )
        for label, each in zip(labels, shown, strict=True)
    )
    known = Comparison(rows, USUAL).known
    if not known:
        raise Refused(_("No result can be computed from what is loaded."), "bank")
    usual = USUAL if USUAL in known else next(iter(known))
    return Comparison(rows, kept.shown if kept.shown in known else usual)


def to_draw(reader: Reader, shelf: Shelf) -> tuple[dict[str, str], str]:
    """Code → name of the results that may be drawn, and the code drawn; nothing where none can be."""
    try:
        view = comparison(reader, shelf)
    except Refused:
        return {}, ""
    return dict(measures(view)), view.measure


def measures(view: Comparison) -> dict[str, str]:
    """Result → its name, of those that any scenario has."""
    return {code: each.called for code, each in view.known.items()}


def written(figure: Metric | None, *, bare: bool = False) -> str:
    """A result with its interval; ``bare`` without its unit, as a cell has it."""
    if figure is None:
        return MISSING
    digits, unit = figure.digits, "" if bare else figure.unit
    value = number(figure.value, digits, unit)
    if figure.low is None or figure.high is None:
        return value
    return f"{value} ({interval(figure.low, figure.high, digits, unit)})"


def _changed(figure: Metric, value: float | None) -> str:
    return signed(value, figure.digits, _("points") if figure.unit == "%" else figure.unit)


def sentence(view: Comparison) -> str:
    """What sets the scenarios apart on the result drawn, with number and interval."""
    code, base = view.measure, view.baseline
    name = view.of.called
    if code not in base.results.figures:
        return _("{result}: not to be had under “{name}” with the data of this workspace.").format(
            result=name, name=base.label
        )
    start = _("{result}: {value} under “{name}”, the baseline.").format(
        result=name, value=written(base.results.figures[code]), name=base.label
    )
    far = farthest(view)
    if far is None:
        return start + " " + _("No other scenario changes it.")
    return (
        start
        + " "
        + _("Farthest is “{name}”, by {difference}.").format(
            name=far[0].label, difference=_changed(view.of, far[1])
        )
    )


def farthest(view: Comparison) -> tuple[Row, float] | None:
    """The scenario farthest from the baseline, and by how much; None where none differs."""
    apart = [
        (row, difference(row.results, view.baseline.results, view.measure)) for row, _each in view.drawn()
    ]
    known = [(row, by) for row, by in apart if by]
    return max(known, key=lambda each: abs(each[1]), default=None)


def finding(view: Comparison) -> str:
    """What the picture shows, as its title."""
    far = farthest(view)
    if far is None:
        return view.of.called
    return _("{result}: farthest from the baseline, “{name}” by {difference}").format(
        result=view.of.called, name=far[0].label, difference=_changed(view.of, far[1])
    )


def caution(view: Comparison) -> str:
    """What weakens the comparison; empty when nothing does."""
    said = []
    if len({row.results.bank for row in view.rows}) > 1:
        said.append(_("The scenarios speak of different banks"))
    missing = sum(len(RESULTS) - len(row.results.figures) for row in view.rows)
    if missing:
        said.append(
            ngettext("{count} result is missing", "{count} results are missing", missing).format(
                count=missing
            )
        )
    return " · ".join(said)


def points(view: Comparison) -> pd.DataFrame:
    """The result drawn, one row a scenario."""
    columns = ["name", "value", "low", "high", "text", "brief"]
    rows = [
        (row.label, each.value, each.low, each.high, written(each), each.written)
        for row, each in view.drawn()
    ]
    return pd.DataFrame(rows, columns=columns).astype({"low": float, "high": float})


def axis(view: Comparison) -> str:
    """The result drawn with its unit."""
    return _named(view.of)


def _named(figure: Metric) -> str:
    return f"{figure.called}, {figure.unit}" if figure.unit else figure.called


def described(view: Comparison) -> str:
    """The chart in words: every scenario's value and interval."""
    each = [labelled(row.label, written(figure)) for row, figure in view.drawn()]
    return f"{axis(view)}. {listing(each)}."


def table(view: Comparison) -> pd.DataFrame:
    """Settings, results and differences, one column a scenario."""
    touched = [
        name for name in Scenario.assumptions() if any(name in row.scenario.touched() for row in view.rows)
    ]
    lines = [
        [_("Setting"), _(assumption(name).label), *(setting(name, row.reader) for row in view.rows)]
        for name in touched
    ]
    lines.append([_("Setting"), _("Assumptions touched"), *(str(len(_assumed(row))) for row in view.rows)])
    for code, figure in view.known.items():
        shown = (written(row.results.figures.get(code), bare=True) for row in view.rows)
        lines.append([_(RESULTS[code][0]), _named(figure), *shown])
    for code, figure in view.known.items():
        apart = (difference(row.results, view.baseline.results, code) for row in view.rows)
        changes = (signed(each, figure.digits) for each in apart)
        lines.append([_("Difference"), _named(figure), *changes])
    headings = [row.label + (" ◆" if row.is_baseline else "") for row in view.rows]
    return pd.DataFrame(lines, columns=[_("Part"), _("Line"), *headings])


def figures(view: Comparison) -> pd.DataFrame:
    """The same as numbers, one row a scenario and result, for a spreadsheet."""
    rows = [
        (
            row.label,
            figure.called,
            figure.unit,
            figure.value,
            figure.low,
            figure.high,
            difference(row.results, view.baseline.results, code),
        )
        for row in view.rows
        for code in view.known
        if (figure := row.results.figures.get(code)) is not None
    ]
    headings = [_("Scenario"), _("Result"), _("Unit"), _("Value"), _("Low"), _("High"), _("Difference")]
    frame = pd.DataFrame(rows, columns=headings)
    return frame.astype(dict.fromkeys(headings[3:], float))


def _assumed(row: Row) -> list[str]:
    """What a scenario assumes otherwise than as published; whose it is, is no assumption."""
    return [name for name in row.scenario.touched() if name != "bank"]


def touched_sentence(view: Comparison) -> str:
    """What each scenario touches."""
    return " · ".join(_touched(row) for row in view.rows)


def _touched(row: Row) -> str:
    names = [f"{_(assumption(name).label)} = {setting(name, row.reader)}" for name in _assumed(row)]
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
    base, empty = view.baseline, Metric("", "", None)
    others = [row for row in view.rows if not row.is_baseline]
    found = []
    for place, row in enumerate([base, *others][:_MOST_METRICS]):
        figure = row.results.figures.get(view.measure, empty)
        apart = difference(row.results, base.results, view.measure)
        found.append(
            Metric(
                f"{view.measure}_{place}",
                row.label,
                figure.value,
                view.of.unit,
                view.of.digits,
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
    if base is None or base.value is None:
        return None
    far = farthest(view)
    return Chart(
        "compared",
        finding(view),
        charts.compared(
            drawn,
            order=list(drawn["name"]),
            baseline=base.value,
            title=axis(view),
            lead=() if far is None else (far[0].label,),
        ),
        described(view),
        view.kinds,
        note=_("Dashed: the baseline. Lines: the interval of each scenario; none where the result has none."),
        plot=partial(_plot, view, drawn),
    )


def _plot(view: Comparison, drawn: pd.DataFrame) -> Plot:
    names = {"name": _("Scenario"), "value": _("Value")}
    if drawn[["low", "high"]].notna().all(axis=None):
        names |= {"low": _("Low"), "high": _("High")}
    return Plot("bar", drawn[list(names)].rename(columns=names), axis(view))


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
