"""Times that are moved, cancelled and attended, fixed hours, the calendar feed, and the outbox"""

from datetime import UTC
from typing import Any
from zoneinfo import ZoneInfo

import sqlalchemy as sa
from alembic import op
from alembic.operations import BatchOperations
from sqlalchemy.dialects import postgresql

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

AGENCY = ("af", "malmo", "fk", "skane")
BEFORE = ("booked", "cancelled")
STATE = (*BEFORE, "attended", "not_attended")
CLASH = ("overlap", "travel", "fixed_hours", "many", "closed", "attendee")
NOTICE_KIND = ("five_days", "tomorrow", "new_time", "moved", "changed", "cancelled", "message", "your_turn", "duty")
NOTICE_STATE = ("waiting", "sending", "sent", "withdrawn", "unsent", "unreached")
CHANNEL = ("sms", "email", "push", "none")
ZONE = "Europe/Stockholm"
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
INSTANT = sa.DateTime(timezone=True)

KEPT = "this is only added to, never changed"
HISTORY = ("appointment_move", "accepted_clash")
NEW_TABLES = ("calendar_feed", "fixed_hours", *HISTORY, "device", "reach", "notice")

OPEN = "state IN ('waiting', 'sending')"
MESSAGE = "kind = 'message' AND state IN ('waiting', 'sending')"
UNREACHED = "state = 'unreached'"


def upgrade() -> None:
    """Times as they are given, moved and kept, and what is told of them."""
    op.add_column("participant", sa.Column("email", sa.String(254)))
    with op.batch_alter_table("appointment") as appointment:
        for column in _added():
            appointment.add_column(column)
    op.execute("UPDATE appointment SET cancelled_by = 'agency' WHERE state = 'cancelled'")
    _write_walls()
    with op.batch_alter_table("appointment") as appointment:
        _set_states(appointment, STATE)
        for name in ("wall", "zone", "sequence", "if_absent"):
            appointment.alter_column(name, nullable=False, server_default=None)
        appointment.create_check_constraint("cancelled_by_whom", "(state = 'cancelled') = (cancelled_by IS NOT NULL)")
        appointment.create_check_constraint("was_from_until", "(was_starts IS NULL) = (was_ends IS NULL)")
        appointment.create_foreign_key("fk_appointment_next_step_id", "step", ["next_step_id"], ["id"])
    _new_tables()
    _keep_history()


def downgrade() -> None:
    """Without them again; what they kept is lost, and what came to an end counts as booked."""
    if op.get_bind().dialect.name == "postgresql":
        for table in HISTORY:
            op.execute(f"DROP TRIGGER {table}_is_kept ON {table}")
            op.execute(f"DROP FUNCTION {table}_is_kept()")
    for table in NEW_TABLES:
        op.drop_table(table)
    op.execute("UPDATE appointment SET state = 'booked' WHERE state IN ('attended', 'not_attended')")
    with op.batch_alter_table("appointment") as appointment:
        appointment.drop_constraint("fk_appointment_next_step_id", type_="foreignkey")
        appointment.drop_constraint(op.f("ck_appointment_cancelled_by_whom"), type_="check")
        appointment.drop_constraint(op.f("ck_appointment_was_from_until"), type_="check")
        appointment.drop_constraint(op.f("ck_appointment_cancelledby"), type_="check")
        _set_states(appointment, BEFORE)
    with op.batch_alter_table("appointment") as appointment:
        for column in _added():
            appointment.drop_column(column.name)
    op.drop_column("participant", "email")


def _added() -> list[sa.Column[object]]:
    return [
        sa.Column("wall", sa.String(16)),
        sa.Column("zone", sa.String(40), server_default=ZONE),
        sa.Column("was_starts", INSTANT),
        sa.Column("was_ends", INSTANT),
        sa.Column("sequence", sa.Integer(), server_default="0"),
        sa.Column("floor", sa.String(40)),
        sa.Column("landmark", sa.String(120)),
        sa.Column("interpreter_cancel_by", sa.Date()),
        sa.Column("wrong_language", INSTANT),
        sa.Column("if_absent", sa.String(40), server_default="new_time"),
        sa.Column("cancelled_by", _enum("cancelledby", ("agency", "participant"))),
        sa.Column("next_step_id", sa.Uuid()),
    ]


def _set_states(appointment: BatchOperations, states: tuple[str, ...]) -> None:
    """The states an appointment can be in."""
    listed = ", ".join(f"'{state}'" for state in states)
    appointment.drop_constraint(op.f("ck_appointment_appointmentstate"), type_="check")
    appointment.create_check_constraint("appointmentstate", f"state IN ({listed})")


def _write_walls() -> None:
    """What the clock on the wall said for each time there is; a database has no such clock."""
    connection = op.get_bind()
    table = sa.table("appointment", sa.column("id", sa.Uuid()), sa.column("starts", INSTANT), sa.column("wall"))
    new = sa.update(table).where(table.c.id == sa.bindparam("which")).values(wall=sa.bindparam("said"))
    zone = ZoneInfo(ZONE)
    rows = [
        {"which": id, "said": f"{(starts if starts.tzinfo else starts.replace(tzinfo=UTC)).astimezone(zone):%Y-%m-%dT%H:%M}"}
        for id, starts in connection.execute(sa.select(table.c.id, table.c.starts)).all()
    ]
    if rows:
        connection.execute(new, rows)


