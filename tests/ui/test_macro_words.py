"""Rates and amounts of any size, as the macro pages write them."""

import pytest

from ui.macro import words as macro_words


@pytest.fixture(autouse=True)
def _english(monkeypatch) -> None:
    from ui import words

    monkeypatch.setattr(words, "language", lambda: "en")


@pytest.mark.parametrize(
    ("value", "written"),
    [(0.0005, "0.05%"), (0.00003, "0.003%"), (0.0, "0%"), (1.0, "100%"), (0.00742857, "0.74%"), (0.6, "60%")],
)
def test_a_rate_has_the_digits_it_needs(value: float, written: str) -> None:
    assert macro_words.rate(value) == written


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0.3289, "MAD 329 million"),
        (12.345, "MAD 12.3 billion"),
        (1633.2, "MAD 1,633 billion"),
        (-0.5, "MAD −500 million"),
        (0.0, "MAD 0 billion"),
    ],
)
def test_less_than_a_billion_is_said_in_millions(value: float, written: str) -> None:
    assert macro_words.money(value) == written


def test_both_ends_of_an_interval_share_unit_and_digits() -> None:
    assert macro_words.moneys(0.3064, 0.3457) == "MAD 306 to 346 million"
    assert macro_words.moneys(0.5, 2.0) == "MAD 0.5 to 2.0 billion"
    assert macro_words.rates(0.0012, 0.02) == "0.1 to 2.0%"


@pytest.mark.parametrize("missing", [None, float("nan"), float("inf")])
def test_what_is_missing_is_a_dash(missing: float | None) -> None:
    assert macro_words.rate(missing) == macro_words.money(missing) == macro_words.plain(missing) == "–"
