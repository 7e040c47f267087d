"""What the database itself refuses, whoever asks: raw SQL and an owner's tool included.

One condition, written once, becomes a trigger of SQLite and of PostgreSQL. Each raises an IntegrityError.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, inspect

from reviews.states import TRANSITIONS


@dataclass(frozen=True)
class Guard:
    """A trigger: before ``when`` on ``table``, refuse with ``says`` where ``condition`` holds."""

    name: str
    table: str
    when: str
    condition: str
    says: str


def _never(table: str, when: str) -> Guard:
    return Guard(f"{table}_no_{when.lower()}", table, when, "1 = 1", f"{table} is append-only")


_SAME: Final = "(SELECT COALESCE(same_as, id) FROM person WHERE id = {of})"
_APPROVER: Final = _SAME.format(of="NEW.approver")
# Authored, edited, proposed, uploaded for, or answered: whoever did any of it, under whichever account.
_WROTE: Final = f"""{_APPROVER} IN (
  SELECT COALESCE(p.same_as, p.id) FROM person p WHERE p.id IN (
    SELECT c.author FROM "case" c WHERE c.id = NEW.case_id
    UNION SELECT h.person FROM hand h WHERE h.case_id = NEW.case_id
    UNION SELECT j.proposed_by FROM judgement j WHERE j.case_id = NEW.case_id
    UNION SELECT e.uploader FROM evidence e
      JOIN judgement_evidence je ON je.evidence_id = e.id
      JOIN judgement j ON j.id = je.judgement_id WHERE j.case_id = NEW.case_id))"""
_APPROVALS: Final = """(SELECT COUNT(DISTINCT COALESCE(p.same_as, p.id)) FROM decision d
  JOIN person p ON p.id = d.approver WHERE d.judgement_id = NEW.id AND d.verdict = 'approve')"""
_NEEDED: Final = "(CASE NEW.route WHEN 'panel' THEN 2 ELSE 1 END)"


def _transitions(entity: str, key: str = "id") -> tuple[Guard, ...]:
    known = (
        f"EXISTS (SELECT 1 FROM transition t WHERE t.entity = '{entity}' "
        "AND t.before = OLD.state AND t.after = NEW.state)"
    )
    return (
        Guard(
            f"{entity}_transition",
            entity,
            "UPDATE",
            f"NEW.state <> OLD.state AND NOT {known}",
            f"this state of a {entity} does not follow from the one before",
        ),
        Guard(
            f"{entity}_version",
            entity,
            "UPDATE",
            f"NEW.version <> OLD.version + 1 OR NEW.{key} <> OLD.{key}",
            f"a change of a {entity} takes the next version",
        ),
    )


def _frozen(table: str, columns: str) -> Guard:
    changed = " OR ".join(f"NEW.{column} <> OLD.{column}" for column in columns.split())
    return Guard(f"{table}_frozen", table, "UPDATE", changed, f"what a {table} was decided on never changes")


GUARDS: Final = (
    # The ledger
    _never("event", "UPDATE"),
    _never("event", "DELETE"),
    Guard(
        "event_follows",
        "event",
        "INSERT",
        # Also refuses INSERT OR REPLACE where a connection has left recursive triggers off.
        "NEW.seq <> (SELECT h.seq + 1 FROM head h) OR NEW.prev <> (SELECT h.hash FROM head h) "
        "OR EXISTS (SELECT 1 FROM event e WHERE e.seq = NEW.seq OR e.hash = NEW.hash)",
        "an event follows the last one and replaces none",
    ),
    _never("head", "DELETE"),
    Guard(
        "head_forward",
        "head",
        "UPDATE",
        "NEW.seq <= OLD.seq OR NOT EXISTS ("
        "SELECT 1 FROM event e WHERE e.seq = NEW.seq AND e.hash = NEW.hash)",
        "the head only moves on, to an event that is there",
    ),
    *(
        _never(table, when)
        for table in ("anchor", "decision", "evidence", "judgement_evidence")
        for when in ("UPDATE", "DELETE")
    ),
    *(
        _never(table, when)
        for table in ("reply", "measure", "hand", "filing", "filing_note", "reminder")
        for when in ("UPDATE", "DELETE")
    ),
    *(
        _never(table, "DELETE")
        for table in (
            *("case", "judgement", "challenge", "finding", "method", "person", "grant", "transition"),
            *("session", "question"),
        )
    ),
    _never("transition", "UPDATE"),
    # States
    *_transitions("case"),
    *_transitions("judgement"),
    *_transitions("finding"),
    *_transitions("method", key="hash"),
    _frozen(
        "case",
        "bank month risk snapshot_hash method_hash score low high p1 p2 p3 p4 model_grade red_flag author",
    ),
    _frozen("judgement", "case_id from_grade to_grade route reason_code text proposed_by proposed_at"),
    # Judgement
    Guard(
        "judgement_of_case",
        "judgement",
        "INSERT",
        'NOT EXISTS (SELECT 1 FROM "case" c WHERE c.id = NEW.case_id AND c.model_grade = NEW.from_grade '
        "AND NOT (c.red_flag = 1 AND NEW.to_grade < 3)) OR NEW.state <> 'proposed'",
        "a judgement starts from the grade of its case, and no better than 3 under a red flag",
    ),
    Guard(
        "judgement_approved",
        "judgement",
        "UPDATE",
        f"NEW.state = 'approved' AND OLD.state <> 'approved' AND {_APPROVALS} < {_NEEDED}",
        "a judgement is approved by as many heads as its route asks",
    ),
    Guard(
        "evidence_of_bank",
        "judgement_evidence",
        "INSERT",
        'NOT EXISTS (SELECT 1 FROM judgement j JOIN "case" c ON c.id = j.case_id '
        "JOIN evidence e ON e.id = NEW.evidence_id WHERE j.id = NEW.judgement_id AND e.bank = c.bank)",
        "evidence is of the bank that is judged",
    ),
    # Four eyes
    Guard("decision_four_eyes", "decision", "INSERT", f"NEW.verdict = 'approve' AND {_WROTE}", "four eyes"),
    Guard(
        "decision_once",
        "decision",
        "INSERT",
        f"""NEW.verdict = 'approve' AND NEW.judgement_id IS NOT NULL AND {_APPROVER} IN (
          SELECT COALESCE(p.same_as, p.id) FROM decision d JOIN person p ON p.id = d.approver
          WHERE d.judgement_id = NEW.judgement_id)""",
        "one decision for each person",
    ),
    Guard(
        "decision_waits",
        "decision",
        "INSERT",
        "NEW.judgement_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM judgement j "
        "WHERE j.id = NEW.judgement_id AND j.case_id = NEW.case_id AND j.state = 'proposed')",
        "only a judgement that waits is decided on",
    ),
    Guard(
        "case_approved",
        "case",
        "UPDATE",
        """NEW.state = 'approved' AND OLD.state <> 'approved' AND (
          EXISTS (SELECT 1 FROM judgement j WHERE j.case_id = NEW.id AND j.state = 'proposed')
          OR NOT EXISTS (SELECT 1 FROM decision d WHERE d.case_id = NEW.id AND d.verdict = 'approve'
            AND (d.judgement_id IS NULL OR EXISTS (
              SELECT 1 FROM judgement k WHERE k.id = d.judgement_id AND k.state = 'approved'))))""",
        "a case is approved by a decision, and with no judgement waiting",
    ),
    Guard(
        "case_communicated",
        "case",
        "UPDATE",
        "NEW.state = 'communicated' AND OLD.state <> 'communicated' AND NOT EXISTS ("
        "SELECT 1 FROM method m WHERE m.hash = NEW.method_hash AND m.state = 'validated')",
        "a decision on a method that is not validated is not communicated",
    ),
    # Returns
    Guard(
        "filing_follows",
        "filing",
        "INSERT",
        "NEW.version <> 1 + (SELECT COUNT(*) FROM filing f WHERE f.bank = NEW.bank AND f.month = NEW.month)",
        "the next version of a return follows the one before",
    ),
    Guard(
        "question_once",
        "question",
        "UPDATE",
        "OLD.answer IS NOT NULL OR NEW.version <> OLD.version + 1 OR NEW.text <> OLD.text "
        "OR NEW.filing_id <> OLD.filing_id OR NEW.bank <> OLD.bank OR NEW.indicator <> OLD.indicator",
        "a question stays as it was asked, and is answered once",
    ),
    # Grants
    Guard(
        "grant_to_self",
        "grant",
        "UPDATE",
        "NEW.approved_by IS NOT NULL AND OLD.approved_by IS NULL AND "
        f"{_SAME.format(of='NEW.approved_by')} IN ("
        f"{_SAME.format(of='NEW.person')}, COALESCE({_SAME.format(of='NEW.asked_by')}, -1))",
        "nobody approves a grant of their own",
    ),
    Guard(
        "grant_frozen",
        "grant",
        "UPDATE",
        "NEW.person <> OLD.person OR NEW.role <> OLD.role OR "
        "COALESCE(NEW.bank, '') <> COALESCE(OLD.bank, '')",
        "a grant says once to whom it gives what",
    ),
    Guard(
        "session_frozen",
        "session",
        "UPDATE",
        "NEW.hash <> OLD.hash OR NEW.person <> OLD.person OR NEW.begun_at <> OLD.begun_at OR "
        "(OLD.revoked_at IS NOT NULL AND COALESCE(NEW.revoked_at, '') <> OLD.revoked_at)",
        "a session stays with its person, and what has ended does not begin again",
    ),
)
# Tables that hold one bank's rows → how a row names its bank.
_BANK_ROWS: Final = {
    "case": "bank",
    "evidence": "bank",
    "finding": "bank",
    "filing": "bank",
    "question": "bank",
    "reminder": "bank",
    "filing_note": "filing_id",
    "judgement": "case_id",
    "decision": "case_id",
    "measure": "case_id",
    "hand": "case_id",
    "challenge": "judgement_id",
    "judgement_evidence": "judgement_id",
    "reply": "finding_id",
}
_PARENTS: Final = {
    "case_id": "case",
    "judgement_id": "judgement",
    "finding_id": "finding",
    "filing_id": "filing",
}
APPLICATION_ROLE: Final = "vigie_reviews"
BANKS_SETTING: Final = "vigie.banks"
_CHANGING: Final = (
    *(
        "head",
        "person",
        "grant",
        "method",
        "case",
        "judgement",
        "challenge",
        "finding",
        "session",
        "question",
    ),
)


def install(connection: Connection) -> None:
    """Set the guards of this release up in place of an earlier one's, and fill the table of transitions.

    Called after every migration; a change of a guard or a transition brings a migration, be it empty.
    """
    inspector = inspect(connection)
    tables = tuple(sorted(set(inspector.get_table_names()) - {"alembic_version"}))
    postgresql = connection.dialect.name == "postgresql"
    for statement in _old_of_postgresql(connection) if postgresql else _old_of_sqlite(connection):
        connection.exec_driver_sql(statement)
    connection.exec_driver_sql("DELETE FROM transition")
    for step in TRANSITIONS:
        connection.exec_driver_sql(
            "INSERT INTO transition (entity, before, after) "
            f"VALUES ('{step.entity}', '{step.before}', '{step.after}')"
        )
    for statement in _for_postgresql(tables) if postgresql else _for_sqlite():
        # A driver that takes parameters reads a lone % as the start of one.
        connection.exec_driver_sql(statement.replace("%", "%%") if postgresql else statement)


def _old_of_sqlite(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'trigger'")
    return [f"DROP TRIGGER {name}" for (name,) in found.all()]


def _old_of_postgresql(connection: Connection) -> list[str]:
    found = connection.exec_driver_sql(
        "SELECT tgname, relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid "
        "JOIN pg_proc p ON p.oid = t.tgfoid WHERE NOT tgisinternal AND proname = 'guard_' || tgname"
    )
    triggers = [f'DROP TRIGGER {name} ON "{table}"' for name, table in found.all()]
    found = connection.exec_driver_sql(
        "SELECT policyname, tablename FROM pg_policies WHERE policyname = 'of_granted_banks'"
    )
    return triggers + [f'DROP POLICY {name} ON "{table}"' for name, table in found.all()]


def _for_sqlite() -> Iterator[str]:
    """The statements that set the guards up on SQLite."""
    for guard in GUARDS:
        yield (
            f'CREATE TRIGGER {guard.name} BEFORE {guard.when} ON "{guard.table}" WHEN {guard.condition} '
            f"BEGIN SELECT RAISE(ABORT, '{guard.says}'); END"
        )
    yield (
        "CREATE TRIGGER event_head AFTER INSERT ON event "
        "BEGIN UPDATE head SET seq = NEW.seq, hash = NEW.hash; END"
    )


def _for_postgresql(tables: tuple[str, ...]) -> Iterator[str]:
    """The statements that set guards, row security and the application's rights up on PostgreSQL."""
    for guard in GUARDS:
        row = "OLD" if guard.when == "DELETE" else "NEW"
        yield from _function(
            guard.name,
            f'BEFORE {guard.when} ON "{guard.table}" FOR EACH ROW',
            f"IF {guard.condition} THEN RAISE EXCEPTION '{guard.says}' "
            f"USING ERRCODE = 'integrity_constraint_violation'; END IF; RETURN {row};",
        )
    yield from _function(
        "event_head",
        "AFTER INSERT ON event FOR EACH ROW",
        "UPDATE head SET seq = NEW.seq, hash = NEW.hash; RETURN NEW;",
    )
    for table in tables:
        yield from _function(
            f"{table}_no_truncate",
            f'BEFORE TRUNCATE ON "{table}" FOR EACH STATEMENT',
            f"RAISE EXCEPTION '{table} is never emptied' USING ERRCODE = 'integrity_constraint_violation';",
        )
    yield from _row_security()
    yield from _rights(tables)


