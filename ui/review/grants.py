"""Roles: who may do what since when, who asked and who approved, and what was withdrawn."""

from __future__ import annotations

import itertools
from collections import Counter
from dataclasses import dataclass
from functools import partial
from typing import Final

import pandas as pd

from reviews import people, reads
from reviews.ledger import Event
from reviews.office import Office
from reviews.reads import Held
from reviews.roles import ROLES
from ui.charts import review as charts
from ui.content import Answer, Chart, Content, Detail, Method, Metric, Note, Table
from ui.form import Field, Form, Given, Offer, Said, Step
from ui.review import desk, words
from ui.review.people import ROLE_NAMES, Person
from ui.rows import each_row
from ui.words import MISSING, _, clauses, labelled, listing, ngettext, number

_STATES: Final = ("waits", "ended", "over", "in_force")
_SOON: Final = 90
_WHO, _ROLE, _BANK, _UNTIL, _WHICH, _ONE, _OTHER = (
    f"review grant {name}" for name in ("person", "role", "bank", "until", "which", "one", "other")
)


@dataclass(frozen=True)
class Register:
    """``held`` : the grants that ``person`` may know of, newest first; ``names`` : of banks by code."""

    person: Person
    held: tuple[Held, ...]
    events: tuple[Event, ...]
    names: dict[str, str]

    @property
    def of_others(self) -> bool:
        """Whether the person knows of more than what is their own."""
        return self.person.role in ("admin", "head", "auditor")

    def in_state(self, state: str) -> list[Held]:
        """The grants in one state."""
        return [each for each in self.held if each.state == state]


def register(person: Person) -> Register:
    """The grants that a person may know of now."""
    here = desk.desk()
    actor = here.numbers[person.key]
    return Register(
        person, reads.register(here.office, actor), reads.grant_events(here.office, actor), desk.names()
    )


def role_name(code: str) -> str:
    """The name of a role."""
    return _(ROLE_NAMES[code])


def where(view: Register, bank: str | None) -> str:
    """The bank of a grant, or that it is of every bank."""
    return _("every bank") if bank is None else view.names.get(bank, bank)


def told(view: Register, each: Held) -> str:
    """A grant in one line: who, what, where."""
    return f"{each.person}, {role_name(each.role)}, {where(view, each.bank)}"


def offers(view: Register) -> list[Offer]:
    """The forms of an administrator, and the approvals that wait for a head."""
    if view.person.role == "admin":
        return [_asking(view), *_withdrawing(view)]
    if view.person.role != "head":
        return []
    here = desk.desk()
    actor = here.numbers[view.person.key]
    return [
        *(
            Step(
                _("Approve: {role}").format(role=told(view, each)),
                partial(_approved, here.office, actor, each.number),
                f"review grant approve {each.number}",
            )
            for each in view.in_state("waits")
            if not each.own
        ),
        _same(view),
    ]


def _enrolled(view: Register) -> dict[int, str]:
    here = desk.desk()
    return dict(reads.enrolled(here.office, here.numbers[view.person.key]))


def _approved(office: Office, actor: int, number: int, _given: Given) -> None:
    people.approve_grant(office, actor, number)


def _asking(view: Register) -> Form:
    banks = {"": _("every bank"), **view.names}
    fields = (
        Field(_WHO, _("Person"), "choice", _enrolled(view)),
        Field(_ROLE, _("Role"), "choice", {code: role_name(code) for code in ROLES}),
        Field(_BANK, _("Bank"), "choice", banks),
        Field(_UNTIL, _("Last day, if there is one"), example="2027-06-30", most=10),
    )
    step = Step(_("Ask for the role"), partial(_asked, view), "review grant ask")
    return Form("grant", (fields,), (step,), folded=_("Ask for a role"))


def _asked(view: Register, given: Given) -> None:
    here = desk.desk()
    people.ask_grant(
        here.office,
        here.numbers[view.person.key],
        int(given[_WHO]),
        str(given[_ROLE]),
        str(given[_BANK]) or None,
        str(given.get(_UNTIL, "")).strip() or None,
    )


