"""Closed lists: the codes that rows are written with, whichever table they stand in."""

from __future__ import annotations

RISKS = ("operational", "regulatory", "legal", "reputational")
CHANNELS = ("branch", "atm", "ivr", "adviser", "internet", "mobile", "agent")
SEGMENTS = ("young", "mass", "affluent", "abroad", "business")
TIERS = ("informational", "communicative", "transactional")
STATUSES = ("verified", "secondary", "unverified")
TAGS = ("V", "V2", "M", "C")
# What a threshold is used for: the source's own purpose, or another one, which makes it a convention.
USES = ("S", "C")
SCOPES = ("bank", "system")

INDICATORS = (
    *(f"O{number}" for number in range(1, 12)),
    *(f"R{number}" for number in range(1, 10)),
    *(f"L{number}" for number in range(1, 10)),
    *(f"P{number}" for number in range(1, 9)),
)
"""The risk indicators of the catalogue; a test holds them equal to its file."""

EVENT_TYPES = (
    "internal_fraud",
    "external_fraud",
    "employment_practices",
    "clients_products_practices",
    "physical_damage",
    "disruption_system_failure",
    "execution_delivery",
)
LEVERS = ("email", "search", "affiliation", "viral", "advertising", "one_to_one", "branch")

MEASURES = ("customers", "enrolled", "active", "active_internet", "active_mobile", "new", "lost")
"""What is counted of the customers of a bank."""

EXAMPLES = ("us_economy", "capital_flows")
"""On what a method is shown where a workspace has no series of its own."""

STEPS = ("opened", "identified", "entered", "confirmed", "done")
"""The steps of a transaction in their order; a row says which was the last one reached."""

UNKNOWN = "unknown"
"""Where a code that nobody declared is counted, so that a cube's counts always sum to the log's rows."""

SURVEY_ITEMS = (
    *(f"usefulness_{number}" for number in range(1, 4)),
    *(f"ease_{number}" for number in range(1, 4)),
    *(f"trust_{number}" for number in range(1, 4)),
    *(f"risk_{number}" for number in range(1, 4)),
    *(f"social_{number}" for number in range(1, 3)),
    *(f"cost_{number}" for number in range(1, 3)),
    *(f"convenience_{number}" for number in range(1, 3)),
)
"""Statements that a survey asks agreement with, from 1 to 7; a test holds them equal to the contract's."""

OWN_FILE = "own_file"
TYPED = "typed_figures"
"""Source of the figures that a bank typed into the form."""
ASSUMED_FROM_PEERS = "assumed_peers"
"""Source of what stands in for a bank's own figures until it gives them."""
FROM_LEDGER = "cost_ledger"
"""Source of rows made of a bank's cost accounting, with minutes, capacity and mix assumed."""
