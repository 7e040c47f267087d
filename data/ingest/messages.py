"""Every sentence the import can say, in French and English.

A rule has a title (for counts), a message (what is wrong) and a remedy (what to do about it); a notice
has one sentence. ``{name}`` stands for a parameter of the problem or notice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from babel.dates import format_date
from babel.numbers import format_decimal

from data.ingest.cell_rules import CELL_RULES, LINE_RULES
from data.ingest.file_rules import FILE_RULES
from data.ingest.notice_texts import NOTICES
from data.ingest.phrases import LANGUAGES, Language, Phrase, Rule

__all__ = ["LANGUAGES", "NOTICES", "RULES", "Language", "Phrase", "Rule", "sentence"]

RULES: Mapping[str, Rule] = MappingProxyType({**FILE_RULES, **LINE_RULES, **CELL_RULES})
"""Every rule by its code; the codes are stable."""

NOTHING_NEAR = Phrase("aucun", "none")
COMMA = Phrase("la virgule", "the comma")
POINT = Phrase("le point", "the point")
DAY_MONTH_YEAR = Phrase("jour/mois/année", "day/month/year")
MONTH_DAY_YEAR = Phrase("mois/jour/année", "month/day/year")
NO_UNIT = Phrase("sans unité", "no unit")
OWN_UNIT = Phrase("l'unité de l'indicateur", "the unit of the indicator")

_BEFORE_NO_BREAK = re.compile(r" (?=[:;?!%»])")
_AFTER_NO_BREAK = re.compile(r"(?<=«) ")
_LONGEST_VALUE = 60
_LONGEST_LIST = 40
_LOCALES = {"fr": "fr", "en": "en_GB"}


def _text(value: object, language: Language) -> str:
    if isinstance(value, Phrase):
        return value.in_language(language)
    if isinstance(value, (tuple, list)):
        listed = [_text(item, language) for item in value[:_LONGEST_LIST]]
        return ", ".join([*listed, "…"] if len(value) > _LONGEST_LIST else listed)
    if isinstance(value, date):
        return format_date(value, format="long", locale=_LOCALES[language])
    if isinstance(value, bool | str) or value is None:
        text = "" if value is None else str(value)
        return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
    if isinstance(value, (int, float)):
        return format_decimal(value, format="#,##0.##########", locale=_LOCALES[language])
    return str(value)


def sentence(phrase: Phrase, parameters: Mapping[str, object], language: Language) -> str:
    """A sentence with its parameters written in; years and line numbers come as text.

    Raises
    ------
    ValueError: a language other than fr and en
    """
    if language not in LANGUAGES:
        raise ValueError(f"language: {language!r}; allowed are fr, en")
    words = phrase.in_language(language)
    if language == "fr":
        words = _AFTER_NO_BREAK.sub("\u00a0", _BEFORE_NO_BREAK.sub("\u00a0", words))
    return words.format_map({name: _text(value, language) for name, value in parameters.items()})
