"""the registers of the system enterprise"""

import sqlalchemy as sa
from alembic import op

revision = "enterprise_0001"
down_revision = None
branch_labels = ("enterprise",)
depends_on = "register_0001"


def upgrade() -> None:
    op.create_table(
        "enterprise_equity_financing",
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
        sa.Column("f_round", sa.String(length=60), nullable=True),
        sa.Column("f_paid_on", sa.Date(), nullable=True),
        sa.Column("f_paid_in", sa.BigInteger(), nullable=True),
        sa.Column("f_investor", sa.String(length=200), nullable=True),
        sa.Column("f_qualified", sa.Boolean(), nullable=True),
        sa.Column("f_document", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index(
        "ix_enterprise_equity_financing_credit_code",
        "enterprise_equity_financing",
        ["f_credit_code"],
        unique=False,
    )
    op.create_index(
        "ix_enterprise_equity_financing_key", "enterprise_equity_financing", ["natural_key"], unique=False
    )
    op.create_index(
        "ix_enterprise_equity_financing_now",
        "enterprise_equity_financing",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index(
        "ix_enterprise_equity_financing_record", "enterprise_equity_financing", ["record"], unique=False
    )
    op.create_index(
        "ix_enterprise_equity_financing_round", "enterprise_equity_financing", ["f_round"], unique=False
    )
    op.create_table(
        "enterprise_financial_year",
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
        sa.Column("f_year", sa.BigInteger(), nullable=True),
        sa.Column("f_operating_revenue", sa.BigInteger(), nullable=True),
        sa.Column("f_main_revenue", sa.BigInteger(), nullable=True),
        sa.Column("f_rd_expense", sa.BigInteger(), nullable=True),
        sa.Column("f_total_assets", sa.BigInteger(), nullable=True),
        sa.Column("f_total_liabilities", sa.BigInteger(), nullable=True),
        sa.Column("f_net_profit", sa.BigInteger(), nullable=True),
        sa.Column("f_tax_paid", sa.BigInteger(), nullable=True),
        sa.Column("f_export_value", sa.BigInteger(), nullable=True),
        sa.Column("f_audited", sa.Boolean(), nullable=True),
        sa.Column("f_document", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index(
        "ix_enterprise_financial_year_credit_code",
        "enterprise_financial_year",
        ["f_credit_code"],
        unique=False,
    )
    op.create_index(
        "ix_enterprise_financial_year_key", "enterprise_financial_year", ["natural_key"], unique=False
    )
    op.create_index(
        "ix_enterprise_financial_year_now",
        "enterprise_financial_year",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index(
        "ix_enterprise_financial_year_record", "enterprise_financial_year", ["record"], unique=False
    )
    op.create_table(
        "enterprise_intellectual_property",
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
        sa.Column("f_number", sa.String(length=60), nullable=True),
        sa.Column("f_name", sa.String(length=200), nullable=True),
        sa.Column("f_kind", sa.String(length=100), nullable=True),
        sa.Column("f_credit_code", sa.String(length=100), nullable=True),
        sa.Column("f_granted_on", sa.Date(), nullable=True),
        sa.Column("f_lapses_on", sa.Date(), nullable=True),
        sa.Column("f_acquired", sa.String(length=100), nullable=True),
        sa.Column("f_acquired_on", sa.Date(), nullable=True),
        sa.Column("f_related", sa.Boolean(), nullable=True),
        sa.Column("f_overseas_family", sa.Boolean(), nullable=True),
        sa.Column("f_overseas_income", sa.Boolean(), nullable=True),
        sa.Column("f_pledged", sa.Boolean(), nullable=True),
        sa.Column("f_awarded", sa.Boolean(), nullable=True),
        sa.Column("f_document", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index(
        "ix_enterprise_intellectual_property_credit_code",
        "enterprise_intellectual_property",
        ["f_credit_code"],
        unique=False,
    )
    op.create_index(
        "ix_enterprise_intellectual_property_key",
        "enterprise_intellectual_property",
        ["natural_key"],
        unique=False,
    )
    op.create_index(
        "ix_enterprise_intellectual_property_name",
        "enterprise_intellectual_property",
        ["f_name"],
        unique=False,
    )
    op.create_index(
        "ix_enterprise_intellectual_property_now",
        "enterprise_intellectual_property",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index(
        "ix_enterprise_intellectual_property_record",
        "enterprise_intellectual_property",
        ["record"],
        unique=False,
    )
    op.create_table(
        "enterprise_staff_figure",
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
        sa.Column("f_year", sa.BigInteger(), nullable=True),
        sa.Column("f_staff", sa.BigInteger(), nullable=True),
        sa.Column("f_rd_staff", sa.BigInteger(), nullable=True),
        sa.Column("f_technical_staff", sa.BigInteger(), nullable=True),
        sa.Column("f_bachelors", sa.BigInteger(), nullable=True),
        sa.Column("f_insured", sa.BigInteger(), nullable=True),
        sa.Column("f_document", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index(
        "ix_enterprise_staff_figure_credit_code", "enterprise_staff_figure", ["f_credit_code"], unique=False
    )
    op.create_index(
        "ix_enterprise_staff_figure_key", "enterprise_staff_figure", ["natural_key"], unique=False
    )
    op.create_index(
        "ix_enterprise_staff_figure_now",
        "enterprise_staff_figure",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_enterprise_staff_figure_record", "enterprise_staff_figure", ["record"], unique=False)
    op.create_table(
        "enterprise_standing",
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
        sa.Column("f_checked_on", sa.Date(), nullable=True),
        sa.Column("f_main_product", sa.String(length=200), nullable=True),
        sa.Column("f_strategic_field", sa.Boolean(), nullable=True),
        sa.Column("f_dishonest", sa.Boolean(), nullable=True),
        sa.Column("f_prohibited", sa.Boolean(), nullable=True),
        sa.Column("f_serious_event", sa.Boolean(), nullable=True),
        sa.Column("f_document", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index(
        "ix_enterprise_standing_credit_code", "enterprise_standing", ["f_credit_code"], unique=False
    )
    op.create_index("ix_enterprise_standing_key", "enterprise_standing", ["natural_key"], unique=False)
    op.create_index(
        "ix_enterprise_standing_now",
        "enterprise_standing",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_enterprise_standing_record", "enterprise_standing", ["record"], unique=False)
    op.create_table(
        "enterprise_title",
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
        sa.Column("f_kind", sa.String(length=100), nullable=True),
        sa.Column("f_name", sa.String(length=200), nullable=True),
        sa.Column("f_level", sa.String(length=100), nullable=True),
        sa.Column("f_issuer", sa.String(length=100), nullable=True),
        sa.Column("f_recognised_on", sa.Date(), nullable=True),
        sa.Column("f_lapses_on", sa.Date(), nullable=True),
        sa.Column("f_certificate", sa.String(length=60), nullable=True),
        sa.Column("f_document", sa.String(length=100), nullable=True),
        sa.PrimaryKeyConstraint("entry", "item"),
    )
    op.create_index("ix_enterprise_title_credit_code", "enterprise_title", ["f_credit_code"], unique=False)
    op.create_index("ix_enterprise_title_key", "enterprise_title", ["natural_key"], unique=False)
    op.create_index("ix_enterprise_title_name", "enterprise_title", ["f_name"], unique=False)
    op.create_index(
        "ix_enterprise_title_now",
        "enterprise_title",
        ["natural_key", "record", "valid_from", "valid_to"],
        unique=False,
        sqlite_where=sa.text("superseded_at = 9223372036854775807"),
        postgresql_where=sa.text("superseded_at = 9223372036854775807"),
    )
    op.create_index("ix_enterprise_title_record", "enterprise_title", ["record"], unique=False)
