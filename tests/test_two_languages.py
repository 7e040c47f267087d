"""Words beside the data carry both languages (docs/adr/0008), and the glossary those of the pages."""

import ast
import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from ui.messages import read

ROOT = Path(__file__).resolve().parent.parent
_PARAMETER = re.compile(r"\{([a-z_]*)[^}]*\}")
# The same in both languages: a bracketed example, and parameters alone.
_ALIKE = frozenset({"date (2026-03-14)", "{meaning} ({columns})."})


def _constant(node: ast.expr | None) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _spoken(call: ast.Call) -> Iterator[tuple[ast.expr | None, ast.expr | None]]:
    """The pairs that a call declares: of ``Phrase`` and ``Wording``, of ``rule``, or of names in ``_fr``."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    given = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    if name in ("Phrase", "Wording"):
        first, second = (*call.args, None, None)[:2]
        yield first or given.get("en"), second or given.get("fr")
    if name == "rule":
        yield from zip(call.args[::2], call.args[1::2], strict=True)
    for key in given:
        if key.endswith("_fr"):
            stem = key[:-3]
            yield given.get(f"{stem}_en") or given.get(stem), given.get(f"{stem}_fr")


def _pairs() -> list[tuple[str, str | None, str | None]]:
    found = []
    for folder in ("data", "analytics"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                for one, other in _spoken(node) if isinstance(node, ast.Call) else ():
                    if _constant(one) is not None or _constant(other) is not None:
                        place = f"{path.relative_to(ROOT)}:{node.lineno}"
                        found.append((place, _constant(one), _constant(other)))
    return found


def test_words_declared_in_code_have_both_languages_with_the_same_parameters() -> None:
    pairs = _pairs()
    assert len(pairs) > 300
    for place, one, other in pairs:
        assert all((one, other)), place
        # A single word may be at home in both; a sentence that reads the same was not translated.
        assert one != other or one in _ALIKE or " " not in one, place
        assert set(_PARAMETER.findall(one)) == set(_PARAMETER.findall(other)), place


@pytest.mark.parametrize("path", sorted((ROOT / "data").glob("[cf]a[tc]*/*.csv")), ids=lambda path: path.stem)
def test_words_of_catalogues_have_both_languages(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    for column in rows[0]:
        stem = column.removesuffix("_en")
        if stem != column:
            for place, row in enumerate(rows, start=2):
                assert bool(row[column]) == bool(row[f"{stem}_fr"]), (path.name, place, column)


def _glossary() -> list[list[str]]:
    lines = (ROOT / "docs" / "GLOSSARY.md").read_text(encoding="utf-8").splitlines()
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines if line.startswith("|")]
    return rows[2:]


def test_the_glossary_calls_things_what_the_pages_call_them() -> None:
    rows = _glossary()
    assert 60 <= len(rows) <= 100
    assert [row[0].casefold() for row in rows] == sorted({row[0].casefold() for row in rows})
    said = []
    for message in read("fr"):
        english, french = (
            (" ".join(text) if isinstance(text, tuple | list) else text).replace("’", "'").casefold()
            for text in (message.id, message.string or "")
        )
        said.append((english, french))
    for english, french, meaning, sens in rows:
        assert all((meaning, sens)), english
        one, other = english.casefold(), french.casefold()
        assert any(one in pair[0] and other in pair[1] for pair in said), english
