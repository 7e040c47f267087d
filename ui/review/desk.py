"""The demonstration desk: a store that is forgotten at each start, and the person that a visitor plays.

One store a process; one a visitor where the demonstration is open to strangers. Never on a bank's own
workspace: what is decided here is invented.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import streamlit as st
from starlette.requests import Request

from data.passing import folder
from data.snapshots import DEMO, Snapshot, current, home, hosted, reviewed
from reviews import people, reads, sessions
from reviews.errors import NotFound, Refused
from reviews.judgement import Figures
from reviews.moments import written
from reviews.office import Office
from reviews.reads import Row
from reviews.roles import READERS, ROLES
from reviews.store import Store, address, open_store
from studies import core
from ui import controls, framework, link
from ui.form import Given, Step
from ui.outside import prose
from ui.refusal import Refused as NothingToShow
from ui.review import words
from ui.review.people import BY_KEY, OWNER, PEOPLE, ROLE_NAMES, Person, described
from ui.words import N_, _, language, of_no_session

_PERSON: Final = "review person"
_VISITOR: Final = "review visitor"
_SAID: Final = "review said"
_SEAT: Final = "review seat"
_ROLE: Final = "review role"
HISTORIES: Final = "desk"
_SEAT_SECONDS: Final = 900.0
_MOST_DESKS: Final = 40
_MOST_SEATS: Final = 10_000
_LOCK: Final = threading.RLock()


@dataclass(frozen=True)
class Desk:
    """``numbers`` : key of a person → their number in the store; ``place`` : the folder that holds it all."""

    office: Office
    numbers: dict[str, int]
    place: Path


@dataclass(frozen=True)
class Ground:
    """What every desk stands on, and no page of it needs: whoever serves brings it (:func:`stand_on`).

    Parameters
    ----------
    figures : bank, month and risk → what the model says of them now
    register : enters the method in use into a store, as of an owner's number and a moment
    keep_up : of an office, by its address, registers the methods in use and lets end what is over
    history : the folder with the invented history on the present data
    """

    figures: Callable[[str, str, str], Figures]
    register: Callable[[Store, int, str], object]
    keep_up: Callable[[str, Office], object]
    history: Callable[[], Path]


@dataclass(frozen=True)
class Seat:
    """Who asks for a file: a person at an office; ``invented`` : at the demonstration desk."""

    office: Office
    person: Person
    actor: int
    invented: bool

    @property
    def names(self) -> dict[str, str]:
        """Code → name of the banks."""
        table = core.banks(current(reviewed()))
        return dict(zip(table["bank"], table["name"], strict=True))


_OVER: Final = {
    "token": N_("The sign-in did not say who you are; whoever runs this server can see why."),
    "stale": N_("This sign-in is over: sign in again."),
    "expired": N_("Your session has lasted eight hours and is over: sign in again."),
    "idle": N_("Nobody was here for a quarter of an hour, so the session is over: sign in again."),
    "ended": N_("You have signed out: sign in again."),
    "person": N_("Your account here has ended."),
}
_stood_on: list[Ground] = []
_offices: dict[str, Office] = {}
_desks: dict[str, Desk] = {}
# Token of a session → key of its desk, key of the person at it, and until when (seconds that only go up).
_seats: dict[str, tuple[str, str, float]] = {}
_copies: Final = itertools.count()


def stand_on(ground: Ground) -> None:
    """Let every desk of this process stand on ``ground``."""
    _stood_on[:] = [ground]


def _ground() -> Ground:
    return _stood_on[0]


def desk() -> Desk:
    """The desk of this process, or of this visitor.

    Raises
    ------
    Refused: the session shows a bank's own workspace
    """
    if signs_in():
        return _signed_in()
    if link.workspace() != DEMO:
        raise NothingToShow(
            _(
                "Reviews of a bank’s own data need a sign-in, which is not set up here. "
                "The desk with invented people stands on the demonstration only."
            )
        )
    return _desk_of(_visitor())


def signs_in() -> bool:
    """Whether people sign in here: an identity provider is set up in the secrets."""
    return framework.signs_in()


def _claims() -> dict[str, Any]:
    """What the cookie of this session says of who signed in; nothing where nobody did."""
    said = st.user.to_dict()
    return dict(said) if said.get("is_logged_in") else {}


def _signed_in() -> Desk:
    """The office of this installation, and the one person in it who signed in here.

    Raises
    ------
    Refused: nobody is signed in, the session is over, or the workspace is not the one that is reviewed
    """
    if link.workspace() != reviewed():
        raise NothingToShow(_("Reviews stand on another workspace here; open that one to see them."))
    claims = _claims()
    if not claims:
        raise NothingToShow(_("Sign in to see reviews."))
    here = _registry()
    try:
        actor = sessions.present(here, claims)
    except sessions.Over as over:
        raise NothingToShow(_(_OVER[over.why])) from None
    return Desk(here, {_account(actor): actor}, here.folder)


def _account(actor: int) -> str:
    return f"account {actor}"


def _registry() -> Office:
    """The store of this installation, opened once a process."""
    where = address()
    with _LOCK:
        known = _offices.get(where)
        if known is None:
            store = open_store(where)
            folder_of = Path(os.environ.get("VIGIE_HOME") or Path(__file__).parents[2] / "var") / "evidence"
            known = _offices[where] = Office(store, folder_of, _ground().figures)
        _ground().keep_up(where, known)
        return known


def _roles_of(actor: int, office: Office, name: str, key: str) -> list[Person]:
    """Who an account is here: one for each role in force, with its banks; without a role where none is."""
    held: dict[str, set[str | None]] = {}
    for grant in reads.grants(office, actor):
        held.setdefault(grant.role, set()).add(grant.bank)
    found = [
        Person(key, name, role, () if None in banks else tuple(sorted(filter(None, banks))))
        for role, banks in held.items()
    ]
    order = list(ROLES)
    return sorted(found, key=lambda each: order.index(each.role)) or [Person(key, name, "")]


def _pick_role() -> Person:
    """The person signed in, in the role they act in, with the way in and out."""
    try:
        here = desk()
    except NothingToShow:
        if link.workspace() == reviewed():
            st.button(_("Sign in"), key="review sign in", icon=":material/login:", on_click=st.login)
        raise
    (actor,) = here.numbers.values()
    claims = _claims()
    name = str(claims.get("name") or claims.get("preferred_username") or claims.get("sub"))
    person = _in_role(_roles_of(actor, here.office, name, _account(actor)))
    st.button(
        prose(_("Sign out {name}").format(name=name)),
        key="review sign out",
        icon=":material/logout:",
        type="tertiary",
        on_click=_sign_out,
    )
    return person


def _in_role(held: list[Person]) -> Person:
    """The role that a person acts in, by a menu where they hold several."""
    roles = {each.role: each for each in held}
    person = roles.get(str(st.session_state.get(_ROLE)), held[0])
    if len(roles) > 1:
        labels = {role: _(ROLE_NAMES[role]) for role in roles}
        controls.menu(
            f"choice of {_ROLE}", _("You act as"), labels, person.role, on_change=_act_as, args=(labels,)
        )
    return person


def _act_as(labels: Mapping[str, str]) -> None:
    wanted = st.session_state[f"choice of {_ROLE}"]
    if wanted in labels:
        st.session_state[_ROLE] = wanted


def _sign_out() -> None:
    with suppress(NotFound, sessions.Over, Refused):
        sessions.end(_registry(), _claims())
    st.session_state.pop(_ROLE, None)
    st.logout()


def _visitor() -> str:
    return str(st.session_state.setdefault(_VISITOR, secrets.token_hex(8))) if hosted() else "process"


def _desk_of(key: str) -> Desk:
    with _LOCK:
        known = _desks.pop(key, None)
        if known is None or not known.place.is_dir():
            known = _opened(_ground().history())
        _desks[key] = known
        while len(_desks) > _MOST_DESKS:
            _forget(_desks.pop(next(iter(_desks))))
        return known


def _forget(gone: Desk) -> None:
    gone.office.store.close()
    shutil.rmtree(gone.place, ignore_errors=True)


def prepare() -> None:
    """Play the invented history before the first visitor asks for it; nothing where people sign in."""
    if signs_in():
        return
    with _LOCK:
        _ground().history()


def store_in(place: Path) -> Store:
    """The store of a desk, in its folder."""
    return open_store(f"sqlite:///{place / 'reviews.db'}", durable=False)


def _opened(template: Path) -> Desk:
    place = folder() / "reviews" / f"desk-{next(_copies)}"
    shutil.copytree(template, place)
    store = store_in(place)
    begun = datetime.fromisoformat((place / "done").read_text(encoding="utf-8"))
    numbers = {
        person.key: people.enrol(store, "desk", person.key, person.name, at=written(begun))
        for person in (*PEOPLE, OWNER)
    }
    started = time.monotonic()

    def clock() -> datetime:
        return begun + timedelta(seconds=time.monotonic() - started)

    _ground().register(store, numbers[OWNER.key], written(begun))
    return Desk(Office(store, place / "evidence", _ground().figures, clock), numbers, place)


def register_of(data: Snapshot) -> tuple[Office, int] | None:
    """The office whose register of methods bears on some data, and who reads it; None where there is none.

    A register names no bank. With a sign-in it is for whoever has a role; at the demonstration for everybody.
    """
    if signs_in():
        if of_no_session() or data.workspace != reviewed():
            return None
        try:
            here = _signed_in()
        except NothingToShow:
            return None
        return here.office, next(iter(here.numbers.values()))
    if data.workspace != DEMO:
        return None
    here = _desk_of("nobody" if of_no_session() else _visitor())
    return here.office, here.numbers[PEOPLE[0].key]


def looker(data: Snapshot) -> Seat | None:
    """Whoever looks at the data under review, signed in or at the desk; None where other data are shown.

    Raises
    ------
    Refused: nobody is signed in; NotFound: their time here is over
    """
    if of_no_session() or data.workspace != (reviewed() if signs_in() else DEMO):
        return None
    here = desk()
    if signs_in():
        actor, name = next(iter(here.numbers.values())), str(_claims().get("name") or "")
        return Seat(here.office, _reader(actor, here.office, name, _account(actor)), actor, invented=False)
    chosen = str(st.session_state.get(_PERSON, PEOPLE[0].key))
    return Seat(here.office, BY_KEY[chosen], here.numbers[chosen], invented=True)


def sees(data: Snapshot, bank: str, action: str = "read") -> bool:
    """Whether whoever looks, signed in or at the desk, may take an action on a bank by a grant in force."""
    try:
        here = looker(data)
        held = () if here is None else reads.grants(here.office, here.actor)
    except (NothingToShow, NotFound):
        return False
    return any(action in ROLES[grant.role].may and grant.bank in (None, bank) for grant in held)


def names() -> dict[str, str]:
    """Code → name of the demonstration's banks."""
    table = core.banks(link.shown())
    return dict(zip(table["bank"], table["name"], strict=True))


