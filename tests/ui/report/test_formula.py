"""Formulas on paper are those of the screen, in the notation of the typesetter."""

import ast
from pathlib import Path
from typing import Final

import pytest
import typst

from ui.report.formula import mathematics

UI: Final = Path(__file__).resolve().parents[3] / "ui"


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


def formulas() -> list[str]:
    """Every formula that a page of the product states."""
    found = []
    for path in sorted(UI.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.keyword)
                and node.arg == "formula"
                and isinstance(node.value, ast.Constant)
            ):
                found.append(str(node.value.value))
    return found


def test_every_formula_of_a_page_can_be_set_on_paper() -> None:
    known = formulas()
    assert len(known) > 20
    text = "\n\n".join(f"$ {mathematics(latex)} $" for latex in known)
    assert typst.compile(text.encode()).startswith(b"%PDF")
