"""Steps of every kind, in every state, with every reason; their papers; and plans that have ended."""

from itertools import cycle

from sqlalchemy.orm import Session

from portal.cli.cast.plan_story import at, day
from portal.cli.gallery.specimens.story import Specimen, specimen
from portal.cli.gallery.specimens.values import Values, filled
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.phrases import reasons
from portal.phrases.duties import DUTY_KINDS
from portal.phrases.papers import PAPERS
from portal.phrases.reasons import Ground
from portal.phrases.staff_goals import GOAL_KINDS
from portal.phrases.step_kinds import STEP_KINDS, StepKind
from portal.plan.models import (
    Delay,
    Duty,
    DutyTick,
    Holder,
    Plan,
    Stage,
    StepState,
    Turn,
    UsualTime,
    Why,
)

AF, ME, OUTSIDE = Agency.AF, Holder.PARTICIPANT, Holder.OUTSIDE
WAITING = StepState.WAITING


def add(db: Session) -> None:
    """Adds them to the plan of the specimens' owner."""
    chosen = set[str]()
    for kind in STEP_KINDS:
        every = filled(kind.parameters)
        for number, values in enumerate(every[:1] if _names(kind) <= chosen else every):
            _one(db, kind, f"{kind.code} {number}", values)
        chosen |= _names(kind)
    _states(db)
    _papers(db)
    _stories(db)
    _usual(db)
    _ended_plans(db)
    _duties(db)


def steps() -> list[str]:
    """The steps that have a story, a paper or something to do on their own page."""
    found = [f"not ours {reason} step A14" for reason in reasons.NOT_OURS]
    found += [f"why {why} step F03" for why in Why if why is not Why.NOT_OURS]
    found += [f"paper {code} step M02" for code in PAPERS]
    found += [
        f"delay {next(iter(reasons.DELAYED))} step A02",
        "own own Läsa om att bli kock",
        "booked step A16",
    ]
    found += ["late with someone step A17", "outside step F04", "today hers step A04"]
    return [f"/plan/steps/{specimen(each)}" for each in found]


def _names(kind: StepKind) -> set[str]:
    return {each.name for each in kind.parameters}


def _one(db: Session, kind: StepKind, label: str, values: Values) -> None:
    Specimen(db, label).step(kind.code, kind.owner or AF, StepState.PLANNED, **values)


def _states(db: Session) -> None:
    """Every reason to pause or to give up, every ground of a day, for her and for an agency."""
    for reason in reasons.PAUSED:
        Specimen(db, f"paused {reason}").step("A05", AF, StepState.PAUSED, reason=reason)
    for reason in reasons.NOT_POSSIBLE:
        Specimen(db, f"not {reason}").step("A06", AF, StepState.NOT_POSSIBLE, reason=reason)
    for ground in Ground:
        hers, theirs = Specimen(db, f"hers {ground}"), Specimen(db, f"theirs {ground}")
        hers.step("A18", AF, WAITING, holder=ME, by=6, ground=ground)
        theirs.step("A12", AF, WAITING, by=6, ground=ground, staff="lena")
    for label, state in (("booked", StepState.BOOKED), ("under way", StepState.IN_PROGRESS), ("cancelled", StepState.CANCELLED)):  # fmt: skip
        Specimen(db, label).step("A16", AF, state, since=-4, staff="lena")
    Specimen(db, "today hers").step("A04", AF, WAITING, holder=ME, since=0)
    Specimen(db, "today under way").step("A11", AF, StepState.IN_PROGRESS, since=0)
    Specimen(db, "today paused").step(
        "A09", AF, StepState.PAUSED, holder=ME, since=0, reason="wish"
    )
    Specimen(db, "no day").step("A10", AF, WAITING, since=0)
    Specimen(db, "late").step("F05", Agency.FK, WAITING, since=-30, by=-5)
    Specimen(db, "late with someone").step("A17", AF, WAITING, since=-30, by=-5, staff="lena")
    Specimen(db, "late hers").step("F09", Agency.FK, WAITING, holder=ME, since=-30, by=-5)
    Specimen(db, "outside").step("F04", Agency.FK, WAITING, holder=OUTSIDE, outside="AB Exempel")
    chain = Specimen(db, "chain")
    chain.step("A01", AF, StepState.IN_PROGRESS, staff="lena")
    chain.step("A04", AF, StepState.PLANNED, holder=ME, waits_for="A01")
    chain.step("A02", AF, StepState.PLANNED, waits_for="A01")
    chain.step("A19", AF, StepState.NOT_POSSIBLE, reason="other", other_route="A02")
    Specimen(db, "own").own_step("Läsa om att bli kock", "sv", 0)


