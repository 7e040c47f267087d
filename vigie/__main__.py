"""`python -m vigie watch`: what has changed of targets, grades, deadlines and late data, each said once."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from data.ingest import watched
from data.snapshots import DEMO, SnapshotMissing, workspaces
from ui.address import PUBLIC_URL
from ui.outlets import telling, watching
from ui.words import LANGUAGES, speaking

OK, FAILED, MISUSED = 0, 1, 2


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command: 0 all was looked at, 1 something could not be told or read, 2 the command is wrong."""
    asked = _parser().parse_args(arguments)
    try:
        return _watch(asked)
    except (ValueError, SnapshotMissing) as fault:
        print(fault, file=sys.stderr)
        return MISUSED
    except OSError as fault:
        print(fault, file=sys.stderr)
        return FAILED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m vigie", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    watch = commands.add_parser("watch", help="one JSON object a line for each change since the last look")
    watch.add_argument("--workspace", help="one workspace; every workspace where none is named")
    watch.add_argument(
        "--lang", choices=LANGUAGES, default="fr", help="language of feed, mail, chat and --text"
    )
    watch.add_argument("--text", action="store_true", help="sentences instead of JSON")
    watch.add_argument("--all", action="store_true", help="also what was said before, the newest first")
    watch.add_argument("--feed", type=Path, help="write the Atom feed of the workspace here, too")
    watch.add_argument(
        "--reviews",
        action="store_true",
        help="also findings and returns due and judgements that lapse, of every bank: only where "
        "lines, feed and webhook may tell them",
    )
    watch.add_argument(
        "--url",
        default=os.environ.get(PUBLIC_URL) or watching.ORIGIN,
        help="where the pages stand, for links",
    )
    return parser


def _watch(asked: argparse.Namespace) -> int:
    if asked.workspace == DEMO:
        raise ValueError(f"workspace: {DEMO!r} is the demonstration; its targets are examples")
    if asked.feed and not asked.workspace:
        raise ValueError("--feed: name the --workspace whose feed it is")
    telling.webhook()
    telling.addresses()
    names = [asked.workspace] if asked.workspace else [name for name in workspaces() if name != DEMO]
    failed = 0
    with speaking(asked.lang):
        for name in names:
            try:
                said = watching.watch(name, datetime.now(UTC), origin=asked.url)
                failed += telling.deliver(name, language=asked.lang)[1]
                if asked.reviews:
                    said += watching.watch_reviews(name, datetime.now(UTC), origin=asked.url)
                    failed += telling.deliver(name, watched.REVIEWS, language=asked.lang)[1]
            except (ValueError, SnapshotMissing) as fault:
                # One workspace that cannot be looked at leaves the others watched.
                print(fault, file=sys.stderr)
                failed += 1
                continue
            every = _every(name, asked) if asked.all or asked.feed else ()
            for change in every if asked.all else said:
                _print(change, asked)
            if asked.feed:
                feed = telling.feed(name, every, language=asked.lang)
                watched.write_text(asked.feed, feed)
    return FAILED if failed else OK


def _every(name: str, asked: argparse.Namespace) -> list[watching.Change]:
    """What was said of a workspace, the newest first; of reviews only where they are asked for."""
    rows = [*watching.changes(name)]
    if asked.reviews:
        rows += watching.changes(name, watched.REVIEWS)
    rows = [watching.led_to(each, asked.url) for each in rows]
    return sorted(rows, key=lambda each: str(each["at"]), reverse=True)


def _print(change: watching.Change, asked: argparse.Namespace) -> None:
    if asked.text:
        said = change["said"]
        print(said.get(asked.lang) or next(iter(said.values())), change["link"])
    else:
        told = {name: value for name, value in change.items() if name != telling.OWED}
        print(json.dumps(told, ensure_ascii=False))


if __name__ == "__main__":
    sys.exit(main())
