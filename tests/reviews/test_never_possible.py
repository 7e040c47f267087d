"""What is never possible, and every attack that is known: refused, and possible once its guards are gone.

Each attack is tried on either database: with all guards; without those of the code, where the database has
its own; without any. What then comes about is what the guard is for. docs/REVIEW.md has the list as a table.
"""

from __future__ import annotations

import inspect
import sys
import textwrap
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from reviews import cases, decisions, evidence, methods, people, reads, sessions
from reviews.errors import NotFound, Refused
from reviews.ledger import verify
from reviews.store import Store
from tests.reviews.conftest import BANK, MONTH, OTHER, REASON, RISK, World, figures
from tests.reviews.test_sessions import token

AT = "2026-11-02T09:00:00Z"
Raw = Callable[[str], int]
Steps = Iterator[Callable[[], object]]
REFUSALS = (Refused, NotFound, IntegrityError, sessions.Over)


@dataclass(frozen=True)
class Code:
    """A guard in the code: ``line`` of a function, which stands there once, and what takes its place."""

    function: str
    line: str
    instead: str = "pass"

    def remove(self, patched: pytest.MonkeyPatch) -> None:
        module_name, _colon, path = self.function.partition(":")
        module: Any = import_module(module_name)
        owner, (*outer, name) = module, path.split(".")
        for part in outer:
            owner = getattr(owner, part)
        known = owner.__dict__[name]
        source = textwrap.dedent(inspect.getsource(inspect.unwrap(known)))
        assert source.count(self.line) == 1, f"{self.function}: {self.line}"
        made: dict[str, Any] = {}
        text = "from __future__ import annotations\n" + source.replace(self.line, self.instead)
        exec(compile(text, str(module.__file__), "exec"), vars(module), made)
        patched.setattr(owner, name, made[name])
        for other in [each for each in sys.modules.values() if each.__name__.startswith("reviews.")]:
            if vars(other).get(name) is known:
                patched.setattr(other, name, made[name])


@dataclass(frozen=True)
class Attack:
    """``steps`` : prepares, then yields the attack and what tells whether it came about.

    ``code``, ``triggers``, ``checks``, ``rows`` : its guards; checks as table.name, rows by the table whose
    row security they are; ``quiet`` : it raises nothing where it fails
    """

    steps: Callable[[World, Raw], Steps]
    code: tuple[Code, ...] = ()
    triggers: tuple[str, ...] = ()
    checks: tuple[str, ...] = ()
    rows: tuple[str, ...] = ()
    quiet: bool = False

    def guarded(self, postgresql: bool) -> bool:
        """Whether the database has guards of its own."""
        return bool(self.triggers or self.checks or (postgresql and self.rows))


def value(world: World, statement: str) -> Any:
    """One value, as the owner of the database reads it."""
    with world.office.store.engine.connect() as connection:
        return connection.exec_driver_sql(statement).scalar()


def state_of(world: World, table: str, number: int) -> str:
    return str(value(world, f'SELECT state FROM "{table}" WHERE id = {number}'))


def also_head(world: World, name: str) -> int:
    people.grant_from_machine(world.office.store, world[name], "head", None, at=AT)
    return world[name]


def _approves(world: World, who: int, judgement: int) -> Steps:
    yield lambda: decisions.approve(world.office, who, judgement, 1, "I agree with myself.")
    yield lambda: state_of(world, "judgement", judgement) == "approved"


def author(world: World, _raw: Raw) -> Steps:
    who = also_head(world, "supervisor")
    yield from _approves(world, who, world.proposed(2)[1])


def other_account(world: World, _raw: Raw) -> Steps:
    _case, judgement = world.proposed(2)
    people.declare_same(world.office, world["second_head"], world["supervisor"], world["head"])
    yield from _approves(world, world["head"], judgement)


def uploader(world: World, _raw: Raw) -> Steps:
    people.grant_from_machine(world.office.store, world["head"], "supervisor", BANK, at=AT)
    yield from _approves(world, world["head"], world.proposed(2, evidence=[world.upload(by="head")])[1])