def _keep_history() -> None:
    for table in HISTORY:
        if op.get_bind().dialect.name == "sqlite":
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_no_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
                )
            continue
        op.execute(
            f"CREATE FUNCTION {table}_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation'; RETURN NEW; END $$"
        )
        op.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_is_kept()"
        )


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _partial(where: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}


def _new_tables() -> None:
    op.create_table(
        "calendar_feed",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(64), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        _refers("calendar_feed", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_calendar_feed")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feed_secret_hash")),
    )
    op.create_table(
        "fixed_hours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("weekday", sa.SmallInteger(), nullable=False),
        sa.Column("since", sa.String(5), nullable=False),
        sa.Column("until", sa.String(5), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date()),
        sa.Column("agency", _enum("agency", AGENCY)),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_fixed_hours_weekday")),
        sa.CheckConstraint("until > since", name=op.f("ck_fixed_hours_until_after_since")),
        sa.CheckConstraint("last_day IS NULL OR last_day >= first_day", name=op.f("ck_fixed_hours_last_day_after_first")),
        _refers("fixed_hours", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fixed_hours")),
    )
    op.create_index("ix_fixed_hours_participant_id", "fixed_hours", ["participant_id"])
    op.create_table(
        "appointment_move",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("by_staff_id", sa.Uuid(), nullable=False),
        sa.Column("from_starts", INSTANT, nullable=False),
        sa.Column("from_ends", INSTANT, nullable=False),
        _refers("appointment_move", "appointment_id", "appointment"),
        _refers("appointment_move", "by_staff_id", "staff"),
        sa.PrimaryKeyConstraint("appointment_id", "sequence", name=op.f("pk_appointment_move")),
    )
    op.create_table(
        "accepted_clash",
        sa.Column("appointment_id", sa.Uuid(), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("kind", _enum("clashkind", CLASH), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("by_staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        _refers("accepted_clash", "appointment_id", "appointment"),
        _refers("accepted_clash", "by_staff_id", "staff"),
        sa.PrimaryKeyConstraint("appointment_id", "sequence", "kind", name=op.f("pk_accepted_clash")),
    )
    op.create_table(
        "device",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("endpoint", sa.String(1000), nullable=False),
        sa.Column("p256dh", sa.String(120), nullable=False),
        sa.Column("auth", sa.String(40), nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        _refers("device", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_device")),
        sa.UniqueConstraint("endpoint", name=op.f("uq_device_endpoint")),
    )
    op.create_index("ix_device_participant_id", "device", ["participant_id"])
    op.create_table(
        "reach",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("channel", _enum("channel", CHANNEL)),
        sa.Column("hour", sa.SmallInteger(), nullable=False),
        sa.Column("phone_dead", INSTANT),
        sa.Column("email_dead", INSTANT),
        sa.CheckConstraint("hour BETWEEN 8 AND 19", name=op.f("ck_reach_hour_is_not_quiet")),
        _refers("reach", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("participant_id", name=op.f("pk_reach")),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _enum("noticekind", NOTICE_KIND), nullable=False),
        sa.Column("subject_id", sa.Uuid()),
        sa.Column("key", sa.String(120), nullable=False),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("created", INSTANT, nullable=False),
        sa.Column("due", INSTANT, nullable=False),
        sa.Column("not_after", INSTANT),
        sa.Column("state", _enum("noticestate", NOTICE_STATE), nullable=False),
        sa.Column("channel", _enum("channel", CHANNEL)),
        sa.Column("language", sa.String(12)),
        sa.Column("attempts", sa.SmallInteger(), nullable=False),
        sa.Column("first_attempt", INSTANT),
        sa.Column("lease", sa.Uuid()),
        sa.Column("sent", INSTANT),
        sa.Column("provider_id", sa.String(120)),
        sa.Column("fault", sa.String(40)),
        sa.CheckConstraint("(state = 'sending') = (lease IS NOT NULL)", name=op.f("ck_notice_a_lease_while_sending")),
        sa.CheckConstraint("(state = 'sent') = (sent IS NOT NULL)", name=op.f("ck_notice_sent_at")),
        _refers("notice", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_notice")),
        sa.UniqueConstraint("key", name=op.f("uq_notice_key")),
    )
    op.create_index("ix_notice_due", "notice", ["due"], **_partial(OPEN))
    op.create_index("uq_notice_message", "notice", ["participant_id"], unique=True, **_partial(MESSAGE))
    op.create_index("ix_notice_unreached", "notice", ["participant_id"], **_partial(UNREACHED))
    op.create_index("ix_notice_subject_id", "notice", ["subject_id"])
    op.create_index("ix_notice_participant_id_kind", "notice", ["participant_id", "kind"])
