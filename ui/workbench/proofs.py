"""What the proofs page shows: reference figures against ours, and whether they agree."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from functools import partial
from typing import Final

import pandas as pd

from analytics.scenario import assumption
from ui.charts import proofs as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Part, Table, shared
from ui.proofs import computed as reads
from ui.proofs.case import SUBJECTS, Check
from ui.proofs.reading import HOW, READ_ON, Reading, reading
from ui.reader import Reader, page_content
from ui.words import MISSING, N_, _, clauses, day, listing, moment, ngettext, number, percent
from ui.workbench import inventory

KINDS: Final = ("observed", "derived")
SUBJECT_NAMES: Final = assumption("proofs").names
OUTSIDE, OWN = N_("taken from others"), N_("closed form, or searched by us")
# A tolerance below this is what floating-point numbers leave.
_EXACT: Final = 1e-6
AGREES, DIFFERS = N_("● agrees"), N_("■ differs")
_TALL: Final = 640
# Beyond this many figures before the point, decimals say nothing.
_FIGURES: Final = 7
_NAMED_AT_MOST: Final = 3
# Tolerances with more zeros than this after the point are written as powers of ten.
_ZEROS: Final = 4
# Ways of reading that have a day.
_READ: Final = ("text", "quoted")
_RAISED: Final = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")


def subjects() -> dict[str, str]:
    """Code of the subject → its name."""
    return {code: _(name) for code, name in SUBJECT_NAMES.items()}


def table(checks: Sequence[Check]) -> pd.DataFrame:
    """Every reference figure beside ours; those that differ first."""
    ordered = sorted(checks, key=lambda found: found.agrees)
    names = subjects()
    return pd.DataFrame(
        {
            _("Verdict"): [_(AGREES) if found.agrees else _(DIFFERS) for found in ordered],
            _("Subject matter"): [names[found.case.subject] for found in ordered],
            _("Reference case"): [_(found.case.name) for found in ordered],
            _("Inputs"): [found.case.inputs for found in ordered],
            _("Figure"): [_(found.item) for found in ordered],
            _("Reference"): [written(found.published) for found in ordered],
            _("Ours"): [
                found.problem if found.ours is None else written(found.ours, found.published)
                for found in ordered
            ],
            _("Difference"): [_difference(found) for found in ordered],
            _("Tolerance"): [_tolerance(found) for found in ordered],
            _("Why this tolerance"): [_why(found) for found in ordered],
            _("Whose figure"): [_(OUTSIDE) if found.case.outside else _(OWN) for found in ordered],
            _("Read again"): [_how(found) for found in ordered],
            _("Source"): [found.case.source for found in ordered],
        }
    )


def _how(found: Check) -> str:
    known = reading(found.case, found.item)
    return MISSING if known is None else _(HOW[known.how])


def readings(checks: Sequence[Check]) -> pd.DataFrame:
    """What was read again of each source of others, with its figures; what was not stands last."""
    counted = Counter(
        (found.case.source, known)
        for found in checks
        if (known := reading(found.case, found.item)) is not None
    )
    order = list(HOW)
    rows = sorted(counted.items(), key=lambda row: order.index(row[0][1].how))
    return pd.DataFrame(
        {
            _("Source"): [source for (source, _known), _count in rows],
            _("Figures"): [count for _row, count in rows],
            _("Read again"): [_(HOW[known.how]) for (_source, known), _count in rows],
            _("Where"): [_where(known) for (_source, known), _count in rows],
            _("Day"): [day(READ_ON) if known.how in _READ else MISSING for (_source, known), _count in rows],
        }
    )


def _where(known: Reading) -> str:
    """What was read, in the reader's language, and its address."""
    parts = [_(known.where)] if known.where else []
    return ", ".join([*parts, known.address] if known.address else parts) or MISSING


def told(checks: Sequence[Check]) -> str:
    """How many figures of others were read again, and how; empty where a subject has none."""
    known = [each.how for found in checks if (each := reading(found.case, found.item)) is not None]
    if not known:
        return ""
    counts = {how: number(known.count(how), 0) for how in HOW}
    return (
        _(
            "Of {count} figures taken from others, {text} were read again on {day} in the text and {quoted} "
            "as others quote them."
        ).format(count=number(len(known), 0), day=day(READ_ON), text=counts["text"], quoted=counts["quoted"])
        + " "
        + _("The output of a package, in no print: {run}. Not opened again: {rest}.").format(
            run=counts["run"], rest=counts["not_read"]
        )
    )


