"""An incident as the page tells it: is it major, why, by when must it be reported, and what is unknown."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from babel.dates import format_datetime

from analytics.risk.bank_holidays import BankHolidays
from analytics.risk.deadlines import REPORTS, Clock, Deadlines, deadline_clock
from analytics.risk.incident_facts import CRITERION_LABELS, FACT_LABELS
from analytics.risk.incidents import Classification, Condition, Question, classify
from analytics.risk.notification import NotificationForm, notification_form
from analytics.risk.recurrence import RecurringGroup
from analytics.risk.wording import Wording
from analytics.scenario import assumption
from studies.risk import incidents as reads
from studies.risk.incidents import Entry
from ui.reader import Reader
from ui.refusal import Refused
from ui.words import N_, _, day, language, listing, ngettext, number, told_by_data

FACT_CODES: Final = {
    "malicious_access" if name.startswith("malicious") else name: name for name in FACT_LABELS
}
REPORT_NAMES: Final = assumption("report_form").names
ZONE_NAMES: Final = assumption("time_zone").names
_QUESTIONS: Final[Mapping[Question, str]] = {
    "access_not_critical": N_(
        "The register says that no critical service is affected. A successful malicious access affects them "
        "in itself (article 6), so the incident is major: the bank is asked why it says otherwise."
    ),
    "downtime_not_critical": N_(
        "The register calls the services not critical, yet they were down and the criteria are met. With "
        "critical services the incident would be major: the bank is asked which services were down."
    ),
    "declared_otherwise": N_("The bank’s own verdict differs from that of the criteria: it is asked why."),
}


_YEARS: Final = range(1990, 2101)


@dataclass(frozen=True)
class IncidentCase:
    """One incident under the reader's scenario.

    ``classification`` and ``form`` are None where the register's row contradicts itself. ``groups`` are the
    recurring incidents it belongs to, ``all_groups`` the bank's. ``entries`` is the whole register.
    ``deadlines`` are its own, or those of the recurring incident that it is part of. ``live`` says that time
    left is counted from the present.
    """

    reader: Reader
    entry: Entry
    entries: tuple[Entry, ...]
    classification: Classification | None
    deadlines: Deadlines | None
    clocks: tuple[Clock, ...]
    now: datetime
    live: bool
    zone: str
    form: NotificationForm | None
    groups: tuple[RecurringGroup, ...]
    all_groups: tuple[RecurringGroup, ...]
    not_assessed: tuple[str, ...]
    kinds: tuple[str, ...]
    days_off: BankHolidays

    @property
    def judged(self) -> Classification:
        """The classification. ValueError where the register's row contradicts itself."""
        if self.classification is None:
            raise ValueError(f"incident: {self.entry.number} contradicts itself and is not classified")
        return self.classification

    @property
    def filled(self) -> NotificationForm:
        """The form. ValueError where the register's row contradicts itself."""
        if self.form is None:
            raise ValueError(f"incident: {self.entry.number} contradicts itself and fills no form")
        return self.form


def in_words(wording: Wording) -> str:
    """A bilingual label in the reader's language, with the apostrophe of print."""
    return wording.in_language(told_by_data()).replace("'", "’")


def fact_name(code: str) -> str:
    """The name of a fact of the classification."""
    return in_words(FACT_LABELS[FACT_CODES[code]])


def fact_label(fact: str) -> str:
    """The name of a fact as the criteria call it."""
    return in_words(FACT_LABELS[fact])


def criterion_name(name: str) -> str:
    """The name of a criterion."""
    return in_words(CRITERION_LABELS[name])


def zone_name(zone: str) -> str:
    """The name of a time zone that the page offers."""
    return _(ZONE_NAMES[zone])


def report_name(report: str) -> str:
    """The name of a report, as within a sentence."""
    return _(REPORT_NAMES[report])


def title(entry: Entry) -> str:
    """What happened, in the reader's language."""
    return entry.title_fr if language() == "fr" else entry.title_en


def recorded(reader: Reader) -> dict[str, Entry]:
    """Code → incident of the bank asked about, from the latest on.

    Raises
    ------
    Refused: none is recorded
    """
    bank = reader.bank()
    found = reads.register(reader.snapshot, bank.code, reader.scenario.mad_per_euro)
    if not found:
        raise Refused(
            _("{bank}: no incident is recorded, so nothing is to be reported.").format(bank=bank.name),
            "incident",
        )
    return {entry.code: entry for entry in found}


