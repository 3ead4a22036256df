"""a table filled row by row"""

import sqlalchemy as sa
from alembic import op

revision = "slow_0001"
down_revision = None
branch_labels = ("slow",)
depends_on = "register_0001"


def upgrade():
    copied = op.create_table(
        "slow_copy",
        sa.Column("type", sa.String(length=80), nullable=False),
        sa.Column("record", sa.String(length=80), nullable=False),
        sa.Column("note", sa.String(length=80), nullable=True),
    )
    found = sa.text("SELECT type, record FROM register_search ORDER BY type, record LIMIT 5000")
    for kind, record in op.get_bind().execute(found).all():
        op.get_bind().execute(copied.insert(), {"type": kind, "record": record})
