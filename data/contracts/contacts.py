"""Tables about single people, by pseudonym: who a campaign addressed, and what customers do and hold."""

from __future__ import annotations

from dataclasses import replace

from data.contracts.model import Column, ColumnType, Contract
from data.contracts.vocabulary import bank_column, kind_column, source_column


def _pseudonym(name: str, *aliases: str) -> Column:
    return Column(
        name,
        ColumnType.TEXT,
        "Pseudonym, the same in every file of the bank; never a name or an account number (Law 09-08)",
        "Pseudonyme, le même dans tous les fichiers de la banque ; jamais un nom ni un numéro de compte (loi 09-08)",
        max_length=40,
        aliases=aliases,
        example="c-00042",
    )


def _money(name: str, meaning_en: str, meaning_fr: str, *aliases: str, required: bool = True) -> Column:
    return Column(
        name,
        ColumnType.NUMBER,
        meaning_en,
        meaning_fr,
        unit="MAD",
        required=required,
        minimum=0,
        money=True,
        aliases=aliases,
        example="1200" if required else "",
    )


def _optional(name: str, kind: ColumnType, meaning_en: str, meaning_fr: str, *aliases: str) -> Column:
    return Column(
        name,
        kind,
        meaning_en,
        meaning_fr,
        required=False,
        minimum=0 if kind in (ColumnType.INTEGER, ColumnType.NUMBER) else None,
        max_length=60,
        aliases=aliases,
    )


CAMPAIGN_CONTACT = Contract(
    "campaign_contact",
    "Campaign contacts",
    "Contacts de campagne",
    "People drawn into a campaign, one by one: the arm of each, what came of it, and what was known of them",
    "Personnes tirées au sort dans une campagne, une à une : leur bras, l'issue, et ce que l'on savait d'elles",
    (
        bank_column(),
        Column(
            "campaign",
            ColumnType.TEXT,
            "Short name of the campaign",
            "Nom court de la campagne",
            max_length=60,
            aliases=("campagne", "test", "experience"),
            example="call_pilot_2026_09",
        ),
        _pseudonym("person", "personne", "client", "customer", "id"),
        Column(
            "arm",
            ColumnType.TEXT,
            "Arm that the person was drawn into, whatever happened afterwards: control, or a treatment",
            "Bras où la personne a été tirée, quoi qu'il soit arrivé ensuite : control (témoin) ou un traitement",
            max_length=60,
            aliases=("bras", "groupe", "variant", "variante"),
            example="control",
            default="all",
        ),
        Column(
            "outcome",
            ColumnType.BOOLEAN,
            "Became an active user",
            "Devenue utilisatrice active",
            aliases=("converted", "converti", "resultat", "issue", "y"),
            example="no",
        ),
        _optional("age", ColumnType.INTEGER, "Age, in years", "Âge, en années"),
        _optional("occupation", ColumnType.TEXT, "Occupation", "Profession", "job", "metier"),
        replace(
            _optional("education", ColumnType.TEXT, "Education", "Niveau d'études", "etudes"),
            meaningful=("none",),
        ),
        _optional(
            "customer_years",
            ColumnType.NUMBER,
            "Years as a customer",
            "Ancienneté du client, en années",
            "anciennete",
            "tenure",
        ),
        _optional(
            "earlier_contacts",
            ColumnType.INTEGER,
            "Contacts in earlier campaigns",
            "Contacts lors de campagnes précédentes",
            "previous",
            "contacts precedents",
        ),
        _optional(
            "contact_month",
            ColumnType.TEXT,
            "Month of the contact",
            "Mois du contact",
            "mois",
            "contact month",
        ),
        _optional(
            "call_duration",
            ColumnType.NUMBER,
            "Length of the call in seconds: known only once it is over",
            "Durée de l'appel en secondes : connue seulement une fois l'appel fini",
            "duration",
            "duree",
        ),
        _optional(
            "clicked",
            ColumnType.BOOLEAN,
            "Clicked in the message: known only afterwards",
            "A cliqué dans le message : connu seulement après",
            "clic",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "campaign", "person"),
    importable=True,
)

CUSTOMER_TRANSACTION = Contract(
    "customer_transaction",
    "Customer transactions",
    "Opérations des clients",
    "Operations of single customers that earn the bank a margin, day by day",
    "Opérations des clients, une à une, qui rapportent une marge à la banque",
    (
        bank_column(),
        Column(
            "transaction",
            ColumnType.TEXT,
            "Number of the operation",
            "Numéro de l'opération",
            max_length=40,
            aliases=("operation", "reference", "transaction id", "numero"),
            example="t-000317",
        ),
        _pseudonym("customer", "client", "id client", "customer id"),
        Column(
            "transacted_on",
            ColumnType.DATE,
            "Day of the operation",
            "Jour de l'opération",
            aliases=("date", "jour", "date operation"),
            example="2026-03-14",
        ),
        _money("amount_mad", "Amount", "Montant", "montant", "amount", required=False),
        source_column(),
        kind_column(),
    ),
    key=("bank", "transaction"),
    importable=True,
)

CUSTOMER_HOLDING = Contract(
    "customer_holding",
    "Customer holdings",
    "Avoirs des clients",
    "What single customers hold here and elsewhere, and whether they agreed to be addressed",
    "Ce que chaque client détient ici et ailleurs, et s'il a accepté d'être sollicité",
    (
        bank_column(),
        _pseudonym("customer", "client", "id client", "customer id"),
        _money("held_mad", "Held at this bank", "Détenu dans cette banque", "avoirs", "encours", "balance"),
        _money(
            "elsewhere_mad",
            "Held at other banks; empty where not known",
            "Détenu dans d'autres banques ; vide si inconnu",
            "ailleurs",
            "autres banques",
            "elsewhere",
            required=False,
        ),
        Column(
            "opted_in",
            ColumnType.BOOLEAN,
            "Agreed to commercial messages (Law 09-08)",
            "A accepté les messages commerciaux (loi 09-08)",
            aliases=("consentement", "opt in", "consent"),
            example="yes",
            default="no",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "customer"),
    importable=True,
)
