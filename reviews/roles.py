"""What each role may do, and what it may never do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Role:
    """``may`` : its actions; ``never`` : codes of what it is kept from, whatever else it is granted."""

    may: frozenset[str]
    never: tuple[str, ...]


def _role(may: str, never: str) -> Role:
    return Role(frozenset(may.split()), tuple(never.split()))


ROLES: Final[dict[str, Role]] = {
    "respondent": _role("read_communicated reply upload file", "peers drafts judgements"),
    "supervisor": _role(
        "read open submit resume propose withdraw answer_challenge raise close reopen upload order "
        "ask_figure",
        "approve",
    ),
    "head": _role(
        "read approve reject return communicate revoke approve_grant declare_same", "approve_where_they_wrote"
    ),
    "horizontal": _role("read challenge", "propose approve"),
    "validator": _role("validate refuse retire", "validate_their_own"),
    "auditor": _role("read read_ledger", "write"),
    "admin": _role("ask_grant end_grant", "read_cases grant_to_self"),
}
# Roles that see a case before the bank is told.
READERS: Final = frozenset(name for name, role in ROLES.items() if "read" in role.may)
# Roles that belong to one bank: a grant of theirs names it.
OF_ONE_BANK: Final = frozenset({"respondent"})


def holders(action: str) -> frozenset[str]:
    """The roles that may take an action."""
    return frozenset(name for name, role in ROLES.items() if action in role.may)
