"""What the levers page shows of the bank's own campaign tests, and by which rule they enter."""

from __future__ import annotations

from typing import Final

import pandas as pd

from studies.marketing.own_tests import OwnTest
from ui.content import Note, Part, Table
from ui.kinds import kind_names
from ui.marketing.funding import LeverView, lever_name
from ui.words import N_, _, day, interval, listing, number

_CONTACTS: Final = {
    "email": N_("an e-mail, share of those addressed"),
    "search": N_("a visit, share of visitors"),
    "affiliation": N_("a visit, share of visitors"),
    "viral": N_("an invitation, share of those invited"),
    "one_to_one": N_("a personal message, relative to the control"),
}
_WEIGHED: Final = N_("weighed with the published figure")
_REPLACED: Final = N_("in place of the assumption")
_SHOWS_NOTHING: Final = N_("interval not above zero: assumption stays")
_LEFT_OUT: Final = N_("left out by choice")


def tests_table(view: LeverView) -> pd.DataFrame:
    """Each lever tested: its effect a contact as published or assumed, as measured, and as used."""
    level, rows = view.reader.scenario.level, []
    left = view.reader.scenario.own_tests != "used"
    for each in view.tests:
        low, high = each.measured.between(level)
        used = each.used if each.enters and not left else None
        span = used.between(level) if used else (each.usual_low, each.usual_high)
        value = used.value if used else each.usual
        rows.append(
            {
                _("Lever"): lever_name(each.lever),
                _("Effect of"): _(_CONTACTS[each.lever]),
                _("Without tests"): _effect(each.usual, each.usual_low, each.usual_high),
                _("Own test"): _effect(each.measured.value, low, high),
                _("Used"): _effect(value, *span),
                _("How"): _(_rule(each, left=left)),
                _("People in the tests"): each.people,
                _("Until"): day(each.last),
                _("Tests"): listing(list(each.tests)),
                _("Kind"): listing([kind_names()[kind] for kind in each.kinds]),
            }
        )
    return pd.DataFrame(rows)


def _effect(value: float, low: float, high: float) -> str:
    return f"{number(100 * value, 2, '%')} ({interval(100 * low, 100 * high, 2, '%')})"


def _rule(each: OwnTest, *, left: bool) -> str:
    if left:
        return _LEFT_OUT
    if not each.enters:
        return _SHOWS_NOTHING
    return _WEIGHED if each.combined else _REPLACED


def tests_sentence(view: LeverView) -> str:
    """How many levers the bank's own tests tell of, and by which rule they enter."""
    entering = [lever_name(each.lever) for each in view.tests if each.enters]
    if view.reader.scenario.own_tests != "used":
        return _("Own tests are left out here: the levers rest on published figures and assumptions.")
    if not entering:
        return _("No own test shows an effect: the levers rest on published figures and assumptions.")
    return _(
        "Own tests enter for {levers}. A published figure is weighed with them by inverse variance; an "
        "assumption gives way to them."
    ).format(levers=listing(entering))


def tested(view: LeverView) -> tuple[Part, ...]:
    """The view of the page that shows them."""
    told = tests_sentence(view)
    title = _("What the bank’s own tests say")
    return (Table("tests", title, tests_table(view), told, view.kinds), Note(told, "aside"))
