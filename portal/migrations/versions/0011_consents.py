"""Consents: in which words, by whom and with which interpreter; a history that only grows"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

INSTANT = sa.DateTime(timezone=True)
KEPT = "this is only added to, never changed"
GIVEN = "a consent never changes; it is withdrawn once"
NEVER_CHANGE = (
    "id", "participant_id", "from_agency", "to_agency", "kind", "text_version", "language", "given",
    "starts", "ends", "given_at", "by_staff_id", "interpreter", "wording", "replaces_id",
)  # fmt: skip
ONLY_ONCE = ("withdrawn", "withdrawn_by_id")
CHECKS = {
    "oral_noted_by_whom": "(given = 'oral') = (by_staff_id IS NOT NULL)",
    "interpreted_when_oral": "interpreter IS NULL OR given = 'oral'",
    "withdrawn_by_whom": "withdrawn_by_id IS NULL OR withdrawn IS NOT NULL",
}
REFERENCES = {
    "by_staff_id": ("staff", "id"),
    "wording": ("consent_wording", "digest"),
    "replaces_id": ("consent", "id"),
    "withdrawn_by_id": ("staff", "id"),
}


def upgrade() -> None:
    """The words and the hands a consent went through. No oral one could be noted before this."""
    op.create_table(
        "consent_wording",
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("text_version", sa.String(40), nullable=False),
        sa.Column("language", sa.String(12), nullable=False),
        sa.Column("swedish", sa.Text(), nullable=False),
        sa.Column("shown", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_consent_wording")),
    )
    with op.batch_alter_table("consent") as consent:
        for column in _added():
            consent.add_column(column)
    # Only the day was kept before; midnight UTC is the same day in Malmö.
    midnight = "starts || ' 00:00:00.000000'" if _is_sqlite() else "starts::timestamp AT TIME ZONE 'UTC'"
    op.execute(f"UPDATE consent SET given_at = {midnight}")
    with op.batch_alter_table("consent") as consent:
        consent.alter_column("given_at", existing_type=INSTANT, nullable=False)
        for name, rule in CHECKS.items():
            consent.create_check_constraint(op.f(f"ck_consent_{name}"), rule)
        for name, (table, key) in REFERENCES.items():
            consent.create_foreign_key(op.f(f"fk_consent_{name}"), table, [name], [key])
        consent.create_unique_constraint(op.f("uq_consent_replaces_id"), ["replaces_id"])
    op.create_index("ix_consent_participant_id_given_at", "consent", ["participant_id", "given_at"])
    _keep()


def downgrade() -> None:
    """Without them; the words that consents were given in are lost."""
    _let_go()
    op.drop_index("ix_consent_participant_id_given_at", "consent")
    with op.batch_alter_table("consent") as consent:
        consent.drop_constraint(op.f("uq_consent_replaces_id"), type_="unique")
        for name in CHECKS:
            consent.drop_constraint(op.f(f"ck_consent_{name}"), type_="check")
        for name in REFERENCES:
            consent.drop_constraint(op.f(f"fk_consent_{name}"), type_="foreignkey")
        for column in _added():
            consent.drop_column(column.name)
    op.drop_table("consent_wording")


def _added() -> list[sa.Column[Any]]:
    return [
        sa.Column("given_at", INSTANT),
        sa.Column("by_staff_id", sa.Uuid()),
        sa.Column("interpreter", sa.String(120)),
        sa.Column("wording", sa.String(64)),
        sa.Column("replaces_id", sa.Uuid()),
        sa.Column("withdrawn_by_id", sa.Uuid()),
    ]


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"


def _differs(columns: tuple[str, ...]) -> str:
    apart = "IS NOT" if _is_sqlite() else "IS DISTINCT FROM"
    return " OR ".join(f"OLD.{name} {apart} NEW.{name}" for name in columns)


def _keep() -> None:
    changed = f"{_differs(NEVER_CHANGE)} OR (OLD.withdrawn IS NOT NULL AND ({_differs(ONLY_ONCE)}))"
    if _is_sqlite():
        op.execute(
            f"CREATE TRIGGER consent_no_update BEFORE UPDATE ON consent WHEN {changed}"
            f" BEGIN SELECT RAISE(ABORT, '{GIVEN}'); END"
        )
        for name, act, table in (("consent", "DELETE", "consent"), *_of_wording()):
            op.execute(
                f"CREATE TRIGGER {name}_no_{act.lower()} BEFORE {act} ON {table}"
                f" BEGIN SELECT RAISE(ABORT, '{KEPT}'); END"
            )
        return
    _function("consent_is_kept", f"IF TG_OP = 'DELETE' OR {changed} THEN {_refuse(GIVEN)} END IF; RETURN NEW;")
    _function("consent_wording_is_kept", f"{_refuse(KEPT)} RETURN NEW;")
    for table in ("consent", "consent_wording"):
        op.execute(
            f"CREATE TRIGGER {table}_is_kept BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {table}_is_kept()"
        )


def _of_wording() -> tuple[tuple[str, str, str], ...]:
    return tuple(("consent_wording", act, "consent_wording") for act in ("UPDATE", "DELETE"))


def _refuse(why: str) -> str:
    return f"RAISE EXCEPTION '{why}' USING ERRCODE = 'check_violation';"


def _function(name: str, body: str) -> None:
    op.execute(f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$")


def _let_go() -> None:
    if _is_sqlite():
        for name in ("consent_no_update", "consent_no_delete", "consent_wording_no_update", "consent_wording_no_delete"):
            op.execute(f"DROP TRIGGER {name}")
        return
    for table in ("consent", "consent_wording"):
        op.execute(f"DROP TRIGGER {table}_is_kept ON {table}")
        op.execute(f"DROP FUNCTION {table}_is_kept()")
