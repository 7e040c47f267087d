"""The data dictionary, written from the contracts: ``python -m data.dictionary`` writes docs/DATA.md."""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from data.channel_log.contract import CHANNEL_LOG
from data.contracts import CONTRACTS, Column, ColumnType, Contract
from data.shipped import shipped_tables

TARGET = Path(__file__).resolve().parents[1] / "docs" / "DATA.md"

_OPENING = """# Data dictionary

Written by `python -m data.dictionary` from the contracts in `data/contracts/` and the catalogues in
`data/catalogue/`; do not edit by hand. Each meaning is given in English, then in French.

## How to read it

* **Every row names its source** (table `source`) and its **kind**: `observed` (published or reported),
  `derived` (calculated from observed figures), `assumed` (a convention or hypothesis), `synthetic` (made
  up for demonstration).
* **Status** of a published figure: `verified` (read in the document named), `secondary` (read in a
  document that cites it, as the press does), `unverified` (not found again).
* **Tag** of a threshold or rule: `V` read in the source, `V2` read in a secondary source, `M` unverified,
  `C` a convention of this product.
* **Use** of a threshold, its second letter: `S` its source sets it for the same purpose, `C` its source sets
  it for another one (a trigger of a notice, an exemption, a formula of capital), so that taking it as a limit
  of risk is a convention of this product.
* **Months** are stored as their first day. **Missing is empty**, never zero. Sums of money are stored in
  hundredths, exactly.
* **A break of definition** (table `definition_break`) is a point through which no line is drawn.
* **Importable** tables can be loaded from a file; a file may leave out columns that have a default.
"""

_KNOTS = """## The 37 risk indicators: cuts and knots

The cuts are the boundaries between grades 1|2, 2|3 and 3|4, each with the tag of its source and that of
its use. Indicators marked *system* are the supervisor's or the peers' doing: they stand in the view of the
system and in no bank's score. A value is scored
piecewise-linearly through five knots, scored 0, 25, 50, 75 and 100. The two outer knots and the tie rule
are conventions (tag C):

* knots 1 to 3 are the cuts; knot 0 is the natural bound on the good side (0 where higher is worse, 100
  for a falling percentage, 5 for the app rating), and without one the first cut moved by the distance
  between the first two;
* knot 4 lies twice the distance between the last two cuts beyond the third, never past the natural bound
  on the bad side and always strictly beyond knot 3;
* a cut of a whole-number indicator moves half a unit in the worse direction: "0/1/2" reads 0 for grade 1,
  1 for grade 2, 2 for grade 3, 3 for grade 4. Where two coincide the later one moves 0.01 more: "0/0/1"
  reads 0 for grade 1, 1 for grade 3, 2 for grade 4;
* a cut of a continuous indicator that equals the natural best, or the cut before it, moves in the worse
  direction by one hundredth of the distance between the best and the third cut: exactly the best value is
  grade 1.

Weights are 1 within each risk until a bank sets its own (tag C). A red flag floors the grade of its risk
at 3.
"""


def _range(column: Column) -> str:
    parts = []
    if column.minimum is not None or column.maximum is not None:
        low = "" if column.minimum is None else f"{column.minimum:g}"
        high = "" if column.maximum is None else f"{column.maximum:g}"
        parts.append(f"{low} to {high}" if low and high else f"at least {low}" if low else f"at most {high}")
    if column.choices:
        parts.append(", ".join(f"`{choice}`" for choice in column.choices))
    if column.items:
        parts.append("some of " + ", ".join(f"`{item}`" for item in column.items))
    if column.references:
        parts.append(f"one of `{column.references}`")
    if column.limits_from:
        parts.append(f"within the bounds in `{column.limits_from}`")
    if column.type is ColumnType.TEXT and not (column.choices or column.items):
        parts.append(f"up to {column.max_length} characters")
    return "; ".join(parts)


