"""Start: a dozen typed figures open every page with the reader's own bank, what is assumed marked as such."""

from typing import Any

import streamlit as st

from data.hosting import make_room
from data.ingest.typed import NotTyped, Typed, start
from data.snapshots import DEMO, workspaces
from ui import importer, link, own, page
from ui import start as words
from ui.outside import prose
from ui.registry import IMPORT, entry
from ui.words import _

shown = page.open_page("start")
shown.answer(words.sentence())
workspace = importer.own_workspace()
countries = words.countries(shown.snapshot)

with st.form("start"):
    left, middle, right = st.columns(3, gap="large")
    typed: dict[str, Any] = {}
    with left:
        st.subheader(_("The bank"), anchor=False)
        name = st.text_input(prose(words.figure_name("name")), max_chars=120, key="start name")
        country = st.selectbox(
            prose(words.figure_name("country")),
            list(countries),
            format_func=countries.__getitem__,
            key="start country",
        )
        for figure in ("customers", *dict(words.ACTIVE)):
            typed[figure] = st.number_input(
                prose(words.figure_name(figure)), value=None, step=1, key=f"start {figure}"
            )
    with middle:
        st.subheader(_("Operations and their cost"), anchor=False)
        for operations, cost in words.channel_figures():
            first, second = st.columns(2, vertical_alignment="bottom")
            typed[operations] = first.number_input(
                prose(words.figure_name(operations)), value=None, step=1, key=f"start {operations}"
            )
            typed[cost] = second.number_input(
                prose(words.figure_name(cost)), value=None, step=0.01, key=f"start {cost}"
            )
    with right:
        st.subheader(_("Means, losses, budget"), anchor=False)
        for figure, _name in words.BANK:
            typed[figure] = st.number_input(
                prose(words.figure_name(figure)), value=None, step=1, key=f"start {figure}"
            )
    begin = st.form_submit_button(_("Open every page with these figures"), icon=":material/play_arrow:")

if begin and workspace:
    series = {
        kind: {key.partition(".")[2]: value for key, value in typed.items() if key.startswith(f"{kind}.")}
        for kind in ("active", "transactions", "unit_cost")
    }
    given = Typed(
        name=name,
        country=country,
        customers=typed["customers"],
        active={int(ago): value for ago, value in series["active"].items()},
        transactions=series["transactions"],
        unit_cost=series["unit_cost"],
        **{figure: typed[figure] for figure, _name in words.BANK},
    )
    try:
        if workspace not in workspaces():
            make_room()
        own.begin(workspace)
        with st.spinner(_("Building the new snapshot …")):
            start(given, workspace)
    except NotTyped as slips:
        for slip in slips.slips:
            st.error(prose(words.slip(slip)), icon=":material/error:")
    except PermissionError:
        st.error(_("A workspace of this name exists already. Choose another name, or give its writing key."))
    except OSError:
        st.error(_("The disk of the server is full or cannot be written to; nothing was changed."))
    else:
        link.open_workspace(workspace)
        link.change(bank=given.code)
        st.session_state["start done"] = given.code
        st.rerun()

bank = st.session_state.get("start done")
if bank and link.workspace() != DEMO:
    st.success(_("Your bank is open on every page."), icon=":material/check_circle:")
    own.tell_key()
    for slug in ("overview", IMPORT):
        there = entry(slug)
        st.page_link(there.path, label=_(there.question), icon=there.icon, query_params=link.address())
    shown.table(
        words.coverage(shown.snapshot, bank),
        name="coverage",
        title=_("What stands behind the pages now"),
        alt_text=_(
            "Every table that a bank can load, and whether its rows are loaded, typed, assumed or missing"
        ),
        kinds=("observed", "assumed"),
    )
shown.challenged()
shown.footer()
