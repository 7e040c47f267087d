"""A mark and a word mean one thing wherever they stand."""

from __future__ import annotations

import re
from pathlib import Path

from ui import theme
from ui.charts import incidents, lane, plan
from ui.messages import read

UI = Path(theme.__file__).parent
ROOT = UI.parent


def test_the_triangle_is_a_grade_and_nothing_else() -> None:
    marked = {
        path.relative_to(ROOT).as_posix()
        for floor in ("ui", "pages", "studies", "analytics", "data")
        for path in (ROOT / floor).rglob("*.py")
        if "▲" in path.read_text(encoding="utf-8")
    }
    assert marked == {"ui/theme.py"}
    assert [grade for grade, mark in theme.GRADE_MARKS.items() if mark == "▲"] == [3]
    for module in (incidents, lane, plan):
        assert "triangle-up" not in Path(module.__file__).read_text(encoding="utf-8")


def test_in_english_systems_are_hacked_and_not_pirated() -> None:
    pirated = re.compile(r"pirac|pirat", re.IGNORECASE)
    assert [str(each.id) for each in read("fr") if pirated.search(str(each.id))] == []
    shipped = [*(ROOT / "data" / "facts").glob("*.csv"), *(ROOT / "data" / "catalogue").glob("*.csv")]
    assert shipped
    told = [
        path.name for path in shipped if re.search(r"\bpirac|\bpirated", path.read_text(encoding="utf-8"))
    ]
    assert told == []
