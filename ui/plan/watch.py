"""Targets and limits: where each stands, what has changed, and the words of what the watch says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any, Final

import pandas as pd

from analytics.plan.watch import Kind, Late, Mark, Side, State
from data.contracts import CONTRACTS
from data.snapshots import DEMO, Snapshot
from reviews import dues
from studies.plan.watch import Due, Grade
from ui.charts import plan as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Open, Part, Table
from ui.reader import Reader, page_content, parted
from ui.registry import entry
from ui.risk.incident_case import report_name
from ui.risk.words import IN_SENTENCE, risk_name
from ui.words import (
    MISSING,
    N_,
    _,
    clauses,
    day,
    elided,
    interval,
    language,
    listing,
    localised,
    moment,
    month_name,
    month_of,
    ngettext,
    number,
)

STATES: Final[Mapping[State, str]] = {
    "crossed": N_("Crossed"),
    "touched": N_("Interval holds the bound"),
    "unmeasured": N_("Not measured"),
    "inside": N_("Within the bound"),
}
KINDS: Final[Mapping[Kind, str]] = {"target": N_("Target"), "limit": N_("Limit")}
STAGES: Final = {"near": N_("within a fortnight"), "due": N_("today"), "overdue": N_("overdue")}
SIDES: Final[Mapping[Side, str]] = {"at_most": N_("at most"), "at_least": N_("at least")}
_MARKS: Final[Mapping[State, str]] = {"crossed": "◆", "touched": "■", "unmeasured": "✕", "inside": "●"}
_DRAWN: Final[tuple[State, ...]] = ("inside", "touched", "crossed")


@dataclass(frozen=True)
class Standing:
    """Where a mark stands. ``metric`` : the page's figure; None where the page gives none."""

    mark: Mark
    state: State
    metric: Metric | None
    bank: str

    @property
    def key(self) -> str:
        """What it is known by from one look to the next."""
        return f"mark {self.mark.number}"

    @property
    def page(self) -> str:
        """The address of the page that shows it."""
        return self.mark.page

    @property
    def query(self) -> dict[str, str]:
        """What that page assumes."""
        return dict(self.mark.query)

    @property
    def stage(self) -> str:
        """Its state, as it is remembered."""
        return self.state

    @property
    def label(self) -> str:
        """What the figure is called: by its page today, else as when the mark was set."""
        return self.metric.called if self.metric else self.mark.label(language())

    @property
    def unit(self) -> str:
        """Of the figure and its bound."""
        return self.mark.unit or (self.metric.unit if self.metric else "")

    def as_json(self) -> dict[str, Any]:
        """Codes and numbers, for programs."""
        found = self.metric
        return {
            "kind": self.mark.kind,
            "key": self.key,
            "stage": self.state,
            "page": self.page,
            "metric": self.mark.metric,
            "bank": self.mark.bank,
            "value": None if found is None or found.value is None else float(found.value),
            "low": None if found is None or found.low is None else float(found.low),
            "high": None if found is None or found.high is None else float(found.high),
            "unit": self.unit,
            "side": self.mark.side,
            "bound": self.mark.bound,
        }


@dataclass(frozen=True)
class Alarm:
    """What a bank is told of beside its marks.

    ``about`` : a grade, a report due, a table that is late, a finding or a return due; ``name`` : of the
    bank, where several stand beside each other
    """

    key: str
    kind: str
    stage: str
    page: str
    bank: str
    about: Grade | Due | Late | dues.Due
    name: str = ""

    @property
    def query(self) -> dict[str, str]:
        """What the page that shows it assumes."""
        stated = {"bank": self.bank}
        if isinstance(self.about, Grade):
            stated["risk"] = self.about.risk
        if isinstance(self.about, Due):
            stated["incident"] = self.about.code
        return stated

    def as_json(self) -> dict[str, Any]:
        """Codes, for programs."""
        told = {name: getattr(self, name) for name in ("kind", "key", "stage", "page", "bank")}
        return told | {"due": self.about.due} if isinstance(self.about, dues.Due) else told


@dataclass(frozen=True)
class Look:
    """What one look at a workspace has found."""

    workspace: str
    snapshot: Snapshot
    at: datetime
    standings: tuple[Standing, ...]
    alarms: tuple[Alarm, ...]


