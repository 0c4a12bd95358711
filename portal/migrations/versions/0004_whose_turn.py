"""Keep every hand-over, delay, goal, paper and change of contact, and hold turns to their steps"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

AGENCY = ("af", "malmo", "fk", "skane")
HOLDER = ("participant", *AGENCY, "outside")
STAGE = ("asked", "offered", "accepted", "declined", "written", "sent", "arrived")
WHY = ("handed_over", "part_done", "not_possible", "not_ours", "taken_back", "paper", "begins")
OPEN_ID = "CASE WHEN ended IS NULL THEN id END"
JSON = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")

ENDED = "a turn that has ended never changes"
HANDED = "a turn that follows another is handed over from it"
FIRST = "what was first promised, and whom a turn came from, never change"
FINISHED = "a finished step has no open turn"
CONTACT = "a contact changes with a successor, a summary and the open turns"
KEPT = "this is only added to, never changed"
HISTORY = ("handover", "delay", "goal", "paper_stage", "contact_change")

SQLITE = {
    "turn_is_handed_over": f"""BEFORE INSERT ON turn
        WHEN NEW.after_id IS NOT (SELECT id FROM turn WHERE step_id = NEW.step_id AND ended = NEW.since)
            AND (NEW.after_id IS NOT NULL OR EXISTS (SELECT 1 FROM turn WHERE step_id = NEW.step_id))
        BEGIN SELECT RAISE(ABORT, '{HANDED}'); END""",
    "turn_first_promise_is_kept": f"""BEFORE UPDATE ON turn
        WHEN OLD.first_promised_by IS NOT NEW.first_promised_by OR OLD.after_id IS NOT NEW.after_id
        BEGIN SELECT RAISE(ABORT, '{FIRST}'); END""",
    "step_added_without_turn": f"""BEFORE INSERT ON step
        WHEN NEW.turn_id IS NULL
            AND EXISTS (SELECT 1 FROM turn WHERE step_id = NEW.id AND ended IS NULL)
        BEGIN SELECT RAISE(ABORT, '{FINISHED}'); END""",
    "participant_contact_is_handed_over": f"""BEFORE UPDATE ON participant
        WHEN OLD.contact_id IS NOT NEW.contact_id AND NOT EXISTS (
            SELECT 1 FROM contact_change WHERE participant_id = NEW.id
                AND from_staff_id = OLD.contact_id AND to_staff_id = NEW.contact_id)
        BEGIN SELECT RAISE(ABORT, '{CONTACT}'); END""",
    **{
        f"{table}_no_{act.lower()}": f"""BEFORE {act} ON {table}
        BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"""
        for table in HISTORY for act in ("UPDATE", "DELETE")
    },
}

POSTGRESQL = {
    "turn_is_handed_over": (
        "BEFORE INSERT ON turn",
        f"""IF NEW.after_id IS DISTINCT FROM
            (SELECT id FROM turn WHERE step_id = NEW.step_id AND ended = NEW.since) THEN
            RAISE EXCEPTION '{HANDED}' USING ERRCODE = 'check_violation';
        END IF;""",
    ),
    "turn_first_promise_is_kept": (
        "BEFORE UPDATE ON turn",
        f"""IF OLD.first_promised_by IS DISTINCT FROM NEW.first_promised_by
            OR OLD.after_id IS DISTINCT FROM NEW.after_id THEN
            RAISE EXCEPTION '{FIRST}' USING ERRCODE = 'check_violation';
        END IF;""",
    ),
    "step_added_without_turn": (
        "BEFORE INSERT ON step",
        f"""IF NEW.turn_id IS NULL
            AND EXISTS (SELECT 1 FROM turn WHERE step_id = NEW.id AND ended IS NULL) THEN
            RAISE EXCEPTION '{FINISHED}' USING ERRCODE = 'check_violation';
        END IF;""",
    ),
    "participant_contact_is_handed_over": (
        "BEFORE UPDATE ON participant",
        f"""IF OLD.contact_id <> NEW.contact_id AND NOT EXISTS (
            SELECT 1 FROM contact_change WHERE participant_id = NEW.id
                AND from_staff_id = OLD.contact_id AND to_staff_id = NEW.contact_id) THEN
            RAISE EXCEPTION '{CONTACT}' USING ERRCODE = 'check_violation';
        END IF;""",
    ),
    **{
        f"{table}_is_kept": (
            f"BEFORE UPDATE OR DELETE ON {table}",
            f"RAISE EXCEPTION '{KEPT}' USING ERRCODE = 'check_violation';",
        )
        for table in HISTORY
    },
}

# Turns made before this: each follows the one that ended when it began.
FOLLOWING = """UPDATE turn SET after_id = (
    SELECT earlier.id FROM turn AS earlier
    WHERE earlier.step_id = turn.step_id AND earlier.ended = turn.since)"""
HANDOVERS = """INSERT INTO handover (turn_id, from_turn_id, participant_id, why)
    SELECT turn.id, turn.after_id, step.participant_id,
        CASE WHEN turn.by_staff_id IS NULL THEN 'part_done' ELSE 'handed_over' END
    FROM turn JOIN step ON step.id = turn.step_id WHERE turn.after_id IS NOT NULL"""
# A missing paper is named from now on.
MISSING_PAPERS = """UPDATE step SET parameters = '{"paper": "other"}' WHERE kind = 'M02'"""
# And the goals there are, which nobody has agreed in Swedish yet.
GOALS = """INSERT INTO goal (id, plan_id, since, kind, text, language, horizon)
    SELECT id, id, opened, goal_kind, goal, goal_language, horizon FROM plan
    WHERE goal IS NOT NULL OR horizon IS NOT NULL"""


def upgrade() -> None:
    """Keep hand-overs, delays, goals, papers and changes of contact."""
    triggers = _lift_triggers()
    _new_tables()
    op.add_column("plan", sa.Column("goal_swedish", sa.String(500)))
    op.add_column("participant", sa.Column("visited", sa.DateTime(timezone=True)))
    op.add_column("participant", sa.Column("visited_before", sa.DateTime(timezone=True)))
    with op.batch_alter_table("turn") as turn:
        turn.add_column(sa.Column("after_id", sa.Uuid()))
        turn.add_column(sa.Column("first_promised_by", sa.Date()))
    op.execute("UPDATE turn SET first_promised_by = promised_by")
    op.execute(MISSING_PAPERS)
    op.execute(FOLLOWING)
    op.execute(HANDOVERS)
    op.execute(GOALS)
    _settle()
    with op.batch_alter_table("turn") as turn:
        turn.add_column(sa.Column("open_id", sa.Uuid(), sa.Computed(OPEN_ID, persisted=True)))
        turn.create_unique_constraint("uq_turn_open_id", ["open_id", "step_id"])
        turn.create_foreign_key(
            "fk_turn_handover", "handover", ["id", "after_id"], ["turn_id", "from_turn_id"],
            deferrable=True, initially="DEFERRED",
        )  # fmt: skip
    with op.batch_alter_table("step") as step:
        step.add_column(sa.Column("own", sa.Boolean(), nullable=False, server_default=sa.false()))
        step.add_column(sa.Column("finished_by_id", sa.Uuid()))
        step.create_foreign_key("fk_step_finished_by_id", "staff", ["finished_by_id"], ["id"])
        step.drop_constraint("fk_step_turn_id", type_="foreignkey")
        step.create_foreign_key(
            "fk_step_turn_id", "turn", ["turn_id", "id"], ["open_id", "step_id"],
            deferrable=True, initially="DEFERRED",
        )  # fmt: skip
    with op.batch_alter_table("step") as step:
        step.alter_column("own", server_default=None)
    op.create_index("ix_step_kind", "step", ["kind"])
    op.create_index(
        "ix_step_waits_for_id", "step", ["waits_for_id"], sqlite_where=sa.text("waits_for_id IS NOT NULL"),
        postgresql_where=sa.text("waits_for_id IS NOT NULL"),
    )  # fmt: skip
    _restore_triggers(triggers)
    _rules()


def downgrade() -> None:
    """Without them again; what they kept is lost."""
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
    else:
        for name, (when, _rule) in POSTGRESQL.items():
            op.execute(f"DROP TRIGGER {name} ON {when.rsplit(' ', 1)[1]}")
            op.execute(f"DROP FUNCTION {name}()")
    triggers = _lift_triggers()
    op.drop_index("ix_step_waits_for_id", "step")
    op.drop_index("ix_step_kind", "step")
    with op.batch_alter_table("step") as step:
        step.drop_constraint("fk_step_turn_id", type_="foreignkey")
        step.drop_constraint("fk_step_finished_by_id", type_="foreignkey")
        step.create_foreign_key(
            "fk_step_turn_id", "turn", ["turn_id"], ["id"], deferrable=True, initially="DEFERRED"
        )
        step.drop_column("finished_by_id")
        step.drop_column("own")
    with op.batch_alter_table("turn") as turn:
        turn.drop_constraint("fk_turn_handover", type_="foreignkey")
        turn.drop_constraint("uq_turn_open_id", type_="unique")
        turn.drop_column("open_id")
    with op.batch_alter_table("turn") as turn:
        turn.drop_column("first_promised_by")
        turn.drop_column("after_id")
    op.drop_column("participant", "visited_before")
    op.drop_column("participant", "visited")
    op.drop_column("plan", "goal_swedish")
    for table in ("usual_time", "paper_stage", "paper", "delay", "goal", "handover", "contact_change"):
        op.drop_table(table)
    _restore_triggers(triggers)


def _lift_triggers() -> list[str]:
    """SQLite makes a table anew to change it, which its triggers would not survive."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("ALTER TABLE turn DISABLE TRIGGER USER")  # ended turns get their new columns
        return []
    found = op.get_bind().execute(
        sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name IN ('turn', 'step')")
    ).all()
    for name, _sql in found:
        op.execute(f"DROP TRIGGER {name}")
    return [sql for _name, sql in found]


