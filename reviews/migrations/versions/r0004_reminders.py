"""Reminders that were said.

Revision ID: r0004
Revises: r0003
"""

import sqlalchemy as sa
from alembic import op

revision = "r0004"
down_revision = "r0003"


def upgrade() -> None:
    """Make the table; the guards are set up after every migration."""
    op.create_table(
        "reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("bank", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("due", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("said_at", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('finding', 'answer', 'question')", name=op.f("ck_reminder_kind")),
        sa.CheckConstraint("stage IN ('near', 'due', 'overdue', 'ageing')", name=op.f("ck_reminder_stage")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
        sa.UniqueConstraint("kind", "number", "stage", "due", "version", name=op.f("uq_reminder_kind")),
        sqlite_strict=True,
    )
