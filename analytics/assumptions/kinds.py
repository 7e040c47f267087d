"""What an assumption may hold, and how it is read from an address, written to one, changed and compared."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Any, ClassVar, Final, Literal, Self

Shape = Literal["number", "integer", "choice", "code", "codes", "month", "day", "amount", "text"]
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,39}")
_MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
_DAY = re.compile(r"(19|20)\d\d-\d\d-\d\d")
_AMOUNT = re.compile(r"\d{1,15}(\.\d{1,4})?", re.ASCII)


@dataclass(frozen=True)
class Assumption:
    """What a field of the scenario may hold, what readers are told of it, and where its default comes from.

    ``query`` is its name in the address; ``label`` is what readers see it called, in English, everywhere,
    ``short`` what a page calls it that speaks of nothing else; ``explanation`` says in a sentence what it
    means, ``source`` names the publication or says that it is a convention of this product.
    ``unit`` is "share" for a fraction that readers see as a percentage;
    ``low`` and ``high`` are inclusive. A control goes from one to the other by ``step``, or along ``steps``
    for what spans orders of magnitude; a link may state what lies between. ``names`` says what values are
    called that are not told by their number or code. A figure is written with the decimals that it has, at
    most ``digits``, and with its sign where it is a change (``signed``). ``example`` stands in an empty line.
    A day is written as 2027-02-01, an amount as
    250000 or 4.5, and either is empty where it is not stated. A text is one line of at most ``most``
    characters; it is shown and recorded, and never part of a computation.
    """

    query: str
    shape: Shape
    unit: str = ""
    low: float | None = None
    high: float | None = None
    choices: tuple[str, ...] = ()
    source: str = "convention"
    most: int = 12
    label: str = ""
    short: str = ""
    explanation: str = ""
    step: float | None = None
    steps: tuple[float, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict, hash=False)
    digits: int = 4
    signed: bool = False
    example: str = ""

    def __post_init__(self) -> None:
        """A choice is one of the values that have names, unless it states more."""
        if self.shape == "choice" and not self.choices:
            object.__setattr__(self, "choices", tuple(self.names))

    def grid(self) -> tuple[float, ...]:
        """The values that a control offers, ascending, each within the bounds; empty where there are none."""
        if self.steps or self.step is None or self.low is None or self.high is None:
            return self.steps
        count = math.floor((self.high - self.low) / self.step + 1e-9)
        # The upper bound is one of them where the steps do not reach it.
        even = {round(self.low + self.step * place, 9) for place in range(count + 1)} | {self.high}
        return tuple(sorted(even))

    def read(self, text: str) -> Any:
        """The value that ``text`` states; ValueError with the allowed range when it states none."""
        if self.shape in ("number", "integer"):
            return self._read_number(text)
        if self.shape == "choice":
            if text not in self.choices:
                raise ValueError(f"{self.query} must be one of {', '.join(self.choices)}; got {text[:40]!r}")
            return text
        if self.shape == "month":
            if text and not _MONTH.fullmatch(text):
                raise ValueError(f"{self.query} must be a month such as 2026-10; got {text[:40]!r}")
            return text
        if self.shape in ("day", "amount"):
            return self._read_day(text) if self.shape == "day" else self._read_amount(text)
        if self.shape == "codes":
            codes = tuple(dict.fromkeys(part for part in text.split(",") if part))
            if len(codes) > self.most or not all(_CODE.fullmatch(code) for code in codes):
                raise ValueError(f"{self.query} must be at most {self.most} codes separated by commas")
            return codes
        if self.shape == "text":
            line = text.strip()
            if len(line) > self.most or not line.isprintable():
                raise ValueError(f"{self.query} must be one line of at most {self.most} characters")
            return line
        if text and not _CODE.fullmatch(text):
            raise ValueError(f"{self.query} must be a code of letters, digits and hyphens; got {text[:40]!r}")
        return text

    def _read_number(self, text: str) -> float | int:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        low = -math.inf if self.low is None else self.low
        high = math.inf if self.high is None else self.high
        if not math.isfinite(number) or not low <= number <= high:
            raise ValueError(f"{self.query} must lie between {low:g} and {high:g}; got {text[:40]!r}")
        return round(number) if self.shape == "integer" else number

    def _read_day(self, text: str) -> str:
        try:
            if text and (not _DAY.fullmatch(text) or not date.fromisoformat(text)):
                raise ValueError
        except ValueError:
            raise ValueError(f"{self.query} must be a day such as 2027-02-01; got {text[:40]!r}") from None
        return text

    def _read_amount(self, text: str) -> str:
        if text and not _AMOUNT.fullmatch(text):
            raise ValueError(f"{self.query} must be a number such as 250000 or 4.5; got {text[:40]!r}")
        if text:
            self._read_number(text)
        return text

    def write(self, value: Any) -> str:
        """The text that ``read`` turns back into ``value``."""
        if self.shape == "codes":
            return ",".join(value)
        return repr(value).removesuffix(".0") if isinstance(value, float) else str(value)


def assume(default: Any, shape: Shape, query: str, **settings: Any) -> Any:
    """A field of the scenario with its default and what it may hold."""
    return field(default=default, metadata={"assumption": Assumption(query, shape, **settings)})


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
