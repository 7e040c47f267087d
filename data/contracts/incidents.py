"""The table of incidents."""

from __future__ import annotations

from functools import partial

from data.contracts.model import Check, Column, ColumnType, Contract
from data.contracts.vocabulary import (
    CHANNEL_ALIASES,
    CHANNELS,
    bank_column,
    count_column,
    kind_column,
    measure_column,
    source_column,
)

_number = partial(measure_column, required=False)
_count = partial(count_column, required=False, example="1200")


def _flag(name: str, meaning_en: str, meaning_fr: str, *aliases: str) -> Column:
    """A yes or no that may be unknown: an empty cell is never read as no."""
    return Column(
        name, ColumnType.BOOLEAN, meaning_en, meaning_fr, required=False, aliases=aliases, example="yes"
    )


def _share(name: str, meaning_en: str, meaning_fr: str, *aliases: str) -> Column:
    return Column(
        name,
        ColumnType.NUMBER,
        meaning_en,
        meaning_fr,
        unit="%",
        required=False,
        minimum=0,
        maximum=100,
        aliases=aliases,
        example="4.2",
    )


def _moment(name: str, meaning_en: str, meaning_fr: str, *aliases: str, required: bool = False) -> Column:
    return Column(
        name,
        ColumnType.TIMESTAMP,
        meaning_en,
        meaning_fr,
        required=required,
        aliases=aliases,
        example="2026-03-14 09:20",
    )


