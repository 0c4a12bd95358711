"""Situations for the policy: one item of a participant's, one who asks, and what is known of them.

Written out by hand, apart from the pure function and the SQL scope, so that both being wrong in the
same way is seen. Days are counted from today.
"""

from typing import NamedTuple

from portal.audience import Audience
from portal.people.agencies import Agency
from portal.sharing.kinds import ShareKind

AF, MALMO, FK, SKANE = Agency
PLAN, TIMES, MESSAGES, HEALTH = ShareKind


class Given(NamedTuple):
    """A consent: from whom, to whom, for what, and when. `hers`: of the person the item is about."""

    owner: Agency
    reader: Agency
    kind: ShareKind
    starts: int = -300
    ends: int = 60
    withdrawn: bool = False
    hers: bool = True


class Situation(NamedTuple):
    """Who asks for what. `works`: with the person now, ended, never, again, or with another."""

    what: str
    role: Audience
    agency: Agency | None
    works: str
    owner: Agency
    kind: ShareKind
    consents: tuple[Given, ...]
    may: bool
    self: bool = False

    def __str__(self) -> str:
        return self.what


def _hers(what: str, owner: Agency, kind: ShareKind) -> Situation:
    return Situation(what, Audience.PARTICIPANT, None, "never", owner, kind, (), True, True)


def _not_hers(what: str, owner: Agency, kind: ShareKind, *consents: Given) -> Situation:
    return Situation(what, Audience.PARTICIPANT, None, "never", owner, kind, consents, False)


def _works(
    may: bool, what: str, agency: Agency, owner: Agency, kind: ShareKind, *consents: Given,
    works: str = "now",
) -> Situation:  # fmt: skip
    return Situation(what, Audience.CASEWORKER, agency, works, owner, kind, consents, may)


def _other(
    what: str, role: Audience, agency: Agency | None, owner: Agency, kind: ShareKind,
    *consents: Given, works: str = "now",
) -> Situation:  # fmt: skip
    return Situation(what, role, agency, works, owner, kind, consents, False)


OPEN = Given(SKANE, AF, PLAN)
ALL_TO_AF = tuple(Given(owner, AF, kind) for owner in (MALMO, FK, SKANE) for kind in ShareKind)

