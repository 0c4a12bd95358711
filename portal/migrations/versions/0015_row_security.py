"""Row level security, the second line behind the policy's WHERE (PostgreSQL only)

Who acts is told by settings of the transaction (`portal.db.Acting`). Without any, these tables are
empty and nothing can be written. The rules restate `portal.sharing.policy`; a table without a rule
for an act refuses that act. FORCE holds the owner to them too, so a migration acts as a worker.

Under it: everything that holds what someone wrote, or that would tell what it is about. Not under it:
- participant, staff, team, assignment, sign_in: who is asking is looked up before anyone acts, and
  every list names people. The identity number is encrypted.
- attendee, appointment_move, accepted_clash, paper, paper_stage, delay, duty, duty_tick, handover's
  counterpart contact_change: ids, codes and instants that are read by joining what is under it, or
  counted over the whole team.
- fixed_hours: hours without words, that every agency's times are held against.
- notice, device, reach, calendar_feed, form_key, kept_form: for delivery, or keyed by who acts.
- letter, unknown_letter, activation, verified_phone, passkey, passkey_holder, passkey_challenge,
  sign_in_attempt, provider_sign_in, used_logout_token, former_identity, identity_change: read before
  anyone acts; what opens anything is a digest, what names anyone is encrypted.
- hold, retention_run, trail_seal, rate, instance, consent_wording, usual_time, alembic_version: about
  nobody, or no more than that a person is held on to.
"""

from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

# Kind, id, agency, team and day, with a dash for what there is none of. Each in a subquery of its
# own, so that it is read once a query and not once a row.
KIND, ID, AGENCY, TEAM, DAY = (
    f"(SELECT nullif(nullif(split_part(current_setting('portal.acting', true), ' ', {number}), ''), '-')::{kind})"
    for number, kind in enumerate(("text", "uuid", "text", "uuid", "date"), 1)
)

WORKER = f"{KIND} = 'worker'"


def hers(table: str) -> str:
    """It is about the participant who acts."""
    return f"({KIND} = 'participant' AND {table}.participant_id = {ID})"


def works(table: str) -> str:
    """The caseworker who acts works with the person at present."""
    return (
        f"({KIND} = 'staff' AND {table}.participant_id IN (SELECT a.participant_id FROM assignment a"
        f" WHERE a.staff_id = {ID} AND a.ended IS NULL))"
    )


def team(table: str) -> str:
    """The coordinator who acts coordinates the person's team."""
    return (
        f"({KIND} = 'coordinator' AND {table}.participant_id IN"
        f" (SELECT p.id FROM participant p WHERE p.team_id = {TEAM}))"
    )


def own(table: str) -> str:
    """The acting agency owns it."""
    return f"{table}.agency = {AGENCY}"


def opened(table: str, kind: str) -> str:
    """The acting agency owns it, or a consent in force opens it."""
    return (
        f"({own(table)} OR EXISTS (SELECT FROM consent c WHERE c.participant_id = {table}.participant_id"
        f" AND c.from_agency = {table}.agency AND c.to_agency = {AGENCY} AND c.kind = {kind}"
        f" AND c.starts <= {DAY} AND c.ends > {DAY} AND c.withdrawn IS NULL))"
    )


def either(*rules: str) -> str:
    """Any of them."""
    return " OR ".join(f"({rule})" for rule in rules)


def through(parent: str, where: str) -> str:
    """Its parent can be read, by the parent's own rules."""
    return f"EXISTS (SELECT FROM {parent} WHERE {where})"


ACTS = f"{KIND} IN ('worker', 'participant', 'staff')"
ATTENDS = (
    f"EXISTS (SELECT FROM attendee x WHERE x.appointment_id = appointment.id AND x.staff_id = {ID})"
)
# All that a coordinator learns of times: that one to come has no interpreter of the right language.
SPEECHLESS = (
    "appointment.state = 'booked' AND"
    " (appointment.interpreter = 'missing' OR appointment.wrong_language IS NOT NULL)"
)
GOAL_SHARED = (
    f"(SELECT s.agency FROM staff s JOIN participant p ON p.contact_id = s.id"
    f" WHERE p.id = plan.participant_id) = {AGENCY}"
    f" OR EXISTS (SELECT FROM consent c WHERE c.participant_id = plan.participant_id"
    f" AND c.to_agency = {AGENCY} AND c.kind = 'plan' AND c.starts <= {DAY} AND c.ends > {DAY}"
    " AND c.withdrawn IS NULL)"
)

