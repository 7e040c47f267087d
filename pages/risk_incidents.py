"""Incidents: is one major, what would decide, when must it be reported, and with what."""

from ui import controls, page
from ui.risk import incident_case, incidents
from ui.views.choices import pick_bank
from ui.words import _

shown = page.open_page("risk-incidents")

places = page.beside(6)
with places[0]:
    pick_bank()
entries = incident_case.recorded(shown.reader)
with places[1]:
    names = {code: incident_case.entry_name(entry) for code, entry in entries.items()}
    latest = incident_case.latest_major(entries)
    controls.choose("incident", list(entries), shown=names.__getitem__, otherwise=latest)
with places[2]:
    controls.choose_several("unknown_facts", list(incident_case.FACT_CODES), shown=incident_case.fact_name)
with places[4]:
    reports = list(incident_case.REPORT_NAMES)
    controls.choose("report_form", reports, shown=incident_case.report_name)
with places[5]:
    zones = list(incident_case.ZONE_NAMES)
    controls.choose("time_zone", zones, shown=incident_case.zone_name)
with places[3]:
    controls.instant(
        "clock",
        about=_(
            "The moment from which time left is counted, in the time shown; empty for the end of the data, "
            "or for now where they are live."
        ),
        placeholder=_("end of the data"),
    )
controls.reset("bank", "incident", "unknown_facts", "report_form", "time_zone", "clock")

shown.show(incidents.content(shown.reader))