def _withdrawing(view: Register) -> list[Form]:
    live = {each.number: told(view, each) for each in (*view.in_state("waits"), *view.in_state("in_force"))}
    if not live:
        return []
    asked = Field(_WHICH, _("Role in force, or asked for"), "choice", live)
    step = Step(_("Withdraw the role"), partial(_ended, view), "review grant end")
    return [Form("withdraw", (asked,), (step,), folded=_("Withdraw a role"))]


def _ended(view: Register, given: Given) -> None:
    here = desk.desk()
    people.end_grant(here.office, here.numbers[view.person.key], int(given[_WHICH]))


def _same(view: Register) -> Form:
    known = _enrolled(view)
    return Form(
        "same",
        (
            Said(_("Neither then approves what the other wrote. This is not undone."), "aside"),
            (
                Field(_ONE, _("One account"), "choice", known),
                Field(_OTHER, _("The other account"), "choice", known),
            ),
        ),
        (Step(_("Declare them one person"), partial(_declared, view), "review grant same"),),
        folded=_("Two accounts, one person"),
    )


def _declared(view: Register, given: Given) -> None:
    here = desk.desk()
    people.declare_same(here.office, here.numbers[view.person.key], int(given[_ONE]), int(given[_OTHER]))


def sentence(view: Register) -> str:
    """How many hold a role and which waits; for one person, the roles that they hold."""
    live, waiting = view.in_state("in_force"), view.in_state("waits")
    waits = len(waiting)
    tail = ngettext("{count} role waits for a head", "{count} roles wait for a head", waits).format(
        count=waits
    )
    if not view.of_others:
        if not live:
            return _("{person} holds no role here.").format(person=view.person.name)
        said = labelled(view.person.name, clauses(_held(view, live)))
        return clauses([said, tail] if waits else [said]) + "."
    count = len({each.account for each in live})
    head = ngettext("{count} person holds a role", "{count} people hold a role", count).format(count=count)
    if not waits:
        return clauses([head, _("none waits for a head")]) + "."
    return clauses([head, labelled(tail, told(view, waiting[0])) if waits == 1 else tail]) + "."


def _held(view: Register, live: list[Held]) -> list[str]:
    """The roles of one person, each once with its banks."""
    banks: dict[str, list[str]] = {}
    for each in reversed(live):
        banks.setdefault(each.role, []).append(where(view, each.bank))
    return [f"{role_name(role)} ({listing(names)})" for role, names in banks.items()]


def _table(view: Register) -> pd.DataFrame:
    machine = _("the command line")
    rows = [
        (
            each.person,
            role_name(each.role),
            where(view, each.bank),
            words.grant_state(each.state),
            MISSING if each.state == "waits" else words.on_day(each.since),
            words.on_day(each.until) if each.until else MISSING,
            each.asked_by or machine,
            each.approved_by or (MISSING if each.asked_by else machine),
            each.ended_by or MISSING,
        )
        for each in view.held
    ]
    columns = [_("Person"), _("Role"), _("Bank"), _("State"), _("Since"), _("Until")]
    return pd.DataFrame(rows, columns=[*columns, _("Asked by"), _("Approved by"), _("Withdrawn by")])


def _history(view: Register) -> pd.DataFrame:
    known = {each.number: each for each in view.held}
    names = {each.account: each.person for each in view.held}
    asked = {each.number: each.asked_by for each in view.held}
    return pd.DataFrame(
        {
            _("Event"): [str(each.seq) for each in view.events],
            _("When"): [words.when(each.body["at"]) for each in view.events],
            _("What"): [words.action(each.body["action"]) for each in view.events],
            _("Whose role"): [told(view, known[each.body["grant"]]) for each in view.events],
            _("Who"): [_who(each, names, asked, known) for each in view.events],
        }
    )


def _who(event: Event, names: dict[str, str], asked: dict[int, str | None], known: dict[int, Held]) -> str:
    grant, action = event.body["grant"], event.body["action"]
    if action == "grant.machine":
        return _("the command line")
    done_by = {
        "grant.asked": asked[grant],
        "grant.approved": known[grant].approved_by,
        "grant.ended": known[grant].ended_by,
    }
    return done_by[action] or words.who(event.body["actor"], names)


