"""The page "Incidents": the verdict, each fact against its threshold, the clock, the form, the register."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

import pandas as pd

from analytics.risk.deadlines import Deadlines, Report, deadline_clock
from analytics.risk.incidents import Classification, Condition
from ui.charts import incidents as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Open, Part, Plot, Slide, Table
from ui.reader import Reader, page_content
from ui.refusal import Refusal
from ui.review.lead import to_case, to_finding
from ui.risk import register
from ui.risk.incident_case import (
    IncidentCase,
    answer,
    awaited,
    caution,
    clock_sentence,
    condition_unit,
    criterion_name,
    fact_label,
    in_words,
    incident_case,
    more,
    notes,
    question,
    report_name,
    report_sentence,
    span,
    title,
    told,
    when,
    zone_name,
)
from ui.words import MISSING, N_, _, clauses, labelled, listing, ngettext, number, told_by_data

_VERDICTS: Final = {
    "major": N_("major"),
    "not_major": N_("not major"),
    "undetermined": N_("not decided"),
}
_CAUSES: Final = {
    "payment switch": N_("payment switch"),
    "software release": N_("software release"),
    "telecom operator": N_("telecom operator"),
    "hosting provider": N_("hosting provider"),
    "database": N_("database"),
    "phishing wave": N_("phishing wave"),
    "account takeover": N_("account takeover"),
    "cash machine network": N_("cash machine network"),
    "voice server": N_("voice server"),
    "batch processing": N_("batch processing"),
}
_STATES: Final = {
    "submitted_in_time": N_("sent in time"),
    "submitted_late": N_("sent late"),
    "running": N_("running"),
    "overdue": N_("overdue"),
    "not_started": N_("not started"),
}
_COUNTED_FROM: Final = {
    "initial": N_("4 h from classification, 24 h from awareness at the latest"),
    "intermediate": N_("72 h from the initial notification"),
    "final": N_("one month from the intermediate report"),
}
_FULL_SCALE: Final = 200.0


def state_name(met: bool | None) -> str:
    """Met, not met or not known."""
    return {True: _("met"), False: _("not met"), None: _("not known")}[met]


def _value(condition: Condition) -> str:
    if condition.value is None:
        return _("not known")
    if condition.threshold is None:
        return _("yes") if condition.value else _("no")
    digits = 0 if condition.unit in ("clients", "EUR", "Member States") else 1
    return number(float(condition.value), digits, condition_unit(condition))


def _threshold(condition: Condition) -> str:
    if condition.threshold is None:
        return _("yes")
    limit = number(condition.threshold, 0, condition_unit(condition))
    form = _("above {limit}") if condition.strict else _("{limit} or more")
    return form.format(limit=limit)


def criteria_table(case: IncidentCase) -> pd.DataFrame:
    """Every fact of every criterion against its threshold."""
    rows = [
        (
            criterion_name(criterion.name),
            state_name(criterion.met),
            fact_label(condition.fact),
            _value(condition),
            _threshold(condition),
            state_name(condition.met),
            condition.article,
        )
        for criterion in case.judged.criteria
        for condition in criterion.conditions
    ]
    columns = [
        _("Criterion"),
        _("Criterion met"),
        _("Fact"),
        _("Value"),
        _("Met when"),
        _("Fact met"),
        _("Article of Regulation (EU) 2024/1772"),
    ]
    return pd.DataFrame(rows, columns=columns)


def distance_frame(case: IncidentCase) -> pd.DataFrame:
    """How far each fact stands from its threshold, what is met first, then what is not known.

    Columns label, state, share (% of the threshold, at most 200; a yes stands at 200, a no and what is not
    known at 0), value, text (value and threshold).
    """
    rows = []
    # A malicious access stands in two criteria; it is one fact.
    conditions = {
        condition.fact: condition for criterion in case.judged.criteria for condition in criterion.conditions
    }
    for condition in conditions.values():
        rows.append(
            {
                "label": fact_label(condition.fact),
                "state": states()[(True, False, None).index(condition.met)],
                "share": _share(condition),
                "value": _value(condition),
                "text": told(condition),
            }
        )
    order = dict(zip(states(), (0, 2, 1), strict=True))
    frame = pd.DataFrame(rows)
    frame = frame.assign(place=frame["state"].map(order)).sort_values(
        ["place", "share"], ascending=[True, False], kind="stable", ignore_index=True
    )
    return frame.drop(columns="place")


def finding(case: IncidentCase) -> str:
    """What the chart finds."""
    found, (met, _not_met, unknown) = distance_frame(case)["state"], states()
    told = _("Facts that reach their threshold: {met} of {all}").format(
        met=number((found == met).sum(), 0), all=number(len(found), 0)
    )
    open_ = int((found == unknown).sum())
    return clauses([told, _("not known: {count}").format(count=number(open_, 0))]) if open_ else told


def _share(condition: Condition) -> float:
    if condition.value is None:
        return 0.0
    if condition.threshold is None:
        return _FULL_SCALE if condition.value else 0.0
    return min(100.0 * float(condition.value) / condition.threshold, _FULL_SCALE)


def states() -> list[str]:
    """The three states of a fact, for the chart's key."""
    return [_("met"), _("not met"), _("not known")]


