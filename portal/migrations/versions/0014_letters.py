"""Signing in without an e-ID: letters, codes to a number that was tried, and passkeys"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
LIVE = "used IS NULL AND revoked IS NULL"
KINDS = ("five_days", "tomorrow", "new_time", "moved", "changed", "cancelled", "message", "your_turn", "duty", "answer")
NEW_KINDS = ("sign_in_code", "new_passkey")
TABLES = (
    "passkey_challenge", "passkey", "passkey_holder", "activation", "unknown_letter", "letter", "verified_phone",
)  # fmt: skip


def upgrade() -> None:
    """The tables, and the notices that belong to them."""
    _letters()
    _passkeys()
    _notice_kinds((*KINDS, *NEW_KINDS))


def downgrade() -> None:
    """Without them."""
    op.execute("DELETE FROM notice WHERE kind IN ('sign_in_code', 'new_passkey')")
    _notice_kinds(KINDS)
    for table in TABLES:
        op.drop_table(table)


def _notice_kinds(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("ck_notice_noticekind"), type_="check")
        notice.create_check_constraint(op.f("ck_notice_noticekind"), f"kind IN ({listed})")


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _letters() -> None:
    op.create_table(
        "verified_phone",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("verified", INSTANT, nullable=False),
        sa.Column("by_staff_id", sa.Uuid(), nullable=False),
        _refers("verified_phone", "participant_id", "participant"),
        _refers("verified_phone", "by_staff_id", "staff"),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_verified_phone")),
    )
    op.create_table(
        "letter",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(8), nullable=False),
        sa.Column("code_hash", sa.String(120), nullable=False),
        sa.Column("checked", sa.String(40), nullable=False),
        sa.Column("issued", INSTANT, nullable=False),
        sa.Column("issued_by_id", sa.Uuid(), nullable=False),
        sa.Column("expires", INSTANT, nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.Column("used", INSTANT),
        sa.Column("revoked", INSTANT),
        sa.Column("revoked_by_id", sa.Uuid()),
        sa.CheckConstraint("tries BETWEEN 0 AND 5", name=op.f("ck_letter_so_many_tries")),
        sa.CheckConstraint("expires > issued", name=op.f("ck_letter_expires_after_issue")),
        sa.CheckConstraint("(revoked IS NULL) = (revoked_by_id IS NULL)", name=op.f("ck_letter_revoked_by_whom")),
        _refers("letter", "participant_id", "participant"),
        _refers("letter", "issued_by_id", "staff"),
        _refers("letter", "revoked_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("reference", name=op.f("uq_letter_reference")),
    )
    op.create_index(
        "uq_letter_live", "letter", ["participant_id"], unique=True,
        sqlite_where=sa.text(LIVE), postgresql_where=sa.text(LIVE),
    )  # fmt: skip
    op.create_index("ix_letter_participant_id_issued", "letter", ["participant_id", "issued"])
    unknown = op.create_table(
        "unknown_letter",
        sa.Column("id", sa.SmallInteger(), nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unknown_letter")),
    )
    op.bulk_insert(unknown, [{"id": 1, "tries": 0}])
    op.create_table(
        "activation",
        sa.Column("letter_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.String(64), nullable=False),
        sa.Column("begun", INSTANT, nullable=False),
        sa.Column("code_hash", sa.String(120)),
        sa.Column("code_until", INSTANT),
        sa.Column("code_tries", sa.SmallInteger(), nullable=False),
        sa.Column("codes_sent", sa.SmallInteger(), nullable=False),
        sa.Column("activated", INSTANT),
        sa.Column("activated_by_id", sa.Uuid()),
        sa.Column("finished", INSTANT),
        sa.CheckConstraint(
            "(activated IS NULL) = (activated_by_id IS NULL)", name=op.f("ck_activation_activated_by_whom")
        ),
        sa.CheckConstraint("(code_hash IS NULL) = (code_until IS NULL)", name=op.f("ck_activation_a_code_ends")),
        sa.CheckConstraint(
            "code_tries BETWEEN 0 AND 3 AND codes_sent BETWEEN 0 AND 3", name=op.f("ck_activation_so_many_codes")
        ),
        _refers("activation", "letter_id", "letter"),
        _refers("activation", "participant_id", "participant"),
        _refers("activation", "activated_by_id", "staff"),
        sa.PrimaryKeyConstraint("letter_id", name=op.f("pk_activation")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_activation_token_hash")),
    )
    op.create_index(op.f("ix_activation_participant_id"), "activation", ["participant_id"])


def _passkeys() -> None:
    op.create_table(
        "passkey_holder",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("handle", sa.LargeBinary(), nullable=False),
        _refers("passkey_holder", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_passkey_holder")),
        sa.UniqueConstraint("handle", name=op.f("uq_passkey_holder_handle")),
    )
    op.create_table(
        "passkey",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("credential_id", sa.LargeBinary(), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.BigInteger(), nullable=False),
        sa.Column("added", INSTANT, nullable=False),
        sa.Column("last_used", INSTANT),
        sa.Column("device", sa.String(40), nullable=False),
        _refers("passkey", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_passkey")),
        sa.UniqueConstraint("credential_id", name=op.f("uq_passkey_credential_id")),
    )
    op.create_index(op.f("ix_passkey_participant_id"), "passkey", ["participant_id"])
    op.create_table(
        "passkey_challenge",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("purpose", sa.String(40), nullable=False),
        sa.Column("participant_id", sa.Uuid()),
        sa.Column("until", INSTANT, nullable=False),
        _refers("passkey_challenge", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_passkey_challenge")),
    )
    op.create_index(op.f("ix_passkey_challenge_until"), "passkey_challenge", ["until"])
