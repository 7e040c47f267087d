"""Tables about the pattern of channel activity: by hour of the week, step, region and branch."""

from __future__ import annotations

from data.contracts.model import Check, Column, ColumnType, Contract
from data.contracts.vocabulary import (
    TIERS,
    bank_column,
    channel_column,
    count_column,
    kind_column,
    month_column,
    service_column,
    source_column,
)

STEPS = ("opened", "identified", "entered", "confirmed", "done")
"""The steps of a transaction in their order; a row says which was the last one reached."""

NO_REASON = "none"
"""Stands for the reason of a failure where there is none to state."""


def _operations() -> Column:
    return count_column("count", "Transactions asked for", "Opérations demandées", "nombre", "volume")


def _failures() -> Column:
    return count_column("failures", "Of which failed", "Dont échouées", "echecs", "rejets", default="0")


def _region() -> Column:
    return Column(
        "region",
        ColumnType.TEXT,
        "Region of the branch that keeps the account (ISO 3166-2)",
        "Région de l'agence qui tient le compte (ISO 3166-2)",
        max_length=10,
        example="MA-06",
    )


_FAILED_AT_MOST = Check(
    "failures <= count",
    ("failures", "count"),
    "More transactions failed than were asked for",
    "Plus d'opérations échouées que demandées",
)

CHANNEL_ARRIVAL = Contract(
    "channel_arrival",
    "Arrivals by hour of the week",
    "Arrivées par heure de la semaine",
    "Transactions by month, channel and hour of the week, for staffing: a cube made from the channel log",
    "Opérations par mois, canal et heure de la semaine, pour les effectifs : un cube tiré du journal des canaux",
    (
        bank_column(),
        month_column(),
        channel_column(),
        Column(
            "hour_of_week",
            ColumnType.INTEGER,
            "Hour of the week: 0 is Monday at midnight, 167 Sunday at 23",
            "Heure de la semaine : 0 est le lundi à minuit, 167 le dimanche à 23 h",
            minimum=0,
            maximum=167,
            aliases=("heure de la semaine",),
            example="33",
        ),
        _operations(),
        count_column("timed", "Of which with a duration", "Dont avec une durée", default="0"),
        Column(
            "seconds",
            ColumnType.INTEGER,
            "Duration of those, in all",
            "Durée totale de celles-ci",
            unit="seconds",
            unit_fr="secondes",
            minimum=0,
            default="0",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "month", "channel", "hour_of_week"),
    importable=True,
)

CHANNEL_OUTCOME = Contract(
    "channel_outcome",
    "Outcomes by step",
    "Issues par étape",
    "Transactions by month, channel, service, last step reached and reason of failure: a cube made from the log",
    "Opérations par mois, canal, service, dernière étape atteinte et motif d'échec : un cube tiré du journal",
    (
        bank_column(),
        month_column(),
        channel_column(),
        service_column(),
        Column(
            "step",
            ColumnType.TEXT,
            "Last step reached",
            "Dernière étape atteinte",
            choices=STEPS,
            aliases=("etape",),
            example="done",
        ),
        Column(
            "reason",
            ColumnType.TEXT,
            "Why it was not carried out; none where it was, or where nobody knows",
            "Raison de l'échec ; none si l'opération a abouti ou si on l'ignore",
            max_length=60,
            aliases=("motif", "raison", "failure reason"),
            example="timeout",
            default=NO_REASON,
            meaningful=(NO_REASON,),
        ),
        _operations(),
        source_column(),
        kind_column(),
    ),
    key=("bank", "month", "channel", "service", "step", "reason"),
    importable=True,
)

CHANNEL_REGION = Contract(
    "channel_region",
    "Channel activity by region",
    "Activité des canaux par région",
    "Transactions by month, channel, region and tier: a cube made from the channel log",
    "Opérations par mois, canal, région et niveau de service : un cube tiré du journal des canaux",
    (
        bank_column(),
        month_column(),
        channel_column(),
        _region(),
        Column(
            "tier",
            ColumnType.TEXT,
            "Tier of the service",
            "Niveau du service",
            choices=TIERS,
            aliases=("niveau",),
            example="transactional",
        ),
        _operations(),
        _failures(),
        source_column(),
        kind_column(),
    ),
    key=("bank", "month", "channel", "region", "tier"),
    importable=True,
    checks=(_FAILED_AT_MOST,),
)

BRANCH_ACTIVITY = Contract(
    "branch_activity",
    "Activity by branch",
    "Activité par agence",
    "Transactions at the counter by month and branch: a cube made from the channel log",
    "Opérations au guichet par mois et par agence : un cube tiré du journal des canaux",
    (
        bank_column(),
        month_column(),
        Column(
            "branch",
            ColumnType.TEXT,
            "Short name of the branch",
            "Nom court de l'agence",
            max_length=60,
            aliases=("agence", "code agence", "guichet"),
            example="A0001",
        ),
        _region(),
        _operations(),
        source_column(),
        kind_column(),
    ),
    key=("bank", "month", "branch"),
    importable=True,
)
