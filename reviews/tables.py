"""The tables of the regulator's side: instants are text in UTC, figures decimals as text.

What the columns cannot say is held by the triggers of :mod:`reviews.guards`.
"""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import (
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
    UniqueConstraint,
)

from reviews.roles import ROLES
from reviews.states import states

METADATA: Final = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
    }
)
_STRICT: Final[dict[str, Any]] = {"sqlite_strict": True}


def _listed(column: str, values: tuple[str, ...] | list[str]) -> CheckConstraint:
    named = ", ".join(f"'{value}'" for value in values)
    return CheckConstraint(f"{column} IN ({named})", name=column)


def _text(name: str, *, empty: bool = False) -> Column[str]:
    return Column(name, Text, nullable=empty)


def _whole(name: str, *, empty: bool = False) -> Column[int]:
    return Column(name, Integer, nullable=empty)


def _to(name: str, target: str, *, empty: bool = False) -> Column[int]:
    return Column(name, Integer, ForeignKey(target), nullable=empty)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


event = Table(
    "event",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    _text("prev"),
    Column("hash", Text, nullable=False, unique=True),
    _text("body"),
    **_STRICT,
)
# The newest event, moved by a trigger: a tail that is cut off leaves it pointing beyond the end.
head = Table(
    "head",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    _whole("seq"),
    _text("hash"),
    CheckConstraint("id = 1", name="one"),
    **_STRICT,
)
anchor = Table(
    "anchor",
    METADATA,
    _id(),
    _whole("seq"),
    _text("hash"),
    _text("at"),
    _text("token", empty=True),
    **_STRICT,
)
transition = Table(
    "transition",
    METADATA,
    _text("entity"),
    _text("before"),
    _text("after"),
    PrimaryKeyConstraint("entity", "before", "after"),
    **_STRICT,
)
person = Table(
    "person",
    METADATA,
    _id(),
    _text("issuer"),
    _text("subject"),
    _text("name"),
    _text("active_until", empty=True),
    # Another account of the same person, declared by a head; always the first of them.
    _to("same_as", "person.id", empty=True),
    UniqueConstraint("issuer", "subject"),
    **_STRICT,
)
grant = Table(
    "grant",
    METADATA,
    _id(),
    _to("person", "person.id"),
    _text("role"),
    # Empty for every bank.
    _text("bank", empty=True),
    _text("from_at"),
    _text("until_at", empty=True),
    # Empty for a grant from the command line of the machine.
    _to("asked_by", "person.id", empty=True),
    _to("approved_by", "person.id", empty=True),
    _text("approved_at", empty=True),
    _listed("role", list(ROLES)),
    CheckConstraint("asked_by <> person", name="asked_for_self"),
    CheckConstraint("approved_by <> person AND approved_by <> asked_by", name="approved_for_self"),
    CheckConstraint("role <> 'respondent' OR bank IS NOT NULL", name="respondent_of_a_bank"),
    **_STRICT,
)
session = Table(
    "session",
    METADATA,
    # SHA-256 of issuer, subject, issue time and nonce of the token that began it.
    Column("hash", Text, primary_key=True),
    _to("person", "person.id"),
    _text("begun_at"),
    _text("last_seen"),
    _text("revoked_at", empty=True),
    CheckConstraint("length(hash) = 64", name="hash"),
    **_STRICT,
)
method = Table(
    "method",
    METADATA,
    Column("hash", Text, primary_key=True),
    _text("name"),
    _to("owner", "person.id"),
    _whole("tier"),
    _to("validated_by", "person.id", empty=True),
    _text("validated_at", empty=True),
    _text("limits"),
    _text("state"),
    _whole("version"),
    _listed("state", states("method")),
    CheckConstraint("validated_by <> owner", name="validated_by_owner"),
    **_STRICT,
)
case = Table(
    "case",
    METADATA,
    _id(),
    _text("bank"),
    _text("month"),
    _text("risk"),
    _text("snapshot_hash"),
    Column("method_hash", Text, ForeignKey("method.hash"), nullable=False),
    *(_text(name) for name in ("score", "low", "high", "p1", "p2", "p3", "p4")),
    _whole("model_grade"),
    _whole("red_flag"),
    _whole("large"),
    _text("state"),
    _to("author", "person.id"),
    _text("opened_at"),
    _whole("version"),
    _listed("state", states("case")),
    CheckConstraint("model_grade BETWEEN 1 AND 4", name="model_grade"),
    CheckConstraint("red_flag IN (0, 1) AND large IN (0, 1)", name="flags"),
    **_STRICT,
)
# Everyone who wrote anything in a case: none of them can approve it.
hand = Table(
    "hand",
    METADATA,
    _to("case_id", "case.id"),
    _to("person", "person.id"),
    PrimaryKeyConstraint("case_id", "person"),
    **_STRICT,
)
judgement = Table(
    "judgement",
    METADATA,
    _id(),
    _to("case_id", "case.id"),
    _whole("from_grade"),
    _whole("to_grade"),
    _text("route"),
    _text("reason_code"),
    _text("text"),
    _to("proposed_by", "person.id"),
    _text("proposed_at"),
    _text("state"),
    _text("decided_at", empty=True),
    _text("valid_until", empty=True),
    # Why it is outdated, or for what reason it was revoked.
    _text("ended_because", empty=True),
    _whole("version"),
    _listed("state", states("judgement")),
    _listed("route", ["head", "panel"]),
    CheckConstraint("to_grade BETWEEN 1 AND 4 AND to_grade <> from_grade", name="to_grade"),
    CheckConstraint("to_grade BETWEEN from_grade - 1 AND from_grade + 2", name="bounds"),
    CheckConstraint("length(text) BETWEEN 40 AND 4000", name="text"),
    **_STRICT,
)
decision = Table(
    "decision",
    METADATA,
    _id(),
    _to("case_id", "case.id"),
    _to("judgement_id", "judgement.id", empty=True),
    _to("approver", "person.id"),
    _text("verdict"),
    _text("text"),
    _text("at"),
    _listed("verdict", ["approve", "reject", "return"]),
    UniqueConstraint("judgement_id", "approver"),
    **_STRICT,
)
challenge = Table(
    "challenge",
    METADATA,
    _id(),
    _to("judgement_id", "judgement.id"),
    _to("by_person", "person.id"),
    _text("text"),
    _text("at"),
    _text("answer", empty=True),
    _to("answered_by", "person.id", empty=True),
    _text("answered_at", empty=True),
    **_STRICT,
)
evidence = Table(
    "evidence",
    METADATA,
    _id(),
    _text("sha256"),
    _text("bank"),
    _text("name"),
    _text("media"),
    _whole("size"),
    _text("evidence_date"),
    _text("received_at"),
    _to("uploader", "person.id"),
    _to("supersedes", "evidence.id", empty=True),
    UniqueConstraint("sha256", "bank"),
    CheckConstraint("length(sha256) = 64", name="sha256"),
    **_STRICT,
)
judgement_evidence = Table(
    "judgement_evidence",
    METADATA,
    _to("judgement_id", "judgement.id"),
    _to("evidence_id", "evidence.id"),
    PrimaryKeyConstraint("judgement_id", "evidence_id"),
    **_STRICT,
)
finding = Table(
    "finding",
    METADATA,
    _id(),
    _to("case_id", "case.id"),
    _text("bank"),
    _text("severity"),
    _text("requirement"),
    _text("legal_basis"),
    _text("due"),
    _text("state"),
    _to("raised_by", "person.id"),
    _text("raised_at"),
    _text("closed_at", empty=True),
    _whole("version"),
    _listed("state", states("finding")),
    _listed("severity", ["low", "medium", "high", "critical"]),
    **_STRICT,
)
reply = Table(
    "reply",
    METADATA,
    _id(),
    _to("finding_id", "finding.id"),
    _to("author", "person.id"),
    _text("text"),
    _to("evidence_id", "evidence.id", empty=True),
    _text("at"),
    **_STRICT,
)
measure = Table(
    "measure",
    METADATA,
    _id(),
    _to("case_id", "case.id"),
    _text("kind"),
    _text("text"),
    _text("legal_basis"),
    _to("ordered_by", "person.id"),
    _text("at"),
    _listed("kind", ["recommendation", "requirement", "restriction"]),
    **_STRICT,
)
# A return as it was handed in: a correction is a further version, and the first stays.
filing = Table(
    "filing",
    METADATA,
    _id(),
    _text("bank"),
    _text("month"),
    _whole("version"),
    _text("due"),
    _text("received_at"),
    _text("figures"),
    _text("sha256"),
    _to("filed_by", "person.id"),
    UniqueConstraint("bank", "month", "version"),
    **_STRICT,
)
# Why a warning is right as it stands.
filing_note = Table(
    "filing_note",
    METADATA,
    _id(),
    _to("filing_id", "filing.id"),
    _text("rule"),
    _text("figures"),
    _text("reason"),
    **_STRICT,
)
question = Table(
    "question",
    METADATA,
    _id(),
    _to("filing_id", "filing.id"),
    _text("bank"),
    _text("indicator"),
    _text("text"),
    _to("asked_by", "person.id"),
    _text("asked_at"),
    _text("answer", empty=True),
    _to("answered_by", "person.id", empty=True),
    _text("answered_at", empty=True),
    _whole("version"),
    **_STRICT,
)
# What was said to be near, due, overdue or ageing: once in each stage of each version.
reminder = Table(
    "reminder",
    METADATA,
    _id(),
    _text("kind"),
    _whole("number"),
    _text("bank"),
    _text("stage"),
    _text("due"),
    _whole("version"),
    _text("said_at"),
    _listed("kind", ["finding", "answer", "question"]),
    _listed("stage", ["near", "due", "overdue", "ageing"]),
    UniqueConstraint("kind", "number", "stage", "due", "version"),
    **_STRICT,
)
SEVERITIES: Final = ("low", "medium", "high", "critical")
MEASURES: Final = ("recommendation", "requirement", "restriction")