def said(each: Standing | Alarm, before: str) -> str:
    """A change as a sentence. ``before`` : what was known of it; empty where nothing was."""
    if isinstance(each, Standing):
        return _("{label}: {value}, {kind} {side} {bound}. {state}; before: {before}.").format(
            label=_of_bank(each),
            value=_value(each),
            kind=_(KINDS[each.mark.kind]).lower(),
            side=_(SIDES[each.mark.side]),
            bound=_bound(each),
            state=_(STATES[each.state]),
            before=_(STATES.get(before, STATES["inside"])).lower(),  # type: ignore[call-overload]
        )
    about = each.about
    if isinstance(about, Grade):
        return _("{risk}: grade {grade} after {before}, in {month}.").format(
            risk=risk_name(about.risk), grade=about.grade, before=before, month=month_of(about.month)
        )
    if isinstance(about, Due):
        sentence = (
            _("Incident {incident}: {report} was due on {due} and is not sent.")
            if about.stage == "overdue"
            else _("Incident {incident}: {report} is due on {due}.")
        )
        return sentence.format(
            incident=about.incident, report=report_name(about.report), due=moment(about.due)
        )
    if isinstance(about, dues.Due):
        return _said_of_review(about, each.name)
    return ngettext(
        "{table}: nothing after {month}, {count} month later than usual.",
        "{table}: nothing after {month}, {count} months later than usual.",
        about.behind,
    ).format(
        table=localised(CONTRACTS[about.table], "title"), month=month_name(about.last), count=about.behind
    )


_WHERE_DUE: Final = {"finding": "review-findings", "return": "review-returns", "judgement": "review-case"}


def review_alarm(found: dues.Due, name: str) -> Alarm:
    """A finding, return or judgement due as the watch follows it; ``name`` : of the bank."""
    what = found.month if found.kind == "return" else f"{found.number}"
    key = f"review {found.kind} {found.bank} {what} {found.due}"
    return Alarm(key, "review", found.stage, _WHERE_DUE[found.kind], found.bank, found, name)


def _said_of_review(about: dues.Due, name: str) -> str:
    if about.kind == "finding":
        sentence = (
            _("Finding {number}, {bank}, {risk}: its answer was due on {due} and has not come.")
            if about.stage == "overdue"
            else _("Finding {number}, {bank}, {risk}: its answer is due on {due}.")
        )
    elif about.kind == "judgement":
        sentence = (
            _("Judgement {number}, {bank}, {risk}: it lapsed on {due}; the model’s grade stands again.")
            if about.stage == "overdue"
            else _(
                "Judgement {number}, {bank}, {risk}: it lapses on {due}; the model’s grade then stands again."
            )
        )
    else:
        sentence = (
            _("Return of {month}, {bank}: it was due on {due} and has not come.")
            if about.stage == "overdue"
            else _("Return of {month}, {bank}: it is due on {due}.")
        )
    told = sentence.format(
        number=about.number,
        bank=name,
        risk=_(IN_SENTENCE[about.risk]) if about.risk else "",
        month=month_of(about.month),
        due=day(date.fromisoformat(about.due)),
    )
    return elided(told)


def _of_bank(each: Standing) -> str:
    return f"{each.label} ({each.bank})" if each.bank else each.label


def _value(each: Standing) -> str:
    found = each.metric
    if found is None or found.value is None or each.state == "unmeasured":
        return _("no figure")
    if found.low is None or found.high is None:
        return number(found.value, found.digits, found.unit)
    span = interval(found.low, found.high, found.digits, found.unit)
    return f"{number(found.value, found.digits, found.unit)} ({span})"


def _bound(each: Standing) -> str:
    return number(each.mark.bound, max(each.mark.digits, _digits(each.mark.bound)), each.unit)


def _digits(value: float) -> int:
    return next((digits for digits in range(4) if round(value, digits) == value), 4)


def sentence(found: Look) -> str:
    """How many marks there are and how they stand."""
    if not found.standings:
        return _("Nothing has a target or a limit yet: choose a figure and set one.")
    count = Counter(each.state for each in found.standings)
    states = [_counted(state, count[state]) for state in STATES if count[state]]
    told = ngettext(
        "{count} figure has a target or a limit: {states}.",
        "{count} figures have a target or a limit: {states}.",
        len(found.standings),
    )
    return told.format(count=number(len(found.standings), 0), states=listing(states))


