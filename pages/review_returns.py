"""Returns: who owes which figures by when, what came late or was corrected, and what was asked."""

from ui import page
from ui.outlets import forms
from ui.review import desk, returns

shown = page.open_page("review-returns", private=True)

places = page.beside(1)
with places[0]:
    person = desk.pick_person()

view = returns.returns(person)
desk.say()
forms.draw(returns.offers(view), desk.take)
shown.show(returns.content(view, desk.mark()))
