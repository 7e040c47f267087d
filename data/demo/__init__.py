"""Eight fictional banks over five years, so that there is something to show beside real figures.

Everything is drawn from one seed, subject by subject, and everything agrees with everything else:
the count of major incidents is counted in the table of incidents, the share of remote transactions
in the cube. ``docs/DEMO_BANKS.md`` says which correlations are built in and why.
"""

from __future__ import annotations

import pandas as pd

from data.demo import (
    activity,
    adoption,
    capital_flows,
    controls,
    customer_countries,
    customers,
    factors,
    incidents,
    indicators,
    losses,
    marketing,
    patterns,
    positions,
    resources,
    survey,
)
from data.demo.world import AS_OF
from data.shipped import service_tiers

__all__ = ["AS_OF", "tables"]


def tables() -> dict[str, pd.DataFrame]:
    """Every table of the demonstration banks; the same bytes at every call."""
    drivers = factors.simulate()
    events = incidents.simulate(drivers, incidents.expected_users(drivers))
    campaigns, brought = marketing.campaigns(drivers)
    users = adoption.simulate(drivers, events, brought)
    cube = activity.simulate(drivers, events, users)
    means = resources.simulate(cube)
    statements = losses.accounts()
    lost = losses.simulate(drivers, events, statements)
    links = losses.links()
    observations = indicators.simulate(
        drivers, events, users, cube.remote_share, means.headroom, lost.ratio, links
    )
    return {
        "bank": losses.bank_table(),
        "risk_observation": observations,
        "definition_break": indicators.definition_breaks(),
        "control": controls.simulate(drivers),
        "incident": events.table.drop(columns=["major", "month_index"]),
        "loss_event": lost.table,
        "financial_statement": statements,
        "bank_position": positions.simulate(),
        "bank_link": links,
        "bank_customer": customer_countries.by_country(),
        "service_offer": resources.service_offers(),
        "service_time": means.service_time,
        "channel_activity": cube.table,
        **patterns.tables(cube, service_tiers()),
        "channel_resource": means.resource,
        "adoption_series": users.table,
        "survey_response": survey.simulate(drivers, users),
        "campaign": campaigns,
        "search_rank": marketing.search_ranks(drivers),
        "campaign_contact": customers.contacts(drivers),
        "customer_transaction": customers.transactions(),
        "customer_holding": customers.holdings(),
        "mix_answer": customers.mix_answers(drivers),
        "example_series": capital_flows.simulate(),
    }
