"""The answer to a licensing case: outcome, status, and the rules with the reason for each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

import pandas as pd

from analytics.risk.licence_rule import LicenceRule
from analytics.risk.licensing_case import LicensingCase
from analytics.risk.licensing_reasons import DISCLAIMER
from analytics.risk.wording import Language, Wording


class Outcome(StrEnum):
    """What the rules ask of the bank."""

    EXEMPT = "EXEMPT"
    NOTIFY = "NOTIFY"
    LICENCE = "LICENCE"
    BRANCH = "BRANCH"
    SUBSIDIARY = "SUBSIDIARY"
    PROHIBITED = "PROHIBITED"
    UNCLEAR = "UNCLEAR"


class Status(StrEnum):
    """Whether the bank has what the outcome asks for; OPEN where that is not known."""

    MET = "met"
    BREACHED = "breached"
    OPEN = "open"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True)
class AppliedRule:
    """A rule and why it was applied; ``decisive`` where the outcome rests on it."""

    rule: LicenceRule
    why: Wording
    decisive: bool

    @property
    def id(self) -> str:
        """Name of the rule."""
        return self.rule.id

    @property
    def text(self) -> Wording:
        """The rule in both languages."""
        return self.rule.text

    @property
    def source(self) -> str:
        """Act and article."""
        return self.rule.reference

    @property
    def date(self) -> str:
        """Year of the act, and the day from which the rule holds where it names one."""
        begins = f", {self.rule.valid_from.isoformat()}" if self.rule.valid_from else ""
        return f"{self.rule.year or '–'}{begins}"

    @property
    def tag(self) -> str:
        """Provenance: V, V2, M or C."""
        return self.rule.tag


@dataclass(frozen=True)
class Decision:
    """The outcome of one case.

    ``explanation`` is the outcome's reason in one sentence. ``alternatives`` are other ways to meet the
    same rule. ``undetermined`` names the facts not known that could change the outcome. ``rules`` has
    the decisive ones first. ``day`` is the day whose rules answered, None where the rules without an end did;
    ``day_stated`` is False where it is not the case's own.
    """

    outcome: Outcome
    explanation: Wording
    alternatives: tuple[Outcome, ...]
    status: Status
    rules: tuple[AppliedRule, ...]
    undetermined: tuple[str, ...]
    case: LicensingCase
    disclaimer: Wording = DISCLAIMER
    day: date | None = None
    day_stated: bool = True

    def table(self, language: Language) -> pd.DataFrame:
        """The rules applied: columns rule, text, why, source, date, tag, decisive.

        Raises
        ------
        ValueError: a language other than "en" and "fr"
        """
        return pd.DataFrame(
            [
                {
                    "rule": applied.id,
                    "text": applied.text.in_language(language),
                    "why": applied.why.in_language(language),
                    "source": applied.source,
                    "date": applied.date,
                    "tag": applied.tag,
                    "decisive": applied.decisive,
                }
                for applied in self.rules
            ],
            columns=["rule", "text", "why", "source", "date", "tag", "decisive"],
        )
