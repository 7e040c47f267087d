"""Judge the forecast on each family of series under what the others chose: ``python -m studies.families``."""

from __future__ import annotations

from itertools import product
from typing import Final

from analytics.adoption.panel import build_panel
from analytics.adoption.settings import Settings
from analytics.adoption.transfer import Family, leave_one_out
from studies.precompute import history

FAMILIES: Final = ("internet_banking_users", "internet_users", "mobile_subscriptions", "fixed_broadband")
_WHOLE: Final = 100.0
TRIED: Final = tuple(
    Settings(other_stage=other, patience=patience, shared=shared, straight=straight)
    for other, patience, shared, straight in product(
        (0.25, 0.5), (20.0, 50.0), (3.0, 10.0, 30.0), (20.0, 40.0)
    )
)


def families() -> dict[str, Family]:
    """The shipped families that are shares, up to the whole."""
    found = {}
    for name in FAMILIES:
        figures, breaks = history(name)
        found[name] = Family.of(build_panel(figures[figures["value"] <= _WHOLE], breaks))
    return found


if __name__ == "__main__":
    table = leave_one_out(families(), TRIED)
    print(table.round({"held": 2, "ratio": 2}).to_string(index=False))
    for place in sorted(set(table["setting"])):
        print(place, TRIED[place])