def editor(world: World, _raw: Raw) -> Steps:
    case, judgement = world.proposed(2)
    people.grant_from_machine(world.office.store, world["head"], "supervisor", BANK, at=AT)
    cases.send_back(world.office, world["second_head"], case, 3, "Say more.")
    cases.resume(world.office, world["head"], case, 4)
    cases.submit(world.office, world["supervisor"], case, 5)
    yield from _approves(world, world["head"], judgement)


def refreshed(world: World, _raw: Raw) -> Steps:
    _case, judgement = world.proposed(2)
    key = (BANK, MONTH, RISK)
    world.model[key] = replace(world.model[key], snapshot_hash="t" * 64)
    yield from _approves(world, world["head"], judgement)


def other_weights(world: World, _raw: Raw) -> Steps:
    _case, judgement = world.proposed(2)
    key = (BANK, MONTH, RISK)
    world.model[key] = replace(world.model[key], score=world.model[key].score + 1)
    yield from _approves(world, world["head"], judgement)


def _typed_over(table: str, change: str, told: str) -> Callable[[World, Raw], Steps]:
    def steps(world: World, raw: Raw) -> Steps:
        case, judgement = world.proposed(2)
        number = case if table == "case" else judgement
        yield lambda: raw(f'UPDATE "{table}" SET {change}, version = version + 1 WHERE id = {number}')
        yield lambda: value(world, f'SELECT COUNT(*) FROM "{table}" WHERE {told}') == 1

    return steps


def _beyond(model: int, to: int, *, red_flag: bool = False) -> Callable[[World, Raw], Steps]:
    def steps(world: World, _raw: Raw) -> Steps:
        world.model[BANK, MONTH, RISK] = figures(model, "0.25 0.25 0.25 0.25", red_flag=red_flag)
        case, proof = world.case(), world.upload()
        yield lambda: decisions.propose(
            world.office, world["supervisor"], case, to, evidence=[proof], **REASON
        )
        yield lambda: value(world, f"SELECT to_grade FROM judgement WHERE case_id = {case}") == to

    return steps


def one_of_two_heads(world: World, raw: Raw) -> Steps:
    world.model[BANK, MONTH, RISK] = figures(4, "0 0.01 0.04 0.95")
    _case, judgement = world.proposed(3)
    decisions.approve(world.office, world["head"], judgement, 1, "Agreed.")
    yield lambda: raw(
        f"UPDATE judgement SET state = 'approved', version = version + 1 WHERE id = {judgement}"
    )
    yield lambda: state_of(world, "judgement", judgement) == "approved"


def person_twice(world: World, _raw: Raw) -> Steps:
    world.model[BANK, MONTH, RISK] = figures(4, "0 0.01 0.04 0.95")
    _case, judgement = world.proposed(3)
    decisions.approve(world.office, world["head"], judgement, 1, "Agreed.")
    people.declare_same(world.office, world["head"], world["head"], world["second_head"])
    yield lambda: decisions.approve(world.office, world["second_head"], judgement, 2, "Agreed again.")
    yield lambda: state_of(world, "judgement", judgement) == "approved"


def no_decision(world: World, raw: Raw) -> Steps:
    case = world.case()
    cases.submit(world.office, world["supervisor"], case, 1)
    yield lambda: raw(f"UPDATE \"case\" SET state = 'approved', version = version + 1 WHERE id = {case}")
    yield lambda: state_of(world, "case", case) == "approved"


def skipped_state(world: World, raw: Raw) -> Steps:
    case = world.case()
    yield lambda: raw(f"UPDATE \"case\" SET state = 'superseded', version = version + 1 WHERE id = {case}")
    yield lambda: state_of(world, "case", case) == "superseded"


def _on_events(sqlite: str, postgresql: str) -> Callable[[World, Raw], Steps]:
    def steps(world: World, raw: Raw) -> Steps:
        world.case()
        kept = [each.hash for each in world.office.store.events()]
        name = world.office.store.engine.dialect.name
        yield lambda: raw(sqlite if name == "sqlite" else postgresql)
        yield lambda: [each.hash for each in world.office.store.events()] != kept

    return steps


def state_without_event(world: World, _raw: Raw) -> Steps:
    case = world.case()

    def act() -> None:
        with pytest.MonkeyPatch.context() as patched, suppress(RuntimeError, UnboundLocalError):
            patched.setattr("reviews.office.append", _cut_off)
            cases.submit(world.office, world["supervisor"], case, 1)

    yield act
    yield lambda: state_of(world, "case", case) == "submitted"


