"""Supervision: all banks, who infects whom, the regulators' four tools, and what nobody reported."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts.network import network
from ui.charts.risk import interval_points
from ui.views import risk, risk_rules
from ui.views import risk_spillover as spillover
from ui.views import risk_supervision as supervision
from ui.views import risk_supervision_tables as tables
from ui.words import _, number, percent

shown = page.open_page("risk-supervision")

places = page.controls(6)
with places[0]:
    month = supervision.pick_month()
with places[1]:
    chosen = controls.choose("risk", _("Risk"), list(risk.RISK_NAMES), shown=risk.risk_name)
with places[2]:
    shocked = supervision.pick_shocked()
with places[3]:
    controls.slide("shock_size", _("Trust lost"), 0.1, shown=percent)
with places[4]:
    apart = _("0: customers tell banks apart. 1: links as recorded. More: trouble passes on more easily.")
    controls.slide("trust_links", _("Trust links ×"), 0.25, about=apart, shown=partial(number, digits=2))
with places[5]:
    controls.reset(*supervision.CONTROLS)
risk_rules.say()

# How the system looks
view = supervision.system(month, chosen, shocked)
scores, scale = supervision.described_scores(view), _("Score, 0 best to 100 worst")
shown.answer(supervision.sentence(view), caution=supervision.caution(view))
shown.chart(
    interval_points(view.scores, label="name", order=list(view.scores["name"]), title=scale),
    title=_("All banks, worst first: {risk}").format(risk=risk.risk_name(chosen)),
    alt_text=scores,
    name="banks",
    kinds=view.kinds,
)
shown.table(tables.bank_table(view), name="banks", alt_text=scores, kinds=view.kinds)
shown.table(
    tables.system_table(view),
    name="system",
    title=_("Each risk over all banks"),
    alt_text=_("Mean, best and worst score of each risk, and the banks in each grade"),
    kinds=view.kinds,
)

# Who infects whom
edges = supervision.edges(view)
if edges.empty:
    page.empty(_("No link between banks is in force: raise the trust links, or load links between banks."))
else:
    shown.chart(
        network(supervision.nodes(view), edges, **supervision.network_settings(edges)),
        title=_("Where the trouble of {bank} goes").format(bank=view.names[shocked]),
        note=supervision.network_note(view),
        alt_text=supervision.described_network(view),
        name="network",
        kinds=view.kinds,
    )
shown.table(
    tables.infection_table(view),
    name="infection",
    title=_("Who infects whom"),
    alt_text=_("Stress of each bank when another alone is shocked, heaviest spreader first"),
    kinds=view.kinds,
)
with st.expander(_("The links as recorded"), icon=":material/hub:"):
    recorded = _("From which bank stress reaches which, through what, and how much of it")
    shown.table(tables.link_table(view), name="links", alt_text=recorded, kinds=view.kinds)

# The regulators' tools
tables.ask_measures()
board = tables.tools(view)
tools = tables.tool_frame(board)
shown.chart(
    interval_points(tools, label="label", order=list(tools["label"]), title=scale),
    title=_("The regulators’ four tools, over all banks"),
    note=tables.unsupplied(board),
    alt_text=tables.described_tools(board),
    name="tools",
    kinds=(*view.kinds, "assumed"),
)
said = tables.described_tools(board)
shown.table(tables.measure_table(board), name="measures", alt_text=said, kinds=(*view.kinds, "assumed"))
shown.table(
    tables.principle_table(view),
    name="principles",
    title=_("The 14 Basel principles for electronic banking"),
    alt_text=tables.principle_sentence(view),
    kinds=view.kinds,
)
st.caption(tables.principle_sentence(view))

# What one risk adds to another, and what nobody reported
st.subheader(_("What one risk adds to another"), anchor=False)
spillover.ask()
found = spillover.spilled(view)
added, both = spillover.sentence(view, found), (*view.kinds, "assumed")
st.markdown(added)
shown.table(spillover.pair_table(view, found), name="spill-over", alt_text=added, kinds=both)
shown.table(spillover.bank_table(view, found), name="spilled", alt_text=added, kinds=both)
shown.table(
    tables.gap_table(view),
    name="gaps",
    title=_("Gaps in the evidence"),
    alt_text=supervision.caution(view) or _("Every indicator was reported"),
    kinds=view.kinds,
)
shown.method(**tables.method())
shown.footer()
