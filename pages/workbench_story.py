"""Story: the course's argument in eight live screens, to be read, presented, or spoken from notes."""

import streamlit as st

from ui import link, page
from ui.outside import prose
from ui.refusal import Refusal
from ui.views import story
from ui.words import _

shown = page.open_page("story", lead=story.where())
settings, body = story.layout()
with settings:
    asked, step = story.pick(page.controls(2))
found = story.screen(step, asked)
with body:
    if not link.mode():
        st.markdown(f"**{prose(story.where())}**")
    if isinstance(found, Refusal):
        shown.refuse(found)
        story.ways(step)
    else:
        shown.answer(found.sentence, caution=found.caution)
        if link.mode() == link.NOTES:
            st.subheader(_("Speaker notes"), anchor=False)
            story.notes(found, step)
        else:
            shown.chart(
                found.chart,
                title=found.title,
                alt_text=found.alt_text,
                name=f"screen-{step}",
                kinds=found.kinds,
            )
        story.ways(step)
        story.offers(found)
if not isinstance(found, Refusal):
    shown.method(**found.method)
shown.footer()
