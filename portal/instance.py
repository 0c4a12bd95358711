"""What kind of instance a database belongs to: a row that only the making of a demo writes.

Who takes a demo's settings to a database of real people, or real settings to a demo's, is stopped.
"""

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.db import Base, Database

DEMO = "demo"


class Instance(Base):
    """The one row; a database without it may hold real people."""

    __tablename__ = "instance"

    kind: Mapped[str] = mapped_column(String(12), primary_key=True)


def mark_as_demo(db: Session) -> None:
    """Says that everybody in this database is made up."""
    db.merge(Instance(kind=DEMO))


def is_demo(database: Database) -> bool:
    """Whether everybody in a database is made up. Raises SQLAlchemyError without its tables."""
    with database.reader.connect() as connection:
        return connection.scalar(select(Instance.kind)) == DEMO
