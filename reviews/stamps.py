"""Time stamps (RFC 3161): an authority outside the house says when the ledger had come as far as its head.

``VIGIE_TIMESTAMP`` names the authority's address. Without it nothing is asked of anybody. A stamp covers
every event up to the one that it names, for each carries the hash of the one before.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import os
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from sqlalchemy import insert, select

from reviews import tables
from reviews.connection import Work
from reviews.moments import written
from reviews.office import checked_clock
from reviews.store import Store, append, last

if TYPE_CHECKING:
    from pyhanko.sign.timestamps import TimeStamper

ADDRESS: Final = "VIGIE_TIMESTAMP"
_SECONDS_TO_WAIT: Final = 20
_MOST_BYTES: Final = 1_000_000


class NoStamp(Exception):
    """There is no stamp, or one that does not hold; nothing was written as stamped."""


@dataclass(frozen=True)
class Stamp:
    """``at`` : when, as the authority says; ``authority`` : the name in its certificate; ``fingerprint`` :
    SHA-256 of that certificate, to be compared with the one that the authority publishes; ``token`` : what
    the authority answered, which :func:`read` takes."""

    seq: int
    hash: str
    at: str
    authority: str
    fingerprint: str
    token: bytes = field(repr=False)


def stamp(store: Store, clock: Callable[[], datetime], authority: TimeStamper | None = None) -> Stamp:
    """Have the ledger's present head stamped, and keep the stamp.

    ``authority`` : that of the setting unless given

    Raises
    ------
    NoStamp: no authority is named, it does not answer, or what it answers does not hold
    """
    asked = authority or _of_setting()
    with store.reading() as work:
        seq, digest = last(work)
    try:
        # Outside of any transaction: nobody waits for an authority.
        token = asyncio.run(asked.async_timestamp(_imprint(seq, digest), "sha256")).dump()
    except Exception as fault:
        raise NoStamp(
            f"the authority of {ADDRESS} gave no stamp ({fault}): nothing was stamped; look at its address "
            "and whether this machine may reach it, then try again"
        ) from fault
    found = read(token, seq, digest)
    with store.writing() as work:
        at = checked_clock(work, written(clock()))
        body = {"action": "ledger.stamped", "actor": "vigie", "at": at, "seq": seq, "hash": digest}
        append(work, body | {"stamped": found.at, "authority": found.authority})
        kept = {"seq": seq, "hash": digest, "at": at, "token": base64.b64encode(token).decode()}
        work.run(insert(tables.anchor).values(**kept))
    return found


def stamps(store: Store) -> list[Stamp]:
    """The stamps that are kept, oldest first.

    Raises
    ------
    NoStamp: one of them does not hold
    """
    table = tables.anchor
    with store.reading() as work:
        rows = work.rows(select(table).where(table.c.token.is_not(None)).order_by(table.c.id))
    return [read(base64.b64decode(row["token"]), row["seq"], row["hash"]) for row in rows]


def covering(work: Work, seq: int) -> Stamp | None:
    """The first stamp that covers an event: of that event, or of one after it; None while there is none.

    The first one stays the first: what names it once names it always.

    Raises
    ------
    NoStamp: it does not hold
    """
    table = tables.anchor
    asked = select(table).where(table.c.token.is_not(None), table.c.seq >= seq)
    row = work.row(asked.order_by(table.c.id))
    return None if row is None else read(base64.b64decode(row["token"]), row["seq"], row["hash"])


def named() -> bool:
    """Whether an authority is named here."""
    return bool(os.environ.get(ADDRESS))


def read(token: bytes, seq: int, digest: str) -> Stamp:
    """What a token says of a head.

    Raises
    ------
    NoStamp: it is of something else, its signature does not hold, or it cannot be read
    """
    try:
        return _read(token, seq, digest)
    except NoStamp:
        raise
    except Exception as fault:
        raise NoStamp(f"the stamp of event {seq} cannot be read: {fault}") from fault


def _read(token: bytes, seq: int, digest: str) -> Stamp:
    from asn1crypto import cms
    from pyhanko.sign.general import extract_signer_info
    from pyhanko.sign.validation.generic_cms import extract_certs_for_validation, validate_sig_integrity

    signed = cms.ContentInfo.load(token, strict=True)["content"]
    told = signed["encap_content_info"]["content"]
    info = told.parsed
    certificate = extract_certs_for_validation(signed).signer_cert
    signer = extract_signer_info(signed)
    algorithm = signer["digest_algorithm"]["algorithm"].native
    same, valid = validate_sig_integrity(
        signer, certificate, "tst_info", hashlib.new(algorithm, bytes(told)).digest()
    )
    imprint = info["message_imprint"]
    of_head = (imprint["hash_algorithm"]["algorithm"].native, imprint["hashed_message"].native)
    if not (same and valid) or of_head != ("sha256", _imprint(seq, digest)):
        raise NoStamp(f"the stamp of event {seq} does not hold: it is of something else, or was changed")
    usage: Any = certificate.extended_key_usage_value
    if usage is None or "time_stamping" not in usage.native:
        raise NoStamp(f"the stamp of event {seq} was made with a certificate that is not for time stamps")
    return Stamp(
        seq,
        digest,
        written(info["gen_time"].native),
        str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly),
        certificate.sha256.hex(),
        token,
    )


def _imprint(seq: int, digest: str) -> bytes:
    return hashlib.sha256(f"{seq}:{digest}".encode()).digest()


def _of_setting() -> TimeStamper:
    address = os.environ.get(ADDRESS, "")
    if urlsplit(address).scheme not in ("http", "https"):
        raise NoStamp(
            f"no authority is named: set {ADDRESS} to the address of one that answers RFC 3161, such as "
            "https://tsa.example/tsr"
        )
    return _over_http(address)


def _over_http(address: str) -> TimeStamper:
    from asn1crypto import tsp
    from pyhanko.sign.timestamps import TimeStamper

    class OverHttp(TimeStamper):
        async def async_request_tsa_response(self, req: Any) -> Any:
            return await asyncio.to_thread(self._asked, req.dump())

        def _asked(self, request: bytes) -> Any:
            kind = {"Content-Type": "application/timestamp-query"}
            sent = urllib.request.Request(address, request, kind, method="POST")
            with urllib.request.urlopen(sent, timeout=_SECONDS_TO_WAIT) as answer:
                return tsp.TimeStampResp.load(answer.read(_MOST_BYTES))

    return OverHttp()  # type: ignore[no-untyped-call]
