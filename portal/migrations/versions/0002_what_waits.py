"""Find what waits for someone without reading everyone's messages and steps"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

PENDING = "staff_id IS NOT NULL AND (read IS NULL OR reply_by IS NOT NULL AND answered IS NULL)"
WAITING = "state = 'waiting'"


def upgrade() -> None:
    """Find what waits for someone without reading everyone's messages and steps."""
    op.create_index(
        "ix_message_pending", "message", ["participant_id"],
        sqlite_where=sa.text(PENDING), postgresql_where=sa.text(PENDING),
    )  # fmt: skip
    op.create_index(
        "ix_step_waiting", "step", ["participant_id"],
        sqlite_where=sa.text(WAITING), postgresql_where=sa.text(WAITING),
    )  # fmt: skip


def downgrade() -> None:
    """Without the indexes again."""
    op.drop_index("ix_step_waiting", table_name="step")
    op.drop_index("ix_message_pending", table_name="message")
