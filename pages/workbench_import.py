"""Import: a bank's own file becomes rows that every page shows, or a report of what to mend."""

import streamlit as st

from data import ingest
from ui import importer, page
from ui.words import _

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
if given:
    name, content = given
    with st.spinner(_("Reading the file …")):
        found = ingest.preview(content, name, table=table.name, options=options)
    importer.show_preview(found)
    mapping = importer.choose_mapping(found, table, constants)
    settings = {"table": table.name, "mapping": mapping, "options": options, "constants": constants}
    key = (name, hash(content), str(settings))
    report = importer.check(key, content=content, filename=name, **settings)
    if report:
        importer.show_report(report)
        if report.ok and workspace:
            importer.load(report, table, workspace)
shown.footer()