CONSENT = either(WORKER, hers("consent"), works("consent"))
STEP = either(WORKER, hers("step"), f"{works('step')} AND {opened('step', 'step.shares')}")
OF_STEP = through("step", "step.id = turn.step_id")
# The one before: the one it leads to may be stored after it.
OF_TURN = through("turn", "turn.id = handover.from_turn_id")
# Caseworkers open the plan of whom they work with; whether they read its goal is the page's rule.
PLAN = either(WORKER, hers("plan"), works("plan"))
GOAL = through("plan", f"plan.id = goal.plan_id AND ({KIND} <> 'staff' OR {GOAL_SHARED})")
TIME = either(
    WORKER, hers("appointment"),
    f"{works('appointment')} AND ({opened('appointment', chr(39) + 'appointments' + chr(39))} OR {ATTENDS})",
)  # fmt: skip
THREAD = either(WORKER, hers("thread"), f"{works('thread')} AND {opened('thread', chr(39) + 'messages' + chr(39))}")
IN_THREAD = through("thread", "thread.id = message.thread_id")
IN_OWN_THREAD = through("thread", f"thread.id = message.thread_id AND {own('thread')}")
OF_MESSAGE = through("message", "message.id = attachment.message_id")
OF_FORWARD = through("thread", "thread.id = forward.thread_id")
LATER = either(
    WORKER,
    f"{works('scheduled_message')} AND ({own('scheduled_message')} OR EXISTS (SELECT FROM participant p"
    f" WHERE p.id = scheduled_message.participant_id AND p.contact_id = {ID}))",
)  # fmt: skip
DRAFT = either(WORKER, hers("draft"))

# table: act -> rule. An act that is not named is refused.
RULES = {
    "consent": {"SELECT": CONSENT, "INSERT": CONSENT, "UPDATE": CONSENT, "DELETE": WORKER},
    "step": {
        "SELECT": either(STEP, team("step")),
        "INSERT": either(WORKER, hers("step"), f"{works('step')} AND {own('step')}"),
        "UPDATE": STEP,
        "DELETE": WORKER,
    },
    "turn": {
        "SELECT": OF_STEP, "INSERT": f"{ACTS} AND {OF_STEP}", "UPDATE": f"{ACTS} AND {OF_STEP}",
        "DELETE": WORKER,
    },
    "handover": {"SELECT": OF_TURN, "INSERT": f"{ACTS} AND {OF_TURN}", "UPDATE": WORKER, "DELETE": WORKER},
    "plan": {"SELECT": either(PLAN, team("plan")), "INSERT": WORKER, "UPDATE": PLAN, "DELETE": WORKER},
    "goal": {"SELECT": f"{ACTS} AND {GOAL}", "INSERT": f"{ACTS} AND {GOAL}", "UPDATE": WORKER, "DELETE": WORKER},
    "appointment": {
        "SELECT": either(TIME, f"{team('appointment')} AND {SPEECHLESS}"),
        "INSERT": either(WORKER, f"{works('appointment')} AND {own('appointment')}"),
        "UPDATE": either(WORKER, hers("appointment"), f"{works('appointment')} AND {own('appointment')}"),
        "DELETE": WORKER,
    },
    "thread": {
        "SELECT": THREAD,
        "INSERT": either(WORKER, hers("thread"), f"{works('thread')} AND {own('thread')}"),
        "UPDATE": either(WORKER, hers("thread"), f"{works('thread')} AND {own('thread')}"),
        "DELETE": WORKER,
    },
    "message": {
        "SELECT": IN_THREAD,
        "INSERT": either(
            WORKER, f"{hers('message')} AND message.staff_id IS NULL AND {IN_THREAD}",
            f"{works('message')} AND message.staff_id = {ID} AND {IN_OWN_THREAD}",
        ),
        "UPDATE": either(WORKER, hers("message"), f"{works('message')} AND {IN_OWN_THREAD}"),
        "DELETE": WORKER,
    },
    "attachment": {
        "SELECT": OF_MESSAGE, "INSERT": either(WORKER, hers("attachment")), "UPDATE": WORKER,
        "DELETE": WORKER,
    },
    "forward": {
        "SELECT": OF_FORWARD,
        "INSERT": either(WORKER, f"{works('forward')} AND forward.from_agency = {AGENCY} AND forward.by_staff_id = {ID}"),
        "UPDATE": either(WORKER, hers("forward"), f"{works('forward')} AND {AGENCY} IN (forward.from_agency, forward.to_agency)"),
        "DELETE": WORKER,
    },
    "scheduled_message": {"SELECT": LATER, "INSERT": LATER, "UPDATE": LATER, "DELETE": LATER},
    "draft": {"SELECT": DRAFT, "INSERT": DRAFT, "UPDATE": DRAFT, "DELETE": DRAFT},
    "trace": {
        "SELECT": either(WORKER, hers("trace")),
        "INSERT": either(
            WORKER, f"{hers('trace')} AND trace.staff_id IS NULL",
            f"{KIND} IN ('staff', 'coordinator') AND trace.staff_id = {ID} AND {own('trace')}",
        ),
        "DELETE": WORKER,  # of what is too old, and the trigger asks for more than that
    },
    "correction": {
        "SELECT": either(WORKER, hers("correction"), f"{works('correction')} AND {own('correction')}"),
        "INSERT": either(WORKER, hers("correction")),
        "UPDATE": either(WORKER, f"{works('correction')} AND {own('correction')}"),
        "DELETE": WORKER,
    },
}  # fmt: skip


def upgrade() -> None:
    """Puts the rules on the tables."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, acts in RULES.items():
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
        for act, rule in acts.items():
            using = f"USING ({rule})" if act != "INSERT" else ""
            check = f"WITH CHECK ({rule})" if act in ("INSERT", "UPDATE") else ""
            op.execute(f"CREATE POLICY {table}_{act.lower()} ON {table} FOR {act} {using} {check}")


def downgrade() -> None:
    """Takes them off."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table, acts in RULES.items():
        for act in acts:
            op.execute(f"DROP POLICY {table}_{act.lower()} ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
