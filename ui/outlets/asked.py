"""What a program or a crawler asks for: the query of a page's link, read without a session.

A page opens on a mistyped link and says what it left out. A program would not read that: here each parameter
that cannot be taken is named, with its rule and what mends it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from analytics.assumptions.kinds import Assumption
from analytics.display import Display
from analytics.scenario import VERSION, VERSION_KEY, VERSIONS, Scenario
from data.snapshots import DEMO, Snapshot, WorkspaceMissing, current, find
from studies import core
from ui.address import (
    EARLIER_KEY,
    LANGUAGE_KEY,
    MADE_KEY,
    MODE_KEY,
    SHORT_HASH,
    WORKSPACE_KEY,
    as_read_now,
    page_address,
)
from ui.reader import Reader
from ui.registry import PageEntry
from ui.words import LANGUAGES, Language, _, plain_number, preferred_language, speaking

_ASIDE: Final = frozenset({MADE_KEY, MODE_KEY, "embed", "embed_options"})
"""What a link may state of how its page is shown, which changes no figure."""
_LONGEST_SAID: Final = 80
Stated = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Fault:
    """A parameter that cannot be taken.

    Parameters
    ----------
    name, value : as they were asked
    rule : what the parameter may be
    remedy : what mends the request
    """

    name: str
    value: str
    rule: str
    remedy: str


class Wrong(Exception):
    """A request that cannot be answered as it stands: its faults, and the status that says so."""

    def __init__(self, faults: Sequence[Fault], status: int = 422) -> None:
        super().__init__(", ".join(fault.name for fault in faults))
        self.faults, self.status = tuple(faults), status


@dataclass(frozen=True)
class Asked:
    """Who reads, in which language."""

    reader: Reader
    language: Language
    # Chosen by the browser's wishes, not by the address.
    by_wish: bool = False

    def stated(self, *, dated: bool = False) -> list[tuple[str, str]]:
        """The parameters of the page's link: language, data, and what differs from the defaults.

        ``dated`` says on which data it was made, for whoever opens it when they have changed.
        """
        data, changed = self.reader.snapshot, self.reader.to_query()
        told: list[tuple[str, str]] = [(LANGUAGE_KEY, self.language)]
        if data.workspace != DEMO:
            told.append((WORKSPACE_KEY, data.workspace))
        if data.hash != current(data.workspace).hash:
            told.append((EARLIER_KEY, data.hash[:SHORT_HASH]))
        if changed or dated:
            told += [(VERSION_KEY, VERSION), *changed.items()]
        if dated:
            told.append((MADE_KEY, f"{data.hash[:SHORT_HASH]}-{data.as_of:%Y%m%d}"))
        return told

    def link(self, origin: str, page: PageEntry) -> str:
        """The address that opens the same page with the same figures."""
        return page_address(origin, page, self.stated(dated=True))

    @property
    def key(self) -> tuple[Any, ...]:
        """What tells its answers from all others, beside what is asked for."""
        read = self.reader
        return read.snapshot.workspace, read.snapshot.hash, read.scenario, read.display, self.language


def spoken_in(stated: Stated, accept: str | None) -> Language:
    """The language that an address states, else the one that the browser wishes for."""
    asked = next((value for name, value in stated if name == LANGUAGE_KEY), "")
    return next((spoken for spoken in LANGUAGES if spoken == asked), None) or preferred_language(accept)


def read(stated: Stated, accept: str | None, *, strict: bool = True) -> Asked:
    """Who asks, from the parameters of an address.

    Parameters
    ----------
    stated : name and value of each parameter
    accept : the languages that the browser wishes for
    strict : whether a parameter that cannot be taken is a fault; a page takes the default in its place

    Raises
    ------
    Wrong: parameters that cannot be taken, or a workspace or data that there are not
    SnapshotMissing: nothing has been built yet
    """
    spoken = spoken_in(stated, accept)
    with speaking(spoken):
        given = as_read_now(dict(stated))
        faults = _faults(stated) if strict else []
        snapshot = _data(given, strict)
        scenario, _refused = Scenario.from_query(given)
        if strict and scenario.bank:
            faults += _bank(snapshot, scenario.bank)
        if faults:
            raise Wrong(faults)
    return Asked(
        Reader(snapshot, scenario, Display.from_query(given)[0]), spoken, given.get(LANGUAGE_KEY) != spoken
    )


def _faults(stated: Stated) -> list[Fault]:
    known = {
        each.query: (each, getattr(usual, name))
        for usual in (Scenario(), Display())
        for name, each in usual.assumptions().items()
    }
    found: list[Fault] = []
    seen: set[str] = set()
    for name, value in stated:
        if name in seen:
            found.append(fault(name, value, _("stated once"), _("State it once.")))
        elif name in known:
            assumption, default = known[name]
            try:
                assumption.read(value)
            except ValueError:
                usually = assumption.write(default) or _("empty")
                remedy = _("Leave it out for the default: {default}.").format(default=usually)
                found.append(fault(name, value, rule(assumption), remedy))
        elif name == LANGUAGE_KEY and value not in LANGUAGES:
            found.append(
                fault(name, value, _("one of {choices}").format(choices=", ".join(LANGUAGES)), _DROP())
            )
        elif name == VERSION_KEY and value not in VERSIONS:
            found.append(
                fault(name, value, _("one of {choices}").format(choices=", ".join(VERSIONS)), _DROP())
            )
        elif name not in {LANGUAGE_KEY, VERSION_KEY, WORKSPACE_KEY, EARLIER_KEY, *_ASIDE}:
            known_at = _("See /api/v1/assumptions for the names; leave this one out.")
            found.append(fault(name, value, _("a parameter of a page’s link"), known_at))
        seen.add(name)
    return found


def _DROP() -> str:
    return _("Leave it out.")


def fault(name: str, value: str, said: str, remedy: str) -> Fault:
    """A parameter that cannot be taken, cut to a length that is fit to print."""
    return Fault(name[:_LONGEST_SAID], value[:_LONGEST_SAID], said, remedy)


def rule(assumption: Assumption) -> str:
    """What an assumption may be, in words."""
    shape = assumption.shape
    if shape in ("number", "integer", "amount"):
        low, high = (None if end is None else plain_number(end) for end in (assumption.low, assumption.high))
        if low is not None and high is not None:
            said = _("a number from {low} to {high}").format(low=low, high=high)
        elif low is not None:
            said = _("a number of at least {low}").format(low=low)
        else:
            said = _("a number")
        return _("{rule}, or empty").format(rule=said) if shape == "amount" else said
    if shape == "choice":
        return _("one of {choices}").format(choices=", ".join(assumption.choices))
    return {
        "month": _("a month such as 2026-10, or empty"),
        "day": _("a day such as 2027-02-01, or empty"),
        "codes": _("at most {count} codes, parted by commas").format(count=assumption.most),
        "text": _("one line of at most {count} characters").format(count=assumption.most),
        "code": _("a code of letters, digits and hyphens"),
    }[shape]


def _data(given: dict[str, str], strict: bool) -> Snapshot:
    workspace, digest = given.get(WORKSPACE_KEY, DEMO), given.get(EARLIER_KEY, "")
    try:
        served = current(workspace)
    except (ValueError, WorkspaceMissing):
        if not strict:
            return current()
        # No list of names: a workspace's name is what opens it.
        there = _("the name of a workspace, as its link spells it")
        raise Wrong([fault(WORKSPACE_KEY, workspace, there, _("Take the name from a link."))], 404) from None
    if not digest:
        return served
    try:
        found = find(workspace, digest)
    except ValueError:
        found = None
    if found is None:
        if not strict:
            return served
        kept = _("the first 8 to 64 digits of the hash of data that are still kept")
        raise Wrong([fault(EARLIER_KEY, digest, kept, _("Leave it out for today’s data."))], 404)
    return found


def _bank(snapshot: Snapshot, bank: str) -> list[Fault]:
    known = [str(code) for code in core.banks(snapshot)["bank"]]
    if bank in known:
        return []
    said = _("one of {choices}").format(choices=", ".join(known) or _("none"))
    return [fault("bank", bank, said, _("Leave it out for the first."))]
