"""What may be done about roles: an administrator asks and withdraws, a head approves, and joins accounts."""

from __future__ import annotations

from functools import partial
from typing import Final

import streamlit as st

from reviews import people, reads
from reviews.reads import Held
from reviews.roles import ROLES
from ui import link
from ui.outside import prose
from ui.review import desk, grants
from ui.review.grants import Register
from ui.words import N_, _

_DONE: Final = N_("Done, and written in the ledger.")
_WHO, _ROLE, _BANK, _UNTIL, _WHICH, _ONE, _OTHER = (
    f"review grant {name}" for name in ("person", "role", "bank", "until", "which", "one", "other")
)


def draw(view: Register) -> None:
    """The forms of an administrator, and the approvals that wait for a head."""
    if link.mode():
        return
    if view.person.role == "admin":
        _ask(view)
        _withdraw(view)
    if view.person.role == "head":
        _approve(view)
        _same(view)


def _ask(view: Register) -> None:
    here = desk.desk()
    known = reads.enrolled(here.office, here.numbers[view.person.key])
    with st.expander(_("Ask for a role")), st.form("review form grant"):
        first, second, third, fourth = st.columns(4)
        with first:
            st.selectbox(_("Person"), list(known), format_func=known.__getitem__, key=_WHO)
        with second:
            roles = {code: grants.role_name(code) for code in ROLES}
            st.selectbox(_("Role"), list(roles), format_func=roles.__getitem__, key=_ROLE)
        with third:
            banks = {"": _("every bank"), **view.names}
            st.selectbox(_("Bank"), list(banks), format_func=banks.__getitem__, key=_BANK)
        with fourth:
            st.text_input(_("Last day, if there is one"), key=_UNTIL, placeholder="2027-06-30", max_chars=10)
        st.form_submit_button(
            _("Ask for the role"),
            key="review grant ask",
            on_click=desk.attempt,
            args=(partial(_asked, view), _DONE),
        )


def _asked(view: Register) -> None:
    here, given = desk.desk(), st.session_state
    people.ask_grant(
        here.office,
        here.numbers[view.person.key],
        int(given[_WHO]),
        str(given[_ROLE]),
        str(given[_BANK]) or None,
        str(given.get(_UNTIL, "")).strip() or None,
    )


def _withdraw(view: Register) -> None:
    live = {
        each.number: grants.told(view, each) for each in (*view.in_state("waits"), *view.in_state("in_force"))
    }
    if not live:
        return
    with st.expander(_("Withdraw a role")), st.form("review form withdraw"):
        st.selectbox(
            _("Role in force, or asked for"),
            list(live),
            format_func=live.__getitem__,
            key=_WHICH,
        )
        st.form_submit_button(
            _("Withdraw the role"),
            key="review grant end",
            on_click=desk.attempt,
            args=(partial(_ended, view), _DONE),
        )


def _ended(view: Register) -> None:
    here = desk.desk()
    people.end_grant(here.office, here.numbers[view.person.key], int(st.session_state[_WHICH]))


def _approve(view: Register) -> None:
    for each in view.in_state("waits"):
        if not each.own:
            said = _("Approve: {role}").format(role=grants.told(view, each))
            st.button(
                prose(said),
                key=f"review grant approve {each.number}",
                icon=":material/how_to_reg:",
                on_click=desk.attempt,
                args=(partial(_approved, view, each), _DONE),
            )


def _approved(view: Register, each: Held) -> None:
    here = desk.desk()
    people.approve_grant(here.office, here.numbers[view.person.key], each.number)


def _same(view: Register) -> None:
    here = desk.desk()
    known = reads.enrolled(here.office, here.numbers[view.person.key])
    with st.expander(_("Two accounts, one person")), st.form("review form same"):
        st.caption(_("Neither then approves what the other wrote. This is not undone."))
        first, second = st.columns(2)
        with first:
            st.selectbox(_("One account"), list(known), format_func=known.__getitem__, key=_ONE)
        with second:
            st.selectbox(_("The other account"), list(known), format_func=known.__getitem__, key=_OTHER)
        st.form_submit_button(
            _("Declare them one person"),
            key="review grant same",
            on_click=desk.attempt,
            args=(partial(_declared, view), _DONE),
        )


def _declared(view: Register) -> None:
    here, given = desk.desk(), st.session_state
    people.declare_same(here.office, here.numbers[view.person.key], int(given[_ONE]), int(given[_OTHER]))
