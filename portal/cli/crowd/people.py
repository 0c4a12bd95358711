"""Who the crowd are: teams, staff, participants, who works with whom and what is shared."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import permutations
from uuid import UUID

from portal.audience import Audience
from portal.cli.crowd.history import live
from portal.cli.crowd.meetings import meet
from portal.cli.crowd.names import LANGUAGES, STAFF_FIRST, STAFF_LAST
from portal.cli.crowd.rows import Rows
from portal.people.agencies import Agency
from portal.people.identity import IdentityVault
from portal.people.models import (
    Assignment,
    ContactChange,
    NameWord,
    Participant,
    Staff,
    Team,
)
from portal.people.names import name_words
from portal.phrases.reasons import CONTACT_CHANGED
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent, GivenHow

AF, MALMO, FK, SKANE = Agency.AF, Agency.MALMO, Agency.FK, Agency.SKANE
POSTS = (
    (AF, "arbetsformedlare", Audience.CASEWORKER),
    (MALMO, "socialsekreterare", Audience.CASEWORKER),
    (FK, "handlaggare", Audience.CASEWORKER),
    (SKANE, "vardsamordnare", Audience.CASEWORKER),
    (MALMO, "teamsamordnare", Audience.COORDINATOR),
)
TEAMS = 10
LONGEST_DAYS = 913  # two and a half years


@dataclass(frozen=True, slots=True)
class CrowdTeam:
    """A team and its caseworker of each agency."""

    id: UUID
    staff: dict[Agency, UUID]


def add_teams(rows: Rows) -> list[CrowdTeam]:
    """Ten teams with one caseworker of each agency and a coordinator."""
    teams = []
    for number in range(TEAMS):
        team, staff = rows.new_id(), {}
        rows.add(Team, id=team, name=f"Team {11 + number}")
        for place, (agency, title, role) in enumerate(POSTS):
            member = rows.new_id()
            first = STAFF_FIRST[(number + place) % len(STAFF_FIRST)]
            last = STAFF_LAST[(number * 5 + place) % len(STAFF_LAST)]
            rows.add(
                Staff, id=member, employee_id=f"crowd-{number}-{place}@{agency}.example", role=role,
                name=f"{first} {last}", agency=agency, title=title, phone="+46701740690",
                language="sv", team_id=team,
            )  # fmt: skip
            if role is Audience.CASEWORKER:
                staff[agency] = member
        teams.append(CrowdTeam(team, staff))
    return teams


def person(rows: Rows, vault: IdentityVault, team: CrowdTeam, number: int) -> None:
    """One participant with everything that has happened to her."""
    chance, me = rows.chance, rows.new_id()
    language, _share, names, last = chance.choices(LANGUAGES, [each[1] for each in LANGUAGES])[0]
    protected = chance.random() < 0.005
    needs = language not in ("sv", "sv-simple", "en", "fi") and chance.random() < 0.7
    contact = chance.choices((AF, MALMO, FK), (60, 30, 10))[0]
    identity = f"demo-{number:06d}"
    called = chance.choice(names)
    named = {
        "id": me, "name": f"{called} {last} {number + 1}", "called": called,
        "alias": f"Deltagare {1000 + number}" if protected else None,
    }  # fmt: skip
    rows.add(
        Participant, **named, language=language,
        interpreter_language=language if needs else None, identity_cipher=vault.seal(identity, me),
        identity_hash=vault.look_up(identity), phone=None if protected else "+46701740699",
        email=None, protected=protected, team_id=team.id, contact_id=team.staff[contact],
        visited=rows.days_ago(chance.uniform(0.1, 20)), visited_before=None,
    )  # fmt: skip
    for word in name_words(named):
        rows.add(NameWord, **word)
    length = chance.uniform(20, LONGEST_DAYS)
    others = [each for each in chance.sample((AF, MALMO, FK, SKANE), 3) if each is not contact]
    # Two named members of staff, and no more, work with someone whose identity is protected.
    for agency in (contact, *(others[:1] if protected else others)):
        rows.add(
            Assignment, id=rows.new_id(), participant_id=me, staff_id=team.staff[agency],
            started=rows.days_ago(length), ended=None,
        )  # fmt: skip
    for earlier in range(chance.choices((0, 1, 2), (60, 30, 10))[0]):
        _change_contact(rows, me, team, contact, rows.days_ago(length / (earlier + 2)))
    shares = chance.random() < 0.95
    if shares:
        _consent(rows, me, language, length)
    live(rows, me, length, team.staff, shares=shares)
    meet(rows, me, language if needs else None, length, team.staff)


def _change_contact(rows: Rows, me: UUID, team: CrowdTeam, contact: Agency, at: datetime) -> None:
    """That she had another contact before."""
    before = rows.chance.choice([each for each in team.staff if each is not contact])
    rows.add(
        ContactChange, id=rows.new_id(), participant_id=me, from_staff_id=team.staff[before],
        to_staff_id=team.staff[contact], at=at, reason=rows.chance.choice([*CONTACT_CHANGED]),
        summary="Exempel", open_turns=[], by_staff_id=team.staff[before],
    )  # fmt: skip


def _consent(rows: Rows, me: UUID, language: str, length: float) -> None:
    """Plan and times among the four, for a year at a time; nobody shares health papers."""
    today = rows.now.date()
    for source, reader in permutations((AF, MALMO, FK, SKANE), 2):
        for kind in (ShareKind.PLAN, ShareKind.APPOINTMENTS):
            rows.add(
                Consent, id=rows.new_id(), participant_id=me, from_agency=source, to_agency=reader, kind=kind,
                text_version="2026-10", language=language, given=GivenHow.SELF,
                starts=today - timedelta(days=min(int(length), 300)), ends=today + timedelta(days=60),
                given_at=rows.days_ago(min(int(length), 300)), withdrawn=None,
            )  # fmt: skip
