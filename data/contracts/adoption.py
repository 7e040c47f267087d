"""Tables about adoption: its history and surveys, and how well it was forecast."""

from __future__ import annotations

from data.codes import MEASURES
from data.contracts.model import Column, ColumnType, Contract
from data.contracts.vocabulary import bank_column, country_column, kind_column, month_column, source_column

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
            choices=MEASURES,
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


_PERCENT_EN, _PERCENT_FR = "% of people", "% des personnes"


def _percent(name: str, meaning_en: str, meaning_fr: str, *, required: bool = True) -> Column:
    return Column(
        name,
        ColumnType.NUMBER,
        meaning_en,
        meaning_fr,
        unit=_PERCENT_EN,
        unit_fr=_PERCENT_FR,
        required=required,
        minimum=0,
        maximum=100,
        example="23.5",
    )


FORECAST_BACKTEST = Contract(
    "forecast_backtest",
    "Forecasts made in the past",
    "Prévisions faites dans le passé",
    "What the forecast of adoption would have said each year, knowing only the past, and what came",
    "Ce que la prévision d'adoption aurait dit chaque année, ne connaissant que le passé, et ce qui est arrivé",
    (
        Column(
            "indicator",
            ColumnType.TEXT,
            "Indicator that is forecast",
            "Indicateur prévu",
            references="indicator.indicator",
            max_length=60,
            example="internet_banking_users",
        ),
        country_column(),
        Column(
            "origin",
            ColumnType.YEAR,
            "Last year known when the forecast was made",
            "Dernière année connue quand la prévision a été faite",
            minimum=1900,
            maximum=2100,
            example="2018",
        ),
        Column(
            "horizon",
            ColumnType.INTEGER,
            "Years ahead",
            "Années à l'avance",
            unit="years",
            unit_fr="ans",
            minimum=1,
            maximum=50,
            example="5",
        ),
        _percent("actual", "What came", "Ce qui est arrivé"),
        _percent("value", "Forecast of the rule in force", "Prévision de la règle en vigueur"),
        _percent(
            "low", "Lower end of the 80% interval of that day", "Borne basse de l'intervalle à 80 % du jour"
        ),
        _percent(
            "high", "Upper end of the 80% interval of that day", "Borne haute de l'intervalle à 80 % du jour"
        ),
        Column(
            "stage",
            ColumnType.TEXT,
            "Whether the level forecast from was below or above 40 %",
            "Si le niveau de départ était au-dessous ou au-dessus de 40 %",
            choices=("below", "above"),
            example="below",
        ),
        _percent("level_at_origin", "Level forecast from", "Niveau de départ"),
        Column(
            "observations",
            ColumnType.INTEGER,
            "Years of the country observed by then",
            "Années du pays observées jusque-là",
            unit="years",
            unit_fr="ans",
            minimum=1,
            example="8",
        ),
        _percent("naive", "The last value kept", "Dernière valeur conservée"),
        _percent("drift", "The straight line", "Ligne droite", required=False),
        _percent(
            "reference_class",
            "The median of countries once at that level",
            "Médiane des pays passés par ce niveau",
            required=False,
        ),
        _percent(
            "pooled_logistic",
            "Logistic growth at the common rate",
            "Croissance logistique au rythme commun",
            required=False,
        ),
        _percent(
            "anchored_curves",
            "Growth curves through the last value",
            "Courbes passant par la dernière valeur",
            required=False,
        ),
        _percent(
            "holt",
            "Holt's method with a damped trend",
            "Méthode de Holt à tendance amortie",
            required=False,
        ),
        source_column(),
        kind_column(),
    ),
    key=("indicator", "country", "origin", "horizon"),
)
