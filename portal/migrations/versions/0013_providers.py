"""Sign-ins at providers, the numbers people had before, and new ones that wait for staff"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
STATE = ("open", "confirmed", "refused", "settled")
OPEN = sa.text("state = 'open'")
CONFLICT = sa.text("state = 'open' AND other_id IS NOT NULL")
NEW_TABLES = ("sign_in_attempt", "provider_sign_in", "used_logout_token", "former_identity", "identity_change")


def upgrade() -> None:
    """Where a sign-in came from, and what a number was before."""
    op.create_table(
        "sign_in_attempt",
        sa.Column("state_hash", sa.String(64), nullable=False),
        sa.Column("browser_hash", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("nonce", sa.String(64), nullable=False),
        sa.Column("verifier", sa.String(128), nullable=False),
        sa.Column("then", sa.String(500), nullable=False),
        sa.Column("shared", sa.Boolean(), nullable=False),
        sa.Column("started", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("state_hash", name=op.f("pk_sign_in_attempt")),
    )
    op.create_index("ix_sign_in_attempt_started", "sign_in_attempt", ["started"])
    op.create_table(
        "provider_sign_in",
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("sub_hash", sa.LargeBinary(), nullable=False),
        sa.Column("sid_hash", sa.LargeBinary()),
        sa.Column("id_token", sa.LargeBinary(), nullable=False),
        sa.Column("end_session", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["token_hash"], ["sign_in.token_hash"], ondelete="CASCADE",
            name=op.f("fk_provider_sign_in_token_hash"),
        ),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_provider_sign_in")),
    )
    op.create_index("ix_provider_sign_in_sub", "provider_sign_in", ["provider", "sub_hash"])
    op.create_index("ix_provider_sign_in_sid", "provider_sign_in", ["provider", "sid_hash"])
    op.create_table(
        "used_logout_token",
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("jti_hash", sa.LargeBinary(), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.PrimaryKeyConstraint("provider", "jti_hash", name=op.f("pk_used_logout_token")),
    )
    op.create_index("ix_used_logout_token_until", "used_logout_token", ["until"])
    _numbers()


def _numbers() -> None:
    op.create_table(
        "former_identity",
        sa.Column("identity_hash", sa.LargeBinary(), nullable=False),
        sa.Column("identity_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("replaced", INSTANT, nullable=False),
        sa.Column("by_staff_id", sa.Uuid(), nullable=False),
        _refers("former_identity", "participant_id", "participant"),
        _refers("former_identity", "by_staff_id", "staff"),
        sa.PrimaryKeyConstraint("identity_hash", name=op.f("pk_former_identity")),
    )
    op.create_index("ix_former_identity_participant_id", "former_identity", ["participant_id"])
    op.create_table(
        "identity_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid()),
        sa.Column("provider", sa.String(40), nullable=False),
        sa.Column("identity_hash", sa.LargeBinary(), nullable=False),
        sa.Column("identity_cipher", sa.LargeBinary(), nullable=False),
        sa.Column("proposed", INSTANT, nullable=False),
        sa.Column("state", sa.Enum(*STATE, name="changestate", native_enum=False, create_constraint=True, length=24), nullable=False),
        sa.Column("decided", INSTANT),
        sa.Column("decided_by", sa.Uuid()),
        sa.CheckConstraint("other_id IS NULL OR other_id <> participant_id", name=op.f("ck_identity_change_two_people")),
        sa.CheckConstraint(
            "(state = 'open') = (decided IS NULL) AND (decided IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_identity_change_decided_by_whom"),
        ),
        sa.CheckConstraint(
            "other_id IS NULL OR state IN ('open', 'settled')", name=op.f("ck_identity_change_conflicts_are_settled")
        ),
        _refers("identity_change", "participant_id", "participant"),
        _refers("identity_change", "other_id", "participant"),
        _refers("identity_change", "decided_by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_identity_change")),
    )
    op.create_index(
        "uq_identity_change_open", "identity_change", ["participant_id", "identity_hash"], unique=True,
        sqlite_where=OPEN, postgresql_where=OPEN,
    )
    op.create_index(
        "ix_identity_change_conflict", "identity_change", ["proposed"],
        sqlite_where=CONFLICT, postgresql_where=CONFLICT,
    )


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def downgrade() -> None:
    """Without them; sign-ins at a provider go on until they end, and only the newest numbers find anyone."""
    for table in reversed(NEW_TABLES):
        op.drop_table(table)
