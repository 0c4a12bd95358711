"""Closed accounts, corrections, legal hold, and a digest for every file"""

import hashlib
import re

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
AGENCY = ("af", "malmo", "fk", "skane")
STATE = ("asked", "corrected", "refused")
KIND = (
    "five_days", "tomorrow", "new_time", "moved", "changed", "cancelled", "message", "your_turn", "duty",
)  # fmt: skip
OPEN = "state = 'asked'"


def upgrade() -> None:
    """The columns and tables."""
    op.add_column("participant", sa.Column("closed", INSTANT))
    _hold()
    _correction()
    _kinds(KIND, (*KIND, "answer"))
    _retention_run()
    _let_old_rows_go()
    op.add_column("attachment", sa.Column("sha256", sa.String(64)))
    _digest()
    with op.batch_alter_table("attachment") as attachment:
        attachment.alter_column("sha256", existing_type=sa.String(64), nullable=False)


def downgrade() -> None:
    """Without them."""
    with op.batch_alter_table("attachment") as attachment:
        attachment.drop_column("sha256")
    op.execute("DELETE FROM notice WHERE kind = 'answer'")
    _kinds((*KIND, "answer"), KIND)
    _keep_all_rows()
    op.drop_table("retention_run")
    op.drop_table("correction")
    op.drop_table("hold")
    op.drop_column("participant", "closed")


ALLOWED = "EXISTS (SELECT 1 FROM retention_run)"
GUARD = f"IF TG_OP = 'DELETE' AND {ALLOWED} THEN IF TG_LEVEL = 'ROW' THEN RETURN OLD; END IF; RETURN NULL; END IF;"


def _retention_run() -> None:
    op.create_table(
        "retention_run",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("never", sa.Uuid(), nullable=False),
        sa.CheckConstraint("never <> id", name=op.f("ck_retention_run_ends_before_commit")),
        sa.ForeignKeyConstraint(
            ["never"], ["retention_run.id"], name="fk_retention_run_never", deferrable=True, initially="DEFERRED"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_retention_run")),
    )


def _let_old_rows_go() -> None:
    """Whatever refuses a delete lets it pass where the transaction has a row in retention_run."""
    if op.get_bind().dialect.name == "sqlite":
        for name, sql in _sqlite_triggers():
            op.execute(f"DROP TRIGGER {name}")
            op.execute(re.sub(r"(BEFORE DELETE ON \w+)\s+BEGIN", rf"\1 WHEN NOT {ALLOWED} BEGIN", sql))
        return
    for name, body in _postgresql_functions():
        _replace(name, body.replace("BEGIN ", f"BEGIN {GUARD} ", 1))


def _keep_all_rows() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, sql in _sqlite_triggers():
            op.execute(f"DROP TRIGGER {name}")
            op.execute(sql.replace(f" WHEN NOT {ALLOWED} BEGIN", " BEGIN"))
        return
    for name, body in _postgresql_functions():
        _replace(name, body.replace(f"{GUARD} ", ""))


def _sqlite_triggers() -> list[tuple[str, str]]:
    found = op.get_bind().execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND sql LIKE '%BEFORE DELETE ON%'")
    )
    return [(name, sql) for name, sql in found]


def _postgresql_functions() -> list[tuple[str, str]]:
    """Those behind triggers that fire before a delete (bit 3 of tgtype)."""
    found = op.get_bind().execute(
        sa.text(
            "SELECT DISTINCT p.proname, p.prosrc FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid"
            " WHERE NOT t.tgisinternal AND (t.tgtype & 8) <> 0"
        )
    )
    return [(name, body) for name, body in found]


def _replace(name: str, body: str) -> None:
    op.execute(sa.text(
        f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ {body.replace(':', chr(92) + ':')} $$"
    ))


def _kinds(before: tuple[str, ...], after: tuple[str, ...]) -> None:
    """What a notice can tell."""
    named = ", ".join(f"'{each}'" for each in after)
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("ck_notice_noticekind"), type_="check")
        notice.create_check_constraint(op.f("ck_notice_noticekind"), f"kind IN ({named})")


def _digest() -> None:
    """One file at a time: ten megabytes each, and nobody knows how many."""
    connection = op.get_bind()
    table = sa.table(
        "attachment", sa.column("id", sa.Uuid()), sa.column("content", sa.LargeBinary()),
        sa.column("sha256", sa.String()),
    )  # fmt: skip
    for which in connection.scalars(sa.select(table.c.id)).all():
        content = connection.scalar(sa.select(table.c.content).where(table.c.id == which))
        digest = hashlib.sha256(content or b"").hexdigest()
        connection.execute(sa.update(table).where(table.c.id == which).values(sha256=digest))


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _hold() -> None:
    op.create_table(
        "hold",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("since", INSTANT, nullable=False),
        sa.Column("reason", sa.String(200), nullable=False),
        sa.CheckConstraint("length(trim(reason)) > 0", name=op.f("ck_hold_a_reason")),
        _refers("hold", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_hold")),
    )


def _correction() -> None:
    op.create_table(
        "correction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("agency", _enum("agency", AGENCY), nullable=False),
        sa.Column("subject", sa.String(40), nullable=False),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("wrong", sa.Text(), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("asked", INSTANT, nullable=False),
        sa.Column("state", _enum("correctionstate", STATE), nullable=False),
        sa.Column("answer", sa.Text()),
        sa.Column("answered", INSTANT),
        sa.Column("answered_by_id", sa.Uuid()),
        sa.CheckConstraint("(state = 'asked') = (answered IS NULL)", name=op.f("ck_correction_answered_when")),
        sa.CheckConstraint(
            "(answered IS NULL) = (answered_by_id IS NULL)", name=op.f("ck_correction_answered_by_whom")
        ),
        sa.CheckConstraint(
            "state <> 'refused' OR answer IS NOT NULL", name=op.f("ck_correction_refused_with_a_reason")
        ),
        _refers("correction", "participant_id", "participant"),
        _refers("correction", "answered_by_id", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_correction")),
    )
    op.create_index("ix_correction_participant_id_asked", "correction", ["participant_id", "asked"])
    op.create_index(
        "ix_correction_open", "correction", ["participant_id", "agency"],
        sqlite_where=sa.text(OPEN), postgresql_where=sa.text(OPEN),
    )  # fmt: skip
