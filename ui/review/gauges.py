"""How judgements go: better or worse than the model, how fast, and what the model says twelve months on."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

import pandas as pd

from reviews import gauges as counts
from reviews import reads
from reviews.gauges import BackTest, Decided, Gauge, Share
from reviews.judgement import GRADES
from ui.charts import review as charts
from ui.content import Chart, Metric, Note, Part, Table
from ui.review import figures
from ui.review.desk import Seat, kinds
from ui.risk.words import grade_mark
from ui.words import MISSING, _, clauses, interval, labelled, ngettext, percent


@dataclass(frozen=True)
class Gauges:
    """``cases`` : decided ones that the person reads; ``people`` : number → name; ``banks`` : code → name."""

    cases: tuple[Decided, ...]
    people: dict[int, str]
    banks: dict[str, str]

    def by_supervisor(self) -> dict[str, list[Decided]]:
        """Name → what they decided on, in the order of the names."""
        return self._by(lambda each: self.people.get(each.author, MISSING))

    def by_bank(self) -> dict[str, list[Decided]]:
        """Name of a bank → what was decided on it, in the order of the names."""
        return self._by(lambda each: self.banks.get(each.bank, each.bank))

    def _by(self, name: Callable[[Decided], str]) -> dict[str, list[Decided]]:
        found: dict[str, list[Decided]] = {}
        for each in self.cases:
            found.setdefault(name(each), []).append(each)
        return dict(sorted(found.items()))

    @property
    def tested(self) -> BackTest:
        """All decisions against the model's grade twelve months later."""
        return counts.back_test("all", self.cases, figures.later)


def gauges(seat: Seat) -> Gauges:
    """What was decided on the banks whose cases a person reads; nothing for a bank."""
    office, actor = seat.office, seat.actor
    return Gauges(counts.decided(office, actor), reads.people(office, actor), seat.names)


def metric(view: Gauges) -> Metric | None:
    """Share of the decisions that the model's grade of twelve months later bears out; None without any."""
    found = view.tested
    hit = found.share_hit
    if hit is None:
        return None
    return Metric(
        "review-hits",
        _("Decided grades that the model gives a year on"),
        100 * hit.value,
        unit="%",
        digits=0,
        low=100 * hit.low,
        high=100 * hit.high,
        better="higher",
        why=_("{hit} of {tested} decisions, exact binomial at 95%").format(
            hit=found.hit, tested=found.tested
        ),
    )


def _share(found: Share | None) -> str:
    if found is None:
        return MISSING
    return f"{percent(found.value)} ({interval(100 * found.low, 100 * found.high, 0)})"


def _all() -> str:
    return _("All decisions")


def judged(groups: dict[str, list[Decided]], first: str) -> pd.DataFrame:
    """Judgements approved by group, all of them last."""
    every = [each for cases in groups.values() for each in cases]
    found = [counts.gauge(name, cases) for name, cases in groups.items()]
    rows = [*found, counts.gauge(_all(), every)] if len(found) > 1 else found
    return pd.DataFrame(
        {
            first: [row.key for row in rows],
            _("Judgements approved"): [row.approved for row in rows],
            _("Better"): [row.better for row in rows],
            _("Worse"): [row.worse for row in rows],
            _("Share better, 95% interval"): [_share(row.share_better) for row in rows],
            _("Days to decision, median"): [_middle(row) for row in rows],
            _("Shortest and longest"): [_extent(row) for row in rows],
        }
    )


def _middle(row: Gauge) -> float | None:
    return float(median(row.days)) if row.days else None


def _extent(row: Gauge) -> str:
    return interval(min(row.days), max(row.days), 1) if row.days else MISSING


