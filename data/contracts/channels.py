"""Tables about channels: what customers do there and when, what it costs, what is offered."""

from __future__ import annotations

from data.codes import CHANNELS, SEGMENTS, STEPS, TIERS
from data.contracts.model import Check, Column, ColumnType, Contract
from data.contracts.vocabulary import (
    SEGMENT_ALIASES,
    bank_column,
    channel_column,
    count_column,
    kind_column,
    measure_column,
    month_column,
    note_columns,
    service_column,
    source_column,
    status_column,
)

SERVICE = Contract(
    "service",
    "Services",
    "Services",
    "Catalogue of e-banking services and the tier each belongs to",
    "Catalogue des services de banque en ligne et niveau auquel chacun appartient",
    (
        Column(
            "service", ColumnType.TEXT, "Short name", "Nom court", max_length=60, example="transfer_internal"
        ),
        Column("position", ColumnType.INTEGER, "Place in the catalogue", "Rang dans le catalogue", minimum=1),
        Column("label_en", ColumnType.TEXT, "Name in English", "Nom en anglais", max_length=120),
        Column("label_fr", ColumnType.TEXT, "Name in French", "Nom en français", max_length=120),
        Column(
            "tier",
            ColumnType.TEXT,
            "informational: one reads; communicative: one exchanges; transactional: money or contracts move",
            "informational : on lit ; communicative : on échange ; transactional : de l'argent ou des contrats bougent",
            choices=TIERS,
        ),
        Column("moves_money", ColumnType.BOOLEAN, "An amount goes with it", "Un montant l'accompagne"),
        source_column(),
        kind_column(),
    ),
    key=("service",),
)

