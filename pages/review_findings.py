"""Findings: what banks must mend, by when, and how far they are."""

from ui import page
from ui.charts import review as charts
from ui.review import desk, findings
from ui.words import _

shown = page.open_page("review-findings", private=True)

places = page.controls(2)
with places[0]:
    person = desk.pick_person()

view = findings.findings(person)
shown.answer(findings.sentence(view), caution=desk.mark())
desk.say()
if view.rows:
    shown.chart(
        charts.stacked(findings.bars(view), groups=findings.group_names(), title=_("Findings")),
        title=_("Findings by bank, and where they stand"),
        alt_text=findings.described(view),
        name="findings",
        kinds=findings.KINDS,
    )
shown.table(
    findings.table(view),
    name="findings",
    title=_("Finding by finding, the overdue first"),
    alt_text=findings.described(view),
    kinds=findings.KINDS,
)
shown.method(**findings.method())
shown.footer()
