"""Figures and dates as each language writes them."""

import re
from datetime import date

import pytest

from ui import controls, messages, words


@pytest.fixture
def speak(monkeypatch):
    def choose(language: str) -> None:
        monkeypatch.setattr(words, "language", lambda: language)

    return choose


@pytest.mark.parametrize(
    ("language", "expected"),
    [("fr", "1\u202f234\u202f567,9\u00a0MAD"), ("en", "1,234,567.9\u00a0MAD")],
)
def test_a_sum_is_written_as_the_language_writes_it(speak, language, expected) -> None:
    speak(language)
    assert words.number(1234567.89, 1, "MAD") == expected


def test_what_is_missing_is_a_dash_and_never_zero(speak) -> None:
    speak("fr")
    assert words.number(None) == words.number(float("nan")) == words.MISSING
    assert words.percent(None) == words.MISSING
    assert words.number(0.0, 1) == "0,0"


def test_rounding_to_zero_leaves_no_minus_sign(speak) -> None:
    speak("en")
    assert words.number(-0.04, 1) == "0.0"
    assert words.signed(0.04, 1) == "0.0"


@pytest.mark.parametrize(("value", "expected"), [(1.26, "+1.3"), (-1.26, "−1.3"), (0.0, "0.0")])
def test_a_change_carries_its_sign(speak, value, expected) -> None:
    speak("en")
    assert words.signed(value) == expected


@pytest.mark.parametrize(("language", "expected"), [("fr", "octobre 2026"), ("en", "October 2026")])
def test_months_have_names(speak, language, expected) -> None:
    speak(language)
    assert words.month_name(date(2026, 10, 1)) == expected


def test_lists_end_with_the_language_s_and(speak) -> None:
    speak("fr")
    assert words.listing(["a", "b", "c"]) == "a, b et c"
    assert words.listing(["a"]) == "a"
    assert words.listing([]) == ""


@pytest.mark.parametrize(
    ("browser", "expected"),
    [
        ("en-GB", "en"),
        ("fr-MA", "fr"),
        ("ar-MA", "fr"),
        (None, "fr"),
        ("EN", "en"),
        ("en_US", "en"),
        ("es-ES,es;q=0.9,en;q=0.8", "en"),
        ("de,en;q=0.7", "en"),
        ("de, it;q=0.5", "fr"),
        ("ar-MA,ar;q=0.9,fr;q=0.8,en;q=0.7", "fr"),
        ("fr;q=0.3, en-GB;q=0.9", "en"),
        ("en;q=0.8,fr;q=0.8", "en"),
        ("fr;q=0, de, en;q=0.1", "en"),
        ("en;q=0, de", "fr"),
        ("de, *;q=0.1", "fr"),
        ("fr;q=0, *;q=0.5", "en"),
        (";;q=,,en;q=nine", "fr"),
    ],
)
def test_a_visitor_is_greeted_in_a_language_we_speak(browser, expected) -> None:
    assert words.preferred_language(browser) == expected


def test_french_signs_stay_with_their_word(speak) -> None:
    speak("fr")
    assert words._typeset("Est-ce « vrai » ? Non : 5 % ; voir :material/link:", "fr") == (
        "Est-ce «\u00a0vrai\u00a0»\u00a0? Non\u00a0: 5\u00a0%\u00a0; voir :material/link:"
    )
    assert words._typeset("left : right", "en") == "left : right"


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (0.38, "0,38 million de MAD"),
        (-1.96, "−1,96 million de MAD"),
        (2.2, "2,20 millions de MAD"),
        (21.5, "21,50 millions de MAD"),
        (1_001.5, "1\u202f001,50 millions de MAD"),
    ],
)
def test_french_counts_millions_in_the_plural_from_two_on(speak, amount: float, written: str) -> None:
    speak("fr")
    assert words.number(amount, 2, words._("million MAD")).replace("\u00a0", " ") == written
    sentence = words._("{money} million MAD a year (assumed)").format(money=words.number(amount, 2))
    assert sentence.replace("\u00a0", " ") == f"{written} par an (supposé)"


def test_no_line_breaks_within_a_number_of_a_sentence(speak) -> None:
    speak("fr")
    assert words._("per 100,000 customers") == "pour 100\u202f000 clients"


@pytest.mark.parametrize(
    ("value", "written"), [(1_633.2, "1,633"), (657.988, "658.0"), (44.288, "44.29"), (0.329, "0.329")]
)
def test_a_figure_among_others_of_other_sizes_has_four_digits(speak, value: float, written: str) -> None:
    speak("en")
    assert words.measured(value, 3) == written


def test_the_first_of_a_month_is_an_ordinal_in_french_only(speak) -> None:
    speak("fr")
    assert (words.day(date(2026, 10, 1)), words.day(date(2026, 10, 11))) == (
        "1er octobre 2026",
        "11 octobre 2026",
    )
    speak("en")
    assert words.day(date(2026, 10, 1)) == "1 October 2026"


@pytest.mark.parametrize(
    ("value", "written"), [(0.25, "0,25"), (5.0, "5"), (1250.5, "1\u202f250,5"), (1 / 3, "0,3333")]
)
def test_a_plain_number_has_the_digits_that_it_has(value: float, written: str) -> None:
    assert words.plain_number(value) == written


@pytest.mark.parametrize(
    ("language", "typed", "plain"),
    [
        ("fr", "14,3", "14.3"),
        ("fr", "1\u202f250,125", "1250.125"),
        ("fr", "2.8", "2.8"),
        ("en", "1,250", "1250"),
        ("en", "1,250,000.5", "1250000.5"),
        ("en", "14,3", "14.3"),
        ("en", "one", "one"),
    ],
)
def test_an_amount_is_read_as_its_language_writes_it(monkeypatch, language, typed, plain) -> None:
    monkeypatch.setattr(controls, "language", lambda: language)
    assert controls._plain(typed) == plain


@pytest.mark.parametrize(
    ("language", "formed", "written"),
    [
        ("fr", "De avril à août, positions de octobre 2026", "D’avril à août, positions d’octobre 2026"),
        ("fr", "Positions de mai 2026, de octets", "Positions de mai 2026, de octets"),
        ("en", "de octobre", "de octobre"),
    ],
)
def test_a_month_that_begins_with_a_vowel_takes_an_apostrophe(speak, language, formed, written) -> None:
    speak(language)
    assert words.elided(formed) == written


def test_english_sets_the_percent_sign_close_and_french_apart(speak) -> None:
    speak("en")
    assert words.number(83.3, 1, "%") == "83.3%"
    assert words.number(83.3, 1, "% of customers") == "83.3% of customers"
    assert words.with_unit("99.9", "% of customers") == "99.9% of customers"
    speak("fr")
    assert words.number(83.3, 1, "% des clients") == "83,3\u00a0% des clients"


def test_no_english_sentence_sets_the_percent_sign_apart() -> None:
    said = [message.id for message in messages.read("fr") if message.id]
    assert len(said) > 3_000
    apart = [
        one for one in said if re.search(r"[\d}] %(?!\()", one if isinstance(one, str) else " ".join(one))
    ]
    assert apart == []
