"""Three years: what moves from which channel to which, what it gives back, and when it is paid back."""

import streamlit as st

from ui import controls, link, page
from ui.controls import pick_bank
from ui.plan import moves, shares
from ui.words import _

shown = page.open_page("plan-shares")

places = page.beside(8)
with places[0]:
    pick_bank()
from_where, to_where = moves.origins(shown.reader), moves.targets(shown.reader)
with places[1]:
    if from_where:
        controls.ask("plan_from", from_where)
with places[4]:
    if to_where:
        controls.ask("plan_to", to_where)
with places[5]:
    controls.ask("plan_first")
with places[6]:
    controls.ask("plan_second")
with places[2]:
    controls.ask("plan_third")
with places[7]:
    controls.ask("plan_budget")
with places[3]:
    controls.ask("released_share")
controls.reset(*moves.CONTROLS)

touched = bool(set(moves.OTHERS) & set(link.scenario().touched()))
with st.expander(_("Other assumptions"), icon=":material/tune:", expanded=touched):
    rows = [st.columns(5, vertical_alignment="bottom") for _row in range(3)]
    first, second, third = rows
    with first[0]:
        controls.ask("plan_spent_first")
    with first[1]:
        controls.ask("plan_floor")
    with first[2]:
        controls.ask("plan_stretch")
    with first[3]:
        controls.ask("plan_people_share")
    with first[4]:
        controls.ask("migrated_share")
    with second[0]:
        controls.ask("plan_exit_person")
    with second[1]:
        controls.ask("plan_exit_site")
    with second[2]:
        controls.ask("augmentation")
    with second[3]:
        controls.ask("saving_lag")
    with second[4]:
        controls.ask("discount_rate")
    with third[0]:
        began, usual = moves.beginnings(shown.reader)
        if began:
            controls.ask("plan_began", began, otherwise=usual)
    controls.reset(*moves.OTHERS)

shown.show(shares.content(shown.reader))