INCIDENT = Contract(
    "incident",
    "Incidents",
    "Incidents",
    "Incidents of e-banking, with what the test for major incidents and its deadlines need; empty means not known",
    "Incidents de banque en ligne, avec ce qu'exigent le test d'incident majeur et ses délais ; vide signifie inconnu",
    (
        bank_column(),
        Column(
            "incident",
            ColumnType.TEXT,
            "Number of the incident",
            "Numéro de l'incident",
            max_length=60,
            aliases=("numero", "numero incident", "incident id", "reference incident", "ticket"),
            example="INC-2026-014",
        ),
        Column(
            "title",
            ColumnType.TEXT,
            "What happened, in a few words",
            "Ce qui s'est passé, en quelques mots",
            max_length=300,
            aliases=("intitule", "libelle", "description", "titre"),
        ),
        Column(
            "title_fr",
            ColumnType.TEXT,
            "The same in French, where it differs",
            "La même chose en français, si elle diffère",
            required=False,
            max_length=300,
        ),
        _moment(
            "occurred_at",
            "When it began, local time",
            "Début de l'incident, heure locale",
            "debut",
            "date de survenance",
            "survenu le",
            "start",
            required=True,
        ),
        _moment(
            "aware_at",
            "When the bank became aware of it, local time",
            "Prise de connaissance par la banque, heure locale",
            "detection",
            "detecte le",
            "detected at",
            "prise de connaissance",
        ),
        _moment(
            "classified_at",
            "When it was classified as major or not, local time",
            "Classement comme majeur ou non, heure locale",
            "classement",
            "classe le",
        ),
        _moment(
            "notified_at",
            "When the initial notice was sent, local time",
            "Envoi de la notification initiale, heure locale",
            "notification",
            "notifie le",
            "notification initiale",
        ),
        _moment(
            "intermediate_at",
            "When the intermediate report was sent, local time",
            "Envoi du rapport intermédiaire, heure locale",
            "rapport intermediaire",
        ),
        _moment(
            "final_at",
            "When the final report was sent, local time",
            "Envoi du rapport final, heure locale",
            "rapport final",
        ),
        _moment(
            "resolved_at",
            "When the service was fully back, local time",
            "Retour complet du service, heure locale",
            "fin",
            "resolution",
            "resolu le",
            "end",
        ),
        Column(
            "time_zone",
            ColumnType.TEXT,
            "Time zone of the times given (IANA name)",
            "Fuseau horaire des heures données (nom IANA)",
            max_length=40,
            aliases=("fuseau", "fuseau horaire", "timezone"),
            example="Africa/Casablanca",
            default="Africa/Casablanca",
        ),
        Column(
            "channel",
            ColumnType.TEXT,
            "Channel hit first",
            "Canal touché en premier",
            required=False,
            choices=CHANNELS,
            aliases=("canal",),
            example="mobile",
            choice_aliases=CHANNEL_ALIASES,
        ),
        Column(
            "service",
            ColumnType.TEXT,
            "Service hit",
            "Service touché",
            required=False,
            max_length=120,
            aliases=("service touche", "application"),
        ),
        _flag(
            "critical_services_affected",
            "Services that support critical or important functions were hit",
            "Des services soutenant des fonctions critiques ou importantes ont été touchés",
            "services critiques touches",
            "services critiques",
            "critical services",
        ),
        _count("clients_affected", "Clients hit", "Clients touchés", "clients touches", "clients impactes"),
        _share(
            "clients_affected_percent",
            "Clients hit, of all users of the service",
            "Clients touchés, parmi tous les utilisateurs du service",
            "clients touches %",
            "part des clients touches",
        ),
        _flag(
            "relevant_clients_affected",
            "Clients of particular importance were hit",
            "Des clients importants ont été touchés",
            "clients importants touches",
        ),
        _share(
            "counterparts_affected_percent",
            "Financial counterparts hit",
            "Contreparties financières touchées",
            "contreparties touchees",
        ),
        _share(
            "transactions_affected_percent",
            "Transactions hit, of the daily average number",
            "Transactions touchées, par rapport au nombre quotidien moyen",
            "transactions touchees",
        ),
        _share(
            "transaction_value_affected_percent",
            "Transactions hit, of the daily average value",
            "Transactions touchées, par rapport à la valeur quotidienne moyenne",
            "valeur des transactions touchees",
        ),
        _flag(
            "media", "Reflected in the media", "Repris par les médias", "mediatise", "repris par la presse"
        ),
        _flag(
            "repeated_complaints",
            "Repeated complaints from different clients",
            "Réclamations répétées de clients différents",
            "reclamations repetees",
            "reclamations",
        ),
        _flag(
            "regulatory_breach",
            "Regulatory requirements cannot be met",
            "Des exigences réglementaires ne peuvent être respectées",
            "manquement reglementaire",
        ),
        _flag(
            "client_loss",
            "Material loss of clients is likely",
            "Une perte notable de clients est probable",
            "perte de clients",
        ),
        _number(
            "duration_hours",
            "hours",
            "heures",
            "Duration of the incident",
            "Durée de l'incident",
            "duree",
            "duree h",
        ),
        _number(
            "downtime_hours",
            "hours",
            "heures",
            "Downtime of the services hit",
            "Indisponibilité des services touchés",
            "indisponibilite",
            "indisponibilite h",
            "downtime",
        ),
        _count(
            "member_states",
            "Member States of the European Union hit",
            "États membres de l'Union européenne touchés",
            "etats membres",
        ),
        _flag(
            "data_losses",
            "Loss of availability, authenticity, integrity or confidentiality of data",
            "Perte de disponibilité, d'authenticité, d'intégrité ou de confidentialité de données",
            "pertes de donnees",
            "fuite de donnees",
        ),
        _flag(
            "malicious_access",
            "Successful, malicious and unauthorised access that may lead to data losses",
            "Accès malveillant, non autorisé et réussi, pouvant entraîner des pertes de données",
            "acces malveillant",
            "intrusion",
        ),
        Column(
            "cost_mad",
            ColumnType.NUMBER,
            "Costs and losses",
            "Coûts et pertes",
            unit="MAD",
            required=False,
            minimum=0,
            money=True,
            aliases=("cout", "cout mad", "pertes", "cost"),
        ),
        Column(
            "cost_eur",
            ColumnType.NUMBER,
            "Costs and losses, as the European test states them",
            "Coûts et pertes, comme les exprime le test européen",
            unit="EUR",
            required=False,
            minimum=0,
            money=True,
            aliases=("cout eur",),
        ),
        Column(
            "root_cause",
            ColumnType.TEXT,
            "Apparent root cause: incidents that share it are judged together",
            "Cause première apparente : les incidents qui la partagent sont jugés ensemble",
            required=False,
            max_length=120,
            aliases=("cause", "cause premiere", "cause racine"),
            example="payment switch",
        ),
        _number(
            "public_notice_minutes",
            "minutes",
            "minutes",
            "Time from the start to the first public notice",
            "Délai entre le début et la première information du public",
            "delai d'information",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "incident"),
    importable=True,
    checks=(
        Check(
            "occurred_at <= aware_at",
            ("occurred_at", "aware_at"),
            "The bank cannot be aware of an incident before it begins",
            "La banque ne peut connaître un incident avant qu'il ne commence",
        ),
        Check(
            "aware_at <= classified_at",
            ("aware_at", "classified_at"),
            "An incident cannot be classified before the bank is aware of it",
            "Un incident ne peut être classé avant d'être connu",
        ),
        Check(
            "aware_at <= notified_at",
            ("aware_at", "notified_at"),
            "An incident cannot be notified before the bank is aware of it",
            "Un incident ne peut être notifié avant d'être connu",
        ),
        Check(
            "notified_at <= intermediate_at",
            ("notified_at", "intermediate_at"),
            "The intermediate report cannot precede the initial notice",
            "Le rapport intermédiaire ne peut précéder la notification initiale",
        ),
        Check(
            "intermediate_at <= final_at",
            ("intermediate_at", "final_at"),
            "The final report cannot precede the intermediate one",
            "Le rapport final ne peut précéder le rapport intermédiaire",
        ),
        Check(
            "occurred_at <= resolved_at",
            ("occurred_at", "resolved_at"),
            "An incident cannot end before it begins",
            "Un incident ne peut finir avant de commencer",
        ),
        Check(
            "downtime_hours <= duration_hours",
            ("downtime_hours", "duration_hours"),
            "Downtime cannot exceed the duration of the incident",
            "L'indisponibilité ne peut dépasser la durée de l'incident",
        ),
    ),
)
