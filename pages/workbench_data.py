"""Data catalogue: what there is, where it comes from, under which licence, and what each column means."""

from data.contracts import CONTRACTS
from ui import controls, page
from ui.words import localised
from ui.workbench import data

shown = page.open_page("data")
page.picture_first()
controls.choose("table", list(CONTRACTS), shown=lambda name: localised(CONTRACTS[name], "title"))

shown.show(data.content(shown.reader))
