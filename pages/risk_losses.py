"""Losses: what a year of events costs a bank, how sure that is, which controls pay, and the capital."""

from ui import controls, page
from ui.risk import losses, losses_bank
from ui.risk.words import EVENT_NAMES, event_name
from ui.views.choices import pick_bank
from ui.words import _, percent

shown = page.open_page("risk-losses")

places = page.beside(8)
with places[0]:
    pick_bank()
with places[1]:
    controls.choose("loss_type", list(EVENT_NAMES), shown=event_name)
with places[4]:
    controls.choose(
        "tail_start",
        losses_bank.TAIL_STARTS,
        shown=losses_bank.tail_name,
        about=_("The losses above it follow a law of their own."),
    )
with places[5]:
    controls.slide("dependence", 0.1, shown=percent)
with places[2]:
    approaches = list(losses_bank.APPROACHES)
    controls.choose("capital_approach", approaches, shown=losses_bank.approach_name)
with places[6]:
    controls.slide(
        "least_loss", 10_000.0, label=_("Smallest loss for capital (EUR)"), shown=losses_bank.euros
    )
with places[7]:
    controls.choose(
        "loss_scope",
        list(losses_bank.LOSS_SCOPES),
        shown=losses_bank.scope_name,
        about=_("Basel’s loss component asks for all operational losses of the bank."),
    )
with places[3]:
    controls.slide("level", 0.05, shown=percent)
controls.reset(*losses.CONTROLS)

shown.show(losses.content(shown.reader))
