"""The objections of every page, by its address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from ui.content import Challenged
from ui.objections import adoption, channels, macro, marketing, plan, review, risk, workbench

OBJECTIONS: Final[Mapping[str, tuple[Challenged, ...]]] = {
    slug: figures
    for module in (workbench, risk, adoption, marketing, channels, macro, plan, review)
    for slug, figures in module.PAGES.items()
}