def pick_person() -> Person:
    """The menu of the invented people, which no link carries; the person chosen."""
    if signs_in():
        return _pick_role()
    here = desk()
    chosen = st.session_state.get(_PERSON, PEOPLE[0].key)
    banks = names()
    controls.menu(
        f"choice of {_PERSON}",
        _("You are"),
        {person.key: described(person, banks) for person in PEOPLE},
        chosen,
        _("Invented people: choose whose work to see. No link carries the choice."),
        on_change=_become,
    )
    return _in_role(_roles_of(here.numbers[chosen], here.office, BY_KEY[chosen].name, chosen))


def _become() -> None:
    wanted = st.session_state[f"choice of {_PERSON}"]
    if wanted in BY_KEY:
        st.session_state[_PERSON] = wanted
        st.session_state.pop(_ROLE, None)
        # What the last person's page offered does not open any more.
        with _LOCK:
            _seats.pop(str(st.session_state.pop(_SEAT, "")), None)


def token(person: Person) -> str:
    """What a link to a file names this session by, for a quarter of an hour after its page was drawn.

    It says nothing of the person: who sits there is looked up when the file is asked for.
    """
    held = str(st.session_state.setdefault(_SEAT, secrets.token_urlsafe(24)))
    with _LOCK:
        _seats.pop(held, None)
        _seats[held] = (_visitor(), person.key, time.monotonic() + _SEAT_SECONDS)
        while len(_seats) > _MOST_SEATS:
            del _seats[next(iter(_seats))]
    return held


