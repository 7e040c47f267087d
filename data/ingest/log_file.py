"""A channel log as a file on the import page: told from its columns, then aggregated as by the command line.

A log is far larger than a table. Its first rows tell the columns, the form of times, and the words of its
codes; whoever loads it confirms them. All of it is read once, by the functions behind ``import-log`` and
``cube``.
"""

from __future__ import annotations

import csv
import io
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

import duckdb
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq

from data.channel_log.building import build_cubes
from data.channel_log.contract import CHANNEL_LOG, STEPS
from data.channel_log.importing import STAGES, TEXT, CsvLayout, EqualRows, ImportedLog, import_log
from data.channel_log.mapping import LogMapping
from data.channel_log.problems import LogRefused
from data.channel_log.progress import Progress
from data.channel_log.tables import TABLES, table_rows
from data.codes import CHANNELS, SEGMENTS
from data.contracts.vocabulary import CHANNEL_ALIASES, SEGMENT_ALIASES
from data.ingest.cells import SPACES, normalised
from data.ingest.encodings import find_encoding
from data.ingest.engine import validate_frame
from data.ingest.header import distinct_names
from data.ingest.limits import MAX_COLUMNS
from data.ingest.problems import FileRefused, Problem, refuse
from data.ingest.references import References
from data.ingest.report import Report
from data.ingest.sniff import base_name, delimiter
from data.phrases import Language, Phrase

HEAD_BYTES: Final = 1_000_000
"""Of a text file this much is looked at before its columns are confirmed."""
_ROWS_LOOKED_AT: Final = 20_000
_ROWS_KEPT: Final = 400
_MOST_WORDS: Final = 60
_HEADER_WITHIN: Final = 30
_MOST: Final = 0.9
_SOME: Final = 0.6
_OTHER_SIGNS: Final = 2
_LARGEST_FILE_BYTES: Final = 8_000_000_000
SERVICE: Final = "service.service"

_DAYS: Final = ("%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y/%m/%d", "%d/%m/%y", "%Y%m%d", "%Y-%m-%d")
_HOURS: Final = ("%H:%M:%S", "%H:%M", "%H:%M:%S.%f", "%Hh%M", "%H%M%S")
_ISO: Final = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S.%f")
ISO: Final = ""
"""The form of times that need no other word: 2026-03-14 10:30:00, with a zone or without."""

