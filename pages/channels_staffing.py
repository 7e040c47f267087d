"""Staffing: people for the counters and the phone, and what moving customers releases in whole ones."""

from functools import partial

from ui import controls, page
from ui.channels import staffing
from ui.views.choices import pick_bank
from ui.words import _, percent

shown = page.open_page("channels-staffing")

places = page.beside(6)
with places[0]:
    pick_bank()
with places[1]:
    queue = controls.choose("queue", list(staffing.QUEUES), shown=partial(staffing.name_of, staffing.QUEUES))
with places[2]:
    controls.choose(
        staffing.PROMISE_FIELD[queue],
        staffing.promises_of(queue),
        label=_("Promise"),
        shown=staffing.promise_name,
        otherwise=staffing.usual_promise(queue),
    )
with places[3]:
    controls.slide(
        staffing.PATIENCE_FIELD[queue],
        staffing.PATIENCE_STEP[queue],
        label=_("Patience"),
        about=_("Mean time before a customer who waits gives up; at zero nobody leaves."),
        shown=partial(staffing.patience_name, unit=staffing.PATIENCE_UNIT[queue]),
    )
with places[4]:
    controls.slide("shrinkage", 0.05, shown=percent)
with places[5]:
    controls.slide(
        "counter_moved",
        0.05,
        about=_("Share of the counter transactions, other than cash, that move to Internet and mobile."),
        shown=percent,
    )
controls.reset("bank", "queue", *staffing.FIELDS)

shown.show(staffing.content(shown.reader))
