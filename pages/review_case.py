"""Case: a bank's risk in a month, from what the model says to what was decided and told."""

import streamlit as st

from ui import controls, page
from ui.charts import review as charts
from ui.outside import prose
from ui.review import case, desk, steps
from ui.risk.words import RISK_NAMES, risk_name
from ui.views.choices import pick_bank, pick_month
from ui.words import _

shown = page.open_page("review-case", private=True)

places = page.controls(5)
with places[0]:
    person = desk.pick_person()
with places[1]:
    bank, name = pick_bank()
with places[2]:
    month = pick_month(bank)
with places[3]:
    risks = [risk for risk in RISK_NAMES if risk != "overall"]
    chosen = controls.choose("risk", risks, shown=risk_name)
with places[4]:
    controls.reset("bank", "month", "risk")

view = case.view(person, bank, name, month, chosen)
shown.answer(case.sentence(view), caution=desk.mark())
desk.say()
steps.files(view)
steps.draw(view)
steps.attach(view)
if view.model is None:
    page.empty(_("No figure of the model is shown here."))
else:
    st.caption(prose(case.model_sentence(view)))
    shown.chart(
        charts.grades(case.grade_frame(view), title=_("Probability (%)")),
        title=_("The model’s grades, and what was made of them"),
        alt_text=case.described_grades(view),
        name="grades",
        kinds=case.KINDS,
    )
shown.table(
    case.timeline(view),
    name="timeline",
    title=_("What happened"),
    alt_text=case.described(view),
    kinds=case.KINDS,
)
if view.file is not None:
    shown.table(
        case.finding_table(view),
        name="findings",
        title=_("What the bank must mend"),
        alt_text=case.described(view),
        kinds=case.KINDS,
    )
    shown.table(
        case.evidence_table(view),
        name="evidence",
        title=_("Evidence on the bank"),
        alt_text=case.described(view),
        kinds=case.KINDS,
    )
shown.method(**case.method().parts())
shown.footer()
