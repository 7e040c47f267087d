"""Incidents: is one major, what would decide, when must it be reported, and with what."""

from ui import controls, page
from ui.controls import pick_bank
from ui.risk import incident_case, incidents

shown = page.open_page("risk-incidents")

places = page.beside(6)
with places[0]:
    pick_bank()
entries = incident_case.recorded(shown.reader)
with places[1]:
    names = {code: incident_case.entry_name(entry) for code, entry in entries.items()}
    latest = incident_case.latest_major(entries)
    controls.ask("incident", names, otherwise=latest)
with places[2]:
    controls.choose_several("unknown_facts", list(incident_case.FACT_CODES), shown=incident_case.fact_name)
with places[4]:
    controls.ask("report_form")
with places[5]:
    controls.ask("time_zone")
with places[3]:
    controls.instant("clock")
controls.reset("bank", "incident", "unknown_facts", "report_form", "time_zone", "clock")

shown.show(incidents.content(shown.reader))
