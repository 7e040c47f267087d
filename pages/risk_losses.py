"""Losses: what a year of events costs a bank, how sure that is, which controls pay, and the capital."""

import streamlit as st

from ui import controls, page
from ui.charts import losses as charts
from ui.outside import prose
from ui.views import risk_losses as losses
from ui.views import risk_losses_capital as capital
from ui.views import risk_losses_controls as loss_controls
from ui.views import risk_losses_laws as laws
from ui.views import risk_losses_method as method
from ui.views import risk_losses_tables as tables
from ui.views.choices import pick_bank
from ui.views.risk_losses_words import euros
from ui.words import _, percent

shown = page.open_page("risk-losses")

places = page.controls(8)
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
        "capital_approach", _("Capital in force"), list(capital.APPROACHES), shown=capital.approach_name
    )
with places[5]:
    controls.slide("least_loss", _("Smallest loss for capital (EUR)"), 10_000.0, shown=euros)
with places[6]:
    controls.choose(
        "loss_scope",
        _("Losses the record holds"),
        list(capital.LOSS_SCOPES),
        shown=capital.scope_name,
        about=_("Basel’s loss component asks for all operational losses of the bank."),
    )
with places[7]:
    controls.slide("level", _("Confidence level"), 0.05, shown=percent)
controls.reset(*losses.CONTROLS)

view = losses.bank_losses(bank, name, kind, start, approach)
shown.answer(losses.answer(view), caution=losses.caution(view))
for sentence in losses.left_out(view):
    st.caption(prose(sentence))

if view.model is None:
    page.empty(losses.remedy(view))
    st.caption(_("The capital below that needs no loss stands as it is."))
else:
    shown.chart(laws.curve_chart(view), **laws.curve_words(view), name="curve", kinds=view.kinds)
    words = laws.law_words(view)
    if losses.carried(view):
        described = laws.carried_sentence(view)
        shown.table(laws.quantile_table(view), name="quantiles", alt_text=described, kinds=view.kinds)
    st.caption(prose(laws.carried_sentence(view)))
    shown.chart(laws.law_chart(view), **words, name="laws", kinds=view.kinds)
    shown.table(laws.law_table(view), name="laws", alt_text=words["alt_text"], kinds=view.kinds)
    with st.expander(
        _("Illustration: years rarer than the record carries"), icon=":material/visibility_off:"
    ):
        for part, table in laws.illustrations(view).items():
            shown.table(table, name=part, alt_text=laws.carried_sentence(view), kinds=view.kinds)
    shown.table(
        tables.fit_table(view),
        name="fit",
        title=_("The law in use for controls"),
        alt_text=_("Frequency and severity with their errors and the goodness of fit"),
        kinds=view.kinds,
    )
    if view.model.fit is not None:
        shown.chart(
            charts.tail_shape(
                tables.shape_frame(view),
                chosen=tables.start(view),
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
    returns = loss_controls.control_returns(view, start)
    described = loss_controls.control_sentence(returns)
    st.subheader(_("What controls return"), anchor=False)
    st.markdown(prose(described))
    assumed, table = loss_controls.kinds(view), loss_controls.control_table(returns)
    shown.table(table, name="controls", alt_text=described, kinds=assumed)

if not view.capital.table.empty:
    shown.chart(capital.chart(view), **capital.chart_words(view), name="capital", kinds=view.capital.kinds)
    described = capital.described_capital(view)
    shown.table(capital.capital_table(view), name="capital", alt_text=described, kinds=view.capital.kinds)

if view.types is not None:
    described = laws.types_sentence(view)
    st.subheader(_("Event types, each with laws of its own"), anchor=False)
    st.markdown(prose(described))
    shown.table(tables.event_table(view, view.types), name="types", alt_text=described, kinds=view.kinds)

shown.method(**method.method())
shown.footer()