def _cut_off(*_given: object) -> int:
    raise RuntimeError("the machine stopped between the state and its event")


def read_without_grant(world: World, _raw: Raw) -> Steps:
    case, seen = world.case(), []
    yield lambda: seen.append(reads.case_file(world.office, world["stranger"], case))
    yield lambda: bool(seen)


def counted_without_grant(world: World, _raw: Raw) -> Steps:
    world.case()
    seen: list[int] = []
    yield lambda: seen.append(len(reads.cases(world.office, world["stranger"])))
    yield lambda: seen[-1] > 0


def done_without_grant(world: World, _raw: Raw) -> Steps:
    _case, judgement = world.proposed(2)
    yield lambda: decisions.withdraw(world.office, world["stranger"], judgement, 1)
    yield lambda: state_of(world, "judgement", judgement) == "withdrawn"


def unfit_method(world: World, _raw: Raw) -> Steps:
    new = "n" * 64
    methods.register(world.office.store, new, "New", world["owner"], tier=1, limits="", at=AT)
    world.model[BANK, MONTH, RISK] = replace(world.model[BANK, MONTH, RISK], method_hash=new)
    case, _judgement = world.decided(2)
    yield lambda: cases.communicate(world.office, world["head"], case, 4)
    yield lambda: state_of(world, "case", case) == "communicated"


def own_method(world: World, _raw: Raw) -> Steps:
    mine = "n" * 64
    people.grant_from_machine(world.office.store, world["owner"], "validator", None, at=AT)
    methods.register(world.office.store, mine, "Mine", world["owner"], tier=1, limits="", at=AT)
    yield lambda: methods.validate(world.office, world["owner"], mine, 1, "Mine is fine.")
    yield lambda: value(world, f"SELECT state FROM method WHERE hash = '{mine}'") == "validated"


def grant_ended(world: World, _raw: Raw) -> Steps:
    case = world.case()
    given = [row for row in world.told() if row["action"] == "grant.machine" and row["role"] == "supervisor"]
    people.end_grant(world.office, world["admin"], int(str(given[0]["grant"])))
    yield lambda: cases.submit(world.office, world["supervisor"], case, 1)
    yield lambda: state_of(world, "case", case) == "submitted"


def cookie_replayed(world: World, _raw: Raw) -> Steps:
    claims, seen = token(world), []
    sessions.present(world.office, claims)
    sessions.end(world.office, claims)
    yield lambda: seen.append(sessions.present(world.office, claims))
    yield lambda: bool(seen)


def session_revived(world: World, raw: Raw) -> Steps:
    claims = token(world)
    sessions.present(world.office, claims)
    sessions.end(world.office, claims)
    yield lambda: raw("UPDATE session SET revoked_at = NULL")
    yield lambda: value(world, "SELECT COUNT(*) FROM session WHERE revoked_at IS NULL") == 1


def grant_to_self(world: World, _raw: Raw) -> Steps:
    yield lambda: people.ask_grant(world.office, world["admin"], world["admin"], "head", None)
    yield lambda: value(world, 'SELECT COUNT(*) FROM "grant" WHERE asked_by = person') == 1


def grant_approved_for_self(world: World, _raw: Raw) -> Steps:
    grant = people.ask_grant(world.office, world["admin"], world["head"], "auditor", None)
    yield lambda: people.approve_grant(world.office, world["head"], grant)
    yield lambda: value(world, f'SELECT approved_by FROM "grant" WHERE id = {grant}') == world["head"]


def stale(world: World, _raw: Raw) -> Steps:
    world.model[BANK, MONTH, RISK] = figures(4, "0 0.01 0.04 0.95")
    _case, judgement = world.proposed(3)
    decisions.approve(world.office, world["head"], judgement, 1, "Agreed.")
    yield from _approves(world, world["second_head"], judgement)


def clock_back(world: World, _raw: Raw) -> Steps:
    world.pass_days(3)
    case = world.case()
    world.pass_days(-2)
    yield lambda: cases.submit(world.office, world["supervisor"], case, 1)
    yield lambda: state_of(world, "case", case) == "submitted"


