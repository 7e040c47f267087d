"""Files of statistical offices as they come: codes of two letters, flags beside figures, groups of countries.

Eurostat's TSV has "62.1 b" or ": u" in its cells, its SDMX-CSV a column OBS_FLAG. The flags are those of
Eurostat's code list OBS_FLAG, https://ec.europa.eu/eurostat/data/database/information.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from data.codes import OWN_FILE
from data.contracts import ColumnType, Contract, Kind, contract
from data.frames import conform
from data.ingest.cells import SPACES, RawColumn, RawTable, as_mask, normalised
from data.ingest.layout import VALUE, LongTable
from data.ingest.phrases import Phrase
from data.ingest.problems import Notice
from data.ingest.references import References
from data.ingest.shaping import Shape

FLAGS: Mapping[str, Phrase] = {
    "b": Phrase("rupture de série", "break in time series"),
    "c": Phrase("confidentiel", "confidential"),
    "d": Phrase("définition différente", "definition differs"),
    "e": Phrase("estimation", "estimated"),
    "f": Phrase("prévision", "forecast"),
    "i": Phrase("voir les métadonnées", "see metadata"),
    "n": Phrase("non significatif", "not significant"),
    "p": Phrase("provisoire", "provisional"),
    "r": Phrase("révisé", "revised"),
    "s": Phrase("estimation d'Eurostat", "Eurostat estimate"),
    "u": Phrase("peu fiable", "low reliability"),
    "z": Phrase("sans objet", "not applicable"),
}
"""What the letter beside a figure says of it."""

BREAK, FORECAST, WITHHELD = "b", "f", ":"
_LETTERS = "".join(FLAGS)
_FLAGGED = (
    rf"^[{SPACES}]*(?P<value>:|[+-]?\d[\d.,]*)"
    rf"(?:[{SPACES}]+(?P<flags>[{_LETTERS}]{{1,5}})|[{SPACES}]*\((?P<brackets>[{_LETTERS}]{{1,5}})\))?[{SPACES}]*$"
)
_NOTHING_TO_TAKE = rf"^[{SPACES}]*[+-]?[\d.,]*[{SPACES}]*$"
_FLAG_COLUMNS = frozenset(
    {"obs flag", "obs status", "observation flag", "observation status", "flag", "flags"}
)
_LISTED_FLAGS = re.compile(rf"[{_LETTERS}](?:[ ,;]?[{_LETTERS}])*")
_GROUPS = re.compile(r"(?:EU|EA|EEA)(?:_V|\d{1,2}(?:_\d{4})?)?|EFTA|EEA30_2007|EU_V|CPC1|OECD|G20")
_COUNTRIES = "country.country"
_MOST_CODES = 200


def is_statistical(declared: Contract) -> bool:
    """Whether a table holds series of countries, which statistical offices publish."""
    return any(declared.column(name).references == _COUNTRIES for name in declared.key)


@dataclass(frozen=True)
class Flags:
    """The letters beside the figures of a file, by column; of each row, "" where there are none."""

    by_column: Mapping[str, npt.NDArray[np.object_]] = field(default_factory=dict)
    column: str | None = None
    """The column that holds nothing but flags."""
    withheld: npt.NDArray[np.bool_] | None = None
    """Rows of a long table whose figure is not published."""

    def of(self, table: LongTable) -> npt.NDArray[np.object_]:
        """The flags of each row of the long table."""
        found = np.full(table.rows.size, "", dtype=object)
        cells = table.columns.get(VALUE)
        if cells is None or not self.by_column:
            return found
        headers = (cells.name,) if cells.origin is None else cells.names
        origin = np.zeros(table.rows.size, dtype=np.int32) if cells.origin is None else cells.origin
        for position, header in enumerate(headers):
            flags = self.by_column.get(header)
            if flags is not None:
                rows = np.flatnonzero(origin == position)
                found[rows] = flags[table.rows[rows]]
        return found


def take_flags(raw: RawTable, shaped: Shape) -> tuple[RawTable, Flags]:
    """The file with bare figures, and the flags that stood beside them.

    A colon stands for a figure that is not published; it is left empty.
    """
    if not is_statistical(shaped.declared):
        return raw, Flags()
    value = shaped.columns.get(VALUE)
    headers = [*([value] if value else []), *(shaped.wide.columns if shaped.wide else ())]
    flags: dict[str, npt.NDArray[np.object_]] = {}
    bare: dict[str, RawColumn] = {}
    withheld = np.zeros(raw.row_count, dtype=bool)
    for header in headers:
        column = raw.column(header)
        text = column.text.combine_chunks().fill_null("")
        plain = as_mask(pc.match_substring_regex(text, _NOTHING_TO_TAKE))
        if not plain.all():
            found = pc.extract_regex(text, _FLAGGED)
            figures, letters, brackets = (found.field(i) for i in range(3))
            texts = pc.if_else(found.is_valid(), figures, text)
            hidden = as_mask(pc.equal(texts, WITHHELD))
            withheld |= hidden
            bare[header] = RawColumn(
                header,
                pa.chunked_array([pc.if_else(pa.array(hidden), "", texts)]),
                column.native,
            )
            beside = pc.binary_join_element_wise(letters, brackets, "").fill_null("")
            flags[header] = np.array(beside.to_pylist(), dtype=object)
        if header == value and normalised(header) == "obs value":
            withheld |= as_mask(pc.equal(pc.utf8_trim(text, SPACES), ""))
    apart = _flag_column(raw, shaped) if value else None
    if apart is not None and value is not None:
        own = np.array([_letters(text) for text in raw.column(apart).text.to_pylist()], dtype=object)
        flags[value] = flags[value] + own if value in flags else own
    columns = tuple(bare.get(column.name, column) for column in raw.columns)
    found_flags = Flags(flags, apart, withheld if shaped.wide is None else None)
    return dataclasses.replace(raw, columns=columns), found_flags


def _flag_column(raw: RawTable, shaped: Shape) -> str | None:
    free = (name for name in raw.names if name not in shaped.read and normalised(name) in _FLAG_COLUMNS)
    return next(free, None)


@cache
def _letters(text: str | None) -> str:
    """The flags of a cell that holds nothing else; SDMX's A, a normal value, is none."""
    lower = (text or "").strip(SPACES).lower()
    return re.sub("[ ,;]", "", lower) if _LISTED_FLAGS.fullmatch(lower) else ""