def written(value: float | str, beside: float | str | None = None) -> str:
    """A figure with the places that the reference has, and two more where ours stands beside it."""
    if isinstance(value, str):
        return value
    shown = beside if isinstance(beside, float | int) else value
    text = f"{float(shown):.{_FIGURES}g}"
    places = len(text.partition(".")[2]) if "e" not in text else 10
    extra = 0 if beside is None or value == beside else 2
    whole = len(str(int(abs(value))))
    return number(value, max(0, min(places + extra, 12 - whole)))


def _difference(found: Check) -> str:
    """Ours less the reference figure; none between words."""
    if isinstance(found.published, str) or not isinstance(found.ours, float | int):
        return MISSING
    gap = found.ours - found.published
    return "0" if gap == 0.0 else ("−" if gap < 0 else "+") + _small(abs(gap))


def _why(found: Check) -> str:
    if isinstance(found.published, str):
        return _("A verdict or a sign has no distance")
    if found.case.why:
        return _(found.case.why)
    if found.case.outside:
        return _("Half of the last place in print")
    return (
        _("Arithmetic of the machine")
        if found.case.allowed(found.published) < _EXACT
        else _("Last place given")
    )


def _tolerance(found: Check) -> str:
    if isinstance(found.published, str):
        return _("same word")
    allowed = found.case.allowed(found.published)
    if allowed == 0.0:
        return _("exact")
    if found.case.relative:
        return "± " + _small(100.0 * found.case.tolerance) + " %"
    return "± " + _small(allowed)


def _small(value: float) -> str:
    """A tolerance, by its power of ten where it has many zeros."""
    power = math.floor(math.log10(value) + 1e-9)
    if power >= -_ZEROS:
        return number(value, max(0, 1 - power)).rstrip("0").rstrip(",.")
    lead = number(value / 10.0**power, 0)
    return ("" if lead == "1" else f"{lead}\u00a0×\u00a0") + "10" + str(power).translate(_RAISED)


def summary(checks: Sequence[Check]) -> pd.DataFrame:
    """Figures that agree and differ, by subject."""
    names = subjects()
    rows = []
    for subject in SUBJECTS:
        own = [found for found in checks if found.case.subject == subject]
        if own:
            right = sum(found.agrees for found in own)
            rows.append(
                {
                    _("Subject matter"): names[subject],
                    _("Reference cases"): len({id(found.case) for found in own}),
                    _("Figures"): len(own),
                    _(AGREES): right,
                    _(DIFFERS): len(own) - right,
                    _("Largest difference, of what is allowed"): _largest(own),
                }
            )
    return pd.DataFrame(rows)


def _largest(checks: Sequence[Check]) -> str:
    shares = [
        abs(found.ours - found.published) / found.case.allowed(found.published)
        for found in checks
        if isinstance(found.ours, float | int)
        and isinstance(found.published, float | int)
        and found.case.allowed(found.published) > 0.0
    ]
    return percent(max(shares)) if shares else MISSING


def bars(checks: Sequence[Check]) -> pd.DataFrame:
    """The summary as the chart has it: subject, verdict, count."""
    rows = summary(checks)
    return rows.melt(
        id_vars=[_("Subject matter")],
        value_vars=[_(AGREES), _(DIFFERS)],
        var_name="verdict",
        value_name="count",
    ).rename(columns={_("Subject matter"): "subject"})


def sentence(checks: Sequence[Check]) -> str:
    """Whether our formulas give the reference figures, and how many of these were read at a source."""
    right, count = sum(found.agrees for found in checks), len(checks)
    cases = len({id(found.case) for found in checks})
    if right == count:
        known = [each.how for found in checks if (each := reading(found.case, found.item)) is not None]
        return _(
            "Yes: all {count} reference figures of {cases} cases come out within their tolerance. Read again "
            "where others print or quote them: {read}."
        ).format(
            count=number(count, 0),
            cases=number(cases, 0),
            read=number(sum(how in _READ for how in known), 0),
        )
    return _("No: {wrong} of {count} reference figures do not come out ({share}), in {cases} cases.").format(
        wrong=number(count - right, 0),
        count=number(count, 0),
        share=percent(1 - right / count, 1),
        cases=number(cases, 0),
    )


