"""Numbers as people write them: decimal comma or point, grouped thousands, %, parentheses.

How a column writes its numbers is decided over the whole column. Where a number could be read two
ways and no other number of the column tells which, nobody guesses: the user is asked.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from data.contracts import Column, ColumnType
from data.ingest.cells import Cells, as_mask
from data.ingest.messages import COMMA, NO_UNIT, OWN_UNIT, POINT, Phrase
from data.ingest.parsed import Parsed
from data.ingest.problems import Mask, Notice

_NOT_FINITE = pa.array(
    ["nan", "+nan", "-nan", "inf", "+inf", "-inf", "infinity", "+infinity", "-infinity", "∞", "-∞", "+∞"]
)
_SPREADSHEET_ERROR = r"^#([a-zà-ü0-9]+[!?]?|n/a|div/0!|#+)$"
_GROUP_SIGNS = "[ \u00a0\u2009\u202f'’]"
_GROUPED_BY_SPACE = rf"^[+-]?[1-9]\d{{0,2}}({_GROUP_SIGNS}\d{{3}})+([.,]\d*)?$"
_EXPONENT = r"([eE][+-]?\d{1,3})?"
_WRITTEN = {
    ".": rf"^[+-]?(\d+|[1-9]\d{{0,2}}(,\d{{3}})+)?(\.\d*)?{_EXPONENT}$",
    ",": rf"^[+-]?(\d+|[1-9]\d{{0,2}}(\.\d{{3}})+)?(,\d*)?{_EXPONENT}$",
}
_HAS_DIGIT = r"^[+-]?[.,]?\d"
_OTHER = {".": ",", ",": "."}
_NAMES = {".": POINT, ",": COMMA}
_LARGEST = 1e300
_LARGEST_WHOLE = 2.0**53
_LARGEST_MONEY = 1e15
_CENTIMES = 100.0


def unit_phrase(column: Column, fallback: Phrase = NO_UNIT) -> Phrase:
    """The unit of a column in both languages."""
    return Phrase(column.unit_fr or column.unit, column.unit) if column.unit else fallback


@dataclass(frozen=True)
class Written:
    """Texts stripped to sign, digits and separators."""

    core: pa.StringArray
    percent: Mask
    parentheses: Mask
    candidates: Mask
    """Texts that could be numbers at all."""

    def read_as(self, decimal: str) -> Mask:
        """Texts that are numbers if ``decimal`` is the decimal sign."""
        return self.candidates & as_mask(pc.match_substring_regex(self.core, _WRITTEN[decimal]))

    def values(self, decimal: str, readable: Mask) -> npt.NDArray[np.float64]:
        """The numbers under a decimal sign; NaN where they cannot be read."""
        bare = pc.replace_substring(self.core, _OTHER[decimal], "")
        pointed = pc.replace_substring(bare, ",", ".")
        only = pc.if_else(pa.array(readable), pointed, pa.scalar(None, pa.string()))
        numbers = np.array(pc.cast(only, pa.float64()).to_numpy(zero_copy_only=False), dtype=np.float64)
        numbers[self.parentheses] *= -1.0
        return numbers


def written(texts: pa.StringArray) -> Written:
    """Take apart what stands around a number: parentheses, percent sign, spaces between groups."""
    texts = pc.replace_substring(texts, "\u2212", "-")
    parentheses = as_mask(pc.match_substring_regex(texts, r"^\([^()+-]+\)$"))
    texts = pc.replace_substring_regex(texts, r"^\(([^()+-]+)\)$", r"\1")
    percent = as_mask(pc.match_substring_regex(texts, "[ \u00a0\u202f]*%$"))
    texts = pc.replace_substring_regex(texts, "[ \u00a0\u202f]*%$", "")
    grouped = pc.match_substring_regex(texts, _GROUPED_BY_SPACE)
    core = pc.if_else(grouped, pc.replace_substring_regex(texts, _GROUP_SIGNS, ""), texts)
    # A number grouped by spaces has four digits or more before its decimal sign: it is never ambiguous.
    candidates = as_mask(pc.match_substring_regex(core, _HAS_DIGIT))
    return Written(core, percent, parentheses, candidates)


@dataclass(frozen=True)
class Row:
    """A row position that stands for its line in the file until lines are known."""

    position: int


@dataclass(frozen=True)
class Convention:
    """The decimal sign of a column and what it rests on."""

    decimal: str
    decided: bool
    by_type: bool = False
    mixed: bool = False


def convention(
    text: Written, weights: npt.NDArray[np.int64], *, whole: bool, asked: str | None
) -> Convention:
    """How a column writes its numbers.

    Parameters
    ----------
    text : the texts
    weights : rows in which each stands; 0 where it has no say
    whole : whether the column holds whole numbers only
    asked : the decimal sign the user names, which is then the answer
    """
    if asked is not None:
        return Convention(asked, decided=True)
    there = weights > 0
    point, comma = text.read_as(".") & there, text.read_as(",") & there
    for_point, for_comma = int(weights[point & ~comma].sum()), int(weights[comma & ~point].sum())
    if for_point or for_comma:
        mixed = bool(for_point and for_comma)
        return Convention("." if for_point >= for_comma else ",", decided=True, mixed=mixed)
    open_ = point & comma & as_mask(pc.match_substring_regex(text.core, "[.,]"))
    if not open_.any():
        return Convention(".", decided=True)
    if whole:
        fits = [d for d in (".", ",") if _all_whole(text.values(d, open_)[open_])]
        if len(fits) == 1:
            return Convention(fits[0], decided=True, by_type=True)
    return Convention(".", decided=False)


def _all_whole(numbers: npt.NDArray[np.float64]) -> bool:
    return bool(np.all(numbers == np.floor(numbers)))


def parse_numbers(cells: Cells, column: Column, *, decimal: str | None = None) -> Parsed:
    """The numbers of a column as float64.

    Parameters
    ----------
    cells : the column
    column : its declaration: type, unit, money
    decimal : the decimal sign, where the user named it
    """
    parsed = Parsed(np.full(len(cells.texts), np.nan), cells.missing())
    lower = pc.utf8_lower(cells.texts)
    parsed.note("not_finite", as_mask(pc.is_in(lower, value_set=_NOT_FINITE)))
    parsed.note("spreadsheet_error", as_mask(pc.match_substring_regex(lower, _SPREADSHEET_ERROR)))
    text = written(cells.texts)
    whole = column.type is ColumnType.INTEGER
    # Cells that the file typed itself are written with a point, whatever the rest of the column does.
    free = np.where(parsed.missing | parsed.bad | cells.typed, 0, cells.rows_of_texts())
    # Thousands of customers need not be whole: only unconverted numbers of a column of whole ones are.
    chosen = convention(text, free, whole=whole and not cells.factors, asked=decimal)
    by_point = text.read_as(".")
    readable = np.where(cells.typed, by_point, text.read_as(chosen.decimal))
    parsed.values = np.where(
        cells.typed, text.values(".", by_point), text.values(chosen.decimal, text.read_as(chosen.decimal))
    )
    if cells.factors:
        _convert(parsed, cells, column)
    _note_convention(parsed, cells, text, chosen, free > 0)
    formula = as_mask(pc.match_substring_regex(cells.texts, r"^[=@]|^[+-][^\d.,\s]"))
    parsed.note("formula_text", formula & ~readable)
    parsed.note("not_a_number", ~readable)
    _note_sizes(parsed, column, whole=whole)
    _note_signs(parsed, cells, column, text)
    return parsed


def _convert(parsed: Parsed, cells: Cells, column: Column) -> None:
    """Bring numbers into the contract's unit; exactly, so that kMAD and MMAD give the same figure."""
    example = None
    factors = cells.factors_of_texts()
    for position, (value, by) in enumerate(zip(parsed.values.tolist(), factors, strict=True)):
        if by == 1 or not np.isfinite(value):
            continue
        parsed.values[position] = float(Fraction(repr(value)) * by)
        if example is None and not parsed.missing[position]:
            example = position
    if example is not None:
        shown = {
            "column": header_of(cells),
            "unit": cells.unit,
            "declared": unit_phrase(column, OWN_UNIT),
            "value": str(cells.texts[example].as_py()),
            "number": float(parsed.values[example]),
            "factor": _written_factor(factors[example]),
        }
        parsed.notices.append(Notice("unit_converted", shown))


