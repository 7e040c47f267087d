"""Three years: what moves from which channel to which, what it gives back, and when it is paid back."""

from functools import partial

import streamlit as st

from ui import controls, link, page
from ui.channels import migration
from ui.plan import moves, shares
from ui.views.choices import pick_bank
from ui.words import _, number, percent

shown = page.open_page("plan-shares")

places = page.beside(8)
year = shown.snapshot.as_of.year
with places[0]:
    pick_bank()
from_where, to_where = moves.origins(shown.reader), moves.targets(shown.reader)
with places[1]:
    if from_where:
        controls.choose("plan_from", from_where, label=_("From"), shown=moves.place_name)
with places[4]:
    if to_where:
        controls.choose("plan_to", to_where, label=_("To"), shown=moves.place_name)
with places[5]:
    gone = _("Share of the channel’s transactions of the last twelve months that is gone by the year’s end.")
    label = _("Gone by end of {year}")
    controls.slide("plan_first", 0.01, label=label.format(year=year + 1), about=gone, shown=percent)
with places[6]:
    controls.slide("plan_second", 0.01, label=label.format(year=year + 2), about=gone, shown=percent)
with places[2]:
    controls.slide("plan_third", 0.01, label=label.format(year=year + 3), about=gone, shown=percent)
with places[7]:
    sized = _("All three years. Empty: the investment of each customer who must change.")
    controls.enter("plan_budget", label=_("Budget, MAD million"), example="10", about=sized)
with places[3]:
    freed = _("Share of the people and sites no longer needed that the bank really gives back.")
    controls.slide("released_share", 0.05, about=freed, shown=percent)
controls.reset(*moves.CONTROLS)

touched = bool(set(moves.OTHERS) & set(link.scenario().touched()))
with st.expander(_("Other assumptions"), icon=":material/tune:", expanded=touched):
    rows = [st.columns(5, vertical_alignment="bottom") for _row in range(2)]
    first, second = rows
    thousands = partial(number, digits=0)
    with first[0]:
        controls.slide("plan_spent_first", 0.05, shown=percent)
    with first[1]:
        controls.slide("plan_floor", 0.05, shown=percent)
    with first[2]:
        controls.slide("plan_stretch", 0.05, shown=percent)
    with first[3]:
        controls.slide("plan_people_share", 0.05, shown=percent)
    with first[4]:
        controls.slide("migrated_share", 0.05, shown=percent)
    with second[0]:
        controls.slide("plan_exit_person", 10, shown=thousands)
    with second[1]:
        controls.slide("plan_exit_site", 100, shown=thousands)
    with second[2]:
        controls.slide("augmentation", 0.1, shown=percent)
    with second[3]:
        controls.slide("saving_lag", 3, shown=migration.months)
    with second[4]:
        controls.slide("discount_rate", 0.01, shown=percent)
    controls.reset(*moves.OTHERS)

shown.show(shares.content(shown.reader))
