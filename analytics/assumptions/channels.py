"""Assumptions of the channels pages."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume


@dataclass(frozen=True)
class ChannelsAssumptions:
    """Assumptions of the channels pages."""

    practical_share: float = assume(
        1.0,
        "number",
        "cpractical",
        unit="share",
        low=0.5,
        high=1.0,
        source="convention: minutes are supplied net of absences; of gross hours, Kaplan and Anderson (2004) "
        "count 80 to 85 %",
        label="Practical capacity",
    )
    given_back: float = assume(
        0.0,
        "number",
        "cback",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: freed minutes stay on the payroll",
        label="Given back",
    )
    published_kinds: tuple[str, ...] = assume(
        (),
        "codes",
        "ckinds",
        most=6,
        source="what the published costs cover; empty for all",
        label="Published costs",
    )
    published_inflation: float = assume(
        0.025,
        "number",
        "cinflation",
        unit="share",
        low=0.0,
        high=0.08,
        source="assumed: yearly rise of prices in the currency of the study",
        label="Rise of prices",
    )
    augmentation: float = assume(
        0.5,
        "number",
        "mgrowth",
        unit="share",
        low=0.0,
        high=5.0,
        source="assumed: Campbell and Frei (2010) find that use grows; their rate is of one American bank",
        label="Growth in use",
    )
    released_share: float = assume(
        0.3,
        "number",
        "mfreed",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: what the bank decides to close or redeploy",
        label="Fixed cost released",
    )
    saving_lag: int = assume(
        18,
        "integer",
        "mlag",
        unit="months",
        low=0,
        high=48,
        source="Hernando and Nieto (2007): savings after a year and a half",
        label="Lag of the savings",
    )
    discount_rate: float = assume(
        0.1,
        "number",
        "mrate",
        unit="share",
        low=0.0,
        high=0.3,
        source="convention: the bank’s own cost of capital",
        label="Discount rate",
    )
    stated_variable_share: str = assume(
        "",
        "amount",
        "mvariable",
        unit="%",
        low=0.1,
        high=100.0,
        source="empty for the bank’s own figures",
        label="Variable share at the branch, %",
    )
    stated_cost_ratio: str = assume(
        "",
        "amount",
        "mratio",
        unit="%",
        low=0.1,
        high=100.0,
        source="empty for the bank’s own figures",
        label="Cost online, % of the branch",
    )
    migrated_share: float = assume(
        0.5,
        "number",
        "mmoved",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: Hernando and Nieto (2007) see the Internet beside the branch, not in its place",
        label="Moved by those who adopt",
    )
    investment_per_adopter: float = assume(
        20.0,
        "number",
        "minvest",
        unit="MAD",
        low=0.0,
        high=500.0,
        source="assumed: the bank’s own budget",
        label="Investment per new user",
    )
    branch_halo: float = assume(
        0.02,
        "number",
        "mbranch",
        unit="share",
        low=0.0,
        high=0.5,
        source="assumed: direction from Campbell and Frei (2010)",
        label="Added at the branch",
    )
    phone_halo: float = assume(
        0.05,
        "number",
        "mphone",
        unit="share",
        low=0.0,
        high=0.5,
        source="assumed: direction from Campbell and Frei (2010)",
        label="Added on the phone",
    )
    retention_gain: float = assume(
        0.002,
        "number",
        "mkept",
        unit="share",
        low=0.0,
        high=0.05,
        source="assumed: most of the gap between users and others was there before (Hitt and Frei, 2002)",
        label="Kept because they adopted",
    )
    learning_ratio: float = assume(
        0.9,
        "number",
        "mlearn",
        unit="share",
        low=0.7,
        high=1.0,
        source="assumed: unit cost after a doubling (Wright, 1936)",
        label="Cost after a doubling",
    )
    option_years: float = assume(
        2.0,
        "number",
        "mwait",
        unit="years",
        low=0.0,
        high=5.0,
        source="assumed: how long one may wait",
        label="One may wait",
    )
    option_volatility: float = assume(
        0.3,
        "number",
        "mvolatility",
        unit="share",
        low=0.05,
        high=1.0,
        source="assumed: yearly deviation of the worth",
        label="Volatility of the worth",
    )
    counter_promise: str = assume(
        "80_600",
        "choice",
        "counter",
        choices=("80_300", "90_300", "80_600", "90_600", "80_900", "90_900", "90_1200"),
        source="convention: 80 % served within 10 minutes",
        label="Service promised at the counter",
    )
    phone_promise: str = assume(
        "80_20",
        "choice",
        "answer",
        choices=("70_30", "80_20", "80_30", "80_60", "90_10", "90_20", "95_20"),
        source="convention of call centres: 80 % answered within 20 seconds",
        label="Service promised on the phone",
    )
    counter_patience: float = assume(
        15.0,
        "number",
        "leave",
        unit="min",
        low=0.0,
        high=60.0,
        source="assumed: no Moroccan measure",
        label="Patience at the counter",
    )
    phone_patience: float = assume(
        120.0,
        "number",
        "hangup",
        unit="s",
        low=0.0,
        high=600.0,
        source="assumed: no Moroccan measure",
        label="Patience on the phone",
    )
    shrinkage: float = assume(
        0.3,
        "number",
        "absent",
        unit="share",
        low=0.0,
        high=0.6,
        source="convention: leave, training, breaks and back office take 30 % of paid hours",
        label="Away from the desk",
    )
    counter_moved: float = assume(
        0.3,
        "number",
        "moved",
        unit="share",
        low=0.0,
        high=1.0,
        source="the reader’s own: share of what can leave the counter",
        label="Moved online",
    )
