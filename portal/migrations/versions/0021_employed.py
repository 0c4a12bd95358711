"""The database refuses staff without an employer, and a title that nobody can say"""

import re

from portal.migrations.online import hold_to, let_go_of, remake

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

TITLE = (
    "title IN ('arbetsformedlare', 'arbetsmarknadssekreterare', 'socialsekreterare', 'vagledare',"
    " 'handlaggare', 'vardsamordnare', 'rehabkoordinator', 'teamsamordnare', 'oversattare')"
)
CHECKS = {"ck_staff_title": TITLE, "ck_staff_employed": "agency IS NOT NULL"}
AGENCY = "agency VARCHAR(24)"


def upgrade() -> None:
    """Holds every row to both; the old rule, that some need none, says nothing more."""
    if not hold_to("staff", CHECKS, not_null=("agency",)):
        remake("staff", _held)


def downgrade() -> None:
    """Lets go of them."""
    if not let_go_of("staff", CHECKS, nullable=("agency",)):
        remake("staff", _free)


def _held(made: str) -> str:
    checks = "".join(f", \n\tCONSTRAINT {name} CHECK ({rule})" for name, rule in CHECKS.items())
    return made.replace(AGENCY, f"{AGENCY} NOT NULL", 1).rstrip().removesuffix(")").rstrip() + f"{checks}\n)"


def _free(made: str) -> str:
    for name, rule in CHECKS.items():
        made = re.sub(rf",\s*CONSTRAINT {name} CHECK \({re.escape(rule)}\)", "", made)
    return made.replace(f"{AGENCY} NOT NULL", AGENCY, 1)
