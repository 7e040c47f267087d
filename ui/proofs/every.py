"""Every reference case of the product, and its check."""

from __future__ import annotations

from ui.proofs import adoption, channels, macro, marketing, outside, risk
from ui.proofs.case import Case, Check, check


def every_case() -> tuple[Case, ...]:
    """All cases, subject by subject."""
    modules = (risk, adoption, channels, macro, marketing, outside)
    return tuple(case for module in modules for case in module.cases())


def prove(subject: str = "all") -> tuple[Check, ...]:
    """Compute the cases of one subject, or of all, and compare them with print.

    Raises
    ------
    ValueError: a subject that has no case
    """
    wanted = [case for case in every_case() if subject in ("all", case.subject)]
    if not wanted:
        raise ValueError(f"subject must be all or one with cases; got {subject!r}")
    return tuple(found for case in wanted for found in check(case))