_HEADERS: Final[Mapping[str, tuple[str, ...]]] = {
    "ts": (
        *("ts", "timestamp", "horodatage", "date heure", "date et heure", "datetime", "date time"),
        *("date operation", "date de l operation", "date transaction", "event time", "time", "date", "jour"),
    ),
    "hour": ("heure", "heure operation", "heure de l operation", "heure transaction", "time of day", "hour"),
    "customer": (
        *("customer", "customer id", "client", "id client", "identifiant client", "numero client"),
        *("n client", "no client", "code client", "radical", "racine", "tiers"),
    ),
    "channel": ("channel", "canal", "canal de l operation", "code canal", "media"),
    "device": ("device", "appareil", "terminal"),
    "segment": ("segment", "segment client", "segment de clientele", "marche", "clientele"),
    "service": (
        *("service", "operation", "prestation", "type operation", "type d operation", "code operation"),
        *("libelle operation", "nature operation", "nature de l operation", "transaction type", "fonction"),
    ),
    "tier": ("tier", "niveau"),
    "amount_mad": ("amount mad", "amount", "montant", "montant mad", "montant dh", "montant operation"),
    "duration_s": ("duration s", "duration", "duree", "duree s", "duree secondes"),
    "success": ("success", "statut", "status", "etat", "resultat", "result", "abouti", "code retour"),
    "failure_reason": ("failure reason", "motif", "motif echec", "motif de rejet", "raison", "code erreur"),
    "step": ("step", "etape"),
    "session": ("session", "id session", "session id"),
    "branch": ("branch", "agence", "code agence"),
    "region": ("region",),
    "authentication": ("authentication", "authentification"),
    "app_version": ("app version", "version", "version application"),
    "transaction": (
        *("transaction", "transaction id", "id", "id operation", "ref", "reference", "reference operation"),
        *("numero operation", "n operation", "no operation", "identifiant operation"),
    ),
}
_OTHERS: Final = (
    "customer",
    "service",
    "success",
    "session",
    "transaction",
    "amount_mad",
    "duration_s",
    "step",
)
"""What stands beside time and channel in a log of operations."""
_MORE_CHANNELS: Final[Mapping[str, str]] = {
    "agc": "branch",
    "ag": "branch",
    "agences": "branch",
    "distributeur": "atm",
    "mob": "mobile",
    "mobile banking": "mobile",
    "ib": "internet",
    "inet": "internet",
    "web": "internet",
    "vocal": "ivr",
    "crc": "adviser",
    "telephone": "adviser",
    "chatbot": "internet",
    "point de vente": "agent",
}
_MORE_SERVICES: Final[Mapping[str, str]] = {
    "ret": "cash_withdrawal",
    "retrait": "cash_withdrawal",
    "retrait gab": "cash_withdrawal",
    "vers": "cash_deposit",
    "versement": "cash_deposit",
    "remise de cheque": "cash_deposit",
    "remise cheque": "cash_deposit",
    "depot": "cash_deposit",
    "vir": "transfer_external",
    "virement": "transfer_external",
    "virement externe": "transfer_external",
    "virint": "transfer_internal",
    "virement compte a compte": "transfer_internal",
    "paiement facture": "bill_payment",
    "fact": "bill_payment",
    "facture": "bill_payment",
    "rech": "mobile_recharge",
    "recharge": "mobile_recharge",
    "solde": "balance",
    "consultation solde": "balance",
    "consultation": "balance",
    "releve": "statement",
    "rib": "bank_details",
    "chequier": "chequebook_order",
    "reclamation": "complaint",
    "rdv": "appointment",
    "simulation": "product_information",
    "carte": "card_application",
    "messagerie": "secure_message",
}
_TRUE: Final = (
    *("ok", "succes", "success", "reussi", "reussie", "abouti", "aboutie", "valide", "validee", "accepte"),
    *(
        "acceptee",
        "approved",
        "accepted",
        "executee",
        "execute",
        "done",
        "o",
        "oui",
        "yes",
        "y",
        "1",
        "true",
        "00",
    ),
)
_FALSE: Final = (
    *(
        "ko",
        "echec",
        "echoue",
        "echouee",
        "failed",
        "failure",
        "refuse",
        "refusee",
        "rejete",
        "rejetee",
        "rejet",
    ),
    *(
        "rejected",
        "declined",
        "abandon",
        "abandonne",
        "annulee",
        "erreur",
        "error",
        "timeout",
        "n",
        "non",
        "no",
    ),
    *("0", "false"),
)
_NOT_READ = Phrase(
    "Le fichier ne se lit pas comme un journal ({reason}).", "The file cannot be read as a log ({reason})."
)


@dataclass(frozen=True)
class LogSketch:
    """What the first rows of a file tell, if it may be a log.

    Attributes
    ----------
    filename, columns : of the file
    rows : its first rows as text, at most 400
    words : column → its distinct values, the most frequent first, where they are few enough to be codes
    encoding : how the characters are read, of a text file
    layout : of a text file
    problem : why it could not be read, where it could not; the rest is then empty
    """

    filename: str
    columns: tuple[str, ...] = ()
    rows: pd.DataFrame = field(default_factory=pd.DataFrame)
    words: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    encoding: str | None = None
    layout: CsvLayout | None = None
    problem: Problem | None = None


