"""orders of the hotline and published outcomes"""

import sqlalchemy as sa
from alembic import op

revision = "liaison_0001"
down_revision = None
branch_labels = ("liaison",)
depends_on = "register_0001"


def upgrade() -> None:
    op.create_table(
        "liaison_hotline_order",
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
        sa.Column("salt", sa.String(length=32), nullable=False),
        sa.Column("f_number", sa.String(length=60), nullable=True),
        sa.Column("f_received_on", sa.Date(), nullable=True),
        sa.Column("f_category", sa.String(length=100), nullable=True),
        sa.Column("f_title", sa.String(length=200), nullable=True),
        sa.Column("f_text", sa.Text(), nullable=True),
        sa.Column("f_credit_code", sa.String(length=100), nullable=True),
        sa.Column("f_contact_name", sa.String(length=60), nullable=True),
        sa.Column("f_contact_phone", sa.String(length=11), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index(
        "ix_liaison_hotline_order_credit_code", "liaison_hotline_order", ["f_credit_code"], unique=False
    )
    op.create_index("ix_liaison_hotline_order_key", "liaison_hotline_order", ["natural_key"], unique=False)
    op.create_index(
        "ix_liaison_hotline_order_now",
        "liaison_hotline_order",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_liaison_hotline_order_record", "liaison_hotline_order", ["record"], unique=False)
    op.create_index("ix_liaison_hotline_order_title", "liaison_hotline_order", ["f_title"], unique=False)
    op.create_table(
        "liaison_outcome",
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
        sa.Column("f_case", sa.String(length=100), nullable=True),
        sa.Column("f_category", sa.String(length=100), nullable=True),
        sa.Column("f_question", sa.String(length=300), nullable=True),
        sa.Column("f_answer", sa.String(length=1000), nullable=True),
        sa.Column("f_solved", sa.Boolean(), nullable=True),
        sa.Column("f_published_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_liaison_outcome_key", "liaison_outcome", ["natural_key"], unique=False)
    op.create_index(
        "ix_liaison_outcome_now",
        "liaison_outcome",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_liaison_outcome_question", "liaison_outcome", ["f_question"], unique=False)
    op.create_index("ix_liaison_outcome_record", "liaison_outcome", ["record"], unique=False)
