"""A bank's own names of indicators and services, unknown or left out; and lines of totals, left out."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from data.contracts import Column, Contract
from data.ingest.cells import SPACES, RawTable, normalised
from data.ingest.mapping import Mapped
from data.ingest.problems import Notice
from data.ingest.references import References
from data.ingest.shaping import Shape

MATCHED_BY_HAND = frozenset({"risk_indicator.indicator", "service.service", "indicator.indicator"})
"""Codes that a bank may call by names of its own."""
_TOTALS = frozenset(
    {
        "total",
        "totaux",
        "totals",
        "sous total",
        "subtotal",
        "total general",
        "grand total",
        "somme",
        "sum",
        "toutes banques",
        "toutes les banques",
        "all banks",
        "ensemble des banques",
    }
)
_MOST = 60
_LOOKED_AT = 5_000
Unknown = tuple[tuple[str, tuple[str, ...]], ...]


def named_columns(declared: Contract) -> list[Column]:
    """Columns of a table whose codes a bank may call by names of its own."""
    return [column for column in declared.columns if column.references in MATCHED_BY_HAND]


def unknown_names(raw: RawTable, declared: Contract, mapping: Mapped, references: References) -> Unknown:
    """Column of the table → names that stand for no code and are not left out, at most sixty."""
    found = []
    for column in named_columns(declared):
        header, reference = mapping.get(column.name), column.references
        if header is None or reference is None or not references.knows(reference):
            continue
        # A column of a million names of its own is no list to be matched by hand.
        texts = raw.column(header).text.slice(0, _LOOKED_AT).unique().to_pylist()
        texts = [text.strip(SPACES) for text in texts if text]
        names = [
            text
            for text in dict.fromkeys(texts)
            if text and references.code(reference, text) is None and not references.left_out(reference, text)
        ]
        if names:
            found.append((column.name, tuple(names[:_MOST])))
    return tuple(found)


def set_aside(
    raw: RawTable, shaped: Shape, rows: npt.NDArray[np.int64], references: References
) -> tuple[npt.NDArray[np.int64], list[Notice]]:
    """The rows without those of names that the bank leaves out, and what is said of them."""
    notices = []
    for column in named_columns(shaped.declared):
        header, reference = shaped.columns.get(column.name), column.references
        if header is None or reference is None or not references.aside.get(reference):
            continue
        cells = raw.column(header).cells()
        texts = [(text or "").strip(SPACES) for text in cells.texts.to_pylist()]
        out = np.array([bool(text) and references.left_out(reference, text) for text in texts], dtype=bool)
        hidden = out[cells.codes[rows]] if out.size else np.zeros(rows.size, dtype=bool)
        if hidden.any():
            names = [text for text, left in zip(texts, out, strict=True) if left]
            notices.append(Notice("names_left_out", {"count": int(hidden.sum()), "names": names}))
            rows = rows[~hidden]
    return rows, notices


def without_totals(
    raw: RawTable, shaped: Shape, rows: npt.NDArray[np.int64]
) -> tuple[npt.NDArray[np.int64], list[Notice]]:
    """The rows without those whose bank, channel or other code says that they add up the others."""
    declared, names = shaped.declared, []
    for name in declared.key:
        header, column = shaped.columns.get(name), declared.column(name)
        if header is None or not (column.references or column.choices):
            continue
        cells = raw.column(header).cells()
        texts = cells.texts.to_pylist()
        total = np.array([normalised(text or "") in _TOTALS for text in texts], dtype=bool)
        hidden = total[cells.codes[rows]] if total.size else np.zeros(rows.size, dtype=bool)
        if hidden.any():
            names.append((int(hidden.sum()), [text for text, out in zip(texts, total, strict=True) if out]))
            rows = rows[~hidden]
    notices = [Notice("totals_left_out", {"count": count, "names": told}) for count, told in names]
    return rows, notices
