"""The scenarios that a visitor keeps under a name: at most six, in the session and in the page's address."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final
from urllib.parse import quote, unquote

from analytics.display import Display
from analytics.scenario import VERSION, VERSION_KEY, VERSIONS, Scenario
from ui.words import N_, _, number

MOST: Final = 6
LONGEST_NAME: Final = 30
LONGEST_ADDRESS: Final = 1_500
LARGEST_FILE: Final = 200_000
QUERY: Final = "kept"
READY: Final = "ready"
BASE_QUERY: Final = "base"
SHOWN_QUERY: Final = "result"
_PARTS: Final = "~"
_READY_NAMES: Final = {
    "ready.published": N_("As published"),
    "ready.levers": N_("Levers: 1 MAD a customer"),
    "ready.incident": N_("One more incident"),
    "ready.tax": N_("Tobin tax of 0.1%"),
}
_LEVERS: Final = {"budget_email": 0.5, "budget_search": 0.5}


_WRONG: Final = {
    "large": N_("The file has {value} bytes; scenarios have {most} at most."),
    "json": N_("Line {line}, column {column}: this is not JSON. Give the file as it was taken out."),
    "form": N_("The file holds no scenarios of this release. Give one that was taken out of a workspace."),
    "name": N_("Scenario {place}: a name is one line of 1 to {longest} characters. Correct “{value}”."),
    "unknown": N_("Scenario “{name}”: no assumption is called “{value}”. Take it out of the file."),
    "value": N_("Scenario “{name}”: “{label}” cannot be “{value}”. Give it a value that its page takes."),
    "several": N_("The file has {count} scenarios: there may be 1 to {most}, each with a name of its own."),
    "address": N_("Together the scenarios do not fit in a link. Remove one, or shorten names and reasons."),
}


class NotScenarios(ValueError):
    """A file that cannot be read as scenarios; :meth:`told` says where it is wrong, and how to mend it."""

    def __init__(self, rule: str, **found: Any) -> None:
        super().__init__(f"the file of scenarios is wrong ({rule}): {found}")
        self.rule, self.found = rule, found

    def told(self) -> str:
        """The fault and its remedy, in the reader's language."""
        found = {name: number(it, 0) if isinstance(it, int) else it for name, it in self.found.items()}
        if label := found.get("label"):
            found["label"] = _(label)
        return _(_WRONG[self.rule]).format(**found)


@dataclass(frozen=True)
class Kept:
    """A scenario under a name."""

    name: str
    scenario: Scenario

    @property
    def label(self) -> str:
        """The name as the reader sees it."""
        return _(_READY_NAMES[self.name]) if self.name in _READY_NAMES else self.name

    def write(self) -> str:
        """Name and changes as one short text: name~query~value~query~value."""
        changes = [part for pair in self.scenario.to_query().items() for part in pair]
        # Only what parts the parts is escaped: the address escapes the rest once more by itself.
        return _PARTS.join(part.replace("%", "%25").replace(_PARTS, "%7E") for part in (self.name, *changes))


def _ready() -> tuple[Kept, ...]:
    usual = Scenario()
    return (
        Kept("ready.published", usual),
        Kept("ready.levers", usual.change(**_LEVERS)),
        Kept("ready.incident", usual.change(trust_case="incident")),
        Kept("ready.tax", usual.change(tobin_tax=0.001)),
    )