def latest_major(found: Mapping[str, Entry]) -> str:
    """The code of the latest major incident; empty where there is none."""
    major = [code for code, entry in found.items() if entry.classification and entry.classification.major]
    return major[0] if major else ""


def entry_name(entry: Entry) -> str:
    """How the menu names an incident."""
    major = [_("major")] if entry.classification and entry.classification.major else []
    return " · ".join([entry.number, *major, title(entry)])


def stated_clock(text: str, zone: str) -> datetime | None:
    """The moment that the scenario's clock states; None for now, or where it states none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment.replace(tzinfo=ZoneInfo(zone)) if moment.year in _YEARS else None


def usual_clock(as_of: date, zone: str, present: datetime) -> tuple[datetime, bool]:
    """The moment from which time left is counted unless stated, and whether that is the present.

    Data that end weeks ago know nothing of what was sent since: their clock stands at the end of their last
    day, or the overdue would only tell how old they are.
    """
    here = present.astimezone(ZoneInfo(zone))
    if timedelta(0) <= here.date() - as_of <= timedelta(days=1):
        return here, True
    return datetime.combine(as_of, time(23, 59), tzinfo=ZoneInfo(zone)), False


def incident_case(reader: Reader) -> IncidentCase:
    """The incident asked about, judged with the facts that the scenario takes as not known.

    Time left is counted from the scenario's clock, else from the end of the data's last day; from now only
    where the data reach to today or yesterday. Raises ``Refused`` where no incident is recorded.
    """
    snapshot, scenario, shown, bank = reader.snapshot, reader.scenario, reader.display, reader.bank()
    known = recorded(reader)
    entry = known[reader.chosen("incident", list(known), otherwise=latest_major(known))]
    unknown = [fact for fact in shown.unknown_facts if fact in FACT_CODES]
    zone = shown.time_zone
    usual, live = usual_clock(snapshot.as_of, zone, datetime.now(UTC))
    stated = stated_clock(shown.clock, zone)
    now = (stated or usual).astimezone(ZoneInfo(zone))
    minute = f"{now.astimezone(UTC):%Y-%m-%dT%H:%M}"
    assessed = reads.recurring(snapshot, bank.code, scenario.mad_per_euro, minute)
    off = reads.days_off(snapshot, bank.code)
    classification = _judged(entry, unknown, off)
    groups = tuple(group for group in assessed.groups if entry.number in group.references)
    deadlines = classification.deadlines if classification else None
    together = next((group for group in groups if group.major), None)
    if classification and classification.verdict == "not_major" and together:
        deadlines = together.together.deadlines
    form = None
    if classification is not None:
        form = notification_form(
            classification,
            next(report for report in REPORTS if report == shown.report_form),
            details={
                "entity_name": bank.name,
                "entity_type": Wording("Credit institution", "Établissement de crédit"),
                "description": title(entry),
            },
        )
    return IncidentCase(
        reader=reader,
        entry=entry,
        entries=tuple(known.values()),
        classification=classification,
        deadlines=deadlines,
        clocks=deadline_clock(deadlines, now) if deadlines else (),
        now=now,
        live=live and stated is None,
        zone=zone,
        form=form,
        groups=groups,
        all_groups=assessed.groups,
        not_assessed=assessed.not_assessed,
        kinds=(entry.kind,),
        days_off=off,
    )


def _judged(entry: Entry, unknown: Sequence[str], off: BankHolidays) -> Classification | None:
    if entry.facts is None or not unknown:
        return entry.classification
    blanked = dict.fromkeys(FACT_CODES[code] for code in unknown)
    if "duration_h" in blanked:
        # With its end, the duration would be known again.
        blanked["resolved_at"] = None
    return classify(replace(entry.facts, **blanked), holidays=off.days, estimated_holidays=off.estimated)


def when(moment: datetime, zone: str) -> str:
    """A date and a time of day in a zone: "14 mars 2026, 13:20"."""
    return format_datetime(moment.astimezone(ZoneInfo(zone)), "d MMMM y, HH:mm", locale=language())


def span(length: timedelta) -> str:
    """A length of time by its two largest units."""
    minutes = round(abs(length).total_seconds() / 60)
    days, hours = divmod(minutes // 60, 24)
    if days:
        return _("{days} d {hours} h").format(days=number(days, 0), hours=hours)
    return _("{hours} h {minutes} min").format(hours=hours, minutes=minutes % 60)


def answer(case: IncidentCase) -> str:
    """Whether the incident is major, and when the next report is due."""
    found, began = case.classification, day(case.entry.began)
    invented = case.reader.stands_in("incident")
    named = (_("An assumed incident of {day}") if invented else _("The incident of {day}")).format(day=began)
    if found is None:
        return _("{incident} cannot be judged: its row in the register contradicts itself.").format(
            incident=named
        )
    if found.verdict == "undetermined":
        start = _("{incident} cannot be decided yet: {reason}. If it is major, {report}.")
        return start.format(incident=named, reason=open_reason(found), report=next_report(case))
    if found.verdict == "major":
        start = _("{incident} is major: {reason}. {report}.")
    elif _together(case):
        start = _("{incident} is major together with others. {report}.")
    else:
        start = _("{incident} is not major: {reason}. No report is due.")
    report = next_report(case) if case.clocks else ""
    return start.format(incident=named, reason=short_reason(found), report=report[:1].upper() + report[1:])


def more(case: IncidentCase) -> str:
    """What happened, what decides, and how all its reports stand."""
    found = case.classification
    if found is None:
        return title(case.entry)
    said = [title(case.entry)]
    if found.verdict != "undetermined":
        said.append(reason(found))
    if others := _together(case):
        said.append(_("one recurring incident with {others}").format(others=listing(others)))
    if case.clocks:
        said.append(report_sentence(case))
    return ". ".join(part[:1].upper() + part[1:] for part in said) + "."


def _together(case: IncidentCase) -> list[str]:
    """The numbers of the incidents with which one that is not major alone is."""
    if case.classification is None or case.classification.verdict != "not_major":
        return []
    together = [group for group in case.groups if group.major]
    others = [number for group in together for number in group.references if number != case.entry.number]
    return list(dict.fromkeys(others))


def short_reason(classification: Classification) -> str:
    """What decides a verdict, in a few words."""
    services, *six, access = classification.criteria
    met = sum(criterion.met is True for criterion in six)
    if services.met is False:
        return _("critical services are not affected")
    if access.met:
        return _("a malicious access succeeded")
    if classification.major:
        return _("critical services, {count} of six criteria met").format(count=met)
    return _("{count} of six criteria met, two are needed").format(count=met)


def reason(classification: Classification) -> str:
    """What decides a verdict, in half a sentence."""
    services, *six, access = classification.criteria
    met = [criterion for criterion in six if criterion.met]
    if services.met is False:
        return _("critical services are not affected")
    if access.met:
        return _("a malicious access succeeded and data may be lost")
    named = [f"{criterion_name(item.name).lower()} ({told(item.decisive)})" for item in met]
    if classification.major:
        return _("critical services are affected and {count} of six criteria are met: {criteria}").format(
            count=len(met), criteria=listing(named)
        )
    if not met:
        return _("none of the six criteria is met, two are needed")
    return _("only one of the six criteria is met, {criterion}; two are needed").format(criterion=named[0])


def open_reason(classification: Classification) -> str:
    """What the verdict waits for, in half a sentence."""
    met = sum(criterion.met is True for criterion in classification.criteria[1:-1])
    waiting = ngettext(
        "{met} of six criteria met and {count} fact that could decide is not known",
        "{met} of six criteria met and {count} facts that could decide are not known",
        len(classification.undetermined),
    )
    return waiting.format(met=met, count=len(classification.undetermined))


def told(condition: Condition) -> str:
    """A fact beside its threshold: "17.6 %, above 10 %"."""
    if condition.value is None:
        return _("not known")
    if condition.threshold is None:
        label = fact_label(condition.fact)
        return label.lower() if condition.value else _("{fact}: no").format(fact=label.lower())
    unit = condition_unit(condition)
    digits = 0 if condition.unit in ("clients", "EUR", "Member States") else 1
    value, limit = number(float(condition.value), digits, unit), number(condition.threshold, 0, unit)
    if not condition.strict:
        return _("{value}, {limit} or more needed").format(value=value, limit=limit)
    if condition.met:
        return _("{value}, above {limit}").format(value=value, limit=limit)
    return _("{value}, not above {limit}").format(value=value, limit=limit)


def condition_unit(condition: Condition) -> str:
    """The unit of a measured fact in the reader's language."""
    return {"clients": _("clients"), "Member States": ""}.get(condition.unit, condition.unit)


