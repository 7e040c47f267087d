"""Who reads a page: data, scenario and, with them, the bank and the month that are asked about.

Outlets hand it to the page's module; nothing there looks into a session.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial, wraps
from typing import Any, Concatenate, Final, NamedTuple, ParamSpec, Protocol, TypeVar

from analytics.display import Display
from analytics.scenario import Scenario
from data.reading import noting
from data.snapshots import Snapshot
from studies import core, stand_ins
from ui.content import Chart, Content, Detail, Metric, Part, Table
from ui.refusal import Refusal, Refused
from ui.words import _, language, listing, ngettext, number, of_no_session

P = ParamSpec("P")
Q = ParamSpec("Q")
R = TypeVar("R")
_SHOWN: Final = frozenset(Display.assumptions())


def parted(changes: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """Fields by name, those of the display and those of the scenario."""
    shown = {name: value for name, value in changes.items() if name in _SHOWN}
    return shown, {name: value for name, value in changes.items() if name not in _SHOWN}


class Bank(NamedTuple):
    """A bank by code and name."""

    code: str
    name: str


class OwnNote(Protocol):
    """What a history shows of a note that the workspace keeps: its month (YYYY-MM), bank, code and text."""

    @property
    def month(self) -> str: ...
    @property
    def bank(self) -> str: ...
    @property
    def code(self) -> str: ...
    @property
    def text(self) -> str: ...


@dataclass(frozen=True)
class Reader:
    """Data and scenario of one page, and what of it is shown.

    Parameters
    ----------
    notes : the workspace's own notes that belong to a month: marks on histories, part of no figure
    """

    snapshot: Snapshot
    scenario: Scenario
    display: Display = field(default_factory=Display)
    notes: tuple[OwnNote, ...] = ()

    @classmethod
    def from_query(cls, snapshot: Snapshot, query: Mapping[str, str]) -> Reader:
        """The reader whom an address describes; what it states and does not exist is left at its default."""
        return cls(snapshot, Scenario.from_query(query)[0], Display.from_query(query)[0])

    def value(self, name: str) -> Any:
        """What the scenario assumes, or the display shows, by the name of the field."""
        return getattr(self.display if name in _SHOWN else self.scenario, name)

    def change(self, **changes: Any) -> Reader:
        """The same data under other assumptions, or with other parts shown."""
        shown, assumed = parted(changes)
        return replace(self, scenario=self.scenario.change(**assumed), display=self.display.change(**shown))

    def to_query(self) -> dict[str, str]:
        """What differs from the defaults, by the names that addresses use: assumptions first."""
        return self.scenario.to_query() | self.display.to_query()

    def banks(self) -> dict[str, str]:
        """Code → name of the workspace's banks. Raises ``Refused`` where there are none."""
        banks = core.banks(self.snapshot)
        if banks.empty:
            raise Refused(_("This workspace has no bank yet. Load a file on the import page."), "bank")
        return dict(zip(banks["bank"], banks["name"], strict=True))

    def bank(self) -> Bank:
        """The bank asked about: the scenario's, else the first. Raises ``Refused`` where there are none."""
        names = self.banks()
        code = self.chosen("bank", list(names))
        return Bank(code, names[code])

    def peers(self, bank: str) -> tuple[str, ...]:
        """Codes of the banks with whose offer ``bank`` is compared: all others, or those of its size."""
        banks = core.banks(self.snapshot)
        if self.display.offer_peers == "size":
            banks = banks[banks["size"] == banks.set_index("bank").loc[bank, "size"]]
        return tuple(sorted(banks.loc[banks["bank"] != bank, "bank"]))

    def stands_in(self, table: str, bank: str = "") -> bool:
        """Whether all rows of a bank, the one shown if none is named, stand in for what it has not given."""
        return stand_ins.stands_in(self.snapshot, bank or self.bank().code, table)

    def months_stand_in(self, table: str, bank: str) -> bool:
        """Whether a bank has not given the months of a table, which are assumed or spread over a year."""
        return stand_ins.months_stand_in(self.snapshot, bank, table)

    def chosen(self, name: str, options: Sequence[str], *, otherwise: str = "") -> str:
        """The value of ``name`` where it is one of ``options``; else ``otherwise``, else the first of them.

        Raises
        ------
        ValueError: no options
        """
        if not options:
            raise ValueError(f"{name} has no options")
        wanted = str(self.value(name))
        if wanted in options:
            return wanted
        return otherwise if otherwise in options else options[0]


def page_content(make: Callable[P, Content]) -> Callable[P, Content | Refusal]:
    """Let a page's module refuse from any depth: what reaches the outlet is a value.

    It knows what it was read from.
    """

    @wraps(make)
    def made(*args: P.args, **kwargs: P.kwargs) -> Content | Refusal:
        try:
            with noting() as noted:
                found = make(*args, **kwargs)
        except Refused as refused:
            return refused.refusal
        return _told_what_stands_in(args, replace(found, read=noted.seen))

    return made


