"""How far a grade may be moved, and by whom."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviews.errors import Refused
from reviews.judgement import GRADES, offered, outdated_by, route
from tests.reviews.conftest import figures

EVEN = (0.25, 0.25, 0.25, 0.25)


@pytest.mark.parametrize(
    ("model", "chances", "to", "who"),
    [
        (1, (0.7, 0.28, 0.02, 0), 2, "head"),
        (4, (0, 0.01, 0.09, 0.9), 3, "panel"),
        (2, (0.1, 0.8, 0.1, 0), 1, "head"),
        (2, (0.1, 0.8, 0.1, 0), 3, "head"),
        (2, (0.0999, 0.8, 0.1, 0), 1, "panel"),
        (2, EVEN, 4, "panel"),
        (1, EVEN, 3, "panel"),
        (2, tuple(Decimal(text) for text in ("0.1", "0.8", "0.1", "0")), 3, "head"),
    ],
)
def test_one_head_within_the_models_doubt_and_two_against_it(model, chances, to, who) -> None:
    assert route(model, chances, to) == who


@pytest.mark.parametrize(
    ("model", "to", "flag", "code"),
    [
        (3, 1, False, "bound_better"),
        (4, 2, False, "bound_better"),
        (4, 1, False, "bound_better"),
        (1, 0, False, "bound_better"),
        (1, 4, False, "bound_worse"),
        (4, 5, False, "bound_worse"),
        (3, 2, True, "red_flag"),
        (2, 2, False, "no_change"),
        (3, 3, True, "no_change"),
    ],
)
def test_what_is_out_of_bounds_is_refused_by_code(model, to, flag, code) -> None:
    with pytest.raises(Refused) as refusal:
        route(model, EVEN, to, red_flag=flag)
    assert refusal.value.code == code
    assert code in str(refusal.value)


def test_a_red_flag_leaves_the_way_from_4_to_3_open() -> None:
    assert route(4, (0, 0, 0.3, 0.7), 3, red_flag=True) == "head"


@given(
    model=st.sampled_from(GRADES),
    to=st.integers(-1, 6),
    flag=st.booleans(),
    chances=st.lists(st.floats(0, 1), min_size=4, max_size=4),
)
def test_what_is_offered_is_what_passes(model: int, to: int, flag: bool, chances: list[float]) -> None:
    try:
        route(model, chances, to, red_flag=flag)
    except Refused:
        assert to not in offered(model, red_flag=flag)
    else:
        assert to in offered(model, red_flag=flag)


@pytest.mark.parametrize("chances", [(0.5, 0.5), (0.5, 0.5, float("nan"), 0), (2, 0, 0, 0), (-1, 1, 1, 0)])
def test_what_are_no_four_probabilities_is_no_question(chances) -> None:
    with pytest.raises(ValueError, match="four between 0 and 1"):
        route(2, chances, 3)


def test_a_bank_without_a_grade_has_nothing_to_judge() -> None:
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        route(0, EVEN, 1)


def test_a_judgement_holds_until_the_figures_move_beyond_its_doubt() -> None:
    decided = figures(2, "0.1 0.8 0.1 0")
    assert outdated_by(decided, replace(decided, month="2026-11", score=decided.score + 6)) is None
    assert outdated_by(decided, replace(decided, score=decided.score - Decimal("6.01"))) == "score"
    assert outdated_by(decided, replace(decided, grade=3)) == "grade"
    assert outdated_by(decided, replace(decided, red_flag=True)) == "red_flag"
    assert outdated_by(decided, replace(decided, method_hash="n" * 64)) == "method"
