"""The market, the seven levers and the value of a customer, as the parts of a plan.

Every field states its default, the values it allows, the range over which it is uncertain and where the
figure comes from: a control, a draw and a footnote read the same entry (``plan.benchmarks``).
No published figure is Moroccan; what has no publication is marked as assumed.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, fields
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from analytics.marketing._checks import numbers

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

Path = float | Sequence[float] | NDArray[np.float64]
"""One number for every period, or one number per period."""

LEVERS: Final = (
    "email",
    "search",
    "affiliation",
    "viral",
    "word_of_mouth",
    "advertising",
    "one_to_one",
)

# The row "All non-labeled accounts", read whole; of the total, opens (.2133) and clicks (.0262) only.
_MAILCHIMP: Final = (
    "Mailchimp, e-mail marketing benchmarks of October 2019, accounts without a stated industry",
    2019,
    "all countries",
)
_YOU: Final = ("You, Vadakkepatt and Joshi, meta-analysis of word of mouth", 2015, "several countries")
_SETHURAMAN: Final = (
    "Sethuraman, Tellis and Briesch, meta-analysis of advertising",
    2011,
    "several countries",
)
SULTAN: Final = ("Sultan, Farley and Lehmann, meta-analysis of diffusion", 1990, "several countries")
_SISTRIX: Final = ("SISTRIX, 80 million keywords; first place by page layout", 2020, "several countries")


@dataclass(frozen=True)
class Benchmark:
    """Where the default of a plan's field comes from, and how uncertain it is.

    Parameters
    ----------
    unit : str, unit of the field
    allowed : (float, float), values that the plan accepts, ends included
    low, high : float or None, ends of the range over which draws and tornado move the default;
        None for a decision of the bank or a figure that the bank knows
    study, year, country : publication, its year and the country it measured; empty when assumed
    assumed_range : bool, the default is published but its range is this product's
    """

    unit: str
    allowed: tuple[float, float]
    low: float | None = None
    high: float | None = None
    study: str = ""
    year: int | None = None
    country: str = ""
    assumed_range: bool = True

    @property
    def assumed(self) -> bool:
        """Whether no publication stands behind the default."""
        return not self.study


def note(
    unit: str,
    allowed: tuple[float, float] = (0.0, math.inf),
    between: tuple[float, float] | None = None,
    origin: tuple[str, int | None, str] = ("", None, ""),
    *,
    assumed_range: bool = True,
) -> dict[str, Benchmark]:
    """What a field's metadata says of it; ``origin`` is study, year and country."""
    low, high = between or (None, None)
    return {"benchmark": Benchmark(unit, allowed, low, high, *origin, assumed_range=assumed_range)}


def refuse_impossible(part: DataclassInstance, prefix: str) -> None:
    for item in fields(part):
        known = item.metadata.get("benchmark")
        value = getattr(part, item.name)
        if known is None or value is None:
            continue
        name = f"{prefix}{item.name}"
        array = numbers(name, value, *known.allowed)
        if array.ndim > 1 or array.size == 0:
            raise ValueError(f"{name} must be one number or one per period, got shape {array.shape}")
        # Tuples keep the plan immutable and comparable whatever sequence was handed in.
        object.__setattr__(part, item.name, tuple(array.tolist()) if array.ndim else float(array))


SHARE: Final = (0.0, 1.0)
_DIRECT: Final = "share of non-adopters a period, instead of the funnel"


@dataclass(frozen=True)
class Market:
    """The people who could adopt: adults × Internet × banked × acceptance, each a number or a path.

    Defaults: 15.4 million holders of an active account are 58 % of adults (Bank Al-Maghrib 2024), hence
    26.6 million adults; 64.77 % used the Internet in the last three months (Findex 2024, Morocco).
    The product treats the shares as independent, which is an assumption.
    """

    adults: Path = field(
        default=26_600_000.0,
        metadata=note("people", origin=("Bank Al-Maghrib, 15.4 million holders / 58 %", 2024, "Morocco")),
    )
    internet: Path = field(
        default=0.6477,
        metadata=note("share of adults", SHARE, origin=("World Bank, Global Findex 2025", 2024, "Morocco")),
    )
    banked: Path = field(
        default=0.58,
        metadata=note(
            "share of adults", SHARE, origin=("Bank Al-Maghrib, supervision report", 2024, "Morocco")
        ),
    )
    acceptance: Path = field(default=0.8, metadata=note("share of those who could", SHARE))

    def __post_init__(self) -> None:
        refuse_impossible(self, "market.")


