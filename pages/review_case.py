"""Case: a bank's risk in a month, from what the model says to what was decided and told."""

from ui import controls, link, page
from ui.controls import pick_bank
from ui.outlets import forms
from ui.review import case, case_steps, desk, from_incident
from ui.risk.bank import months
from ui.risk.words import RISK_NAMES

shown = page.open_page("review-case", private=True)

places = page.beside(4)
with places[0]:
    person = desk.pick_person()
with places[1]:
    bank, name = pick_bank()
halves = forms.halves(places[2])
with halves[0]:
    month = controls.ask("month", months(shown.reader, bank))
with halves[1]:
    risks = [risk for risk in RISK_NAMES if risk != "overall"]
    chosen = controls.ask("risk", risks)
controls.reset("bank", "month", "risk")

view = case.view(person, bank, name, month, chosen)
drafts = from_incident.drafts(view)
first, rest, below = case_steps.first_and_rest(case_steps.offers(view, drafts, str(link.value("incident"))))
with places[3]:
    desk.say()
    forms.draw(first, desk.take, narrow=True, below=below)
back = ("risk-scores", "risk-incidents", "review-horizontal")
forms.hand_out(case_steps.letters(view), back, case_steps.proofs(view), case_steps.earlier(view))
forms.draw(rest + case_steps.attach(view), desk.take)
shown.show(case.content(view, desk.mark()))
