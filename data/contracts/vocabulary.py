"""Words that several tables share: closed lists, and columns that read the same everywhere."""

from __future__ import annotations

from data.codes import CHANNELS, OWN_FILE, STATUSES
from data.contracts.model import Column, ColumnType, Kind

RISK_ALIASES = (
    ("opérationnel", "operational"),
    ("risque opérationnel", "operational"),
    ("réglementaire", "regulatory"),
    ("risque réglementaire", "regulatory"),
    ("juridique", "legal"),
    ("risque juridique", "legal"),
    ("réputation", "reputational"),
    ("risque de réputation", "reputational"),
    ("réputationnel", "reputational"),
)
CHANNEL_ALIASES = (
    ("agence", "branch"),
    ("guichet", "branch"),
    ("gab", "atm"),
    ("dab", "atm"),
    ("guichet automatique", "atm"),
    ("serveur vocal", "ivr"),
    ("svi", "ivr"),
    ("conseiller", "adviser"),
    ("centre d'appels", "adviser"),
    ("centre de relation client", "adviser"),
    ("call centre", "adviser"),
    ("web", "internet"),
    ("online", "internet"),
    ("banque en ligne", "internet"),
    ("application mobile", "mobile"),
    ("app", "mobile"),
    ("point agent", "agent"),
    ("agent point", "agent"),
)
SEGMENT_ALIASES = (
    ("jeunes", "young"),
    ("grand public", "mass"),
    ("particuliers", "mass"),
    ("retail", "mass"),
    ("patrimoniaux", "affluent"),
    ("haut de gamme", "affluent"),
    ("mre", "abroad"),
    ("marocains résidant à l'étranger", "abroad"),
    ("professionnels et entreprises", "business"),
    ("entreprises", "business"),
    ("professionnels", "business"),
)


def source_column() -> Column:
    """The document a row comes from; a bank's own file unless the file says otherwise."""
    return Column(
        "source",
        ColumnType.TEXT,
        "Document the figure was read in",
        "Document où le chiffre a été lu",
        references="source.source",
        max_length=60,
        aliases=("origine", "document"),
        example=OWN_FILE,
        default=OWN_FILE,
    )


def kind_column() -> Column:
    """Observed, derived, assumed or synthetic."""
    return Column(
        "kind",
        ColumnType.TEXT,
        "Nature of the figure: observed, derived by calculation, assumed, or synthetic (made up for demonstration)",
        "Nature du chiffre : observé, dérivé par calcul, supposé, ou synthétique (fabriqué pour la démonstration)",
        choices=tuple(kind.value for kind in Kind),
        aliases=("nature", "type de donnee"),
        example="observed",
        default=Kind.OBSERVED.value,
        choice_aliases=(
            ("observé", "observed"),
            ("dérivé", "derived"),
            ("calculé", "derived"),
            ("supposé", "assumed"),
            ("hypothèse", "assumed"),
            ("synthétique", "synthetic"),
        ),
    )


def bank_column() -> Column:
    """The bank a row is about."""
    return Column(
        "bank",
        ColumnType.TEXT,
        "Short code of the bank, as in the table of banks",
        "Code court de la banque, tel que dans la table des banques",
        references="bank.bank",
        max_length=40,
        aliases=("banque", "code banque", "bank id", "bank code", "etablissement", "institution", "entity"),
        example="zellige",
    )


def month_column(meaning_en: str = "Month of the figure", meaning_fr: str = "Mois du chiffre") -> Column:
    """A month, stored as its first day."""
    return Column(
        "month",
        ColumnType.MONTH,
        meaning_en,
        meaning_fr,
        aliases=(
            "mois",
            "date",
            "periode",
            "period",
            "time period",
            "month end",
            "fin de mois",
            "date d'arrete",
            "arrete",
        ),
        example="2026-10",
    )


def channel_column() -> Column:
    """One of the seven channels of the house."""
    return Column(
        "channel",
        ColumnType.TEXT,
        "Channel: branch, cash machine, phone voice server, phone adviser, Internet, mobile, agent point",
        "Canal : agence, GAB, serveur vocal, conseiller au téléphone, Internet, mobile, point agent",
        choices=CHANNELS,
        aliases=("canal", "canal de distribution"),
        example="mobile",
        choice_aliases=CHANNEL_ALIASES,
    )


def service_column() -> Column:
    """A service by its code."""
    return Column(
        "service",
        ColumnType.TEXT,
        "Service, as in the table of services",
        "Service, tel que dans la table des services",
        references="service.service",
        max_length=60,
        aliases=("prestation", "operation", "code service"),
        example="transfer_internal",
    )


def country_column(default: str | None = None) -> Column:
    """A country or group of countries by its three-letter code."""
    return Column(
        "country",
        ColumnType.TEXT,
        "Three-letter code of the country or group of countries (ISO 3166, World Bank for groups)",
        "Code à trois lettres du pays ou du groupe de pays (ISO 3166, Banque mondiale pour les groupes)",
        references="country.country",
        max_length=4,
        aliases=("pays", "iso3", "country code", "code pays", "ref area", "geo"),
        example="MAR",
        default=default,
    )


def status_column() -> Column:
    """Whether someone read the figure in the document named."""
    return Column(
        "status",
        ColumnType.TEXT,
        "verified: read in the document named; secondary: read in a document that cites it; unverified: not found again",
        "verified : lu dans le document nommé ; secondary : lu dans un document qui le cite ; unverified : non retrouvé",
        choices=STATUSES,
        aliases=("statut",),
        example="verified",
        default="verified",
        choice_aliases=(("vérifié", "verified"), ("secondaire", "secondary"), ("non vérifié", "unverified")),
    )


def note_columns() -> tuple[Column, Column]:
    """A remark in both languages."""
    return (
        Column(
            "note_en",
            ColumnType.TEXT,
            "Remark, in English",
            "Remarque, en anglais",
            required=False,
            aliases=("note", "comment", "remark"),
        ),
        Column(
            "note_fr",
            ColumnType.TEXT,
            "Remark, in French",
            "Remarque, en français",
            required=False,
            aliases=("remarque", "commentaire"),
        ),
    )


def count_column(
    name: str,
    meaning_en: str,
    meaning_fr: str,
    *aliases: str,
    required: bool = True,
    example: str = "",
    default: str | None = None,
) -> Column:
    """How many: a whole number from 0."""
    return Column(
        name,
        ColumnType.INTEGER,
        meaning_en,
        meaning_fr,
        unit="count",
        unit_fr="nombre",
        required=required,
        minimum=0,
        aliases=aliases,
        example=example,
        default=default,
    )


def measure_column(
    name: str,
    unit: str,
    unit_fr: str,
    meaning_en: str,
    meaning_fr: str,
    *aliases: str,
    required: bool = True,
    money: bool = False,
) -> Column:
    """How much, in a unit: a number from 0."""
    return Column(
        name,
        ColumnType.NUMBER,
        meaning_en,
        meaning_fr,
        unit=unit,
        unit_fr=unit_fr,
        required=required,
        minimum=0,
        money=money,
        aliases=aliases,
    )
