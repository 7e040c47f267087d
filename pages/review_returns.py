"""Returns: who owes which figures by when, what came late or was corrected, and what was asked."""

from ui import page
from ui.charts import review as charts
from ui.review import desk, returns, steps
from ui.words import _

shown = page.open_page("review-returns", private=True)

places = page.controls(2)
with places[0]:
    person = desk.pick_person()

view = returns.returns(person)
shown.answer(returns.sentence(view), caution=desk.mark())
desk.say()
steps.returns(view)
if not view.calendar.empty:
    shown.chart(
        charts.stacked(
            returns.bars(view),
            groups=[_(group) for group in returns.GROUPS.values()],
            title=_("Returns of twelve months"),
        ),
        title=_("Returns by bank, and when they came"),
        alt_text=returns.described(view),
        name="returns",
        kinds=returns.KINDS,
    )
for name, title, frame in returns.tables(view):
    shown.table(frame, name=name, title=title, alt_text=title, kinds=returns.KINDS)
shown.method(**returns.method())
shown.footer()
