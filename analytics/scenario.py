"""The one scenario: every assumption that more than one page uses, in one frozen object.

It travels in the address of the page, in JSON and under a saved name. Only what differs from the
default is written, so that a link stays short and says what was changed.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from typing import Any, Final

from analytics.assumptions.activity import ActivityAssumptions
from analytics.assumptions.adoption import AdoptionAssumptions
from analytics.assumptions.campaigns import CampaignsAssumptions
from analytics.assumptions.channels import ChannelsAssumptions
from analytics.assumptions.kinds import Assumption
from analytics.assumptions.licensing import LicensingAssumptions
from analytics.assumptions.macro import MacroAssumptions
from analytics.assumptions.marketing import MarketingAssumptions
from analytics.assumptions.plan import PlanAssumptions
from analytics.assumptions.report import ReportAssumptions
from analytics.assumptions.risk import RiskAssumptions
from analytics.assumptions.shared import SharedAssumptions
from analytics.assumptions.story import StoryAssumptions
from analytics.assumptions.supervision import SupervisionAssumptions

FIRST_VERSION, VERSION = "1", "2"
VERSION_KEY: Final = "v"
VERSIONS: Final = (FIRST_VERSION, VERSION)
"""Forms that are read: what was written in an older one means what it meant then."""

_MEANT: Final[Mapping[str, Mapping[str, Any]]] = {FIRST_VERSION: {"adoption": "bills"}}
"""Version → defaults that have changed since."""


# Fields come in the order of the bases from the last to the first.
@dataclass(frozen=True)
class Scenario(
    StoryAssumptions,
    ReportAssumptions,
    PlanAssumptions,
    ActivityAssumptions,
    CampaignsAssumptions,
    MarketingAssumptions,
    ChannelsAssumptions,
    MacroAssumptions,
    AdoptionAssumptions,
    SupervisionAssumptions,
    LicensingAssumptions,
    RiskAssumptions,
    SharedAssumptions,
):
    """Every assumption that pages share. Fields are documented by their :class:`Assumption`."""

    @classmethod
    def assumptions(cls) -> dict[str, Assumption]:
        """Field name → what it may hold."""
        return {item.name: item.metadata["assumption"] for item in fields(cls)}

    @classmethod
    def from_query(cls, query: Mapping[str, str]) -> tuple[Scenario, tuple[tuple[str, str], ...]]:
        """The scenario that an address states, and name and text of each part that was refused.

        Parameters whose name is not the scenario's are left to others; a refused value keeps the default,
        so that a mistyped link still opens the page. What is absent means the default of the query's version.
        """
        values: dict[str, Any] = dict(_MEANT.get(query.get(VERSION_KEY, VERSION), {}))
        refused: list[tuple[str, str]] = []
        for name, assumption in cls.assumptions().items():
            if assumption.query in query:
                try:
                    values[name] = assumption.read(query[assumption.query])
                except ValueError:
                    refused.append((assumption.query, query[assumption.query][:40]))
        return cls(**values), tuple(refused)

    def to_query(self) -> dict[str, str]:
        """Only what differs from the default, in the order of the fields."""
        default = type(self)()
        return {
            assumption.query: assumption.write(getattr(self, name))
            for name, assumption in self.assumptions().items()
            if getattr(self, name) != getattr(default, name)
        }

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
        if unknown := sorted(set(content) - set(assumptions)):
            raise ValueError(f"unknown assumptions: {', '.join(unknown)}; known: {', '.join(assumptions)}")
        read = {
            name: assumptions[name].read(",".join(value) if isinstance(value, list) else str(value))
            for name, value in content.items()
        }
        return cls(**{**_MEANT.get(version, {}), **read})

    def change(self, **changes: Any) -> Scenario:
        """The same scenario with some assumptions replaced, each checked against its bounds."""
        assumptions = self.assumptions()
        checked = {
            name: assumptions[name].read(assumptions[name].write(value)) for name, value in changes.items()
        }
        return replace(self, **checked)

    def touched(self) -> tuple[str, ...]:
        """The names of the assumptions that differ from their default."""
        default = type(self)()
        return tuple(
            item.name for item in fields(self) if getattr(self, item.name) != getattr(default, item.name)
        )
