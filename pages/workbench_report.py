"""Report: the board pack as PDF, slides and workbook, made of the pages' own figures."""

from ui import controls, page
from ui.controls import pick_bank
from ui.views import report
from ui.words import _

shown = page.open_page("report")

places = page.controls(3)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    slugs = report.pick_sections()
with places[2]:
    controls.reset("bank", "report_sections")

report.pick_letterhead()
wanted = report.ordered(slugs, bank, name)
made = report.files(wanted)
asked = report.decided()
shown.answer(report.sentence(wanted, made, asked), caution=report.caution(made))
if made is None:
    page.empty(
        _(
            "Five files in less than a minute: PDF, slides, workbook, and the method annex in PDF and JSON. "
            "They follow the scenario of all pages and the language shown here."
        )
    )
else:
    report.hand_over(made, bank)
if made is None and asked is not None:
    shown.table(
        asked.frame,
        name=asked.name,
        title=_("What the board is asked to decide"),
        alt_text=asked.alt_text,
        kinds=asked.kinds,
        lines=asked.lines,
        columns=asked.columns,
        opens=asked.opens,
    )
shown.table(
    report.contents(wanted, made),
    name="contents",
    title=_("What the pack holds"),
    alt_text=_("Each section with its question and its answer"),
    kinds=() if made is None else made.pack.kinds,
)
shown.method(**report.method().parts())
shown.footer()
