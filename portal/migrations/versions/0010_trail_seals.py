"""Seals over the trail, so that a trace that is changed, removed or dated back is found"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
# A seal that can be rewritten proves nothing either.
APPEND_ONLY = {
    "sqlite": (
        """CREATE TRIGGER trail_seal_no_update BEFORE UPDATE ON trail_seal
        BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
        """CREATE TRIGGER trail_seal_no_delete BEFORE DELETE ON trail_seal
        BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END""",
    ),
    "postgresql": (
        """CREATE TRIGGER trail_seal_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON trail_seal
        FOR EACH STATEMENT EXECUTE FUNCTION trace_append_only()""",
    ),
}


def upgrade() -> None:
    """The table of seals, and the order in which traces are sealed."""
    op.create_table(
        "trail_seal",
        sa.Column("id", sa.Integer(), nullable=False, autoincrement=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("traces", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(64), nullable=False),
        sa.Column("hash", sa.String(64), nullable=False),
        sa.Column("sealed", INSTANT, nullable=False),
        sa.CheckConstraint("until > since", name=op.f("ck_trail_seal_until_after_since")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_seal")),
    )
    op.create_index("ix_trace_at", "trace", ["at"])
    for statement in APPEND_ONLY[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    """Without seals; the triggers go with their table."""
    op.drop_index("ix_trace_at", "trace")
    op.drop_table("trail_seal")
