"""What each table holds: one declaration per table, from which everything else is made.

The DDL, the validation of imported files, the templates that users download, the data
dictionary and the import page are all read off these declarations; none of them repeats one.
"""

from collections.abc import Mapping
from types import MappingProxyType

from data.contracts import (
    adoption,
    banks,
    channels,
    countries,
    figures,
    incidents,
    marketing,
    risk,
)
from data.contracts.model import Check, Column, ColumnType, Contract, Kind

__all__ = ["CONTRACTS", "Check", "Column", "ColumnType", "Contract", "Kind", "contract"]

_ORDER = (
    countries.SOURCE,
    countries.COUNTRY,
    countries.INDICATOR,
    countries.FACT,
    countries.DEFINITION_BREAK,
    countries.MACRO_SERIES,
    countries.LICENCE_RULE,
    countries.SOURCE_READING,
    banks.BANK,
    risk.RISK_INDICATOR,
    risk.RISK_OBSERVATION,
    risk.CONTROL,
    incidents.INCIDENT,
    incidents.LOSS_EVENT,
    banks.FINANCIAL_STATEMENT,
    banks.BANK_POSITION,
    banks.BANK_LINK,
    banks.BANK_CUSTOMER,
    channels.SERVICE,
    channels.SERVICE_OFFER,
    channels.SERVICE_TIME,
    channels.CHANNEL_ACTIVITY,
    channels.CHANNEL_ARRIVAL,
    channels.CHANNEL_OUTCOME,
    channels.CHANNEL_REGION,
    channels.BRANCH_ACTIVITY,
    channels.CHANNEL_RESOURCE,
    channels.CHANNEL_COST_PUBLISHED,
    adoption.ADOPTION_SERIES,
    adoption.SURVEY_RESPONSE,
    marketing.CAMPAIGN,
    marketing.SEARCH_RANK,
    marketing.CAMPAIGN_CONTACT,
    marketing.CUSTOMER_TRANSACTION,
    marketing.CUSTOMER_HOLDING,
    marketing.MIX_ANSWER,
    marketing.LEVER_BENCHMARK,
    adoption.FORECAST_BACKTEST,
    figures.MODEL_FIGURE,
    figures.EXAMPLE_SERIES,
)

CONTRACTS: Mapping[str, Contract] = MappingProxyType({declared.name: declared for declared in _ORDER})
"""Every table by name; a table comes after the tables it refers to."""


def contract(name: str) -> Contract:
    """The contract of a table; KeyError lists the tables there are."""
    try:
        return CONTRACTS[name]
    except KeyError:
        raise KeyError(f"table: {name!r} is not one of {', '.join(CONTRACTS)}") from None
