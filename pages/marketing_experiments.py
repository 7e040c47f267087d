"""Marketing experiments: what a randomised test shows and could show, e-mail, columns known too late."""

from functools import partial

from ui import controls, page
from ui.marketing import experiments
from ui.views.choices import pick_bank
from ui.words import number, percent

shown = page.open_page("marketing-experiments")

places = page.beside(6)
with places[0]:
    bank, _name = pick_bank()
with places[1]:
    known = experiments.tests(shown.reader, bank)
    controls.choose("campaign_test", list(known), shown=known.__getitem__)
with places[2]:
    controls.slide("wanted_lift", 0.1)
with places[3]:
    controls.slide("test_level", 0.01, shown=percent)
with places[4]:
    controls.slide("email_sends", 1.0, shown=partial(number, digits=0))
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