def _counted(state: State, count: int) -> str:
    told = {
        "crossed": ngettext("{count} beyond its bound", "{count} beyond their bounds", count),
        "touched": ngettext(
            "{count} with the bound in its interval", "{count} with the bound in their intervals", count
        ),
        "unmeasured": ngettext("{count} not measured", "{count} not measured", count),
        "inside": ngettext("{count} within its bound", "{count} within their bounds", count),
    }
    return told[state].format(count=number(count, 0))


def standing_table(found: Look) -> pd.DataFrame:
    """One row a mark, the worst first."""
    order = list(STATES)
    rows = sorted(found.standings, key=lambda each: order.index(each.state))
    return pd.DataFrame(
        {
            _("State"): [f"{_MARKS[each.state]} {_(STATES[each.state])}" for each in rows],
            _("Figure"): [each.label for each in rows],
            _("Now"): [_value(each) for each in rows],
            _("Wanted"): [f"{_(SIDES[each.mark.side])} {_bound(each)}" for each in rows],
            _("Kind"): [_(KINDS[each.mark.kind]) for each in rows],
            _("Bank"): [each.bank or MISSING for each in rows],
            _("Page"): [_(entry(each.page).title) for each in rows],
        }
    )


def _opens(found: Look) -> tuple[Open | None, ...]:
    order = list(STATES)
    rows = sorted(found.standings, key=lambda each: order.index(each.state))
    opened = []
    for each in rows:
        stated = Reader.from_query(found.snapshot, each.query)
        changes = {"bank": stated.scenario.bank} if stated.scenario.bank else {}
        opened.append(Open(each.page, parted(changes)[1]))
    return tuple(opened)


def standing_frame(found: Look) -> pd.DataFrame:
    """How far each figure lies beyond its bound, in % of it: label, told, value, low, high, state, text.

    Below 0 is within the bound, whichever side is wanted; the worst first.
    """
    order, rows = list(STATES), []
    for each in sorted(found.standings, key=lambda each: order.index(each.state)):
        metric, bound = each.metric, each.mark.bound
        if metric is None or metric.value is None or each.state == "unmeasured" or not bound:
            continue
        low = metric.value if metric.low is None else metric.low
        high = metric.value if metric.high is None else metric.high
        beyond = partial(_beyond, bound, each.mark.side)
        ends = sorted((beyond(low), beyond(high)))
        rows.append(
            {
                "label": _of_bank(each),
                "told": f"{_value(each)}, {_(SIDES[each.mark.side])} {_bound(each)}",
                "value": beyond(metric.value),
                "low": ends[0],
                "high": ends[1],
                "state": _(STATES[each.state]),
                "text": _value(each),
            }
        )
    return pd.DataFrame(rows, columns=["label", "told", "value", "low", "high", "state", "text"])


def _beyond(bound: float, side: Side, value: float) -> float:
    above = 100 * (value - bound) / abs(bound)
    return above if side == "at_most" else -above


def _alt(found: Look) -> str:
    rows = [f"{_of_bank(each)}: {_value(each)}, {_(STATES[each.state])}" for each in found.standings]
    return clauses(rows) + "."


def metrics(found: Look, changes: Sequence[Mapping[str, Any]]) -> tuple[Metric, ...]:
    """How many stand how."""
    count, why = Counter(each.state for each in found.standings), _("a count")
    whole = _("of {count}").format(count=number(len(found.standings), 0))
    shown = {
        "watch-crossed": (_("Crossed"), count["crossed"], whole),
        "watch-touched": (_("Interval holds the bound"), count["touched"], whole),
        "watch-unmeasured": (_("Not measured"), count["unmeasured"], whole),
        "watch-changes": (_("Changes said"), len(changes), why),
    }
    return tuple(
        Metric(code, label, float(value), digits=0, why=said) for code, (label, value, said) in shown.items()
    )