def yesterday(world: World, raw: Raw) -> Steps:
    world.case()
    *_others, before, last = world.office.store.events()

    def act() -> None:
        with _without_base(world.office.store, Attack(yesterday, triggers=_LEDGER)):
            raw(f"DELETE FROM event WHERE seq = {last.seq}")
            raw(f"UPDATE head SET seq = {before.seq}, hash = '{before.hash}'")

    yield act
    yield lambda: verify(world.office.store).state == "ok"


def same_name(world: World, _raw: Raw) -> Steps:
    def upload(content: bytes) -> int:
        return evidence.upload(
            world.office, world["supervisor"], BANK, "a.txt", content, evidence_date="2026-11-01"
        )

    upload(b"one")
    yield lambda: upload(b"two")
    yield lambda: value(world, "SELECT COUNT(*) FROM evidence WHERE name = 'a.txt'") == 2


def other_bytes(world: World, _raw: Raw) -> Steps:
    world.upload()
    digest = reads.evidence(world.office, world["head"], BANK)[0]["sha256"]
    (world.office.folder / digest[:2] / digest).write_bytes(b"other")
    seen: list[bytes] = []
    yield lambda: seen.append(evidence.read(world.office, world["head"], digest)[1])
    yield lambda: seen == [b"other"]


def foreign_evidence(world: World, _raw: Raw) -> Steps:
    case, foreign = world.case(), world.upload(by="stranger", bank=OTHER)
    yield lambda: decisions.propose(world.office, world["supervisor"], case, 2, evidence=[foreign], **REASON)
    yield lambda: value(world, "SELECT COUNT(*) FROM judgement_evidence") == 1