TABLE = (
    _hers("her own plan", AF, PLAN),
    _hers("her own times", FK, TIMES),
    _hers("her own messages", MALMO, MESSAGES),
    _hers("her own health", SKANE, HEALTH),
    _not_hers("another's plan", AF, PLAN),
    _not_hers("another's times", FK, TIMES),
    _not_hers("another's messages", MALMO, MESSAGES),
    _not_hers("another's health", SKANE, HEALTH),
    _not_hers("another's plan, which is shared", SKANE, PLAN, *ALL_TO_AF),
    _works(True, "own plan, af", AF, AF, PLAN),
    _works(True, "own plan, malmo", MALMO, MALMO, PLAN),
    _works(True, "own plan, fk", FK, FK, PLAN),
    _works(True, "own plan, skane", SKANE, SKANE, PLAN),
    _works(True, "own times", AF, AF, TIMES),
    _works(True, "own messages", MALMO, MALMO, MESSAGES),
    _works(True, "own health", SKANE, SKANE, HEALTH),
    _works(False, "own, never worked with her", AF, AF, PLAN, works="never"),
    _works(False, "own, no longer works with her", AF, AF, PLAN, works="ended"),
    _works(False, "own, works with another", AF, AF, PLAN, works="another"),
    _works(True, "own, ended and begun again", AF, AF, PLAN, works="again"),
    _works(False, "shared, never worked with her", AF, SKANE, PLAN, OPEN, works="never"),
    _works(False, "shared, no longer works with her", AF, SKANE, PLAN, OPEN, works="ended"),
    _works(False, "shared, works with another", AF, SKANE, PLAN, OPEN, works="another"),
    _works(True, "shared, ended and begun again", AF, SKANE, PLAN, OPEN, works="again"),
    _works(False, "plan of another, nothing given", AF, SKANE, PLAN),
    _works(False, "times of another, nothing given", AF, MALMO, TIMES),
    _works(False, "messages of another, nothing given", FK, AF, MESSAGES),
    _works(False, "health of another, nothing given", MALMO, SKANE, HEALTH),
    _works(True, "plan shared", AF, SKANE, PLAN, OPEN),
    _works(True, "times shared", SKANE, AF, TIMES, Given(AF, SKANE, TIMES)),
    _works(True, "messages shared", FK, MALMO, MESSAGES, Given(MALMO, FK, MESSAGES)),
    _works(True, "health shared", MALMO, SKANE, HEALTH, Given(SKANE, MALMO, HEALTH)),
    _works(False, "health, only the plan is shared", AF, SKANE, HEALTH, OPEN),
    _works(False, "plan, only health is shared", AF, SKANE, PLAN, Given(SKANE, AF, HEALTH)),
    _works(False, "times, only messages are shared", AF, FK, TIMES, Given(FK, AF, MESSAGES)),
    _works(False, "messages, only times are shared", AF, FK, MESSAGES, Given(FK, AF, TIMES)),
    _works(
        False, "health, everything else is shared", AF, SKANE, HEALTH,
        OPEN, Given(SKANE, AF, TIMES), Given(SKANE, AF, MESSAGES),
    ),
    _works(False, "from another agency", AF, SKANE, PLAN, Given(FK, AF, PLAN)),
    _works(
        False, "from every other agency", AF, SKANE, PLAN, Given(FK, AF, PLAN), Given(MALMO, AF, PLAN)
    ),
    _works(False, "to another agency", AF, SKANE, PLAN, Given(SKANE, MALMO, PLAN)),
    _works(
        False, "to every other agency", AF, SKANE, PLAN,
        Given(SKANE, MALMO, PLAN), Given(SKANE, FK, PLAN),
    ),
    _works(False, "the other way round", AF, SKANE, PLAN, Given(AF, SKANE, PLAN)),
    _works(
        False, "from, to and kind, never in one", AF, SKANE, PLAN,
        Given(SKANE, MALMO, PLAN), Given(FK, AF, PLAN), Given(SKANE, AF, MESSAGES),
    ),
    _works(False, "withdrawn", AF, SKANE, PLAN, OPEN._replace(withdrawn=True)),
    _works(False, "withdrawn twice", AF, SKANE, PLAN, *(OPEN._replace(withdrawn=True),) * 2),
    _works(True, "withdrawn and given anew", AF, SKANE, PLAN, OPEN._replace(withdrawn=True), OPEN),
    _works(
        False, "withdrawn, while another kind stands", AF, SKANE, PLAN,
        OPEN._replace(withdrawn=True), Given(SKANE, AF, TIMES),
    ),
    _works(True, "begins today", AF, SKANE, PLAN, OPEN._replace(starts=0)),
    _works(False, "begins tomorrow", AF, SKANE, PLAN, OPEN._replace(starts=1)),
    _works(False, "begins next year", AF, SKANE, PLAN, OPEN._replace(starts=100, ends=400)),
    _works(True, "ends tomorrow", AF, SKANE, PLAN, OPEN._replace(ends=1)),
    _works(False, "ends today", AF, SKANE, PLAN, OPEN._replace(ends=0)),
    _works(False, "ended yesterday", AF, SKANE, PLAN, OPEN._replace(ends=-1)),
    _works(True, "today only", AF, SKANE, PLAN, OPEN._replace(starts=0, ends=1)),
    _works(
        False, "one that ended and one that begins", AF, SKANE, PLAN,
        OPEN._replace(ends=0, withdrawn=True), OPEN._replace(starts=1),
    ),
    _works(False, "another person's consent", AF, SKANE, PLAN, OPEN._replace(hers=False)),
    _works(
        False, "another person's consent, and hers withdrawn", AF, SKANE, PLAN,
        OPEN._replace(hers=False), OPEN._replace(withdrawn=True),
    ),
    _works(True, "everything given, to the other end", SKANE, AF, HEALTH, Given(AF, SKANE, HEALTH)),
    _other("coordinator, own agency", Audience.COORDINATOR, AF, AF, PLAN),
    _other("coordinator, shared", Audience.COORDINATOR, AF, SKANE, PLAN, OPEN),
    _other("coordinator, works with no one", Audience.COORDINATOR, AF, AF, PLAN, works="never"),
    _other("translator", Audience.TRANSLATOR, None, AF, PLAN, *ALL_TO_AF),
    _other("translator of an agency", Audience.TRANSLATOR, AF, AF, PLAN, *ALL_TO_AF),
    _other("administrator", Audience.ADMINISTRATOR, None, AF, HEALTH, *ALL_TO_AF),
    _other("administrator of an agency", Audience.ADMINISTRATOR, AF, SKANE, PLAN, *ALL_TO_AF),
)  # fmt: skip

# Whether anything of a kind, whoever owns it, is shared with an agency: who reads the goal, and
# whose fixed hours one sees.
SHARED = (
    ("from any agency", MALMO, PLAN, (Given(SKANE, MALMO, PLAN),), True),
    ("from another one", MALMO, PLAN, (Given(FK, MALMO, PLAN),), True),
    ("nothing", MALMO, PLAN, (), False),
    ("another kind", MALMO, PLAN, (Given(SKANE, MALMO, TIMES), Given(FK, MALMO, HEALTH)), False),
    ("to another agency", MALMO, PLAN, (Given(SKANE, AF, PLAN),), False),
    ("from this agency", MALMO, PLAN, (Given(MALMO, AF, PLAN),), False),
    ("withdrawn", MALMO, PLAN, (Given(FK, MALMO, PLAN, withdrawn=True),), False),
    ("from today on", MALMO, TIMES, (Given(FK, MALMO, TIMES, starts=0),), True),
    ("from tomorrow on", MALMO, TIMES, (Given(FK, MALMO, TIMES, starts=1),), False),
    ("until today", MALMO, TIMES, (Given(FK, MALMO, TIMES, ends=1),), True),
    ("until yesterday", MALMO, TIMES, (Given(FK, MALMO, TIMES, ends=0),), False),
    ("another person's", MALMO, PLAN, (Given(FK, MALMO, PLAN, hers=False),), False),
)
