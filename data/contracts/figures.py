"""What models take from print or from a convention of this product: single figures, and series of examples."""

from __future__ import annotations

from data.codes import EXAMPLES
from data.contracts.model import Column, ColumnType, Contract
from data.contracts.vocabulary import kind_column, note_columns, source_column, status_column

MODEL_FIGURE = Contract(
    "model_figure",
    "Figures that models use",
    "Chiffres employés par les modèles",
    "Published tables and conventions that enter a computation or are reproduced by one",
    "Tables publiées et conventions qui entrent dans un calcul ou qu'un calcul reproduit",
    (
        Column(
            "figure",
            ColumnType.TEXT,
            "Short name of the figure",
            "Nom court du chiffre",
            max_length=60,
            example="hours_paid",
        ),
        Column(
            "item",
            ColumnType.TEXT,
            "Which of several: a row of a table, an end of a range, or all",
            "Lequel de plusieurs : une ligne d'un tableau, une extrémité, ou all",
            max_length=60,
            example="all",
        ),
        Column("value", ColumnType.NUMBER, "Value", "Valeur", example="40"),
        Column(
            "unit",
            ColumnType.TEXT,
            "Unit in English",
            "Unité en anglais",
            max_length=60,
            example="hours a week",
        ),
        Column(
            "unit_fr",
            ColumnType.TEXT,
            "Unit in French",
            "Unité",
            max_length=60,
            example="heures par semaine",
        ),
        status_column(),
        *note_columns(),
        source_column(),
        kind_column(),
    ),
    key=("figure", "item"),
)

EXAMPLE_SERIES = Contract(
    "example_series",
    "Series of examples",
    "Séries des exemples",
    "Series on which a method is shown where a workspace has none of its own",
    "Séries sur lesquelles une méthode est montrée lorsque l'espace n'en a pas",
    (
        Column(
            "example",
            ColumnType.TEXT,
            "What they are an example of: an economy, or the capital flows of an invented country",
            "Ce dont elles sont l'exemple : une économie, ou les flux de capitaux d'un pays inventé",
            choices=EXAMPLES,
            example="us_economy",
        ),
        Column(
            "series",
            ColumnType.TEXT,
            "Short name of the series",
            "Nom court de la série",
            max_length=60,
            example="realgdp",
        ),
        Column(
            "period",
            ColumnType.TEXT,
            "Quarter, or the number of the period where the series is invented",
            "Trimestre, ou numéro de la période lorsque la série est inventée",
            max_length=7,
            example="1959-Q1",
        ),
        Column(
            "value",
            ColumnType.NUMBER,
            "Value in the unit given",
            "Valeur dans l'unité indiquée",
            example="2710.349",
        ),
        Column(
            "unit",
            ColumnType.TEXT,
            "Unit in English",
            "Unité en anglais",
            max_length=60,
            example="billions of chained 2005 dollars a year",
        ),
        Column(
            "unit_fr",
            ColumnType.TEXT,
            "Unit in French",
            "Unité en français",
            max_length=60,
            example="milliards de dollars chaînés de 2005 par an",
        ),
        source_column(),
        kind_column(),
    ),
    key=("example", "series", "period"),
)