def _function(name: str, place: str, body: str) -> Iterator[str]:
    made = f"CREATE OR REPLACE FUNCTION guard_{name}() RETURNS trigger LANGUAGE plpgsql"
    yield f"{made} AS $$ BEGIN {body} END $$"
    yield f"CREATE TRIGGER {name} {place} EXECUTE FUNCTION guard_{name}()"


def _row_security() -> Iterator[str]:
    for table, column in _BANK_ROWS.items():
        if column == "bank":
            seen = (
                f"current_setting('{BANKS_SETTING}', true) = '*' OR "
                f"bank = ANY(string_to_array(current_setting('{BANKS_SETTING}', true), ','))"
            )
        else:
            # The parent's own policy narrows what is found here.
            seen = f'EXISTS (SELECT 1 FROM "{_PARENTS[column]}" parent WHERE parent.id = {column})'
        yield f'ALTER TABLE "{table}" ENABLE ROW LEVEL SECURITY'
        yield f'ALTER TABLE "{table}" FORCE ROW LEVEL SECURITY'
        yield f'CREATE POLICY of_granted_banks ON "{table}" USING ({seen}) WITH CHECK ({seen})'


def _rights(tables: tuple[str, ...]) -> Iterator[str]:
    """A role without the owner's powers, which every transaction takes on; where the owner may create it."""
    yield f"""DO $$ BEGIN
      IF NOT EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}')
        AND EXISTS (SELECT 1 FROM pg_roles WHERE rolname = current_user AND (rolsuper OR rolcreaterole)) THEN
        CREATE ROLE {APPLICATION_ROLE} NOLOGIN;
      END IF;
    END $$"""
    every = ", ".join(f'"{table}"' for table in tables)
    changing = ", ".join(f'"{table}"' for table in _CHANGING)
    grants = (
        f"GRANT SELECT, INSERT ON {every} TO {APPLICATION_ROLE}; "
        f"GRANT UPDATE ON {changing} TO {APPLICATION_ROLE}; "
        f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {APPLICATION_ROLE};"
    )
    yield f"""DO $$ BEGIN
      IF EXISTS (SELECT 1 FROM pg_roles WHERE rolname = '{APPLICATION_ROLE}') THEN {grants} END IF;
    END $$"""
