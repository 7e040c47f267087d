"""Files to fill in: header, units, example rows, and what each column means."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Literal

import pandas as pd
import xlsxwriter

from data.contracts import Column, ColumnType, Contract, contract
from data.frames import conform
from data.ingest.french_headers import header_in
from data.ingest.messages import LANGUAGES, Language, Phrase

Format = Literal["csv", "xlsx"]

_UNIT_LINE = Phrase("# unité", "# unit")
_HELP_SHEET = Phrase("Mode d'emploi", "How to fill in")
_DELETE_EXAMPLES = Phrase(
    "Remplacez les lignes d'exemple par les vôtres. Les lignes qui commencent par # ne sont pas lues.",
    "Replace the example lines with your own. Lines beginning with # are not read.",
)
_REQUIRED, _OPTIONAL = Phrase("obligatoire", "required"), Phrase("facultatif", "optional")
_ALLOWED, _DEFAULT = Phrase("valeurs admises", "allowed values"), Phrase("vide vaut", "empty means")
_FROM, _TO = Phrase("minimum", "minimum"), Phrase("maximum", "maximum")
_TYPES = {
    ColumnType.TEXT: Phrase("texte", "text"),
    ColumnType.INTEGER: Phrase("nombre entier", "whole number"),
    ColumnType.NUMBER: Phrase("nombre", "number"),
    ColumnType.BOOLEAN: Phrase("oui ou non", "yes or no"),
    ColumnType.DATE: Phrase("date (2026-03-14)", "date (2026-03-14)"),
    ColumnType.MONTH: Phrase("mois (2026-03)", "month (2026-03)"),
    ColumnType.YEAR: Phrase("année (2025)", "year (2025)"),
    ColumnType.TIMESTAMP: Phrase("date et heure (2026-03-14 09:20)", "date and time (2026-03-14 09:20)"),
}
_EXAMPLES = {
    ColumnType.TEXT: "exemple",
    ColumnType.INTEGER: "100",
    ColumnType.NUMBER: "100",
    ColumnType.BOOLEAN: "yes",
    ColumnType.DATE: "2026-03-14",
    ColumnType.MONTH: "2026-03",
    ColumnType.YEAR: "2025",
    ColumnType.TIMESTAMP: "2026-03-14 09:20",
}
_HELP_HEADINGS = (
    Phrase("colonne", "column"),
    Phrase("signification", "meaning"),
    Phrase("type", "type"),
    Phrase("unité", "unit"),
    Phrase("présence", "presence"),
    Phrase("valeurs admises et limites", "allowed values and limits"),
    Phrase("exemple", "example"),
)
_YES_NO = {"fr": {"yes": "oui", "no": "non"}, "en": {"yes": "yes", "no": "no"}}
_BANK = "bank"
_LONGEST_LIST = 255
"""Characters a spreadsheet accepts in the list of a cell's choices."""
_ROWS_WITH_LISTS = 2_000
_WIDTHS = (24, 70, 24, 22, 14, 60, 20)
# The same template gives the same bytes: no clock in the workbook's properties.
_CREATED = datetime(2026, 1, 1)


def template(table: str, format: Format, lang: Language, bank: str | None = None) -> bytes:  # noqa: A002
    """A file to fill in for a table, its headers in the language.

    Parameters
    ----------
    table : name of an importable table
    format : ``"csv"`` (UTF-8 with a mark; semicolon and decimal comma in French) or ``"xlsx"``
    lang : ``"fr"`` or ``"en"``
    bank : code of the reader's own bank for the example lines; that of the contract when not given

    Raises
    ------
    KeyError: no such table
    ValueError: a table that cannot be imported, another format or language
    """
    declared = contract(table)
    if not declared.importable:
        raise ValueError(f"table: {table!r} cannot be imported")
    if lang not in LANGUAGES:
        raise ValueError(f"lang: {lang!r}; allowed are fr, en")
    if format not in ("csv", "xlsx"):
        raise ValueError(f"format: {format!r}; allowed are csv, xlsx")
    if bank and any(column.name == _BANK for column in declared.columns):
        own = tuple(replace(c, example=bank) if c.name == _BANK else c for c in declared.columns)
        declared = replace(declared, columns=own)
    return _csv(declared, lang) if format == "csv" else _xlsx(declared, lang)


def example_rows(declared: Contract) -> list[dict[str, str]]:
    """One or two rows that the table accepts, written in ISO dates and decimal points."""
    first = {column.name: _example(column) for column in declared.columns}
    second = dict(first)
    for name in declared.key:
        column = declared.column(name)
        if column.type is ColumnType.MONTH:
            second[name] = (pd.Period(first[name], freq="M") - 1).strftime("%Y-%m")
            return [second, first]
        if column.type is ColumnType.YEAR:
            second[name] = str(int(first[name]) - 1)
            return [second, first]
    return [first]


def example_frame(declared: Contract) -> pd.DataFrame:
    """The example rows typed as the table holds them."""
    frame = pd.DataFrame(example_rows(declared)).replace("", None)
    for column in declared.columns:
        if column.type is ColumnType.MONTH:
            frame[column.name] = frame[column.name] + "-01"
    return conform(declared, frame)


def _example(column: Column) -> str:
    if column.example:
        return column.example
    if column.default is not None:
        return column.default
    if not column.required:
        return ""
    if column.choices:
        return column.choices[0]
    text = _EXAMPLES[column.type]
    if column.type in (ColumnType.NUMBER, ColumnType.INTEGER):
        number = int(text)
        number = number if column.maximum is None else min(number, int(column.maximum))
        return str(number if column.minimum is None else max(number, int(column.minimum)))
    return text


