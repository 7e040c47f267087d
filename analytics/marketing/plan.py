"""What a bank intends to do to win users of e-banking, as one frozen object."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, field, fields, is_dataclass
from typing import Any, Final

import pandas as pd

from analytics.marketing._checks import numbers
from analytics.marketing.parts import (
    LEVERS,
    SHARE,
    SULTAN,
    Advertising,
    Affiliation,
    Email,
    Market,
    OneToOne,
    Path,
    Search,
    Value,
    Viral,
    WordOfMouth,
    note,
    refuse_impossible,
)
from analytics.marketing.search import visibility


@dataclass(frozen=True)
class Plan:
    """Market, diffusion, trust and levers; every lever does nothing until its effort is set.

    Parameters
    ----------
    market : Market, or the number of people who could adopt, or one such number per period
    initial_adopters : float, adopters before the first period
    p0, q0 : external influence and imitation without levers, per period (month)
    trust, reference_trust : trust during the plan, and the level at which p0 and q0 hold
    trust_sensitivity : float, b in T = exp(b (trust - reference_trust))
    email, search, affiliation, viral, word_of_mouth, advertising, one_to_one : the levers
    value : Value, what an adopter brings
    """

    market: Market | Path = field(default_factory=Market)
    initial_adopters: float = field(default=0.0, metadata=note("people"))
    p0: Path = field(default=0.03 / 12, metadata=note("a period", SHARE, (0.01 / 12, 0.05 / 12), SULTAN))
    q0: Path = field(
        default=0.38 / 12, metadata=note("a period", (0.0, 10.0), (0.25 / 12, 0.50 / 12), SULTAN)
    )
    trust: Path = field(default=0.6, metadata=note("share 0-1"))
    reference_trust: float = field(default=0.6, metadata=note("share 0-1"))
    trust_sensitivity: float = field(
        default=1.0, metadata=note("log points per unit of trust", (0.0, 20.0), (0.0, 2.0))
    )
    email: Email = field(default_factory=Email)
    search: Search = field(default_factory=Search)
    affiliation: Affiliation = field(default_factory=Affiliation)
    viral: Viral = field(default_factory=Viral)
    word_of_mouth: WordOfMouth = field(default_factory=WordOfMouth)
    advertising: Advertising = field(default_factory=Advertising)
    one_to_one: OneToOne = field(default_factory=OneToOne)
    value: Value = field(default_factory=Value)

    def __post_init__(self) -> None:
        refuse_impossible(self, "")
        if not isinstance(self.market, Market):
            market = numbers("market", self.market, 0.0)
            if market.ndim > 1 or market.size == 0:
                raise ValueError(f"market must be one number or one per period, got shape {market.shape}")
            object.__setattr__(self, "market", tuple(market.tolist()) if market.ndim else float(market))
        for name in (*LEVERS, "value"):
            if not isinstance(getattr(self, name), _PARTS[name]):
                raise ValueError(f"{name} must be {_PARTS[name].__name__}, got {getattr(self, name)!r}")

    @classmethod
    def from_mapping(cls, given: Mapping[str, Any]) -> Plan:
        """A plan from names and values, nested or not.

        A lever is a mapping of its fields, or a number (or one per period) that stands for its effect
        instead of the funnel. The symbols of the formula (M, A0, e, s, a, v, w, trust_0, b_T) are
        understood beside the names, ``adults``, ``internet``, ``banked`` and ``acceptance`` may stand
        outside ``market``, and ``search`` may hold the table ``keywords`` instead of ``clicks``.

        Raises
        ------
        ValueError: an unknown name, a name given twice, or a value outside its range
        """
        values: dict[str, Any] = {}
        shares: dict[str, Any] = {}
        for key, value in given.items():
            if key in Market.__dataclass_fields__:
                shares[key] = value
                continue
            name = _SYMBOLS.get(key, key)
            if name in values:
                raise ValueError(f"{name} is given twice, once as {key}")
            values[name] = value
        if shares and "market" in values:
            raise ValueError(
                f"market must be given whole or in parts, got both market and {', '.join(shares)}"
            )
        if shares:
            values["market"] = shares
        _known("plan", values, cls)
        return cls(**{name: _part(name, value) for name, value in values.items()})


_SYMBOLS: Final = {
    "M": "market",
    "A0": "initial_adopters",
    "trust_0": "reference_trust",
    "b_T": "trust_sensitivity",
    "e": "email",
    "s": "search",
    "a": "affiliation",
    "v": "viral",
    "w": "word_of_mouth",
}
_PARTS: Final[dict[str, Any]] = {
    "market": Market,
    "email": Email,
    "search": Search,
    "affiliation": Affiliation,
    "viral": Viral,
    "word_of_mouth": WordOfMouth,
    "advertising": Advertising,
    "one_to_one": OneToOne,
    "value": Value,
}

MOROCCO_2024: Final = Plan(initial_adopters=0.0665 * 26_600_000)
"""The Moroccan market; 6.65 % of adults paid a bill online (Findex 2025), taken as its users at the start."""


def _known(where: str, given: Mapping[str, Any], part: Any) -> None:
    allowed = part.__dataclass_fields__
    if unknown := sorted(set(given) - set(allowed)):
        raise ValueError(f"{where} has no {', '.join(unknown)}; it has {', '.join(allowed)}")


def _part(name: str, value: Any) -> Any:
    if name not in _PARTS or is_dataclass(value) or (name == "market" and not isinstance(value, Mapping)):
        return value
    if not isinstance(value, Mapping):
        if name == "value":
            raise ValueError(
                f"value must be a mapping of {', '.join(Value.__dataclass_fields__)}, got {value!r}"
            )
        return _PARTS[name](rate=value)
    entries = dict(value)
    if name == "search" and "keywords" in entries:
        if "clicks" in entries:
            raise ValueError("search must have keywords or clicks, got both")
        entries["clicks"] = visibility(entries.pop("keywords")).clicks
    _known(name, entries, _PARTS[name])
    return _PARTS[name](**entries)


def as_plan(plan: Plan | Mapping[str, Any]) -> Plan:
    """``plan`` itself, or the plan that a mapping describes; ValueError for anything else."""
    if isinstance(plan, Plan):
        return plan
    if isinstance(plan, Mapping):
        return Plan.from_mapping(plan)
    raise ValueError(f"plan must be a Plan or a mapping, got {type(plan).__name__}")


def benchmarks() -> pd.DataFrame:
    """Every number of a plan with its default and where it comes from.

    Returns
    -------
    DataFrame lever, parameter, name ("email.converted"), value, low, high (range of the draws; missing
    for decisions), least, most (values allowed), unit, study, year, country, assumed, assumed_range
    """
    rows = []
    for lever, part in [("", Plan), *_PARTS.items()]:
        for item in fields(part):
            known = item.metadata.get("benchmark")
            if known is None or item.default is None or item.default is MISSING:
                continue
            rows.append(
                {
                    "lever": lever,
                    "parameter": item.name,
                    "name": f"{lever}.{item.name}" if lever else item.name,
                    "value": float(item.default),
                    "low": known.low,
                    "high": known.high,
                    "least": known.allowed[0],
                    "most": known.allowed[1],
                    "unit": known.unit,
                    "study": known.study,
                    "year": known.year,
                    "country": known.country,
                    "assumed": known.assumed,
                    "assumed_range": known.assumed_range,
                }
            )
    return pd.DataFrame(rows).astype({"low": float, "high": float, "year": "Int64"})