def set_aside(
    raw: RawTable, shaped: Shape, flags: Flags, rows: npt.NDArray[np.int64], references: References
) -> tuple[npt.NDArray[np.int64], list[Notice]]:
    """The rows without those of unpublished figures and of groups of countries that are not followed."""
    notices = []
    if flags.withheld is not None and flags.withheld[rows].any():
        hidden = flags.withheld[rows]
        notices.append(Notice("figures_withheld", {"count": int(hidden.sum())}))
        rows = rows[~hidden]
    header = shaped.columns.get("country")
    if header is None or not is_statistical(shaped.declared) or not references.knows(_COUNTRIES):
        return rows, notices
    cells = raw.column(header).cells()
    unknown = [
        bool(_GROUPS.fullmatch(text)) and references.code(_COUNTRIES, text) is None
        for text in cells.texts.to_pylist()
    ]
    groups = np.array(unknown, dtype=bool)[cells.codes[rows]] if len(unknown) else np.zeros(0, dtype=bool)
    if groups.any():
        left = [text for text, other in zip(cells.texts.to_pylist(), unknown, strict=True) if other]
        notices.append(Notice("groups_left_out", {"count": int(groups.sum()), "codes": left}))
        rows = rows[~groups]
    return rows, notices


def annotate(
    declared: Contract, frame: pd.DataFrame, flags: npt.NDArray[np.object_], given: Collection[str]
) -> tuple[pd.DataFrame, pd.DataFrame | None, list[Notice]]:
    """The rows with their flags written out, the breaks that they declare, and what the user is told.

    ``given`` are the columns that the file fills: what it says itself goes before its flags.
    """
    marked = np.array([bool(each) for each in flags], dtype=bool)
    if not marked.any():
        return frame, None, []
    counts = Counter(letter for each in flags for letter in sorted(set(each)))
    shown = [
        Phrase(f"{letter} ({FLAGS[letter].fr}) : {count}", f"{letter} ({FLAGS[letter].en}): {count}")
        for letter, count in sorted(counts.items())
    ]
    notices = [Notice("flags_read", {"flags": shown})]
    for name, language in (("note_en", "en"), ("note_fr", "fr")):
        if name in frame.columns:
            notes = frame[name].copy()
            fresh = marked & notes.isna().to_numpy()
            notes[fresh] = [_note(each, language) for each in flags[fresh]]
            frame = frame.assign(**{name: notes})
    forecast = np.array([FORECAST in each for each in flags], dtype=bool)
    if forecast.any() and "kind" in frame.columns and "kind" not in given:
        frame = frame.assign(kind=frame["kind"].where(~forecast, Kind.DERIVED.value))
    broken = np.array([BREAK in each for each in flags], dtype=bool)
    if not broken.any():
        return frame, None, notices
    breaks = declared_breaks(declared, frame[broken], _BREAK_NOTE)
    listed = [f"{row.subject} {_period(row.first_period, declared)}" for row in breaks.itertuples()]
    return frame, breaks, [*notices, Notice("breaks_flagged", {"count": len(breaks), "breaks": listed})]


