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
        "count 80 to 85%",
        label="Practical capacity",
        explanation="Part of the hours supplied that can really be worked; the rest is breaks and waiting.",
        step=0.05,
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
        explanation="Share of the cost of freed minutes that the bank gives back.",
        step=0.1,
    )
    published_kinds: tuple[str, ...] = assume(
        (),
        "codes",
        "ckinds",
        most=6,
        source="what the published costs cover; empty for all",
        label="Published costs",
        explanation="Which published costs are compared with: those that cover the same charges.",
        names={
            "average": "Average, all charges",
            "variable": "Variable cost",
            "labour": "Labour only",
            "per_deposit": "One deposit",
            "magnitude": "Order of magnitude",
            "ratio": "Stated as a ratio",
        },
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
        explanation="Restates published costs to this year’s prices, in their own currency.",
        step=0.005,
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
        explanation="Transactions that those who move add to each that moved: 50% is three for every two.",
        step=0.1,
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
        explanation="Share of the fixed branch cost behind what moves that the bank really gives back.",
        step=0.05,
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
        explanation="Months from the move to the saving.",
        step=3,
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
        explanation="What a dirham of next year is worth less than one of today.",
        step=0.01,
    )
    stated_variable_share: str = assume(
        "",
        "amount",
        "mvariable",
        unit="%",
        low=0.1,
        high=100.0,
        source="empty for the bank’s own figures",
        label="Variable share at the branch",
        explanation="Part of the branch cost that goes with the transaction. The bank’s own unless changed.",
        example="30",
    )
    stated_cost_ratio: str = assume(
        "",
        "amount",
        "mratio",
        unit="%",
        low=0.1,
        high=100.0,
        source="empty for the bank’s own figures",
        label="Cost online, of the branch",
        explanation="The bank’s own for the same services unless changed. The course’s seventh is 14.3.",
        example="14.3",
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
        explanation="Part of their branch transactions that new users take online.",
        step=0.05,
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
        explanation="What the bank spends once for each customer who starts to use it.",
        step=5.0,
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
        explanation="Branch transactions that new users add, of those they had.",
        step=0.01,
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
        explanation="Calls that new users add, of those they had.",
        step=0.01,
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
        explanation="Customers who stay a year more often because they use it.",
        step=0.001,
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
        explanation="Unit cost online after volume has doubled, of the cost before.",
        step=0.05,
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
        explanation="How long the bank can put the decision off; 0 decides today.",
        step=0.5,
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
        explanation="The less certain the project’s worth, the more waiting is worth.",
        step=0.05,
    )
    counter_promise: str = assume(
        "80_600",
        "choice",
        "counter",
        source="convention: 80% served within 10 minutes",
        label="Service promised at the counter",
        short="Promise",
        explanation="The part of customers to be served within that time.",
        names={
            "80_300": "80% within 5 min",
            "90_300": "90% within 5 min",
            "80_600": "80% within 10 min",
            "90_600": "90% within 10 min",
            "80_900": "80% within 15 min",
            "90_900": "90% within 15 min",
            "90_1200": "90% within 20 min",
        },
    )
    phone_promise: str = assume(
        "80_20",
        "choice",
        "answer",
        source="convention of call centres: 80% answered within 20 seconds",
        label="Service promised on the phone",
        short="Promise",
        explanation="The part of calls to be answered within that time.",
        names={
            "70_30": "70% within 30 s",
            "80_20": "80% within 20 s",
            "80_30": "80% within 30 s",
            "80_60": "80% within 60 s",
            "90_10": "90% within 10 s",
            "90_20": "90% within 20 s",
            "95_20": "95% within 20 s",
        },
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
        explanation="Mean time before a customer who waits gives up; at zero nobody leaves.",
        step=5.0,
        names={"0": "nobody leaves"},
        short="Patience",
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
        explanation="Mean time before a customer who waits gives up; at zero nobody leaves.",
        step=30.0,
        names={"0": "nobody leaves"},
        short="Patience",
    )
    shrinkage: float = assume(
        0.3,
        "number",
        "absent",
        unit="share",
        low=0.0,
        high=0.6,
        source="convention: leave, training, breaks and back office take 30% of paid hours",
        label="Away from the desk",
        explanation=(
            "Part of paid hours in which nobody serves customers: leave, training, breaks, back office."
        ),
        step=0.05,
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
        explanation="Share of the counter transactions, other than cash, that move to Internet and mobile.",
        step=0.05,
    )