@dataclass(frozen=True)
class Email:
    """E-mails and newsletters to an opted-in list that unsubscribing wears down.

    ``reach`` is the share of the market on the list at the start; ``opt_in`` the share of those outside
    the list that joins each period. Clicks are used, never opens alone: mail privacy inflates these.
    """

    sends: Path = field(default=0.0, metadata=note("sends a period", (0.0, 60.0)))
    reach: float = field(default=0.3, metadata=note("share of the market on the list", SHARE))
    delivered: float = field(
        default=1 - 0.0040 - 0.0061, metadata=note("share of messages", SHARE, origin=_MAILCHIMP)
    )
    opened: float = field(default=0.2271, metadata=note("share of delivered", SHARE, origin=_MAILCHIMP))
    clicked_given_open: float = field(
        default=0.0291 / 0.2271,
        metadata=note("share of opened", SHARE, (0.5 * 0.0291 / 0.2271, 1.7 * 0.0291 / 0.2271), _MAILCHIMP),
    )
    converted: float = field(default=0.05, metadata=note("share of clicks", SHARE, (0.02, 0.10)))
    unsubscribe: float = field(
        default=0.0025, metadata=note("share of the list a send", SHARE, (0.001, 0.005), _MAILCHIMP)
    )
    opt_in: Path = field(default=0.0, metadata=note("share of those outside the list a period", SHARE))
    cost_per_message: float = field(default=0.05, metadata=note("MAD"))
    cost_per_period: float = field(default=0.0, metadata=note("MAD a period"))
    rate: Path | None = field(default=None, metadata=note(_DIRECT, SHARE))

    def __post_init__(self) -> None:
        refuse_impossible(self, "email.")


@dataclass(frozen=True)
class Search:
    """Visits from search engines: ``clicks`` as :func:`analytics.marketing.search.visibility` counts them."""

    clicks: Path = field(default=0.0, metadata=note("clicks a period"))
    click_through: float = field(
        default=1.0,
        metadata=note(
            "multiple of the click-through curve",
            (0.0, 10.0),
            (0.137 / 0.285, 0.469 / 0.285),
            _SISTRIX,
            assumed_range=False,
        ),
    )
    conversion: float = field(default=0.02, metadata=note("share of visitors", SHARE, (0.005, 0.05)))
    cost_per_click: float = field(default=0.0, metadata=note("MAD"))
    cost_per_period: float = field(default=0.0, metadata=note("MAD a period"))
    rate: Path | None = field(default=None, metadata=note(_DIRECT, SHARE))

    def __post_init__(self) -> None:
        refuse_impossible(self, "search.")


@dataclass(frozen=True)
class Affiliation:
    """Visits sent by partners, paid per adopter that they bring."""

    visits: Path = field(default=0.0, metadata=note("visits a period"))
    conversion: float = field(default=0.02, metadata=note("share of visitors", SHARE, (0.005, 0.05)))
    cost_per_acquisition: float = field(default=150.0, metadata=note("MAD an adopter"))
    cost_per_period: float = field(default=0.0, metadata=note("MAD a period"))
    rate: Path | None = field(default=None, metadata=note(_DIRECT, SHARE))

    def __post_init__(self) -> None:
        refuse_impossible(self, "affiliation.")


@dataclass(frozen=True)
class Viral:
    """Invitations that adopters send: ``v = i c`` per period, with a reward per adopter won."""

    invitations: Path = field(default=0.0, metadata=note("invitations per adopter a period"))
    conversion: float = field(default=0.05, metadata=note("share of invitations", SHARE, (0.02, 0.10)))
    reward: float = field(default=0.0, metadata=note("MAD an adopter"))
    cost_per_period: float = field(default=0.0, metadata=note("MAD a period"))
    rate: Path | None = field(
        default=None, metadata=note("added to the imitation rate a period, instead of i c")
    )

    def __post_init__(self) -> None:
        refuse_impossible(self, "viral.")


