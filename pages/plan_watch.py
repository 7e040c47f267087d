"""Watch: targets and limits of any figure, where each stands, and what has changed."""

from datetime import UTC, datetime

import streamlit as st

from data.snapshots import DEMO
from ui import link, page, writing_key
from ui.outlets import forms, watching
from ui.outside import prose
from ui.own import holds_key
from ui.plan import watch
from ui.review import dues
from ui.words import _, number

shown = page.open_page("plan-watch")
workspace = link.workspace()
own = workspace != DEMO
set_ = watching.marks(workspace) if own else st.session_state.get("watch marks", watching.examples())
may_write = not own or holds_key(workspace)

with st.expander(_("Set or remove a target or a limit"), icon=":material/flag:", expanded=own or not set_):
    if not own:
        st.caption(_("In the demonstration these are examples; what you change lasts as long as your visit."))
    if not may_write:
        forms.draw(writing_key.asked(workspace))
    places = st.columns(5, vertical_alignment="bottom")
    pages = {each.slug: _(each.title) for each in watching.watchable()}
    with places[0]:
        slug = st.selectbox(_("Page"), list(pages), format_func=pages.__getitem__, key="watch page")
    known = watching.figures(shown.reader, slug)
    called = {name: metric.called for name, metric in known.items()}
    kinds = {name: _(said) for name, said in watch.KINDS.items()}
    sides = {name: _(said) for name, said in watch.SIDES.items()}
    with places[1]:
        code = st.selectbox(
            _("Figure"), list(called), format_func=called.__getitem__, key=f"watch figure {slug}"
        )
    chosen = known.get(code) if code else None
    with places[2]:
        kind = st.selectbox(_("Kind"), list(kinds), format_func=kinds.__getitem__, key="watch kind")
    with places[3]:
        side = st.selectbox(_("Wanted"), list(sides), format_func=sides.__getitem__, key="watch side")
    with places[4]:
        asked = _("Bound, {unit}").format(unit=chosen.unit) if chosen and chosen.unit else _("Bound")
        bound = st.number_input(prose(asked), value=None, key=f"watch bound {slug} {code}")
    if chosen:
        st.caption(prose(_("Now: {value} · {beside}").format(value=chosen.written, beside=chosen.beside)))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        ready = chosen is not None and bound is not None and may_write
        pressed = st.button(_("Set"), icon=":material/add:", key="watch add", disabled=not ready)
        if pressed and chosen is not None and bound is not None:
            try:
                mark = watching.new_mark(shown.reader, slug, chosen, kind=kind, side=side, bound=bound)
                if own:
                    watching.add(workspace, mark)
                else:
                    st.session_state["watch marks"] = watching.beside(set_, mark)
                st.rerun()
            except (ValueError, OSError):
                st.error(
                    prose(
                        _(
                            "Not kept: {most} marks at most, and the disk must take them. Remove one first."
                        ).format(most=number(watching.MOST, 0))
                    )
                )
        if set_:
            names = {each.number: watching.name_of(shown.snapshot, each) for each in set_}
            gone = st.selectbox(
                _("Remove"),
                list(names),
                format_func=names.__getitem__,
                key="watch gone",
                disabled=not may_write,
            )
            if st.button(_("Remove"), icon=":material/delete:", key="watch remove", disabled=not may_write):
                if own:
                    watching.remove(workspace, gone)
                else:
                    st.session_state["watch marks"] = tuple(each for each in set_ if each.number != gone)
                st.rerun()

if own and st.button(_("Look now"), icon=":material/refresh:", key="watch look", disabled=not may_write):
    said = watching.watch(workspace, origin=st.context.url or watching.ORIGIN)
    watching.tell(workspace)
    st.toast(prose(_("Changes: {count}").format(count=number(len(said), 0))))

found = watching.look(shown.snapshot, workspace, set_, datetime.now(UTC))
said, looked = watching.changes(workspace), watching.looked_at(workspace)
shown.show(watch.content(shown.reader, found, said, looked, dues.seen(shown.snapshot)))