_BREAK_NOTE = Phrase("Rupture signalée par le fichier (b)", "Break flagged in the file (b)")


def _period(day: object, declared: Contract) -> str:
    yearly = declared.column(series_columns(declared)[2]).type is ColumnType.YEAR
    return f"{day:%Y}" if yearly else f"{day:%Y-%m}"


def _note(flags: str, language: str) -> str:
    named = ", ".join(
        FLAGS[letter].fr if language == "fr" else FLAGS[letter].en for letter in sorted(set(flags))
    )
    return f"{'Signe' if language == 'fr' else 'Flag'} {''.join(sorted(set(flags)))}: {named}"


def declared_breaks(declared: Contract, rows: pd.DataFrame, note: Phrase) -> pd.DataFrame:
    """A break of definition at the first day of each row of a table of series."""
    subject, indicator, period = series_columns(declared)
    periods = rows[period]
    if declared.column(period).type is ColumnType.YEAR:
        periods = pd.to_datetime(periods.astype("int64").astype(str) + "-01-01")
    made = pd.DataFrame(
        {
            "subject": rows[subject].to_numpy(),
            "indicator": rows[indicator].to_numpy(),
            "first_period": periods.to_numpy(),
            "note_en": note.en,
            "note_fr": note.fr,
            "source": OWN_FILE,
            "kind": Kind.OBSERVED.value,
        }
    )
    return conform(
        contract("definition_break"), made.drop_duplicates(["subject", "indicator", "first_period"])
    )


def series_columns(declared: Contract) -> tuple[str, str, str]:
    """The key columns of a table of series that hold country, series and period."""
    periods = (ColumnType.YEAR, ColumnType.MONTH)
    period = next(name for name in declared.key if declared.column(name).type in periods)
    others = [name for name in declared.key if name != period]
    return others[0], others[1], period


def dimensions(raw: RawTable, shaped: Shape, flags: Flags) -> list[Notice]:
    """A word on the columns that tell lines apart and are not read: ages, sexes, units."""
    free = (c for c in raw.columns if c.name not in shaped.read and c.name != flags.column)
    names = [column.name for column in free if 1 < pc.count_distinct(column.text).as_py() <= _MOST_CODES]
    return [Notice("told_apart_by", {"columns": names})] if names else []
