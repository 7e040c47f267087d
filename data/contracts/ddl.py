"""A contract as a CREATE TABLE statement, constraints included."""

from __future__ import annotations

from data.contracts.model import Column, ColumnType, Contract

_SQL_TYPES = {
    ColumnType.TEXT: "VARCHAR",
    ColumnType.INTEGER: "BIGINT",
    ColumnType.NUMBER: "DOUBLE",
    ColumnType.BOOLEAN: "BOOLEAN",
    ColumnType.DATE: "DATE",
    ColumnType.MONTH: "DATE",
    ColumnType.YEAR: "INTEGER",
    ColumnType.TIMESTAMP: "TIMESTAMP",
}


def quoted(name: str) -> str:
    """An identifier as SQL writes it, whatever it contains."""
    return '"' + name.replace('"', '""') + '"'


def sql_type(column: Column) -> str:
    """The DuckDB type a column is stored in; sums of money are exact."""
    return "DECIMAL(18, 2)" if column.money else _SQL_TYPES[column.type]


def _literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _constraints(column: Column) -> list[str]:
    name = quoted(column.name)
    rules = []
    if column.minimum is not None:
        rules.append(f"{name} >= {column.minimum!r}")
    if column.maximum is not None:
        rules.append(f"{name} <= {column.maximum!r}")
    if column.type is ColumnType.NUMBER and not column.money:
        # NaN compares as the largest number, so an upper bound alone would not keep it out of every column.
        rules.append(f"isfinite({name})")
    if column.choices:
        rules.append(f"{name} IN ({', '.join(map(_literal, column.choices))})")
    if column.type is ColumnType.TEXT:
        rules.append(f"length({name}) BETWEEN 1 AND {column.max_length}")
    if column.type is ColumnType.MONTH:
        rules.append(f"day({name}) = 1")
    return [f"CHECK ({rule})" for rule in rules]


def ddl(contract: Contract) -> str:
    """The statement that creates the contract's table.

    Keys and references between tables are not constraints here: the build checks them once, after
    loading, which costs a fraction of checking every row as it arrives and leaves no index in the file.
    """
    lines = []
    for column in contract.columns:
        parts = [quoted(column.name), sql_type(column)]
        if column.required:
            parts.append("NOT NULL")
        lines.append(" ".join([*parts, *_constraints(column)]))
    lines.extend(f"CHECK ({check.expression})" for check in contract.checks)
    return f"CREATE TABLE {quoted(contract.name)} (\n    " + ",\n    ".join(lines) + "\n)"