def bars(view: Register) -> pd.DataFrame:
    """Grants by role and where they stand: row, group, count."""
    counted = Counter((each.role, each.state) for each in view.held)
    return pd.DataFrame(
        [
            {
                "row": role_name(role).capitalize(),
                "group": words.grant_state(state),
                "count": counted[role, state],
            }
            for role, state in itertools.product(ROLES, _STATES)
            if counted[role, state]
        ],
        columns=["row", "group", "count"],
    )


def metrics(view: Register) -> tuple[Metric, ...]:
    """Roles in force, those that wait, those that end soon, and people in whom two roles meet."""
    counted = _("a count")
    today = pd.Timestamp(f"{desk.desk().office.clock():%Y-%m-%d}")
    live = view.in_state("in_force")
    left = [(pd.Timestamp(each.until[:10]) - today).days for each in live if each.until]
    kinds = {each.account: {other.role for other in live if other.account == each.account} for each in live}
    found = [
        Metric("review-roles", _("Roles in force"), float(len(live)), digits=0, why=counted),
        Metric(
            "review-roles-asked",
            _("Roles that wait for a head"),
            float(len(view.in_state("waits"))),
            digits=0,
            better="lower",
            why=counted,
        ),
        Metric(
            "review-roles-ending",
            _("Roles that end within {days} days").format(days=_SOON),
            float(sum(days <= _SOON for days in left)),
            digits=0,
            why=_("{count} have no last day; counted").format(count=len(live) - len(left)),
        ),
    ]
    if view.of_others:
        found.append(
            Metric(
                "review-roles-several",
                _("People with two kinds of role"),
                float(sum(len(held) > 1 for held in kinds.values())),
                digits=0,
                better="lower",
                why=counted,
            )
        )
    return tuple(found)


def finding(view: Register) -> str:
    """What the picture shows: how many roles are in force, and how many are not, or not yet."""
    counted = [
        f"{words.grant_state(state)} {number(len(view.in_state(state)), 0)}"
        for state in reversed(_STATES)
        if view.in_state(state)
    ]
    return labelled(_("Roles by kind"), ", ".join(counted))


def content(view: Register, caution: str) -> Content:
    """The page "Roles"; ``caution`` : the mark of the desk. One's own few roles need no picture."""
    said = sentence(view)
    said_by = _("An administrator asks for a role, a head approves it.")
    picture = _picture(view) if view.of_others and view.held else None
    rows = Table("roles", _("Role by role"), _table(view), said, desk.kinds())
    steps = Table("role-events", _("What was done about roles"), _history(view), said, desk.kinds())
    return Content(
        "review-grants",
        Answer(said, caution),
        picture,
        method(),
        metrics(view),
        before=() if picture else (Note(said_by, "aside"),),
        details=(
            Detail("roles", _("Role by role"), lambda: (rows,)),
            Detail("role-events", _("What was done about roles"), lambda: (steps,)),
        )
        if view.held
        else (),
    )


def _picture(view: Register) -> Chart:
    frame = bars(view)
    return Chart(
        "roles",
        finding(view),
        charts.stacked(
            frame, groups=[words.grant_state(state) for state in _STATES], title=_("Roles"), of=_("Role")
        ),
        " ".join(labelled(row.row, f"{row.group} {row.count}.") for row in each_row(frame)),
        desk.kinds(),
    )


def method() -> Method:
    """Who gives and takes roles."""
    return Method.of(
        formula=r"\text{in force} \iff \text{approved by another} \wedge \text{now} < \text{until}",
        words=[
            _("An administrator asks for a role and withdraws it; a head approves it: never their own."),
            _("Neither reaches beyond the banks of their own role."),
            _("The first head and administrator come in by the command line, which is an event too."),
            _("Each step reads the grants anew: what is withdrawn ends with the next step or file."),
            *words.roles(),
        ],
        proof=_("Roles to oneself are refused by the code, and by the database without the code."),
    )
