"""Words and numbers in the reader's language: gettext for sentences, Babel for figures and dates."""

from __future__ import annotations

import gettext
import io
import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Final, Literal

from babel.core import Locale, negotiate_locale
from babel.dates import format_date, format_datetime
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal

from data.phrases import Language as DataLanguage

# By its code, as the folder of its catalogue is called.
Language = str
LOCALE_FOLDER: Final = Path(__file__).resolve().parent.parent / "locale"
HOME_LANGUAGE: Final[Language] = "fr"
# Sentences are written in it, so that it needs no catalogue.
SOURCE_LANGUAGE: Final[Language] = "en"
_FURTHER = {path.parts[-3] for path in LOCALE_FOLDER.glob("*/LC_MESSAGES/vigie.po")} - {HOME_LANGUAGE}
LANGUAGES: Final[tuple[Language, ...]] = (HOME_LANGUAGE, SOURCE_LANGUAGE, *sorted(_FURTHER))
FROM_THE_RIGHT: Final = frozenset(each for each in LANGUAGES if Locale(each).text_direction == "rtl")
MISSING: Final = "–"
_BEFORE_A_SIGN: Final = re.compile(r"(?<=\S) (?=:(?:\s|$)|[;?!%»](?:\W|$))")
_BEFORE_A_VOWEL: Final = re.compile(r"\b([Dd])e (?=(?:avril|août|octobre)\b)")
_ASKED: Final = re.compile(
    r"(\*|[a-z]{1,8}(?:[-_][a-z0-9]{1,8})*)(?:\s*;\s*q=([01](?:\.\d{0,3})?))?", re.I | re.ASCII
)
_FIGURES: Final = 4
_OPENING_QUOTE: Final = re.compile("« ")
_APOSTROPHE: Final = re.compile(r"(?<=\w)'(?=\w)")
_WITHIN_A_NUMBER: Final = re.compile(r"(?<=\d) (?=\d{3}(?:\D|$))")
_COUNTED_BY: Final = re.compile(
    r"(?<![\d,.])(?<!\d[\s\u202f])([−-]?[01](?:,\d+)?)([ \u00a0]milli(?:on|ard))s\b"
)


_SPOKEN: Final[ContextVar[Language | None]] = ContextVar("language spoken", default=None)


@contextmanager
def speaking(spoken: Language) -> Iterator[None]:
    """Speak a language throughout the block, for answers that belong to no session.

    Each thread and task has its own: two answers made at once do not mix their languages.
    """
    before = _SPOKEN.set(spoken)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


_VISITOR: Final[dict[str, Callable[[], object]]] = {"speaks": lambda: HOME_LANGUAGE}
"""Whom to ask where no language is spoken: the session, once there is one."""


def ask_of(visitor: Callable[[], object]) -> None:
    """Let ``visitor`` say the language wherever none is spoken: whoever keeps sessions gives it."""
    _VISITOR["speaks"] = visitor


def of_no_session() -> bool:
    """Whether the answer that is being made belongs to no session."""
    return _SPOKEN.get() is not None


def language() -> Language:
    """The language of the answer that is being made: the one asked for, else the visitor's."""
    if (spoken := _SPOKEN.get()) is not None:
        return spoken
    chosen = str(_VISITOR["speaks"]())
    return chosen if chosen in LANGUAGES else HOME_LANGUAGE


def declared(spoken: Language) -> str:
    """The attributes by which a page of HTML says what it speaks, and whether it is read from the right."""
    return f'lang="{spoken}"' + (' dir="rtl"' if spoken in FROM_THE_RIGHT else "")


def told_by_data() -> DataLanguage:
    """The language of what stands beside the data: French for readers of French, English for all others."""
    return "fr" if language() == "fr" else "en"


def worded(stem: str) -> str:
    """The column ``stem_fr`` or ``stem_en`` of a catalogue, for this reader."""
    return f"{stem}_{told_by_data()}"