def described_criteria(case: IncidentCase) -> str:
    """The chart in words."""
    parts = [
        _("{name}: {value}").format(
            name=criterion_name(criterion.name),
            value=f"{state_name(criterion.met)} ({told(criterion.decisive)})",
        )
        for criterion in case.judged.criteria
    ]
    met = sum(criterion.met is True for criterion in case.judged.criteria[1:-1])
    return _("{count} of six criteria met.").format(count=met) + " " + ". ".join(parts) + "."


def deadline_table(case: IncidentCase) -> pd.DataFrame:
    """The three reports with their deadlines and how the clock stands."""
    deadlines = case.deadlines
    if deadlines is None:
        return pd.DataFrame()
    rows = [
        (
            report_name(clock.report),
            when(clock.due, case.zone) if clock.due else MISSING,
            _(_STATES[clock.state]),
            _left(clock.remaining),
            when(clock.submitted_at, case.zone) if clock.submitted_at else MISSING,
            _(_COUNTED_FROM[clock.report]),
            _deadline_note(clock.report, deadlines),
        )
        for clock in case.clocks
    ]
    columns = [
        _("Report"),
        _("Due ({zone})").format(zone=zone_name(case.zone)),
        _("State"),
        _("Time left"),
        _("Sent"),
        _("Counted"),
        _("Note"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _deadline_note(report: Report, deadlines: Deadlines) -> str:
    parts = []
    if report in deadlines.provisional:
        parts.append(_("provisional, counted from an earlier deadline"))
    if report in dict(deadlines.postponed):
        parts.append(_("noon of the next working day, as it falls on a day off"))
    if report in deadlines.estimated:
        parts.append(_("estimated: turns on an Islamic holiday that is not proclaimed here"))
    return clauses(parts)


def _left(remaining: Any) -> str:
    if remaining is None:
        return MISSING
    return ("\u2212" if remaining.total_seconds() < 0 else "") + span(remaining)


def deadline_sentence(case: IncidentCase) -> str:
    """At what moment the clock stands, and what it cannot compute."""
    stands = _("The clock stands at {moment}, {zone}.").format(
        moment=when(case.now, case.zone), zone=zone_name(case.zone)
    )
    if case.deadlines is None:
        return stands + " " + _("An incident that is not major has no deadline.")
    if case.judged.verdict == "not_major":
        group = next(group for group in case.groups if group.major)
        return (
            stands
            + " "
            + _(
                "It is counted from the month’s assessment that finds the group, {moment} at the latest."
            ).format(moment=when(group.assessed_at, case.zone))
        )
    missing = case.deadlines.missing
    if not missing:
        return stands
    names = {"aware_at": _("when the bank knew of it"), "classified_at": _("when it was classified")}
    return (
        stands
        + " "
        + _("Missing in the register: {facts}.").format(facts=listing([names[name] for name in missing]))
    )


def form_table(case: IncidentCase) -> pd.DataFrame:
    """The form as far as the register fills it, each gap named."""
    table = case.filled.table(told_by_data())
    states = [
        _("filled") if text else _("missing") if needed else _("optional, empty")
        for text, needed in zip(table["value"], table["required"], strict=True)
    ]
    return pd.DataFrame(
        {
            _("Article of Regulation (EU) 2025/301"): table["article"],
            _("Field"): [label.replace("'", "’") for label in table["label"]],
            _("Value"): [text or MISSING for text in table["value"]],
            _("Required"): [_("yes") if needed else _("no") for needed in table["required"]],
            _("State"): states,
        }
    )


def form_sentence(case: IncidentCase) -> str:
    """How complete the form is, and which required fields are missing."""
    labels = {field.name: in_words(field.label) for field in case.filled.fields}
    missing = case.filled.missing
    name = report_name(case.filled.report)
    if not missing:
        return _("The {report} is complete: {count} fields.").format(report=name, count=len(labels))
    return ngettext(
        "The {report} lacks {count} required field that the register does not hold: {fields}.",
        "The {report} lacks {count} required fields that the register does not hold: {fields}.",
        len(missing),
    ).format(report=name, count=len(missing), fields=listing([labels[name] for name in missing]))


def cause_name(cause: str) -> str:
    """A cause as the register has it; those of the demonstration in the reader's language."""
    return _(_CAUSES[cause]) if cause in _CAUSES else cause


def question_table(case: IncidentCase) -> pd.DataFrame:
    """What the register contradicts, incident by incident: the questions to the bank; empty without any."""
    rows = [
        (entry.number, title(entry), _(_VERDICTS[entry.classification.verdict]), question(code))
        for entry in case.entries
        if entry.classification
        for code in entry.classification.questions
    ]
    return pd.DataFrame(rows, columns=[_("Incident"), _("What happened"), _("Verdict"), _("Question")])


def question_sentence(case: IncidentCase) -> str:
    """How many contradictions the register holds, and what a change of the flag would do."""
    asked = [
        code for entry in case.entries if entry.classification for code in entry.classification.questions
    ]
    changed = sum(code == "downtime_not_critical" for code in asked)
    if not asked:
        return _("The register contradicts the regulation nowhere: there is nothing to ask the bank.")
    return _(
        "Questions to the bank: {count}. Of incidents called not critical, {changed} would be major if they "
        "were critical."
    ).format(count=len(asked), changed=changed)


def recurring_table(case: IncidentCase) -> pd.DataFrame:
    """Incidents of one cause within six months, judged together, with where the reports stand."""
    rows = [
        (
            cause_name(group.root_cause),
            ", ".join(group.references),
            group.first_at.date().isoformat(),
            group.last_at.date().isoformat(),
            _(_VERDICTS[group.together.verdict]),
            listing([criterion_name(name).lower() for name in group.together.criteria_met]) or _("none"),
            _states(group.together.deadlines, case) if group.major else MISSING,
        )
        for group in sorted(case.all_groups, key=lambda group: group.last_at, reverse=True)
    ]
    columns = [
        _("Root cause"),
        _("Incidents"),
        _("First"),
        _("Last"),
        _("Together"),
        _("Criteria met together"),
        _("Reports"),
    ]
    return pd.DataFrame(rows, columns=columns)


def recurring_sentence(case: IncidentCase) -> str:
    """The result of the test for recurring incidents."""
    major = sum(group.major is True for group in case.all_groups)
    text = _("Groups of incidents with one root cause within six months: {groups}; major together: {major}.")
    text = text.format(groups=len(case.all_groups), major=major)
    if case.not_assessed:
        text += " " + _("Not assessed, for want of a cause: {incidents}.").format(
            incidents=listing(list(case.not_assessed))
        )
    return text


def register_table(case: IncidentCase) -> pd.DataFrame:
    """Every incident of the bank with its verdict and where its reports stand."""
    rows = []
    for entry in case.entries:
        judged = entry.classification
        met = judged.criteria_met if judged else ()
        criteria = [name for name in met if name != "critical_services"]
        rows.append(
            (
                entry.number,
                when(entry.began, case.zone),
                title(entry),
                _(_VERDICTS[judged.verdict]) if judged else _("contradicts itself"),
                _critical(judged),
                listing([criterion_name(name).lower() for name in criteria]) or _("none"),
                _reports(entry, case),
            )
        )
    columns = [
        _("Incident"),
        _("Began ({zone})").format(zone=zone_name(case.zone)),
        _("What happened"),
        _("Verdict"),
        _("Critical services"),
        _("Criteria met"),
        _("Reports"),
    ]
    return pd.DataFrame(rows, columns=columns)


def _critical(judged: Classification | None) -> str:
    if judged is None or judged.criteria[0].met is None:
        return _("not known")
    return _("yes") if judged.criteria[0].met else _("no")


def _reports(entry: Any, case: IncidentCase) -> str:
    return _states(entry.classification.deadlines if entry.classification else None, case)


def _states(deadlines: Deadlines | None, case: IncidentCase) -> str:
    if deadlines is None:
        return MISSING
    clocks = deadline_clock(deadlines, case.now)
    return " · ".join(labelled(report_name(clock.report), _(_STATES[clock.state])) for clock in clocks)


def register_sentence(case: IncidentCase) -> str:
    """How many incidents the register holds, and how many are major."""
    major = sum(bool(entry.classification and entry.classification.major) for entry in case.entries)
    return _("Incidents in the register: {count}; major on their own: {major}.").format(
        count=len(case.entries), major=major
    )


def method() -> Method:
    """How incidents are judged, for the foot of the page."""
    return Method.of(
        formula=r"\text{major}\iff\text{critical services}\wedge\left(\text{malicious access}\vee"
        r"\#\{\text{criteria met}\}\ge 2\right)",
        words=[
            _(
                "Criteria and thresholds of Delegated Regulation (EU) 2024/1772, articles 1 to 9 (V: read "
                "in the source); a threshold must be exceeded: exactly 10% or exactly 2 hours is not met."
            ),
            _(
                "What the register does not say is not known, never no. An incident is decided as soon as "
                "the known facts decide it; until then the page names the facts that could."
            ),
            _(
                "Deadlines of Delegated Regulation (EU) 2025/301, article 5, counted from the register’s "
                "moments in their own time zone, across changes of clocks."
            ),
            _(
                "A final report due on a weekend or bank holiday waits until noon of the next working day "
                "(paragraph 4). For banks the first two reports never wait (paragraph 5)."
            ),
            _(
                "Bank holidays: the library holidays, for the bank’s country. Islamic ones are computed; a "
                "deadline that would move with the moon by a day is said to be estimated."
            ),
            _(
                "Recurring: two or more incidents of one cause within six months that meet the test "
                "together. Numbers, hours, costs and shares are added, shares of clients and counterparts "
                "to 100% at most."
            ),
            _(
                "Groups that share an incident are one, each span of six months judged apart. Their clock "
                "starts with the assessment due at the end of the month that completes them (article 8(2))."
            ),
            _(
                "Point 9(5)(b), malicious access, is read as deciding alone with or without a loss of data. "
                "It makes services critical whatever the register says (article 6); contradictions are "
                "questions."
            ),
            _(
                "The European test is used as the yardstick. A bank in Morocco declares incidents under Law "
                "05-20, article 8, where it is designated of vital importance (article 14); that form goes "
                "first. This is no legal advice."
            ),
        ],
        proof=_(
            "Critical services with 12% of clients and 3 h down: major; 10% of clients, 2 h down and 24 "
            "h in all: not major; costs of EUR 150,000 alone: not major. The same cases stand in the tests."
        ),
    )


SLUG: Final = "risk-incidents"
_TALL: Final = 420


def _metrics(case: IncidentCase) -> tuple[Metric, ...]:
    return (*_of_the_incident(case), *_of_the_register(case))


def _of_the_incident(case: IncidentCase) -> tuple[Metric, ...]:
    if case.classification is None:
        return ()
    services, *six, _access = case.judged.criteria
    met = sum(criterion.met is True for criterion in six)
    unknown = sum(criterion.met is None for criterion in six)
    criteria = Metric(
        "criteria_met",
        _("Criteria met, of six"),
        met,
        digits=0,
        low=met if unknown else None,
        high=met + unknown if unknown else None,
        better="lower",
        why=_("critical services: {state}").format(state=state_name(services.met)),
    )
    due = awaited(case)
    if due is None:
        # Nothing is due: a tile without a figure would say so at the size of one.
        return (criteria,)
    left = None if due.remaining is None else due.remaining.total_seconds() / 3600
    clock = clock_sentence(due, case.zone)
    return criteria, Metric("hours_left", _("Time to the next report"), left, "h", better="higher", why=clock)


def _of_the_register(case: IncidentCase) -> tuple[Metric, ...]:
    reader, bank = case.reader, case.reader.bank().code
    month = pd.Period(f"{case.now:%Y-%m}", freq="M")
    found = register.figures(reader, bank, str(month))
    if found is None:
        return ()
    counts, before = found.counts, register.figures(reader, bank, str(month - 12))
    # A register that begins within the year before cannot say how that year was.
    first = min(entry.began for entry in case.entries)
    seen = before is not None and pd.Period(f"{first:%Y-%m}", freq="M") <= month - 24
    moved = counts.major - before.counts.major if before is not None and seen else None
    majors = Metric(
        "major_incidents",
        _("Major incidents, 12 months"),
        counts.major,
        digits=0,
        low=counts.major if counts.undecided else None,
        high=counts.major + counts.undecided if counts.undecided else None,
        better="lower",
        change=moved or None,
        since=_("against the year before") if moved else "",
        earlier=before.counts.major if before is not None and seen else None,
        months_of=("incident",),
        opens=Open("risk-scores", {"risk": "operational"}),
        why=(
            _("assumed from fictional banks")
            if reader.stands_in("incident", bank)
            else _("as many as the year before")
            if moved == 0
            else _("counted")
        ),
    )
    if not counts.due:
        return (_recorded(case, month), majors)
    notices = Metric(
        "notices_in_time",
        _("Notices sent in time, 12 months"),
        counts.in_time_percent,
        "%",
        better="higher",
        opens=Open("risk-scores", {"risk": "regulatory"}),
        why=ngettext("of {due} notice due", "of {due} notices due", counts.due).format(due=counts.due),
    )
    return (majors, notices)


def _recorded(case: IncidentCase, month: pd.Period) -> Metric:
    within = sum(month - 12 < pd.Period(f"{entry.began:%Y-%m}", freq="M") <= month for entry in case.entries)
    return Metric("incidents", _("Incidents recorded, 12 months"), within, digits=0, why=_("counted"))


def _picture(case: IncidentCase) -> Chart | None:
    if case.classification is None:
        return None
    described, heading = described_criteria(case), _("Each fact against its threshold")
    frame, scale = distance_frame(case), _("Value, % of the threshold")
    return Chart(
        "criteria",
        finding(case),
        charts.distances(
            frame,
            states=states(),
            title=scale,
            threshold=_("threshold"),
            most=_("yes, or twice the threshold"),
        ),
        described,
        case.kinds,
        figures=(Table("criteria", heading, criteria_table(case), described, case.kinds),),
        # A fact that is not known has no length, and one that is true without a number has none of its own.
        plot=lambda: Plot(
            "bar", frame[["label", "share"]].rename(columns={"share": scale}), scale, native=False
        ),
    )


def _deadlines(case: IncidentCase) -> Sequence[Part]:
    told_of, heading = Note(deadline_sentence(case)), _("By when it must be reported")
    if not case.clocks:
        return (told_of,)
    rows = deadline_table(case)
    return told_of, Table("deadlines", heading, rows, report_sentence(case), case.kinds)


def _form(case: IncidentCase) -> Sequence[Part]:
    described = form_sentence(case)
    return (
        Note(described),
        Table(
            case.filled.report,
            _("The form, filled from the register"),
            form_table(case),
            described,
            case.kinds,
            height=_TALL,
            columns={_("Value"): {"width": "medium"}},
        ),
    )


def _recurring(case: IncidentCase) -> Sequence[Part]:
    described = recurring_sentence(case)
    if not case.all_groups:
        return (Note(described),)
    rows = recurring_table(case)
    return Note(described), Table("recurring", _("Recurring incidents"), rows, described, case.kinds)


def _questions(case: IncidentCase) -> Sequence[Part]:
    described, rows = question_sentence(case), question_table(case)
    if rows.empty:
        return (Note(described),)
    return Note(described), Table("questions", _("Questions to the bank"), rows, described, case.kinds)


def _register(case: IncidentCase) -> Sequence[Part]:
    described = register_sentence(case)
    return (
        Note(described),
        Table(
            "register",
            _("The register"),
            register_table(case),
            described,
            case.kinds,
            height=_TALL,
            opens=tuple(Open(SLUG, {"incident": entry.code}) for entry in case.entries),
        ),
        *register.parts(case.reader, case.reader.bank().code, f"{case.now:%Y-%m}", case.kinds),
    )


@page_content
def content(reader: Reader) -> Content:
    """The page "Incidents"."""
    case = incident_case(reader)
    bank = reader.bank()
    before = [Note(sentence, "aside") for sentence in notes(case)]
    before += to_case(reader.snapshot, bank.code, bank.name, f"{case.now:%Y-%m}", "operational")
    before += to_finding(
        reader.snapshot, bank.code, bank.name, f"{case.now:%Y-%m}", case.entry.code, case.entry.number
    )
    judged: tuple[Detail, ...] = ()
    board: Slide | Refusal = Refusal(answer(case), ("incident",))
    if case.classification is None:
        told_so = _(
            "Correct this row and load it again: a value is out of its range, or two moments out of order."
        )
        before.append(Note(told_so, "empty"))
    else:
        judged = (
            Detail("deadlines", _("By when it must be reported"), partial(_deadlines, case)),
            Detail("form", _("The form"), partial(_form, case)),
        )
        board = Slide(
            ("criteria",),
            (*(["deadlines"] if case.clocks else []), "criteria", "register"),
            (deadline_sentence(case), recurring_sentence(case)),
        )
    return Content(
        slug=SLUG,
        answer=Answer(answer(case), caution(case), more(case)),
        picture=_picture(case),
        metrics=_metrics(case),
        before=tuple(before),
        details=(
            *judged,
            Detail("recurring", _("Recurring incidents"), partial(_recurring, case)),
            Detail("questions", _("Questions to the bank"), partial(_questions, case)),
            Detail("register", _("The register"), partial(_register, case)),
        ),
        method=method(),
        board=board,
    )
