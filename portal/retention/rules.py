"""How long things are kept, as data: per owner agency and kind, counted from when, and why.

Every figure is a proposal. Each agency decides on its own records (arkivlagen 1990:782; for the
social services the municipality's own plan, five years after the last act being the usual rule;
for health records the patient data act): nothing here is a decision of theirs.
"""

from dataclasses import dataclass
from datetime import timedelta

from portal.people.agencies import Agency

YEAR = timedelta(days=365)
TWO_YEARS, TEN_YEARS = 2 * YEAR, 10 * YEAR
CLOSED = "the plan was closed, with none open"
ENDED = "her account ended, once nothing else refers to her"


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of thing, of one agency or of the portal itself (None), and for how long it is kept."""

    kind: str
    agency: Agency | None
    kept: timedelta
    since: str
    reason: str
    proposal: bool = True


_RECORDS = (
    ("appointments", "Who came when matters to a follow-up, not longer."),
    ("messages", "The agency's own register keeps what it needs; the portal is not an archive."),
    ("steps", "The plan is followed up for two years after it ended."),
    ("corrections", "A refusal can be appealed, and the answer be asked for again."),
)

RULES: tuple[Rule, ...] = (
    *(Rule(kind, agency, TWO_YEARS, CLOSED, reason) for kind, reason in _RECORDS for agency in Agency),
    Rule("ways", None, TWO_YEARS, CLOSED, "Phone, e-mail, passkeys, letters, devices and her account, once no agency keeps anything of the plan: there is nothing to sign in to or to be told of."),
    Rule("plans", None, TWO_YEARS, CLOSED, "Goal, duties, fixed hours and consents, once no agency keeps anything of the plan."),
    Rule("drafts", None, timedelta(days=90), "it was saved", "Her own space; forgotten texts should not lie about."),
    Rule("sign_ins", None, timedelta(hours=13), "she signed in", "An hour after the longest sign-in ends, as long as a text on its way is rescued.", proposal=False),
    Rule("kept_forms", None, timedelta(hours=1), "it was typed", "Only carries what was typed over a change of language or a new sign-in.", proposal=False),
    Rule("form_keys", None, timedelta(days=7), "the form was sent", "A double tap comes within seconds; a form is open for days at most.", proposal=False),
    Rule("notices", None, timedelta(days=182), "it was written", "Whether she was told can be asked for half a year."),
    Rule("traces", None, TEN_YEARS, "it was left", "As long as the log of a health record (HSLF-FS 2016:40 asks for five years at least)."),
    Rule("people", None, TEN_YEARS, ENDED, "Name, identity number, and who worked with her: by these she is answered who has read about her, as long as that log is kept."),
)  # fmt: skip


# What of a person goes before her row does, by the kind of rule.
GOES_BEFORE = {("participant", "phone"): "ways", ("participant", "email"): "ways"}

# Tables that no rule deletes from, each with the reason.
NO_RULE = {
    "alembic_version": "Which schema the database has; about nobody.",
    "consent_wording": "The words of a consent, the same for everyone; about nobody.",
    "hold": "Ended by who began it (`portal hold --end`), and gone with that.",
    "instance": "What kind of instance this is; about nobody.",
    "provider_sign_in": "Goes with the sign-in it belongs to (ON DELETE CASCADE).",
    "rate": "Keyed hashes; each row is dropped when its window has ended.",
    "retention_run": "Never outlives its transaction.",
    "sign_in_attempt": "Names nobody; dropped when the attempt has lasted ten minutes.",
    "staff": "Employees: the employer decides, and traces of ten years name them.",
    "team": "About nobody.",
    "trail_seal": "Hashes; about nobody.",
    "unknown_letter": "A count; about nobody.",
    "used_logout_token": "A digest of a provider's token; dropped when it is too old to be used.",
    "usual_time": "Medians over at least ten people; about nobody.",
}


def rule_of(kind: str, agency: Agency | None = None) -> Rule:
    """The rule of one kind. Raises LookupError where there is none: nothing is deleted without a rule."""
    for each in RULES:
        if (each.kind, each.agency) == (kind, agency):
            return each
    raise LookupError(f"no rule for {kind} of {agency}")