_SENT: Final = ("submitted_in_time", "submitted_late")


def awaited(case: IncidentCase) -> Clock | None:
    """The first report that was not sent; None where none is due or all were."""
    return next((clock for clock in case.clocks if clock.state not in _SENT), None)


def next_report(case: IncidentCase) -> str:
    """How the report stands that is due next; the last one where all were sent."""
    return clock_sentence(awaited(case) or case.clocks[-1], case.zone)


def report_sentence(case: IncidentCase) -> str:
    """How the reports stand: what was sent, what is due next."""
    parts = []
    for clock in case.clocks:
        parts.append(clock_sentence(clock, case.zone))
        if clock.state not in _SENT:
            break
    sentence = parts[0]
    for part in parts[1:]:
        sentence = _("{first}; {then}").format(first=sentence, then=part)
    return f"{sentence} ({zone_name(case.zone)})"


def clock_sentence(clock: Clock, zone: str) -> str:
    """How one report stands, with its time and what is left."""
    text = {
        "submitted_in_time": _("the {report} was sent in time on {sent}"),
        "submitted_late": _("the {report} was sent late, on {sent} for {due}"),
        "running": _("the {report} is due by {due}, in {left}"),
        "overdue": _("the {report} was due by {due} and is {left} late"),
        "not_started": _("the time for the {report} cannot be told: when the bank knew of it is missing"),
    }[clock.state]
    return text.format(
        report=report_name(clock.report),
        sent=when(clock.submitted_at, zone) if clock.submitted_at else "",
        due=when(clock.due, zone) if clock.due else "",
        left=span(clock.remaining) if clock.remaining is not None else "",
    )


