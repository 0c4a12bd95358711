"""Sign-ins that end when nothing is done, on phones that may be someone else's"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

NEW = ("id", "seen", "way", "assurance", "shared", "device")


def upgrade() -> None:
    """What is known of each sign-in. Those before are ended: everybody signs in once more."""
    op.execute("DELETE FROM sign_in")
    with op.batch_alter_table("sign_in", recreate="always") as sign_in:
        sign_in.add_column(sa.Column("id", sa.Uuid(), nullable=False))
        sign_in.add_column(sa.Column("seen", sa.DateTime(timezone=True), nullable=False))
        sign_in.add_column(sa.Column("way", sa.String(40), nullable=False))
        sign_in.add_column(
            sa.Column(
                "assurance",
                sa.Enum("full", "limited", name="assurance", native_enum=False, length=24, create_constraint=False),
                nullable=False,
            )
        )
        sign_in.add_column(sa.Column("shared", sa.Boolean(), nullable=False))
        sign_in.add_column(sa.Column("device", sa.String(40), nullable=False))
        sign_in.create_check_constraint(op.f("ck_sign_in_assurance"), "assurance IN ('full', 'limited')")
        sign_in.create_check_constraint(op.f("ck_sign_in_seen_since"), "seen >= created")
        sign_in.create_check_constraint(op.f("ck_sign_in_staff_in_full"), "staff_id IS NULL OR assurance = 'full'")
        sign_in.create_unique_constraint(op.f("uq_sign_in_id"), ["id"])


def downgrade() -> None:
    """Sign-ins with an absolute end only."""
    with op.batch_alter_table("sign_in", recreate="always") as sign_in:
        sign_in.drop_constraint(op.f("uq_sign_in_id"), type_="unique")
        for name in ("assurance", "seen_since", "staff_in_full"):
            sign_in.drop_constraint(op.f(f"ck_sign_in_{name}"), type_="check")
        for name in NEW:
            sign_in.drop_column(name)
