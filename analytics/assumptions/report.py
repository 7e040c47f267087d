"""What the board pack is asked to hold."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class ReportAssumptions:
    """What the board pack is asked to hold."""

    report_sections: tuple[str, ...] = assume(
        (), "codes", "sections", source="the sections of the board pack; empty for all"
    )