def caution(case: IncidentCase) -> str:
    """What weakens the verdict; empty when nothing does."""
    if case.classification is None:
        return ""
    if questions := case.classification.questions:
        return question(questions[0])
    if case.deadlines and not case.deadlines.binding:
        return _("Until the missing facts are known, count the time as if the incident were major.")
    return ""


def question(code: Question) -> str:
    """What the register contradicts, as it would be asked of the bank."""
    return _(_QUESTIONS[code])


def notes(case: IncidentCase) -> list[str]:
    """Everything the figures rest on that the register did not say, each in a sentence."""
    scenario, clock, entry = case.reader.scenario, case.reader.display.clock, case.entry
    found = []
    if clock and stated_clock(clock, case.zone) is None:
        found.append(_("The link’s clock states no moment; the present one is used."))
    elif clock and case.now > datetime.now(UTC):
        found.append(_("The clock stands in the future: {moment}.").format(moment=when(case.now, case.zone)))
    elif not clock:
        found.append(
            _("The data are live: time left is counted from now.")
            if case.live
            else _("Time left is counted from the end of the data, {moment}.").format(
                moment=when(case.now, case.zone)
            )
        )
    if not case.days_off.known:
        found.append(_("No calendar of bank holidays covers the bank’s country: only weekends are days off."))
    judged = case.classification
    if judged and judged.narrow_access != judged.verdict:
        found.append(
            _(
                "A malicious access is read as deciding alone even where data were lost (article 9(5), point "
                "b). Read as giving way to point a, the incident would need a second criterion."
            )
        )
    if entry.began > case.now:
        found.append(_("The incident begins after the moment of the clock."))
    if not entry.zone_known:
        found.append(_("The register’s time zone does not exist; its times are read as Casablanca’s."))
    if entry.cost_converted:
        found.append(
            _("The cost is converted from dirhams at {rate} a euro.").format(
                rate=number(scenario.mad_per_euro, 2, "MAD")
            )
        )
    if case.classification and case.classification.undetermined:
        facts = listing([fact_label(fact) for fact in case.classification.undetermined])
        found.append(_("Not known and could decide: {facts}.").format(facts=facts))
    if case.classification and case.classification.decides_alone:
        facts = listing([fact_label(fact) for fact in case.classification.decides_alone])
        found.append(_("Any one of these would decide alone: {facts}.").format(facts=facts))
    return found
