"""What a reader may write, choose and press, as values: fields, buttons, and what is done with them.

``ui.outlets.forms`` draws them; whoever makes them knows of no screen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, MutableMapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from ui.content import Answer, Table
from ui.reader import Reader
from ui.words import N_

DONE: Final = N_("Done, and written in the ledger.")
Given = Mapping[str, Any]
"""Key of a field → what stands in it."""
Kept = MutableMapping[str, Any]
"""The same, and what is kept of a visit beside it."""
Act = Callable[[Given], object]
TEXT: Final = 4_000
"""Characters of what is written at the desk, at the most."""


@dataclass(frozen=True)
class Said:
    """A sentence.

    Parameters
    ----------
    tone : ``aside`` is small, ``point`` one of several, ``title`` stands above what follows; the others say
        how something went
    """

    sentence: str
    tone: Literal["plain", "aside", "point", "title", "told", "done", "warning", "fault"] = "plain"
    icon: str = ""


@dataclass(frozen=True)
class Field:
    """A place to write, to choose, to tick or to bring a file.

    Outside a form, what stands in it counts as soon as it changes.

    Parameters
    ----------
    kind : ``choice`` is one of a menu, ``one`` one of a few side by side
    options : of a choice, what may be chosen → what the reader sees; of a file, the endings that it may have
    start : what stands in it before anybody wrote there; of a choice, its first option
    example : what stands in an empty line
    about : said to whoever asks what the field is
    most : characters, at the most
    height : of a text, in pixels
    low, high, step : of a number
    megabytes : of a file, at the most
    lasting : it keeps what was written while its reader is on other pages
    changed : what a change does by itself
    """

    key: str
    label: str
    kind: Literal["line", "secret", "text", "number", "tick", "choice", "one", "several", "file"] = "line"
    options: Mapping[Any, str] = field(default_factory=dict)
    start: Any = None
    example: str = ""
    about: str = ""
    most: int = 120
    height: int = 70
    low: float | None = None
    high: float | None = None
    step: float = 1
    megabytes: int = 10
    lasting: bool = False
    changed: Act | None = None

    @property
    def first(self) -> Any:
        """What stands in it before anybody wrote there."""
        if self.kind in ("choice", "one"):
            return self.start if self.start in self.options else next(iter(self.options), None)
        return {"line": self.start or "", "text": self.start or "", "tick": bool(self.start)}.get(
            self.kind, self.start
        )

    def stands(self, given: Given) -> Any:
        """What stands in it: an option that is no longer there is not chosen any more."""
        if self.key not in given:
            return self.first
        value = given[self.key]
        if self.kind == "file":
            # A file that the server has let go of leaves a mark in its place.
            return value if hasattr(value, "getvalue") else None
        return self.first if self.kind in ("choice", "one") and value not in self.options else value


@dataclass(frozen=True)
class Step:
    """A button: what it does with what stands on the page, what is then said, and said instead where known.

    Parameters
    ----------
    key : of the button; empty for one that its label tells from others
    busy : said while it is done, of what takes a while
    """

    label: str
    act: Act
    key: str = ""
    done: str = DONE
    instead: Callable[[], str] | None = None
    icon: str = ""
    busy: str = ""


@dataclass(frozen=True)
class Fold:
    """What is folded away under its title, in ``columns``; in a form, a tuple of fields is side by side."""

    title: str
    offers: Sequence[Offer | tuple[Field, ...]]
    icon: str = ""
    unfolded: bool = False
    columns: int = 1


@dataclass(frozen=True)
class Form:
    """Fields above their buttons, sent together; a tuple of fields stands side by side.

    Parameters
    ----------
    title : a line above the fields
    folded : the name of the fold that it stands in; empty for none
    unfolded : the fold is open from the first
    starts : key of a field → what stands in it before anybody wrote there
    clear : what was written goes once it was done
    """

    key: str
    fields: Sequence[Field | Said | Fold | tuple[Field, ...]]
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


@dataclass(frozen=True)
class File:
    """A file of the reviews: its name, its address, and its icon."""

    label: str
    address: str
    icon: str


@dataclass(frozen=True)
class Handed:
    """A file that is handed over by a button; ``key`` tells apart buttons for files of one name."""

    label: str
    content: bytes | str
    name: str
    mime: str = "application/octet-stream"
    key: str = ""


@dataclass(frozen=True)
class Lead:
    """A link to a page of the product."""

    slug: str
    label: str


@dataclass(frozen=True)
class Copied:
    """A text to be copied as it stands."""

    text: str


@dataclass(frozen=True)
class Beside:
    """Offers in columns, as wide as ``widths`` say."""

    places: Sequence[Sequence[Offer]]
    widths: Sequence[float] = ()


@dataclass(frozen=True)
class Together:
    """Offers that belong together: below each other, in a frame or not, or one after the other in a line."""

    offers: Sequence[Offer]
    how: Literal["below", "framed", "in line"] = "below"


@dataclass(frozen=True)
class UnderWay:
    """What goes on elsewhere and is waited for.

    Parameters
    ----------
    look : waits a moment; how much is done, and in which words, or None once it has ended
    ended : takes over what came of it
    call_off : ends it before
    """

    look: Callable[[], tuple[float, str] | None]
    ended: Callable[[], object]
    call_off: Step


Offer = (
    Field | Said | Form | Step | Choice | Fold | Handed | Lead | Copied | Beside | Together | UnderWay | Table
)


class Sheet:
    """A sheet of offers in the making: what is asked is answered by what stands in the field already."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept
        self.offers: list[Offer] = []

    def ask(self, asked: Field) -> Any:
        """Put a field on the sheet; what stands in it."""
        self.offers.append(asked)
        return asked.stands(self.kept)

    def say(
        self,
        sentence: str,
        tone: Literal["plain", "aside", "point", "title", "told", "done", "warning", "fault"] = "plain",
        icon: str = "",
    ) -> None:
        """Put a sentence on the sheet."""
        self.offers.append(Said(sentence, tone, icon))

    def put(self, *offers: Offer) -> None:
        """Put whatever else there is on the sheet."""
        self.offers.extend(offers)

    def part(self) -> Sheet:
        """A sheet within this one, at this place, to be written on later."""
        inner = Sheet(self.kept)
        # The same list: what is written there stands here.
        self.offers.append(Together(inner.offers))
        return inner

    @contextmanager
    def fold(
        self, title: str, icon: str = "", *, unfolded: bool = False, columns: int = 1
    ) -> Iterator[Sheet]:
        """A sheet that is folded away under its title."""
        inner = Sheet(self.kept)
        yield inner
        self.offers.append(Fold(title, inner.offers, icon, unfolded, columns))


@dataclass(frozen=True)
class Visit:
    """Whoever fills in a page of forms.

    Parameters
    ----------
    kept : what stands in its fields, and what is kept from one run to the next
    workspace : the one shown
    address : that of the page, as the reader's browser has it
    opens : shows a workspace, and a bank of it where its code is not empty
    """

    kept: Kept
    workspace: str
    reader: Reader
    address: str
    opens: Callable[[str, str], object]


@dataclass(frozen=True)
class FormPage:
    """A page of forms: its answer, and what its reader may do."""

    answer: Answer
    offers: Sequence[Offer]


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
