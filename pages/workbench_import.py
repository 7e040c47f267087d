"""Import: a bank's own file becomes rows that every page shows, or a report of what to mend."""

import streamlit as st

from data import ingest
from data.channel_log.contract import CHANNEL_LOG
from ui import import_changes, import_ledger, import_log, importer, link, page

shown = page.open_page("import")
shown.answer(importer.standing())
importer.show_loaded()

left, right = st.columns(2)
with left:
    table = importer.choose_table()
with right:
    workspace = importer.choose_workspace()
    constants = importer.choose_bank(table)
    options = importer.choose_options()

given = importer.upload()
log = None
if not given:
    import_log.forget()
elif workspace and (table is None or table is CHANNEL_LOG):
    log = import_log.read(given[1], given[0], options)
ledger = None
if given and workspace and log and import_log.is_one(log, table):
    import_log.offer(log, given[1], workspace, constants.get("bank", ""), options)
    given = None
elif given and table is CHANNEL_LOG:
    import_log.refuse(log)
    given = None
elif given and not importer.fits(given[1]):
    given = None
elif given and workspace and table is None:
    ledger = import_ledger.read(given[1], given[0], options)
if given and workspace and ledger:
    import_ledger.offer(ledger, given[1], workspace, constants.get("bank", ""))
elif given and workspace:
    name, content = given
    known = ingest.load_references(workspace)
    settings = {"options": options, "known": known}
    seen = importer.read(content, name, table, settings)
    settings["options"] = importer.choose_rates(seen, importer.choose_sheet(seen, options))
    table = importer.recognise(content, name, table, settings)
if given and workspace and table and not ledger:
    constants = importer.of_table(table, constants)
    found = importer.read(content, name, table, settings)
    if importer.show_preview(found):
        mapping = importer.choose_mapping(found, table, constants, workspace, known)
        names = importer.match_names(found, table, known)
        settings |= {"table": table.name, "mapping": mapping, "constants": constants}
        settings["known"] = known.with_names(names)
        report = importer.check(content, name, settings, names)
        if report:
            importer.show_report(report, found.notes)
            if report.ok:
                import_changes.show_foreseen(report, workspace)
                report = import_changes.ask_breaks(report, workspace)
                importer.load(report, table, workspace, names)
import_changes.offer_names(workspace)
import_changes.show_history(link.workspace())
shown.footer()
