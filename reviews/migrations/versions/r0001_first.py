"""The first form: the ledger, people and grants, cases, judgements, evidence, findings, methods.

Revision ID: r0001
"""

import sqlalchemy as sa
from alembic import op

revision = "r0001"
down_revision = None


def upgrade() -> None:
    """Make the tables; the guards are set up after every migration."""
    op.create_table(
        "anchor",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_anchor")),
        sqlite_strict=True,
    )
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("prev", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_event")),
        sa.UniqueConstraint("hash", name=op.f("uq_event_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("id = 1", name=op.f("ck_head_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_head")),
        sqlite_strict=True,
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("active_until", sa.Text(), nullable=True),
        sa.Column("same_as", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["same_as"], ["person.id"], name=op.f("fk_person_same_as")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("issuer", "subject", name=op.f("uq_person_issuer")),
        sqlite_strict=True,
    )
    op.create_table(
        "transition",
        sa.Column("entity", sa.Text(), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("entity", "before", "after", name=op.f("pk_transition")),
        sqlite_strict=True,
    )
    op.create_table(
        "evidence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("evidence_date", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=False),
        sa.Column("uploader", sa.Integer(), nullable=False),
        sa.Column("supersedes", sa.Integer(), nullable=True),
        sa.CheckConstraint("length(sha256) = 64", name=op.f("ck_evidence_sha256")),
        sa.ForeignKeyConstraint(["supersedes"], ["evidence.id"], name=op.f("fk_evidence_supersedes")),
        sa.ForeignKeyConstraint(["uploader"], ["person.id"], name=op.f("fk_evidence_uploader")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence")),
        sa.UniqueConstraint("sha256", "bank", name=op.f("uq_evidence_sha256")),
        sqlite_strict=True,
    )
    op.create_table(
        "grant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=True),
        sa.Column("from_at", sa.Text(), nullable=False),
        sa.Column("until_at", sa.Text(), nullable=True),
        sa.Column("asked_by", sa.Integer(), nullable=True),
        sa.Column("approved_by", sa.Integer(), nullable=True),
        sa.Column("approved_at", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "role <> 'respondent' OR bank IS NOT NULL", name=op.f("ck_grant_respondent_of_a_bank")
        ),
        sa.CheckConstraint(
            "role IN ('respondent', 'supervisor', 'head', 'horizontal', 'validator', 'auditor', 'admin')",
            name=op.f("ck_grant_role"),
        ),
        sa.CheckConstraint(
            "approved_by <> person AND approved_by <> asked_by", name=op.f("ck_grant_approved_for_self")
        ),
        sa.CheckConstraint("asked_by <> person", name=op.f("ck_grant_asked_for_self")),
        sa.ForeignKeyConstraint(["approved_by"], ["person.id"], name=op.f("fk_grant_approved_by")),
        sa.ForeignKeyConstraint(["asked_by"], ["person.id"], name=op.f("fk_grant_asked_by")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_grant_person")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grant")),
        sqlite_strict=True,
    )
    op.create_table(
        "method",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("owner", sa.Integer(), nullable=False),
        sa.Column("tier", sa.Integer(), nullable=False),
        sa.Column("validated_by", sa.Integer(), nullable=True),
        sa.Column("validated_at", sa.Text(), nullable=True),
        sa.Column("limits", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('registered', 'validated', 'refused', 'retired')", name=op.f("ck_method_state")
        ),
        sa.CheckConstraint("validated_by <> owner", name=op.f("ck_method_validated_by_owner")),
        sa.ForeignKeyConstraint(["owner"], ["person.id"], name=op.f("fk_method_owner")),
        sa.ForeignKeyConstraint(["validated_by"], ["person.id"], name=op.f("fk_method_validated_by")),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_method")),
        sqlite_strict=True,
    )
    op.create_table(
        "case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("risk", sa.Text(), nullable=False),
        sa.Column("snapshot_hash", sa.Text(), nullable=False),
        sa.Column("method_hash", sa.Text(), nullable=False),
        sa.Column("score", sa.Text(), nullable=False),
        sa.Column("low", sa.Text(), nullable=False),
        sa.Column("high", sa.Text(), nullable=False),
        sa.Column("p1", sa.Text(), nullable=False),
        sa.Column("p2", sa.Text(), nullable=False),
        sa.Column("p3", sa.Text(), nullable=False),
        sa.Column("p4", sa.Text(), nullable=False),
        sa.Column("model_grade", sa.Integer(), nullable=False),
        sa.Column("red_flag", sa.Integer(), nullable=False),
        sa.Column("large", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('draft', 'submitted', 'returned', 'challenged', 'approved', 'communicated', 'superseded')",
            name=op.f("ck_case_state"),
        ),
        sa.CheckConstraint("model_grade BETWEEN 1 AND 4", name=op.f("ck_case_model_grade")),
        sa.CheckConstraint("red_flag IN (0, 1) AND large IN (0, 1)", name=op.f("ck_case_flags")),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_case_author")),
        sa.ForeignKeyConstraint(["method_hash"], ["method.hash"], name=op.f("fk_case_method_hash")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case")),
        sqlite_strict=True,
    )
    op.create_table(
        "finding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("requirement", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.Integer(), nullable=False),
        sa.Column("raised_at", sa.Text(), nullable=False),
        sa.Column("closed_at", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "severity IN ('low', 'medium', 'high', 'critical')", name=op.f("ck_finding_severity")
        ),
        sa.CheckConstraint(
            "state IN ('open', 'answered', 'closed', 'reopened')", name=op.f("ck_finding_state")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_finding_case_id")),
        sa.ForeignKeyConstraint(["raised_by"], ["person.id"], name=op.f("fk_finding_raised_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding")),
        sqlite_strict=True,
    )
    op.create_table(
        "hand",
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("person", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_hand_case_id")),
        sa.ForeignKeyConstraint(["person"], ["person.id"], name=op.f("fk_hand_person")),
        sa.PrimaryKeyConstraint("case_id", "person", name=op.f("pk_hand")),
        sqlite_strict=True,
    )
    op.create_table(
        "judgement",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("from_grade", sa.Integer(), nullable=False),
        sa.Column("to_grade", sa.Integer(), nullable=False),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("reason_code", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Integer(), nullable=False),
        sa.Column("proposed_at", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.Text(), nullable=True),
        sa.Column("valid_until", sa.Text(), nullable=True),
        sa.Column("ended_because", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("route IN ('head', 'panel')", name=op.f("ck_judgement_route")),
        sa.CheckConstraint(
            "state IN ('proposed', 'approved', 'rejected', 'withdrawn', 'outdated', 'lapsed', 'revoked')",
            name=op.f("ck_judgement_state"),
        ),
        sa.CheckConstraint("length(text) BETWEEN 40 AND 4000", name=op.f("ck_judgement_text")),
        sa.CheckConstraint(
            "to_grade BETWEEN 1 AND 4 AND to_grade <> from_grade", name=op.f("ck_judgement_to_grade")
        ),
        sa.CheckConstraint(
            "to_grade BETWEEN from_grade - 1 AND from_grade + 2", name=op.f("ck_judgement_bounds")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_judgement_case_id")),
        sa.ForeignKeyConstraint(["proposed_by"], ["person.id"], name=op.f("fk_judgement_proposed_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_judgement")),
        sqlite_strict=True,
    )
    op.create_table(
        "measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("legal_basis", sa.Text(), nullable=False),
        sa.Column("ordered_by", sa.Integer(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('recommendation', 'requirement', 'restriction')", name=op.f("ck_measure_kind")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_measure_case_id")),
        sa.ForeignKeyConstraint(["ordered_by"], ["person.id"], name=op.f("fk_measure_ordered_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure")),
        sqlite_strict=True,
    )
    op.create_table(
        "challenge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=False),
        sa.Column("by_person", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("answered_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["answered_by"], ["person.id"], name=op.f("fk_challenge_answered_by")),
        sa.ForeignKeyConstraint(["by_person"], ["person.id"], name=op.f("fk_challenge_by_person")),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgement.id"], name=op.f("fk_challenge_judgement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_challenge")),
        sqlite_strict=True,
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("judgement_id", sa.Integer(), nullable=True),
        sa.Column("approver", sa.Integer(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("at", sa.Text(), nullable=False),
        sa.CheckConstraint("verdict IN ('approve', 'reject', 'return')", name=op.f("ck_decision_verdict")),
        sa.ForeignKeyConstraint(["approver"], ["person.id"], name=op.f("fk_decision_approver")),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_decision_case_id")),
        sa.ForeignKeyConstraint(["judgement_id"], ["judgement.id"], name=op.f("fk_decision_judgement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("judgement_id", "approver", name=op.f("uq_decision_judgement_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "judgement_evidence",
        sa.Column("judgement_id", sa.Integer(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["evidence_id"], ["evidence.id"], name=op.f("fk_judgement_evidence_evidence_id")
        ),
        sa.ForeignKeyConstraint(
            ["judgement_id"], ["judgement.id"], name=op.f("fk_judgement_evidence_judgement_id")
        ),
        sa.PrimaryKeyConstraint("judgement_id", "evidence_id", name=op.f("pk_judgement_evidence")),
        sqlite_strict=True,
    )
    op.create_table(
        "reply",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("finding_id", sa.Integer(), nullable=False),
        sa.Column("author", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("evidence_id", sa.Integer(), nullable=True),
        sa.Column("at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["author"], ["person.id"], name=op.f("fk_reply_author")),
        sa.ForeignKeyConstraint(["evidence_id"], ["evidence.id"], name=op.f("fk_reply_evidence_id")),
        sa.ForeignKeyConstraint(["finding_id"], ["finding.id"], name=op.f("fk_reply_finding_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reply")),
        sqlite_strict=True,
    )
    op.get_bind().exec_driver_sql(f"INSERT INTO head (id, seq, hash) VALUES (1, 0, '{'0' * 64}')")
