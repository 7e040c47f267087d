"""Units that a file gives under or inside its headers, held against those of the contract."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import TypeVar

from babel import Locale

from data.ingest.cells import normalised

_LONGEST = 200
"""Characters of a header in which a unit is looked for."""
_SIGNS = {"€": " eur ", "$": " usd ", "£": " gbp ", "’000": " 000 ", "'000": " 000 "}
_FILLERS = frozenset(
    {"en", "in", "de", "d", "of", "des", "du", "the", "montant", "montants", "amount", "amounts"}
    | {"valeurs", "values", "unite", "unites", "unit", "units"}
)
_T = TypeVar("_T")


def _of(words: str, meaning: _T) -> dict[str, _T]:
    return dict.fromkeys(words.split(), meaning)


_SCALES = {
    **_of("k kilo millier milliers thousand thousands 000 1000", Fraction(10**3)),
    **_of("m mm mn mio million millions", Fraction(10**6)),
    **_of("md mds mrd mrds bn milliard milliards", Fraction(10**9)),
}
_CURRENCIES = {
    **_of("mad dh dhs dirham dirhams", "MAD"),
    **_of("eur euro euros", "EUR"),
    **_of("usd dollar dollars", "USD"),
    **{
        code.casefold(): code
        for code in ("GBP", "CHF", "XOF", "XAF", "DZD", "TND", "SAR", "AED", "JPY", "CNY")
    },
}
_CAPITALS = frozenset(map(str, Locale("en").currencies))
"""Codes of currencies; many are words, and count as currencies in capitals only."""
_PLAIN = {
    **_of("percent pct pourcent pourcentage percentage", ("share", Fraction(1, 100))),
    **_of("share part fraction", ("share", Fraction(1))),
    **_of("bps bp pb", ("share", Fraction(1, 10_000))),
    **_of("h heure heures hour hours", ("time", Fraction(3600))),
    **_of("min minute minutes mn", ("time", Fraction(60))),
    **_of("sec seconde secondes second seconds", ("time", Fraction(1))),
    **_of("an ans annee annees year years", ("months", Fraction(12))),
    **_of("mois month months", ("months", Fraction(1))),
    **_of("jour jours day days", ("days", Fraction(1))),
    **_of("point points pp", ("points", Fraction(1))),
    **_of("nb nombre number count clients customers personnes people", ("count", Fraction(1))),
    **_of("operations transactions searches recherches", ("count", Fraction(1))),
}
_BRACKETED = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_TRAILING = re.compile(r"(?:,| - | – |\ben\b|\bin\b)([^,–-]*)$", re.IGNORECASE)


@dataclass(frozen=True)
class Unit:
    """A dimension (an ISO currency, share, time, months, days, points, count) and the size in it.

    ``dimension`` is None for a size alone, as in "thousands": it takes that of the column.
    """

    dimension: str | None
    size: Fraction


def parse_unit(text: str) -> Unit | None:
    """The unit that a text names; None where it names none that is certain.

    >>> parse_unit("k EUR")
    Unit(dimension='EUR', size=Fraction(1000, 1))
    """
    text = text[:_LONGEST]
    for sign, word in _SIGNS.items():
        text = text.replace(sign, word)
    capitals = frozenset(re.findall("[A-Z]{3}", text)) & _CAPITALS
    words = [word for word in normalised(text).split() if word not in _FILLERS]
    if words[:1] in (["share"], ["part"]):
        words = [word for word in words if word not in ("0", "1")]
    dimension, size, sized = None, Fraction(1), False
    for word in words:
        scale = _SCALES.get(word)
        currency = _CURRENCIES.get(word) or (word.upper() if word.upper() in capitals else None)
        if currency is None and scale is None and word not in _PLAIN:
            scale, currency = _joined(word)
        if currency is None and word in _PLAIN and (scale is None or (len(words) == 1 and word == "mn")):
            found, own = _PLAIN[word]
            if dimension is not None:
                return None
            dimension, size = found, size * own
            continue
        if scale is None and currency is None:
            return None
        if (scale is not None and sized) or (currency is not None and dimension is not None):
            return None
        if scale is not None:
            size, sized = size * scale, True
        dimension = currency or dimension
    return Unit(dimension, size) if words else None


def _joined(word: str) -> tuple[Fraction | None, str | None]:
    """A size and a currency written as one word: kMAD, MDH."""
    for currency, code in sorted(_CURRENCIES.items(), key=lambda item: -len(item[0])):
        if word.endswith(currency) and word[: -len(currency)] in _SCALES:
            return _SCALES[word[: -len(currency)]], code
    return None, None


def header_units(header: str) -> list[str]:
    """What stands in the brackets of a header, or after its last comma, hyphen, "en" or "in"."""
    short = header[:_LONGEST]
    found = [first or second for first, second in _BRACKETED.findall(short)]
    trailing = _TRAILING.search(short)
    return [text.strip() for text in [*found, *([trailing.group(1)] if trailing else [])] if text.strip()]


def factor(given: Unit, declared: Unit) -> Fraction | None:
    """What a value in one unit is multiplied by to be in the other; None where they are of two kinds."""
    dimension = given.dimension
    if dimension is None and declared.dimension not in ("share", "time", "months", "days", "points"):
        dimension = declared.dimension
    if dimension != declared.dimension:
        return None
    return given.size / declared.size


def declared_unit(names: Iterable[str | None]) -> Unit | None:
    """The unit of a column or an indicator, from its name in either language; None where none compares."""
    for name in names:
        if name:
            found = parse_unit(name)
            if found is None and name.startswith("%"):
                found = parse_unit("%")
            if found is not None:
                return found
    return None
