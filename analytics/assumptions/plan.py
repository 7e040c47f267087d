"""Assumptions of the pages of the plan."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.assumptions.kinds import assume

_MONTHS = (
    *("January", "February", "March", "April", "May", "June"),
    *("July", "August", "September", "October", "November", "December"),
)


@dataclass(frozen=True)
class PlanAssumptions:
    """Assumptions of the pages of the plan."""

    plan_from: str = assume(
        "branch",
        "choice",
        "pfrom",
        source="the reader’s own case",
        label="Plan: from",
        short="From",
        explanation="The channel that transactions are to leave.",
        names={
            "branch": "Branch",
            "adviser": "Phone, adviser",
            "atm": "Cash machine",
            "agent": "Agent point",
            "ivr": "Phone, voice server",
            "internet": "Internet",
        },
    )
    plan_to: str = assume(
        "online",
        "choice",
        "pto",
        source="the reader’s own case",
        label="Plan: to",
        short="To",
        explanation="The channel that transactions are to go to.",
        names={
            "online": "Internet and mobile",
            "internet": "Internet",
            "mobile": "Mobile",
            "ivr": "Phone, voice server",
            "adviser": "Phone, adviser",
            "atm": "Cash machine",
            "agent": "Agent point",
        },
    )
    plan_first: float = assume(
        0.05,
        "number",
        "pone",
        unit="share",
        low=0.0,
        high=1.0,
        source="the reader’s own target, of the transactions of the last twelve months",
        label="Plan: gone by the first year’s end",
        explanation=(
            "Share of the channel’s transactions of the last twelve months that is gone by the year’s end."
        ),
        step=0.01,
    )
    plan_second: float = assume(
        0.12,
        "number",
        "ptwo",
        unit="share",
        low=0.0,
        high=1.0,
        source="the reader’s own target, of the transactions of the last twelve months",
        label="Plan: gone by the second year’s end",
        explanation=(
            "Share of the channel’s transactions of the last twelve months that is gone by the year’s end."
        ),
        step=0.01,
    )
    plan_third: float = assume(
        0.2,
        "number",
        "pthree",
        unit="share",
        low=0.0,
        high=1.0,
        source="the reader’s own target, of the transactions of the last twelve months",
        label="Plan: gone by the third year’s end",
        explanation=(
            "Share of the channel’s transactions of the last twelve months that is gone by the year’s end."
        ),
        step=0.01,
    )
    plan_budget: str = assume(
        "",
        "amount",
        "pbudget",
        unit="MAD million",
        low=0.0,
        high=10_000.0,
        source="empty for the investment of each customer who must change",
        label="Plan: budget",
        short="Budget",
        explanation="All three years. Empty: the investment of each customer who must change.",
        example="10",
    )
    plan_spent_first: float = assume(
        0.5,
        "number",
        "pspent",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: money before moves",
        label="Spent in the first year",
        explanation="Part of the budget that is spent in the first year.",
        step=0.05,
    )
    plan_floor: float = assume(
        0.6,
        "number",
        "pfloor",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: the part of the target that the bank commits to",
        label="Floor, of the target",
        explanation="What the bank commits to, of the target.",
        step=0.05,
    )
    plan_stretch: float = assume(
        1.25,
        "number",
        "pstretch",
        low=1.0,
        high=2.0,
        source="assumed: what a good course would reach",
        label="Stretch, of the target",
        explanation="What a good course would reach, of the target.",
        step=0.05,
    )
    plan_people_share: float = assume(
        0.6,
        "number",
        "ppeople",
        unit="share",
        low=0.0,
        high=1.0,
        source="convention: the bank’s accounts tell people from premises",
        label="People’s part of branch cost",
        explanation="People’s part of what a branch costs; the rest is premises and equipment.",
        step=0.05,
    )
    plan_exit_person: float = assume(
        150.0,
        "number",
        "pexit",
        unit="MAD thousand",
        low=0.0,
        high=1_000.0,
        source="assumed: training, transfer or leave of one person",
        label="Exit of a person",
        explanation="What it costs once to train, move or let go one person.",
        step=10.0,
    )
    plan_exit_site: float = assume(
        800.0,
        "number",
        "pclose",
        unit="MAD thousand",
        low=0.0,
        high=10_000.0,
        source="assumed: lease, works and notice of one site",
        label="Exit of a site",
        explanation="What it costs once to close one site.",
        step=100.0,
    )
    plan_began: str = assume(
        "",
        "month",
        "pbegan",
        source="the reader’s own case; empty for January of the latest year with months",
        label="Plan: began with",
        short="Actuals: plan began with",
        explanation="The month with which the targets began to count, for actuals against plan.",
    )
    peer_group: str = assume(
        "size",
        "choice",
        "peer_class",
        source="convention: like with like; all banks where fewer than five are of the size",
        label="Peers: compared with",
        short="Compared with",
        explanation="Banks of the same size class, or all the others.",
        names={"size": "Like size (all if under five)", "all": "All other banks"},
    )
    outage_channel: str = assume(
        "mobile",
        "choice",
        "ochannel",
        source="the reader’s own case",
        label="Outage: what is down",
        short="What is down",
        explanation="The channel that does not work.",
        names={"mobile": "Mobile", "internet": "Internet", "online": "Internet and mobile"},
    )
    outage_hours: float = assume(
        6.0,
        "number",
        "ohours",
        unit="h",
        low=0.25,
        high=72.0,
        source="the reader’s own case",
        label="Outage: hours",
        explanation="How long the channel is down.",
        steps=(0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 12.0, 24.0, 36.0, 48.0, 72.0),
        short="For",
    )
    outage_share: float = assume(
        0.3,
        "number",
        "oshare",
        unit="share",
        low=0.01,
        high=1.0,
        source="the reader’s own case",
        label="Outage: users hit",
        explanation="Part of the channel’s users who cannot use it.",
        steps=(0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0),
        short="Users hit",
    )
    outage_month: int = assume(
        0,
        "integer",
        "omonth",
        low=0,
        high=12,
        source="the reader’s own case; 0 for an average month",
        label="Outage: month",
        explanation="The month in which it happens: operations differ over the year.",
        step=1,
        names={"0": "average month"} | {str(place + 1): month for place, month in enumerate(_MONTHS)},
        short="In",
    )
    outage_unmade: float = assume(
        0.4,
        "number",
        "ounmade",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: the rest is done later or elsewhere",
        label="Outage: never made up",
        explanation="Part of the operations that customers give up for good.",
        step=0.05,
        short="Never made up",
    )
    outage_callers: float = assume(
        0.3,
        "number",
        "ocallers",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: no Moroccan measure",
        label="Outage: call, of those who try",
        explanation="Part of the customers who fail that call the bank.",
        step=0.05,
        short="Call, of those who try",
    )
    outage_visitors: float = assume(
        0.05,
        "number",
        "ovisit",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: no Moroccan measure",
        label="Outage: come to the branch",
        explanation="Part of the customers who fail that come to a branch.",
        step=0.01,
        short="Come to the branch",
    )
    outage_claims: float = assume(
        0.05,
        "number",
        "oclaims",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: no Moroccan measure",
        label="Outage: claim compensation",
        explanation="Part of the customers who fail that ask for compensation.",
        step=0.01,
        short="Claim compensation",
    )
    outage_claim: float = assume(
        100.0,
        "number",
        "oclaim",
        unit="MAD",
        low=0.0,
        high=5000.0,
        source="assumed: what the bank grants on a claim",
        label="Outage: granted on a claim",
        explanation="What the bank pays on one claim.",
        step=50.0,
        short="Granted on a claim",
    )
    outage_fraud: float = assume(
        0.5,
        "number",
        "ofraud",
        unit="share",
        low=0.0,
        high=5.0,
        source="assumed: false messages follow an outage; no published rate",
        label="Outage: rise of fraud in the days after",
        explanation="False messages follow an outage: rise of fraud against an ordinary week.",
        step=0.1,
        short="Rise of fraud in the days after",
    )
    outage_repair: float = assume(
        200.0,
        "number",
        "orepair",
        unit="MAD thousand",
        low=0.0,
        high=20000.0,
        source="assumed where the bank’s register holds too few costs",
        label="Outage: repair where not known",
        explanation="Cost of the repair where the bank’s register does not tell it.",
        step=50.0,
        short="Repair where not known",
    )
    shock_requirement: str = assume(
        "",
        "amount",
        "sreq",
        unit="%",
        low=0.0,
        high=100.0,
        source="the reader’s own case; empty for what the bank holds, which is no shock",
        label="Shock: required reserves",
        explanation="Part of the deposits that the central bank would lock up. Empty: as held now, no shock.",
        short="Required reserves",
        example="2",
    )
    shock_outflow: float = assume(
        0.05,
        "number",
        "sout",
        unit="share",
        low=0.0,
        high=0.5,
        source="the reader’s own case",
        label="Shock: deposits that leave",
        explanation="Part of the deposits that leaves the bank at once.",
        steps=(0.0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5),
        short="Deposits that leave",
    )
    shock_depreciation: float = assume(
        0.1,
        "number",
        "sdep",
        unit="share",
        low=0.0,
        high=0.5,
        source="the reader’s own case; foreign currency dearer by so much",
        label="Shock: dirham loses",
        explanation="By how much foreign currency becomes dearer in dirhams.",
        steps=(0.0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5),
        short="Dirham loses",
    )
    shock_reserves: float = assume(
        0.1,
        "number",
        "sres",
        unit="share",
        low=0.0,
        high=1.0,
        source="the reader’s own case",
        label="Shock: official reserves lose",
        explanation="Part of the official reserves that customers of all banks buy with their deposits.",
        steps=(0.0, 0.05, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.75, 1.0),
        short="Official reserves lose",
    )
    transfer_elasticity: float = assume(
        0.22,
        "number",
        "steps",
        low=0.0,
        high=3.0,
        source=(
            "assumed: from nothing to twice that; below zero for the fixed fee in Gibson, McKenzie and "
            "Rohorua (2006, Tonga), whose figure was not read"
        ),
        label="Elasticity of transfers to their cost",
        explanation="By how many percent transfers fall when sending them costs one percent more.",
        steps=(0.0, 0.1, 0.22, 0.3, 0.4, 0.5, 0.75, 1.0, 1.5, 2.0, 3.0),
    )
    transfer_response: float = assume(
        0.6,
        "number",
        "strans",
        low=0.0,
        high=2.0,
        source=(
            "Yang (2008), Economic Journal 118, page 591, read in December 2026: 0.60, transfers to the "
            "Philippines in pesos; here half of it to one and a half"
        ),
        label="Transfers rise by dearer currency",
        explanation="By how many percent transfers rise, in dirhams, when currency is one percent dearer.",
        step=0.1,
    )
    turnover_response: float = assume(
        0.3,
        "number",
        "sturn",
        low=0.0,
        high=2.0,
        source=(
            "assumed: from nothing to twice that; the IMF’s estimates (World Economic Outlook, October 2015, "
            "table 3.1) were not read"
        ),
        label="Currency traded falls by dearer currency",
        explanation="By how many percent the currency traded falls when it is one percent dearer.",
        step=0.1,
    )
    transfers_kept: float = assume(
        0.2,
        "number",
        "skept",
        unit="share",
        low=0.0,
        high=1.0,
        source="assumed: a fifth of more transfers stays as deposits; no Moroccan measure",
        label="Transfers kept as deposits",
        explanation="Part of a change of transfers that is a change of deposits.",
        step=0.05,
    )
    abroad_flight: float = assume(
        1.5,
        "number",
        "sfly",
        low=0.0,
        high=5.0,
        source="assumed: deposits from abroad leave half as fast again; no published figure",
        label="Deposits from abroad leave, times as fast",
        explanation="How many times as fast as others deposits of Moroccans abroad leave.",
        step=0.25,
    )
    fees_follow: float = assume(
        0.5,
        "number",
        "sfees",
        unit="share",
        low=0.0,
        high=1.5,
        source="assumed: half of the fees goes with the deposits; no published figure",
        label="Fees that go with deposits",
        explanation="Part of the fees that goes with the deposits: 50% means that fees fall half as fast.",
        step=0.05,
    )
    refinancing_spread: float = assume(
        0.005,
        "number",
        "sspr",
        unit="share",
        low=0.0,
        high=0.1,
        source="assumed: half a point over the policy rate; here from nothing to one point",
        label="Refinancing above the policy rate",
        explanation="What the bank pays above the policy rate for what it borrows anew.",
        step=0.0025,
    )
    deposit_rate: float = assume(
        0.01,
        "number",
        "sdrate",
        unit="share",
        low=0.0,
        high=0.1,
        source="assumed: most Moroccan deposits bear no interest; here half to one and a half",
        label="Interest on deposits",
        explanation="What the bank no longer pays on a deposit that has left.",
        step=0.0025,
    )
    reserve_remuneration: float = assume(
        0.005,
        "number",
        "srem",
        unit="share",
        low=0.0,
        high=0.1,
        source=(
            "assumed: from nothing to twice that; Bank Al-Maghrib paid 0.75% until December 2013, then "
            "nothing; a later rate was not read"
        ),
        label="Paid on required reserves",
        explanation="What the central bank pays on reserves that it requires.",
        step=0.0025,
    )
    profit_tax: float = assume(
        0.4,
        "number",
        "sptax",
        unit="share",
        low=0.0,
        high=0.6,
        source="Morocco, Finance Act 2023: 40% for credit institutions from 2026 on",
        label="Tax on profit",
        explanation="Part of a change of income that the State bears.",
        step=0.05,
    )