def _written_factor(by: Fraction) -> str:
    return f"{by.numerator}" if by.denominator == 1 else f"{by.numerator}/{by.denominator}"


def _note_convention(parsed: Parsed, cells: Cells, text: Written, chosen: Convention, free: Mask) -> None:
    point, comma = text.read_as("."), text.read_as(",")
    separated = as_mask(pc.match_substring_regex(text.core, "[.,]")) & free
    if not chosen.decided:
        parsed.note("decimal_ambiguous", point & comma & separated, _two_readings)
        return
    if chosen.mixed:
        other = (comma & ~point) if chosen.decimal == "." else (point & ~comma)
        rest = np.flatnonzero((~other & separated)[cells.codes])
        parsed.note(
            "decimal_mixed",
            other & free,
            {"decimal": _NAMES[chosen.decimal], "other_line": Row(int(rest[0]))},
        )
    elif chosen.by_type:
        example = int(np.flatnonzero(point & comma & separated)[0])
        parameters = {
            "column": header_of(cells),
            "value": str(cells.texts[example].as_py()),
            "number": int(parsed.values[example]),
        }
        parsed.notices.append(Notice("thousands_by_type", parameters))
    elif chosen.decimal == "," and separated.any():
        parsed.notices.append(Notice("decimal_read", {"column": header_of(cells), "decimal": COMMA}))


