"""The declarations hold together, and the tables made from them keep bad rows out."""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Iterator
from datetime import date, datetime

import duckdb
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.codes import SURVEY_ITEMS
from data.connection import Writer
from data.contracts import CONTRACTS, Column, ColumnType, Contract, contract
from data.contracts.ddl import ddl
from data.frames import conform
from data.writing import create, insert

_NAMES = list(CONTRACTS)


def _plain(header: str) -> str:
    letters = unicodedata.normalize("NFKD", header.casefold())
    return "".join(letter for letter in letters if letter.isalnum() or letter == "%")


def _columns() -> list[tuple[Contract, Column]]:
    return [(table, column) for table in CONTRACTS.values() for column in table.columns]


def test_a_table_comes_after_those_it_refers_to() -> None:
    for position, (name, table) in enumerate(CONTRACTS.items()):
        for column in table.columns:
            if column.references is not None and not column.references.startswith(f"{name}."):
                target, key = column.references.split(".")
                assert _NAMES.index(target) < position
                assert contract(target).key == (key,)


def test_an_unknown_table_is_answered_with_the_list_of_tables() -> None:
    with pytest.raises(KeyError, match=r"'risks' is not one of source, country, .*lever_benchmark"):
        contract("risks")


def test_every_row_of_every_table_names_source_and_kind() -> None:
    for name, table in CONTRACTS.items():
        if name == "source":
            continue
        assert table.column("source").references == "source.source"
        assert table.column("kind").choices == ("observed", "derived", "assumed", "synthetic")


def test_the_keys_are_required_columns() -> None:
    for table in CONTRACTS.values():
        assert all(table.column(name).required for name in table.key), table.name


def test_every_column_is_explained_in_two_different_languages() -> None:
    for table, column in _columns():
        assert column.meaning_en.strip(), (table.name, column.name)
        assert column.meaning_en != column.meaning_fr, (table.name, column.name)


def test_a_numeric_column_of_an_importable_table_has_a_range() -> None:
    free = {
        ("fact", "value"),
        ("macro_series", "value"),
        ("risk_observation", "value"),
        ("financial_statement", "trading_book_result"),
        ("financial_statement", "banking_book_result"),
        ("bank_position", "open_currency_position"),
    }
    for table, column in _columns():
        numeric = column.type in (ColumnType.NUMBER, ColumnType.INTEGER, ColumnType.YEAR)
        if table.importable and numeric and (table.name, column.name) not in free:
            assert column.minimum is not None, (table.name, column.name)


@pytest.mark.parametrize("name", [n for n in _NAMES if CONTRACTS[n].importable])
def test_no_header_can_be_read_as_two_columns(name: str) -> None:
    seen: dict[str, str] = {}
    for column in contract(name).columns:
        for header in {_plain(text) for text in (column.name, *column.aliases)}:
            assert seen.setdefault(header, column.name) == column.name, header


def test_words_of_files_stand_for_choices_that_exist() -> None:
    for _, column in _columns():
        assert {choice for _, choice in column.choice_aliases} <= set(column.choices)
        if column.default is not None and column.choices:
            assert column.default in column.choices


def test_french_headers_of_a_risk_file_are_known() -> None:
    table = contract("risk_observation")
    headers = {"bank": "Banque", "indicator": "Indicateur", "month": "Période", "value": "Valeur"}
    for name, header in headers.items():
        assert _plain(header) in {_plain(alias) for alias in table.column(name).aliases}


def _texts(column: Column) -> st.SearchStrategy[str]:
    letters = st.characters(codec="utf-8", exclude_categories=["C", "Z"])
    return st.text(letters, min_size=1, max_size=min(column.max_length, 12))


def _values(column: Column) -> st.SearchStrategy[object]:
    low = -1e12 if column.minimum is None else column.minimum
    high = 1e12 if column.maximum is None else column.maximum
    made: dict[ColumnType, st.SearchStrategy[object]] = {
        ColumnType.TEXT: st.sampled_from(column.choices) if column.choices else _texts(column),
        ColumnType.INTEGER: st.integers(math.ceil(max(low, -(10**9))), math.floor(min(high, 10**9))),
        ColumnType.YEAR: st.integers(math.ceil(max(low, 1900)), math.floor(min(high, 2100))),
        ColumnType.NUMBER: st.floats(low, high, allow_nan=False),
        ColumnType.BOOLEAN: st.booleans(),
        ColumnType.DATE: st.dates(date(1960, 1, 1), date(2100, 12, 31)),
        ColumnType.MONTH: st.dates(date(1960, 1, 1), date(2100, 12, 31)).map(lambda day: day.replace(day=1)),
        ColumnType.TIMESTAMP: st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)),
    }
    value = made[column.type]
    return value if column.required else st.none() | value


def _rows(table: Contract) -> st.SearchStrategy[dict[str, object]]:
    rows = st.fixed_dictionaries({column.name: _values(column) for column in table.columns})
    return rows.filter(
        lambda row: all(_keeps(check.expression, check.columns, row) for check in table.checks)
    )


def _keeps(expression: str, columns: tuple[str, ...], row: dict[str, object]) -> bool:
    if any(row[name] is None for name in columns):
        return True
    return bool(pd.DataFrame([{name: row[name] for name in columns}]).eval(expression).iloc[0])


def _frame(table: Contract, row: dict[str, object]) -> pd.DataFrame:
    return conform(
        table, pd.DataFrame({name: pd.Series([value], dtype="object") for name, value in row.items()})
    )