def _settle() -> None:
    """PostgreSQL changes no table whose deferred references are still to be checked."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("SET CONSTRAINTS ALL IMMEDIATE")
        op.execute("SET CONSTRAINTS ALL DEFERRED")


def _restore_triggers(triggers: list[str]) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE turn ENABLE TRIGGER USER")
    for sql in triggers:
        op.execute(sql)


def _rules() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, rule in SQLITE.items():
            op.execute(f"CREATE TRIGGER {name} {rule}")
        return
    for name, (when, rule) in POSTGRESQL.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {rule} RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} {when} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=24)


def _new_tables() -> None:
    op.create_table(
        "handover",
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("from_turn_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("why", _enum("why", WHY), nullable=False),
        sa.Column("reason", sa.String(24)),
        sa.CheckConstraint("(why = 'not_ours') = (reason IS NOT NULL)", name=op.f("ck_handover_not_ours_has_a_reason")),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name=op.f("fk_handover_turn_id"), deferrable=True, initially="DEFERRED"),
        sa.ForeignKeyConstraint(["from_turn_id"], ["turn.id"], name=op.f("fk_handover_from_turn_id"), deferrable=True, initially="DEFERRED"),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_handover_participant_id")),
        sa.PrimaryKeyConstraint("turn_id", name=op.f("pk_handover")),
        sa.UniqueConstraint("from_turn_id", name=op.f("uq_handover_from_turn_id")),
        sa.UniqueConstraint("turn_id", "from_turn_id", name="uq_handover_turn_id_from_turn_id"),
    )
    op.create_index("ix_handover_participant_id_why", "handover", ["participant_id", "why"])
    op.create_table(
        "delay",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("turn_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("promised_before", sa.Date(), nullable=False),
        sa.Column("promised_by", sa.Date(), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("by_staff_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("promised_by > promised_before", name=op.f("ck_delay_moves_on")),
        sa.ForeignKeyConstraint(["turn_id"], ["turn.id"], name=op.f("fk_delay_turn_id")),
        sa.ForeignKeyConstraint(["by_staff_id"], ["staff.id"], name=op.f("fk_delay_by_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_delay")),
    )
    op.create_index("ix_delay_turn_id_at", "delay", ["turn_id", "at"])
    op.create_table(
        "goal",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("plan_id", sa.Uuid(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.String(24)),
        sa.Column("text", sa.String(500)),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("swedish", sa.String(500)),
        sa.Column("horizon", sa.Date()),
        sa.Column("by_staff_id", sa.Uuid()),
        sa.ForeignKeyConstraint(["plan_id"], ["plan.id"], name=op.f("fk_goal_plan_id")),
        sa.ForeignKeyConstraint(["by_staff_id"], ["staff.id"], name=op.f("fk_goal_by_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_goal")),
    )
    op.create_index("ix_goal_plan_id_since", "goal", ["plan_id", "since"])
    op.create_table(
        "paper",
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(40), nullable=False),
        sa.Column("asked_by", _enum("agency", AGENCY), nullable=False),
        sa.Column("stage", _enum("stage", STAGE), nullable=False),
        sa.Column("reuses_id", sa.Uuid()),
        sa.CheckConstraint("reuses_id IS NULL OR reuses_id <> step_id", name=op.f("ck_paper_reuses_another")),
        sa.ForeignKeyConstraint(["step_id"], ["step.id"], name=op.f("fk_paper_step_id")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_paper_participant_id")),
        sa.ForeignKeyConstraint(["reuses_id"], ["paper.step_id"], name=op.f("fk_paper_reuses_id")),
        sa.PrimaryKeyConstraint("step_id", name=op.f("pk_paper")),
    )
    op.create_index("ix_paper_participant_id_code", "paper", ["participant_id", "code"])
    op.create_table(
        "paper_stage",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("stage", _enum("stage", STAGE), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("agency", _enum("agency", AGENCY)),
        sa.Column("by_staff_id", sa.Uuid()),
        sa.Column("reason", sa.String(24)),
        sa.ForeignKeyConstraint(["step_id"], ["paper.step_id"], name=op.f("fk_paper_stage_step_id")),
        sa.ForeignKeyConstraint(["by_staff_id"], ["staff.id"], name=op.f("fk_paper_stage_by_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_paper_stage")),
    )
    op.create_index("ix_paper_stage_step_id_at", "paper_stage", ["step_id", "at"])
    op.create_table(
        "usual_time",
        sa.Column("kind", sa.String(24), nullable=False),
        sa.Column("holder", _enum("holder", HOLDER), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("turns", sa.Integer(), nullable=False),
        sa.Column("reckoned", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("kind", "holder", name=op.f("pk_usual_time")),
    )
    op.create_table(
        "contact_change",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("participant_id", sa.Uuid(), nullable=False),
        sa.Column("from_staff_id", sa.Uuid(), nullable=False),
        sa.Column("to_staff_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reason", sa.String(24), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("open_turns", JSON, nullable=False),
        sa.Column("by_staff_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("from_staff_id <> to_staff_id", name=op.f("ck_contact_change_a_successor")),
        sa.CheckConstraint("length(trim(summary)) > 0", name=op.f("ck_contact_change_a_summary")),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"], name=op.f("fk_contact_change_participant_id")),
        sa.ForeignKeyConstraint(["from_staff_id"], ["staff.id"], name=op.f("fk_contact_change_from_staff_id")),
        sa.ForeignKeyConstraint(["to_staff_id"], ["staff.id"], name=op.f("fk_contact_change_to_staff_id")),
        sa.ForeignKeyConstraint(["by_staff_id"], ["staff.id"], name=op.f("fk_contact_change_by_staff_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_change")),
    )
    op.create_index("ix_contact_change_participant_id_at", "contact_change", ["participant_id", "at"])
