"""Findings and returns due as the page *Watch* shows them: by role, of the banks of that role."""

from __future__ import annotations

from data.snapshots import Snapshot
from reviews.dues import of_person
from reviews.errors import NotFound
from ui.plan.watch import Reviews, review_alarm
from ui.refusal import Refused
from ui.review import desk


def seen(data: Snapshot) -> Reviews | None:
    """What whoever looks, signed in or at the desk, may see of the data under review; None without a role."""
    try:
        looker = desk.looker(data)
        found = None if looker is None else of_person(looker.office, looker.actor)
    except (Refused, NotFound):
        return None
    if looker is None or found is None:
        return None
    names = desk.names()
    return Reviews(
        looker.person.name, tuple(review_alarm(each, names.get(each.bank, each.bank)) for each in found)
    )
