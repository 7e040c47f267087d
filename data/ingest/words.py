"""Texts, yes and no, closed lists and codes of other tables."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from functools import cache

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from data.contracts import Column, contract
from data.ingest.cells import Cells, as_mask, normalised
from data.ingest.messages import NOTHING_NEAR
from data.ingest.numbers import header_of
from data.ingest.parsed import Parsed
from data.ingest.phrases import Phrase
from data.ingest.problems import Notice
from data.ingest.references import References, created_references

_CONTROL = "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd]"
_CONTROL_IN_CODES = "[\x00-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufffd\u2028\u2029]"
_STACKED_MARKS = r"\p{M}{31}"
"""Unicode's own limit for streams of text is thirty marks on one letter; no language uses five."""
_BETWEEN_ITEMS = re.compile(r"[\s,;|]+")
_FORMULA = r"^[=+\-@]"
_SIGNED_NUMBER = r"^[+-]?[\d\s.,]+%?$"
_YES = frozenset({"yes", "y", "true", "1", "oui", "o", "vrai"})
_NO = frozenset({"no", "n", "false", "0", "non", "faux"})
_ZERO_WIDTH = "[\u200b\u200e\u200f\u2060\ufeff\u00ad]"
_NESTED = "^<.+>$"
_LONG_NUMBER = r"^\d{16,}(\.0)?$"
_SCIENTIFIC = r"^\d([.,]\d+)?[eE]\+\d+$"
_SIGNS_OF_NAMES = "*#@!?"
_CODE = r"^[A-Za-z0-9_-]+$"
_LONGEST_CODE_SHOWN = 12


def parse_text(cells: Cells, column: Column, *, code: bool = False) -> Parsed:
    """Free text, or the ``code`` of something: one line, without invisible characters."""
    parsed = _line_of_text(cells, _CONTROL_IN_CODES if code else _CONTROL, column.meaningful)
    _note_length(parsed, column)
    return parsed


def _line_of_text(cells: Cells, pattern: str, meaningful: Collection[str] = ()) -> Parsed:
    code = pattern == _CONTROL_IN_CODES
    # Marks piled up are left as they are: putting n of them in order takes the square of n.
    stacked = pc.match_substring_regex(cells.texts, _STACKED_MARKS)
    texts = pc.utf8_normalize(pc.if_else(stacked, "", cells.texts), form="NFC")
    texts = pc.if_else(stacked, cells.texts, texts)
    hidden = (
        as_mask(pc.match_substring_regex(texts, _ZERO_WIDTH)) if code else np.zeros(len(texts), dtype=bool)
    )
    if hidden.any():
        texts = pc.replace_substring_regex(texts, _ZERO_WIDTH, "")
    numbers = np.asarray(texts.dictionary_encode().indices, dtype=np.int64)
    parsed = Parsed(numbers, cells.missing(meaningful), texts=texts)
    if hidden.any():
        first = int(np.flatnonzero(hidden)[0])
        count = int(cells.rows_of_texts()[hidden].sum())
        shown = {"column": header_of(cells), "value": texts[first].as_py(), "count": count}
        parsed.notices.append(Notice("invisible_removed", shown))
    parsed.note("stacked_marks", as_mask(stacked))
    parsed.note("not_text", cells.typed & as_mask(pc.match_substring_regex(texts, _NESTED)))
    if code:
        rounded = cells.typed & as_mask(pc.match_substring_regex(texts, _LONG_NUMBER))
        parsed.note("number_as_code", rounded | as_mask(pc.match_substring_regex(texts, _SCIENTIFIC)))
    parsed.note("control_character", as_mask(pc.match_substring_regex(texts, pattern)))
    number = as_mask(pc.match_substring_regex(texts, _SIGNED_NUMBER))
    parsed.note("formula_text", as_mask(pc.match_substring_regex(texts, _FORMULA)) & ~number)
    return parsed


def _note_length(parsed: Parsed, column: Column) -> None:
    texts = pa.array(parsed.values, pa.string()) if parsed.texts is None else parsed.texts
    too_long = pc.greater(pc.utf8_length(texts), column.max_length)
    parsed.note("too_long", as_mask(too_long), {"limit": column.max_length})


def parse_booleans(cells: Cells) -> Parsed:
    """Yes and no in both languages, 1 and 0, as objects True and False."""
    lower = [text.casefold() for text in cells.texts.to_pylist()]
    values = np.array([word in _YES for word in lower], dtype=object)
    parsed = Parsed(values, cells.missing())
    known = _YES | _NO
    parsed.note("not_yes_or_no", np.fromiter((word not in known for word in lower), dtype=bool))
    return parsed


