"""What a sign-in and a passkey began with is referred to, and what is told of it is taken

With a passkey go the sign-ins made with it.
"""

from alembic import op

from portal.migrations.online import create_indexes, drop_indexes, hold_to, refer

revision = "0018c"
down_revision = "0018b"
branch_labels = None
depends_on = None

KINDS = (
    "five_days", "tomorrow", "new_time", "moved", "changed", "cancelled", "message", "your_turn", "duty", "answer",
    "sign_in_code", "new_passkey",
)  # fmt: skip
NEW_KINDS = (
    "letter_issued", "letter_opened", "letter_confirmed", "way_ended", "passkey_refused", "number_code",
    "number_changed",
)  # fmt: skip
KIND = "ck_notice_noticekind"
REFERENCES = (
    ("sign_in", "letter_id", "letter", "NO ACTION"), ("sign_in", "passkey_id", "passkey", "CASCADE"),
    ("passkey", "letter_id", "letter", "NO ACTION"),
)  # fmt: skip
INDEXES = {f"ix_{table}_{column}": (table, (column,)) for table, column, _to, _on_delete in REFERENCES}


def upgrade() -> None:
    """References with their indexes, and the notices."""
    create_indexes(INDEXES)
    for table, column, to, on_delete in REFERENCES:
        if not refer(table, column, to, on_delete):
            with op.batch_alter_table(table) as changing:
                name = op.f(f"fk_{table}_{column}")
                changing.create_foreign_key(name, to, [column], ["id"], ondelete=on_delete)
    _kinds((*KINDS, *NEW_KINDS))


def downgrade() -> None:
    """Without them."""
    listed = ", ".join(f"'{kind}'" for kind in NEW_KINDS)
    op.execute(f"DELETE FROM notice WHERE kind IN ({listed})")
    _kinds(KINDS)
    for table, column, _to, _on_delete in REFERENCES:
        with op.batch_alter_table(table) as changing:
            changing.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
    drop_indexes(INDEXES)


def _kinds(kinds: tuple[str, ...]) -> None:
    named = ", ".join(f"'{kind}'" for kind in kinds)
    rule = f"kind IN ({named})"
    if not hold_to("notice", {KIND: rule}):
        with op.batch_alter_table("notice") as notice:
            notice.drop_constraint(op.f(KIND), type_="check")
            notice.create_check_constraint(op.f(KIND), rule)