@dataclass(frozen=True)
class WordOfMouth:
    """What customers say: more of it (volume) and better (valence), as relative changes."""

    volume_change: Path = field(default=0.0, metadata=note("relative change", (-0.95, 10.0)))
    valence_change: Path = field(default=0.0, metadata=note("relative change", (-0.95, 10.0)))
    volume_elasticity: float = field(
        default=0.236, metadata=note("elasticity", (0.0, 2.0), (0.15, 0.32), _YOU)
    )
    valence_elasticity: float = field(
        default=0.417, metadata=note("elasticity", (0.0, 2.0), (0.25, 0.58), _YOU)
    )
    cost_per_period: float = field(default=0.0, metadata=note("MAD a period"))
    rate: Path | None = field(
        default=None,
        metadata=note("relative change of imitation, instead of the elasticities", (-0.95, 10.0)),
    )

    def __post_init__(self) -> None:
        refuse_impossible(self, "word_of_mouth.")


@dataclass(frozen=True)
class Advertising:
    """More or less advertising than ``budget``: acts on the external influence, now and later.

    The effect builds up geometrically from the short-run to the long-run elasticity.
    """

    change: Path = field(default=0.0, metadata=note("relative change of the budget", (-0.95, 10.0)))
    elasticity: float = field(
        default=0.12, metadata=note("short-run elasticity", (0.0, 2.0), (0.09, 0.15), _SETHURAMAN)
    )
    long_run_elasticity: float = field(
        default=0.24, metadata=note("long-run elasticity", (0.0, 2.0), (0.18, 0.30), _SETHURAMAN)
    )
    budget: float = field(default=0.0, metadata=note("MAD a period, before the change"))
    cost_per_period: float = field(default=0.0, metadata=note("MAD a period"))
    rate: Path | None = field(
        default=None,
        metadata=note("relative change of external influence, instead of the elasticities", (-0.95, 10.0)),
    )

    def __post_init__(self) -> None:
        refuse_impossible(self, "advertising.")
        if self.long_run_elasticity < self.elasticity:
            raise ValueError(
                f"advertising.long_run_elasticity must be at least the short-run {self.elasticity:g}, "
                f"got {self.long_run_elasticity:g}"
            )


@dataclass(frozen=True)
class OneToOne:
    """Personal messages: a share of the e-mails convert better, and customers stay longer.

    It acts through the e-mails it personalises and through the customer's lifetime, so that no
    contact is counted twice.
    """

    share: Path = field(default=0.0, metadata=note("share of messages", SHARE))
    lift: float = field(
        default=0.2, metadata=note("relative change of conversion", (-0.95, 10.0), (0.0, 0.4))
    )
    retention_gain: float = field(
        default=0.0, metadata=note("added to the yearly retention at full share", SHARE)
    )
    cost_per_message: float = field(default=0.1, metadata=note("MAD"))
    cost_per_period: float = field(default=0.0, metadata=note("MAD a period"))
    rate: Path | None = field(
        default=None,
        metadata=note("relative change of e-mail conversion, instead of share × lift", (-0.95, 10.0)),
    )

    def __post_init__(self) -> None:
        refuse_impossible(self, "one_to_one.")


@dataclass(frozen=True)
class Value:
    """What one adopter is worth, per year; every default is an assumption to be replaced by the bank's."""

    margin: float = field(default=300.0, metadata=note("MAD a year"))
    retention: float = field(default=0.9, metadata=note("share a year", SHARE))
    discount: float = field(default=0.08, metadata=note("rate a year", (0.0, 10.0)))
    servicing_cost: float = field(default=300.0, metadata=note("MAD over the customer's life, present value"))

    def __post_init__(self) -> None:
        refuse_impossible(self, "value.")
        if self.retention == 1 and self.discount == 0:
            raise ValueError("value.discount must be above 0 when value.retention is 1, got 0")
