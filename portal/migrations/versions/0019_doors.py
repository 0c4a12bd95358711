"""Doors: what a letter opened ends with it, nobody confirms her own letter, a number is confirmed

Held by the database, whoever writes:
- who issued a letter confirms nothing that was opened with it, and its code goes to no number that
  the same member of staff has tried: nobody alone becomes a participant
- with a letter go the sign-ins that began with it and the passkeys added in them, with a passkey the
  sign-ins made with it, and with a role or an agency the sign-ins of whoever had it
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KINDS = (
    "five_days", "tomorrow", "new_time", "moved", "changed", "cancelled", "message", "your_turn", "duty", "answer",
    "sign_in_code", "new_passkey",
)  # fmt: skip
NEW_KINDS = (
    "letter_issued", "letter_opened", "letter_confirmed", "way_ended", "passkey_refused", "number_code",
    "number_changed",
)  # fmt: skip
REFERENCES = (("sign_in", "letter_id", "letter", None), ("sign_in", "passkey_id", "passkey", "CASCADE"),
              ("passkey", "letter_id", "letter", None))  # fmt: skip
PLACES = ("issued_from", "opened_from", "confirmed_from")

ANOTHER = "whoever issued a letter cannot confirm what was opened with it"
OWN_NUMBER = "no code for a letter goes to a number that whoever issued it has tried"
ISSUER_STAYS = "who issued a letter never changes"
REVOKED = "the letter it began with is revoked"
ISSUER = "(SELECT issued_by_id FROM letter WHERE id = NEW.letter_id)"
TRIED_BY_ISSUER = (
    "NEW.code_hash IS NOT NULL AND EXISTS (SELECT 1 FROM verified_phone v"
    f" WHERE v.participant_id = NEW.participant_id AND v.by_staff_id = {ISSUER})"
)
OTHER_POST = "OLD.role <> NEW.role OR coalesce(OLD.agency, '') <> coalesce(NEW.agency, '')"
END_OF_LETTER = (
    "DELETE FROM passkey WHERE letter_id = NEW.id; DELETE FROM sign_in WHERE letter_id = NEW.id;"
)
END_OF_POST = "DELETE FROM sign_in WHERE staff_id = NEW.id;"
# name: event and table, condition, what is refused with or done
SQLITE = {
    **{
        f"activation_{name}_{event.lower()}": (f"BEFORE {event} ON activation", when, said)
        for event in ("INSERT", "UPDATE")
        for name, when, said in (
            ("another_confirms", f"NEW.activated_by_id = {ISSUER}", ANOTHER),
            ("not_own_number", TRIED_BY_ISSUER, OWN_NUMBER),
        )
    },
    "letter_issuer_stays": ("BEFORE UPDATE ON letter", "OLD.issued_by_id <> NEW.issued_by_id", ISSUER_STAYS),
    **{
        f"{table}_of_live_letter_{event[:6].lower()}": (
            f"BEFORE {event} ON {table}", "EXISTS (SELECT 1 FROM letter WHERE id = NEW.letter_id AND revoked IS NOT NULL)", REVOKED,
        )
        for event in ("INSERT", "UPDATE OF letter_id") for table in ("sign_in", "passkey")
    },
    "letter_ends_what_it_opened": ("AFTER UPDATE ON letter", "OLD.revoked IS NULL AND NEW.revoked IS NOT NULL", END_OF_LETTER),
    "staff_signs_in_anew": ("AFTER UPDATE ON staff", OTHER_POST, END_OF_POST),
}  # fmt: skip


def refuse(said: str) -> str:
    """What a function does to refuse."""
    return f"RAISE EXCEPTION '{said}' USING ERRCODE = 'check_violation';"


# The letter is locked, so that a revocation and a sign-in that come at once wait for one another.
LIVE = (
    "IF NEW.letter_id IS NOT NULL THEN"
    " PERFORM 1 FROM letter WHERE id = NEW.letter_id AND revoked IS NULL FOR SHARE;"
    f" IF NOT FOUND THEN {refuse(REVOKED)} END IF; END IF;"
)
POSTGRESQL = {
    "activation_another_confirms": (
        "BEFORE INSERT OR UPDATE ON activation",
        f"IF NEW.activated_by_id = {ISSUER} THEN {refuse(ANOTHER)} END IF;"
        f" IF {TRIED_BY_ISSUER} THEN {refuse(OWN_NUMBER)} END IF;",
    ),
    "letter_issuer_stays": (
        "BEFORE UPDATE ON letter",
        f"IF OLD.issued_by_id <> NEW.issued_by_id THEN {refuse(ISSUER_STAYS)} END IF;",
    ),
    "sign_in_of_live_letter": ("BEFORE INSERT OR UPDATE OF letter_id ON sign_in", LIVE),
    "passkey_of_live_letter": ("BEFORE INSERT OR UPDATE OF letter_id ON passkey", LIVE),
    "letter_ends_what_it_opened": (
        "AFTER UPDATE ON letter",
        f"IF OLD.revoked IS NULL AND NEW.revoked IS NOT NULL THEN {END_OF_LETTER} END IF;",
    ),
    "staff_signs_in_anew": ("AFTER UPDATE ON staff", f"IF {OTHER_POST} THEN {END_OF_POST} END IF;"),
}


def upgrade() -> None:
    """Columns, a table for numbers that wait to be confirmed, the notices, and the rules."""
    for table, column, to, on_delete in REFERENCES:
        with op.batch_alter_table(table) as changing:
            changing.add_column(sa.Column(column, sa.Uuid()))
            changing.create_foreign_key(op.f(f"fk_{table}_{column}"), to, [column], ["id"], ondelete=on_delete)
        op.create_index(op.f(f"ix_{table}_{column}"), table, [column])
    op.add_column("trace", sa.Column("way", sa.String(40)))
    for place in PLACES:
        op.add_column("letter", sa.Column(place, sa.String(40)))
    with op.batch_alter_table("verified_phone") as phone:
        phone.alter_column("by_staff_id", existing_type=sa.Uuid(), nullable=True)
    _new_numbers()
    _notice_kinds((*KINDS, *NEW_KINDS))
    _rules()


def downgrade() -> None:
    """Without them; a number that she has confirmed herself is forgotten."""
    _lift_rules()
    listed = ", ".join(f"'{kind}'" for kind in NEW_KINDS)
    op.execute(f"DELETE FROM notice WHERE kind IN ({listed})")
    _notice_kinds(KINDS)
    op.drop_table("new_number")
    op.execute("DELETE FROM verified_phone WHERE by_staff_id IS NULL")
    with op.batch_alter_table("verified_phone") as phone:
        phone.alter_column("by_staff_id", existing_type=sa.Uuid(), nullable=False)
    for place in PLACES:
        op.drop_column("letter", place)
    op.drop_column("trace", "way")
    for table, column, _to, _on_delete in REFERENCES:
        op.drop_index(op.f(f"ix_{table}_{column}"), table)
        with op.batch_alter_table(table) as changing:
            changing.drop_constraint(op.f(f"fk_{table}_{column}"), type_="foreignkey")
            changing.drop_column(column)


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


def _notice_kinds(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    with op.batch_alter_table("notice") as notice:
        notice.drop_constraint(op.f("ck_notice_noticekind"), type_="check")
        notice.create_check_constraint(op.f("ck_notice_noticekind"), f"kind IN ({listed})")


def _rules() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name, (event, when, what) in SQLITE.items():
            does = what if what.endswith(";") else f"SELECT RAISE(ABORT, '{what}');"
            op.execute(f"CREATE TRIGGER {name} {event} WHEN {when} BEGIN {does} END")
        return
    for name, (event, rule) in POSTGRESQL.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {rule} RETURN NEW; END $$"
        )
        op.execute(f"CREATE TRIGGER {name} {event} FOR EACH ROW EXECUTE FUNCTION {name}()")


def _lift_rules() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in SQLITE:
            op.execute(f"DROP TRIGGER {name}")
        return
    for name, (event, _rule) in POSTGRESQL.items():
        op.execute(f"DROP TRIGGER {name} ON {event.rsplit(' ', 1)[1]}")
        op.execute(f"DROP FUNCTION {name}()")