def change_table(changes: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    """What was said, the newest first."""
    spoken = language()
    return pd.DataFrame(
        {
            _("When (UTC)"): [moment(datetime.fromisoformat(str(each["at"]))) for each in changes],
            _("What"): [
                str(each["said"].get(spoken) or next(iter(each["said"].values()))) for each in changes
            ],
            _("Page"): [_(entry(str(each["page"])).title) for each in changes],
        }
    )


def _changes(found: Look, changes: Sequence[Mapping[str, Any]], looked: datetime | None) -> tuple[Part, ...]:
    if not changes and found.workspace == DEMO:
        told = _(
            "The examples of the demonstration are not followed: changes are said of data that you load."
        )
        return (Note(told, "empty"),)
    if not changes:
        told = (
            _("Nothing was said yet. Press “Look now”, load a file, or run the watch at the command line.")
            if looked is None
            else _("Nothing has changed since {moment}.").format(moment=moment(looked))
        )
        return (Note(told, "empty"),)
    table = change_table(changes)
    return (
        Table("changes", _("What has changed"), table, _("Changes that the watch has said"), ("derived",)),
    )


def _alarms(found: Look) -> tuple[Part, ...]:
    rows = [each for each in found.alarms if each.kind != "grade"]
    if not rows:
        told = _("No report of an incident is near or overdue, and no table is late.")
        return (Note(told, "empty"),)
    frame = pd.DataFrame(
        {
            _("What"): [said(each, "") for each in rows],
            _("Page"): [_(entry(each.page).title) for each in rows],
        }
    )
    table = Table("due", _("Due and late"), frame, _("Reports due and tables that are late"), ("derived",))
    return (table,)


@dataclass(frozen=True)
class Reviews:
    """Findings, returns and judgements near, due or overdue that a person may see, and who that is."""

    person: str
    alarms: tuple[Alarm, ...]


def _reviews(seen: Reviews | None) -> tuple[Part, ...]:
    # Without a role nothing is even counted: a number of deadlines would tell of findings.
    if seen is None:
        told = _(
            "Deadlines of findings, returns and judgements are shown to whoever has a role in the group "
            "Review, for the banks of that role."
        )
        return (Note(told, "empty"),)
    if not seen.alarms:
        told = _("For {person}, no finding, return or judgement is near its day or overdue.")
        return (Note(told.format(person=seen.person), "empty"),)
    frame = pd.DataFrame(
        {
            _("What"): [said(each, "") for each in seen.alarms],
            _("Stage"): [_(STAGES[each.stage]) for each in seen.alarms],
            _("Page"): [_(entry(each.page).title) for each in seen.alarms],
        }
    )
    told = _("As {person} may see them, the longest past its day first").format(person=seen.person)
    return (Table("reviews", _("Findings, returns and judgements due"), frame, told, ("derived",)),)


def method() -> Method:
    """How a state comes about."""
    return Method.of(
        formula=r"[l,h]\le b\ \text{inside},\qquad l\le b<h\ \text{touched},\qquad l>b\ \text{crossed}",
        words=[
            _(
                "l and h are the ends of the figure’s interval, b the bound; without an interval both are "
                "the figure."
            ),
            _("What a page cannot give, or gives of too little, is not measured: it is never inside."),
            _("A mark follows the newest month, under the assumptions with which it was set."),
            _(
                "Beside marks, the watch says a grade that worsens, a report of an incident due within a "
                "day, and a table that is late by its own rhythm."
            ),
            _(
                "Findings, returns and judgements are near a fortnight before their day. Only a role shows "
                "them; the command says them where asked with --reviews."
            ),
            _("Each change is said once: on this page, at the command line, in the feed and by the webhook."),
        ],
        proof=_("An interval from 2 to 4 is inside at most 4, touched at most 3, crossed at most 1."),
    )


@page_content
def content(
    reader: Reader,
    found: Look,
    changes: Sequence[Mapping[str, Any]] = (),
    looked: datetime | None = None,
    reviews: Reviews | None = None,
) -> Content:
    """The page "Watch"; ``reviews`` : None for a reader without a role."""
    frame, told = standing_frame(found), _alt(found)
    table = Table(
        "marks", _("Targets and limits"), standing_table(found), told, ("derived",), opens=_opens(found)
    )
    picture = None
    if not frame.empty:
        picture = Chart(
            "standings",
            _("Each figure against its bound"),
            charts.standings(
                frame,
                states=[_(STATES[each]) for each in _DRAWN],
                title=_("Beyond the bound, %"),
                bound_name=_("bound"),
            ),
            told,
            ("derived",),
            note=_("The upright line is the bound: left of it is within, right of it beyond."),
        )
    return Content(
        slug="plan-watch",
        answer=Answer(sentence(found)),
        metrics=metrics(found, changes),
        picture=picture,
        details=(
            *([Detail("marks", _("Targets and limits"), lambda: (table,))] if found.standings else []),
            Detail("changes", _("What has changed"), partial(_changes, found, changes, looked)),
            Detail("due", _("Due and late"), partial(_alarms, found)),
            Detail("reviews", _("Findings, returns and judgements due"), partial(_reviews, reviews)),
        ),
        method=method(),
    )