def parse_choices(cells: Cells, column: Column) -> Parsed:
    """One of a closed list, in any case, with or without accents, or by one of its other names."""
    allowed = {normalised(word): choice for word, choice in column.choice_aliases}
    allowed |= {normalised(choice): choice for choice in column.choices}
    # A word such as none may be one of the choices: it is then an answer, not a gap.
    meaningful = {choice.casefold() for choice in column.choices}
    found = [allowed.get(normalised(text)) for text in cells.texts.to_pylist()]
    parsed = Parsed(np.array(found, dtype=object), cells.missing(meaningful))
    unknown = np.fromiter((choice is None for choice in found), dtype=bool)
    parsed.note("choice", unknown, {"choices": list(column.choices)})
    return parsed


def parse_items(cells: Cells, column: Column) -> Parsed:
    """Some of a closed list, between commas, semicolons or spaces; each once, in the order of the list."""
    allowed = {normalised(item): item for item in column.items}
    values, unknown = [], []
    for text in cells.texts.to_pylist():
        found = {allowed.get(normalised(word)) for word in _BETWEEN_ITEMS.split(text) if word}
        unknown.append(None in found)
        values.append(" ".join(item for item in column.items if item in found) or None)
    parsed = Parsed(np.array(values, dtype=object), cells.missing())
    parsed.note("item", np.array(unknown, dtype=bool), {"choices": list(column.items)})
    return parsed


def parse_references(cells: Cells, column: Column, references: References) -> Parsed:
    """Codes of another table, written as codes or as names.

    A code that does not exist is wrong, save for banks and sources: those are made on loading.
    """
    target = str(column.references)
    parsed = _line_of_text(cells, _CONTROL_IN_CODES)
    if not references.knows(target):
        _note_length(parsed, column)
        return parsed
    texts: list[str] = [] if parsed.texts is None else parsed.texts.to_pylist()
    created = target in created_references()
    found = [_known(text, target, references, created=created) for text in texts]
    unknown = np.fromiter((code is None for code in found), dtype=bool)
    values = [code if code is not None else text for code, text in zip(found, texts, strict=True)]
    parsed.texts = None
    parsed.values = np.array(
        [slug(v) if created and new else v for v, new in zip(values, unknown.tolist(), strict=True)],
        dtype=object,
    )
    if created:
        parsed.note("code_empty", np.fromiter((value == "-" for value in parsed.values), dtype=bool))
        _note_length(parsed, column)
        # A line of totals that was left out has left its name behind.
        there = cells.rows_of_texts() > 0
        new = np.flatnonzero(unknown & there & ~parsed.missing & ~parsed.bad)
        parsed.created = {str(parsed.values[i]): texts[i] for i in new}
    else:
        parsed.note("reference", unknown, cache(lambda value: _nearest(value, target, references)))
    _note_names(parsed, cells, texts)
    return parsed


def _nearest(value: str, target: str, references: References) -> dict[str, object]:
    closest = references.closest(target, value)
    if not closest:
        closest = sorted(references.known[target])[:_LONGEST_CODE_SHOWN] if _few(target, references) else []
    declared = contract(target.split(".")[0])
    return {"table": Phrase(declared.title_fr, declared.title_en), "closest": closest or NOTHING_NEAR}


def _few(target: str, references: References) -> bool:
    return len(references.known[target]) <= _LONGEST_CODE_SHOWN


def _note_names(parsed: Parsed, cells: Cells, texts: list[str]) -> None:
    """Say when names were taken for codes; another case of the same code needs no word."""
    fine = ~parsed.missing & ~parsed.bad
    for position in np.flatnonzero(fine):
        text, code = texts[position], str(parsed.values[position])
        if normalised(text) != normalised(code):
            parameters = {"column": header_of(cells), "value": text, "code": code}
            parsed.notices.append(Notice("codes_resolved", parameters))
            return


def slug(name: str) -> str:
    """A name as a code: itself where it can be one, else its letters and digits with hyphens."""
    if pc.match_substring_regex(pa.scalar(name), _CODE).as_py():
        return name
    spelled = "".join(f" {_sign_name(sign)} " if _is_sign(sign) else sign for sign in name)
    return normalised(spelled).replace(" ", "-") or "-"


def _is_sign(character: str) -> bool:
    """A sign that tells names apart: Banque A+ is not Banque A."""
    return character in _SIGNS_OF_NAMES or (
        unicodedata.category(character) in ("Sm", "So", "Sc") and character not in "°|"
    )


def _sign_name(sign: str) -> str:
    return "plus" if sign == "+" else f"u{ord(sign):x}"


def _known(text: str, target: str, references: References, *, created: bool) -> str | None:
    """The code that a text stands for; a name with a sign of its own stands for no name without it."""
    if created and text not in references.known[target] and any(map(_is_sign, text)):
        code = slug(text)
        return code if code in references.known[target] else None
    return references.code(target, text)
