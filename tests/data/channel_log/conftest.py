"""A small synthetic log, and a log with every fault that a real one has."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from data.channel_log import GeneratedLog, generate_log
from data.channel_log.contract import CHANNEL_LOG
from data.contracts import ColumnType

_ARROW = {
    ColumnType.TEXT: pa.string(),
    ColumnType.INTEGER: pa.int64(),
    ColumnType.BOOLEAN: pa.bool_(),
    ColumnType.TIMESTAMP: pa.timestamp("us"),
}
SCHEMA = pa.schema(
    [
        (column.name, pa.decimal128(18, 2) if column.money else _ARROW[column.type])
        for column in CHANNEL_LOG.columns
    ]
)


@pytest.fixture(scope="session")
def generated(tmp_path_factory: pytest.TempPathFactory) -> GeneratedLog:
    """Two hundred thousand rows over eight months, from one seed."""
    return generate_log(tmp_path_factory.mktemp("generated") / "log", 200_000, months=8, seed=11)


@pytest.fixture(scope="session")
def rows(generated: GeneratedLog) -> pd.DataFrame:
    """The same log as a frame."""
    frame = pq.read_table(list(generated.files)).to_pandas()
    return frame.assign(amount_mad=frame["amount_mad"].astype(float))


def row(**given: object) -> dict[str, object]:
    """A plain transaction, but for what is given."""
    plain: dict[str, object] = {
        "ts": datetime(2025, 3, 14, 10, 30),
        "customer": 1,
        "channel": "mobile",
        "segment": "mass",
        "service": "bill_payment",
        "tier": "transactional",
        "amount_mad": "310.10",
        "duration_s": 90,
        "success": True,
        "step": "done",
        "session": 1,
        "region": "MA-06",
    }
    return {**dict.fromkeys(SCHEMA.names), **plain, **given}


def write_log(folder: Path, given: list[dict[str, object]], name: str = "2025-03.parquet") -> Path:
    """A log of the rows given."""
    folder.mkdir(parents=True, exist_ok=True)
    frame = pd.DataFrame(given, columns=SCHEMA.names)
    table = pa.Table.from_pylist(
        [
            {
                key: None if pd.isna(value) else _amount(key, value)  # type: ignore[call-overload]
                for key, value in record.items()
            }
            for record in frame.to_dict("records")
        ],
        schema=SCHEMA,
    )
    pq.write_table(table, folder / name)
    return folder


def _amount(key: str, value: object) -> object:
    if key == "amount_mad":
        return pa.scalar(str(value)).cast(SCHEMA.field(key).type).as_py()
    if SCHEMA.field(key).type == pa.int64():
        return int(value)  # type: ignore[call-overload]
    return value


FAULTY = [
    row(),
    row(),
    row(amount_mad="0.01", session=2),
    row(amount_mad="-25.00", session=3),
    row(amount_mad=None, duration_s=None, session=4),
    row(channel="fax", session=5),
    row(channel=None, segment=None, service=None, session=6),
    row(segment="royal", success=None, session=7),
    row(success=False, failure_reason="timeout", step="entered", session=8),
    row(ts=datetime(2025, 3, 31, 23, 59, 59), channel="branch", amount_mad="99999999.99", session=9),
    # Nothing in April: a gap, not a zero.
    row(ts=datetime(2025, 5, 4, 0, 0), channel="atm", service="cash_withdrawal", session=10),
    row(ts=datetime(2025, 5, 4, 23, 0), channel="atm", service="balance", amount_mad=None, session=11),
    row(ts=None, session=12),
]


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    """A log with unknown codes, gaps, reversals, duplicates and missing values."""
    return write_log(tmp_path / "faulty", FAULTY)