def seat_of(request: Request) -> Seat:
    """Who asks for a file: whoever is signed in, or sits at the desk where its link was drawn.

    Raises
    ------
    NotFound: nobody is, the session is over, or the page was drawn too long ago
    """
    if signs_in():
        return _signed_seat(request)
    held = request.query_params.get("seat", "")
    with _LOCK:
        visitor, key, until = _seats.get(held, ("", "", 0.0))
        if until <= time.monotonic() or visitor not in _desks:
            _seats.pop(held, None)
            raise NotFound
        here = _desk_of(visitor)
    actor = here.numbers[key]
    return Seat(here.office, _reader(actor, here.office, BY_KEY[key].name, key), actor, invented=True)


def _signed_seat(request: Request) -> Seat:
    try:
        claims = json.loads(framework.signed_cookie(request) or b"{}")
        if not claims.get("is_logged_in"):
            raise NotFound
        here = _registry()
        actor = sessions.present(here, claims)
    except (ValueError, AttributeError, sessions.Over):
        raise NotFound from None
    person = _reader(actor, here, str(claims.get("name") or ""), _account(actor))
    return Seat(here, person, actor, invented=False)


def _reader(actor: int, office: Office, name: str, key: str) -> Person:
    """A person in the role in which they read most."""
    held = _roles_of(actor, office, name, key)
    return next((each for each in held if each.role in READERS), held[0])


