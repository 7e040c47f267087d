"""Horizontal: all banks and risks, model → decided, and which bank to inspect first."""

from ui import controls, page
from ui.charts import review as charts
from ui.review import desk, horizontal, steps
from ui.words import _

shown = page.open_page("review-horizontal", private=True)

places = page.controls(3)
with places[0]:
    person = desk.pick_person()
with places[1]:
    month = horizontal.pick_month()
with places[2]:
    controls.reset("month")

weights, capacity = steps.inspection(person)
view = horizontal.horizon(desk.seat(person), month, weights, capacity)
shown.answer(horizontal.sentence(view), caution=desk.mark())
desk.say()
steps.book(view)
if not view.tiles.empty:
    banks, risks = horizontal.orders(view)
    shown.chart(
        charts.heat(horizontal.tiles(view), banks=banks, risks=risks),
        title=_("Model → decided, the bank to inspect first on top"),
        alt_text=horizontal.described(view),
        name="horizontal",
        kinds=horizontal.KINDS,
    )
    shown.chart(
        charts.months(horizontal.trend(view), banks=banks),
        title=_("Overall score of the last twelve months"),
        alt_text=horizontal.described_trend(view),
        name="trend",
        kinds=horizontal.KINDS,
    )
shown.table(
    horizontal.plan(view),
    name="plan",
    title=_("Order of inspection, and what makes it"),
    alt_text=horizontal.sentence(view),
    kinds=horizontal.KINDS,
)
for table in horizontal.sheets(view)[2:]:
    if not table.frame.empty:
        shown.table(
            table.frame,
            name=table.name,
            title=table.title,
            alt_text=table.alt_text,
            kinds=horizontal.KINDS,
        )
shown.method(**horizontal.method())
shown.footer()
