"""The case of the licensing questionnaire."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.assumptions.kinds import Shape, assume


def answer(query: str, shape: Shape = "code", *choices: str, **settings: Any) -> Any:
    """An answer of the licensing questionnaire; empty for the one that the case chosen gives."""
    empty: Any = () if shape == "codes" else ""
    source = "the questionnaire; empty for the answer of the case chosen"
    allowed = ("", *choices) if choices else ()
    return assume(empty, shape, query, choices=allowed, source=source, **settings)


@dataclass(frozen=True)
class LicensingAssumptions:
    """The case of the licensing questionnaire."""

    licensing_case: str = assume(
        "4",
        "choice",
        "case",
        choices=("own", *(str(number) for number in range(1, 16))),
        source="the worked licensing case that the questionnaire starts from",
    )
    case_home: str = answer("lhome")
    case_host: str = answer("lhost")
    case_activities: tuple[str, ...] = answer("lacts", "codes", most=5)
    case_client: str = answer(
        "lclient",
        "choice",
        "unknown",
        "retail",
        "corporate",
        "credit_institution",
        "group",
        "investment_fund",
    )
    case_approach: str = answer(
        "lcame", "choice", "unknown", "solicited", "own_initiative", "own_initiative_undocumented"
    )
    case_presence: str = answer(
        "loffice", "choice", "unknown", "none", "branch", "subsidiary", "agency", "representative_office"
    )
    case_signals: tuple[str, ...] = answer("lsignals", "codes", most=11)
    case_service_day: str = answer("lserved", "day")
    case_contract_day: str = answer("lsigned", "day")
    case_deposit: str = answer("ldeposit", "amount", unit="USD", low=0.0)
    case_licence_held: str = answer("lheld", "choice", "unknown", "yes", "no")
    case_notice_sent: str = answer("lnotice", "choice", "unknown", "yes", "no")
    case_mifid_ancillary: str = answer("lmifid", "choice", "unknown", "yes", "no")
    case_designated: str = answer("ldesignated", "choice", "unknown", "yes", "no")
    case_qualifying: str = answer("lqualifying", "choice", "unknown", "yes", "no")
    case_branch_assets: str = answer("lassets", "amount", unit="EUR", low=0.0)
    case_retail_deposits: str = answer("lretail", "amount", unit="EUR", low=0.0)
    case_retail_share: str = answer("lshare", "amount", unit="%", low=0.0, high=100.0)
