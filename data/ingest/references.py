"""What a file may refer to: the codes that exist, the names they go by, the limits they set."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

import pandas as pd

from data.build import build_base
from data.connection import query
from data.contracts import CONTRACTS, Contract, contract
from data.contracts.ddl import quoted
from data.ingest.areas import EUROSTAT_SERIES, OTHER_COUNTRY_NAMES, WORLD_BANK_SERIES, short_codes
from data.ingest.cells import normalised
from data.ingest.likeness import nearest
from data.ingest.workspace import remembered_names
from data.snapshots import DEMO, Snapshot, SnapshotMissing, current

_NAME_COLUMNS = ("name", "name_en", "name_fr", "label_en", "label_fr")
_LIMIT_COLUMNS = ("minimum", "maximum", "count", "unit", "unit_fr")
_CLOSE = 0.6
_LONGEST_NAME = 60
_CLOSEST = 3
_NUMBERED = frozenset({"risk_indicator.indicator"})
_NUMBER_AND_WORDS = re.compile(r"([A-Za-z]\d{1,2})\s*[-–—:.)]\s*\S")


def sources_are_kept() -> bool:
    """Whether a workspace can have sources of its own; else its rows come from ``own_file``."""
    return contract("source").importable


def created_references() -> frozenset[str]:
    """References that a bank's file may introduce: the row they need is made when the file is loaded."""
    return frozenset({"bank.bank", "source.source"} if sources_are_kept() else {"bank.bank"})


