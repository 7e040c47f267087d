"""The ledger of reviews: how long a chain of 100,000 events takes to verify."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

from reviews.ledger import verify
from reviews.store import append, open_store

EVENTS = 100_000
BODY = {"action": "judgement.proposed", "actor": "s1", "at": "2026-11-02T09:05:00Z", "from": 2, "to": 3}


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder) / 'reviews.db'}", durable=False)
        with store.writing() as work:
            for _ in range(EVENTS):
                append(work, BODY)
        began = time.perf_counter()
        found = verify(store)
        seconds = time.perf_counter() - began
        store.close()
    print(f"| a ledger of {found.count:,} events verified ({found.state}) | {seconds:.1f} s | 5 s |")
