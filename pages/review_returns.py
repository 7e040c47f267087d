"""Returns: who owes which figures by when, what came late or was corrected, and what was asked."""

from ui import page
from ui.review import desk, returns, steps

shown = page.open_page("review-returns", private=True)

places = page.beside(1)
with places[0]:
    person = desk.pick_person()

view = returns.returns(person)
desk.say()
steps.draw(returns.offers(view))
shown.show(returns.content(view, desk.mark()))