def seat(person: Person) -> Seat:
    """The seat of the person at this session's desk."""
    here = desk()
    return Seat(here.office, person, here.numbers[person.key], invented=not signs_in())


def file_address(path: str, person: Person, **query: str) -> str:
    """The address of a file of the reviews, for the person at this desk."""
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    known = {} if signs_in() else {"seat": token(person)}
    asked = urlencode({**known, "lang": language(), **query})
    return f"/{base}/{path}?{asked}" if base else f"/{path}?{asked}"


def mark() -> str:
    """What stands on every page of the desk; nothing where people sign in."""
    if signs_in():
        return ""
    return _("Demonstration desk: people, decisions and replies are invented, and forgotten at each start.")


def kinds(*beside: str) -> tuple[str, ...]:
    """The kinds of what a page of reviews shows, with those of the figures beside what people wrote.

    What people write and decide is invented at the desk, and an observation where they sign in.
    """
    return tuple(dict.fromkeys(("observed" if signs_in() else "synthetic", *beside)))


def attempt(action: Callable[[], object], done: str) -> None:
    """Carry out what a button asks; how it went is said on the next drawing of the page."""
    try:
        action()
    except Refused as refusal:
        st.session_state[_SAID] = (False, words.REFUSALS[refusal.code])
    except NotFound:
        st.session_state[_SAID] = (False, words.REFUSALS["not_found"])
    else:
        st.session_state[_SAID] = (True, done)


def take(step: Step, given: Given) -> bool:
    """Carry out a button of a form, and whether it went well; it is said on the next drawing of the page."""
    attempt(lambda: step.act(given), step.done)
    went = bool(st.session_state.get(_SAID, (False,))[0])
    if step.instead is not None and went:
        st.session_state[_SAID] = (True, step.instead() or step.done)
    return went


def say() -> None:
    """How the last action went, once."""
    went = st.session_state.pop(_SAID, None)
    if went is None:
        return
    well, sentence = went
    if well:
        st.success(prose(_(sentence)), icon=":material/check:")
    else:
        st.warning(prose(_(sentence)), icon=":material/block:")


def accounts(person: Person) -> dict[str, str]:
    """Account as the ledger names it → name, as far as the person may know."""
    here = desk()
    return reads.accounts(here.office, here.numbers[person.key])


def evidence_on(person: Person, bank: str) -> tuple[Row, ...]:
    """The evidence on a bank that a person may see."""
    here = desk()
    return reads.evidence(here.office, here.numbers[person.key], bank)


def clear(*, history: bool = False) -> None:
    """Forget what was done at every desk, as a restart does; the invented history too where asked."""
    with _LOCK:
        for key in list(_desks):
            _forget(_desks.pop(key))
        if history:
            shutil.rmtree(folder() / "reviews", ignore_errors=True)
            shutil.rmtree(home() / HISTORIES, ignore_errors=True)