@dataclass(frozen=True)
class Shelf:
    """Up to six named scenarios, the one that the others are compared with, and the result drawn.

    ``base`` is the name of the baseline; ``shown`` the code of the result in the chart.
    """

    kept: tuple[Kept, ...] = field(default_factory=_ready)
    base: str = "ready.published"
    shown: str = "adoption"

    @property
    def baseline(self) -> Kept:
        """What the others are compared with: the first one where the name chosen is gone."""
        return next((each for each in self.kept if each.name == self.base), self.kept[0])

    def of(self, bank: str) -> Shelf:
        """The shelf with what ships as scenarios of ``bank``; what a visitor kept has a bank of its own."""
        shipped = _ready()

        def told(each: Kept) -> Kept:
            return replace(each, scenario=each.scenario.change(bank=bank)) if each in shipped else each

        return replace(self, kept=tuple(map(told, self.kept)))

    def put(self, name: str, scenario: Scenario) -> Shelf:
        """The shelf with ``scenario`` under ``name``, in the place of what had that name.

        Raises
        ------
        ValueError: a name that cannot be, a seventh scenario, or an address too long for a letter
        """
        name = check_name(name)
        added = Kept(name, scenario)
        if any(each.name == name for each in self.kept):
            kept = tuple(added if each.name == name else each for each in self.kept)
        else:
            kept = (*self.kept, added)
        return _checked(replace(self, kept=kept))

    def remove(self, name: str) -> Shelf:
        """The shelf without ``name``; the last scenario stays."""
        kept = tuple(each for each in self.kept if each.name != name)
        return replace(self, kept=kept) if kept else self

    def to_query(self) -> dict[str, str]:
        """The shelf as parameters of an address; one word where it is as shipped."""
        usual = Shelf()
        if self.kept == usual.kept:
            stated = {QUERY: READY}
        else:
            stated = {f"s{place}": each.write() for place, each in enumerate(self.kept, start=1)}
            stated[VERSION_KEY] = VERSION
        if self.baseline != self.kept[0]:
            stated[BASE_QUERY] = str(self.kept.index(self.baseline) + 1)
        return stated | ({SHOWN_QUERY: self.shown} if self.shown != usual.shown else {})

    def to_json(self) -> str:
        """All scenarios with everything that they assume."""
        rows = [{"name": each.name, "scenario": json.loads(each.scenario.to_json())} for each in self.kept]
        content = {VERSION_KEY: VERSION, "baseline": self.baseline.name, "scenarios": rows}
        return json.dumps(content, ensure_ascii=False, indent=1)


def check_name(name: str) -> str:
    """The name, trimmed.

    Raises
    ------
    ValueError: empty, longer than 30 characters, or not printable
    """
    line = name.strip()
    if not 1 <= len(line) <= LONGEST_NAME or not line.isprintable():
        raise ValueError(f"name must be one line of 1 to {LONGEST_NAME} characters; got {line[:40]!r}")
    return line


def _checked(shelf: Shelf) -> Shelf:
    names = [each.name for each in shelf.kept]
    if not 1 <= len(names) <= MOST or len(set(names)) < len(names):
        raise ValueError(f"scenarios must be 1 to {MOST}, each with a name of its own; got {len(names)}")
    length = sum(len(quote(each.write(), safe="")) for each in shelf.kept)
    if length > LONGEST_ADDRESS:
        raise ValueError(f"scenarios must fit in {LONGEST_ADDRESS} characters of an address; got {length}")
    return shelf


def _read_row(text: str, version: str) -> tuple[Kept, tuple[tuple[str, str], ...]]:
    name, *changes = (unquote(part) for part in text[: 2 * LONGEST_ADDRESS].split(_PARTS))
    if len(changes) % 2:
        raise ValueError(f"a scenario must be a name and pairs of query and value; got {text[:40]!r}")
    stated = dict(zip(changes[::2], changes[1::2], strict=True))
    # Texts written before hold what was on the screen, too: that is no part of a scenario.
    known = {each.query for kind in (Scenario, Display) for each in kind.assumptions().values()}
    scenario, refused = Scenario.from_query(stated | {VERSION_KEY: version})
    refused += tuple((query[:20], text[:40]) for query, text in stated.items() if query not in known)
    return Kept(check_name(name), scenario), refused


def states(name: str) -> bool:
    """Whether a parameter of an address is the shelf's."""
    return name in (QUERY, BASE_QUERY, SHOWN_QUERY) or (name[:1] == "s" and name[1:].isdecimal())


