"""Telling one participant's life: the plan, the times, the messages."""

import hashlib
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from portal import clock
from portal.appointments.models import Appointment, Attendee
from portal.cli.cast.paper import example_photo
from portal.cli.cast.people import PARTICIPANTS, STAFF, VISITED
from portal.cli.cast.plan_story import PlanStory, at, day, two_days_before
from portal.messages.models import Attachment, Forward, ForwardState, Message, Thread
from portal.messages.record import of_phrase
from portal.messages.sending import answer_by
from portal.notices import outbox
from portal.people.agencies import Agency
from portal.people.demo import demo_id
from portal.phrases import appointment_kinds
from portal.phrases.appointment_kinds import InterpreterState, Mode
from portal.trail.models import Act

# What asks for nothing more: thanks, and a "yes" to a time.
SETTLED = ("reply:thanks", "reply:yes")


class Story(PlanStory):
    """Adds rows about one participant."""

    def time(
        self,
        kind: str,
        agency: Agency,
        offset: int,
        wall: str,
        minutes: int,
        staff: Sequence[str],
        *,
        place: str | None = None,
        interpreter: InterpreterState = InterpreterState.NOT_NEEDED,
        bring: Sequence[str] | None = None,
        **more: Any,
    ) -> None:
        """An appointment."""
        record = appointment_kinds.BY_CODE[kind]
        mode = more.pop("mode", record.mode)
        starts = at(offset, wall)
        needed = interpreter is not InterpreterState.NOT_NEEDED
        row = Appointment(
            id=self._id(f"time {kind}"), participant_id=self.person, agency=agency, kind=kind, starts=starts,
            ends=starts + timedelta(minutes=minutes), mode=mode, interpreter=interpreter,
            place=(place or "Exempelgatan 12, rum 3") if mode is Mode.IN_PERSON else None,
            interpreter_language=PARTICIPANTS[self.slug][2] if needed else None,
            bring=list(record.bring if bring is None else bring),
            reply_by=two_days_before(day(offset)) if offset > 3 else None, **more,
        )  # fmt: skip
        self.db.add(row)
        self.db.flush()
        self.db.add_all(Attendee(appointment_id=row.id, staff_id=demo_id(each)) for each in staff)
        outbox.remind(self.db, self.person, row.id, 0, starts, answer_by=row.reply_by)

    def thread(
        self, staff: str, *messages: Message, name: str = "", taken: bool = True,
        promised: date | None = None,
    ) -> None:  # fmt: skip
        """A thread with one member of staff; the first message is the oldest."""
        agency, name = STAFF[staff][1], name or staff
        for number, message in enumerate(messages):
            message.id = self._id(f"message {name} {number}")
        last = messages[-1]
        owed = last.staff_id is None and last.phrase not in SETTLED
        thread = Thread(
            id=self._id(f"thread {name}"), participant_id=self.person, agency=agency,
            staff_id=demo_id(staff), taken=messages[0].sent if taken else None,
            started=messages[0].sent, last_at=last.sent, last_id=last.id,
            answer_by=answer_by(clock.local(last.sent).date()) if owed else promised,
        )  # fmt: skip
        self.db.add(thread)
        self.db.flush()
        for message in messages:
            message.thread_id = thread.id
            if message.staff_id is None:
                message.to_agency = message.to_agency or agency
                message.answer_by = answer_by(clock.local(message.sent).date())
            self.db.add(message)
            if message.staff_id and message.sent > at(VISITED):
                self._trace(
                    staff, (message.sent - clock.now()).days, "message", message.id, Act.ADDED
                )

    def photo(self, staff: str, number: int) -> None:
        """A photo of a paper, with one of the participant's messages."""
        content = example_photo()
        self.db.flush()
        self.db.add(
            Attachment(
                id=self._id(f"photo {staff} {number}"), message_id=self._id(f"message {staff} {number}"),
                participant_id=self.person, position=1, media_type="image/jpeg", size=len(content),
                pages=1, content=content, sha256=hashlib.sha256(content).hexdigest(),
            )
        )  # fmt: skip

    def forwarded(
        self, name: str, by: str, to: Agency, reason: str, offset: int, state: ForwardState,
        *, wall: str = "14:30", decided_by: str | None = None,
    ) -> None:  # fmt: skip
        """How a thread went to another agency; she was asked, and has answered unless she still is."""
        begun = at(offset, wall)
        answered = None if state is ForwardState.ASKING else begun + timedelta(hours=1)
        self.db.add(
            Forward(
                id=self._id(f"forward {name}"), thread_id=self._id(f"thread {name}"),
                participant_id=self.person, from_agency=STAFF[by][1], to_agency=to,
                by_staff_id=demo_id(by), reason=reason, state=state, begun=begun, answered=answered,
                sent=None if state is ForwardState.REFUSED else answered, decided=begun + timedelta(hours=2) if decided_by else None,
                decided_by=demo_id(decided_by) if decided_by else None,
            )
        )  # fmt: skip

    def says(
        self, staff: str, phrase: str, offset: int, wall: str = "08:32", *, read: bool = True,
        reply_by: int | None = None, **values: str,
    ) -> Message:  # fmt: skip
        """A standard message from staff."""
        sent = at(offset, wall)
        return Message(
            participant_id=self.person, staff_id=demo_id(staff), phrase=phrase, parameters=values, sent=sent,
            swedish=of_phrase(phrase, values),
            read=sent if read else None, reply_by=day(reply_by) if reply_by is not None else None,
        )  # fmt: skip

    def writes(
        self,
        staff: str,
        text: str,
        offset: int,
        wall: str = "08:32",
        *,
        read: bool = True,
    ) -> Message:
        """Free Swedish text from staff."""
        sent = at(offset, wall)
        return Message(
            participant_id=self.person, staff_id=demo_id(staff), body=text, language="sv", parameters={},
            sent=sent, read=sent if read else None,
        )  # fmt: skip

    def answers(self, text: str, language: str, offset: int, wall: str = "14:10") -> Message:
        """What the participant wrote, in her language."""
        return Message(
            participant_id=self.person,
            body=text,
            language=language,
            parameters={},
            sent=at(offset, wall),
        )

    def taps(self, phrase: str, offset: int, wall: str = "14:10") -> Message:
        """A reply or topic the participant tapped."""
        return Message(
            participant_id=self.person,
            phrase=phrase,
            parameters={},
            swedish=of_phrase(phrase, {}),
            sent=at(offset, wall),
        )
