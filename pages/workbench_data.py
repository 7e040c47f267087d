"""Data catalogue: what there is, where it comes from, under which licence, and what each column means."""

from data.contracts import CONTRACTS
from ui import controls, page
from ui.charts import catalogue as charts
from ui.views import catalogue
from ui.words import _, localised

shown = page.open_page("data")
rows = catalogue.counts()
kinds = tuple(rows["kind"].drop_duplicates())
shown.answer(catalogue.sentence(rows))
shown.chart(
    charts.counts_by_kind(rows, label="title", kind="kind_name", title=_("Rows (logarithmic scale)")),
    title=_("Rows of each table, by kind of data"),
    alt_text=catalogue.sentence(rows),
    name="tables",
    kinds=kinds,
)
shown.table(
    catalogue.tables(),
    name="tables",
    title=_("Tables"),
    alt_text=_("What each table holds, its rows by kind and its latest period"),
    kinds=(),
)
shown.table(
    catalogue.sources(),
    name="sources",
    title=_("Sources and licences"),
    alt_text=_("Publisher, title, year and licence of every source"),
    kinds=(),
)
shown.table(
    catalogue.breaks(),
    name="breaks",
    title=_("Breaks of definition"),
    alt_text=_("Where a series changes its definition"),
    kinds=(),
)
table = controls.choose(
    "table", _("Dictionary of"), list(CONTRACTS), shown=lambda name: localised(CONTRACTS[name], "title")
)
shown.table(
    catalogue.dictionary(table),
    name="dictionary",
    title=localised(CONTRACTS[table], "title"),
    alt_text=localised(CONTRACTS[table], "meaning"),
    kinds=(),
)
shown.footer()