_LEDGER = ("event_no_update", "event_no_delete", "event_follows", "head_forward")
_EYES = (Code("reviews.cases:forbid_own", 'raise Refused("four_eyes")'),)
_SEES = (Code("reviews.reads:visible", "return or_(of_readers(deed), told)", "return true()"),)
_AGAIN = (Code("reviews.cases:reproduce", "if again != figures_of(row):", "if False:"),)
ATTACKS = {
    "the author of a case approves it": Attack(author, _EYES, ("decision_four_eyes",)),
    "another account of the author approves": Attack(other_account, _EYES, ("decision_four_eyes",)),
    "whoever uploaded the evidence approves": Attack(uploader, _EYES, ("decision_four_eyes",)),
    "whoever edited the case approves": Attack(editor, _EYES, ("decision_four_eyes",)),
    "one head approves in place of two": Attack(one_of_two_heads, triggers=("judgement_approved",)),
    "one person approves twice, under two accounts": Attack(
        person_twice,
        (
            Code(
                "reviews.decisions:approve",
                'if (deed.person["same_as"] or actor) in before:\n            raise Refused("four_eyes")',
            ),
        ),
        ("decision_once", "judgement_approved"),
    ),
    "approval while the data are refreshed": Attack(refreshed, _AGAIN),
    "approval of a score that the method no longer gives": Attack(other_weights, _AGAIN),
    "the figures of a case are typed over": Attack(
        _typed_over("case", "score = '1', p1 = '1'", "score = '1'"), triggers=("case_frozen",)
    ),
    "the model's grade is overwritten": Attack(
        _typed_over("case", "model_grade = 4", "model_grade = 4"), triggers=("case_frozen",)
    ),
    "a judgement is rewritten after it was proposed": Attack(
        _typed_over("judgement", "to_grade = 3", "to_grade = 3"), triggers=("judgement_frozen",)
    ),
    "a grade two better than the model's": Attack(
        _beyond(3, 1),
        (Code("reviews.judgement:route", 'raise Refused("bound_better")'),),
        checks=("judgement.bounds",),
    ),
    "a grade three worse than the model's": Attack(
        _beyond(1, 4),
        (Code("reviews.judgement:route", 'raise Refused("bound_worse")'),),
        checks=("judgement.bounds",),
    ),
    "a grade better than 3 under a red flag": Attack(
        _beyond(3, 2, red_flag=True),
        (Code("reviews.judgement:route", 'raise Refused("red_flag")'),),
        ("judgement_of_case",),
    ),
    "a case is approved without a decision": Attack(no_decision, triggers=("case_approved",)),
    "a state that does not follow": Attack(skipped_state, triggers=("case_transition",)),
    "an event is changed": Attack(
        _on_events(*2 * ("UPDATE event SET hash = 'x' WHERE seq = 1",)), triggers=("event_no_update",)
    ),
    "an event is removed": Attack(
        _on_events(*2 * ("DELETE FROM event WHERE seq = 2",)), triggers=("event_no_delete",)
    ),
    "an event is replaced": Attack(
        _on_events(
            "INSERT OR REPLACE INTO event VALUES (1, 'a', 'b', '{}')",
            "INSERT INTO event (seq, prev, hash, body) VALUES (1, 'a', 'b', '{}') "
            "ON CONFLICT (seq) DO UPDATE SET hash = 'b'",
        ),
        triggers=_LEDGER,
    ),
    "the ledger is emptied": Attack(
        _on_events("DELETE FROM event", "TRUNCATE event CASCADE"),
        triggers=("event_no_delete", "event_no_truncate", "anchor_no_truncate"),
    ),
    "a state without its event": Attack(
        state_without_event,
        (
            Code(
                "reviews.connection:working",
                "yield Work(connection)",
                "try:\n            yield Work(connection)\n        except RuntimeError:\n            pass",
            ),
        ),
        quiet=True,
    ),
    "yesterday's database is put back": Attack(
        yesterday,
        (
            Code(
                "reviews.store:Store.heads",
                "outside = self.head_file.read() if self.head_file else None",
                "outside = None",
            ),
        ),
        quiet=True,
    ),
    "a case of a bank without a grant is read": Attack(read_without_grant, _SEES, rows=("case",)),
    "a case of a bank without a grant is counted": Attack(
        counted_without_grant, _SEES, rows=("case",), quiet=True
    ),
    "a step on a bank without a grant": Attack(
        done_without_grant,
        (Code("reviews.office:Deed.need", "if held & holders(action):", "if True:"),),
        rows=("case",),
    ),
    "a step after the grant has ended": Attack(
        grant_ended,
        (
            Code(
                "reviews.office:grants_of",
                "or_(table.c.until_at.is_(null()), table.c.until_at > at),",
                "",
            ),
        ),
    ),
    "a cookie is replayed after signing out": Attack(
        cookie_replayed, (Code("reviews.sessions:_check", 'raise Over("ended")'),)
    ),
    "a session that was ended begins again": Attack(session_revived, triggers=("session_frozen",)),
    "a grant to oneself": Attack(
        grant_to_self,
        (Code("reviews.people:ask_grant", 'raise Refused("own_grant")'),),
        checks=("grant.asked_for_self",),
    ),
    "a grant approved by whom it is for": Attack(
        grant_approved_for_self,
        (Code("reviews.people:approve_grant", 'raise Refused("own_grant")'),),
        ("grant_to_self",),
        ("grant.approved_for_self",),
    ),
    "a decision on a method not validated is communicated": Attack(
        unfit_method,
        (Code("reviews.cases:communicate", 'raise Refused("method_not_validated")'),),
        ("case_communicated",),
    ),
    "the owner of a method validates it": Attack(
        own_method,
        (Code("reviews.methods:_settle", 'raise Refused("own_method")'),),
        checks=("method.validated_by_owner",),
    ),
    "of two approvals of one version the second counts": Attack(
        stale, (Code("reviews.decisions:approve", 'if version != found["version"]:', "if False:"),)
    ),
    "a step while the clock is set back": Attack(
        clock_back, (Code("reviews.office:checked_clock", 'raise Refused("clock_back")', "return at"),)
    ),
    "the same file name with other bytes": Attack(
        same_name, (Code("reviews.evidence:take", 'raise Refused("same_name")'),)
    ),
    "evidence whose bytes were changed on the disk": Attack(
        other_bytes, (Code("reviews.evidence:read", 'raise Refused("damaged")'),)
    ),
    "evidence on another bank": Attack(
        foreign_evidence,
        (
            Code(
                "reviews.decisions:propose",
                'deed.find(tables.evidence, number, bank=row["bank"])',
                "deed.find(tables.evidence, number)",
            ),
        ),
        ("evidence_of_bank",),
    ),
}