@dataclass(frozen=True)
class References:
    """Codes by ``table.column``, codes by normalised name, limits by catalogue table.

    ``aside`` holds, by reference, normalised names whose rows the bank leaves out.

    A frame of limits is indexed by code and has any of the columns minimum, maximum, count, unit.
    """

    known: Mapping[str, Collection[str]]
    names: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    limits: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    aside: Mapping[str, Collection[str]] = field(default_factory=dict)
    _made: dict[str, dict[str, str]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def knows(self, reference: str) -> bool:
        """Whether the codes of a reference are known at all."""
        return reference in self.known

    def with_names(self, own: Mapping[str, Mapping[str, str]]) -> References:
        """With a bank's own names: name → code by reference; an empty code leaves the name's rows out."""
        names = {reference: dict(given) for reference, given in self.names.items()}
        aside = {reference: set(given) for reference, given in self.aside.items()}
        for reference, given in own.items():
            codes = self.known.get(reference, ())
            for name, code in given.items():
                aside.setdefault(reference, set()).discard(normalised(name))
                if code in codes:
                    names.setdefault(reference, {})[normalised(name)] = code
                elif not code:
                    aside[reference].add(normalised(name))
        return References(self.known, names, self.limits, aside)

    def left_out(self, reference: str, text: str) -> bool:
        """Whether the bank leaves out the rows of this name."""
        return normalised(text) in self.aside.get(reference, ())

    def code(self, reference: str, text: str) -> str | None:
        """The code that a text stands for, by itself, without case and accents, or by name."""
        codes = self.known.get(reference, ())
        if text in codes:
            return text
        by_name = self._by_name(reference)
        found = by_name.get(normalised(text))
        if found is None and reference in _NUMBERED and (numbered := _NUMBER_AND_WORDS.match(text.strip())):
            # A bank writes its own words behind the number of an indicator.
            found = by_name.get(normalised(numbered[1]))
        return found

    def closest(self, reference: str, text: str) -> list[str]:
        """Up to three codes that mean most nearly what a text does, or are spelled most like it.

        With the name where that is what is near.
        """
        by_name = self._by_name(reference)
        meant = nearest(text[:_LONGEST_NAME], by_name, _CLOSEST)
        spelled = dict.fromkeys([*self._named(reference, meant), *self.alike(reference, text)])
        codes: dict[str, str] = {}
        for told in spelled:
            codes.setdefault(told.partition(" (")[0], told)
        return list(codes.values())[:_CLOSEST]

    def means(self, reference: str, text: str) -> bool:
        """Whether a text means nearly what some code does."""
        return bool(nearest(text[:_LONGEST_NAME], self._by_name(reference), 1))

    def alike(self, reference: str, text: str) -> list[str]:
        """Up to three codes that are spelled most like a text, with the name where that is alike."""
        by_name = self._by_name(reference)
        wanted = normalised(text[:_LONGEST_NAME])
        near = difflib.get_close_matches(wanted, list(by_name), n=2 * _CLOSEST, cutoff=_CLOSE)
        return self._named(reference, near)[:_CLOSEST]

    def _named(self, reference: str, names: Collection[str]) -> list[str]:
        """The codes of normalised names, each once, with the name where it is another."""
        by_name = self._by_name(reference)
        found: dict[str, str] = {}
        for name in names:
            code = by_name[name]
            found.setdefault(code, code if name == normalised(code) else f"{code} ({name})")
        return list(found.values())

    def _by_name(self, reference: str) -> dict[str, str]:
        made = self._made.get(reference)
        if made is None:
            codes = self.known.get(reference, ())
            own = {normalised(code): code for code in sorted(codes)}
            short = short_codes() if reference == "country.country" else ()
            other = {normalised(two): three for two, three in short if three in codes}
            made = self._made[reference] = other | dict(self.names.get(reference, {})) | own
        return made


def load_references(workspace: str | None = None) -> References:
    """What the rows of a workspace may refer to; of the demonstration where it has no snapshot yet."""
    snapshot = _snapshot(workspace)
    targets = {c.references for declared in CONTRACTS.values() for c in declared.columns if c.references}
    known: dict[str, set[str]] = {}
    names: dict[str, dict[str, str]] = {}
    for target in sorted(targets):
        table, column = target.split(".")
        rows = _rows(snapshot, contract(table), [column, *_NAME_COLUMNS])
        known[target] = set(rows[column])
        names[target] = _names(rows, column)
    names["country.country"] |= {normalised(name): code for name, code in OTHER_COUNTRY_NAMES.items()}
    names["indicator.indicator"] |= {
        normalised(series): code
        for series, code in (WORLD_BANK_SERIES | EUROSTAT_SERIES).items()
        if code in known["indicator.indicator"]
    }
    found = References(known, names, _limits(snapshot))
    own = remembered_names(workspace) if workspace else {}
    return found.with_names(own) if own else found


def _snapshot(workspace: str | None) -> Snapshot:
    for name in filter(None, (workspace, DEMO)):
        try:
            return current(name)
        except SnapshotMissing:
            continue
    return build_base()


def _rows(snapshot: Snapshot, declared: Contract, wanted: list[str]) -> pd.DataFrame:
    there = [column.name for column in declared.columns if column.name in wanted]
    columns = ", ".join(map(quoted, there))
    return query(snapshot, f"SELECT {columns} FROM {quoted(declared.name)}")  # noqa: S608


def _names(rows: pd.DataFrame, column: str) -> dict[str, str]:
    """Codes by name; a name that several codes share stands for none."""
    found: dict[str, set[str]] = {}
    for name_column in rows.columns.drop(column):
        for name, code in zip(rows[name_column], rows[column], strict=True):
            if isinstance(name, str):
                found.setdefault(normalised(name), set()).add(code)
    return {name: codes.pop() for name, codes in found.items() if len(codes) == 1}


def _limits(snapshot: Snapshot) -> dict[str, pd.DataFrame]:
    catalogues = {c.limits_from for declared in CONTRACTS.values() for c in declared.columns if c.limits_from}
    limits = {}
    for name in sorted(catalogues):
        declared = contract(name)
        rows = _rows(snapshot, declared, [declared.key[0], *_LIMIT_COLUMNS])
        limits[name] = rows.set_index(declared.key[0])
    return limits
