"""Adoption search: how well search engines find a bank beside its peers, and what better ranks are worth."""

from functools import partial

import streamlit as st

from studies.marketing.search import curve
from ui import controls, page
from ui.charts import search as charts
from ui.views import adoption_search as views
from ui.views.choices import pick_bank
from ui.words import _, number

shown = page.open_page("adoption-search")

places = page.controls(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    month = views.pick_month(bank)
with places[2]:
    engine = views.pick_engine(bank)
with places[3]:
    controls.choose("keyword_move", _("Move valued"), list(views.MOVES), shown=views.move_name)
with places[4]:
    controls.slide("click_worth", _("Worth of a click"), 0.5)
with places[5]:
    controls.reset("bank", "month", "search_engine", "keyword_move", "click_worth")

view = views.found(bank, name, month, engine)
shown.answer(views.sentence(view), caution=views.caution(view))
shown.chart(
    charts.by_bank(view.banks, order=views.bank_order(view), title=_("Visibility (%)")),
    title=_("Who is seen?"),
    alt_text=views.described(view),
    name="visibility",
    kinds=view.kinds,
    note=_(
        "Clicks caught, of those that first places would bring; filled: the bank shown. The lines run "
        "over the published ranges of clicks at rank 1 and on the second page."
    ),
)
shown.table(
    views.engine_table(view),
    name="engines",
    alt_text=views.described(view),
    kinds=view.kinds,
    formats={_("Relevance (0–1)"): partial(number, digits=2), _("Clicks a month"): partial(number, digits=0)},
)

moves = views.move_chart(view)
if moves.empty:
    page.empty(_("The move chosen gains nothing: every keyword followed stands there already."))
else:
    shown.chart(
        charts.gains(moves, title=_("Clicks gained a month")),
        title=_("What is each move worth?"),
        alt_text=views.moves_described(view),
        name="moves",
        kinds=view.kinds,
        note=_("The ten keywords that gain most; beside each bar its rank now and after the move."),
    )
shown.table(
    views.keyword_table(view),
    name="keywords",
    alt_text=views.sentence(view),
    kinds=view.kinds,
    height=420,
    formats={_("Relevance (0–1)"): partial(number, digits=2)}
    | dict.fromkeys(
        (
            _("Searches a month"),
            _("Rank"),
            _("Clicks a month"),
            _("Rank after the move"),
            _("Clicks gained a month"),
            _("Low"),
            _("High"),
            _("Worth (MAD a month)"),
        ),
        partial(number, digits=0),
    ),
)

shown.chart(
    charts.click_curve(
        curve(),
        views.threshold_moves(),
        x_title=_("Rank"),
        y_title=_("Share of searches that click (%)"),
        page_end=_("end of the first page"),
    ),
    title=_("What does the end of the page cost?"),
    alt_text=views.threshold_sentence(),
    name="threshold",
    kinds=("observed", "assumed"),
    note=views.threshold_sentence(),
)
st.caption(
    _("The keywords are a bank’s own file: engine, keyword, searches, relevance, rank. Load it under Import.")
)
shown.method(**views.method())
shown.footer()
