"""A finding that begins with an incident of the register: what it says, before the supervisor mends it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from analytics.risk.deadlines import deadline_clock
from analytics.scenario import Scenario
from studies.risk import incidents as reads
from studies.risk.incidents import Entry
from ui.review import desk, figures
from ui.review.case import Draft, View
from ui.risk.incident_case import entry_name, report_name, title
from ui.words import _, day, listing

_DAYS_TO_MEND: Final = 60
_LATE: Final = ("overdue", "submitted_late")
_REPORTING: Final = "BCBS 98, 14; 05-20, 8"
_RECOVERY: Final = "BCBS 98, 13"


def drafts(seen: View) -> dict[str, Draft]:
    """Code → what each incident of the bank suggests that began by the month's end, the latest first."""
    found = reads.register(figures.snapshot(), seen.bank, Scenario().mad_per_euro)
    return {entry.code: _draft(entry) for entry in found if f"{entry.began:%Y-%m}" <= seen.month}


def _draft(entry: Entry) -> Draft:
    """What a finding on an incident asks for: its reports where they are late, else the cause mended."""
    now = desk.desk().office.clock()
    judged = entry.classification
    deadlines = judged.deadlines if judged else None
    clocks = deadline_clock(deadlines, now) if deadlines else ()
    late = [report_name(clock.report) for clock in clocks if clock.state in _LATE]
    told = {"number": entry.number, "what": title(entry), "day": day(entry.began.date())}
    if late:
        said = _(
            "Incident {number}, {what}, of {day}: late were the {reports}. Send what is missing, and show "
            "how the deadlines are kept."
        ).format(reports=listing(late), **told)
    else:
        said = _(
            "Incident {number}, {what}, of {day}: show its cause, what mends it, and the test of recovery."
        ).format(**told)
    major = bool(judged and judged.major)
    return Draft(
        entry_name(entry),
        entry.number,
        said,
        _REPORTING if late else _RECOVERY,
        "high" if major and late else "medium" if major or late else "low",
        f"{now + timedelta(days=_DAYS_TO_MEND):%Y-%m-%d}",
    )