def preferred_language(asked: str | None) -> Language:
    """The language to greet a browser in, which asks as ``es, fr-MA;q=0.9, en;q=0.8`` (RFC 9110, 12.5.4).

    Of the languages that we speak the one most wanted, the earlier of two wanted alike; a quality of 0 is a
    refusal, ``*`` any language that is not named. French where nothing is asked for that we speak.
    """
    wanted: dict[str, float] = {}
    for part in (asked or "").split(","):
        if found := _ASKED.fullmatch(part.strip()):
            wanted.setdefault(found[1].replace("_", "-").lower(), float(found[2] or 1))
    others = [spoken for spoken in LANGUAGES if spoken not in wanted]
    for tag in sorted(wanted, key=wanted.__getitem__, reverse=True):
        if wanted[tag] > 0:
            any_other = next(iter(others), None)
            spoken = any_other if tag == "*" else negotiate_locale([tag], LANGUAGES, sep="-")
            if spoken in LANGUAGES:
                return spoken
    return HOME_LANGUAGE


def _typeset(text: str, spoken: Language) -> str:
    """``text`` with the spaces French wants before ``: ; ? ! % »``, after ``«`` and in large numbers.

    No line may break there. Translators type plain spaces.
    """
    if spoken != "fr":
        return text
    text = _WITHIN_A_NUMBER.sub("\N{NARROW NO-BREAK SPACE}", _APOSTROPHE.sub("’", text))
    return _OPENING_QUOTE.sub("«\N{NO-BREAK SPACE}", _BEFORE_A_SIGN.sub("\N{NO-BREAK SPACE}", text))


def agreed(text: str) -> str:
    """``text`` with millions in the number that French gives them: plural from two on, 0,38 million below."""
    return _COUNTED_BY.sub(r"\1\2", text) if language() == "fr" else text


class _Counting(str):
    """A sentence of which a figure counts millions, known only once it is filled in."""

    __slots__ = ()

    def format(self, *args: object, **kwargs: object) -> str:
        """The sentence filled in, its millions in the number of what counts them."""
        return agreed(super().format(*args, **kwargs))


def within(label: str) -> str:
    """A label as it stands within a sentence; the rest keeps its capitals."""
    return label[:1].lower() + label[1:]


def unbroken(heading: str) -> str:
    """A heading whose hyphenated words, "est-ce" or "e-banking", stay on one line."""
    return heading.replace("-", "\N{NON-BREAKING HYPHEN}")


@cache
def _catalogue(spoken: Language) -> gettext.NullTranslations:
    if spoken == SOURCE_LANGUAGE:
        return gettext.NullTranslations()
    # Catalogues are compiled in memory: no binary to keep in step with the text beside it.
    with (LOCALE_FOLDER / spoken / "LC_MESSAGES" / "vigie.po").open("rb") as source:
        catalogue = read_po(source, locale=spoken)
    for message in catalogue:
        if isinstance(message.string, str):
            message.string = _typeset(message.string, spoken)
        elif message.string is not None:
            message.string = tuple(_typeset(form, spoken) for form in message.string)
    compiled = io.BytesIO()
    write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)


def _(message: str) -> str:
    """``message`` in the session's language."""
    return _told(language(), message)


@lru_cache(maxsize=1 << 15)
def _told(spoken: Language, message: str) -> str:
    told = _catalogue(spoken).gettext(message)
    return _Counting(told) if "} milli" in told else told