def caution(checks: Sequence[Check]) -> str:
    """Which cases differ; empty when none does."""
    wrong = list(dict.fromkeys(_(found.case.name) for found in checks if not found.agrees))
    if not wrong:
        return ""
    rest = len(wrong) - _NAMED_AT_MOST
    named = listing(wrong[:_NAMED_AT_MOST])
    if rest <= 0:
        return named
    return named + " " + ngettext("and {count} more", "and {count} more", rest).format(count=rest)


def described(checks: Sequence[Check]) -> str:
    """The counts in words."""
    names = subjects()
    parts = []
    for subject in SUBJECTS:
        own = [found for found in checks if found.case.subject == subject]
        if own:
            parts.append(
                _("{subject}: {right} of {count} agree").format(
                    subject=names[subject], right=sum(found.agrees for found in own), count=len(own)
                )
            )
    return clauses(parts) + "."


def when(subject: str) -> str:
    """When the figures shown were computed."""
    return _("Computed by the running product on {when}, with the functions that the pages call.").format(
        when=moment(reads.computed_at(subject))
    )


def method() -> Method:
    """How the comparison is made, for the foot of the page."""
    return Method.of(
        formula=r"|x_{\text{ours}}-x_{\text{reference}}|\le\text{tolerance}",
        words=[
            _(
                "Each case names a publication, its inputs and its figures, retyped. The product’s own "
                "functions compute the same inputs; nothing is stored in advance."
            ),
            _(
                "A figure that agrees may still have been typed from memory. So each says whether it was "
                "read again, where, and on which day."
            ),
            _(
                "The tolerance is that of the print: half its last place, or the distance by which "
                "other replications differ from it. A function that fails counts as differing, with its "
                "message."
            ),
            _(
                "Cases taken from others are counted apart from closed forms and from optima that we "
                "searched ourselves. Data that go in ship with their source; none is read from elsewhere."
            ),
            _(
                "Cases where the publication gives a sign or a verdict are compared word for word. "
                "The simulated market is run at {runs} histories here, fewer than on its own page."
            ).format(runs=20),
        ],
        proof=_(
            "The tests break a function on purpose and see this page turn to “differs”, and back to “agrees” "
            "when it is mended."
        ),
    )


def metrics(checks: Sequence[Check]) -> tuple[Metric, ...]:
    """How many figures come out, and how many do not."""
    right, counted = sum(found.agrees for found in checks), _("a count")
    figures = {
        "cases": (_("Reference cases"), len({id(found.case) for found in checks})),
        "outside": (
            _("Cases taken from others"),
            len({id(found.case) for found in checks if found.case.outside}),
        ),
        "agree": (_(AGREES), right),
        "differ": (_(DIFFERS), len(checks) - right),
    }
    papers = len({found.case.publication for found in checks if found.case.outside})
    why = {"outside": _("from {count} publications").format(count=number(papers, 0))}
    return tuple(
        Metric(code, label, float(count), digits=0, why=why.get(code, counted))
        for code, (label, count) in figures.items()
    )


def _cases(checks: Sequence[Check]) -> tuple[Part, ...]:
    title = _("Figure by figure; those that differ stand first")
    return (Table("cases", title, table(checks), sentence(checks), KINDS, height=_TALL),)


def _readings(checks: Sequence[Check]) -> tuple[Part, ...]:
    found = readings(checks)
    if found.empty:
        return (Note(_("Nobody else printed figures of this subject."), "plain"),)
    title = _("Sources of others: what was read again, and what could not be opened")
    return (Table("readings", title, found, told(checks), KINDS),)


@page_content
def content(reader: Reader) -> Content:
    """The page "Proofs"."""
    subject = reader.chosen("proofs", list(SUBJECT_NAMES))
    checks = reads.checks(subject)
    return Content(
        slug="proofs",
        answer=Answer(sentence(checks), caution(checks), told(checks)),
        picture=Chart(
            "verdicts",
            _("Reference figures that come out, by subject"),
            charts.verdicts(bars(checks), agrees=_(AGREES), differs=_(DIFFERS), title=_("Reference figures")),
            described(checks),
            KINDS,
            note=when(subject),
            figures=(Table("summary", _("By subject"), summary(checks), described(checks), KINDS),),
        ),
        metrics=shared(metrics(checks)),
        details=(
            Detail(
                "inventory",
                _("Inventory of models"),
                partial(inventory.parts, reader.snapshot, subjects()),
            ),
            Detail("cases", _("Figure by figure"), partial(_cases, checks)),
            Detail("readings", _("What was read again"), partial(_readings, checks)),
        ),
        method=method(),
    )
