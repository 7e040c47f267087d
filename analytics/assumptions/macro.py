"""Assumptions of the macro pages."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class MacroAssumptions:
    """Assumptions of the macro pages."""

    tobin_tax: float = assume(
        0.0005,
        "number",
        "tau",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: 0.05 % on each transaction, a rate at which published estimates can be compared",
        label="Tax on each transaction",
    )
    fx_volume: float = assume(
        1633.2,
        "number",
        "fxvol",
        unit="MAD billion a year",
        low=0.0,
        high=100_000.0,
        source="assumed: twelve times the monthly currency market of 2024 Q2 (Bank Al-Maghrib)",
        label="Turnover a year (assumed)",
    )
    transfer_cost: float = assume(
        0.01,
        "number",
        "c0",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: 1 % for the round trip of one dirham abroad with nobody online (convention)",
        label="Round trip, nobody online (assumed)",
    )
    online_share: float = assume(
        0.3,
        "number",
        "online",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: 30 % of operations on the Internet (convention)",
        label="Operations on the Internet (assumed)",
    )
    online_cost_ratio: float = assume(
        1 / 7,
        "number",
        "oratio",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: the course’s 1/7 of a bank’s unit cost; what a customer pays may differ",
        label="Online cost over branch cost (assumed)",
    )
    cost_elasticity: float = assume(
        1.0,
        "number",
        "eps",
        low=0.0,
        high=5.0,
        source="median of 28 published estimates; 80 % of them lie between 0.24 and 2.09",
        label="Elasticity of turnover to cost",
    )
    cooperation: float = assume(
        0.0,
        "number",
        "coop",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: one country alone keeps 43 % of its base, the ratio of WIFO’s two estimates (2013)",
        label="Countries that join",
    )
    taxed_markets: str = assume(
        "one",
        "choice",
        "fxmk",
        choices=("one", "both"),
        source="convention: one of the two markets is taxed",
        label="Levied on",
    )
    market_set: str = assume(
        "W",
        "choice",
        "fxset",
        choices=("W", "M"),
        source="W: after Westerhoff (2009); M: a livelier set, not verified",
        label="Parameters of the tables",
    )
    market_runs: int = assume(
        40,
        "integer",
        "fxruns",
        low=10,
        high=100,
        source="convention: 40 histories of 1,500 periods",
        label="Simulated histories",
    )
    exchange_response: str = assume(
        "1",
        "choice",
        "phie",
        choices=("0", "0.05", "0.1", "0.25", "0.5", "1", "2", "5", "10", "100", "peg"),
        source="convention: between the float and the peg of Galí and Monacelli (2005)",
        label="Response to the exchange rate",
    )
    price_rigidity: float = assume(
        0.75,
        "number",
        "rigid",
        unit="share",
        low=0.2,
        high=0.95,
        source="Galí and Monacelli (2005): three prices in four stay unchanged each quarter",
        label="Prices left unchanged each quarter",
    )
    ara_weights: str = assume(
        "fixed",
        "choice",
        "ara",
        choices=("fixed", "floating"),
        source="the weights for a rate held in a band; those of a fixed rate are not verified",
        label="Weights of the ARA metric",
    )
    short_term_debt: str = assume(
        "",
        "amount",
        "std",
        unit="MAD billion",
        low=0.0,
        high=100_000.0,
        source="empty while not known",
        label="Short-term external debt, MAD billion",
    )
    other_liabilities: str = assume(
        "",
        "amount",
        "ol",
        unit="MAD billion",
        low=0.0,
        high=100_000.0,
        source="empty while not known",
        label="Other external liabilities, MAD billion",
    )
    sudden_stop: float = assume(
        0.11,
        "number",
        "stop",
        unit="share",
        low=0.0,
        high=0.4,
        source="Jeanne and Rancière (2006), WP/06/229: 11 % of GDP leaves in a sudden stop",
        label="Capital that leaves in a sudden stop",
    )
    return_abroad: float = assume(
        0.045,
        "number",
        "abroad",
        unit="share",
        low=-0.1,
        high=1.0,
        source="assumed: 4.5 % a year abroad, expected depreciation and risk premium included",
        label="Return abroad, all included",
    )
    holding_years: str = assume(
        "1",
        "choice",
        "hold",
        choices=("day", "week", "month", "quarter", "1", "5"),
        source="convention: capital that stays a year",
        label="Capital stays",
    )
    public_debt: float = assume(
        0.7,
        "number",
        "debt",
        unit="share",
        low=0.0,
        high=3.0,
        source="assumed: 70 % of GDP; no published figure in the base",
        label="Public debt, % of GDP (assumed)",
    )
    primary_balance: float = assume(
        -0.01,
        "number",
        "pb",
        unit="share",
        low=-0.2,
        high=0.2,
        source="assumed: a primary deficit of 1 % of GDP; no published figure in the base",
        label="Primary balance (assumed)",
    )
    capital_mobility: float = assume(
        10.0,
        "number",
        "mob",
        unit="MAD billion",
        low=0.0,
        high=500.0,
        source="assumed: 10 billion dirhams, once, for each point of gain; no exchange controls",
        label="Moved by a point of gain",
    )
    nominal_growth: float = assume(
        0.048,
        "number",
        "growth",
        unit="share",
        low=-0.2,
        high=0.5,
        source="derived: growth and inflation of Morocco in 2024 (World Bank), added up",
        label="Nominal growth",
    )
    spread_sensitivity: float = assume(
        0.1,
        "number",
        "k",
        low=0.0,
        high=1.0,
        source="assumed: 10 basis points for each point of deficit, twice that above a debt of 45 % of GDP",
        label="Spread per unit of deficit",
    )
    rate_without_spread: float = assume(
        0.035,
        "number",
        "ibase",
        unit="share",
        low=-0.05,
        high=0.5,
        source="assumed: interest on public debt before the spread",
        label="Interest before the spread",
    )
    displaced_cash: float = assume(
        0.1,
        "number",
        "ecash",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: e-money replaces 10 % of cash (convention)",
        label="Cash displaced by e-money",
    )
    required_reserves: float = assume(
        0.0,
        "number",
        "rr",
        unit="share",
        low=0.0,
        high=1.0,
        source="Bank Al-Maghrib: 0 % of deposits since June 2020; a later level was not read",
        label="Required reserves",
    )
    avoided_deposits: float = assume(
        0.2,
        "number",
        "avoid",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: 20 % of deposits escape the requirement (convention)",
        label="Deposits that escape it",
    )
    corridor_half: float = assume(
        0.01,
        "number",
        "corridor",
        unit="share",
        low=0.0,
        high=0.1,
        source="assumed: standing facilities one point above and below the policy rate",
        label="Facilities around the policy rate ±",
    )
    late_payments: float = assume(
        10.0,
        "number",
        "late",
        unit="MAD billion",
        low=0.0,
        high=100.0,
        source="assumed: what the banks’ liquidity may miss its average by",
        label="Late payments (assumed)",
    )
    economy: str = assume(
        "example",
        "choice",
        "econ",
        choices=("example", "loaded"),
        source="the series that transmission is measured on",
        label="Transmission measured on",
    )
