"""Sessions of people who signed in: begun by a token just issued, ended by time, idleness or sign-out.

The cookie of the framework lives for thirty days and is still read after sign-out. Here a session is a row,
named by a hash of what the token says; whatever the cookie says, the row decides.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import RowMapping, insert, select, update

from reviews import moments, tables
from reviews.connection import Work
from reviews.errors import NotFound
from reviews.office import Office, checked_clock
from reviews.people import enrol
from reviews.store import append

LONGEST: Final = timedelta(hours=8)
IDLE: Final = timedelta(minutes=15)
# A token that begins a session was issued just now: an older one comes from a cookie that somebody kept.
FRESH: Final = timedelta(minutes=10)
# Clocks of two machines.
_LEEWAY: Final = timedelta(minutes=1)
_SEEN_EVERY: Final = timedelta(seconds=30)


class Over(Exception):
    """There is no session: ``why`` is one of token, stale, expired, idle, ended, person."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def key_of(claims: Mapping[str, Any]) -> str:
    """The name of the session that a token began. Raises ``Over`` (token) where it lacks what makes one."""
    parts = [claims.get(name) for name in ("iss", "sub", "iat", "nonce")]
    issuer, subject, issued, nonce = parts
    if not all(isinstance(part, str) and part for part in (issuer, subject, nonce)):
        raise Over("token")
    if isinstance(issued, bool) or not isinstance(issued, int | float):
        raise Over("token")
    told = "\n".join((str(issuer), str(subject), str(int(issued)), str(nonce)))
    return hashlib.sha256(told.encode()).hexdigest()


def present(office: Office, claims: Mapping[str, Any]) -> int:
    """The person whose session a token began, and that they were seen now; called at each run and each file.

    Raises
    ------
    Over: the session is over, or the token begins none
    """
    key, now = key_of(claims), office.clock()
    table = tables.session
    with office.store.reading() as work:
        row = work.row(select(table).where(table.c.hash == key))
        known = _known(work, claims)
    if known is not None and (known["active_until"] or "9999") <= moments.written(now):
        raise Over("person")
    if row is None:
        return _begin(office, key, claims, now)
    _check(row, now)
    if now - moments.read(row["last_seen"]) > _SEEN_EVERY:
        with office.store.writing() as work:
            seen = update(table).where(table.c.hash == key, table.c.revoked_at.is_(None))
            if work.run(seen.values(last_seen=moments.written(now))) != 1:
                raise Over("ended")
    return int(row["person"])


def _known(work: Work, claims: Mapping[str, Any]) -> RowMapping | None:
    person = tables.person
    return work.row(select(person).where(person.c.issuer == claims["iss"], person.c.subject == claims["sub"]))


def _check(row: RowMapping, now: datetime) -> None:
    if row["revoked_at"] is not None:
        raise Over("ended")
    if now >= moments.read(row["begun_at"]) + LONGEST:
        raise Over("expired")
    last = moments.read(row["last_seen"])
    # A clock set back would let an idle session live on.
    if now > last + IDLE or now < last - _LEEWAY:
        raise Over("idle")


def _begin(office: Office, key: str, claims: Mapping[str, Any], now: datetime) -> int:
    issued = datetime.fromtimestamp(int(claims["iat"]), UTC)
    expires = claims.get("exp")
    if isinstance(expires, bool) or not isinstance(expires, int | float):
        raise Over("token")
    if not issued - _LEEWAY <= now <= issued + FRESH or now.timestamp() >= expires:
        raise Over("stale")
    at = moments.written(now)
    name = str(claims.get("name") or claims.get("preferred_username") or claims.get("email") or claims["sub"])
    person = enrol(office.store, str(claims["iss"]), str(claims["sub"]), name[:200], at=at)
    with office.store.writing() as work:
        at = checked_clock(work, at)
        table = tables.session
        if work.row(select(table.c.hash).where(table.c.hash == key)) is None:
            row = {"hash": key, "person": person, "begun_at": at, "last_seen": at}
            work.run(insert(table).values(**row))
            append(work, {"action": "session.begun", "at": at, "actor": f"{claims['iss']} {claims['sub']}"})
    return person


def end(office: Office, claims: Mapping[str, Any]) -> None:
    """Sign out: the token opens nothing any more, in whatever browser its cookie is kept."""
    key, table = key_of(claims), tables.session
    with office.store.writing() as work:
        at = checked_clock(work, moments.written(office.clock()))
        ended = update(table).where(table.c.hash == key, table.c.revoked_at.is_(None))
        if work.run(ended.values(revoked_at=at)) != 1:
            raise NotFound
        append(work, {"action": "session.ended", "at": at, "actor": f"{claims['iss']} {claims['sub']}"})
