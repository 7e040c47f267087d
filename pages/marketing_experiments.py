"""Marketing experiments: what a randomised test shows and could show, e-mail, columns known too late."""

from ui import controls, page
from ui.controls import pick_bank
from ui.marketing import experiments

shown = page.open_page("marketing-experiments")

places = page.beside(6)
with places[0]:
    bank, _name = pick_bank()
with places[1]:
    known = experiments.tests(shown.reader, bank)
    controls.ask("campaign_test", known)
with places[2]:
    controls.ask("wanted_lift")
with places[3]:
    controls.ask("test_level")
with places[4]:
    controls.ask("email_sends")
with places[5]:
    if columns := experiments.drivers(shown.reader):
        controls.choose_several(
            "contact_drivers",
            columns,
            shown=experiments.column_name,
            otherwise=columns,
        )
controls.reset("bank", "campaign_test", "wanted_lift", "test_level", "email_sends", "contact_drivers")

shown.show(experiments.content(shown.reader))
