"""Migration: what moving customers online really saves, what it is worth, and how sure that is."""

from functools import partial

import streamlit as st

from ui import controls, link, page
from ui.adoption.series import years_ahead
from ui.channels import costs, migration
from ui.views.choices import pick_bank
from ui.words import _, number, percent

shown = page.open_page("channels-migration")

places = page.beside(6)
with places[0]:
    pick_bank()
with places[1]:
    controls.slide("adoption_years", 1, shown=years_ahead)
with places[2]:
    grown = _("Transactions that those who move add to each that moved: 50% is three for every two.")
    controls.slide("augmentation", 0.1, about=grown, shown=percent)
with places[3]:
    freed = _("Share of the fixed branch cost behind what moves that the bank really gives back.")
    controls.slide("released_share", 0.05, about=freed, shown=percent)
with places[4]:
    controls.slide("saving_lag", 3, shown=migration.months)
with places[5]:
    controls.slide("discount_rate", 0.01, shown=percent)
controls.reset(*migration.CONTROLS)

# The assumptions that change the answer less.
share, ratio = migration.own(shown.reader)
touched = bool(set(migration.OTHERS) & set(link.scenario().touched()))
with st.expander(_("Other assumptions"), icon=":material/tune:", expanded=touched):
    first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
    with first:
        goes = _("Part of the branch cost that goes with the transaction. The bank’s own unless changed.")
        label = _("Variable share at the branch, %")
        controls.enter("stated_variable_share", label=label, example="30", otherwise=share, about=goes)
    with second:
        own = _("The bank’s own for the same services unless changed. The course’s seventh is 14.3.")
        label = _("Cost online, % of the branch")
        controls.enter("stated_cost_ratio", label=label, example="14.3", otherwise=ratio, about=own)
    with third:
        controls.slide("migrated_share", 0.05, shown=percent)
    with fourth:
        whole = partial(number, digits=0)
        controls.slide("investment_per_adopter", 5, shown=whole)
    first, second, third, fourth = st.columns(4, vertical_alignment="bottom")
    with first:
        controls.slide("branch_halo", 0.01, shown=percent)
    with second:
        controls.slide("phone_halo", 0.01, shown=percent)
    with third:
        controls.slide("retention_gain", 0.001, shown=costs.tenths)
    with fourth:
        controls.slide("learning_ratio", 0.05, shown=percent)
    first, second, _third, _fourth = st.columns(4, vertical_alignment="bottom")
    with first:
        controls.slide("option_years", 0.5)
    with second:
        controls.slide("option_volatility", 0.05, shown=percent)
    controls.reset(*migration.OTHERS)

shown.show(migration.content(shown.reader))
