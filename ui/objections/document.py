"""Write what could be challenged into docs/METHODS.md: ``python -m ui.objections.document``."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import Final

from ui.objections.every import OBJECTIONS
from ui.registry import PAGES

METHODS: Final = Path(__file__).resolve().parents[2] / "docs" / "METHODS.md"
HEADING: Final = "## What could be challenged\n"
_LEAD: Final = (
    "For each figure the objections that we think strongest, and our answer. Each page shows its own below "
    "its method, in both languages; `python -m ui.objections.document` writes this section out of them."
)


def section() -> str:
    """The section in English, one heading a page, in the order of the menu."""
    lines = [HEADING, *_filled(_LEAD), ""]
    for entry in PAGES:
        if entry.slug not in OBJECTIONS:
            continue
        lines += [f"### {entry.group}: {entry.title}" if entry.group != entry.title else f"### {entry.title}"]
        for challenged in OBJECTIONS[entry.slug]:
            lines += [f"{challenged.figure}:"]
            for objection, answer in challenged.pairs:
                lines += _filled(f"* *“{objection}”* {answer}", later="  ")
            lines += [""]
    return "\n".join(lines).rstrip("\n") + "\n"


def _filled(text: str, *, later: str = "") -> list[str]:
    return textwrap.wrap(text, 140, subsequent_indent=later, break_on_hyphens=False)


def written(document: str) -> str:
    """The document with the section as it is now, which comes last."""
    return document.partition(HEADING)[0] + section()


if __name__ == "__main__":
    METHODS.write_text(written(METHODS.read_text(encoding="utf-8")), encoding="utf-8")
