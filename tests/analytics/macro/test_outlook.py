"""One scenario through all models: no change is no change, and the unknown stays unknown."""

from __future__ import annotations

import dataclasses
import math

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from analytics.macro.outlook import MacroAssumptions, macro_outlook

KNOWN = {
    "foreign_rate": 0.04,
    "capital_mobility": 500.0,
    "annual_imports": 760.0,
    "debt": 0.7,
    "growth": 0.05,
    "primary_balance": -0.02,
    "fiscal_gap": 0.01,
    "spread_sensitivity": 0.1,
}


@settings(max_examples=30)
@example(online=0.0, tax=0.0, elasticity=0.0, displaced=1.0, rule="DIT")
@given(
    st.floats(0.0, 1.0),
    st.floats(0.0, 1.0),
    st.floats(0.0, 4.0),
    st.floats(0.0, 1.0),
    st.sampled_from(["DIT", "DITR", "CITR", "PEG"]),
)
def test_outcomes_are_finite_or_said_to_be_unknown(
    online: float, tax: float, elasticity: float, displaced: float, rule: str
) -> None:
    outlook = macro_outlook(
        MacroAssumptions(
            online_share=online, tax=tax, elasticity=elasticity, displaced_share=displaced, rule=rule, **KNOWN
        )
    )
    # no peak where demand does not bend, no multiplier where nobody holds cash and no reserve is required
    unknown = {name for name, value in dataclasses.asdict(outlook).items() if value is None}
    assert unknown <= ({"peak_tax"} | ({"multiplier"} if displaced == 1 else set()))
    assert all(value is None or math.isfinite(value) for value in dataclasses.asdict(outlook).values())


def test_what_depends_on_an_unknown_is_unknown() -> None:
    outlook = macro_outlook(MacroAssumptions())
    unknown = {name for name, value in dataclasses.asdict(outlook).items() if value is None}
    assert unknown == {
        "peak_tax",
        "substitution_share",
        "outflow",
        "reserves_after",
        "import_months_after",
        "spread",
        "interest_of_a_slip",
        "debt_change",
    }
    complete = macro_outlook(MacroAssumptions(elasticity=1.5, **KNOWN))
    assert None not in dataclasses.asdict(complete).values()


def test_moving_online_frees_capital_and_the_restoring_tax_holds_it_again() -> None:
    before = macro_outlook(MacroAssumptions(**KNOWN))
    online = macro_outlook(MacroAssumptions(online_share=0.5, **KNOWN))
    taxed = macro_outlook(MacroAssumptions(online_share=0.5, tax=online.friction_tax, **KNOWN))
    assert online.outflow > before.outflow
    assert online.reserves_after < before.reserves_after
    assert taxed.outflow == pytest.approx(before.outflow)
    assert taxed.autonomy_band == pytest.approx(before.autonomy_band)


@pytest.mark.parametrize(
    ("extreme", "expected"),
    [
        ({"tax": 1.0}, {"revenue": 1633.2 * 0.01 / 1.01}),
        ({"elasticity": 0.0, "tax": 0.01}, {"revenue": 16.332, "taxed_volume": 1633.2}),
        ({"home_rate": -0.01, "displaced_share": 1.0}, {"seigniorage_loss": -4.144, "multiplier": None}),
        ({"foreign_rate": -0.02, "capital_mobility": 100.0}, {"outflow": -100.0 * (0.0425 - 0.01)}),
    ],
)
def test_extremes_have_defined_values(extreme: dict[str, float], expected: dict[str, float]) -> None:
    outlook = dataclasses.asdict(macro_outlook(MacroAssumptions(**extreme)))
    for name, value in expected.items():
        assert outlook[name] == pytest.approx(value), name


@pytest.mark.parametrize(
    ("extreme", "message"),
    [
        ({"c0": 0.0}, "cost must be in"),
        ({"tax": 1.01}, "tax must be in"),
        ({"rule": "FLOAT"}, "rule must be one of"),
        ({"rule": "hybrid", "phi_e": -1.0}, "phi_e must be at least 0"),
        ({"deposits": 0.0}, "deposits must be greater than 0"),
        ({"displaced_share": 1.0, "reserve_ratio": math.nan}, "reserve_ratio must be in"),
        ({"displaced_share": 1.2}, r"displaced_share must be in \[0, 1\]; got 1\.2"),
    ],
)
def test_what_has_no_value_is_a_message(extreme: dict[str, object], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        macro_outlook(MacroAssumptions(**extreme))
