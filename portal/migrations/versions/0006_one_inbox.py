"""One inbox: who has a thread, how it went there, the record in Swedish, drafts, papers, sent later"""

from datetime import date, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

AGENCY = ("af", "malmo", "fk", "skane")
FORWARD_STATE = ("asking", "refused", "sent", "accepted", "returned")
INSTANT = sa.DateTime(timezone=True)
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
ONE_WAY_TO_SAY = (
    "(CASE WHEN phrase IS NULL THEN 0 ELSE 1 END) + (CASE WHEN sentences IS NULL THEN 0 ELSE 1 END)"
    " + (CASE WHEN body IS NULL THEN 0 ELSE 1 END) = 1"
)
BEFORE = "(phrase IS NULL) <> (body IS NULL)"
OWED = "answer_by IS NOT NULL"
OPEN_FORWARD = "state IN ('asking', 'sent')"
NEW_TABLES = ("attachment", "scheduled_message", "forward", "draft")

KEPT = "what was sent never changes"
NEVER_CHANGE = (
    "thread_id", "participant_id", "staff_id", "phrase", "parameters", "sentences", "body", "language",
    "swedish", "sent", "to_agency", "answer_by", "corrects_id",
)  # fmt: skip
ONLY_ONCE = ("withdrawn", "withdrawn_by")


