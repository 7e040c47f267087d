"""The ledger: whether its chain is whole, and what an auditor finds in it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from reviews import reads
from reviews.errors import Refused
from reviews.ledger import Event, Verification, head_of, verify
from ui.content import Answer, Content, Detail, Method, Metric, Note, Part, Table
from ui.form import Field, Form, Given, Kept, Offer, Step
from ui.review import desk, words
from ui.review.people import Person
from ui.words import N_, _, listing, number

_SHOWN: Final = 200
_TOLD: Final = 4
_PRINTED: Final = "review printed"
_COMPARED: Final = N_("Yes: the ledger has this event with this very hash, and its chain is whole.")
_FOUND, _WANTED = "review events", "review search"
_READ: Final = N_("Read; that it was read is an event, too.")
_DECIDED: Final = ("case.approved", "judgement.approved", "judgement.rejected")


@dataclass(frozen=True)
class Ledger:
    """``found`` : the events that the auditor asked for, newest first."""

    person: Person
    verified: Verification
    found: tuple[Event, ...]


def ledger(person: Person, found: tuple[Event, ...] = ()) -> Ledger:
    """The state of the chain now, and the events that the person found."""
    return Ledger(person, verify(desk.desk().office.store), found)


def sentence(view: Ledger) -> str:
    """Whether the chain holds, and how far it reaches."""
    if view.verified.state == "ok":
        return _("Yes. The ledger is whole: {count} events in one chain, the last is {hash}.").format(
            count=number(view.verified.count, 0), hash=view.verified.head[:16]
        )
    if view.verified.state == "broken":
        return _("The ledger is broken at event {at}: it was changed after it was written.").format(
            at=view.verified.at
        )
    return _("The ledger is cut: event {at} and what followed are gone.").format(at=view.verified.at)


def metrics(view: Ledger) -> tuple[Metric, ...]:
    """Events, decisions and refused attempts in the chain, as far as it is whole."""
    counted = _("a count")
    whole = view.verified.state == "ok"
    labels = {
        "review-events": (_("Events in one chain"), None),
        "review-decided": (_("Decisions on judgements and cases"), _DECIDED),
        "review-refused": (_("Attempts refused"), ("refused",)),
    }
    actions = [event.body.get("action") for event in desk.desk().office.store.events()] if whole else []
    return tuple(
        Metric(
            code,
            label,
            float(sum(kinds is None or action in kinds for action in actions)) if whole else None,
            digits=0,
            why=counted if whole else _("not counted: the chain is not whole"),
        )
        for code, (label, kinds) in labels.items()
    )


def found(person: Person, kept: Given) -> tuple[Event, ...]:
    """What the auditor of this key last searched for; nobody else's."""
    asked: tuple[str, tuple[Event, ...]] = kept.get(_FOUND, ("", ()))
    return asked[1] if asked[0] == person.key else ()


def search(person: Person, kept: Kept) -> list[Offer]:
    """The search of an auditor."""
    if person.role != "auditor":
        return []
    asked = Field(_WANTED, _("Bank, person or step that an event names"), most=80)

    def searched(given: Given) -> None:
        kept[_FOUND] = (person.key, read(person, str(given.get(_WANTED, "")).strip()))

    return [Form("search", (asked,), (Step(_("Read the ledger"), searched, "review read", _READ),))]


def content(view: Ledger, caution: str) -> Content:
    """The page "Ledger"; ``caution`` : the mark of the desk."""
    said = note(view)
    parts: tuple[Part, ...] = (Note(said, "aside"),)
    if view.found:
        parts = (*parts, Table("events", _("Events found"), table(view), described(view), desk.kinds()))
    return Content(
        "review-ledger",
        Answer(sentence(view), caution),
        None,
        Method.of(**method()),
        metrics(view),
        details=(Detail("events", _("Events"), lambda: parts),),
    )


def read(person: Person, wanted: str) -> tuple[Event, ...]:
    """The events that name a bank, a person or a step, for an auditor; that they were read is an event."""
    here = desk.desk()
    return reads.events(here.office, here.numbers[person.key], wanted)


def comparing() -> tuple[Form, ...]:
    """Where anybody who holds a letter asks whether the ledger still has its event."""
    asked = Field(_PRINTED, _("Number and hash that a letter prints"), example="876:ab2b…", most=90)
    step = Step(_("Compare with the ledger"), _compared, "review compare", _COMPARED)
    return (Form("compare", (asked,), (step,)),)


def _compared(given: Given) -> None:
    text = "".join(str(given.get(_PRINTED, "")).split())
    if not re.fullmatch(r"[0-9]{1,12}:[0-9a-f]{64}", text):
        raise Refused("no_head")
    # Where the chain itself does not hold, the page says so, and no event of it proves anything.
    if verify(desk.desk().office.store, [head_of(text)]).state != "ok":
        raise Refused("not_in_ledger")


def note(view: Ledger) -> str:
    """Why there are no rows, or how many there are."""
    if view.person.role != "auditor":
        return _("Only the auditor reads the events; anybody may compare a letter with them.")
    if not view.found:
        return _("Search to read; an empty search reads all.")
    return _("{shown} of {count} events found, the newest first.").format(
        shown=min(_SHOWN, len(view.found)), count=len(view.found)
    )


def described(view: Ledger) -> str:
    """The rows in words: how many, and the newest of them."""
    newest = [words.action(each.body["action"]) for each in view.found[:_TOLD]]
    return f"{note(view)} " + _("The newest: {list}.").format(list=listing(newest))


def table(view: Ledger) -> pd.DataFrame:
    """The events found."""
    rows: Sequence[Event] = view.found[:_SHOWN]
    names, people = desk.names(), desk.accounts(view.person)
    return pd.DataFrame(
        {
            _("Event"): [str(each.seq) for each in rows],
            _("When"): [words.when(each.body["at"]) for each in rows],
            _("Who"): [
                words.who(str(each.body.get("actor", each.body.get("person", ""))), people) for each in rows
            ],
            _("What"): [words.action(each.body["action"]) for each in rows],
            _("Bank"): [names.get(str(each.body.get("bank") or ""), "–") for each in rows],
            _("Hash (SHA-256)"): [each.hash[:16] for each in rows],
        }
    )


def method() -> dict[str, Any]:
    """How the chain is made, and what it cannot tell."""
    return {
        "formula": r"h_n = \mathrm{SHA256}(h_{n-1} \,\Vert\, \text{newline} \,\Vert\, \mathrm{JCS}(b_n))",
        "words": [
            _("Each event names the one before by its hash; bodies are in the canonical form of RFC 8785."),
            _("The database refuses to change, remove or replace an event, whoever asks."),
            _("A chain does not tell that its tail was cut: its head is kept in a file apart as well."),
            _("Outside this page: python -m reviews verify."),
        ],
        "proof": _("The golden chain of two events ends with beac1c9947f40cbd."),
    }
