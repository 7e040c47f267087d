"""What the watch has said, told outside: a feed, a webhook, mail and chat.

Nothing leaves the machine but to the address that whoever runs it has set, and nothing where none is set.
"""

from __future__ import annotations

import json
import logging
import os
import socket
from collections.abc import Mapping, Sequence
from http.client import HTTPException
from pathlib import Path
from typing import Any, Final, Literal
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from data.ingest import watched
from data.snapshots import hosted
from ui.refusal import note_failure

WEBHOOK: Final = "VIGIE_WATCH_WEBHOOK"
NOTIFY_FILE: Final = "VIGIE_WATCH_NOTIFY_FILE"
SECONDS: Final = 5.0
OWED: Final = "owed"
"""Marks a change, where it is kept, that is still to be sent; no part of what is sent.

Its value is ``True`` for everybody who is to be told, ``"webhook"`` where only the webhook is left.
"""
_WEBHOOK_ALONE: Final = "webhook"
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


def addresses() -> tuple[str, ...]:
    """Mail and chat that are told: the lines of ``VIGIE_WATCH_NOTIFY_FILE``, as apprise writes addresses.

    They hold passwords: they stand in a file, and no message of ours repeats them.

    Raises
    ------
    ValueError: the file cannot be read, or a line is no address
    """
    given = os.environ.get(NOTIFY_FILE, "").strip()
    if not given or hosted():
        return ()
    try:
        lines = Path(given).read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as fault:
        raise ValueError(f"{NOTIFY_FILE}: {given} cannot be read as text ({type(fault).__name__})") from None
    found = []
    for at, line in enumerate(lines, start=1):
        address = line.strip()
        if not address or address.startswith("#"):
            continue
        if not _notifier().add(address):
            raise ValueError(
                f"{NOTIFY_FILE}, line {at}: this is no address of mail or chat; "
                "write it such as mailtos://user:password@bank.example?to=risk@bank.example"
            )
        found.append(address)
    return tuple(found)


def configured() -> bool:
    """Whether anybody outside is to be told."""
    return any(os.environ.get(name, "").strip() for name in (WEBHOOK, NOTIFY_FILE)) and not hosted()


def deliver(workspace: str, name: str = watched.SAID, *, language: str) -> tuple[int, int]:
    """Send to webhook, mail and chat what was said and not sent yet; ``name`` : the file that keeps it.

    A change is taken off the list before it is sent, so that no second process, and nobody after a kill,
    sends it again. It is put back for the webhook alone, and only where no connection came about: then
    nobody can have it.

    Parameters
    ----------
    language : of mail and chat; the webhook is given every language

    Returns
    -------
    (told, failed) : how many changes

    Raises
    ------
    ValueError: a setting is no address
    OSError: what is sent cannot be noted
    """
    address, others = webhook(), addresses()
    if not address and not others:
        return 0, 0

    def taken(before: dict[str, Any]) -> tuple[dict[str, Any], list[tuple[dict[str, Any], Any]]]:
        rows = _changes(before)
        due = [(row, left) for row in rows if (left := row.pop(OWED, False))]
        return {**before, "changes": rows}, due

    due = watched.change(workspace, name, taken)
    told, unsent = 0, set()
    for row, left in due:
        posted = _posted(address, row) if address else "told"
        heard = [_notified(each, workspace, row, language) for each in others if left != _WEBHOOK_ALONE]
        told += posted == "told" and all(heard)
        if posted == "unsent":
            unsent.add(row["id"])
    if unsent:

        def put_back(before: dict[str, Any]) -> tuple[dict[str, Any], None]:
            rows = [
                row | {OWED: _WEBHOOK_ALONE} if row.get("id") in unsent else row for row in _changes(before)
            ]
            return {**before, "changes": rows}, None

        watched.change(workspace, name, put_back)
    return told, len(due) - told


def _notifier() -> Any:
    """What speaks with mail and chat, under our name and with no picture of another's server."""
    # Only who is told this way waits for it to be read.
    import apprise

    # It writes the address that it cannot read into the log, and with it a password.
    logging.getLogger("apprise").setLevel(logging.CRITICAL)
    ours = apprise.AppriseAsset(
        app_id="Vigie", app_desc="Vigie", app_url="", image_url_mask="", image_url_logo="", async_mode=False
    )
    return apprise.Apprise(asset=ours)


def _notified(address: str, workspace: str, change: Mapping[str, Any], language: str) -> bool:
    """Whether mail or chat took a change."""
    said = change["said"]
    sentence = str(said.get(language) or next(iter(said.values())))
    notifier = _notifier()
    notifier.add(address)
    try:
        taken = notifier.notify(
            title=f"Vigie · {workspace}", body=f"{sentence}\n{change['link']}", body_format="text"
        )
    except Exception:
        # Each service of mail and chat fails in ways of its own; none is to end the watch.
        taken = False
    if not taken:
        note_failure("mail or chat did not take a change of the watch")
    return bool(taken)


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
