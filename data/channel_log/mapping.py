"""How a bank's own log says what the contract says, and the SQL that follows from it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final
from zoneinfo import available_timezones

from data.channel_log.contract import CHANNEL_LOG, STEPS
from data.channel_log.problems import LogRefused
from data.channel_log.text import literal
from data.codes import CHANNELS, SEGMENTS, TIERS
from data.contracts import Column, ColumnType
from data.contracts.ddl import quoted, sql_type
from data.contracts.vocabulary import CHANNEL_ALIASES, SEGMENT_ALIASES
from data.phrases import Phrase

LOCAL_ZONE: Final = "Africa/Casablanca"
_NOTHING: Final[Mapping[str, str]] = MappingProxyType({})
_COLUMNS: Final = tuple(column.name for column in CHANNEL_LOG.columns)
_PSEUDONYMS: Final = ("customer", "session")
_HAS_ZONE: Final = r":\d{2}.*(Z|[+-]\d{2}(:?\d{2})?)$"
_TRUTHS: Final = ("true", "false")
_KEEP: Final = "keep"
_TELLS_APART: Final = ("customer", "session")

_STRANGE = Phrase(
    "columns doit nommer des colonnes du journal ; inconnues : {names}",
    "columns must name columns of the log, got {names}",
)
_LEADS = Phrase(
    "{part} doit mener à {allowed} ; reçu : {wrong}", "{part} must lead to {allowed}; got {wrong}"
)
_ZONE = Phrase(
    "{part} doit être un fuseau horaire tel que Africa/Casablanca ; reçu : {value!r}",
    "{part} must be a time zone such as Africa/Casablanca, got {value!r}",
)
_DECIMAL = Phrase(
    "decimal doit être '.' ou ',' ; reçu : {value!r}", "decimal must be '.' or ',', got {value!r}"
)
_EQUAL = Phrase(
    'equal_rows doit être "keep" ou absent ; reçu : {value!r}',
    'equal_rows must be "keep" or left out, got {value!r}',
)
_ENCODING = Phrase(
    "encoding doit être un de {allowed} ; reçu : {value!r}",
    "encoding must be one of {allowed}, got {value!r}",
)
_TWICE = Phrase(
    "{part} : « {word} » mène à la fois à {codes} (la casse ne compte pas)",
    "{part}: {word!r} leads to {codes} at the same time (case does not count)",
)
_ABSENT = Phrase(
    "columns doit nommer des colonnes du fichier ; absentes : {names}. Le fichier a : {there}",
    "columns must name columns of the file; absent: {names}. The file has: {there}",
)
_NO_TIME = Phrase(
    "columns doit dire quelle colonne contient l'heure (ts) ; le fichier a {there}",
    "columns must say which holds the time (ts); the file has {there}",
)


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
    segment : of the customers of whom the file tells none, such as "mass"
    hour : column of the file that holds the time of day, where that of ``ts`` holds the day only
    transaction : column of the file that identifies a transaction; rows that agree in it and in all that is
        read are one
    equal_rows : "keep" where rows may be equal and yet be different transactions
    encoding : of CSV files that leave it open, such as "cp850"

    Raises
    ------
    LogRefused: a column or code that the contract does not have, a word that leads to two codes, an unknown
        zone, decimal sign or encoding
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
    segment: str | None = None
    hour: str | None = None
    transaction: str | None = None
    equal_rows: str | None = None
    encoding: str | None = None

    def __post_init__(self) -> None:
        if strange := sorted(set(self.columns) - set(_COLUMNS)):
            raise LogRefused(_STRANGE, names=", ".join(strange))
        for name, allowed in (
            ("channels", CHANNELS),
            ("segments", SEGMENTS),
            ("steps", STEPS),
            ("successes", _TRUTHS),
        ):
            if wrong := sorted(set(getattr(self, name).values()) - set(allowed)):
                raise LogRefused(_LEADS, part=name, allowed=", ".join(allowed), wrong=", ".join(wrong))
        for name in ("channels", "services", "segments", "steps", "successes"):
            _check_words(name, getattr(self, name))
        for name in ("zone", "local_zone"):
            zone = getattr(self, name)
            if zone is not None and zone not in available_timezones():
                raise LogRefused(_ZONE, part=name, value=zone)
        if self.decimal not in (".", ","):
            raise LogRefused(_DECIMAL, value=self.decimal)
        if self.equal_rows not in (None, _KEEP):
            raise LogRefused(_EQUAL, value=self.equal_rows)
        if self.segment is not None and self.segment not in SEGMENTS:
            raise LogRefused(_LEADS, part="segment", allowed=", ".join(SEGMENTS), wrong=self.segment)
        if self.encoding is not None:
            _check_encoding(self.encoding)

    def select(self, there: Mapping[str, str], key: str) -> str:
        """The columns of the contract as a SELECT list over the file's.

        Parameters
        ----------
        there : column of the file → its DuckDB type
        key : what pseudonyms are keyed with

        Raises
        ------
        LogRefused: a mapped column that the file lacks, or no column for the time
        """
        named = {*self.columns.values(), *(name for name in (self.hour, self.transaction) if name)}
        if absent := sorted(named - set(there)):
            raise LogRefused(_ABSENT, names=", ".join(absent), there=", ".join(there))
        found = {name: self.columns.get(name, name) for name in _COLUMNS}
        if found["ts"] not in there:
            raise LogRefused(_NO_TIME, there=", ".join(there))
        parts = []
        for column in CHANNEL_LOG.columns:
            name = found[column.name]
            value = self._value(column, *self._given(column, name, there), key) if name in there else "NULL"
            if column.name == "segment" and self.segment is not None:
                value = f"coalesce({value}, {literal(self.segment)})"
            parts.append(f"CAST({value} AS {sql_type(column)}) AS {quoted(column.name)}")
        return ", ".join(parts)

    @property
    def keeps_equal_rows(self) -> bool:
        """Whether the user said that equal rows are different transactions."""
        return self.equal_rows == _KEEP

    def identity(self, there: Collection[str]) -> str:
        """What two copies of one row share beside all that is read: the identifier, else the whole row."""
        columns = [self.transaction] if self.transaction else list(there)
        return f"hash({', '.join(map(quoted, columns))})"

    def tells_transactions_apart(self, there: Collection[str]) -> bool:
        """Whether two equal rows must be one transaction: who did what where, and when, is known."""
        found = {name for name in _COLUMNS if self.columns.get(name, name) in there}
        known = {"channel", "service"} <= found and bool(found & set(_TELLS_APART))
        return self.transaction is not None or known

    def unread(self, there: Collection[str]) -> tuple[str, ...]:
        """Columns of the file that nothing reads."""
        read = {self.columns.get(name, name) for name in _COLUMNS} | {self.hour, self.transaction}
        return tuple(name for name in there if name not in read)

    def unfilled(self, there: Collection[str]) -> tuple[str, ...]:
        """Columns of the log that the file does not fill."""
        return tuple(name for name in _COLUMNS if self.columns.get(name, name) not in there)

    def amount_given(self, there: Mapping[str, str]) -> str:
        """A condition: the row has something where the amount should stand."""
        name = self.columns.get("amount_mad", "amount_mad")
        return f"{_text(quoted(name))} IS NOT NULL" if name in there else "false"

    def _given(self, column: Column, name: str, there: Mapping[str, str]) -> tuple[str, str]:
        """What the file says of a column, and its type; day and time of day put together."""
        if column.name != "ts" or self.hour is None:
            return quoted(name), there[name]
        day, hour = (f"trim(CAST({quoted(part)} AS VARCHAR))" for part in (name, self.hour))
        return f"({day} || ' ' || {hour})", "VARCHAR"

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


def _check_encoding(name: str) -> None:
    # Here and not above: the import of files needs the base, and the base the patterns of this package.
    from data.ingest.encodings import CHOICES

    if name not in CHOICES:
        raise LogRefused(_ENCODING, allowed=", ".join(CHOICES), value=name)


def _word(word: str) -> str:
    return word.strip().lower()


def _check_words(part: str, codes: Mapping[str, str]) -> None:
    """Refuse words that differ by case and space only and lead to different codes."""
    found: dict[str, str] = {}
    for word, code in codes.items():
        before = found.setdefault(_word(word), code)
        if before != code:
            raise LogRefused(_TWICE, part=part, word=_word(word), codes=f"{before}, {code}")


def _text(given: str) -> str:
    return f"nullif(trim(CAST({given} AS VARCHAR)), '')"


def _lookup(codes: Mapping[str, str], given: str) -> str:
    if not codes:
        return "NULL"
    # The words of the mapping come last, and so go before ours where both say the same in another case.
    folded = {_word(word): code for word, code in codes.items()}
    pairs = ", ".join(f"{literal(word)}: {literal(code)}" for word, code in folded.items())
    return f"MAP {{{pairs}}}[lower({_text(given)})]"
