"""What an address states: how it is read, written, changed and compared with the defaults."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, replace
from typing import Any, ClassVar, Final, Self

from analytics.assumptions.kinds import Assumption

FIRST_VERSION, VERSION = "1", "2"
VERSION_KEY: Final = "v"
VERSIONS: Final = (FIRST_VERSION, VERSION)
"""Forms that are read: what was written in an older one means what it meant then."""


class Stated:
    """A frozen dataclass whose fields are assumptions; all of them have defaults."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @classmethod
    def assumptions(cls) -> dict[str, Assumption]:
        """Field name → what it may hold."""
        return {item.name: item.metadata["assumption"] for item in fields(cls)}

    @classmethod
    def meant(cls, version: str) -> Mapping[str, Any]:
        """Defaults that have changed since an address of ``version`` was written, as they were then."""
        return {}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Self, tuple[tuple[str, str], ...]]:
        """What an address states, and name and text of each part that was refused.

        Parameters of other names are left to others; a refused value keeps the default, so that a mistyped
        link still opens the page. What is absent means the default of the query's version.
        """
        values: dict[str, Any] = dict(cls.meant(query.get(VERSION_KEY, VERSION)))
        refused: list[tuple[str, str]] = []
        for name, assumption in cls.assumptions().items():
            if assumption.query in query:
                try:
                    values[name] = assumption.read(query[assumption.query])
                except ValueError:
                    refused.append((assumption.query, query[assumption.query][:40]))
        return cls(**values), tuple(refused)

    def to_query(self) -> dict[str, str]:
        """Only what differs from the default, in the order of the fields."""
        default = type(self)()
        return {
            assumption.query: assumption.write(getattr(self, name))
            for name, assumption in self.assumptions().items()
            if getattr(self, name) != getattr(default, name)
        }

    def change(self, **changes: Any) -> Self:
        """The same with some fields replaced, each checked against its bounds.

        Raises
        ------
        KeyError: no field of that name
        ValueError: a value outside its bounds
        """
        assumptions = self.assumptions()
        checked = {
            name: assumptions[name].read(assumptions[name].write(value)) for name, value in changes.items()
        }
        return replace(self, **checked)

    def touched(self) -> tuple[str, ...]:
        """The names of the fields that differ from their default."""
        default = type(self)()
        return tuple(
            item.name for item in fields(self) if getattr(self, item.name) != getattr(default, item.name)
        )
