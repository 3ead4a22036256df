"""a register of the core and the copy changed"""

import sqlalchemy as sa
from alembic import op

revision = "slow_0002"
down_revision = "slow_0001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("register_market_entity", sa.Column("slow_note", sa.String(length=80), nullable=True))
    op.execute("UPDATE register_market_entity SET slow_note = record")
    op.create_index("ix_slow_note", "register_market_entity", ["slow_note"], unique=False)
    with op.batch_alter_table("slow_copy") as batch:  # SQLite makes the table anew and moves the rows
        batch.alter_column("note", existing_type=sa.String(length=80), type_=sa.String(length=200))
        batch.create_index("ix_slow_copy_record", ["record"])
    op.execute("UPDATE slow_copy SET note = record")
