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
        controls.choose("plan_from", _("From"), from_where, shown=moves.place_name)
with places[4]:
    if to_where:
        controls.choose("plan_to", _("To"), to_where, shown=moves.place_name)
with places[5]:
    gone = _("Share of the channel’s transactions of the last twelve months that is gone by the year’s end.")
    label = _("Gone by end of {year}")
    controls.slide("plan_first", label.format(year=year + 1), 0.01, about=gone, shown=percent)
with places[6]:
    controls.slide("plan_second", label.format(year=year + 2), 0.01, about=gone, shown=percent)
with places[2]:
    controls.slide("plan_third", label.format(year=year + 3), 0.01, about=gone, shown=percent)
with places[7]:
    sized = _("All three years. Empty: the investment of each customer who must change.")
    controls.enter("plan_budget", _("Budget, MAD million"), example="10", about=sized)
with places[3]:
    freed = _("Share of the people and sites no longer needed that the bank really gives back.")
    controls.slide("released_share", _("Fixed cost released"), 0.05, about=freed, shown=percent)
controls.reset(*moves.CONTROLS)

touched = bool(set(moves.OTHERS) & set(link.scenario().touched()))
with st.expander(_("Other assumptions"), icon=":material/tune:", expanded=touched):
    rows = [st.columns(5, vertical_alignment="bottom") for _row in range(2)]
    first, second = rows
    thousands = partial(number, digits=0)
    with first[0]:
        controls.slide("plan_spent_first", _("Spent in the first year"), 0.05, shown=percent)
    with first[1]:
        controls.slide("plan_floor", _("Floor, of the target"), 0.05, shown=percent)
    with first[2]:
        controls.slide("plan_stretch", _("Stretch, of the target"), 0.05, shown=percent)
    with first[3]:
        controls.slide("plan_people_share", _("People’s part of branch cost"), 0.05, shown=percent)
    with first[4]:
        controls.slide("migrated_share", _("Moved by those who adopt"), 0.05, shown=percent)
    with second[0]:
        controls.slide("plan_exit_person", _("Exit of a person, MAD thousand"), 10, shown=thousands)
    with second[1]:
        controls.slide("plan_exit_site", _("Exit of a site, MAD thousand"), 100, shown=thousands)
    with second[2]:
        controls.slide("augmentation", _("Growth in use"), 0.1, shown=percent)
    with second[3]:
        controls.slide("saving_lag", _("Lag of the savings"), 3, shown=migration.months)
    with second[4]:
        controls.slide("discount_rate", _("Discount rate"), 0.01, shown=percent)
    controls.reset(*moves.OTHERS)

shown.show(shares.content(shown.reader))
