"""Attempts counted, and what kind of instance a database belongs to"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Two tables."""
    op.create_table(
        "rate",
        sa.Column("key", sa.String(120), primary_key=True),
        sa.Column("window_end", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hits", sa.Integer(), nullable=False),
    )
    op.create_index("ix_rate_window_end", "rate", ["window_end"])
    op.create_table("instance", sa.Column("kind", sa.String(12), primary_key=True))


def downgrade() -> None:
    """Without them."""
    op.drop_table("instance")
    op.drop_index("ix_rate_window_end", "rate")
    op.drop_table("rate")
