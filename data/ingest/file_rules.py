"""What is said of a file that cannot be read as a table, or not as the table asked for."""

from data.ingest.phrases import Rule, rule

FILE_RULES: dict[str, Rule] = {
    "file_too_large": rule(
        "Fichier trop gros",
        "File too large",
        "Le fichier pèse {size} Mo ; la limite est de {limit} Mo.",
        "The file is {size} MB; the limit is {limit} MB.",
        "Découpez le fichier, par exemple par année, et chargez les parties l'une après l'autre.",
        "Split the file, for instance by year, and load the parts one after the other.",
    ),
    "file_empty": rule(
        "Fichier vide",
        "Empty file",
        "Le fichier est vide.",
        "The file is empty.",
        "Vérifiez l'export : il doit contenir une ligne d'en-tête et au moins une ligne de données.",
        "Check the export: it must hold a header line and at least one line of data.",
    ),
    "file_header_only": rule(
        "Aucune ligne de données",
        "No line of data",
        "Le fichier a une ligne d'en-tête mais aucune ligne de données.",
        "The file has a header line but no line of data.",
        "Ajoutez les données sous l'en-tête, ou vérifiez que le bon fichier ou la bonne feuille est choisi.",
        "Add the data under the header, or check that the right file or sheet was chosen.",
    ),
    "file_binary": rule(
        "Fichier illisible",
        "Unreadable file",
        "Le contenu n'est ni du texte, ni un classeur, ni un fichier Parquet.",
        "The content is neither text, nor a workbook, nor a Parquet file.",
        "Enregistrez le tableau au format CSV (UTF-8) ou XLSX depuis votre tableur, puis chargez ce fichier.",
        "Save the table as CSV (UTF-8) or XLSX from your spreadsheet, then load that file.",
    ),
    "file_encrypted": rule(
        "Fichier protégé par mot de passe",
        "Password-protected file",
        "Le classeur est protégé par un mot de passe : son contenu ne peut pas être lu.",
        "The workbook is protected by a password: its content cannot be read.",
        "Retirez le mot de passe dans votre tableur, enregistrez, puis chargez de nouveau.",
        "Remove the password in your spreadsheet, save, then load again.",
    ),
    "file_other_format": rule(
        "Format non pris en charge",
        "Format not supported",
        "Le fichier est au format {format}, qui ne contient pas de tableau lisible ici.",
        "The file is in the {format} format, which holds no table that can be read here.",
        "Enregistrez le tableau au format CSV, XLSX, ODS ou Parquet.",
        "Save the table as CSV, XLSX, ODS or Parquet.",
    ),
    "file_corrupt": rule(
        "Fichier abîmé",
        "Damaged file",
        "Le fichier {format} est abîmé ou incomplet : il ne peut pas être ouvert.",
        "The {format} file is damaged or incomplete: it cannot be opened.",
        "Ouvrez-le dans votre tableur, enregistrez-en une copie neuve et chargez cette copie.",
        "Open it in your spreadsheet, save a fresh copy and load that copy.",
    ),
    "file_inflates": rule(
        "Contenu démesuré",
        "Content out of proportion",
        "Décompressé, le fichier occuperait plus de {limit} Mo, ou beaucoup plus que sa taille ne le laisse "
        "attendre ; il n'a pas été ouvert.",
        "Unpacked, the file would take more than {limit} MB, or far more than its size suggests; "
        "it was not opened.",
        "Supprimez les lignes et feuilles inutiles, ou enregistrez la seule feuille utile en CSV.",
        "Remove unneeded rows and sheets from the workbook, or save the one useful sheet as CSV.",
    ),
    "file_xml_definitions": rule(
        "Classeur non conforme",
        "Workbook not as expected",
        "Le classeur contient des définitions XML qu'aucun tableur n'écrit ; il n'a pas été ouvert.",
        "The workbook holds XML definitions that no spreadsheet writes; it was not opened.",
        "Vérifiez l'origine du fichier ; recopiez le tableau dans un classeur neuf.",
        "Check where the file comes from; copy the table into a new workbook.",
    ),
    "file_not_calculated": rule(
        "Classeur jamais calculé",
        "Workbook never calculated",
        "La feuille a plus de {limit} formules dont le résultat n'est pas enregistré.",
        "The sheet has more than {limit} formulas whose result is not stored.",
        "Ouvrez le classeur dans votre tableur, laissez-le calculer, enregistrez-le, rechargez-le ici.",
        "Open the workbook in your spreadsheet, let it calculate, save it and load it again.",
    ),
    "file_number_format": rule(
        "Format de nombre démesuré",
        "Number format out of proportion",
        "Le classeur contient un format de nombre qu'aucun tableur n'écrit ({value}) ; la limite est de "
        "{limit} caractères.",
        "The workbook holds a number format that no spreadsheet writes ({value}); the limit is {limit} "
        "characters.",
        "Recopiez les valeurs du tableau dans un classeur neuf, ou enregistrez la feuille en CSV.",
        "Copy the values of the table into a new workbook, or save the sheet as CSV.",
    ),
    "file_crowded": rule(
        "Classeur encombré",
        "Overcrowded workbook",
        "Une partie du classeur contient plus de {limit} éléments (textes, noms définis, styles, mises en "
        "forme, ou cellules d'une même ligne) ; elle n'a pas été lue.",
        "A part of the workbook holds more than {limit} elements (texts, defined names, styles, formats, or "
        "cells of one row); it was not read.",
        "Recopiez les valeurs du tableau dans un classeur neuf, ou enregistrez la feuille en CSV.",
        "Copy the values of the table into a new workbook, or save the sheet as CSV.",
    ),
    "file_takes_long": rule(
        "Lecture trop longue",
        "Reading takes too long",
        "La lecture du fichier a été arrêtée après {limit} secondes de calcul, la limite pour sa taille.",
        "Reading the file was stopped after {limit} seconds of computing, the limit for its size.",
        "Enregistrez la seule feuille utile en CSV, ou découpez le fichier, par exemple par année.",
        "Save the one useful sheet as CSV, or split the file, for instance by year.",
    ),
    "file_takes_memory": rule(
        "Lecture trop gourmande",
        "Reading takes too much memory",
        "La lecture du fichier demanderait plus de {limit} Mio de mémoire, la limite pour sa taille.",
        "Reading the file would take more than {limit} MiB of memory, the limit for its size.",
        "Enregistrez la seule feuille utile en CSV, ou découpez le fichier, par exemple par année.",
        "Save the one useful sheet as CSV, or split the file, for instance by year.",
    ),
    "file_stops_reader": rule(
        "Lecture interrompue",
        "Reading stopped",
        "La lecture du fichier s'est arrêtée net : il est abîmé, ou construit d'une façon imprévue.",
        "Reading the file stopped short: it is damaged, or built in a way that is not foreseen.",
        "Ouvrez-le dans votre tableur, enregistrez-en une copie neuve au format CSV et chargez cette copie.",
        "Open it in your spreadsheet, save a fresh copy as CSV and load that copy.",
    ),
    "disk_full": rule(
        "Disque plein",
        "Disk full",
        "Le disque du serveur est plein : rien n'a été chargé, les données d'avant restent en place.",
        "The server's disk is full: nothing was loaded, the data of before stay in place.",
        "Libérez de la place, ou demandez-le à qui tient le serveur, puis chargez de nouveau.",
        "Make room, or ask whoever keeps the server to, then load again.",
    ),
    "not_stored": rule(
        "Écriture impossible",
        "Writing not possible",
        "Le serveur n'a pas pu écrire les données ({reason}) : rien n'a été chargé, celles d'avant restent.",
        "The server could not write the data ({reason}): nothing was loaded, those of before stay in place.",
        "Vérifiez les droits et l'état du dossier VIGIE_HOME, puis chargez de nouveau.",
        "Check the rights and state of the folder VIGIE_HOME, then load again.",
    ),
    "file_encoding": rule(
        "Codage des caractères à préciser",
        "Character encoding to be chosen",
        "À la ligne {at_line}, les caractères ne sont pas en UTF-8 et se lisent mal en Windows-1252 "
        "(« {value} »). Lectures possibles : {readings}.",
        "Line {at_line}: the characters are not UTF-8 and read badly in Windows-1252 (“{value}”). "
        "Possible readings: {readings}.",
        "Choisissez dans les options de lecture (--encoding en ligne de commande) le codage dont la lecture "
        "est juste, ou enregistrez le fichier au format « CSV UTF-8 » depuis votre tableur.",
        "Choose in the reading options (--encoding on the command line) the encoding that reads right, or "
        "save the file as “CSV UTF-8” from your spreadsheet.",
    ),
    "encoding_ambiguous": rule(
        "Codage des caractères à préciser",
        "Character encoding to be chosen",
        "Les mêmes octets se lisent bien dans plusieurs codages : {readings}. Rien d'autre dans le fichier "
        "ne tranche.",
        "The same bytes read well in several encodings: {readings}. Nothing else in the file decides.",
        "Choisissez dans les options de lecture (--encoding en ligne de commande) le codage dont la lecture "
        "est juste, ou enregistrez le fichier au format « CSV UTF-8 » depuis votre tableur.",
        "Choose in the reading options (--encoding on the command line) the encoding that reads right, or "
        "save the file as “CSV UTF-8” from your spreadsheet.",
    ),
    "encoding_stray": rule(
        "Octet étranger à l'UTF-8",
        "Byte that is not UTF-8",
        "Le fichier est en UTF-8, mais l'octet {byte} (caractère {position} de la ligne {at_line}, près de "
        "« {value} ») n'en est pas ; en Windows-1252 ce serait « {reading} ».",
        "The file is UTF-8, but byte {byte} (character {position} of line {at_line}, near “{value}”) is not; "
        "in Windows-1252 it would be “{reading}”.",
        "Retapez ce caractère et enregistrez le fichier au format « CSV UTF-8 » ; la cellule vient sans "
        "doute d'un autre fichier.",
        "Type that character again and save the file as “CSV UTF-8”; the cell probably comes from another "
        "file.",
    ),
    "encoding_byte": rule(
        "Octet étranger au codage",
        "Byte that the encoding does not have",
        "À la ligne {at_line}, l'octet {byte} n'existe pas en {encoding}.",
        "Line {at_line}: byte {byte} does not exist in {encoding}.",
        "Choisissez un autre codage dans les options de lecture (--encoding en ligne de commande), ou "
        "enregistrez le fichier au format « CSV UTF-8 ».",
        "Choose another encoding in the reading options (--encoding on the command line), or save the file "
        "as “CSV UTF-8”.",
    ),
    "text_not_utf8": rule(
        "Texte qui n'est pas en UTF-8",
        "Text that is not UTF-8",
        "La ligne {at_line} de la colonne « {column} » n'est pas en UTF-8, seul codage d'un fichier Parquet.",
        "Line {at_line} of column “{column}” is not in UTF-8, the only encoding a Parquet file has.",
        "Écrivez de nouveau le fichier à partir de textes décodés, par exemple depuis Windows-1252.",
        "Write the file again from decoded texts, for instance from Windows-1252.",
    ),
    "file_utf16_without_mark": rule(
        "Codage UTF-16 sans marque",
        "UTF-16 encoding without a mark",
        "Le fichier semble être en UTF-16 sans la marque de début qui permet de le lire avec certitude.",
        "The file seems to be in UTF-16 without the opening mark that lets it be read with certainty.",
        "Enregistrez le fichier au format « CSV UTF-8 » depuis votre tableur.",
        "Save the file as “CSV UTF-8” from your spreadsheet.",
    ),
    "file_quotes": rule(
        "Guillemets mal fermés",
        "Quotation marks not closed",
        "Un guillemet ouvert vers la ligne {at_line} n'est pas refermé comme il faut.",
        "A quotation mark opened near line {at_line} is not properly closed.",
        "Dans cette cellule, doublez les guillemets qui font partie du texte ou supprimez-les.",
        "In that cell, double the quotation marks that belong to the text, or remove them.",
    ),
    "file_not_a_table": rule(
        "Pas de colonnes",
        "No columns",
        "Aucun séparateur de colonnes (virgule, point-virgule, tabulation, barre verticale) n'a été "
        "reconnu : chaque ligne est lue comme une seule cellule, par exemple « {value} ».",
        "No column separator (comma, semicolon, tab, vertical bar) was recognised: each line reads as a "
        "single cell, for instance “{value}”.",
        "Exportez de nouveau avec le point-virgule ou la virgule comme séparateur.",
        "Export again with a semicolon or a comma as the separator.",
    ),
    "file_no_sheet": rule(
        "Feuille introuvable",
        "Sheet not found",
        "Le classeur n'a pas de feuille « {sheet} » ; ses feuilles sont : {sheets}.",
        "The workbook has no sheet “{sheet}”; its sheets are: {sheets}.",
        "Choisissez une des feuilles du classeur.",
        "Choose one of the workbook's sheets.",
    ),
    "too_many_rows": rule(
        "Trop de lignes",
        "Too many lines",
        "Le fichier a plus de {limit} lignes de données.",
        "The file has more than {limit} lines of data.",
        "Découpez le fichier, par exemple par année, et chargez les parties l'une après l'autre.",
        "Split the file, for instance by year, and load the parts one after the other.",
    ),
    "line_too_long": rule(
        "Ligne démesurée",
        "Line out of proportion",
        "La ligne {at_line} a plus de {limit} caractères.",
        "Line {at_line} has more than {limit} characters.",
        "Vérifiez l'export : les lignes du tableau doivent être séparées par des retours à la ligne.",
        "Check the export: the lines of the table must be separated by line breaks.",
    ),
    "cell_too_long": rule(
        "Cellule démesurée",
        "Cell out of proportion",
        "Une cellule de la ligne {at_line} a plus de {limit} caractères.",
        "A cell of line {at_line} has more than {limit} characters.",
        "Raccourcissez ce texte, ou refermez le guillemet qui lui fait avaler les lignes suivantes.",
        "Shorten that text, or close the quotation mark that makes it swallow the lines after it.",
    ),
    "too_many_columns": rule(
        "Trop de colonnes",
        "Too many columns",
        "Le fichier a {count} colonnes ; la limite est de {limit}.",
        "The file has {count} columns; the limit is {limit}.",
        "Ne gardez que les colonnes utiles ; le modèle à télécharger les donne.",
        "Keep only the columns that are needed; the template lists them.",
    ),
    "header_missing": rule(
        "Ligne d'en-tête absente",
        "Header line missing",
        "La première ligne contient des valeurs ({value}) là où des noms de colonnes sont attendus.",
        "The first line holds values ({value}) where column names are expected.",
        "Ajoutez en première ligne les noms des colonnes, comme dans le modèle.",
        "Add the column names as the first line, as in the template.",
    ),
    "header_duplicate": rule(
        "Nom de colonne répété",
        "Column name repeated",
        "Le nom de colonne « {name} » apparaît {count} fois (colonnes {positions}).",
        "The column name “{name}” appears {count} times (columns {positions}).",
        "Donnez un nom différent à chaque colonne, ou supprimez celle de trop.",
        "Give each column its own name, or remove the one too many.",
    ),
    "header_blank": rule(
        "Colonne sans nom",
        "Column without a name",
        "La colonne {position} contient des valeurs mais n'a pas de nom.",
        "Column {position} holds values but has no name.",
        "Donnez-lui un nom ; si des cellules d'en-tête sont fusionnées, défusionnez-les.",
        "Give it a name; if header cells are merged, unmerge them.",
    ),
    "column_missing": rule(
        "Colonne absente",
        "Column missing",
        "La colonne « {name} » ({meaning}) n'a pas été trouvée. Colonnes du fichier : {columns}.",
        "The column “{name}” ({meaning}) was not found. Columns of the file: {columns}.",
        "Indiquez quelle colonne du fichier la contient, donnez-lui une valeur unique pour tout le fichier, "
        "ou ajoutez-la.",
        "Say which column of the file holds it, give it one value for the whole file, or add it.",
    ),
    "mapping_unknown": rule(
        "Correspondance impossible",
        "Mapping not possible",
        "La correspondance désigne « {name} », absente des colonnes du fichier et du tableau.",
        "The mapping names “{name}”, which is neither a column of the file nor a column of the table.",
        "Choisissez parmi les colonnes du fichier.",
        "Choose among the columns of the file.",
    ),
    "mapping_repeated": rule(
        "Colonne utilisée deux fois",
        "Column used twice",
        "La colonne « {name} » du fichier est affectée à la fois à {targets}.",
        "The column “{name}” of the file is assigned to {targets} at the same time.",
        "Affectez chaque colonne du fichier à une seule colonne du tableau.",
        "Assign each column of the file to one column of the table only.",
    ),
}