def _told_what_stands_in(given: tuple[object, ...], page: Content) -> Content:
    """The page with how much of it was typed or assumed of the bank, and its pictures marked."""
    reader = next((each for each in given if isinstance(each, Reader)), None)
    if reader is None or not stand_ins.any_in(reader.snapshot):
        return page
    held = stand_ins.behind(reader.snapshot, reader.bank().code, page.read)
    said = words_of_stand_ins(held)
    if not said:
        return page
    invented = frozenset((*held.assumed, *held.typed))
    return replace(
        page,
        metrics=tuple(_without_invented_months(each, invented) for each in page.metrics),
        answer=replace(page.answer, caution=f"{said} {page.answer.caution}".strip()),
        picture=None if page.picture is None else _marked(page.picture),
        details=tuple(replace(each, make=partial(_marked_parts, each.make)) for each in page.details),
    )


def _without_invented_months(metric: Metric, invented: frozenset[str]) -> Metric:
    """A figure without change and history where its months stand in for months that nobody observed."""
    if not invented.intersection(metric.months_of):
        return metric
    return replace(metric, change=None, since="", spark=(), earlier=None)


def _marked(picture: Chart) -> Chart:
    """A picture that says that it rests on figures of fictional banks, and so do its tables."""
    return replace(
        picture, kinds=_with_invented(picture.kinds), figures=tuple(map(_marked_table, picture.figures))
    )


def _marked_table(table: Table) -> Table:
    return replace(table, kinds=_with_invented(table.kinds))


def _with_invented(kinds: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*kinds, "synthetic")))


def _marked_parts(make: Callable[[], Sequence[Part]]) -> tuple[Part, ...]:
    return tuple(
        _marked(part) if isinstance(part, Chart) else _marked_table(part) if isinstance(part, Table) else part
        for part in make()
    )


def words_of_stand_ins(found: stand_ins.StandIns) -> str:
    """How many of the tables behind an answer are assumed, typed, and loaded; empty where none stands in."""
    if not found.assumed and not found.typed and not found.costed:
        return ""
    assumed, typed, costed, loaded = map(len, (found.assumed, found.typed, found.costed, found.loaded))
    whole = assumed + typed + costed + loaded
    if assumed == whole:
        return _("All of it is assumed from fictional banks: the bank gave none of these figures.")
    parts = (
        (
            ngettext("{count} assumed from fictional banks", "{count} assumed from fictional banks", assumed),
            assumed,
        ),
        (ngettext("{count} typed in part", "{count} typed in part", typed), typed),
        (
            ngettext(
                "{count} from cost accounting and estimated in part",
                "{count} from cost accounting and estimated in part",
                costed,
            ),
            costed,
        ),
        (ngettext("{count} loaded", "{count} loaded", loaded), loaded),
    )
    return ngettext(
        "Of {whole} table behind this: {parts}.", "Of {whole} tables behind this: {parts}.", whole
    ).format(
        whole=number(whole, 0),
        parts=listing([said.format(count=number(count, 0)) for said, count in parts if count]),
    )


def kept(make: Callable[[Reader], Content | Refusal]) -> Callable[[Reader], Content | Refusal]:
    """Keep a page's value by data, scenario, display and language: a reader who comes back finds it made.

    For modules that reach neither session nor reviews, on which nothing but the reader may bear: a test holds
    the list in ``KEPT`` to it.
    """

    @wraps(make)
    def found(reader: Reader) -> Content | Refusal:
        key = (make.__module__, make.__qualname__, reader, language(), of_no_session())
        value = core.keep(key, lambda: make(reader))
        if isinstance(value, Refusal):
            return value
        return replace(value, details=tuple(_kept_detail(key, detail) for detail in value.details))

    KEPT.add(make.__module__)
    return found


def remembered(make: Callable[Concatenate[Reader, Q], R]) -> Callable[Concatenate[Reader, Q], R]:
    """Keep what several parts of a page ask of the same reader: by reader, language and the other arguments.

    Nobody may change what is found: it is the one that others have.
    """

    @wraps(make)
    def found(reader: Reader, /, *args: Q.args, **kwargs: Q.kwargs) -> R:
        key = (make.__module__, make.__qualname__, reader, language(), args, tuple(sorted(kwargs.items())))
        return core.keep(key, lambda: make(reader, *args, **kwargs))

    return found


def _kept_detail(key: Hashable, detail: Detail) -> Detail:
    return replace(detail, make=lambda: core.keep((key, detail.name), detail.make))


KEPT: Final[set[str]] = set()
"""Modules whose page's value is kept."""