def said_in(spoken: Language, message: str) -> str:
    """``message`` in a language, for answers that belong to no session."""
    return _told(spoken, message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a message that ``count`` asks for, in the session's language."""
    return _catalogue(language()).ngettext(singular, plural, count)


def N_(message: str) -> str:
    """Mark a message that is written down now and translated when it is shown."""
    return message


def localised(row: object, stem: str) -> str:
    """The attribute ``stem_fr`` or ``stem_en`` of ``row``."""
    return _typeset(str(getattr(row, worded(stem))), told_by_data())


def number(value: float | None, digits: int = 1, unit: str = "") -> str:
    """A figure as the language writes it; a dash for what is missing.

    The space before the unit does not break, so that a figure never parts from it at a line's end.
    """
    if value is None or not math.isfinite(value):
        return MISSING
    # Rounding −0.04 to one digit must not print a minus sign before a zero.
    rounded = round(float(value), digits) + 0.0
    said = with_unit(_decimal(rounded, digits, language()), unit)
    return agreed(said) if unit else said


def with_unit(written: str, unit: str) -> str:
    """A figure that is written already, with its unit: English sets the percent sign close, French apart."""
    space = "" if unit.startswith("%") and language() == "en" else "\u00a0"
    return f"{written}{space}{unit}" if unit else written


@lru_cache(maxsize=1 << 16)
def _decimal(rounded: float, digits: int, spoken: Language) -> str:
    # A page writes hundreds of figures, mostly those of its run before.
    pattern = "#,##0" + ("." + "0" * digits if digits else "")
    return format_decimal(rounded, format=pattern, locale=spoken).replace("-", "\u2212")


def measured(value: float | None, digits: int = 1, unit: str = "") -> str:
    """A figure among others of other sizes: fewer decimals the larger it is, four figures in all."""
    if value is None or not math.isfinite(value) or value == 0:
        return number(value, digits, unit)
    whole = math.floor(math.log10(abs(value))) + 1
    return number(value, max(0, min(digits, _FIGURES - whole)), unit)


def plain_number(value: float, unit: str = "") -> str:
    """A figure with the digits that it has, four at most: 0.25, 5, 1,250.5."""
    return number(value, decimals(value), unit)


def decimals(value: float) -> int:
    """The decimals that a figure has, four at most."""
    return next(digits for digits in range(5) if digits == 4 or math.isclose(value, round(value, digits)))


def percent(value: float | None, digits: int = 0) -> str:
    """A share in [0, 1] as a percentage."""
    return MISSING if value is None else number(100 * value, digits, "%")


def signed(value: float | None, digits: int = 1, unit: str = "") -> str:
    """A change, with its sign."""
    if value is None or not math.isfinite(value):
        return MISSING
    return ("+" if round(value, digits) > 0 else "") + number(value, digits, unit)


def interval(low: float | None, high: float | None, digits: int = 1, unit: str = "") -> str:
    """Two ends of an interval, as printed after a value."""
    if low is None or high is None or not (math.isfinite(low) and math.isfinite(high)):
        return _("no interval")
    return _("{low} to {high}").format(low=number(low, digits), high=number(high, digits, unit))


def month_name(value: date | datetime, width: Literal["long", "short"] = "long") -> str:
    """A month and its year: "octobre 2026"."""
    return format_date(value, "LLLL y" if width == "long" else "LLL y", locale=language())


def month_of(code: str) -> str:
    """The month that a code such as 2026-10 states, as prose has it."""
    return month_name(date.fromisoformat(f"{code}-01"))


def day(value: date) -> str:
    """A date as prose has it: "31 octobre 2026", "1er octobre 2026"."""
    written = format_date(value, "d MMMM y", locale=language())
    return written.replace("1 ", "1er ", 1) if language() == "fr" and value.day == 1 else written


def elided(sentence: str) -> str:
    """``sentence`` with "d’" before months that begin with a vowel: "d’octobre 2026"."""
    return _BEFORE_A_VOWEL.sub(r"\1’", sentence) if language() == "fr" else sentence


def moment(value: datetime) -> str:
    """A date and a time of day in UTC."""
    return format_datetime(value, "d MMM y HH:mm", locale=language()) + " UTC"


def clauses(parts: Iterable[str]) -> str:
    """Parts of a sentence set off by semicolons."""
    return ("\N{NO-BREAK SPACE}; " if language() == "fr" else "; ").join(parts)


def labelled(label: str, text: str) -> str:
    """A label, a colon, and what it labels."""
    return f"{label}\N{NO-BREAK SPACE}: {text}" if language() == "fr" else f"{label}: {text}"


def in_series(parts: Sequence[str]) -> str:
    """Statements one after the other, parted as the language does it."""
    return _("; ").join(parts)


def listing(items: Sequence[str]) -> str:
    """Items as a sentence lists them: "a, b and c"."""
    if len(items) < 2:
        return "".join(items)
    return _("{first} and {last}").format(first=", ".join(items[:-1]), last=items[-1])
