"""Story: the course's argument in eight live screens, to be read, presented, or spoken from notes."""

import streamlit as st

from ui import controls, link, page
from ui.outside import prose
from ui.refusal import Refusal
from ui.views import story
from ui.words import _

story.keep_step()
shown = page.open_page("story", lead=story.where())
presented, step = link.mode() == link.PRESENTATION, link.display().story_step
with st.container(
    key="stage-bar" if presented else "story-bar", horizontal=True, vertical_alignment="bottom"
):
    asked = story.pick()
    if not presented:
        step = story.pick_step()
    if story.turns_screens():
        story.move(step)
        story.ways(step)
    if presented:
        controls.language_switch()
        page.leave_presentation()
        bar = st.container(horizontal=True, width="content")
if not presented:
    # Beside the menus they would leave these no room for what is chosen.
    bar = st.container(horizontal=True)
found = story.screen(step, asked)
if not link.mode():
    st.markdown(f"**{prose(story.where())}**")
if isinstance(found, Refusal) and presented:
    story.missing(shown, found)
elif isinstance(found, Refusal):
    shown.refuse(found)
else:
    shown.answer(found.headline, caution="" if presented else found.caution)
    if presented:
        story.picture(found, step)
    elif link.mode() == link.NOTES:
        st.subheader(_("Speaker notes"), anchor=False)
        story.notes(found, step)
    elif found.decisions:
        story.decided(found)
    else:
        shown.chart(
            found.chart, title=found.title, alt_text=found.alt_text, name=f"screen-{step}", kinds=found.kinds
        )
    story.therefore(found)
    with bar:
        story.offers(found)
    if not presented:
        st.caption(prose(found.sentence))
        shown.method(**found.method)
if link.mode():
    story.follow()
if not presented:
    shown.footer()
