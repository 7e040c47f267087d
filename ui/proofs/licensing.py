"""The fifteen published licensing cases."""

from __future__ import annotations

from typing import Any, Final

from analytics.risk import licensing
from ui.proofs.case import Case
from ui.words import N_

_DEPOSIT: Final = {"home": "MA", "host": "FR", "activities": ["deposits"], "client": "retail"}
_IN_2027: Final = {"service_date": "2027-02-01"}
_AMERICA: Final = {"home": "MA", "host": "US", "activities": ["deposits"]}
_FRENCH: Final = {"home": "FR", "host": "MA"}
_CASES: Final[tuple[tuple[dict[str, Any], str], ...]] = (
    ({"home": "MA", "host": "MA", "activities": ["deposits"], "licence_held": True}, "LICENCE · met"),
    ({"home": "FR", "host": "DE", "activities": ["deposits"], "notice_sent": True}, "NOTIFY · met"),
    ({"home": "FR", "host": "DE", "activities": ["deposits"], "notice_sent": False}, "NOTIFY · breached"),
    (_DEPOSIT | _IN_2027 | {"approach": "solicited"}, "BRANCH · open"),
    (_DEPOSIT | _IN_2027 | {"approach": "own_initiative"}, "EXEMPT · not_applicable"),
    (
        _DEPOSIT | _IN_2027 | {"approach": "solicited", "contract_date": "2026-06-30"},
        "EXEMPT · not_applicable",
    ),
    (_DEPOSIT | _IN_2027 | {"approach": "solicited", "contract_date": "2026-07-12"}, "BRANCH · open"),
    (_DEPOSIT | {"activities": ["credit"], "client": "group"}, "EXEMPT · not_applicable"),
    (_DEPOSIT | {"client": "credit_institution"}, "EXEMPT · not_applicable"),
    (_DEPOSIT | _IN_2027 | {"host": "LU", "client": "investment_fund"}, "BRANCH · open"),
    (_AMERICA | {"client": "retail", "deposit_usd": 10_000}, "SUBSIDIARY · open"),
    (
        _AMERICA | {"client": "wholesale", "deposit_usd": 1_000_000, "presence": "branch"},
        "LICENCE · open",
    ),
    (_FRENCH | {"activities": ["deposits"], "signals": []}, "UNCLEAR · not_applicable"),
    (
        _FRENCH
        | {"activities": ["deposits"], "signals": ["local_currency", "local_domain", "accepts_residents"]},
        "LICENCE · open",
    ),
    (_FRENCH | {"activities": []}, "EXEMPT · not_applicable"),
)


def _decide() -> list[str]:
    found = [licensing.decide(case) for case, _expected in _CASES]
    return [f"{item.outcome} · {item.status}" for item in found]


def cases() -> tuple[Case, ...]:
    """The licensing cases, as one case with fifteen verdicts."""
    return (
        Case(
            "risk",
            N_("Where a bank may serve customers"),
            "CRD VI, MiFID II, US, Morocco",
            "1–15",
            {
                f"{place}: {case['home']} → {case['host']}": verdict
                for place, (case, verdict) in enumerate(_CASES, start=1)
            },
            _decide,
        ),
    )
