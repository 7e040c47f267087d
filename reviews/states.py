"""What may follow what: one table of transitions, read by the code, the database, the tests and the page."""

from __future__ import annotations

from typing import Final, NamedTuple

from reviews.errors import Refused


class Transition(NamedTuple):
    """A step of an entity from one state to the next, and the action that takes it."""

    entity: str
    before: str
    after: str
    action: str


TRANSITIONS: Final = (
    Transition("case", "draft", "submitted", "submit"),
    Transition("case", "submitted", "returned", "return"),
    Transition("case", "returned", "draft", "resume"),
    Transition("case", "submitted", "challenged", "challenge"),
    Transition("case", "challenged", "submitted", "answer_challenge"),
    Transition("case", "submitted", "approved", "approve"),
    Transition("case", "approved", "communicated", "communicate"),
    Transition("case", "communicated", "superseded", "supersede"),
    Transition("judgement", "proposed", "approved", "approve"),
    Transition("judgement", "proposed", "rejected", "reject"),
    Transition("judgement", "proposed", "withdrawn", "withdraw"),
    Transition("judgement", "approved", "outdated", "outdate"),
    Transition("judgement", "approved", "lapsed", "lapse"),
    Transition("judgement", "approved", "revoked", "revoke"),
    Transition("finding", "open", "answered", "reply"),
    Transition("finding", "answered", "closed", "close"),
    Transition("finding", "answered", "reopened", "reopen"),
    Transition("finding", "reopened", "answered", "reply"),
    Transition("method", "registered", "validated", "validate"),
    Transition("method", "registered", "refused", "refuse"),
    Transition("method", "validated", "retired", "retire"),
    Transition("method", "refused", "retired", "retire"),
)
FIRST: Final = {"case": "draft", "judgement": "proposed", "finding": "open", "method": "registered"}


def states(entity: str) -> tuple[str, ...]:
    """Every state of an entity, in the order in which they are reached first."""
    found = [FIRST[entity]]
    found += [step.after for step in TRANSITIONS if step.entity == entity]
    return tuple(dict.fromkeys(found))


def step(entity: str, before: str, action: str) -> str:
    """The state that an action leads to.

    Raises
    ------
    Refused: state, where the action does not follow from the state
    """
    for known in TRANSITIONS:
        if (known.entity, known.before, known.action) == (entity, before, action):
            return known.after
    raise Refused("state")
