"""The reference cases, computed by the running product and kept until somebody asks again."""

from __future__ import annotations

from datetime import UTC, datetime
from threading import Lock

from ui.proofs.case import SUBJECTS, Check
from ui.proofs.every import prove

_KEPT: dict[str, tuple[Check, ...]] = {}
_WHEN: dict[str, datetime] = {}
_LOCK = Lock()


def checks(subject: str) -> tuple[Check, ...]:
    """Every figure of a subject, or of all, against print."""
    with _LOCK:
        for name in _wanted(subject):
            if name not in _KEPT:
                _KEPT[name], _WHEN[name] = prove(name), datetime.now(UTC)
        return tuple(found for name in _wanted(subject) for found in _KEPT[name])


def computed_at(subject: str) -> datetime:
    """When the oldest of the figures shown was computed."""
    return min(_WHEN[name] for name in _wanted(subject))


def forget() -> None:
    """Compute every case anew at the next look."""
    with _LOCK:
        _KEPT.clear()
        _WHEN.clear()


def _wanted(subject: str) -> tuple[str, ...]:
    return SUBJECTS if subject == "all" else (subject,)
