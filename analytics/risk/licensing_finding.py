"""What the rules of one country make of a case, before it is dressed as a decision."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.risk.licence_rule import LicenceRule
from analytics.risk.licensing_decision import Outcome
from analytics.risk.wording import Wording

Book = Mapping[str, LicenceRule]
"""The rules in force on the day of a case, by their names."""


@dataclass(frozen=True)
class Finding:
    """An outcome, the rules it rests on with the reason for each, those shown beside, and what is open."""

    outcome: Outcome
    reasons: tuple[tuple[str, Wording], ...]
    met: bool | None = None
    alternatives: tuple[Outcome, ...] = ()
    undetermined: tuple[str, ...] = ()
    beside: tuple[tuple[str, Wording], ...] = ()
    unclear_because: Wording | None = None

    @property
    def explanation(self) -> Wording:
        """The outcome's reason in one sentence."""
        return self.unclear_because or self.reasons[0][1]


def unclear(why: Wording, beside: tuple[tuple[str, Wording], ...] = ()) -> Finding:
    """No recorded rule answers, and why."""
    return Finding(Outcome.UNCLEAR, (), beside=beside, unclear_because=why)