SERVICE_OFFER = Contract(
    "service_offer",
    "Services offered",
    "Services offerts",
    "Which services a bank offers on which channel, and since when",
    "Quels services une banque offre sur quel canal, et depuis quand",
    (
        bank_column(),
        service_column(),
        channel_column(),
        Column(
            "since",
            ColumnType.MONTH,
            "Month from which it is offered",
            "Mois à partir duquel il est offert",
            aliases=("depuis", "date de lancement", "lancement"),
            example="2023-05",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "service", "channel"),
    importable=True,
)

SERVICE_TIME = Contract(
    "service_time",
    "Minutes by service",
    "Minutes par service",
    "Staff and system minutes that one transaction takes on a channel, and what it costs in purchases",
    "Minutes de personnel et de système que prend une opération sur un canal, et ses achats",
    (
        bank_column(),
        channel_column(),
        service_column(),
        measure_column(
            "minutes",
            "minutes",
            "minutes",
            "Minutes per transaction",
            "Minutes par opération",
            "duree",
            "temps",
        ),
        measure_column(
            "variable_cost_mad",
            "MAD",
            "MAD",
            "Purchases per transaction",
            "Achats par opération",
            "cout variable",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "channel", "service"),
    importable=True,
)

CHANNEL_ACTIVITY = Contract(
    "channel_activity",
    "Channel activity",
    "Activité des canaux",
    "Transactions by month, channel, service and customer segment: the cube made from the channel log",
    "Opérations par mois, canal, service et segment de clientèle : le cube tiré du journal des canaux",
    (
        bank_column(),
        month_column(),
        channel_column(),
        service_column(),
        Column(
            "segment",
            ColumnType.TEXT,
            "Customer segment: young, mass market, affluent, Moroccans abroad, business",
            "Segment : jeunes, grand public, patrimoniaux, Marocains résidant à l'étranger, professionnels et entreprises",
            choices=SEGMENTS,
            aliases=("clientele", "segment client"),
            example="mass",
            default="mass",
            choice_aliases=SEGMENT_ALIASES,
        ),
        count_column(
            "count",
            "Transactions asked for",
            "Opérations demandées",
            "nombre",
            "nombre d'operations",
            "volume",
        ),
        count_column("failures", "Of which failed", "Dont échouées", "echecs", "rejets", default="0"),
        Column(
            "amount_mad",
            ColumnType.NUMBER,
            "Amount moved; empty where the service moves no money",
            "Montant déplacé ; vide lorsque le service ne déplace pas d'argent",
            unit="MAD",
            required=False,
            minimum=0,
            money=True,
            aliases=("montant", "montant mad", "amount"),
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "month", "channel", "service", "segment"),
    importable=True,
    checks=(
        Check(
            "failures <= count",
            ("failures", "count"),
            "More transactions failed than were asked for",
            "Plus d'opérations échouées que demandées",
        ),
    ),
)

CHANNEL_RESOURCE = Contract(
    "channel_resource",
    "Channel resources",
    "Moyens des canaux",
    "What a channel costs a month, the minutes it supplies and what a unit of it can handle",
    "Ce que coûte un canal par mois, les minutes qu'il fournit et ce qu'une unité peut traiter",
    (
        bank_column(),
        month_column("Month of the cost", "Mois du coût"),
        channel_column(),
        measure_column(
            "cost_mad",
            "MAD",
            "MAD",
            "Cost of the channel in the month",
            "Coût du canal dans le mois",
            "cout",
            "cout mad",
            "cost",
            money=True,
        ),
        measure_column(
            "minutes_supplied",
            "minutes",
            "minutes",
            "Minutes of capacity supplied",
            "Minutes de capacité fournies",
            "minutes fournies",
            "capacite minutes",
        ),
        measure_column(
            "minutes_per_transaction",
            "minutes",
            "minutes",
            "Average minutes per transaction",
            "Minutes moyennes par opération",
            "minutes par operation",
        ),
        measure_column(
            "variable_cost_mad",
            "MAD",
            "MAD",
            "Purchases per transaction",
            "Achats par opération",
            "cout variable",
        ),
        count_column(
            "units",
            "Units in service: branches, machines, seats, platforms",
            "Unités en service : agences, automates, positions, plateformes",
            "unites",
            "nombre d'unites",
        ),
        measure_column(
            "unit_capacity",
            "transactions a month",
            "opérations par mois",
            "Transactions one unit can handle",
            "Opérations qu'une unité peut traiter",
            "capacite unitaire",
            "capacite",
        ),
        measure_column(
            "full_time_equivalents", "FTE", "ETP", "Staff", "Personnel", "etp", "effectif", required=False
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "month", "channel"),
    importable=True,
)

CHANNEL_COST_PUBLISHED = Contract(
    "channel_cost_published",
    "Published unit costs",
    "Coûts unitaires publiés",
    "What studies say a transaction costs on each channel; never a Moroccan bank's own cost",
    "Ce que des études disent du coût d'une opération par canal ; jamais le coût propre d'une banque marocaine",
    (
        Column("study", ColumnType.TEXT, "Study", "Étude", max_length=120, example="Booz-Allen and Hamilton"),
        Column(
            "edition",
            ColumnType.TEXT,
            "Edition of the study, as it dates itself",
            "Édition de l'étude, telle qu'elle se date",
            max_length=40,
            example="1996-97",
        ),
        Column(
            "year",
            ColumnType.YEAR,
            "Year of the study; empty when not known",
            "Année de l'étude ; vide si inconnue",
            required=False,
            minimum=1980,
            maximum=2100,
        ),
        Column(
            "country",
            ColumnType.TEXT,
            "Country studied; WLD for the world",
            "Pays étudié ; WLD pour le monde",
            references="country.country",
            max_length=4,
        ),
        Column(
            "currency",
            ColumnType.TEXT,
            "Currency of the cost, or ratio where the branch is 1",
            "Devise du coût, ou ratio où l'agence vaut 1",
            choices=("USD", "ratio"),
        ),
        Column(
            "channel",
            ColumnType.TEXT,
            "Channel, as the study calls it: phone where it does not say which, private_pc for dial-up software",
            "Canal, comme l'étude le nomme : phone quand elle ne précise pas, private_pc pour le logiciel à domicile",
            choices=(*CHANNELS, "phone", "private_pc"),
        ),
        measure_column(
            "unit_cost", "per transaction", "par opération", "Cost of one transaction", "Coût d'une opération"
        ),
        Column(
            "cost_kind",
            ColumnType.TEXT,
            "What the cost covers",
            "Ce que couvre le coût",
            choices=("average", "variable", "labour", "per_deposit", "magnitude", "ratio"),
        ),
        status_column(),
        *note_columns(),
        source_column(),
        kind_column(),
    ),
    key=("study", "edition", "channel", "cost_kind"),
)


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