@dataclass(frozen=True)
class LogDraft:
    """Which column of the file is what: a suggestion, or what somebody chose.

    Attributes
    ----------
    columns : column of the log → column of the file
    hour : column of the time of day, where that of ``ts`` holds the day only
    transaction : column that identifies an operation
    """

    columns: Mapping[str, str]
    hour: str | None = None
    transaction: str | None = None


@dataclass(frozen=True)
class LogTaken:
    """A log that was aggregated: what was read and set aside, and the tables that it fills.

    Attributes
    ----------
    found : what the import reports; without files and months
    reports : table → its rows, validated
    left : table → operations that it has no place for
    missing_months : months without a row between the first and the last, as 2026-03
    problem, said : why there is nothing, where there is nothing: a rule of files, or a sentence a language
    """

    found: ImportedLog | None = None
    reports: Mapping[str, Report] = field(default_factory=dict)
    left: Mapping[str, int] = field(default_factory=dict)
    missing_months: tuple[str, ...] = ()
    problem: Problem | None = None
    said: Mapping[str, str] = field(default_factory=dict)
    equal_rows: bool = False
    """Whether it is for equal rows, of which nothing says what they are, that there is nothing."""

    def why_not(self, language: Language) -> str:
        """Why there is nothing; empty where there is something."""
        if self.problem is not None:
            return f"{self.problem.message(language)} {self.problem.remedy(language)}"
        return self.said.get(language, "")


def may_be_log(filename: str) -> bool:
    """Whether a file of this name can hold a log: text or Parquet."""
    return base_name(filename).lower().endswith((*TEXT, ".parquet"))


def sketch(content: bytes, filename: str, *, encoding: str | None = None, path: str = "") -> LogSketch:
    """Look at the first rows of a file. Never fails: see ``LogSketch.problem``.

    Parameters
    ----------
    content : the beginning of a text file, whole lines of it; empty for Parquet
    filename : its name
    encoding : of a text file, where somebody says it
    path : where a Parquet file is
    """
    try:
        return _of_parquet(Path(path), filename) if path else _of_text(content, filename, encoding)
    except FileRefused as refusal:
        return LogSketch(base_name(filename), problem=refusal.problems[0])
    except (pa.ArrowException, OSError):
        return LogSketch(base_name(filename), problem=refuse("file_corrupt", format="Parquet").problems[0])


def head(content: bytes) -> bytes:
    """The whole lines at the beginning of a text file that `sketch` looks at."""
    if len(content) <= HEAD_BYTES:
        return content
    return content[: content.rfind(b"\n", 0, HEAD_BYTES) + 1] or content[:HEAD_BYTES]


def _of_text(content: bytes, filename: str, encoding: str | None) -> LogSketch:
    found = find_encoding(content, encoding)
    sign = delimiter(content, found.name)
    text = io.StringIO(content.decode(found.name, "replace"), newline="")
    lines = list(islice(csv.reader(text, delimiter=sign), _ROWS_LOOKED_AT + _HEADER_WITHIN))
    widest = max(map(len, lines), default=0)
    if widest > MAX_COLUMNS:
        raise refuse("too_many_columns", line=1, count=widest, limit=MAX_COLUMNS)
    at = max(
        range(min(len(lines), _HEADER_WITHIN)),
        key=lambda place: (_known_headers(lines[place]), -place),
        default=0,
    )
    if len(lines) < at + 2:
        raise refuse("file_header_only")
    names, _repeated = distinct_names(
        [cell.strip(SPACES) or f"[{place + 1}]" for place, cell in enumerate(lines[at])]
    )
    rows = [cells for cells in lines[at + 1 :] if len(cells) == len(names)]
    frame = pd.DataFrame(rows, columns=list(names), dtype="str").apply(
        lambda column: column.str.strip(SPACES)
    )
    # A row of a quoted cell over several lines stands lower than its number.
    before = next(
        (
            number
            for number, line in enumerate(content.decode(found.name, "replace").splitlines())
            if line.strip() and next(csv.reader([line], delimiter=sign), []) == lines[at]
        ),
        at,
    )
    quoted = (
        f'{sign}"'.encode() in content
        or content.lstrip(b"\xef\xbb\xbf").startswith(b'"')
        or b'\n"' in content
    )
    layout = CsvLayout(sign, tuple(names), before, quoted)
    shown = None if found.name.startswith("utf-8") else found.name
    return _sketched(filename, frame, encoding=shown, layout=layout)


