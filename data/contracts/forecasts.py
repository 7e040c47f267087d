"""Tables that the product derives from published figures and ships, because they take long to compute."""

from __future__ import annotations

from data.contracts.model import Column, ColumnType, Contract
from data.contracts.vocabulary import country_column, kind_column, source_column

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
            "low", "Lower end of the 80 % interval of that day", "Borne basse de l'intervalle à 80 % du jour"
        ),
        _percent(
            "high", "Upper end of the 80 % interval of that day", "Borne haute de l'intervalle à 80 % du jour"
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