def tested(view: Gauges) -> pd.DataFrame:
    """The back-test: all decisions, then those of each supervisor and on each bank."""
    judged_ones = [each for each in view.cases if each.judged]
    groups = [
        (_all(), list(view.cases)),
        (_("Judged otherwise than the model"), judged_ones),
        (_("Approved at the model’s grade"), [each for each in view.cases if not each.judged]),
        *view.by_supervisor().items(),
        *view.by_bank().items(),
    ]
    rows = [counts.back_test(name, cases, figures.later) for name, cases in groups]
    return pd.DataFrame(
        {
            _("Group"): [row.key for row in rows],
            _("Decisions"): [row.decided for row in rows],
            _("With a grade a year on"): [row.tested for row in rows],
            _("Same grade"): [row.hit for row in rows],
            _("Share hit, 95% interval"): [_share(row.share_hit) for row in rows],
            _("The model’s own hits"): [row.model_hit for row in rows],
            _("One grade off"): [row.one_off for row in rows],
            _("Two or three off"): [row.further for row in rows],
            _("Model better since"): [row.lower for row in rows],
            _("Model worse since"): [row.higher for row in rows],
            _("Too recent"): [row.not_yet for row in rows],
            _("No later grade"): [row.no_grade for row in rows],
            _("Redefined since"): [row.redefined for row in rows],
        }
    )


def sentence(view: Gauges) -> str:
    """How many decided grades the model gives twelve months later, and how its own grade would have done."""
    found = view.tested
    if found.tested == 0:
        return _("No decision is twelve months old yet, so there is nothing to test: no interval.")
    return _(
        "Of {tested} decisions {hit} are the model’s grade twelve months later, {one} one grade off, "
        "{further} further; the model’s own grade would have hit {own}."
    ).format(
        tested=found.tested, hit=found.hit, one=found.one_off, further=found.further, own=found.model_hit
    )


def left_out(view: Gauges) -> str:
    """What the back-test does not count, and why."""
    found = view.tested
    reasons = (
        (found.not_yet, _("{count} too recent")),
        (found.no_grade, _("{count} without a grade of the model then")),
        (found.redefined, _("{count} whose indicators were redefined since")),
    )
    said = [text.format(count=count) for count, text in reasons if count]
    if not said:
        return _("Every decision is counted.")
    return labelled(_("Not counted"), clauses(said) + ".")


def limits() -> str:
    """What these numbers cannot say."""
    return _(
        "They do not say who was right: the model is no referee, and a decision changes what a bank does. "
        "Decisions on one bank lean on each other, so the true interval is wider."
    )


def crossing(view: Gauges) -> pd.DataFrame:
    """Every pair of grades: decided, later, off, count, said."""
    found = counts.crossed(view.cases, figures.later)
    return pd.DataFrame(
        [
            {
                "decided": grade_mark(decided),
                "later": grade_mark(later),
                "off": min(2, abs(decided - later)),
                "count": found.get((decided, later), 0),
                "said": str(found.get((decided, later)) or ""),
            }
            for decided in GRADES
            for later in GRADES
        ]
    )


def described(view: Gauges) -> str:
    """The crossing in words."""
    found = counts.crossed(view.cases, figures.later)
    said = [
        ngettext(
            "decided {decided}, later {later}: {count} decision",
            "decided {decided}, later {later}: {count} decisions",
            count,
        ).format(decided=grade_mark(decided), later=grade_mark(later), count=count)
        for (decided, later), count in sorted(found.items())
    ]
    return clauses(said) + "."


def tables(view: Gauges) -> list[Table]:
    """The tables of the gauges, as page and book have them; none where nothing was decided."""
    if not view.cases:
        return []
    said, shown = sentence(view), kinds(*figures.kinds(), "derived")
    return [
        Table(
            "gauges",
            _("Judgements, by supervisor"),
            judged(view.by_supervisor(), _("Supervisor")),
            said,
            shown,
        ),
        Table(
            "gauges-banks",
            _("Judgements, by bank"),
            judged(view.by_bank(), _("Bank judged")),
            said,
            shown,
        ),
        Table(
            "back-test",
            _("Decided, and the model twelve months later"),
            tested(view),
            said,
            shown,
        ),
    ]


def parts(view: Gauges) -> Sequence[Part]:
    """What the horizontal page shows of the gauges."""
    if not view.cases:
        return (Note(_("Nothing has been decided yet on the banks seen here."), "empty"),)
    shown: list[Part] = [Note(sentence(view))]
    if view.tested.tested:
        shown.append(
            Chart(
                "crossed",
                _("Decided grade, and the model’s twelve months later"),
                charts.crossed(
                    crossing(view), decided=_("Decided"), later=_("The model’s grade twelve months later")
                ),
                described(view),
                kinds(*figures.kinds(), "derived"),
                note=left_out(view),
            )
        )
    return (*shown, Note(limits(), "warning"), *tables(view))
