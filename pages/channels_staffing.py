"""Staffing: people for the counters and the phone, and what moving customers releases in whole ones."""

from ui import controls, page
from ui.channels import staffing
from ui.controls import pick_bank

shown = page.open_page("channels-staffing")

places = page.beside(6)
with places[0]:
    pick_bank()
with places[1]:
    queue = controls.ask("queue")
with places[2]:
    controls.ask(staffing.PROMISE_FIELD[queue], otherwise=staffing.usual_promise(queue))
with places[3]:
    controls.ask(staffing.PATIENCE_FIELD[queue])
with places[4]:
    controls.ask("shrinkage")
with places[5]:
    controls.ask("counter_moved")
controls.reset("bank", "queue", *staffing.FIELDS)

shown.show(staffing.content(shown.reader))