def header_of(cells: Cells) -> str:
    """The header of a column, for a remark on the whole of it."""
    return cells.name if cells.origin is None else f"{cells.names[0]} … {cells.names[-1]}"


def _two_readings(value: str) -> dict[str, object]:
    """The two numbers an ambiguous text could be."""
    text = written(pa.array([value]))
    readings = [float(text.values(decimal, np.array([True]))[0]) for decimal in (".", ",")]
    small, large = sorted(readings, key=abs)
    return {"as_decimal": small, "as_thousands": large}


def _note_sizes(parsed: Parsed, column: Column, *, whole: bool) -> None:
    with np.errstate(invalid="ignore"):
        numbers = np.abs(parsed.values)
        largest = _LARGEST_WHOLE if whole else _LARGEST_MONEY if column.money else _LARGEST
        parsed.note("too_large", numbers > largest)
        if whole:
            parsed.note("not_whole", numbers != np.floor(numbers))


def _note_mixed_percent(parsed: Parsed, cells: Cells, text: Written) -> None:
    """Numbers below one without a % sign, in a column where others carry one: 5 % and 0,07."""
    signed = text.percent & ~parsed.missing & ~parsed.bad
    if not signed.any():
        return
    with np.errstate(invalid="ignore"):
        small = ~text.percent & (np.abs(parsed.values) < 1) & (parsed.values != 0)
    other = int(np.flatnonzero(signed[cells.codes])[0])
    # A cell that a workbook formats as per cent is written with its sign: those without are plain numbers.
    parsed.note("percent_mixed", small, {"other_line": Row(other)})


def _note_signs(parsed: Parsed, cells: Cells, column: Column, text: Written) -> None:
    """Percent signs where the unit has none are refused; parentheses and % that were read are told."""
    _note_mixed_percent(parsed, cells, text)
    if column.limits_from is not None:
        parsed.percent = text.percent
    elif not (column.unit and "%" in column.unit):
        parsed.note("percent_sign", text.percent, {"unit": unit_phrase(column)})
    fine, rows = ~parsed.missing & ~parsed.bad, cells.rows_of_texts()
    for code, mask in (("parentheses", text.parentheses), ("percent_read", text.percent)):
        count = int(rows[mask & fine].sum())
        if count:
            parsed.notices.append(Notice(code, {"column": header_of(cells), "count": count}))
    if column.money and fine.any():
        exact = np.round(parsed.values[fine] * _CENTIMES) / _CENTIMES
        count = int(rows[fine][exact != parsed.values[fine]].sum())
        parsed.values[fine] = exact
        if count:
            parsed.notices.append(Notice("centimes", {"column": header_of(cells), "count": count}))
