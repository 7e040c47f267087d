"""How the story is walked through: which screen, the way on and back, the speaker's notes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final
from urllib.parse import urlencode

import streamlit as st

from analytics.display import STEPS
from ui import controls, link, rostrum, visit
from ui.address import MODE_KEY
from ui.charts import stage
from ui.controls import pick_bank
from ui.outside import paragraphs, prose
from ui.page import Page
from ui.refusal import Refusal, Refused, mishap
from ui.registry import STORY, entry
from ui.report.chosen import Asked
from ui.tables import filled_by
from ui.views.story_screens import OF_NO_BANK, SCREENS, TOPICS, Screen
from ui.words import _

# Letters would fire while somebody types; these keys are what a presenter's remote control sends. Here they
# work until a control has the focus; ui/static/keys.js adds that case, the arrows and the space bar.
_BACK: Final = "PageUp"
_ON: Final = "PageDown"
_SEEN: Final = "turn of the presentation seen"
_LOOKS_EVERY: Final = 0.5


def topic_names() -> dict[str, str]:
    """Screen → what it is about, with its number."""
    return {step: f"{step} · {_(topic)}" for step, topic in TOPICS.items()}


def pick_step() -> str:
    """A menu of the eight screens."""
    names = topic_names()
    chosen: str = controls.ask("story_step", names)
    return chosen


def pick() -> Asked | Refusal:
    """Whose story, by a menu of the banks, or why it is nobody's."""
    try:
        return Asked(*pick_bank())
    except Refused as refused:
        return refused.refusal


def keep_step() -> None:
    """Let this window go where its presentation stands, or the presentation where this window went.

    A presentation that is begun gets a key of its own. Windows that hold it turn the screens for each other;
    the audience's follow.
    """
    if link.mode() == link.PRESENTATION and not link.followed():
        visit.follow(rostrum.new_key())
    key = link.followed()
    if not key:
        return
    place, mine = rostrum.stands(key), visit.written()
    seen = st.session_state.get(_SEEN, ("", -1))
    if rostrum.drives(key) and (place is None or seen == (key, place.turn)):
        place = rostrum.turn(key, mine)
    if place is None:
        return
    st.session_state[_SEEN] = key, place.turn
    if place.stated != mine:
        visit.read(place.stated)
        st.rerun()


@st.fragment(run_every=_LOOKS_EVERY)
def follow() -> None:
    """Look whether the presentation has moved; the page is drawn again where it has."""
    key = link.followed()
    place = rostrum.stands(key) if key else None
    if place is not None and st.session_state.get(_SEEN) != (key, place.turn):
        st.rerun(scope="app")


def turns_screens() -> bool:
    """Whether this window may turn the screens: an audience's only follows."""
    return not link.followed() or rostrum.drives(link.followed())


def move(step: str) -> None:
    """The one assumption that the screen hangs on, live."""
    _MOVED[step]()


_MOVED: Final[dict[str, Callable[[], object]]] = {
    "1": lambda: controls.ask("offer_channel"),
    "2": lambda: controls.ask("level"),
    "3": lambda: controls.ask("practical_share"),
    "4": lambda: controls.ask("augmentation"),
    "5": lambda: controls.ask("level"),
    "6": lambda: controls.ask("trust_sensitivity"),
    "7": lambda: controls.ask("tobin_tax"),
    "8": lambda: controls.ask("released_share"),
}


def picture(found: Screen, step: str) -> None:
    """The picture of a screen that is presented, as high as its place; of the last one, its decisions."""
    with st.container(key="stage-picture"):
        if found.decisions:
            decided(found)
        else:
            st.vega_lite_chart(
                stage.on_stage(found.chart, found.kinds),
                width="stretch",
                height="stretch",
                alt=found.alt_text,
                key=f"stage {step}",
            )


def decided(found: Screen) -> None:
    """The decisions side by side: cost, effect, owner and first step of each."""
    said = {
        _("Cost"): "cost",
        _("Effect"): "effect",
        _("Who answers for it"): "owner",
        _("First step"): "first",
    }
    for place, (column, each) in enumerate(
        zip(st.columns(len(found.decisions)), found.decisions, strict=True), start=1
    ):
        with column.container(border=True, height="stretch"):
            st.subheader(prose(f"{place}. {each.name}"), anchor=False)
            for label, field in said.items():
                st.markdown(f"**{prose(label)}**  \n{prose(getattr(each, field))}")
    if "synthetic" in found.kinds:
        st.caption(prose(_("Synthetic data")))


def therefore(found: Screen) -> None:
    """What follows from the screen for the next one."""
    if found.therefore:
        st.container(key="stage-therefore").markdown(f"**{prose(found.therefore)}**")


def missing(shown: Page, refusal: Refusal) -> None:
    """Why a screen stays empty, as a hall can read it: the reason as its headline, the remedy below."""
    reason, stop, remedy = refusal.sentence.partition(". ")
    shown.answer(reason + stop.strip(), caution="")
    tables = filled_by(refusal)
    filled = _("What would fill it: {tables}.").format(tables=tables) if tables else ""
    said = [part for part in (remedy, filled) if part]
    if said:
        st.container(key="stage-missing").markdown(paragraphs(*said))


def where() -> str:
    """The screen's place in the story, and what it is about."""
    step = link.display().story_step
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
    with st.container(horizontal=True, vertical_alignment="center", width="content"):
        _way(_("Previous"), place - 1, _BACK, ":material/arrow_back:")
        _way(_("Next"), place + 1, _ON, ":material/arrow_forward:")


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
    """The links of a screen: the whole page, the presentation, the speaker's notes, the audience's screen."""
    query = link.address() | found.reader.to_query()
    for name in (link.FOLLOW_KEY, MODE_KEY):
        query.pop(name, None)
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
        if link.followed() and rostrum.drives(link.followed()):
            st.link_button(
                _("Audience’s screen, which follows"),
                audience_address(),
                icon=":material/groups:",
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
    return f"{STORY}?{urlencode(link.address() | {MODE_KEY: link.NOTES}, safe=',')}"


def audience_address() -> str:
    """The link by which an audience follows on screens of its own, and turns nothing."""
    watched = {
        MODE_KEY: link.PRESENTATION,
        link.FOLLOW_KEY: rostrum.for_audience(link.followed()),
    }
    return f"{STORY}?{urlencode(link.address() | watched, safe=',')}"


def notes(found: Screen, step: str) -> None:
    """What the speaker may add, and what comes next."""
    for sentence in found.notes():
        if sentence:
            st.markdown(f"- {prose(sentence)}")
    following = str(int(step) + 1)
    if following in TOPICS:
        st.caption(prose(_("Next: {topic}").format(topic=_(TOPICS[following]))))