def _papers(db: Session) -> None:
    """Every paper, and each of its stages."""
    _handed_in(db, next(iter(PAPERS)))
    for number, (code, stage) in enumerate(zip(PAPERS, cycle(Stage), strict=False)):
        story = Specimen(db, f"paper {code}")
        story.step("M02", Agency.MALMO, WAITING, holder=ME, by=number + 3, staff="amir", paper=code)
        before = [(Stage.ASKED, -9, "amir")] if stage is not Stage.ASKED else []
        story.paper("M02", code, Agency.MALMO, *before, (stage, -2, "amir"))


def _handed_in(db: Session, code: str) -> None:
    """A paper that another agency has got already."""
    story = Specimen(db, "handed in")
    story.step("G11", AF, StepState.DONE, paper=code)
    story.paper("G11", code, AF, (Stage.ASKED, -30, "lena"), (Stage.ARRIVED, -20, "lena"))


def _stories(db: Session) -> None:
    """A turn that came about in each way, one that was refused for each reason, and a moved promise."""
    for reason in reasons.NOT_OURS:
        story = Specimen(db, f"not ours {reason}")
        story.sent_on("A14", (-30, AF, "other_agency"), (-20, Agency.FK, reason))
        story.step("A14", AF, WAITING, since=-10, by=4, staff="lena")
    for why in Why:
        if why is not Why.NOT_OURS:
            story = Specimen(db, f"why {why}")
            story.sent_on("F03", (-12, ME, why))
            story.step("F03", Agency.FK, WAITING, since=-3, staff="hakan")
    for reason in reasons.DELAYED:
        _delayed(db, reason)


def _delayed(db: Session, reason: str) -> None:
    story = Specimen(db, f"delay {reason}")
    story.step("A02", AF, WAITING, since=-20, by=2, staff="lena")
    turn = db.get_one(Turn, specimen(f"delay {reason} turn A02"))
    turn.promised_by = day(9)
    db.flush()
    db.add(
        Delay(
            id=specimen(f"delayed {reason}"), turn_id=turn.id, at=at(-1), promised_before=day(2),
            promised_by=day(9), reason=reason, by_staff_id=demo_id("lena"),
        )
    )  # fmt: skip


def _usual(db: Session) -> None:
    """How long two kinds of steps usually take: some days, and less than one."""
    for kind, days in (("A02", 12), ("A12", 0), ("F05", 1)):
        holder = Holder.FK if kind == "F05" else Holder.AF
        db.merge(UsualTime(kind=kind, holder=holder, days=days, turns=20, reckoned=at(-1)))


def _ended_plans(db: Session) -> None:
    """A plan that ended in each way: shown with everything that is kept."""
    owner = Specimen(db).person
    db.add_all(
        Plan(
            id=specimen(f"plan {reason}"), participant_id=owner, goal_kind=kind, goal="Arbeta",
            goal_language="sv", opened=at(-900), closed=at(-400), exit_reason=reason,
        )
        for reason, kind in zip(reasons.EXIT_REASONS, cycle(GOAL_KINDS), strict=False)
    )  # fmt: skip


def _duties(db: Session) -> None:
    """Every duty, one of them ticked."""
    owner = Specimen(db).person
    held = {each.kind: each for each in db.query(Duty).filter_by(participant_id=owner)}
    for kind in DUTY_KINDS:
        if kind.code not in held:
            held[kind.code] = Duty(id=specimen(kind.code), participant_id=owner, kind=kind.code)
            db.add(held[kind.code])
    db.flush()
    ticked = held[DUTY_KINDS[0].code]
    db.merge(DutyTick(duty_id=ticked.id, month=f"{at(0):%Y-%m}", ticked=at(0)))
