"""Start: a dozen typed figures open every page with the reader's own bank, what is assumed marked as such."""

from ui import page, start_form
from ui.outlets import forms

shown = page.open_page("start")
found = start_form.page(forms.visit())
shown.answer(found.answer.sentence)
forms.draw(found.offers)
shown.challenged()
shown.footer()