def _presence(column: Column) -> str:
    if column.default is not None:
        return f"default `{column.default}`"
    return "required" if column.required else "may be empty"


def _unit(column: Column) -> str:
    if column.unit is None:
        return ""
    return column.unit if column.unit_fr in (None, column.unit) else f"{column.unit} / {column.unit_fr}"


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _standing(contract: Contract) -> str:
    if contract is CHANNEL_LOG:
        return "No table of the snapshot: it stays Parquet (docs/SCALE.md). It has no key."
    key = f"Key: {', '.join(f'`{name}`' for name in contract.key)}. "
    return key + ("Importable." if contract.importable else "Ships with the product.")


def _table(contract: Contract) -> str:
    lines = [
        f"### `{contract.name}`: {contract.title_en} / {contract.title_fr}",
        "",
        f"{contract.meaning_en}.",
        f"*{contract.meaning_fr}.*",
        "",
        _standing(contract),
        "",
        _row("column", "type", "unit", "values", "presence", "meaning"),
        _row(*["---"] * 6),
    ]
    for column in contract.columns:
        kind = "money" if column.money else str(column.type)
        meaning = f"{column.meaning_en}. *{column.meaning_fr}.*"
        lines.append(
            _row(f"`{column.name}`", kind, _unit(column), _range(column), _presence(column), meaning)
        )
    if contract.checks:
        lines += ["", "Rules within a row:", ""]
        lines += [
            f"* `{c.expression}`: {c.meaning_en} otherwise. *{c.meaning_fr} sinon.*" for c in contract.checks
        ]
    return "\n".join(lines)


def _indicators(catalogue: pd.DataFrame) -> str:
    lines = [
        _row("id", "indicator", "unit", "stage", "dir", "cuts (tag, use)", "knots", "provenance"),
        _row(*["---"] * 8),
    ]
    for row in catalogue.to_dict("records"):
        cuts = " / ".join(f"{row[f'cut_{i}']:g} ({row[f'tag_{i}']}, {row[f'use_{i}']})" for i in (1, 2, 3))
        places = " / ".join(f"{row[f'knot{i}']:g}" for i in range(5))
        flag = (
            f" Red flag: {row['red_flag_rule'][:1].lower()}{row['red_flag_rule'][1:]}."
            if row["red_flag"]
            else ""
        )
        use = "" if pd.isna(row["use_note"]) else f" Use C: {row['use_note']}. *{row['use_note_fr']}.*"
        name = row["indicator"] if row["scope"] == "bank" else f"{row['indicator']} (system)"
        lines.append(
            _row(
                name,
                f"{row['label_en']}. *{row['label_fr']}.*",
                f"{row['unit']} / {row['unit_fr']}",
                row["stage"],
                row["direction"],
                cuts,
                places,
                f"{row['provenance']}. {row['provenance_note']}.{use}{flag}",
            )
        )
    return "\n".join(lines)


def _sources(sources: pd.DataFrame) -> str:
    lines = [_row("source", "publisher", "title", "year", "licence", "address"), _row(*["---"] * 6)]
    for row in sources.sort_values("source").to_dict("records"):
        year = "" if pd.isna(row["year"]) else str(row["year"])
        lines.append(
            _row(f"`{row['source']}`", row["publisher"], row["title"], year, row["licence"], row["address"])
        )
    return "\n".join(lines)


def markdown() -> str:
    """The whole dictionary as Markdown."""
    shipped = shipped_tables()
    parts = [
        _OPENING.rstrip(),
        "## Tables",
        *(_table(contract) for contract in CONTRACTS.values()),
        "## The channel log",
        _table(CHANNEL_LOG),
        _KNOTS.rstrip(),
        _indicators(shipped["risk_indicator"]),
        "## Sources",
        _sources(shipped["source"]),
    ]
    return "\n\n".join(parts) + "\n"


if __name__ == "__main__":
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(markdown(), encoding="utf-8")
