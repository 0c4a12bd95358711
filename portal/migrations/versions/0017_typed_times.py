"""Night shifts, times at unusual hours, and answers asked for before the day of the time"""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import op

from portal.migrations.online import IN_BATCHES, batches, hold_new_to, hold_to, let_go_of, validate

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

CLASH = ("overlap", "travel", "fixed_hours", "many", "closed", "attendee")
KINDS = "ck_accepted_clash_clashkind"
ANSWERED = "reply_by IS NULL OR CAST(reply_by AS VARCHAR(10)) < substr(wall, 1, 10)"
BEFORE_THE_DAY = {"ck_appointment_reply_by_before_the_day": ANSWERED}
APPOINTMENT = sa.Table(
    "appointment", sa.MetaData(), sa.Column("id", sa.Uuid(), primary_key=True), sa.Column("reply_by", sa.Date())
)


def upgrade() -> None:
    """Wider checks for what is taken now, and one for what no longer is."""
    if not hold_to("accepted_clash", {KINDS: _kinds((*CLASH, "hour"))}):
        _upgrade_sqlite()
        return
    hold_to("fixed_hours", {"ck_fixed_hours_until_is_not_since": "until <> since"})
    let_go_of("fixed_hours", {"ck_fixed_hours_until_after_since": "until > since"})
    hold_new_to("appointment", BEFORE_THE_DAY)
    # A day that came too late was never one she could answer by: she is asked without one.
    no_day = sa.update(APPOINTMENT).where(APPOINTMENT.c.id == sa.bindparam("of")).values(reply_by=None)
    for connection, rows in batches(APPOINTMENT, ("id",), sa.literal_column(f"NOT ({ANSWERED})", sa.Boolean())):
        connection.execute(no_day, [{"of": row.id} for row in rows], execution_options=IN_BATCHES)
    validate("appointment", BEFORE_THE_DAY)


def _upgrade_sqlite() -> None:
    _clashes((*CLASH, "hour"))
    _hours("until_after_since", "until_is_not_since", "until <> since")
    op.execute(f"UPDATE appointment SET reply_by = NULL WHERE NOT ({ANSWERED})")
    with _triggers_kept("appointment"), op.batch_alter_table("appointment") as appointment:
        appointment.create_check_constraint(op.f("ck_appointment_reply_by_before_the_day"), ANSWERED)


def downgrade() -> None:
    """The checks there were; what they refuse goes."""
    with _triggers_kept("appointment"), op.batch_alter_table("appointment") as appointment:
        appointment.drop_constraint(op.f("ck_appointment_reply_by_before_the_day"), type_="check")
    op.execute("DELETE FROM fixed_hours WHERE until <= since")
    _hours("until_is_not_since", "until_after_since", "until > since")
    _clashes(CLASH, gone="kind = 'hour'")


def _clashes(kinds: tuple[str, ...], gone: str | None = None) -> None:
    """What can stand against a time. Reasons are only added to, so triggers rest where some go."""
    with _triggers_kept("accepted_clash", rest=gone is not None):
        if gone:
            op.execute(f"DELETE FROM accepted_clash WHERE {gone}")
        with op.batch_alter_table("accepted_clash") as clash:
            clash.drop_constraint(op.f(KINDS), type_="check")
            clash.create_check_constraint(op.f(KINDS), _kinds(kinds))


def _kinds(kinds: tuple[str, ...]) -> str:
    named = ", ".join(f"'{each}'" for each in kinds)
    return f"kind IN ({named})"


def _hours(before: str, after: str, condition: str) -> None:
    with _triggers_kept("fixed_hours"), op.batch_alter_table("fixed_hours") as hours:
        hours.drop_constraint(op.f(f"ck_fixed_hours_{before}"), type_="check")
        hours.create_check_constraint(op.f(f"ck_fixed_hours_{after}"), condition)


@contextmanager
def _triggers_kept(table: str, *, rest: bool = False) -> Iterator[None]:
    """SQLite makes a changed table anew and drops its triggers: they are made again."""
    if op.get_bind().dialect.name != "sqlite":
        if rest:
            op.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        yield
        if rest:
            op.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        return
    asked = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :of")
    triggers = op.get_bind().execute(asked, {"of": table}).all()
    for name, _sql in triggers:
        op.execute(f"DROP TRIGGER {name}")
    yield
    for _name, sql in triggers:
        op.execute(sql)
