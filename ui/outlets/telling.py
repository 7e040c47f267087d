"""What the watch has said, told outside: a feed, and a webhook.

Nothing leaves the machine but to the address that whoever runs it has set, and nothing where none is set.
"""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from typing import Any, Final, Literal
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from data.ingest import watched
from data.snapshots import hosted
from ui.refusal import note_failure

WEBHOOK: Final = "VIGIE_WATCH_WEBHOOK"
SECONDS: Final = 5.0
OWED: Final = "owed"
"""Marks a change, where it is kept, that is still to be sent; no part of what is sent."""
_ATOM: Final = "http://www.w3.org/2005/Atom"
_NEVER: Final = "1970-01-01T00:00:00+00:00"
_CHANGE: Final = "X-Vigie-Change"
_NOBODY_THERE: Final = (ConnectionRefusedError, socket.gaierror)


class _NoRedirect(HTTPRedirectHandler):
    """What was configured is told, not where it points to."""

    def redirect_request(self, *_asked: Any, **_further: Any) -> None:
        return None


def webhook() -> str:
    """The address that is told (``VIGIE_WATCH_WEBHOOK``); empty where none is set, or where strangers load.

    Raises
    ------
    ValueError: no address of HTTP
    """
    given = os.environ.get(WEBHOOK, "").strip()
    if not given or hosted():
        return ""
    parts = urlsplit(given)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise ValueError(f"{WEBHOOK} must be an address such as https://hooks.bank.example/vigie")
    return given


def configured() -> bool:
    """Whether anybody outside is to be told."""
    return bool(os.environ.get(WEBHOOK, "").strip()) and not hosted()


def deliver(workspace: str, name: str = watched.SAID) -> tuple[int, int]:
    """Send to the webhook what was said and not sent yet; ``name`` : the file that keeps it.

    A change is taken off the list before it is sent, so that no second process, and nobody after a kill,
    sends it again. It is put back only where no connection came about: then nobody can have it.

    Returns
    -------
    (told, failed) : how many changes

    Raises
    ------
    ValueError: the setting is no address of HTTP
    OSError: what is sent cannot be noted
    """
    address = webhook()
    if not address:
        return 0, 0

    def taken(before: dict[str, Any]) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        rows = _changes(before)
        due = [row for row in rows if row.pop(OWED, False)]
        return {**before, "changes": rows}, due

    due = watched.change(workspace, name, taken)
    became = {row["id"]: _posted(address, row) for row in due}
    unsent = {each for each, outcome in became.items() if outcome == "unsent"}
    if unsent:

        def put_back(before: dict[str, Any]) -> tuple[dict[str, Any], None]:
            rows = [row | {OWED: True} if row.get("id") in unsent else row for row in _changes(before)]
            return {**before, "changes": rows}, None

        watched.change(workspace, name, put_back)
    told = sum(outcome == "told" for outcome in became.values())
    return told, len(became) - told


def _changes(stated: Mapping[str, Any]) -> list[dict[str, Any]]:
    rows = stated.get("changes")
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _posted(address: str, sent: Mapping[str, Any]) -> Literal["told", "unsent", "refused"]:
    request = Request(
        address,
        data=json.dumps(sent, ensure_ascii=False).encode(),
        headers={"Content-Type": "application/json; charset=utf-8", _CHANGE: str(sent["id"])},
        method="POST",
    )
    try:
        with build_opener(_NoRedirect).open(request, timeout=SECONDS):
            return "told"
    except (OSError, HTTPException) as fault:
        note_failure("the webhook of the watch did not take a change")
        nobody = isinstance(fault, URLError) and isinstance(fault.reason, _NOBODY_THERE)
        return "unsent" if nobody else "refused"


def feed(workspace: str, changes: Sequence[Mapping[str, Any]], *, language: str) -> str:
    """The changes as an Atom feed (RFC 4287), the newest first.

    Parameters
    ----------
    changes : as they are kept, the newest first
    """
    root = Element("feed", {"xmlns": _ATOM, "xml:lang": language})
    SubElement(root, "id").text = f"urn:vigie:{workspace}"
    SubElement(root, "title").text = f"Vigie · {workspace}"
    SubElement(root, "updated").text = str(changes[0]["at"]) if changes else _NEVER
    author = SubElement(root, "author")
    SubElement(author, "name").text = "Vigie"
    for change in changes:
        item = SubElement(root, "entry")
        SubElement(item, "id").text = f"urn:vigie:{change['id']}"
        said = change["said"]
        SubElement(item, "title").text = str(said.get(language) or next(iter(said.values())))
        SubElement(item, "updated").text = str(change["at"])
        SubElement(item, "link", {"href": str(change["link"])})
        SubElement(item, "category", {"term": str(change["kind"])})
    indent(root)
    return '<?xml version="1.0" encoding="utf-8"?>\n' + tostring(root, encoding="unicode") + "\n"
