"""Who the cast are, who works with whom, and what they have consented to."""

from datetime import timedelta
from itertools import permutations
from uuid import uuid5

from sqlalchemy.orm import Session

from portal import clock
from portal.audience import Audience
from portal.notices.models import Reach
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.people.identity import IdentityVault
from portal.people.models import Assignment, Participant, Staff, Team
from portal.sharing.consents import keep_words
from portal.sharing.kinds import ShareKind
from portal.sharing.models import Consent, GivenHow
from portal.sharing.wording import readable, words

AF, MALMO, FK, SKANE = Agency.AF, Agency.MALMO, Agency.FK, Agency.SKANE
TEAM = demo_id("team-3")

# Whom each agency has named to withdraw what was sent to the wrong person.
WITHDRAWS = ("lena", "maria", "hakan", "nadia")
WITHOUT_PHONE = ("anneli", "oksana")  # one has e-mail, the other nothing
DEAD_NUMBER = "farhad"
VISITED = -3  # when everyone was here last, in days from today

# slug: name, agency, title, role, last digits of the fictional number
STAFF = {
    "lena": ("Lena Övningsson", AF, "arbetsformedlare", Audience.CASEWORKER, "605"),
    "amir": (
        "Amir Provström",
        MALMO,
        "arbetsmarknadssekreterare",
        Audience.CASEWORKER,
        "611",
    ),
    "maria": ("Maria Demodal", MALMO, "socialsekreterare", Audience.CASEWORKER, "617"),
    "petra": ("Petra Testlund", MALMO, "vagledare", Audience.CASEWORKER, "623"),
    "hakan": ("Håkan Skissgren", FK, "handlaggare", Audience.CASEWORKER, "629"),
    "nadia": ("Nadia Mallberg", SKANE, "vardsamordnare", Audience.CASEWORKER, "635"),
    "kerstin": (
        "Kerstin Utkastsson",
        SKANE,
        "rehabkoordinator",
        Audience.CASEWORKER,
        "641",
    ),
    "yusuf": (
        "Yusuf Exempelqvist",
        MALMO,
        "teamsamordnare",
        Audience.COORDINATOR,
        "647",
    ),
    "layla": ("Layla Tajriba", MALMO, "oversattare", Audience.TRANSLATOR, "653"),
}

# slug: name, identity number, language, interpreter, contact, others in the team, alias
PARTICIPANTS = {
    "rim": (
        "Rim Mithal",
        "19830414-9282",
        "ar",
        "ar",
        "lena",
        ("maria", "hakan", "nadia"),
        None,
    ),
    "hodan": (
        "Hodan Tusaale",
        "19910427-2381",
        "so",
        "so",
        "amir",
        ("maria", "petra", "lena"),
        None,
    ),
    "farhad": (
        "Farhad Namuna",
        "19790330-9230",
        "fa-AF",
        "fa-AF",
        "maria",
        ("lena", "nadia"),
        None,
    ),
    "dragan": (
        "Dragan Primjerović",
        "19640105-3076",
        "bs",
        "bs",
        "hakan",
        ("nadia", "kerstin", "lena"),
        None,
    ),
    "anneli": (
        "Anneli Esimerkki",
        "19660711-3146",
        "fi",
        None,
        "maria",
        ("lena", "nadia"),
        None,
    ),
    "tesfay": (
        "Tesfay Abnet",
        "19930615-2399",
        "ti",
        None,
        "lena",
        ("amir", "hakan"),
        None,
    ),
    "oksana": ("Oksana Pryklad", "19810573-2385", "uk", "uk", "lena", ("petra",), None),
    "mikaela": (
        "Mikaela Exempel",
        "19980212-2383",
        "sv-simple",
        None,
        "amir",
        ("nadia",),
        "Deltagare 8",
    ),
}


def add_people(db: Session, vault: IdentityVault) -> None:
    """Adds team, staff, participants, assignments and consents."""
    db.add(Team(id=TEAM, name="Team 3"))
    db.flush()
    for slug, (name, agency, title, role, digits) in STAFF.items():
        db.add(
            Staff(
                id=demo_id(slug), employee_id=f"{slug}@{agency}.example", name=name, role=role,
                agency=agency, title=title, phone=f"+46701740{digits}", team_id=None if role is Audience.TRANSLATOR else TEAM,
                withdraws=slug in WITHDRAWS,
            )
        )  # fmt: skip
    db.flush()
    for number, slug in enumerate(PARTICIPANTS):
        _add_participant(db, vault, slug, number)


def _add_participant(db: Session, vault: IdentityVault, slug: str, number: int) -> None:
    name, identity, language, interpreter, contact, others, alias = PARTICIPANTS[slug]
    person = demo_id(slug)
    db.add(
        Participant(
            id=person, name=name, called=name.split()[0], alias=alias, language=language, interpreter_language=interpreter,
            identity_cipher=vault.seal(identity, person), identity_hash=vault.look_up(identity),
            phone=None if slug in WITHOUT_PHONE else f"+46701740{660 + number}",
            email="anneli@exempel.example" if slug == "anneli" else None, protected=alias is not None,
            team_id=TEAM, contact_id=demo_id(contact), visited=clock.now() + timedelta(days=VISITED),
        )
    )  # fmt: skip
    db.flush()
    if slug == DEAD_NUMBER:
        db.add(Reach(participant_id=person, phone_dead=clock.now() - timedelta(days=2)))
    started = clock.now() - timedelta(days=60)
    for member in (contact, *others):
        db.add(
            Assignment(
                id=uuid5(person, f"assignment {member}"), participant_id=person,
                staff_id=demo_id(member), started=started,
            )
        )  # fmt: skip
    _add_consents(db, slug)


def _add_consents(db: Session, slug: str) -> None:
    """Everyone shares plan and times among the four; nobody shares health papers.

    Rim also shares her messages among the three that are not health care. Farhad has taken back what the health centre may show Arbetsförmedlingen, Mikaela shares her
    plan only, and Oksana's consents end in a fortnight. What the city may show Hodan said at a
    meeting, with an interpreter.
    """
    today = clock.today()
    language = readable(PARTICIPANTS[slug][2])
    kinds = [ShareKind.PLAN, ShareKind.APPOINTMENTS]
    if slug == "rim":
        kinds.append(ShareKind.MESSAGES)
    if slug == "mikaela":
        kinds = [ShareKind.PLAN]
    for source, reader in permutations(Agency, 2):
        for kind in kinds:
            if kind is ShareKind.MESSAGES and SKANE in (source, reader):
                continue
            withdrawn = slug == "farhad" and (source, reader) == (SKANE, AF)
            oral = slug == "hodan" and source is MALMO
            said = words(source, reader, kind, language)
            db.add(
                Consent(
                    participant_id=demo_id(slug), from_agency=source, to_agency=reader, kind=kind,
                    text_version=said.text_version, language=said.language,
                    given=GivenHow.ORAL if oral else GivenHow.SELF,
                    given_at=clock.now() - timedelta(days=60), wording=keep_words(db, said),
                    by_staff_id=demo_id("amir") if oral else None,
                    interpreter="Faduma Tolksson" if oral else None,
                    starts=today - timedelta(days=60),
                    ends=today + timedelta(days=14 if slug == "oksana" else 305),
                    withdrawn=clock.now() - timedelta(days=6) if withdrawn else None,
                )
            )  # fmt: skip