def _of_parquet(path: Path, filename: str) -> LogSketch:
    with pq.ParquetFile(path) as file:
        if len(file.schema_arrow.names) > MAX_COLUMNS:
            raise refuse("too_many_columns", line=1, count=len(file.schema_arrow.names), limit=MAX_COLUMNS)
        batch = next(file.iter_batches(batch_size=_ROWS_LOOKED_AT), None)
    if batch is None or not batch.num_rows:
        raise refuse("file_header_only")
    columns = {}
    for name, values in zip(batch.schema.names, batch.columns, strict=True):
        try:
            columns[name] = values.cast(pa.string()).fill_null("").to_pylist()
        except (pa.ArrowNotImplementedError, pa.ArrowInvalid):
            columns[name] = [""] * len(values)
    return _sketched(filename, pd.DataFrame(columns, dtype="str"))


def _sketched(filename: str, frame: pd.DataFrame, **more: Any) -> LogSketch:
    words = {}
    for name in frame.columns:
        counts = frame.loc[frame[name] != "", name].value_counts()
        if 0 < len(counts) <= _MOST_WORDS:
            words[str(name)] = tuple(map(str, counts.index))
    every = max(len(frame) // _ROWS_KEPT, 1)
    kept = frame.iloc[::every].head(_ROWS_KEPT).reset_index(drop=True)
    return LogSketch(base_name(filename), tuple(map(str, frame.columns)), kept, words, **more)


@cache
def _by_header() -> dict[str, str]:
    found: dict[str, str] = {}
    for column, headers in _HEADERS.items():
        for header in headers:
            found.setdefault(header, column)
    return found


def _known_headers(cells: Sequence[str]) -> int:
    return sum(normalised(cell) in _by_header() for cell in cells)


def suggest_log(found: LogSketch) -> LogDraft:
    """Which column is likely what: by its header, the channel and the time also by their values."""
    chosen: dict[str, str] = {}
    for brackets in (True, False):
        named = {normalised(name, brackets=brackets): name for name in reversed(found.columns)}
        for column, headers in _HEADERS.items():
            there = [
                named[header]
                for header in headers
                if header in named and named[header] not in chosen.values()
            ]
            if column not in chosen and there:
                chosen[column] = there[0]
    if "channel" not in chosen:
        shares = {
            name: sum(code_of("channel", word) is not None for word in words) / len(words)
            for name, words in found.words.items()
            if name not in chosen.values() and len(words) > 1
        }
        best = max(shares, key=shares.__getitem__, default=None)
        if best is not None and shares[best] >= _SOME:
            chosen["channel"] = best
    hour, transaction = chosen.pop("hour", None), chosen.pop("transaction", None)
    if "ts" in chosen and hour is not None and time_forms(found, chosen["ts"], None):
        hour = None
    if not time_forms(found, chosen.get("ts"), hour):
        moments = [
            name for name in found.columns if name not in chosen.values() and time_forms(found, name, None)
        ]
        if len(moments) == 1:
            chosen["ts"], hour = moments[0], None
    if transaction is not None and not found.rows[transaction].is_unique:
        transaction = None
    return LogDraft(chosen, hour, transaction)


def is_log(found: LogSketch) -> bool:
    """Whether a file is a log: a moment and a channel a row, and two signs more of one operation."""
    if found.problem is not None:
        return False
    draft = suggest_log(found)
    timed = bool(time_forms(found, draft.columns.get("ts"), draft.hour))
    others = sum(name in draft.columns for name in _OTHERS) + (draft.transaction is not None)
    return timed and "channel" in draft.columns and others >= _OTHER_SIGNS


def time_forms(found: LogSketch, day: str | None, hour: str | None) -> tuple[str, ...]:
    """The forms in which nearly all times of the first rows can be read, the likeliest first; maybe `ISO`.

    None of them where these are no moments: a day without a time of day is none.
    """
    if day is None or day not in found.rows or (hour is not None and hour not in found.rows):
        return ()
    texts = found.rows[day] if hour is None else found.rows[day] + " " + found.rows[hour]
    given = [text for text in texts.tolist() if text.strip()][:_ROWS_KEPT]
    if not given:
        return ()
    need = _MOST * len(given)
    if sum(_is_iso(text) for text in given) >= need:
        return (ISO,)
    between = ("",) if hour is None else ()
    forms = [f"{d}{sign}{h}" for d in _DAYS for h in _HOURS for sign in (" ", "T", *between)]
    fitting = [
        form for form in forms if form not in _ISO and sum(_reads(text, form) for text in given) >= need
    ]
    return tuple(fitting)


def _is_iso(text: str) -> bool:
    if ":" not in text:
        return False
    try:
        datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return False
    return True


def _reads(text: str, form: str) -> bool:
    try:
        datetime.strptime(text, form)
    except ValueError:
        return False
    return True


def decimal_sign(found: LogSketch, column: str | None) -> str:
    """The decimal sign of the amounts: a comma where one stands before the last two digits or less."""
    if column is None or column not in found.rows:
        return "."
    ends = found.rows[column].str.contains(r",\d{1,2}$", regex=True)
    return "," if bool(ends.any()) else "."


def code_of(kind: str, word: str, known: References | None = None) -> str | None:
    """The code that a word of the file certainly stands for; None where nobody said so.

    Parameters
    ----------
    kind : "channel", "segment", "service", "step" or "success"
    word : as in the file
    known : what the services are called
    """
    plain = word.strip().lower()
    if kind == "service":
        return None if known is None else known.code(SERVICE, word)
    if kind == "success":
        folded = normalised(word)
        return "true" if folded in _TRUE else "false" if folded in _FALSE else None
    codes: dict[str, str] = {
        "channel": dict(zip(CHANNELS, CHANNELS, strict=True)) | dict(CHANNEL_ALIASES),
        "segment": dict(zip(SEGMENTS, SEGMENTS, strict=True)) | dict(SEGMENT_ALIASES),
        "step": dict(zip(STEPS, STEPS, strict=True)),
    }[kind]
    return codes.get(plain)


def likely_code(kind: str, word: str, known: References) -> str | None:
    """The code that a word may stand for, to be confirmed; None where nothing is like it."""
    folded = normalised(word)
    if kind == "channel":
        return _MORE_CHANNELS.get(folded) or next(
            (code for alias, code in CHANNEL_ALIASES if normalised(alias) in folded), None
        )
    if kind == "service":
        if (code := _MORE_SERVICES.get(folded)) is not None:
            return code
        near = known.alike(SERVICE, word)
        first = folded.split(maxsplit=1)[:1]
        return near[0].partition(" (")[0] if near else _MORE_SERVICES.get("".join(first))
    return None


def log_mapping(
    draft: LogDraft,
    codes: Mapping[str, Mapping[str, str]],
    *,
    time_form: str = ISO,
    zone: str | None = None,
    decimal: str = ".",
    segment: str | None = None,
    keep_equal: bool = False,
    encoding: str | None = None,
) -> LogMapping:
    """What was confirmed on the page as the mapping that the command line reads.

    Parameters
    ----------
    codes : kind → word of the file → code; as for `code_of`
    time_form, zone, decimal, encoding : as `LogMapping` has them, `ISO` for no form
    segment : of all customers, where the file tells none
    keep_equal : equal rows are different operations
    """
    return LogMapping(
        columns=dict(draft.columns),
        channels=dict(codes.get("channel", {})),
        services=dict(codes.get("service", {})),
        segments=dict(codes.get("segment", {})),
        steps=dict(codes.get("step", {})),
        successes=dict(codes.get("success", {})),
        zone=zone,
        time_format=time_form or None,
        decimal=decimal,
        segment=segment,
        hour=draft.hour,
        transaction=draft.transaction,
        equal_rows="keep" if keep_equal else None,
        encoding=encoding,
    )


def take_log(
    content: bytes,
    filename: str,
    *,
    folder: str,
    mapping: LogMapping,
    layout: CsvLayout | None,
    bank: str,
    known: References,
    today: date,
) -> LogTaken:
    """Aggregate a log as ``import-log`` and ``cube`` do, and validate what its tables get.

    Parameters
    ----------
    content : nothing: the file stands as ``given.csv`` or ``given.parquet`` in ``folder``
    filename : its name, under which it is a source
    folder : where it is, where the work is done, and where ``progress`` says how far it is
    mapping, layout : what was confirmed
    bank : code of the bank
    known : codes by which the rows are validated
    today : nothing later is accepted
    """
    place = Path(folder)
    source = next(place.glob("given.*"))
    services = sorted(known.known.get(SERVICE, ()))
    _bind_files()
    try:
        found = import_log(
            source, place / "log", mapping, services=services, layout=layout, told=_teller(place, 0)
        )
        build_cubes(place / "log", place / "cubes", told=_teller(place, 1))
    except LogRefused as refusal:
        said = {language: refusal.message(language) for language in ("fr", "en")}
        return LogTaken(said=said, equal_rows=isinstance(refusal, EqualRows))
    except FileRefused as refusal:
        return LogTaken(problem=refusal.problems[0])
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        # What the engine says names folders of the server; its first words do not.
        reason = (
            type(error).__name__ if str(place) in str(error).splitlines()[0] else str(error).splitlines()[0]
        )
        said = {language: _NOT_READ.in_language(language).format(reason=reason) for language in ("fr", "en")}
        return LogTaken(said=said)
    reports, left = {}, {}
    for name, table in TABLES.items():
        rows, left[table] = table_rows(place / "cubes", name, bank, services=services)
        if not rows.empty:
            made = validate_frame(rows, table=table, known=known, today=today)
            reports[table] = replace(made, filename=base_name(filename)).ready_to_travel()
    return LogTaken(
        found=replace(found, files=(), missing_months=()),
        reports=reports,
        left=left,
        missing_months=tuple(f"{month:%Y-%m}" for month in found.missing_months),
    )


def _bind_files() -> None:
    """Bind the files that this process may write: a small file can say a great deal."""
    try:
        import resource

        resource.setrlimit(resource.RLIMIT_FSIZE, (_LARGEST_FILE_BYTES, _LARGEST_FILE_BYTES))
    except (ImportError, OSError, ValueError):
        return


PARTS: Final = (*STAGES, *TABLES)
"""What aggregating goes through: the stages of the import, then the cubes."""


def _teller(place: Path, half: int) -> Callable[[Progress], None]:
    """Writes how far it is, of 1; ends the process where its folder is gone: nobody waits for it any more."""

    def tell(progress: Progress) -> None:
        part = place / "progress.part"
        try:
            part.write_text(f"{progress.cube} {(half + progress.done) / 2:.3f}", encoding="ascii")
            os.replace(part, place / "progress")
        except FileNotFoundError:
            os._exit(0)

    return tell


__all__ = [
    "CHANNEL_LOG",
    "ISO",
    "PARTS",
    "LogDraft",
    "LogSketch",
    "LogTaken",
    "code_of",
    "decimal_sign",
    "head",
    "is_log",
    "likely_code",
    "log_mapping",
    "may_be_log",
    "sketch",
    "suggest_log",
    "take_log",
    "time_forms",
]
