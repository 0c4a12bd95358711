"""Every ready-made message and sentence, everything that can be tapped, and every way a talk can go."""

from collections.abc import Iterator
from itertools import islice

from sqlalchemy.orm import Session

from portal.cli.cast.plan_story import at
from portal.cli.gallery.specimens.story import Specimen, specimen
from portal.cli.gallery.specimens.values import Values, filled
from portal.messages.models import Attachment, ForwardState, Message, Thread
from portal.messages.phrasebook import ASK, CONTACT, PHRASEBOOK
from portal.messages.record import of_sentences
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.phrases.forward_reasons import REASONS
from portal.phrases.sentences import SENTENCES
from portal.phrases.standard_messages import BY_CODE

AT_ONCE = 10  # messages in a thread, so that one picture holds them


def add(db: Session) -> None:
    """Adds the threads to the messages of the specimens' owner."""
    story = Specimen(db, "said")
    said = [
        story.says("lena", code, -5, f"09:{number % 60:02}", **values)
        for number, (code, values) in enumerate(_by_staff())
    ]
    _threads(db, "said", said)
    _threads(db, "sentences", list(_sentences(story)))
    hers = [
        story.taps(code, -5)
        for code in PHRASEBOOK
        if not _is_staffs(code) and code not in SENTENCES
    ]
    _threads(db, "hers", hers)
    _replies(db)
    _ways(db)
    _odd_ones(db)


def _is_staffs(code: str) -> bool:
    return code in BY_CODE or code.startswith(CONTACT) or code == ASK


def _by_staff() -> Iterator[tuple[str, Values]]:
    """Every standard message, with each choice of its values."""
    for code, saying in PHRASEBOOK.items():
        if _is_staffs(code):
            for values in filled(saying.parameters):
                yield code, values


def _sentences(story: Specimen) -> Iterator[Message]:
    """Every sentence with each choice of its values, a few to a message."""
    every = iter(
        {"code": code, "values": values}
        for code, sentence in SENTENCES.items()
        for values in filled(sentence.parameters)
    )
    while part := list(islice(every, 4)):
        yield Message(
            participant_id=story.person, staff_id=demo_id("lena"), parameters={}, sentences=part,
            swedish=of_sentences(part), sent=at(-5), read=at(-5),
        )  # fmt: skip


def _threads(db: Session, name: str, messages: list[Message]) -> None:
    for number in range(0, len(messages), AT_ONCE):
        story = Specimen(db)
        story.thread(
            "lena", *messages[number : number + AT_ONCE], name=f"{name} {number // AT_ONCE}"
        )


def _replies(db: Session) -> None:
    """What can be tapped in answer to standard messages that nobody has answered, each reply once."""
    offered = set[str]()
    for code in (*BY_CODE, ASK):
        if offered.issuperset(PHRASEBOOK[code].replies):
            continue
        offered.update(PHRASEBOOK[code].replies)
        [values, *_more] = filled(PHRASEBOOK[code].parameters)
        story = Specimen(db, f"answer {code}")
        asks: Values = {"reply_by": 4} if "by" not in values else {}
        story.thread("lena", story.says("lena", code, -1, **asks, **values), name="reply")


def _ways(db: Session) -> None:
    """A thread sent on for each reason, and one in each state of being sent on."""
    for number, reason in enumerate(REASONS):
        _forwarded(db, f"reason {reason}", reason, [*ForwardState][number % len(ForwardState)])
    for state in ForwardState:
        _forwarded(db, f"state {state}", "knows", state)


def _forwarded(db: Session, label: str, reason: str, state: ForwardState) -> None:
    story = Specimen(db, label)
    story.thread("lena", story.answers("Vem betalar?", "sv", -6), name="way")
    decided = "hakan" if state in (ForwardState.ACCEPTED, ForwardState.RETURNED) else None
    story.forwarded("way", "lena", Agency.FK, reason, -4, state, decided_by=decided)


def _odd_ones(db: Session) -> None:
    """One that was taken back, a correction, a PDF, a late answer, a long talk, a draft."""
    story = Specimen(db, "taken back")
    wrong = story.writes("lena", "Till någon annan", -2)
    wrong.withdrawn, wrong.withdrawn_by = at(-1), demo_id("lena")
    story.thread("lena", wrong, name="odd")
    late = Specimen(db, "late")
    first, second = late.answers("Jag menar tisdag", "sv", -20), late.answers("Torsdag", "sv", -19)
    late.thread("lena", first, second, name="odd")
    second.corrects_id = first.id
    _pdf(db, first)
    long = Specimen(db, "long")
    long.thread("amir", *[long.taps("reply:thanks", -9) for _each in range(34)], name="odd")
    about = Specimen(db, "about a step")
    about.thread("lena", about.writes("lena", "Om steget.", -2), name="odd")
    db.get_one(Thread, specimen("about a step thread odd")).step_id = specimen("booked step A16")


def _pdf(db: Session, message: Message) -> None:
    content = b"%PDF-1.4 example"
    db.flush()
    db.add(
        Attachment(
            id=specimen("pdf"), message_id=message.id, participant_id=message.participant_id, position=1,
            media_type="application/pdf", size=len(content), pages=1, content=content, sha256="0" * 64,
        )
    )  # fmt: skip
