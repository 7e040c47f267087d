"""Tables about customers: adoption and surveys."""

from __future__ import annotations

from data.contracts.model import Column, ColumnType, Contract
from data.contracts.vocabulary import (
    bank_column,
    kind_column,
    month_column,
    source_column,
)

ADOPTION_SERIES = Contract(
    "adoption_series",
    "Adoption by bank",
    "Adoption par banque",
    "Customers, enrolled and active users of a bank's e-banking, month by month",
    "Clients, inscrits et utilisateurs actifs de la banque en ligne, mois par mois",
    (
        bank_column(),
        Column(
            "measure",
            ColumnType.TEXT,
            "customers; enrolled; active (used in the month); active_internet, active_mobile; new; lost",
            "customers : clients ; enrolled : inscrits ; active : actifs du mois ; active_internet, active_mobile ; new : nouveaux ; lost : perdus",
            choices=("customers", "enrolled", "active", "active_internet", "active_mobile", "new", "lost"),
            aliases=("mesure", "serie", "series", "indicateur", "indicator"),
            example="active",
            choice_aliases=(
                ("clients", "customers"),
                ("inscrits", "enrolled"),
                ("abonnés", "enrolled"),
                ("actifs", "active"),
                ("utilisateurs actifs", "active"),
                ("actifs internet", "active_internet"),
                ("actifs mobile", "active_mobile"),
                ("nouveaux", "new"),
                ("perdus", "lost"),
            ),
        ),
        month_column(),
        Column(
            "value",
            ColumnType.NUMBER,
            "Number of customers",
            "Nombre de clients",
            unit="customers",
            unit_fr="clients",
            minimum=0,
            aliases=("valeur", "nombre", "effectif"),
            example="152300",
        ),
        source_column(),
        kind_column(),
    ),
    key=("bank", "measure", "month"),
    importable=True,
)


def _item(name: str, statement_en: str, statement_fr: str) -> Column:
    return Column(
        name,
        ColumnType.NUMBER,
        f"1 disagree to 7 agree: {statement_en}",
        f"1 pas d'accord à 7 d'accord : {statement_fr}",
        unit="1-7",
        required=False,
        minimum=1,
        maximum=7,
        example="5",
    )


def _yes_no(name: str, meaning_en: str, meaning_fr: str, *aliases: str, required: bool = False) -> Column:
    return Column(
        name, ColumnType.BOOLEAN, meaning_en, meaning_fr, required=required, aliases=aliases, example="yes"
    )


SURVEY_RESPONSE = Contract(
    "survey_response",
    "Survey answers",
    "Réponses d'enquête",
    "One line a respondent: whether they use e-banking, who they are, what they think of it",
    "Une ligne par répondant : usage de la banque en ligne, profil, opinion",
    (
        Column(
            "survey",
            ColumnType.TEXT,
            "Short name of the survey",
            "Nom court de l'enquête",
            max_length=60,
            aliases=("enquete",),
            example="demo_2026",
            default="own_survey",
        ),
        Column(
            "respondent",
            ColumnType.TEXT,
            "Pseudonym of the respondent",
            "Pseudonyme du répondant",
            max_length=60,
            aliases=("repondant", "id", "numero"),
            example="r0001",
        ),
        Column(
            "bank",
            ColumnType.TEXT,
            "Bank of the respondent",
            "Banque du répondant",
            required=False,
            references="bank.bank",
            max_length=40,
            aliases=("banque",),
        ),
        Column(
            "weight",
            ColumnType.NUMBER,
            "Survey weight",
            "Poids de sondage",
            minimum=0,
            aliases=("poids", "ponderation"),
            example="1.0",
            default="1",
        ),
        _yes_no(
            "adopter",
            "Used e-banking in the last three months",
            "A utilisé la banque en ligne ces trois derniers mois",
            "utilisateur",
            "adoptant",
            "uses e banking",
            required=True,
        ),
        Column(
            "age",
            ColumnType.INTEGER,
            "Age",
            "Âge",
            unit="years",
            unit_fr="ans",
            required=False,
            minimum=15,
            maximum=110,
            example="34",
        ),
        _yes_no("female", "Is a woman", "Est une femme", "femme"),
        _yes_no("urban", "Lives in a town", "Vit en milieu urbain", "urbain"),
        Column(
            "education",
            ColumnType.TEXT,
            "Highest education",
            "Niveau d'études",
            required=False,
            choices=("none", "primary", "secondary", "tertiary"),
            aliases=("etudes", "niveau d'etudes", "instruction"),
            example="tertiary",
            choice_aliases=(
                ("aucun", "none"),
                ("primaire", "primary"),
                ("secondaire", "secondary"),
                ("supérieur", "tertiary"),
            ),
        ),
        Column(
            "income_quintile",
            ColumnType.INTEGER,
            "Fifth of income, 1 poorest",
            "Quintile de revenu, 1 le plus pauvre",
            required=False,
            minimum=1,
            maximum=5,
            aliases=("quintile", "revenu"),
            example="3",
        ),
        _item("usefulness_1", "e-banking saves me time", "la banque en ligne me fait gagner du temps"),
        _item("usefulness_2", "it helps me follow my money", "elle m'aide à suivre mon argent"),
        _item("usefulness_3", "it is useful to me", "elle m'est utile"),
        _item("ease_1", "it is easy to learn", "elle est facile à apprendre"),
        _item("ease_2", "it is easy to use", "elle est facile à utiliser"),
        _item("ease_3", "its pages are clear", "ses pages sont claires"),
        _item("trust_1", "my bank keeps my data safe", "ma banque protège mes données"),
        _item("trust_2", "my bank puts errors right", "ma banque corrige les erreurs"),
        _item(
            "trust_3", "I trust my bank's e-banking", "je fais confiance à la banque en ligne de ma banque"
        ),
        _item("risk_1", "someone could steal my money there", "quelqu'un pourrait y voler mon argent"),
        _item("risk_2", "a mistake there would be hard to undo", "une erreur y serait difficile à annuler"),
        _item("risk_3", "I fear hacking", "je crains le piratage"),
        _item("social_1", "people close to me use it", "mes proches l'utilisent"),
        _item(
            "social_2",
            "people close to me think I should use it",
            "mes proches pensent que je devrais l'utiliser",
        ),
        _item("cost_1", "it is expensive", "elle coûte cher"),
        _item("cost_2", "the connection is expensive", "la connexion coûte cher"),
        _item("convenience_1", "I can use it anywhere", "je peux l'utiliser partout"),
        _item("convenience_2", "I can use it at any hour", "je peux l'utiliser à toute heure"),
        source_column(),
        kind_column(),
    ),
    key=("survey", "respondent"),
    importable=True,
)
