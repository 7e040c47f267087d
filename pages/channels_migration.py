"""Migration: what moving customers online really saves, what it is worth, and how sure that is."""

import streamlit as st

from ui import controls, link, page
from ui.channels import migration
from ui.controls import pick_bank
from ui.words import _

shown = page.open_page("channels-migration")

places = page.beside(6)
with places[0]:
    pick_bank()
with places[1]:
    controls.ask("adoption_years")
with places[2]:
    controls.ask("augmentation")
with places[3]:
    controls.ask("released_share")
with places[4]:
    controls.ask("saving_lag")
with places[5]:
    controls.ask("discount_rate")
controls.reset(*migration.CONTROLS)

# The assumptions that change the answer less.
share, ratio = migration.own(shown.reader)
touched = bool(set(migration.OTHERS) & set(link.scenario().touched()))
with st.expander(_("Other assumptions"), icon=":material/tune:", expanded=touched):
    first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
    with first:
        controls.ask("stated_variable_share", otherwise=share)
    with second:
        controls.ask("stated_cost_ratio", otherwise=ratio)
    with third:
        controls.ask("migrated_share")
    with fourth:
        controls.ask("investment_per_adopter")
    first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
    with first:
        controls.ask("branch_halo")
    with second:
        controls.ask("phone_halo")
    with third:
        controls.ask("retention_gain")
    with fourth:
        controls.ask("learning_ratio")
    first, second, _third, _fourth = st.columns(4, vertical_alignment="bottom")
    with first:
        controls.ask("option_years")
    with second:
        controls.ask("option_volatility")
    controls.reset(*migration.OTHERS)

shown.show(migration.content(shown.reader))
