"""What was read of each law: the article, how, when, and the hash of its text."""

from __future__ import annotations

from data.contracts.model import Column, ColumnType, Contract
from data.contracts.vocabulary import kind_column, note_columns, source_column

READINGS = ("copy", "quoted", "not_read")

SOURCE_READING = Contract(
    "source_reading",
    "Readings of the laws",
    "Lectures des textes",
    "Which article of a law was read, on which day and how, with the hash of the text, or why there is none",
    "Quel article d'un texte a été lu, quel jour et comment, avec l'empreinte du texte, ou pourquoi il n'y en a pas",
    (
        source_column(),
        Column(
            "article",
            ColumnType.TEXT,
            "Article or paragraph of the source",
            "Article ou paragraphe de la source",
            max_length=80,
            example="art. 11",
            # A source that has no articles.
            meaningful=("–",),
        ),
        Column(
            "reading",
            ColumnType.TEXT,
            "copy: the text itself, in an unofficial copy; quoted: as others quote it; not_read: not read again",
            "copy : le texte même, en copie non officielle ; quoted : tel que cité par d'autres ; not_read : non relu",
            choices=READINGS,
            example="copy",
        ),
        Column(
            "read_on",
            ColumnType.DATE,
            "Day of the reading; empty where it was not read again",
            "Jour de la lecture ; vide s'il n'a pas été relu",
            required=False,
        ),
        Column(
            "sha256",
            ColumnType.TEXT,
            "SHA-256 of the text read, each run of white space as one space, in UTF-8; empty where there is none",
            "SHA-256 du texte lu, chaque suite d'espaces réduite à une, en UTF-8 ; vide s'il n'y en a pas",
            required=False,
            max_length=64,
        ),
        Column(
            "copy_at",
            ColumnType.TEXT,
            "Where the copy read stands",
            "Où se trouve la copie lue",
            required=False,
            max_length=300,
        ),
        *note_columns(),
        kind_column(),
    ),
    key=("source", "article"),
)
