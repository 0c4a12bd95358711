"""What people are found by and sorted by, and what they are called by

Added beside what is there, with defaults: a version of the portal that knows nothing of it goes on
storing people; those are sorted first and not found until they are stored anew. Like the table of
participants, the words are not under row level security: lists name people to whoever acts.
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None

WORD = sa.String(100).with_variant(sa.String(100, collation="C"), "postgresql")


def upgrade() -> None:
    """Adds the columns and the words."""
    op.add_column("participant", sa.Column("called", sa.String(120)))
    for table in ("participant", "staff"):
        key = sa.Column("sort_key", sa.LargeBinary(), nullable=False, server_default=sa.text("''"))
        op.add_column(table, key)
    op.create_table(
        "name_word",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("word", WORD, nullable=False),
        sa.ForeignKeyConstraint(
            ["participant_id"], ["participant.id"], name=op.f("fk_name_word_participant_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("participant_id", "word", name=op.f("pk_name_word")),
    )


def downgrade() -> None:
    """Takes them away."""
    op.drop_table("name_word")
    for table in ("participant", "staff"):
        op.drop_column(table, "sort_key")
    op.drop_column("participant", "called")
