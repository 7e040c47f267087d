"""What is said of things done on the way that the user should know."""

from collections.abc import Mapping
from types import MappingProxyType

from data.ingest.phrases import Phrase

NOTICES: Mapping[str, Phrase] = MappingProxyType(
    {
        "encoding": Phrase(
            "Les caractères ont été lus en {encoding}.",
            "Characters were read as {encoding}.",
        ),
        "encoding_sample": Phrase(
            "Les caractères ont été lus en {encoding} : vérifiez que « {value} » est juste, sinon choisissez "
            "un autre codage.",
            "Characters were read as {encoding}: check that “{value}” is right, else choose another "
            "encoding.",
        ),
        "ledger_loaded": Phrase(
            "Comptabilité analytique chargée : {channel_resource} lignes de moyens, {channel_activity} "
            "d'activité, {service_time} de durées. Minutes, capacités et répartition par service sont "
            "supposées.",
            "Cost accounting loaded: {channel_resource} lines of resources, {channel_activity} of activity, "
            "{service_time} of durations. Minutes, capacity and mix of services are assumed.",
        ),
        "format_differs": Phrase(
            "Le nom du fichier annonce un autre format ; le contenu a été lu comme {format}.",
            "The file's name announces another format; the content was read as {format}.",
        ),
        "lines_skipped": Phrase(
            "Lignes de titre avant l'en-tête, laissées de côté : {lines}.",
            "Title lines before the header, left aside: {lines}.",
        ),
        "comments_skipped": Phrase(
            "Lignes de commentaire (commençant par #) laissées de côté : {count}.",
            "Comment lines (beginning with #) left aside: {count}.",
        ),
        "blank_lines": Phrase(
            "Lignes vides entre des lignes de données, laissées de côté : {count} (lignes {lines}).",
            "Blank lines between lines of data, left aside: {count} (lines {lines}).",
        ),
        "unit_line_skipped": Phrase(
            "La ligne {at_line}, qui donne les unités ({units}), a été comparée à celles attendues.",
            "Line {at_line}, which gives the units ({units}), was compared with those expected.",
        ),
        "columns_unused": Phrase(
            "Colonnes non chargées : {count} ({columns}) ; cellules remplies qu'elles contiennent : {cells}.",
            "Columns not loaded: {count} ({columns}); filled cells in them: {cells}.",
        ),
        "sheet_chosen": Phrase(
            "Feuille lue : « {sheet} ». Feuilles non chargées : {count} ({others}).",
            "Sheet read: “{sheet}”. Sheets not loaded: {count} ({others}).",
        ),
        "format_hides": Phrase(
            "Un fichier {format} ne dit pas ici quelles cellules montrent des pourcentages ou des erreurs : "
            "5 % se lit 0,05, et #N/A se lit vide. Vérifiez les taux ; une copie en XLSX le dit.",
            "A file in {format} does not say here which cells show percentages or errors: 5% is read as "
            "0.05, and #N/A as empty. Check the rates; a copy saved as XLSX says it.",
        ),
        "formulas_read": Phrase(
            "Les derniers résultats enregistrés des formules ont été lus ; cellules concernées : {count}.",
            "The last stored results of formulas were read; cells concerned: {count}.",
        ),
        "wide_by_year": Phrase(
            "Les {count} colonnes de {first} à {last} ont été lues comme des années.",
            "The {count} columns from {first} to {last} were read as years.",
        ),
        "wide_by_month": Phrase(
            "Les {count} colonnes de {first} à {last} ont été lues comme des mois.",
            "The {count} columns from {first} to {last} were read as months.",
        ),
        "wide_by_name": Phrase(
            "Les {count} colonnes {columns} ont été lues comme des valeurs de « {name} ».",
            "The {count} columns {columns} were read as values of “{name}”.",
        ),
        "wide_by_one_name": Phrase(
            "La colonne {column} a été lue comme une valeur de « {name} ».",
            "The column {column} was read as a value of “{name}”.",
        ),
        "empty_cells": Phrase(
            "Cellules vides du tableau, qui n'ont donné aucune ligne : {count}.",
            "Empty cells of the table, which gave no line: {count}.",
        ),
        "decimal_read": Phrase(
            "Colonne « {column} » : le signe décimal est {decimal}.",
            "Column “{column}”: the decimal sign is {decimal}.",
        ),
        "thousands_by_type": Phrase(
            "Colonne « {column} » : « {value} » a été lu {number}, car elle ne contient que des entiers.",
            "Column “{column}”: “{value}” was read as {number}, since the column holds whole numbers only.",
        ),
        "parentheses": Phrase(
            "Colonne « {column} » : nombres entre parenthèses, lus comme négatifs : {count}.",
            "Column “{column}”: numbers in parentheses, read as negative: {count}.",
        ),
        "percent_read": Phrase(
            "Colonne « {column} » : valeurs avec le signe %, gardées en pour cent (5 % se lit 5) : {count}.",
            "Column “{column}”: values with the % sign, kept in per cent (5% reads 5): {count}.",
        ),
        "unit_converted": Phrase(
            "Colonne « {column} » : valeurs données en {unit}, converties en {declared} : « {value} » "
            "devient {number} (× {factor}).",
            "Column “{column}”: values given in {unit}, converted into {declared}: “{value}” becomes "
            "{number} (× {factor}).",
        ),
        "centimes": Phrase(
            "Colonne « {column} » : montants arrondis au centime : {count}.",
            "Column “{column}”: amounts rounded to the hundredth: {count}.",
        ),
        "day_first": Phrase(
            "Colonne « {column} » : les dates ont été lues {order}.",
            "Column “{column}”: dates were read as {order}.",
        ),
        "serial_dates": Phrase(
            "Colonne « {column} » : nombres lus comme des dates de tableur (« {value} » est le {date}) : "
            "{count}.",
            "Column “{column}”: numbers read as spreadsheet dates (“{value}” is {date}): {count}.",
        ),
        "month_of_date": Phrase(
            "Colonne « {column} » : dates complètes ramenées à leur mois : {count}.",
            "Column “{column}”: full dates reduced to their month: {count}.",
        ),
        "invisible_removed": Phrase(
            "Colonne « {column} » : caractères invisibles (espaces de largeur nulle) retirés, par exemple de "
            "« {value} » ; lignes concernées : {count}.",
            "Column “{column}”: invisible characters (zero-width spaces) removed, for instance from "
            "“{value}”; lines concerned: {count}.",
        ),
        "codes_resolved": Phrase(
            "Colonne « {column} » : des noms ont été reconnus, par exemple « {value} » pour {code}.",
            "Column “{column}”: names were recognised, for instance “{value}” for {code}.",
        ),
        "defaults_filled": Phrase(
            "Colonne « {column} » : lignes sans valeur, qui reçoivent « {value} » : {count}.",
            "Column “{column}”: lines without a value, which are given “{value}”: {count}.",
        ),
        "flags_read": Phrase(
            "Signes accolés aux chiffres, gardés en remarque là où la table en a une : {flags}.",
            "Flags beside the figures, kept as remarks where the table has them: {flags}.",
        ),
        "breaks_flagged": Phrase(
            "Ruptures de série que le fichier signale, déclarées avec ses lignes : {count} ({breaks}). "
            "Aucune courbe ne les traversera.",
            "Breaks in series that the file flags, declared with its rows: {count} ({breaks}). No line will "
            "be drawn across them.",
        ),
        "figures_withheld": Phrase(
            "Lignes sans chiffre publié (« : » ou vide), qui n'ont rien donné : {count}.",
            "Lines without a published figure (“:” or empty), which gave nothing: {count}.",
        ),
        "groups_left_out": Phrase(
            "Lignes de groupes de pays que Vigie ne suit pas, laissées de côté : {count} ({codes}).",
            "Lines of groups of countries that Vigie does not follow, left aside: {count} ({codes}).",
        ),
        "names_left_out": Phrase(
            "Lignes de noms que vous laissez de côté : {count} ({names}).",
            "Lines of names that you leave out: {count} ({names}).",
        ),
        "totals_left_out": Phrase(
            "Lignes de totaux : {count} ({names}).",
            "Lines of totals: {count} ({names}).",
        ),
        "remarks_left_out": Phrase(
            "Remarques sous le tableau, lignes {lines}.",
            "Remarks below the table, lines {lines}.",
        ),
        "told_apart_by": Phrase(
            "Colonnes non lues dont les valeurs varient : {columns}. Si des lignes ne diffèrent que par "
            "elles, gardez-en une valeur, ou faites-en correspondre une à une colonne de la table.",
            "Columns that are not read and vary: {columns}. Where lines differ only by them, keep one value "
            "of each, or match one to a column of the table.",
        ),
        "example_lines": Phrase(
            "Le fichier contient encore les lignes d'exemple du modèle (lignes {lines}).",
            "The file still holds the example lines of the template (lines {lines}).",
        ),
        "bank_created": Phrase(
            "La banque « {value} » n'était pas connue ; elle sera ajoutée à l'espace de travail.",
            "The bank “{value}” was not known; it will be added to the workspace.",
        ),
        "size_assumed": Phrase(
            "La taille de « {value} » n'est pas connue : elle est supposée moyenne tant que la table "
            "des banques n'est pas chargée.",
            "The size of “{value}” is not known: it is assumed medium until the table of banks is loaded.",
        ),
        "source_created": Phrase(
            "La source « {value} » n'était pas connue ; elle sera ajoutée à l'espace de travail.",
            "The source “{value}” was not known; it will be added to the workspace.",
        ),
        "loaded": Phrase(
            "Lignes ajoutées : {added} ; remplacées : {replaced} ; inchangées : {unchanged}.",
            "Lines added: {added}; replaced: {replaced}; unchanged: {unchanged}.",
        ),
        "breaks_declared": Phrase(
            "Ruptures de définition déclarées avec ces lignes : {count}.",
            "Breaks of definition declared with these lines: {count}.",
        ),
        "likely_break": Phrase(
            "La série {series} passe de {before} à {after} ({period}), plus que dans tout autre de ses "
            "mouvements. Si elle y change de définition, chargez-le dans la table des ruptures.",
            "The series {series} goes from {before} to {after} ({period}), further than in any other of its "
            "moves. If its definition changes there, load that into the table of breaks.",
        ),
        "nothing_changed": Phrase(
            "Toutes ces lignes étaient déjà chargées avec les mêmes valeurs : rien n'a changé.",
            "All these lines were already loaded with the same values: nothing has changed.",
        ),
        "already_loaded": Phrase(
            "Ce fichier avait déjà été chargé le {date}.",
            "This file had already been loaded on {date}.",
        ),
    }
)
"""What the import did that the user should know, by its code."""

LEFT_OUT = frozenset(
    {
        "columns_unused",
        "groups_left_out",
        "lines_skipped",
        "names_left_out",
        "remarks_left_out",
        "totals_left_out",
        "sheet_chosen",
    }
)
"""Notices of content that is not loaded; empty lines and cells, remarks and units are told with the rest."""
