"""How a bank's own log says what the contract says, and the SQL that follows from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from zoneinfo import available_timezones

from data.channel_log.contract import CHANNEL_LOG, STEPS
from data.channel_log.text import literal
from data.contracts import Column, ColumnType
from data.contracts.ddl import quoted, sql_type
from data.contracts.vocabulary import CHANNEL_ALIASES, CHANNELS, SEGMENT_ALIASES, SEGMENTS, TIERS

LOCAL_ZONE: Final = "Africa/Casablanca"
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_COLUMNS: Final = tuple(column.name for column in CHANNEL_LOG.columns)
_PSEUDONYMS: Final = ("customer", "session")
_HAS_ZONE: Final = r":\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$"
_TRUTHS: Final = ("true", "false")


@dataclass(frozen=True)
class LogMapping:
    """How a bank's log says what the contract says.

    Attributes
    ----------
    columns : column of the contract → column of the file; columns of the same name need no entry
    channels, services, segments, steps, successes : code in the file → code of the contract ("true" and
        "false" for successes), compared without case and outer spaces; usual French and English words
        for channels and segments are known
    zone : time zone that the file's times are written in, such as "UTC"; None where they are local.
        Times that carry their own zone are converted in any case
    local_zone : time zone of the bank
    time_format : such as "%d/%m/%Y %H:%M:%S" where times are text and not ISO 8601
    decimal : decimal sign of amounts that are text

    Raises
    ------
    ValueError: a column or code that the contract does not have, an unknown zone or decimal sign
    """

    columns: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    channels: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    services: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    segments: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    steps: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    successes: Mapping[str, str] = field(default_factory=lambda: _NOTHING)
    zone: str | None = None
    local_zone: str = LOCAL_ZONE
    time_format: str | None = None
    decimal: str = "."

    def __post_init__(self) -> None:
        if strange := sorted(set(self.columns) - set(_COLUMNS)):
            raise ValueError(f"columns must name columns of the log, got {', '.join(strange)}")
        for name, allowed in (
            ("channels", CHANNELS),
            ("segments", SEGMENTS),
            ("steps", STEPS),
            ("successes", _TRUTHS),
        ):
            if wrong := sorted(set(getattr(self, name).values()) - set(allowed)):
                raise ValueError(f"{name} must lead to {', '.join(allowed)}; got {', '.join(wrong)}")
        for name in ("zone", "local_zone"):
            zone = getattr(self, name)
            if zone is not None and zone not in available_timezones():
                raise ValueError(f"{name} must be a time zone such as Africa/Casablanca, got {zone!r}")
        if self.decimal not in (".", ","):
            raise ValueError(f"decimal must be '.' or ',', got {self.decimal!r}")

    def select(self, there: Mapping[str, str], key: str) -> str:
        """The columns of the contract as a SELECT list over the file's.

        Parameters
        ----------
        there : column of the file → its DuckDB type
        key : what pseudonyms are keyed with

        Raises
        ------
        ValueError: a mapped column that the file lacks, or no column for the time
        """
        if absent := sorted(set(self.columns.values()) - set(there)):
            raise ValueError(f"columns must name columns of the file; absent: {', '.join(absent)}")
        found = {name: self.columns.get(name, name) for name in _COLUMNS}
        if found["ts"] not in there:
            raise ValueError(f"columns must say which holds the time (ts); the file has {', '.join(there)}")
        parts = []
        for column in CHANNEL_LOG.columns:
            name = found[column.name]
            value = self._value(column, quoted(name), there[name], key) if name in there else "NULL"
            parts.append(f"CAST({value} AS {sql_type(column)}) AS {quoted(column.name)}")
        return ", ".join(parts)

    def amount_given(self, there: Mapping[str, str]) -> str:
        """A condition: the row has something where the amount should stand."""
        name = self.columns.get("amount_mad", "amount_mad")
        return f"{_text(quoted(name))} IS NOT NULL" if name in there else "false"

    def _value(self, column: Column, given: str, type_: str, key: str) -> str:
        if column.name == "ts":
            return self._time(given, type_)
        if column.name in _PSEUDONYMS:
            salted = f"{literal(f'{key}/{column.name}/')} || CAST({given} AS VARCHAR)"
            # Fifteen hexadecimal digits are what a positive 64-bit integer holds.
            return f"CAST('0x' || substr(sha256({salted}), 1, 15) AS BIGINT)"
        if column.money:
            return self._amount(given, type_)
        if column.name == "success":
            words = _lookup(self.successes, given)
            return f"coalesce(CAST({words} AS BOOLEAN), TRY_CAST({given} AS BOOLEAN))"
        if column.type is ColumnType.INTEGER:
            number = f"TRY_CAST({given} AS BIGINT)"
            return f"CASE WHEN {number} >= 0 THEN {number} END"
        codes = self._codes().get(column.name)
        return f"coalesce({_lookup(codes, given)}, {_text(given)})" if codes else _text(given)

    def _codes(self) -> dict[str, dict[str, str]]:
        def same(codes: tuple[str, ...]) -> dict[str, str]:
            return {code: code for code in codes}

        return {
            "channel": {**same(CHANNELS), **dict(CHANNEL_ALIASES), **self.channels},
            "segment": {**same(SEGMENTS), **dict(SEGMENT_ALIASES), **self.segments},
            "step": {**same(STEPS), **self.steps},
            "tier": same(TIERS),
            "service": dict(self.services),
        }

    def _time(self, given: str, type_: str) -> str:
        local = literal(self.local_zone)

        def placed(naive: str) -> str:
            return (
                naive if self.zone is None else f"timezone({local}, timezone({literal(self.zone)}, {naive}))"
            )

        if type_ == "TIMESTAMP WITH TIME ZONE":
            return f"timezone({local}, {given})"
        if type_ != "VARCHAR":
            return placed(f"TRY_CAST({given} AS TIMESTAMP)")
        if self.time_format is not None:
            return placed(f"try_strptime(trim({given}), {literal(self.time_format)})")
        own = f"timezone({local}, TRY_CAST({given} AS TIMESTAMPTZ))"
        naive = placed(f"TRY_CAST({given} AS TIMESTAMP)")
        return f"CASE WHEN regexp_matches({given}, {literal(_HAS_ZONE)}) THEN {own} ELSE {naive} END"

    def _amount(self, given: str, type_: str) -> str:
        if type_ == "VARCHAR":
            spaceless = f"regexp_replace({given}, '[\\s\u00a0\u202f]', '', 'g')"
            given = f"replace({spaceless}, ',', '.')" if self.decimal == "," else spaceless
        return f"TRY_CAST({given} AS DECIMAL(18, 2))"


def _text(given: str) -> str:
    return f"nullif(trim(CAST({given} AS VARCHAR)), '')"


def _lookup(codes: Mapping[str, str], given: str) -> str:
    if not codes:
        return "NULL"
    pairs = ", ".join(f"{literal(word.strip().lower())}: {literal(code)}" for word, code in codes.items())
    return f"MAP {{{pairs}}}[lower({_text(given)})]"