def upgrade() -> None:
    """The columns and tables of one inbox."""
    op.add_column("staff", sa.Column("withdraws", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("staff") as staff:
        staff.alter_column("withdraws", server_default=None)
    _widen_messages()
    _widen_threads()
    _new_tables()
    _keep_what_was_sent()


def downgrade() -> None:
    """Without them; sentences of the phrasebook stay as the Swedish text they were."""
    _let_go()
    for table in NEW_TABLES:
        op.drop_table(table)
    op.execute(
        "UPDATE thread SET staff_id = (SELECT contact_id FROM participant WHERE id = participant_id)"
        " WHERE staff_id IS NULL"
    )
    op.add_column("thread", sa.Column("awaits_staff", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.execute("UPDATE thread SET awaits_staff = (answer_by IS NOT NULL)")
    op.execute("UPDATE message SET body = swedish, language = 'sv' WHERE sentences IS NOT NULL")
    _settle()
    op.drop_index("ix_thread_answer_by", "thread")
    with op.batch_alter_table("thread") as thread:
        thread.alter_column("awaits_staff", server_default=None)
        thread.alter_column("staff_id", existing_type=sa.Uuid(), nullable=False)
        for name in ("fk_thread_last_id", "fk_thread_appointment_id"):
            thread.drop_constraint(name, type_="foreignkey")
        for name in ("taken_by_someone", "about_one_thing"):
            thread.drop_constraint(op.f(f"ck_thread_{name}"), type_="check")
        for name in ("taken", "appointment_id", "last_id", "answer_by"):
            thread.drop_column(name)
    op.create_index("ix_thread_awaits_staff", "thread", ["agency", "last_at"], **_partial("awaits_staff"))
    with op.batch_alter_table("message") as message:
        for name in CHECKS:
            message.drop_constraint(op.f(f"ck_message_{name}"), type_="check")
        message.drop_constraint(op.f("ck_message_to_agency"), type_="check")
        message.drop_constraint(op.f("uq_message_id_thread_id"), type_="unique")
        for name in ("corrects_id", "withdrawn_by", "told_by"):
            message.drop_constraint(op.f(f"fk_message_{name}"), type_="foreignkey")
        for column in _added_to_message():
            message.drop_column(column.name)
        message.create_check_constraint(op.f("ck_message_phrase_or_text"), BEFORE)
    op.drop_column("staff", "withdraws")


CHECKS = {
    "one_way_to_say": ONE_WAY_TO_SAY,
    "a_record_in_swedish": "(body IS NULL) = (swedish IS NOT NULL)",
    "hers_went_to_an_agency": "(staff_id IS NULL) = (to_agency IS NOT NULL)",
    "a_promise_to_her": "answer_by IS NULL OR staff_id IS NULL",
    "corrects_another": "corrects_id <> id",
    "withdrawn_by_whom": (
        "(withdrawn IS NULL) = (withdrawn_by IS NULL) AND (withdrawn IS NULL OR staff_id IS NOT NULL)"
    ),
    "told_by_whom": "(told IS NULL) = (told_by IS NULL)",
}


def _added_to_message() -> list[sa.Column[Any]]:
    return [
        sa.Column("sentences", JSON),
        sa.Column("swedish", sa.Text()),
        sa.Column("to_agency", _enum("to_agency", AGENCY)),
        sa.Column("answer_by", sa.Date()),
        sa.Column("corrects_id", sa.Uuid()),
        sa.Column("told", INSTANT),
        sa.Column("told_by", sa.Uuid()),
        sa.Column("withdrawn", INSTANT),
        sa.Column("withdrawn_by", sa.Uuid()),
    ]


def _widen_messages() -> None:
    with op.batch_alter_table("message") as message:
        message.drop_constraint(op.f("ck_message_phrase_or_text"), type_="check")
        for column in _added_to_message():
            message.add_column(column)
        message.create_unique_constraint(op.f("uq_message_id_thread_id"), ["id", "thread_id"])
    # What a phrase said was not kept before this: its code stands in.
    op.execute("UPDATE message SET swedish = phrase WHERE phrase IS NOT NULL")
    op.execute(
        "UPDATE message SET to_agency = (SELECT agency FROM thread WHERE thread.id = message.thread_id)"
        " WHERE staff_id IS NULL"
    )
    with op.batch_alter_table("message") as message:
        for name, rule in CHECKS.items():
            message.create_check_constraint(op.f(f"ck_message_{name}"), rule)
        message.create_foreign_key(op.f("fk_message_corrects_id"), "message", ["corrects_id"], ["id"])
        for name in ("withdrawn_by", "told_by"):
            message.create_foreign_key(op.f(f"fk_message_{name}"), "staff", [name], ["id"])


def _widen_threads() -> None:
    op.drop_index("ix_thread_awaits_staff", "thread")
    with op.batch_alter_table("thread") as thread:
        thread.add_column(sa.Column("taken", INSTANT))
        thread.add_column(sa.Column("appointment_id", sa.Uuid()))
        thread.add_column(sa.Column("last_id", sa.Uuid()))
        thread.add_column(sa.Column("answer_by", sa.Date()))
        thread.alter_column("staff_id", existing_type=sa.Uuid(), nullable=True)
    op.execute("DELETE FROM thread WHERE NOT EXISTS (SELECT 1 FROM message WHERE thread_id = thread.id)")
    op.execute(
        "UPDATE thread SET last_id = (SELECT id FROM message WHERE thread_id = thread.id"
        " ORDER BY sent DESC, id DESC LIMIT 1)"
    )
    _promise_answers()
    _settle()
    with op.batch_alter_table("thread") as thread:
        thread.drop_column("awaits_staff")
        thread.alter_column("last_id", existing_type=sa.Uuid(), nullable=False)
        thread.create_check_constraint(op.f("ck_thread_taken_by_someone"), "taken IS NULL OR staff_id IS NOT NULL")
        thread.create_check_constraint(
            op.f("ck_thread_about_one_thing"), "step_id IS NULL OR appointment_id IS NULL"
        )
        thread.create_foreign_key(op.f("fk_thread_appointment_id"), "appointment", ["appointment_id"], ["id"])
        thread.create_foreign_key(
            "fk_thread_last_id", "message", ["last_id", "id"], ["id", "thread_id"],
            deferrable=True, initially="DEFERRED",
        )  # fmt: skip
    op.create_index("ix_thread_answer_by", "thread", ["agency", "answer_by"], **_partial(OWED))


def _promise_answers() -> None:
    """Two weekdays after she wrote, as the page promised; holidays were not known then."""
    connection = op.get_bind()
    thread = sa.table(
        "thread", sa.column("id", sa.Uuid()), sa.column("last_at", INSTANT),
        sa.column("awaits_staff", sa.Boolean()), sa.column("answer_by", sa.Date()),
    )  # fmt: skip
    waiting = connection.execute(sa.select(thread.c.id, thread.c.last_at).where(thread.c.awaits_staff)).all()
    new = sa.update(thread).where(thread.c.id == sa.bindparam("which")).values(answer_by=sa.bindparam("by"))
    rows = [{"which": id, "by": _two_weekdays_after(at.date())} for id, at in waiting]
    if rows:
        connection.execute(new, rows)


def _two_weekdays_after(day: date) -> date:
    for _day in range(2):
        day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
    return day


def _settle() -> None:
    """PostgreSQL changes no table whose deferred references are still to be checked."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")


def _keep_what_was_sent() -> None:
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in NEVER_CHANGE)
        taken_back = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in ONLY_ONCE)
        op.execute(
            f"CREATE TRIGGER message_is_kept BEFORE UPDATE ON message WHEN {changed}"
            f" OR (OLD.withdrawn IS NOT NULL AND ({taken_back}))"
            f" BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
        )
        return
    changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in NEVER_CHANGE)
    taken_back = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in ONLY_ONCE)
    op.execute(
        "CREATE FUNCTION message_is_kept() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF {changed} OR (OLD.withdrawn IS NOT NULL AND ({taken_back})) THEN "
        f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation'; END IF; RETURN NEW; END $$"
    )
    op.execute(
        "CREATE TRIGGER message_is_kept BEFORE UPDATE ON message "
        "FOR EACH ROW EXECUTE FUNCTION message_is_kept()"
    )


def _let_go() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TRIGGER message_is_kept")
        return
    op.execute("DROP TRIGGER message_is_kept ON message")
    op.execute("DROP FUNCTION message_is_kept()")


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _refers(table: str, column: str, to: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{to}.id"], name=op.f(f"fk_{table}_{column}"))


def _partial(where: str) -> dict[str, Any]:
    return {"sqlite_where": sa.text(where), "postgresql_where": sa.text(where)}


def _new_tables() -> None:
    op.create_table(
        "draft",
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.String(60), nullable=False),
        sa.Column("topic", sa.String(24)),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("saved", INSTANT, nullable=False),
        _refers("draft", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("participant_id", "place", name=op.f("pk_draft")),
    )
    op.create_table(
        "forward",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("thread_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("from_agency", _enum("from_agency", AGENCY), nullable=False),
        sa.Column("to_agency", _enum("to_agency", AGENCY), nullable=False),
        sa.Column("by_staff_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.String(40), nullable=False),
        sa.Column("state", _enum("forwardstate", FORWARD_STATE), nullable=False),
        sa.Column("begun", INSTANT, nullable=False),
        sa.Column("answered", INSTANT),
        sa.Column("sent", INSTANT),
        sa.Column("decided", INSTANT),
        sa.Column("decided_by", sa.Uuid()),
        sa.CheckConstraint("from_agency <> to_agency", name=op.f("ck_forward_two_agencies")),
        sa.CheckConstraint("(state IN ('asking', 'refused')) = (sent IS NULL)", name=op.f("ck_forward_sent_or_not")),
        sa.CheckConstraint(
            "(state IN ('accepted', 'returned')) = (decided IS NOT NULL)"
            " AND (decided IS NULL) = (decided_by IS NULL)",
            name=op.f("ck_forward_decided_by_whom"),
        ),
        sa.CheckConstraint("state <> 'refused' OR answered IS NOT NULL", name=op.f("ck_forward_refused_when")),
        _refers("forward", "thread_id", "thread"),
        _refers("forward", "participant_id", "participant"),
        _refers("forward", "by_staff_id", "staff"),
        _refers("forward", "decided_by", "staff"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_forward")),
    )
    op.create_index("uq_forward_open", "forward", ["thread_id"], unique=True, **_partial(OPEN_FORWARD))
    op.create_index("ix_forward_thread_id", "forward", ["thread_id"])
    op.create_index("ix_forward_participant_id", "forward", ["participant_id"])
    op.create_table(
        "attachment",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(40), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("media_type IN ('image/jpeg', 'application/pdf')", name=op.f("ck_attachment_media_type")),
        sa.CheckConstraint("size BETWEEN 1 AND 10485760", name=op.f("ck_attachment_size")),
        _refers("attachment", "message_id", "message"),
        _refers("attachment", "participant_id", "participant"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attachment")),
        sa.UniqueConstraint("message_id", "position", name=op.f("uq_attachment_message_id_position")),
    )
    op.create_index("ix_attachment_participant_id", "attachment", ["participant_id"])
    op.create_table(
        "scheduled_message",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("staff_id", sa.Uuid(), nullable=False),
        sa.Column("agency", _enum("agency", AGENCY), nullable=False),
        sa.Column("thread_id", sa.Uuid()),
        sa.Column("phrase", sa.String(24)),
        sa.Column("parameters", JSON, nullable=False),
        sa.Column("sentences", JSON),
        sa.Column("body", sa.Text()),
        sa.Column("reply_by", sa.Date()),
        sa.Column("written", INSTANT, nullable=False),
        sa.Column("send_at", INSTANT, nullable=False),
        sa.CheckConstraint(ONE_WAY_TO_SAY, name=op.f("ck_scheduled_message_one_way_to_say")),
        _refers("scheduled_message", "participant_id", "participant"),
        _refers("scheduled_message", "staff_id", "staff"),
        _refers("scheduled_message", "thread_id", "thread"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_scheduled_message")),
    )
    op.create_index("ix_scheduled_message_send_at", "scheduled_message", ["send_at"])
    op.create_index("ix_scheduled_message_participant_id", "scheduled_message", ["participant_id"])