def _unit(column: Column, lang: Language) -> str:
    return (column.unit_fr if lang == "fr" and column.unit_fr else column.unit) or ""


def _constraints(column: Column, lang: Language) -> str:
    parts = []
    if column.choices or column.items:
        parts.append(f"{_ALLOWED.in_language(lang)}: {', '.join(column.choices or column.items)}")
    if column.minimum is not None:
        parts.append(f"{_FROM.in_language(lang)} {column.minimum:g}")
    if column.maximum is not None:
        parts.append(f"{_TO.in_language(lang)} {column.maximum:g}")
    if column.default is not None:
        parts.append(f"{_DEFAULT.in_language(lang)} {column.default}")
    return "; ".join(parts)


def _presence(column: Column, lang: Language) -> str:
    return (_REQUIRED if column.required and column.default is None else _OPTIONAL).in_language(lang)


def _meaning(column: Column, lang: Language) -> str:
    return column.meaning_fr if lang == "fr" else column.meaning_en


def _help_row(column: Column, lang: Language) -> list[str]:
    return [
        header_in(column.name, lang),
        _meaning(column, lang),
        _TYPES[column.type].in_language(lang),
        _unit(column, lang),
        _presence(column, lang),
        _constraints(column, lang),
        _example(column),
    ]


def _unit_row(declared: Contract, lang: Language) -> list[str]:
    units = [_unit(column, lang) for column in declared.columns]
    return [" ".join(filter(None, (_UNIT_LINE.in_language(lang), units[0]))), *units[1:]]


def _local(column: Column, text: str, lang: Language) -> str:
    if column.type is ColumnType.BOOLEAN:
        return _YES_NO[lang].get(text, text)
    return text.replace(".", ",") if lang == "fr" and column.type is ColumnType.NUMBER else text


def _csv(declared: Contract, lang: Language) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";" if lang == "fr" else ",", lineterminator="\r\n")
    writer.writerow([header_in(column.name, lang) for column in declared.columns])
    writer.writerow(_unit_row(declared, lang))
    for row in example_rows(declared):
        writer.writerow([_local(column, row[column.name], lang) for column in declared.columns])
    writer.writerow([f"# {_DELETE_EXAMPLES.in_language(lang)}"])
    for column in declared.columns:
        name, meaning, *others = _help_row(column, lang)[:-1]
        writer.writerow([f"# {name}: {meaning}. {'; '.join(filter(None, others))}"])
    return text.getvalue().encode("utf-8-sig")


def _xlsx(declared: Contract, lang: Language) -> bytes:
    buffer = io.BytesIO()
    safe = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(buffer, safe) as book:
        book.set_properties(
            {"title": declared.title_fr if lang == "fr" else declared.title_en, "created": _CREATED}
        )
        _fill_data_sheet(book, declared, lang)
        _fill_help_sheet(book, declared, lang)
    return buffer.getvalue()


def _fill_data_sheet(book: Any, declared: Contract, lang: Language) -> None:
    sheet = book.add_worksheet(declared.name[:31])
    required = book.add_format({"bold": True, "bottom": 1, "bg_color": "#E8EEF4"})
    optional = book.add_format({"bottom": 1, "bg_color": "#F4F4F4"})
    faint = book.add_format({"italic": True, "font_color": "#595959"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    rows = example_rows(declared)
    units = _unit_row(declared, lang)
    for position, column in enumerate(declared.columns):
        needed = column.required and column.default is None
        header = header_in(column.name, lang)
        sheet.write_string(0, position, header, required if needed else optional)
        sheet.write_string(1, position, units[position], faint)
        for line, row in enumerate(rows, start=2):
            _write_example(sheet, (line, position), column, row[column.name], lang, (day, minute))
        words = list(_YES_NO[lang].values()) if column.type is ColumnType.BOOLEAN else list(column.choices)
        if words and len(",".join(words)) <= _LONGEST_LIST:
            sheet.data_validation(
                2, position, _ROWS_WITH_LISTS, position, {"validate": "list", "source": words}
            )
        sheet.set_column(position, position, max(12, len(header) + 2))
    sheet.freeze_panes(1, 0)


def _write_example(
    sheet: Any, at: tuple[int, int], column: Column, text: str, lang: Language, formats: tuple[Any, Any]
) -> None:
    if not text:
        return
    if column.type in (ColumnType.NUMBER, ColumnType.INTEGER, ColumnType.YEAR):
        sheet.write_number(*at, float(text))
    elif column.type is ColumnType.DATE:
        sheet.write_datetime(*at, date.fromisoformat(text), formats[0])
    elif column.type is ColumnType.TIMESTAMP:
        sheet.write_datetime(*at, datetime.fromisoformat(text), formats[1])
    else:
        sheet.write_string(*at, _local(column, text, lang))


def _fill_help_sheet(book: Any, declared: Contract, lang: Language) -> None:
    sheet = book.add_worksheet(_HELP_SHEET.in_language(lang))
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True, "valign": "top"})
    sheet.write_string(0, 0, declared.title_fr if lang == "fr" else declared.title_en, bold)
    sheet.write_string(1, 0, declared.meaning_fr if lang == "fr" else declared.meaning_en)
    sheet.write_string(2, 0, _DELETE_EXAMPLES.in_language(lang))
    for position, (heading, width) in enumerate(zip(_HELP_HEADINGS, _WIDTHS, strict=True)):
        sheet.write_string(4, position, heading.in_language(lang), bold)
        sheet.set_column(position, position, width)
    for line, column in enumerate(declared.columns, start=5):
        for position, text in enumerate(_help_row(column, lang)):
            sheet.write_string(line, position, text, wrapped)