def from_query(asked: Mapping[str, str]) -> tuple[Shelf | None, tuple[tuple[str, str], ...]]:
    """The shelf that an address states, and name and text of what was refused; None where it states none."""
    rows = {f"s{place}": asked[f"s{place}"] for place in range(1, MOST + 1) if f"s{place}" in asked}
    if not rows and QUERY not in asked:
        return None, ()
    kept: list[Kept] = []
    refused: list[tuple[str, str]] = []
    for query, text in rows.items():
        try:
            each, parts = _read_row(text, asked.get(VERSION_KEY, VERSION))
            _checked(Shelf(kept=(*kept, each)))
        except ValueError:
            refused.append((query, text[:40]))
        else:
            kept.append(each)
            refused += [(f"{query} {name}", value) for name, value in parts]
    usual = Shelf()
    shelf = Shelf(kept=tuple(kept)) if kept else usual
    base = asked.get(BASE_QUERY, "1")
    if base.isdecimal() and 1 <= int(base[:2]) <= len(shelf.kept):
        shelf = replace(shelf, base=shelf.kept[int(base[:2]) - 1].name)
    else:
        refused.append((BASE_QUERY, base[:40]))
        shelf = replace(shelf, base=shelf.kept[0].name)
    # Which results there are is the page's to know; what it does not have, it replaces.
    return replace(shelf, shown=asked.get(SHOWN_QUERY, usual.shown)[:40]), tuple(refused)


def from_json(text: str) -> Shelf:
    """The shelf that ``to_json`` wrote.

    Raises
    ------
    NotScenarios: larger than a file of scenarios, not JSON, another version, a value outside its bounds, or
        more than fits
    """
    if (size := len(text.encode())) > LARGEST_FILE:
        raise NotScenarios("large", value=size, most=LARGEST_FILE)
    try:
        content: Any = json.loads(text)
    except json.JSONDecodeError as error:
        raise NotScenarios("json", line=error.lineno, column=error.colno) from None
    except RecursionError:
        raise NotScenarios("form") from None
    rows = content.get("scenarios") if isinstance(content, dict) else None
    if not isinstance(rows, list) or content.get(VERSION_KEY) not in VERSIONS:
        raise NotScenarios("form")
    kept = tuple(_read_kept(row, place) for place, row in enumerate(rows, start=1))
    names = {each.name for each in kept}
    if not 1 <= len(kept) <= MOST or len(names) < len(kept):
        raise NotScenarios("several", count=len(kept), most=MOST)
    try:
        return _checked(Shelf(kept=kept, base=str(content.get("baseline", ""))))
    except ValueError:
        raise NotScenarios("address") from None


def _read_kept(row: Any, place: int) -> Kept:
    given = row.get("name") if isinstance(row, dict) else None
    try:
        name = check_name(given if isinstance(given, str) else "")
    except ValueError:
        raise NotScenarios("name", place=place, longest=LONGEST_NAME, value=str(given or "")[:40]) from None
    stated = row.get("scenario")
    try:
        return Kept(name, Scenario.from_json(json.dumps(stated)))
    except ValueError:
        raise _wrong_in(name, stated) from None


def _wrong_in(name: str, stated: Any) -> NotScenarios:
    """The first assumption of a scenario that it cannot have."""
    known = Scenario.assumptions()
    for each, value in stated.items() if isinstance(stated, dict) else ():
        if each == VERSION_KEY:
            continue
        if each not in known:
            return NotScenarios("unknown", name=name, value=each[:40])
        try:
            known[each].read(",".join(map(str, value)) if isinstance(value, list) else str(value))
        except ValueError:
            return NotScenarios("value", name=name, label=known[each].label, value=str(value)[:40])
    return NotScenarios("form")


def replaced(before: Shelf, *, base: str = "", shown: str = "") -> Shelf:
    """The shelf with another baseline or another result drawn."""
    return replace(before, base=base or before.base, shown=shown or before.shown)
