"""Supervision: all banks, who infects whom, the regulators' four tools, and what nobody reported."""

from functools import partial

import streamlit as st

from ui import controls, page
from ui.charts.network import network
from ui.charts.risk import interval_points
from ui.outside import prose
from ui.views import risk, risk_rules
from ui.views import risk_spillover as spillover
from ui.views import risk_supervision as supervision
from ui.views import risk_supervision_tables as tables
from ui.words import _, number, percent

shown = page.open_page("risk-supervision")

places = page.controls(7)
with places[0]:
    month = supervision.pick_month()
with places[1]:
    chosen = controls.choose("risk", _("Risk"), list(risk.RISK_NAMES), shown=risk.risk_name)
with places[2]:
    risk_rules.ask_silence()
with places[3]:
    shocked = supervision.pick_shocked()
with places[4]:
    controls.slide("shock_size", _("Trust lost"), 0.1, shown=percent)
with places[5]:
    apart = _("0: customers tell banks apart. 1: links as recorded. More: trouble passes on more easily.")
    controls.slide("trust_links", _("Trust links ×"), 0.25, about=apart, shown=partial(number, digits=2))
with places[6]:
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

# Who infects whom
edges = supervision.edges(view)
if edges.empty:
    page.empty(_("No link between banks is in force: raise the trust links, or load links between banks."))
else:
    shown.chart(
        network(supervision.nodes(view), edges, kinds=supervision.link_kinds(edges)),
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

# One part at a time: each is long, and nobody reads six at once
parts, both = tables.detail_names(), (*view.kinds, "assumed")
with page.controls(3)[0]:
    part = controls.choose("supervision_detail", _("Detail"), list(parts), shown=parts.__getitem__)
if part == "tools":
    tables.ask_measures()
    board = tables.tools(view)
    frame, said = tables.tool_frame(board), tables.described_tools(board)
    shown.chart(
        interval_points(frame, label="label", order=list(frame["label"]), title=scale),
        title=_("The regulators’ four tools, over all banks"),
        note=tables.unsupplied(board),
        alt_text=said,
        name="tools",
        kinds=both,
    )
    shown.table(tables.measure_table(board), name="measures", alt_text=said, kinds=both)
elif part == "spill_over":
    spillover.ask()
    found = spillover.spilled(view)
    said = spillover.sentence(view, found)
    st.markdown(prose(said))
    shown.table(spillover.pair_table(view, found), name="spill-over", alt_text=said, kinds=both)
    shown.table(spillover.bank_table(view, found), name="spilled", alt_text=said, kinds=both)
else:
    detail = tables.detail(part, view)
    st.caption(prose(detail.sentence))
    shown.table(detail.table, name=part, alt_text=detail.sentence, kinds=view.kinds)
shown.method(**tables.method())
shown.footer()
