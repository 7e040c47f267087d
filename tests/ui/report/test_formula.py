"""Formulas on paper are those of the screen, in the notation of the typesetter."""

import pytest

from ui.report.formula import mathematics


@pytest.mark.parametrize(
    ("latex", "expected"),
    [
        (r"\frac{a}{b}", "frac(a, b)"),
        (r"x_{i,t}^{0.8}", "x _(i comma t) ^(0.8)"),
        (r"\text{minutes}_k", '"minutes" _(k)'),
        (r"\left(x\right)", "lr( paren.l x paren.r )"),
    ],
)
def test_a_formula_is_translated(latex: str, expected: str) -> None:
    assert mathematics(latex) == expected


@pytest.mark.parametrize("latex", [r"\unknown x", r"\frac{a}{b", r"\text x"])
def test_what_cannot_be_translated_is_refused(latex: str) -> None:
    with pytest.raises(ValueError, match="latex"):
        mathematics(latex)


def test_an_argument_without_braces_is_one_digit() -> None:
    assert mathematics(r"\tfrac12\hat y") == "frac(1, 2) hat(y)"
