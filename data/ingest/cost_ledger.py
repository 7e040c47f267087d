"""Cost accounting as banks keep it: cost centres by nature of expense, with volumes and staff.

A ledger has no line a table could take: its heads are natures or cost centres, its amounts thousands or
millions, its totals stand among its parts. It is read here as centre, item, period and value, and
:mod:`data.ingest.ledger_tables` makes the cost tables of the channels of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final, Literal

import numpy as np
import pandas as pd
import pyarrow as pa

from data.ingest.cells import SPACES, normalised
from data.ingest.dates import read_month
from data.ingest.delimited import is_blank, open_delimited
from data.ingest.layout import year_label
from data.ingest.numbers import convention, written
from data.ingest.problems import FileRefused, Problem
from data.ingest.reading import ReadOptions, Workbook, open_workbook
from data.ingest.sniff import check_size, file_format
from data.ingest.units import header_units, parse_unit

VOLUME, STAFF, UNITS = "volume", "staff", "units"
PURCHASES: Final = "purchases"
NATURES: Final[Mapping[str, str]] = {
    "personnel": "personnel|salaires|masse salariale|charges sociales|staff costs|staff cost|salaries|payroll"
    "|personnel costs",
    "premises": "loyer|loyers|charges locatives|immobilier|locaux|rent|premises|occupancy|energie|utilities",
    "depreciation": "amortissement|amortissements|dotations|depreciation|amortisation|amortization",
    "it": "informatique|systemes d information|logiciels|licences|maintenance|telecom|telecommunications"
    "|software|it costs|it",
    PURCHASES: "achats|consommables|fournitures|supplies|consumables|interchange|commissions versees|sms"
    "|affranchissement|purchases|fees paid|variable costs",
    "services": "sous traitance|prestations|honoraires|services exterieurs|external services|outsourcing"
    "|transport de fonds|gardiennage|marketing|publicite|impots et taxes|taxes|autres charges|other costs"
    "|other expenses|frais generaux|overheads",
}
"""Nature of expense → words by which a ledger calls it. ``purchases`` go away with the transaction."""
_COUNTED: Final[Mapping[str, str]] = {
    STAFF: "etp|effectif|effectifs|fte|headcount|full time equivalents",
    UNITS: "unites|units|nombre d agences|nombre de gab|nombre d automates|nombre de positions"
    "|branches in service",
    VOLUME: "volume|volumes|nombre d operations|operations traitees|nombre de transactions|transactions"
    "|operations",
}
_CHANNELS: Final[Mapping[str, str]] = {
    "branch": "agence|agences|guichet|guichets|reseau d agences|branch|branches|branch network"
    "|points de vente",
    "atm": "gab|dab|monetique|automates|automate|guichets automatiques|atm|atms|cash machines|cash machine",
    "ivr": "svi|serveur vocal|ivr|voice server",
    "adviser": "centre de relation client|crc|centre d appels|centre de contact|call centre|call center"
    "|contact centre|conseillers|conseiller|advisers|phone advisers",
    "internet": "internet|web|banque en ligne|site internet|online banking|internet banking|e banking",
    "mobile": "mobile|application mobile|app|mobile banking|application",
    "agent": "points agents|point agent|agents|agent points|correspondants",
}
_CENTRE_HEADS: Final = frozenset(
    [
        "centre",
        "centre de cout",
        "centre de couts",
        "centre de responsabilite",
        "section",
        "section analytique",
        "entite",
        "canal",
        "cost centre",
        "cost center",
        "channel",
        "department",
        "libelle centre",
        "centre analytique",
    ]
)
_NATURE_HEADS: Final = frozenset(
    [
        "nature",
        "nature de charge",
        "nature de charges",
        "nature de la charge",
        "rubrique",
        "poste",
        "compte",
        "libelle",
        "expense",
        "nature of expense",
        "expense type",
        "account",
        "item",
    ]
)
_AMOUNT_HEADS: Final = frozenset(
    ["montant", "montants", "realise", "valeur", "amount", "actual", "value", "cumul"]
)
_PERIOD_HEADS: Final = frozenset(["mois", "periode", "exercice", "annee", "month", "period", "year", "date"])
_TOTAL: Final = re.compile(r"\b(total|totaux|sous total|subtotal|somme|ensemble|cout complet|grand total)\b")
_YEAR: Final = re.compile(r"\b((?:19|20)\d\d)\b")
_STATED_YEAR: Final = re.compile(r"(?:exercice|ann[ée]e|year|fy)\D{0,12}((?:19|20)\d\d)", re.IGNORECASE)
_MOST_ROWS: Final = 20_000
_HEADER_ROWS: Final = 40
_LABELS: Final = 3
_MOST_SHEETS: Final = 20
_FEWEST_NATURES: Final = 2
_TOLERANCE: Final = 0.005
_LONGEST_TITLE: Final = 200

Read = Literal["natures", "centres", "long"]


@dataclass(frozen=True)
class Total:
    """A total of the file that its parts do not add up to: what it is called, its value, their sum; MAD."""

    label: str
    stated: float
    added: float


@dataclass(frozen=True)
class Ledger:
    """A ledger as it was read.

    Parameters
    ----------
    lines : centre, item (nature, ``volume``, ``staff`` or ``units``), period (``2025`` or ``2025-03``; empty
        where the file says none), value (MAD, or a count)
    channels : centre → channel that it is; empty where its name tells none
    size : how many dirhams one unit of the file's amounts is
    totals : lines and columns of totals, which are left out
    differing : those of them that the parts do not add up to
    unread : labels that are no nature, count or centre, with their cells left out
    problem : why it cannot be read
    decimal_open : whether 10,427 may be ten or ten thousand
    """

    filename: str
    lines: pd.DataFrame = field(default_factory=pd.DataFrame)
    channels: Mapping[str, str] = field(default_factory=dict)
    size: float = 1.0
    totals: int = 0
    differing: tuple[Total, ...] = ()
    unread: tuple[str, ...] = ()
    problem: Problem | None = None
    decimal_open: bool = False

    @property
    def dated(self) -> bool:
        """Whether every line says when."""
        return bool(len(self.lines)) and bool((self.lines["period"] != "").all())

    def of_year(self, year: int) -> Ledger:
        """With the year of the lines that say none."""
        return replace(
            self,
            lines=self.lines.assign(period=self.lines["period"].where(self.lines["period"] != "", str(year))),
        )


@dataclass(frozen=True)
class _Grid:
    name: str
    rows: list[list[str]]


def _phrase(label: str, words: Mapping[str, str]) -> list[str]:
    """The keys one of whose words stands in the label; of two that overlap the longer word counts."""
    text = f" {normalised(label, brackets=False)} "
    found: list[tuple[str, str]] = [
        (word, key) for key, listed in words.items() for word in listed.split("|") if f" {word} " in text
    ]
    kept = [
        (word, key) for word, key in found if not any(word != other and word in other for other, _ in found)
    ]
    return list(dict.fromkeys(key for _word, key in kept))


def item_of(label: str) -> str:
    """The nature or count that a label names; empty where it names none.

    >>> item_of("Frais de personnel (kMAD)"), item_of("Effectif (ETP)"), item_of("Siège")
    ('personnel', 'staff', '')
    """
    counted = _phrase(label, _COUNTED)
    nature = _phrase(label, NATURES)
    if nature and counted and nature != ["personnel"]:
        return nature[0]
    return (counted or nature or [""])[0]


def channel_of(centre: str) -> str:
    """The one channel that the name of a cost centre tells; empty where it tells none or several."""
    found = _phrase(centre, _CHANNELS)
    return found[0] if len(found) == 1 else ""


def _is_total(label: str) -> bool:
    return "%" not in label and bool(_TOTAL.search(normalised(label)))


def _period_of(header: str) -> str:
    text = header.strip()
    year = year_label(text)
    if year:
        return year
    month = read_month(text)
    return "" if month is None else f"{month[0]:04d}-{month[1]:02d}"


def read_ledger(content: bytes, filename: str, options: ReadOptions | None = None) -> Ledger | None:
    """A ledger, if the file is one: at least two natures of expense at channels; None where it is not.

    Raises
    ------
    FileRefused: the file cannot be read at all
    """
    check_size(len(content))
    asked = options or ReadOptions()
    kind = file_format(content)
    if kind in ("parquet", "json", "sdmx"):
        return None
    workbook = kind in ("zip", "ole")
    grids = list(_of_workbook(open_workbook(content, kind), asked) if workbook else _of_text(content, asked))
    parts = [part for grid in grids if (part := _read_grid(grid)) is not None]
    cells = [cell for part in parts for cell in part.cells]
    natures = {cell.item for cell in cells} & set(NATURES)
    if len(natures) < _FEWEST_NATURES or not any(channel_of(cell.centre) for cell in cells):
        return None
    return _joined(filename, parts, asked)


def _of_workbook(book: Workbook, options: ReadOptions) -> Iterator[_Grid]:
    try:
        names = [options.sheet] if options.sheet in book.sheets else list(book.sheets[:_MOST_SHEETS])
        for name in names:
            if name is not None:
                rows = [cells for _line, cells, _typed in book.rows(name, last_row=_MOST_ROWS)]
                yield _Grid(name, rows)
    finally:
        book.close()


def _of_text(content: bytes, options: ReadOptions) -> Iterator[_Grid]:
    rows = []
    for line, cells in open_delimited(content, options.encoding).rows():
        if line > _MOST_ROWS:
            return
        rows.append(cells)
    yield _Grid("", rows)


@dataclass(frozen=True)
class _Cell:
    centre: str
    item: str
    label: str
    period: str
    text: str
    total: bool


@dataclass(frozen=True)
class _Part:
    cells: list[_Cell]
    titles: str
    unread: tuple[str, ...]


def _read_grid(grid: _Grid) -> _Part | None:
    """The cells of the one ledger of a sheet: natures over centres, centres over natures, or one a line."""
    best: tuple[int, int, Read] | None = None
    for place, row in enumerate(grid.rows[:_HEADER_ROWS]):
        below = [label for cells in grid.rows[place + 1 :] if (label := _label(cells))]
        heads = [normalised(cell, brackets=False) for cell in row]
        items = sum(bool(item_of(cell)) for cell in row)
        centres = sum(bool(channel_of(cell)) for cell in row)
        if any(h in _CENTRE_HEADS for h in heads) and any(h in _NATURE_HEADS for h in heads):
            best = (10**6, place, "long")
            break
        across = items * sum(bool(channel_of(label)) for label in below)
        down = centres * sum(bool(item_of(label)) for label in below)
        for score, way in ((across, "natures"), (down, "centres")):
            if score and (best is None or score > best[0]):
                best = (score, place, "natures" if way == "natures" else "centres")
    if best is None:
        return None
    _score, place, read = best
    titles = " ; ".join(cell for row in grid.rows[:place] for cell in row if cell.strip())
    head, rows = grid.rows[place], [row for row in grid.rows[place + 1 :] if not is_blank(row)]
    made = _long(head, rows) if read == "long" else _crossed(head, rows, read)
    return _Part(made[0], f"{grid.name} ; {titles}"[: 10 * _LONGEST_TITLE], tuple(dict.fromkeys(made[1])))


def _label(cells: Sequence[str]) -> str:
    """The words at the beginning of a line: a code before the name of a centre belongs to it."""
    words = [cell.strip() for cell in cells[:_LABELS] if re.search(r"[^\W\d_]", cell)]
    return " ".join(words)


def _crossed(head: Sequence[str], rows: Sequence[Sequence[str]], read: Read) -> tuple[list[_Cell], list[str]]:
    """A table of centres by items, either way round; merged names above several columns hold for each."""
    knows: Callable[[str], str] = item_of if read == "natures" else channel_of
    first = next((at for at, name in enumerate(head) if knows(name) or _is_total(name)), 0)
    found: list[_Cell] = []
    unread: list[str] = []
    for cells in rows:
        label = _label(cells[:first] or cells[:1])
        if not label:
            continue
        item_row = item_of(label)
        if read == "centres" and not item_row and not _is_total(label):
            unread.append(label)
            continue
        for at in range(first, min(len(head), len(cells))):
            name, text = head[at].strip(), cells[at].strip(SPACES)
            if not name or not text:
                continue
            item, centre = (item_of(name), label) if read == "natures" else (item_row, name)
            total = _is_total(name) or _is_total(label)
            if not item and not total:
                unread.append(name)
                continue
            said = name if read == "natures" else label
            found.append(_Cell(centre, item, said, "", text, total))
    return found, unread


def _long(head: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[_Cell], list[str]]:
    """One centre and nature a line; amounts in one column, or in one for each month or year."""
    names = [normalised(name, brackets=False) for name in head]

    def at(wanted: frozenset[str]) -> int | None:
        return next((place for place, name in enumerate(names) if name in wanted), None)

    centre_at, nature_at, period_at = at(_CENTRE_HEADS), at(_NATURE_HEADS), at(_PERIOD_HEADS)
    spread = {place: period for place, name in enumerate(head) if (period := _period_of(name))}
    amount_at = at(_AMOUNT_HEADS)
    if not spread and amount_at is not None:
        spread = {amount_at: ""}
    counted = {
        place: item
        for place, name in enumerate(head)
        if place not in (*spread, centre_at, nature_at, period_at) and (item := item_of(name))
    }
    found: list[_Cell] = []
    unread: list[str] = []
    centre = ""
    if centre_at is None or nature_at is None:
        return found, unread
    for cells in rows:
        row = [*cells, *[""] * (len(head) - len(cells))]
        # A name merged over the lines of its natures stands in the first of them.
        centre = row[centre_at].strip() or centre
        nature = row[nature_at].strip()
        item, total = item_of(nature), _is_total(centre) or _is_total(nature)
        given = _period_of(row[period_at]) if period_at is not None else ""
        if not item and not total:
            unread.append(nature or centre)
            continue
        for place, period in spread.items():
            if row[place].strip(SPACES):
                label = nature if item in _COUNTED else f"{nature} {head[place]}"
                found.append(_Cell(centre, item, label, period or given, row[place].strip(SPACES), total))
        for place, count in counted.items():
            if row[place].strip(SPACES) and not total:
                text = row[place].strip(SPACES)
                found.append(_Cell(centre, count, head[place], given, text, total=False))
    return found, unread


def _joined(filename: str, parts: Sequence[_Part], options: ReadOptions) -> Ledger:
    """The cells of all sheets as one table of values."""
    rows: list[tuple[str, str, str, float, bool]] = []
    texts = [cell.text for part in parts for cell in part.cells]
    read = written(pa.array(texts, pa.string()))
    weights = np.ones(len(texts), dtype=np.int64)
    chosen = convention(read, weights, whole=False, asked=options.decimal)
    values = read.values(chosen.decimal, read.read_as(chosen.decimal))
    size = _size([part.titles for part in parts])
    unread = [label for part in parts for label in part.unread]
    place, amounts = 0, Counter[float]()
    for part in parts:
        years = set(_STATED_YEAR.findall(part.titles)) or set(_YEAR.findall(part.titles))
        stated = years.pop() if len(years) == 1 else ""
        for cell in part.cells:
            value = float(values[place])
            place += 1
            if np.isnan(value):
                unread.append(f"{cell.centre}: {cell.text}")
                continue
            own = _own_size(cell.label)
            if cell.item not in _COUNTED:
                own = own if own is not None else size
                amounts[own] += 1
            value *= own if own is not None else 1.0
            rows.append((cell.centre, cell.item, cell.period or stated, value, cell.total))
    table = pd.DataFrame(rows, columns=["centre", "item", "period", "value", "total"])
    parts_of, totals = table[~table["total"]].drop(columns="total"), table[table["total"]]
    # The same count stands beside every nature of a centre in a long ledger.
    counts = parts_of["item"].isin(_COUNTED)
    keys = ["centre", "item", "period"]
    lines: pd.DataFrame = pd.concat(
        [
            parts_of[~counts].groupby(keys, sort=False)[["value"]].sum().reset_index(),
            parts_of[counts].groupby(keys, sort=False)[["value"]].max().reset_index(),
        ],
        ignore_index=True,
    )
    open_ = not chosen.decided
    return Ledger(
        filename,
        lines,
        {centre: channel_of(centre) for centre in dict.fromkeys(lines["centre"])},
        max(amounts, key=amounts.__getitem__) if amounts else size,
        len(totals),
        _differing(totals, lines),
        tuple(dict.fromkeys(unread)),
        None,
        decimal_open=open_,
    )


def _size(titles: Sequence[str]) -> float:
    """How many dirhams one unit of the amounts is, as a title says it; 1 where none does."""
    for title in titles:
        for piece in re.split(r"[;\n]| - | – ", title):
            for text in (*header_units(piece), piece):
                unit = parse_unit(text)
                if unit is not None and unit.dimension in (None, "MAD") and not text.strip().isdigit():
                    return float(unit.size)
    return 1.0


def _own_size(label: str) -> float | None:
    """The size that a header or a line says of itself: Personnel (kMAD), Volumes (milliers)."""
    for text in header_units(label):
        unit = parse_unit(text)
        if unit is not None and unit.dimension in (None, "MAD", "count") and not text.strip().isdigit():
            return float(unit.size)
    return None


def _differing(totals: pd.DataFrame, lines: pd.DataFrame) -> tuple[Total, ...]:
    """The totals of costs by centre that the centre's natures do not add up to."""
    costs = lines[~lines["item"].isin(_COUNTED)]
    found = []
    for place in np.flatnonzero(totals["item"] == ""):
        centre, period = str(totals["centre"].iloc[place]), str(totals["period"].iloc[place])
        stated = float(totals["value"].iloc[place])
        own = costs[(costs["centre"] == centre) & (costs["period"] == period)]
        added = float(own["value"].sum())
        if len(own) and abs(added - stated) > _TOLERANCE * abs(stated):
            found.append(Total(centre, stated, added))
    return tuple(found)


def ledger(content: bytes, filename: str, *, options: ReadOptions | None = None) -> Ledger | None:
    """As `read_ledger`; a file that cannot be read is no ledger, and the reading of tables says why."""
    try:
        return read_ledger(content, filename, options)
    except FileRefused:
        return None
