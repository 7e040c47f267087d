"""The register of methods: who owns each, who validated it and when, within which limits."""

from __future__ import annotations

from sqlalchemy import insert, select

from reviews import tables
from reviews.errors import Refused
from reviews.office import Office, acting, plain_text
from reviews.people import canonical_person
from reviews.states import FIRST
from reviews.store import Store, append


def register(store: Store, digest: str, name: str, owner: int, *, tier: int, limits: str, at: str) -> None:
    """Enter a method that the product computes with; nothing changes where it is known."""
    table = tables.method
    with store.writing() as work:
        if work.row(select(table.c.hash).where(table.c.hash == digest)) is not None:
            return
        row = {"hash": digest, "name": name, "owner": owner, "tier": tier, "limits": limits}
        work.run(insert(table).values(**row, state=FIRST["method"], version=1))
        append(work, {"action": "method.registered", "at": at, "method": digest, "name": name, "tier": tier})


def validate(office: Office, actor: int, digest: str, version: int, limits: str) -> None:
    """Find a method fit for decisions, within limits.

    Raises
    ------
    Refused: not_allowed, own_method, stale, state, text
    NotFound: no such method
    """
    _settle(office, actor, digest, version, "validate", limits)


def refuse(office: Office, actor: int, digest: str, version: int, limits: str) -> None:
    """Find a method unfit for decisions, and say why. Raises as :func:`validate`."""
    _settle(office, actor, digest, version, "refuse", limits)


def retire(office: Office, actor: int, digest: str, version: int, limits: str) -> None:
    """Take a method out of use, and say why. Raises as :func:`validate`."""
    _settle(office, actor, digest, version, "retire", limits)


def _settle(office: Office, actor: int, digest: str, version: int, action: str, limits: str) -> None:
    with acting(office, actor, f"method.{action}", method=digest) as deed:
        deed.need(action)
        row = deed.find(tables.method, digest)
        if canonical_person(deed, row["owner"]) == canonical_person(deed, actor):
            raise Refused("own_method")
        said = plain_text(limits)
        signed = {"validated_by": actor, "validated_at": deed.at} if action == "validate" else {}
        deed.move(tables.method, row, action, version, limits=said, **signed)
        deed.record(f"method.{action}", method=digest, limits=said)
