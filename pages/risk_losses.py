"""Losses: what a year of events costs a bank, how sure that is, which controls pay, and the capital."""

import streamlit as st

from ui import controls, page
from ui.charts import losses as charts
from ui.outside import prose
from ui.views import risk_losses as losses
from ui.views import risk_losses_method as method
from ui.views import risk_losses_tables as tables
from ui.views.choices import pick_bank
from ui.words import _, percent

shown = page.open_page("risk-losses")

places = page.controls(6)
with places[0]:
    bank, name = pick_bank()
with places[1]:
    kind = controls.choose("loss_type", _("Events"), list(losses.EVENT_NAMES), shown=losses.event_name)
with places[2]:
    start = controls.choose(
        "tail_start",
        _("Start of the tail"),
        losses.TAIL_STARTS,
        shown=losses.tail_name,
        about=_("The losses above it follow a law of their own."),
    )
with places[3]:
    controls.slide("dependence", _("Correlation of types"), 0.1, shown=percent)
with places[4]:
    approach = controls.choose(
        "capital_approach", _("Capital in force"), list(losses.APPROACHES), shown=losses.approach_name
    )
with places[5]:
    controls.slide("level", _("Confidence level"), 0.05, shown=percent)
controls.reset("bank", "loss_type", "tail_start", "dependence", "capital_approach", "level")

view = losses.bank_losses(bank, name, kind, start, approach)
shown.answer(losses.answer(view), caution=losses.caution(view))
for sentence in losses.left_out(view):
    st.caption(prose(sentence))

if view.model is None:
    page.empty(losses.remedy(view))
    st.caption(_("The capital below that needs no loss stands as it is."))
else:
    shown.chart(
        charts.exceedance_curve(
            view.curve,
            view.shortcuts,
            view.observed,
            x_title=_("Annual loss, MAD million"),
            y_title=_("Probability of a year that costs more"),
            space=losses.percent_space(),
        ),
        title=_("How much a year may cost"),
        note=losses.curve_note(view),
        alt_text=tables.described_curve(view),
        name="curve",
        kinds=view.kinds,
    )
    described = tables.described_curve(view)
    shown.table(tables.quantile_table(view), name="quantiles", alt_text=described, kinds=view.kinds)
    shown.table(
        tables.fit_table(view),
        name="fit",
        title=_("The laws fitted"),
        alt_text=_("Frequency and severity with their errors and the goodness of fit"),
        kinds=view.kinds,
    )
    if view.model.fit is not None:
        shown.chart(
            charts.tail_shape(
                tables.shape_frame(view),
                chosen=view.model.fit.threshold / losses.MILLION,
                limits=tables.shape_limits(),
                x_title=_("Start of the tail, MAD million"),
                y_title=_("Shape of the tail"),
            ),
            title=_("Does the start of the tail matter?"),
            note=_("Trust a start from where the shape no longer moves, within its 95 % interval."),
            alt_text=tables.described_shape(view),
            name="tail",
            kinds=view.kinds,
        )
    returns = losses.control_returns(view, start)
    described = tables.control_sentence(returns)
    st.subheader(_("What controls return"), anchor=False)
    st.markdown(prose(described))
    shown.table(tables.control_table(returns), name="controls", alt_text=described, kinds=view.kinds)

if not view.capital.table.empty:
    described, kinds = tables.described_capital(view), view.capital.kinds
    shown.chart(
        charts.capital_bars(tables.capital_frame(view), title=_("Capital, MAD million")),
        title=_("Capital under every approach"),
        note=tables.capital_note(view),
        alt_text=described,
        name="capital",
        kinds=kinds,
    )
    shown.table(tables.capital_table(view), name="capital", alt_text=described, kinds=kinds)

types = losses.by_type(view, start)
if types is not None:
    described = losses.types_sentence(view, types)
    st.subheader(_("Event types, each with laws of its own"), anchor=False)
    st.markdown(prose(described))
    shown.table(tables.event_table(view, types), name="types", alt_text=described, kinds=view.kinds)

shown.method(**method.method())
shown.footer()
