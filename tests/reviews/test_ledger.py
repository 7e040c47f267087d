"""The chain of events, and what becomes visible of one that was tampered with."""

from __future__ import annotations

import json
import shutil
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError

from reviews.heads import HeadFile, write_key
from reviews.ledger import FIRST, canonical, hash_of_text, verify, verify_lines
from reviews.store import Store, open_store

OPENED = {
    "action": "review.opened",
    "actor": "s1",
    "at": "2026-11-02T09:00:00Z",
    "bank": "oliviers",
    "review": "R-1",
}
PROPOSED = {
    "action": "judgement.proposed",
    "actor": "s1",
    "at": "2026-11-02T09:05:00Z",
    "from": 2,
    "review": "R-1",
    "to": 3,
}
GOLDEN = (
    "648a37fbe003c1877cd03c6bd2e773a4eb1f7bc60ba3b0da48ccee3d46ad16dc",
    "beac1c9947f40cbd051d66677992be0982847d9f60733987a324c55a1116b70d",
)


def test_the_golden_chain_comes_out_on_either_database(store: Store) -> None:
    assert hash_of_text(FIRST, canonical(OPENED)) == GOLDEN[0]
    assert hash_of_text(GOLDEN[0], canonical(dict(reversed(PROPOSED.items())))) == GOLDEN[1]
    assert (store.append(OPENED), store.append(PROPOSED)) == (1, 2)
    assert [event.hash for event in store.events()] == list(GOLDEN)
    assert [event.body for event in store.events()] == [OPENED, PROPOSED]
    assert (verify(store).state, verify(store).head) == ("ok", GOLDEN[1])


@pytest.mark.parametrize(
    "body", [{"p": 0.1}, {"list": [{"p": float("nan")}]}, {"at": object()}, {"n": 2**60}]
)
def test_a_body_that_has_no_one_form_is_not_written(store: Store, body: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"decimals as text|plain JSON"):
        store.append(body)
    assert list(store.events()) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = '{}'",
        "DELETE FROM event WHERE seq = 2",
        "INSERT INTO event (seq, prev, hash, body) VALUES (2, 'a', 'b', '{}')",
        "INSERT INTO event (seq, prev, hash, body) VALUES (9, 'a', 'b', '{}')",
        "UPDATE head SET seq = 1",
        "DELETE FROM head",
    ],
)
def test_the_database_itself_refuses_to_change_an_event(store: Store, raw, statement: str) -> None:
    store.append(OPENED)
    store.append(PROPOSED)
    with pytest.raises(IntegrityError):
        raw(statement)
    assert [event.hash for event in store.events()] == list(GOLDEN)


def test_replacing_an_event_is_refused_also_where_recursive_triggers_are_off(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'a.db'}")
    store.append(OPENED)
    with store.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA recursive_triggers").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
    for setting in ("ON", "OFF"):
        with sqlite3.connect(tmp_path / "a.db") as other:
            other.execute(f"PRAGMA recursive_triggers={setting}")
            with pytest.raises(sqlite3.IntegrityError):
                other.execute("INSERT OR REPLACE INTO event VALUES (1, 'a', 'b', '{}')")
    assert verify(store).state == "ok"


def test_emptying_the_ledger_is_refused(store: Store, raw) -> None:
    # SQLite has no TRUNCATE: DELETE without a condition is what it has instead.
    statement = "DELETE FROM event" if store.engine.dialect.name == "sqlite" else "TRUNCATE event"
    store.append(OPENED)
    with pytest.raises(IntegrityError):
        raw(statement)
    assert verify(store).count == 1


def _without_guards(store: Store, *statements: str) -> None:
    """What the owner of a database can always do: take the guards away first."""
    with store.engine.begin() as connection:
        if connection.dialect.name == "sqlite":
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'").all()
            for (name,) in names:
                connection.exec_driver_sql(f"DROP TRIGGER {name}")
        else:
            connection.exec_driver_sql("ALTER TABLE event DISABLE TRIGGER ALL")
            connection.exec_driver_sql("ALTER TABLE head DISABLE TRIGGER ALL")
        for statement in statements:
            connection.exec_driver_sql(statement)


def test_an_owner_who_cuts_the_tail_is_found_out(store: Store) -> None:
    for _ in range(3):
        store.append(OPENED)
    _without_guards(store, "DELETE FROM event WHERE seq = 3")
    assert (verify(store).state, verify(store).at) == ("truncated", 3)


def test_an_owner_who_also_moves_the_head_back_is_found_out_by_the_file_outside(store: Store) -> None:
    for _ in range(3):
        store.append(OPENED)
    kept = [event.hash for event in store.events()]
    _without_guards(
        store, "DELETE FROM event WHERE seq = 3", f"UPDATE head SET seq = 2, hash = '{kept[1]}' WHERE id = 1"
    )
    assert (verify(store).state, verify(store).at) == ("truncated", 3)
    assert store.head_file is not None
    store.head_file.path.unlink()
    assert verify(store).state == "ok", "nothing else knows of the third"
    assert verify(store, [(3, kept[2])]).state == "truncated", "a letter does"


@pytest.mark.parametrize("at", [1, 2, 3])
def test_an_owner_who_edits_an_event_is_found_out_at_that_event(store: Store, at: int) -> None:
    for _ in range(3):
        store.append(OPENED)
    _without_guards(store, f"UPDATE event SET body = '{{}}' WHERE seq = {at}")
    assert (verify(store).state, verify(store).at) == ("broken", at)


def test_a_last_event_rewritten_with_its_hash_is_found_out_by_the_head(store: Store) -> None:
    store.append(OPENED)
    digest = hash_of_text(FIRST, canonical({}))
    _without_guards(store, f"UPDATE event SET body = '{{}}', hash = '{digest}' WHERE seq = 1")
    assert (verify(store).state, verify(store).at) == ("broken", 1)


def test_yesterdays_database_put_back_is_found_out(tmp_path: Path) -> None:
    place, kept = tmp_path / "a.db", tmp_path / "yesterday.db"
    store = open_store(f"sqlite:///{place}")
    store.append(OPENED)
    store.close()
    shutil.copy(place, kept)
    store = open_store(f"sqlite:///{place}")
    store.append(PROPOSED)
    store.close()
    shutil.copy(kept, place)
    found = verify(open_store(f"sqlite:///{place}"))
    assert (found.state, found.at) == ("truncated", 2)


def test_a_sealed_head_cannot_be_written_without_the_key(tmp_path: Path) -> None:
    write_key(tmp_path / "key")
    key = (tmp_path / "key").read_bytes().strip()
    assert (tmp_path / "key").stat().st_mode & 0o077 == 0
    sealed = HeadFile(tmp_path / "head", key)
    sealed.move(5, GOLDEN[0])
    assert sealed.read() == (5, GOLDEN[0])
    HeadFile(tmp_path / "head").move(6, GOLDEN[1])
    assert sealed.read() != (6, GOLDEN[1]), "written without the key, it is no head"
    with pytest.raises(FileExistsError):
        write_key(tmp_path / "key")


def test_an_export_is_verified_without_the_store(store: Store) -> None:
    for body in (OPENED, PROPOSED):
        store.append(body)
    lines = [json.dumps(event._asdict()) for event in store.events()]
    assert verify_lines(lines, store.heads()).state == "ok"
    assert verify_lines(lines[:1], store.heads()).state == "truncated"
    assert verify_lines([lines[0], lines[1].replace('"to": 3', '"to": 2')]).at == 2
    with pytest.raises(ValueError, match="line 1"):
        verify_lines(["{}"])
