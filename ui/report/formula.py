r"""Formulas from LaTeX, as pages show them, to Typst's mathematics, as paper sets them."""

from __future__ import annotations

import re
from typing import Final

_TOKEN: Final = re.compile(r"\\[A-Za-z]+|\\.|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_GREEK: Final = (
    *("alpha", "beta", "gamma", "delta", "eta", "lambda", "mu", "pi", "rho", "sigma", "tau", "theta"),
    *("Delta", "Phi", "Sigma", "Omega", "omega", "chi", "psi", "kappa", "nu", "xi"),
)
_NAMES: Final = {
    **{f"\\{name}": name for name in (*_GREEK, "sum", "min", "max", "ln", "exp", "in", "partial")},
    "\\prod": "product",
    "\\Rightarrow": "arrow.r.double",
    "\\lfloor": "floor.l",
    "\\rfloor": "floor.r",
    "\\varepsilon": "epsilon",
    "\\epsilon": "epsilon.alt",
    "\\varphi": "phi",
    "\\phi": "phi.alt",
    "\\ell": "ell",
    "\\cdot": "dot.op",
    "\\times": "times",
    "\\le": "lt.eq",
    "\\ge": "gt.eq",
    "\\pm": "plus.minus",
    "\\mid": "bar.v",
    "\\iff": "arrow.l.r.double.long",
    "\\top": "top",
    "\\mapsto": "arrow.r.bar",
    "\\wedge": "and",
    "\\vee": "or",
    "\\infty": "infinity",
    "\\propto": "prop",
    "\\sim": "tilde.op",
    "\\ne": "eq.not",
    "\\to": "arrow.r",
    "\\ldots": "dots.h",
    "\\qquad": "wide",
    "\\quad": "quad",
    "\\,": "thin",
    "\\;": "med",
    "\\:": "med",
    "\\ ": "space",
    "\\!": "",
    "\\{": "brace.l",
    "\\}": "brace.r",
    "\\%": "percent",
    "\\#": "hash",
    "\\\\": "\\ ",
    "(": "paren.l",
    ")": "paren.r",
    "[": "bracket.l",
    "]": "bracket.r",
    "|": "bar.v",
    ",": "comma",
    ";": "semi",
    ":": "colon",
    "/": "slash",
    "*": "ast.op",
    "~": "space",
    ".": '"."',
    "!": "excl",
    "&": "&",
    "+": "+",
    "-": "-",
    "=": "=",
    "<": "lt",
    ">": "gt",
    "'": "^(prime)",
}
_SIZES: Final = ("\\big", "\\Big", "\\bigl", "\\bigr", "\\Bigl", "\\Bigr", "\\bigg", "\\Bigg")
_TEXTS: Final = {"\\text": "{}", "\\mathrm": "{}", "\\operatorname": "op({})"}
_ACCENTS: Final = {
    "\\hat": "hat",
    "\\bar": "macron",
    "\\tilde": "tilde",
    "\\sqrt": "sqrt",
    "\\mathbf": "bold",
    "\\mathbb": "bb",
}


def mathematics(latex: str) -> str:
    """The formula in Typst's notation.

    Raises
    ------
    ValueError: a command that is not known here, or a group that is not closed
    """
    reader = _Reader(_TOKEN.findall(latex))
    return reader.until("")


class _Reader:
    """LaTeX being read from left to right."""

    def __init__(self, tokens: list[str]) -> None:
        self.tokens, self.place = tokens, 0

    def next(self) -> str:
        while self.place < len(self.tokens) and self.tokens[self.place].isspace():
            self.place += 1
        self.place += 1
        return self.tokens[self.place - 1] if self.place <= len(self.tokens) else ""

    def until(self, end: str) -> str:
        parts = []
        while (token := self.next()) != end:
            if not token:
                raise ValueError(f"latex: {end!r} is missing")
            parts.append(self.item(token))
        return " ".join(part for part in parts if part)

    def argument(self) -> str:
        token = self.next()
        if len(token) > 1 and token[0].isdigit():
            # Without braces an argument is one digit: the rest of the number comes after it.
            self.place -= 1
            self.tokens[self.place] = token[1:]
            return token[0]
        return self.until("}") if token == "{" else self.item(token)

    def words(self) -> str:
        if self.next() != "{":
            raise ValueError("latex: a text must stand in braces")
        start = self.place
        while self.next() != "}":
            if self.place > len(self.tokens):
                raise ValueError("latex: '}' is missing")
        text = "".join(self.tokens[start : self.place - 1])
        return '"' + text.replace("\\ ", " ") + '"'

    def item(self, token: str) -> str:
        if token in _NAMES:
            return _NAMES[token]
        if token in ("^", "_"):
            return f"{token}({self.argument()})"
        if token == "{":
            return self.until("}")
        if token in ("\\frac", "\\tfrac"):
            return f"frac({self.argument()}, {self.argument()})"
        if token in _TEXTS:
            return _TEXTS[token].format(self.words())
        if token in _ACCENTS:
            return f"{_ACCENTS[token]}({self.argument()})"
        if token == "\\left":
            return " ".join(("lr(", self.delimiter(), self.until("\\right"), self.delimiter(), ")"))
        if token in _SIZES:
            return self.delimiter()
        if token in ("\\begin", "\\end"):
            self.words()
            return ""
        if token[0].isalnum():
            return token
        raise ValueError(f"latex: {token!r} is not known here")

    def delimiter(self) -> str:
        token = self.next()
        return "" if token == "." else self.item(token)
