"""notes to enterprises"""

import sqlalchemy as sa
from alembic import op

revision = "enterprise_0003"
down_revision = "enterprise_0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "enterprise_cultivation_note",
        sa.Column("entry", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("item", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("natural_key", sa.String(length=300), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.BigInteger(), nullable=False),
        sa.Column("superseded_at", sa.BigInteger(), nullable=False),
        sa.Column("superseded_by", sa.BigInteger(), nullable=True),
        sa.Column("keeper", sa.String(length=40), nullable=False),
        sa.Column("source_import", sa.String(length=32), nullable=True),
        sa.Column("source_sheet", sa.String(length=100), nullable=True),
        sa.Column("source_row", sa.Integer(), nullable=True),
        sa.Column("source_note", sa.String(length=200), nullable=True),
        sa.Column("leaf", sa.String(length=64), nullable=False),
        sa.Column("f_credit_code", sa.String(length=100), nullable=True),
        sa.Column("f_number", sa.String(length=20), nullable=True),
        sa.Column("f_voice", sa.String(length=100), nullable=True),
        sa.Column("f_designation", sa.String(length=60), nullable=True),
        sa.Column("f_text", sa.String(length=500), nullable=True),
        sa.Column("f_author", sa.String(length=100), nullable=True),
        sa.Column("f_written_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index(
        "ix_enterprise_cultivation_note_credit_code",
        "enterprise_cultivation_note",
        ["f_credit_code"],
        unique=False,
    )
    op.create_index(
        "ix_enterprise_cultivation_note_key", "enterprise_cultivation_note", ["natural_key"], unique=False
    )
    op.create_index(
        "ix_enterprise_cultivation_note_now",
        "enterprise_cultivation_note",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index(
        "ix_enterprise_cultivation_note_record", "enterprise_cultivation_note", ["record"], unique=False
    )
    op.create_index(
        "ix_enterprise_cultivation_note_text", "enterprise_cultivation_note", ["f_text"], unique=False
    )
