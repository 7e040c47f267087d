"""The models that the product computes with: what each is made of, what rests on it, and what names it."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Final


@dataclass(frozen=True)
class Model:
    """A model in use.

    ``tier`` : 1 where grades are decided on it, 2 where money, people or law are, 3 where it illustrates; a
    convention of ours. ``modules`` : the code whose change makes it another method.
    """

    code: str
    subject: str
    tier: int
    modules: tuple[str, ...]


def _model(code: str, subject: str, tier: int, names: str) -> Model:
    return Model(code, subject, tier, tuple(f"analytics.{subject}.{name}" for name in names.split()))


SCORES: Final = "scores"
MODELS: Final[tuple[Model, ...]] = (
    _model(SCORES, "risk", 1, "composite position profile uncertainty missing draws"),
    _model("losses", "risk", 2, "annual_loss frequency severity severity_laws severity_fit dependence"),
    _model("capital", "risk", 2, "capital capital_losses"),
    _model("incidents", "risk", 2, "incidents incident_facts deadlines bank_holidays"),
    _model("licensing", "risk", 2, "licensing licensing_case licence_rule"),
    _model("contagion", "risk", 3, "contagion"),
    _model("forecast", "adoption", 2, "forecast forecasters blending conformal holt"),
    _model("drivers", "adoption", 3, "drivers logit_design logit_estimation"),
    _model("costs", "channels", 2, "costing breakdown"),
    _model("migration", "channels", 2, "migration paths break_even"),
    _model("staffing", "channels", 2, "staffing queues arrivals"),
    _model("campaigns", "marketing", 3, "baseline attribution allocation budget"),
    _model("experiments", "marketing", 3, "experiment emailing"),
    _model("tax", "macro", 3, "tax friction market"),
    _model("money", "macro", 3, "money transmission reserves"),
)


@cache
def digest(code: str) -> str:
    """What names a model as it is now: SHA-256 of its code, whatever ends its lines.

    Raises
    ------
    KeyError: no such model
    """
    model = {each.code: each for each in MODELS}[code]
    made = hashlib.sha256()
    for name in model.modules:
        found = find_spec(name)
        if found is None or found.origin is None:
            raise KeyError(name)
        made.update(f"{name}\n".encode() + Path(found.origin).read_bytes().replace(b"\r\n", b"\n"))
    return made.hexdigest()
