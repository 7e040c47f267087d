"""What the guided story shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from analytics.assumptions.kinds import assume

STEPS: Final = ("1", "2", "3", "4", "5", "6", "7", "8")


@dataclass(frozen=True)
class StoryAssumptions:
    """What the guided story shows."""

    story_step: str = assume("1", "choice", "step", choices=STEPS, source="the screen of the story shown")
