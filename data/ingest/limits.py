"""How much a file may hold: enough for any bank's reporting, too little to hurt the server."""

from __future__ import annotations

MEGABYTE = 1_000_000
MAX_FILE_BYTES = 50 * MEGABYTE
MAX_UNPACKED_BYTES = 400 * MEGABYTE
"""What a workbook or Parquet file may take once decompressed."""
MAX_RATIO = 100
"""Decompressed over compressed; sheets of repeated rows reach 40."""
RATIO_COUNTS_FROM_BYTES = 10 * MEGABYTE
MAX_SHARED_TEXT_BYTES = 60 * MEGABYTE
"""The shared text of a workbook is held in memory while it is read."""
MAX_ARCHIVE_ENTRIES = 2_000
MAX_ROWS = 1_000_000
MAX_COLUMNS = 200
MAX_LINE_CHARACTERS = 1_000_000
"""No table of 200 columns has longer lines; cutting one into cells would take many times its size."""
MAX_CELL_CHARACTERS = 131_072
"""Four times what a spreadsheet lets a cell hold."""
MAX_NAME_CHARACTERS = 250
"""What is kept of the name of a column."""
MAX_ROW_CELLS = 2_000
"""A stray line may be wider than the table; a line of half a million cells is none."""
MAX_ROW_BYTES = 8 * MEGABYTE
"""What a row of a sheet, or what stands after the last one, may take: it is held in memory as a whole."""
MAX_ROW_ELEMENTS = 70_000
"""A row of the widest sheet there is has 16,384 cells, each with a value and perhaps a formula."""
MAX_LOOSE_ELEMENTS = 100_000
"""What a sheet may hold beside its rows: merged cells, formats, links; all of it stays in memory."""
MAX_LOOSE_BYTES = 40 * MEGABYTE
MAX_PART_ELEMENTS = 100_000
"""Of styles, defined names and whatever else is no sheet."""
MAX_PART_BYTES = 20 * MEGABYTE
MAX_SHARED_TEXTS = 2_000_000
MAX_GRID_CELLS = 10_000_000
"""Of a sheet that is held in memory as a whole, its empty cells and repeated rows counted."""
MAX_XML_DEPTH = 64
MAX_FORMAT_CHARACTERS = 255
"""Of a number format: what spreadsheets allow."""
MAX_FORMAT_BRACKETS = 24
MAX_FORMULAS_LISTED = 10_000
"""Formulas without a result that are listed one by one; with more of them a sheet was never calculated."""
READER_MEBIBYTES, READER_MEBIBYTES_PER_MEGABYTE, READER_MEBIBYTES_AT_MOST = 256, 20, 1_536
"""Memory that the process reading a file may take beyond what it starts with."""
READER_SECONDS, READER_SECONDS_PER_MEGABYTE, READER_SECONDS_AT_MOST = 6, 4, 120
"""Computing time of that process; an ordinary file takes a third of it."""
WALL_PER_SECOND = 10
"""Seconds on the clock for each of computing, on a machine that others use too."""
READERS_AT_ONCE = 4
MAX_LOG_BYTES = 200 * MEGABYTE
"""Of a channel log, which is aggregated and not kept."""
LOG_MEBIBYTES = 2_048
"""Of address space; the engine itself uses half a gigabyte at most."""
LOG_SECONDS, LOG_SECONDS_PER_MEGABYTE = 20, 3
LOGS_AT_ONCE = 1
"""A log takes both processors of a small machine: the next one waits."""
MAX_SHEETS_LOOKED_AT = 20
HEADER_SEARCH_ROWS = 30
PREVIEW_ROWS = 20
PROBLEMS_SHOWN = 1_000
OLDEST_YEAR = 1900
