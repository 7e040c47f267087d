"""What a bank's own campaign tests say of its levers, beside what is published or assumed of them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any, Final

import pandas as pd

from analytics.marketing.parts import Benchmark, Email
from analytics.marketing.plan import Plan
from analytics.marketing.pooling import Effect, difference, pooled, relative, triangle_error
from data import queries
from data.snapshots import Snapshot
from studies.core import cached
from studies.marketing import campaigns

FIGURES: Final[Mapping[str, str]] = {
    "email": "converted",
    "search": "conversion",
    "affiliation": "conversion",
    "viral": "conversion",
    "one_to_one": "lift",
}
"""Lever → the figure of its part that a test measures. Word of mouth and advertising are elasticities: they
need a change of spending, which no test of one campaign makes."""

COMBINED: Final = ("email",)
"""Levers whose effect of a contact rests on a published figure: it is weighed with the test, not replaced."""

_LEAST: Final = 1e-9
_FUNNEL: Final = ("delivered", "opened", "clicked_given_open")


@dataclass(frozen=True)
class OwnTest:
    """A lever's effect of one contact: what was assumed or published, measured, and used.

    Shares of those contacted; for one-to-one the change relative to the control.

    Parameters
    ----------
    tests : names of the tests; people : in all their arms; last : end of the latest; kinds : of their rows
    usual, usual_low, usual_high : the effect without tests, and its range
    measured : the tests together; used : what the model takes
    enters : whether the model takes anything of the tests
    """

    lever: str
    tests: tuple[str, ...]
    people: int
    last: date
    kinds: tuple[str, ...]
    usual: float
    usual_low: float
    usual_high: float
    measured: Effect
    used: Effect
    enters: bool

    @property
    def combined(self) -> bool:
        """Whether the test is weighed with a published figure, instead of replacing an assumption."""
        return self.lever in COMBINED

    @property
    def factors(self) -> tuple[float, float]:
        """Ends of the triangle from which draws take the effect, relative to it."""
        low, high = self.used.triangle
        value = max(self.used.value, _LEAST)
        return max(0.0, low / value), high / value


@cached
def own_tests(snapshot: Snapshot, bank: str, level: float) -> tuple[OwnTest, ...]:
    """The levers that a bank has tested with a control, in the order of the levers.

    All readable tests of a lever count, whatever they found: leaving out those without an effect would
    flatter it. A published figure is weighed with them by inverse variance. An assumption is no evidence: the
    tests take its place where their interval of probability ``level`` lies above zero; else it stays.
    """
    rows = queries.campaigns(snapshot, bank)
    named = rows.drop_duplicates("campaign").set_index("campaign")
    found: dict[str, list[tuple[str, Effect, int]]] = {}
    for test in campaigns.tests(snapshot, bank)["campaign"].astype(str):
        lever = str(named["lever"].get(test, ""))
        effect = _measured(snapshot, bank, test, lever, level) if lever in FIGURES else None
        if effect is not None:
            found.setdefault(lever, []).append((test, *effect))
    return tuple(_of_lever(lever, found[lever], named, level) for lever in FIGURES if lever in found)


def _measured(
    snapshot: Snapshot, bank: str, test: str, lever: str, level: float
) -> tuple[Effect, int] | None:
    try:
        read = campaigns.lift(snapshot, bank, test, level, True)
        arm = read.table.iloc[0]
        base = round(read.control_rate * read.control_people)
        counts = (int(arm["converted"]), int(arm["people"]), base, int(read.control_people))
        found = relative(*counts) if lever == "one_to_one" else difference(*counts)
    except ValueError:
        # A test that cannot be read says nothing; the page on experiments says why.
        return None
    return found, counts[1] + counts[3]


def _of_lever(lever: str, tests: list[tuple[str, Effect, int]], named: pd.DataFrame, level: float) -> OwnTest:
    usual, low, high, error = _usual(lever)
    measured = pooled([effect for _test, effect, _people in tests])
    weighed = lever in COMBINED
    used = pooled([Effect(usual, error), measured]) if weighed else measured
    names = [test for test, _effect, _people in tests]
    rows = named.loc[names]
    ended = rows["end_on"].fillna(rows["start_on"])
    return OwnTest(
        lever=lever,
        tests=tuple(names),
        people=sum(people for _test, _effect, people in tests),
        last=pd.Timestamp(ended.max()).date(),
        kinds=tuple(dict.fromkeys(str(kind) for kind in rows["kind"])),
        usual=usual,
        usual_low=low,
        usual_high=high,
        measured=measured,
        used=used if weighed or measured.between(level)[0] > 0 else Effect(usual, error),
        enters=weighed or measured.between(level)[0] > 0,
    )


def _usual(lever: str) -> tuple[float, float, float, float]:
    """Effect of a contact without tests, the ends of its range, and its standard error.

    Of e-mails, the product of the funnel: the relative variances of its two uncertain figures add up.
    """
    plan = Plan()
    if lever != "email":
        value, low, high = _stated(getattr(plan, lever), FIGURES[lever])
        return value, low, high, triangle_error(low, value, high)
    parts = [_stated(plan.email, name) for name in ("clicked_given_open", "converted")]
    value = funnel(plan.email) * plan.email.converted
    spread = math.hypot(*(triangle_error(low, mode, high) / mode for mode, low, high in parts))
    low, high = (value * math.prod(part[end] / part[0] for part in parts) for end in (1, 2))
    return value, low, high, value * spread


def funnel(email: Email) -> float:
    """Share of those addressed who click."""
    return math.prod(float(getattr(email, name)) for name in _FUNNEL)


def _stated(part: Any, name: str) -> tuple[float, float, float]:
    (item,) = (each for each in fields(part) if each.name == name)
    known: Benchmark = item.metadata["benchmark"]
    value = float(getattr(part, name))
    low, high = known.low, known.high
    return value, value if low is None else low, value if high is None else high


def with_tests(plan: Plan, tests: tuple[OwnTest, ...]) -> Plan:
    """The plan with the effect that the tests give each lever; what does not enter changes nothing."""
    parts: dict[str, Any] = {}
    for each in tests:
        if each.enters:
            part = getattr(plan, each.lever)
            value = max(each.used.value, _LEAST)
            most = 10.0 if each.lever == "one_to_one" else 1.0
            value = value / funnel(plan.email) if each.lever == "email" else value
            parts[each.lever] = replace(part, **{FIGURES[each.lever]: min(most, value)})
    return replace(plan, **parts)


def measured_ranges(tests: tuple[OwnTest, ...]) -> dict[str, tuple[float, float]]:
    """Figure of the plan → its relative range by the tests; a point where another bears all the doubt."""
    found = {f"{each.lever}.{FIGURES[each.lever]}": each.factors for each in tests if each.enters}
    if "email.converted" in found:
        found["email.clicked_given_open"] = (1.0, 1.0)
    return found
