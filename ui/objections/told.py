"""What could be challenged on a page as plain data, for outlets without a screen."""

from __future__ import annotations

from typing import Any

from ui.objections.every import OBJECTIONS
from ui.words import _


def told(slug: str) -> list[dict[str, Any]]:
    """Each figure of the page at ``slug`` with its objections and our answers, in the reader's language.

    Returns
    -------
    list of dicts figure, objections (dicts objection, answer, the strongest first); empty where nothing is
    estimated
    """
    return [
        {
            "figure": _(each.figure),
            "objections": [
                {"objection": _(objection), "answer": _(answer)} for objection, answer in each.pairs
            ],
        }
        for each in OBJECTIONS.get(slug, ())
    ]