@contextmanager
def _without_base(store: Store, attack: Attack) -> Iterator[None]:
    """The database without an attack's guards, which the owner takes away."""
    postgresql = store.engine.dialect.name == "postgresql"
    with ExitStack() as back:
        for statement, undone in _of_postgresql(store, attack) if postgresql else _of_sqlite(store, attack):
            _owner(store, statement)
            if undone:
                back.callback(_owner, store, undone)
        if attack.checks and not postgresql:
            event.listen(store.engine, "connect", _ignore_checks)
            # Connections begun before have them still.
            store.engine.dispose()
        yield


def _owner(store: Store, statement: str) -> None:
    with store.engine.begin() as connection:
        connection.exec_driver_sql(statement)


def _ignore_checks(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA ignore_check_constraints=ON")


def _of_sqlite(store: Store, attack: Attack) -> Iterator[tuple[str, str]]:
    with store.engine.connect() as connection:
        made = dict(
            connection.exec_driver_sql("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all()
        )
    for name in attack.triggers:
        if not name.endswith("_truncate"):
            yield f"DROP TRIGGER {name}", made[name]


def _of_postgresql(store: Store, attack: Attack) -> Iterator[tuple[str, str]]:
    with store.engine.connect() as connection:
        tables_of = dict(
            connection.exec_driver_sql(
                "SELECT tgname, relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
            ).all()
        )
        checks = {
            f"{table}.{name}": (full, made)
            for check in attack.checks
            for table, name in [check.split(".")]
            for full, made in connection.exec_driver_sql(
                "SELECT conname, pg_get_constraintdef(c.oid) FROM pg_constraint c "
                f"WHERE conrelid = '\"{table}\"'::regclass AND conname LIKE '%%{name}'"
            ).all()
        }
    for name in attack.triggers:
        table = tables_of[name]
        yield f'ALTER TABLE "{table}" DISABLE TRIGGER {name}', f'ALTER TABLE "{table}" ENABLE TRIGGER {name}'
    for check in attack.checks:
        full, made = checks[check]
        table = check.split(".")[0]
        # Rows that it would refuse are there by then.
        yield (
            f'ALTER TABLE "{table}" DROP CONSTRAINT {full}',
            f'ALTER TABLE "{table}" ADD CONSTRAINT {full} {made} NOT VALID',
        )
    for table in attack.rows:
        yield (
            f'ALTER TABLE "{table}" DISABLE ROW LEVEL SECURITY',
            f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY',
        )


def _fails(attack: Attack, act: Callable[[], object], came_about: Callable[[], object], by: str) -> None:
    if attack.quiet:
        act()
    else:
        with pytest.raises(REFUSALS):
            act()
    assert not came_about(), f"held by {by}"


@pytest.mark.parametrize("name", ATTACKS)
def test_it_is_refused_and_comes_about_once_its_guards_are_gone(
    name: str, world: World, raw: Raw, monkeypatch: pytest.MonkeyPatch
) -> None:
    attack = ATTACKS[name]
    steps = attack.steps(world, raw)
    act, before = next(steps), len(world.told())
    came_about = next(steps)
    _fails(attack, act, came_about, "all")
    told = world.told()[before:]
    assert [each["action"] for each in told] in ([], ["refused"]), "an event of the refusal, and nothing else"
    for guard in attack.code:
        guard.remove(monkeypatch)
    if attack.code and attack.guarded(world.office.store.engine.dialect.name == "postgresql"):
        _fails(attack, act, came_about, "the database alone")
    with _without_base(world.office.store, attack):
        act()
        assert came_about()


def rows() -> list[str]:
    """The attacks as the table of docs/REVIEW.md has them."""
    found = []
    for name, attack in ATTACKS.items():
        code = ", ".join(dict.fromkeys(f"`{each.function.split(':')[1]}`" for each in attack.code))
        base = [*(f"`{each}`" for each in attack.triggers), *(f"CHECK `{each}`" for each in attack.checks)]
        base += [f"row security of `{each}` (PostgreSQL)" for each in attack.rows]
        found.append(f"| {name} | {code or '–'} | {', '.join(base) or '–'} |")
    return found


def test_the_list_is_the_one_that_is_published() -> None:
    text = (Path(__file__).parents[2] / "docs" / "REVIEW.md").read_text(encoding="utf-8")
    assert [row for row in rows() if row not in text] == []