@pytest.fixture(scope="module")
def writer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Writer]:
    """A database with every table, empty again after each use."""
    with Writer(tmp_path_factory.mktemp("rows") / "rows") as opened:
        for table in CONTRACTS.values():
            create(opened, table)
        opened.run("COMMIT")
        opened.run("BEGIN")
        yield opened


def _store(writer: Writer, table: Contract, frame: pd.DataFrame) -> pd.DataFrame:
    try:
        insert(writer, table, frame)
        return writer.run(f'SELECT * FROM "{table.name}"')
    finally:
        writer.run("ROLLBACK")
        writer.run("BEGIN")


@settings(max_examples=40)
@given(data=st.data())
def test_a_row_within_its_contract_is_stored_as_it_is(writer: Writer, data: st.DataObject) -> None:
    table = contract(data.draw(st.sampled_from([n for n in _NAMES if CONTRACTS[n].importable])))
    row = data.draw(_rows(table))
    stored = _store(writer, table, _frame(table, row))
    assert len(stored) == 1
    for column in table.columns:
        given_value, kept = row[column.name], stored[column.name].iloc[0]
        if given_value is None:
            default = column.default
            if default is not None and column.type is ColumnType.BOOLEAN:
                default = str(default in {"true", "yes"})
            assert pd.isna(kept) if default is None else str(kept) == default
        elif column.money:
            assert kept == pytest.approx(given_value, abs=0.005, rel=1e-12)
        elif column.type in (ColumnType.DATE, ColumnType.MONTH, ColumnType.TIMESTAMP):
            assert pd.Timestamp(kept) == pd.Timestamp(given_value)  # type: ignore[arg-type]
        else:
            assert kept == given_value


_BOUNDED = [
    (table.name, column.name, limit, step)
    for table, column in _columns()
    for limit, step in ((column.minimum, -1), (column.maximum, 1))
    if limit is not None
]


@settings(max_examples=40)
@given(data=st.data())
def test_a_value_beyond_its_limit_is_refused(writer: Writer, data: st.DataObject) -> None:
    name, column, limit, step = data.draw(st.sampled_from(_BOUNDED))
    table = contract(name)
    beyond = limit + step * data.draw(st.integers(1, 50))
    frame = _frame(table, data.draw(_rows(table)) | {column: beyond})
    with pytest.raises(duckdb.ConstraintException, match="CHECK"):
        _store(writer, table, frame)


@pytest.mark.parametrize("value", [float("inf"), float("-inf")])
def test_infinity_is_no_value(writer: Writer, value: float) -> None:
    table = contract("risk_observation")
    row: dict[str, object] = {"bank": "b", "indicator": "O1", "month": "2026-10-01", "value": value}
    with pytest.raises(duckdb.ConstraintException, match="isfinite"):
        _store(writer, table, conform(table, pd.DataFrame([row])))


@pytest.mark.parametrize(
    ("name", "row", "rule"),
    [
        ("bank", {"bank": "b", "name": "B", "size": "huge"}, "size"),
        (
            "risk_observation",
            {"bank": "b", "indicator": "O1", "month": "2026-10-14", "value": 1.0},
            "day",
        ),
        (
            "loss_event",
            {
                "bank": "b",
                "event": "1",
                "event_type": "internal_fraud",
                "occurred_on": "2026-01-02",
                "gross_amount": 10.0,
                "recovery_amount": 11.0,
            },
            "recovery_amount",
        ),
        (
            "incident",
            {
                "bank": "b",
                "incident": "1",
                "title": "t",
                "occurred_at": "2026-01-02 10:00",
                "aware_at": "2026-01-02 09:59",
            },
            "aware_at",
        ),
        (
            "control",
            {
                "bank": "b",
                "control": "c",
                "risk": "legal",
                "name": "n",
                "coverage": 0.5,
                "effectiveness_mean": 0.02,
                "effectiveness_sd": 0.3,
                "annual_cost_mad": 1.0,
            },
            "effectiveness_sd",
        ),
    ],
)
def test_a_row_against_a_rule_is_refused(
    writer: Writer, name: str, row: dict[str, object], rule: str
) -> None:
    with pytest.raises(duckdb.ConstraintException, match=rule):
        _store(writer, contract(name), conform(contract(name), pd.DataFrame([row])))


def test_the_same_rule_reads_in_sql_and_in_a_frame() -> None:
    for table in CONTRACTS.values():
        for check in table.checks:
            assert check.expression in ddl(table)
            frame = pd.DataFrame({name: [1.0] for name in check.columns})
            assert frame.eval(check.expression).dtype == bool


@pytest.mark.parametrize(
    ("frame", "message"),
    [
        (pd.DataFrame({"bank": ["b"], "colour": ["red"]}), "unknown columns colour"),
        (pd.DataFrame({"bank": ["b"], "name": [None], "size": ["small"]}), r"bank.name: 1 empty"),
        (pd.DataFrame({"bank": ["b"], "name": ["B"], "size": ["small"], "customers": ["many"]}), "customers"),
    ],
)
def test_a_frame_that_does_not_conform_says_where(frame: pd.DataFrame, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        conform(contract("bank"), frame)


def test_the_dictionary_is_the_one_the_contracts_give() -> None:
    from data.dictionary import TARGET, markdown

    assert TARGET.read_text(encoding="utf-8") == markdown(), "run: python -m data.dictionary"


def test_the_statements_of_a_survey_are_the_columns_of_its_contract() -> None:
    columns = contract("survey_response").columns
    assert tuple(each.name for each in columns if (each.minimum, each.maximum) == (1.0, 7.0)) == SURVEY_ITEMS
