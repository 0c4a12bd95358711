"""What a sign-in and a passkey began with, from where a letter was used, and new numbers"""

import sqlalchemy as sa
from alembic import op

revision = "0018b"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
COLUMNS = (("sign_in", "letter_id"), ("sign_in", "passkey_id"), ("passkey", "letter_id"))
PLACES = ("issued_from", "opened_from", "confirmed_from")


def upgrade() -> None:
    """Columns, and a table for numbers that wait to be confirmed."""
    for table, column in COLUMNS:
        op.add_column(table, sa.Column(column, sa.Uuid()))
    op.add_column("trace", sa.Column("way", sa.String(40)))
    for place in PLACES:
        op.add_column("letter", sa.Column(place, sa.String(40)))
    with op.batch_alter_table("verified_phone") as phone:
        phone.alter_column("by_staff_id", existing_type=sa.Uuid(), nullable=True)
    _new_numbers()


def downgrade() -> None:
    """Without them; a number that she has confirmed herself is forgotten."""
    op.drop_table("new_number")
    op.execute("DELETE FROM verified_phone WHERE by_staff_id IS NULL")
    with op.batch_alter_table("verified_phone") as phone:
        phone.alter_column("by_staff_id", existing_type=sa.Uuid(), nullable=False)
    for place in PLACES:
        op.drop_column("letter", place)
    op.drop_column("trace", "way")
    for table, column in COLUMNS:
        op.drop_column(table, column)


def _new_numbers() -> None:
    op.create_table(
        "new_number",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("phone", sa.String(20), nullable=False),
        sa.Column("code_hash", sa.String(120), nullable=False),
        sa.Column("until", INSTANT, nullable=False),
        sa.Column("tries", sa.SmallInteger(), nullable=False),
        sa.CheckConstraint("tries BETWEEN 0 AND 3", name=op.f("ck_new_number_so_many_tries")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_new_number_participant_id")),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_new_number")),
    )
