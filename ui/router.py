"""The script that runs for every visit: language, menu, the page itself."""

from pathlib import Path

import streamlit as st

from data.connection import held
from data.snapshots import DEMO
from studies import core
from ui import controls, exports, link, menus, meters, place, privacy, tables, uploads, visit
from ui.objections.every import OBJECTIONS
from ui.outlets import comparison
from ui.page import Around, Files, outlet
from ui.preview import tab_title
from ui.registry import GROUPS, HOME, PAGES, WITH_UPLOADS, entry
from ui.review import ground
from ui.words import _

NAME = str(Path(__file__).parent / "static" / "img" / "vigie.svg")
ICON = str(Path(__file__).parent / "static" / "img" / "vigie.png")

# Before anything else: without an icon of its own, the browser would fetch one from elsewhere.
st.set_page_config(page_title="Vigie", page_icon=ICON, layout="wide")
st.logo(NAME, size="large")
visit.receive()
ground.lay()

menu = {
    _(group): [
        st.Page(
            page.path,
            title=_(page.title),
            icon=page.icon,
            url_path=page.slug,
            default=page is HOME,
            help=_(page.question),
        )
        for page in PAGES
        if page.group == group
    ]
    for group in GROUPS
}
plain = bool(link.mode())
chosen = st.navigation(menu, position="hidden" if plain else "top")
visit.publish(chosen.url_path or HOME.slug)
st.set_page_config(page_title=tab_title(_(entry(chosen.url_path or HOME.slug).question)))
# What this run began to read stays readable to its end, also when newer data push its file out.
with held(link.shown()), meters.rerun(chosen.url_path or HOME.slug):
    with st.container(horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"):
        heading = st.container(width="stretch", key="question")
        if not plain:
            # As wide as what stands in it, so that a long question wraps before it.
            with st.container(horizontal=True, width="content", vertical_alignment="center", key="tools"):
                if link.workspace() == DEMO:
                    st.badge(_("Demonstration: fictional banks"), icon=":material/science:", color="orange")
                elif core.invented_banks(link.shown()):
                    st.badge(_("Beside yours: fictional banks"), icon=":material/science:", color="orange")
                menus.changed()
                controls.pick_beside(comparison.peers(link.shown()))
                place.menu(chosen.url_path or HOME.slug)
                menus.hand_on(chosen.url_path or HOME.slug)
                controls.language_switch()
    around = Around(
        comparison.show,
        OBJECTIONS,
        place.notes_on,
        place.ask_for_note,
        privacy.told,
        menus.say_of_older_data,
        tables.title,
        Files(exports.csv_bytes, exports.xlsx_bytes, exports.png_bytes),
    )
    with outlet(around, heading):
        chosen.run()
if chosen.url_path not in WITH_UPLOADS:
    uploads.expect_none()
