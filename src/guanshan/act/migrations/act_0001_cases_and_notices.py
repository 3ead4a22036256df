"""cases and notices"""

import sqlalchemy as sa
from alembic import op

revision = "act_0001"
down_revision = None
branch_labels = ("act",)
depends_on = "register_0001"


def upgrade() -> None:
    op.create_table(
        "act_attachment",
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
        sa.Column("f_number", sa.BigInteger(), nullable=True),
        sa.Column("f_name", sa.String(length=200), nullable=True),
        sa.Column("f_size", sa.BigInteger(), nullable=True),
        sa.Column("f_sha256", sa.String(length=64), nullable=True),
        sa.Column("f_at", sa.String(length=16), nullable=True),
        sa.Column("f_actor", sa.String(length=100), nullable=True),
        sa.Column("f_public", sa.Boolean(), nullable=True),
        sa.Column("f_on_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_act_attachment_case", "act_attachment", ["f_case"], unique=False)
    op.create_index("ix_act_attachment_key", "act_attachment", ["natural_key"], unique=False)
    op.create_index(
        "ix_act_attachment_now",
        "act_attachment",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_act_attachment_record", "act_attachment", ["record"], unique=False)
    op.create_table(
        "act_case",
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
        sa.Column("f_number", sa.String(length=40), nullable=True),
        sa.Column("f_title", sa.String(length=200), nullable=True),
        sa.Column("f_kind", sa.String(length=60), nullable=True),
        sa.Column("f_category", sa.String(length=40), nullable=True),
        sa.Column("f_state", sa.String(length=40), nullable=True),
        sa.Column("f_text", sa.Text(), nullable=True),
        sa.Column("f_credit_code", sa.String(length=100), nullable=True),
        sa.Column("f_applicant", sa.String(length=100), nullable=True),
        sa.Column("f_contact_name", sa.String(length=60), nullable=True),
        sa.Column("f_contact_phone", sa.String(length=11), nullable=True),
        sa.Column("f_channel", sa.String(length=100), nullable=True),
        sa.Column("f_reference", sa.String(length=100), nullable=True),
        sa.Column("f_lead", sa.String(length=100), nullable=True),
        sa.Column("f_turn", sa.String(length=100), nullable=True),
        sa.Column("f_person", sa.String(length=100), nullable=True),
        sa.Column("f_opened_on", sa.Date(), nullable=True),
        sa.Column("f_opened_at", sa.String(length=16), nullable=True),
        sa.Column("f_clock", sa.String(length=40), nullable=True),
        sa.Column("f_warns_at", sa.String(length=16), nullable=True),
        sa.Column("f_due_at", sa.String(length=16), nullable=True),
        sa.Column("f_open", sa.Boolean(), nullable=True),
        sa.Column("f_paused", sa.Boolean(), nullable=True),
        sa.Column("f_provisional", sa.Boolean(), nullable=True),
        sa.Column("f_solved", sa.Boolean(), nullable=True),
        sa.Column("f_satisfaction", sa.String(length=40), nullable=True),
        sa.Column("f_steps", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_act_case_credit_code", "act_case", ["f_credit_code"], unique=False)
    op.create_index("ix_act_case_key", "act_case", ["natural_key"], unique=False)
    op.create_index(
        "ix_act_case_now",
        "act_case",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_act_case_record", "act_case", ["record"], unique=False)
    op.create_index("ix_act_case_title", "act_case", ["f_title"], unique=False)
    op.create_table(
        "act_notice",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("recipient", sa.String(length=120), nullable=False),
        sa.Column("channel", sa.String(length=10), nullable=False),
        sa.Column("cause", sa.String(length=200), nullable=False),
        sa.Column("told", sa.Text(), nullable=False),
        sa.Column("tick", sa.BigInteger(), nullable=False),
        sa.Column("read_at", sa.BigInteger(), nullable=True),
        sa.Column("sent_at", sa.BigInteger(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_act_notice_recipient", "act_notice", ["recipient", "channel", "read_at"], unique=False
    )
    op.create_index("ix_act_notice_waiting", "act_notice", ["channel", "sent_at"], unique=False)
    op.create_table(
        "act_part",
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
        sa.Column("f_unit", sa.String(length=100), nullable=True),
        sa.Column("f_role", sa.String(length=100), nullable=True),
        sa.Column("f_since", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_act_part_key", "act_part", ["natural_key"], unique=False)
    op.create_index(
        "ix_act_part_now",
        "act_part",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_act_part_record", "act_part", ["record"], unique=False)
    op.create_index("ix_act_part_unit", "act_part", ["f_unit"], unique=False)
    op.create_table(
        "act_step",
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
        sa.Column("f_number", sa.BigInteger(), nullable=True),
        sa.Column("f_at", sa.String(length=16), nullable=True),
        sa.Column("f_move", sa.String(length=40), nullable=True),
        sa.Column("f_actor", sa.String(length=100), nullable=True),
        sa.Column("f_hat", sa.String(length=100), nullable=True),
        sa.Column("f_unit", sa.String(length=100), nullable=True),
        sa.Column("f_state", sa.String(length=40), nullable=True),
        sa.Column("f_answers", sa.Text(), nullable=True),
        sa.Column("f_note", sa.Text(), nullable=True),
        sa.Column("f_on_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_act_step_case", "act_step", ["f_case"], unique=False)
    op.create_index("ix_act_step_key", "act_step", ["natural_key"], unique=False)
    op.create_index(
        "ix_act_step_now",
        "act_step",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_act_step_record", "act_step", ["record"], unique=False)
