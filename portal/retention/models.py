"""The one way to delete what is otherwise only added to."""

from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKeyConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base, Id


class RetentionRun(Base):
    """That the present transaction deletes what is too old. The triggers ask for such a row.

    No transaction can be committed with one in it: `never` refers to a row that does not exist, and
    the database checks that at the end. So nobody but the transaction itself ever sees it.
    """

    __tablename__ = "retention_run"
    __table_args__ = (
        CheckConstraint("never <> id", "ends_before_commit"),
        ForeignKeyConstraint(
            ["never"], ["retention_run.id"], name="fk_retention_run_never", deferrable=True,
            initially="DEFERRED",
        ),
    )  # fmt: skip

    id: Mapped[Id]
    never: Mapped[UUID] = mapped_column(index=True)
