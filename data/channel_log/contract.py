"""What a row of the channel log holds. The log stays Parquet: it is no table of the snapshot."""

from __future__ import annotations

from typing import Final

from data.codes import CHANNELS, SEGMENTS, STEPS, TIERS, UNKNOWN
from data.contracts import Column, ColumnType, Contract

__all__ = ["CHANNEL_LOG", "STEPS", "UNKNOWN"]


def _text(
    name: str, meaning_en: str, meaning_fr: str, *, required: bool = False, choices: tuple[str, ...] = ()
) -> Column:
    return Column(
        name, ColumnType.TEXT, meaning_en, meaning_fr, required=required, choices=choices, max_length=60
    )


CHANNEL_LOG: Final = Contract(
    "channel_log",
    "Channel log",
    "Journal des canaux",
    "One row a transaction asked for on a channel, whether it succeeded or not",
    "Une ligne par opération demandée sur un canal, aboutie ou non",
    (
        Column(
            "ts",
            ColumnType.TIMESTAMP,
            "Local date and time, without zone",
            "Date et heure locales, sans fuseau",
        ),
        Column(
            "customer",
            ColumnType.INTEGER,
            "Pseudonym of the customer: a number that says nothing about the person",
            "Pseudonyme du client : un nombre qui ne dit rien de la personne",
            required=False,
        ),
        _text("channel", "Channel", "Canal", required=True, choices=CHANNELS),
        _text("device", "Device, on remote channels", "Appareil, sur les canaux distants"),
        _text("segment", "Customer segment", "Segment de clientèle", choices=SEGMENTS),
        _text(
            "service",
            "Service, as in the table of services",
            "Service, tel que dans la table des services",
            required=True,
        ),
        _text("tier", "Tier of the service", "Niveau du service", choices=TIERS),
        Column(
            "amount_mad",
            ColumnType.NUMBER,
            "Amount moved; empty where the service moves no money",
            "Montant déplacé ; vide lorsque le service ne déplace pas d'argent",
            unit="MAD",
            required=False,
            money=True,
        ),
        Column(
            "duration_s",
            ColumnType.INTEGER,
            "Time that the customer spent, or that the adviser handled the call",
            "Temps passé par le client, ou de traitement de l'appel par le conseiller",
            unit="seconds",
            unit_fr="secondes",
            required=False,
        ),
        Column("success", ColumnType.BOOLEAN, "It was carried out", "Elle a abouti", required=False),
        _text("failure_reason", "Why it was not carried out", "Raison de l'échec"),
        _text("step", "Last step reached", "Dernière étape atteinte", choices=STEPS),
        Column("session", ColumnType.INTEGER, "Session it belongs to", "Session", required=False),
        _text("branch", "Branch that keeps the account", "Agence qui tient le compte"),
        _text("region", "Region of the branch (ISO 3166-2)", "Région de l'agence (ISO 3166-2)"),
        _text("authentication", "How the customer was recognised", "Moyen d'authentification"),
        _text("app_version", "Version of the application", "Version de l'application"),
    ),
    key=(),
)
