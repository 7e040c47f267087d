"""Single figures that models take from print or from a convention of this product."""

from __future__ import annotations

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
