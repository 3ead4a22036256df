"""the registers of the core"""

import sqlalchemy as sa
from alembic import op

from guanshan.register.audit_tables import append_only

revision = "register_0001"
down_revision = None
branch_labels = ("register",)
depends_on = None


def upgrade() -> None:
    op.create_table(
        "account_attempt",
        sa.Column("bucket", sa.String(length=64), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("since", sa.BigInteger(), nullable=False),
        sa.Column("locked_until", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("bucket"),
    )
    op.create_table(
        "account_code",
        sa.Column("phone_digest", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("phone_digest"),
    )
    op.create_table(
        "account_credential",
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("hash", sa.String(length=200), nullable=False),
        sa.Column("changed_at", sa.BigInteger(), nullable=False),
        sa.Column("totp_nonce", sa.String(length=32), nullable=True),
        sa.Column("totp_last", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("subject"),
    )
    op.create_table(
        "account_link",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("issued_by", sa.String(length=100), nullable=False),
        sa.Column("issued_at", sa.BigInteger(), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("used_at", sa.BigInteger(), nullable=True),
        sa.Column("nonce", sa.String(length=32), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
    )
    op.create_table(
        "account_outsider",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("phone_digest", sa.String(length=64), nullable=False),
        sa.Column("phone_masked", sa.String(length=20), nullable=False),
        sa.Column("credit_code", sa.String(length=18), nullable=True),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("closed_at", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        op.f("ix_account_outsider_phone_digest"), "account_outsider", ["phone_digest"], unique=False
    )
    op.create_table(
        "account_session",
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("number", sa.String(length=16), nullable=False),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.BigInteger(), nullable=False),
        sa.Column("seen_at", sa.BigInteger(), nullable=False),
        sa.Column("ends_at", sa.BigInteger(), nullable=False),
        sa.Column("ended_at", sa.BigInteger(), nullable=True),
        sa.Column("why", sa.String(length=20), nullable=True),
        sa.Column("source", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("digest"),
        sa.UniqueConstraint("number"),
    )
    op.create_index(op.f("ix_account_session_subject"), "account_session", ["subject"], unique=False)
    op.create_table(
        "register_appointment",
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
        sa.Column("f_person", sa.String(length=100), nullable=True),
        sa.Column("f_role", sa.String(length=100), nullable=True),
        sa.Column("f_unit", sa.String(length=100), nullable=True),
        sa.Column("f_capacity", sa.String(length=100), nullable=True),
        sa.Column("f_from_day", sa.Date(), nullable=True),
        sa.Column("f_until_day", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_register_appointment_key", "register_appointment", ["natural_key"], unique=False)
    op.create_index(
        "ix_register_appointment_now",
        "register_appointment",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_register_appointment_person", "register_appointment", ["f_person"], unique=False)
    op.create_index("ix_register_appointment_record", "register_appointment", ["record"], unique=False)
    op.create_table(
        "register_audit",
        sa.Column(
            "seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=False, nullable=False
        ),
        sa.Column("tick", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_table(
        "register_document",
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
        sa.Column("f_number", sa.String(length=80), nullable=True),
        sa.Column("f_title", sa.String(length=300), nullable=True),
        sa.Column("f_kind", sa.String(length=100), nullable=True),
        sa.Column("f_issuer", sa.String(length=100), nullable=True),
        sa.Column("f_issued_on", sa.Date(), nullable=True),
        sa.Column("f_link", sa.String(length=500), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_register_document_key", "register_document", ["natural_key"], unique=False)
    op.create_index(
        "ix_register_document_now",
        "register_document",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_register_document_record", "register_document", ["record"], unique=False)
    op.create_index("ix_register_document_title", "register_document", ["f_title"], unique=False)
    op.create_table(
        "register_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("tick", sa.BigInteger(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("algorithm", sa.Text(), nullable=False),
        sa.Column("chain", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "register_import",
        sa.Column("id", sa.String(length=32), nullable=False),
        sa.Column("register", sa.String(length=80), nullable=False),
        sa.Column("file_name", sa.String(length=300), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("keeper", sa.String(length=40), nullable=False),
        sa.Column("actor", sa.String(length=100), nullable=False),
        sa.Column("tick", sa.BigInteger(), nullable=False),
        sa.Column("entry", sa.BigInteger(), nullable=False),
        sa.Column("new", sa.Integer(), nullable=False),
        sa.Column("changed", sa.Integer(), nullable=False),
        sa.Column("unchanged", sa.Integer(), nullable=False),
        sa.Column("refused", sa.Integer(), nullable=False),
        sa.Column("undone_by", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_table(
        "register_mapping",
        sa.Column("register", sa.String(length=80), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.Text(), nullable=False),
        sa.Column("tick", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("register", "signature"),
    )
    op.create_table(
        "register_market_entity",
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
        sa.Column("f_credit_code", sa.String(length=18), nullable=True),
        sa.Column("f_name", sa.String(length=200), nullable=True),
        sa.Column("f_kind", sa.String(length=100), nullable=True),
        sa.Column("f_status", sa.String(length=100), nullable=True),
        sa.Column("f_industry", sa.String(length=5), nullable=True),
        sa.Column("f_registered_capital", sa.BigInteger(), nullable=True),
        sa.Column("f_private", sa.Boolean(), nullable=True),
        sa.Column("f_street", sa.String(length=100), nullable=True),
        sa.Column("f_address", sa.String(length=200), nullable=True),
        sa.Column("f_legal_representative", sa.String(length=60), nullable=True),
        sa.Column("f_contact_phone", sa.String(length=11), nullable=True),
        sa.Column("f_established_on", sa.Date(), nullable=True),
        sa.Column("f_deregistered_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_register_market_entity_key", "register_market_entity", ["natural_key"], unique=False)
    op.create_index("ix_register_market_entity_name", "register_market_entity", ["f_name"], unique=False)
    op.create_index(
        "ix_register_market_entity_now",
        "register_market_entity",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_register_market_entity_record", "register_market_entity", ["record"], unique=False)
    op.create_table(
        "register_person",
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
        sa.Column("f_login", sa.String(length=40), nullable=True),
        sa.Column("f_name", sa.String(length=60), nullable=True),
        sa.Column("f_unit", sa.String(length=100), nullable=True),
        sa.Column("f_phone", sa.String(length=11), nullable=True),
        sa.Column("f_joined_on", sa.Date(), nullable=True),
        sa.Column("f_left_on", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_register_person_key", "register_person", ["natural_key"], unique=False)
    op.create_index(
        "ix_register_person_now",
        "register_person",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_register_person_record", "register_person", ["record"], unique=False)
    op.create_table(
        "register_place",
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
        sa.Column("f_code", sa.String(length=40), nullable=True),
        sa.Column("f_name", sa.String(length=100), nullable=True),
        sa.Column("f_kind", sa.String(length=100), nullable=True),
        sa.Column("f_parent", sa.String(length=100), nullable=True),
        sa.Column("f_address", sa.String(length=200), nullable=True),
        sa.Column("f_shape", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_register_place_key", "register_place", ["natural_key"], unique=False)
    op.create_index("ix_register_place_name", "register_place", ["f_name"], unique=False)
    op.create_index(
        "ix_register_place_now",
        "register_place",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_register_place_record", "register_place", ["record"], unique=False)
    op.create_table(
        "register_search",
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("record", sa.String(length=32), nullable=False),
        sa.Column("code", sa.String(length=200), nullable=False),
        sa.Column("label", sa.String(length=300), nullable=False),
        sa.Column("text", sa.Text().with_variant(sa.Text(collation="C"), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("type", "record"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "register_setting",
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "register_unit",
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
        sa.Column("f_code", sa.String(length=40), nullable=True),
        sa.Column("f_name", sa.String(length=100), nullable=True),
        sa.Column("f_kind", sa.String(length=100), nullable=True),
        sa.Column("f_parent", sa.String(length=100), nullable=True),
        sa.Column("f_since", sa.Date(), nullable=True),
        sa.Column("f_until", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_register_unit_key", "register_unit", ["natural_key"], unique=False)
    op.create_index("ix_register_unit_name", "register_unit", ["f_name"], unique=False)
    op.create_index(
        "ix_register_unit_now",
        "register_unit",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_register_unit_record", "register_unit", ["record"], unique=False)
    for statement in append_only(op.get_bind().dialect.name):
        op.execute(statement)
