"""The script that runs for every visit: language, menu, the page itself."""

from pathlib import Path

import streamlit as st

from data.connection import held
from ui import controls, link, uploads
from ui.page import outlet
from ui.preview import tab_title
from ui.registry import GROUPS, HOME, PAGES, WITH_UPLOADS, entry
from ui.views import comparison, comparison_choice
from ui.words import _

ICON = str(Path(__file__).parent / "static" / "img" / "vigie.png")

# Before anything else: without an icon of its own, the browser would fetch one from elsewhere.
st.set_page_config(page_title="Vigie", page_icon=ICON, layout="wide")
link.receive()

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
link.publish(chosen.url_path or HOME.slug)
st.set_page_config(page_title=tab_title(_(entry(chosen.url_path or HOME.slug).question)))
# What this run began to read stays readable to its end, also when newer data push its file out.
with held(link.shown()):
    if not plain:
        with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
            comparison_choice.pick()
            controls.language_switch()
    with outlet(comparison.show):
        chosen.run()
if chosen.url_path not in WITH_UPLOADS:
    uploads.expect_none()
