"""Every sentence exists in French and English, and can be said."""

from __future__ import annotations

import re
import string
from datetime import date
from pathlib import Path

import pytest

from data.ingest import Notice, Problem, rule_title
from data.ingest.messages import LANGUAGES, NOTICES, RULES
from data.ingest.phrases import Phrase

INGEST = Path(__file__).resolve().parents[3] / "data" / "ingest"
NAMES = re.compile(r"\{(\w+)\}")


def _phrases() -> list[tuple[str, Phrase]]:
    found = [(code, phrase) for code, phrase in NOTICES.items()]
    for code, rule in RULES.items():
        found += [
            (f"{code} title", rule.title),
            (f"{code} message", rule.message),
            (f"{code} remedy", rule.remedy),
        ]
    return found


@pytest.mark.parametrize(
    ("name", "phrase"), _phrases(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_both_languages_say_the_same_with_the_same_parameters(name: str, phrase: Phrase) -> None:
    assert phrase.fr.strip()
    assert phrase.en.strip()
    assert set(NAMES.findall(phrase.fr)) == set(NAMES.findall(phrase.en))
    # Some messages are made of parameters only, which are words of the contract.
    if name != "check message" and phrase.fr.casefold() not in ("minimum", "maximum"):
        assert phrase.fr != phrase.en


def test_every_rule_and_notice_in_the_code_has_its_sentences() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in INGEST.glob("*.py"))
    said = set(re.findall(r'(?:refuse|\.note|findings\.add|self\._note|_findings\.add)\(\s*"(\w+)"', source))
    said |= set(re.findall(r'Problem\(\s*[^"()]*"(\w+)"', source))
    assert said <= set(RULES)
    assert set(re.findall(r'Notice\(\s*"(\w+)"', source)) <= set(NOTICES)
    unused = {code for code in RULES if f'"{code}"' not in re.sub(r'"\w+": rule\(', "", source)}
    assert unused <= {"limit_minimum", "limit_maximum"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", RULES)
def test_a_problem_speaks_even_with_strange_values(code: str, language: str) -> None:
    fields = {
        name
        for _, name, _, _ in string.Formatter().parse(RULES[code].message.fr + RULES[code].remedy.fr)
        if name
    }
    parameters = dict.fromkeys(fields - {"value", "column", "at_line"}, ("{x}", "%s"))
    problem = Problem(3, "{column}", "{0!r} %d \\", code, parameters)
    assert problem.message(language).endswith(".")
    assert problem.remedy(language).endswith(".")
    assert problem.title(language) == rule_title(code, language)


def test_numbers_and_dates_are_written_as_the_language_has_them() -> None:
    notice = Notice(
        "serial_dates", {"column": "mois", "count": 1234, "value": "46082", "date": date(2026, 3, 1)}
    )
    assert notice.message("fr") == (
        "Colonne «\u00a0mois\u00a0»\u00a0: nombres lus comme des dates de tableur "
        "(«\u00a046082\u00a0» est le 1 mars 2026)\u00a0: 1\u202f234."
    )
    assert notice.message("en") == (
        "Column “mois”: numbers read as spreadsheet dates (“46082” is 1 March 2026): 1,234."
    )


def test_a_long_value_is_cut_in_the_sentence() -> None:
    assert len(Problem(2, "x", "9" * 5000, "not_a_number").message("fr")) < 120


def test_another_language_is_an_error_of_the_caller() -> None:
    with pytest.raises(ValueError, match="language: 'de'; allowed are fr, en"):
        Problem(2, "x", "y", "not_a_number").message("de")
