"""Every member of staff has an employer and a known title: those without are asked for

What cannot be decided is answered by whoever runs the migration: `portal migrate --employer
anna@malmo.example=malmo --title anna@malmo.example=vagledare`.
"""

import sqlalchemy as sa
from alembic import op

from portal.migrations.online import IN_BATCHES, Undecided, answers

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

AGENCIES = ("af", "malmo", "fk", "skane")
TITLES = (
    "arbetsformedlare", "arbetsmarknadssekreterare", "socialsekreterare", "vagledare", "handlaggare",
    "vardsamordnare", "rehabkoordinator", "teamsamordnare", "oversattare",
)  # fmt: skip
STAFF = sa.table("staff", sa.column("employee_id"), sa.column("agency"), sa.column("title"))


def upgrade() -> None:
    """Takes the answers, and refuses with a list of those that are still open."""
    _ask("agency", "employer", AGENCIES)
    _ask("title", "title", TITLES)


def downgrade() -> None:
    """What was answered stays: it is allowed before, too."""


def _ask(column: str, question: str, known: tuple[str, ...]) -> None:
    value = STAFF.c[column]
    connection = op.get_bind()
    for employee, said in answers(question).items():
        if said in known:
            change = sa.update(STAFF).where(STAFF.c.employee_id == employee).values({column: said})
            connection.execute(change, execution_options=IN_BATCHES)
    open_ = sa.select(STAFF.c.employee_id, value).where(value.is_(None) | value.not_in(known))
    rows = connection.execute(open_.order_by(STAFF.c.employee_id)).all()
    if rows:
        raise Undecided(
            f"Each of these members of staff needs one {question}: run this again with --{question}"
            f" EMPLOYEE_ID={'|'.join(known)}.",
            [f"{employee} ({said or 'none'})" for employee, said in rows],
        )
