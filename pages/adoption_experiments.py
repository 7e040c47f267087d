"""Adoption experiments: what a randomised test shows, what it could show, e-mail, and columns known too "
"late."""

from functools import partial

import streamlit as st

from studies.marketing.campaigns import columns
from ui import controls, link, page
from ui.charts import campaigns as charts
from ui.outside import prose
from ui.views import adoption_experiments as views
from ui.views import adoption_experiments_method as methods
from ui.views import adoption_mailing as mailing
from ui.views.choices import pick_bank
from ui.words import _, number, percent

shown = page.open_page("adoption-experiments")

places = page.controls(6)
with places[0]:
    bank, _name = pick_bank()
with places[1]:
    test = views.pick_test(bank)
with places[2]:
    controls.slide("wanted_lift", _("Lift wanted"), 0.1)
with places[3]:
    controls.slide("test_level", _("Confidence level"), 0.01, shown=percent)
with places[4]:
    controls.slide("email_sends", _("E-mails sent"), 1.0, shown=partial(number, digits=0))
with places[5]:
    controls.reset("bank", "campaign_test", "wanted_lift", "test_level", "email_sends", "contact_drivers")

view = views.read_test(bank, test)
shown.answer(views.sentence(view), caution=views.caution(view))
shown.chart(
    charts.lifts(views.arm_effects(view), title=_("Lift (percentage points)")),
    title=_("What did each arm add?"),
    alt_text=views.described(view),
    name="lift",
    kinds=view.kinds,
    note=views.note(view),
)
shown.table(
    views.arm_table(view),
    name="arms",
    alt_text=views.described(view),
    kinds=view.kinds,
    formats=dict.fromkeys(
        (_("Rate (%)"), _("Rate, low (%)"), _("Rate, high (%)"), _("Lift (points)"), _("Low"), _("High")),
        partial(number, digits=2),
    )
    | {_("p-value"): partial(number, digits=4), _("People"): partial(number, digits=0)},
)

if view.design is None:
    page.empty(views.design_sentence(view))
else:
    shown.chart(
        charts.power_curve(
            view.design.curve,
            views.design_marks(view),
            x_title=_("People in the control"),
            y_title=_("Chance to see the lift wanted (%)"),
            mark_title=_("Size"),
        ),
        title=_("Was the test large enough?"),
        alt_text=views.design_sentence(view),
        name="power",
        kinds=("derived", "assumed"),
        note=views.design_sentence(view),
    )

st.subheader(_("What was known before, and what only after?"), anchor=False)
report = views.guard_report(view)
if report is None:
    page.empty(_("This test has no people one by one, or all fared alike: there is no column to judge."))
else:
    known = columns(link.shown(), bank, test)
    with page.controls(3)[0]:
        asked = controls.choose_several(
            "contact_drivers", _("Drivers asked for"), known, shown=views.column_name, otherwise=known
        )
    st.markdown(prose(views.guard_sentence(report, asked)))
    shown.table(
        views.guard_table(report, asked),
        name="guard",
        alt_text=views.guard_sentence(report, asked),
        kinds=view.kinds,
    )

letters = mailing.read_mailing(bank)
shown.chart(
    charts.list_left(mailing.decay(letters), x_title=_("Sends"), y_title=_("List left (%)")),
    title=_("What do e-mails bring, and what do they cost the list?"),
    alt_text=mailing.sentence(letters),
    name="decay",
    kinds=mailing.kinds(letters),
    note=mailing.sentence(letters),
)
shown.table(
    mailing.funnel_table(letters),
    name="funnel",
    alt_text=mailing.sentence(letters),
    kinds=mailing.kinds(letters),
    formats={
        _("People-sends"): partial(number, digits=0),
        _("Of all addressed (%)"): partial(number, digits=2),
        _("Benchmark: of all addressed (%)"): partial(number, digits=2),
    },
)
shown.method(**methods.method())
shown.footer()
