"""How the story is walked through: which screen, the way on and back, the speaker's notes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st

from analytics.assumptions.story import STEPS
from ui import controls, link
from ui.outside import prose
from ui.refusal import Refusal, Refused, mishap
from ui.registry import STORY, entry
from ui.report.chosen import Asked
from ui.views.choices import pick_bank
from ui.views.story_screens import OF_NO_BANK, SCREENS, TOPICS, Screen
from ui.words import _

# Letters would fire while somebody types; these keys are what a presenter's remote control sends. Here they
# work until a control has the focus; ui/static/keys.js adds that case, the arrows and the space bar.
_BACK: Final = "PageUp"
_ON: Final = "PageDown"


def topic_names() -> dict[str, str]:
    """Screen → what it is about, with its number."""
    return {step: f"{step} · {_(topic)}" for step, topic in TOPICS.items()}


def pick_step() -> str:
    """A menu of the eight screens."""
    names = topic_names()
    return controls.choose("story_step", _("Screen"), STEPS, shown=names.__getitem__)


def pick(places: Sequence[Any]) -> tuple[Asked | Refusal, str]:
    """Whose story, or why it is nobody's, and which screen."""
    asked: Asked | Refusal
    with places[0]:
        try:
            asked = Asked(*pick_bank())
        except Refused as refused:
            asked = refused.refusal
    with places[1]:
        return asked, pick_step()


def layout() -> tuple[Any, Any]:
    """Places of the settings and of the screen: while presenting, the settings come last."""
    first, second = st.container(), st.container()
    return (second, first) if link.mode() else (first, second)


def where() -> str:
    """The screen's place in the story, and what it is about."""
    step = link.scenario().story_step
    return _("Screen {step} of {count}: {topic}").format(step=step, count=len(STEPS), topic=_(TOPICS[step]))


def screen(step: str, asked: Asked | Refusal) -> Screen | Refusal:
    """The screen under the session's scenario, or why there is none: whatever happens, the way on is open."""
    if isinstance(asked, Refusal):
        if step not in OF_NO_BANK:
            return asked
        asked = Asked("", "")
    try:
        return SCREENS[step](asked)
    except Refused as refused:
        return refused.refusal
    except Exception:
        return mishap(f"screen {step} of the story")


def ways(step: str) -> None:
    """Back and on, by button and by key."""
    place = STEPS.index(step)
    with st.container(horizontal=True, vertical_alignment="center"):
        _way(_("Previous"), place - 1, _BACK, ":material/arrow_back:")
        _way(_("Next"), place + 1, _ON, ":material/arrow_forward:")
    if link.mode():
        st.caption(
            _(
                "Page Down, → or the space bar shows the next screen, Page Up or ← the one before; Esc only "
                "closes a menu. The button at the foot of the page leaves the presentation."
            )
        )


def _way(label: str, place: int, key: str, icon: str) -> None:
    there = 0 <= place < len(STEPS)
    st.button(
        prose(label),
        key=f"story {key}",
        icon=icon,
        shortcut=key,
        disabled=not there,
        on_click=link.change if there else None,
        kwargs={"story_step": STEPS[place]} if there else None,
    )


def offers(found: Screen) -> None:
    """The links of a screen: the whole page, the presentation, the speaker's notes."""
    query = link.address() | found.scenario.to_query()
    page = entry(found.slug)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.page_link(
            page.path,
            label=prose(_("The whole page: {title}").format(title=_(page.title))),
            icon=page.icon,
            query_params=query,
        )
        if link.mode() != link.NOTES:
            st.link_button(
                _("Speaker notes, in a second window"),
                notes_address(),
                icon=":material/speaker_notes:",
                type="tertiary",
            )
        if not link.mode():
            st.button(
                _("Present the story"),
                key="present",
                icon=":material/slideshow:",
                on_click=link.show_as,
                args=(link.PRESENTATION,),
                type="tertiary",
            )


def notes_address() -> str:
    """Where the notes of this very screen stand."""
    return f"{STORY}?{urlencode(link.address() | {link.MODE_KEY: link.NOTES}, safe=',')}"


def notes(found: Screen, step: str) -> None:
    """What the speaker may add, and what comes next."""
    for sentence in found.notes():
        if sentence:
            st.markdown(f"- {prose(sentence)}")
    following = str(int(step) + 1)
    if following in TOPICS:
        st.caption(prose(_("Next: {topic}").format(topic=_(TOPICS[following]))))
