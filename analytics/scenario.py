"""The one scenario: every assumption that more than one page uses, in one frozen object.

It travels in the address of the page, in JSON and under a saved name. Only what differs from the
default is written, so that a link stays short and says what was changed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from analytics.assumptions.adoption import AdoptionAssumptions
from analytics.assumptions.channels import ChannelsAssumptions
from analytics.assumptions.kinds import VERSION, VERSION_KEY, VERSIONS, Assumption, Stated
from analytics.assumptions.macro import MacroAssumptions
from analytics.assumptions.marketing import MarketingAssumptions
from analytics.assumptions.plan import PlanAssumptions
from analytics.assumptions.risk import RiskAssumptions
from analytics.assumptions.shared import SharedAssumptions
from analytics.display import Display

__all__ = ["VERSION", "VERSIONS", "VERSION_KEY", "Scenario", "assumption"]
_SHOWN = frozenset(Display.assumptions())


# Fields come in the order of the bases from the last to the first.
@dataclass(frozen=True)
class Scenario(
    PlanAssumptions,
    MarketingAssumptions,
    ChannelsAssumptions,
    MacroAssumptions,
    AdoptionAssumptions,
    RiskAssumptions,
    SharedAssumptions,
    Stated,
):
    """Every assumption that pages share. Fields are documented by their :class:`Assumption`."""

    def to_json(self) -> str:
        """The whole scenario, defaults included, with the version of its form."""
        return json.dumps(
            {VERSION_KEY: VERSION, **asdict(self)}, ensure_ascii=False, sort_keys=True, indent=1
        )

    @classmethod
    def from_json(cls, text: str) -> Scenario:
        """The scenario that ``to_json`` wrote.

        Raises
        ------
        ValueError: not JSON, another version, an unknown field, or a value outside its bounds
        """
        try:
            content = json.loads(text)
        except json.JSONDecodeError as error:
            raise ValueError(f"the scenario is not JSON: {error}") from None
        version = content.pop(VERSION_KEY, None) if isinstance(content, dict) else None
        if version not in VERSIONS:
            raise ValueError(f"the scenario must be a JSON object of version {VERSION}")
        assumptions = cls.assumptions()
        # Files written before hold what was on the screen, too: that is no part of a scenario.
        content = {name: value for name, value in content.items() if name not in _SHOWN}
        if unknown := sorted(set(content) - set(assumptions)):
            raise ValueError(f"unknown assumptions: {', '.join(unknown)}; known: {', '.join(assumptions)}")
        read = {
            name: assumptions[name].read(",".join(value) if isinstance(value, list) else str(value))
            for name, value in content.items()
        }
        return cls(**read)


_ASSUMPTIONS = Scenario.assumptions() | Display.assumptions()


def assumption(name: str) -> Assumption:
    """What the field ``name`` of scenario or display may hold. Raises KeyError where there is none."""
    return _ASSUMPTIONS[name]
