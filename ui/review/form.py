"""What a person at the desk may do next, as values: fields, and what is done with what stands in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from ui.words import N_

DONE: Final = N_("Done, and written in the ledger.")
Given = Mapping[str, Any]
"""Key of a field → what stands in it."""
Act = Callable[[Given], object]
TEXT: Final = 4_000
"""Characters of what is written at the desk, at the most."""


@dataclass(frozen=True)
class Field:
    """A place to write, to choose or to bring a file; or a sentence between such places.

    Parameters
    ----------
    options : of a choice, what may be chosen → what the reader sees
    example : what stands in an empty line
    most : characters, at the most
    height : of a text, in pixels
    """

    key: str
    label: str
    kind: Literal["line", "text", "choice", "several", "file", "said", "quoted", "fault"] = "line"
    options: Mapping[Any, str] = field(default_factory=dict)
    example: str = ""
    most: int = 120
    height: int = 70


@dataclass(frozen=True)
class Step:
    """A button: what it does with what stands in the form, what is then said, and said instead where known.

    ``key`` : of the button; empty for one that its label tells from others
    """

    label: str
    act: Act
    key: str = ""
    done: str = DONE
    instead: Callable[[], str] | None = None


@dataclass(frozen=True)
class Form:
    """Fields above their buttons; a tuple of fields stands side by side.

    Parameters
    ----------
    title : a line above the fields
    folded : the name of the fold that it stands in; empty for none
    unfolded : the fold is open from the first
    starts : key of a field → what stands in it before anybody wrote there
    clear : what was written goes once it was done
    """

    key: str
    fields: Sequence[Field | tuple[Field, ...]]
    steps: Sequence[Step]
    title: str = ""
    folded: str = ""
    unfolded: bool = False
    starts: Mapping[str, str] = field(default_factory=dict)
    clear: bool = False


@dataclass(frozen=True)
class Choice:
    """A menu of forms of which the chosen one is shown: code → its name and its form.

    ``current`` : the code that is chosen at first
    """

    key: str
    label: str
    forms: Mapping[str, tuple[str, Form]]
    current: str = ""
    folded: str = ""
    unfolded: bool = False


Offer = Form | Step | Choice


@dataclass(frozen=True)
class File:
    """A file of the reviews: its name, its address, and its icon."""

    label: str
    address: str
    icon: str


def written(title: str, key: str, label: str, act: Callable[[str], object]) -> Form:
    """A form of one text, which is given to ``act``."""
    return Form(
        key,
        (Field(f"review text {key}", label, "text", most=TEXT, height=90),),
        (Step(title, with_text(key, act)),),
        title,
    )


def with_text(key: str, act: Callable[[str], object]) -> Act:
    """What gives ``act`` the text of a form."""
    return lambda given: act(str(given.get(f"review text {key}", "")))
